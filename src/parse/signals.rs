use super::resolve::Base;
use super::seen::{Seen, fold, solid};
use super::{script, sketch};
use crate::model::{Exchange, Link, LinkKind, Page, PageSignals, Region};
use regex::Regex;
use std::sync::LazyLock;

static ABSENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:页面|网页|栏目|文章|内容|信息|资源|文件|地址|链接|目录|站点|频道|稿件)[^\n。]{0,12}(?:不存在|已?被?删除|已下线|已撤销|找不到|未找到|无法找到|走丢|丢失|飞走)",
        r"|(?:找不到|无法找到|未找到|没有找到|未能找到)[^\n。]{0,10}(?:页面|网页|文件|目录|资源|内容|文章|地址|信息|栏目|对象)",
        r"|(?:访问|查找|请求|浏览|打开)的(?:页面|网页|内容|文件|资源|地址|链接|文章|信息|栏目)[^\n]{0,24}(?:不存在|删除|找不到|不可用|更名|失效|过期|出错|有误)",
        r"|404\s*[-–—:：]?\s*(?:not\s*found|错误|error|找不到|页面|file)|(?:http|error|错误|错误代码|状态码)\s*[:：]?\s*404|page\s+not\s+found|not\s+found\s+on\s+this\s+server|object\s+not\s+found",
        r"|错误页面|页面(?:出错|错误|已失效)|抱歉[^\n。]{0,12}(?:找不到|不存在|走丢|出错)|^\s*404\s*$",
    ))
    .expect("a constant pattern")
});

static BUILDING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:栏目|页面|网站|网页|内容|系统|功能|板块|频道)?(?:正在|正|尚在|还在)?(?:努力|紧张|抓紧)?(?:建设|整理|完善|更新|升级|维护|筹建|制作)(?:之)?中|正在(?:建设|整理|完善|筹建|制作|更新|升级|维护)|敬请(?:期待|关注)|(?:暂|暂时|目前)(?:无|没有)(?:任何)?(?:相关|更多)?(?:内容|数据|信息|记录|文章|资料|文件)|(?:无|没有)相关(?:内容|数据|信息|记录)|under construction|coming soon")
        .expect("a constant pattern")
});

static CHALLENGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:访问|安全|人机|滑动|身份|浏览器)(?:安全)?(?:验证|校验)|(?:访问|浏览器)(?:安全)?检查|(?:正在(?:进行)?)安全检查|安全检查中|请完成(?:安全)?验证|(?:访问|请求)(?:行为)?(?:已)?被?(?:拦截|阻断|阻止|禁止|拒绝)",
        r"|疑似(?:攻击|黑客)|网站防火墙|web应用防火墙|web application firewall|创宇盾|云锁|安全狗|玄武盾|网防G01|安域|访问过于频繁|操作过于频繁|checking your browser|just a moment\.\.\.|attention required|captcha|access denied",
    ))
    .expect("a constant pattern")
});

/// Traces in the source of pages that only test the browser.
const CHALLENGE_SOURCE: &[&str] = &[
    "acw_sc__v2",
    "__jsl_clearance",
    "$_ts=",
    "$_ts[",
    "_$jsvmprt",
    "cf-chl",
    "_cf_chl_opt",
    "yunsuo_session",
    "safedog",
    "hwwaf",
    "waf_captcha",
    "/_guard/",
    "wzws_",
    "challenge-platform",
    "verify_code_waf",
    "ddos-guard",
    "__tst_status",
    "EO_Bot_Ssid",
];

static PLAYER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\.(?:mp4|m3u8|flv|mp3|wmv|pdf|ofd)\b|player|videojs|pdfjs|pdfobject|swfobject|flexpaper|viewer\.html",
    )
    .expect("a constant pattern")
});

/// What the page's own words and shape say about its kind. Reads what the walk saw and what is already on `page`.
pub(super) fn read(exchange: &Exchange, source: &str, seen: &Seen, page: &Page, main: &str) -> PageSignals {
    let redirect = redirect(seen, page, &exchange.record.final_url);
    let (template, containers) = template(seen);
    PageSignals {
        absent_words: absent_words(page, main),
        under_construction: under_construction(page, main),
        challenge: challenge(exchange, source, seen, page),
        login: login(seen, page),
        script_shell: redirect.is_none() && is_shell(seen, page),
        redirect,
        family: family(source, page),
        player: seen.scripts.iter().any(|s| PLAYER.is_match(s)),
        lang: seen.lang.clone().filter(|l| !l.is_empty()),
        template,
        containers,
    }
}

