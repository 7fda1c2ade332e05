//! Settings: what may be set, with defaults and limits. Imports `model`.
//!
//! Only resolved [`Settings`] travel through the program; flags become settings in `cli`, a list of sites becomes settings
//! in [`sites`].

mod cron;
mod notify;
mod secret;
pub mod sites;
mod window;

pub use cron::Cron;
pub use notify::{Mail, MailTls, Notify, TellOn, Webhook};
pub use secret::{Secret, SecretSource};
pub use window::Window;

use ipnet::IpNet;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Everything an audit needs to know beside the site and the packs.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// How to fetch.
    pub fetch: FetchSettings,
    /// How far to walk.
    pub crawl: CrawlSettings,
    /// Which pages are drawn in a browser, and how far that goes.
    pub render: RenderSettings,
    /// The day on which time-dependent checks judge.
    pub as_of: Date,
}

/// How requests are made.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchSettings {
    /// Sent as `User-Agent`; says who we are and where to complain.
    pub user_agent: String,
    /// Requests a second to one host; 0 means no limit (one's own machine only).
    pub rate: f64,
    /// Requests under way at once to one host; at least 1.
    pub concurrency: usize,
    /// Networks that may be contacted although private or loopback.
    pub allow_net: Vec<IpNet>,
    /// Do not ask robots.txt (with the site owner's consent).
    pub ignore_robots: bool,
    /// Longest wait for a connection, TLS included.
    pub connect_timeout: Duration,
    /// Longest wait from sending to the first byte (R1-11 counts 15 s as "does not open").
    pub first_byte_timeout: Duration,
    /// Longest time for one attempt in all.
    pub total_timeout: Duration,
    /// Largest decompressed body of a page, in bytes.
    pub max_body: usize,
    /// Largest file that is read to its end, in bytes.
    pub max_file: usize,
    /// How much of a body a link check reads, in bytes.
    pub check_body: usize,
    /// Redirects followed.
    pub max_redirects: usize,
    /// Attempts beyond the first, where they can help.
    pub retries: u32,
    /// Longest Retry-After that is waited for; beyond it the answer stands as it is.
    pub max_retry_after: Duration,
    /// Names answered from here instead of DNS, in lower case, each with its socket addresses (port 0: the URL's own);
    /// an explicit permission to contact them. For the demo, tests, and portals audited before their DNS is switched.
    pub resolve: BTreeMap<String, Vec<SocketAddr>>,
    /// Names that are not in `resolve` do not exist: nothing leaves this machine.
    pub offline: bool,
    /// Archives that answer in place of the network.
    pub replayed: Option<Replayed>,
}

/// What a run is read from when no network is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// What tells the archives from others, in their order: a run goes on only with the same.
    pub archives: Vec<String>,
    /// When the visit that they hold began, milliseconds since 1970 (UTC).
    pub started_ms: i64,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            user_agent: concat!(
                "duwang/",
                env!("CARGO_PKG_VERSION"),
                " (government website audit; contact: the office that runs this audit)"
            )
            .to_owned(),
            rate: 5.0,
            concurrency: 4,
            allow_net: Vec::new(),
            ignore_robots: false,
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: Duration::from_secs(15),
            total_timeout: Duration::from_mins(1),
            max_body: 10 * 1024 * 1024,
            max_file: 20 * 1024 * 1024,
            check_body: 64 * 1024,
            max_redirects: 8,
            retries: 2,
            max_retry_after: Duration::from_secs(30),
            resolve: BTreeMap::new(),
            offline: false,
            replayed: None,
        }
    }
}

/// How far to walk.
#[derive(Debug, Clone, PartialEq)]
pub struct CrawlSettings {
    /// Most pages of the site to ask.
    pub max_pages: u64,
    /// Most clicks from the home page.
    pub max_depth: u32,
    /// Most pages of one column (articles and further list pages under it).
    pub max_column_pages: u64,
    /// Longest time for the whole walk; `None` for no limit.
    pub max_time: Option<Duration>,
    /// Most links elsewhere, images and files to check.
    pub max_checks: u64,
    /// Most files (published catalogues, attachments of documents and of other articles) to read to their end.
    pub max_files: u64,
}

impl Default for CrawlSettings {
    fn default() -> Self {
        Self {
            max_pages: 5000,
            max_depth: 12,
            max_column_pages: 500,
            max_time: None,
            max_checks: 20_000,
            max_files: 2000,
        }
    }
}

/// Which pages are drawn in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum RenderMode {
    /// Those that are empty without their scripts.
    #[default]
    Auto,
    /// Every page of the site.
    Always,
    /// None.
    Never,
}

/// How pages are drawn in a browser.
#[derive(Debug, Clone, PartialEq)]
pub struct RenderSettings {
    /// Which pages.
    pub mode: RenderMode,
    /// The browser; `None` for the one that is found.
    pub browser: Option<PathBuf>,
    /// Pages drawn at once; at least 1.
    pub tabs: usize,
    /// Most requests of one page that are asked; the document itself is not among them.
    pub max_requests: usize,
    /// Most bytes that the answers to one page's requests may have together before no more are asked.
    pub max_bytes: usize,
    /// Longest document that is read back, in UTF-16 units.
    pub max_html: usize,
    /// A page at which nothing was asked and nothing changed for this long is drawn.
    pub quiet: Duration,
    /// Longest time after a page was loaded until it is taken as it stands.
    pub settle: Duration,
    /// Longest time for a page in all, waits for its requests not counted.
    pub patience: Duration,
    /// Longest that the requests of one page may keep it waiting in all.
    pub door_patience: Duration,
    /// How often a broken browser is started again in one run.
    pub restarts: u32,
}

impl Default for RenderSettings {
    fn default() -> Self {
        Self {
            mode: RenderMode::Auto,
            browser: None,
            tabs: std::thread::available_parallelism().map_or(1, |n| n.get().min(2)),
            max_requests: 80,
            max_bytes: 20 * 1024 * 1024,
            max_html: 8 * 1024 * 1024,
            quiet: Duration::from_millis(500),
            settle: Duration::from_secs(10),
            patience: Duration::from_secs(20),
            door_patience: Duration::from_mins(3),
            restarts: 3,
        }
    }
}

impl RenderSettings {
    /// Settings under which nothing is drawn.
    #[must_use]
    pub fn never() -> Self {
        Self { mode: RenderMode::Never, ..Self::default() }
    }
}

/// Milliseconds since 1970 (UTC): the one place where the collecting half reads the clock.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the one place")]
pub fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
