//! What pages are told to be, and what belongs together, from their markup.

use duwang::facts::{Basis, Builder, DocNumber, DocumentKind, Facts, Form, LinkState, Need, Subject, Validity, Whose};
use duwang::model::{Exchange, FetchRecord, PageKey, PageRecord, PageRole, Run, RunStatus, Site};
use duwang::parse;
use proptest::prelude::*;
use std::collections::BTreeMap;

const HOST: &str = "http://www.yunlan.gov.cn";

/// A site of these pages: path, title, column, day and body.
fn site(pages: &[(&str, &str, &str, &str, &str)]) -> Facts {
    let run = Run {
        id: "run".to_owned(),
        site: Site { id: "yunlan".to_owned(), name: "云岚县人民政府".to_owned(), url: format!("{HOST}/") },
        as_of: "2026-11-20".parse().unwrap(),
        started_ms: 0,
        finished_ms: Some(1),
        status: RunStatus::Complete,
        stopped_by: None,
        requests: 0,
        settings: "{}".to_owned(),
    };
    let mut builder = Builder::new(run);
    let home = "<html><head><title>云岚县人民政府</title></head><body><div class=\"nav\"><a href=\"/zcwj/\">政策文件</a></div></body></html>";
    builder.page(record(0, "/", PageRole::Home, home));
    for (at, (path, title, column, day, body)) in pages.iter().enumerate() {
        let html = format!(
            "<html><head><title>{title}</title></head><body><div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; \
             <a href=\"/c/\">{column}</a></div><div class=\"detail\"><h1>{title}</h1><div class=\"info\">发布时间：{day} \
             来源：云岚县人民政府办公室</div><div class=\"article-content\">{body}</div></div></body></html>"
        );
        builder.page(record(at as u64 + 1, path, PageRole::Page, &html));
    }
    builder.build()
}

fn record(seq: u64, path: &str, role: PageRole, html: &str) -> PageRecord {
    let url = format!("{HOST}{path}");
    let record = FetchRecord {
        url: url.clone(),
        final_url: url.clone(),
        hops: Vec::new(),
        status: Some(200),
        failure: None,
        attempts: 1,
        headers: BTreeMap::from([("content-type".to_owned(), "text/html; charset=utf-8".to_owned())]),
        bytes: 1,
        whole: true,
        sha256: None,
        first_byte_ms: 1,
        total_ms: 1,
        at_ms: 0,
        peer: None,
        unchanged: false,
    };
    let page = parse::page(&Exchange { record: record.clone(), body: html.as_bytes().to_vec() });
    let key = PageKey::of(&url::Url::parse(&url).unwrap());
    PageRecord {
        seq,
        key,
        role,
        depth: 1,
        referrer: String::new(),
        record,
        page: Some(page),
        parse_fault: None,
        guess: None,
        basis: None,
    }
}

const TEXT: &str =
    "<p>各乡镇人民政府，县政府各部门：现将有关事项通知如下，请结合实际认真贯彻执行，确保各项工作落到实处。</p>";

#[test]
fn titles_tell_what_pages_are() {
    let told = [
        (
            "云岚县人民政府关于印发《云岚县招标投标管理规定》的通知",
            "政策文件",
            "云府发〔2026〕3号",
            DocumentKind::Policy,
        ),
        (
            "云岚县人民政府办公室关于进一步加强政策解读工作的通知",
            "政策文件",
            "云府办发〔2026〕9号",
            DocumentKind::Policy,
        ),
        ("《云岚县农村公路养护管理办法》政策解读", "政策解读", "", DocumentKind::Interpretation),
        ("一图读懂云岚县惠企十条", "通知公告", "", DocumentKind::Interpretation),
        ("惠企政策看这里，十个要点帮你划重点", "政策解读", "", DocumentKind::Interpretation),
        ("县政府召开政策解读新闻发布会", "县内要闻", "", DocumentKind::News),
        ("关于《云岚县养犬管理办法（征求意见稿）》公开征求意见的公告", "民意征集", "", DocumentKind::Consultation),
        ("《云岚县养犬管理办法》征求意见采纳情况的公告", "民意征集", "", DocumentKind::ConsultationResult),
        ("《云岚县养犬管理办法（征求意见稿）》解读", "政策解读", "", DocumentKind::Interpretation),
        ("云岚县2025年政府信息公开工作年度报告", "政府信息公开年报", "", DocumentKind::AnnualReport),
        ("云岚县人民政府关于李明等同志任免职的通知", "人事信息", "云府人〔2026〕2号", DocumentKind::Personnel),
        ("云岚县第一中学教学楼工程招标公告", "通知公告", "", DocumentKind::Notice),
        ("云岚县人民政府公报2026年第3期", "政府公报", "", DocumentKind::Gazette),
        ("社会救助对象认定办事指南", "便民服务", "", DocumentKind::ServiceGuide),
    ];
    let pages: Vec<(String, &str, &str, &str, String)> = told
        .iter()
        .enumerate()
        .map(|(at, (title, column, number, _))| {
            (format!("/p/{at}.html"), *title, *column, "2026-03-12", format!("<p>{number}</p>{TEXT}"))
        })
        .collect();
    let pages: Vec<_> = pages.iter().map(|(p, t, c, d, b)| (p.as_str(), *t, *c, *d, b.as_str())).collect();
    let facts = site(&pages);
    for (at, (title, _, _, kind)) in told.iter().enumerate() {
        let document = facts.documents().of_page(at + 1).unwrap_or_else(|| panic!("{title}: no document"));
        assert_eq!(document.kind, *kind, "{title}: {:?}", document.reasons);
        assert!(!document.reasons.is_empty(), "{title}: no reason given");
    }
}

