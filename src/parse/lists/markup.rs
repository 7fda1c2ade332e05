use super::super::dates;
use super::beside::beside;
use super::heading::{Heading, above, are_panels};
use super::outline::{Outline, zone};
use super::rows::{Row, candidates, rows};
use crate::model::{DateFact, DateSource, Item, ItemSource, registrable_domain};
use jiff::civil::Date;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use url::Url;

/// The most entries that one page gives.
pub(super) const MOST_ITEMS: usize = 2000;

/// Rows that stand beside each other.
struct Group {
    container: usize,
    rows: Vec<Row>,
    items: Vec<Item>,
    /// Rows with a date beside the title.
    dated: usize,
}

/// The lists of a page's markup. `source` other than [`ItemSource::Markup`] means a fragment that is known to be a list:
/// everything with a title and an address is taken.
pub(super) fn items(outline: &Outline<'_>, base: &Url, source: ItemSource) -> Vec<Item> {
    let loose = source != ItemSource::Markup;
    let found = rows(outline, candidates(outline, base, loose));
    let mut groups = grouped(outline, found);
    for group in &mut groups {
        fill(outline, group, source);
    }
    let taken: Vec<bool> = groups.iter().map(|g| loose || is_list(outline, g, base)).collect();
    // What unfolds inside an entry (its interpretations, its attachments) is no list of the page.
    let shadows: Vec<std::ops::Range<usize>> = groups
        .iter()
        .zip(&taken)
        .filter(|(g, taken)| **taken && g.dated > 0)
        .flat_map(|(g, _)| g.rows.iter().map(|r| outline.below(r.outer)))
        .collect();
    let mut kept: Vec<Group> = Vec::new();
    for (group, taken) in groups.into_iter().zip(taken) {
        let inside = shadows.iter().any(|s| s.contains(&group.container));
        if taken && !(inside && group.dated == 0) {
            kept.push(group);
        }
    }
    let mut out = Vec::new();
    for (number, group) in kept.into_iter().enumerate() {
        let heading = if loose {
            Heading::default()
        } else {
            above(outline, group.container, group.rows.first().map_or(group.container, |r| r.outer), base)
        };
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        for mut item in unique(group.items) {
            if out.len() >= MOST_ITEMS {
                return out;
            }
            item.list = number;
            item.heading.clone_from(&heading.text);
            item.heading_target.clone_from(&heading.target);
            out.push(item);
        }
    }
    out
}

/// Rows under one parent are a list; lists broken into several equal neighbours are one, unless they are panels.
fn grouped(outline: &Outline<'_>, rows: Vec<Row>) -> Vec<Group> {
    let mut at: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let container = outline.parent(row.outer).unwrap_or(row.outer);
        let key = (container, outline.name(row.outer));
        let index = *at.entry(key).or_insert_with(|| {
            groups.push(Group { container, rows: Vec::new(), items: Vec::new(), dated: 0 });
            groups.len() - 1
        });
        groups[index].rows.push(row);
    }
    let mut merged: Vec<Group> = Vec::new();
    let mut last = usize::MAX;
    for group in groups {
        let name = group.rows.first().map_or("", |r| outline.name(r.outer));
        if let Some(previous) = merged.last_mut()
            && previous.rows.first().is_some_and(|r| outline.name(r.outer) == name)
            && adjoining(outline, last, group.container)
        {
            last = group.container;
            previous.rows.extend(group.rows);
            continue;
        }
        last = group.container;
        merged.push(group);
    }
    merged
}

/// Whether `next` follows `before` directly, is of the same kind, and the two are no panels of a tab strip.
fn adjoining(outline: &Outline<'_>, before: usize, next: usize) -> bool {
    if before == usize::MAX || before == next || outline.name(before) != outline.name(next) {
        return false;
    }
    // Tables of one row each: compare the tables.
    let (before, next) = match (outline.name(before), outline.parent(before), outline.parent(next)) {
        ("tbody", Some(a), Some(b)) => (a, b),
        _ => (before, next),
    };
    let same = outline.attr(before, "class") == outline.attr(next, "class");
    let mut at = outline.next(before);
    while let Some(i) = at.filter(|&i| i != next) {
        if outline.nodes[i].chars > 0 {
            return false;
        }
        at = outline.next(i);
    }
    same && at == Some(next) && outline.attr(next, "id").is_none() && !are_panels(outline, next)
}

