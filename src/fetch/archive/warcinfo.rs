//! The first record of our archives: which program, which run, and what a replay needs.

use super::About;
use super::fields::date;
use super::ids::Ids;
use super::record::{FIELDS, member};
use crate::config::{FetchSettings, now_ms};
use std::io::{self, BufRead, Read};

/// How the software calls itself.
const SOFTWARE: &str = concat!("duwang/", env!("CARGO_PKG_VERSION"));
/// Longest block that is read.
const MOST: u64 = 256 * 1024;

/// What a person who opens the file is told.
const DESCRIPTION: &str = "Evidence of one audit: pages as they were served, personal data on them included; keep it \
closed to others. Bodies are kept as decoded by the HTTP client; headers that spoke of the wire are named \
X-Archive-Orig-*, and what the client had undone by itself (Content-Encoding and Content-Length of compressed answers) \
is gone. Values of Set-Cookie, Cookie and Authorization are not kept. Of repeated requests the last answer is kept. \
Bodies that were not wanted whole are marked WARC-Truncated";

/// The record.
pub(super) fn record(about: &About, settings: &FetchSettings, ids: &mut Ids) -> io::Result<Vec<u8>> {
    let robots = if settings.ignore_robots { "ignore" } else { "obey" };
    let lines = [
        ("software", SOFTWARE.to_owned()),
        ("format", "WARC File Format 1.1".to_owned()),
        ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/".to_owned()),
        ("http-header-user-agent", settings.user_agent.clone()),
        ("robots", robots.to_owned()),
        ("isPartOf", about.run.clone()),
        ("description", DESCRIPTION.to_owned()),
        ("duwang-run", about.run.clone()),
        ("duwang-site", about.site.clone()),
        ("duwang-as-of", about.as_of.to_string()),
        ("duwang-started", about.started_ms.to_string()),
        ("duwang-settings", about.settings.clone()),
    ];
    let line = |(name, value): &(&str, String)| {
        let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        format!("{name}: {value}\r\n")
    };
    let block: String = lines.iter().map(line).collect();
    let own = [
        ("WARC-Record-ID", format!("<{}>", ids.next())),
        ("WARC-Date", date(now_ms())),
        ("Content-Type", FIELDS.to_owned()),
    ];
    member("warcinfo", &own, &[block.as_bytes()])
}

/// What the block of a `warcinfo` tells of the run; `None` when another program wrote it.
pub(super) fn read(block: &mut dyn BufRead) -> Option<About> {
    let mut text = Vec::new();
    block.take(MOST).read_to_end(&mut text).ok()?;
    let text = String::from_utf8_lossy(&text);
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.split_once(':').filter(|(n, _)| n.eq_ignore_ascii_case(name)))?;
        Some(line.1.trim().to_owned())
    };
    if !value("software")?.starts_with("duwang/") {
        return None;
    }
    Some(About {
        run: value("duwang-run")?,
        site: value("duwang-site")?,
        as_of: value("duwang-as-of")?.parse().ok()?,
        started_ms: value("duwang-started")?.parse().ok()?,
        settings: value("duwang-settings")?,
    })
}