#[test]
fn whose_a_document_is() {
    let facts = site(&[
        (
            "/1.html",
            "云岚县人民政府关于加强森林防火的通告",
            "政策文件",
            "2026-01-02",
            "<p>云府发〔2026〕1号</p><p>为了加强森林防火工作，现就有关事项通告如下。</p>",
        ),
        (
            "/2.html",
            "关于做好耕地保护的通知",
            "政策文件",
            "2026-01-03",
            "<p>云府发〔2026〕2号</p><p>各乡镇人民政府：现就做好耕地保护工作通知如下。</p>",
        ),
        (
            "/3.html",
            "国务院办公厅关于促进消费的意见",
            "政策文件",
            "2026-01-04",
            "<p>国办发〔2026〕1号</p><p>各省、自治区、直辖市人民政府：现就促进消费提出以下意见。</p>",
        ),
        (
            "/4.html",
            "青江市人民政府关于印发水资源管理办法的通知",
            "政策文件",
            "2026-01-05",
            "<p>青府发〔2026〕7号</p><p>各县区人民政府：现印发给你们，请遵照执行。</p>",
        ),
        (
            "/5.html",
            "关于印发水利工程管理办法的通知",
            "政策文件",
            "2026-01-06",
            "<p>青府发〔2026〕8号</p><p>各县区人民政府：现印发给你们，请遵照执行。</p>",
        ),
    ]);
    let whose = |page: usize| facts.documents().of_page(page).unwrap().whose;
    assert_eq!([1, 2, 3, 4].map(whose), [Whose::Own, Whose::Own, Whose::Other, Whose::Other]);
    assert_eq!(whose(5), Whose::Other, "the head 青府 was seen on another's document");
}

#[test]
fn a_policy_needs_an_interpretation_unless_it_sets_no_rules() {
    let need = |title: &str| {
        let body = format!("<p>云府发〔2026〕5号</p>{TEXT}");
        let facts = site(&[("/1.html", title, "政策文件", "2026-03-12", &body)]);
        let document = facts.documents().of_page(1).unwrap_or_else(|| panic!("{title}")).clone();
        document.need(&["禁渔".to_owned()])
    };
    assert_eq!(need("云岚县人民政府关于印发《云岚县公开招聘管理办法》的通知"), Need::Yes);
    assert_eq!(need("云岚县人民政府关于加强城市绿化工作的通知"), Need::Yes);
    assert_eq!(need("云岚县人民政府关于废止《云岚县城市管理办法》的决定"), Need::No("abolition"));
    assert_eq!(need("云岚县人民政府关于同意青石镇规划的批复"), Need::No("reply"));
    assert_eq!(need("云岚县人民政府转发省政府关于安全生产的通知"), Need::No("reprint"));
    assert_eq!(need("云岚县人民政府关于嘉陵江禁渔期的通告"), Need::No("single-act"));
    assert!(matches!(need("云岚县人民政府办公室关于2026年政务公开工作要点的通知"), Need::Unclear(_)));
}

#[test]
fn a_copy_in_the_gazette_is_the_same_document() {
    let body = format!("<p>云府发〔2026〕5号</p>{TEXT}");
    let title = "云岚县人民政府关于印发《云岚县殡葬管理办法》的通知";
    let facts = site(&[
        ("/gb/1.html", title, "政府公报", "2026-03-20", &body),
        ("/zcwj/1.html", title, "政策文件", "2026-03-12", &body),
        (
            "/zcjd/1.html",
            "《云岚县殡葬管理办法》解读",
            "政策解读",
            "2026-03-12",
            "<p>原文见<a href=\"/gb/1.html\">公报</a>。这份文件讲清了殡葬服务的办理程序和收费标准，方便群众办事。</p>",
        ),
    ]);
    let own: Vec<usize> = facts.own_policies().map(|d| d.page).collect();
    assert_eq!(own, [2], "the one in the column of policies stands for both");
    let pairs = facts.pairs();
    assert_eq!(pairs.of_policy(2).len(), 1);
    assert_eq!(pairs.link_states(&facts, 2, 0), (LinkState::Unlinked, LinkState::Linked), "a link to the copy will do");
}

