use duwang::facts::{Builder, Facts, ItemDay, TitleSource, Words};
use duwang::model::{
    Article, DateFact, DateSource, FetchRecord, Item, ItemSource, Link, LinkKind, Page, PageKey, PageRecord, PageRole,
    Region, Run, RunStatus, Site,
};
use std::collections::BTreeMap;
use url::Url;

const HOST: &str = "http://www.titles.gov.cn";

fn address(path: &str) -> String {
    format!("{HOST}{path}")
}

fn date(day: &str) -> DateFact {
    DateFact { date: day.parse().unwrap(), time: None, source: DateSource::List, raw: day.to_owned() }
}

fn item(title: &str, path: &str, day: Option<&str>) -> Item {
    Item {
        title: title.to_owned(),
        target: if path.is_empty() { String::new() } else { address(path) },
        date: day.map(date),
        source: ItemSource::Markup,
        list: 0,
        heading: None,
        heading_target: None,
    }
}

fn link(text: &str, path: &str) -> Link {
    Link {
        target: address(path),
        raw: None,
        kind: LinkKind::Anchor,
        text: text.to_owned(),
        region: Region::Other,
        hidden: None,
        scripted: false,
        ask: None,
    }
}

fn record(seq: u64, path: &str, page: Page) -> PageRecord {
    let url = address(path);
    PageRecord {
        seq,
        key: PageKey::of(&Url::parse(&url).unwrap()),
        role: if path == "/" { PageRole::Home } else { PageRole::Page },
        depth: u32::from(path != "/"),
        referrer: String::new(),
        record: FetchRecord {
            url: url.clone(),
            final_url: url.clone(),
            hops: Vec::new(),
            status: Some(200),
            failure: None,
            attempts: 1,
            headers: BTreeMap::new(),
            bytes: 1,
            whole: true,
            sha256: None,
            first_byte_ms: 1,
            total_ms: 1,
            at_ms: 0,
            peer: None,
            unchanged: false,
        },
        page: Some(Page { url, ..page }),
        parse_fault: None,
        guess: None,
        basis: None,
    }
}

fn facts(pages: Vec<(&str, Page)>) -> Facts {
    let mut builder = Builder::new(Run {
        id: "titles".to_owned(),
        site: Site { id: "titles".to_owned(), name: String::new(), url: address("/") },
        as_of: "2026-11-20".parse().unwrap(),
        started_ms: 0,
        finished_ms: Some(1),
        status: RunStatus::Complete,
        stopped_by: None,
        requests: 0,
        settings: "{}".to_owned(),
    });
    for (seq, (path, page)) in pages.into_iter().enumerate() {
        builder.page(record(seq as u64, path, page));
    }
    builder.build()
}

fn words(any: &[&str], all: &[&str]) -> Words {
    let owned = |w: &[&str]| w.iter().map(|&w| w.to_owned()).collect::<Vec<_>>();
    Words::new(&owned(any), &owned(all)).unwrap()
}

#[test]
fn a_target_is_found_once_under_the_title_that_says_most() {
    let article = Article {
        title: "云岚县收费目录清单（2026年版）".to_owned(),
        published: Some(date("2026-03-02")),
        body_chars: 300,
        ..Article::default()
    };
    let home = Page {
        items: vec![
            item("云岚县收费目录清单", "/a/1.html", None),
            item("收费目录清单", "/a/2.html", Some("2026-01-05")),
        ],
        links: vec![link("收费目录清单", "/a/1.html"), link("收费目录清单", "/a/2.html")],
        ..Page::default()
    };
    let facts = facts(vec![("/", home), ("/a/1.html", Page { article: Some(article), ..Page::default() })]);
    let found = facts.titles().find(&words(&["收费目录清单"], &[]));
    let told: Vec<_> = found.iter().map(|t| (t.title.as_str(), t.source, t.day)).collect();
    assert_eq!(
        told,
        [
            ("收费目录清单", TitleSource::Item, ItemDay::On("2026-01-05".parse().unwrap())),
            ("云岚县收费目录清单（2026年版）", TitleSource::Article, ItemDay::On("2026-03-02".parse().unwrap())),
        ]
    );
}

