//! 博达 VSB (R8-10) and every other site that pages statically (R8-20): the pages between the next and the last that
//! the page itself names.

use super::family::{Found, MOST_PAGES, Page};
use super::title::target_of;
use regex::Regex;
use std::sync::LazyLock;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d{1,4}").expect("a fixed pattern"));

/// Next pages by the hrefs or click handlers of 下一页 and 尾页.
pub(super) fn read(page: &Page<'_>) -> Option<Found> {
    let visual = ["/system/resource/js/", "_sitegray", "vsb_content", "_vsb_"].iter().any(|s| page.source.contains(s));
    let links = between(page);
    if !visual && links.is_empty() {
        return None;
    }
    Some(Found { family: if visual { "visual-sitebuilder" } else { "" }, links, ..Found::default() })
}

fn between(page: &Page<'_>) -> Vec<String> {
    let mut next = None;
    let mut last = None;
    for i in 0..page.outline.nodes.len() {
        if page.outline.name(i) != "a" || page.outline.nodes[i].chars > 8 {
            continue;
        }
        let text = page.outline.text(i);
        let bare = text.trim_matches(|c: char| c.is_whitespace() || "<>《》«»[]|›".contains(c));
        match bare {
            "下一页" | "下页" | "后一页" => next = next.or_else(|| target_of(page.outline, i, page.base)),
            "尾页" | "末页" | "最后一页" | "最末页" => {
                last = last.or_else(|| target_of(page.outline, i, page.base));
            }
            _ => {}
        }
    }
    let (Some(next), Some(last)) = (next, last) else { return Vec::new() };
    span(&next, &last)
}

/// The addresses from `next` to `last` when they differ in exactly one number.
fn span(next: &str, last: &str) -> Vec<String> {
    if next == last {
        return vec![next.to_owned()];
    }
    let tails: Vec<_> = NUMBER.find_iter(next).collect();
    for hit in tails.iter().rev() {
        let (head, tail) = (&next[..hit.start()], &next[hit.end()..]);
        let Some(end) =
            last.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail)).and_then(|n| n.parse::<u32>().ok())
        else {
            continue;
        };
        let Ok(start) = hit.as_str().parse::<u32>() else { continue };
        let most = usize::try_from(MOST_PAGES).unwrap_or(100);
        let address = |n: u32| format!("{head}{n}{tail}");
        return if start <= end {
            (start..=end).take(most).map(address).collect()
        } else {
            (end..=start).rev().take(most).map(address).collect()
        };
    }
    vec![next.to_owned(), last.to_owned()]
}