/// Words of a "not found" notice on a short page (R8-25): in the title, or in a short line of a page with next to nothing
/// else. An article about such notices has a publication date and a body.
pub(super) fn absent_words(page: &Page, main: &str) -> Option<String> {
    let dated = page.meta("PubDate").is_some() || page.meta("ArticleTitle").is_some();
    let long = page.article.as_ref().is_some_and(|a| a.body_chars > 200 || a.number.is_some());
    if page.main_chars >= 2000 || dated || long {
        return None;
    }
    let titled = page.title.chars().count() <= 30 && (ABSENT.is_match(&page.title) || page.title.starts_with("404"));
    if titled && (page.main_chars < 600 || ABSENT.is_match(main)) {
        return Some(excerpt(&page.title));
    }
    if page.main_chars >= 600 {
        return None;
    }
    // An entry of a list whose title quotes such words is no notice.
    let entries = page.items.len() >= 3;
    let line = main.lines().take(12).find(|l| l.chars().count() <= 90 && ABSENT.is_match(l))?;
    (!entries).then(|| excerpt(line))
}

fn under_construction(page: &Page, main: &str) -> Option<String> {
    if page.items.len() > 1 {
        return None;
    }
    // A picture may say it: in the words that stand for it.
    let pictured = || {
        let picture = |l: &&Link| l.kind == LinkKind::Image && matches!(l.region, Region::Other | Region::Article);
        let said = page.links.iter().filter(picture).map(|l| l.text.as_str()).find(|t| BUILDING.is_match(t))?;
        (solid(main) < 60).then_some(said)
    };
    let Some(found) = main.lines().find(|l| BUILDING.is_match(l)) else { return pictured().map(excerpt) };
    let column = page.meta("ColumnName").unwrap_or_default();
    let rest: u32 = main.lines().filter(|l| l.trim() != column).map(|l| solid(&BUILDING.replace_all(l, ""))).sum();
    (rest < 60).then(|| excerpt(found))
}

fn challenge(exchange: &Exchange, source: &str, seen: &Seen, page: &Page) -> Option<String> {
    let anchors = page.links.iter().filter(|l| l.kind == LinkKind::Anchor).count();
    let refused = exchange
        .record
        .status
        .is_some_and(|s| matches!(s, 202 | 400 | 401 | 403 | 405 | 412 | 418 | 429 | 493 | 503 | 521 | 567));
    if page.text_chars > if refused { 1500 } else { 400 } || anchors > 10 {
        return None;
    }
    if page.text_chars < 200 && anchors < 5 {
        let head = &source[..source.char_indices().nth(200_000).map_or(source.len(), |(at, _)| at)];
        if let Some(sign) = CHALLENGE_SOURCE.iter().find(|s| head.contains(**s)) {
            return Some((*sign).to_owned());
        }
    }
    // Entries and articles are the site's own: a notice on safety checks is no firewall.
    let own = !page.items.is_empty() || page.article.as_ref().is_some_and(|a| a.published.is_some());
    if own && !refused {
        return None;
    }
    let text = format!("{}\n{}", page.title, seen.text);
    let hit = CHALLENGE.find(&text)?;
    Some(excerpt(&text[hit.start()..]))
}

fn login(seen: &Seen, page: &Page) -> bool {
    let password = seen.fields.iter().any(|f| f.kind == "password");
    password
        && page.main_chars < 400
        && page.items.len() < 3
        && page.links.iter().filter(|l| l.kind == LinkKind::Anchor).count() < 30
}

/// A page that is next to nothing until its scripts have run.
fn is_shell(seen: &Seen, page: &Page) -> bool {
    let anchors = page.links.iter().filter(|l| l.kind == LinkKind::Anchor).count();
    let frames = page.links.iter().any(|l| l.kind == LinkKind::Frame);
    let scripts = page.links.iter().any(|l| l.kind == LinkKind::Script) || !seen.scripts.is_empty();
    scripts
        && !frames
        && page.items.is_empty()
        && anchors < 5
        && (page.text_chars < 60 || (seen.mount && page.text_chars < 200))
}

/// Where the page sends its reader by itself.
fn redirect(seen: &Seen, page: &Page, own: &str) -> Option<String> {
    let target = page.links.iter().find(|l| l.kind == LinkKind::Redirect).map(|l| l.target.clone())?;
    let bare = |u: &str| u.split('#').next().unwrap_or_default().to_owned();
    (target.starts_with("http") && bare(&target) != bare(own) && (page.main_chars < 300 || seen.refresh.is_some()))
        .then_some(target)
}

