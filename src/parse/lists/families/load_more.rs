//! 加载更多: a button that carries the address of more of the list, and the number of the page.

use super::super::family::{Family, Found, Page, Reading, Want, nothing_next, query, same_site, with_query};
use super::super::paging;

/// The family.
pub(super) const FAMILY: Family = Family { read, next: nothing_next };

fn read(page: &Page<'_>, before: &Reading) -> Option<Found> {
    if !before.links.is_empty() || !page.source.contains("data-") {
        return None;
    }
    let outline = page.outline;
    let wants: Vec<Want> = (0..outline.nodes.len())
        .filter(|&i| outline.nodes[i].chars <= 20)
        .filter_map(|i| {
            let named = |names: &[&str]| {
                names.iter().find_map(|name| outline.attr(i, name).map(str::trim).filter(|v| !v.is_empty()))
            };
            let address = named(&["data-url", "data-href", "data-api", "data-src-url", "data-load"])?;
            let text = outline.text(i);
            let marks = outline.marks(i);
            let more = ["更多", "加载", "下一页", "more"].iter().any(|w| text.to_lowercase().contains(w))
                || ["loadmore", "load-more", "load_more"].iter().any(|w| marks.contains(w));
            let url = page.base.join(address).ok().filter(|url| more && same_site(page.base, url))?;
            // The number is that of the next page, unless it is the first's.
            let number = named(&["data-page", "data-pageno", "data-page-no", "data-next", "data-index"])
                .and_then(|v| v.parse::<u32>().ok())
                .map(|n| n.max(2));
            let counts = url.query_pairs().any(|(k, _)| paging::is_number(&k));
            let url = match number {
                Some(n) => {
                    let name = url.query_pairs().find(|(k, _)| paging::is_number(k)).map(|(k, _)| k.into_owned());
                    with_query(&url, name.as_deref().unwrap_or("page"), &n.to_string())
                }
                None if counts => url,
                None if query(&url, "page").is_none() => with_query(&url, "page", "2"),
                None => return None,
            };
            Some(Want::get(url))
        })
        .take(3)
        .collect();
    (!wants.is_empty()).then(|| Found { wants, ..Found::default() })
}
