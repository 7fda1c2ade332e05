use regex::Regex;
use std::sync::LazyLock;

/// A document number: the office's short name, the year in brackets, the serial number (R5-14).
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([\p{Han}A-Za-z]{1,16}?)\s{0,2}[〔\[【(（﹝［]\s?((?:19|20)\d{2})\s?[〕\]】)）﹞］]\s{0,2}第?\s{0,2}(\d{1,4})\s{0,2}号")
        .expect("a fixed pattern")
});
/// 科学技术部令第24号, 2026年第41号令.
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:[\p{Han}]{2,16}令\s?第?\s?\d{1,4}\s?号|(?:19|20)\d{2}\s?年\s?第?\s?\d{1,4}\s?号令?|第\s?\d{1,4}\s?号令)",
    )
    .expect("a fixed pattern")
});

/// The 文号 of this document: from its table of facts, else its title, else a line of its own at the head of the body.
/// One that stands in a sentence is a citation of another document.
pub(super) fn find(labelled: &[(String, String)], title: &str, body: &str) -> Option<String> {
    let label = labelled
        .iter()
        .filter(|(name, _)| matches!(name.as_str(), "文号" | "发文字号" | "文件编号" | "发文号"))
        .find_map(|(_, value)| of_line(value));
    label.or_else(|| in_title(title)).or_else(|| {
        body.lines().map(str::trim).filter(|l| !l.is_empty()).take(8).find_map(|line| {
            let bare = line.trim_matches(|c: char| c.is_whitespace() || "（()）".contains(c));
            let hit = NUMBER.find(bare)?;
            // A line of its own.
            (bare.chars().count() <= hit.as_str().chars().count() + 4).then(|| of_line(bare)).flatten()
        })
    })
}

fn of_line(line: &str) -> Option<String> {
    if let Some(hit) = NUMBER.captures(line) {
        return Some(unified(&hit));
    }
    ORDER.find(line).map(|m| m.as_str().chars().filter(|c| !c.is_whitespace()).collect())
}

/// In a title the number ends it or stands in brackets; 关于转发《…》（国办发〔2019〕1号）的通知 cites.
fn in_title(title: &str) -> Option<String> {
    let hit = NUMBER.captures(title)?;
    let all = hit.get(0)?;
    let after = title[all.end()..].trim_matches(|c: char| c.is_whitespace() || "）)】]".contains(c));
    let before = title[..all.start()].trim_end();
    let opens = before.is_empty() || before.ends_with(['（', '(', '【', '[', ' ', '》', '知', '见', '法', '函', '复']);
    let leads = before.is_empty() && !after.is_empty();
    let cites = ["根据", "按照", "贯彻", "落实", "转发"].iter().any(|w| before.contains(w)) && before.contains('《');
    ((after.is_empty() || leads) && opens && !cites).then(|| unified(&hit))
}

fn unified(hit: &regex::Captures<'_>) -> String {
    let part = |i: usize| hit.get(i).map_or("", |m| m.as_str());
    format!("{}〔{}〕{}号", part(1), part(2), part(3))
}
