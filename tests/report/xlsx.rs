use super::card;
use calamine::{Data, Reader, Xlsx};
use duwang::model::{Lang, Scorecard};
use duwang::report;
use std::io::Cursor;

fn open(card: &Scorecard) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(report::xlsx(card).unwrap())).unwrap()
}

fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Vec<Vec<Data>> {
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn find(rows: &[Vec<Data>], text: &str) -> (usize, usize) {
    let is = |cell: &Data| matches!(cell, Data::String(s) if s == text);
    let row = rows.iter().position(|row| row.iter().any(is)).unwrap_or_else(|| panic!("no cell says {text}"));
    (row, rows[row].iter().position(is).unwrap())
}

#[test]
fn sheets_are_named_in_the_cards_language() {
    assert_eq!(open(&card::rich(Lang::Zh)).sheet_names(), ["得分", "问题清单", "待核实", "覆盖"]);
    assert_eq!(open(&card::rich(Lang::En)).sheet_names(), ["Score", "Findings", "Open questions", "Coverage"]);
}

#[test]
fn the_workbook_holds_the_score_the_tree_and_the_findings() {
    let card = card::rich(Lang::Zh);
    let mut book = open(&card);
    let score = sheet(&mut book, "得分");
    let (row, column) = find(&score, "最低");
    assert_eq!(score[row][column + 1], Data::Float(53.0));
    let (row, column) = find(&score, "结论");
    assert_eq!(score[row][column + 1], Data::String("不合格".into()));
    let (row, _) = find(&score, "1.1.1");
    assert_eq!(score[row][2..6], [Data::Float(15.0), Data::Float(7.0), Data::Float(11.0), Data::String("4–8".into())]);
    assert_eq!(score[row][9], Data::String("2023-12-31 (历史期限)".into()));
    assert_eq!(score[find(&score, "2.2").0][6], Data::String("尚未覆盖".into()));
    let findings = sheet(&mut book, "问题清单");
    assert_eq!(findings.len(), card.findings.len() + 1);
    assert_eq!(findings[2][6], Data::String("规范性文件".into()));
    assert_eq!(findings[2][11], Data::String("县政府办公室、县行政审批局、县融媒体中心".into()));
    let open = sheet(&mut book, "待核实");
    assert_eq!(open.len(), card.open_questions.len() + 1);
    assert_eq!(open[1][10], Data::Float(12.0));
    let coverage = sheet(&mut book, "覆盖");
    assert_eq!(coverage[find(&coverage, "HTTP 404").0][2], Data::Float(24.0));
}

#[test]
fn what_looks_like_a_formula_is_a_string() {
    let mut card = card::rich(Lang::Zh);
    for (finding, start) in card.findings.iter_mut().zip(["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "{=1}"]) {
        finding.message = start.into();
        finding.target = Some(start.into());
        finding.url = start.into();
    }
    card.site.name = "=HYPERLINK(\"http://x.example\")".into();
    card.indicators[0].title = "=1".into();
    let mut book = open(&card);
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).unwrap().is_empty(), "a formula in {name}");
    }
    let findings = sheet(&mut book, "问题清单");
    assert_eq!(findings[1][7], Data::String("=1+1".into()));
    assert_eq!(findings[5][7], Data::String("=1".into()), "control characters go");
}

#[test]
fn texts_and_links_keep_the_limits_of_excel() {
    let mut card = card::rich(Lang::Zh);
    card.findings[0].message = "长".repeat(40_000);
    card.findings[1].message = "𠀀".repeat(20_000);
    card.findings[2].url = format!("https://www.gaoxian.example/{}", "a".repeat(3_000));
    card.findings[3].url = "javascript:alert(1)".into();
    let finding = card.findings[4].clone();
    card.findings.extend(std::iter::repeat_n(finding, 33_000));
    let mut book = open(&card);
    let findings = sheet(&mut book, "问题清单");
    assert_eq!(findings.len(), card.findings.len() + 1);
    for row in [1, 2] {
        let Data::String(text) = &findings[row][7] else { panic!("no text") };
        assert!(text.encode_utf16().count() <= 32_767 && text.ends_with('…'));
    }
    assert_eq!(findings[3][5], Data::String(card.findings[2].url.clone()));
    assert_eq!(findings[4][5], Data::String("javascript:alert(1)".into()));
}

#[test]
fn the_same_card_gives_the_same_workbook() {
    let card = card::rich(Lang::Zh);
    assert_eq!(report::xlsx(&card).unwrap(), report::xlsx(&card).unwrap());
}

#[test]
fn hostile_text_does_not_break_the_workbook() {
    let mut book = open(&card::hostile(Lang::En));
    for name in book.sheet_names() {
        for row in sheet(&mut book, &name) {
            for cell in row {
                if let Data::String(text) = cell {
                    assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
                }
            }
        }
    }
}
