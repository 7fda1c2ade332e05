//! The arithmetic in words, so that a person can follow it line by line.

use super::reckon::{Reckoned, good_share};
use crate::model::{Outcome, Points, PointsRange, SiteTrait, Tally, Text};
use crate::rules::{Effect, Judge, Rule, percent};

/// One rule's arithmetic: what it does, what was found, what that comes to.
pub(super) fn arithmetic(rule: &Rule, counts: &Tally, reckoned: &Reckoned, full: Points) -> Text {
    let effect = rule.effect.text();
    let told = match rule.judge() {
        Judge::Person => person(rule),
        Judge::Planned => {
            let open = open_range(reckoned);
            Text::new(
                format!("所需检查本版尚未提供，待人工核实{}", open.zh),
                format!("its check is not in this version; to be verified{}", open.en),
            )
        }
        Judge::Check if reckoned.outcome == Outcome::Inapplicable => {
            let why = counts
                .inapplicable
                .as_deref()
                .cloned()
                .unwrap_or_else(|| Text::new("没有可查的对象", "nothing to look at"));
            Text::new(format!("不适用，不扣分（{}）", why.zh), format!("does not apply, loses nothing ({})", why.en))
        }
        Judge::Check => counted(&rule.effect, counts, reckoned, full),
    };
    Text::new(format!("{}：{}", effect.zh, told.zh), format!("{}: {}", effect.en, told.en))
}

/// What stands in place of the arithmetic where the body is excused.
pub(super) fn excused(rule: &Rule, why: SiteTrait) -> Text {
    let (effect, why) = (rule.effect.text(), why.words());
    Text::new(
        format!("{}：不适用，不扣分（{}）", effect.zh, why.zh),
        format!("{}: does not apply, loses nothing ({})", effect.en, why.en),
    )
}

/// Adds what the loss is after scaling.
pub(super) fn scaled(text: &mut Text, lost: PointsRange, full: Points, pack_marks: Points) {
    let range = range(lost);
    add(text, &format!("；×{full}/{pack_marks} 折算，扣{range}分"), &format!("; ×{full}/{pack_marks}: {range} lost"));
}

pub(super) fn add(text: &mut Text, zh: &str, en: &str) {
    text.zh.push_str(zh);
    text.en.push_str(en);
}

/// `2`, or `2–3`.
pub(super) fn range(range: PointsRange) -> String {
    if range.low == range.high { range.low.to_string() } else { format!("{}–{}", range.low, range.high) }
}

fn open_range(reckoned: &Reckoned) -> Text {
    if reckoned.lost.high > Points::ZERO {
        let lost = range(reckoned.lost);
        Text::new(format!("，扣{lost}分"), format!(", {lost} lost"))
    } else if reckoned.gained.high > Points::ZERO {
        let gained = range(reckoned.gained);
        Text::new(format!("，加{gained}分"), format!(", {gained} gained"))
    } else {
        Text::default()
    }
}

fn person(rule: &Rule) -> Text {
    match rule.effect {
        Effect::Manual(Points::ZERO) => Text::new("由人核实，尚未核", "a person looks, not yet done"),
        Effect::Manual(p) => Text::new(format!("尚未评，得0–{p}分"), format!("not marked yet, gets 0–{p}")),
        Effect::Bonus(p) => {
            Text::new(format!("由人评定，尚未评，加0–{p}分"), format!("a person decides, not yet done: 0–{p} gained"))
        }
        _ => Text::new("由人评定，尚未评", "a person decides, not yet done"),
    }
}

fn counted(effect: &Effect, counts: &Tally, reckoned: &Reckoned, full: Points) -> Text {
    match *effect {
        Effect::DeductOnce(_) => once(counts, reckoned.lost),
        Effect::DeductEach { each, cap } => by_case(counts, each, cap.unwrap_or(full), reckoned.lost),
        Effect::DeductRatio { .. } => by_share(counts, reckoned.lost),
        Effect::Veto(_) => {
            let mut text = tally(counts);
            let (zh, en) = match reckoned.outcome {
                Outcome::Failed => ("，否决", ": it fails"),
                Outcome::CannotTell => ("，尚不能定", ": it can't be told yet"),
                _ => ("，未触发", ": it holds"),
            };
            add(&mut text, zh, en);
            text
        }
        Effect::Bonus(_) => {
            let (text, gained) = (tally(counts), range(reckoned.gained));
            Text::new(format!("{}，加{gained}分", text.zh), format!("{}: {gained} gained", text.en))
        }
        Effect::Info | Effect::Manual(_) => tally(counts),
    }
}

/// How many were looked at, found wrong, left open.
fn tally(counts: &Tally) -> Text {
    let (bad, open) = (counts.violations, counts.undetermined);
    let mut text =
        Text::new(format!("查{}个，{bad}处有问题", counts.tested), format!("{} tested, {bad} wrong", counts.tested));
    if open > 0 {
        add(&mut text, &format!("，{open}处待核"), &format!(", {open} open"));
    }
    if counts.open_ended {
        add(&mut text, "，另有未看到的", ", others unseen");
    }
    text
}

fn once(counts: &Tally, lost: PointsRange) -> Text {
    let (text, lost) = (tally(counts), range(lost));
    Text::new(format!("{}，扣{lost}分", text.zh), format!("{}: {lost} lost", text.en))
}

fn by_case(counts: &Tally, each: Points, cap: Points, lost: PointsRange) -> Text {
    let (bad, open) = (counts.violations, counts.undetermined);
    let product = |count: u64| {
        let plain = each.times(count);
        if plain > cap {
            let text = format!("{count} × {each} = {plain}");
            Text::new(format!("{text}，封顶{cap}"), format!("{text}, capped at {cap}"))
        } else {
            let text = format!("{count} × {each} = {plain}");
            Text::new(text.clone(), text)
        }
    };
    let mut text = product(bad);
    if counts.open_ended {
        add(&mut text, &format!("；另有未看到的，最多扣{cap}"), &format!("; others unseen, at most {cap}"));
    } else if open > 0 {
        let most = product(bad + open);
        add(
            &mut text,
            &format!("；另{open}处待核，全算上 {}", most.zh),
            &format!("; {open} more open, with them {}", most.en),
        );
    }
    let lost = range(lost);
    add(&mut text, &format!("；扣{lost}分"), &format!("; {lost} lost"));
    text
}

fn by_share(counts: &Tally, lost: PointsRange) -> Text {
    let (worst, best) = good_share(counts);
    let (tally, lost) = (tally(counts), range(lost));
    let share =
        if counts.undetermined == 0 { percent(best) } else { format!("{}–{}", percent(worst), percent(best)) };
    Text::new(
        format!("{}，达标比例 {share}，扣{lost}分", tally.zh),
        format!("{}; a good share of {share}: {lost} lost", tally.en),
    )
}
