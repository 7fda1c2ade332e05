//! Numbers in running text, line by line as it comes: what stands around each is kept until all has been read.

use super::context::{self, head, tail};
use super::names;
use super::numbers::{self, Number, Shape};
use super::sighting::{Section, Sighting};
use crate::model::is_resident_id;
use crate::parse::seen::Seen;
use regex::Regex;
use std::sync::LazyLock;

/// Most numbers kept of one text.
const MOST: usize = 20_000;
/// Signs kept on either side of a number.
const AROUND: usize = 48;
/// Lines before that are kept.
const LINES: usize = 3;

/// What reads lines.
#[derive(Debug, Default)]
pub(in crate::parse) struct Lines {
    pub(super) sightings: Vec<Sighting>,
    /// The first lines: what the text is called.
    pub(super) title: String,
    read: usize,
    before: Vec<String>,
    /// The line that names the columns of the list below it.
    heads: String,
    section: Section,
    /// The digits at the end of the line before, when an id may go on.
    open: String,
    /// Letters of the public are told apart in it.
    pub(super) letters: bool,
}

static QUESTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[\s\[【［(（·•■◆★]{0,3}(?:网友|群众|市民|我的|公众|用户)?(?:(?:来信|写信|信件|留言|咨询|问题|提问|诉求|反映|投诉|建议|求助|问政|来电)(?:内容|描述|详情|正文|人|者|标题|主题)?|问|主题内容|详细内容)[\]】］)）]?(?:[:：\t\s]|$)",
    )
    .expect("a fixed pattern")
});

static REPLY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[\s\[【［(（·•■◆★]{0,3}(?:官方|部门|单位|政府|网站|来信|信件|留言|咨询|办理|处理|管理员|受理|承办|承办单位|县长)?(?:(?:回复|答复|回信|反馈|解答|回应)(?:内容|意见|情况|详情|信息|结果|单位|部门|人|正文|机构|时间)?|办理结果|处理结果|办理意见|处理意见|办理情况|处理情况|办理单位|承办单位|受理单位|答)[\]】］)）]?(?:[:：\t\s]|$)",
    )
    .expect("a fixed pattern")
});

/// Whether the lines of a page may show a number, in one of them or from one to the next. Quick: most pages show none.
pub(super) fn may_show(seen: &Seen) -> bool {
    let mut open = 0;
    seen.spans.iter().any(|span| {
        let line = seen.text[span.start..span.end].trim();
        let begins = line.bytes().take_while(u8::is_ascii_digit).count();
        let goes_on = open >= 4 && begins > 0 && matches!(open + begins, 17 | 18);
        open = line.bytes().rev().take_while(u8::is_ascii_digit).count();
        goes_on || !numbers::find(line).is_empty()
    })
}

impl Lines {
    /// For a page; whether it shows letters of the public.
    pub(super) fn of(letters: bool) -> Self {
        Self { letters, ..Self::default() }
    }

    /// Reads one line.
    pub(in crate::parse) fn push(&mut self, line: &str, hidden: bool) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        self.read += 1;
        if self.read <= LINES {
            self.title.push_str(head(line, 80));
            self.title.push('\n');
        }
        if self.letters {
            if REPLY.is_match(line) {
                self.section = Section::Reply;
            } else if QUESTION.is_match(line) {
                self.section = Section::Question;
            }
        }
        if let Some(number) = self.goes_on(line) {
            self.see(line, number, hidden);
        }
        if numbers::may_hold(line) {
            for number in numbers::find(line) {
                self.see(line, number, hidden);
            }
        } else {
            self.note_heads(line);
        }
        if self.before.len() >= LINES {
            self.before.remove(0);
        }
        self.before.push(tail(line, AROUND).to_owned());
        self.open.clear();
        self.open.extend(line.chars().rev().take_while(char::is_ascii_digit).take(19));
    }

    /// What comes next has nothing to do with what came before.
    pub(super) fn part(&mut self) {
        self.before.clear();
        self.open.clear();
    }

    /// Whether no number was seen.
    pub(super) fn is_empty(&self) -> bool {
        self.sightings.is_empty()
    }

    /// Takes what a record showed.
    pub(super) fn see_record(&mut self, seen: Sighting) {
        if self.sightings.len() < MOST {
            self.sightings.push(seen);
        }
    }

    /// An id that began at the end of the line before.
    fn goes_on(&self, line: &str) -> Option<Number> {
        // Digits alone are a cell, which the next cell does not go on with.
        let worded = self.before.last().is_some_and(|l| l.chars().any(char::is_alphabetic));
        if !worded || !(4..=17).contains(&self.open.len()) {
            return None;
        }
        let first: String = self.open.chars().rev().collect();
        let end = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
        let mut digits = first + &line[..end];
        let x = digits.len() == 17 && line[end..].starts_with(['X', 'x']);
        if x {
            digits.push('X');
        }
        let end = end + usize::from(x);
        let free = !line[end..].chars().next().is_some_and(numbers::is_word);
        (end > 0 && free && is_resident_id(&digits)).then_some(Number {
            shape: Shape::ResidentId,
            digits,
            start: 0,
            end,
            loose: true,
        })
    }

    fn note_heads(&mut self, line: &str) {
        let count = line.chars().count();
        if count <= 80 && context::heads_named(line) >= 2 && !line.contains(['。', '：', ':']) {
            line.clone_into(&mut self.heads);
        } else if count > 60 && line.contains('。') {
            self.heads.clear();
        }
    }

    fn see(&mut self, line: &str, number: Number, hidden: bool) {
        if self.sightings.len() >= MOST {
            return;
        }
        let before = tail(&line[..number.start], AROUND).to_owned();
        let after = head(&line[number.end..], AROUND / 2).to_owned();
        let named = !names::names_in(&before).is_empty() || !names::names_in(&after).is_empty();
        let label = self.before.last().map_or("", |l| tail(l, 24));
        // A sentence before is no label.
        let label = if label.contains('。') { "" } else { label };
        self.sightings.push(Sighting {
            before,
            after,
            label: label.to_owned(),
            near: self.before.join(" "),
            heads: self.heads.clone(),
            section: self.section,
            hidden,
            named,
            number,
        });
    }
}
