//! ## 查什么
//! 公开的来信、留言、咨询有没有在规定的工作日内答复。
//! ## 为什么
//! 网民留言咨询一般 5 个工作日、简单常见问题 1 个工作日内答复，找错 3 个工作日内答复（R1-45、R7-30）；超过 3 个月未回应的有效留言是
//! 单项否决（R1-15）。
//! ## 怎么判
//! 读信件页和信件列表上写明的日期：来信（写信、留言、提交、咨询……）时间和回复（答复、办理、办结）时间；回复块里单列的时间和落款也算。来信当日不计，
//! 从次日起数工作日（按国务院办公厅放假通知，含调休），第 n 个工作日仍在期限内；分阶段答复的以第一次答复为准。超过 `max_workdays`
//! 才答复的、写明未回复或处理中而期限已过的不通过。受理、转办时间不是答复时间，页面发布日期不是答复日期，没有写明的日期不猜。
//! 只看得到一个日期的、工作日历未公布的年份、休息日来信而两种起算法结论不同的、落款在期限内而登记的答复时间在期限外的，待人工核实。
//! `window_days` 只看这么多天内的来信，不写则全看。信访、纪检举报、调查征集、在线访谈、找错平台、依申请公开和建议提案不看；
//! 注明不予受理、无效、重复的信件不看；注明不公开又没有答复的信件待人工核实。
//! ## 局限
//! 只看得到公开的信件，答复质量和是否“简单常见”由人判断。
//!
//! # English
//!
//! ## What it looks at
//! Whether letters, messages and questions shown to the public were answered within the working days allowed.
//! ## Why
//! Five working days as a rule, one for simple questions, three for mistakes found (R1-45, R7-30); valid messages without an answer
//! for three months are a veto (R1-15).
//! ## How it decides
//! By the days that letter pages and lists name as the day of asking and of answering; a day of its own in the reply's block or under it
//! counts too. The day of asking is day 0; working days are those of the State Council's notices, shifted days included; the n-th is
//! still in time; of several answers the first counts. Answered after `max_workdays`, or said to be unanswered with the limit past:
//! failed. The day of acceptance or passing-on is no answer, nor is the page's publication; a day not shown is never guessed. Only one
//! day known, a year whose notice is not out, a letter from a day of rest on which two ways of counting differ, a signature within and a
//! registered answer beyond the limit: for a person. `window_days` looks at letters of so many days only; all without it. Petitions,
//! discipline, surveys, interviews, mistakes found, disclosure requests and delegates' proposals are not looked at, nor letters declared
//! invalid; one declared not public and without an answer is for a person.
//! ## Limits
//! Only public letters are seen; whether the answer is good, or the question simple, is for people.

use super::page_mark::unseen;
use super::{Check, Measure};
use crate::facts::{Facts, LetterFact, UnseenLetters, Workdays};
use crate::model::{DateFact, Letter, Reason, ReplySeen, Severity, Text, Undetermined, Verdict, Violation};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "late-reply",
    title: ("来信答复超期", "Letters answered late or not"),
    source: include_str!("late_reply.rs"),
    bind: |params| {
        let params: LateReply = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LateReply {
    /// Working days for an answer, the day of asking aside.
    max_workdays: u32,
    /// Letters of this many days before the day of judgement; none: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    window_days: Option<u32>,
}

impl Default for LateReply {
    fn default() -> Self {
        Self { max_workdays: 5, window_days: None }
    }
}

/// Columns in which letters may be.
const PLACES: &[&str] =
    &["互动", "信箱", "留言", "咨询", "来信", "问政", "交流", "参与", "民声", "诉求", "投诉", "建言", "问答", "热线"];

/// What is to be said of one letter.
enum Told {
    InTime,
    Late(Date),
    Unanswered,
    Open(Reason, Text),
    NoSubject,
}

/// What a letter's state says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Answered,
    Waiting,
    /// Taken up or passed on; many portals leave it at that after the answer.
    UnderWay,
    /// Nothing is owed.
    Dismissed,
    Unsaid,
}

impl State {
    fn of(letter: &Letter) -> Self {
        let is = |words: &[&str]| words.contains(&letter.state.as_str());
        if is(&["不予受理", "已撤销", "已退回", "退回", "无效", "无效信件", "重复信件", "已关闭"])
        {
            Self::Dismissed
        } else if is(&[
            "已受理",
            "已转办",
            "已交办",
            "已分办",
            "已接收",
            "已派发",
            "已分派",
            "已转交",
            "待审核",
            "审核中",
            "转办中",
            "待转办",
        ]) {
            if letter.reply == ReplySeen::NoneYet { Self::Waiting } else { Self::UnderWay }
        } else if is(&[
            "未回复",
            "待回复",
            "未答复",
            "待答复",
            "处理中",
            "办理中",
            "受理中",
            "待受理",
            "未受理",
            "待处理",
            "未处理",
            "待办理",
            "未办理",
            "待办",
            "未办结",
            "正在办理",
            "正在处理",
            "暂未回复",
            "暂无回复",
            "尚未回复",
            "等待回复",
            "正在受理",
            "办理过程中",
            "待反馈",
            "未反馈",
            "回复中",
            "答复中",
            "逾期未回复",
            "超期未办",
            "未结",
        ]) || letter.reply == ReplySeen::NoneYet
        {
            Self::Waiting
        } else if letter.state.is_empty() || is(&["不予公开", "不公开"]) {
            if letter.reply == ReplySeen::Text { Self::Answered } else { Self::Unsaid }
        } else {
            Self::Answered
        }
    }
}

