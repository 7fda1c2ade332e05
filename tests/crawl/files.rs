//! Published catalogues are read to their end; other files are checked.

use super::web::{Answer, HOME, HOST, Web, crawl};
use crate::parse::attachment::made;
use duwang::config::CrawlSettings;
use duwang::model::{Attachment, FileKind, Observation};
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
async fn catalogues_are_read_and_other_files_checked() {
    let web = web().await;
    let seen = crawl(&web, &[HOST], HOME, CrawlSettings::default()).await;
    let files = files(&seen.observations);
    let told: Vec<(&str, FileKind, usize)> =
        files.iter().map(|f| (f.record.url.trim_start_matches(HOME), f.content.kind, f.content.sheets.len())).collect();
    assert_eq!(
        told,
        [
            ("a/1.xlsx", FileKind::Xlsx, 1),
            ("a/4.xlsx", FileKind::Xlsx, 1),
            ("a/gone.xls", FileKind::Other, 0),
            ("down.jsp?id=3", FileKind::Xlsx, 1)
        ]
    );
    assert_eq!(files[0].name, "社会救助领域基层政务公开标准目录");
    assert_eq!(files[1].referrer, "http://www.linshui.gov.cn/ml/");
    assert!(files[0].record.whole && files[0].record.sha256.is_some());
    for target in ["/a/1.xlsx", "/a/2.xlsx", "/a/4.xlsx", "/down.jsp?id=3"] {
        assert_eq!(web.times(HOST, target), 1, "{target}");
    }
}

#[tokio::test]
async fn files_beyond_the_limit_are_checked_like_any_link() {
    let web = web().await;
    let limits = CrawlSettings { max_files: 1, ..CrawlSettings::default() };
    let seen = crawl(&web, &[HOST], HOME, limits).await;
    assert_eq!(files(&seen.observations).len(), 1);
    assert!(seen.checked().iter().any(|u| u.ends_with("/a/4.xlsx")), "{:?}", seen.checked());
}
