//! Whose words a line is: what citizens write is not the site's wording, its replies are.

use crate::model::Page;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A line that begins what a citizen wrote.
static THEIRS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "^[【\\[（(]?(来信|信件|留言|咨询|诉求|投诉|建议|反映|问题|提问|写信|网友|网民|我要|举报|求助)(人|者|内容|标题|主题|事项|详情|描述|正文|信息|问题|时间|日期|类型|编号)?[】\\]）)]?\\s*([:：]|$)",
    )
    .expect("a constant pattern")
});

/// A line that begins the reply.
static OURS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "^[【\\[（(]?(官方|单位|部门|机关|处理|办理|承办|回复|答复|回应|受理|反馈)(回复|答复|结果|情况|内容|单位|部门|意见|时间|日期|信息|反馈|人)?[】\\]）)]?\\s*([:：]|$)",
    )
    .expect("a constant pattern")
});

/// Tells whose the lines of a page are, one after the other.
pub(super) struct Voices<'p> {
    letters: BTreeSet<&'p str>,
    /// The page shows letters at all.
    mixed: bool,
    theirs: bool,
}

impl<'p> Voices<'p> {
    pub(super) fn of(page: &'p Page) -> Self {
        let shown = page.participation.as_deref();
        let single = shown.is_some_and(|s| s.letter.is_some());
        let listed = shown.map_or(&[][..], |s| &s.letters);
        let own = shown.and_then(|s| s.letter.as_ref());
        let letters = listed.iter().chain(own).map(|l| l.title.trim()).filter(|t| !t.is_empty()).collect();
        Self { letters, mixed: single || !listed.is_empty(), theirs: single }
    }

    /// Whether the next line is a citizen's.
    pub(super) fn is_theirs(&mut self, line: &str) -> bool {
        if !self.mixed {
            return false;
        }
        let line = line.trim();
        if THEIRS.is_match(line) {
            self.theirs = true;
        } else if OURS.is_match(line) {
            self.theirs = false;
            return false;
        }
        self.theirs || self.letters.iter().any(|title| line.contains(title))
    }
}
