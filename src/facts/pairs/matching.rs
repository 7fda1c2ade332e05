use super::links::Named;
use super::reading::Readings;
use super::subject_index::SubjectIndex;
use super::{Basis, Pair, Reading};
use crate::facts::{DocNumber, Document, Facts, Subject, quoted};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Titles at least so alike name the same document.
const SAME: f64 = 0.84;
/// Titles at least so alike may name the same document.
const MAYBE: f64 = 0.62;
/// An interpretation published so many days before its policy was even signed explains another edition.
const BEFORE_DAYS: i32 = 60;
/// Editions this far apart are told apart by the day of the interpretation.
const APART_DAYS: i32 = 45;
/// The text of an interpretation in which its policy is named.
const HEAD: usize = 600;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Matched {
    pub(super) sure: Vec<Pair>,
    pub(super) doubtful: Vec<Pair>,
}

struct Matching<'a> {
    facts: &'a Facts,
    policies: Vec<&'a Document>,
    index: SubjectIndex,
    /// Positions in `policies` by year and serial number.
    numbers: BTreeMap<(i16, u32), Vec<usize>>,
    named: Named,
}

/// Signs of one policy for one interpretation.
#[derive(Debug, Default, Clone)]
struct Signs {
    basis: BTreeSet<Basis>,
    likeness: f64,
}

/// Pairs all interpretations with the site's policies.
pub(super) fn pair(facts: &Facts, readings: &Readings) -> Matched {
    let policies: Vec<&Document> = facts.own_policies().collect();
    let mut numbers: BTreeMap<(i16, u32), Vec<usize>> = BTreeMap::new();
    for (at, policy) in policies.iter().enumerate() {
        if let Some(number) = policy.number.as_ref().filter(|n| n.year > 0) {
            numbers.entry((number.year, number.serial)).or_default().push(at);
        }
    }
    let index = SubjectIndex::of(policies.iter().copied().enumerate());
    let named = Named::of(facts, &policies, readings);
    let matching = Matching { facts, policies, index, numbers, named };
    let mut matched = Matched::default();
    for (at, reading) in readings.all.iter().enumerate().filter(|(_, r)| !r.of_draft) {
        matching.one(at, reading, &mut matched);
    }
    matched
}

