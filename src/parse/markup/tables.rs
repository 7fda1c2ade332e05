use super::found::Found;
use super::tags::Tag;
use super::tree::{At, Doc, flag};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub(super) const TD_HEADERS: &str = "td-headers-attr";
pub(super) const TH_DATA: &str = "th-has-data-cells";

/// Most places of a table that are laid out.
const LARGEST: usize = 40_000;

/// Which cells a header heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heads {
    Column,
    Row,
    Both,
    Nothing,
}

/// A table laid out: which cell covers which place; empty where it is too large.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Vec<Option<At>>>,
    cells: Vec<At>,
    /// Rows and columns of header cells only.
    head_rows: Vec<bool>,
    head_columns: Vec<bool>,
    /// Of each cell: first row, first column, rows, columns.
    spans: BTreeMap<At, [usize; 4]>,
}

/// Tables laid out so far.
#[derive(Debug, Default)]
pub(super) struct Grids {
    known: RefCell<BTreeMap<At, Rc<Grid>>>,
}

impl Doc<'_> {
    fn grid(&self, table: At) -> Rc<Grid> {
        if let Some(grid) = self.grids.known.borrow().get(&table) {
            return Rc::clone(grid);
        }
        let grid = Rc::new(Grid::read(self, table));
        self.grids.known.borrow_mut().insert(table, Rc::clone(&grid));
        grid
    }

    /// The role of a `<th>`.
    pub(super) fn header_role(&self, th: At) -> &'static str {
        let Some(table) = self.closest(th, Tag::Table) else { return "columnheader" };
        match self.heads(th, &self.grid(table)) {
            Heads::Row => "rowheader",
            _ => "columnheader",
        }
    }

    fn heads(&self, cell: At, grid: &Grid) -> Heads {
        match self.explicit(cell).map(|role| role.name) {
            Some("columnheader") => return Heads::Column,
            Some("rowheader") => return Heads::Row,
            _ => {}
        }
        let tag = self.nodes[cell].tag;
        if matches!(tag, Tag::Td | Tag::Th) {
            match self.attr(cell, "scope") {
                Some("col" | "colgroup") => return Heads::Column,
                Some("row" | "rowgroup") => return Heads::Row,
                _ => {}
            }
        }
        if tag != Tag::Th {
            return Heads::Nothing;
        }
        let Some([row, column, ..]) = grid.spans.get(&cell) else { return Heads::Both };
        if grid.head_rows[*row] {
            return Heads::Column;
        }
        if grid.head_columns[*column] { Heads::Row } else { Heads::Both }
    }
}

impl Grid {
    fn read(doc: &Doc<'_>, table: At) -> Self {
        let mut grid = Self::default();
        let rows = if doc.nodes[table].tag == Tag::Table { html_rows(doc, table) } else { role_rows(doc, table) };
        grid.rows = vec![Vec::new(); rows.len()];
        let mut places = 0;
        for (y, cells) in rows.iter().enumerate() {
            let mut x = 0;
            for cell in cells {
                while grid.rows[y].get(x).is_some_and(Option::is_some) {
                    x += 1;
                }
                let span = |name, aria| {
                    doc.attr(*cell, name)
                        .or_else(|| doc.aria(*cell, aria))
                        .and_then(|v| v.trim().parse::<usize>().ok())
                        .unwrap_or(1)
                };
                let wide = span("colspan", "colspan").clamp(1, 1000);
                let high = match span("rowspan", "rowspan") {
                    0 => rows.len() - y,
                    high => high.min(rows.len() - y),
                };
                places += wide * high;
                if places > LARGEST {
                    return Self { cells: rows.concat(), ..Self::default() };
                }
                for row in &mut grid.rows[y..y + high] {
                    if row.len() < x + wide {
                        row.resize(x + wide, None);
                    }
                    for place in &mut row[x..x + wide] {
                        place.get_or_insert(*cell);
                    }
                }
                grid.spans.insert(*cell, [y, x, high, wide]);
                grid.cells.push(*cell);
                x += wide;
            }
        }
        let is_th = |cell: &Option<At>| cell.is_some_and(|cell| doc.nodes[cell].tag == Tag::Th);
        grid.head_rows = grid.rows.iter().map(|row| row.iter().all(|cell| cell.is_none() || is_th(cell))).collect();
        let columns = grid.rows.iter().map(Vec::len).max().unwrap_or_default();
        grid.head_columns = vec![true; columns];
        for row in &grid.rows {
            for (x, head) in grid.head_columns.iter_mut().enumerate() {
                *head &= row.get(x).is_some_and(is_th);
            }
        }
        grid
    }
}

/// The cells of each row: those of the head first, those of the foot last.
fn html_rows(doc: &Doc<'_>, table: At) -> Vec<Vec<At>> {
    let cells = |row: At| doc.children(row).filter(|n| matches!(doc.nodes[*n].tag, Tag::Td | Tag::Th)).collect();
    let mut parts: [Vec<Vec<At>>; 3] = Default::default();
    for child in doc.children(table) {
        let part = match doc.nodes[child].tag {
            Tag::Tr => {
                parts[1].push(cells(child));
                continue;
            }
            Tag::Thead => 0,
            Tag::Tbody => 1,
            Tag::Tfoot => 2,
            _ => continue,
        };
        parts[part].extend(doc.children(child).filter(|n| doc.nodes[*n].tag == Tag::Tr).map(cells));
    }
    parts.concat()
}

/// Rows and cells by their roles.
fn role_rows(doc: &Doc<'_>, table: At) -> Vec<Vec<At>> {
    let mut rows: Vec<Vec<At>> = Vec::new();
    for n in doc.inside(table) {
        match doc.explicit(n).map(|role| role.name) {
            Some("row") => rows.push(Vec::new()),
            Some("cell" | "gridcell" | "columnheader" | "rowheader") => {
                if let Some(row) = rows.last_mut() {
                    row.push(n);
                }
            }
            _ => {}
        }
    }
    rows
}

