//! Files that pages offer are read to their end, documents first, each once; what the budget cuts off is told.

use super::web::{Answer, Desk, HOME, HOST, Web, crawl, linking};
use crate::parse::attachment::made;
use duwang::config::CrawlSettings;
use duwang::crawl::Stop;
use duwang::model::{Attachment, FileKind, Observation, RunStatus, SkipReason, Unreadable};
use std::collections::BTreeMap;

fn catalogue() -> Vec<u8> {
    let rows = made::rows(&["公开事项 | 公开内容 | 公开时限 | 责任单位", "低保审批 | 名单 | 20日 | 县民政局"]);
    made::xlsx("社会救助", &rows)
}

fn page() -> String {
    let links = [
        ("/a/1.xlsx", "社会救助领域基层政务公开标准目录"),
        ("/a/2.xlsx", "职工花名册"),
        ("/down.jsp?id=3", "养老服务领域基层政务公开标准目录.xlsx"),
        ("/ml/", "政务公开事项标准目录"),
        ("/a/gone.xls", "户籍管理领域基层政务公开标准目录"),
    ];
    let links: String =
        links.iter().map(|(to, text)| format!("<p><a href=\"{to}\">{text}</a></p>")).collect::<Vec<_>>().concat();
    format!("<html><head><title>首页</title></head><body>{links}</body></html>")
}

async fn web() -> Web {
    Web::start(|_, target| match target {
        "/" => Answer::page(page()),
        "/ml/" => Answer::page(
            "<html><head><title>政务公开事项标准目录</title></head><body><h1>政务公开事项标准目录</h1><div class=\"TRS_Editor\"><p>附件请点击下载。</p><a href=\"/a/4.xlsx\">附件1</a></div></body></html>",
        ),
        t if t.starts_with("/a/gone") => Answer::absent(),
        t if t.starts_with("/a/") || t.starts_with("/down.jsp") => Answer::file(catalogue()),
        _ => Answer::absent(),
    })
    .await
}

fn files(observations: &BTreeMap<String, Observation>) -> Vec<&Attachment> {
    let files =
        observations.values().filter_map(|o| if let Observation::Attachment(a) = o { Some(&**a) } else { None });
    files.collect()
}

#[tokio::test]
async fn files_are_read_once() {
    let web = web().await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    let files = files(&seen.observations);
    let told: Vec<(&str, FileKind, usize)> =
        files.iter().map(|f| (f.record.url.trim_start_matches(HOME), f.content.kind, f.content.sheets.len())).collect();
    assert_eq!(
        told,
        [
            ("a/1.xlsx", FileKind::Xlsx, 1),
            ("a/2.xlsx", FileKind::Xlsx, 1),
            ("a/4.xlsx", FileKind::Xlsx, 1),
            ("a/gone.xls", FileKind::Other, 0),
            ("down.jsp?id=3", FileKind::Xlsx, 1)
        ]
    );
    assert_eq!(files[0].name, "社会救助领域基层政务公开标准目录");
    assert_eq!(files[2].referrer, "http://www.linshui.gov.cn/ml/");
    assert!(files[0].record.whole && files[0].record.sha256.is_some());
    for target in ["/a/1.xlsx", "/a/2.xlsx", "/a/4.xlsx", "/down.jsp?id=3"] {
        assert_eq!(web.times(HOST, target), 1, "{target}");
    }
}

#[tokio::test]
async fn files_beyond_the_limit_are_checked_like_any_link_and_told() {
    let web = web().await;
    let limits = CrawlSettings { max_files: 1, ..CrawlSettings::default() };
    let seen = crawl(&web, &[HOST], HOME, limits).await;
    assert_eq!(files(&seen.observations).len(), 1);
    assert!(seen.checked().iter().any(|u| u.ends_with("/a/4.xlsx")), "{:?}", seen.checked());
    assert_eq!(unread(&seen.observations), ["a/2.xlsx", "a/4.xlsx", "a/gone.xls", "down.jsp?id=3"]);
    assert_eq!(web.times(HOST, "/a/4.xlsx"), 1);
}

/// What was skipped because the budget for files was spent.
fn unread(observations: &BTreeMap<String, Observation>) -> Vec<String> {
    let skips =
        observations.values().filter_map(|o| if let Observation::Skipped(skip) = o { Some(skip) } else { None });
    let files = skips.filter(|s| s.reason == SkipReason::Files && !s.page);
    files.map(|s| s.url.trim_start_matches(HOME).to_owned()).collect()
}

fn article(title: &str, attachments: &[(&str, &str)]) -> Answer {
    let links =
        attachments.iter().map(|(to, text)| format!("<p><a href=\"{to}\">{text}</a></p>")).collect::<Vec<_>>().concat();
    Answer::page(format!(
        "<html><head><title>{title}</title></head><body><h1>{title}</h1><div>发布日期：2026-11-10</div><div class=\"TRS_Editor\"><p>各镇人民政府，县级各部门：现将有关事项印发给你们，请结合实际认真贯彻执行。</p>{links}</div></body></html>"
    ))
}

