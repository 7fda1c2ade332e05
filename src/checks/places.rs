//! Looking for the places that a clause names: under which names, what became of them, and how to say it.

use super::empty_column::{State, state};
use super::page_mark::{page_violation, unseen};
use crate::facts::{ColumnSpec, Facts, Found, Sighting, TargetState};
use crate::model::{Reason, Text, Undetermined, Verdict, Violation};
use serde_json::{Value, json};
use url::Url;

/// A place that a clause asks for.
#[derive(Debug)]
pub(super) struct Place {
    /// Its name: (Chinese, English).
    pub(super) name: (&'static str, &'static str),
    /// Names it goes by.
    pub(super) names: &'static [&'static str],
    /// Names of what may be it or may hold it; a person has to look.
    pub(super) near: &'static [&'static str],
    /// Words of which one must stand in the name (库), where the word for the kind of place is the point.
    pub(super) must: &'static [&'static str],
}

/// How a place stands on the site.
#[derive(Debug)]
pub(super) enum Stand {
    /// Under none of its names; the nearest name, for evidence.
    Nowhere(Value),
    /// Something of a near name.
    Near(Sighting),
    /// Named (a tab, a heading, a click handled by script), without an address of its own.
    Named(usize),
    /// A page of this site holds something.
    Full,
    /// A page of this site that holds nothing; what was seen.
    Empty(usize, Value),
    /// Every address under the name is dead: the page on which the link stands, the address, why.
    Dead(usize, String, String),
    /// Named, but what stands there was not seen: address, why, what.
    Unseen(String, Reason, String),
    /// It leads to another site or a single page, which answers: the page on which the link stands, the address.
    Elsewhere(usize, String),
}

/// Something that was not seen and in which a place may hide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OpenEnd {
    /// Why it was not seen.
    pub(super) reason: Reason,
    /// Its address, or what it is.
    pub(super) what: String,
}

/// What was found for a place.
#[derive(Debug)]
pub(super) struct Seen {
    /// How it stands.
    pub(super) stand: Stand,
    /// Where its names stand, the best first.
    pub(super) sightings: Vec<Sighting>,
    /// Its pages of this site.
    pub(super) pages: Vec<usize>,
}

impl Place {
    /// Looks for it.
    pub(super) fn look(&self, facts: &Facts) -> Seen {
        let found = facts.columns().find(&spec(self.names));
        let named = |s: &Sighting| self.must.is_empty() || self.must.iter().any(|w| s.name.contains(w));
        let (sightings, nearest) = match found {
            Found::Yes(sightings) => (sightings.into_iter().filter(named).collect(), None),
            Found::No(nearest) => (Vec::new(), nearest),
        };
        if sightings.is_empty() {
            let near = (!self.near.is_empty()).then(|| facts.columns().find(&spec(self.near)));
            if let Some(Found::Yes(near)) = near {
                let pages = facts.column_pages(&near, "");
                return Seen { stand: Stand::Near(near[0].clone()), sightings: near, pages };
            }
            let nearest = nearest.map_or(Value::Null, |(name, likeness, on)| {
                json!({ "name": name, "likeness": (likeness * 100.0).round() / 100.0, "seen_on": facts.pages[on].url() })
            });
            return Seen { stand: Stand::Nowhere(nearest), sightings, pages: Vec::new() };
        }
        let pages = facts.column_pages(&sightings, "");
        Seen { stand: stand(facts, &sightings, &pages), sightings, pages }
    }
}

fn spec(names: &[&str]) -> ColumnSpec {
    ColumnSpec {
        name: names.first().copied().unwrap_or_default().to_owned(),
        synonyms: names.iter().skip(1).map(|n| (*n).to_owned()).collect(),
        under: String::new(),
        unit: String::new(),
        max_age_days: None,
        is_static: false,
    }
}

