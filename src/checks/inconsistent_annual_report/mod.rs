//! ## 查什么
//! 政府信息公开年报的数字前后合不合得上，问题部分是不是空话，是不是照抄上一年。
//! ## 为什么
//! 年报表格有固定的勾稽关系，跨年也要接得上；有收费的应在第六部分说明，第五部分不得空泛（R3-26）；与上年重复过半是一些地方的
//! 扣分项（R3-27）。
//! ## 怎么判
//! 看本站上每个单位（本级政府、部门、乡镇）最近一年的年报，网页和附件（DOCX、XLSX、PDF）里的表格都看。
//! 表三横向：每行自然人＋法人或其他组织五项＝总计；纵向：每列办理结果各项之和＝（七）总计，有小计的各项之和＝小计；每列本年新收＋
//! 上年结转＝总计＋结转下年度；表四：三栏各自维持＋纠正＋其他＋未审结＝总计；上年年报的结转下年度＝本年年报的上年结转。空格、“/”“—”
//! 作0；分项全空只填总计的、总计空着的，作没有填写，待人工核实。对不上的每处一条，写明算式。
//! 行政事业性收费大于0而第六部分一字未提收费；第五部分除标题外不超过10个字；第一、五、六部分的文字（去掉数字）每8个字一段，有一半
//! 以上在上一年的年报里出现过——各为一条。
//! 表格对不齐列和行的、是图片的，整表待人工核实；个别格子读不出的，用到它的算式待人工核实。
//! ## 局限
//! 不核对正文里的数字与表格是否一致；上一年的年报不在本站的，不比较跨年。
//!
//! # English
//!
//! ## What it looks at
//! Whether the figures of annual reports agree, whether the part on problems is empty talk, whether a report repeats last
//! year's.
//! ## Why
//! The tables have fixed identities, across years too; fees are to be spoken of in part six, and part five must say
//! something (R3-26); more than half repeated costs marks in some places (R3-27).
//! ## How it decides
//! The newest report of each body on the site, tables in pages and files alike. Table three: in each row the six kinds of
//! applicants make the total; in each column the outcomes make total (7), the items of a group its subtotal, and new plus
//! carried over make total plus carried forward. Table four: in each block the four outcomes make the total. What last year's
//! report carried forward is what this one carried over. Blank, "/" and "—" are nothing; a row that gives its total alone,
//! or all but its total, is left to a person. One finding per identity that fails, with the arithmetic.
//! Fees above zero without a word on fees in part six; part five of ten characters or fewer; parts one, five and six without
//! figures, of which more than half (by runs of eight characters) stood in last year's: one finding each.
//! Tables that can't be aligned surely or are pictures are left to a person, and so are the identities that need a cell which
//! can't be read.
//! ## Limits
//! Figures in the text are not compared with the tables; years that the site does not hold are not compared.

mod identities;

use super::page_mark::{NoParams, unseen};
use super::{Check, Measure};
use crate::facts::{
    AnnualReport, Facts, PartState, ReportContent, ReportOf, amount, repeated, report_prose, substance,
};
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "inconsistent-annual-report",
    title: ("信息公开年报前后不一致", "Annual report inconsistent"),
    source: include_str!("mod.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(InconsistentAnnualReport))
    },
};

#[derive(Debug)]
struct InconsistentAnnualReport;

/// Most characters of a part five that says nothing (R3-26).
const EMPTY_TALK: usize = 10;
/// A larger share than this repeats last year's (R3-27).
const MOST_REPEATED: f64 = 0.5;
/// Fewest characters of prose by which two reports are compared.
const PROSE: usize = 100;

impl Measure for InconsistentAnnualReport {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let latest = facts.run.as_of.year() - 1;
        let mut newest: BTreeMap<&ReportOf, &AnnualReport> = BTreeMap::new();
        for report in &facts.annual_reports().reports {
            let told = report.year.is_some_and(|y| y <= latest) && report.whose != ReportOf::Elsewhere;
            // They come newest first.
            if told {
                newest.entry(&report.whose).or_insert(report);
            }
        }
        // What names nobody is the site's own where nothing else is.
        if newest.contains_key(&ReportOf::Own)
            && newest.get(&ReportOf::Unnamed).is_some_and(|u| u.year < newest[&ReportOf::Own].year)
        {
            newest.remove(&ReportOf::Unnamed);
        }
        let mut verdict = Verdict::default();
        for report in newest.into_values() {
            Judging::of(facts, report, &mut verdict).judge();
        }
        if verdict.tested == 0 {
            if facts.unseen_parts().is_empty() {
                return Verdict::inapplicable(Text::new(
                    "没有看到可核对的政府信息公开年报",
                    "no annual report on government information was seen",
                ));
            }
            verdict.open_ended = true;
        }
        verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// One report under judgement.
pub(super) struct Judging<'a> {
    facts: &'a Facts,
    report: &'a AnnualReport,
    url: String,
    title: String,
    year: i16,
    verdict: &'a mut Verdict,
}

