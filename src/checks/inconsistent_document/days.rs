//! When a document was signed, by its table of facts and by the signature under its text, and when it was published.

use super::{Fault, InconsistentDocument, Judged, Paper};
use crate::facts::{Document, Whose, Workdays, day_in, fold_title};
use crate::model::{Article, DateSource, Reason, Text};
use jiff::civil::Date;
use serde_json::json;
use std::collections::BTreeMap;

/// Labels of the day of signing. Days of printing (印发日期), of coming into force and of making the record are others.
const LABELS: &[&str] = &["成文日期", "签发日期", "签署日期"];
/// Longest line of a signature, in characters.
const SIGNATURE: usize = 48;
/// Ends of an office's name.
const OFFICES: &[&str] = &[
    "政府",
    "办公室",
    "局",
    "委员会",
    "委",
    "办",
    "厅",
    "中心",
    "镇",
    "乡",
    "街道",
    "办事处",
    "院",
    "部",
    "指挥部",
    "小组",
    "大队",
    "支队",
];
/// Days after which a document published on a site is more likely moved there than published late.
const MOVED_DAYS: i32 = 365;
/// Late documents published on one day that look like a site's migration.
const AT_ONCE: usize = 5;

/// When a document was signed.
pub(super) struct Signing {
    /// By the table of facts.
    labelled: Option<Date>,
    /// By signatures under the text: the day, the line, whether the office is the issuer.
    written: Vec<(Date, String, bool)>,
}

impl Signing {
    /// Reads table and text.
    pub(super) fn of(document: &Document, article: &Article) -> Self {
        Self { labelled: article.label(LABELS).and_then(day_in), written: signatures(document, article) }
    }

    /// Every day of signing named, the table's first.
    pub(super) fn days(&self) -> impl Iterator<Item = Date> {
        self.labelled.into_iter().chain(self.written.iter().map(|w| w.0))
    }

    /// Whether the table or the issuer itself says so; the date under an annex may be another's.
    pub(super) fn is_sure(&self) -> bool {
        self.labelled.is_some() || self.written.iter().any(|w| w.2)
    }
}

/// Dates on a line of their own below or beside an office's name.
fn signatures(document: &Document, article: &Article) -> Vec<(Date, String, bool)> {
    let signature = article.dates.iter().find(|d| d.source == DateSource::Signature);
    let lines: Vec<&str> = article.body.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut found: Vec<(Date, String, bool)> = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.chars().count() <= SIGNATURE) {
        let spoken = line.contains(['，', '。', '：', ':', '；', '至', '〔', '《', '（', '(']);
        // 2026年3月7日印发 is the day of printing.
        let ends = line.ends_with(['日', '号']) || line.ends_with(|c: char| c.is_numeric());
        if spoken || !ends {
            continue;
        }
        // Dates in Chinese numerals are read where the page was read.
        let read = signature.filter(|d| line.contains(d.raw.trim())).map(|d| d.date);
        let Some(day) = day_in(line).or(read) else { continue };
        let office = office_of(line).or_else(|| at.checked_sub(1).and_then(|above| office_of(lines[above])));
        let Some(office) = office else { continue };
        let own = document.title.contains(&office)
            || document.issuer.as_deref().is_some_and(|i| i.contains(&office) || office.contains(i.trim()));
        if !found.iter().any(|f| f.0 == day) {
            found.push((day, format!("{office} {}", line.trim_start_matches(office.as_str()).trim()), own));
        }
    }
    found
}

