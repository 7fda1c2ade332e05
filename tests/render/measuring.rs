//! What axe-core finds where only a layout tells.

use super::{browser, document, renderer, settings, shut, wanted};
use duwang::model::{LayoutFound, Markup, MarkupFault, Region};
use duwang::render::{Open, Reader, open_of};
use std::future::Future;
use std::pin::Pin;

/// Leaves these elements open, whatever the document.
struct Leaves(Vec<Open>);

impl Reader for Leaves {
    fn read(&self, html: String) -> Pin<Box<dyn Future<Output = Vec<Open>> + Send + '_>> {
        assert!(html.contains("<body"), "{html}");
        Box::pin(async { self.0.clone() })
    }
}

fn open(rule: &str, path: &str, snippet: &str) -> Open {
    Open { rule: rule.to_owned(), path: path.to_owned(), snippet: snippet.to_owned() }
}

const PAGE: &str = "<!DOCTYPE html><html lang=zh-CN><head><title>量</title><style>
    .pale { color: #aaa; background: #fff } .dark { color: #000; background: #fff }
    .box { height: 60px; width: 200px; overflow: auto } .tiny { font-size: 8px; display: inline-block; width: 10px; height: 10px }
    p a { color: #222; text-decoration: none } .pic { background: url(/bg.png); color: #888 }
    .hide { display: none } </style></head><body>
    <div id=top><p class=pale>这一行字太淡了</p><p class=dark>这一行字很清楚</p><p class=pic>图上的字</p></div>
    <div class=box><p>看得见的</p><div style='height:400px'></div><p>要滚动才看得见的</p></div>
    <p>这一段文字里有一个<a href=/a>链接</a>看不出来。</p>
    <a class=tiny href=/b>1</a><a class=tiny href=/c>2</a>
    <img class=hide src=/x.png><img src=/y.png></body></html>";

#[tokio::test]
async fn layout_is_measured_and_open_elements_are_settled() {
    let Some(browser) = browser() else { return };
    let door = shut();
    let reader = Leaves(vec![
        open("image-alt", "body > img:nth-child(6)", "<img class=\"hide\" src=\"/x.png\">"),
        open("image-alt", "body > img:nth-child(7)", "<img src=\"/y.png\">"),
        open("image-alt", "body > a:nth-child(4)", "<img src=\"/moved.png\">"),
        open("no-such-rule", "body", "<body>"),
        open("image-alt", "no >> selector", "<img>"),
    ]);
    let renderer = renderer(settings(browser));
    let drawn = renderer.draw(&wanted(PAGE), &door, Some(&reader)).await.unwrap();
    document(&drawn);
    let found = drawn.layout.as_ref().unwrap();
    let of = |rule: &str| found.faults.iter().filter(|f| f.rule == rule).collect::<Vec<_>>();

    let contrast = of("color-contrast");
    let pale = contrast.iter().find(|f| f.path == "#top > p:nth-child(1)").unwrap();
    assert_eq!((pale.fault.as_str(), pale.open), ("low-contrast", false), "{contrast:?}");
    assert!(
        pale.snippet.starts_with("<p class=\"pale\"> #aaaaaa / #ffffff 2.3") && pale.snippet.ends_with(":1 < 4.5:1"),
        "{pale:?}"
    );
    let pic = contrast.iter().find(|f| f.path == "#top > p:nth-child(3)").unwrap();
    assert_eq!((pic.fault.as_str(), pic.open), ("unknown-background", true));
    assert!(!contrast.iter().any(|f| f.path == "#top > p:nth-child(2)"), "what is clear is no fault");
    assert!(found.tested["color-contrast"] >= 5, "{:?}", found.tested);
    assert_eq!(of("scrollable-region-focusable").len(), 1, "{found:?}");
    assert!(of("link-in-text-block").iter().any(|f| f.fault == "no-distinction" && !f.open), "{found:?}");
    let small = of("target-size");
    assert!(small.len() == 2 && small[0].snippet.contains("10×"), "{small:?}");

    let settled: Vec<_> = found.settled.iter().map(|s| (s.path.as_str(), s.violates)).collect();
    assert_eq!(settled, [("body > img:nth-child(7)", true)], "hidden, moved and unknown ones stay open");
    assert!(door.addresses().is_empty(), "measuring asks nobody: {:?}", door.addresses());
    renderer.close().await;
}

fn fault(rule: &str, path: &str, open: bool) -> MarkupFault {
    MarkupFault {
        rule: rule.to_owned(),
        fault: "x".to_owned(),
        path: path.to_owned(),
        snippet: "<p>".to_owned(),
        region: Region::Other,
        open,
    }
}

#[test]
fn what_the_browser_found_joins_what_markup_said_without_doubles() {
    let mut markup = Markup {
        tested: [("image-alt".to_owned(), 4)].into(),
        faults: vec![fault("image-alt", "a", false), fault("image-alt", "b", true), fault("image-alt", "c", true)],
        ..Markup::default()
    };
    assert_eq!(open_of(&markup).iter().map(|o| o.path.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    let settled =
        |path: &str, violates| duwang::model::Settled { rule: "image-alt".to_owned(), path: path.to_owned(), violates };
    let found = LayoutFound {
        tested: [("color-contrast".to_owned(), 9), ("image-alt".to_owned(), 99)].into(),
        faults: vec![fault("color-contrast", "p", false), fault("image-alt", "z", false)],
        more: [("color-contrast".to_owned(), 3)].into(),
        settled: vec![settled("a", false), settled("b", true), settled("c", false)],
    };
    markup.take_layout(&found);
    let kept: Vec<_> = markup.faults.iter().map(|f| (f.rule.as_str(), f.path.as_str(), f.open)).collect();
    assert_eq!(
        kept,
        [("image-alt", "a", false), ("image-alt", "b", false), ("color-contrast", "p", false)],
        "our own verdicts stand"
    );
    assert_eq!((markup.tested["image-alt"], markup.tested["color-contrast"], markup.more["color-contrast"]), (4, 9, 3));
    let once = markup.clone();
    markup.take_layout(&found);
    assert_eq!(markup, once);
}
