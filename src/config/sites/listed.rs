use crate::config::{CrawlSettings, FetchSettings, RenderMode, RenderSettings, Settings, Window};
use crate::model::{Site, SiteTrait};
use ipnet::IpNet;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

/// A site of a list with all that its audit needs. Travels as JSON through the queue to whoever visits it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListedSite {
    /// The site.
    pub site: Site,
    /// Its site code (网站标识码); empty when not told.
    pub code: String,
    /// Its level, as the office names it.
    pub level: String,
    /// Its region, from the largest to the smallest: `四川省/宜宾市/高县`.
    pub region: String,
    /// The unit that runs it.
    pub unit: String,
    /// Whom to call.
    pub contacts: Vec<String>,
    /// Sites of one group share a server and are visited one after the other.
    pub group: String,
    /// Hours in which it may be visited; `None`: all.
    pub window: Option<Window>,
    /// Packs, by id or path.
    pub rules: Vec<String>,
    /// Formats of its reports; empty: all.
    pub formats: Vec<String>,
    /// What people told of the body.
    pub traits: Vec<SiteTrait>,
    /// Requests a second.
    pub rate: f64,
    /// Requests at once.
    pub concurrency: usize,
    /// Most pages.
    pub max_pages: u64,
    /// Most clicks from the home page.
    pub max_depth: u32,
    /// Most pages of one column.
    pub max_column_pages: u64,
    /// Longest time for the visit, in seconds.
    pub max_time: Option<u64>,
    /// Most links checked.
    pub max_checks: u64,
    /// Most files read.
    pub max_files: u64,
    /// Networks that may be contacted although private.
    pub allow_net: Vec<IpNet>,
    /// robots.txt is not asked.
    pub ignore_robots: bool,
    /// Sent as `User-Agent`; empty: our own.
    pub user_agent: String,
    /// Which pages are drawn: `auto`, `always`, `never`.
    pub render: String,
    /// The browser; `None`: the one that is found.
    pub browser: Option<PathBuf>,
    /// After this many days without one, a visit asks for every page in full; 0: always.
    pub full_every_days: u32,
}

impl ListedSite {
    /// How it is visited and judged as on this day.
    #[must_use]
    pub fn settings(&self, as_of: Date) -> Settings {
        let usual = FetchSettings::default();
        let user_agent = if self.user_agent.is_empty() { usual.user_agent.clone() } else { self.user_agent.clone() };
        Settings {
            fetch: FetchSettings {
                user_agent,
                rate: self.rate,
                concurrency: self.concurrency,
                allow_net: self.allow_net.clone(),
                ignore_robots: self.ignore_robots,
                ..usual
            },
            crawl: CrawlSettings {
                max_pages: self.max_pages,
                max_depth: self.max_depth,
                max_column_pages: self.max_column_pages,
                max_time: self.max_time.map(Duration::from_secs),
                max_checks: self.max_checks,
                max_files: self.max_files,
            },
            render: RenderSettings {
                mode: super::render_mode(&self.render).unwrap_or(RenderMode::Auto),
                browser: self.browser.clone(),
                ..RenderSettings::default()
            },
            as_of,
        }
    }

    /// Whether it lies in a region, given as a whole (`四川省/宜宾市`) or by one of its names (`宜宾市`).
    #[must_use]
    pub fn lies_in(&self, region: &str) -> bool {
        let parts = |text: &str| -> Vec<String> {
            text.split(['/', '／', '>', '·']).map(|p| p.trim().to_owned()).filter(|p| !p.is_empty()).collect()
        };
        let (own, asked) = (parts(&self.region), parts(region));
        !asked.is_empty() && own.windows(asked.len()).any(|run| run == asked)
    }
}
