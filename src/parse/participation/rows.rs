use super::flat::Flat;
use super::labels::{self, Role};
use super::letter;
use crate::model::{Call, DateFact, Letter, ReplySeen};
use crate::parse::dates;
use crate::parse::lists::outline::Outline;
use jiff::civil::Date;
use std::ops::Range;
use url::Url;

/// What lists of a page tell of letters and of consultations.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) letters: Vec<Letter>,
    pub(super) calls: Vec<Call>,
    /// Where the heads of columns stand.
    pub(super) heads: Vec<Range<usize>>,
}

/// Most rows kept of a page.
const MOST: usize = 500;

/// Elements that can be a row of cells.
const ROWS: &[&str] = &["tr", "ul", "ol", "li", "div", "dl", "p", "dt", "dd", "a", "thead"];

/// Lists with heads over their columns: 标题 | 来信时间 | 回复时间 | 状态.
pub(super) fn with_heads(flat: &Flat, outline: &Outline<'_>, base: &Url) -> Rows {
    let mut rows = Rows::default();
    let mut past = 0;
    for i in 0..outline.nodes.len() {
        // Heads are short, and an outer element of a head is none itself.
        if i < past || !ROWS.contains(&outline.name(i)) || !(6..=90).contains(&outline.nodes[i].chars) {
            continue;
        }
        let cells = cells_of(outline, i);
        if !(2..=14).contains(&cells.len()) {
            continue;
        }
        let roles: Vec<Option<Role>> = cells.iter().map(|&c| labels::of_head(flat.text_of(outline, c))).collect();
        let known = roles.iter().flatten().count();
        let told = |role| roles.contains(&Some(role));
        let days = [Role::Asked, Role::Answered, Role::Begin, Role::End, Role::Both].into_iter().any(told);
        let letters = told(Role::Asked) || told(Role::Answered) || (told(Role::State) && !told(Role::Begin));
        if known < 2 || known * 3 < cells.len() * 2 || !(days || told(Role::State) && told(Role::Title)) {
            continue;
        }
        let below = rows_below(outline, i, cells.len());
        if below.is_empty() {
            continue;
        }
        rows.heads.push(flat.range_of(outline, i));
        past = outline.nodes[i].end;
        for cells in below.into_iter().take(MOST) {
            let row = Row { flat, outline, base, cells: &cells, roles: &roles };
            if told(Role::Begin) || told(Role::End) || told(Role::Both) || !(told(Role::Asked) || told(Role::Answered))
            {
                rows.calls.extend(row.call());
            }
            if letters {
                rows.letters.extend(row.letter());
            }
        }
    }
    rows
}

/// The cells of a row: its elements; where there is but one, that one's.
fn cells_of(outline: &Outline<'_>, row: usize) -> Vec<usize> {
    let mut at = row;
    for _ in 0..3 {
        let cells: Vec<usize> = outline.child_elements(at).filter(|&c| outline.name(c) != "br").collect();
        match cells.as_slice() {
            [only] => at = *only,
            _ => return cells,
        }
    }
    Vec::new()
}

/// The rows under a head: its neighbours, and what stands in them, as long as they have as many cells.
fn rows_below(outline: &Outline<'_>, head: usize, count: usize) -> Vec<Vec<usize>> {
    let fits = |at: usize| {
        let cells = cells_of(outline, at);
        (cells.len() == count).then_some(cells)
    };
    let mut from = head;
    for _ in 0..3 {
        let mut found = Vec::new();
        let mut next = outline.next(from);
        while let Some(at) = next.filter(|_| found.len() < MOST) {
            next = outline.next(at);
            if outline.element(at).is_none() {
                continue;
            }
            if let Some(cells) = fits(at) {
                found.push(cells);
                continue;
            }
            // <tbody> after <thead>, a list after its head.
            for child in outline.child_elements(at).take(MOST) {
                match fits(child) {
                    Some(cells) => found.push(cells),
                    None => found.extend(outline.child_elements(child).take(MOST).filter_map(fits)),
                }
            }
        }
        found.truncate(MOST);
        if !found.is_empty() {
            return found;
        }
        // The head stands alone in its own wrapper.
        match outline.parent(from).filter(|&p| outline.nodes[p].chars == outline.nodes[head].chars) {
            Some(parent) => from = parent,
            None => return Vec::new(),
        }
    }
    Vec::new()
}

struct Row<'a, 'o> {
    flat: &'a Flat,
    outline: &'a Outline<'o>,
    base: &'a Url,
    cells: &'a [usize],
    roles: &'a [Option<Role>],
}

impl Row<'_, '_> {
    fn cell(&self, role: Role) -> Option<&str> {
        let at = self.roles.iter().position(|r| *r == Some(role))?;
        Some(self.flat.text_of(self.outline, *self.cells.get(at)?))
    }

    fn day(&self, role: Role) -> Option<DateFact> {
        let text = self.cell(role)?;
        dates::find(text).into_iter().next().map(|(fact, _)| fact).or_else(|| labels::leading_day(text))
    }

