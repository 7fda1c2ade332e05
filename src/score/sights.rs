//! Which findings have something to see on a page, and what.

use crate::facts::Facts;
use crate::model::{Finding, PageKey, PictureWanted, Points, Scorecard, Severity, Sight};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// The check whose findings are never shown, nor the pages they stand on.
const PERSONAL: &str = "leaked-personal-data";

/// Longest text that is looked for on a page, in characters.
const LONGEST_TEXT: usize = 200;

/// A finding that can be seen.
struct Candidate<'a> {
    /// The weightiest first; then as the card lists them.
    weight: (Severity, Reverse<Points>, usize),
    page: PageKey,
    finding: &'a Finding,
    sight: Sight,
}

/// Pages of which no picture is taken: they show personal data, or a person's letter.
#[must_use]
pub fn private_pages(facts: &Facts) -> BTreeSet<PageKey> {
    let private = facts.pages.iter().filter(|fact| {
        fact.page.as_ref().is_some_and(|page| {
            !page.personal.is_empty() || page.participation.as_ref().is_some_and(|p| p.letter.is_some())
        })
    });
    private.flat_map(|fact| [key(&fact.record.url), key(fact.url())]).flatten().collect()
}

/// The findings of which pictures tell most, at most `most`: failed vetoes first, then by severity, then by the marks that
/// their rules lost; of the same check on the same page the second comes after the first of all others. Findings about
/// personal data are not among them, nor any on a page that has such, or in `private`.
#[must_use]
pub fn sights(cards: &[Scorecard], private: &BTreeSet<PageKey>, most: usize) -> Vec<PictureWanted> {
    let mut private = private.clone();
    for card in cards {
        let found = card.findings.iter().filter(|f| f.check == PERSONAL).map(|f| (&f.url, &f.target));
        let open = card.open_questions.iter().filter(|q| q.check == PERSONAL).map(|q| (&q.url, &q.target));
        private
            .extend(found.chain(open).flat_map(|(url, target)| [key(url), target.as_deref().and_then(key)]).flatten());
    }
    let mut ranked: Vec<Candidate<'_>> = Vec::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for card in cards {
        let lost = lost(card);
        for (at, finding) in card.findings.iter().enumerate() {
            if !known.insert(&finding.fingerprint) {
                continue;
            }
            let Some(page) = key(&finding.url).filter(|page| !private.contains(page)) else { continue };
            let Some(sight) = sight(finding) else { continue };
            let points = finding.rules.iter().filter_map(|rule| lost.get(rule.as_str())).max().copied();
            let weight = (finding.severity, Reverse(points.unwrap_or_default()), at);
            ranked.push(Candidate { weight, page, finding, sight });
        }
    }
    ranked.sort_by_key(|candidate| candidate.weight);
    let mut before: BTreeMap<(PageKey, &str), usize> = BTreeMap::new();
    let mut rounds: Vec<(usize, PictureWanted)> = Vec::new();
    for Candidate { page, finding, sight, .. } in ranked {
        let round = before.entry((page, &finding.check)).or_default();
        let wanted = PictureWanted { fingerprint: finding.fingerprint.clone(), url: finding.url.clone(), sight };
        rounds.push((*round, wanted));
        *round += 1;
    }
    rounds.sort_by_key(|(round, _)| *round);
    rounds.into_iter().take(most).map(|(_, wanted)| wanted).collect()
}

/// The key of an address that can be asked for again: not one of which a part was masked.
fn key(address: &str) -> Option<PageKey> {
    let url = Url::parse(address).ok().filter(|url| crate::model::is_web(url) && !address.contains('*'))?;
    Some(PageKey::of(&url))
}

/// What each rule of a card lost for certain.
fn lost(card: &Scorecard) -> BTreeMap<&str, Points> {
    let mut lost = BTreeMap::new();
    let mut left: Vec<_> = card.indicators.iter().collect();
    while let Some(indicator) = left.pop() {
        lost.extend(indicator.rules.iter().map(|rule| (rule.id.as_str(), rule.lost.low)));
        left.extend(&indicator.children);
    }
    lost
}

/// What of a finding can be seen on its page; none where there is nothing to point at.
fn sight(finding: &Finding) -> Option<Sight> {
    let evidence = &finding.evidence;
    let told = |name: &str| evidence[name].as_str().map(str::trim).filter(|text| !text.is_empty());
    let address = |address: Option<&str>| address.map(|a| Sight { address: Some(a.to_owned()), ..Sight::default() });
    match finding.check.as_str() {
        PERSONAL => None,
        // What a head says is seen nowhere on the page.
        "hidden-link" if told("reason") == Some("stuffed-head") => None,
        "hidden-link" | "dead-link" | "wrong-link" => address(finding.target.as_deref()),
        "misspelling" => Some(Sight { context: told("excerpt").map(str::to_owned), ..text(told("wrong")?)? }),
        "placeholder-page" => told("excerpt").map_or_else(|| Some(Sight::default()), text),
        "empty-column" => told("says").map_or_else(|| Some(Sight::default()), text),
        "stale-column" => match &evidence["newest"] {
            serde_json::Value::Null => Some(Sight::default()),
            newest => address(newest["url"].as_str()),
        },
        _ => told("path").map_or_else(
            || text(evidence["seen"]["value"].as_str()?),
            |path| {
                // The document itself, or what stands in its head.
                let whole = matches!(path, "html" | "body" | "head")
                    || path.starts_with("head ")
                    || path.starts_with("html > head");
                (!whole).then(|| Sight {
                    path: Some(path.to_owned()),
                    snippet: told("snippet").map(str::to_owned),
                    ..Sight::default()
                })
            },
        ),
    }
}

/// A text that stands on the page; one that was cut, as far as it goes.
fn text(told: &str) -> Option<Sight> {
    let whole = told.trim().trim_end_matches(['…', '.']).trim();
    // A masked number is not what stands there.
    let usable = !whole.is_empty() && whole.chars().count() <= LONGEST_TEXT && !whole.contains('*');
    usable.then(|| Sight { text: Some(whole.to_owned()), ..Sight::default() })
}
