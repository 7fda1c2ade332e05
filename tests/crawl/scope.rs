//! What belongs to the site, and what is asked once and left alone.

use super::web::{Answer, HOME, HOST, Web, crawl, linking};
use duwang::config::CrawlSettings;
use duwang::facts::{DeadReason, TargetState};
use duwang::model::{FailureKind, PageRole, SkipReason};
use url::Url;

const CODE: &str = "<meta name=\"SiteIDCode\" content=\"5116230001\">";

fn with_code(code: &str, body: &str) -> String {
    format!("<html><head>{code}<title>页</title></head><body><p>页面内容。</p>{body}</body></html>")
}

#[tokio::test]
async fn kin_hosts_are_told_by_the_site_code() {
    let kin = "zfxxgk.linshui.gov.cn";
    let stranger = "jyj.linshui.gov.cn";
    let web = Web::start(move |host, target| match (host, target) {
        (HOST, "/") => Answer::page(with_code(
            CODE,
            "<a href=\"http://zfxxgk.linshui.gov.cn/\">公开</a><a href=\"http://jyj.linshui.gov.cn/\">教育局</a>",
        )),
        ("zfxxgk.linshui.gov.cn", "/") => Answer::page(with_code(CODE, "<a href=\"/a.html\">指南</a>")),
        ("jyj.linshui.gov.cn", "/") => {
            Answer::page(with_code("<meta name=\"SiteIDCode\" content=\"5116230099\">", "<a href=\"/b.html\">学校</a>"))
        }
        (_, "/a.html" | "/b.html") => Answer::page(with_code("", "")),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST, kin, stranger], HOME, CrawlSettings::default()).await;
    assert!(seen.visited("/a.html"), "the site's own sub-site: {:?}", seen.order());
    assert!(!seen.visited("/b.html"), "another authority's site is not crawled");
    assert_eq!(web.asked(stranger).iter().filter(|t| *t == "/b.html").count(), 0);
}

