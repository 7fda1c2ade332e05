//! What the sheets of an assessment share: words, levels, and the detail of a site.

use super::xlsx_sheet::{Cell, Sheet};
use super::{Error, clean, html_view, labels};
use crate::model::{
    AskColumn, Assessment, Grade, IndicatorYear, Lang, OutlineIndicator, Points, PointsRange, RuleYear, RunUse,
    RunsPolicy, SiteYear, VetoScope,
};

/// A word of the assessment.
pub(super) fn word(lang: Lang, key: &'static str) -> &'static str {
    labels::word(lang, key)
}

pub(super) fn text(text: &str) -> Cell<'static> {
    Cell::Text(text.to_owned())
}

/// The heading of a column that is read back.
pub(super) fn heading(lang: Lang, column: AskColumn) -> &'static str {
    let (zh, en) = column.heading();
    if lang == Lang::Zh { zh } else { en }
}

/// A number when it is one, else the range.
pub(super) fn ranged(got: PointsRange) -> Cell<'static> {
    if got.low == got.high { Cell::Marks(got.low.as_f64()) } else { Cell::Range(html_view::range(got)) }
}

pub(super) fn marks(points: Points) -> Cell<'static> {
    Cell::Marks(points.as_f64())
}

/// What levels are called: as the pack says, else first, second, third, fourth level.
pub(super) fn levels(lang: Lang, named: &[String], deepest: usize) -> Vec<String> {
    let plain = ["assess.level1", "assess.level2", "assess.level3", "assess.level4"];
    (0..deepest)
        .map(|at| match (named.get(at), plain.get(at)) {
            (Some(name), _) => clean::line(name).into_owned(),
            (None, Some(key)) => word(lang, key).to_owned(),
            (None, None) => format!("{} {}", labels::word(lang, "level"), at + 1),
        })
        .collect()
}

pub(super) fn site_name(site: &SiteYear) -> &str {
    if site.site.name.trim().is_empty() { &site.site.id } else { &site.site.name }
}

/// The total as people read it: nothing for a vetoed site, whose total does not count.
pub(super) fn score(site: &SiteYear, lang: Lang) -> Cell<'static> {
    match site.score {
        None => text(word(lang, "assess.no_run")),
        Some(_) if is_vetoed(site) => text(word(lang, "assess.vetoed")),
        Some(score) => ranged(PointsRange { low: score.low, high: score.high }),
    }
}

/// Whether a veto failed within the pack's scope.
pub(super) fn is_vetoed(site: &SiteYear) -> bool {
    let failed = crate::model::VetoState::Failed;
    site.grade == Grade::Fail && site.vetoes.iter().any(|v| v.counts && v.state == failed)
}

/// Days and ids of the runs that make the figure.
pub(super) fn used(site: &SiteYear, lang: Lang) -> String {
    let runs: Vec<String> =
        site.runs.iter().filter(|r| r.part != RunUse::Aside).map(|r| format!("{} {}", r.as_of, r.id)).collect();
    runs.join(labels::word(lang, "semicolon"))
}

/// How the year is made up, by the pack.
pub(super) fn policy(year: &Assessment) -> String {
    let lang = year.lang;
    let runs = match year.policy.runs {
        RunsPolicy::Last => "assess.runs_last",
        RunsPolicy::Worst => "assess.runs_worst",
        RunsPolicy::Mean => "assess.runs_mean",
    };
    let vetoes = match year.policy.vetoes {
        VetoScope::Any => "assess.vetoes_any",
        VetoScope::Counted => "assess.vetoes_counted",
    };
    let mut parts = vec![word(lang, runs), word(lang, vetoes)];
    if year.policy.incomplete {
        parts.push(word(lang, "assess.incomplete"));
    }
    parts.push(word(lang, "assess.order"));
    parts.join(labels::word(lang, "semicolon"))
}

/// The layout of the source documents: levels, units, deadline, then marks. `with_site` puts the site before each row.
pub(super) struct Detail<'a> {
    year: &'a Assessment,
    deepest: usize,
    with_site: bool,
}

impl<'a> Detail<'a> {
    pub(super) fn new(year: &'a Assessment, with_site: bool) -> Self {
        let deepest = year.outline.iter().map(|i| i.level as usize).max().unwrap_or(1);
        Self { year, deepest, with_site }
    }

