//! Style sheets, as far as they decide whether a person sees a link: every technique by the element's own style, a sheet in
//! the page and a linked one; rules that take it back; sheets as people write them.

use super::answer;
use duwang::model::{Hidden, Page, Veil, VeilSource};
use duwang::parse::{self, StyleSheet};
use proptest::prelude::*;
use std::sync::Arc;

/// The page of this markup, with a sheet at `/css/a.css`.
fn with_sheet(markup: &str, css: &str) -> Page {
    let sheets = [Arc::new(StyleSheet::read(css, "http://www.gaoxian.gov.cn/css/a.css"))];
    let exchange = answer("http://www.gaoxian.gov.cn/zwgk/index.html", "text/html; charset=utf-8", markup);
    parse::page_with(&exchange, &sheets)
}

fn veils(css: &str, body: &str) -> Vec<Veil> {
    with_sheet(&format!("<html><head><style>{css}</style></head><body>{body}</body></html>"), "").veils
}

const LINK: &str = "<a id=k href='http://www.other.com/'>他站</a>";

/// Every way of R7-10, wherever it is written.
#[test]
fn every_way_to_hide_is_known_from_each_source() {
    let ways = [
        ("display:none", Hidden::Style),
        ("DISPLAY : None !important", Hidden::Style),
        ("visibility:hidden", Hidden::Style),
        ("opacity:0", Hidden::Style),
        ("opacity:0.0", Hidden::Style),
        ("transform:scale(0)", Hidden::Style),
        ("position:absolute;left:-999px", Hidden::OffScreen),
        ("position:fixed;top:-9999px", Hidden::OffScreen),
        ("position:absolute;left:-9999em", Hidden::OffScreen),
        ("position:absolute;left:99999px", Hidden::OffScreen),
        ("position:absolute;inset:-9999px auto auto -9999px", Hidden::OffScreen),
        ("margin-left:-9999px", Hidden::OffScreen),
        ("margin:-9999px 0 0 -9999px", Hidden::OffScreen),
        ("text-indent:-9999px", Hidden::OffScreen),
        ("transform:translate(-9999px, 0)", Hidden::OffScreen),
        ("width:0;height:0;overflow:hidden", Hidden::Size),
        ("height:1px;overflow:hidden", Hidden::Size),
        ("max-height:0;overflow:hidden", Hidden::Size),
        ("font-size:0", Hidden::Size),
        ("font-size:1px", Hidden::Size),
        ("font:0/0 a", Hidden::Size),
        ("line-height:0;overflow:hidden", Hidden::Size),
        ("position:absolute;clip:rect(0 0 0 0)", Hidden::Clip),
        ("position:absolute;clip:rect(1px,1px,1px,1px)", Hidden::Clip),
        ("clip-path:inset(50%)", Hidden::Clip),
        ("clip-path:circle(0)", Hidden::Clip),
        ("color:#fff", Hidden::Colour),
        ("color:white", Hidden::Colour),
        ("color:transparent", Hidden::Colour),
        ("color:rgba(0,0,0,0)", Hidden::Colour),
        ("color:rgb(254 254 254)", Hidden::Colour),
        ("color:hsl(0,0%,100%)", Hidden::Colour),
        ("background:#333;color:#333333", Hidden::Colour),
    ];
    for (way, by) in ways {
        let on_link = matches!(by, Hidden::Colour);
        let (open, close) = if on_link { ("", "") } else { ("<div class=w>", "</div>") };
        let inline = if on_link {
            LINK.replace("id=k", &format!("style=\"{way}\""))
        } else {
            format!("<div style=\"{way}\">{LINK}</div>")
        };
        let name = if on_link { "#k" } else { ".w" };
        let body = format!("{open}{LINK}{close}");
        let linked = with_sheet(
            &format!("<html><head><link rel=stylesheet href='/css/a.css'></head><body>{body}</body></html>"),
            &format!("{name}{{{way}}}"),
        );
        for (veils, source) in [
            (veils("", &inline), VeilSource::Inline),
            (veils(&format!("{name} {{ {way} }}"), &body), VeilSource::Page),
            (linked.veils, VeilSource::Linked),
        ] {
            let [veil] = veils.as_slice() else { panic!("{way} {source:?}: {veils:?}") };
            assert_eq!((veil.by, veil.source), (by, source), "{way}");
            assert!(veil.guise.is_none(), "{way}: {veil:?}");
            assert_eq!(veil.sheet.is_some(), source == VeilSource::Linked, "{way}");
        }
    }
}

