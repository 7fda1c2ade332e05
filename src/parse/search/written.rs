use super::forms::bare;
use super::{MOST_FORMS, holds_question, is_search_address};
use crate::model::{Fill, SearchField, SearchForm, SearchVia};
use crate::parse::resolve::{Base, is_template};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// An address that ends in a parameter, with something put behind it: `"/isearch.html?q=" + escape(word) + "&p=1"`.
static JOINED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"["'`]([^"'`\s<>{}]*[?&]([A-Za-z_][A-Za-z0-9_.\-]*)=)(?:["']\s*\+\s*|\$\{\s*)((?:[A-Za-z_$][A-Za-z0-9_$.]*\s*\(\s*)*)(?:[^"'`\n;{}]*(?:\}|\+\s*["'])(&[A-Za-z0-9_=&.\-%]+))?"#,
    )
    .expect("a constant pattern")
});

/// A call that names an address and an object with what is sent: `$.ajax({url: "/api/search", data: {keyword: word}})`.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:url\s*:\s*|(?:get|post|getJSON|ajax)\s*\(\s*)["'`]([^"'`\s<>{}]+)["'`]([^;{}]*)\{([^{}]+)\}"#)
        .expect("a constant pattern")
});

/// A pair of such an object.
static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"["']?([A-Za-z_][A-Za-z0-9_.\-]*)["']?\s*:\s*(?:["']([^"']*)["']|([^,\n"']+))"#)
        .expect("a constant pattern")
});

/// Longest address and longest object that are read.
const LONGEST_ADDRESS: usize = 300;
const LONGEST_OBJECT: usize = 800;

/// Longest script that is read.
const LONGEST: usize = 400_000;

/// The ways to ask a search that scripts name outright, without running them.
pub(in crate::parse) fn in_scripts(codes: &[String], base: &Base) -> Vec<SearchForm> {
    let mut found: Vec<SearchForm> = Vec::new();
    for code in codes.iter().filter(|c| c.len() <= LONGEST) {
        let joined = JOINED.captures_iter(code).take(50).filter_map(|c| of_joined(&c, base));
        let called = CALLED.captures_iter(code).take(50).filter_map(|c| of_call(code, &c, base));
        for search in joined.chain(called) {
            if found.len() < MOST_FORMS && !found.contains(&search) {
                found.push(search);
            }
        }
    }
    found
}

fn of_joined(captures: &Captures<'_>, base: &Base) -> Option<SearchForm> {
    let (address, name) = (captures.get(1)?.as_str(), captures.get(2)?.as_str());
    if address.len() > LONGEST_ADDRESS || !holds_question(address, name) || is_template(address) {
        return None;
    }
    let calls: String = captures.get(3).map_or("", |m| m.as_str()).chars().filter(|c| !c.is_whitespace()).collect();
    let url = base.url_of(address)?;
    let mut fields: Vec<SearchField> = url
        .query_pairs()
        .filter(|(n, _)| n != name)
        .map(|(n, v)| SearchField { name: n.into_owned(), value: v.into_owned(), fill: None })
        .collect();
    fields.push(SearchField { name: name.to_owned(), value: String::new(), fill: Some(fill_of(&calls)) });
    for pair in captures.get(4).map_or("", |m| m.as_str()).split('&') {
        if let Some((n, v)) = pair.split_once('=').filter(|(n, v)| !n.is_empty() && !v.is_empty()) {
            fields.push(SearchField { name: n.to_owned(), value: v.to_owned(), fill: None });
        }
    }
    // What a script puts into an address is UTF-8; what it leaves to the browser is in the page's character set.
    let charset = if calls.contains("encodeURI") { "UTF-8" } else { base.encoding.name() };
    Some(SearchForm {
        action: bare(url, false),
        post: false,
        fields,
        charset: charset.to_owned(),
        via: SearchVia::Script,
        words: String::new(),
    })
}

fn fill_of(calls: &str) -> Fill {
    if calls.matches("encodeURI").count() >= 2 {
        Fill::Twice
    } else if calls.starts_with("escape(") {
        Fill::Escape
    } else {
        Fill::Plain
    }
}

fn of_call(code: &str, captures: &Captures<'_>, base: &Base) -> Option<SearchForm> {
    let (whole, address) = (captures.get(0)?, captures.get(1)?.as_str());
    let object = captures.get(3)?.as_str();
    let long = address.len() > LONGEST_ADDRESS || object.len() > LONGEST_OBJECT;
    if long || !is_search_address(address) || is_template(address) {
        return None;
    }
    let between = captures.get(2).map_or("", |m| m.as_str());
    let mut fields: Vec<SearchField> = Vec::new();
    for pair in PAIR.captures_iter(object).take(30) {
        let name = pair.get(1)?.as_str();
        let literal = pair.get(2).map(|m| m.as_str());
        let other = pair.get(3).map_or("", |m| m.as_str().trim());
        let number = !other.is_empty() && other.bytes().all(|b| b.is_ascii_digit());
        let asked = literal.is_none_or(str::is_empty) && !number && holds_question(address, name);
        let taken = fields.iter().any(|f| f.fill.is_some());
        let fill = (asked && !taken).then_some(Fill::Plain);
        let value = if number { other } else { literal.unwrap_or_default() };
        // What another variable holds is not known: a page number is one, anything else is left out.
        let paging = matches!(name.to_ascii_lowercase().as_str(), "p" | "page" | "pageno" | "pagenum" | "pageindex");
        match (fill, value.is_empty(), paging) {
            (None, true, true) => fields.push(SearchField { name: name.to_owned(), value: "1".to_owned(), fill }),
            (None, true, false) => {}
            _ => fields.push(SearchField { name: name.to_owned(), value: value.to_owned(), fill }),
        }
    }
    if !fields.iter().any(|f| f.fill.is_some()) {
        return None;
    }
    let near = |from: usize, to: usize| code.get(from..to).unwrap_or_default().to_ascii_lowercase();
    let mut end = (whole.end() + 160).min(code.len());
    while !code.is_char_boundary(end) {
        end -= 1;
    }
    let mut start = whole.start().saturating_sub(80);
    while !code.is_char_boundary(start) {
        start += 1;
    }
    let around = format!("{}{}{}", near(start, whole.start()), between.to_ascii_lowercase(), near(whole.end(), end));
    let post = whole.as_str().starts_with("post") || POSTED.is_match(&around);
    let url = base.url_of(address)?;
    Some(SearchForm {
        action: bare(url, post),
        post,
        fields,
        charset: "UTF-8".to_owned(),
        via: SearchVia::Script,
        words: String::new(),
    })
}

static POSTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?:type|method)["']?\s*:\s*["']post["']"#).expect("a constant pattern"));
