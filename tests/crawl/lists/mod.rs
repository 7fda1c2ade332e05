//! Lists that go on behind interfaces and further pages, read to their end.

mod portals;

use super::web::{Answer, Desk, HOME, HOST, Seen, Web, article, crawl, linking};
use duwang::config::CrawlSettings;
use duwang::crawl::Stop;
use duwang::facts::ColumnContent;
use duwang::model::{Reason, RunStatus};
use portals::{PORTALS, Portal, fixture};
use std::collections::BTreeSet;
use std::time::Duration;
use url::Url;

fn limits() -> CrawlSettings {
    CrawlSettings { max_checks: 0, ..CrawlSettings::default() }
}

/// What was seen of the page at a path of the site.
fn content<'a>(seen: &'a Seen, path: &str) -> ColumnContent<'a> {
    let url = Url::parse(HOME).unwrap().join(path).unwrap();
    let index =
        seen.facts.pages.iter().position(|p| p.url() == url.as_str()).unwrap_or_else(|| panic!("{path} was visited"));
    seen.facts.column_content(index).unwrap()
}

fn portal(page: &str) -> Portal {
    *PORTALS.iter().find(|p| p.page == page).unwrap()
}

async fn web(portal: Portal) -> Web {
    Web::start(move |_, target| portal.play(target)).await
}

