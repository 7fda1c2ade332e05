use super::super::dates::{self, DateContext};
use super::outline::{Outline, What, folded};
use super::rows::Row;
use super::title::rest_around;
use crate::model::{DateFact, DateSource};
use regex::Regex;
use std::sync::LazyLock;

/// A piece of text of a row.
struct Leaf {
    text: String,
    /// Inside a link, where only a bare date counts.
    linked: bool,
    /// The table cell it stands in, counted from 0.
    cell: usize,
}

/// What stands beside an entry's title.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// A whole date.
    pub(super) date: Option<DateFact>,
    /// A day without a year, as written; the list decides the year.
    pub(super) short: Option<String>,
    /// A date of something else: an end, a span of time. The entry is one of a list, without a date.
    pub(super) other: bool,
}

static YEAR_MONTH_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<d>\d{1,2})\s*日?[\s/]*(?P<y>(?:19|20)\d{2})\s*[-/.年]\s*(?P<m>\d{1,2})\s*月?$")
        .expect("a fixed pattern")
});
static YEAR_MONTH_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<y>(?:19|20)\d{2})\s*[-/.年]\s*(?P<m>\d{1,2})\s*月?[\s/]*(?P<d>\d{1,2})\s*日?$")
        .expect("a fixed pattern")
});
static YEAR_APART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?P<y1>(?:19|20)\d{2})\s*年?\s+(?P<m1>\d{1,2})\s*[-/.月]\s*(?P<d1>\d{1,2})\s*日?|(?P<m2>\d{1,2})\s*[-/.月]\s*(?P<d2>\d{1,2})\s*日?\s+(?P<y2>(?:19|20)\d{2})\s*年?|(?P<d3>\d{1,2})\s+(?P<m3>\d{1,2})\s*月\s+(?P<y3>(?:19|20)\d{2}))$",
    )
    .expect("a fixed pattern")
});
static SHORT_ONLY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\[(（【]?\s*(?:\d{1,2}\s*[-/.]\s*\d{1,2}|\d{1,2}\s*月\s*\d{1,2}\s*日)\s*[\])）】]?$")
        .expect("a fixed pattern")
});
static DIGITS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\[(（【/]*[\d年月日/.\-\s]+[\])）】/]*$").expect("a fixed pattern"));

/// The date beside an entry: in its row, else in the text that follows or precedes a bare anchor, else in the element
/// after it (`dt` and `dd`).
pub(super) fn beside(outline: &Outline<'_>, row: &Row, column: Option<usize>) -> Beside {
    let found = read(&leaves(outline, row), column);
    if found.date.is_some() || found.short.is_some() || found.other {
        return found;
    }
    if let Some(dated) = leading(outline, row.outer) {
        return dated;
    }
    let (after, before) = around(outline, row.outer);
    for leaves in [after, before] {
        let found = read(&leaves, None);
        if found.date.is_some() || found.short.is_some() {
            return found;
        }
    }
    Beside::default()
}

/// `<dt>` or another element with nothing but the date before the entry, where the whole list begins so: what follows
/// the entry is the next one's.
fn leading(outline: &Outline<'_>, row: usize) -> Option<Beside> {
    let parent = outline.parent(row)?;
    let first = outline.below(parent).find(|&i| outline.parent(i) == Some(parent) && outline.element(i).is_some())?;
    let own = outline.before(row).into_iter().find(|&i| outline.element(i).is_some())?;
    let dated = |i: usize| {
        if stops(outline, i) {
            return None;
        }
        let mut leaves = Vec::new();
        push(outline, i, &mut leaves);
        Some(read(&leaves, None)).filter(|b| b.date.is_some() || b.short.is_some())
    };
    dated(first)?;
    dated(own)
}

