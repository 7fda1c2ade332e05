use super::{Outcome, SiteTrait, Text, Verdict};
use serde::{Deserialize, Serialize};

/// What one rule's verdict counts: all that its marks depend on, without the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Subjects looked at, those violating and undetermined included.
    pub tested: u64,
    /// Subjects that violate.
    pub violations: u64,
    /// Subjects that could not be told.
    pub undetermined: u64,
    /// There may be any number of subjects beyond those counted.
    pub open_ended: bool,
    /// Why it does not apply at all; boxed, for a year holds a million of these and few say why.
    pub inapplicable: Option<Box<Text>>,
}

impl Tally {
    /// As [`Verdict::outcome`].
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if self.violations > 0 {
            Outcome::Failed
        } else if self.undetermined > 0 || self.open_ended {
            Outcome::CannotTell
        } else if self.inapplicable.is_some() || self.tested == 0 {
            Outcome::Inapplicable
        } else {
            Outcome::Passed
        }
    }
}

impl From<&Verdict> for Tally {
    fn from(verdict: &Verdict) -> Self {
        Self {
            tested: verdict.tested,
            violations: verdict.violations.len() as u64,
            undetermined: verdict.undetermined.len() as u64,
            open_ended: verdict.open_ended,
            inapplicable: verdict.inapplicable.clone().map(Box::new),
        }
    }
}

/// What is kept of a scorecard beside it, so that a year's figures need not read the whole: the total, and the count of
/// every rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunTally {
    /// The site's name, as the scorecard has it.
    pub name: String,
    /// What people told of the body.
    #[serde(default)]
    pub traits: Vec<SiteTrait>,
    /// Ids of veto rules that failed.
    pub vetoes: Vec<String>,
    /// Per rule: id, tested, violations, undetermined, whether there may be more, whether it does not apply.
    pub rules: Vec<(String, u64, u64, u64, bool, bool)>,
}
