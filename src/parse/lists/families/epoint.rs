//! 新点 Epoint (R8-12): lists of its openness pages come from `{project}/rest/lightfrontaction/getgovinfolist`, asked by POST with JSON.
//! The project's name and the site's id stand in a script of the site (`webBuilderCommon.js`, `ajaxReq.js`), which is read first;
//! the column is named by the page's address or by the page. Pages count from 0.

use super::super::family::{Answer, Asked, Family, Found, Page, Reading, Want, is_value, query, same_site};
use super::super::{empty, paging};
use crate::model::Ask;
use regex::Regex;
use serde_json::json;
use std::sync::LazyLock;
use url::Url;

/// The family.
pub(super) const FAMILY: Family = Family { read, next };

/// Entries of a page that are asked for.
const PAGE_SIZE: u32 = 50;
/// The project's usual name.
const PROJECT: &str = "EWB-FRONT";
/// The site's id as the product is delivered, and as many sites leave it.
const SITE: &str = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a";
/// Stands for the site's id until the script told it.
const GAP: &str = "{siteGuid}";
const INTERFACE: &str = "/rest/lightfrontaction/getgovinfolist";

static PROJECT_NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"projectName['"]?\s*[:=]\s*['"]([\w/-]{1,80})['"]"#).expect("a fixed pattern"));
static GUID: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)siteGuid['"]?\s*[:=]\s*['"]([0-9a-f-]{32,36})['"]"#).expect("a fixed pattern"));
static CATEGORY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:category_?num|cat_?num)['"]?\s*[:=]\s*['"]?(\d{3,30})"#).expect("a fixed pattern")
});
static DEPARTMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i)dept_?code['"]?\s*[:=]\s*['"]([\w-]{1,60})['"]"#).expect("a fixed pattern"));
static SCRIPT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)src\s*=\s*["']?([^"'\s<>]*(?:webBuilderCommon|ajaxReq)\w*(?:\.min)?\.js[^"'\s<>]*)"#)
        .expect("a fixed pattern")
});

fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
    let signs = ["EWB-FRONT", "govInfoPub", "lightfrontaction", "webBuilderCommon", "ewb-"];
    if !signs.iter().any(|s| page.source.contains(s)) && !page.base.path().contains("govInfoPub") {
        return None;
    }
    // Menus of such sites name the page of openness everywhere; a list stands where the page is one, or waits for one.
    let listed = ["govInfoPub", "openlist", "govInfoList"].iter().any(|w| page.base.path().contains(w))
        || ["getgovinfolist", "govInfoList"].iter().any(|s| page.source.contains(s))
        || page.source.contains("govInfoPub") && page.items <= empty::BESIDE && empty::drawn(page).is_some();
    let mut found = Found { family: "epoint", list: listed, ..Found::default() };
    if !listed || page.items > 0 {
        return Some(found);
    }
    let project = PROJECT_NAME.captures(page.source).and_then(|hit| hit.get(1)).map_or(PROJECT, |m| m.as_str());
    let Some(place) = place_of(page.base, project) else { return Some(found) };
    found.interface = Some(place.to_string());
    let given = |name: &str, pattern: &Regex| {
        let written = query(page.base, name).filter(|v| !v.is_empty());
        written.or_else(|| Some(pattern.captures(page.source)?.get(1)?.as_str().to_owned())).filter(|v| is_value(v))
    };
    let Some(category) = given("categorynum", &CATEGORY) else { return Some(found) };
    let department = given("deptcode", &DEPARTMENT).unwrap_or_default();
    let guid = GUID.captures(page.source).and_then(|hit| Some(hit.get(1)?.as_str().to_owned()));
    let script = SCRIPT.captures(page.source).and_then(|hit| page.base.join(hit.get(1)?.as_str()).ok());
    let script = script.filter(|url| same_site(page.base, url));
    let site = match (&guid, &script) {
        (Some(guid), _) => guid.as_str(),
        (None, Some(_)) => GAP,
        (None, None) => SITE,
    };
    let fields = json!({
        "categorynum": category,
        "deptcode": department,
        "pageIndex": 0,
        "pageSize": PAGE_SIZE,
        "siteGuid": site,
    });
    let wrapped = json!({ "params": fields });
    found.wants.push(Want {
        target: place.to_string(),
        ask: Ask {
            body: fields.to_string(),
            json: true,
            others: vec![(place.to_string(), wrapped.to_string())],
            settings: if guid.is_none() { script.map(String::from) } else { None },
            ..Ask::default()
        },
    });
    Some(found)
}

fn next(asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    let ours = asked.url.path().ends_with("/getgovinfolist");
    // Counted from 0: what a total says about page N is about the one after it.
    ours.then(|| paging::next(asked, answer)).flatten()
}

fn place_of(base: &Url, project: &str) -> Option<Url> {
    let url = base.join(&format!("/{}{INTERFACE}", project.trim_matches('/'))).ok()?;
    same_site(base, &url).then_some(url)
}

/// What a script of the site says of the project: where its interface is, and the site's id. `None` for any other script.
pub(in crate::parse) fn settings(code: &str, script: &Url) -> Option<(String, String)> {
    if !code.contains("siteGuid") {
        return None;
    }
    let guid = GUID.captures(code)?.get(1)?.as_str().to_owned();
    let project = PROJECT_NAME.captures(code).and_then(|hit| hit.get(1)).map_or(PROJECT, |m| m.as_str());
    Some((place_of(script, project)?.into(), guid))
}
