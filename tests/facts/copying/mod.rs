//! Copy detection: what share of a text is found to stand in another, and which documents of a site share text.

mod shingles;
mod texts;

use duwang::facts::{Copying, copying};
use proptest::prelude::*;
use std::collections::BTreeMap;
use texts::{BETWEEN, COPIES, HONEST, Kind, interpretation, policy, topics};

/// The limit that packs take when they say nothing.
const MAX_SHARE: f64 = 0.6;

/// Twelve matters, two policies on each.
fn shares(kinds: &[Kind]) -> BTreeMap<Kind, Vec<f64>> {
    let mut shares: BTreeMap<Kind, Vec<f64>> = BTreeMap::new();
    for topic in 0..topics() {
        for seed in 0..2 {
            let policy = policy(topic, seed);
            for &kind in kinds {
                let text = interpretation(&policy, kind, seed);
                shares.entry(kind).or_default().push(copying(&text, &policy.text).share);
            }
        }
    }
    shares
}

fn lowest(shares: &[f64]) -> f64 {
    shares.iter().copied().fold(f64::INFINITY, f64::min)
}

fn highest(shares: &[f64]) -> f64 {
    shares.iter().copied().fold(0.0, f64::max)
}

/// Printed with `--no-capture`: how the kinds spread, and how right each limit would be.
#[test]
fn the_default_limit_stands_in_the_middle_of_the_gap() {
    let (copies, honest) = (shares(COPIES), shares(HONEST));
    for (kind, shares) in copies.iter().chain(&honest).chain(&self::shares(BETWEEN)) {
        println!("{:24} {:.3} to {:.3}", format!("{kind:?}"), lowest(shares), highest(shares));
    }
    let copies: Vec<f64> = copies.into_values().flatten().collect();
    let honest: Vec<f64> = honest.into_values().flatten().collect();
    assert!(copies.len() >= 200 && honest.len() >= 100, "{} copies, {} honest texts", copies.len(), honest.len());
    println!("limit  precision  recall   of {} copies, {} honest texts", copies.len(), honest.len());
    for limit in (3..=9).map(|tenth| f64::from(tenth) / 10.0) {
        let right = copies.iter().filter(|share| **share > limit).count();
        let wrong = honest.iter().filter(|share| **share > limit).count();
        println!("{limit:.1}    {:.3}      {:.3}", ratio(right, right + wrong), ratio(right, copies.len()));
    }
    let (below, above) = (highest(&honest), lowest(&copies));
    assert!(below < MAX_SHARE - 0.1, "an honest text has {below}");
    assert!(above > MAX_SHARE + 0.1, "a copy has {above}");
    let middle = f64::midpoint(below, above);
    assert!((middle - MAX_SHARE).abs() < 0.08, "the gap's middle is {middle}");
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred texts")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[test]
fn who_explains_may_repeat_title_definitions_and_a_short_passage() {
    let policy = "高平县医疗救助实施细则\n第一条 本细则所称医疗救助，是指对困难群众的基本医疗费用按照规定给予补助的制度。\n\
                  第二条 年度累计救助限额为每人三万元，超出部分由慈善组织按照规定给予帮扶。";
    let own = "家里有人得了大病，最怕的是花光积蓄。过去困难群众报销以后自己还要掏不少，很多人因此不敢去医院。";
    let share = |text: &str| copying(text, policy).share;
    assert!(share(&format!("《高平县医疗救助实施细则》解读\n{own}")) < 0.01);
    let defined = format!("{own}\n医疗救助，是指对困难群众的基本医疗费用按照规定给予补助的制度。");
    assert!(share(&defined) < 0.01, "{:?}", copying(&defined, policy));
    let quoted = format!("{own}文件规定“年度累计救助限额为每人三万元”。");
    assert!(share(&quoted) < 0.01, "{:?}", copying(&quoted, policy));
    // The same without marks is a passage of the policy, and told as one.
    let plain = copying(&format!("{own}年度累计救助限额为每人三万元。"), policy);
    assert!(plain.share > 0.1 && plain.share < 0.4, "{plain:?}");
    assert_eq!(plain.copied_chars, 14);
}

#[test]
fn the_longest_passages_are_shown_side_by_side() {
    let policy = "第一条 为了规范养老服务，制定本办法。\n第三条 县民政局应当建立养老机构信用档案，并向社会公布。\n\
                  第四条 养老机构应当按照国家有关规定配备消防设施。";
    let text = "高平县发文\n（一）县民政局应建立养老机构信用档案，\n并向社会公布。\n这一条大家问得最多。";
    let Copying { runs, copied_chars, interpretation_chars, policy_chars, .. } = copying(text, policy);
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0].chars, 21);
    assert_eq!(runs[0].interpretation.text, "县民政局应建立养老机构信用档案， 并向社会公布");
    assert_eq!(runs[0].interpretation.at, 9);
    assert_eq!(runs[0].policy.text, "县民政局应当建立养老机构信用档案，并向社会公布");
    assert_eq!(text.chars().nth(runs[0].interpretation.at), Some('县'));
    assert_eq!(policy.chars().nth(runs[0].policy.at), Some('县'));
    assert_eq!((copied_chars, interpretation_chars, policy_chars), (21, 35, 55));
}

