//! Related pages that stand in a script's data: `relatedDocs = [{"title": "…", "url": "…"}]`.

use super::super::script::pieces;
use crate::model::{Relation, RelationBox, RelationKind};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use url::Url;

/// What a script calls a list of related pages.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)relat|xgjd|xgwj|xgzc|xgwd|glwj|gljd|zcjd|jdlist|wjlist|guanlian|xiangguan|相关|解读|原文")
        .expect("a fixed pattern")
});
/// What stands before an address in data.
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)(?:url|link|href|path|address)["']?\s*[:=]\s*$"#).expect("a fixed pattern"));
/// What stands before a title.
static TITLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)(?:title|name|text|subject|bt)["']?\s*[:=]\s*$"#).expect("a fixed pattern"));

/// Most entries taken of one page's scripts.
const MOST: usize = 40;
/// Longest script that is looked at: data of one page is short.
const LONGEST: usize = 40_000;

/// The related pages that the scripts of an article's page name, as one box; `None` where there are none.
pub(super) fn boxed(base: &Url, scripts: &[String]) -> Option<RelationBox> {
    let mut entries: Vec<Relation> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut heading = String::new();
    for code in scripts.iter().filter(|c| c.len() <= LONGEST) {
        let Some(name) = NAMED.find(code) else { continue };
        let pieces = pieces(code);
        let mut title: Option<&str> = None;
        for (at, piece) in pieces.iter().enumerate() {
            let text = piece.text.trim();
            // A quoted key is a piece as well: what it is the key of follows.
            let key = at.checked_sub(1).map_or("", |b| pieces[b].text.as_str());
            let keyed = |pattern: &Regex| pattern.is_match(&piece.before) || pattern.is_match(&format!("{key}:"));
            if keyed(&TITLE) && text.chars().count() >= 4 {
                title = Some(text);
            } else if keyed(&ADDRESS)
                && let Some(target) = address(base, text)
                && seen.insert(target.clone())
                && entries.len() < MOST
            {
                let after = pieces.get(at + 2).filter(|_| title.is_none()).map(|p| p.text.trim());
                entries
                    .push(Relation { title: title.or(after).unwrap_or_default().chars().take(200).collect(), target });
                title = None;
            }
        }
        if !entries.is_empty() && heading.is_empty() {
            name.as_str().clone_into(&mut heading);
        }
    }
    if entries.is_empty() {
        return None;
    }
    Some(RelationBox {
        heading,
        kind: RelationKind::Any,
        entries,
        scripted: false,
        text_chars: 0,
        pictures: 0,
        videos: 0,
    })
}

/// The address of a page, not of a picture, a style or an interface.
fn address(base: &Url, text: &str) -> Option<String> {
    let path = text.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let page = [".html", ".shtml", ".htm", ".jsp", ".aspx", ".jhtml", ".php"].iter().any(|e| path.ends_with(e))
        || path.contains("/content/")
        || path.contains("/art/")
        || path.contains("/info/");
    let url = base.join(text).ok().filter(|u| page && matches!(u.scheme(), "http" | "https"))?;
    Some(url.into())
}
