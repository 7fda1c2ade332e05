//! What was made of every number of one page or file, brought together into facts.

use super::context::{self, Whose, whose};
use super::lines::Lines;
use super::mask::{self, Masks};
use super::names;
use super::sighting::{Said, Section, Sighting};
use crate::model::{PersonalData, PersonalKind, PersonalSign};
use std::collections::{BTreeMap, BTreeSet};

/// From so many persons on it is a list.
const LIST: usize = 3;

/// One number and what it came to.
#[derive(Debug)]
struct Entry {
    said: Said,
    place: String,
    sample: String,
    /// In the order of first sight.
    order: usize,
    hidden: bool,
    /// Decided by its table.
    settled: bool,
    /// A line showed it, which tells whether it can be seen.
    lined: bool,
}

/// Every number seen, by kind and digits.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    entries: BTreeMap<(PersonalKind, String), Entry>,
}

impl Sighting {
    /// What stands around it, for people to find it by: numbers masked, names starred.
    pub(super) fn shown(&self) -> String {
        let number = mask::number(&self.number.digits, self.number.kind());
        let line = [context::tail(&self.before, 30), &number, context::head(&self.after, 16)].concat();
        let line = if self.before.is_empty() { [&self.label, " ", &line].concat() } else { line };
        let line = mask::all(&names::without_names(&line)).unwrap_or_else(|| names::without_names(&line));
        context::head(line.trim(), 120).to_owned()
    }
}

impl Gathered {
    /// Whether no number was seen at all.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Notes a sighting. The table a number stands in says more than the line that repeats it; else what is certain counts.
    pub(super) fn note(&mut self, seen: &Sighting, said: Said, place: String, settled: bool) {
        let kind = seen.number.kind();
        let order = self.entries.len();
        let key = (kind, seen.number.digits.clone());
        let certain = |said: Said| matches!(said, Said::Personal(sign) if sign.is_certain());
        let Some(known) = self.entries.get_mut(&key) else {
            let sample = mask::number(&seen.number.digits, kind);
            let (hidden, lined) = (seen.hidden, !settled);
            self.entries.insert(key, Entry { said, place, sample, order, hidden, settled, lined });
            return;
        };
        known.hidden = seen.hidden && (known.hidden || !known.lined);
        known.lined |= !settled;
        let more = certain(said) && !certain(known.said);
        let open = matches!(known.said, Said::Unsaid);
        if (more || open) && !known.settled {
            (known.said, known.place, known.settled) = (said, place, settled);
        }
    }

    /// Judges what lines showed. `hidden` comes from the lines for numbers of tables too.
    pub(super) fn lines(&mut self, lines: &Lines, title: &str) {
        let mut lists: BTreeMap<(PersonalKind, bool), BTreeSet<&str>> = BTreeMap::new();
        let judged: Vec<(&Sighting, Said)> =
            lines.sightings.iter().map(|s| (s, s.judge(title, lines.letters))).collect();
        for (seen, said) in &judged {
            let list =
                matches!(said, Said::Personal(PersonalSign::Lone | PersonalSign::Labelled | PersonalSign::Valid));
            if list && seen.named && seen.section == Section::Other {
                lists.entry((seen.number.kind(), !seen.heads.is_empty())).or_default().insert(&seen.number.digits);
            }
        }
        for (seen, said) in &judged {
            let own = lists.get(&(seen.number.kind(), !seen.heads.is_empty()));
            let listed = own.is_some_and(|l| l.len() >= LIST && l.contains(seen.number.digits.as_str()));
            let said = match said {
                Said::Personal(PersonalSign::Labelled | PersonalSign::Valid) if listed => {
                    Said::Personal(PersonalSign::NameList)
                }
                Said::Personal(PersonalSign::Lone) if listed => match whose(&seen.heads, title) {
                    Whose::Body => Said::Official,
                    Whose::Person => Said::Personal(PersonalSign::NameList),
                    Whose::Unsaid if !seen.heads.is_empty() => Said::Personal(PersonalSign::NameList),
                    Whose::Both | Whose::Unsaid => Said::Personal(PersonalSign::Mixed),
                },
                other => *other,
            };
            let place = if seen.heads.is_empty() { seen.shown() } else { context::head(&seen.heads, 120).to_owned() };
            self.note(seen, said, place, false);
        }
    }

    /// The facts, and which numbers are to be masked.
    pub(super) fn finish(self) -> (Vec<PersonalData>, Masks) {
        let mut masks = Masks::default();
        let mut groups: BTreeMap<(PersonalKind, PersonalSign), Vec<Entry>> = BTreeMap::new();
        // Many ids on one page are a list, however they stand there.
        let ids = self.entries.iter().filter(|((kind, _), e)| {
            *kind == PersonalKind::ResidentId && matches!(e.said, Said::Personal(sign) if sign.is_certain())
        });
        let many = ids.count() >= LIST;
        for ((kind, digits), entry) in self.entries {
            match entry.said {
                Said::Personal(sign) => {
                    masks.add(digits);
                    let listed = many && kind == PersonalKind::ResidentId && sign.is_certain();
                    let sign = if listed && sign != PersonalSign::Letter { PersonalSign::NameList } else { sign };
                    groups.entry((kind, sign)).or_default().push(entry);
                }
                // An office's number is masked where it is kept, as any of its form is.
                Said::Official | Said::Unsaid => {}
                Said::Thing => {
                    masks.things.insert(digits);
                }
            }
        }
        let facts = groups.into_iter().map(|((kind, sign), mut entries)| {
            entries.sort_by_key(|e| e.order);
            PersonalData {
                kind,
                sign,
                count: u32::try_from(entries.len()).unwrap_or(u32::MAX),
                samples: entries.iter().take(PersonalData::MOST_SAMPLES).map(|e| e.sample.clone()).collect(),
                hidden: entries.iter().all(|e| e.hidden),
                place: entries.into_iter().next().map(|e| e.place).unwrap_or_default(),
            }
        });
        (facts.collect(), masks)
    }
}
