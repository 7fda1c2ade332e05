//! Dates as government sites write them, found in text and in addresses; and what a date is the date *of*, told by the
//! words around it. Pure: no clock, so a date without a year needs a hint.

use crate::model::{DateFact, DateSource};
use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// What a date is the date of, told by the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateContext {
    /// 发布时间, 日期, 更新时间 …: when this was published.
    Publication,
    /// 截止, 报名, 开标, 举行 …: when something happens.
    Event,
    /// 今天是, 当前时间, 天气, ©: the reader's moment or the footer's year.
    Clock,
    /// 施行, 有效期, 废止: from or until when something is in force.
    Effective,
    /// No word tells.
    Unlabelled,
}

static FULL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) (?P<y>(?:19|20)\d{2}) \s{0,2} (?P<a>[-/.年]) \s{0,2} (?P<m>\d{1,2}) \s{0,2} (?P<b>[-/.月]) \s{0,2} (?P<d>\d{1,2})
        (?: \s{0,2} [日号] )?
        (?: (?:\s{0,3} [(]? (?:星期|周)[一二三四五六日天] [)]? )? (?:T|\s{0,4})
            (?P<h>\d{1,2}) : (?P<n>\d{2}) (?: : (?P<s>\d{2}) (?:\.\d{1,9})? )? (?P<z>Z|[+]00:?00)? )?",
    )
    .expect("a fixed pattern")
});

static COMPACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:日期|时间|[Dd]ate|[Tt]ime)\s{0,2}[:=]?\s{0,3}(?P<v>(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2}))")
        .expect("a fixed pattern")
});

static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?P<y>[一二三四五六七八九〇○Ο零O0◯]{4})\\s?年\\s?(?P<m>[一二三四五六七八九十]{1,2}|元)\\s?月\\s?\
         (?P<d>[一二三四五六七八九十廿]{1,3})\\s?[日号]",
    )
    .expect("a fixed pattern")
});

static SHORT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?P<m>\d{1,2})\s?(?P<a>[-/.月])\s?(?P<d>\d{1,2})\s?日?").expect("a fixed pattern"));

/// All dates in `text` that name a day that exists, in order, with the range of bytes they stand in. Their source is
/// [`DateSource::Body`]; who knows better sets it.
#[must_use]
pub fn find(text: &str) -> Vec<(DateFact, Range<usize>)> {
    if !might_hold_a_date(text) {
        return Vec::new();
    }
    let plain = Plain::of(text);
    let mut found: Vec<(DateFact, Range<usize>)> = Vec::new();
    for hit in FULL.captures_iter(&plain.text) {
        let all = hit.get(0).map_or(0..0, |m| m.range());
        let clock_cut = hit.name("h").is_some() && digit_at(&plain.text, all.end);
        let separators = (hit.name("a").map(|m| m.as_str()), hit.name("b").map(|m| m.as_str()));
        let paired = matches!(separators, (Some("年"), Some("月"))) || separators.0 == separators.1;
        if !paired || separators.0 == Some("月") || touches_number(&plain.text, &all) || clock_cut {
            continue;
        }
        if let Some(fact) = fact_of(&hit, text, plain.range(&all)) {
            found.push((fact, plain.range(&all)));
        }
    }
    for hit in COMPACT.captures_iter(&plain.text) {
        let Some(value) = hit.name("v") else { continue };
        if !digit_at(&plain.text, value.end())
            && let Some(fact) = fact_of(&hit, text, plain.range(&value.range()))
        {
            found.push((fact, plain.range(&value.range())));
        }
    }
    // Both patterns start anywhere; most texts can't hold them.
    let chinese = if text.contains('年') { text } else { "" };
    for hit in CHINESE.captures_iter(chinese) {
        let (Some(all), Some(date)) = (hit.get(0), chinese_date(&hit)) else { continue };
        found.push((fact(date, None, all.as_str()), all.range()));
    }
    found.sort_by_key(|(_, range)| range.start);
    found
}

/// The first day without a year (`06-07`, `6月7日`) in `text`, put into `year`. For lists, where the year stands in the
/// entry's address or in its neighbours.
#[must_use]
pub fn find_short(text: &str, year: i16) -> Option<(DateFact, Range<usize>)> {
    let plain = Plain::of(text);
    SHORT.captures_iter(&plain.text).find_map(|hit| {
        let all = hit.get(0)?.range();
        if touches_number(&plain.text, &all) || hit.name("a")?.as_str() == "." && all.len() < 4 {
            return None;
        }
        let date = Date::new(year, number(&hit, "m")?, number(&hit, "d")?).ok()?;
        let range = plain.range(&all);
        Some((fact(date, None, text.get(range.clone())?), range))
    })
}

