//! Bodies without services, and vetoes on all of too few.

use super::make::{set, verdict};
use duwang::model::{Grade, Lang, Outcome, Points, SiteTrait, Verdict};
use duwang::rules::RuleSet;
use duwang::score::{findings, judge, score, score_for};
use serde_json::Value;

const NONE: &[SiteTrait] = &[SiteTrait::NoServices];

/// 75 points of work and 25 for services: counted, marked by hand, planned and pending.
fn with_services() -> RuleSet {
    set("[[indicator]]\nid = \"1\"\ntitle = \"发布\"\npoints = 75\n\
         [[indicator]]\nid = \"2\"\ntitle = \"办事\"\npoints = 25\nunless = [\"no-services\"]\n\
         [[indicator]]\nid = \"2.1\"\nparent = \"2\"\ntitle = \"指南\"\npoints = 10\n\
         [[indicator]]\nid = \"2.2\"\nparent = \"2\"\ntitle = \"好用\"\npoints = 10\n\
         [[indicator]]\nid = \"2.3\"\nparent = \"2\"\ntitle = \"以后\"\npoints = 5\nstatus = \"pending\"\nwhy = \"等\"\n\
         [[indicator]]\nid = \"V\"\ntitle = \"否决\"\nunless = [\"no-services\"]\n\
         [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\ndeduct = { each = 1 }\n\
         [[rule]]\nid = \"2.1-a\"\nindicator = \"2.1\"\ntitle = \"乙\"\ncheck = \"wrong-link\"\ndeduct = { each = 5 }\n\
         [[rule]]\nid = \"2.1-b\"\nindicator = \"2.1\"\ntitle = \"丙\"\ncheck = \"misspelling\"\ndeduct = { once = 5 }\n\
         [[rule]]\nid = \"2.2-a\"\nindicator = \"2.2\"\ntitle = \"丁\"\nmanual = { points = 10 }\n\
         [[rule]]\nid = \"V-a\"\nindicator = \"V\"\ntitle = \"戊\"\nveto = { any = true }\n")
}

#[test]
fn a_body_without_services_is_marked_out_of_75_and_scaled_by_four_thirds() {
    let set = with_services();
    let none = Verdict::default();
    let verdicts = [verdict(99, 6, 3), none.clone(), none.clone(), none.clone(), none.clone()];
    let scored = score_for(&set, &verdicts, NONE, Lang::Zh);
    let summary = &scored.summary;
    // 6 and 9 points of 75 are 8 and 12 of 100.
    assert_eq!((summary.full_marks, summary.low, summary.high), (Points(10_000), Points(8800), Points(9200)));
    assert_eq!((summary.grade, summary.undecided_vetoes.len()), (Grade::Pass, 0));
    assert!((summary.coverage - 0.96).abs() < 1e-9);
    assert_eq!(summary.arithmetic, "100 分中 25 分不适用；75 分按 ×100/75 折算为 100 分；合计 88–92");
    let (first, services) = (&scored.indicators[0], &scored.indicators[1]);
    assert_eq!(first.arithmetic, "折算 (6–9) × 100/75 = 8–12；得 100 − (8–12) = 88–92");
    assert_eq!(first.rules[0].arithmetic.rsplit('；').next(), Some("×100/75 折算，扣8–12分"));
    assert_eq!((first.rules[0].deducted.high, first.rules[0].lost.high), (Points(900), Points(1200)));
    assert_eq!((services.full_marks, services.outcome, services.covered), (Points(0), Outcome::Inapplicable, true));
    assert_eq!(services.arithmetic, "下级都不适用，原 25 分由其余指标分担");
    for leaf in &services.children {
        assert_eq!((leaf.full_marks, leaf.outcome), (Points(0), Outcome::Inapplicable), "{}", leaf.id);
        assert!(leaf.rules.iter().all(|r| r.arithmetic.contains("没有对外办事职能")), "{leaf:?}");
    }

    // With services everything stays.
    let scored = score(&set, &verdicts, Lang::Zh);
    assert_eq!(scored.indicators[1].full_marks, Points(2500));
    assert_eq!(scored.summary.undecided_vetoes, ["V-a"]);
}

