use super::{Facts, Missing, PageFact};
use crate::model::{FailureKind, LinkKind, Mark, MarkFact, PageKey, PageRole, Reason, Text};
use url::Url;

impl Facts {
    /// The home page as a visitor gets it: where it redirects by itself, the page it redirects to.
    pub fn home(&self) -> Result<&PageFact, Missing> {
        let home = self.pages.iter().find(|p| p.role == PageRole::Home).ok_or_else(|| Missing {
            reason: Reason::Budget,
            note: Text::new("首页尚未访问到（抓取中断），请重新运行", "the home page was not reached; run again"),
        })?;
        match home.readable() {
            Some(page) => {
                let landed = page.signals.redirect.as_deref().and_then(|to| Url::parse(to).ok());
                let landed = landed.and_then(|to| self.page(&PageKey::of(&to))).filter(|p| p.readable().is_some());
                Ok(landed.unwrap_or(home))
            }
            None => Err(unread(home)),
        }
    }

    /// Whether the site is there at all: the first request's record.
    #[must_use]
    pub fn first_record(&self) -> Option<&PageFact> {
        self.pages.iter().find(|p| p.role == PageRole::Home)
    }

    /// The pages that make up the home page: itself, its frames, the scripts and fragments that write into it, what its list
    /// interfaces answered.
    #[must_use]
    pub fn home_parts(&self) -> Vec<&PageFact> {
        let Ok(home) = self.home() else { return Vec::new() };
        let mut parts = vec![home];
        let Some(index) = self.pages.iter().position(|p| std::ptr::eq(p, home)) else { return parts };
        for link in self.links.of_page(index) {
            let listed = link.kind == LinkKind::ListInterface;
            if (listed || matches!(link.kind, LinkKind::Frame | LinkKind::Fragment | LinkKind::Script))
                && let Some(part) = self.links.keys(link).iter().find_map(|key| self.page(key))
                && part.readable().is_some()
                && (!listed || part.role == PageRole::Interface)
                && !parts.iter().any(|p| std::ptr::eq(*p, part))
            {
                parts.push(part);
            }
        }
        for script in self.pages.iter().filter(|p| p.role == PageRole::Script && p.readable().is_some()) {
            if !parts.iter().any(|p| std::ptr::eq(*p, script)) {
                parts.push(script);
            }
        }
        parts
    }

    /// Sightings of a mark on the home page and its parts.
    #[must_use]
    pub fn home_marks(&self, mark: Mark) -> Vec<(&PageFact, &MarkFact)> {
        self.home_parts()
            .into_iter()
            .flat_map(|part| part.page.iter().flat_map(move |p| p.marks.of(mark)).map(move |fact| (part, fact)))
            .collect()
    }

    /// Addresses of frames, scripts and fragments that may hold part of the home page and were not read, so that what
    /// they show is not known.
    #[must_use]
    pub fn unread_home_parts(&self) -> Vec<&str> {
        let mut unread: Vec<&str> =
            self.pages.iter().filter(|p| p.role == PageRole::Script && is_unread(p)).map(PageFact::url).collect();
        let home = self.home().ok();
        let index = home.and_then(|h| self.pages.iter().position(|p| std::ptr::eq(p, h)));
        for link in index.map_or(&[][..], |i| self.links.of_page(i)) {
            let target = self.links.target(link);
            let part = matches!(link.kind, LinkKind::Frame | LinkKind::Fragment | LinkKind::Script);
            let Some(url) = Url::parse(target).ok().filter(|_| part && link.hidden.is_none()) else { continue };
            let key = PageKey::of(&url);
            let open = match self.page(&key) {
                Some(page) => is_unread(page),
                // Another site's parts are not read; a weather box is no matter, a foot is. A fragment is always
                // meant to be seen as part of the page.
                None => self.skip(&key).is_some() || link.kind == LinkKind::Fragment || named_as_foot(&url),
            };
            if open && !unread.contains(&target) {
                unread.push(target);
            }
        }
        unread
    }
}

