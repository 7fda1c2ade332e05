use super::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a check answers for the subjects it looked at. It knows no points.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// Subjects looked at, those violating and undetermined included.
    pub tested: u64,
    /// Subjects that violate.
    pub violations: Vec<Violation>,
    /// Subjects that could not be told.
    pub undetermined: Vec<Undetermined>,
    /// There may be any number of subjects beyond those listed as undetermined (the site could not be read at all).
    pub open_ended: bool,
    /// What was found, for people who judge beyond "is there any": a list of objects, or null.
    pub found: Value,
    /// Why the check does not apply here at all; outcome `inapplicable`.
    pub inapplicable: Option<Text>,
}

impl Verdict {
    /// The outcome: a violation fails; else anything undetermined can't be told; else nothing tested is inapplicable;
    /// else it passed.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if !self.violations.is_empty() {
            Outcome::Failed
        } else if !self.undetermined.is_empty() || self.open_ended {
            Outcome::CannotTell
        } else if self.inapplicable.is_some() || self.tested == 0 {
            Outcome::Inapplicable
        } else {
            Outcome::Passed
        }
    }

    /// The verdict of a check that does not apply.
    #[must_use]
    pub fn inapplicable(why: Text) -> Self {
        Self { inapplicable: Some(why), ..Self::default() }
    }
}

/// Outcomes as EARL names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// 通过.
    Passed,
    /// 不通过.
    Failed,
    /// 待人工核实.
    CannotTell,
    /// 不适用.
    Inapplicable,
    /// 人工评.
    Manual,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Bound to a veto rule.
    Veto,
    /// Must be mended.
    Major,
    /// Should be mended.
    Minor,
    /// Worth knowing.
    Hint,
}

/// One subject that violates.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// The page on which a person sees the problem, as crawled.
    pub url: String,
    /// What is wrong: the link, the column's name … Absent when the page itself is meant.
    pub target: Option<String>,
    /// One plain sentence: what is wrong and what would put it right.
    pub message: Text,
    /// What was seen, with the numbers that decided. A JSON object.
    pub evidence: Value,
    /// How bad, before a veto rule raises it.
    pub severity: Severity,
    /// How often the same problem stands (referring pages, pages of the template); at least 1.
    pub occurrences: u64,
    /// What identifies a problem that stands on many pages, in place of the url (which then is but an example); must not
    /// hold dates, counts or session ids. Empty for a problem of one page.
    pub subject: String,
}

/// One subject that could not be told, with what a person must look at to close it.
#[derive(Debug, Clone, PartialEq)]
pub struct Undetermined {
    /// The page to look at.
    pub url: String,
    /// What on it.
    pub target: Option<String>,
    /// Why it could not be told.
    pub reason: Reason,
    /// One plain sentence: what was not seen and how to close it.
    pub message: Text,
    /// What was seen. A JSON object.
    pub evidence: Value,
}

/// Why a subject could not be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A firewall, a log-in, 401/403/405/412/429.
    Blocked,
    /// robots.txt.
    Robots,
    /// Drawn by a script that was not run.
    Script,
    /// Never visited: budget, depth, trap, interruption.
    Budget,
    /// The network or our own machine failed.
    Network,
    /// One look does not decide; the window needs more.
    Window,
    /// What was seen can be read more than one way.
    Ambiguous,
    /// The tool failed or does not have the check yet.
    Tool,
}

impl Reason {
    /// The reason in a few words, for messages; what exactly was seen goes into the evidence.
    #[must_use]
    pub fn words(self) -> Text {
        let (zh, en) = match self {
            Self::Blocked => ("服务器或防火墙拒绝访问", "the server or a firewall refused"),
            Self::Robots => ("robots.txt 不允许访问", "robots.txt forbids it"),
            Self::Script => (
                "由脚本绘制，这次未能看到；用浏览器绘制（--render）可以看到",
                "drawn by a script and not seen; a browser (--render) would show it",
            ),
            Self::Budget => ("本次没有访问到", "not visited this time"),
            Self::Network => ("网络未能连通", "the network did not get there"),
            Self::Window => ("一次查看不足以下结论", "one look does not decide"),
            Self::Ambiguous => ("所见可作不同解读", "what was seen can be read more than one way"),
            Self::Tool => ("本工具未能判定", "this tool could not tell"),
        };
        Text::new(zh, en)
    }
}
