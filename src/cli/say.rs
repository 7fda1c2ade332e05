//! Everything that reaches a terminal goes through here: results to stdout, progress and complaints to stderr.

use crate::model::{Lang, Text};
use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// What is said on stderr goes into the log.
static EVENTS: AtomicBool = AtomicBool::new(false);

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Audited, whatever the score.
    Done,
    /// Audited, and a `--fail-on` was met.
    FailOn,
    /// Wrong usage or an unsound pack.
    Usage,
    /// The site could not be audited.
    Unaudited,
    /// Our own fault.
    Internal,
    /// A scan ended, and some sites could not be judged.
    Incomplete,
    /// Interrupted; what was done is kept.
    Interrupted,
}

impl Ending {
    /// The exit status of the contract.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::FailOn => 1,
            Self::Usage => 2,
            Self::Unaudited => 3,
            Self::Internal => 4,
            Self::Incomplete => 5,
            Self::Interrupted => 130,
        }
    }
}

/// Why a command can't go on: one clear line and an exit status.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) ending: Ending,
    pub(super) why: Text,
}

impl Stop {
    pub(super) fn new(ending: Ending, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ending, why: Text::new(zh, en) }
    }

    /// A complaint that a module makes in English, with what it means in Chinese before it.
    pub(super) fn from_error(ending: Ending, zh: &str, error: &dyn std::error::Error) -> Self {
        Self::new(ending, format!("{zh}：{error}"), error.to_string())
    }
}

/// Writes a result. A reader that went away is no fault of ours.
pub(super) fn result(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    if !text.ends_with('\n') {
        let _ = out.write_all(b"\n");
    }
    let _ = out.flush();
}

/// From now on stderr is a log of events, one JSON line each: what is said there becomes one.
pub(super) fn as_events() {
    EVENTS.store(true, Ordering::Relaxed);
}

/// Whether stderr is a log of events.
pub(super) fn in_events() -> bool {
    EVENTS.load(Ordering::Relaxed)
}

/// Writes a line for whoever watches.
pub(super) fn note(text: &str) {
    if in_events() {
        tracing::info!("{text}");
        return;
    }
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "{text}");
}

/// Writes a complaint.
pub(super) fn complain(why: &Text, lang: Lang) {
    if in_events() {
        tracing::error!("{}", clean(why.pick(lang)));
        return;
    }
    let head = if lang == Lang::Zh { "错误：" } else { "error: " };
    note(&format!("{head}{}", clean(why.pick(lang))));
}

/// Text from outside without control characters, so that it can't steer the terminal.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| {
            *c == '\n'
                || !(c.is_control() || matches!(u32::from(*c), 0x200B..=0x200F | 0x202A..=0x202E | 0x2066..=0x2069))
        })
        .collect()
}

/// Columns of the terminal that results go to; 100 where there is none.
pub(super) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse::<usize>().ok());
    let terminal = console_width();
    columns.or(terminal).unwrap_or(100).clamp(40, 200)
}

fn console_width() -> Option<usize> {
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let (_, columns) = console::Term::stdout().size_checked()?;
    Some(usize::from(columns))
}

/// Whether results may be coloured.
pub(super) fn colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}