/// Whether a part may hold something that was not seen. One that is not there or empty shows nothing, nor does a picture
/// or a film in a frame.
fn is_unread(part: &PageFact) -> bool {
    if part.readable().is_some() || matches!(part.record.status, Some(404 | 410)) {
        return false;
    }
    let fine = part.record.is_ok() && part.parse_fault.is_none() && part.page.is_none();
    !(fine && (part.record.bytes == 0 || part.role == PageRole::Page))
}

/// Whether an address calls itself the foot of a page.
fn named_as_foot(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    ["foot", "bottom", "copyright", "dibu", "yejiao", "banquan"].iter().any(|word| name.contains(word))
}

/// Why a page that was asked could not be read.
pub(super) fn unread(page: &PageFact) -> Missing {
    use FailureKind as F;
    let record = &page.record;
    let (reason, zh, en) = match (record.failure_kind(), record.status) {
        (Some(F::Robots), _) => (Reason::Robots, "robots.txt 不允许访问", "robots.txt forbids it"),
        (Some(F::Blocked), _) => (Reason::Blocked, "被防火墙或反爬页面拦截", "a firewall answered in its place"),
        (Some(F::Guarded), _) => (Reason::Blocked, "地址属内网或保留地址，未访问", "a private address, not contacted"),
        (Some(F::Local), _) => (Reason::Tool, "本机网络或资源故障", "this machine's network or resources failed"),
        (Some(F::NotArchived), _) => (Reason::Tool, "存档里没有这个地址", "it is not in the archive"),
        (Some(F::Interrupted), _) => (Reason::Budget, "抓取中断", "the crawl was interrupted"),
        (Some(F::DnsUnanswered), _) => (Reason::Network, "本机域名解析服务未应答", "our name server did not answer"),
        (Some(F::Dns), _) => (Reason::Network, "域名不存在", "there is no such host name"),
        (Some(F::Connect), _) => (Reason::Network, "无法连接（拒绝连接或主机不可达）", "no connection"),
        (Some(F::Tls), _) => (Reason::Network, "加密连接失败（证书或协议）", "TLS failed"),
        (Some(F::Timeout), _) => (Reason::Network, "等待超时", "it did not answer in time"),
        (Some(F::Reset), _) => (Reason::Network, "连接中断", "the connection broke"),
        (Some(F::TooManyRedirects), _) => (Reason::Network, "循环跳转", "it redirects without end"),
        (Some(F::TooLarge), _) => (Reason::Tool, "页面过大，超出读取上限", "larger than the limit"),
        (Some(F::Decode), _) => (Reason::Network, "内容解压失败", "the body could not be decompressed"),
        (Some(F::Protocol), _) => (Reason::Network, "应答不是 HTTP", "the answer is not HTTP"),
        (None, Some(401 | 403 | 405 | 412 | 429)) => (Reason::Blocked, "服务器拒绝访问", "the server refused access"),
        (None, Some(status)) if status >= 400 => {
            (Reason::Network, "服务器返回错误状态", "the server answered with an error")
        }
        _ if page.page.as_ref().is_some_and(|p| p.signals.challenge.is_some()) => {
            (Reason::Blocked, "被防火墙或反爬页面拦截", "a firewall answered in its place")
        }
        _ if page.parse_fault.is_some() => (Reason::Tool, "解析失败（工具故障）", "the parser failed (our fault)"),
        _ => (Reason::Ambiguous, "返回的不是网页", "what came back is not a web page"),
    };
    let detail = record.failure.as_ref().map(|f| f.detail.clone()).or(record.status.map(|s| format!("HTTP {s}")));
    let tail = detail.map_or_else(String::new, |d| format!(" ({d})"));
    Missing { reason, note: Text::new(format!("{}：{zh}{tail}", page.url()), format!("{}: {en}{tail}", page.url())) }
}
