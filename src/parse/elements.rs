use super::given::Given;
use super::resolve::has_scheme;
use super::script;
use super::seen::{Field, FormSeen, Note, fold, label};
use super::sketch::mix;
use super::walk::Walker;
use crate::model::{Link, LinkKind, Meta};
use scraper::ElementRef;
use scraper::node::Element;

/// Attributes in which a picture waits until it is scrolled to.
const LAZY: [&str; 7] = ["data-src", "data-original", "_src", "data-lazy-src", "data-lazy", "data-url", "data-echo"];

/// Opens a link; its number, if it is one.
pub(super) fn anchor(walker: &mut Walker<'_>, element: &Element) -> Option<usize> {
    let href = element.given("href");
    let click = ["onclick", "onmousedown", "onmouseup"].iter().find_map(|name| element.given(name));
    let toggles = element.attrs().any(|(name, _)| {
        matches!(
            name,
            "data-toggle" | "data-bs-toggle" | "data-target" | "ms-click" | "v-on:click" | "@click" | "ng-click"
        )
    });
    let Some(written) = href else {
        scripted(walker, click?, element);
        return None;
    };
    let script = has_scheme(written.trim()) && written.trim().to_ascii_lowercase().starts_with("javascript:");
    let place = walker.place();
    let (target, raw) =
        if written.trim().is_empty() { (String::new(), Some(String::new())) } else { walker.base.resolve(written) };
    if written.contains(super::resolve::GAP)
        || (walker.base.rooted_only && target.is_empty() && raw.is_some() && !written.trim().is_empty())
    {
        return None;
    }
    let at = walker.seen.links.len();
    let title = element.given("title").or_else(|| element.given("aria-label")).unwrap_or_default();
    walker.seen.links.push(Link {
        target,
        raw,
        kind: LinkKind::Anchor,
        text: label(title),
        region: place.region,
        hidden: place.hidden,
        scripted: script || click.is_some() || toggles || super::resolve::is_template(written),
        ask: None,
    });
    if script {
        scripted(walker, written, element);
    }
    if let Some(click) = click {
        scripted(walker, click, element);
    }
    Some(at)
}

/// Names a link when its end is met: its text, else the title it was opened with, else its picture's.
pub(super) fn name_link(link: &mut Link, text: &str, picture: &str) {
    let text = fold(text);
    let stem = text.trim_end_matches(['.', '…', '。', ' ']);
    let cut = text.ends_with('…') || text.ends_with("...") || text.ends_with("．．．");
    let better = cut && link.text.chars().count() > stem.chars().count();
    if text.chars().any(|c| !c.is_whitespace()) && !better {
        // A lone sign (an arrow, an icon's code point) says less than a title.
        if text.chars().any(char::is_alphanumeric) || link.text.is_empty() {
            link.text = label(&text);
        }
    } else if link.text.is_empty() {
        picture.clone_into(&mut link.text);
    }
}

/// Addresses that a link's event handler opens.
fn scripted(walker: &mut Walker<'_>, code: &str, element: &Element) {
    let words = element.given("title").or_else(|| element.given("aria-label")).unwrap_or_default();
    opened(walker, code, words);
}

/// Addresses that an event handler opens, named by `words`.
fn opened(walker: &mut Walker<'_>, code: &str, words: &str) {
    for address in script::opened(code) {
        walker.link(LinkKind::Scripted, &address, words);
    }
}

/// The words on an element: its text, else its value or alternative text.
fn words_of(node: ElementRef<'_>) -> String {
    let mut words = String::new();
    for piece in node.text().take(40) {
        words.push_str(piece);
    }
    if words.trim().is_empty() {
        return ["value", "alt"].iter().find_map(|name| node.value().given(name)).unwrap_or_default().to_owned();
    }
    words
}

/// A script: its file, or what stands in it.
pub(super) fn inline_script(walker: &mut Walker<'_>, node: ElementRef<'_>) {
    let kind = node.value().given("type").unwrap_or_default().to_ascii_lowercase();
    if node.value().given("src").is_none()
        && (kind.is_empty() || kind.contains("javascript") || kind.contains("ecmascript") || kind == "module")
    {
        let code: String = node.text().collect();
        if !code.trim().is_empty() {
            if let Some(wrapping) = super::scripts::wrapping(&code) {
                walker.wrap(wrapping);
            }
            walker.seen.scripts.push(code);
        }
    }
}

