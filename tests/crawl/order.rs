//! What a site is visited in, whatever answers first.

use super::web::{Answer, HOME, HOST, Seen, Web, article, crawl, linking};
use duwang::config::CrawlSettings;
use duwang::model::PageRole;

/// A county portal: six columns with a menu, each with two list pages of eight dated articles.
fn portal(target: &str) -> Answer {
    let menu: Vec<String> = (1..=6).map(|c| format!("<li><a href=\"/c{c}/\">栏目第{c}</a></li>")).collect();
    let menu = format!("<div class=\"nav\"><ul>{}</ul></div>", menu.concat());
    let list = |c: u32, from: u32| -> String {
        let rows: Vec<String> = (from..from + 8)
            .map(|n| {
                let day = 28 - n;
                format!(
                    "<li><a href=\"/c{c}/a{n}.html\">第{c}栏目第{n}号文件的通知</a><span>2026-10-{day:02}</span></li>"
                )
            })
            .collect();
        rows.concat()
    };
    let path = target.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let number = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u32>().unwrap_or(0);
    match parts.as_slice() {
        [""] => Answer::page(format!(
            "<html><head><title>临水县</title></head><body>{menu}<ul class=\"list\">{}</ul><a \
             href=\"http://www.other.gov.cn/x.html\">外站</a><img src=\"/i/logo.png\"></body></html>",
            list(1, 1)
        )),
        ["i", "logo.png"] => Answer { kind: "image/png", ..Answer::page("png") },
        [c] if c.starts_with('c') => Answer::page(format!(
            "<html><head><title>{c}</title></head><body>{menu}<ul class=\"list\">{}</ul><div class=\"page\"><a \
             href=\"/{c}/index_1.html\">下一页</a></div></body></html>",
            list(number(c), 1)
        )),
        [c, "index_1.html"] => Answer::page(format!(
            "<html><head><title>{c}</title></head><body>{menu}<ul class=\"list\">{}</ul></body></html>",
            list(number(c), 9)
        )),
        [c, a] if c.starts_with('c') && a.starts_with('a') => {
            Answer::page(article(&format!("第{}栏目第{}号文件的通知", number(c), number(a)), "2026-10-10"))
        }
        _ => Answer::absent(),
    }
}

/// A number that looks random and is not.
fn scattered(text: &str, salt: u64) -> u64 {
    text.bytes().fold(salt.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, |hash, b| {
        (hash ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3).rotate_left(17)
    })
}

async fn visit(salt: u64) -> (Seen, usize) {
    let web = Web::start(move |_, target| portal(target).after(scattered(target, salt) % 40)).await;
    let seen = crawl(&web, &[HOST, "www.other.gov.cn"], HOME, CrawlSettings::default()).await;
    (seen, web.times(HOST, "/c3/a7.html"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_site_gives_the_same_crawl_whoever_answers_first() {
    let (first, once) = visit(1).await;
    let (second, _) = visit(2).await;
    assert_eq!(once, 1, "a page is asked once");
    // Home, its columns, their second pages, and 16 articles in each.
    assert!(first.pages.len() >= 1 + 6 + 6 + 96, "only {} pages", first.pages.len());
    assert_eq!(first.order(), second.order());
    assert_eq!(
        first.pages.iter().map(|p| (&p.referrer, p.depth)).collect::<Vec<_>>(),
        second.pages.iter().map(|p| (&p.referrer, p.depth)).collect::<Vec<_>>()
    );
    assert_eq!(
        serde_json::to_string_pretty(&first.scorecard()).unwrap(),
        serde_json::to_string_pretty(&second.scorecard()).unwrap()
    );
}

#[tokio::test]
async fn columns_come_first_and_news_before_old() {
    let (seen, _) = visit(3).await;
    assert_eq!(seen.pages[0].role, PageRole::Home);
    let at = |path: &str| seen.pages.iter().position(|p| p.key.0 == format!("{HOME}{path}")).unwrap();
    for column in 1..=6 {
        assert!(at(&format!("c{column}/")) <= 12, "columns before articles");
    }
    // a1 is of 27 October, a8 of 20 October.
    assert!(at("c5/a1.html") < at("c5/a8.html"));
    assert!(seen.pages.iter().enumerate().all(|(n, p)| p.seq == n as u64), "numbered without a gap");
}

#[tokio::test]
async fn a_small_page_budget_sees_the_most_important() {
    let web = Web::start(|_, target| portal(target)).await;
    let limits = CrawlSettings { max_pages: 7, ..CrawlSettings::default() };
    let seen = crawl(&web, &[HOST], HOME, limits).await;
    let columns = (1..=6).filter(|c| seen.visited(&format!("/c{c}/"))).count();
    assert_eq!((seen.pages.len(), columns), (7, 6));
}

#[tokio::test]
async fn a_page_that_is_linked_in_many_ways_is_asked_once() {
    let ways = ["/a/", "/a/index.html", "/a/#top", "/a/;jsessionid=AB12", "/a/?_t=1", "/a/?sid=77"].map(str::to_owned);
    let web = Web::start(move |_, target| match target {
        "/" => Answer::page(linking("首页", &ways)),
        other if other.starts_with("/a/") => Answer::page(linking("甲", &[])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert_eq!(seen.pages.len(), 2, "{:?}", seen.order());
    assert_eq!(web.asked(HOST).iter().filter(|t| t.starts_with("/a/")).count(), 1);
}
