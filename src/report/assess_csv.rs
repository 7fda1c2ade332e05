use super::assess_sheets::{is_vetoed, site_name, used};
use super::{clean, html_view, labels};
use crate::model::{Assessment, Points, SiteYear, VetoState};

/// Columns before those of the first level, in order, as keys of the label table.
const COLUMNS: &[&str] = &[
    "assess.rank",
    "assess.places",
    "assess.site_id",
    "site",
    "url",
    "grade",
    "low",
    "high",
    "full_marks",
    "bonus",
    "assess.decided",
    "vetoes_failed",
    "assess.open",
    "assess.used",
    "because",
];

/// `assessment.csv`: one line for each site, in the order of the ranking, with the subtotals of the first level. In the
/// form of `findings.csv`.
///
/// # Panics
/// Never: memory takes any bytes, and every record has the same columns.
#[must_use]
pub fn assess_csv(year: &Assessment) -> Vec<u8> {
    let lang = year.lang;
    let bom = "\u{feff}".as_bytes().to_vec();
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(bom);
    let memory = "a vector takes any bytes and every record has the same columns";
    let first: Vec<(usize, String)> = year
        .outline
        .iter()
        .enumerate()
        .filter(|(_, i)| i.level == 1)
        .map(|(at, i)| (at, format!("{} {}", i.id, i.title)))
        .collect();
    let head = COLUMNS.iter().map(|key| labels::word(lang, key).to_owned());
    let head: Vec<String> = head.chain(first.iter().map(|(_, name)| harmless(name))).collect();
    out.write_record(&head).expect(memory);
    for site in &year.sites {
        let mut cells = record(year, site);
        cells.extend(
            first.iter().map(|(at, _)| site.indicators.get(*at).map_or_else(String::new, |i| html_view::range(i.got))),
        );
        out.write_record(cells.iter().map(|cell| harmless(cell))).expect(memory);
    }
    out.into_inner().expect(memory)
}

fn record(year: &Assessment, site: &SiteYear) -> Vec<String> {
    let lang = year.lang;
    let list = labels::word(lang, "list");
    let places = site.places.map_or_else(String::new, |p| format!("{}–{}", p.best, p.worst));
    let points = |pick: fn(&crate::model::YearScore) -> Points| {
        // The total of a vetoed site does not count.
        site.score.as_ref().filter(|_| !is_vetoed(site)).map_or_else(String::new, |s| pick(s).to_string())
    };
    let mut vetoes: Vec<&str> =
        site.vetoes.iter().filter(|v| v.counts && v.state == VetoState::Failed).map(|v| v.rule.as_str()).collect();
    vetoes.dedup();
    vec![
        site.rank.map_or_else(String::new, |r| r.to_string()),
        places,
        site.site.id.clone(),
        site_name(site).to_owned(),
        site.site.url.clone(),
        labels::grade(lang, site.grade).to_owned(),
        points(|s| s.low),
        points(|s| s.high),
        points(|s| s.full_marks),
        points(|s| s.bonus),
        site.score.map_or_else(String::new, |s| html_view::percent(s.decided)),
        vetoes.join(list),
        site.open.to_string(),
        used(site, lang),
        site.because.clone(),
    ]
}

/// Text stays text in a spreadsheet.
fn harmless(cell: &str) -> String {
    let cell = clean::line(cell);
    if clean::is_formula(&cell) { format!("'{cell}") } else { cell.into_owned() }
}
