use super::super::dates;
use super::markup::is_entry_address;
use super::outline::{Outline, What, zone};
use super::title::{is_more, target_of};
use url::Url;

/// The name above a list and the address behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) text: Option<String>,
    pub(super) target: Option<String>,
}

/// Looks above the list, level by level, for a tab strip whose k-th tab belongs to the k-th panel, or a block title.
pub(super) fn above(outline: &Outline<'_>, container: usize, first_row: usize, base: &Url) -> Heading {
    // A title within the container, before the first entry.
    for before in outline.before(first_row).into_iter().filter(|&at| outline.nodes[at].chars > 0).take(1) {
        if outline.element(before).is_some() && is_heading(outline, before, usize::MAX) {
            let mut heading = of_element(outline, before, base);
            if heading.text.is_some() {
                heading.target = heading.target.or_else(|| more_in(outline, container, base));
                return heading;
            }
        }
    }
    let mut level = container;
    for depth in 0..6 {
        if matches!(outline.name(level), "body" | "html") {
            break;
        }
        if let Some(tab) = tab_of(outline, level) {
            let mut heading = of_element(outline, tab, base);
            if heading.target.is_none() {
                heading.target = more_in(outline, level, base);
            }
            return heading;
        }
        for before in outline.before(level).into_iter().filter(|&at| outline.element(at).is_some()).take(3) {
            if outline.nodes[before].chars == 0 {
                if let Some(alt) = image_title(outline, before) {
                    return Heading { text: Some(alt), target: more_around(outline, level, before, base) };
                }
                continue;
            }
            if is_heading(outline, before, depth) {
                let mut heading = of_element(outline, before, base);
                if heading.text.is_some() {
                    if heading.target.is_none() {
                        heading.target = more_around(outline, level, before, base);
                    }
                    return heading;
                }
            } else {
                break;
            }
        }
        let Some(up) = outline.parent(level) else { break };
        level = up;
    }
    Heading::default()
}

/// Whether these neighbours are the panels of a tab strip, each of them a list of its own.
pub(super) fn are_panels(outline: &Outline<'_>, container: usize) -> bool {
    tab_of(outline, container).is_some()
}

/// The tab belonging to the panel `level`, when a strip with as many tabs as there are panels stands before them.
fn tab_of(outline: &Outline<'_>, level: usize) -> Option<usize> {
    let parent = outline.parent(level)?;
    let name = outline.name(level);
    let siblings: Vec<usize> = outline.child_elements(parent).collect();
    let at = siblings.iter().position(|&s| s == level)?;
    let peers = |from: &[usize]| -> Vec<usize> { from.iter().copied().filter(|&s| outline.name(s) == name).collect() };
    // The strip is a sibling before the panels, or the one before the panels' wrapper.
    let strips: Vec<usize> = (at.saturating_sub(12)..at).filter(|&k| is_strip(outline, siblings[k], 2)).collect();
    for strip in &strips {
        let tabs = tabs(outline, siblings[*strip]);
        let panels = peers(&siblings[strip + 1..]);
        let wrapped = panels.first().is_some_and(|&p| outline.child_elements(p).count() == tabs.len());
        if !wrapped
            && panels.len() >= 2
            && tabs.len() == panels.len()
            && switches(outline, siblings[*strip], &tabs, &panels)
        {
            return tabs.get(panels.iter().position(|&p| p == level)?).copied();
        }
    }
    if !strips.is_empty() {
        return None;
    }
    let panels = peers(&siblings);
    if panels.len() < 2 {
        return None;
    }
    let strip =
        outline.before(parent).into_iter().find(|&s| outline.element(s).is_some() && outline.nodes[s].chars > 0)?;
    let tabs = tabs(outline, strip);
    if tabs.len() != panels.len() || !is_strip(outline, strip, 2) || !switches(outline, strip, &tabs, &panels) {
        return None;
    }
    tabs.get(panels.iter().position(|&p| p == level)?).copied()
}

/// Whether the strip shows that it switches panels: by its name, by a tab that is on, by panels that are hidden. As many
/// short words as there are blocks after them may be chance.
fn switches(outline: &Outline<'_>, strip: usize, tabs: &[usize], panels: &[usize]) -> bool {
    const ON: &[&str] =
        &["on", "active", "cur", "current", "hover", "selected", "act", "now", "this", "sel", "checked"];
    let named = |i: usize| ["tab", "qh", "switch", "toggle"].iter().any(|w| outline.marks(i).contains(w));
    let is_on = |i: usize| {
        outline.marks(i).split_whitespace().any(|m| ON.iter().any(|on| m == *on || m.ends_with(&format!("-{on}"))))
    };
    let hidden = panels
        .iter()
        .filter(|&&p| {
            outline.attr(p, "style").is_some_and(|s| s.replace(' ', "").to_ascii_lowercase().contains("display:none"))
        })
        .count();
    named(strip)
        || tabs.iter().any(|&t| named(t) || is_on(t) || outline.child_elements(t).any(is_on))
        || tabs.first().and_then(|&t| outline.parent(t)).is_some_and(named)
        || outline.parent(strip).is_some_and(named)
        || hidden + 1 == panels.len()
}

/// A row of short words.
fn is_strip(outline: &Outline<'_>, i: usize, least: usize) -> bool {
    outline.nodes[i].chars <= 160 && tabs(outline, i).len() >= least && dates::find(&outline.text(i)).is_empty()
}

