use super::index::{self, Index};
use super::screen::{Screen, Style, cut, width};
use super::{clean, evidence, html_view, labels, mend_first};
use crate::model::{Finding, Grade, Lang, Outcome, Points, PointsRange, Scorecard, Severity};
use std::collections::BTreeMap;

/// Findings shown one by one.
const WORST: usize = 20;
/// Things to mend first that are shown.
const MENDS: usize = 5;

/// The scorecard for a terminal of `width` columns (down to 40; wider than 120 is left empty), with ANSI colours or
/// without.
///
/// No line is wider than asked for, counted in columns as East Asian terminals do; what a site wrote holds no escapes,
/// control characters or bidi controls.
#[must_use]
pub fn terminal(card: &Scorecard, width: usize, colour: bool) -> String {
    let mut screen = Screen::new(width, colour);
    let index = Index::of(card);
    title(card, &mut screen);
    grade(card, &mut screen);
    bar(card, &mut screen);
    vetoes(card, &index, &mut screen);
    mends(card, &mut screen);
    indicators(card, &mut screen);
    findings(card, &mut screen);
    by_check(card, &mut screen);
    questions(card, &mut screen);
    coverage(card, &mut screen);
    screen.finish()
}

fn title(card: &Scorecard, screen: &mut Screen) {
    let lang = card.lang;
    // Parts are cleaned before they are joined: an escape at the end of one must not eat into the next.
    let name = clean::line(&card.site.name);
    let name = if name.is_empty() { clean::line(&card.site.id) } else { name };
    screen.text((Style::Plain, ""), Style::Bold, &format!("{} – {}", name, labels::word(lang, "report_title")));
    screen.text((Style::Plain, ""), Style::Cyan, &card.site.url);
    screen.text(
        (Style::Plain, ""),
        Style::Dim,
        &format!("{} · {}", clean::line(&card.pack.title), clean::line(&card.pack.source)),
    );
    let colon = labels::word(lang, "colon");
    let as_of = format!("{}{colon}{}", labels::word(lang, "as_of"), card.run.as_of);
    let run = format!("{}{colon}{}", labels::word(lang, "run"), card.run.id);
    let traits = html_view::traits(card);
    if !traits.is_empty() {
        let traits = traits.join(labels::word(lang, "list"));
        screen.text((Style::Plain, ""), Style::Dim, &format!("{}{colon}{traits}", labels::word(lang, "traits")));
    }
    screen.text((Style::Plain, ""), Style::Dim, &format!("{as_of} · {run}"));
    if let Some(caution) = &card.pack.out_of_force {
        screen.text((Style::Plain, ""), Style::Yellow, &clean::line(caution));
    }
}

fn grade(card: &Scorecard, screen: &mut Screen) {
    let (lang, score) = (card.lang, &card.score);
    let style = match score.grade {
        Grade::Pass => Style::Green,
        Grade::Fail => Style::Red,
        Grade::Pending => Style::Yellow,
    };
    let range = html_view::range(PointsRange { low: score.low, high: score.high });
    let points = format!("{range} / {} {}", score.full_marks, labels::word(lang, "unit_points"));
    let colon = labels::word(lang, "colon");
    screen.blank();
    let lead = format!("{}  ", labels::word(lang, "grade"));
    let total = if score.counts() { &points } else { labels::word(lang, "no_total") };
    screen.pair((Style::Bold, &lead), (style, labels::grade(lang, score.grade)), (Style::Bold, total));
    if !score.counts() {
        screen.text((Style::Plain, ""), Style::Dim, &format!("{}{colon}{points}", labels::word(lang, "sums_only")));
    }
    screen.text((Style::Plain, ""), Style::Plain, &score.because);
    if !score.arithmetic.is_empty() {
        let text = format!("{}{colon}{}", labels::word(lang, "arithmetic"), score.arithmetic);
        screen.text((Style::Plain, ""), Style::Dim, &text);
    }
}

/// `█` certain, `▒` still open, `░` lost; the marks stand below.
fn bar(card: &Scorecard, screen: &mut Screen) {
    let (lang, score) = (card.lang, &card.score);
    let cells = screen.width() - 2;
    let most = score.full_marks.max(score.high).max(score.pass_mark).max(score.bonus_mark).max(Points(1));
    let at = |points: Points| place(points, most, cells);
    let (low, high) = (at(score.low), at(score.high).max(at(score.low)));
    let (sure, open, gone) = ("█".repeat(low), "▒".repeat(high - low), "░".repeat(cells - high));
    screen.line(&[
        (Style::Plain, "["),
        (Style::Green, &sure),
        (Style::Yellow, &open),
        (Style::Dim, &gone),
        (Style::Plain, "]"),
    ]);
    for (key, mark) in [("pass_mark", score.pass_mark), ("bonus_mark", score.bonus_mark)] {
        if mark <= Points::ZERO {
            continue;
        }
        let words = format!("{} {mark}", labels::word(lang, key));
        let column = at(mark).max(1);
        // The words stand right of the arrow, or left of it where the line would end.
        if column + 3 + width(&words) <= screen.width() {
            screen.line(&[(Style::Plain, &" ".repeat(column)), (Style::Dim, "↑ "), (Style::Dim, &words)]);
        } else if width(&words) < column {
            let gap = " ".repeat(column - width(&words) - 1);
            screen.line(&[(Style::Plain, &gap), (Style::Dim, &words), (Style::Dim, " ↑")]);
        } else {
            screen.text((Style::Plain, ""), Style::Dim, &words);
        }
    }
    let decided = format!("{} {}", labels::word(lang, "decided"), html_view::percent(score.coverage));
    let words = [("█", "bar_sure"), ("▒", "bar_open"), ("░", "bar_lost")];
    let key: Vec<String> = words.iter().map(|(sign, key)| format!("{sign} {}", labels::word(lang, key))).collect();
    screen.text((Style::Plain, ""), Style::Dim, &format!("{} · {decided}", key.join("  ")));
}