fn stand(facts: &Facts, sightings: &[Sighting], pages: &[usize]) -> Stand {
    let mut doubt: Option<Stand> = None;
    let mut empty: Option<Stand> = None;
    for &page in pages {
        if matches!(facts.pages[page].record.status, Some(404 | 410)) {
            continue;
        }
        match state(facts, page) {
            State::Full => return Stand::Full,
            State::Empty(evidence) => drop(empty.get_or_insert(Stand::Empty(page, evidence))),
            State::Unseen(reason, what) => {
                doubt.get_or_insert(Stand::Unseen(facts.pages[page].url().to_owned(), reason, what));
            }
        }
    }
    let mut dead: Option<Stand> = None;
    let mut bare: Option<usize> = None;
    for sighting in sightings {
        let Some(url) = sighting.target.as_ref().and_then(|t| Url::parse(&t.0).ok()).filter(is_web) else {
            bare.get_or_insert(sighting.on);
            continue;
        };
        if sighting.target.as_ref().and_then(|t| facts.page_index(t)).is_some_and(|i| pages.contains(&i)) {
            let gone = matches!(facts.target_state(&url), TargetState::Dead { .. });
            if !gone {
                continue;
            }
        }
        match facts.target_state(&url) {
            TargetState::Alive => {
                // A page that answers outranks what was not seen.
                if empty.is_none() {
                    return Stand::Elsewhere(sighting.on, url.into());
                }
            }
            TargetState::Dead { detail, .. } => {
                dead.get_or_insert(Stand::Dead(sighting.on, url.into(), detail));
            }
            TargetState::Unknown { reason, detail, .. } => {
                doubt.get_or_insert(Stand::Unseen(url.into(), reason, detail));
            }
        }
    }
    let named = bare.map(Stand::Named);
    doubt.or(empty).or(dead).or(named).unwrap_or(Stand::Named(sightings[0].on))
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// Gathers what a check answers for the places it looks for.
pub(super) struct Answers<'a> {
    pub(super) facts: &'a Facts,
    home: String,
    /// Where a place may hide that was not found.
    hiding: Vec<OpenEnd>,
    /// What the check answers.
    pub(super) verdict: Verdict,
}

impl<'a> Answers<'a> {
    /// For one site; its home page must have been seen.
    pub(super) fn new(facts: &'a Facts) -> Result<Self, Box<Verdict>> {
        match facts.home() {
            Ok(home) => Ok(Self {
                facts,
                home: home.url().to_owned(),
                hiding: facts.unseen_columns().map(|p| OpenEnd { reason: p.reason, what: p.url.clone() }).collect(),
                verdict: Verdict::default(),
            }),
            Err(missing) => Err(Box::new(unseen(facts, missing))),
        }
    }

    /// The home page's address.
    pub(super) fn home(&self) -> &str {
        &self.home
    }

    /// Adds places where what was not found may hide.
    pub(super) fn may_hide_in(&mut self, more: impl IntoIterator<Item = OpenEnd>) {
        self.hiding.extend(more);
    }

    /// Whether nothing that was not found may hide anywhere.
    pub(super) fn all_seen(&self) -> bool {
        self.hiding.is_empty()
    }

    /// A subject is as it should be.
    pub(super) fn pass(&mut self) {
        self.verdict.tested += 1;
    }

    /// A subject was not found: a violation, unless it may hide where nobody looked.
    pub(super) fn missing(&mut self, target: &str, name: (&str, &str), message: Text, mut evidence: Value) {
        let Some(OpenEnd { reason, what }) = self.hiding.first().cloned() else {
            let home = self.home.clone();
            return self.fault(&home, Some(target), message, evidence);
        };
        let count = self.hiding.len();
        evidence["not_visited"] = json!(self.hiding.iter().take(5).map(|o| &o.what).collect::<Vec<_>>());
        let message = Text::new(
            format!("未找到“{}”，但有{count}处页面或菜单未能看到（如 {what}），请人工核实", name.0),
            format!("\"{}\" was not found, but {count} pages or menus were not seen (such as {what})", name.1),
        );
        let home = self.home.clone();
        self.doubt(&home, Some(target), reason, message, evidence);
    }

    /// A subject is not as it should be.
    pub(super) fn fault(&mut self, url: &str, target: Option<&str>, message: Text, evidence: Value) {
        self.verdict.tested += 1;
        let violation = page_violation(url, message, evidence);
        self.verdict.violations.push(Violation { target: target.map(str::to_owned), ..violation });
    }

    /// A subject that a person has to look at.
    pub(super) fn doubt(&mut self, url: &str, target: Option<&str>, reason: Reason, message: Text, evidence: Value) {
        self.verdict.tested += 1;
        self.verdict.undetermined.push(Undetermined {
            url: url.to_owned(),
            target: target.map(str::to_owned),
            reason,
            message,
            evidence,
        });
    }

