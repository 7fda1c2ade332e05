//! 拓尔思 TRS WCM (R8-09): page numbers are written by `createPageHTML`, or by a script of the template's own beside
//! `countPage`; `index_1` is the second page.

use super::super::family::{Family, Found, MOST_PAGES, Page, Reading, nothing_next};
use regex::Regex;
use std::sync::LazyLock;

static CALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:createPage(?:HTML)?\w*|showPage\w*|createNav\w*)\s*\(([^()]{3,200})\)")
        .expect("a fixed pattern")
});
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:countPage|pageCount|totalPages?|nPageCount|m_nPageCount|page_count)\s*=\s*['\x22]?(\d{1,4})\b",
    )
    .expect("a fixed pattern")
});
static CURRENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:currentPage|curPage|pageIndex|nCurrIndex|currPage|nowPage)\s*=\s*['\x22]?(\d{1,4})\b")
        .expect("a fixed pattern")
});

/// How a column is paged.
struct Pages {
    total: u32,
    current: u32,
    /// The number of the first page: 0, or 1 in the newer form.
    first: u32,
    stem: String,
    ext: String,
}

/// The family.
pub(super) const FAMILY: Family = Family { read, next: nothing_next };

/// The following pages of a column.
fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
    let called = CALL.captures_iter(page.source).find_map(|hit| pages(hit.get(1)?.as_str()));
    let editor =
        page.source.contains("TRS_Editor") || page.source.contains("trs_editor") || page.source.contains("TRS_UEDITOR");
    let Pages { total, current, first, stem, ext } = match called.or_else(|| by_variables(page)) {
        Some(known) => known,
        None if editor => return Some(Found { family: "trs-wcm", ..Found::default() }),
        None => return None,
    };
    // Its entries are ordinary markup: a column without any is empty.
    let mut targets = Vec::new();
    for number in (first..first + total.min(MOST_PAGES)).filter(|n| *n != current) {
        let name = if number == first { format!("{stem}.{ext}") } else { format!("{stem}_{number}.{ext}") };
        if let Ok(url) = page.base.join(&name) {
            targets.push(url.into());
        }
    }
    Some(Found::pages("trs-wcm", targets))
}

/// `createPageHTML(total, current, "index", "html")`; some sites put an element's id in front or a count behind.
fn pages(arguments: &str) -> Option<Pages> {
    let mut numbers = Vec::new();
    let mut names = Vec::new();
    for argument in arguments.split(',').map(str::trim) {
        let bare = argument.trim_matches(['"', '\'', ' ']);
        if argument.starts_with(['"', '\'']) && bare.parse::<u32>().is_err() {
            names.push(bare);
        } else if let Ok(number) = bare.parse::<u32>() {
            numbers.push(number);
        }
    }
    let ext = (*names.last()?).trim_start_matches('.');
    let stem = *names.get(names.len().checked_sub(2)?)?;
    let plain =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let usable = plain(stem) && matches!(ext, "html" | "htm" | "shtml" | "jhtml" | "jsp");
    let (total, current) = (*numbers.first()?, *numbers.get(1)?);
    // With an element's id in front pages count from 1, and the second is `_2`.
    let first = u32::from(names.len() >= 3 && arguments.trim_start().starts_with(['"', '\'']));
    (usable && total < 10_000).then(|| Pages { total, current, first, stem: stem.to_owned(), ext: ext.to_owned() })
}

/// `var countPage = 5; var currentPage = 0;` beside a script that makes `index_1.html` of it.
fn by_variables(page: &Page<'_>) -> Option<Pages> {
    if !page.source.contains("_\"") && !page.source.contains("'_'") && !page.source.contains("index_") {
        return None;
    }
    let total: u32 = COUNT.captures(page.source)?.get(1)?.as_str().parse().ok()?;
    let current: u32 = CURRENT.captures(page.source)?.get(1)?.as_str().parse().ok()?;
    let file = page.base.path().rsplit('/').next().unwrap_or_default();
    let (stem, ext) = file.split_once('.').unwrap_or(("index", "html"));
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
    let stem = if stem.is_empty() { "index" } else { stem };
    (current < total && matches!(ext, "html" | "htm" | "shtml")).then(|| Pages {
        total,
        current,
        first: 0,
        stem: stem.to_owned(),
        ext: ext.to_owned(),
    })
}
