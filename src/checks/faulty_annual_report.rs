//! ## 查什么
//! 某一年度的政府信息公开工作年度报告有没有公布、是否按期、六个部分全不全。
//! ## 为什么
//! 政府部门每年1月31日前、县级以上地方政府每年3月31日前公布上一年度的年报（R3-22）；年报有六个部分（R3-24）。
//! ## 怎么判
//! 按标题找年报（“政府信息公开工作年度报告”“政府信息公开年报”等，年份可写作阿拉伯数字、全角数字或汉字），`year` 默认为评判日的上一年。
//! `due` 为 `03-31` 时看本级政府自己的年报；为 `01-31` 时看本站上各部门、乡镇的年报，见到的每份各算一件。部门或乡镇自己的网站，
//! 看它自己的年报。上级和外地的转载不看；同一份年报登了几处的，有一处合格即可。
//! 没有：公布期限已过，年报栏目连同下级栏目都看到了（或全站都看到了），没有这一年的年报。期限未到的不算。有部分没看到的、只见到政府办
//! 公室名下的年报的，待人工核实。部门年报逐家缺不缺不作判定：去年有而今年没见到的列为待人工核实（机构可能撤并），往年有部门年报而
//! 今年一份也没有的才算没有。
//! 迟：文章、列表、地址中的发布日期都晚于期限。日期彼此矛盾或只有落款的，待人工核实。
//! 缺部分：正文（含附件 DOCX、PDF 等）读得到，而六部分的标题有的没有。标题写法、编号不同的也认；第二至四部分有其表格即算有。正文
//! 是图片、附件读不出的，待人工核实。
//! ## 局限
//! 总体情况的五个方面（R3-25）写没写到不看；图片里的标题看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether the annual report on government information of a year was published, in time, with its six parts.
//! ## Why
//! Departments publish by 31 January, governments by 31 March (R3-22); the report has six parts (R3-24).
//! ## How it decides
//! Reports are told by their titles; `year` is the year before the day of judgement unless given. With `due` 03-31 the
//! government's own report is the subject; with 01-31 each report of a department or town that the site carries. On the site
//! of a department or town its own report is. Reprints of higher and other bodies are left out; of several copies one
//! that is sound will do.
//! Absent: the day has passed, and the column of reports with all below it, or the whole site, was seen without it. What
//! was not seen, and a report under the name of the government's office alone, leave it to a person; so does a department
//! that had a report last year and has none now.
//! Late: all dates of publication (article, lists, address) are after the day; dates that contradict are for a person.
//! Missing part: the text, files included, can be read and one of the six headings is not in it. Other wordings and numberings
//! count, and so do the tables of parts two to four. Pictures and files that can't be read leave it to a person.
//! ## Limits
//! What the overview must cover (R3-25) is not judged; headings in pictures are not seen.

use super::annual_absence::{Absence, seen_whole};
use super::page_mark::{page_violation, unseen};
use super::{Check, Measure};
use crate::facts::{AnnualReport, Facts, PartState, REPORT_PARTS, ReportContent, ReportOf};
use crate::model::{DateSource, Reason, Text, Undetermined, Verdict, Violation};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "faulty-annual-report",
    title: ("信息公开年报缺失、迟发或不全", "Annual report absent, late or incomplete"),
    source: include_str!("faulty_annual_report.rs"),
    bind: |params| {
        let params: FaultyAnnualReport = serde_json::from_value(params).map_err(|e| e.to_string())?;
        if params.year.is_some_and(|y| !(2000..=2999).contains(&y)) {
            return Err("`year` is a year such as 2025".to_owned());
        }
        Ok(Box::new(params))
    },
};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FaultyAnnualReport {
    /// The year reported on; the year before the day of judgement when absent.
    year: Option<i16>,
    /// The day after it by which the report must be out.
    due: Due,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Due {
    #[serde(rename = "01-31")]
    January,
    #[default]
    #[serde(rename = "03-31")]
    March,
}

impl Measure for FaultyAnnualReport {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home,
            Err(missing) => return unseen(facts, missing),
        };
        let year = self.year.unwrap_or(facts.run.as_of.year() - 1);
        let due = match self.due {
            Due::January => Date::new(year + 1, 1, 31),
            Due::March => Date::new(year + 1, 3, 31),
        };
        let Ok(due) = due else { return Verdict::default() };
        let mut judging = Judging { facts, year, due, home: home.url(), verdict: Verdict::default() };
        if self.due == Due::January && facts.annual_reports().government {
            judging.units();
        } else {
            judging.own();
        }
        judging.verdict
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

struct Judging<'a> {
    facts: &'a Facts,
    year: i16,
    due: Date,
    home: &'a str,
    verdict: Verdict,
}

