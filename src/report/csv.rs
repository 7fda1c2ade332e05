use super::index::Index;
use super::{clean, evidence, labels};
use crate::model::{Finding, Lang, Scorecard};

/// Columns, in order, as keys of the label table.
const COLUMNS: &[&str] = &[
    "number",
    "severity",
    "check_id",
    "check",
    "rules",
    "clause",
    "units",
    "page",
    "target",
    "message",
    "evidence",
    "occurrences",
    "first_seen",
    "status",
    "fingerprint",
];

/// `findings.csv`: UTF-8 with a byte-order mark (Excel in China takes it for GBK otherwise), CRLF, a header row in the
/// card's language and one line for each finding.
///
/// Cells that a spreadsheet could take for a formula begin with `'`; control characters and line ends are gone.
///
/// # Panics
/// Never: memory takes any bytes, and every record has the same columns.
#[must_use]
pub fn csv(card: &Scorecard) -> Vec<u8> {
    let index = Index::of(card);
    let bom = "\u{feff}".as_bytes().to_vec();
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(bom);
    let memory = "a vector takes any bytes and every record has the same columns";
    out.write_record(COLUMNS.iter().map(|key| labels::word(card.lang, key))).expect(memory);
    for (at, finding) in card.findings.iter().enumerate() {
        let cells = record(at + 1, finding, &index, card.lang);
        out.write_record(cells.iter().map(|cell| harmless(cell))).expect(memory);
    }
    out.into_inner().expect(memory)
}

fn record(number: usize, finding: &Finding, index: &Index<'_>, lang: Lang) -> [String; 15] {
    let list = labels::word(lang, "list");
    [
        number.to_string(),
        labels::severity(lang, finding.severity).to_owned(),
        finding.check.clone(),
        labels::name(lang, "check", &finding.check).into_owned(),
        finding.rules.join(list),
        index.clauses(finding).join(list),
        index.units(finding).join(list),
        finding.url.clone(),
        finding.target.clone().unwrap_or_default(),
        finding.message.clone(),
        evidence::text(&finding.evidence, lang, labels::word(lang, "semicolon")),
        finding.occurrences.to_string(),
        finding.first_seen.clone(),
        labels::name(lang, "status", &finding.status).into_owned(),
        finding.fingerprint.clone(),
    ]
}

/// Text stays text in a spreadsheet.
fn harmless(cell: &str) -> String {
    let cell = clean::line(cell);
    if clean::is_formula(&cell) { format!("'{cell}") } else { cell.into_owned() }
}