#[test]
fn what_the_body_is_excused_from_is_not_measured_and_nobody_is_asked() {
    let set = set("[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 75\n\
         [[indicator]]\nid = \"2\"\ntitle = \"办事\"\npoints = 25\nunless = [\"no-services\"]\n\
         [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\nparams = { tested = 3 }\ndeduct = { each = 1 }\n\
         [[rule]]\nid = \"2-a\"\nindicator = \"2\"\ntitle = \"乙\"\ncheck = \"wrong-link\"\nparams = { panic = true }\ndeduct = { each = 5 }\n\
         [[rule]]\nid = \"2-b\"\nindicator = \"2\"\ntitle = \"丙\"\nmanual = { points = 10 }\n");
    let mut facts = super::make::facts();
    facts.traits = NONE.to_vec();
    let verdicts = judge(&set, &facts);
    assert_eq!(verdicts[1].inapplicable.as_ref().unwrap().en, "the body offers no services");
    let card = duwang::score::scorecard(&set, &facts, Lang::Zh, &std::collections::BTreeMap::new());
    assert_eq!((card.score.low, card.score.high, card.open_questions.len()), (Points(10_000), Points(10_000), 0));
    let json: Value = serde_json::from_slice(&duwang::report::json(&card)).unwrap();
    assert_eq!(json["site"]["traits"], serde_json::json!(["no-services"]));
    super::by_hand::holds(&json);
    // The same pack of another body asks.
    facts.traits.clear();
    let (_, questions) = findings(&set, &judge(&set, &facts), Lang::Zh, &|_| None, "");
    assert_eq!(questions.iter().map(|q| q.rule.as_str()).collect::<Vec<_>>(), ["2-a", "2-b"]);
}

#[test]
fn a_pack_that_does_not_scale_leaves_the_excused_their_marks() {
    let set = set("[pack]\nid = \"t\"\ntitle = \"试\"\nsource = \"x\"\nversion = \"1\"\nscaling = false\n\
         [[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 75\n\
         [[indicator]]\nid = \"2\"\ntitle = \"办事\"\npoints = 25\nunless = [\"no-services\"]\n\
         [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\ndeduct = { each = 1 }\n\
         [[rule]]\nid = \"2-a\"\nindicator = \"2\"\ntitle = \"乙\"\nmanual = { points = 25 }\n");
    let scored = score_for(&set, &[verdict(9, 2, 0), Verdict::default()], NONE, Lang::Zh);
    assert_eq!((scored.summary.low, scored.summary.high), (Points(9800), Points(9800)));
    assert_eq!(scored.indicators[1].arithmetic, "不适用，不失分，得 25 分");
}

#[test]
fn the_national_pack_asks_a_body_without_services_for_none() {
    let set = duwang::rules::load("cn-site-2019").unwrap();
    let excused = set.excused(NONE);
    let off: Points = set.roots().filter(|i| excused[*i].is_some()).map(|i| set.indicators[i].points).sum();
    assert_eq!(off, Points(2500));
    let of = |id: &str| excused[set.indicators.iter().position(|i| i.id == id).unwrap()];
    assert_eq!((of("2.3"), of("V.6"), of("V.5")), (Some(SiteTrait::NoServices), Some(SiteTrait::NoServices), None));
}

#[test]
fn fewer_than_the_number_fail_when_all_of_them_do() {
    let set =
        set("[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 100\n[[rule]]\nid = \"1-a\"\nindicator = \"1\"\n\
         title = \"甲\"\ncheck = \"dead-link\"\nveto = { count = 5, or_all = true }\n");
    let outcome = |v: Verdict| score(&set, &[v], Lang::Zh).indicators[0].rules[0].outcome;
    assert_eq!(outcome(verdict(9, 5, 0)), Outcome::Failed);
    assert_eq!(outcome(verdict(9, 4, 0)), Outcome::Passed);
    assert_eq!(outcome(verdict(3, 3, 0)), Outcome::Failed);
    assert_eq!(outcome(verdict(3, 2, 0)), Outcome::Passed);
    assert_eq!(outcome(verdict(3, 2, 1)), Outcome::CannotTell);
    assert_eq!(outcome(verdict(3, 0, 3)), Outcome::CannotTell);
    assert_eq!(outcome(verdict(3, 1, 1)), Outcome::Passed);
    assert_eq!(outcome(verdict(0, 0, 0)), Outcome::Inapplicable);
    // Where more may stand unseen, all of the few seen decide nothing.
    assert_eq!(outcome(Verdict { open_ended: true, ..verdict(3, 3, 0) }), Outcome::CannotTell);
    assert_eq!(outcome(Verdict { open_ended: true, ..verdict(6, 5, 0) }), Outcome::Failed);
}