/// Runs both rules about header cells.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    let any_headers = doc.of(Tag::Td).chain(doc.of(Tag::Th)).any(|cell| doc.attr(cell, "headers").is_some());
    for table in doc.of(Tag::Table).filter(|at| doc.is_exposed(*at)) {
        let role = doc.role(table).map_or("", |role| role.name);
        if any_headers && matches!(role, "table" | "grid" | "treegrid") {
            headers_attributes(doc, table, found);
        }
        if !doc.is_none(table) {
            header_cells(doc, table, found);
        }
    }
    for table in doc.with_role.iter().copied() {
        let role = doc.explicit(table).map_or("", |role| role.name);
        if doc.nodes[table].tag != Tag::Table && matches!(role, "table" | "grid" | "treegrid") && doc.is_exposed(table)
        {
            header_cells(doc, table, found);
        }
    }
}

/// `headers` of each cell names header cells of the same table.
fn headers_attributes(doc: &Doc<'_>, table: At, found: &mut Found) {
    let grid = doc.grid(table);
    let own: BTreeMap<&str, At> = grid
        .cells
        .iter()
        .filter_map(|cell| Some((doc.attr(*cell, "id").filter(|id| !id.is_empty())?, *cell)))
        .collect();
    let mut faults: [bool; 4] = [false; 4];
    let mut any = false;
    for cell in grid.cells.iter().copied().filter(|cell| doc.is_exposed(*cell)) {
        let Some(headers) = doc.attr(cell, "headers") else { continue };
        any = true;
        if headers.trim().is_empty() {
            faults[3] = true;
        }
        for id in headers.split_ascii_whitespace() {
            if doc.attr(cell, "id") == Some(id) {
                faults[2] = true;
            } else if let Some(header) = own.get(id) {
                let role = doc.role(*header).map_or("", |role| role.name);
                faults[1] |= !matches!(role, "columnheader" | "rowheader");
            } else {
                faults[0] = true;
            }
        }
    }
    if !any {
        return;
    }
    found.tested(TD_HEADERS, 1);
    match faults {
        [true, ..] => found.fault(doc, TD_HEADERS, "unknown-header", table),
        [_, true, ..] => found.fault(doc, TD_HEADERS, "not-a-header", table),
        [_, _, true, _] => found.fault(doc, TD_HEADERS, "own-header", table),
        [.., true] => found.open(TD_HEADERS, "empty-headers", table),
        _ => {}
    }
}

/// Each header cell heads some cell.
fn header_cells(doc: &Doc<'_>, table: At, found: &mut Found) {
    let grid = doc.grid(table);
    let is_header = |cell: At| {
        let role = doc.explicit(cell).map(|role| role.name);
        matches!(role, Some("columnheader" | "rowheader")) || (doc.nodes[cell].tag == Tag::Th && role.is_none())
    };
    let headers: Vec<At> = grid
        .cells
        .iter()
        .copied()
        .filter(|cell| is_header(*cell) && doc.is_exposed(*cell) && doc.has_raw_text(*cell))
        .collect();
    if headers.is_empty() {
        return;
    }
    found.tested(TH_DATA, 1);
    let mut referred: BTreeSet<&str> = BTreeSet::new();
    for cell in &grid.cells {
        for ids in [doc.attr(*cell, "headers"), doc.aria(*cell, "labelledby")].into_iter().flatten() {
            referred.extend(ids.split_ascii_whitespace());
        }
    }
    let lonely: Vec<At> = headers
        .iter()
        .copied()
        .filter(|header| {
            let referred = doc.attr(*header, "id").is_some_and(|id| referred.contains(id));
            !referred && !heads_any(doc, &grid, *header)
        })
        .collect();
    if lonely.is_empty() {
        return;
    }
    // A column of an otherwise filled table stands empty; anything else may be filled or is meant as layout.
    let column = |header: &At| {
        let below = grid.spans.get(header).is_some_and(|[y, _, high, _]| y + high < grid.rows.len());
        below && doc.heads(*header, &grid) == Heads::Column
    };
    let data = grid.cells.iter().any(|cell| !is_header(*cell));
    if data && lonely.iter().any(column) && !doc.nodes[table].has(flag::EDITABLE) {
        found.fault(doc, TH_DATA, "no-data-cells", table);
    } else {
        found.open(TH_DATA, "no-data-cells", table);
    }
}

fn heads_any(doc: &Doc<'_>, grid: &Grid, header: At) -> bool {
    let Some([y, x, high, wide]) = grid.spans.get(&header).copied() else { return true };
    let heads = doc.heads(header, grid);
    let free = |cell: At| {
        !doc.attr(cell, "headers").is_some_and(|ids| ids.split_ascii_whitespace().any(|id| doc.by_id(id).is_some()))
    };
    let below = || {
        grid.rows[y + high..]
            .iter()
            .flat_map(|row| row.get(x..row.len().min(x + wide)).unwrap_or_default())
            .flatten()
            .any(|cell| free(*cell) && !matches!(doc.heads(*cell, grid), Heads::Column | Heads::Both))
    };
    let beside = || {
        grid.rows[y..y + high]
            .iter()
            .flat_map(|row| row.get(x + wide..).unwrap_or_default())
            .flatten()
            .any(|cell| free(*cell) && !matches!(doc.heads(*cell, grid), Heads::Row | Heads::Both))
    };
    match heads {
        Heads::Column => below(),
        Heads::Row => beside(),
        Heads::Both => below() || beside(),
        Heads::Nothing => true,
    }
}
