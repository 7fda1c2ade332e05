//! 广元's common platform (R8-07): `…/new/list/{17 digits}.html`, whose `#dataList` a script fills. Its interface is not known, so
//! that a list without entries stays unread; where the page's own script names one, that is asked.

use super::super::family::{Family, Found, Page, Reading, nothing_next};
use regex::Regex;
use std::sync::LazyLock;

/// The family.
pub(super) const FAMILY: Family = Family { read, next: nothing_next };

fn read(page: &Page<'_>, _: &Reading) -> Option<Found> {
    static LIST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"/(?:new/list|list|collect/(?:list|result))/\d{17}\.html$").expect("a fixed pattern")
    });
    let listed = LIST.is_match(page.base.path());
    let container = ["dataList", "datalist"].iter().any(|id| {
        page.source.contains(&format!("id=\"{id}\""))
            || page.source.contains(&format!("id='{id}'"))
            || page.source.contains(&format!("id={id}"))
    });
    let platform = listed || page.source.contains("/Files/UploadFile/SiteFile/");
    (platform && (listed || container)).then(|| Found {
        family: "guangyuan-cluster",
        list: container || listed,
        ..Found::default()
    })
}