/// When a report was published, against the day.
enum Timing {
    InTime,
    Late(Date, DateSource),
    /// What is contradictory or not known.
    Unsure(Text),
}

impl Judging<'_> {
    fn is_due(&self) -> bool {
        self.facts.run.as_of > self.due
    }

    /// The site's own report.
    fn own(&mut self) {
        if let Some(report) = self.facts.annual_reports().own(self.year) {
            return self.report(report);
        }
        let absence = Absence::of(self.facts, self.year);
        if let Some(candidate) = absence.candidate {
            let copy = &candidate.copies[0];
            let message = Text::new(
                format!("未见本级{}年政府信息公开年报，只见到《{}》，请核实是否即为本级年报", self.year, copy.title),
                format!(
                    "no report of the government itself for {} was seen, only \"{}\"; look whether it is that",
                    self.year, copy.title
                ),
            );
            let url = copy.url.clone();
            return self.doubt(
                &url,
                Reason::Ambiguous,
                message,
                json!({ "title": copy.title, "published": dates(candidate) }),
            );
        }
        self.absent(&absence, &Text::new("本级", "the government's own"));
    }

    /// Those of departments and towns.
    fn units(&mut self) {
        let reports = facts_units(self.facts, self.year);
        let all = &self.facts.annual_reports().reports;
        let before: Vec<&AnnualReport> = all
            .iter()
            .filter(|r| {
                r.year.is_some_and(|y| y < self.year) && matches!(r.whose, ReportOf::Unit(_) | ReportOf::Office)
            })
            .collect();
        for report in &reports {
            self.report(report);
        }
        if reports.is_empty() {
            if !self.is_due() || !before.is_empty() {
                return self.absent(
                    &Absence::of(self.facts, self.year),
                    &Text::new("各部门、乡镇", "any department's or town's"),
                );
            }
            let message = Text::new(
                format!("本站未见部门、乡镇{}年的政府信息公开年报，可能登在各单位自己的网站，请人工核实", self.year),
                format!(
                    "no report of departments or towns for {} was seen here; they may have sites of their own",
                    self.year
                ),
            );
            let home = self.home.to_owned();
            return self.doubt(&home, Reason::Ambiguous, message, json!({}));
        }
        if !self.is_due() {
            return;
        }
        let year_before = self.year - 1;
        for last in before.iter().filter(|r| r.year == Some(year_before)) {
            if all.iter().any(|r| r.year == Some(self.year) && r.whose == last.whose) {
                continue;
            }
            let copy = &last.copies[0];
            let message = Text::new(
                format!("上一年有《{}》，未见该单位{}年的年报；单位可能撤并改名，请人工核实", copy.title, self.year),
                format!(
                    "there was \"{}\" the year before; none of that body for {} was seen, it may be merged or renamed",
                    copy.title, self.year
                ),
            );
            let url = copy.url.clone();
            self.doubt(&url, Reason::Ambiguous, message, json!({ "last": copy.title }));
        }
    }

    fn absent(&mut self, absence: &Absence<'_>, whose: &Text) {
        let year = self.year;
        if !self.is_due() {
            if self.verdict.tested == 0 {
                self.verdict.inapplicable = Some(Text::new(
                    format!("{year}年年报的公布期限（{}）在评判日还没有过", self.due),
                    format!("the day for the report of {year} ({}) has not passed yet", self.due),
                ));
            }
            return;
        }
        let url = absence.column.map_or(self.home, |c| self.facts.pages[c].url()).to_owned();
        let unseen = seen_whole(self.facts, absence, year);
        let evidence = json!({
            "fault": "absent",
            "due": self.due.to_string(),
            "column": absence.column.map(|c| self.facts.pages[c].url()),
            "other_years": absence.years,
        });
        if let Some((reason, what)) = unseen.first() {
            let message = Text::new(
                format!(
                    "未找到{}{year}年政府信息公开年报，但有{}处未能看到（如 {what}），请人工核实",
                    whose.zh,
                    unseen.len()
                ),
                format!(
                    "{} report for {year} was not found, but {} parts were not seen (such as {what})",
                    whose.en,
                    unseen.len()
                ),
            );
            let mut evidence = evidence;
            evidence["not_visited"] = json!(unseen.iter().take(5).map(|u| &u.1).collect::<Vec<_>>());
            return self.doubt(&url, *reason, message, evidence);
        }
        let message = Text::new(
            format!("未公布{}{year}年政府信息公开工作年度报告，应在{}前公布，请尽快公布", whose.zh, self.due),
            format!("{} annual report for {year} is absent; it was due on {}. Publish it", whose.en, self.due),
        );
        self.verdict.tested += 1;
        let violation = page_violation(&url, message, evidence);
        self.verdict.violations.push(Violation { target: Some(year.to_string()), ..violation });
    }

    fn report(&mut self, report: &AnnualReport) {
        let timing = self.timing(report);
        let contents: Vec<ReportContent<'_>> = report.copies.iter().map(|c| self.facts.report_content(c)).collect();
        let (best, missing, doubt) = parts(&contents);
        let copy = &report.copies[best];
        let (url, title) = (copy.url.clone(), copy.title.clone());
        let mut evidence = json!({ "title": title, "due": self.due.to_string(), "published": dates(report) });
        let mut faults: Vec<(&str, Text)> = Vec::new();
        if let Timing::Late(date, source) = &timing {
            evidence["date"] = json!(date.to_string());
            evidence["date_source"] = json!(source);
            faults.push((
                "late",
                Text::new(
                    format!("公布于{date}，晚于{}", self.due),
                    format!("was published on {date}, after {}", self.due),
                ),
            ));
        }
        if !missing.is_empty() {
            let names = |at: fn(&(&'static str, &'static str)) -> &'static str| {
                missing.iter().map(|&p| at(&REPORT_PARTS[p])).collect::<Vec<_>>()
            };
            evidence["parts"] = json!(names(|p| p.0));
            faults.push((
                "missing-part",
                Text::new(
                    format!("没有“{}”部分", names(|p| p.0).join("”“")),
                    format!("lacks the part on {}", names(|p| p.1).join(", ")),
                ),
            ));
        }
        if !faults.is_empty() {
            evidence["fault"] = json!(faults[0].0);
            evidence["faults"] = json!(faults.iter().map(|f| f.0).collect::<Vec<_>>());
            let told = |at: fn(&Text) -> &str, by: &str| {
                faults.iter().map(|f| at(&f.1).to_owned()).collect::<Vec<_>>().join(by)
            };
            let message = Text::new(
                format!("《{title}》{}；请按期公布并按格式补全", told(|t| &t.zh, "，")),
                format!("\"{title}\" {}; publish in time and in the form prescribed", told(|t| &t.en, " and ")),
            );
            self.verdict.tested += 1;
            let violation = page_violation(&url, message, evidence);
            self.verdict.violations.push(Violation { target: Some(self.year.to_string()), ..violation });
            return;
        }
        let unsure = match timing {
            Timing::Unsure(why) => Some((Reason::Ambiguous, why)),
            _ => doubt,
        };
        match unsure {
            Some((reason, why)) => {
                let message = Text::new(
                    format!("《{title}》{}，请人工核实", why.zh),
                    format!("\"{title}\": {}; please look", why.en),
                );
                self.doubt(&url, reason, message, evidence);
            }
            None => self.verdict.tested += 1,
        }
    }

    /// A copy that was in time is enough; dates that contradict each other are for a person.
    fn timing(&self, report: &AnnualReport) -> Timing {
        if !self.is_due() {
            return Timing::InTime;
        }
        let mut late: Option<(Date, DateSource)> = None;
        let mut unsure = false;
        for copy in &report.copies {
            // An address tells when a page was made anew, if it is later than what the page says.
            let said = copy.dates.iter().any(|d| d.source < DateSource::Url);
            let before = copy.dates.iter().filter(|d| d.date <= self.due).count();
            let after =
                copy.dates.iter().filter(|d| d.date > self.due && !(said && before > 0 && d.source == DateSource::Url));
            let after: Vec<_> = after.collect();
            match (before, after.first()) {
                (0, None) => unsure = true,
                (_, None) => return Timing::InTime,
                (0, Some(_)) => {
                    let first = after.iter().min_by_key(|d| d.date).map(|d| (d.date, d.source));
                    late = [late, first].into_iter().flatten().min_by_key(|(date, _)| *date);
                }
                _ => unsure = true,
            }
        }
        match late {
            Some((date, source)) if !unsure => Timing::Late(date, source),
            _ => Timing::Unsure(Text::new(
                "的公布日期看不到或前后矛盾",
                "its date of publication is not seen, or dates contradict",
            )),
        }
    }

    fn doubt(&mut self, url: &str, reason: Reason, message: Text, evidence: Value) {
        self.verdict.tested += 1;
        let target = Some(self.year.to_string());
        self.verdict.undetermined.push(Undetermined { url: url.to_owned(), target, reason, message, evidence });
    }
}