#[tokio::test]
async fn links_elsewhere_are_asked_once_and_never_followed() {
    let web = Web::start(|host, target| match (host, target) {
        (HOST, "/") => {
            Answer::page(linking("首页", &["http://www.other.gov.cn/x.html".to_owned(), "/a.html".to_owned()]))
        }
        (HOST, "/a.html") => Answer::page(linking("甲", &["http://www.other.gov.cn/x.html#part".to_owned()])),
        ("www.other.gov.cn", "/x.html") => Answer::page(linking("外站", &["/deeper.html".to_owned()])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST, "www.other.gov.cn"], HOME, CrawlSettings::default()).await;
    assert_eq!(web.times("www.other.gov.cn", "/x.html"), 1);
    assert_eq!(web.times("www.other.gov.cn", "/deeper.html"), 0);
    assert_eq!(seen.checked(), ["http://www.other.gov.cn/x.html"]);
    assert!(seen.pages.iter().all(|p| p.key.0.starts_with(HOME)));
}

#[tokio::test]
async fn pictures_are_checked_and_files_are_read_and_none_is_a_page() {
    let body = "<html><body><p>首页</p><a href=\"/f/表.docx\">申报表</a><img src=\"/i/1.jpg\"></body></html>";
    let web = Web::start(move |_, target| match target {
        "/" => Answer::page(body),
        t if t.starts_with("/f/") || t.starts_with("/i/1") => {
            Answer { kind: "application/octet-stream", ..Answer::page("bytes") }
        }
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert_eq!(seen.pages.len(), 1);
    assert_eq!(seen.checked(), [format!("{HOME}i/1.jpg")]);
    assert_eq!(seen.facts.attachments.len(), 1, "the file was asked for once, and read");
}

#[tokio::test]
async fn robots_are_obeyed() {
    let web = Web::start(|_, target| match target {
        "/robots.txt" => Answer::text("User-agent: *\nDisallow: /private/\n"),
        "/" => Answer::page(linking("首页", &["/private/a.html".to_owned(), "/open.html".to_owned()])),
        "/open.html" | "/private/a.html" => Answer::page(linking("甲", &[])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert_eq!(web.times(HOST, "/private/a.html"), 0);
    assert!(seen.visited("/open.html"));
    let told = seen.skips(SkipReason::Robots).len()
        + seen.pages.iter().filter(|p| p.record.failure_kind() == Some(FailureKind::Robots)).count();
    assert_eq!(told, 1, "what robots.txt keeps out is told");
}

#[tokio::test]
async fn private_addresses_are_never_contacted() {
    let web = Web::start(|_, target| match target {
        "/" => Answer::page(linking("首页", &["http://192.168.1.10/oa/".to_owned(), "http://10.1.2.3/x".to_owned()])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert_eq!(seen.pages.len(), 1);
    assert_eq!(seen.skips(SkipReason::Guarded).len(), 2, "{:?}", seen.observations.keys());
}

#[tokio::test]
async fn a_home_page_that_moved_is_followed() {
    let web = Web::start(|host, target| match (host, target) {
        ("linshui.gov.cn", "/") => Answer::moved("http://www.linshui.gov.cn/main/"),
        (HOST, "/main/") => Answer::page(linking("首页", &["/a.html".to_owned()])),
        (HOST, "/a.html") => Answer::page(linking("甲", &["/main/".to_owned()])),
        _ => Answer::absent(),
    })
    .await;
    let home = "http://linshui.gov.cn/";
    let seen = crawl(&web, &[HOST, "linshui.gov.cn"], home, CrawlSettings::default()).await;
    assert_eq!(seen.pages[0].role, PageRole::Home);
    assert_eq!(seen.pages[0].record.final_url, "http://www.linshui.gov.cn/main/");
    assert!(seen.visited("/a.html"));
    assert_eq!(web.times(HOST, "/main/"), 1, "the home page is one page");
}

#[tokio::test]
async fn a_page_that_is_sent_home_is_held_against_an_absent_neighbour() {
    let web = Web::start(|_, target| match target {
        "/" => Answer::page(linking("首页", &["/article/7.html".to_owned(), "/article/dead1.html".to_owned()])),
        "/article/7.html" => Answer::page(linking("第七条", &[])),
        _ if target.starts_with("/article/") => Answer::moved("/"),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    let state = |path: &str| seen.facts.target_state(&Url::parse(&format!("http://{HOST}{path}")).unwrap());
    let dead = state("/article/dead1.html");
    assert!(matches!(dead, TargetState::Dead { reason: DeadReason::Soft404, .. }), "{dead:?}");
    assert_eq!(state("/article/7.html"), TargetState::Alive);
}

#[tokio::test]
async fn a_home_page_that_sends_on_by_itself_is_followed() {
    let web = Web::start(|_, target| match target {
        "/" => Answer::page("<html><head><meta http-equiv=\"refresh\" content=\"0;url=/portal/\"></head></html>"),
        "/portal/" => Answer::page(linking("门户", &["/a.html".to_owned()])),
        "/a.html" => Answer::page(linking("甲", &[])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert!(seen.visited("/portal/") && seen.visited("/a.html"));
    assert_eq!(seen.facts.home().unwrap().url(), "http://www.linshui.gov.cn/portal/");
}

#[tokio::test]
async fn sitemap_entries_are_visited_last() {
    let web = Web::start(|_, target| match target {
        "/robots.txt" => Answer::text("User-agent: *\nSitemap: http://www.linshui.gov.cn/sitemap.xml\n"),
        "/sitemap.xml" => Answer {
            kind: "application/xml",
            ..Answer::page(
                "<?xml version=\"1.0\"?><urlset><url><loc>http://www.linshui.gov.cn/only-listed.html</loc></url>\
                 <url><loc>http://www.other.gov.cn/not-ours.html</loc></url></urlset>",
            )
        },
        "/" => Answer::page(linking("首页", &["/a.html".to_owned()])),
        "/a.html" | "/only-listed.html" => Answer::page(linking(target, &[])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST, "www.other.gov.cn"], HOME, CrawlSettings::default()).await;
    let last = seen.pages.last().unwrap();
    assert_eq!(last.key.0, "http://www.linshui.gov.cn/only-listed.html");
    assert!(web.asked("www.other.gov.cn").iter().all(|t| t == "/robots.txt"));
}
