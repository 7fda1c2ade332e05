use super::make::{set, verdict};
use duwang::model::{IndicatorScore, Lang, Outcome, Points, PointsRange, Verdict};
use duwang::score::{Scored, score};
use std::fmt::Write as _;

fn range(low: f64, high: f64) -> PointsRange {
    PointsRange { low: Points::from_f64(low), high: Points::from_f64(high) }
}

/// One indicator of 100 points with one rule on `dead-link`.
fn one(effect: &str, verdict: Verdict) -> Scored {
    let set = set(&format!(
        "[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 100\n\
         [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\n{effect}\n"
    ));
    score(&set, &[verdict], Lang::Zh)
}

fn lost(effect: &str, verdict: Verdict) -> (Outcome, PointsRange) {
    let scored = one(effect, verdict);
    let rule = &scored.indicators[0].rules[0];
    (rule.outcome, rule.lost)
}

fn open_ended(verdict: Verdict) -> Verdict {
    Verdict { open_ended: true, ..verdict }
}

#[test]
fn once() {
    let effect = "deduct = { once = 5 }";
    assert_eq!(lost(effect, verdict(9, 0, 0)), (Outcome::Passed, range(0.0, 0.0)));
    assert_eq!(lost(effect, verdict(9, 3, 0)), (Outcome::Failed, range(5.0, 5.0)));
    assert_eq!(lost(effect, verdict(9, 3, 2)), (Outcome::Failed, range(5.0, 5.0)));
    assert_eq!(lost(effect, verdict(9, 0, 2)), (Outcome::CannotTell, range(0.0, 5.0)));
    assert_eq!(lost(effect, open_ended(verdict(0, 0, 0))), (Outcome::CannotTell, range(0.0, 5.0)));
}

#[test]
fn each_with_and_without_a_cap() {
    let effect = "deduct = { each = 0.1, cap = 2 }";
    assert_eq!(lost(effect, verdict(99, 3, 0)).1, range(0.3, 0.3));
    assert_eq!(lost(effect, verdict(99, 3, 2)).1, range(0.3, 0.5));
    assert_eq!(lost(effect, verdict(99, 30, 9)).1, range(2.0, 2.0));
    assert_eq!(lost(effect, verdict(99, 15, 9)).1, range(1.5, 2.0));
    assert_eq!(lost(effect, open_ended(verdict(99, 3, 1))).1, range(0.3, 2.0));
    // Without a cap the indicator's own marks are the end.
    assert_eq!(lost("deduct = { each = 30 }", verdict(9, 2, 0)).1, range(60.0, 60.0));
    assert_eq!(lost("deduct = { each = 30 }", verdict(9, 9, 0)).1, range(100.0, 100.0));
    assert_eq!(lost("deduct = { each = 30 }", open_ended(verdict(9, 1, 0))).1, range(30.0, 100.0));
}

#[test]
fn a_ratio_loses_below_and_not_at_the_mark() {
    let effect = "deduct = { ratio_below = 0.5, points = 5 }";
    assert_eq!(lost(effect, verdict(10, 5, 0)), (Outcome::Passed, range(0.0, 0.0)));
    assert_eq!(lost(effect, verdict(10, 6, 0)), (Outcome::Failed, range(5.0, 5.0)));
    // 4 bad, 2 open: the share of good ones lies between 40 % and 60 %.
    assert_eq!(lost(effect, verdict(10, 4, 2)), (Outcome::CannotTell, range(0.0, 5.0)));
    // 1 bad, 2 open: at worst 70 %.
    assert_eq!(lost(effect, verdict(10, 1, 2)), (Outcome::Passed, range(0.0, 0.0)));
    assert_eq!(lost(effect, verdict(0, 0, 0)), (Outcome::Inapplicable, range(0.0, 0.0)));
    // Behind an open end there may be good ones enough.
    assert_eq!(lost(effect, open_ended(verdict(10, 9, 0))), (Outcome::CannotTell, range(0.0, 5.0)));
}

#[test]
fn an_indicator_never_loses_more_than_it_has() {
    let set = set("[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 3\n\
         [[indicator]]\nid = \"2\"\ntitle = \"二\"\npoints = 97\nstatus = \"pending\"\nwhy = \"等\"\n\
         [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\ndeduct = { once = 2 }\n\
         [[rule]]\nid = \"1-b\"\nindicator = \"1\"\ntitle = \"乙\"\ncheck = \"wrong-link\"\ndeduct = { once = 2 }\n");
    let scored = score(&set, &[verdict(1, 1, 0), verdict(1, 1, 0)], Lang::Zh);
    assert_eq!(scored.indicators[0].got, range(0.0, 0.0));
    let pending = &scored.indicators[1];
    assert_eq!((pending.got, pending.outcome, pending.covered), (range(0.0, 97.0), Outcome::CannotTell, false));
    assert_eq!((scored.summary.low, scored.summary.high), (Points(0), Points(9700)));
    assert!((scored.summary.coverage - 0.03).abs() < 1e-9);
}

