use super::make::{facts, set, verdict};
use duwang::model::{Grade, Lang, Outcome, Points, Reason, ScoreSummary, Verdict};
use duwang::score::{judge, score};

/// 100 points on `dead-link` at one point each, and a veto on `wrong-link`.
fn with_veto(veto: &str, links: Verdict, vetoed: Verdict) -> (ScoreSummary, Outcome) {
    let set = set(&format!(
        "[[indicator]]\nid = \"V\"\ntitle = \"否决\"\n[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 100\n\
         [[rule]]\nid = \"V-a\"\nindicator = \"V\"\ntitle = \"甲\"\ncheck = \"wrong-link\"\nveto = {veto}\n\
         [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"乙\"\ncheck = \"dead-link\"\ndeduct = {{ each = 1 }}\n"
    ));
    let scored = score(&set, &[vetoed, links], Lang::Zh);
    (scored.summary, scored.indicators[0].rules[0].outcome)
}

fn veto(veto: &str, vetoed: Verdict) -> (Grade, Outcome) {
    let (summary, outcome) = with_veto(veto, verdict(99, 0, 0), vetoed);
    (summary.grade, outcome)
}

#[test]
fn vetoes_by_count() {
    let count = "{ count = 5 }";
    assert_eq!(veto(count, verdict(9, 4, 0)), (Grade::Pass, Outcome::Passed));
    assert_eq!(veto(count, verdict(9, 5, 0)), (Grade::Fail, Outcome::Failed));
    assert_eq!(veto(count, verdict(9, 4, 1)), (Grade::Pending, Outcome::CannotTell));
    assert_eq!(veto(count, verdict(9, 3, 1)), (Grade::Pass, Outcome::Passed));
    let open = Verdict { open_ended: true, ..verdict(9, 0, 0) };
    assert_eq!(veto(count, open), (Grade::Pending, Outcome::CannotTell));
    assert_eq!(veto("{ any = true }", verdict(9, 1, 0)).0, Grade::Fail);
    assert_eq!(veto("{ any = true }", verdict(9, 0, 1)).0, Grade::Pending);
    assert_eq!(veto("{ any = true }", verdict(0, 0, 0)), (Grade::Pass, Outcome::Inapplicable));
}

#[test]
fn a_veto_by_share_needs_its_number_of_subjects() {
    let share = "{ ratio = 0.05, min_tested = 140 }";
    assert_eq!(veto(share, verdict(140, 7, 0)).0, Grade::Fail);
    assert_eq!(veto(share, verdict(140, 6, 0)).0, Grade::Pass);
    assert_eq!(veto(share, verdict(140, 6, 1)).0, Grade::Pending);
    // One look at a site that is down decides nothing yet.
    assert_eq!(veto(share, verdict(1, 1, 0)).0, Grade::Pending);
    assert_eq!(veto(share, verdict(1, 0, 0)).0, Grade::Pending);
    // Seven failures fail the window whatever its other probes will say; one missing probe can't fail it.
    assert_eq!(veto(share, verdict(20, 7, 0)).0, Grade::Fail);
    assert_eq!(veto(share, verdict(139, 0, 0)).0, Grade::Pass);
}

#[test]
fn a_failed_veto_overrides_and_everything_is_still_listed() {
    let (summary, _) = with_veto("{ any = true }", verdict(99, 3, 0), verdict(1, 1, 0));
    assert_eq!(summary.grade, Grade::Fail);
    assert_eq!(summary.vetoes, ["V-a"]);
    assert_eq!((summary.low, summary.high), (Points(9700), Points(9700)));
    assert!(summary.because.contains("V-a"), "{}", summary.because);
    // Failing on marks is certain even while a veto is open.
    let (summary, _) = with_veto("{ any = true }", verdict(99, 50, 0), verdict(1, 0, 1));
    assert_eq!((summary.grade, summary.undecided_vetoes.len()), (Grade::Fail, 1));
}

#[test]
fn the_grade_is_pending_across_the_pass_mark() {
    let grade = |links: Verdict| with_veto("{ any = true }", links, verdict(1, 0, 0)).0.grade;
    assert_eq!(grade(verdict(99, 40, 0)), Grade::Pass);
    assert_eq!(grade(verdict(99, 41, 0)), Grade::Fail);
    assert_eq!(grade(verdict(99, 40, 1)), Grade::Pending);
    assert_eq!(grade(verdict(99, 39, 1)), Grade::Pass);
    assert_eq!(grade(verdict(99, 41, 20)), Grade::Fail);
}

