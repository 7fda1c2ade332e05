use super::given::Given;
use super::{article, lists};
use crate::model::{Article, Ask, Item, Link, Meta, ScriptList};
use scraper::{Html, Node};
use url::Url;

/// What is read of a page's lists: entries, lists whose entries only a script draws, the addresses of list interfaces
/// and next pages, and the CMS family, when one is recognised. Nothing for an address that can't be parsed.
#[must_use]
pub fn lists_of(source: &str, url: &str) -> (Vec<Item>, Vec<ScriptList>, Vec<Link>, Option<String>) {
    let Ok(base) = Url::parse(url) else { return (Vec::new(), Vec::new(), Vec::new(), None) };
    let lists = lists::read(&Html::parse_document(source), &base, source);
    (lists.items, lists.script_lists, lists.interfaces, lists.family)
}

/// The entries in the answer of a list interface (XML or JSON); `None` when the body is neither or holds no list.
#[must_use]
pub fn interface_of(body: &str, url: &str) -> Option<(Vec<Item>, Vec<Link>)> {
    let url = Url::parse(url).ok()?;
    let lists = lists::interface(body, &url, &url, &Ask::default());
    lists.listing.as_ref().is_some_and(|l| l.refused.is_none()).then_some((lists.items, lists.interfaces))
}

/// The article of a page, when the page is about one thing.
#[must_use]
pub fn article_of(source: &str, url: &str) -> Option<Article> {
    let base = Url::parse(url).ok()?;
    let html = Html::parse_document(source);
    let items = lists::read(&html, &base, source).items.len();
    article::read(&html, &base, &metas(&html), items, &[])
}

/// All named meta tags, wherever the parser left them.
fn metas(html: &Html) -> Vec<Meta> {
    html.tree
        .nodes()
        .filter_map(|node| match node.value() {
            Node::Element(e) if e.name() == "meta" => Some(Meta {
                name: e.given("name").or_else(|| e.given("property"))?.to_owned(),
                content: e.given("content").unwrap_or_default().to_owned(),
            }),
            _ => None,
        })
        .collect()
}
