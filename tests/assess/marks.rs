//! What people's marks do to any pack and any run.

use super::{given, pack, run};
use crate::score::make::set;
use duwang::model::{HandVerdict, Lang, Outcome, Points, Tally};
use duwang::score::{HandMarks, Room, rescore, room};
use proptest::prelude::*;
use std::fmt::Write as _;

const EFFECTS: &[&str] = &[
    "check = \"dead-link\"\ndeduct = { once = 7 }",
    "check = \"dead-link\"\ndeduct = { each = 1.37, cap = 9 }",
    "check = \"dead-link\"\ndeduct = { each = 2.5 }",
    "check = \"dead-link\"\ndeduct = { ratio_below = 0.6, points = 6 }",
    "check = \"dead-link\"\nveto = { count = 3 }",
    "check = \"dead-link\"\nbonus = { points = 4 }",
    "manual = { points = 8 }",
    "check = \"misspelling\"\ndeduct = { once = 5 }",
    "veto = { any = true }",
];

fn text(leaves: &[Vec<usize>]) -> String {
    let full = leaves.len() * 17;
    let mut text = format!(
        "[pack]\nid = \"t\"\ntitle = \"t\"\nsource = \"t\"\nversion = \"1\"\nfull_marks = {full}\npass_mark = 1\nbonus_mark = 1\n"
    );
    for (at, effects) in leaves.iter().enumerate() {
        write!(text, "[[indicator]]\nid = \"{at}\"\ntitle = \"t\"\npoints = 17\n").unwrap();
        for (r, effect) in effects.iter().enumerate() {
            let effect = EFFECTS[effect % EFFECTS.len()];
            write!(text, "[[rule]]\nid = \"{at}-{r}\"\nindicator = \"{at}\"\ntitle = \"t\"\n{effect}\n").unwrap();
        }
    }
    text
}

type Found = (u64, u64, u64, bool);

fn tally(found: Found) -> Tally {
    let (good, violations, undetermined, open_ended) = found;
    Tally { tested: good + violations + undetermined, violations, undetermined, open_ended, inapplicable: None }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every mark that a person can give leaves the total inside the range it had before.
    #[test]
    fn marks_stay_inside_the_earlier_range(
        leaves in prop::collection::vec(prop::collection::vec(0..9_usize, 0..4), 1..5),
        found in prop::collection::vec((0..9_u64, 0..4_u64, 0..4_u64, prop::bool::weighted(0.2)), 20),
        choices in prop::collection::vec((0..5_u8, 0..=100_i64), 20),
    ) {
        let set = set(&text(&leaves));
        let tallies: Vec<Tally> = (0..set.rules.len()).map(|at| tally(found[at % found.len()])).collect();
        let mut marks = HandMarks::new();
        let before = rescore(&set, &tallies, &[], &marks, Lang::Zh);
        let mut choice = choices.iter().cycle();
        for indicator in &set.indicators {
            if indicator.rules.is_empty() {
                let (_, share) = choice.next().unwrap();
                marks.insert(indicator.id.clone(), given(Some(Points(17 * *share).as_f64()), None));
            }
            for at in &indicator.rules {
                let Some(Room { got, numbers, .. }) = room(&set.rules[*at], &tallies[*at], indicator.points) else { continue };
                let (kind, share) = choice.next().unwrap();
                let between = Points(got.low.0 + (got.high.0 - got.low.0) * share / 100).as_f64();
                let mark = match kind {
                    0 => continue,
                    1 => given(None, Some(HandVerdict::Accepted)),
                    2 => given(None, Some(HandVerdict::Rejected)),
                    _ if numbers => given(Some(between), None),
                    _ => given(None, Some(HandVerdict::Accepted)),
                };
                marks.insert(set.rules[*at].id.clone(), mark);
                let after = rescore(&set, &tallies, &[], &marks, Lang::Zh);
                prop_assert!(
                    before.summary.low <= after.summary.low && after.summary.high <= before.summary.high,
                    "{:?} {:?} {marks:?}", before.summary, after.summary
                );
            }
        }
        // A veto that failed before fails after.
        let after = rescore(&set, &tallies, &[], &marks, Lang::Zh);
        prop_assert!(before.summary.vetoes.iter().all(|v| after.summary.vetoes.contains(v)));
    }
}

#[test]
fn every_question_answered_leaves_one_number() {
    let set = pack("");
    let run = run("2026-01-01", (9, 2, 1), (5, 0, 1));
    let marks: HandMarks =
        ["1-a", "1-b", "2-a", "3", "V-a"].map(|id| (id.to_owned(), given(None, Some(HandVerdict::Rejected)))).into();
    let scored = rescore(&set, &run.tallies, &[], &marks, Lang::En);
    assert_eq!((scored.summary.low, scored.summary.high), (Points(2900), Points(2900)));
    assert_eq!(scored.summary.vetoes, ["V-a"]);
    assert!(scored.summary.undecided_vetoes.is_empty());
    assert!((scored.summary.coverage - 1.0).abs() < 1e-9);
}

/// 30 of the 100 don't apply: the 29 + 20 + 10 that are sure of the rest weigh 100/70.
#[test]
fn what_does_not_apply_drops_out_and_the_rest_is_scaled() {
    let set = pack("");
    let run = run("2026-01-01", (9, 2, 0), (5, 0, 0));
    let marks: HandMarks = [
        ("1-b", given(Some(0.0), None)),
        ("2-a", given(None, Some(HandVerdict::Inapplicable))),
        ("3", given(Some(20.0), None)),
    ]
    .map(|(id, m)| (id.to_owned(), m))
    .into();
    let scored = rescore(&set, &run.tallies, &[], &marks, Lang::Zh);
    let full: Vec<Points> = scored.indicators.iter().map(|i| i.full_marks).collect();
    assert_eq!(full, [Points(5714), Points(0), Points(2857), Points(1429)]);
    assert_eq!(scored.indicators[1].outcome, Outcome::Inapplicable);
    // 9 of 40 lost, scaled once: 12.86 of 57.14.
    assert_eq!(scored.summary.low, Points(5714 - 1286 + 2857 + 1429));
    // An indicator without rules drops out the same way.
    let marks: HandMarks = [("3".to_owned(), given(None, Some(HandVerdict::Inapplicable)))].into();
    let scored = rescore(&set, &run.tallies, &[], &marks, Lang::Zh);
    assert_eq!(scored.indicators[2].full_marks, Points::ZERO);
    assert_eq!(scored.summary.full_marks, Points(10_000));
}
