use super::{MAX_SHEETS, Paragraphs, content};
use crate::model::{Exchange, FileContent, FileKind, Sheet, SheetBuilder, guide_element, guide_title, report_title};
use crate::parse::given::Given;
use scraper::node::Node;
use scraper::{ElementRef, Html};
use std::collections::BTreeSet;

/// The tables of a page that are catalogues of items to be disclosed. `source` is looked at first: most pages have none.
pub(in crate::parse) fn catalogues(html: &Html, source: &str) -> Vec<Sheet> {
    if !source.contains("事") || !source.contains("公开") || !holds_table(source) {
        return Vec::new();
    }
    tables(html).filter(|sheet| sheet.catalogue_columns().is_some()).take(MAX_SHEETS).collect()
}

/// The tables of an annual report on government information, when the page is one by its title: those that say what the
/// format asks for, the innermost where one stands in another for its place on the page.
pub(in crate::parse) fn reported(html: &Html, source: &str, titles: [&str; 2]) -> Vec<Sheet> {
    const WORDS: [&str; 6] = ["本年新收", "结转", "尚未审结", "结果维持", "行政事业性收费", "现行有效件数"];
    if titles.iter().all(|t| report_title(t).is_none()) || !holds_table(source) {
        return Vec::new();
    }
    innermost(html)
        .filter(|s| s.rows.len() > 1)
        // The second half of a table that was parted names nothing but rows.
        .filter(|s| s.rows.first().is_some_and(|r| r.len() >= 5) || names(s, &WORDS))
        .take(MAX_SHEETS)
        .collect()
}

/// Tables that guide to a service: those with labels of at least two of the eight kinds of elements where the page calls
/// itself a guide, of three in as many rows elsewhere.
pub(in crate::parse) fn guides(html: &Html, source: &str, titles: [&str; 2]) -> Vec<Sheet> {
    let told = source.contains("材料") || source.contains("依据") || source.contains("条件") || source.contains("流程");
    let named = titles.iter().any(|t| guide_title(t));
    if !(told || named) || !holds_table(source) {
        return Vec::new();
    }
    let kinds = |s: &Sheet| s.rows.iter().flatten().filter_map(|c| guide_element(c)).collect::<BTreeSet<_>>().len();
    // A list of matters has its labels in one row, and a matter in each of the others.
    let lines = |s: &Sheet| s.rows.iter().filter(|r| r.iter().any(|c| guide_element(c).is_some())).count();
    let is_guide = |s: &Sheet| if named { kinds(s) >= 2 } else { kinds(s) >= 3 && lines(s) >= 3 };
    innermost(html).filter(is_guide).take(MAX_SHEETS).collect()
}

/// The tables without tables in them: what stands around those is the page's layout.
pub(in crate::parse) fn innermost(html: &Html) -> impl Iterator<Item = Sheet> {
    let inner = |e: &ElementRef<'_>| !e.descendants().skip(1).filter_map(ElementRef::wrap).any(|d| is_table(&d));
    html.tree.nodes().filter_map(ElementRef::wrap).filter(is_table).filter(inner).map(sheet)
}

fn names(sheet: &Sheet, words: &[&str]) -> bool {
    sheet.rows.iter().flatten().any(|cell| {
        let cell: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
        words.iter().any(|w| cell.contains(w))
    })
}

/// Reads a page that is offered as a file: all its tables, and its text.
pub(super) fn page(exchange: &Exchange) -> FileContent {
    let decoded = crate::parse::charset::decode(exchange);
    let html = Html::parse_document(crate::parse::sniff::shallow(&decoded.text));
    let sheets = tables(&html).filter(|s| s.rows.len() > 1).take(MAX_SHEETS).collect();
    content(FileKind::Markup, sheets, text_of(&html))
}

/// Elements that begin a line and end one.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];

