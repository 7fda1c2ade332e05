//! 大汉 JPAAS (R8-03): a unit of the page is built by an interface that answers with list markup in `data.html`.

use super::family::{Found, Page};
use super::scan;
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

/// Units that a script builds.
pub(super) fn read(page: &Page<'_>) -> Option<Found> {
    if !page.source.contains("unitbuild") && !page.source.contains("jpaas-publish-server") {
        return None;
    }
    let mut found = Found { family: "hanweb-jpaas", list: page.source.contains("unitbuild"), ..Found::default() };
    let path = ADDRESS.captures(page.source).and_then(|hit| Some(hit.get(1)?.as_str())).unwrap_or(UNIT);
    for hit in QUERY.captures_iter(page.source).take(20) {
        let value = match (hit.get(1).or_else(|| hit.get(2)), hit.get(3)) {
            (Some(text), _) => scan::literal(&super::blocks::unescaped(text.as_str()), 0),
            (None, Some(open)) => scan::literal(page.source, open.start()),
            _ => None,
        };
        let Some((Value::Object(fields), _)) = value else { continue };
        let field = |name: &str| {
            fields.get(name).and_then(|v| match v {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                _ => None,
            })
        };
        let (Some(web), Some(page_id), Some(tag)) = (field("webId"), field("pageId"), field("tagId")) else { continue };
        let Ok(mut url) = page.base.join(path) else { continue };
        url.query_pairs_mut()
            .clear()
            .append_pair("parseType", &field("parseType").unwrap_or_else(|| "bulidstatic".to_owned()))
            .append_pair("webId", &web)
            .append_pair("tplSetId", &field("tplSetId").unwrap_or_default())
            .append_pair("pageType", &field("pageType").unwrap_or_else(|| "column".to_owned()))
            .append_pair("tagId", &tag)
            .append_pair("editType", "null")
            .append_pair("pageId", &page_id)
            .append_pair("paramJson", r#"{"pageNo":1,"pageSize":15}"#);
        found.links.push(url.into());
    }
    found.interface = found.links.first().cloned().or_else(|| page.base.join(path).ok().map(String::from));
    Some(found)
}
