use crate::model::{Length, Period};
use crate::parse::dates;
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

/// Most periods kept of a page.
const MOST: usize = 20;

/// Words of a sentence that speaks of the time for opinions.
static SPEAKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"征求意见|征集意见|意见征集|征集(?:时间|期限|日期)|(?:公示|公开|征求|反馈|公告|意见|建议|起止|截止|截至|结束|开始|终止|有效|活动|提交|受理)\s?(?:时间|期限|日期|期)|期限|为期|截止|截至|止日|反馈|报送|提出|提交|书面|寄|来信|发送|前将|之前|以前|意见|建议|公示|起止|期间",
    )
    .expect("a fixed pattern")
});

/// From … to …, the second day often without its year or month.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)(?:(?P<y>20\d{2})\s?[-/.年]\s?)?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})\s?[日号]?(?:\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?
        \s?(?:起)?\s?(?:至|到|—{1,2}|－{1,2}|-{1,2}|~|～|–)\s?
        (?:(?P<y2>20\d{2})\s?[-/.年]\s?)?(?:(?P<m2>\d{1,2})\s?[-/.月]\s?)?(?P<d2>\d{1,2})\s?(?:[日号]|$|[^\d:：月./-])",
    )
    .expect("a fixed pattern")
});

static LENGTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<n>\d{1,3}|[一二三四五六七八九十百两]{1,4})\s?个?\s?(?P<u>工作日|自然日|日历天|天|日|个月|月)")
        .expect("a fixed pattern")
});

/// 请于6月1日前, 截止到6月1日, 截止日期：…
static SHORT_END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:截止|截至|结束|终止)(?:时间|日期)?\s?(?:到|至|于|为)?\s?[:：]?\s?(?P<m>\d{1,2})月(?P<d>\d{1,2})日)|(?:(?P<m2>\d{1,2})月(?P<d2>\d{1,2})[日号](?:\s?\d{1,2}[:：时]\d{0,2})?(?:下班)?(?:（[^）]{0,12}）)?(?:前|之前|以前|止|截止|为止|结束))",
    )
    .expect("a fixed pattern")
});

/// The periods that a text names, in order. `published` gives the year where none is written.
pub(super) fn find(text: &str, published: Option<Date>) -> Vec<Period> {
    let mut found: Vec<Period> = Vec::new();
    let year = published.map(Date::year).or_else(|| dates::find(text).first().map(|(f, _)| f.date.year()));
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        if found.len() >= MOST {
            break;
        }
        // 征集时间 in one block, the days in the next; cells of a row are one sentence.
        let before = at.checked_sub(1).and_then(|b| lines.get(b)).filter(|l| l.chars().count() <= 12).copied();
        for sentence in line.split(['。', '；', ';']) {
            let joined = before.map_or_else(|| sentence.to_owned(), |b| format!("{b}：{sentence}")).replace('\t', "：");
            if joined.len() < 4_000 && SPEAKS.is_match(&joined) {
                read(&joined, year, published, &mut found);
            }
        }
    }
    found.truncate(MOST);
    found
}

fn read(sentence: &str, year: Option<i16>, published: Option<Date>, found: &mut Vec<Period>) {
    let mut add = |period: Period| {
        let same = found.iter().any(|p| (p.begin, p.end, p.length) == (period.begin, period.end, period.length));
        if !same && (period.end.is_some() || period.length.is_some() || period.begin.is_some()) {
            found.push(period);
        }
    };
    let plain = halved(sentence);
    let mut ranged = false;
    for hit in RANGE.captures_iter(&plain) {
        let raw = hit.get(0).map_or("", |m| m.as_str());
        let num = |name: &str| hit.name(name).and_then(|m| m.as_str().parse::<i16>().ok());
        let small = |name: &str| num(name).and_then(|n| i8::try_from(n).ok());
        let Some(y) = num("y").or(num("y2")).or(year) else { continue };
        let (Some(m), Some(d), Some(d2)) = (small("m"), small("d"), small("d2")) else { continue };
        let m2 = small("m2").unwrap_or(m);
        let Ok(begin) = Date::new(y, m, d) else { continue };
        let mut y2 = num("y2").unwrap_or(y);
        if num("y2").is_none() && (m2, d2) < (m, d) {
            y2 += 1;
        }
        if let Ok(end) = Date::new(y2, m2, d2)
            && end >= begin
            && concerns(&plain, hit.get(0).map_or(0, |m| m.start()))
        {
            ranged = true;
            add(Period { begin: Some(begin), end: Some(end), length: None, raw: shortened(raw) });
        }
    }
    if ranged {
        return;
    }
    for (fact, range) in dates::find(&plain) {
        let before = tail(&plain[..range.start], 24);
        let after: String = plain[range.end..].chars().take(16).collect();
        let has = |text: &str, words: &[&str]| words.iter().any(|w| text.contains(w));
        let raw = || shortened(&format!("{before}{}{after}", &plain[range.clone()]));
        let ends = has(&before, &["截止", "截至", "结束时间", "结束日期", "终止时间", "终止日期"])
            || ends_soon(&after)
            || before.trim_end().ends_with(['至', '到'])
                && has(&before, &["起至", "日至", "期限", "征集", "征求", "即日起", "之日起"]);
        if ends {
            add(Period { end: Some(fact.date), raw: raw(), ..Period::default() });
        } else if has(&before, &["开始时间", "开始日期", "起始时间", "起始日期"]) {
            add(Period { begin: Some(fact.date), raw: raw(), ..Period::default() });
        }
    }
    if dates::find(&plain).is_empty()
        && let (Some(hit), Some(year)) = (SHORT_END.captures(&plain), year)
    {
        let small = |a: &str, b: &str| hit.name(a).or_else(|| hit.name(b)).and_then(|m| m.as_str().parse::<i8>().ok());
        let day = small("m", "m2").zip(small("d", "d2")).and_then(|(m, d)| Date::new(year, m, d).ok());
        // 请于1月10日前, said in December.
        let day = day.and_then(|d| match published {
            Some(p) if d < p => {
                Date::new(year + 1, d.month(), d.day()).ok().filter(|next| (*next - p).get_days() < 200)
            }
            _ => Some(d),
        });
        add(Period { end: day, raw: shortened(hit.get(0).map_or("", |m| m.as_str())), ..Period::default() });
    }
    for hit in LENGTH.captures_iter(&plain) {
        let Some(all) = hit.get(0) else { continue };
        if let Some(length) = length(&hit, &plain, all.start(), all.end()) {
            let raw = shortened(&format!("{}{}", tail(&plain[..all.start()], 16), all.as_str()));
            add(Period { length: Some(length), raw, ..Period::default() });
        }
    }
}