#[test]
fn what_is_shown_is_not_hidden() {
    for (css, body) in [
        (".w{display:none}.w{display:block}", "<div class=w>LINK</div>"),
        (".w{display:none}#o{display:block}", "<div class=w id=o>LINK</div>"),
        ("#o{display:none}.w{display:block!important}", "<div class=w id=o>LINK</div>"),
        (".w{display:none}", "<div class=w style='display:block'>LINK</div>"),
        (".w{visibility:hidden}.w a{visibility:visible}", "<div class=w>LINK</div>"),
        (".w{font-size:0}.w a{font-size:14px}", "<div class=w>LINK</div>"),
        (".w{text-indent:-999px}.w a{text-indent:0}", "<div class=w>LINK</div>"),
        (".w{height:0}", "<div class=w>LINK</div>"),
        (".w{left:-9999px}", "<div class=w>LINK</div>"),
        (".w{position:absolute;left:50%;margin-left:-600px}", "<div class=w>LINK</div>"),
        (".w{transform:none;clip:auto;opacity:.9}", "<div class=w>LINK</div>"),
        ("@media print{.w{display:none}}", "<div class=w>LINK</div>"),
        ("@media screen and (max-width: 768px){.w{display:none}}", "<div class=w>LINK</div>"),
        ("@media (prefers-color-scheme: dark){.w{display:none}}", "<div class=w>LINK</div>"),
        (".w:hover{display:none}", "<div class=w>LINK</div>"),
        (".w::before{display:none}.w:after{opacity:0}", "<div class=w>LINK</div>"),
        (".other .w{display:none}", "<div class=w>LINK</div>"),
        ("body>.w{display:none}", "<div><div class=w>LINK</div></div>"),
        (".w:not(.w){display:none}", "<div class=w>LINK</div>"),
        ("a{color:#fff}.w{background:#06c}", "<div class=w>LINK</div>"),
        ("a{color:#fff}.w{background:url(x.png) no-repeat}", "<div class=w>LINK</div>"),
        ("a{color:#fff}.w{background:linear-gradient(#000,#333)}", "<div class=w>LINK</div>"),
        ("a{color:var(--c)}", "<div class=w>LINK</div>"),
        ("body{color:#fff}", "<div class=w>LINK</div>"),
        (".w{*display:none;_height:0}", "<div class=w>LINK</div>"),
    ] {
        let found = veils(css, &body.replace("LINK", LINK));
        assert!(found.is_empty(), "{css}: {found:?}");
    }
}

/// What a rule shows in another state, or names call an ordinary part, is told with it.
#[test]
fn what_waits_to_be_shown_says_so() {
    for (css, body) in [
        (".nav ul ul{display:none}.nav li:hover ul{display:block}", "<div class=nav><ul><li><ul>LINK</ul></ul></div>"),
        (".q{display:none}.p:hover>.q{display:block}", "<div class=p><div class=q>LINK</div></div>"),
        (".q{display:none}.p.open .q{display:block}", "<div class=p><div class=q>LINK</div></div>"),
        (
            ".q{max-height:0;overflow:hidden}.p:focus-within .q{max-height:500px}",
            "<div class=p><div class=q>LINK</div></div>",
        ),
        (".q{position:absolute;left:-9999px}.q:focus{left:0}", "<div class=q>LINK</div>"),
        (".q{opacity:0}.is-on.q{opacity:1}", "<div class=q>LINK</div>"),
        (".q:not(.active){display:none}", "<div class=q>LINK</div>"),
        (".dropdown-menu{display:none}", "<ul class=dropdown-menu>LINK</ul>"),
        (".tab-pane{display:none}", "<div class=tab-pane>LINK</div>"),
        (".visually-hidden{clip-path:inset(50%)}", "<span class=visually-hidden>LINK</span>"),
        ("", "<div role=dialog style='display:none'>LINK</div>"),
        ("", "<div id=zz1>甲</div><div id=zz2 style='display:none'>LINK</div>"),
    ] {
        let found = veils(css, &body.replace("LINK", LINK));
        let [veil] = found.as_slice() else { panic!("{css} {body}: {found:?}") };
        assert!(veil.guise.is_some(), "{css} {body}: {veil:?}");
    }
}

