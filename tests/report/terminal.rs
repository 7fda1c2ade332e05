use super::card;
use duwang::model::{Lang, Points, Scorecard};
use duwang::report::terminal;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

/// Without the colours that are ours.
fn plain(text: &str) -> String {
    let sgr = regex::Regex::new("\u{1b}\\[[0-9]*m").unwrap();
    sgr.replace_all(text, "").into_owned()
}

fn hold(card: &Scorecard, width: usize) {
    for colour in [false, true] {
        let text = terminal(card, width, colour);
        for line in plain(&text).lines() {
            assert!(line.width() <= width.max(40), "{} columns of {width}: {line:?}", line.width());
            assert!(!line.chars().any(|c| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}')), "{line:?}");
        }
        assert_eq!(plain(&text), terminal(card, width, false), "colour changes nothing but the colour");
    }
}

#[test]
fn chinese_at_100_columns() {
    insta::assert_snapshot!(terminal(&card::rich(Lang::Zh), 100, false));
}

#[test]
fn chinese_at_40_columns() {
    insta::assert_snapshot!(terminal(&card::rich(Lang::Zh), 40, false));
}

#[test]
fn english_at_100_columns() {
    insta::assert_snapshot!(terminal(&card::rich(Lang::En), 100, false));
}

#[test]
fn english_at_40_columns() {
    insta::assert_snapshot!(terminal(&card::rich(Lang::En), 40, false));
}

#[test]
fn no_line_is_wider_and_no_colour_is_left_open() {
    for lang in [Lang::Zh, Lang::En] {
        for width in [40, 41, 57, 80, 100, 200] {
            hold(&card::rich(lang), width);
            hold(&card::hostile(lang), width);
        }
        let text = terminal(&card::rich(lang), 80, true);
        assert_eq!(text.matches("\u{1b}[").count(), 2 * text.matches("\u{1b}[0m").count());
        assert!(!terminal(&card::rich(lang), 80, false).contains('\u{1b}'));
    }
}

#[test]
fn escapes_of_the_site_are_gone_with_what_they_carry() {
    let mut card = card::rich(Lang::Zh);
    card.site.name = "\u{1b}]0;owned\u{7}高\u{1b}[31;1m县\u{9b}2J\u{1b}(B\u{202e}政\r\n府\u{1b}".into();
    let first = terminal(&card, 100, false).lines().next().unwrap().to_owned();
    assert_eq!(first, "高县政 府 – 政府网站检查评分报告");
}

#[test]
fn english_has_no_chinese_beyond_the_grade() {
    let text = terminal(&card::rich(Lang::En), 100, false).replace("不合格", "");
    assert!(!text.chars().any(|c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_line_is_wider_whatever_a_site_writes(
        width in 40_usize..=200,
        words in proptest::collection::vec("(\\PC|[政务公开，。（）]|[a-z ]|\\s|[\u{0}-\u{ff}]|[\u{600}-\u{6ff}]|[\u{1f1e6}-\u{1f64f}\u{fe0f}\u{200d}]){0,60}", 12),
        marks in proptest::array::uniform5(any::<i64>()),
    ) {
        let mut card = card::rich(Lang::Zh);
        let mut word = words.into_iter().cycle();
        let mut next = || word.next().unwrap();
        (card.site.name, card.site.url, card.pack.title, card.run.id) = (next(), next(), next(), next());
        card.score.because = next();
        (card.score.low, card.score.high) = (Points(marks[0].min(marks[1])), Points(marks[0].max(marks[1])));
        (card.score.full_marks, card.score.pass_mark, card.score.bonus_mark) = (Points(marks[2]), Points(marks[3]), Points(marks[4]));
        (card.indicators[0].title, card.indicators[0].id) = (next(), next());
        card.indicators[0].got.low = Points(marks[0]);
        for finding in &mut card.findings {
            (finding.message, finding.check, finding.target) = (next(), next(), Some(next()));
        }
        card.findings[0].target = None;
        (card.open_questions[0].rule, card.coverage.failures[0].reason) = (next(), next());
        card.score.vetoes = vec![next()];
        hold(&card, width);
    }
}
