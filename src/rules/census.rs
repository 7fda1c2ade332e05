//! A pack in figures: which rows of the ledger it carries, who judges its rules.

use super::set::{Class, Judge, RuleSet};
use crate::model::Lang;

/// What a pack carries and who judges it, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Census {
    /// Ledger rows of class A: the pages decide.
    pub a: usize,
    /// Ledger rows of class B: the pages give evidence, a person decides.
    pub b: usize,
    /// Ledger rows of class C: off the web only.
    pub c: usize,
    /// Ledger rows of indicators that name no class.
    pub unclassed: usize,
    /// Indicators without others below them.
    pub leaves: usize,
    /// Of these, how many a person or a check of this version judges.
    pub covered: usize,
    /// Rules.
    pub rules: usize,
    /// Rules that a check of this version judges.
    pub by_check: usize,
    /// Rules whose check this version does not have.
    pub planned: usize,
    /// Rules a person marks.
    pub by_person: usize,
}

impl RuleSet {
    /// The pack in figures.
    #[must_use]
    pub fn census(&self) -> Census {
        let mut census = Census { rules: self.rules.len(), ..Census::default() };
        for (at, indicator) in self.indicators.iter().enumerate() {
            let rows = indicator.ledger.len();
            match indicator.class {
                Some(Class::A) => census.a += rows,
                Some(Class::B) => census.b += rows,
                Some(Class::C) => census.c += rows,
                None => census.unclassed += rows,
            }
            if indicator.children.is_empty() {
                census.leaves += 1;
                census.covered += usize::from(self.covered(at));
            }
        }
        for rule in &self.rules {
            match rule.judge() {
                Judge::Check => census.by_check += 1,
                Judge::Planned => census.planned += 1,
                Judge::Person => census.by_person += 1,
            }
        }
        census
    }
}

impl Census {
    /// Rows of the ledger it carries.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.a + self.b + self.c + self.unclassed
    }

    /// The rows by class, in words; nothing when the pack carries none.
    #[must_use]
    pub fn rows_text(&self, lang: Lang) -> Option<String> {
        let rows = self.rows();
        let rest = match (self.unclassed, lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!("，未分类 {n}"),
            (n, Lang::En) => format!(", unclassed {n}"),
        };
        (rows > 0).then(|| match lang {
            Lang::Zh => format!("台账行 {rows} 条：A 类 {}，B 类 {}，C 类 {}{rest}", self.a, self.b, self.c),
            Lang::En => format!("{rows} ledger rows: {} of class A, {} of B, {} of C{rest}", self.a, self.b, self.c),
        })
    }

    /// Indicators and rules, and who judges them, in words.
    #[must_use]
    pub fn judges_text(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!(
                "末级指标 {} 条，规则 {} 条：由检查判定 {} 条，所需检查本版尚未提供 {} 条，由人评定 {} 条",
                self.leaves, self.rules, self.by_check, self.planned, self.by_person
            ),
            Lang::En => format!(
                "{} indicators at the lowest level, {} rules: {} judged by a check, {} whose check is not in this version, \
                 {} marked by a person",
                self.leaves, self.rules, self.by_check, self.planned, self.by_person
            ),
        }
    }
}