/// Makes the entries of a group, with their dates.
fn fill(outline: &Outline<'_>, group: &mut Group, source: ItemSource) {
    let column = date_column(outline, group);
    let mut shorts: Vec<Option<String>> = Vec::new();
    for row in &group.rows {
        let found = beside(outline, row, column);
        if found.date.is_some() || found.short.is_some() || found.other {
            group.dated += 1;
        }
        shorts.push(found.short);
        group.items.push(Item {
            title: row.candidate.title.clone(),
            target: row.candidate.address.clone(),
            date: found.date,
            source,
            list: 0,
            heading: None,
            heading_target: None,
        });
    }
    let whole: Vec<Option<Date>> = group
        .items
        .iter()
        .map(|i| i.date.as_ref().map(|d| d.date).or(dates::in_address(&i.target).map(|d| d.date)))
        .collect();
    let under = shorts.iter().any(Option::is_some).then(|| year_above(outline, group.container)).flatten();
    let mut before: Option<Date> = None;
    for (at, (item, short)) in group.items.iter_mut().zip(shorts).enumerate() {
        if let Some(short) = short {
            let after = whole[at..].iter().flatten().next().copied();
            item.date = with_year(&short, &item.target, before, after).or_else(|| in_year(&short, under?));
        }
        if let Some(date) = item.date.as_ref() {
            before = Some(date.date);
        } else {
            item.date = dates::in_address(&item.target);
        }
        if source != ItemSource::Markup
            && let Some(date) = item.date.as_mut().filter(|d| d.source == DateSource::List)
        {
            date.source = DateSource::DataBlock;
        }
    }
}

/// `06-07` with the year of the entry's address, else of the entry above it or below it (lists run from new to old).
fn with_year(short: &str, target: &str, before: Option<Date>, after: Option<Date>) -> Option<DateFact> {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"/(20\d{2})(?:/|-?(?:0[1-9]|1[0-2])/)").expect("a fixed pattern"));
    let in_year = |year: i16| in_year(short, year);
    if let Some(known) = dates::in_address(target) {
        let year = known.date.year();
        return [year, year - 1, year + 1]
            .into_iter()
            .filter_map(in_year)
            .min_by_key(|fact| fact.date.since(known.date).map_or(i32::MAX, |span| span.get_days().abs()));
    }
    if let Some(year) = YEAR.captures(target).and_then(|hit| hit.get(1)?.as_str().parse().ok()) {
        return in_year(year);
    }
    if let Some(before) = before {
        let fact = in_year(before.year())?;
        return if fact.date > before { in_year(before.year() - 1) } else { Some(fact) };
    }
    let after = after?;
    let fact = in_year(after.year())?;
    if fact.date < after { in_year(after.year() + 1) } else { Some(fact) }
}

/// `06-07` in a year.
fn in_year(short: &str, year: i16) -> Option<DateFact> {
    dates::find_short(short, year).map(|(mut fact, _)| {
        fact.source = DateSource::List;
        fact
    })
}

/// The year that stands above a list as the heading of a group: 2023年.
fn year_above(outline: &Outline<'_>, container: usize) -> Option<i16> {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\D{0,3}(20\d{2})\s*年?度?\D{0,3}$").expect("a fixed pattern"));
    let mut at = container;
    for _ in 0..3 {
        if let Some(before) = outline.before(at).into_iter().find(|&b| outline.nodes[b].chars > 0) {
            let text = (outline.nodes[before].chars <= 10).then(|| outline.text(before)).unwrap_or_default();
            return YEAR.captures(text.trim())?.get(1)?.as_str().parse().ok();
        }
        at = outline.parent(at)?;
    }
    None
}

/// The column of a table headed 发布日期, else 日期 or 时间.
fn date_column(outline: &Outline<'_>, group: &Group) -> Option<usize> {
    let first = group.rows.first().filter(|r| outline.name(r.outer) == "tr")?;
    let table = outline.ancestors(first.outer).find(|&at| outline.name(at) == "table")?;
    let head = (table..first.outer).filter(|&at| outline.name(at) == "tr").take(3);
    for row in head {
        let cells: Vec<String> = outline
            .child_elements(row)
            .filter(|&c| matches!(outline.name(c), "td" | "th"))
            .map(|c| outline.text(c))
            .collect();
        let named =
            |words: &[&str]| cells.iter().position(|c| c.chars().count() <= 8 && words.iter().any(|w| c.contains(w)));
        if let Some(at) = named(&["发布", "公开日", "公开时", "公布", "更新"]).or_else(|| named(&["日期", "时间"]))
        {
            return Some(at);
        }
    }
    None
}

/// The parts of the page the entries stand in.
fn zones_of(outline: &Outline<'_>, group: &Group) -> u8 {
    outline.nodes[group.rows.first().map_or(group.container, |r| r.candidate.anchor)].zone
}