/// Addresses that the page redirects to, as links: a refresh within ten seconds, or a tiny page that only moves on.
pub(super) fn redirect_address(seen: &Seen, base: &Base) -> Option<(String, Option<String>)> {
    if let Some(refresh) = &seen.refresh {
        let (seconds, rest) = refresh.split_once([';', ',']).unwrap_or((refresh, ""));
        let seconds = seconds.trim().parse::<f64>().unwrap_or(0.0);
        let rest = rest.trim();
        let address = match rest.get(..3) {
            Some(url) if url.eq_ignore_ascii_case("url") => {
                rest[3..].trim_start().strip_prefix('=').unwrap_or("").trim()
            }
            _ => rest,
        };
        let address = address.trim_matches(['"', '\'', ' ']);
        if seconds <= 10.0 && !address.is_empty() {
            return Some(base.resolve(address));
        }
    }
    if let Some(address) = seen.scripts.iter().find_map(|code| script::only_leads_to(code)) {
        return Some(base.resolve(&address));
    }
    let anchors = seen.links.iter().filter(|l| l.kind == LinkKind::Anchor && l.hidden.is_none()).count();
    let size: usize = seen.scripts.iter().map(String::len).sum();
    if seen.text_chars() >= 80 || anchors > 3 || size > 4000 {
        return None;
    }
    let plain = |code: &&String| !code.contains("userAgent") && !code.contains("navigator");
    seen.scripts.iter().filter(plain).find_map(|code| script::leads_to(code)).map(|address| base.resolve(&address))
}

/// The CMS, where the generator or the shape of addresses tells (R8-01 to R8-15).
fn family(source: &str, page: &Page) -> Option<String> {
    let generator = page.meta("generator").unwrap_or_default().to_ascii_lowercase();
    let named = [
        ("trs", "trs-wcm"),
        ("visual sitebuilder", "visual-sitebuilder"),
        ("vsb", "visual-sitebuilder"),
        ("hanweb", "hanweb"),
        ("jcms", "hanweb"),
        ("epoint", "epoint"),
        ("powereasy", "powereasy"),
        ("dedecms", "dedecms"),
        ("wordpress", "wordpress"),
        ("siteserver", "siteserver"),
    ];
    if let Some((_, family)) = named.iter().find(|(sign, _)| generator.contains(sign)) {
        return Some((*family).to_owned());
    }
    let signs = [
        ("jpaas-publish-server", "hanweb-jpaas"),
        ("/module/web/jpage/dataproxy.jsp", "hanweb-jpage"),
        ("morecolumndataproxy.jsp", "hanweb-jpage"),
        ("TRS_Editor", "trs-wcm"),
        ("createPageHTML(", "trs-wcm"),
        ("CurrChnlCls", "trs-wcm"),
        ("vsb_content", "visual-sitebuilder"),
        ("_sitegray/", "visual-sitebuilder"),
        ("EWB-FRONT", "epoint"),
        ("webBuilderCommon.js", "epoint"),
        ("gkmlpt", "gkmlpt"),
        ("UCAPCONTENT", "ucap"),
        ("/messageController/getMessage.do", "truecms"),
    ];
    signs.iter().find(|(sign, _)| source.contains(sign)).map(|(_, family)| (*family).to_owned())
}

/// The kinds of places on the page, whatever their order and number, and how many there are.
fn template(seen: &Seen) -> (u64, u32) {
    let mut steps = seen.skeleton.clone();
    steps.sort_unstable();
    steps.dedup();
    let hash = steps.iter().fold(0, |hash, step| sketch::mix(hash ^ step));
    (hash, u32::try_from(steps.len()).unwrap_or(u32::MAX))
}

/// Marks the links that stand in lists: their targets are those of the page's entries.
pub(super) fn mark_entries(page: &mut Page) {
    let mut targets: Vec<&str> = page.items.iter().map(|i| i.target.as_str()).filter(|t| !t.is_empty()).collect();
    targets.sort_unstable();
    for link in &mut page.links {
        let free = matches!(link.region, Region::Other | Region::Article);
        if free && link.kind == LinkKind::Anchor && targets.binary_search(&link.target.as_str()).is_ok() {
            link.region = Region::List;
        }
    }
}

fn excerpt(text: &str) -> String {
    fold(text).chars().take(120).collect()
}