/// What was found of one identity.
pub(super) enum Said {
    /// It holds.
    Holds,
    /// It does not: left, right, the arithmetic.
    Fails(i64, i64, String),
    /// It can't be told.
    Open(Text),
}

impl<'a> Judging<'a> {
    fn of(facts: &'a Facts, report: &'a AnnualReport, verdict: &'a mut Verdict) -> Self {
        let copy = latest(report);
        let copy = &report.copies[copy];
        let year = report.year.unwrap_or_default();
        Self { facts, report, url: copy.url.clone(), title: copy.title.clone(), year, verdict }
    }

    fn judge(&mut self) {
        let content = self.facts.report_content(&self.report.copies[latest(self.report)]);
        let earlier = self.facts.annual_reports().of_whose(self.year - 1, &self.report.whose);
        let earlier = earlier.map(|r| self.facts.report_content(&r.copies[latest(r)]));
        self.tables(&content, earlier.as_ref());
        self.fees(&content);
        self.empty_talk(&content);
        if let Some(earlier) = &earlier {
            self.repetition(&content, earlier);
        }
    }

    fn tables(&mut self, content: &ReportContent<'_>, earlier: Option<&ReportContent<'_>>) {
        let tables = &content.tables;
        match &tables.applications {
            Some(table) => {
                identities::applications(self, table);
                if let Some(last) = earlier.and_then(|e| e.tables.applications.as_ref()) {
                    identities::carried(self, table, last);
                }
            }
            None => self.table_unread("表三", "table three", tables.has_applications, content),
        }
        if !tables.disputes.is_empty() {
            identities::disputes(self, &tables.disputes);
        } else if tables.has_disputes
            || tables.applications.is_some() && (content.pictures > 0 || !content.unread.is_empty())
        {
            self.table_unread("表四", "table four", tables.has_disputes, content);
        }
    }

    fn table_unread(&mut self, zh: &str, en: &str, seen: bool, content: &ReportContent<'_>) {
        let (reason, why) = match content.unread.first() {
            _ if seen => {
                (Reason::Ambiguous, Text::new("各列各行与格式对不齐", "its columns and rows can't be aligned surely"))
            }
            Some(unread) => {
                (unread.reason, Text::new(format!("没有读到（{}）", unread.reason.words().zh), unread.what.clone()))
            }
            None => (Reason::Ambiguous, Text::new("没有看到，可能是图片", "it was not seen; it may be a picture")),
        };
        let message = Text::new(
            format!("《{}》的{zh}{}，请人工核对勾稽关系", self.title, why.zh),
            format!("\"{}\", {en}: {}; check its identities by hand", self.title, why.en),
        );
        self.open(zh, reason, message, json!({ "pictures": content.pictures }));
    }

    /// Answers for one identity under its name; `fault` says of which kind.
    pub(super) fn identity(&mut self, name: &str, fault: &str, english: &str, said: Said) {
        match said {
            Said::Holds => self.verdict.tested += 1,
            Said::Fails(left, right, arithmetic) => {
                let message = Text::new(
                    format!("《{}》{name}不成立：{arithmetic}；请核对更正", self.title),
                    format!("\"{}\", {english}: {arithmetic}; check and correct it", self.title),
                );
                let evidence = json!({ "fault": fault, "left": left, "right": right, "arithmetic": arithmetic });
                self.fault(name, message, evidence);
            }
            Said::Open(why) => {
                let message = Text::new(
                    format!("《{}》{name}无法核对：{}，请人工核实", self.title, why.zh),
                    format!("\"{}\", {english} can't be checked: {}", self.title, why.en),
                );
                self.open(name, Reason::Ambiguous, message, json!({ "fault": fault }));
            }
        }
    }

    fn fault(&mut self, name: &str, message: Text, mut evidence: Value) {
        evidence["year"] = json!(self.year);
        evidence["title"] = json!(self.title);
        self.verdict.tested += 1;
        self.verdict.violations.push(Violation {
            url: self.url.clone(),
            target: Some(name.to_owned()),
            message,
            evidence,
            severity: Severity::Major,
            occurrences: 1,
            subject: String::new(),
        });
    }