/// How many of `cells` the points fill of `most`.
fn place(points: Points, most: Points, cells: usize) -> usize {
    let filled = i128::from(points.0.max(0)) * cells as i128 / i128::from(most.0.max(1));
    usize::try_from(filled).unwrap_or(cells).min(cells)
}

fn vetoes(card: &Scorecard, index: &Index<'_>, screen: &mut Screen) {
    let (lang, score) = (card.lang, &card.score);
    screen.heading(labels::word(lang, "vetoes"));
    for (ids, outcome) in [(&score.vetoes, Outcome::Failed), (&score.undecided_vetoes, Outcome::CannotTell)] {
        for id in ids {
            let title = index.rule(id).map_or("", |p| p.rule.title.as_str());
            let lead = format!("{} ", labels::sign(lang, outcome));
            screen.pair(
                (style_of(outcome), &lead),
                (Style::Plain, &format!("{} {}", clean::line(id), clean::line(title))),
                (style_of(outcome), labels::outcome(lang, outcome)),
            );
        }
    }
    if score.vetoes.is_empty() && score.undecided_vetoes.is_empty() {
        screen.text((Style::Plain, ""), Style::Plain, labels::word(lang, "no_vetoes"));
    }
}

/// What to mend first; all ten are in the files.
fn mends(card: &Scorecard, screen: &mut Screen) {
    let lang = card.lang;
    let mends = mend_first::mend_first(card, MENDS);
    if mends.is_empty() {
        return;
    }
    screen.heading(labels::word(lang, "mend_first"));
    for mend in mends {
        let rule = mend.rule;
        let lead = format!("{} ", labels::sign(lang, Outcome::Failed));
        let words = format!(
            "{} {} · {} {}",
            clean::line(&rule.id),
            clean::line(&rule.title),
            labels::word(lang, "mend_places"),
            rule.violations
        );
        let gain = if mend.veto { labels::word(lang, "mend_lifts").to_owned() } else { format!("+{}", mend.gain) };
        screen.pair((Style::Red, &lead), (Style::Plain, &words), (Style::Green, &gain));
    }
}

/// First and second level; what lies below is in the files.
fn indicators(card: &Scorecard, screen: &mut Screen) {
    let lang = card.lang;
    screen.heading(labels::word(lang, "indicators"));
    for indicator in index::all_indicators(card).into_iter().filter(|i| i.level <= 2) {
        let first = indicator.level <= 1;
        let (sign, style) = if indicator.covered {
            (labels::sign(lang, indicator.outcome), style_of(indicator.outcome))
        } else {
            (labels::sign(lang, Outcome::CannotTell), Style::Dim)
        };
        let indent = if first { "" } else { "  " };
        let lead = format!("{indent}{sign}{}", " ".repeat(3 - width(sign).min(2)));
        let mut left = format!("{} {}", clean::line(&indicator.id), clean::line(&indicator.title));
        if !indicator.covered {
            left = format!("{left} · {}", labels::word(lang, "uncovered"));
        }
        let right = format!("{} / {}", html_view::range(indicator.got), indicator.full_marks);
        let weight = if first { Style::Bold } else { Style::Plain };
        screen.pair((style, &lead), (weight, &left), (style, &right));
        if !indicator.arithmetic.is_empty() {
            screen.text((Style::Plain, &" ".repeat(width(&lead))), Style::Dim, &indicator.arithmetic);
        }
    }
    let every = [Outcome::Passed, Outcome::Failed, Outcome::CannotTell, Outcome::Inapplicable, Outcome::Manual];
    let key: Vec<String> =
        every.iter().map(|&o| format!("{} {}", labels::sign(lang, o), labels::outcome(lang, o))).collect();
    screen.text((Style::Plain, ""), Style::Dim, &key.join("  "));
}

fn findings(card: &Scorecard, screen: &mut Screen) {
    let lang = card.lang;
    screen.heading(labels::word(lang, "top_findings"));
    if card.findings.is_empty() {
        screen.text((Style::Plain, ""), Style::Green, labels::word(lang, "no_findings"));
    }
    for (at, finding) in card.findings.iter().enumerate().take(WORST) {
        one(at + 1, finding, lang, screen);
    }
    let rest = card.findings.len().saturating_sub(WORST);
    if rest > 0 {
        let colon = labels::word(lang, "colon");
        screen.text((Style::Plain, ""), Style::Dim, &format!("{}{colon}{rest}", labels::word(lang, "more_findings")));
    }
}