impl Measure for LateReply {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let view = facts.letters();
        let mut verdict = Verdict::default();
        for letter in view.letters.iter().filter(|l| self.is_recent(&l.letter, facts.run.as_of)) {
            self.answer(letter, facts.run.as_of, &mut verdict);
        }
        for column in &view.unseen {
            verdict.tested += 1;
            verdict.open_ended = true;
            verdict.undetermined.push(open_column(column));
        }
        if verdict.tested == 0 {
            if facts.unseen_named(PLACES).is_empty() {
                return Verdict::inapplicable(Text::new("没有看到公开的来信或留言", "no public letters were seen"));
            }
            verdict.open_ended = true;
        }
        verdict
    }

    fn params(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl LateReply {
    fn is_recent(&self, letter: &Letter, as_of: Date) -> bool {
        let day = letter.asked.as_ref().or(letter.shown.as_ref()).or(letter.answered.as_ref()).map(|d| d.date);
        match (self.window_days, day) {
            (Some(days), Some(day)) => as_of.checked_sub(i64::from(days).days()).is_ok_and(|first| day >= first),
            _ => true,
        }
    }

    fn answer(&self, fact: &LetterFact, as_of: Date, verdict: &mut Verdict) {
        let letter = &fact.letter;
        let told = self.told(letter, as_of);
        if matches!(told, Told::NoSubject) {
            return;
        }
        verdict.tested += 1;
        let target = if fact.page.is_some() { None } else { Some(letter.title.clone()) };
        let evidence = self.evidence(letter, as_of);
        let max = self.max_workdays;
        let asked = day_of(letter.asked.as_ref().or(letter.shown.as_ref()));
        let message = match told {
            Told::InTime | Told::NoSubject => return,
            Told::Late(answered) => {
                let took = evidence["workdays"].as_i64().unwrap_or_default();
                Text::new(
                    format!(
                        "“{}”{asked}来信，{answered}才答复，用了{took}个工作日，超过{max}个工作日；今后请在期限内答复",
                        letter.title
                    ),
                    format!(
                        "“{}” of {asked} was answered on {answered}, after {took} working days, {max} allowed; answer within the limit",
                        letter.title
                    ),
                )
            }
            Told::Unanswered => Text::new(
                format!("“{}”{asked}来信，至{as_of}仍显示未答复，已超过{max}个工作日；请尽快答复并公开", letter.title),
                format!(
                    "“{}” of {asked} is shown as unanswered on {as_of}, more than {max} working days later; answer it",
                    letter.title
                ),
            ),
            Told::Open(reason, message) => {
                verdict.undetermined.push(Undetermined { url: fact.url.clone(), target, reason, message, evidence });
                return;
            }
        };
        verdict.violations.push(Violation {
            url: fact.url.clone(),
            target,
            message,
            evidence,
            severity: Severity::Major,
            occurrences: 1,
            subject: String::new(),
        });
    }

    fn told(&self, letter: &Letter, as_of: Date) -> Told {
        let state = State::of(letter);
        if state == State::Dismissed {
            return Told::NoSubject;
        }
        let registered = letter.answered.as_ref().map(|d| d.date);
        let signed = letter.signed.as_ref().map(|d| d.date);
        if let Some(answered) = registered.or(signed) {
            let Some(asked) = letter.asked.as_ref().map(|d| d.date) else {
                return open_one("没有写明来信日期", "does not say when it came");
            };
            if answered < asked || answered > as_of {
                return open_one(
                    "写明的答复日期早于来信日期或在今天以后",
                    "says that it was answered before it came, or after today",
                );
            }
            return self.measured(asked, answered, signed.filter(|s| *s >= asked));
        }
        let Some(asked) = letter.asked.as_ref().or(letter.shown.as_ref()).map(|d| d.date) else {
            return open_one("没有写明来信和答复日期", "says neither when it came nor when it was answered");
        };
        let Some(limit) = self.limit(lenient_start(asked)) else { return no_calendar() };
        if asked <= as_of && as_of <= limit && letter.asked.is_some() {
            return Told::InTime;
        }
        if let Some(last) =
            letter.last.as_ref().filter(|l| l.date >= asked && l.date <= limit && letter.asked.is_some())
        {
            debug_assert!(last.date <= limit, "the first answer is not after the last");
            return Told::InTime;
        }
        match state {
            State::Waiting if as_of > limit && letter.closed => {
                open_one("注明不公开，公开页面上看不到答复", "is not public; an answer would not be shown")
            }
            State::Waiting if as_of > limit => Told::Unanswered,
            State::Waiting => open_one("没有写明来信日期", "does not say when it came"),
            State::UnderWay => open_one(
                "显示已受理或已转办，看不到有没有答复",
                "is shown as taken up; whether it was answered is not shown",
            ),
            _ => open_one("没有写明答复日期", "does not say when it was answered"),
        }
    }

    fn measured(&self, asked: Date, answered: Date, signed: Option<Date>) -> Told {
        let Some(limit) = self.limit(asked) else {
            // A limit that runs into a year not published can still be kept before its end.
            let days = Workdays::published().workdays_between(asked, answered);
            return if days.is_some_and(|d| d <= i64::from(self.max_workdays)) { Told::InTime } else { no_calendar() };
        };
        if answered <= limit {
            return Told::InTime;
        }
        if signed.is_some_and(|s| s <= limit) {
            return open_one(
                "登记的答复日期超期，但答复落款在期限内",
                "was answered late by the register, and in time by the reply's own date",
            );
        }
        match self.limit(lenient_start(asked)) {
            Some(later) if answered <= later => open_one(
                "来信在休息日，是否超期取决于从哪天起算",
                "came on a day of rest; whether it is late depends on the first day counted",
            ),
            _ => Told::Late(answered),
        }
    }

    fn limit(&self, asked: Date) -> Option<Date> {
        Workdays::published().nth_workday_after(asked, self.max_workdays)
    }

    fn evidence(&self, letter: &Letter, as_of: Date) -> Value {
        let day = |d: Option<&DateFact>| d.map(|d| json!({ "date": d.date.to_string(), "written": d.raw }));
        let answered = letter.answered.as_ref().or(letter.signed.as_ref());
        let asked = letter.asked.as_ref().or(letter.shown.as_ref()).map(|d| d.date);
        let until = answered.map_or(as_of, |d| d.date);
        let mut evidence = json!({
            "title": letter.title,
            "asked": letter.asked.as_ref().map(|d| d.date.to_string()),
            "answered": answered.map(|d| d.date.to_string()),
            "asked_as_written": day(letter.asked.as_ref()).map(|d| d["written"].clone()),
            "answered_as_written": day(answered).map(|d| d["written"].clone()),
            "workdays": asked.and_then(|a| Workdays::published().workdays_between(a, until)),
            "max_workdays": self.max_workdays,
            "due": asked.and_then(|a| self.limit(a)).map(|d| d.to_string()),
            "as_of": as_of.to_string(),
        });
        if !letter.state.is_empty() {
            evidence["state"] = json!(letter.state);
        }
        if letter.asked.is_none()
            && let Some(shown) = &letter.shown
        {
            evidence["shown"] = json!(shown.date.to_string());
        }
        if let (Some(_), Some(signed)) = (&letter.answered, &letter.signed) {
            evidence["signed"] = json!(signed.date.to_string());
        }
        evidence
    }
}

/// A letter from a day of rest may be taken as one of the next working day.
fn lenient_start(asked: Date) -> Date {
    let calendar = Workdays::published();
    match calendar.is_workday(asked) {
        Some(false) => calendar.nth_workday_after(asked, 1).unwrap_or(asked),
        _ => asked,
    }
}

fn day_of(day: Option<&DateFact>) -> String {
    day.map_or_else(String::new, |d| d.date.to_string())
}

fn open_one(zh: &str, en: &str) -> Told {
    let message = Text::new(
        format!("这封来信{zh}，请核实是否按期答复"),
        format!("this letter {en}; look whether it was answered in time"),
    );
    Told::Open(Reason::Ambiguous, message)
}

fn no_calendar() -> Told {
    let message = Text::new(
        "工作日历没有这一年的放假安排，无法计算工作日，请人工核算",
        "the calendar of working days has no notice for that year; count by hand",
    );
    Told::Open(Reason::Tool, message)
}

fn open_column(column: &UnseenLetters) -> Undetermined {
    let why = column.reason.words();
    let (zh, en) = if column.count == 0 {
        (
            format!("“{}”的信件列表没有读到（{}），请在浏览器中核对来信和答复日期", column.name, why.zh),
            format!("the letters of “{}” were not read ({}); look at their days in a browser", column.name, why.en),
        )
    } else {
        (
            format!("“{}”有{}封信件的页面没有访问到，请核对来信和答复日期", column.name, column.count),
            format!("{} letters of “{}” were not visited; look at their days", column.count, column.name),
        )
    };
    Undetermined {
        url: column.url.clone(),
        target: Some(column.name.clone()),
        reason: column.reason,
        message: Text::new(zh, en),
        evidence: json!({ "column": column.name, "unread": column.count, "examples": column.examples }),
    }
}
