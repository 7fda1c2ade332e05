//! What holds for every pack and every verdict.

use super::make::{set, verdict};
use duwang::model::{IndicatorScore, Lang, Points, SiteTrait, Verdict};
use duwang::rules::{Effect, RuleSet};
use duwang::score::{Scored, score, score_for};
use proptest::prelude::*;
use std::fmt::Write as _;

/// A leaf's rules, as (effect, number) pairs.
#[derive(Debug, Clone)]
struct Leaf {
    points: u32,
    effects: Vec<(u8, u32)>,
}

fn leaf() -> impl Strategy<Value = Leaf> {
    (1..3000_u32, prop::collection::vec((0..10_u8, 1..400_u32), 0..4))
        .prop_map(|(points, effects)| Leaf { points, effects })
}

#[derive(Debug, Clone)]
struct Plan {
    groups: Vec<Vec<Leaf>>,
    scaling: bool,
    /// The group that does not apply to a body without services.
    excused: Option<usize>,
}

fn plan() -> impl Strategy<Value = Plan> {
    (prop::collection::vec(prop::collection::vec(leaf(), 1..4), 1..4), any::<bool>(), prop::option::of(0..4_usize))
        .prop_map(|(groups, scaling, excused)| Plan { groups, scaling, excused })
}

fn effect((kind, number): (u8, u32)) -> String {
    let points = Points(i64::from(number));
    let dead = "check = \"dead-link\"";
    match kind {
        0 => format!("{dead}\ndeduct = {{ once = {points} }}"),
        1 => format!("{dead}\ndeduct = {{ each = {points}, cap = {} }}", points.times(3)),
        2 => format!("{dead}\ndeduct = {{ each = {points} }}"),
        3 => format!("{dead}\ndeduct = {{ ratio_below = 0.{:02}, points = {points} }}", number % 100),
        4 => format!("{dead}\nveto = {{ count = {} }}", number % 4 + 1),
        9 => format!("{dead}\nveto = {{ count = {}, or_all = true }}", number % 9 + 1),
        5 => format!("{dead}\nveto = {{ ratio = 0.3, min_tested = {} }}", number % 20 + 1),
        6 => format!("{dead}\nbonus = {{ points = {points} }}"),
        7 => format!("manual = {{ points = {points} }}"),
        _ => format!("check = \"misspelling\"\ndeduct = {{ once = {points} }}"),
    }
}

/// The pack's text, with the rules of every leaf in order or turned round.
fn pack(plan: &Plan, turned: bool) -> RuleSet {
    let full: u32 = plan.groups.iter().flatten().map(|l| l.points).sum();
    let full = Points(i64::from(full));
    let mut text = format!(
        "[pack]\nid = \"t\"\ntitle = \"t\"\nsource = \"t\"\nversion = \"1\"\nfull_marks = {full}\npass_mark = {}\n\
         bonus_mark = {}\nbonus_cap = 5\nscaling = {}\n",
        Points(full.0 * 6 / 10),
        Points(full.0 * 8 / 10),
        plan.scaling
    );
    let mut rules = Vec::new();
    for (g, group) in plan.groups.iter().enumerate() {
        write!(text, "[[indicator]]\nid = \"{g}\"\ntitle = \"t\"\n").unwrap();
        if plan.excused == Some(g) {
            text += "unless = [\"no-services\"]\n";
        }
        for (l, leaf) in group.iter().enumerate() {
            let points = Points(i64::from(leaf.points));
            write!(text, "[[indicator]]\nid = \"{g}.{l}\"\nparent = \"{g}\"\ntitle = \"t\"\npoints = {points}\n")
                .unwrap();
            for (r, e) in leaf.effects.iter().enumerate() {
                let effect = effect(*e);
                rules.push(format!(
                    "[[rule]]\nid = \"{g}.{l}-{r}\"\nindicator = \"{g}.{l}\"\ntitle = \"t\"\n{effect}\n"
                ));
            }
        }
    }
    if turned {
        rules.reverse();
    }
    set(&(text + &rules.concat()))
}

/// What a check might find, the same for a rule wherever it stands: (good, bad, open, open-ended).
type Found = (u64, u64, u64, bool);

fn found() -> impl Strategy<Value = Vec<Found>> {
    prop::collection::vec((0..20_u64, 0..6_u64, 0..6_u64, prop::bool::weighted(0.1)), 40)
}

fn verdicts(set: &RuleSet, order: &RuleSet, found: &[Found]) -> Vec<Verdict> {
    let one = |id: &str| {
        let at = order.rules.iter().position(|r| r.id == id).unwrap();
        let (good, bad, open, open_ended) = found[at % found.len()];
        Verdict { open_ended, ..verdict(good + bad + open, bad, open) }
    };
    set.rules.iter().map(|r| one(&r.id)).collect()
}

fn bounds(scored: &Scored) -> (Points, Points) {
    (scored.summary.low, scored.summary.high)
}