/// Opens a form; its number.
pub(super) fn form(walker: &mut Walker<'_>, element: &Element) -> usize {
    let action = element.given("action").or_else(|| element.given("ms-attr-action")).unwrap_or_default().trim();
    let given = |name: &str| element.given(name).unwrap_or_default().to_owned();
    let binds = |name: &str| {
        name.starts_with("ms-")
            || name.starts_with("v-on:submit")
            || name.starts_with("@submit")
            || name.starts_with("ng-submit")
    };
    walker.seen.forms.push(FormSeen {
        action: action.to_owned(),
        names: names(element),
        post: given("method").trim().eq_ignore_ascii_case("post"),
        on_submit: given("onsubmit"),
        accept_charset: given("accept-charset"),
        multipart: given("enctype").to_ascii_lowercase().contains("multipart"),
        bound: element.attrs().any(|(name, _)| binds(name)),
    });
    if let Some(action) = element.given("action").filter(|a| !a.trim().is_empty()) {
        walker.link(LinkKind::Form, action, "");
    }
    walker.seen.forms.len() - 1
}

/// A field of a form; its number.
pub(super) fn field(walker: &mut Walker<'_>, element: &Element, kind: &'static str) -> usize {
    let mut words = String::new();
    for name in ["placeholder", "title", "value", "alt", "aria-label"] {
        if let Some(value) = element.given(name) {
            words.push_str(value);
            words.push(' ');
        }
    }
    let form = walker.form();
    walker.seen.fields.push(Field { kind, names: names(element), words, form });
    walker.seen.fields.len() - 1
}

fn names(element: &Element) -> String {
    let mut joined = String::new();
    for name in ["name", "id", "class"] {
        if let Some(value) = element.given(name) {
            joined.push_str(&value.to_ascii_lowercase());
            joined.push(' ');
        }
    }
    joined
}

/// Links and notes that an element makes by its attributes.
pub(super) fn read(walker: &mut Walker<'_>, node: ElementRef<'_>) {
    let element = node.value();
    let tag = element.name();
    match tag {
        "area" => {
            if let Some(href) = element.given("href") {
                let words = element.given("alt").or_else(|| element.given("title")).unwrap_or_default();
                walker.link(LinkKind::Anchor, href, words);
            }
        }
        "img" => image(walker, element),
        "script" => source(walker, element, "src", LinkKind::Script),
        "link" => {
            let rel = element.given("rel").unwrap_or_default().to_ascii_lowercase();
            if rel.split_whitespace().any(|r| r == "stylesheet") {
                source(walker, element, "href", LinkKind::Style);
            }
        }
        "iframe" | "frame" => source(walker, element, "src", LinkKind::Frame),
        "video" | "audio" | "source" | "embed" | "track" => source(walker, element, "src", LinkKind::Media),
        "object" => {
            source(walker, element, "data", if shows_page(element) { LinkKind::Frame } else { LinkKind::Media });
        }
        "meta" => meta(walker, element),
        "option" => {
            if let Some(value) = element.given("value").map(str::trim).filter(|v| opens_elsewhere(v)) {
                let words = words_of(node);
                walker.link(LinkKind::Scripted, value, &words);
            }
        }
        "input" => input(walker, element),
        "textarea" => {
            field(walker, element, "text");
        }
        "select" => {
            field(walker, element, "choice");
        }
        _ => {}
    }
    if let Some(background) = element.given("background").filter(|b| !b.trim().is_empty()) {
        walker.link(LinkKind::Image, background, "");
    }
    if tag != "a"
        && let Some(click) = element.given("onclick").or_else(|| element.given("onchange"))
    {
        let words = element.given("title").map_or_else(|| words_of(node), str::to_owned);
        opened(walker, click, &words);
    }
    for name in ["data-include", "w3-include-html", "data-load", "include-html"] {
        if let Some(address) = element.given(name).filter(|a| script::is_fragment(a)) {
            walker.link(LinkKind::Fragment, address, "");
        }
    }
    super::controls::read(walker, node);
    note(walker, element);
}

fn opens_elsewhere(value: &str) -> bool {
    value.starts_with("http://") || value.starts_with("https://") || (value.starts_with('/') && value.len() > 1)
}

/// Whether an `<object>` shows a page within the page, as a frame does.
fn shows_page(object: &Element) -> bool {
    let is = |name: &str, words: &[&str]| {
        let value = object.attr(name).unwrap_or_default().to_ascii_lowercase();
        let path = value.split(['?', '#']).next().unwrap_or_default().trim_end();
        words.iter().any(|w| path.ends_with(w))
    };
    is("type", &["text/html"]) || is("data", &[".html", ".htm", ".shtml", ".jsp"])
}

