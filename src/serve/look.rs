//! Looks at home pages beside the scans, for the reachability window of `unreachable-site` (R1-11).

use crate::config::FetchSettings;
use crate::config::sites::ListedSite;
use crate::crawl;
use crate::fetch::{Fetcher, Network, Wiring};
use crate::model::FailureKind;
use crate::store::{Error, Store};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use url::Url;

/// Looks closer together than this count as one, so the second is not taken.
const APART_MS: i64 = 5 * 60 * 1000;

/// What came of a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// The home page opened.
    Opened,
    /// It did not; the kind of failure, or `status` for an answer that says so or came too late.
    Closed(String),
    /// The answer says nothing of the site: our own network or name server, a firewall, robots.txt.
    Untold(String),
    /// Somebody looked less than five minutes ago, or a scan is looking right now.
    LeftOut,
}

/// Looks at home pages on a network that it shares with the scans.
#[derive(Debug, Clone)]
pub struct Looker {
    /// Where looks are kept.
    pub store: Store,
    /// Hosts and their pace.
    pub network: Network,
    /// Names answered from here instead of DNS.
    pub resolve: BTreeMap<String, Vec<SocketAddr>>,
    /// Other names do not exist.
    pub offline: bool,
}

impl Looker {
    /// Looks at a site's home page at `now_ms` and keeps what it saw, by the same measure as the look of a crawl.
    pub async fn look(&self, site: &ListedSite, now_ms: i64) -> Result<Looked, Error> {
        let url = &site.site.url;
        if self.is_near(url, now_ms).await? {
            return Ok(Looked::LeftOut);
        }
        let Ok(home) = Url::parse(url) else { return Ok(Looked::Untold("address".to_owned())) };
        let settings = FetchSettings {
            resolve: self.resolve.clone(),
            offline: self.offline,
            ..site.settings(Date::default()).fetch
        };
        let in_time = settings.first_byte_timeout;
        let wiring = Wiring { network: Some(self.network.clone()), ..Wiring::default() };
        let Ok(fetcher) = Fetcher::wired(settings, &home, wiring).await else {
            return Ok(Looked::Untold("client".to_owned()));
        };
        let record = fetcher.check(&home).await.record;
        let kind = record.failure_kind().map_or_else(|| "status".to_owned(), kind_name);
        let Some(probe) = crawl::look(&record, in_time) else { return Ok(Looked::Untold(kind)) };
        // A scan may have come to the same page meanwhile.
        if self.is_near(url, probe.at_ms).await? {
            return Ok(Looked::LeftOut);
        }
        self.store.save_probe(url, &probe).await?;
        Ok(if probe.ok { Looked::Opened } else { Looked::Closed(kind) })
    }

    async fn is_near(&self, url: &str, at_ms: i64) -> Result<bool, Error> {
        let near = self.store.probes(url, at_ms - APART_MS + 1, at_ms + APART_MS - 1).await?;
        Ok(!near.is_empty())
    }
}

/// A kind of failure as it is called in records.
fn kind_name(kind: FailureKind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
