//! Whole audits with and without a browser: what scripts draw is judged, or left to a person and told.

use super::browser;
use super::site::Site;
use duwang::config::{CrawlSettings, FetchSettings, RenderMode, RenderSettings, Settings};
use duwang::crawl::{Crawler, Stop};
use duwang::facts::{Builder, Facts};
use duwang::fetch::Fetcher;
use duwang::model::{PageRecord, Reason, RenderOutcome, Run, RunStatus, Verdict};
use duwang::store::Store;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

struct Seen {
    pages: Vec<PageRecord>,
    facts: Facts,
}

impl Seen {
    fn page(&self, path: &str) -> &PageRecord {
        self.pages.iter().find(|p| Url::parse(&p.key.0).unwrap().path() == path).unwrap()
    }

    fn rendered(&self, path: &str) -> Option<RenderOutcome> {
        self.page(path).page.as_ref().unwrap().rendered.as_ref().map(|r| r.outcome)
    }
}

async fn audit(site: &Site, render: RenderSettings, rate: f64) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path().join("run.db").to_str().unwrap()).await.unwrap();
    let settings = Settings {
        fetch: FetchSettings { rate, concurrency: 8, ..FetchSettings::default() },
        crawl: CrawlSettings::default(),
        render,
        as_of: "2026-11-20".parse().unwrap(),
    };
    let mut run = Run {
        id: "run".to_owned(),
        site: duwang::model::Site { id: "linshui".to_owned(), name: String::new(), url: site.url() },
        as_of: settings.as_of,
        started_ms: 1_795_132_800_000,
        finished_ms: None,
        status: RunStatus::Running,
        stopped_by: None,
        requests: 0,
        settings: "{}".to_owned(),
    };
    store.begin_run(&run, run.started_ms).await.unwrap();
    let crawler = Crawler {
        fetcher: Fetcher::new(settings.fetch.clone(), &Url::parse(&site.url()).unwrap()).await.unwrap(),
        store: store.clone(),
        settings,
        watch: Arc::new(()),
        stop: Stop::new(),
        workshop: duwang::crawl::Workshop::new(),
        earlier: None,
    };
    crawler.walk(&mut run).await.unwrap();
    let mut pages = Vec::new();
    store.each_page(&run.id, |p| pages.push(p)).await.unwrap();
    let mut builder = Builder::new(run.clone());
    pages.iter().cloned().for_each(|p| builder.page(p));
    for observation in store.observations(&run.id).await.unwrap().into_values() {
        builder.observation(observation);
    }
    Seen { pages, facts: builder.build() }
}

fn with(browser: PathBuf, mode: RenderMode) -> RenderSettings {
    RenderSettings { mode, ..super::settings(browser) }
}

/// What the check on empty columns says of the column `name`: violated, open (why), or neither.
fn empty(facts: &Facts, name: &str) -> (bool, Option<Reason>) {
    let verdict = measure(facts);
    let is = |target: &Option<String>| target.as_deref() == Some(name);
    (
        verdict.violations.iter().any(|v| is(&v.target)),
        verdict.undetermined.iter().find(|u| is(&u.target)).map(|u| u.reason),
    )
}

fn measure(facts: &Facts) -> Verdict {
    let check = duwang::checks::REGISTRY.iter().find(|c| c.id == "empty-column").unwrap();
    (check.bind)(serde_json::json!({})).unwrap().measure(facts)
}

#[tokio::test]
async fn with_a_browser_a_scripted_column_is_seen_and_without_it_is_left_open() {
    let Some(browser) = browser() else { return };
    let site = Site::portal().await;
    let seen = audit(&site, with(browser, RenderMode::Auto), 0.0).await;
    assert_eq!(seen.rendered("/tzgg/"), Some(RenderOutcome::Ok));
    assert_eq!(seen.rendered("/"), None, "the home page says all without scripts");
    assert_eq!(seen.page("/tzgg/").page.as_ref().unwrap().items.len(), 6);
    assert!(seen.pages.iter().any(|p| p.key.0.ends_with("/art/6.html")), "what the list leads to is visited");
    assert_eq!(empty(&seen.facts, "通知公告"), (false, None));
    assert_eq!(site.times("/tzgg/"), 1, "the document is not asked for twice");
    let came = site.came();
    assert!(came.iter().all(|c| c.agent.starts_with("duwang/")), "{came:?}");
    let posted = came.iter().find(|c| c.path == "/api/list").unwrap();
    assert_eq!((posted.method.as_str(), posted.body.as_str()), ("POST", "{\"page\":1}"));

    let site = Site::portal().await;
    for render in [RenderSettings::never(), super::settings(PathBuf::from("/nowhere/chromium"))] {
        let expected = (render.mode == RenderMode::Auto).then_some(RenderOutcome::NoBrowser);
        let seen = audit(&site, render, 0.0).await;
        assert_eq!(seen.rendered("/tzgg/"), expected);
        assert_eq!(empty(&seen.facts, "通知公告"), (false, Some(Reason::Script)));
        assert_eq!(site.times("/api/list"), 0);
    }
}

#[tokio::test]
async fn what_the_door_refuses_is_not_sent_and_the_column_stays_open() {
    let Some(browser) = browser() else { return };
    let site = Site::portal().await;
    let seen = audit(&site, with(browser, RenderMode::Always), 0.0).await;
    for (path, name, why) in [("/gsgg/", "公示公告", "robots.txt"), ("/zwdt/", "政务动态", "169.254.169.254")] {
        assert_eq!(seen.rendered(path), Some(RenderOutcome::Ok));
        let page = seen.page(path).page.as_ref().unwrap();
        let unanswered = &page.rendered.as_ref().unwrap().unanswered;
        assert!(unanswered.iter().any(|u| u.why.contains(why) || u.url.contains(why)), "{path}: {unanswered:?}");
        assert_eq!(empty(&seen.facts, name), (false, Some(Reason::Script)), "{path}");
    }
    assert_eq!(site.times("/secret/list"), 0, "robots.txt stands for scripts too");
    assert_eq!(seen.rendered("/"), Some(RenderOutcome::Ok), "always means every page");
    assert_eq!(site.times("/js/list.js"), 1, "the pages of one site ask for their script once");
}

#[tokio::test]
async fn the_rate_stands_for_scripts_too() {
    let Some(browser) = browser() else { return };
    let site = Site::start(|came| {
        let html = "text/html; charset=utf-8";
        Some(match came.path.as_str() {
            "/" => (
                html,
                "<html><head><title>壳</title></head><body><div id=app></div><script>for (let i = 0; i < 8; i++) \
                 fetch('/data/' + i).then((r) => r.text()).then((t) => app.append(t))</script></body></html>"
                    .to_owned(),
            ),
            path if path.starts_with("/data/") => ("text/plain", "内容".to_owned()),
            _ => return None,
        })
    })
    .await;
    audit(&site, with(browser, RenderMode::Always), 10.0).await;
    let came = site.came();
    assert!(came.iter().filter(|c| c.path.starts_with("/data/")).count() == 8, "{came:?}");
    let first = came.first().unwrap().at;
    let last = came.last().unwrap().at;
    let least = Duration::from_millis(100) * u32::try_from(came.len() - 2).unwrap();
    assert!(last - first >= least, "{} requests within {:?}", came.len(), last - first);
}
