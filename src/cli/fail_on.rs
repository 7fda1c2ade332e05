use super::say::{Ending, Stop};
use crate::model::{Scorecard, Severity};

/// When an audit should end with status 1.
#[derive(Debug, Default)]
pub(super) struct FailOn {
    veto: bool,
    major: bool,
    below: Option<f64>,
}

impl FailOn {
    pub(super) fn read(words: &[String]) -> Result<Self, Stop> {
        let mut conditions = Self::default();
        for word in words {
            match word.trim() {
                "veto" => conditions.veto = true,
                "major" => conditions.major = true,
                other => match other
                    .strip_prefix("score<")
                    .and_then(|n| n.trim().parse::<f64>().ok())
                    .filter(|n| n.is_finite())
                {
                    Some(n) => conditions.below = Some(n),
                    None => {
                        return Err(Stop::new(
                            Ending::Usage,
                            format!("--fail-on “{other}”看不懂，可用 veto、major、score<60"),
                            format!("--fail-on \"{other}\" is not known; use veto, major, score<60"),
                        ));
                    }
                },
            }
        }
        Ok(conditions)
    }

    pub(super) fn met(&self, cards: &[Scorecard]) -> bool {
        cards.iter().any(|card| {
            let worst = card.findings.iter().map(|f| f.severity).min();
            (self.veto && !card.score.vetoes.is_empty())
                || (self.major && worst.is_some_and(|s| s <= Severity::Major))
                || self.below.is_some_and(|mark| card.score.high.as_f64() < mark)
        })
    }
}