    /// Title and address: of the column of titles, else of the row's longest link.
    fn name(&self) -> (String, String) {
        let titled = self.roles.iter().position(|r| *r == Some(Role::Title)).and_then(|at| self.cells.get(at)).copied();
        let links = |range: Range<usize>| -> Vec<(String, String)> {
            range.filter(|&n| self.outline.name(n) == "a").filter_map(|n| link(self.outline, n, self.base)).collect()
        };
        let own = titled.map(|c| links(c..self.outline.nodes[c].end)).unwrap_or_default();
        let first = self.cells.first().copied().unwrap_or_default();
        let last = self.cells.last().map_or(first, |&c| self.outline.nodes[c].end);
        // A row that is itself a link.
        let up = self
            .outline
            .parent(first)
            .filter(|&p| self.outline.name(p) == "a")
            .and_then(|p| link(self.outline, p, self.base));
        let found = own
            .into_iter()
            .max_by_key(|(t, _)| t.chars().count())
            .or_else(|| links(first..last).into_iter().max_by_key(|(t, _)| t.chars().count()));
        let text = titled.map(|c| self.flat.text_of(self.outline, c)).unwrap_or_default();
        match (found, up) {
            (Some((title, target)), _) => {
                (if title.chars().count() >= 4 || text.is_empty() { title } else { short(text) }, target)
            }
            (None, Some((_, target))) => (short(text), target),
            (None, None) => (short(text), String::new()),
        }
    }

    fn state(&self) -> String {
        let text = self.cell(Role::State).unwrap_or_default();
        let asked = self.roles.iter().zip(self.cells).any(|(r, _)| *r == Some(Role::State));
        match text.trim() {
            "是" | "√" if asked => "已回复".to_owned(),
            "否" | "×" if asked => "未回复".to_owned(),
            other => labels::state_of(other).unwrap_or_else(|| {
                // A cell may hold a picture's name or a word beside it.
                other.split_whitespace().find_map(labels::state_of).unwrap_or_default()
            }),
        }
    }

    fn letter(&self) -> Option<Letter> {
        let (title, target) = self.name();
        let letter = Letter {
            title,
            target,
            asked: self.day(Role::Asked),
            answered: self.day(Role::Answered),
            last: self.day(Role::Last),
            shown: self.day(Role::Shown),
            state: self.state(),
            closed: ["不予公开", "不公开"].contains(&self.state().as_str()),
            ..Letter::default()
        };
        let told = letter.asked.is_some() || letter.answered.is_some() || !letter.state.is_empty();
        (told && !(letter.title.is_empty() && letter.target.is_empty())).then_some(letter)
    }

    fn call(&self) -> Option<Call> {
        let (title, target) = self.name();
        let day = |role| self.day(role).map(|d| d.date);
        let (mut begin, mut end) = (day(Role::Begin), day(Role::End));
        if let Some(both) = self.cell(Role::Both) {
            let found: Vec<Date> = dates::find(both).into_iter().map(|(f, _)| f.date).collect();
            if let [from, to] = found.as_slice() {
                (begin, end) = (Some(*from), Some(*to));
            }
        }
        let call = Call { title, target, begin, end, state: self.state() };
        let told = call.begin.is_some() || call.end.is_some() || !call.state.is_empty();
        (told && call.title.chars().count() >= 4).then_some(call)
    }
}

/// What a link calls itself and where it leads.
fn link(outline: &Outline<'_>, at: usize, base: &Url) -> Option<(String, String)> {
    let target = crate::parse::lists::address_of(outline, at, base)?;
    let text = outline.text(at);
    let title = outline.attr(at, "title").map(str::trim).unwrap_or_default();
    let cut = text.is_empty() || text.ends_with('…') || text.ends_with("...");
    Some((if cut && title.chars().count() > 1 { short(title) } else { short(&text) }, target))
}

fn short(text: &str) -> String {
    text.trim().chars().take(120).collect()
}

/// Lists whose rows name their own days (来信时间：… 回复时间：…), message boards included.
pub(super) fn labelled(flat: &Flat, outline: &Outline<'_>, base: &Url, heads: &[Range<usize>]) -> Vec<Letter> {
    let asked: Vec<usize> = labels::hits(&flat.text)
        .into_iter()
        .filter(|h| h.role == Role::Asked && !heads.iter().any(|r| r.contains(&h.at.start)))
        .map(|h| h.at.start)
        .collect();
    if asked.len() < 2 {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut seen: Option<usize> = None;
    for &at in asked.iter().take(MOST) {
        let Some(row) = row_around(flat, outline, &asked, at) else { continue };
        if seen.replace(row) == Some(row) {
            continue;
        }
        let text = flat.text_of(outline, row);
        let mut letter = letter::read(text, &[]).letter;
        let links = (row..outline.nodes[row].end).filter(|&n| outline.name(n) == "a");
        let around = outline.ancestors(row).take(2).filter(|&n| outline.name(n) == "a");
        let best = links.chain(around).filter_map(|n| link(outline, n, base)).max_by_key(|(t, _)| t.chars().count());
        if let Some((title, target)) = best {
            if letter.title.is_empty() && title.chars().count() <= 100 {
                letter.title = title;
            }
            letter.target = target;
        }
        if letter.title.is_empty() {
            letter.title = short(text.lines().next().unwrap_or_default());
        }
        if letter.reply == ReplySeen::NoneYet && letter.state.is_empty() {
            "未回复".clone_into(&mut letter.state);
        }
        out.push(letter);
    }
    out
}

/// The largest part of the page that holds this label and no other of its kind.
fn row_around(flat: &Flat, outline: &Outline<'_>, asked: &[usize], at: usize) -> Option<usize> {
    let node = flat.node_at(at)?;
    let mut row = None;
    for up in outline.ancestors(node) {
        let range = flat.range_of(outline, up);
        let first = asked.partition_point(|a| *a < range.start);
        let past = asked.partition_point(|a| *a < range.end);
        if past - first != 1 {
            break;
        }
        row = Some(up);
    }
    row
}