#[test]
fn planned_and_manual_rules_leave_marks_open() {
    let set = set("[[indicator]]\nid = \"1\"\ntitle = \"计划\"\npoints = 40\n\
         [[indicator]]\nid = \"2\"\ntitle = \"人工\"\npoints = 40\n\
         [[indicator]]\nid = \"3\"\ntitle = \"混合\"\npoints = 20\n\
         [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"misspelling\"\ndeduct = { once = 10 }\n\
         [[rule]]\nid = \"2-a\"\nindicator = \"2\"\ntitle = \"乙\"\nmanual = { points = 40 }\n\
         [[rule]]\nid = \"3-a\"\nindicator = \"3\"\ntitle = \"丙\"\ncheck = \"dead-link\"\ndeduct = { once = 10 }\n\
         [[rule]]\nid = \"3-b\"\nindicator = \"3\"\ntitle = \"丁\"\nmanual = { points = 5 }\n");
    let none = Verdict::default();
    let scored = score(&set, &[none.clone(), none.clone(), verdict(1, 1, 0), none], Lang::Zh);
    let of = |at: usize| {
        let i: &IndicatorScore = &scored.indicators[at];
        (i.got, i.outcome, i.covered)
    };
    assert_eq!(of(0), (range(0.0, 40.0), Outcome::CannotTell, false));
    assert_eq!(of(1), (range(0.0, 40.0), Outcome::Manual, true));
    // 20, less 10 for sure, less 0 to 5 by a person.
    assert_eq!(of(2), (range(5.0, 10.0), Outcome::Failed, true));
    assert_eq!(scored.indicators[1].rules[0].lost, range(0.0, 40.0));
}

#[test]
fn what_does_not_apply_drops_out_and_the_rest_is_scaled() {
    let body = "[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 75\n\
         [[indicator]]\nid = \"1.1\"\nparent = \"1\"\ntitle = \"一一\"\npoints = 50\n\
         [[indicator]]\nid = \"1.2\"\nparent = \"1\"\ntitle = \"一二\"\npoints = 25\n\
         [[indicator]]\nid = \"2\"\ntitle = \"办事\"\npoints = 25\n\
         [[rule]]\nid = \"1.1-a\"\nindicator = \"1.1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\ndeduct = { each = 3 }\n\
         [[rule]]\nid = \"1.2-a\"\nindicator = \"1.2\"\ntitle = \"乙\"\ncheck = \"dead-link\"\ndeduct = { once = 5 }\n\
         [[rule]]\nid = \"2-a\"\nindicator = \"2\"\ntitle = \"丙\"\ncheck = \"wrong-link\"\ndeduct = { once = 25 }\n";
    let verdicts = [verdict(9, 2, 1), verdict(9, 0, 0), verdict(0, 0, 0)];
    let scored = score(&set(body), &verdicts, Lang::Zh);
    let (one, services) = (&scored.indicators[0], &scored.indicators[1]);
    assert_eq!(
        (services.full_marks, services.pack_marks, services.outcome),
        (Points(0), Points(2500), Outcome::Inapplicable)
    );
    assert_eq!(one.full_marks, Points(10_000));
    assert_eq!(one.children.iter().map(|c| c.full_marks).collect::<Vec<_>>(), [Points(6667), Points(3333)]);
    // 6 and 9 points of 50, as 8.00 and 12.00 of 66.67.
    assert_eq!(one.children[0].rules[0].lost, range(8.0, 12.0));
    assert_eq!(one.children[0].got, range(54.67, 58.67));
    assert_eq!((scored.summary.low, scored.summary.high), (Points(8800), Points(9200)));
    assert_eq!(scored.summary.full_marks, Points(10_000));
    assert_eq!(
        one.children[0].rules[0].arithmetic,
        "每处扣3分，扣完本指标为止：2 × 3 = 6；另1处待核，全算上 3 × 3 = 9；扣6–9分；×66.67/50 折算，扣8–12分"
    );

    // A pack that does not scale leaves it its marks.
    let head = "[pack]\nid = \"t\"\ntitle = \"试\"\nsource = \"x\"\nversion = \"1\"\nscaling = false\n";
    let scored = score(&set(&format!("{head}{body}")), &verdicts, Lang::Zh);
    assert_eq!((scored.indicators[1].full_marks, scored.indicators[1].got), (Points(2500), range(25.0, 25.0)));
    assert_eq!((scored.summary.low, scored.summary.high), (Points(9100), Points(9400)));
}