    /// Widths of columns; before anything is written.
    pub(super) fn set_up(&self, sheet: &mut Sheet<'_>) -> Result<(), Error> {
        let widths: Vec<u8> = self.columns().into_iter().map(|(_, width)| width).collect();
        sheet.wide_paper();
        sheet.widths(&widths)
    }

    /// The heading row; gives the number of columns.
    pub(super) fn head(&self, sheet: &mut Sheet<'_>) -> Result<usize, Error> {
        let columns = self.columns();
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        sheet.head(&names, true)?;
        Ok(names.len())
    }

    fn columns(&self) -> Vec<(String, u8)> {
        let lang = self.year.lang;
        let mut columns: Vec<(String, u8)> = Vec::new();
        let mut add = |name: &str, width: u8| columns.push((name.to_owned(), width));
        if self.with_site {
            add(labels::word(lang, "site"), 20);
        }
        for (at, name) in levels(lang, &self.year.policy.levels, self.deepest).iter().enumerate() {
            add(name, if at + 1 == self.deepest { 32 } else { 18 });
        }
        for (key, width) in [("lead_unit", 16), ("units", 22), ("deadline", 12)] {
            add(labels::word(lang, key), width);
        }
        for (key, width) in [("assess.full", 8), ("assess.mark", 12), ("assess.why", 60), ("assess.basis", 16)] {
            add(word(lang, key), width);
        }
        add(labels::word(lang, "outcome"), 12);
        columns
    }

    /// A site's rows: indicators above as subtotals, the lowest with everything.
    pub(super) fn rows(&self, site: &SiteYear, sheet: &mut Sheet<'_>) -> Result<(), Error> {
        let mut above: Vec<&str> = Vec::new();
        for (plan, got) in self.year.outline.iter().zip(&site.indicators) {
            above.truncate((plan.level as usize).saturating_sub(1));
            above.push(&plan.title);
            sheet.line(&self.row(site, &above, plan, got))?;
        }
        Ok(())
    }

    fn row(&self, site: &SiteYear, above: &[&str], plan: &OutlineIndicator, got: &IndicatorYear) -> Vec<Cell<'static>> {
        let lang = self.year.lang;
        let mut cells = Vec::new();
        if self.with_site {
            cells.push(text(site_name(site)));
        }
        for at in 0..self.deepest {
            let title = above.get(at).copied().unwrap_or_default();
            cells.push(if plan.leaf { text(title) } else { Cell::Strong(title.to_owned()) });
        }
        if !plan.leaf {
            cells.extend([Cell::Empty, Cell::Empty, Cell::Empty, marks(got.full_marks), ranged(got.got)]);
            cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
            return cells;
        }
        let list = labels::word(lang, "list");
        cells.push(text(plan.lead_unit.as_deref().unwrap_or_default()));
        cells.push(Cell::Text(plan.responsible_units.join(list)));
        cells.push(text(plan.deadline.as_deref().unwrap_or_default()));
        cells.extend([marks(got.full_marks), ranged(got.got)]);
        cells.push(Cell::Text(self.why(plan, got)));
        cells.push(Cell::Text(self.basis(plan)));
        cells.push(text(labels::outcome(lang, got.outcome)));
        cells
    }

    /// The arithmetic of every rule that takes, gives or leaves something open.
    fn why(&self, plan: &OutlineIndicator, got: &IndicatorYear) -> String {
        use crate::model::Outcome as O;
        let worth = |rule: &RuleYear| {
            rule.lost.high > Points::ZERO
                || rule.gained.high > Points::ZERO
                || matches!(rule.outcome, O::Failed | O::CannotTell | O::Manual)
        };
        let colon = labels::word(self.year.lang, "colon");
        let lines: Vec<String> = plan
            .rules
            .iter()
            .zip(&got.rules)
            .filter(|(about, rule)| about.effect != "info" && worth(rule))
            .map(|(about, rule)| format!("{} {}{colon}{}", about.id, about.title, rule.arithmetic))
            .collect();
        lines.join("\n")
    }

    fn basis(&self, plan: &OutlineIndicator) -> String {
        let lang = self.year.lang;
        let list = labels::word(lang, "list");
        let mut parts = vec![plan.id.clone()];
        parts.extend(plan.clause.clone());
        if !plan.ledger.is_empty() {
            parts.push(format!("{}{}", word(lang, "assess.ledger"), plan.ledger.join(list)));
        }
        parts.join(labels::word(lang, "semicolon"))
    }
}
