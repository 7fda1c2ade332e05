//! From the prepared workbook through people's hands to figures.

use super::book::{Page, Put, pages, written};
use super::{open, pack, run, site};
use duwang::assess::{Claims, Offered, SiteRuns, read_marks, rows, site_year};
use duwang::model::{AskedSite, Asking, Grade, HandVerdict, Lang, Points};
use duwang::report;
use duwang::rules::RuleSet;
use duwang::score::HandMarks;
use std::collections::BTreeMap;
use std::io::Read as _;

pub(super) fn runs() -> SiteRuns {
    site(vec![run("2026-09-01", (9, 2, 1), (5, 0, 1))])
}

/// The workbook for these runs.
pub(super) fn prepared(set: &RuleSet, runs: &SiteRuns, lang: Lang) -> Vec<u8> {
    let rows = rows(set, &open(set, runs), &|_| None, &HandMarks::new(), (&runs.site.id, 2026, lang));
    let asking = Asking {
        lang,
        year: 2026,
        pack: set.pack.reference.clone(),
        policy: set.pack.assess.clone(),
        sites: vec![AskedSite { site: runs.site.clone(), rows }],
    };
    report::asking(&asking, None).unwrap()
}

pub(super) fn page(set: &RuleSet) -> Page {
    let mut found = pages(&prepared(set, &runs(), Lang::Zh));
    assert_eq!(found.len(), 1);
    found.remove(0)
}

pub(super) fn read(set: &RuleSet, books: &[Vec<u8>]) -> Result<Claims, Vec<String>> {
    let offered =
        Offered { set, year: 2026, sites: BTreeMap::from([("gao".to_owned(), open(set, &runs()))]), some_only: false };
    let books: Vec<(String, Vec<u8>)> =
        books.iter().enumerate().map(|(at, bytes)| (format!("表{}.xlsx", at + 1), bytes.clone())).collect();
    read_marks(&books, &offered).map_err(|faults| faults.iter().map(|f| f.text(Lang::Zh)).collect())
}

#[test]
fn a_row_for_everything_left_to_people_and_nothing_else() {
    let set = pack("");
    let page = page(&set);
    let at = page.head.iter().position(|h| h == "规则编号").unwrap();
    let rules: Vec<&Put> = page.rows.iter().map(|r| &r[at]).collect();
    assert_eq!(rules, ["1-a", "1-b", "2-a", "3", "V-a"].map(|r| Put::Text(r.into())).iter().collect::<Vec<_>>());
    for (rule, heading, text) in [
        ("1-a", "一级指标", "公开"),
        ("1-a", "牵头单位", "县政府办公室"),
        ("1-a", "责任单位", "各镇"),
        ("1-a", "依据条款", "G01"),
        ("1-a", "分值", "10"),
        ("1-a", "可得最低", "4"),
        ("1-a", "可得最高", "6"),
        ("1-b", "可得最高", "5"),
        ("3", "分值", "20"),
        ("V-a", "分值", "Nothing"),
    ] {
        assert_eq!(page.text(rule, heading), text, "{rule} {heading}");
    }
    assert!(page.text("3", "怎么看").contains("须到现场看"));
    assert!(page.rows.iter().all(|r| page.head.iter().zip(r).all(|(h, c)| h != "得分" || *c == Put::Nothing)));
}

#[test]
fn what_was_filled_in_comes_out_as_figures() {
    let set = pack("");
    let mut page = page(&set);
    page.mark("1-a", 5.0, "一处确实打不开");
    // As a Chinese keyboard writes it.
    page.put("1-b", "得分", Put::Text("４．５分".into()));
    page.put("1-b", "理由", Put::Text("个别栏目内容单薄".into()));
    page.put("1-b", "评分人", Put::Text("张三".into()));
    page.put("2-a", "结论", Put::Text("认可".into()));
    page.put("3", "结论", Put::Text("部分认可".into()));
    page.mark("3", 12.0, "两处没有公示牌");
    page.put("V-a", "结论", Put::Text("认可".into()));
    let whole = written(&[page.clone()]);
    // Rows and columns moved.
    page.turn();
    for book in [whole, written(&[page])] {
        let claims = read(&set, &[book]).unwrap();
        let marks = &claims.marks["gao"];
        assert_eq!(marks["1-b"].points, Some(Points(450)));
        assert_eq!((marks["1-b"].assessor.as_str(), marks["1-b"].verdict), ("张三", None));
        assert_eq!(marks["3"].verdict, Some(HandVerdict::Partly));
        assert!(marks["1-a"].place.contains("表1.xlsx") && marks["1-a"].place.contains('行'), "{}", marks["1-a"].place);
        let year = site_year(&set, &runs(), marks, Lang::Zh);
        // 40 - 5 - 0.5, 30, 12, 10.
        assert_eq!(year.score.unwrap().low, Points(8650));
        assert_eq!((year.grade, year.open), (Grade::Pass, 0));
    }
}

