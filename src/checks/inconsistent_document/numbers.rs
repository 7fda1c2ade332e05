//! The number of a document against its year of signing and against its text.

use super::{Fault, Judged, Paper};
use crate::facts::DocNumber;
use crate::model::{Reason, Text};
use jiff::civil::Date;
use serde_json::json;

/// Until this day of January last year's number is usual: documents numbered in December and signed after the holidays.
const LAST_OF_OLD_YEAR: i8 = 15;
/// From this day of December next year's number is usual: signed before the turn of the year and numbered after it.
const FIRST_OF_NEW_YEAR: i8 = 17;
/// Lines at the head of the text in which its number stands.
const HEAD_LINES: usize = 15;
/// Labels of the number.
pub(super) const LABELS: &[&str] = &["文号", "发文字号", "文件编号", "发文号"];

/// How the year in a number goes with a day of signing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Good,
    /// Next to the turn of the year.
    Doubtful,
    Bad,
}

fn fit(year: i16, signed: Date) -> Fit {
    let turn = |near: bool| if near { Fit::Good } else { Fit::Doubtful };
    if year == signed.year() {
        Fit::Good
    } else if year == signed.year() - 1 && signed.month() == 1 {
        turn(signed.day() <= LAST_OF_OLD_YEAR)
    } else if year == signed.year() + 1 && signed.month() == 12 {
        turn(signed.day() >= FIRST_OF_NEW_YEAR)
    } else {
        Fit::Bad
    }
}

/// The year in the number against the year of signing. One day of signing that goes with it is enough.
pub(super) fn year(paper: &Paper<'_>) -> Option<Judged> {
    let number = paper.document.number.as_ref().filter(|n| n.year != 0 && !paper.passes_on())?;
    let days: Vec<Date> = paper.signing.days().collect();
    let fits: Vec<Fit> = days.iter().map(|day| fit(number.year, *day)).collect();
    let signed = *days.first()?;
    if fits.contains(&Fit::Good) {
        return None;
    }
    let fault = Fault {
        says: Text::new(
            format!("文号“{}”的年份与成文日期{signed}不一致", number.text),
            format!("the year in the number {} is not that of signing, {signed}", number.text),
        ),
        evidence: json!({ "fault": "number-year", "number": number.text, "year": number.year, "signed": signed }),
    };
    let sure = !fits.contains(&Fit::Doubtful) && !paper.is_revised() && paper.signing.is_sure();
    Some(if sure { Judged::Wrong(fault) } else { Judged::Open(fault, Reason::Ambiguous) })
}

/// The number in the table of facts against the one above the text.
pub(super) fn in_text(paper: &Paper<'_>) -> Option<Judged> {
    let label = paper.article.label(LABELS).and_then(DocNumber::parse).filter(|n| n.year != 0)?;
    if paper.passes_on() {
        return None;
    }
    let written: Vec<DocNumber> = heading_numbers(&paper.article.body).collect();
    let first = written.first()?;
    if written.iter().any(|number| same(number, &label)) {
        return None;
    }
    let fault = Fault {
        says: Text::new(
            format!("信息表中的文号“{}”与正文中的文号“{}”不一致", label.text, first.text),
            format!("the number in the table is {}, the one above the text {}", label.text, first.text),
        ),
        evidence: json!({ "fault": "number-in-text", "number": label.text, "in_text": first.text }),
    };
    Some(if paper.is_revised() { Judged::Open(fault, Reason::Ambiguous) } else { Judged::Wrong(fault) })
}

/// Numbers that have a line of their own at the head of the text. Register numbers (规登, 备案) are others.
fn heading_numbers(body: &str) -> impl Iterator<Item = DocNumber> {
    let lines = body.lines().map(str::trim).filter(|l| !l.is_empty()).take(HEAD_LINES);
    lines.filter_map(|line| {
        let bare = line.trim_matches(|c: char| c.is_whitespace() || "（()）【】".contains(c));
        let length = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let number = DocNumber::all(bare).into_iter().next()?;
        let register = ["登", "备"].iter().any(|w| number.office.contains(w));
        let alone = length(bare) <= length(&number.text) + 1;
        (alone && !number.office.is_empty() && !register).then_some(number)
    })
}

/// The same number, though one may lack the office or its first characters.
fn same(a: &DocNumber, b: &DocNumber) -> bool {
    let office = |n: &DocNumber| n.office.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    let (x, y) = (office(a), office(b));
    a.year == b.year && a.serial == b.serial && (x.ends_with(&y) || y.ends_with(&x))
}