#[test]
fn thirds_still_sum_to_the_full_marks() {
    let mut body = String::from("[[indicator]]\nid = \"9\"\ntitle = \"不适用\"\npoints = 70\n");
    body += "[[rule]]\nid = \"9-a\"\nindicator = \"9\"\ntitle = \"甲\"\ncheck = \"dead-link\"\ndeduct = { once = 1 }\n";
    for id in 1..=3 {
        write!(body, "[[indicator]]\nid = \"{id}\"\ntitle = \"三分\"\npoints = 10\n").unwrap();
        write!(body, "[[rule]]\nid = \"{id}-a\"\nindicator = \"{id}\"\ntitle = \"甲\"\n").unwrap();
        body += "check = \"dead-link\"\ndeduct = { once = 10 }\n";
    }
    let scored =
        score(&set(&body), &[verdict(0, 0, 0), verdict(1, 1, 0), verdict(1, 0, 0), verdict(1, 0, 0)], Lang::En);
    let full: Vec<Points> = scored.indicators.iter().map(|i| i.full_marks).collect();
    assert_eq!(full, [Points(0), Points(3334), Points(3333), Points(3333)]);
    // All lost is all lost, however it was rounded.
    assert_eq!(scored.indicators[1].got, range(0.0, 0.0));
}

#[test]
fn the_largest_remainder_gets_what_is_left_over() {
    let leaf = |id: u8, points: u8| {
        format!(
            "[[indicator]]\nid = \"{id}\"\ntitle = \"一\"\npoints = {points}\n[[rule]]\nid = \"{id}-a\"\n\
             indicator = \"{id}\"\ntitle = \"甲\"\ncheck = \"dead-link\"\ndeduct = {{ once = 1 }}\n"
        )
    };
    let set = set(&(leaf(1, 65) + &leaf(2, 25) + &leaf(3, 10)));
    let scored = score(&set, &[verdict(1, 0, 0), verdict(1, 0, 0), verdict(0, 0, 0)], Lang::Zh);
    // 72.222… and 27.777…: the hundredth that is left goes to the smaller one.
    let full: Vec<Points> = scored.indicators.iter().map(|i| i.full_marks).collect();
    assert_eq!(full, [Points(7222), Points(2778), Points(0)]);
}

#[test]
fn children_that_sum_to_less_are_scaled_up() {
    let set = set("[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 100\n\
         [[indicator]]\nid = \"1.1\"\nparent = \"1\"\ntitle = \"一一\"\npoints = 50\n\
         [[rule]]\nid = \"1.1-a\"\nindicator = \"1.1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\ndeduct = { once = 5 }\n");
    assert_eq!(set.warnings.len(), 1);
    let scored = score(&set, &[verdict(1, 1, 0)], Lang::Zh);
    assert_eq!(scored.indicators[0].children[0].full_marks, Points(10_000));
    assert_eq!(scored.indicators[0].got, range(90.0, 90.0));
}

#[test]
fn the_arithmetic_can_be_followed_in_both_languages() {
    let text = |effect: &str, verdict: Verdict, lang: Lang| {
        let set = set(&format!(
            "[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 100\n\
             [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\n{effect}\n"
        ));
        score(&set, &[verdict], lang).indicators[0].rules[0].arithmetic.clone()
    };
    let each = "deduct = { each = 0.1, cap = 0.2 }";
    assert_eq!(text(each, verdict(9, 3, 0), Lang::Zh), "每处扣0.1分，最多扣0.2分：3 × 0.1 = 0.3，封顶0.2；扣0.2分");
    assert_eq!(
        text(each, verdict(9, 1, 1), Lang::En),
        "each loses 0.1, at most 0.2: 1 × 0.1 = 0.1; 1 more open, with them 2 × 0.1 = 0.2; 0.1–0.2 lost"
    );
    let ratio = "deduct = { ratio_below = 0.5, points = 5 }";
    assert_eq!(
        text(ratio, verdict(10, 6, 0), Lang::Zh),
        "达标比例低于50%扣5分：查10个，6处有问题，达标比例 40%，扣5分"
    );
    assert_eq!(
        text("deduct = { once = 5 }", verdict(0, 0, 0), Lang::Zh),
        "有问题即扣5分：不适用，不扣分（没有可查的对象）"
    );
    assert_eq!(
        text("veto = { count = 5 }", verdict(9, 4, 1), Lang::Zh),
        "单项否决：达到5处即不合格：查9个，4处有问题，1处待核，尚不能定"
    );
}