/// Sheets as they are found: comments for browsers of 1997, hacks, expressions, rules cut off, imports.
#[test]
fn broken_sheets_are_read_as_browsers_read_them() {
    for css in [
        "<!-- .w{display:none} -->",
        "\u{FEFF}.w{display:none}",
        "@charset \"gb2312\";\n.w{display:none}",
        "@import url(other.css);.w{display:none}",
        ".b{width:expression(document.body.clientWidth > 1000 ? \"1000px\" : \"auto\")}.w{display:none}",
        ".b{filter:progid:DXImageTransform.Microsoft.gradient(startColorstr='#0', endColorstr='#1')}.w{display:none}",
        ".b{color:red;;}.w{display:none",
        ".c >,{color:red}.w{display:none}",
        ".微软{color:red}.w{display:none;zoom:1}",
        ".w{background:url(data:image/png;base64,iVBORw0KGgo=);display:none}",
        "@media screen{.w{display:none}}",
        "@supports (display:grid){@media all{.w{display:none}}}",
        ".x,.w,:hover .y{display:none}",
        "div.w{display:none}",
        "[class~=w]{display:none}",
        "div:first-child{display:none}",
    ] {
        let found = veils(css, &format!("<div class=w>{LINK}</div>"));
        assert_eq!(found.len(), 1, "{css}");
    }
    // A brace too many belongs to the selector after it, which is none then.
    assert!(veils(".b{color:red}}.w{display:none}.x{}", &format!("<div class=w>{LINK}</div>")).is_empty());
}

/// Another organisation's site alone is of interest.
#[test]
fn links_of_the_own_domain_and_of_public_bodies_are_left_out() {
    for address in ["/a.html", "a.html", "http://sub.gaoxian.gov.cn/", "http://www.gov.cn/", "javascript:;", "#", ""] {
        assert!(veils("", &format!("<p style='display:none'><a href='{address}'>甲</a></p>")).is_empty(), "{address}");
    }
    assert_eq!(veils("", "<p style='display:none'><a href='//other.com/x'>甲</a></p>").len(), 1);
}

#[test]
fn sheets_asked_for_are_told_from_the_source() {
    let asked = |markup: &str| {
        parse::style_sheets(&answer("http://www.gaoxian.gov.cn/zwgk/index.html", "text/html; charset=utf-8", markup))
    };
    let site = "http://www.gaoxian.gov.cn";
    assert_eq!(
        asked(
            "<html><head><LINK href=\"../css/a.css\" rel='stylesheet' type=text/css><link rel=icon href=i.ico><link media=print rel=stylesheet href=p.css><link rel='alternate stylesheet' href=b.css><link rel=stylesheet href='/css/a.css'></head>"
        ),
        [format!("{site}/css/a.css")]
    );
    assert_eq!(
        asked("<base href='/x/'><link rel=stylesheet href='a.css?v=1&amp;t=2'>"),
        [format!("{site}/x/a.css?v=1&t=2")]
    );
    assert_eq!(asked("<style>@import 'c.css'; @import url(d.css) print;</style>"), [format!("{site}/zwgk/c.css")]);
    assert!(asked("<p>stylesheet</p>").is_empty());
    let many: String = (0..50).map(|n| format!("<link rel=stylesheet href={n}.css>")).collect();
    assert_eq!(asked(&many).len(), 16);
}

/// A page in a sheet's place is no sheet.
#[test]
fn a_notice_is_no_sheet() {
    let read =
        |kind, body: &[u8]| parse::style_sheet(&answer("http://x.gov.cn/a.css", kind, body), "http://x.gov.cn/a.css");
    assert!(read("text/html", b"<html>404</html>").is_none());
    assert!(read("text/css", b".a{display:none}").is_some());
    assert!(read("text/html", b"<!-- .a{display:none} -->").is_some());
    let (gbk, _, _) = encoding_rs::GBK.encode("/* 微软雅黑 */ .a{font-family:\"宋体\";display:none}");
    assert!(read("text/css", &gbk).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_sheet_makes_it_panic(css in "[a-z.#>+~:*()\\[\\]{};,!@/\\\\\"'0-9 %-]{0,200}", style in "[a-z:;()#0-9 %!,.-]{0,80}") {
        let style = style.replace(['"', '\''], "");
        let page = with_sheet(&format!("<style>{css}</style><link rel=stylesheet href=/css/a.css><div class=a id=b style=\"{style}\"><a href='http://o.com/'>甲</a></div>"), &css);
        prop_assert!(page.veils.len() <= 1);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let exchange = answer("http://x.gov.cn/a.css", "text/css", bytes);
        let _ = parse::style_sheet(&exchange, "http://x.gov.cn/a.css");
        let _ = parse::style_sheets(&exchange);
    }
}
