//! Progress: bars on a terminal, plain lines elsewhere, nothing when quiet.

use super::say::{clean, in_events, note};
use crate::crawl::{Progress, Watch};
use crate::model::Lang;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Somebody who shows how far a crawl has come.
pub(super) struct Board {
    lang: Lang,
    began: Instant,
    face: Face,
}

enum Face {
    Quiet,
    Bar(ProgressBar),
    /// When the last line was written, and what the next one would say.
    Lines(Mutex<(Instant, Option<String>)>),
}

/// Between two plain lines.
const EVERY: Duration = Duration::from_secs(5);

impl Board {
    pub(super) fn new(lang: Lang, quiet: bool) -> Self {
        let began = Instant::now();
        let face = if quiet {
            Face::Quiet
        } else if std::io::stderr().is_terminal() && !in_events() {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
            let style = ProgressStyle::with_template("{spinner} {prefix} [{bar:20}] {wide_msg}")
                .map_or_else(|_| ProgressStyle::default_bar(), |s| s.progress_chars("=> "));
            bar.set_style(style);
            Face::Bar(bar)
        } else {
            Face::Lines(Mutex::new((began, None)))
        };
        Self { lang, began, face }
    }

    /// Takes the bar away; on plain lines, says how far it came in the end.
    pub(super) fn close(&self) {
        match &self.face {
            Face::Quiet => {}
            Face::Bar(bar) => bar.finish_and_clear(),
            Face::Lines(state) => {
                if let Some(line) = state.lock().ok().and_then(|mut s| s.1.take()) {
                    note(&line);
                }
            }
        }
    }

    fn counts(&self, p: &Progress) -> String {
        let done = p.pages.saturating_sub(p.kept);
        #[expect(clippy::cast_precision_loss, reason = "for people to read")]
        let rate = done as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        match self.lang {
            Lang::Zh => format!(
                "网页 {}/{} · 链接 {}/{} · {rate:.1} 页/秒",
                p.pages,
                p.pages + p.waiting,
                p.checks,
                p.checks + p.checks_waiting
            ),
            Lang::En => format!(
                "pages {}/{} · links {}/{} · {rate:.1} pages/s",
                p.pages,
                p.pages + p.waiting,
                p.checks,
                p.checks + p.checks_waiting
            ),
        }
    }
}

impl Watch for Board {
    fn progress(&self, p: &Progress) {
        match &self.face {
            Face::Quiet => {}
            Face::Bar(bar) => {
                let (done, known) = (p.pages + p.checks, p.pages + p.waiting + p.checks + p.checks_waiting);
                bar.set_length(known);
                bar.set_position(done);
                bar.set_prefix(self.counts(p));
                bar.set_message(clean(&p.current));
            }
            Face::Lines(state) => {
                let Ok(mut state) = state.lock() else { return };
                if state.0.elapsed() >= EVERY {
                    note(&format!("{} · {}", self.counts(p), clean(&p.current)));
                    *state = (Instant::now(), None);
                } else {
                    state.1 = Some(self.counts(p));
                }
            }
        }
    }
}
