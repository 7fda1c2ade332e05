use super::fault::Fault;
use crate::checks::Measure;
use crate::model::{AssessPolicy, Lexicon, PackRef, Points, SiteTrait, Text};
use jiff::civil::Date;
use serde_json::Value;

/// A sound pack with everything it extends, bound to the checks there are.
#[derive(Debug)]
pub struct RuleSet {
    /// The pack's own data.
    pub pack: Pack,
    /// Indicators in the pack's order; `Indicator::children` and `Indicator::rules` point into this set.
    pub indicators: Vec<Indicator>,
    /// Rules in the pack's order.
    pub rules: Vec<Rule>,
    /// What is odd about the pack and does not stop it.
    pub warnings: Vec<Fault>,
}

impl RuleSet {
    /// The lexicons whose wordings its rules look for, each once.
    #[must_use]
    pub fn lexicons(&self) -> Vec<&Lexicon> {
        let mut found: Vec<&Lexicon> = Vec::new();
        for lexicon in self.rules.iter().filter_map(|r| r.measure.as_ref()?.lexicon()) {
            if !found.contains(&lexicon) {
                found.push(lexicon);
            }
        }
        found
    }

    /// First-level indicators, as indexes into `indicators`.
    pub fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        self.indicators.iter().enumerate().filter(|(_, i)| i.parent.is_none()).map(|(index, _)| index)
    }

    /// Per indicator, the trait of the body for which it does not apply, its own or one above it.
    #[must_use]
    pub fn excused(&self, traits: &[SiteTrait]) -> Vec<Option<SiteTrait>> {
        let mut excused = vec![None; self.indicators.len()];
        let mut open: Vec<(usize, Option<SiteTrait>)> = self.roots().map(|root| (root, None)).collect();
        while let Some((at, above)) = open.pop() {
            let own = || self.indicators[at].unless.iter().copied().find(|t| traits.contains(t));
            excused[at] = above.or_else(own);
            open.extend(self.indicators[at].children.iter().map(|child| (*child, excused[at])));
        }
        excused
    }

    /// The same per rule.
    #[must_use]
    pub fn excused_rules(&self, traits: &[SiteTrait]) -> Vec<Option<SiteTrait>> {
        let mut excused = vec![None; self.rules.len()];
        for (indicator, why) in self.indicators.iter().zip(self.excused(traits)) {
            for rule in &indicator.rules {
                excused[*rule] = why;
            }
        }
        excused
    }

    /// Whether a check that exists or a person judges this indicator or one below it; otherwise it is 尚未覆盖.
    #[must_use]
    pub fn covered(&self, indicator: usize) -> bool {
        let this = &self.indicators[indicator];
        this.rules.iter().any(|r| self.rules[*r].judge() != Judge::Planned)
            || this.children.iter().any(|child| self.covered(*child))
    }
}

/// What a pack says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Id, title, source, version and digest, as scorecards carry them.
    pub reference: PackRef,
    /// Marks in all, bonus aside.
    pub full_marks: Points,
    /// Below it: 不合格.
    pub pass_mark: Points,
    /// Bonus counts above it.
    pub bonus_mark: Points,
    /// Most bonus that counts.
    pub bonus_cap: Points,
    /// Whether indicators that don't apply drop out and the rest is scaled to the full marks.
    pub scaling: bool,
    /// First day on which the pack is in force.
    pub valid_from: Option<Date>,
    /// Last day on which it is in force.
    pub valid_to: Option<Date>,
    /// Which runs make a year's figure.
    pub assess: AssessPolicy,
    /// How its marks came about, what is uncertain.
    pub notes: String,
}

impl Pack {
    /// The days on which it is in force, in words; `None` when it names none.
    #[must_use]
    pub fn force(&self) -> Option<Text> {
        match (self.valid_from, self.valid_to) {
            (Some(from), Some(to)) => Some(Text::new(format!("{from} 至 {to}"), format!("{from} to {to}"))),
            (Some(from), None) => Some(Text::new(format!("{from} 起"), format!("from {from}"))),
            (None, Some(to)) => Some(Text::new(format!("{to} 止"), format!("until {to}"))),
            (None, None) => None,
        }
    }

    /// What to say when it is not in force on the day that is judged.
    #[must_use]
    pub fn out_of_force(&self, as_of: Date) -> Option<Text> {
        let within = self.valid_from.is_none_or(|from| as_of >= from) && self.valid_to.is_none_or(|to| as_of <= to);
        let force = self.force().filter(|_| !within)?;
        Some(Text::new(
            format!("评判基准日 {as_of} 不在规则包的有效期（{}）内，结果仅供参考", force.zh),
            format!("the pack is in force {}, not on {as_of}: take the result for information", force.en),
        ))
    }
}

