//! The live board of a scan: a bar on a terminal, plain lines in a log, nothing when quiet.

use super::say::{clean, in_events, note};
use crate::crawl::Progress;
use crate::model::{Grade, Lang, Site, Text};
use crate::report;
use crate::scan::{ScanWatch, SiteEnding, SiteOutcome};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Between two plain lines about the whole.
const EVERY: Duration = Duration::from_secs(30);

/// Shows how a scan comes along.
pub(super) struct ScanBoard {
    lang: Lang,
    quiet: bool,
    began: Instant,
    bar: Option<ProgressBar>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    all: u64,
    /// Settled before this process began.
    before: u64,
    done: u64,
    partial: u64,
    failed: u64,
    /// Pages of sites under way, by site.
    running: BTreeMap<String, (String, u64)>,
    /// Pages of sites that ended.
    pages: u64,
    said: Option<Instant>,
}

impl ScanBoard {
    pub(super) fn new(lang: Lang, quiet: bool) -> Self {
        let bar = (!quiet && !in_events() && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
            let style = ProgressStyle::with_template("{spinner} [{bar:20}] {prefix}\n  {wide_msg}")
                .map_or_else(|_| ProgressStyle::default_bar(), |s| s.progress_chars("=> "));
            bar.set_style(style);
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        });
        Self { lang, quiet, began: Instant::now(), bar, state: Mutex::default() }
    }

    /// Takes the bar away.
    pub(super) fn close(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn with(&self, change: impl FnOnce(&mut State)) {
        if self.quiet {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut state);
        let Some(bar) = &self.bar else {
            let due = state.said.is_none_or(|at| at.elapsed() >= EVERY);
            if due && state.all > 0 {
                state.said = Some(Instant::now());
                if in_events() {
                    let (sites, settled, failed) = (state.all, state.settled(), state.failed);
                    tracing::info!(
                        sites,
                        settled,
                        failed,
                        running = state.running.len(),
                        pages = state.seen(),
                        "scan progress"
                    );
                } else {
                    note(&self.counts(&state));
                }
            }
            return;
        };
        bar.set_length(state.all);
        bar.set_position(state.settled());
        bar.set_prefix(self.counts(&state));
        let names: Vec<String> =
            state.running.values().take(6).map(|(name, pages)| format!("{} {pages}", clean(name))).collect();
        bar.set_message(names.join(" · "));
    }

    fn line(&self, text: &str) {
        // What happens to a site is an event of the scan itself.
        if self.quiet || in_events() {
            return;
        }
        match &self.bar {
            Some(bar) => bar.suspend(|| note(text)),
            None => note(text),
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "for people to read"
    )]
    fn counts(&self, state: &State) -> String {
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        let rate = state.seen() as f64 / seconds;
        let settled = state.settled();
        let here = settled.saturating_sub(state.before);
        let left = (here > 0).then(|| seconds / here as f64 * state.all.saturating_sub(settled) as f64);
        let (running, failed) = (state.running.len(), state.failed);
        match self.lang {
            Lang::Zh => {
                let left = left.map_or_else(String::new, |s| format!(" · 约剩 {}", span(s as u64, Lang::Zh)));
                format!("网站 {settled}/{} · 进行中 {running} · 未能评 {failed} · {rate:.1} 页/秒{left}", state.all)
            }
            Lang::En => {
                let left = left.map_or_else(String::new, |s| format!(" · about {} left", span(s as u64, Lang::En)));
                format!("sites {settled}/{} · running {running} · failed {failed} · {rate:.1} pages/s{left}", state.all)
            }
        }
    }

    fn take(&self, outcome: &SiteOutcome, here: bool) {
        self.line(&told(outcome, self.lang));
        self.with(|state| {
            state.running.remove(&outcome.id);
            if here {
                state.pages += outcome.pages;
            }
            match outcome.outcome {
                SiteEnding::Done => state.done += 1,
                SiteEnding::Partial => state.partial += 1,
                SiteEnding::Failed => state.failed += 1,
            }
        });
    }
}

