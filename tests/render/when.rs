use duwang::config::RenderMode::{Always, Auto, Never};
use duwang::model::{
    Item, Link, LinkKind, Page, PageRole, PageSignals, Region, RenderOutcome, Rendered, ScriptList, Unanswered,
};
use duwang::render::{is_wanted, settled};

fn link(kind: LinkKind, region: Region, target: &str) -> Link {
    Link {
        target: target.to_owned(),
        raw: None,
        kind,
        text: "政务公开".to_owned(),
        region,
        hidden: None,
        scripted: false,
        ask: None,
    }
}

fn list(sign: &str, interface: Option<&str>) -> ScriptList {
    ScriptList { sign: sign.to_owned(), interface: interface.map(str::to_owned) }
}

fn entry() -> Item {
    Item {
        title: "通知".to_owned(),
        target: "http://x.gov.cn/a.html".to_owned(),
        date: None,
        source: duwang::model::ItemSource::Markup,
        list: 0,
        heading: None,
        heading_target: None,
    }
}

#[test]
fn auto_draws_what_is_empty_without_scripts_and_nothing_else() {
    let plain = Page::default();
    assert!(!is_wanted(Auto, PageRole::Page, &plain));

    let shell = Page { signals: PageSignals { script_shell: true, ..PageSignals::default() }, ..Page::default() };
    assert!(is_wanted(Auto, PageRole::Page, &shell));
    assert!(!is_wanted(Auto, PageRole::Script, &shell), "a script is no page");
    assert!(!is_wanted(Auto, PageRole::Interface, &shell));

    let undrawn = Page { script_lists: vec![list("epoint", Some("http://x.gov.cn/rest"))], ..Page::default() };
    assert!(is_wanted(Auto, PageRole::Page, &undrawn), "an interface that the crawl can't ask");
    let filled = Page { items: vec![entry()], ..undrawn.clone() };
    assert!(!is_wanted(Auto, PageRole::Page, &filled));
    let asked = link(LinkKind::ListInterface, Region::Other, "http://x.gov.cn/rest");
    let read = Page { links: vec![asked], ..undrawn.clone() };
    assert!(!is_wanted(Auto, PageRole::Page, &read), "the crawl asks this interface itself");
    let framed = Page { script_lists: vec![list("iframe", Some("http://x.gov.cn/list"))], ..Page::default() };
    assert!(!is_wanted(Auto, PageRole::Page, &framed), "the crawl visits the frame itself");
}

#[test]
fn a_home_page_without_a_menu_is_drawn_when_it_has_scripts() {
    let script = link(LinkKind::Script, Region::Other, "http://x.gov.cn/menu.js");
    let bare = Page { links: vec![script.clone()], ..Page::default() };
    assert!(is_wanted(Auto, PageRole::Home, &bare));
    assert!(!is_wanted(Auto, PageRole::Page, &bare), "a page inside may well have none");
    let menu = (0..5).map(|n| link(LinkKind::Anchor, Region::Nav, &format!("http://x.gov.cn/{n}/")));
    let full = Page { links: menu.chain([script]).collect(), ..Page::default() };
    assert!(!is_wanted(Auto, PageRole::Home, &full));
    assert!(!is_wanted(Auto, PageRole::Home, &Page::default()), "no script would write one");
}

#[test]
fn always_and_never_mean_it_but_a_firewall_is_never_got_round() {
    let plain = Page::default();
    assert!(is_wanted(Always, PageRole::Page, &plain) && is_wanted(Always, PageRole::Home, &plain));
    assert!(!is_wanted(Always, PageRole::Interface, &plain));
    let shell = Page { signals: PageSignals { script_shell: true, ..PageSignals::default() }, ..Page::default() };
    assert!(!is_wanted(Never, PageRole::Page, &shell));
    let challenge = Page {
        signals: PageSignals { challenge: Some("$_ts".to_owned()), ..shell.signals.clone() },
        ..Page::default()
    };
    let login = Page { signals: PageSignals { login: true, ..shell.signals }, ..Page::default() };
    for mode in [Auto, Always] {
        assert!(!is_wanted(mode, PageRole::Page, &challenge));
        assert!(!is_wanted(mode, PageRole::Page, &login));
    }
}

#[test]
fn what_was_kept_from_the_browser_leaves_a_list_open() {
    let drawn = |unanswered: Vec<Unanswered>, outcome| {
        let rendered = Rendered { unanswered, ..Rendered::of(outcome, "") };
        let mut page = Page {
            script_lists: vec![list("epoint", None), list("iframe", None)],
            rendered: Some(Box::new(rendered)),
            signals: PageSignals { script_shell: true, ..PageSignals::default() },
            ..Page::default()
        };
        settled(&mut page);
        (page.script_lists.len(), page.signals.script_shell)
    };
    assert_eq!(drawn(Vec::new(), RenderOutcome::Ok), (1, false), "a frame is a page of its own");
    let missed = Unanswered { url: "http://x.gov.cn/rest".to_owned(), why: "robots.txt".to_owned() };
    assert_eq!(drawn(vec![missed], RenderOutcome::Ok), (2, true));
    assert_eq!(drawn(Vec::new(), RenderOutcome::Budget), (2, true));
    assert_eq!(drawn(Vec::new(), RenderOutcome::Timeout), (2, true));
}
