//! A site's own search: how a page offers it, how a question is put, what the answer shows (R1-42, R5-27, R8-04, R8-07).

mod answer;
mod forms;
mod request;
mod written;

pub use answer::SoughtTitle;
pub(super) use answer::answer;
pub(super) use forms::find;
pub use request::{SearchRequest, request};
pub(super) use written::in_scripts;

use super::patterns::SEARCH_NAME;
use regex::Regex;
use std::sync::LazyLock;

/// Most ways to ask that are kept of one page.
pub(super) const MOST_FORMS: usize = 6;

/// Names of parameters that hold a question whatever the address is called.
static OUTRIGHT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:searchwords?|search_?(?:key|text|value|content|str|title|for)|searchkey(?:word)?s?|key_?words?|s?keywords?|sousuo|showkeycode|search)$",
    )
    .expect("a constant pattern")
});

/// Names of parameters that hold a question where the address is that of a search.
static LIKELY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:q|qt|key|keys|wd|kw|k|s|st|so|ss|word|words|title|text|query|qw|andsen|content|name|value|str|fullText|info|wordSearch)$")
        .expect("a constant pattern")
});

/// Whether a parameter of this name of this address holds the question.
fn holds_question(address: &str, name: &str) -> bool {
    OUTRIGHT.is_match(name) || (LIKELY.is_match(name) && is_search_address(address))
}

/// Whether an address is called a search.
fn is_search_address(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    SEARCH_NAME.is_match(path) || path.starts_with("so.") || path.contains("/so") || path.contains("/ss.")
}
