use super::card;
use duwang::model::{Lang, Scorecard};
use duwang::report;

fn rows(card: &Scorecard) -> Vec<Vec<String>> {
    let bytes = report::csv(card);
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte-order mark");
    let mut reader = csv::Reader::from_reader(text);
    let mut rows = vec![reader.headers().unwrap().iter().map(str::to_owned).collect()];
    rows.extend(reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()));
    rows
}

#[test]
fn csv_holds_one_line_for_each_finding() {
    let card = card::rich(Lang::Zh);
    let rows = rows(&card);
    assert_eq!(rows.len(), card.findings.len() + 1);
    assert_eq!(rows[0][..4], ["序号", "严重程度", "检查项编号", "检查项"]);
    assert_eq!(rows[2][..5], ["2", "严重", "missing-column", "缺少栏目", "1.1-a、4-b"]);
    assert_eq!(rows[2][6], "县政府办公室、县行政审批局、县融媒体中心");
    assert_eq!(rows[2][8], "规范性文件");
    assert_eq!(
        rows[2][10],
        "最相近者：(相似度：0.5；标题：文件解读)；页面数：1204；同义名称：行政规范性文件、规范文件"
    );
    let lines = report::csv(&card).split(|&b| b == b'\n').filter(|l| !l.is_empty()).count();
    assert_eq!(lines, card.findings.len() + 1, "no line end inside a cell");
}

#[test]
fn csv_in_english_has_english_words() {
    let rows = rows(&card::rich(Lang::En));
    assert_eq!(rows[0][..4], ["No.", "Severity", "Check id", "Check"]);
    assert_eq!(rows[3][3], "Dead link");
    assert!(rows[3][10].contains("Reason: HTTP 404; Referring pages: 3; HTTP status: 404"), "{}", rows[3][10]);
}

#[test]
fn cells_that_look_like_formulas_are_text() {
    let starts = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        " =1",
        "\u{200b}=1",
        "\u{feff}@x",
        "\u{3000}=1",
    ];
    for start in starts {
        let mut card = card::rich(Lang::Zh);
        card.findings[0].message = start.into();
        card.findings[0].url = start.into();
        card.findings[0].target = Some(start.into());
        let rows = rows(&card);
        for column in [7, 8, 9] {
            assert!(rows[1][column].starts_with('\''), "{start:?} became {:?}", rows[1][column]);
        }
    }
}

#[test]
fn csv_has_no_control_characters_of_the_site() {
    for row in rows(&card::hostile(Lang::Zh)) {
        for cell in row {
            assert!(!cell.chars().any(|c| c.is_control() || c == '\u{202e}'), "{cell:?}");
        }
    }
}