/// The row's own texts: what stands in a nested entry is that entry's.
fn leaves(outline: &Outline<'_>, row: &Row) -> Vec<Leaf> {
    let mut out = Vec::new();
    let mut cells = 0_usize;
    let mut i = row.outer + 1;
    let end = outline.nodes[row.outer].end;
    let own_row = own_semantic(outline, row);
    while i < end {
        match outline.nodes[i].what {
            What::Element(e) => {
                let nested = matches!(e.name(), "li" | "tr") && own_row.is_some_and(|own| i > own) && row.semantic;
                if nested {
                    i = outline.nodes[i].end;
                    continue;
                }
                if matches!(e.name(), "td" | "th") {
                    cells += 1;
                }
            }
            What::Text(text) => {
                let text = folded(text);
                if !text.is_empty() {
                    let linked = std::iter::once(i).chain(outline.ancestors(i)).take_while(|&at| at > row.outer);
                    let linked = linked.into_iter().any(|at| outline.name(at) == "a") || outline.name(row.outer) == "a";
                    out.push(Leaf { text, linked, cell: cells.saturating_sub(1) });
                    if out.len() >= 60 {
                        break;
                    }
                }
            }
        }
        i += 1;
    }
    out
}

/// The `li` or `tr` that is the row, where the row was lifted above it.
fn own_semantic(outline: &Outline<'_>, row: &Row) -> Option<usize> {
    std::iter::once(row.candidate.anchor)
        .chain(outline.ancestors(row.candidate.anchor))
        .find(|&at| matches!(outline.name(at), "li" | "tr" | "dd" | "dt"))
}

/// Texts beside a bare row: after it up to the next link or line break, and before it likewise.
fn around(outline: &Outline<'_>, row: usize) -> (Vec<Leaf>, Vec<Leaf>) {
    let inline = matches!(outline.name(row), "a" | "span" | "font" | "b" | "strong" | "em" | "i");
    let mut after = Vec::new();
    let mut at = outline.next(row);
    for _ in 0..4 {
        let Some(i) = at else { break };
        if stops(outline, i) || (!inline && outline.name(i) == outline.name(row) && outline.nodes[i].chars > 30) {
            break;
        }
        push(outline, i, &mut after);
        if !inline && outline.element(i).is_some() {
            break;
        }
        at = outline.next(i);
    }
    let mut before = Vec::new();
    if inline {
        for i in outline.before(row) {
            if stops(outline, i) {
                break;
            }
            push(outline, i, &mut before);
        }
        before.reverse();
    }
    (after, before)
}

fn stops(outline: &Outline<'_>, i: usize) -> bool {
    matches!(outline.name(i), "br" | "hr" | "a" | "ul" | "table" | "h1" | "h2" | "h3")
        || outline.below(i).any(|at| outline.name(at) == "a")
        || outline.nodes[i].chars > 60
}

fn push(outline: &Outline<'_>, i: usize, into: &mut Vec<Leaf>) {
    for at in i..outline.nodes[i].end {
        if let What::Text(text) = outline.nodes[at].what {
            let text = folded(text);
            if !text.is_empty() {
                into.push(Leaf { text, linked: false, cell: 0 });
            }
        }
    }
}