impl Matching<'_> {
    fn one(&self, at: usize, reading: &Reading, matched: &mut Matched) {
        let mut signs: BTreeMap<usize, Signs> = BTreeMap::new();
        // Titles, subject by subject: one interpretation may explain several documents.
        let mut chosen: BTreeSet<usize> = BTreeSet::new();
        let mut open: BTreeSet<usize> = BTreeSet::new();
        let mut titled = false;
        for (policy, basis) in self.named.of_reading(at) {
            signs.entry(policy).or_default().basis.insert(basis);
        }
        let numbers = self.cited_numbers(reading);
        for &policy in &numbers {
            signs.entry(policy).or_default().basis.insert(Basis::Number);
        }
        for subject in &reading.subjects {
            let found = self.index.find(subject, MAYBE);
            for &(policy, likeness) in &found {
                let sign = signs.entry(policy).or_default();
                sign.likeness = sign.likeness.max(likeness);
            }
            let same: Vec<usize> = found
                .iter()
                .filter(|(policy, likeness)| *likeness >= SAME && self.is_in_time(*policy, reading))
                .map(|(policy, _)| *policy)
                .collect();
            titled |= !same.is_empty();
            for &policy in &same {
                signs.entry(policy).or_default().basis.insert(Basis::Title);
            }
            let (one, rest) = self.settle(&same, &found, &signs, reading);
            chosen.extend(one);
            open.extend(rest);
        }
        // What the pages themselves say belongs together, unless the title names another document of the site.
        let foreign = |sign: &Signs| titled && sign.likeness < MAYBE;
        for (&policy, sign) in &signs {
            let linked = sign.basis.contains(&Basis::LinkFromPolicy) || sign.basis.contains(&Basis::LinkFromReading);
            let entry = sign.basis.contains(&Basis::Entry);
            let other_edition = sign.likeness == 0.0 && self.is_other_edition(policy, reading);
            if (linked || entry) && !foreign(sign) && !other_edition {
                chosen.insert(policy);
            }
        }
        if !titled && chosen.is_empty() {
            if let [only] = numbers.iter().collect::<Vec<_>>().as_slice() {
                chosen.insert(**only);
            } else if let Some(cited) = self.cited_title(reading) {
                signs.entry(cited).or_default().basis.insert(Basis::Citation);
                chosen.insert(cited);
            }
        }
        if chosen.is_empty() {
            let maybe = signs.iter().filter(|(policy, sign)| {
                (sign.likeness >= MAYBE || !sign.basis.is_empty()) && self.is_in_time(**policy, reading)
            });
            open.extend(maybe.map(|(policy, _)| *policy).take(8));
        }
        let pair = |policy: usize| {
            let sign = signs.get(&policy).cloned().unwrap_or_default();
            Pair { policy: self.policies[policy].page, reading: at, basis: sign.basis, likeness: sign.likeness }
        };
        matched.doubtful.extend(open.difference(&chosen).map(|&p| pair(p)));
        matched.sure.extend(chosen.iter().map(|&p| pair(p)));
    }

    /// Of several policies with the same title the one that the interpretation means: by number, by link, by the better
    /// title, by the day. What can't be told apart stays open.
    fn settle(
        &self,
        same: &[usize],
        found: &[(usize, f64)],
        signs: &BTreeMap<usize, Signs>,
        reading: &Reading,
    ) -> (Option<usize>, Vec<usize>) {
        let [first, others @ ..] = same else { return (None, Vec::new()) };
        if others.is_empty() {
            return (Some(*first), Vec::new());
        }
        for wanted in [Basis::Number, Basis::LinkFromPolicy, Basis::LinkFromReading, Basis::Entry] {
            let with: Vec<usize> =
                same.iter().copied().filter(|p| signs.get(p).is_some_and(|s| s.basis.contains(&wanted))).collect();
            if let [only] = with.as_slice() {
                return (Some(*only), Vec::new());
            }
        }
        let score = |p: usize| found.iter().find(|(at, _)| *at == p).map_or(0.0, |(_, l)| *l);
        let top = score(*first);
        let tied: Vec<usize> = same.iter().copied().filter(|p| top - score(*p) < 0.02).collect();
        if let [only] = tied.as_slice() {
            return (Some(*only), Vec::new());
        }
        let Some(day) = reading.published else { return (None, tied) };
        // The last edition that was out when the interpretation came.
        let mut days: Vec<(i32, usize)> =
            tied.iter().filter_map(|&p| Some((days_between(day, self.earliest(p)?), p))).collect();
        if days.len() < tied.len() {
            return (None, tied);
        }
        days.retain(|(after, _)| *after >= -10);
        days.sort_unstable();
        match days.as_slice() {
            [(_, only)] => (Some(*only), Vec::new()),
            [(near, one), (next, _), ..] if next - near >= APART_DAYS => (Some(*one), Vec::new()),
            _ => (None, tied),
        }
    }

    /// The first day on which a policy can have been known.
    fn earliest(&self, policy: usize) -> Option<Date> {
        let document = self.policies[policy];
        [document.signed, document.published.as_ref().map(|p| p.date)].into_iter().flatten().min()
    }

    /// Whether an interpretation did not come long before the policy.
    fn is_in_time(&self, policy: usize, reading: &Reading) -> bool {
        match (self.earliest(policy), reading.published) {
            (Some(policy), Some(reading)) => days_between(reading, policy) >= -BEFORE_DAYS,
            _ => true,
        }
    }

    /// Whether the title names another year's edition of the same matter.
    fn is_other_edition(&self, policy: usize, reading: &Reading) -> bool {
        let subjects = &self.policies[policy].subjects;
        reading.subjects.iter().any(|r| {
            subjects.iter().any(|p| {
                !r.years.is_empty()
                    && !p.years.is_empty()
                    && r.years.is_disjoint(&p.years)
                    && !r.bare.is_empty()
                    && r.bare == p.bare
            })
        })
    }

    fn body<'b>(&'b self, reading: &Reading) -> &'b str {
        let article = reading.page.and_then(|p| self.facts.pages[p].readable()?.article.as_ref());
        article.map_or("", |a| a.body.as_str())
    }

    /// Policies whose numbers stand at the head of an interpretation's text or in its title.
    fn cited_numbers(&self, reading: &Reading) -> BTreeSet<usize> {
        let head: String =
            reading.title.chars().chain(std::iter::once('\n')).chain(self.body(reading).chars().take(HEAD)).collect();
        let mut cited = BTreeSet::new();
        for number in DocNumber::all(&head) {
            for &policy in self.numbers.get(&(number.year, number.serial)).into_iter().flatten() {
                if self.policies[policy].number.as_ref().is_some_and(|own| own.is_cited_as(&number)) {
                    cited.insert(policy);
                }
            }
        }
        cited
    }

    /// The one policy whose title stands at the head of the text of an interpretation whose own title does not say what it
    /// explains.
    fn cited_title(&self, reading: &Reading) -> Option<usize> {
        let head: String = self.body(reading).chars().take(HEAD / 2).collect();
        let places = self.facts.documents().places();
        let mut cited = BTreeSet::new();
        for title in quoted(&head) {
            let found = self.index.find(&Subject::of(&title, places), SAME);
            cited.extend(found.first().map(|(policy, _)| *policy));
        }
        match cited.iter().collect::<Vec<_>>().as_slice() {
            [only] if self.is_in_time(**only, reading) => Some(**only),
            _ => None,
        }
    }
}

fn days_between(later: Date, earlier: Date) -> i32 {
    later.since(earlier).map_or(0, |span| span.get_days())
}