/// News before a policy, both with files, some shared, some that are no documents.
async fn offices() -> Web {
    Web::start(|_, target| match target {
        "/" => {
            Answer::page(linking("首页", &["/xw/1.html".to_owned(), "/zc/2.html".to_owned(), "/zc/3.html".to_owned()]))
        }
        "/xw/1.html" => article(
            "高县举办农民丰收节",
            &[
                ("/a/programme.docx", "节目单"),
                ("/a/shared.docx", "附件"),
                ("/a/photo.jpg", "附件：照片"),
                ("/a/all.rar", "打包下载"),
            ],
        ),
        "/zc/2.html" => article(
            "高县人民政府关于印发农村公路管理办法的通知",
            &[("/a/policy.docx", "农村公路管理办法"), ("/a/shared.docx", "附件1"), ("/a/gone.doc", "附件2")],
        ),
        "/zc/3.html" => article("关于征求意见的公告", &[("/download?id=7", "附件：草案")]),
        "/a/gone.doc" => Answer::page("<html><head><title>出错了</title></head><body>您访问的页面不存在</body></html>"),
        "/a/photo.jpg" | "/a/all.rar" => Answer::file(b"\xff\xd8\xff\xe0".to_vec()),
        t if t.starts_with("/a/") || t.starts_with("/download") => {
            Answer::file(made::docx_of(&["第一条　为加强农村公路管理，制定本办法。"], &Vec::new()))
        }
        _ => Answer::absent(),
    })
    .await
}

#[tokio::test]
async fn files_of_documents_come_before_those_of_news() {
    let web = offices().await;
    let limits = CrawlSettings { max_files: 4, ..CrawlSettings::default() };
    let seen = crawl(&web, &[HOST], HOME, limits).await;
    let read: Vec<&str> = files(&seen.observations).iter().map(|f| f.record.url.trim_start_matches(HOME)).collect();
    assert_eq!(read, ["a/gone.doc", "a/policy.docx", "a/shared.docx", "download?id=7"]);
    assert_eq!(unread(&seen.observations), ["a/programme.docx"]);
    for target in [
        "/a/programme.docx",
        "/a/shared.docx",
        "/a/policy.docx",
        "/a/gone.doc",
        "/a/photo.jpg",
        "/a/all.rar",
        "/download?id=7",
    ] {
        assert_eq!(web.times(HOST, target), 1, "{target}");
    }
}

#[tokio::test]
async fn files_of_articles_are_read_for_their_text() {
    let web = offices().await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    let facts = &seen.facts;
    let page = facts.page_behind("http://www.linshui.gov.cn/zc/2.html").unwrap();
    let told: Vec<(String, bool)> =
        facts.attachments_of(page).iter().map(|s| (s.text().to_owned(), s.is_whole())).collect();
    let text = "第一条 为加强农村公路管理，制定本办法。\n".to_owned();
    assert_eq!(told, [(text.clone(), true), (text, true), (String::new(), false)]);
    // A page in a file's place is the check of its link, too.
    let gone = facts.attachment_at("http://www.linshui.gov.cn/a/gone.doc").unwrap();
    assert!(gone.absent_words.is_some(), "{gone:?}");
    assert_eq!(gone.content.unreadable.as_ref().map(|(why, _)| *why), Some(Unreadable::NotFetched));
    assert_eq!(unread(&seen.observations), [""; 0]);
}

#[tokio::test]
async fn no_files_are_read_when_none_are_wanted() {
    let web = offices().await;
    let limits = CrawlSettings { max_files: 0, ..CrawlSettings::default() };
    let seen = crawl(&web, &[HOST], HOME, limits).await;
    assert_eq!(files(&seen.observations).len(), 0);
    assert_eq!(unread(&seen.observations).len(), 5);
    assert!(seen.checked().iter().any(|u| u.ends_with("/a/policy.docx")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_goes_on_reads_no_file_twice() {
    let web = offices().await;
    let settings = web.settings(&[HOST], CrawlSettings::default());
    let desk = Desk::new().await;
    let mut run = desk.begin("cut", HOME).await;
    let stop = Stop::new();
    {
        let walk = desk.walk(&settings, &mut run, stop.clone());
        tokio::pin!(walk);
        let reading = async {
            while web.times(HOST, "/a/policy.docx") == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            () = &mut walk => {}
            () = reading => {
                stop.stop();
                walk.await;
            }
        }
    }
    let kept = desk.store.observations("cut").await.unwrap();
    let before: Vec<String> = files(&kept).iter().map(|f| f.record.url.clone()).collect();
    desk.walk(&settings, &mut run, Stop::new()).await;
    assert_eq!(run.status, RunStatus::Complete);
    let all = desk.store.observations("cut").await.unwrap();
    assert_eq!(files(&all).len(), 5);
    for url in before {
        let path = url.trim_start_matches("http://www.linshui.gov.cn");
        assert_eq!(web.times(HOST, path), 1, "{path}");
    }
    // What was read before has kept its text.
    assert!(files(&all).iter().filter(|f| f.content.kind == FileKind::Docx).all(|f| f.content.text.contains("第一条")));
}
