//! Column names as people write them.

use duwang::facts::{column_core, fold_name, likeness};
use proptest::prelude::*;

#[test]
fn one_name_in_many_spellings() {
    for written in [
        "财政预决算",
        "财政预/决算",
        "［财政预决算］",
        "财政 预决算",
        "　财政预决算　",
        "【财政预决算】",
        "财政预决算>>",
        "财政预决算 更多",
        "财政预决算(12)",
        "·财政预决算",
        "财政预决算：",
    ] {
        assert_eq!(fold_name(written), "财政预决算", "{written}");
    }
    assert_eq!(fold_name("ＩＰｖ６支持"), "ipv6支持");
    assert_eq!(fold_name("更多"), "更多", "a name is never folded to nothing");
}

#[test]
fn words_around_a_name_are_not_the_name() {
    for (written, core) in [
        ("县级财政预决算公开专栏", "财政预决算"),
        ("财政预决算信息公开", "财政预决算"),
        ("行政执法公示专栏", "行政执法公示"),
    ] {
        assert_eq!(column_core(&fold_name(written)), core, "{written}");
    }
}

#[test]
fn a_core_still_means_something() {
    for generic in ["信息公开", "政务公开", "公开目录", "公开专栏", "政府信息公开", "工作", "政府", "专题专栏"]
    {
        assert!(column_core(&fold_name(generic)).chars().count() >= 2, "{generic}");
    }
    assert_ne!(column_core("信息公开指南"), column_core("信息公开年报"));
    assert_ne!(column_core("政策文件"), column_core("政策解读"));
}

#[test]
fn likeness_names_the_nearest() {
    assert!((likeness("政府信息公开年报", "政府信息公开年报") - 1.0).abs() < f64::EPSILON);
    assert!(likeness("政府信息公开年报", "政府信息公开指南") > likeness("政府信息公开年报", "互动交流"));
    assert!(likeness("甲", "乙").abs() < f64::EPSILON);
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(name in "[\\p{Han}a-zA-Z0-9（）()【】　 ·>»:：/、更多]{0,16}") {
        let once = fold_name(&name);
        prop_assert_eq!(fold_name(&once), once.clone());
        prop_assert!(once.chars().all(char::is_alphanumeric));
    }

    #[test]
    fn the_core_is_a_part_of_the_name(name in "[\\p{Han}a-z0-9]{2,14}") {
        let folded = fold_name(&name);
        let core = column_core(&folded);
        prop_assert!(folded.contains(&core), "{folded}: {core}");
        prop_assert!(core.chars().count() >= 2.min(folded.chars().count()));
    }

    #[test]
    fn known_affixes_never_eat_the_name(name in "[甲乙丙丁戊己庚辛壬癸]{3,6}") {
        for written in [format!("县级{name}公开"), format!("{name}专栏"), format!("{name}信息公开目录")] {
            prop_assert_eq!(column_core(&fold_name(&written)), name.clone());
        }
    }

    #[test]
    fn likeness_is_a_share_and_the_same_both_ways(a in "[\\p{Han}]{0,10}", b in "[\\p{Han}]{0,10}") {
        let (there, back) = (likeness(&a, &b), likeness(&b, &a));
        prop_assert!((0.0..=1.0).contains(&there));
        prop_assert!((there - back).abs() < 1e-9);
    }
}