#[test]
fn bonus_counts_above_the_bonus_mark_and_up_to_its_cap() {
    let total = |links: Verdict, gains: Verdict| {
        let set = set("[pack]\nid = \"t\"\ntitle = \"试\"\nsource = \"x\"\nversion = \"1\"\nbonus_cap = 5\n\
             [[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 100\n[[indicator]]\nid = \"B\"\ntitle = \"加分\"\n\
             [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\ndeduct = { each = 1 }\n\
             [[rule]]\nid = \"B-a\"\nindicator = \"B\"\ntitle = \"乙\"\ncheck = \"wrong-link\"\nbonus = { points = 3 }\n\
             [[rule]]\nid = \"B-b\"\nindicator = \"B\"\ntitle = \"丙\"\nbonus = { points = 4 }\n");
        let summary = score(&set, &[links, gains, Verdict::default()], Lang::Zh).summary;
        (summary.low.as_f64(), summary.high.as_f64(), summary.bonus.as_f64())
    };
    // The check passes: 3 for sure; a person may give 4 more, together 5 at most.
    assert_eq!(total(verdict(99, 10, 0), verdict(1, 0, 0)), (93.0, 95.0, 3.0));
    assert_eq!(total(verdict(99, 10, 0), verdict(1, 1, 0)), (90.0, 94.0, 0.0));
    // At the mark is not above it.
    assert_eq!(total(verdict(99, 20, 0), verdict(1, 0, 0)), (80.0, 80.0, 0.0));
    // Across the mark only the high end gains.
    assert_eq!(total(verdict(99, 15, 10), verdict(1, 0, 0)), (75.0, 90.0, 0.0));
}

#[test]
fn packs_without_marks_are_graded_by_their_vetoes() {
    let text = "[[indicator]]\nid = \"1\"\ntitle = \"否决\"\n\
        [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\n";
    let grade = |effect: &str, v: Verdict| score(&set(&format!("{text}{effect}\n")), &[v], Lang::Zh).summary;
    assert_eq!(grade("veto = { any = true }", verdict(1, 0, 0)).grade, Grade::Pass);
    assert_eq!(grade("veto = { any = true }", verdict(1, 1, 0)).grade, Grade::Fail);
    let shown = grade("info = true", verdict(1, 0, 0));
    assert_eq!((shown.grade, shown.full_marks), (Grade::Pending, Points::ZERO));
}

#[test]
fn marks_that_hang_on_a_veto_alone() {
    let text = "[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 100\n[[rule]]\nid = \"1-a\"\nindicator = \"1\"\n\
        title = \"甲\"\ncheck = \"dead-link\"\nveto = { any = true }\n";
    let got = |v: Verdict| score(&set(text), &[v], Lang::Zh).indicators[0].got;
    assert_eq!(got(verdict(1, 0, 0)).low, Points(10_000));
    assert_eq!(got(verdict(1, 1, 0)).high, Points::ZERO);
    let open = got(verdict(1, 0, 1));
    assert_eq!((open.low, open.high), (Points::ZERO, Points(10_000)));
}

#[test]
fn judge_survives_a_check_that_breaks_down() {
    let set = set("[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 100\n\
         [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\n\
         params = { panic = true }\ndeduct = { each = 1, cap = 40 }\n\
         [[rule]]\nid = \"1-b\"\nindicator = \"1\"\ntitle = \"乙\"\ncheck = \"wrong-link\"\n\
         params = { tested = 9, bad = 2 }\ndeduct = { each = 1, cap = 40 }\n\
         [[rule]]\nid = \"1-c\"\nindicator = \"1\"\ntitle = \"丙\"\ncheck = \"misspelling\"\ndeduct = { each = 1, cap = 20 }\n\
         [[rule]]\nid = \"1-d\"\nindicator = \"1\"\ntitle = \"丁\"\nmanual = { points = 1 }\n");
    let verdicts = judge(&set, &facts());
    assert_eq!(verdicts.len(), 4);
    assert!(verdicts[0].open_ended);
    assert_eq!(verdicts[0].undetermined[0].reason, Reason::Tool);
    assert_eq!(verdicts[0].undetermined[0].evidence["panic"], "the script says so");
    assert_eq!((verdicts[1].tested, verdicts[1].violations.len()), (9, 2));
    assert_eq!((verdicts[2].outcome(), verdicts[2].undetermined[0].reason), (Outcome::CannotTell, Reason::Tool));
    assert_eq!(verdicts[3], Verdict::default());
    let scored = score(&set, &verdicts, Lang::Zh);
    // 2 lost for sure; 40 by the broken check, 20 by the planned one, 1 by the person may follow.
    assert_eq!((scored.summary.low, scored.summary.high), (Points(3700), Points(9800)));
    assert!((scored.summary.coverage - 0.39).abs() < 1e-9);
}