fn is_list(outline: &Outline<'_>, group: &Group, base: &Url) -> bool {
    let count = group.rows.len();
    let zones = zones_of(outline, group);
    if zones & (zone::FOOT | zone::CRUMB) != 0 {
        return false;
    }
    if count > 0 && group.dated * 3 >= count {
        let strong = group.rows.iter().any(|r| r.candidate.title_chars >= 6 || r.semantic);
        let passing = group.rows.iter().any(|r| leads_on(outline, r));
        // Paragraphs of running text with links in them.
        let prose = group.rows.iter().all(|r| outline.name(r.outer) == "p")
            && group.rows.iter().map(|r| outline.nodes[r.outer].chars - outline.nodes[r.outer].link_chars).sum::<u32>()
                as usize
                > count * 40;
        if prose {
            return false;
        }
        return if count == 1 {
            // One dated link alone: an entry only when the row is little more than its title.
            let only = &group.rows[0];
            let slim = outline.nodes[only.outer].chars as usize <= only.candidate.title_chars * 2 + 60;
            let attached = outline.text(only.outer).contains("附件");
            strong
                && !passing
                && slim
                && !attached
                && zones & (zone::NAV | zone::HEAD) == 0
                && only.candidate.title_chars >= 6
        } else {
            strong && !passing
        };
    }
    is_undated_list(outline, group, base)
}

/// Whether the row is the 上一篇 or 下一篇 of an article.
fn leads_on(outline: &Outline<'_>, row: &Row) -> bool {
    let parent = outline.parent(row.outer).unwrap_or(row.outer);
    [row.outer, parent].iter().any(|&at| {
        outline.nodes[at].chars < 400 && {
            let text = outline.text(at);
            ["上一篇", "下一篇", "上一条", "下一条", "上篇", "下篇"].iter().any(|w| text.starts_with(w))
        }
    })
}

/// Without dates beside them, links are a list when they are several, stand in the main part, have titles rather than
/// names of columns, and lead to pages of the site rather than to columns or other sites.
fn is_undated_list(outline: &Outline<'_>, group: &Group, base: &Url) -> bool {
    let zones = zones_of(outline, group);
    let mut targets: Vec<u32> = group.rows.iter().map(|r| r.candidate.target).collect();
    targets.sort_unstable();
    targets.dedup();
    let addressed = group.items.iter().filter(|i| i.date.is_some()).count();
    let count = group.rows.len();
    if targets.len() < 3 && !(targets.len() == 2 && addressed == 2)
        || zones & (zone::NAV | zone::HEAD | zone::FRIEND | zone::TAG) != 0
        || group.rows.iter().any(|r| leads_on(outline, r))
    {
        return false;
    }
    let titled = group.rows.iter().filter(|r| r.candidate.title_chars >= 6).count();
    let home = registrable_domain(base);
    let here = group
        .rows
        .iter()
        .filter(|r| {
            Url::parse(&r.candidate.address)
                .is_ok_and(|u| u.host_str() == base.host_str() || home.is_some() && registrable_domain(&u) == home)
        })
        .count();
    // A tree of columns often differs from this very page in its query alone.
    let itself = |address: &str| Url::parse(address).is_ok_and(|u| u.path() == base.path());
    let pages =
        group.rows.iter().filter(|r| is_entry_address(&r.candidate.address) && !itself(&r.candidate.address)).count();
    let container = &outline.nodes[group.container];
    let dense = container.link_chars * 2 >= container.chars || group.rows.iter().all(|r| r.semantic);
    let attached = group.rows.iter().all(|r| r.candidate.title.starts_with("附件"));
    titled * 5 >= count * 3 && here * 2 >= count && pages * 5 >= count * 3 && dense && !attached
}

/// Whether an address looks like that of an article or a document, not like that of a column.
pub(super) fn is_entry_address(address: &str) -> bool {
    static COLUMN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(/|/index(_\d+)?\.\w+|/list(_\d+)?\.\w+|/default\.\w+|/(col|channel|c|node|column)[/_]?\d+(/(index|list)\.\w+)?|/col/col\d+/index\.html)$")
            .expect("a fixed pattern")
    });
    static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(art_|content|article|detail|info|post|show|view|doc|/t?\d{4,}|[0-9a-f]{16,}|_\d{3,}|\d{5,}|/\d+\.s?html?|[?&]\w*id=|\.(pdf|docx?|xlsx?|wps|ofd|zip|rar)$)")
            .expect("a fixed pattern")
    });
    let path = address.split_once("://").map_or(address, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    let dated = dates::in_address(address).is_some();
    let bare = path.split(['?', '#']).next().unwrap_or_default();
    dated || (ENTRY.is_match(path) && (!COLUMN.is_match(bare) || path.contains("id=")))
}

/// One entry per address in a list; what one lacks the other gives.
fn unique(items: Vec<Item>) -> Vec<Item> {
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        if let Some(&known) = at.get(&item.target) {
            let known = &mut out[known];
            let better = match (&known.date, &item.date) {
                (None, Some(_)) => true,
                (Some(a), Some(b)) => b.source < a.source,
                _ => false,
            };
            if better {
                known.date = item.date;
            }
            if item.title.chars().count() > known.title.chars().count() && item.title.contains(known.title.as_str()) {
                known.title = item.title;
            }
        } else {
            at.insert(item.target.clone(), out.len());
            out.push(item);
        }
    }
    out
}