/// The text of a page, tables included: a block or a row of a table a line.
fn text_of(html: &Html) -> Paragraphs {
    let (mut text, mut line, mut block) = (Paragraphs::default(), String::new(), None);
    for node in html.tree.root().descendants() {
        match node.value() {
            Node::Text(piece) => {
                let name = node.parent().and_then(|p| p.value().as_element().map(|e| e.name().to_owned()));
                if matches!(name.as_deref(), Some("script" | "style" | "title" | "noscript" | "template")) {
                    continue;
                }
                let own = node.ancestors().find(|a| a.value().as_element().is_some_and(|e| BLOCKS.contains(&e.name())));
                let own = own.map(|b| b.id());
                if own != block {
                    text.push(&line);
                    line.clear();
                    block = own;
                }
                if line.len() < 60_000 {
                    line.push_str(piece);
                }
            }
            Node::Element(e) if matches!(e.name(), "td" | "th") => line.push(' '),
            Node::Element(e) if e.name() == "br" || BLOCKS.contains(&e.name()) => {
                text.push(&line);
                line.clear();
            }
            _ => {}
        }
    }
    text.push(&line);
    text
}

fn holds_table(source: &str) -> bool {
    source.as_bytes().windows(6).any(|w| w.eq_ignore_ascii_case(b"<table"))
}

/// All tables of a page.
pub(in crate::parse) fn tables(html: &Html) -> impl Iterator<Item = Sheet> {
    html.tree
        .nodes()
        .filter_map(ElementRef::wrap)
        .filter(|e| e.value().name() == "table")
        .map(sheet)
        .filter(|s| !s.rows.is_empty())
}

/// The cells of one table, those of tables inside it aside.
fn sheet(table: ElementRef<'_>) -> Sheet {
    let own = |name: &'static [&'static str]| {
        table.descendants().filter_map(ElementRef::wrap).filter(move |e| {
            name.contains(&e.value().name()) && e.ancestors().filter_map(ElementRef::wrap).find(is_table) == Some(table)
        })
    };
    let caption = own(&["caption"]).next().map(|c| words(c)).unwrap_or_default();
    let mut cells = SheetBuilder::new(&caption);
    let lines: Vec<_> = own(&["tr"]).collect();
    for (row, line) in lines.iter().enumerate() {
        if row >= SheetBuilder::MAX_ROWS {
            cells.cut();
            break;
        }
        let mut column = 0;
        for cell in line.children().filter_map(ElementRef::wrap).filter(|e| matches!(e.value().name(), "td" | "th")) {
            // A cell from a row above reaches down to here.
            while column < SheetBuilder::MAX_COLUMNS && cells.is_taken(row, column) {
                column += 1;
            }
            let span = |name| number(cell, name);
            // A cell can't reach below the last row.
            let (rows, columns) = (span("rowspan").min(lines.len() - row), span("colspan"));
            cells.put((row, column), (rows, columns), &words(cell));
            cells.take((row, column), (rows, columns));
            column += columns.min(SheetBuilder::MAX_COLUMNS);
        }
    }
    cells.build()
}

fn is_table(element: &ElementRef<'_>) -> bool {
    element.value().name() == "table"
}

fn number(cell: ElementRef<'_>, name: &str) -> usize {
    cell.value().given(name).and_then(|n| n.trim().parse().ok()).unwrap_or(1).clamp(1, SheetBuilder::MAX_ROWS)
}

/// The words of a cell; breaks and blocks part them.
fn words(cell: ElementRef<'_>) -> String {
    let mut text = String::new();
    for node in cell.descendants().skip(1) {
        match node.value() {
            Node::Text(piece) => {
                let silent = node.parent().and_then(|p| p.value().as_element().map(|e| e.name().to_owned()));
                if !matches!(silent.as_deref(), Some("script" | "style")) && text.len() < 20_000 {
                    text.push_str(piece);
                }
            }
            Node::Element(e) if matches!(e.name(), "br" | "p" | "div" | "li" | "tr" | "td") => text.push(' '),
            _ => {}
        }
    }
    crate::parse::seen::fold(&text)
}
