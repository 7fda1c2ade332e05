//! The index of shared text.

use super::texts::{Dice, Kind, interpretation, policy, topics};
use duwang::facts::Shingles;
use std::time::Duration;

#[test]
fn an_interpretation_finds_the_policy_it_was_made_from() {
    let policies: Vec<_> = (0..topics()).map(|topic| policy(topic, 1)).collect();
    for kind in [Kind::Whole, Kind::EveryThird, Kind::Reordered, Kind::RewordedAndReordered, Kind::QuotedArticles] {
        let texts = policies.iter().enumerate();
        let made: Vec<_> = texts.map(|(at, p)| (100 + at, interpretation(p, kind, 3))).collect();
        let all = policies.iter().map(|p| p.text.as_str()).enumerate();
        let index = Shingles::build(all.chain(made.iter().map(|(id, text)| (*id, text.as_str()))));
        for (id, _) in &made {
            let found: Vec<_> = index.candidates(*id).into_iter().filter(|(other, _)| *other < 100).collect();
            assert_eq!(found.first().map(|f| f.0), Some(id - 100), "{kind:?}: {found:?}");
            assert!(found.iter().all(|(_, share)| (0.0..=1.0).contains(share)));
            assert!(found.is_sorted_by(|a, b| a.1 >= b.1));
        }
    }
}

#[test]
fn boilerplate_and_strangers_are_no_candidates() {
    let closing = "此件公开发布，请各乡镇人民政府和县级各部门结合实际认真贯彻执行，执行中的问题请及时报告。";
    let mut dice = Dice::new(5);
    let texts: Vec<String> = (0..200).map(|_| format!("{}\n{closing}", stranger(&mut dice, 400))).collect();
    let index = Shingles::build(texts.iter().map(String::as_str).enumerate());
    for id in 0..200 {
        assert_eq!(index.candidates(id), [], "{id}");
    }
    assert_eq!(index.candidates(999), []);
    let empty = Shingles::build([(7, ""), (8, "短"), (7, "又一篇")]);
    assert_eq!(empty.candidates(7), []);
    assert_eq!(Shingles::build(std::iter::empty()).candidates(0), []);
}

#[test]
fn a_copy_has_the_whole_share_and_what_holds_half_of_it_half() {
    let mut dice = Dice::new(9);
    let (first, second) = (stranger(&mut dice, 1500), stranger(&mut dice, 1500));
    let both = format!("{first}\n{second}");
    let index = Shingles::build([(1, both.as_str()), (2, first.as_str()), (3, both.as_str())]);
    let found = index.candidates(1);
    assert_eq!(found[0], (3, 1.0));
    assert_eq!(found[1].0, 2);
    assert!((found[1].1 - 0.5).abs() < 0.06, "{found:?}");
    assert!(index.candidates(2).iter().all(|(_, share)| *share > 0.99));
}

/// Text that shares nothing with any other, in sentences.
fn stranger(dice: &mut Dice, chars: usize) -> String {
    let mut text = String::with_capacity(chars * 3 + chars / 8);
    for at in 0..chars {
        text.push(char::from_u32(0x4e00 + u32::try_from(dice.below(3000)).unwrap()).unwrap());
        match at % 24 {
            11 => text.push('，'),
            23 => text.push_str("。\n"),
            _ => {}
        }
    }
    text
}

/// `cargo nextest run --release --run-ignored only five_thousand --no-capture` tells time and memory.
#[test]
#[ignore = "a measurement: 5,000 documents, for the release build"]
fn five_thousand_documents_are_indexed_in_time() {
    let mut dice = Dice::new(1);
    let closing = "此件公开发布，请各乡镇人民政府和县级各部门结合实际认真贯彻执行，执行中的问题请及时报告。";
    let policies: Vec<String> = (0..2500).map(|_| format!("{}\n{closing}", stranger(&mut dice, 4000))).collect();
    let copies: Vec<String> = policies.iter().map(|p| p.chars().take(1500).collect()).collect();
    let before = resident_kb();
    let started = busy();
    let index = Shingles::build(policies.iter().chain(&copies).map(String::as_str).enumerate());
    let built = busy().saturating_sub(started);
    let right = (0..2500).filter(|at| index.candidates(2500 + at).first().is_some_and(|c| c.0 == *at)).count();
    let took = busy().saturating_sub(started);
    let grown = resident_kb().saturating_sub(before) / 1024;
    println!(
        "5,000 documents, 13.9 million characters: built in {built:?}, asked 2,500 times by {took:?}, {grown} MB more"
    );
    assert_eq!(right, 2500);
    assert!(took.as_secs() < 2, "{took:?}");
    assert!(grown < 200, "{grown} MB");
}

/// How long the processor worked for this thread; a machine shared with others makes a clock useless. Zero where the
/// system does not tell.
fn busy() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0))
}

/// The most memory this process ever held, in kB; 0 where the system does not tell.
fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse().ok()).unwrap_or(0)
}
