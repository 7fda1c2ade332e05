//! Snippets of pages, half of them innocent, with what must be found in each.

use super::made;
use duwang::model::{Page, PersonalData, PersonalKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

#[derive(Debug, Deserialize)]
struct Snippets {
    snippet: Vec<Snippet>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Snippet {
    name: String,
    title: String,
    html: String,
    #[serde(default)]
    certain: String,
    #[serde(default)]
    open: String,
}

fn snippets() -> Vec<Snippet> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/personal/snippets.toml");
    toml::from_str::<Snippets>(&std::fs::read_to_string(path).unwrap()).unwrap().snippet
}

fn read(snippet: &Snippet) -> Page {
    let (title, body) = (&snippet.title, made::filled(&snippet.html));
    super::super::read(&format!("<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"))
}

/// `resident-id:3 mobile:1` by kind.
fn counts(told: &str) -> BTreeMap<String, u32> {
    told.split_whitespace()
        .map(|part| part.split_once(':').unwrap())
        .map(|(kind, n)| (kind.to_owned(), n.parse().unwrap()))
        .collect()
}

fn found(data: &[PersonalData], certain: bool) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    for fact in data.iter().filter(|d| d.sign.is_certain() == certain) {
        let kind = match fact.kind {
            PersonalKind::ResidentId => "resident-id",
            PersonalKind::Mobile => "mobile",
            PersonalKind::BankCard => "bank-card",
        };
        *found.entry(kind.to_owned()).or_default() += fact.count;
    }
    found
}

#[test]
fn each_snippet_shows_what_it_says() {
    let snippets = snippets();
    let mut told = String::new();
    let (mut wanted, mut right, mut wrong) = (0, 0, 0);
    for snippet in &snippets {
        let page = read(snippet);
        for (certain, want) in [(true, counts(&snippet.certain)), (false, counts(&snippet.open))] {
            let have = found(&page.personal, certain);
            let hit: u32 = want.iter().map(|(kind, n)| have.get(kind).copied().unwrap_or(0).min(*n)).sum();
            let all: u32 = have.values().sum();
            wanted += want.values().sum::<u32>();
            right += hit;
            wrong += all - hit;
            if want != have {
                let sort = if certain { "certain" } else { "open" };
                writeln!(told, "{}: {sort} {have:?}, not {want:?}: {:?}", snippet.name, page.personal).unwrap();
            }
        }
    }
    let innocent = snippets.iter().filter(|s| s.certain.is_empty() && s.open.is_empty()).count();
    assert!(snippets.len() >= 80 && innocent * 2 >= snippets.len(), "{} snippets, {innocent} innocent", snippets.len());
    assert_eq!(wrong, 0, "{wrong} found that should not be (of {wanted} wanted {right} were found):\n{told}");
    assert!(right * 100 >= wanted * 97, "{right} of {wanted} found:\n{told}");
}
