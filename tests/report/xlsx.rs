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
    assert_eq!(open(&card::rich(Lang::Zh)).sheet_names(), ["摘要", "指标", "问题清单", "待核实", "证据", "覆盖"]);
    let english = ["Summary", "Indicators", "Findings", "Open questions", "Evidence", "Coverage"];
    assert_eq!(open(&card::rich(Lang::En)).sheet_names(), english);
}

#[test]
fn the_workbook_holds_the_score_the_tree_and_the_findings() {
    let card = card::rich(Lang::Zh);
    let mut book = open(&card);
    let summary = sheet(&mut book, "摘要");
    let (row, column) = find(&summary, "最低");
    assert_eq!(summary[row][column + 1], Data::Float(53.0));
    let (row, column) = find(&summary, "结论");
    assert_eq!(summary[row][column + 1], Data::String("不合格".into()));
    let (row, _) = find(&summary, "合计");
    let sum = |of: fn(&duwang::model::IndicatorScore) -> duwang::model::Points| {
        Data::Float(card.indicators.iter().map(of).sum::<duwang::model::Points>().as_f64())
    };
    assert_eq!(summary[row][2..5], [sum(|i| i.full_marks), sum(|i| i.got.low), sum(|i| i.got.high)]);
    assert!(
        summary.iter().flatten().any(|c| *c == Data::String(card.findings[0].message.clone())),
        "the worst is told"
    );
    let score = sheet(&mut book, "指标");
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
    let mut finding = card.findings[4].clone();
    finding.evidence = serde_json::Value::Null;
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

#[test]
fn every_piece_of_evidence_has_its_row_and_a_way_there() {
    let card = card::rich(Lang::Zh);
    let mut book = open(&card);
    let (findings, evidence) = (sheet(&mut book, "问题清单"), sheet(&mut book, "证据"));
    let told: usize = card.findings.iter().map(|f| f.evidence.as_object().map_or(0, serde_json::Map::len)).sum();
    assert!(told > 0 && evidence.len() > told, "{told} {}", evidence.len());
    // The cell says how many facts there are; they stand in rows of the finding's number.
    for (at, row) in findings.iter().enumerate().skip(1) {
        let Data::String(shown) = &row[8] else { continue };
        let facts: usize = shown.split(' ').next().unwrap().parse().unwrap();
        let of_it = |r: &&Vec<Data>| r[0] == Data::String("问题清单".into()) && r[1] == Data::String(at.to_string());
        assert_eq!(evidence.iter().filter(of_it).count(), facts, "finding {at}");
    }
}

#[test]
fn long_texts_get_the_rows_they_need() {
    let mut card = card::rich(Lang::Zh);
    card.findings[0].message = "栏目长期没有更新，请及时发布。".repeat(12);
    let bytes = report::xlsx(&card).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("xl/worksheets/sheet3.xml").unwrap(), &mut xml).unwrap();
    let row = xml.split("<row r=\"2\"").nth(1).unwrap().split('>').next().unwrap();
    let height: f64 = row.split("ht=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    assert!(height >= 100.0, "{row}");
    assert!(xml.contains("state=\"frozen\"") && xml.contains("<autoFilter"));
}
