//! What goes into the log: lines for people, or one JSON object a line for whatever collects logs.

use super::say;
use tracing_subscriber::EnvFilter;

/// Begins to log to stderr. With `json` everything that is said there is an event.
pub(super) fn begin(json: bool, verbose: u8) {
    let filter = match (json, verbose) {
        (false, 0) => "off",
        (true, 0) | (_, 1) => "duwang=info",
        _ => "duwang=debug",
    };
    let events = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(filter)).with_writer(std::io::stderr);
    if !json {
        events.init();
        return;
    }
    say::as_events();
    events.json().flatten_event(true).with_current_span(false).with_span_list(false).with_ansi(false).init();
    // What a panic says may quote a page, and with it people's data; the place is enough to find the fault.
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(at, "an internal fault");
    }));
}
