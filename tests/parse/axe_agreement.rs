//! The accessibility rules against axe-core, element by element, on saved pages of real portals. `fixtures/axe` holds what
//! axe-core 4.14.1 found there in Chromium (page scripts and outside files blocked): facts, by rule and CSS selector.

use super::answer;
use scraper::{ElementRef, Html, Selector};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Least share of elements named by either on which both agree.
const LEAST: f64 = 0.98;

/// Where we differ on purpose: page, rule, how many elements, why.
const EXPLAINED: &[(&str, &str, usize, &str)] = &[(
    "pingtan_zwgk_index.html",
    "duplicate-id",
    3,
    "axe tells ids of elements that can be focused under a rule of their own, duplicate-id-active",
)];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    axe: String,
    /// Elements of the document in the browser.
    elements: usize,
    rules: BTreeMap<String, Seen>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    tested: u32,
    #[serde(default)]
    violations: Vec<String>,
    #[serde(default)]
    incomplete: Vec<String>,
}

/// What differs.
#[derive(Debug, Default)]
struct Told {
    text: String,
    /// By page and rule.
    counts: BTreeMap<(String, String), usize>,
}

/// One rule over all pages.
#[derive(Debug, Default)]
struct Row {
    tested: u32,
    both: usize,
    both_open: usize,
    axe_only: usize,
    ours_only: usize,
}

fn samples() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    std::env::var_os("DUWANG_SAMPLES").map_or_else(beside, PathBuf::from).join("govcn")
}

/// The elements of a document, by selector.
struct Document {
    html: Html,
}

impl Document {
    /// The position of the first element that the selector finds.
    fn place(&self, selector: &str) -> Option<usize> {
        let found = self.html.select(&Selector::parse(selector).ok()?).next()?;
        self.all().iter().position(|element| *element == found)
    }

    fn places(&self, page: &str, selectors: &[String]) -> BTreeSet<usize> {
        selectors
            .iter()
            .map(|s| self.place(s).unwrap_or_else(|| panic!("{page}: the selector {s} finds nothing")))
            .collect()
    }

    fn all(&self) -> Vec<ElementRef<'_>> {
        self.html.select(&Selector::parse("*").unwrap()).collect()
    }
}

#[test]
fn rules_say_of_real_pages_what_axe_says() {
    let (folder, facts) = (samples(), Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/axe"));
    if !folder.is_dir() {
        println!("skipped: no folder of saved pages at {}", folder.display());
        return;
    }
    let mut table: BTreeMap<String, Row> = BTreeMap::new();
    let mut told = Told::default();
    let mut files: Vec<PathBuf> = std::fs::read_dir(facts).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 15, "{} pages", files.len());
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let seen: Page = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        assert_eq!(seen.axe, "4.14.1", "{name}");
        let body = std::fs::read(folder.join(&name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        compare(&name, &seen, &body, &mut table, &mut told);
    }
    let sum = summed(&table);
    println!("rule: tested by axe, both, both open, axe only, ours only");
    for (rule, row) in &table {
        println!("{rule}: {} {} {} {} {}", row.tested, row.both, row.both_open, row.axe_only, row.ours_only);
    }
    let named = sum.both + sum.both_open + sum.axe_only + sum.ours_only;
    let explained: usize = EXPLAINED.iter().map(|(.., n, _)| n).sum();
    println!("{sum:?}, {explained} of the differences explained\n{}", told.text);
    assert!(named > 100, "only {named} elements were named by either");
    for (page, rule, count, why) in EXPLAINED {
        let differ = told.counts.get(&((*page).to_owned(), (*rule).to_owned()));
        assert_eq!(differ, Some(count), "{page} {rule}: no longer as explained ({why})");
    }
    let differ = sum.axe_only + sum.ours_only - explained;
    assert!(agreed(named, differ) >= LEAST, "{differ} of {named} elements differ:\n{}", told.text);
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred elements")]
fn agreed(named: usize, differ: usize) -> f64 {
    1.0 - differ as f64 / named.max(1) as f64
}

fn summed(table: &BTreeMap<String, Row>) -> Row {
    let mut sum = Row::default();
    for row in table.values() {
        sum.tested += row.tested;
        sum.both += row.both;
        sum.both_open += row.both_open;
        sum.axe_only += row.axe_only;
        sum.ours_only += row.ours_only;
    }
    sum
}

fn compare(name: &str, seen: &Page, body: &[u8], table: &mut BTreeMap<String, Row>, told: &mut Told) {
    let page = duwang::parse::page(&answer(&format!("http://www.example.gov.cn/a/{name}"), "text/html", body));
    let ours = page.markup.as_deref().unwrap_or_else(|| panic!("{name}: no rule ran"));
    assert!(ours.more.is_empty(), "{name}: more faults than are kept: {:?}", ours.more);
    let document = Document { html: Html::parse_document(&String::from_utf8_lossy(body)) };
    assert_eq!(document.all().len(), seen.elements, "{name}: another tree than the browser's");
    let rules: BTreeSet<&str> =
        seen.rules.keys().map(String::as_str).chain(ours.faults.iter().map(|f| f.rule.as_str())).collect();
    // W3C's rule has no twin in axe.
    for rule in rules.into_iter().filter(|r| *r != "duplicate-attribute") {
        let none = Seen::default();
        let axe = seen.rules.get(rule).unwrap_or(&none);
        let (sure, open) = (document.places(name, &axe.violations), document.places(name, &axe.incomplete));
        let of = |wanted: bool| -> BTreeSet<usize> {
            let faults = ours.faults.iter().filter(|f| f.rule == rule && f.open == wanted);
            let paths: Vec<String> = faults.map(|f| f.path.clone()).collect();
            document.places(name, &paths)
        };
        let (our_sure, our_open) = (of(false), of(true));
        let row = table.entry(rule.to_owned()).or_default();
        row.tested += axe.tested;
        row.both += sure.intersection(&our_sure).count();
        row.both_open += open.intersection(&our_open).count();
        let (missed, extra): (Vec<_>, Vec<_>) =
            (sure.difference(&our_sure).collect(), our_sure.difference(&sure).collect());
        row.axe_only += missed.len();
        row.ours_only += extra.len();
        for (whose, places) in [("axe only", &missed), ("ours only", &extra)] {
            for place in places {
                *told.counts.entry((name.to_owned(), rule.to_owned())).or_default() += 1;
                let _ = writeln!(told.text, "{name} {rule} {whose}: element {place}");
            }
        }
    }
}
