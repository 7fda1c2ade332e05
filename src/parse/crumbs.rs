use super::seen::{Step, fold};
use crate::model::{Crumb, Link};
use regex::Regex;
use std::sync::LazyLock;

/// The words before the first step (R8-24).
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[^\p{Han}\w]*(?:(?:您|你)?(?:现在|目前|当前)?的?(?:所在)?(?:所处)?的?(?:页面|网站|栏目)?(?:当前)?的?位置(?:是|为|在)?|(?:您|你)(?:现在|当前)?(?:位于|所在)|当前(?:页面|栏目|路径)|Location|Position)\s*[:：]?\s*")
        .expect("a constant pattern")
});

const SEPARATORS: [char; 11] = ['>', '＞', '»', '›', '/', '／', '|', '｜', '→', '\u{E001}', '»'];

/// The steps of a breadcrumb line, with or without links.
pub(super) fn line(steps: &[Step], links: &[Link]) -> Vec<Crumb> {
    let mut crumbs: Vec<Crumb> = Vec::new();
    let mut text = String::new();
    let mut labelled = false;
    let mut flush = |text: &mut String, crumbs: &mut Vec<Crumb>| {
        let folded = fold(text);
        text.clear();
        let rest = if labelled { folded.as_str() } else { &folded[LABEL.find(&folded).map_or(0, |m| m.end())..] };
        labelled |= rest.len() < folded.len();
        crumbs.extend(rest.split(SEPARATORS).filter_map(|name| step(name, None)));
    };
    for part in steps {
        match part {
            Step::Text(piece) => text.push_str(piece),
            Step::Break => flush(&mut text, &mut crumbs),
            Step::Link(at) => {
                flush(&mut text, &mut crumbs);
                if let Some(link) = links.get(*at) {
                    let target = (link.target.starts_with("http")).then(|| link.target.clone());
                    crumbs.extend(step(&link.text, target));
                }
            }
        }
    }
    flush(&mut text, &mut crumbs);
    crumbs.truncate(16);
    crumbs
}

fn step(name: &str, target: Option<String>) -> Option<Crumb> {
    let edges = |c: char| {
        c.is_whitespace() || SEPARATORS.contains(&c) || matches!(c, ':' | '：' | '-' | '—' | '·' | '《' | '<')
    };
    let name = if target.is_some() { LABEL.replace(name, "") } else { name.into() };
    let trimmed = name.trim_matches(edges);
    // A title in quotation marks is a step; a lone bracket is not.
    let text = if name.contains('》') { name.trim().trim_matches(SEPARATORS).trim() } else { trimmed };
    let named = text.chars().any(char::is_alphanumeric);
    (named && text.chars().count() <= 80).then(|| Crumb { text: text.to_owned(), target })
}