fn read(leaves: &[Leaf], column: Option<usize>) -> Beside {
    let mut best: Option<(u8, DateFact)> = None;
    let mut other = false;
    for (at, leaf) in leaves.iter().enumerate() {
        let found = dates::find(&leaf.text);
        // From … to …: when something is open, not when it was published.
        if found.len() >= 2 && ["至", "~", "～", "—", " - ", "到"].iter().any(|w| leaf.text.contains(w)) {
            other = !leaf.linked;
            continue;
        }
        for (mut fact, range) in found {
            let rest = rest_around(&leaf.text, &range).chars().count();
            let edge = leaf.text[..range.start].chars().filter(|c| c.is_alphanumeric()).count() <= 5
                || leaf.text[range.end..].chars().filter(|c| c.is_alphanumeric()).count() == 0;
            let labelled = leaf.text.starts_with(['发', '时', '日']) && edge;
            let apart = leaf.linked && rest > 0 && !labelled;
            // 根据2023年5月1日印发的: glued to words, a date belongs to a sentence.
            let glued = leaf.text[..range.start].chars().next_back().is_some_and(char::is_alphanumeric)
                || leaf.text[range.end..].chars().next().is_some_and(char::is_alphanumeric);
            if rest > 0 && glued {
                continue;
            }
            if apart && !super::title::at_the_edge(&leaf.text, &range) || !(apart || rest <= 12 || edge && rest <= 40) {
                continue;
            }
            let label = if at > 0 && leaves[at - 1].text.chars().count() <= 10 && !leaves[at - 1].linked {
                leaves[at - 1].text.as_str()
            } else {
                ""
            };
            let trust = match dates::context(
                &format!("{label}{}", leaf.text),
                label.len() + range.start..label.len() + range.end,
            ) {
                DateContext::Effective | DateContext::Event => {
                    other = true;
                    continue;
                }
                DateContext::Clock => continue,
                _ if rest > 12 || apart => 1,
                _ if column == Some(leaf.cell) => 5,
                _ if ["成文", "印发", "发文", "签发"].iter().any(|w| label.contains(w) || leaf.text.contains(w)) => {
                    2
                }
                DateContext::Publication => 4,
                DateContext::Unlabelled => 3,
            };
            fact.source = DateSource::List;
            // Of unlabelled dates in the cells of a row the last is the publication's.
            let later_cell = trust == 3 && leaf.cell > 0;
            if best.as_ref().is_none_or(|(known, _)| trust > *known || (trust == *known && later_cell)) {
                best = Some((trust, fact));
            }
        }
    }
    if let Some((_, date)) = best {
        return Beside { date: Some(date), short: None, other: false };
    }
    Beside { other, ..split(leaves) }
}

/// Day and month in elements of their own: `<b>07</b><span>2023-06</span>`.
fn split(leaves: &[Leaf]) -> Beside {
    for start in 0..leaves.len() {
        if !DIGITS.is_match(&leaves[start].text) {
            continue;
        }
        let run: Vec<&str> =
            leaves[start..].iter().take(5).map(|l| l.text.as_str()).take_while(|t| DIGITS.is_match(t)).collect();
        for length in (2..=run.len()).rev() {
            if let Some(date) = joined(&run[..length].join(" ")) {
                return Beside { date: Some(date), short: None, other: false };
            }
        }
        // `07` over `2023-06` in one text node.
        if let Some(date) = joined(&leaves[start].text) {
            return Beside { date: Some(date), short: None, other: false };
        }
    }
    let short = leaves.iter().find(|l| SHORT_ONLY.is_match(&l.text)).map(|l| l.text.clone());
    Beside { date: None, short, other: false }
}

fn joined(text: &str) -> Option<DateFact> {
    let text = text.replace(['[', ']', '(', ')', '（', '）', '【', '】'], " ");
    let text = text.trim().trim_matches('/').trim();
    let forms = [&YEAR_MONTH_AFTER, &YEAR_MONTH_BEFORE];
    let plain = forms.iter().find_map(|form| {
        let hit = form.captures(text)?;
        Some((
            hit.name("y")?.as_str().to_owned(),
            hit.name("m")?.as_str().to_owned(),
            hit.name("d")?.as_str().to_owned(),
        ))
    });
    let (y, m, d) = plain.or_else(|| {
        let hit = YEAR_APART.captures(text)?;
        ["1", "2", "3"].iter().find_map(|k| {
            let part = |p: &str| hit.name(&format!("{p}{k}")).map(|m| m.as_str().to_owned());
            Some((part("y")?, part("m")?, part("d")?))
        })
    })?;
    let (mut fact, _) = dates::find(&format!("{y}-{m}-{d}")).into_iter().next()?;
    fact.source = DateSource::List;
    text.clone_into(&mut fact.raw);
    fact.raw = fact.raw.chars().take(40).collect();
    Some(fact)
}
