//! The sheet 证据: what was seen, one fact a row, for every finding and every open question.

use super::xlsx::{text, words};
use super::xlsx_sheet::{Cell, ROWS, Sheet};
use super::{Error, evidence, labels};
use crate::model::{Lang, Scorecard};

/// Everything that has evidence, and the row on which it begins.
pub(super) struct Exhibits<'a> {
    lang: Lang,
    findings: Vec<Exhibit<'a>>,
    questions: Vec<Exhibit<'a>>,
}

struct Exhibit<'a> {
    number: usize,
    rule: String,
    url: &'a str,
    facts: Vec<(String, String)>,
    /// Its first row; nothing where there is no evidence, or no room.
    row: Option<u32>,
}

impl<'a> Exhibits<'a> {
    pub(super) fn of(card: &'a Scorecard) -> Self {
        let lang = card.lang;
        let list = labels::word(lang, "list");
        let mut next = 1;
        let mut place = |facts: &[(String, String)]| {
            let first = next;
            next += facts.len();
            (!facts.is_empty() && next <= ROWS).then(|| u32::try_from(first).ok()).flatten()
        };
        let findings = card.findings.iter().enumerate().map(|(at, finding)| {
            let facts = evidence::pairs(&finding.evidence, lang);
            let row = place(&facts);
            Exhibit { number: at + 1, rule: finding.rules.join(list), url: &finding.url, facts, row }
        });
        let findings = findings.collect();
        let questions = card.open_questions.iter().enumerate().map(|(at, question)| {
            let facts = evidence::pairs(&question.evidence, lang);
            let row = place(&facts);
            Exhibit { number: at + 1, rule: question.rule.clone(), url: &question.url, facts, row }
        });
        let questions = questions.collect();
        Self { lang, findings, questions }
    }

    /// The cell of a finding that leads to its evidence.
    pub(super) fn finding(&self, at: usize) -> Cell<'static> {
        self.cell(self.findings.get(at))
    }

    /// The cell of an open question that leads to its evidence.
    pub(super) fn question(&self, at: usize) -> Cell<'static> {
        self.cell(self.questions.get(at))
    }

    fn cell(&self, exhibit: Option<&Exhibit<'_>>) -> Cell<'static> {
        let Some((exhibit, row)) = exhibit.and_then(|e| Some((e, e.row?))) else { return Cell::Empty };
        let shown = format!("{} {}", exhibit.facts.len(), labels::word(self.lang, "count_items"));
        Cell::Row(labels::word(self.lang, "evidence"), row, shown)
    }

    pub(super) fn write(&self, sheet: &mut Sheet<'_>) -> Result<(), Error> {
        sheet.widths(&[14, 8, 14, 44, 22, 80])?;
        let columns = words(self.lang, &["exhibit_of", "number", "rule", "page", "item", "value"]);
        sheet.head(&columns, true)?;
        for (key, exhibits) in [("findings", &self.findings), ("open_questions", &self.questions)] {
            let list = labels::word(self.lang, key);
            for exhibit in exhibits {
                let Some(first) = exhibit.row else { continue };
                debug_assert_eq!(first, sheet.at(), "the rows told beforehand");
                for (name, value) in &exhibit.facts {
                    sheet.line(&[
                        text(list),
                        Cell::Row(list, u32::try_from(exhibit.number).unwrap_or(0), exhibit.number.to_string()),
                        text(&exhibit.rule),
                        text(exhibit.url),
                        text(name),
                        text(value),
                    ])?;
                }
            }
        }
        sheet.filter(0, columns.len())
    }
}