/// Two lines, each cut at the edge: what is wrong, and where.
fn one(number: usize, finding: &Finding, lang: Lang, screen: &mut Screen) {
    let style = match finding.severity {
        Severity::Veto | Severity::Major => Style::Red,
        Severity::Minor => Style::Yellow,
        Severity::Hint => Style::Dim,
    };
    let lead = format!("{number:>2} ");
    let severity = labels::severity(lang, finding.severity);
    let check = labels::name(lang, "check", &finding.check);
    let named = cut(&check, screen.width() / 2);
    let room = screen.width() - width(&lead) - width(severity) - width(&named) - 2;
    let shown = if room >= 8 { cut(&finding.message, room) } else { String::new() };
    screen.line(&[
        (Style::Dim, &lead),
        (style, severity),
        (Style::Plain, " "),
        (Style::Bold, &named),
        (Style::Plain, " "),
        (Style::Plain, &shown),
    ]);
    let mut place = clean::line(finding.target.as_deref().unwrap_or(&finding.url)).into_owned();
    if finding.target.is_none() {
        let seen = evidence::text(&finding.evidence, lang, labels::word(lang, "semicolon"));
        place = if seen.is_empty() { place } else { format!("{place} · {seen}") };
    }
    let indent = " ".repeat(width(&lead));
    let times = if finding.occurrences > 1 { format!(" ×{}", finding.occurrences) } else { String::new() };
    let place = cut(&place, screen.width() - width(&indent) - width(&times));
    screen.line(&[(Style::Plain, &indent), (Style::Cyan, &place), (Style::Dim, &times)]);
}

fn by_check(card: &Scorecard, screen: &mut Screen) {
    let lang = card.lang;
    if card.findings.is_empty() {
        return;
    }
    screen.heading(labels::word(lang, "by_check"));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &card.findings {
        *counts.entry(&finding.check).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    for (check, count) in counts {
        screen.pair(
            (Style::Plain, ""),
            (Style::Plain, &labels::name(lang, "check", check)),
            (Style::Bold, &count.to_string()),
        );
    }
}

/// How much is open for which reason, and under which rules.
fn questions(card: &Scorecard, screen: &mut Screen) {
    let lang = card.lang;
    screen.heading(labels::word(lang, "open_questions"));
    let mut open: Vec<(&str, u64, Vec<&str>)> = Vec::new();
    for question in &card.open_questions {
        let why = labels::reason(lang, question.reason);
        let at = open.iter().position(|(known, ..)| *known == why).unwrap_or_else(|| {
            open.push((why, 0, Vec::new()));
            open.len() - 1
        });
        open[at].1 = open[at].1.saturating_add(1).saturating_add(question.more);
        if !open[at].2.contains(&question.rule.as_str()) {
            open[at].2.push(&question.rule);
        }
    }
    if open.is_empty() {
        screen.text((Style::Plain, ""), Style::Green, labels::word(lang, "no_open"));
    }
    for (why, count, rules) in open {
        screen.pair((Style::Yellow, "? "), (Style::Plain, why), (Style::Bold, &count.to_string()));
        screen.text((Style::Plain, "  "), Style::Dim, &rules.join(" "));
    }
}

fn coverage(card: &Scorecard, screen: &mut Screen) {
    let lang = card.lang;
    let (run, seen) = (&card.run, &card.coverage);
    screen.heading(labels::word(lang, "coverage"));
    let counts =
        [("asked", seen.asked), ("read", seen.read), ("requests", run.requests), ("links_checked", run.links_checked)];
    let line: Vec<String> = counts.iter().map(|(key, n)| format!("{} {n}", labels::word(lang, key))).collect();
    screen.text((Style::Plain, ""), Style::Plain, &line.join(" · "));
    for (key, gaps) in [("unvisited", &seen.unvisited), ("failures", &seen.failures)] {
        if !gaps.is_empty() {
            let parts: Vec<String> = gaps
                .iter()
                .map(|gap| format!("{} {}", clean::line(&labels::cause(lang, &gap.reason)), gap.count))
                .collect();
            let colon = labels::word(lang, "colon");
            let text = format!("{}{colon}{}", labels::word(lang, key), parts.join(labels::word(lang, "list")));
            screen.text((Style::Plain, ""), Style::Dim, &text);
        }
    }
    if let Some(stop) = run.stopped_by {
        let text =
            format!("{}{}{}", labels::word(lang, "stopped_by"), labels::word(lang, "colon"), labels::stop(lang, stop));
        screen.text((Style::Plain, ""), Style::Yellow, &text);
    }
}

fn style_of(outcome: Outcome) -> Style {
    match outcome {
        Outcome::Passed => Style::Green,
        Outcome::Failed => Style::Red,
        Outcome::CannotTell | Outcome::Manual => Style::Yellow,
        Outcome::Inapplicable => Style::Dim,
    }
}