/// The day in an address: `/2023/6/7/`, `t20230607_`, `/2023-06/07/`, `/20230607/`, a timestamp of 14 or 17 digits.
/// Numbers that merely look so (ids, telephone numbers) are no dates: the year must be 1995–2099 and the day exist.
#[must_use]
pub fn in_address(url: &str) -> Option<DateFact> {
    static FORMS: LazyLock<[Regex; 6]> = LazyLock::new(|| {
        [
            r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?:[/._-]|$)",
            r"[/_]t(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})_",
            r"/(?P<y>(?:19|20)\d{2})-?(?P<m>\d{2})/(?P<d>\d{2})/",
            r"/(?P<y>(?:19|20)\d{2})/(?P<m>\d{2})(?P<d>\d{2})(?:/|_)",
            r"[/_-](?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:[/._-]|$)",
            r"[/_=](?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})(?P<h>[01]\d|2[0-3])(?P<n>[0-5]\d)(?P<s>[0-5]\d)(?:\d{3})?(?:[/._&-]|$)",
        ]
        .map(|form| Regex::new(form).expect("a fixed pattern"))
    });
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
    // Most addresses hold none, and a plain search tells so several times quicker than one that takes groups.
    FORMS.iter().filter(|form| form.is_match(path)).find_map(|form| {
        let hit = form.captures(path)?;
        let mut fact = fact_of(&hit, path, hit.get(0)?.range())?;
        (1995..=2099).contains(&fact.date.year()).then(|| {
            fact.source = DateSource::Url;
            fact.raw = shortened(hit.get(0).map_or("", |m| m.as_str()));
            fact
        })
    })
}

/// What the date at `range` of `text` is the date of, by the words of the same sentence right before and after it.
#[must_use]
pub fn context(text: &str, range: Range<usize>) -> DateContext {
    let stops = ['。', '；', ';', '\n', '|', '，', ','];
    let before = text.get(..range.start).unwrap_or_default();
    let before =
        &before[before.rfind(stops).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..];
    let before: String = {
        let chars: Vec<char> = before.chars().collect();
        chars[chars.len().saturating_sub(14)..].iter().collect()
    };
    let after: String = text.get(range.end..).unwrap_or_default().chars().take(10).collect();
    let after = after.split(stops).next().unwrap_or_default();
    let has = |text: &str, words: &[&str]| words.iter().any(|w| text.contains(w));
    let near = before.to_lowercase();
    if has(
        &near,
        &[
            "今天是",
            "今日是",
            "现在是",
            "当前时间",
            "当前日期",
            "今天",
            "北京时间",
            "天气",
            "气温",
            "多云",
            "℃",
            "copyright",
            "©",
            "版权",
        ],
    ) || has(after, &["天气", "晴", "多云", "℃"])
    {
        DateContext::Clock
    } else if has(&near, &["有效期", "施行", "实施日期", "生效", "废止", "失效"])
        || has(after, &["起施行", "施行", "起实施", "起生效", "废止", "失效", "起执行"])
    {
        DateContext::Effective
    } else if has(
        &near,
        &[
            "截止",
            "截至",
            "报名",
            "开标",
            "会议时间",
            "征集时间",
            "起止时间",
            "活动时间",
            "举行时间",
            "办理时间",
            "考试时间",
            "投标",
        ],
    ) || has(after, &["举行", "召开", "举办", "截止", "前报名", "开标"])
    {
        DateContext::Event
    } else if has(&near, &["发布", "日期", "时间", "发表", "公开", "更新", "来信", "回复", "提交", "登载"])
    {
        DateContext::Publication
    } else {
        DateContext::Unlabelled
    }
}

/// Cheap look before the regexes: four digits of a year in any script, with 年 or a separator somewhere.
fn might_hold_a_date(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).take(6).count() >= 6
        || text.contains('年')
        || text.contains('０')
        || text.chars().any(|c| ('０'..='９').contains(&c))
}

/// Text with full-width digits and punctuation made plain, and where each byte of it came from.
struct Plain {
    text: String,
    origin: Vec<usize>,
}