/// The office that a line begins with and that nothing but a date follows.
fn office_of(line: &str) -> Option<String> {
    if line.chars().count() > SIGNATURE || line.contains(['，', '。', '：', ':', '；']) {
        return None;
    }
    // The name ends where the year begins.
    let numeral = line.find(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let years = ["二〇", "二○", "二Ο", "二零", "一九"].iter().filter_map(|year| line.find(year));
    let end = years.chain(numeral).min().unwrap_or(line.len());
    let name: String = line[..end].chars().filter(|c| !c.is_whitespace()).collect();
    let named = name.chars().count() >= 3 && OFFICES.iter().any(|end| name.ends_with(end));
    named.then_some(name)
}

/// The day of signing in the table against the one under the text.
pub(super) fn signing_day(paper: &Paper<'_>) -> Option<Judged> {
    let labelled = paper.article.label(&["成文日期"]).and_then(day_in).filter(|_| !paper.passes_on())?;
    let (written, line, own) = paper.signing.written.first()?;
    if paper.signing.written.iter().any(|w| w.0 == labelled) {
        return None;
    }
    let fault = Fault {
        says: Text::new(
            format!("信息表中的成文日期{labelled}与正文落款日期{written}不一致"),
            format!("the table says signed on {labelled}, the text {written}"),
        ),
        evidence: json!({ "fault": "signing-day", "signed": labelled, "in_text": written, "excerpt": line }),
    };
    // Under a text with annexes the issuer's own signature is told from theirs by its name.
    let sure = *own && paper.signing.written.len() == 1 && !paper.is_revised();
    Some(if sure { Judged::Wrong(fault) } else { Judged::Open(fault, Reason::Ambiguous) })
}

/// When a page was published, between the days that its sources name.
struct Published {
    first: Date,
    last: Date,
    source: DateSource,
}

impl Published {
    fn of(paper: &Paper<'_>) -> Option<Self> {
        let told = paper.document.published.as_ref()?;
        let other = told.disputed.map_or(told.date, |(day, _)| day);
        Some(Self { first: told.date.min(other), last: told.date.max(other), source: told.source })
    }

    /// Whether the site itself names the day as that of publication.
    fn is_trusted(&self) -> bool {
        matches!(self.source, DateSource::Meta | DateSource::Header | DateSource::TimeElement)
    }
}

/// Published before it was signed, whatever is taken for the day of signing.
pub(super) fn before_signing(paper: &Paper<'_>) -> Option<Judged> {
    let published = Published::of(paper)?;
    let signed = paper.signing.days().min().filter(|day| published.first < *day && !paper.passes_on())?;
    let fault = Fault {
        says: Text::new(
            format!("发布日期{}早于成文日期{signed}", published.first),
            format!("published on {}, before it was signed on {signed}", published.first),
        ),
        evidence: json!({
            "fault": "published-before-signed", "published": published.first, "source": published.source, "signed": signed,
        }),
    };
    let sure = published.last < signed && published.is_trusted() && paper.signing.is_sure() && !paper.is_revised();
    Some(if sure { Judged::Wrong(fault) } else { Judged::Open(fault, Reason::Ambiguous) })
}

/// What the pages of a site say together of when its documents were published.
pub(super) struct Copies {
    /// The first day on which a document stood on any page.
    first: BTreeMap<String, Date>,
    /// Late documents by the day on which they were published.
    late_on: BTreeMap<Date, usize>,
}

/// The same document on several pages: by number, else by title.
pub(super) fn identity(document: &Document) -> String {
    match document.number.as_ref().filter(|n| n.year != 0 && !n.office.is_empty()) {
        Some(number) => number.text.clone(),
        None => fold_title(&document.title),
    }
}

impl Copies {
    /// Looks at all documents.
    pub(super) fn of(papers: &[Paper<'_>], params: &InconsistentDocument) -> Self {
        let mut copies = Self { first: BTreeMap::new(), late_on: BTreeMap::new() };
        for paper in papers {
            let Some(published) = Published::of(paper) else { continue };
            let first = copies.first.entry(identity(paper.document)).or_insert(published.first);
            *first = published.first.min(*first);
        }
        for paper in papers {
            let Some(signed) = paper.signing.days().max() else { continue };
            let Some(&day) = copies.first.get(&identity(paper.document)) else { continue };
            let long = Workdays::published().workdays_between(signed, day);
            if long.is_some_and(|n| n > i64::from(params.max_workdays)) {
                *copies.late_on.entry(day).or_default() += 1;
            }
        }
        copies
    }

    /// More working days from signing to publishing than allowed (R3-20).
    pub(super) fn late(&self, paper: &Paper<'_>, params: &InconsistentDocument) -> Option<Judged> {
        // The later of the days named: what is fair to the accused.
        let signed = paper.signing.days().max().filter(|day| *day >= params.since)?;
        let published = Published::of(paper)?;
        let first = *self.first.get(&identity(paper.document))?;
        let days = first.since(signed).ok()?.get_days();
        let limit = i64::from(params.max_workdays);
        if i64::from(days) <= limit || paper.is_on_application() {
            return None;
        }
        let workdays = Workdays::published().workdays_between(signed, first);
        if workdays.is_some_and(|n| n <= limit) {
            return None;
        }
        let at_once = self.late_on.get(&first).copied().unwrap_or_default();
        let doubt = if workdays.is_none() {
            Some((Reason::Tool, "工作日历尚未公布，无法计数", "the calendar of working days is not published"))
        } else if days > MOVED_DAYS {
            Some((
                Reason::Ambiguous,
                "相隔一年以上，可能是迁移或补录",
                "more than a year: moved or added later, perhaps",
            ))
        } else if at_once >= AT_ONCE {
            Some((Reason::Ambiguous, "同日集中发布多件，可能是迁移或补录", "many on one day: moved, perhaps"))
        } else if paper.is_revised() {
            Some((Reason::Ambiguous, "可能是修订后重新发布", "republished after a revision, perhaps"))
        } else if paper.document.whose != Whose::Own {
            Some((Reason::Ambiguous, "未能确认是本级文件", "it may not be the authority's own"))
        } else if !published.is_trusted() || !paper.signing.is_sure() {
            Some((Reason::Ambiguous, "日期未由页面明确标注", "the page does not label its dates"))
        } else {
            None
        };
        let count = workdays.map_or_else(|| format!("{days}天"), |n| format!("{n}个工作日"));
        let count_en = workdays.map_or_else(|| format!("{days} days"), |n| format!("{n} working days"));
        let (zh, en) =
            doubt.map_or((String::new(), String::new()), |(_, zh, en)| (format!("（{zh}）"), format!(" ({en})")));
        let fault = Fault {
            says: Text::new(
                format!("{signed}成文，{first}才发布，间隔{count}，超过{limit}个工作日{zh}"),
                format!("signed on {signed}, published on {first}: {count_en}, {limit} are allowed{en}"),
            ),
            evidence: json!({
                "fault": "late-publication", "signed": signed, "published": first, "source": published.source,
                "workdays": workdays, "max_workdays": limit, "published_that_day": at_once,
            }),
        };
        Some(match doubt {
            Some((reason, _, _)) => Judged::Open(fault, reason),
            None => Judged::Wrong(fault),
        })
    }
}

impl Paper<'_> {
    /// Disclosed to who asks for it, so the limit for active disclosure does not run.
    fn is_on_application(&self) -> bool {
        let way = self.article.label(&["公开方式", "公开属性", "公开形式", "公开类别", "公开类型"]);
        way.is_some_and(|w| ["依申请", "不予", "免予", "不公开"].iter().any(|not| w.contains(not)))
    }
}