fn check_tree(indicator: &IndicatorScore) -> Result<(), TestCaseError> {
    let got = indicator.got;
    prop_assert!(Points::ZERO <= got.low && got.low <= got.high && got.high <= indicator.full_marks, "{indicator:?}");
    for rule in &indicator.rules {
        prop_assert!(Points::ZERO <= rule.lost.low && rule.lost.low <= rule.lost.high, "{rule:?}");
    }
    if !indicator.children.is_empty() {
        let sum = |pick: fn(&IndicatorScore) -> Points| indicator.children.iter().map(pick).sum::<Points>();
        prop_assert_eq!(sum(|c| c.full_marks), indicator.full_marks);
        prop_assert_eq!(sum(|c| c.got.low), got.low);
        prop_assert_eq!(sum(|c| c.got.high), got.high);
    }
    indicator.children.iter().try_for_each(check_tree)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ranges_hold_and_children_sum_to_parents(plan in plan(), found in found()) {
        let set = pack(&plan, false);
        let scored = score(&set, &verdicts(&set, &set, &found), Lang::Zh);
        scored.indicators.iter().try_for_each(check_tree)?;
        let s = &scored.summary;
        let nothing = s.full_marks == Points::ZERO;
        prop_assert!(nothing || s.full_marks == set.pack.full_marks, "{s:?}");
        prop_assert!(Points::ZERO <= s.low && s.low <= s.high, "{s:?}");
        prop_assert!(s.high <= s.full_marks + set.pack.bonus_cap, "{s:?}");
        prop_assert!((0.0..=1.0).contains(&s.coverage));
    }

    #[test]
    fn the_order_of_rules_does_not_matter(plan in plan(), found in found()) {
        let (set, turned) = (pack(&plan, false), pack(&plan, true));
        let a = score(&set, &verdicts(&set, &set, &found), Lang::Zh);
        let b = score(&turned, &verdicts(&turned, &set, &found), Lang::Zh);
        prop_assert_eq!(bounds(&a), bounds(&b));
        prop_assert_eq!(a.summary.grade, b.summary.grade);
        prop_assert_eq!(a.summary.coverage.to_bits(), b.summary.coverage.to_bits());
    }

    #[test]
    fn more_violations_never_raise_the_score(plan in plan(), found in found(), at in 0..40_usize, more in 1..5_u64) {
        let set = pack(&plan, false);
        prop_assume!(!set.rules.is_empty());
        let before = verdicts(&set, &set, &found);
        let at = at % before.len();
        // A rule that did not apply and now does changes what is measured at all, not how well it is done.
        prop_assume!(before[at].tested > 0);
        let mut after = before.clone();
        let now = verdict(0, before[at].violations.len() as u64 + more, 0);
        after[at].violations = now.violations;
        after[at].tested += more;
        let (a, b) = (score(&set, &before, Lang::Zh), score(&set, &after, Lang::Zh));
        prop_assert!(b.summary.low <= a.summary.low, "{:?} {:?}", bounds(&a), bounds(&b));
        prop_assert!(b.summary.high <= a.summary.high, "{:?} {:?}", bounds(&a), bounds(&b));
    }

    #[test]
    fn deciding_stays_within_the_range(plan in plan(), found in found(), at in 0..40_usize, guilty in any::<bool>()) {
        let set = pack(&plan, false);
        prop_assume!(!set.rules.is_empty());
        let before = verdicts(&set, &set, &found);
        let at = at % before.len();
        prop_assume!(!before[at].undetermined.is_empty());
        let mut after = before.clone();
        after[at].undetermined.pop();
        if guilty {
            after[at].violations.push(super::make::violation(99));
        }
        let (a, b) = (score(&set, &before, Lang::Zh), score(&set, &after, Lang::Zh));
        prop_assert!(a.summary.low <= b.summary.low && b.summary.high <= a.summary.high, "{:?} {:?}", bounds(&a), bounds(&b));
    }

    #[test]
    fn dropping_and_scaling_keep_the_sums(plan in plan(), found in found()) {
        let set = pack(&plan, false);
        let verdicts = verdicts(&set, &set, &found);
        let scored = score_for(&set, &verdicts, &[SiteTrait::NoServices], Lang::Zh);
        scored.indicators.iter().try_for_each(check_tree)?;
        let s = &scored.summary;
        prop_assert!(s.full_marks == Points::ZERO || s.full_marks == set.pack.full_marks, "{s:?}");
        if let (Some(group), true) = (plan.excused.filter(|g| *g < plan.groups.len()), plan.scaling) {
            prop_assert_eq!(scored.indicators[group].full_marks, Points::ZERO);
            // What is excused can't matter, whatever was found there.
            let mut other = verdicts.clone();
            for (at, rule) in set.rules.iter().enumerate() {
                if rule.indicator.starts_with(&format!("{group}.")) {
                    other[at] = verdict(9, 9, 0);
                }
            }
            let again = score_for(&set, &other, &[SiteTrait::NoServices], Lang::Zh);
            prop_assert_eq!(bounds(&scored), bounds(&again));
        }
    }

    #[test]
    fn a_pencil_comes_to_the_same(plan in plan(), found in found(), excused in any::<bool>()) {
        let set = pack(&plan, false);
        let traits = if excused { &[SiteTrait::NoServices][..] } else { &[] };
        let scored = score_for(&set, &verdicts(&set, &set, &found), traits, Lang::Zh);
        prop_assume!(scored.summary.full_marks > Points::ZERO);
        super::by_hand::holds(&serde_json::json!({ "score": scored.summary, "indicators": scored.indicators }));
    }

    #[test]
    fn marks_by_hand_stay_within_the_range(plan in plan(), found in found(), share in 0..=100_i64) {
        let open = pack(&plan, false);
        let before = verdicts(&open, &open, &found);
        // A person's mark is a loss that is certain.
        let mut marked = pack(&plan, false);
        let mut after = before.clone();
        for (at, rule) in marked.rules.iter_mut().enumerate() {
            if let Effect::Manual(most) = rule.effect {
                let lost = Points(most.0 * share / 100);
                "dead-link".clone_into(&mut rule.check);
                rule.effect = Effect::DeductOnce(lost);
                rule.measure = (super::make::registry()[0].bind)(serde_json::json!({})).ok();
                after[at] = verdict(1, 1, 0);
            }
        }
        let (a, b) = (score(&open, &before, Lang::Zh), score(&marked, &after, Lang::Zh));
        prop_assert!(a.summary.low <= b.summary.low && b.summary.high <= a.summary.high, "{:?} {:?}", bounds(&a), bounds(&b));
    }
}