/// Whether a range of days is one for opinions: a plan's own years (2026年1月至12月) or a meeting's are not.
fn concerns(text: &str, at: usize) -> bool {
    static NEAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"时间|期限|日期|征求|征集|公示|期间|意见|建议|反馈|截止|公告|为期|起止").expect("a fixed pattern")
    });
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"施行|实施期|有效期|规划期|会议|报名|工期|学期|试行|评审时间|听证").expect("a fixed pattern")
    });
    let before = tail(&text[..at], 30);
    NEAR.is_match(&before) && !OTHER.is_match(&tail(&before, 10))
        || NEAR.is_match(text) && text.chars().count() < 60 && !OTHER.is_match(text)
}

/// …前, …之前, …止, …（含当日）前 right behind a day.
fn ends_soon(after: &str) -> bool {
    let bare =
        after.trim_start_matches(|c: char| c.is_whitespace() || "0123456789:：时点分下午班上（）()含当日".contains(c));
    ["前", "之前", "以前", "止", "截止", "为止", "结束"].iter().any(|w| bare.starts_with(w))
        && !bare.starts_with("前期")
}

/// 为期30天, 期限为7个工作日, 自公告之日起30日内; not 三个月内办结 or 30日后施行.
fn length(hit: &regex::Captures<'_>, text: &str, start: usize, end: usize) -> Option<Length> {
    static FROM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:为期|期限|期为|期：|期:|时间|公示|征求意见|征集|之日起|日起|即日起|持续|不少于|起算|公告)[^，,]{0,14}$").expect("a fixed pattern")
    });
    let before = tail(&text[..start], 24);
    let after: String = text[end..].chars().take(6).collect();
    if !FROM.is_match(&before)
        || ["后", "施行", "以上", "生效"].iter().any(|w| after.starts_with(w))
        || before.contains("施行")
    {
        return None;
    }
    // 6月1日 is a day, not a month.
    let unit = hit.name("u")?.as_str();
    let single = unit == "月" && !text[start..end].contains('个');
    if single || unit == "日" && text[..start].ends_with('月') {
        return None;
    }
    let n = number(hit.name("n")?.as_str())?;
    match unit {
        "工作日" => Some(Length::Workdays(n)),
        "个月" | "月" => (n <= 24).then_some(Length::Months(n)),
        _ => Some(Length::Days(n)),
    }
    .filter(|_| n > 0)
}

/// 30, 三十, 十五, 两.
fn number(written: &str) -> Option<u16> {
    if let Ok(n) = written.parse() {
        return Some(n);
    }
    let digit =
        |c: char| "一二三四五六七八九".chars().position(|d| d == c).map(|at| u16::try_from(at + 1).unwrap_or(0));
    let written = written.replace('两', "二");
    if written == "百" || written == "一百" {
        return Some(100);
    }
    match written.split_once('十') {
        None => written.chars().next().filter(|_| written.chars().count() == 1).and_then(digit),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { tens.chars().next().and_then(digit)? };
            let ones = if ones.is_empty() { 0 } else { ones.chars().next().and_then(digit)? };
            Some(tens * 10 + ones)
        }
    }
}

fn tail(text: &str, chars: usize) -> String {
    let count = text.chars().count();
    text.chars().skip(count.saturating_sub(chars)).collect()
}

/// Full-width digits and signs made plain.
fn halved(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + u8::try_from(u32::from(c) - u32::from('０')).unwrap_or(0)),
            '．' => '.',
            '／' => '/',
            other => other,
        })
        .collect()
}

fn shortened(raw: &str) -> String {
    raw.trim().chars().take(60).collect()
}
