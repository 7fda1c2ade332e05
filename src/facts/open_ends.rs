use super::Facts;
use crate::model::{FailureKind, Reason, Region, RunStatus, SkipReason};

/// A place that was not seen and in which a column may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenEnd {
    /// Why it was not seen.
    pub reason: Reason,
    /// Its address, or what it is.
    pub what: String,
}

impl Facts {
    /// Places where a column may hide: menu pages not visited or not readable, a menu drawn by script, what a run that
    /// was cut off did not come to.
    pub fn open_ends(&self) -> &[OpenEnd] {
        self.open_ends.get_or_init(|| find(self))
    }
}

fn find(facts: &Facts) -> Vec<OpenEnd> {
    let mut open = Vec::new();
    let mut note = |reason, what: &str| open.push(OpenEnd { reason, what: what.to_owned() });
    for skip in facts.skips.iter().filter(|s| s.page && s.column && s.reason != SkipReason::Trap) {
        let reason = if skip.reason == SkipReason::Robots { Reason::Robots } else { Reason::Budget };
        note(reason, &skip.url);
    }
    if facts.run.finished_ms.is_none() || facts.run.status == RunStatus::Interrupted {
        note(Reason::Budget, "…");
    }
    if let Ok(home) = facts.home() {
        let drawn = home.page.as_ref().is_some_and(|p| p.signals.script_shell);
        let menu = facts.links.all().any(|l| l.region == Region::Nav);
        if drawn || (!menu && !facts.unread_home_parts().is_empty()) {
            note(Reason::Script, home.url());
        }
    }
    for column in &facts.columns().pages {
        let page = &facts.pages[column.page];
        // What is surely not there holds no columns; what did not answer this time may.
        let gone =
            matches!(page.record.status, Some(404 | 410)) || page.record.failure_kind() == Some(FailureKind::Dns);
        if !gone
            && let Err(missing) = facts.column_content(column.page)
            && missing.reason != Reason::Ambiguous
        {
            note(missing.reason, page.url());
        }
    }
    open
}