impl Plain {
    fn of(text: &str) -> Self {
        let mut plain = Self { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len() + 1) };
        for (at, c) in text.char_indices() {
            let c = match c {
                '０'..='９' => char::from(b'0' + u8::try_from(u32::from(c) - u32::from('０')).unwrap_or(0)),
                '：' | '∶' => ':',
                '－' | '—' | '–' | '‐' => '-',
                '．' => '.',
                '／' => '/',
                '（' => '(',
                '）' => ')',
                '\u{a0}' | '\u{3000}' | '\u{2002}' | '\u{2003}' | '\t' | '\n' | '\r' => ' ',
                other => other,
            };
            plain.text.push(c);
            plain.origin.resize(plain.text.len(), at);
        }
        plain.origin.push(text.len());
        plain
    }

    fn range(&self, range: &Range<usize>) -> Range<usize> {
        let at = |i: usize| self.origin.get(i).copied().unwrap_or_default();
        at(range.start)..at(range.end)
    }
}

fn digit_at(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

/// Whether the match is part of a longer number: a version, a telephone number, a range of figures.
fn touches_number(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let before = range.start.checked_sub(1).map(|i| bytes[i]);
    let glued = |sep: Option<u8>, beyond: Option<u8>| {
        matches!(sep, Some(b'.' | b'-' | b'/')) && beyond.is_some_and(|b| b.is_ascii_digit())
    };
    before.is_some_and(|b| b.is_ascii_digit())
        || glued(before, range.start.checked_sub(2).map(|i| bytes[i]))
        || digit_at(text, range.end)
        || glued(bytes.get(range.end).copied(), bytes.get(range.end + 1).copied())
}

fn number(hit: &Captures<'_>, name: &str) -> Option<i8> {
    hit.name(name)?.as_str().parse().ok()
}

fn fact_of(hit: &Captures<'_>, text: &str, range: Range<usize>) -> Option<DateFact> {
    let year: i16 = hit.name("y")?.as_str().parse().ok()?;
    let date = Date::new(year, number(hit, "m")?, number(hit, "d")?).ok()?;
    let raw = text.get(range)?.trim();
    let (Some(hour), Some(minute)) = (number(hit, "h"), number(hit, "n")) else { return Some(fact(date, None, raw)) };
    let second = number(hit, "s");
    let Ok(mut moment) = DateTime::new(year, date.month(), date.day(), hour, minute, second.unwrap_or(0), 0) else {
        return Some(fact(date, None, raw));
    };
    if hit.name("z").is_some() {
        // Written in UTC: the reader's day is eight hours ahead.
        moment = moment.checked_add(span_of_hours(8)).unwrap_or(moment);
    }
    let time = match second {
        Some(_) => format!("{:02}:{:02}:{:02}", moment.hour(), moment.minute(), moment.second()),
        None => format!("{:02}:{:02}", moment.hour(), moment.minute()),
    };
    Some(fact(moment.date(), Some(time), raw))
}

fn span_of_hours(hours: i64) -> Span {
    hours.hours()
}

fn fact(date: Date, time: Option<String>, raw: &str) -> DateFact {
    DateFact { date, time, source: DateSource::Body, raw: shortened(raw) }
}

fn shortened(raw: &str) -> String {
    raw.trim().chars().take(40).collect()
}

/// 二〇二三年六月七日.
fn chinese_date(hit: &Captures<'_>) -> Option<Date> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c).map_or(0, |at| at + 1);
    let year = hit.name("y")?.as_str().chars().fold(0, |sum, c| sum * 10 + digit(c));
    let small = |name: &str| -> Option<i8> {
        let text = hit.name(name)?.as_str().replace('元', "一").replace('廿', "二十");
        let value = match text.split_once('十') {
            None => digit(text.chars().next()?),
            Some((tens, ones)) => {
                let tens = tens.chars().next().map_or(1, digit);
                tens * 10 + ones.chars().next().map_or(0, digit)
            }
        };
        i8::try_from(value).ok()
    };
    let year = i16::try_from(year).ok().filter(|y| (1900..2100).contains(y))?;
    Date::new(year, small("m")?, small("d")?).ok()
}

/// A day from a data block's value: text in any of the forms, or a moment as epoch seconds or milliseconds.
#[must_use]
pub fn in_value(value: &str) -> Option<DateFact> {
    let value = value.trim();
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    let mut found = match value.len() {
        8 if digits => find(&format!("日期:{value}")).into_iter().next().map(|(fact, _)| fact)?,
        10 | 13 if digits => {
            let seconds: i64 = value[..10].parse().ok()?;
            let moment = jiff::Timestamp::from_second(seconds + 8 * 3600).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
            fact(moment.date(), Some(moment.time().strftime("%H:%M:%S").to_string()), value)
        }
        14 | 17 if digits => in_address(&format!("/{value}.html"))?,
        _ => find(value).into_iter().next().map(|(fact, _)| fact)?,
    };
    found.source = DateSource::DataBlock;
    found.raw = shortened(value);
    (1980..=2099).contains(&found.date.year()).then_some(found)
}
