//! The site's own search is asked for titles that the site published, politely, and once.

use super::web::{Answer, Desk, HOME, HOST, Seen, Web, article, crawl};
use duwang::checks;
use duwang::config::CrawlSettings;
use duwang::crawl::Stop;
use duwang::model::{Outcome, RunStatus, SearchObstacle, SearchTest, Verdict};
use std::time::Duration;

/// Titles of the articles, by number; two columns.
fn title(n: u32) -> String {
    const SUBJECTS: [&str; 6] = ["养老服务", "秋粮收购", "校舍安全", "森林防火", "道路养护", "饮水工程"];
    format!("邻水县第{n}次{}专项工作会议召开", SUBJECTS[(n % 6) as usize])
}

/// The pages of the site; `box_of_search` stands on each.
fn site(target: &str, box_of_search: &str) -> Option<String> {
    let page = |body: &str| {
        format!(
            "<html><head><title>邻水县人民政府</title></head><body>{box_of_search}<div class=\"nav\"><a href=\"/a/\">要闻</a><a href=\"/b/\">公告</a></div>{body}</body></html>"
        )
    };
    let list = |from: u32| {
        let rows = (from..from + 4)
            .map(|n| format!("<li><a href=\"/art/{n}.html\">{}</a><span>2026-08-0{}</span></li>", title(n), n % 9 + 1));
        page(&format!("<ul class=\"list\">{}</ul>", rows.collect::<String>()))
    };
    match target {
        "/" => Some(page("<p>欢迎访问邻水县人民政府门户网站</p>")),
        "/a/" => Some(list(1)),
        "/b/" => Some(list(11)),
        t => {
            let n: u32 = t.strip_prefix("/art/")?.strip_suffix(".html")?.parse().ok()?;
            ((1..5).contains(&n) || (11..15).contains(&n)).then(|| article(&title(n), "2026-08-01"))
        }
    }
}

/// The number of the article whose title holds the words.
fn search(words: &str) -> Vec<u32> {
    (1..5).chain(11..15).filter(|n| !words.is_empty() && title(*n).contains(words)).collect()
}

fn results(words: &str, found: &[u32]) -> String {
    let rows: String = found
        .iter()
        .fold(String::new(), |rows, n| rows + &format!("<li><a href=\"/art/{n}.html\">{}</a></li>", title(*n)));
    let none =
        if found.is_empty() { format!("<p>没有找到与“{words}”相关的结果</p>") } else { String::new() };
    format!(
        "<html><head><meta charset=utf-8><title>搜索结果</title></head><body><div class=main><h2>搜索结果</h2>{none}<ul>{rows}</ul></div></body></html>"
    )
}

/// The value of a parameter, its bytes read in UTF-8 or GBK.
fn param(query: &str, name: &str, gbk: bool) -> String {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).unwrap_or_default();
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(&value.replace('+', " ")).collect();
    if gbk { encoding_rs::GBK.decode(&bytes).0.into_owned() } else { String::from_utf8(bytes).unwrap_or_default() }
}

fn in_gbk(page: &str) -> Answer {
    let mut answer = Answer::page("");
    answer.body = encoding_rs::GBK.encode(page).0.into_owned();
    answer
}

const GET: &str = r#"<form action="/search.jsp"><input type="hidden" name="siteid" value="7"><input name="q" placeholder="请输入关键词"><button>搜索</button></form>"#;

fn test_of(seen: &Seen) -> &SearchTest {
    seen.facts.search.as_ref().expect("the search was asked")
}

fn verdict(seen: &Seen) -> Verdict {
    let check = checks::find("failing-search").unwrap();
    (check.bind)(serde_json::json!({})).unwrap().measure(&seen.facts)
}

async fn visit(play: impl Fn(&str) -> Answer + Send + Sync + 'static) -> (Web, Seen) {
    let web = Web::start(move |_, target| play(target)).await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    (web, seen)
}

/// Requests for the search.
fn asked(web: &Web, path: &str) -> Vec<String> {
    web.asked(HOST).into_iter().filter(|t| t.starts_with(path)).collect()
}