#[test]
fn one_policy_has_several_interpretations_in_several_forms() {
    let body = format!("<p>云府发〔2026〕5号</p>{TEXT}");
    let facts = site(&[
        ("/p.html", "云岚县人民政府关于印发《云岚县殡葬管理办法》的通知", "政策文件", "2026-03-12", &body),
        ("/a.html", "《云岚县殡葬管理办法》解读", "政策解读", "2026-03-13", &TEXT.repeat(3)),
        (
            "/b.html",
            "一图读懂云岚县殡葬管理办法",
            "政策解读",
            "2026-03-12",
            "<p><img src=\"/x.jpg\" width=\"800\"></p>",
        ),
        (
            "/c.html",
            "县民政局负责人就殡葬管理办法答记者问",
            "政策解读",
            "2026-03-16",
            "<p>问：为什么要制定？</p><p>答：（云府发〔2026〕5号）是为了规范殡葬服务，减轻群众负担。</p>",
        ),
    ]);
    let pairs = facts.pairs();
    let of: Vec<(&str, bool)> = pairs
        .of_policy(1)
        .iter()
        .map(|p| (pairs.readings[p.reading].title.as_str(), p.basis.contains(&Basis::Title)))
        .collect();
    assert_eq!(of.len(), 3, "{of:?}");
    assert_eq!(of[0].0, "一图读懂云岚县殡葬管理办法", "the earliest comes first");
    let forms = |title: &str| pairs.readings.iter().find(|r| r.title.contains(title)).unwrap().forms.clone();
    assert!(forms("一图").contains(&Form::Chart) && !forms("一图").contains(&Form::Text));
    assert!(forms("答记者问").contains(&Form::Questions));
    assert!(!forms("》解读").contains(&Form::Chart));
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let number = |text: &str| DocNumber::parse(text).map(|n| (n.office, n.year, n.serial));
    let wanted = Some(("云府发".to_owned(), 2026, 12));
    for text in [
        "云府发〔2026〕12号",
        "云府发[2026]12号",
        "云府发（２０２６）１２号",
        "云府发【2026】第12号",
        "云府发 〔2026〕 12 号",
    ] {
        assert_eq!(number(text), wanted, "{text}");
    }
    let own = DocNumber::parse("云府发〔2026〕12号").unwrap();
    let cited = DocNumber::all("现对《办法》及云府发〔2026〕12号、云府办发〔2026〕12号作如下说明");
    assert!(own.is_cited_as(&cited[0]) && !own.is_cited_as(&cited[1]));
}

#[test]
fn what_is_abolished_says_so() {
    let body = format!("<table><tr><td>有效性</td><td>已废止</td></tr></table><p>云府发〔2026〕5号</p>{TEXT}");
    let facts = site(&[("/p.html", "云岚县人民政府关于印发殡葬管理办法的通知", "政策文件", "2026-03-12", &body)]);
    assert_eq!(facts.documents().of_page(1).unwrap().validity, Validity::Ended);
}

#[test]
fn editions_and_neighbours_are_told_apart() {
    let subject = |title: &str| Subject::of(title, &["云岚县".to_owned(), "云岚".to_owned()]);
    let policy = subject("云岚县人民政府关于印发《云岚县城乡居民养老保险实施办法（试行）》的通知");
    assert!(policy.likeness(&subject("云岚县城乡居民养老保险实施办法")) >= 0.95);
    assert!(policy.likeness(&subject("城乡居民养老保险办法")) >= 0.84, "words left out");
    assert!(policy.likeness(&subject("云岚县城乡居民医疗保险实施办法")) < 0.84, "another matter");
    let of = |year: &str| subject(&format!("云岚县{year}年义务教育招生工作方案"));
    assert!(of("2025").likeness(&of("2026")) < f64::EPSILON, "another year's");
}

proptest! {
    #[test]
    fn likeness_is_a_share_and_the_same_both_ways(a in "[\u{4e00}-\u{4e40}0-9年〔〕《》（）关于印发的通知]{0,40}", b in "[\u{4e00}-\u{4e40}0-9年关于的办法]{0,40}") {
        let (a, b) = (Subject::of(&a, &[]), Subject::of(&b, &[]));
        let there = a.likeness(&b);
        prop_assert!((0.0..=1.0).contains(&there));
        prop_assert!((there - b.likeness(&a)).abs() < 1e-9);
        if !a.bare.is_empty() {
            prop_assert!(a.likeness(&a) >= 0.97);
        }
    }

    #[test]
    fn any_text_gives_numbers_or_none(text in any::<String>()) {
        let _ = DocNumber::parse(&text);
        prop_assert!(DocNumber::all(&text).len() <= 200);
    }
}
