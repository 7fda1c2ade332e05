//! What speaks for a hidden part of a page being an ordinary one that waits to be shown: menus, tabs, dialogs, templates,
//! texts for screen readers. Names prove nothing, so that this only ever turns doubt aside, never a plain sign of abuse.

use super::css::Cascade;
use super::given::Given;
use regex::Regex;
use scraper::ElementRef;
use std::sync::LazyLock;

/// Parts of class names and ids that such parts of pages have.
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)
        (?:^|[-_\s\d]|\b)(?:
            nav | subnav | menu | submenu | drop | dropdown | dropmenu | pull | select | option | slide | slider | swiper |
            carousel | focus | banner | tab | tabs | tabbox | tabcon | panel | pane | accordion | collapse | fold | more |
            popup | pop | dialog | modal | layer | mask | float | tip | tips | tooltip | popover | alert | notice |
            qr | qrcode | ewm | erweima | weixin | wechat | wx | weibo | share | bdshare[\w-]* | jiathis[\w-]* | bshare[\w-]* |
            login | logout | user | member | reg | register | template | tpl | tmpl | demo |
            page | pages | pager | paging | pagination | fenye | fanye | prev | next |
            mobile | phone | wap | app | pc | print | noprint | hidden-[a-z]{2} | visible-[a-z]{2} | visible-print | d-none | d-[a-z]{2}-none |
            sr-only | sr-only-focusable | visually-hidden | visuallyhidden | screen-reader[\w-]* | skip | skip-?link | skiplink |
            assistive[\w-]* | wza | old | oldfix | guide | read |
            links? | friend[\w-]* | flink[\w-]* | yqlj | youqing[\w-]* | wzdh | daohang |
            con | cont | content\d* | box | list\d* | item | block\d* | div\d* | bd | hd | sub | second | child | children | search | hot
        )(?:$|[-_\s\d]|\b)",
    )
    .expect("a constant pattern")
});

/// Roles of parts that wait.
const ROLES: [&str; 10] =
    ["tabpanel", "menu", "menubar", "menuitem", "listbox", "dialog", "alertdialog", "tooltip", "tablist", "navigation"];

/// What excuses a hidden link, in a few words; none where nothing does. `origin` is the element that hides it.
pub(super) fn of(
    element: ElementRef<'_>,
    origin: ElementRef<'_>,
    cascade: &Cascade,
    scripts: &[String],
) -> Option<String> {
    let inside = std::iter::once(element)
        .chain(element.ancestors().filter_map(ElementRef::wrap))
        .take_while(|e| e.id() != origin.id())
        .take(20);
    let above = std::iter::once(origin).chain(origin.ancestors().filter_map(ElementRef::wrap)).take(3);
    for at in inside.chain(above) {
        if let Some(sign) = of_one(at) {
            return Some(sign);
        }
    }
    one_of_many(origin, cascade).or_else(|| switched(origin, scripts))
}

fn of_one(element: ElementRef<'_>) -> Option<String> {
    let value = element.value();
    match value.name() {
        "select" | "option" | "optgroup" | "datalist" | "template" | "nav" | "dialog" | "details" | "menu" | "svg" => {
            return Some(format!("<{}>", value.name()));
        }
        "body" | "html" => return None,
        _ => {}
    }
    let role = value.given("role").map(str::trim).unwrap_or_default();
    if ROLES.iter().any(|r| role.eq_ignore_ascii_case(r)) {
        return Some(format!("role={role}"));
    }
    if value.given("type").is_some_and(|t| t.contains("template")) {
        return Some("template".to_owned());
    }
    ["class", "id"].into_iter().find_map(|name| {
        let names = value.given(name)?;
        let found = NAMES.find(names)?;
        Some(format!("{name}={}", found.as_str().trim_matches([' ', '-', '_'])))
    })
}

/// One of several like it, of which another is shown: tabs, slides, versions.
fn one_of_many(origin: ElementRef<'_>, cascade: &Cascade) -> Option<String> {
    let stem = |e: ElementRef<'_>| {
        let value = e.value();
        let id = value.given("id").map(|id| id.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned());
        let class = value.given("class").and_then(|c| c.split_ascii_whitespace().next().map(str::to_owned));
        (value.name().to_owned(), id.filter(|i| !i.is_empty()), class)
    };
    let (tag, id, class) = stem(origin);
    if id.is_none() && class.is_none() {
        return None;
    }
    let siblings = origin.prev_siblings().take(40).chain(origin.next_siblings().take(40));
    let alike = |other: ElementRef<'_>| {
        let (t, i, c) = stem(other);
        t == tag && ((id.is_some() && i == id) || (class.is_some() && c == class)) && !cascade.is_gone(other)
    };
    siblings.filter_map(ElementRef::wrap).any(alike).then(|| "one of several, another is shown".to_owned())
}

/// A script of the page shows it when asked to.
fn switched(origin: ElementRef<'_>, scripts: &[String]) -> Option<String> {
    let value = origin.value();
    let names =
        value.given("id").into_iter().chain(value.given("class").into_iter().flat_map(str::split_ascii_whitespace));
    for name in names.filter(|n| n.len() > 1).take(4) {
        let names_it = |code: &&String| {
            code.len() < 200_000
                && ["show", "toggle", "fadeIn", "slideDown", "slideToggle", "block", "visible", "addClass", "open("]
                    .iter()
                    .any(|word| code.contains(word))
                && code.match_indices(name).any(|(at, _)| {
                    let before = code[..at].chars().next_back();
                    let after = code[at + name.len()..].chars().next();
                    matches!(before, Some('#' | '.' | '"' | '\''))
                        && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
                })
        };
        if scripts.iter().any(|code| names_it(&code)) {
            return Some(format!("a script of the page switches {name}"));
        }
    }
    None
}