    fn open(&mut self, name: &str, reason: Reason, message: Text, mut evidence: Value) {
        evidence["year"] = json!(self.year);
        self.verdict.tested += 1;
        let (url, target) = (self.url.clone(), Some(name.to_owned()));
        self.verdict.undetermined.push(Undetermined { url, target, reason, message, evidence });
    }

    fn fees(&mut self, content: &ReportContent<'_>) {
        const NAME: &str = "收费情况说明";
        let Some((written, amount)) = content.tables.fees.as_deref().and_then(|f| Some((f, amount(f)?))) else {
            return;
        };
        let (PartState::There, Some(text)) = (content.parts.state[5], &content.parts.text[5]) else { return };
        let told = ["收费", "处理费", "收取", "费用", "缴费"].iter().any(|w| text.contains(w));
        if amount <= 0 || told {
            self.verdict.tested += 1;
            return;
        }
        if content.pictures > 0 && substance(text) == 0 {
            let message = Text::new(
                format!("《{}》第六部分可能是图片，无法核对有没有说明收费，请人工核实", self.title),
                format!("part six of \"{}\" may be a picture; look whether it speaks of fees", self.title),
            );
            return self.open(NAME, Reason::Ambiguous, message, json!({ "fault": "fees" }));
        }
        let message = Text::new(
            format!("《{}》第二部分列有行政事业性收费{written}万元，第六部分没有说明收费情况，请补充说明", self.title),
            format!("\"{}\" lists fees of {written} and part six does not speak of them; add it", self.title),
        );
        let excerpt: String = text.chars().take(80).collect();
        self.fault(NAME, message, json!({ "fault": "fees", "left": written, "right": 0, "arithmetic": format!("{written}>0"), "excerpt": excerpt }));
    }

    fn empty_talk(&mut self, content: &ReportContent<'_>) {
        const NAME: &str = "存在问题及改进情况";
        let (PartState::There, Some(text)) = (content.parts.state[4], &content.parts.text[4]) else { return };
        let chars = substance(text);
        if chars > EMPTY_TALK {
            self.verdict.tested += 1;
            return;
        }
        if content.pictures > 0 || !content.unread.is_empty() {
            let message = Text::new(
                format!("《{}》第五部分没有读到文字，可能在图片或附件里，请人工核实", self.title),
                format!("no text of part five of \"{}\" was read; it may stand in a picture or file", self.title),
            );
            return self.open(NAME, Reason::Ambiguous, message, json!({ "fault": "empty-talk" }));
        }
        let message = Text::new(
            format!("《{}》第五部分只有{chars}个字，没有写出存在的问题和改进情况，请补充", self.title),
            format!(
                "part five of \"{}\" has {chars} characters and names no problem or improvement; add them",
                self.title
            ),
        );
        let excerpt: String = text.trim().chars().take(40).collect();
        let arithmetic = format!("{chars}≤{EMPTY_TALK}");
        self.fault(NAME, message, json!({ "fault": "empty-talk", "left": chars, "right": EMPTY_TALK, "arithmetic": arithmetic, "excerpt": excerpt }));
    }

    fn repetition(&mut self, content: &ReportContent<'_>, earlier: &ReportContent<'_>) {
        let (this, last) = (report_prose(&content.parts), report_prose(&earlier.parts));
        if this.len() < PROSE || last.len() < PROSE {
            return;
        }
        let (share, example) = repeated(&this, &last);
        if share <= MOST_REPEATED {
            self.verdict.tested += 1;
            return;
        }
        let percent = (share * 100.0).round();
        let message = Text::new(
            format!("《{}》的文字有{percent}%与上一年年报重复，请按当年实际撰写", self.title),
            format!("{percent}% of the text of \"{}\" stood in last year's; write what the year was", self.title),
        );
        let evidence = json!({
            "fault": "repeated",
            "left": (share * 100.0).round() / 100.0,
            "right": MOST_REPEATED,
            "arithmetic": format!("{percent}%>50%"),
            "share": (share * 100.0).round() / 100.0,
            "example": example,
        });
        self.fault("与上年重复", message, evidence);
    }
}

/// The copy that counts: the one published last, for a correction comes after what it corrects.
fn latest(report: &AnnualReport) -> usize {
    let day = |c: usize| report.copies[c].dates.first().map(|d| d.date);
    (0..report.copies.len()).max_by_key(|&c| (day(c), std::cmp::Reverse(c))).unwrap_or(0)
}