#[test]
fn an_untouched_workbook_changes_nothing() {
    let set = pack("");
    for lang in [Lang::Zh, Lang::En] {
        let claims = read(&set, &[prepared(&set, &runs(), lang)]).unwrap();
        assert_eq!(claims, Claims::default());
    }
}

#[test]
fn the_english_workbook_is_read_as_well() {
    let set = pack("");
    let mut page = pages(&prepared(&set, &runs(), Lang::En)).remove(0);
    let verdict = page.head.iter().position(|h| h == "Verdict").unwrap();
    for row in &mut page.rows {
        row[verdict] = Put::Text("accepted".into());
    }
    let claims = read(&set, &[written(&[page])]).unwrap();
    let year = site_year(&set, &runs(), &claims.marks["gao"], Lang::En);
    assert_eq!(year.score.unwrap().low, Points(9600));
}

#[test]
fn two_people_mark_halves_and_one_row_twice_alike() {
    let set = pack("");
    let (mut one, mut two) = (page(&set), page(&set));
    one.mark("1-b", 3.0, "少");
    two.mark("1-b", 3.0, "少");
    two.mark("2-a", 30.0, "");
    let claims = read(&set, &[written(&[one]), written(&[two])]).unwrap();
    assert_eq!(claims.marks["gao"].len(), 2);
    assert_eq!(claims.notes.len(), 1);
    assert!(claims.notes[0].zh.contains("表1.xlsx") && claims.notes[0].zh.contains("表2.xlsx"), "{:?}", claims.notes);
}

/// The text of every part of the workbook: a zip archive's files, by its central directory.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let u16_at = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let u32_at = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]) as usize;
    // From the central directory: its entries know the sizes.
    let end = (0..bytes.len() - 21).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06")).unwrap();
    let (count, mut at) = (u16_at(end + 10), u32_at(end + 16));
    let mut parts = BTreeMap::new();
    for _ in 0..count {
        let (method, packed, name_len) = (u16_at(at + 10), u32_at(at + 20), u16_at(at + 28));
        let (extra, comment, local) = (u16_at(at + 30), u16_at(at + 32), u32_at(at + 42));
        let name = String::from_utf8(bytes[at + 46..at + 46 + name_len].to_vec()).unwrap();
        let from = local + 30 + u16_at(local + 26) + u16_at(local + 28);
        let data = &bytes[from..from + packed];
        let mut text = String::new();
        if method == 8 {
            flate2::read::DeflateDecoder::new(data).read_to_string(&mut text).unwrap();
        } else {
            text = String::from_utf8_lossy(data).into_owned();
        }
        parts.insert(name, text);
        at += 46 + name_len + extra + comment;
    }
    parts
}

#[test]
fn the_sheet_is_protected_with_drop_downs_and_no_formula_in_a_cell() {
    let set = pack("");
    let mut site = runs();
    site.site.name = "=HYPERLINK(\"http://evil.example\")".into();
    let parts = parts(&prepared(&set, &site, Lang::Zh));
    let sheet = &parts["xl/worksheets/sheet2.xml"];
    assert!(sheet.contains("<sheetProtection ") && !sheet.contains("password"), "{sheet}");
    assert!(sheet.contains("type=\"list\"") && sheet.contains("认可,部分认可,不认可,不适用"), "{sheet}");
    assert!(sheet.contains("type=\"decimal\""));
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("<autoFilter "));
    assert!(sheet.contains("hidden=\"1\""), "the key's column");
    for (name, text) in &parts {
        assert!(!text.contains("<f>"), "a formula in a cell of {name}");
    }
    assert!(parts["xl/styles.xml"].contains("locked=\"0\""));
}

#[test]
fn the_same_questions_give_the_same_bytes() {
    let set = pack("");
    assert_eq!(prepared(&set, &runs(), Lang::Zh), prepared(&set, &runs(), Lang::Zh));
}
