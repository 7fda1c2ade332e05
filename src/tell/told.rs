use crate::model::{Grade, Lang, Points, Text};
use crate::scan::{SiteEnding, SiteOutcome, Summary};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Sites told one by one; a message stays small however large the list.
const NAMED: usize = 200;
/// Characters of a name or a reason.
const LONGEST: usize = 200;

/// What there is to tell of a scan; as JSON, the body of a webhook's message: `duwang.told/1`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// `duwang.told/1`.
    pub schema: &'static str,
    /// The same for every attempt to tell of this scan, and for no other scan: a receiver that knows it has seen the message.
    pub delivery: String,
    /// The scan's id.
    pub scan: String,
    /// The day as on which its sites were judged.
    pub as_of: String,
    /// RFC 3339 with offset +08:00.
    pub started_at: String,
    /// RFC 3339; `null` when it has not ended.
    pub finished_at: Option<String>,
    /// Sites in all.
    pub all: usize,
    /// Seen whole.
    pub done: u64,
    /// Judged by a part.
    pub partial: u64,
    /// Not judged.
    pub failed: u64,
    /// Not ended yet.
    pub open: u64,
    /// Sites of each grade.
    pub grades: Grades,
    /// Sites that failed a veto which they had not failed the time before.
    pub with_new_vetoes: usize,
    /// A site could not be judged or failed a new veto.
    pub trouble: bool,
    /// Sites with something to tell: new vetoes first, then those not judged, then those judged by a part; each in the order
    /// of the list.
    pub sites: Vec<ToldSite>,
    /// Such sites beyond those named.
    pub more: usize,
    /// The language of the reasons, and of a letter.
    #[serde(skip)]
    pub lang: Lang,
}

/// Sites of each grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Grades {
    /// 合格.
    pub pass: usize,
    /// 不合格.
    pub fail: usize,
    /// 待定.
    pub pending: usize,
}

/// A site with something to tell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToldSite {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How its visit ended.
    pub outcome: SiteEnding,
    /// Why it is not `done`.
    pub reason: Option<String>,
    /// Under the first pack, like what follows.
    pub grade: Option<Grade>,
    /// The low end of its score.
    pub low: Option<Points>,
    /// The high end.
    pub high: Option<Points>,
    /// Ids of veto rules that it fails and had not failed the time before.
    pub new_vetoes: Vec<String>,
}

impl Told {
    /// From a scan that has ended.
    #[must_use]
    pub fn of(summary: &Summary, lang: Lang) -> Self {
        let scan = &summary.scan;
        let tally = summary.tally();
        let mut telling: Vec<&SiteOutcome> =
            summary.sites.iter().filter(|s| s.outcome != SiteEnding::Done || !s.new_vetoes.is_empty()).collect();
        telling.sort_by_key(|site| match (site.new_vetoes.is_empty(), site.outcome) {
            (false, _) => 0,
            (true, SiteEnding::Failed) => 1,
            (true, _) => 2,
        });
        let with_new_vetoes = summary.sites.iter().filter(|s| !s.new_vetoes.is_empty()).count();
        Self {
            schema: "duwang.told/1",
            delivery: delivery(summary),
            scan: scan.id.clone(),
            as_of: scan.as_of.to_string(),
            started_at: time(scan.started_ms),
            finished_at: scan.finished_ms.map(time),
            all: summary.all,
            done: tally.done,
            partial: tally.partial,
            failed: tally.failed,
            open: tally.open,
            grades: Grades {
                pass: summary.graded(Grade::Pass),
                fail: summary.graded(Grade::Fail),
                pending: summary.graded(Grade::Pending),
            },
            with_new_vetoes,
            trouble: with_new_vetoes > 0 || tally.failed > 0,
            sites: telling.iter().take(NAMED).map(|site| told(site, lang)).collect(),
            more: telling.len().saturating_sub(NAMED),
            lang,
        }
    }
}

fn told(site: &SiteOutcome, lang: Lang) -> ToldSite {
    let judged = site.outcome != SiteEnding::Failed;
    ToldSite {
        id: site.id.clone(),
        name: plain(&site.name),
        outcome: site.outcome,
        reason: site.reason.as_ref().map(|why| plain(why.pick(lang))),
        grade: site.grade.filter(|_| judged),
        low: site.low.filter(|_| judged),
        high: site.high.filter(|_| judged),
        new_vetoes: site.new_vetoes.clone(),
    }
}

/// Text from outside on one line, without signs that steer whatever shows it.
fn plain(text: &str) -> String {
    let kept = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| {
        !(c.is_control() || matches!(u32::from(*c), 0x200B..=0x200F | 0x2028..=0x202E | 0x2066..=0x2069 | 0xFEFF))
    });
    kept.take(LONGEST).collect::<String>().trim().to_owned()
}

/// What tells this scan from every other, on whatever machine.
fn delivery(summary: &Summary) -> String {
    let scan = &summary.scan;
    let mut hash = Sha256::new();
    for part in ["duwang.told/1", &scan.id, &scan.list, &scan.started_ms.to_string()] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(16).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A moment in Beijing time.
fn time(ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
    at.display_with_offset(jiff::tz::Offset::constant(8)).to_string()
}

/// Words for what is told.
pub trait Word {
    /// In both languages.
    fn word(self) -> Text;
}

impl Word for Grade {
    fn word(self) -> Text {
        match self {
            Self::Pass => Text::new("合格", "passed"),
            Self::Fail => Text::new("不合格", "failed"),
            Self::Pending => Text::new("待定", "pending"),
        }
    }
}
