//! Lays packs over one another: the same id again replaces or patches, `enabled = false` switches off.

use super::entry::{Form, Head, IndicatorEntry, PackEntry, RuleEntry};
use super::fault::{hint, listed};
use super::layers::Read;
use super::reader::{At, Desk};
use super::set::Effect;
use super::source::Place;
use crate::model::{Points, Text};
use std::collections::{BTreeMap, BTreeSet};

/// All sections that are in force, in order: those of extended packs first.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) pack: PackEntry,
    pub(super) indicators: Vec<IndicatorEntry>,
    pub(super) rules: Vec<RuleEntry>,
    /// Packs clash: what came of it would only give faults of its own making.
    pub(super) torn: bool,
}

/// What an entry is called, in English and in Chinese.
type Kind = (&'static str, &'static str);

/// An entry that an overlay can name again.
trait Entry: Clone {
    const KIND: Kind;
    /// What a complete entry needs.
    const NEEDS: &'static str;
    fn head(&self) -> &Head;
    fn head_mut(&mut self) -> &mut Head;
    /// Takes the marks of a patch.
    fn repoint(&mut self, by: &Self, desk: &mut Desk);
    fn subject(&self) -> String {
        format!("{} {}", Self::KIND.0, self.head().id)
    }
}

impl Entry for IndicatorEntry {
    const KIND: Kind = ("indicator", "指标");
    const NEEDS: &'static str = "`title`";
    fn head(&self) -> &Head {
        &self.head
    }
    fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }
    fn repoint(&mut self, by: &Self, _: &mut Desk) {
        self.points_broken |= by.points_broken;
        if by.points.is_some() {
            self.points.clone_from(&by.points);
        }
    }
}

impl Entry for RuleEntry {
    const KIND: Kind = ("rule", "规则");
    const NEEDS: &'static str = "`indicator`, `title`, deduct/veto/bonus/info/manual";
    fn head(&self) -> &Head {
        &self.head
    }
    fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }
    fn repoint(&mut self, by: &Self, desk: &mut Desk) {
        let (Some(At { value, at }), Some((effect, place))) = (&by.points, &mut self.effects.effect) else { return };
        if repoint(effect, *value) {
            *place = *at;
            return;
        }
        desk.fault(
            *at,
            &by.subject(),
            Text::new(
                format!("这条规则的效果是“{}”，不是一次扣定分值，`points` 改不了它；请写出完整规则", effect.text().zh),
                format!(
                    "this rule's effect is \"{}\": no single mark that `points` could change; write the whole rule",
                    effect.text().en
                ),
            ),
        );
    }
}

/// Gives an effect other marks, where it has just one.
fn repoint(effect: &mut Effect, marks: Points) -> bool {
    match effect {
        Effect::DeductOnce(points)
        | Effect::DeductRatio { points, .. }
        | Effect::Bonus(points)
        | Effect::Manual(points) => {
            *points = marks;
            true
        }
        Effect::DeductEach { .. } | Effect::Veto(_) | Effect::Info => false,
    }
}

/// Lays the layers over one another, the lowest first.
pub(super) fn merge(desk: &mut Desk, layers: Vec<Read>) -> Merged {
    let mut merged = Merged::default();
    // Which layer lies above which; files are numbered in the order they were opened.
    let ranks: BTreeMap<usize, usize> = layers.iter().enumerate().map(|(rank, read)| (read.file, rank)).collect();
    let mut clashes = Clashes::default();
    for Read { file, mut layer, below, .. } in layers {
        for indicator in &mut layer.indicators {
            indicator.source.clone_from(&layer.pack.source);
        }
        let mut over = Over { desk, below: &below, clashes: &mut clashes };
        over.lay(&mut merged.indicators, layer.indicators);
        over.lay(&mut merged.rules, layer.rules);
        merged.torn |= !clashes.0.is_empty();
        clashes.tell(desk, (file, &below), &layer.pack);
        merged.pack = inherit(merged.pack, layer.pack);
    }
    switch_off(desk, &mut merged, &ranks);
    merged
}

/// The upper pack's data; what it does not say comes from below.
fn inherit(below: PackEntry, pack: PackEntry) -> PackEntry {
    PackEntry {
        full_marks: pack.full_marks.or(below.full_marks),
        pass_mark: pack.pass_mark.or(below.pass_mark),
        bonus_mark: pack.bonus_mark.or(below.bonus_mark),
        bonus_cap: pack.bonus_cap.or(below.bonus_cap),
        scaling: pack.scaling.or(below.scaling),
        assess: pack.assess.or(below.assess),
        ..pack
    }
}

/// Ids that two packs share of which neither extends the other: (the lower file, the upper file) with the kinds and ids.
#[derive(Debug, Default)]
struct Clashes(BTreeMap<(usize, usize), Vec<(Kind, String)>>);

impl Clashes {
    /// Tells at the pack that brings both together; one fault for two packs, however many ids they share.
    fn tell(&mut self, desk: &mut Desk, (file, below): (usize, &BTreeSet<usize>), pack: &PackEntry) {
        let at = pack.extends.last().map_or(pack.at, |e| e.at);
        self.0.retain(|(one, other), ids| {
            let here = |f: &usize| *f == file || below.contains(f);
            if !(here(one) && here(other)) {
                return true;
            }
            let (one, other) = (&desk.sources[*one].name, &desk.sources[*other].name);
            let (kind, _) = ids[0];
            let shown = listed(ids.iter().filter(|(k, _)| *k == kind).take(5).map(|(_, id)| id.as_str()));
            let count = ids.len();
            let message = Text::new(
                format!(
                    "`{one}` 与 `{other}` 互不扩展，却有同名的{} {shown}（共 {count} 处），不能并在一起扩展；\
                     请让一个扩展另一个，或改用不同的 id；只想各评一次的，--rules 各给一次",
                    kind.1
                ),
                format!(
                    "`{one}` and `{other}` don't extend one another, yet share the {} {shown} ({count} in all); let one \
                     extend the other or give other ids; to judge under each, give --rules twice",
                    kind.0
                ),
            );
            desk.fault(at, "pack", message);
            false
        });
    }
}