fn page_or_absent(target: &str, box_of_search: &str) -> Answer {
    site(target, box_of_search).map_or_else(Answer::absent, Answer::page)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_titles_of_different_columns_are_asked_and_found() {
    let (web, seen) = visit(|target| match target.strip_prefix("/search.jsp?") {
        Some(query) => {
            assert_eq!(param(query, "siteid", false), "7");
            let words = param(query, "q", false);
            Answer::page(results(&words, &search(&words)))
        }
        None => page_or_absent(target, GET),
    })
    .await;
    let test = test_of(&seen);
    assert_eq!((test.titles.len(), asked(&web, "/search.jsp?").len()), (3, 3), "{test:#?}");
    let of_a = test
        .titles
        .iter()
        .filter(|t| {
            t.url.contains("/art/1.")
                || t.url.contains("/art/2.")
                || t.url.contains("/art/3.")
                || t.url.contains("/art/4.")
        })
        .count();
    assert!((1..3).contains(&of_a), "both columns: {test:#?}");
    assert_eq!(verdict(&seen).outcome(), Outcome::Passed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_finds_nothing_is_asked_twice_for_each() {
    let (web, seen) = visit(|target| match target.strip_prefix("/search.jsp?") {
        Some(query) => Answer::page(results(&param(query, "q", false), &[])),
        None => page_or_absent(target, GET),
    })
    .await;
    assert_eq!(asked(&web, "/search.jsp?").len(), 6);
    let verdict = verdict(&seen);
    assert_eq!((verdict.outcome(), verdict.tested, verdict.violations.len()), (Outcome::Failed, 3, 3));
    assert!(
        verdict
            .violations
            .iter()
            .all(|v| v.url == "http://www.linshui.gov.cn/search.jsp" && v.evidence["reason"] == "not-listed")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gbk_site_is_asked_in_gbk() {
    let (_web, seen) = visit(|target| match target.strip_prefix("/search.jsp?") {
        Some(query) => {
            let words = param(query, "q", true);
            in_gbk(&results(&words, &search(&words)).replace("<meta charset=utf-8>", ""))
        }
        None => site(target, GET).map_or_else(Answer::absent, |page| in_gbk(&page)),
    })
    .await;
    assert_eq!(verdict(&seen).outcome(), Outcome::Passed, "{:#?}", test_of(&seen));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_by_post_is_posted_to() {
    const POST: &str =
        r#"<form method="post" action="/s.do?site=1"><input name="keyword"><input type="submit" value="搜索"></form>"#;
    let (web, seen) = visit(|target| match target.strip_prefix("/s.do?site=1 ") {
        Some(form) => {
            let words = param(form, "keyword", false);
            Answer::page(results(&words, &search(&words)))
        }
        None => page_or_absent(target, POST),
    })
    .await;
    assert_eq!(verdict(&seen).outcome(), Outcome::Passed, "{:#?}", test_of(&seen));
    assert!(asked(&web, "/s.do").iter().all(|t| t.contains(" keyword=")), "never asked without a question");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_posted_is_posted_once() {
    const POST: &str =
        r#"<form method="post" action="/s.do"><input name="keyword"><input type="submit" value="搜索"></form>"#;
    let (web, seen) = visit(|target| {
        if let Some(form) = target.strip_prefix("/s.do ") {
            let found = search(&param(form, "keyword", false));
            return Answer::moved(&format!("/results?n={}", found.first().copied().unwrap_or(0)));
        }
        match target.strip_prefix("/results?n=") {
            Some(n) => Answer::page(results("", &[n.parse().unwrap()])),
            None => page_or_absent(target, POST),
        }
    })
    .await;
    assert_eq!(verdict(&seen).outcome(), Outcome::Passed, "{:#?}", test_of(&seen));
    assert_eq!((asked(&web, "/s.do").len(), asked(&web, "/results").len()), (3, 3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_that_come_as_data_are_asked_for_where_the_page_names_them() {
    let shell = "<html><head><title>搜索</title></head><body><div id=list></div><p>正在加载搜索结果，请稍候片刻再看。</p><script>$.get('/api/search?keyword='+encodeURIComponent(kw),draw)</script></body></html>";
    let (web, seen) = visit(move |target| {
        if let Some(query) = target.strip_prefix("/api/search?") {
            let words = param(query, "keyword", false);
            let list: Vec<_> = search(&words)
                .iter()
                .map(|n| serde_json::json!({"title": title(*n), "url": format!("/art/{n}.html")}))
                .collect();
            let mut answer = Answer::page(serde_json::json!({"total": list.len(), "list": list}).to_string());
            answer.kind = "application/json";
            return answer;
        }
        if target.starts_with("/search.jsp?") { Answer::page(shell) } else { page_or_absent(target, GET) }
    })
    .await;
    assert_eq!(verdict(&seen).outcome(), Outcome::Passed, "{:#?}", test_of(&seen));
    assert_eq!((asked(&web, "/search.jsp?").len(), asked(&web, "/api/search?").len()), (1, 3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_robots_txt_forbids_is_not_asked() {
    let (web, seen) = visit(|target| match target {
        "/robots.txt" => {
            let mut answer = Answer::page("User-agent: *\nDisallow: /search.jsp\n");
            answer.kind = "text/plain";
            answer
        }
        _ => page_or_absent(target, GET),
    })
    .await;
    assert!(asked(&web, "/search.jsp").is_empty());
    let verdict = verdict(&seen);
    assert_eq!((verdict.outcome(), verdict.undetermined.len()), (Outcome::CannotTell, 3));
    assert!(verdict.undetermined.iter().all(|u| u.reason == duwang::model::Reason::Robots));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_firewall_is_not_pestered_and_a_broken_search_asked_twice() {
    for (status, requests, outcome) in
        [(403, 1, Outcome::CannotTell), (404, 2, Outcome::Failed), (500, 4, Outcome::Failed)]
    {
        let (web, seen) = visit(move |target| {
            if target.starts_with("/search.jsp?") {
                let mut answer = Answer::page("<h1>error</h1>");
                answer.status = status;
                return answer;
            }
            page_or_absent(target, GET)
        })
        .await;
        assert_eq!(asked(&web, "/search.jsp?").len(), requests, "{status}");
        assert_eq!(verdict(&seen).outcome(), outcome, "{status}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_box_that_only_a_script_hears_is_left_to_a_person() {
    const BOX: &str =
        r#"<div class="search"><input id="kw" placeholder="请输入关键词"><button onclick="go()">搜索</button></div>"#;
    let (_web, seen) = visit(|target| page_or_absent(target, BOX)).await;
    assert!(matches!(test_of(&seen).obstacle, Some(SearchObstacle::Script(_))), "{:#?}", test_of(&seen));
    assert_eq!(verdict(&seen).outcome(), Outcome::CannotTell);
    let (_web, seen) = visit(|target| page_or_absent(target, "")).await;
    assert_eq!(test_of(&seen).obstacle, Some(SearchObstacle::Absent));
    assert_eq!(verdict(&seen).outcome(), Outcome::Inapplicable);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_behind_a_search_link_is_asked_for_its_form() {
    const LINK: &str = r#"<div class="top"><a href="/so/index.html">站内搜索</a></div>"#;
    let (_web, seen) = visit(|target| match target {
        "/so/index.html" => Answer::page(format!("<html><body><h1>站内搜索</h1>{GET}</body></html>")),
        _ => match target.strip_prefix("/search.jsp?") {
            Some(query) => Answer::page(results("", &search(&param(query, "q", false)))),
            None => page_or_absent(target, LINK),
        },
    })
    .await;
    assert_eq!(verdict(&seen).outcome(), Outcome::Passed, "{:#?}", test_of(&seen));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_goes_on_does_not_ask_again() {
    let web = Web::start(|_, target| match target.strip_prefix("/search.jsp?") {
        Some(query) => {
            let words = param(query, "q", false);
            Answer::page(results(&words, &search(&words))).after(40)
        }
        None => page_or_absent(target, GET),
    })
    .await;
    let settings = web.settings(&[HOST], CrawlSettings::default());
    let desk = Desk::new().await;
    let mut run = desk.begin("search", HOME).await;
    // Cut off in the middle of the questions.
    let stop = Stop::new();
    {
        let walk = desk.walk(&settings, &mut run, stop.clone());
        tokio::pin!(walk);
        let first = async {
            while asked(&web, "/search.jsp?").is_empty() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::select! { () = &mut walk => {}, () = first => stop.stop() }
        if stop.is_stopped() {
            walk.await;
        }
    }
    assert_eq!(run.status, RunStatus::Interrupted);
    assert_eq!(desk.seen(&run).await.facts.search, None, "half a test is none");
    (run.status, run.stopped_by, run.finished_ms) = (RunStatus::Running, None, None);
    desk.walk(&settings, &mut run, Stop::new()).await;
    let once = desk.seen(&run).await;
    assert_eq!(verdict(&once).outcome(), Outcome::Passed);
    let before = asked(&web, "/search.jsp?").len();
    run.status = RunStatus::Running;
    desk.walk(&settings, &mut run, Stop::new()).await;
    assert_eq!(asked(&web, "/search.jsp?").len(), before, "what is known is not asked again");
    assert_eq!(desk.seen(&run).await.facts.search, once.facts.search);
}
