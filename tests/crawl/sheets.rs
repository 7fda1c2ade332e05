//! Style sheets that pages ask for: each asked for once, none of them a page, and none that fails a page.

use super::web::{Answer, HOME, HOST, Seen, Web, crawl};
use duwang::config::CrawlSettings;
use duwang::model::VeilSource;
use std::time::Instant;

const PAGES: usize = 30;

fn page(head: &str) -> Answer {
    let links: String = (1..=PAGES).map(|n| format!("<li><a href='/p{n}.html'>第{n}号文件</a></li>")).collect();
    let hidden = "<p class=qz7><a href='http://www.elsewhere.com/'>他处</a></p>";
    Answer::page(format!("<html><head>{head}</head><body><ul>{links}</ul>{hidden}</body></html>"))
}

fn style(css: &str) -> Answer {
    Answer { kind: "text/css", ..Answer::page(css) }
}

/// How many pages tell of a link hidden by a linked sheet.
fn told(seen: &Seen) -> usize {
    seen.pages
        .iter()
        .filter_map(|p| p.page.as_ref())
        .filter(|p| p.veils.iter().any(|v| v.source == VeilSource::Linked))
        .count()
}

#[tokio::test]
async fn a_sheet_is_asked_for_once_and_is_no_page() {
    let web = Web::start(|_, target| match target {
        "/css/a.css" => style(".qz7{position:absolute;left:-9999px}").after(30),
        t if t == "/" || t.starts_with("/p") => page("<link rel=stylesheet href='/css/a.css'>"),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert_eq!(seen.pages.len(), PAGES + 1);
    assert_eq!(web.times(HOST, "/css/a.css"), 1);
    assert_eq!(told(&seen), PAGES + 1, "every page was read with its sheet");
    assert_eq!(seen.facts.veils.all().len(), 1, "one link, kept once");
    assert_eq!(seen.facts.veils.all()[0].pages.len(), PAGES + 1);
}

#[tokio::test]
async fn a_sheet_that_cannot_be_had_fails_no_page() {
    for css in
        [Answer::absent(), Answer { status: 500, ..style("") }, Answer::page("<html>首页</html>"), Answer::hangs()]
    {
        let web = Web::start(move |_, target| match target {
            "/css/a.css" => css.clone(),
            t if t == "/" || t.starts_with("/p") => page("<link rel=stylesheet href='/css/a.css'>"),
            _ => Answer::absent(),
        })
        .await;
        let start = Instant::now();
        let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
        assert_eq!(seen.pages.iter().filter(|p| p.page.is_some()).count(), PAGES + 1);
        assert_eq!(told(&seen), 0);
        assert!(web.times(HOST, "/css/a.css") <= 2, "{:?}", web.asked(HOST));
        // The time-outs of these tests are three seconds; many pages together wait for it once.
        assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    }
}

/// Which sheets are asked for when there are too many does not depend on whose answer comes first.
#[tokio::test]
async fn too_many_sheets_are_cut_in_the_order_of_pages() {
    let mut first: Option<Vec<String>> = None;
    for slow in [3, 17, 29] {
        let web = Web::start(move |_, target| {
            if target.ends_with(".css") {
                return style(".qz7{display:none}");
            }
            let n: usize = target.trim_start_matches("/p").trim_end_matches(".html").parse().unwrap_or(0);
            let own: String = (0..3).map(|k| format!("<link rel=stylesheet href='/css/{n}-{k}.css'>")).collect();
            match target {
                "/" => page(&own),
                t if t.starts_with("/p") => page(&own).after(if n.is_multiple_of(slow) { 60 } else { 0 }),
                _ => Answer::absent(),
            }
        })
        .await;
        let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
        assert_eq!(seen.pages.len(), PAGES + 1);
        let mut asked: Vec<String> = web.asked(HOST).into_iter().filter(|t| t.ends_with(".css")).collect();
        asked.sort();
        assert_eq!(asked.len(), 40, "{asked:?}");
        assert_eq!(first.get_or_insert_with(|| asked.clone()), &asked);
    }
}

/// A sheet's own `@import` is followed from where the sheet stands, two steps deep, and round a ring once.
#[tokio::test]
async fn sheets_that_ask_for_sheets_are_followed() {
    let web = Web::start(|_, target| match target {
        "/css/a.css" => style("@import url('../skin/b.css'); @import 'print.css' print;"),
        "/skin/b.css" => style("@import \"c.css\";").after(20),
        "/skin/c.css" => style("@import '/css/a.css'; @import 'd.css'; .qz7{display:none}"),
        "/skin/d.css" => style("@import 'e.css';"),
        t if t == "/" || t.starts_with("/p") => page("<link rel=stylesheet href='/css/a.css'>"),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    for (target, times) in [
        ("/css/a.css", 1),
        ("/skin/b.css", 1),
        ("/skin/c.css", 1),
        ("/css/print.css", 0),
        ("/skin/d.css", 0),
        ("/skin/e.css", 0),
    ] {
        assert_eq!(web.times(HOST, target), times, "{target}");
    }
    assert_eq!(told(&seen), PAGES + 1, "every page was read with the sheet at the end");
}

/// Sheets behind sheets count as those that pages name: which are asked for does not depend on whose answer comes first.
#[tokio::test]
async fn too_many_imported_sheets_are_cut_in_the_order_of_pages() {
    let mut first: Option<Vec<String>> = None;
    for slow in [2, 5] {
        let web = Web::start(move |_, target| {
            if let Some(name) = target.strip_suffix(".css") {
                let more = if name.contains('-') {
                    String::new()
                } else {
                    format!("@import '{name}-1.css';@import '{name}-2.css';")
                };
                let n: usize = name.trim_start_matches("/css/").parse().unwrap_or(0);
                return style(&more).after(if n.is_multiple_of(slow) { 40 } else { 0 });
            }
            let n = target.trim_start_matches("/p").trim_end_matches(".html");
            match target {
                "/" => page(""),
                t if t.starts_with("/p") => page(&format!("<link rel=stylesheet href='/css/{n}.css'>")),
                _ => Answer::absent(),
            }
        })
        .await;
        crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
        let mut asked: Vec<String> = web.asked(HOST).into_iter().filter(|t| t.ends_with(".css")).collect();
        asked.sort();
        assert_eq!(asked.len(), 40, "{asked:?}");
        assert_eq!(first.get_or_insert_with(|| asked.clone()), &asked);
    }
}