    /// Answers for a place that need but be there and lead somewhere; `ask` says what to do about it.
    pub(super) fn presence(&mut self, place: &Place, seen: &Seen, ask: &Text) {
        let (zh, en) = place.name;
        let names = json!(place.names);
        match &seen.stand {
            Stand::Full | Stand::Named(_) | Stand::Elsewhere(..) | Stand::Empty(..) | Stand::Unseen(..) => {
                self.pass();
            }
            Stand::Dead(on, address, detail) => {
                let url = self.facts.pages[*on].url().to_owned();
                let message = Text::new(
                    format!("“{zh}”有名称，但链接打不开（{detail}）。{}", ask.zh),
                    format!("\"{en}\" is named, but its link is dead ({detail}). {}", ask.en),
                );
                let evidence = json!({ "fault": "dead", "address": address, "detail": detail });
                self.fault(&url, Some(zh), message, evidence);
            }
            Stand::Near(near) => {
                let url = self.facts.pages[near.on].url().to_owned();
                let message = Text::new(
                    format!("未见“{zh}”，有名称相近的“{}”，请核实是否即为所要求者", near.name),
                    format!("no \"{en}\"; there is \"{}\" - look whether it is what is asked for", near.name),
                );
                let evidence =
                    json!({ "name": near.name, "address": near.target.as_ref().map(|t| &t.0), "synonyms": names });
                self.doubt(&url, Some(zh), Reason::Ambiguous, message, evidence);
            }
            Stand::Nowhere(nearest) => {
                let near = nearest["name"].as_str();
                let message = Text::new(
                    format!(
                        "全站未找到“{zh}”{}。{}",
                        near.map_or(String::new(), |n| format!("（最接近的是“{n}”）")),
                        ask.zh
                    ),
                    format!(
                        "no \"{en}\" on the site{}. {}",
                        near.map_or(String::new(), |n| format!(" (the nearest is \"{n}\")")),
                        ask.en
                    ),
                );
                let evidence = json!({ "fault": "absent", "synonyms": names, "nearest": nearest });
                self.missing(zh, place.name, message, evidence);
            }
        }
    }

    /// Answers for a place that must hold something.
    pub(super) fn use_of(&mut self, place: &Place, seen: &Seen, ask: &Text) {
        let (zh, en) = place.name;
        match &seen.stand {
            Stand::Empty(page, evidence) => {
                let url = self.facts.pages[*page].url().to_owned();
                let mut evidence = evidence.clone();
                evidence["fault"] = json!("empty");
                let message =
                    Text::new(format!("“{zh}”栏目没有内容。{}", ask.zh), format!("\"{en}\" holds nothing. {}", ask.en));
                self.fault(&url, Some(zh), message, evidence);
            }
            Stand::Unseen(address, reason, what) => {
                let message = Text::new(
                    format!("“{zh}”的内容未能看到（{}），请在浏览器中核实", reason.words().zh),
                    format!("what stands in \"{en}\" was not seen ({what}); look in a browser"),
                );
                let evidence = json!({ "address": address, "unread": what });
                self.doubt(address, Some(zh), *reason, message, evidence);
            }
            Stand::Elsewhere(on, address) => {
                // Answered once, never read: another site, or a page that is no list.
                let page = Url::parse(address).ok().and_then(|u| self.facts.page(&crate::model::PageKey::of(&u)));
                if page.is_some_and(|p| p.readable().is_some()) {
                    return self.pass();
                }
                let url = self.facts.pages[*on].url().to_owned();
                let message = Text::new(
                    format!("“{zh}”指向其他网站，能够打开，其中内容未查看，请人工核实"),
                    format!("\"{en}\" leads to another site, which answers; what stands there was not read"),
                );
                self.doubt(&url, Some(zh), Reason::Budget, message, json!({ "address": address }));
            }
            Stand::Named(on) => {
                let url = self.facts.pages[*on].url().to_owned();
                let message = Text::new(
                    format!("“{zh}”只见名称，点开后的内容由脚本给出或没有地址，请在浏览器中核实"),
                    format!("\"{en}\" is but a name here; a script gives what is behind it, or there is no address"),
                );
                self.doubt(&url, Some(zh), Reason::Script, message, json!({ "seen_on": url }));
            }
            _ => self.presence(place, seen, ask),
        }
    }
}