/// One layer being laid over those below it.
struct Over<'a> {
    desk: &'a mut Desk,
    /// The files it extends, near and far.
    below: &'a BTreeSet<usize>,
    clashes: &'a mut Clashes,
}

impl Over<'_> {
    fn lay<E: Entry>(&mut self, under: &mut Vec<E>, entries: Vec<E>) {
        let index: BTreeMap<String, usize> = under.iter().enumerate().map(|(i, e)| (e.head().id.clone(), i)).collect();
        let mut own: BTreeMap<String, Place> = BTreeMap::new();
        for mut entry in entries {
            let Head { at, home, id, form, enabled } = entry.head().clone();
            if let Some(first) = own.get(&id) {
                let (line, _) = self.desk.sources[first.file].line_column(first.offset);
                let message = Text::new(
                    format!("id 重复：第 {line} 行已有同名{}", E::KIND.1),
                    format!("duplicate id: line {line} has this {} already", E::KIND.0),
                );
                self.desk.fault(at, &entry.subject(), message);
                continue;
            }
            own.insert(id.clone(), at);
            let found = index.get(&id).copied();
            match found.filter(|f| self.below.contains(&under[*f].head().home)) {
                Some(found) => match form {
                    Form::Whole => {
                        entry.head_mut().home = under[found].head().home;
                        under[found] = entry;
                    }
                    Form::Patch => {
                        let head = under[found].head_mut();
                        (head.at, head.enabled) = (at, enabled);
                        under[found].repoint(&entry, self.desk);
                    }
                    Form::Bare => self.idle(&entry),
                },
                None if form != Form::Whole => self.stray(&entry, under),
                None => match found {
                    Some(found) => {
                        let pair = (under[found].head().home, home);
                        self.clashes.0.entry(pair).or_default().push((E::KIND, id));
                    }
                    None => under.push(entry),
                },
            }
        }
    }

    /// Nothing but an id that stands below.
    fn idle<E: Entry>(&mut self, entry: &E) {
        let message = Text::new(
            format!("只写了 id，什么也没改：写上 points 或 enabled，或整条写全（要有 {}）", E::NEEDS),
            format!("only an id, so nothing is changed: add points or enabled, or write it whole ({})", E::NEEDS),
        );
        self.desk.fault(entry.head().at, &entry.subject(), message);
    }

    /// A patch for what no extended pack has.
    fn stray<E: Entry>(&mut self, entry: &E, under: &[E]) {
        let id = &entry.head().id;
        let lower = under.iter().map(Entry::head).filter(|h| self.below.contains(&h.home)).map(|h| h.id.as_str());
        let near = hint(id, lower);
        let message = Text::new(
            format!("所扩展的规则包里没有可改的{} `{id}`（新写的要有 {}）{}", E::KIND.1, E::NEEDS, near.zh),
            format!(
                "the extended packs have no {} `{id}` to change (a new one needs {}){}",
                E::KIND.0,
                E::NEEDS,
                near.en
            ),
        );
        self.desk.fault(entry.head().at, &entry.subject(), message);
    }
}

/// Drops what is switched off, with everything below it; warns of what was written for it in vain.
fn switch_off(desk: &mut Desk, merged: &mut Merged, ranks: &BTreeMap<usize, usize>) {
    // Each that is off, with the one that was switched off itself.
    let mut off: BTreeMap<String, Head> =
        merged.indicators.iter().filter(|i| !i.head.enabled).map(|i| (i.head.id.clone(), i.head.clone())).collect();
    loop {
        let cause = |i: &IndicatorEntry| i.parent.as_ref().and_then(|p| off.get(&p.value)).cloned();
        let more: Vec<(String, Head)> = merged
            .indicators
            .iter()
            .filter(|i| !off.contains_key(&i.head.id))
            .filter_map(|i| Some((i.head.id.clone(), cause(i)?)))
            .collect();
        if more.is_empty() {
            break;
        }
        off.extend(more);
    }
    let mut vain = |head: &Head, under: Option<&At<String>>, subject: String| {
        let Some(cause) = under.and_then(|id| off.get(&id.value)) else { return };
        let rank = |place: Place| ranks.get(&place.file).copied().unwrap_or_default();
        // Below the switch it is meant; above it, or in the overlay that switches, nobody can have meant it.
        let here = head.at.file == cause.at.file && cause.home != cause.at.file;
        if head.enabled && (rank(head.at) > rank(cause.at) || here) {
            let message = Text::new(
                format!("指标 `{}` 已停用，这一条不起作用", cause.id),
                format!("indicator `{}` is switched off, so this has no effect", cause.id),
            );
            desk.warn(head.at, &subject, message);
        }
    };
    for indicator in &merged.indicators {
        vain(&indicator.head, indicator.parent.as_ref(), indicator.subject());
    }
    for rule in &merged.rules {
        vain(&rule.head, rule.indicator.as_ref(), rule.subject());
    }
    merged.indicators.retain(|i| !off.contains_key(&i.head.id));
    merged.rules.retain(|r| r.head.enabled && !r.indicator.as_ref().is_some_and(|i| off.contains_key(&i.value)));
}
