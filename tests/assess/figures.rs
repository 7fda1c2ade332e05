//! A year's figures by hand arithmetic.

use super::{ends, given, p, pack, run, site, year};
use duwang::model::{Grade, HandVerdict, Outcome, RunUse, VetoState};

/// 2 bad and 1 open link lose 4 to 6 of 40, the person's 5 are open: 29 to 36. With 0–30, 0–20 and 10: 39 to 96.
#[test]
fn the_last_run_makes_the_year() {
    let set = pack("");
    let runs = site(vec![run("2026-03-01", (9, 0, 0), (5, 0, 0)), run("2026-09-01", (9, 2, 1), (5, 0, 0))]);
    let year = year(&set, &runs, &[]);
    assert_eq!(ends(&year), (39.0, 96.0));
    assert_eq!((year.grade, year.open), (Grade::Pending, 4));
    assert_eq!(year.runs.iter().map(|r| r.part).collect::<Vec<_>>(), [RunUse::Aside, RunUse::Basis]);
    assert!(year.because.contains("2026-09-01 r-2026-09-01"), "{}", year.because);
    let score = year.score.unwrap();
    assert!((score.decided - 0.43).abs() < 1e-9, "{score:?}");
}

/// 5 of 10 for the links (4 to 6 were possible), 4 of 5, all of 30, 12 of 20, and the veto's 10: 34 + 30 + 12 + 10.
#[test]
fn marks_close_the_range() {
    let set = pack("");
    let runs = site(vec![run("2026-09-01", (9, 2, 1), (5, 0, 0))]);
    let marks = [
        ("1-a", given(Some(5.0), None)),
        ("1-b", given(Some(4.0), None)),
        ("2-a", given(None, Some(HandVerdict::Accepted))),
        ("3", given(Some(12.0), Some(HandVerdict::Partly))),
    ];
    let year = year(&set, &runs, &marks);
    assert_eq!(ends(&year), (86.0, 86.0));
    assert_eq!((year.grade, year.open), (Grade::Pass, 0));
    let got: Vec<(f64, Outcome)> = year.indicators.iter().map(|i| (i.got.low.as_f64(), i.outcome)).collect();
    assert_eq!(
        got,
        [(34.0, Outcome::Failed), (30.0, Outcome::Passed), (12.0, Outcome::Failed), (10.0, Outcome::Passed)]
    );
    assert_eq!(year.indicators[0].rules[1].lost.low, p(1.0), "max less mark, exactly");
    let words = &year.indicators[0].rules[1].arithmetic;
    assert!(words.contains("得4分") && words.contains("扣1分") && words.contains("材料不全"), "{words}");
    assert!(year.marks.iter().all(|m| m.unused.is_none()));
}

#[test]
fn partial_marking_narrows_and_leaves_the_rest_open() {
    let set = pack("");
    let runs = site(vec![run("2026-09-01", (9, 2, 1), (5, 0, 0))]);
    let year = year(&set, &runs, &[("2-a", given(None, Some(HandVerdict::Rejected)))]);
    assert_eq!((ends(&year), year.open), ((39.0, 66.0), 3));
}

/// Runs at 39 (bad links), 43 (none) and, the lowest high end, 30 open.
#[test]
fn the_worst_run_is_the_one_with_the_lowest_low_end() {
    let set = pack("assess = { runs = \"worst\" }");
    let runs = site(vec![
        run("2026-01-01", (9, 0, 0), (5, 0, 0)),
        run("2026-02-01", (9, 5, 0), (5, 0, 0)),
        run("2026-03-01", (9, 1, 0), (5, 0, 0)),
    ]);
    let year = year(&set, &runs, &[]);
    // 40 - 10 - 0..5 = 25..30, + 0..30 + 0..20 + 10.
    assert_eq!(ends(&year), (35.0, 90.0));
    assert_eq!(year.runs[1].part, RunUse::Basis);
}

