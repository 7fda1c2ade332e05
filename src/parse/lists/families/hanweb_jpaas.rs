//! 大汉 JPAAS (R8-03, R8-04): a unit of the page is built by an interface that answers with list markup in `data.html`. The page's
//! number goes into `paramJson`, and pages are asked for until one is empty. `bulidstatic` is how the system itself spells it.

use super::super::blocks::unescaped;
use super::super::family::{
    Answer, Asked, Family, Found, MOST_PAGES, Page, Reading, Want, is_value, same_site, with_query,
};
use super::super::scan;
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

static QUERY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)queryData\s*=\s*(?:"(\{[^"]*\})"|'(\{[^']*\})'|(\{))"#).expect("a fixed pattern")
});
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"['"]([^'"\s]*jpaas-publish-server/front/page/build/unit)[^'"]*['"]"#).expect("a fixed pattern")
});

/// The interface's usual place.
const UNIT: &str = "/api-gateway/jpaas-publish-server/front/page/build/unit";

/// Entries of a page that are asked for.
const PAGE_SIZE: u32 = 15;
/// Units of a page that are asked for; those with a list's name first.
const MOST_UNITS: usize = 6;

/// The family.
pub(super) const FAMILY: Family = Family { read, next };

/// Units that a script builds.
fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
    if !page.source.contains("unitbuild") && !page.source.contains("jpaas-publish-server") {
        return None;
    }
    let mut found = Found { family: "hanweb-jpaas", list: page.source.contains("unitbuild"), ..Found::default() };
    let path = ADDRESS.captures(page.source).and_then(|hit| Some(hit.get(1)?.as_str())).unwrap_or(UNIT);
    let mut units = Vec::new();
    for hit in QUERY.captures_iter(page.source).take(20) {
        let value = match (hit.get(1).or_else(|| hit.get(2)), hit.get(3)) {
            (Some(text), _) => scan::literal(&unescaped(text.as_str()), 0),
            (None, Some(open)) => scan::literal(page.source, open.start()),
            _ => None,
        };
        let Some((Value::Object(fields), _)) = value else { continue };
        let field = |name: &str| {
            fields
                .get(name)
                .and_then(|v| match v {
                    Value::String(text) => Some(text.clone()),
                    Value::Number(number) => Some(number.to_string()),
                    _ => None,
                })
                .filter(|value| is_value(value))
        };
        let (Some(web), Some(page_id)) = (field("webId"), field("pageId")) else { continue };
        let kind = field("pageType").unwrap_or_default().to_lowercase();
        if ["art", "info", "detail", "content"].iter().any(|w| kind.contains(w)) {
            continue;
        }
        let tag = field("tagId").unwrap_or_default();
        let Some(mut url) = page.base.join(path).ok().filter(|url| same_site(page.base, url)) else { continue };
        url.query_pairs_mut()
            .clear()
            .append_pair("parseType", &field("parseType").unwrap_or_else(|| "bulidstatic".to_owned()))
            .append_pair("webId", &web)
            .append_pair("tplSetId", &field("tplSetId").unwrap_or_default())
            .append_pair("pageType", &field("pageType").unwrap_or_else(|| "column".to_owned()))
            .append_pair("tagId", &tag)
            .append_pair("editType", "null")
            .append_pair("pageId", &page_id)
            .append_pair("paramJson", &format!(r#"{{"pageNo":1,"pageSize":{PAGE_SIZE}}}"#));
        let listed = ["列表", "list", "信息", "内容", "栏目", "文章"].iter().any(|w| tag.to_lowercase().contains(w));
        units.push((!listed, Want::get(url)));
    }
    units.sort_by_key(|(other, _)| *other);
    found.wants = units.into_iter().take(MOST_UNITS).map(|(_, want)| want).collect();
    found.interface =
        found.wants.first().map(|w| w.target.clone()).or_else(|| page.base.join(path).ok().map(String::from));
    Some(found)
}

/// The next page of a unit.
fn next(asked: &Asked<'_>, answer: &Answer) -> Option<Want> {
    let (_, written) = asked.url.query_pairs().find(|(k, _)| k == "paramJson")?;
    let mut value: Value = serde_json::from_str(&written).ok()?;
    let number = value.get("pageNo").and_then(|n| n.as_u64().or_else(|| n.as_str()?.parse().ok()))?;
    let last = answer.pages.is_some_and(|pages| number >= pages);
    (!last && number < u64::from(MOST_PAGES)).then_some(())?;
    value["pageNo"] = (number + 1).into();
    Some(Want::get(with_query(asked.url, "paramJson", &value.to_string())))
}
