//! Families with one rule each: 广东 gkmlpt (R8-11), 新点 Epoint (R8-12), truecms (R8-13), `pageIndex` (R8-08).

use super::family::{Found, MOST_PAGES, Page, with_query};
use regex::Regex;
use std::sync::LazyLock;

/// 广东's openness platform: a JSON interface per column.
pub(super) fn gkmlpt(page: &Page<'_>) -> Option<Found> {
    static SID: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"\bSID['"]?\s*[:=]\s*['"](\w+)['"]"#).expect("a fixed pattern"));
    static COLUMN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)\b(?:column_?id|cid|CURRENT_COLUMN_ID)['"]?\s*[:=]\s*['"]?(\d+)"#).expect("a fixed pattern")
    });
    let sid = SID.captures(page.source)?;
    let at = page.base.path().find("/gkmlpt");
    if at.is_none() && !page.source.contains("gkmlpt") {
        return None;
    }
    let sid = sid.get(1)?.as_str();
    let column = page
        .base
        .fragment()
        .and_then(|f| f.trim_start_matches('/').parse::<u32>().ok())
        .or_else(|| COLUMN.captures(page.source)?.get(1)?.as_str().parse().ok())
        .unwrap_or(0);
    let before = at.map_or("", |at| &page.base.path()[..at]);
    let url = page.base.join(&format!("{before}/gkmlpt/api/all/{column}?page=1&sid={sid}")).ok()?;
    Some(Found {
        family: "gkmlpt",
        links: vec![url.to_string()],
        interface: Some(url.into()),
        list: true,
        nothing: false,
    })
}

/// 新点's openness list: a POST interface, so it is named and not linked.
pub(super) fn epoint(page: &Page<'_>) -> Option<Found> {
    static PROJECT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"projectName['"]?\s*[:=]\s*['"]([\w/-]+)['"]"#).expect("a fixed pattern"));
    let signs = ["EWB-FRONT", "govInfoPub", "lightfrontaction", "webBuilderCommon.js"];
    if !signs.iter().any(|s| page.source.contains(s)) {
        return None;
    }
    let project = PROJECT.captures(page.source).and_then(|hit| hit.get(1)).map_or("EWB-FRONT", |m| m.as_str());
    let path = format!("/{}/rest/lightfrontaction/getgovinfolist", project.trim_matches('/'));
    let list = page.source.contains("govInfoPub") || page.source.contains("getgovinfolist");
    Some(Found { family: "epoint", interface: page.base.join(&path).ok().map(String::from), list, ..Found::default() })
}

/// truecms: JSONP by window of records.
pub(super) fn truecms(page: &Page<'_>) -> Option<Found> {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"['"]([^'"\s<>]*messageController/getMessage\.do[^'"\s<>]*)['"]"#).expect("a fixed pattern")
    });
    let hit = CALL.captures(page.source)?;
    let url = page.base.join(&hit.get(1)?.as_str().replace("&amp;", "&")).ok()?;
    let links = if url.query_pairs().any(|(k, v)| k.eq_ignore_ascii_case("columnId") && !v.is_empty()) {
        let from = with_query(&url, "startrecord", "1");
        vec![with_query(&from, "endrecord", "50").to_string()]
    } else {
        Vec::new()
    };
    Some(Found { family: "truecms", links, interface: Some(url.into()), list: true, nothing: false })
}

/// 龙讯 and its kin: `?pageIndex=N` behind a column's address, the count in the pager's words or variables.
pub(super) fn page_index(page: &Page<'_>) -> Option<Found> {
    static TOTAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:pageCount|totalPages?|countPage)['"]?\s*[:=]\s*['"]?(\d{1,4})|共\s*(?:<[^>]{1,60}>)?\s*(\d{1,4})\s*(?:</[^>]{1,20}>)?\s*页"#)
            .expect("a fixed pattern")
    });
    let path = page.base.path();
    let column = path.contains("/content/column/") || path.contains("/public/column/");
    if !column || !page.source.contains("pageIndex") {
        return None;
    }
    let hit = TOTAL.captures(page.source);
    let total: u32 =
        hit.and_then(|hit| hit.get(1).or_else(|| hit.get(2))?.as_str().parse().ok()).unwrap_or(1).min(MOST_PAGES);
    let current: u32 = page
        .base
        .query_pairs()
        .find(|(k, _)| k.eq_ignore_ascii_case("pageIndex"))
        .and_then(|(_, v)| v.parse().ok())
        .unwrap_or(1);
    let links = (1..=total)
        .filter(|n| *n != current)
        .map(|n| with_query(page.base, "pageIndex", &n.to_string()).into())
        .collect();
    Some(Found { family: "longxun", links, ..Found::default() })
}
