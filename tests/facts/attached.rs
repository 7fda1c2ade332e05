//! What became of the files that a page offers.

use super::{address, facts, record, visited};
use duwang::facts::{AttachmentState, Builder, Facts};
use duwang::model::{
    Attachment, Exchange, FailureKind, Observation, PageKey, Reason, Run, RunStatus, Site, Skip, SkipReason, Unreadable,
};
use url::Url;

const PAGE: &str = "<html><head><title>通知</title></head><body><div class=\"top\"><a href=\"/x/frame.pdf\">操作手册.pdf</a></div><h1>高县人民政府关于印发办法的通知</h1><div>发布日期：2026-05-06</div><div class=\"TRS_Editor\"><p>各镇人民政府：现将办法印发给你们，请认真贯彻执行。办法自印发之日起施行。</p><p>附件：<a href=\"/a/1.txt\">办法.txt</a> <a href=\"/a/2.pdf\">扫描件.pdf</a> <a href=\"/a/3.doc\">表.doc</a> <a href=\"/a/4.rar\">图.rar</a> <a href=\"/a/5.docx\">说明.docx</a> <a href=\"/a/6.docx\">又一.docx</a></p></div></body></html>";

fn file(path: &str, (status, failure): (Option<u16>, Option<FailureKind>), body: &str) -> Observation {
    let mut record = record(path, status, failure);
    record.headers.insert("content-type".to_owned(), "text/plain".to_owned());
    let content = duwang::parse::attachment(&Exchange { record: record.clone(), body: body.as_bytes().to_vec() });
    Observation::Attachment(Box::new(Attachment {
        record,
        name: path.to_owned(),
        referrer: address("/t.html"),
        content,
        tables: false,
        absent_words: None,
        sketch: Vec::new(),
        challenge: None,
    }))
}

fn skip(path: &str, reason: SkipReason) -> Observation {
    Observation::Skipped(Skip {
        url: address(path),
        reason,
        detail: "the budget of 3 files to read".to_owned(),
        page: false,
        column: false,
        referrer: address("/t.html"),
    })
}

fn seen() -> Facts {
    facts(
        &[("/", "<p>x</p>"), ("/t.html", PAGE)],
        vec![
            file("/a/1.txt", (Some(200), None), "第一条 制定本办法。"),
            file("/a/2.pdf", (Some(200), None), "%PDF-1.4 nothing"),
            file("/a/3.doc", (Some(403), None), ""),
            skip("/a/5.docx", SkipReason::Files),
        ],
    )
}

#[test]
fn every_file_of_an_article_with_what_became_of_it() {
    let facts = seen();
    let states = facts.attachments_of(1);
    let told: Vec<(String, bool, Option<Reason>)> = states
        .iter()
        .map(|s| (s.url().replace("http://www.case.gov.cn", ""), s.is_whole(), s.doubt().map(|(reason, _)| reason)))
        .collect();
    assert_eq!(
        told,
        [
            ("/a/1.txt".to_owned(), true, None),
            ("/a/2.pdf".to_owned(), false, Some(Reason::Tool)),
            ("/a/3.doc".to_owned(), false, Some(Reason::Blocked)),
            ("/a/4.rar".to_owned(), false, Some(Reason::Tool)),
            ("/a/5.docx".to_owned(), false, Some(Reason::Budget)),
            ("/a/6.docx".to_owned(), false, Some(Reason::Budget)),
        ]
    );
    assert!(states[0].text().contains("第一条"));
    assert!(matches!(states[3], AttachmentState::Unread { how: Some(Unreadable::Format), .. }));
    assert!(matches!(states[4], AttachmentState::NotFetched { skip: Some(_), .. }));
    assert_eq!(facts.attachments_of(0), []);
    assert_eq!(facts.attachments_of(99), []);
}

#[test]
fn a_file_by_its_address() {
    let facts = seen();
    let url = Url::parse(&address("/a/1.txt")).unwrap();
    assert_eq!(facts.attachment(&PageKey::of(&url)).unwrap().record.url, url.as_str());
    assert!(facts.attachment_at(&address("/a/5.docx")).is_none());
}

#[test]
fn files_shown_by_a_viewer_inside_the_page() {
    let page = "<html><head><title>报告</title></head><body><h1>高县2025年政府信息公开工作年度报告</h1><div>发布日期：2026-01-20</div><div class=\"TRS_Editor\"><p>报告全文如下，请用浏览器阅读，也可以下载后阅读。</p><iframe src=\"/pdfjs/web/viewer.html?file=/a/1.txt\"></iframe></div></body></html>";
    let facts = facts(&[("/t.html", page)], vec![file("/a/1.txt", (Some(200), None), "总体情况")]);
    let texts: Vec<String> = facts.attachments_of(0).iter().map(|s| s.text().to_owned()).collect();
    assert_eq!(texts, ["总体情况\n"]);
}

#[test]
fn texts_kept_together_stay_within_a_limit() {
    let mut builder = Builder::new(Run {
        id: "case".to_owned(),
        site: Site { id: "case".to_owned(), name: String::new(), url: super::SITE.to_owned() },
        as_of: "2026-11-20".parse().unwrap(),
        started_ms: 0,
        finished_ms: Some(1),
        status: RunStatus::Complete,
        stopped_by: None,
        requests: 0,
        settings: "{}".to_owned(),
    });
    builder.page(visited(record("/", Some(200), None), PAGE));
    for (path, text) in [("/1.txt", "公开"), ("/2.txt", "公开公开公开公开"), ("/3.txt", "公开公开公开公开公开")]
    {
        builder.observation(file(path, (Some(200), None), text));
    }
    // The shortest is seven bytes with its line's end; what is left is shared by the two others.
    builder.most_text(31);
    let facts = builder.build();
    let kept: Vec<(&str, bool)> =
        facts.attachments.iter().map(|a| (a.content.text.as_str(), a.content.is_whole())).collect();
    assert_eq!(kept, [("公开\n", true), ("公开公开", false), ("公开公开", false)]);
}