fn facts_units(facts: &Facts, year: i16) -> Vec<&AnnualReport> {
    let units = |r: &&AnnualReport| r.year == Some(year) && matches!(r.whose, ReportOf::Unit(_) | ReportOf::Office);
    facts.annual_reports().reports.iter().filter(units).collect()
}

/// The days of publication that were seen, with where.
fn dates(report: &AnnualReport) -> Value {
    let all = report.copies.iter().flat_map(|c| &c.dates).take(8);
    all.map(|d| json!({ "date": d.date.to_string(), "source": d.source })).collect()
}

/// The copy that says most, the parts it surely lacks, and why more can't be told.
fn parts(contents: &[ReportContent<'_>]) -> (usize, Vec<usize>, Option<(Reason, Text)>) {
    let best = (0..contents.len()).max_by_key(|&c| (contents[c].parts.count(), std::cmp::Reverse(c))).unwrap_or(0);
    if contents[best].parts.count() == 6 {
        return (best, Vec::new(), None);
    }
    for content in contents {
        if let Some(unread) = content.unread.first() {
            let why = Text::new(
                format!("有内容没有读到（{}），无法判断六部分是否齐全", unread.reason.words().zh),
                format!("not all of it was read ({}), so that its parts can't be told", unread.what),
            );
            return (best, Vec::new(), Some((unread.reason, why)));
        }
        if (!content.has_text() || content.pictures > 0) && content.parts.count() < 4 {
            let why = Text::new(
                "没有可读的文字（可能是图片），无法判断六部分是否齐全",
                "it holds no text that can be read (pictures?)",
            );
            return (best, Vec::new(), Some((Reason::Ambiguous, why)));
        }
    }
    let missing = contents[best].parts.of(PartState::Absent);
    let unclear = contents[best].parts.of(PartState::Unclear);
    if missing.is_empty() {
        let names: Vec<&str> = unclear.iter().map(|&p| REPORT_PARTS[p].0).collect();
        let english: Vec<&str> = unclear.iter().map(|&p| REPORT_PARTS[p].1).collect();
        let why = Text::new(
            format!("的“{}”部分标题另有写法或层级不同，未能确认", names.join("”“")),
            format!("the headings of {} are worded otherwise", english.join(", ")),
        );
        return (best, Vec::new(), Some((Reason::Ambiguous, why)));
    }
    (best, missing, None)
}
