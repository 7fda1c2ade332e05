//! A page of records, and months without end: the two kinds of answer that are computed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The records of `xml` that the request asks for, with the totals that the family's answer carries.
///
/// `page` counts from 1; without it `startrecord` and `endrecord` decide, also from 1; without either the first page.
pub(super) fn slice(xml: &str, per_page: usize, params: &BTreeMap<String, String>) -> String {
    let all: Vec<&str> =
        xml.split("<record>").skip(1).filter_map(|part| part.split("</record>").next()).collect::<Vec<_>>();
    let number = |name: &str| params.get(name).and_then(|v| v.parse::<usize>().ok());
    let per_page = number("perpage").map_or(per_page, |n| n.clamp(1, 300));
    let (from, to) = match (number("page"), number("startrecord"), number("endrecord")) {
        (Some(page), _, _) => {
            let from = page.saturating_sub(1).saturating_mul(per_page);
            (from, from.saturating_add(per_page))
        }
        (None, Some(start), end) => {
            let from = start.saturating_sub(1);
            (from, end.unwrap_or(from.saturating_add(per_page)))
        }
        _ => (0, per_page),
    };
    let total = all.len();
    let from = from.min(total);
    let to = to.clamp(from, total);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<datastore><totalrecord>{total}</totalrecord>\
         <totalpage>{}</totalpage><recordset>",
        total.div_ceil(per_page)
    );
    for record in &all[from..to] {
        let _ = write!(out, "<record>{record}</record>");
    }
    out.push_str("</recordset></datastore>");
    out
}

/// `text` with `{this}`, `{previous}` and `{next}` as months (`2026-11`) around `month`.
pub(super) fn months(text: &str, month: Option<&str>) -> String {
    let (year, month) = month.and_then(read_month).unwrap_or((2026, 11));
    let this = year * 12 + month - 1;
    let write = |n: i64| format!("{:04}-{:02}", n.div_euclid(12), n.rem_euclid(12) + 1);
    text.replace("{this}", &write(this)).replace("{previous}", &write(this - 1)).replace("{next}", &write(this + 1))
}

fn read_month(text: &str) -> Option<(i64, i64)> {
    let (year, month) = text.split_once('-')?;
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    ((1..=9998).contains(&year) && (1..=12).contains(&month)).then_some((year, month))
}