#[test]
fn a_list_of_headings_is_a_cut_down_version() {
    let policy =
        "一、加强组织领导。各乡镇人民政府要高度重视。\n二、落实工作责任。县级各部门要各司其职。\n三、强化督查考核。";
    let listed = copying("主要内容\n1.落实工作责任\n2.加强组织领导\n3.强化督查考核", policy);
    assert_eq!((listed.copied_chars, listed.interpretation_chars), (18, 22));
    assert_eq!(listed.runs.len(), 3, "{listed:?}");
    assert_eq!(listed.runs[0].policy.text, "落实工作责任");
    // The same words inside a sentence of one's own are none.
    assert_eq!(copying("这次特别强调要加强组织领导，因为去年没人牵头。", policy).copied_chars, 0);
}

#[test]
fn numbering_width_and_marks_make_no_difference() {
    let policy = "第一条 县财政局应当于２０２６年６月３０日前，拨付全部补助资金（含利息）。";
    for copy in [
        "一、县财政局应当于2026年6月30日前拨付全部补助资金，含利息。",
        "（三）县财政局应当于2026年6月30日前 拨付全部补助资金(含利息)",
        "1.县财政局应当于 2026 年 6 月 30 日前，\n拨付全部补助资金（含利息）",
        "①县财政局应当于２０２６年６月３０日前：拨付“全部补助资金”含利息",
        "第十二条　县财政局应当于2026年6月30日前、拨付全部补助资金、含利息！",
    ] {
        assert!(copying(copy, policy).share > 0.99, "{copy}: {:?}", copying(copy, policy));
    }
}

#[test]
fn nothing_to_judge_is_no_copy() {
    for text in ["", "  \n", "《办法》", "……", "一、", "第一条", "《未完的标题"] {
        let found = copying(text, "第一条 为了规范管理，制定本办法。");
        assert!(found.share.abs() < f64::EPSILON && found.runs.is_empty(), "{text}: {found:?}");
    }
    assert!(copying("为了规范管理，制定本办法。", "").share.abs() < f64::EPSILON);
}

/// A text that is one character over and over has the same five characters everywhere; it must not take for ever.
#[test]
fn monotonous_texts_are_read_in_time() {
    let long = "的".repeat(60_000);
    assert!(copying(&long, &long).share > 0.99);
    let broken: String = (0..20_000).map(|n| if n % 3 == 0 { "是的是" } else { "的的有" }).collect();
    let other: String = (0..20_000).map(|n| if n % 5 == 0 { "是的有" } else { "的的是" }).collect();
    assert!(copying(&broken, &other).share <= 1.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_two_strings_have_a_share(one in any::<String>(), two in any::<String>()) {
        let found = copying(&one, &two);
        prop_assert!((0.0..=1.0).contains(&found.share));
        prop_assert!(found.copied_chars <= found.interpretation_chars);
    }

    #[test]
    fn strings_of_the_fields_characters_have_a_share(
        one in "[《》“”第一条款、（）(). \n0-9a是指所称，。；]{0,80}",
        two in "[《》“”第一条款、（）(). \n0-9a是指所称，。；]{0,80}",
    ) {
        let found = copying(&one, &two);
        prop_assert!((0.0..=1.0).contains(&found.share));
        for run in &found.runs {
            prop_assert!(run.chars >= 6 && run.interpretation.at < one.chars().count());
        }
    }

    #[test]
    fn a_text_stands_in_itself(text in "[一-龥]{13,200}") {
        let found = copying(&text, &text);
        prop_assert!(found.interpretation_chars == 0 || (found.share - 1.0).abs() < f64::EPSILON, "{:?}", found);
    }

    #[test]
    fn text_before_and_behind_does_not_hide_a_copy(before in "[一-丰]{0,50}", behind in "[龀-龥]{0,50}") {
        let policy = policy(0, 0).text;
        let sentence = "各乡镇人民政府负责本辖区补助资金的公示，县财政局负责监督";
        let text = format!("{before}\n{sentence}\n{behind}");
        let padded = copying(&text, &format!("{policy}\n{sentence}"));
        prop_assert!(padded.copied_chars >= 27, "{:?}", padded);
    }

    #[test]
    fn a_new_order_of_sentences_changes_little(topic in 0_usize..12, seed in 0_u64..20) {
        let policy = policy(topic, seed);
        let straight = copying(&interpretation(&policy, Kind::Whole, seed), &policy.text).share;
        let reordered = copying(&interpretation(&policy, Kind::Reordered, seed), &policy.text).share;
        prop_assert!((straight - reordered).abs() < 0.1, "{} and {}", straight, reordered);
    }
}