#[test]
fn titles_are_matched_without_regard_to_width_blanks_and_signs() {
    let home = Page {
        items: vec![item("办事 “一 本 通”", "/a/1.html", None), item("ＡＢＣ一本", "/a/2.html", None)],
        ..Page::default()
    };
    let facts = facts(vec![("/", home)]);
    assert_eq!(facts.titles().find(&words(&["办事一本通"], &[])).len(), 1);
    assert_eq!(facts.titles().find(&words(&["abc"], &[])).len(), 1);
    // A word never reaches from one title into the next.
    assert_eq!(facts.titles().find(&words(&["本通abc"], &[])).len(), 0);
}

#[test]
fn all_words_must_stand_in_one_title() {
    let home = Page {
        items: vec![
            item("“一卡通”补贴政策清单", "/a/1.html", None),
            item("一卡通发放", "/a/2.html", None),
            item("补贴清单", "/a/3.html", None),
        ],
        ..Page::default()
    };
    let facts = facts(vec![("/", home)]);
    let found = facts.titles().find(&words(&[], &["一卡通", "清单"]));
    assert_eq!(found.iter().map(|t| t.title.as_str()).collect::<Vec<_>>(), ["“一卡通”补贴政策清单"]);
    let found = facts.titles().find(&words(&["政策", "目录"], &["一卡通"]));
    assert_eq!(found.len(), 1);
    assert!(Words::new(&["、".to_owned()], &[]).is_none());
}

#[test]
fn what_leads_nowhere_or_to_its_own_page_has_no_target() {
    let mut script = link("政务地图", "/");
    script.target = String::new();
    script.raw = Some("javascript:openMap()".to_owned());
    script.scripted = true;
    let home =
        Page { links: vec![script, link("便民地图", "/#top"), link("办事地图", "/")], ..Page::default() };
    let facts = facts(vec![("/", home)]);
    let found = facts.titles().find(&words(&["地图"], &[]));
    let told: Vec<_> = found.iter().map(|t| (t.title.as_str(), t.target.is_some(), t.scripted)).collect();
    assert_eq!(told, [("政务地图", false, true), ("便民地图", false, true), ("办事地图", false, false)]);
}

#[test]
fn names_of_files_are_titles() {
    let home = Page {
        links: vec![
            link("下载", "/f/%E5%8A%9E%E4%BA%8B%E4%B8%80%E6%9C%AC%E9%80%9A.pdf"),
            link("下载", "/down.jsp?name=%E5%BA%9F%E6%AD%A2%E7%9B%AE%E5%BD%95.docx"),
            // GBK, and a number: no names that people gave.
            link("下载", "/f/%B0%EC%CA%C2.pdf"),
            link("下载", "/f/P020260302.pdf"),
        ],
        ..Page::default()
    };
    let facts = facts(vec![("/", home)]);
    let names = |word: &str| facts.titles().find(&words(&[word], &[])).iter().map(|t| t.source).collect::<Vec<_>>();
    assert_eq!(names("办事一本通"), [TitleSource::File]);
    assert_eq!(names("废止目录"), [TitleSource::File]);
    assert_eq!(facts.titles().len(), 3);
}

/// A menu of 200 links on 400 pages is 200 titles, not 80,000.
#[test]
fn what_stands_on_every_page_is_kept_once() {
    let menu: Vec<Link> = (0..200).map(|i| link(&format!("栏目甲{i}"), &format!("/c/{i}/"))).collect();
    let paths: Vec<String> = (0..400).map(|i| if i == 0 { "/".to_owned() } else { format!("/p/{i}.html") }).collect();
    let pages = paths.iter().map(|p| (p.as_str(), Page { links: menu.clone(), ..Page::default() })).collect();
    let facts = facts(pages);
    assert_eq!(facts.titles().len(), 200);
    assert_eq!(facts.titles().find(&words(&["栏目甲"], &[])).len(), 200);
}