/// The tabs of a strip: the first element in it whose children are several short words of one kind, "more" aside.
fn tabs(outline: &Outline<'_>, strip: usize) -> Vec<usize> {
    for at in (strip..outline.nodes[strip].end).take(40).filter(|&at| outline.element(at).is_some()) {
        let words: Vec<usize> = outline
            .child_elements(at)
            .filter(|&c| outline.nodes[c].chars > 0 && !outline.text(c).split_whitespace().all(is_more))
            .collect();
        let alike = words.len() >= 2
            && words.iter().all(|&w| outline.name(w) == outline.name(words[0]))
            && words.iter().all(|&w| (2..=14).contains(&outline.nodes[w].chars));
        if alike {
            return words;
        }
    }
    Vec::new()
}

fn is_heading(outline: &Outline<'_>, i: usize, depth: usize) -> bool {
    let chars = outline.nodes[i].chars;
    if !(2..=44).contains(&chars) || !dates::find(&outline.text(i)).is_empty() {
        return false;
    }
    if outline.nodes[i].zone & (zone::CRUMB | zone::TAG | zone::FOOT) != 0 {
        return false;
    }
    let anchors = outline.below(i).filter(|&at| outline.name(at) == "a").count();
    let menu = outline.nodes[i].zone & zone::NAV != 0;
    if anchors > if menu { 1 } else { 3 } {
        return false;
    }
    // The words of a tab strip are not one name.
    if tabs(outline, i).first().is_some_and(|&t| matches!(outline.name(t), "li" | "a" | "dd")) {
        return false;
    }
    let named =
        matches!(outline.name(i), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "caption" | "legend" | "thead")
            || outline.marks(i).split_whitespace().any(|m| {
                ["tit", "head", "bt", "hd", "tab", "name", "lm", "caption", "cap", "column", "label"]
                    .iter()
                    .any(|w| m.contains(w))
            })
            || outline.below(i).any(|at| matches!(outline.name(at), "h1" | "h2" | "h3" | "h4" | "h5" | "strong" | "b"));
    named && outline.name(i) != "thead"
        || (depth <= 2 && chars <= 14 && matches!(outline.name(i), "div" | "p" | "a" | "span"))
}

fn of_element(outline: &Outline<'_>, i: usize, base: &Url) -> Heading {
    let mut text = None;
    let mut target = None;
    let mut more = None;
    for at in i..outline.nodes[i].end {
        if outline.name(at) != "a" {
            continue;
        }
        let words = outline.text(at);
        let more_marked = outline.marks(at).contains("more");
        if is_more(&words) || more_marked {
            more = more.or_else(|| target_of(outline, at, base));
        } else if text.is_none() && words.chars().count() >= 2 {
            target = target_of(outline, at, base);
            text = Some(words);
        }
    }
    let text = text.or_else(|| {
        let mut own = String::new();
        for at in i..outline.nodes[i].end {
            if let What::Text(t) = outline.nodes[at].what {
                let linked = outline.ancestors(at).take_while(|&a| a >= i).any(|a| outline.name(a) == "a");
                if !linked && own.chars().count() < 30 {
                    own.push_str(t);
                }
            }
        }
        let own = super::outline::folded(&own);
        (own.chars().count() >= 2).then_some(own)
    });
    let text = text.map(|t| t.trim_matches(|c: char| c.is_whitespace() || "：:>»|·".contains(c)).to_owned());
    // A headline of its own stands above many lists; it names none of them.
    let headline =
        target.as_deref().is_some_and(is_entry_address) && text.as_ref().is_some_and(|t| t.chars().count() > 8);
    // So does the first line of a table without lines.
    let columns = text.as_ref().is_some_and(|t| {
        ["名称", "标题"].iter().any(|w| t.contains(w)) && ["日期", "时间"].iter().any(|w| t.contains(w))
    });
    if headline || columns {
        return Heading::default();
    }
    Heading { text: text.filter(|t| (2..=30).contains(&t.chars().count()) && !is_more(t)), target: target.or(more) }
}

/// The "more" link of the block: in the heading's neighbours at this level, else inside the list's own block.
fn more_around(outline: &Outline<'_>, level: usize, heading: usize, base: &Url) -> Option<String> {
    let after = {
        let mut out = Vec::new();
        let mut at = outline.next(level);
        while let Some(i) = at.filter(|_| out.len() < 3) {
            out.push(i);
            at = outline.next(i);
        }
        out
    };
    // Before the heading only where it opens the block: else it is the more of the block above.
    let before = outline.before(heading).into_iter().filter(|&at| outline.nodes[at].chars > 0);
    let before = before.collect::<Vec<_>>();
    let opening = if before.len() == 1 { before } else { Vec::new() };
    std::iter::once(heading)
        .chain(after)
        .chain(std::iter::once(level))
        .chain(opening)
        .filter(|&at| at == level || outline.nodes[at].chars <= 30)
        .find_map(|at| more_in(outline, at, base))
}

fn more_in(outline: &Outline<'_>, i: usize, base: &Url) -> Option<String> {
    (i..outline.nodes[i].end)
        .filter(|&at| outline.name(at) == "a")
        .find(|&at| is_more(&outline.text(at)) || (outline.marks(at).contains("more") && outline.nodes[at].chars <= 8))
        .and_then(|at| target_of(outline, at, base))
}

/// A heading that is a picture with its name in `alt`.
fn image_title(outline: &Outline<'_>, i: usize) -> Option<String> {
    (i..outline.nodes[i].end)
        .filter(|&at| outline.name(at) == "img")
        .find_map(|at| outline.attr(at, "alt").or_else(|| outline.attr(at, "title")))
        .map(super::outline::folded)
        .filter(|t| (2..=14).contains(&t.chars().count()))
}
