//! Every other site that pages statically (R8-20): the pages between the next and the last that the page itself names; where it
//! names none and yet says that there are more, the usual names of a second page, each tried and held against the first.

use super::super::blocks::inside;
use super::super::family::{Family, Found, MOST_PAGES, Page, Reading, Want, nothing_next, with_query};
use super::super::paging;
use super::super::title::target_of;
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d{1,4}").expect("a fixed pattern"));

/// The family.
pub(super) const FAMILY: Family = Family { read, next: nothing_next };

/// The rules of a family that told how its lists go on are not doubted.
fn read(page: &Page<'_>, before: &Reading) -> Option<Found> {
    if !before.links.is_empty() {
        return None;
    }
    let links = between(page);
    if !links.is_empty() {
        return Some(Found::pages("", links));
    }
    if page.items == 0 || has_next(page) {
        return None;
    }
    let wants: Vec<Want> = candidates(page).into_iter().collect();
    (!wants.is_empty()).then(|| Found { wants, ..Found::default() })
}

/// The second (or next) page under its usual names, one question with alternatives.
fn candidates(page: &Page<'_>) -> Option<Want> {
    let total = paging::pages_said(page.source).or_else(|| chosen(page)).filter(|n| *n > 1)?;
    let targets = names(page.base, total);
    let (first, rest) = targets.split_first()?;
    let mut want = Want::guess(first.as_str());
    want.ask.others = rest.iter().map(|t| (t.clone(), String::new())).collect();
    Some(want)
}

/// How many pages a drop-down of pages offers: options numbered from 1 on.
fn chosen(page: &Page<'_>) -> Option<u32> {
    static OPTION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)<option\b[^>]{0,200}>\s*第?\s*(\d{1,4})\s*页?\s*(?:<|$)").expect("a fixed pattern")
    });
    inside(page.source, "select").into_iter().find_map(|options| {
        let numbers: Vec<u32> =
            OPTION.captures_iter(options).filter_map(|hit| hit.get(1)?.as_str().parse().ok()).take(2000).collect();
        let counts = numbers.len() >= 2 && numbers.iter().zip(1..).all(|(n, k)| *n == k);
        counts.then(|| u32::try_from(numbers.len()).ok()).flatten()
    })
}

/// Usual names of the page after this one.
pub(super) fn names(base: &Url, total: u32) -> Vec<String> {
    static NUMBERED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(.*?)([_-])(\d{1,4})$").expect("a fixed pattern"));
    static PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(page|pageno|pagenum|pageindex|currpage|cur_page|pn|p|curpage|currentpage)$")
            .expect("a fixed pattern")
    });
    let mut plain = base.clone();
    plain.set_fragment(None);
    // Where the address counts already, it counts on.
    if let Some((name, number)) = plain
        .query_pairs()
        .find(|(k, v)| PARAMETER.is_match(k) && v.parse::<u32>().is_ok())
        .and_then(|(k, v)| Some((k.into_owned(), v.parse::<u32>().ok()?)))
    {
        let more = number < total.min(MOST_PAGES);
        return more.then(|| with_query(&plain, &name, &(number + 1).to_string()).into()).into_iter().collect();
    }
    let path = plain.path().to_owned();
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", ""));
    let with = |file: &str| {
        let mut url = plain.clone();
        url.set_path(&format!("{folder}/{file}"));
        String::from(url)
    };
    let (stem, ext) = file.rsplit_once('.').unwrap_or((file, ""));
    if ext.is_empty() {
        let mut out = Vec::new();
        if file.is_empty() && plain.query().is_none() {
            out.extend(["index_1.html", "index_2.html", "list_2.html", "index_1.shtml", "index_1.htm"].map(with));
        } else if !file.is_empty() && plain.query().is_none() {
            out.push(format!("{}/2", String::from(plain.clone()).trim_end_matches('/')));
        }
        out.extend(["page", "pageNo", "pageIndex"].map(|n| with_query(&plain, n, "2").into()));
        return out;
    }
    if let Some(hit) = NUMBERED.captures(stem)
        && let (Some(name), Some(sign), Some(number)) = (hit.get(1), hit.get(2), hit.get(3))
        && let Ok(number) = number.as_str().parse::<u32>()
        && number <= total
    {
        let next = with(&format!("{}{}{}.{ext}", name.as_str(), sign.as_str(), number + 1));
        return (number < total.min(MOST_PAGES)).then_some(next).into_iter().collect();
    }
    if matches!(ext, "jsp" | "aspx" | "php" | "do" | "action") {
        return ["page", "pageNo", "pageIndex"].map(|n| with_query(&plain, n, "2").into()).into();
    }
    // `list` counts from 1 mostly, `index` from 0.
    let order = if stem == "index" || stem == "default" { [1, 2] } else { [2, 1] };
    let mut out: Vec<String> = order.map(|n| with(&format!("{stem}_{n}.{ext}"))).into();
    out.push(with(&format!("{stem}-2.{ext}")));
    if !matches!(stem, "index" | "list") {
        out.push(with(&format!("{stem}/2.{ext}")));
    }
    out.push(with_query(&plain, "page", "2").into());
    out
}

/// Whether the page links to its next page, so that nothing need be made up.
pub(super) fn has_next(page: &Page<'_>) -> bool {
    passages(page).0.is_some()
}

/// The addresses of 下一页 and 尾页.
fn passages(page: &Page<'_>) -> (Option<String>, Option<String>) {
    let mut next = None;
    let mut last = None;
    for i in 0..page.outline.nodes.len() {
        if page.outline.name(i) != "a" || page.outline.nodes[i].chars > 8 {
            continue;
        }
        let text = page.outline.text(i);
        let bare = text.trim_matches(|c: char| c.is_whitespace() || "<>《》«»[]|›".contains(c));
        match bare {
            "下一页" | "下页" | "后一页" | "后页" => {
                next = next.or_else(|| target_of(page.outline, i, page.base));
            }
            "尾页" | "末页" | "最后一页" | "最末页" | "最后页" => {
                last = last.or_else(|| target_of(page.outline, i, page.base));
            }
            _ => {}
        }
    }
    let here = |target: &String| Url::parse(target).is_ok_and(|url| url == *page.base);
    (next.filter(|t| !here(t)), last)
}

/// Next pages by the addresses or click handlers of 下一页 and 尾页. A next page alone is a link like any other.
pub(super) fn between(page: &Page<'_>) -> Vec<String> {
    match passages(page) {
        (Some(next), Some(last)) => span(&next, &last),
        _ => Vec::new(),
    }
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