/// What was asked of the portal beside articles, robots and the like.
fn asked_for_lists(web: &Web, portal: &Portal) -> Vec<String> {
    let articles: BTreeSet<String> = (0..portal.entries).map(portal.address).collect();
    let other =
        |t: &String| !articles.contains(t) && !t.contains("robots.txt") && !t.contains("duwang-absent") && t != "/";
    web.asked(HOST).into_iter().filter(other).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_family_is_read_to_its_end() {
    for portal in PORTALS {
        let name = portal.page;
        let web = web(*portal).await;
        let seen = crawl(&web, &[HOST], HOME, limits()).await;
        let column = content(&seen, portal.column);
        let found: BTreeSet<&str> = column.items.iter().map(|i| i.target.as_str()).collect();
        assert_eq!(
            (column.items.len(), found.len()),
            (portal.entries, portal.entries),
            "{name}: {:?}",
            web.asked(HOST)
        );
        assert!(column.unread.is_empty(), "{name}: {:?}", column.unread);
        assert!(column.items.iter().all(|i| i.date.is_some()), "{name}: every entry has its day");
        assert!(column.items.iter().all(|i| i.title.starts_with("关于第") && i.title.ends_with("的通知")), "{name}");
        let page = Url::parse(HOME).unwrap().join(portal.column).unwrap();
        let page = seen.facts.pages.iter().find(|p| p.url() == page.as_str()).unwrap();
        let family = page.page.as_ref().and_then(|p| p.signals.family.clone());
        assert_eq!(family.unwrap_or_default(), portal.family, "{name}");
        let asked = asked_for_lists(&web, portal);
        let once: BTreeSet<&String> = asked.iter().collect();
        assert_eq!(asked.len(), once.len(), "{name}: nothing is asked twice: {asked:?}");
        assert!(asked.len() <= 9, "{name}: stops at the end: {asked:?}");
        assert_eq!(seen.run.status, RunStatus::Complete, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_lists_give_the_same_crawl_and_a_cut_one_goes_on() {
    for page in ["hanweb-jpaas", "epoint", "truecms", "sichuan-cluster", "visual-sitebuilder"] {
        let portal = portal(page);
        let slow = move |_: &str, target: &str| portal.play(target).after(2);
        let web = Web::start(slow).await;
        let first = crawl(&web, &[HOST], HOME, limits()).await;
        let again = crawl(&web, &[HOST], HOME, limits()).await;
        assert_eq!(first.order(), again.order(), "{page}");
        assert_eq!(first.scorecard(), again.scorecard(), "{page}");

        let web = Web::start(slow).await;
        let desk = Desk::new().await;
        let mut run = desk.begin("cut", HOME).await;
        let settings = web.settings(&[HOST], limits());
        for more in [3, 3, 4, 20] {
            let stop = Stop::new();
            let until = web.asked(HOST).len() + more;
            {
                let walk = desk.walk(&settings, &mut run, stop.clone());
                tokio::pin!(walk);
                let reached = async {
                    while web.asked(HOST).len() < until {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                };
                let over = tokio::select! {
                    () = &mut walk => true,
                    () = reached => false,
                };
                if !over {
                    stop.stop();
                    walk.await;
                }
            }
            (run.status, run.stopped_by, run.finished_ms) = (RunStatus::Running, None, None);
        }
        desk.walk(&settings, &mut run, Stop::new()).await;
        assert_eq!(run.status, RunStatus::Complete);
        let resumed = desk.seen(&run).await;
        assert_eq!(resumed.order(), first.order(), "{page}");
        assert_eq!(content(&resumed, portal.column).items.len(), portal.entries, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn interfaces_are_asked_as_the_page_asks_them() {
    let portal = portal("epoint");
    let web = web(portal).await;
    crawl(&web, &[HOST], HOME, limits()).await;
    let asked: Vec<String> = web.asked(HOST).into_iter().filter(|t| t.contains("getgovinfolist")).collect();
    assert!(asked.len() >= 3 && asked.iter().all(|t| t.contains(" {")), "posted JSON: {asked:?}");
    let page = Url::parse(HOME).unwrap().join(portal.column).unwrap();
    assert!(
        asked.iter().all(|t| web.referer(t).as_deref() == Some(page.as_str())),
        "every page of it names the column"
    );
    assert_eq!(web.times(HOST, "/js/webBuilderCommon.js?v=2"), 1);
}

/// A site of one column.
fn one_column(
    page: String,
    rest: impl Fn(&str) -> Option<Answer> + Send + Sync + 'static,
) -> impl Fn(&str, &str) -> Answer + Send + Sync + 'static {
    move |_, target| match target {
        "/" => Answer::page(linking("首页", &["/lsx/c101234/list.shtml".to_owned()])),
        "/lsx/c101234/list.shtml" => Answer::page(page.clone()),
        _ => rest(target).unwrap_or_else(|| {
            if target.contains("/2026/") {
                Answer::page(article("关于惠民项目安排的通知", "2026-06-01"))
            } else {
                Answer::absent()
            }
        }),
    }
}

fn cluster_page(from: usize, to: usize, column: &str) -> String {
    let rows: String = (from..to)
        .map(|n| format!("<li><a href=\"/lsx/c101234/2026/6/1/{:032x}.shtml\">关于第{n}批惠民项目安排的通知</a><span>2026-06-01</span></li>", n + 4096))
        .collect();
    fixture("sichuan-cluster").replace("@ROWS@", &rows).replace("工作动态", column)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_made_up_address_that_is_none_is_not_held_against_the_site() {
    let web = Web::start(one_column(cluster_page(0, 12, "工作动态"), |_| None)).await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    assert_eq!(web.times(HOST, "/lsx/c101234/list_2.shtml"), 1, "it was tried");
    let record = seen.pages.iter().find(|p| p.key.0.ends_with("list_2.shtml")).unwrap();
    assert_eq!((record.guess, record.record.status), (Some(false), Some(404)));
    assert!(!seen.facts.pages.iter().any(|p| p.url().contains("list_2")), "it is no page of the site");
    let column = content(&seen, "/lsx/c101234/list.shtml");
    assert_eq!((column.items.len(), column.unread.len()), (12, 0));
    let pack = duwang::rules::load("cn-site-2019").unwrap();
    let card =
        duwang::score::scorecard(&pack, &seen.facts, duwang::model::Lang::Zh, &std::collections::BTreeMap::new());
    assert!(!serde_json::to_string(&card).unwrap().contains("list_2"), "nor does any finding name it");
    assert!(!serde_json::to_string(&seen.observations).unwrap().contains("list_2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_made_up_page_of_another_column_or_of_the_same_entries_is_left() {
    for (from, name) in [(100, "公示公告"), (0, "工作动态")] {
        let second = cluster_page(from, from + 12, name);
        let rest = move |target: &str| target.starts_with("/lsx/c101234/list_").then(|| Answer::page(second.clone()));
        let web = Web::start(one_column(cluster_page(0, 12, "工作动态"), rest)).await;
        let seen = crawl(&web, &[HOST], HOME, limits()).await;
        assert_eq!(content(&seen, "/lsx/c101234/list.shtml").items.len(), 12, "{name}");
        let tried: Vec<String> = web.asked(HOST).into_iter().filter(|t| t.contains("/list_")).collect();
        assert_eq!(tried, ["/lsx/c101234/list_2.shtml"], "{name}: no further");
    }
}

/// What a column of JPAAS units comes to when its interface answers like this.
async fn unit(answer: impl Fn(&str) -> Answer + Send + Sync + 'static, limits: CrawlSettings) -> (Seen, Web) {
    let page = fixture("hanweb-jpaas");
    let web = Web::start(one_column(page, move |t| t.contains("/build/unit").then(|| answer(t)))).await;
    let seen = crawl(&web, &[HOST], HOME, limits).await;
    (seen, web)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interface_that_repeats_itself_ends_the_list() {
    let html = "<ul><li><a href='/x/2026/art_1.html'>关于夏粮收购的通知</a>2026-06-01</li><li><a href='/x/2026/art_2.html'>关于秋粮收购的通知</a>2026-06-02</li></ul>";
    let body = serde_json::json!({"success": true, "data": {"html": html}}).to_string();
    let (seen, web) = unit(move |_| Answer::page(body.clone()), limits()).await;
    assert_eq!(content(&seen, "/lsx/c101234/list.shtml").items.len(), 2);
    assert_eq!(web.asked(HOST).iter().filter(|t| t.contains("/build/unit")).count(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_interface_refuses_leaves_the_column_open() {
    let cases: [(&str, fn(&str) -> Answer, Reason); 4] = [
        (
            "an error in JSON",
            |_| Answer::page("{\"success\":false,\"code\":500,\"message\":\"服务异常\",\"data\":[]}"),
            Reason::Script,
        ),
        (
            "a page in its place",
            |_| Answer::page("<html><head><title>系统维护</title></head><body><p>维护公告</p></body></html>"),
            Reason::Script,
        ),
        (
            "a firewall",
            |_| Answer {
                status: 403,
                ..Answer::page(
                    "<html><head><title>访问被拦截</title></head><body>您的访问请求可能对网站造成安全威胁，请求已被拦截</body></html>",
                )
            },
            Reason::Blocked,
        ),
        ("nothing at all", |_| Answer::page(""), Reason::Script),
    ];
    for (what, answer, reason) in cases {
        let (seen, _) = unit(answer, limits()).await;
        let column = content(&seen, "/lsx/c101234/list.shtml");
        assert!(column.items.is_empty() && !column.unread.is_empty(), "{what}");
        assert!(column.unread.iter().any(|u| u.reason == reason), "{what}: {:?}", column.unread);
    }
    let denies =
        |target: &str| (target == "/robots.txt").then(|| Answer::text("User-agent: *\nDisallow: /api-gateway/\n"));
    let web = Web::start(one_column(fixture("hanweb-jpaas"), denies)).await;
    let seen = crawl(&web, &[HOST], HOME, limits()).await;
    let column = content(&seen, "/lsx/c101234/list.shtml");
    assert!(column.unread.iter().any(|u| u.reason == Reason::Robots), "{:?}", column.unread);
    assert!(!web.asked(HOST).iter().any(|t| t.contains("/build/unit")), "robots.txt holds for interfaces too");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interface_that_says_there_is_nothing_makes_the_column_empty() {
    for body in [
        "{\"success\":true,\"data\":{\"html\":\"\"}}",
        "{\"code\":200,\"data\":{\"total\":0,\"html\":\"<p>暂无数据</p>\"}}",
    ] {
        let (seen, _) = unit(move |_| Answer::page(body), limits()).await;
        let column = content(&seen, "/lsx/c101234/list.shtml");
        assert!(column.items.is_empty() && column.unread.is_empty(), "{body}: {:?}", column.unread);
    }
    // What nobody knows to be the list's interface must say it with a number.
    for (body, open) in
        [("{\"code\":200,\"data\":[]}", true), ("{\"code\":200,\"data\":{\"total\":0,\"rows\":[]}}", false)]
    {
        let answer = move |t: &str| t.starts_with("/api/article/list").then(|| Answer::page(body));
        let web = Web::start(one_column(fixture("generic-ajax"), answer)).await;
        let seen = crawl(&web, &[HOST], HOME, limits()).await;
        assert_eq!(!content(&seen, "/lsx/c101234/list.shtml").unread.is_empty(), open, "{body}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn budgets_hold_for_interfaces() {
    let portal = portal("hanweb-jpage");
    let web = web(portal).await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings { max_pages: 4, ..limits() }).await;
    assert_eq!(seen.pages.len(), 4);
    let column = content(&seen, portal.column);
    assert!(
        column.items.len() < portal.entries && column.unread.iter().any(|u| u.reason == Reason::Budget),
        "{:?}",
        column.unread
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_posted_to_another_host_or_beyond_what_is_plain() {
    let page = "<html><head><title>政策文件</title></head><body><ul id=list></ul><script>\
        $.post('http://api.other.gov.cn/article/list', {page: 1}); $.post('/article/save', {title: 'x'});\
        $.ajax({url:'/article/list', type:'POST', data: {token: secret, page: 1}}); $.post('/user/login/list', {page: 1});\
        $.ajax({url:'/query/list', type:'post', data: {page: 1, cid: '7'}});</script></body></html>";
    let web = Web::start(one_column(page.to_owned(), |_| None)).await;
    crawl(&web, &[HOST, "api.other.gov.cn"], HOME, CrawlSettings::default()).await;
    let posted: Vec<String> = web.asked(HOST).into_iter().filter(|t| t.contains(' ')).collect();
    assert_eq!(posted, ["/query/list cid=7&page=1"]);
    assert!(web.asked("api.other.gov.cn").iter().all(|t| !t.contains("/article/list")));
}