/// How far a website can decide a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// From the pages alone.
    A,
    /// Evidence from the pages, the last word a person's.
    B,
    /// Off the web only.
    C,
}

/// One indicator of any level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its id, unique in the pack.
    pub id: String,
    /// The id of the indicator above; `None` for first level.
    pub parent: Option<String>,
    /// 1 for first level.
    pub level: u32,
    /// Its title.
    pub title: String,
    /// The source document of the pack that wrote it, which may be one that this pack extends.
    pub source: String,
    /// The marks the pack gives it: as written, or the sum of those below when none are written.
    pub points: Points,
    /// 牵头单位.
    pub lead_unit: Option<String>,
    /// 责任单位.
    pub responsible_units: Vec<String>,
    /// 完成时限: a day, or words without a digit such as 长期坚持.
    pub deadline: Option<String>,
    /// Where in the source document.
    pub clause: Option<String>,
    /// Rows of the requirements ledger that it carries.
    pub ledger: Vec<String>,
    /// How far a website can decide it.
    pub class: Option<Class>,
    /// Why no rule decides it yet (`status = "pending"`).
    pub pending: Option<String>,
    /// Traits of a body to which it does not apply, with everything below it.
    pub unless: Vec<SiteTrait>,
    /// Remarks.
    pub notes: Option<String>,
    /// Indicators below it, in order, as indexes into `RuleSet::indicators`.
    pub children: Vec<usize>,
    /// Its rules, in order, as indexes into `RuleSet::rules`.
    pub rules: Vec<usize>,
}

/// One rule: a check with parameters, and what its answer does to the marks.
#[derive(Debug)]
pub struct Rule {
    /// Its id, unique in the pack.
    pub id: String,
    /// The indicator it belongs to.
    pub indicator: String,
    /// Its title.
    pub title: String,
    /// The check's id; empty when only a person judges.
    pub check: String,
    /// What the answer does.
    pub effect: Effect,
    /// Parameters as written (a JSON object); those in force are `measure.params()`.
    pub params: Value,
    /// The bound check; `None` when it is planned or there is none.
    pub measure: Option<Box<dyn Measure>>,
    /// Where in the source document, when it differs from the indicator's clause.
    pub clause: Option<String>,
    /// Remarks.
    pub notes: Option<String>,
}

/// Who gives a rule its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// A check that exists.
    Check,
    /// A check of the contract that this version does not have: can't be told.
    Planned,
    /// A person.
    Person,
}

impl Rule {
    /// Who gives it its answer: a person for `manual` and for rules without a check.
    #[must_use]
    pub fn judge(&self) -> Judge {
        if matches!(self.effect, Effect::Manual(_)) || self.check.is_empty() {
            Judge::Person
        } else if self.measure.is_some() {
            Judge::Check
        } else {
            Judge::Planned
        }
    }
}

/// What a rule's answer does to the marks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    /// Any violation loses these marks once.
    DeductOnce(Points),
    /// Every violation loses `each`, together at most `cap` (the indicator's marks when absent).
    DeductEach {
        /// Marks for one.
        each: Points,
        /// Marks at most.
        cap: Option<Points>,
    },
    /// A share of good subjects below `below` loses `points`.
    DeductRatio {
        /// The share that is enough, 0 to 1.
        below: f64,
        /// Marks lost beneath it.
        points: Points,
    },
    /// 单项否决.
    Veto(VetoWhen),
    /// Marks gained when the check passes.
    Bonus(Points),
    /// Shown, not scored.
    Info,
    /// A person gives up to these marks; a check may collect evidence.
    Manual(Points),
}

impl Effect {
    /// Its name in packs and scorecards.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::DeductOnce(_) | Self::DeductEach { .. } | Self::DeductRatio { .. } => "deduct",
            Self::Veto(_) => "veto",
            Self::Bonus(_) => "bonus",
            Self::Info => "info",
            Self::Manual(_) => "manual",
        }
    }

    /// The most it can take from an indicator of `full` marks.
    #[must_use]
    pub fn most(&self, full: Points) -> Points {
        match self {
            Self::DeductOnce(points) | Self::DeductRatio { points, .. } | Self::Manual(points) => *points,
            Self::DeductEach { cap, .. } => cap.unwrap_or(full),
            Self::Veto(_) | Self::Bonus(_) | Self::Info => Points::ZERO,
        }
    }
}

/// When a veto fails.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum VetoWhen {
    /// This many violations or more.
    Count(u64),
    /// This many violations or more; where there are fewer subjects, all of them.
    CountOrAll(u64),
    /// This share of violations or more, measured over at least so many subjects. Subjects short of `min_tested` count as
    /// undetermined, so a few looks fail a site only when all the missing ones together could not save it.
    Ratio {
        /// The share, 0 to 1.
        ratio: f64,
        /// Subjects needed.
        min_tested: u64,
    },
    /// Any violation.
    Any,
}
