//! Sites without an end.

use super::web::{Answer, HOME, HOST, Web, article, crawl, linking};
use duwang::config::CrawlSettings;
use duwang::model::{RunStatus, SkipReason};

fn month_after(target: &str, by: i64) -> String {
    let months: i64 = target
        .rsplit('=')
        .next()
        .and_then(|m| m.split_once('-'))
        .map_or(2026 * 12, |(y, m)| y.parse::<i64>().unwrap_or(2026) * 12 + m.parse::<i64>().unwrap_or(1) - 1)
        + by;
    format!("/rl/?month={}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
}

#[tokio::test]
async fn a_calendar_ends() {
    let web = Web::start(|_, target| match target {
        "/" => Answer::page(linking("首页", &["/rl/?month=2026-11".to_owned(), "/a.html".to_owned()])),
        "/a.html" => Answer::page(article("关于日历的通知", "2026-11-01")),
        t if t.starts_with("/rl/") => Answer::page(format!(
            "<html><head><title>活动日历</title></head><body><h1>活动日历</h1><p>{}</p><a href=\"{}\">上月</a><a \
             href=\"{}\">下月</a></body></html>",
            t.rsplit('=').next().unwrap_or_default(),
            month_after(t, -1),
            month_after(t, 1)
        )),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings { max_pages: 3000, ..CrawlSettings::default() }).await;
    assert_eq!(seen.run.status, RunStatus::Complete, "it ends by itself, after {} pages", seen.pages.len());
    assert!(seen.pages.len() < 100, "{} pages", seen.pages.len());
    assert!(!seen.skips(SkipReason::Trap).is_empty());
    assert!(seen.visited("/a.html"));
}

#[tokio::test]
async fn a_growing_path_ends() {
    // A relative link on an error page that answers 200: /a/x/x/x/…
    let web = Web::start(|_, target| match target {
        "/" => Answer::page(linking("首页", &["xw/".to_owned()])),
        t if t.starts_with("/xw/") => Answer::page(linking(&format!("新闻{}", t.len()), &["xw/".to_owned()])),
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert_eq!(seen.run.status, RunStatus::Complete);
    assert!(seen.pages.len() < 10, "{:?}", seen.order());
    assert!(seen.skips(SkipReason::Trap).iter().all(|s| s.detail.contains("growing path")));
}

#[tokio::test]
async fn session_ids_make_no_new_pages() {
    let counter = std::sync::atomic::AtomicU64::new(0);
    let web = Web::start(move |_, target| {
        let session = counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let link = |path: &str| format!("{path};jsessionid={session:032X}?_t={session}");
        match target.split([';', '?']).next().unwrap_or_default() {
            "/" => Answer::page(linking("首页", &[link("/a.jsp"), link("/b.jsp")])),
            "/a.jsp" | "/b.jsp" => Answer::page(linking("甲乙", &[link("/a.jsp"), link("/b.jsp"), link("/")])),
            _ => Answer::absent(),
        }
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert_eq!(seen.pages.len(), 3, "{:?}", seen.order());
}

#[tokio::test]
async fn sorting_a_list_is_not_a_new_list() {
    let web = Web::start(|_, target| match target {
        "/" => Answer::page(linking("首页", &["/list.jsp?sort=date&order=asc".to_owned()])),
        t if t.starts_with("/list.jsp") => {
            let links: Vec<String> = (0..60).map(|n| format!("/list.jsp?sort=s{n}&order=o{n}")).collect();
            Answer::page(linking("列表", &links))
        }
        _ => Answer::absent(),
    })
    .await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert!(seen.pages.len() <= 20, "{} pages", seen.pages.len());
    assert!(!seen.skips(SkipReason::Trap).is_empty());
}

#[tokio::test]
async fn a_long_list_of_real_articles_is_no_trap() {
    let web = Web::start(|_, target| {
        let number: u32 = target.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0);
        match target {
            "/" => Answer::page(linking("首页", &["/list?page=1".to_owned()])),
            t if t.starts_with("/list") => Answer::page(linking(
                &format!("列表{number}"),
                &if number < 60 {
                    vec![format!("/list?page={}", number + 1), format!("/art?id={}", 1000 + number)]
                } else {
                    Vec::new()
                },
            )),
            t if t.starts_with("/art") => Answer::page(article(&format!("第{number}号文件的通知"), "2026-10-01")),
            _ => Answer::absent(),
        }
    })
    .await;
    let limits = CrawlSettings { max_depth: 200, ..CrawlSettings::default() };
    let seen = crawl(&web, &[HOST], HOME, limits).await;
    assert_eq!(seen.pages.len(), 1 + 60 + 59, "every list page and every article");
    assert!(seen.skips(SkipReason::Trap).is_empty());
}