fn source(walker: &mut Walker<'_>, element: &Element, attribute: &str, kind: LinkKind) {
    if let Some(address) = element.given(attribute).filter(|a| !a.trim().is_empty())
        && !address.trim_start().to_ascii_lowercase().starts_with("about:")
    {
        let words = element.given("title").unwrap_or_default();
        walker.link(kind, address, words);
    }
}

fn image(walker: &mut Walker<'_>, element: &Element) {
    let usable = |a: &&str| {
        let a = a.trim();
        !a.is_empty() && !a.to_ascii_lowercase().starts_with("data:")
    };
    let lazy = LAZY.iter().find_map(|name| element.given(name).filter(usable));
    let first_of_set = || {
        let set = element.given("srcset").or_else(|| element.given("data-srcset"))?;
        set.split_whitespace().next().map(|a| a.trim_end_matches(','))
    };
    let address = lazy.or_else(|| element.given("src").filter(usable)).or_else(first_of_set);
    if let Some(address) = address {
        let words = element.given("alt").or_else(|| element.given("title")).unwrap_or_default();
        walker.link(LinkKind::Image, address, words);
    }
}

fn input(walker: &mut Walker<'_>, element: &Element) {
    let kind = element.given("type").unwrap_or("text").trim().to_ascii_lowercase();
    match kind.as_str() {
        "hidden" | "checkbox" | "radio" | "file" | "range" | "color" | "date" => {}
        "password" => {
            field(walker, element, "password");
        }
        "submit" | "button" | "image" | "reset" => {
            if kind == "image" {
                source(walker, element, "src", LinkKind::Image);
            }
            field(walker, element, "button");
        }
        _ => {
            field(walker, element, "text");
        }
    }
}

fn meta(walker: &mut Walker<'_>, element: &Element) {
    let content = element.given("content").unwrap_or_default();
    if let Some(name) = element.given("name").or_else(|| element.given("property")) {
        walker.seen.metas.push(Meta { name: name.trim().to_owned(), content: content.to_owned() });
    }
    if element.given("http-equiv").is_some_and(|h| h.trim().eq_ignore_ascii_case("refresh"))
        && walker.seen.refresh.is_none()
        && walker.place().hidden.is_none()
    {
        walker.seen.refresh = Some(content.to_owned());
    }
}

/// Keeps the words and addresses by which marks are known that are neither text nor a link of a person.
fn note(walker: &mut Walker<'_>, element: &Element) {
    let region = walker.place().region;
    let site_code = element.given("sitecode").or_else(|| element.given("site_code")).unwrap_or_default().trim();
    let button = element.name() == "input"
        && element.given("type").is_some_and(|t| ["button", "submit"].iter().any(|b| t.trim().eq_ignore_ascii_case(b)));
    for attribute in ["id", "class", "src", "alt", "title", "aria-label", "value", "onclick"] {
        let Some(value) = element.given(attribute).filter(|_| attribute != "value" || button) else { continue };
        let value = value.trim();
        let wanted = match attribute {
            "id" | "class" => super::marks::names_mark(value) || (!site_code.is_empty() && attribute == "id"),
            "src" | "onclick" => super::marks::names_mark(value),
            _ => !value.is_empty() && value.len() <= 90,
        };
        if attribute == "id" && matches!(value, "app" | "root" | "__nuxt" | "__next" | "application") {
            walker.seen.mount = true;
        }
        if wanted && walker.seen.notes.len() < 5000 {
            let value: String = value.chars().take(300).collect();
            walker.seen.notes.push(Note { attribute, value, site_code: site_code.to_owned(), region });
        }
    }
}

/// Mixes tag and lasting classes of an element into the path from the root.
pub(super) fn skeleton_step(path: u64, element: &Element) -> u64 {
    let mut hash = mix(path ^ 0x9E37_79B9_7F4A_7C15);
    let mut add = |text: &str| {
        for byte in text.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        hash = mix(hash);
    };
    add(element.name());
    let mut classes: Vec<&str> = element
        .classes()
        .filter(|c| {
            !matches!(
                *c,
                "on" | "cur" | "active" | "current" | "hover" | "selected" | "clear" | "clearfix" | "hide" | "show"
            )
        })
        .collect();
    classes.sort_unstable();
    for class in classes {
        add(class);
    }
    hash
}