/// Losses of 0, 10 and 2: low ends 45, 35, 43, the mean 41; high ends 100, 90, 98: 96.
#[test]
fn the_mean_is_over_all_runs_in_hundredths() {
    let set = pack("assess = { runs = \"mean\" }");
    let runs = |last| {
        site(vec![
            run("2026-01-01", (9, 0, 0), (5, 0, 0)),
            run("2026-02-01", (9, 5, 0), (5, 0, 0)),
            run("2026-03-01", (9, last, 0), (5, 0, 0)),
        ])
    };
    let one = year(&set, &runs(1), &[]);
    assert_eq!(ends(&one), (41.0, 96.0));
    // Losses of 0, 10 and 4: low ends 45, 35, 41, high ends 100, 90, 96.
    let two = year(&set, &runs(2), &[]);
    assert_eq!(ends(&two), (40.33, 95.33));
    assert_eq!(two.indicators[0].got.low, p(30.33));
    assert!(two.indicators[0].rules[0].arithmetic.contains("3 次检查的平均"), "{:?}", two.indicators[0].rules[0]);
    assert!(two.runs.iter().all(|r| r.part == RunUse::Counted));
    // A person's mark holds for every run.
    let marked = year(&set, &runs(2), &[("2-a", given(Some(15.0), None))]);
    assert_eq!(ends(&marked), (55.33, 80.33));
}

#[test]
fn a_veto_fails_the_year_within_the_packs_scope() {
    let runs = || site(vec![run("2026-01-01", (9, 0, 0), (5, 1, 0)), run("2026-06-01", (9, 0, 0), (5, 0, 0))]);
    for (assess, grade, counts) in [
        ("", Grade::Pending, false),
        ("assess = { runs = \"last\", vetoes = \"any\" }", Grade::Fail, true),
        ("assess = { runs = \"worst\" }", Grade::Fail, true),
        ("assess = { runs = \"mean\" }", Grade::Fail, true),
    ] {
        let year = year(&pack(assess), &runs(), &[]);
        assert_eq!(year.grade, grade, "{assess}: {}", year.because);
        // It is told in any case, with its run, rule and date.
        assert_eq!(year.vetoes.len(), 1);
        let veto = &year.vetoes[0];
        assert_eq!((veto.rule.as_str(), veto.run.as_str(), veto.as_of.as_str()), ("V-a", "r-2026-01-01", "2026-01-01"));
        assert_eq!((veto.state, veto.counts), (VetoState::Failed, counts));
        assert_eq!(year.because.contains("V-a [2026-01-01 r-2026-01-01]"), counts, "{}", year.because);
    }
}

#[test]
fn an_open_veto_is_decided_by_a_person_for_every_run() {
    let set = pack("assess = { runs = \"worst\" }");
    let runs = site(vec![run("2026-01-01", (9, 0, 0), (5, 0, 1)), run("2026-06-01", (9, 5, 0), (5, 0, 0))]);
    let all = |veto: HandVerdict| {
        [
            ("1-b", given(Some(5.0), None)),
            ("2-a", given(Some(30.0), None)),
            ("3", given(Some(20.0), None)),
            ("V-a", given(None, Some(veto))),
        ]
    };
    let before = year(&set, &runs, &all(HandVerdict::Partly)[..3]);
    assert_eq!(before.grade, Grade::Pending, "{}", before.because);
    assert_eq!(before.open, 1, "the veto of the run whose marks don't count is asked, too");
    assert_eq!(year(&set, &runs, &all(HandVerdict::Accepted)).grade, Grade::Pass);
    let failed = year(&set, &runs, &all(HandVerdict::Rejected));
    assert_eq!(failed.grade, Grade::Fail);
    assert!(failed.because.contains("V-a [2026-01-01"), "{}", failed.because);
}

#[test]
fn a_mark_on_what_a_run_decided_is_told_and_not_used() {
    let set = pack("");
    let runs = site(vec![run("2026-09-01", (9, 2, 0), (5, 0, 0))]);
    let year = year(&set, &runs, &[("1-a", given(Some(10.0), None))]);
    assert_eq!(year.indicators[0].rules[0].lost.low, p(4.0));
    assert!(year.marks[0].unused.is_some());
}

#[test]
fn without_a_run_that_counts_there_are_no_marks_and_no_grade() {
    let set = pack("");
    let year = year(&set, &site(Vec::new()), &[]);
    assert_eq!((year.score, year.grade, year.indicators.len()), (None, Grade::Pending, 0));
}