impl State {
    fn settled(&self) -> u64 {
        self.done + self.partial + self.failed
    }

    /// Pages so far.
    fn seen(&self) -> u64 {
        self.pages + self.running.values().map(|(_, pages)| pages).sum::<u64>()
    }
}

impl ScanWatch for ScanBoard {
    fn opened(&self, sites: u64, done: u64) {
        self.with(|state| {
            state.all = sites;
            state.before = done;
        });
    }

    fn began(&self, site: &Site, _: bool) {
        let name = if site.name.is_empty() { site.id.clone() } else { site.name.clone() };
        self.with(|state| {
            state.running.insert(site.id.clone(), (name, 0));
        });
    }

    fn progress(&self, site_id: &str, progress: &Progress) {
        self.with(|state| {
            if let Some((_, pages)) = state.running.get_mut(site_id) {
                *pages = progress.pages.saturating_sub(progress.kept);
            }
        });
    }

    fn ended(&self, outcome: &SiteOutcome) {
        self.take(outcome, true);
    }

    fn left(&self, site: &Site, why: &Text) {
        self.line(&clean(&format!("· {}: {}", shown(&site.name, &site.id), why.pick(self.lang))));
        self.with(|state| {
            state.running.remove(&site.id);
        });
    }

    fn noted(&self, site: &Site, what: &Text) {
        self.line(&clean(&format!("· {}: {}", shown(&site.name, &site.id), what.pick(self.lang))));
    }

    fn elsewhere(&self, outcome: &SiteOutcome) {
        self.take(outcome, false);
    }
}

fn shown(name: &str, id: &str) -> String {
    if name.is_empty() { id.to_owned() } else { format!("{name} ({id})") }
}

/// One line about a site that has ended.
pub(super) fn told(outcome: &SiteOutcome, lang: Lang) -> String {
    let who = shown(&outcome.name, &outcome.id);
    let seconds = u64::try_from((outcome.ended_ms - outcome.began_ms) / 1000).unwrap_or(0);
    let took = span(seconds, lang);
    let why = outcome.reason.as_ref().map_or_else(String::new, |reason| match lang {
        Lang::Zh => format!("；{}", reason.zh),
        Lang::En => format!("; {}", reason.en),
    });
    let mark = match outcome.outcome {
        SiteEnding::Done => "✓",
        SiteEnding::Partial => "◐",
        SiteEnding::Failed => "✗",
    };
    let score = match (outcome.outcome, outcome.grade, outcome.low, outcome.high) {
        (SiteEnding::Failed, ..) | (_, None, ..) | (_, _, None, _) | (.., None) => match lang {
            Lang::Zh => "未能评分".to_owned(),
            Lang::En => "not judged".to_owned(),
        },
        (_, Some(grade), Some(low), Some(high)) => {
            let range = if low == high {
                format!("{:.2}", low.as_f64())
            } else {
                format!("{:.2}–{:.2}", low.as_f64(), high.as_f64())
            };
            let word = report::grade_word(lang, grade);
            if grade == Grade::Fail && !outcome.vetoes.is_empty() { word.to_owned() } else { format!("{word} {range}") }
        }
    };
    clean(&match lang {
        Lang::Zh => format!("{mark} {who}：{score}，{} 页，{took}{why}", outcome.pages),
        Lang::En => format!("{mark} {who}: {score}, {} pages, {took}{why}", outcome.pages),
    })
}

/// A span of time in words.
pub(super) fn span(seconds: u64, lang: Lang) -> String {
    let (hours, minutes) = (seconds / 3600, seconds % 3600 / 60);
    match (lang, hours, minutes) {
        (Lang::Zh, 0, 0) => format!("{seconds} 秒"),
        (Lang::Zh, 0, _) => format!("{minutes} 分 {} 秒", seconds % 60),
        (Lang::Zh, ..) => format!("{hours} 小时 {minutes} 分"),
        (Lang::En, 0, 0) => format!("{seconds} s"),
        (Lang::En, 0, _) => format!("{minutes} min {} s", seconds % 60),
        (Lang::En, ..) => format!("{hours} h {minutes} min"),
    }
}
