//! Official accounts on other platforms, as pages list them: entries of a block, tables, lists by platform or by body,
//! cards with labels (R1-18, R5-26).

mod lines;
mod tables;

use super::given::Given;
use super::seen::{Seen, fold};
use crate::model::{Account, LinkKind, NewMedia, Page, Platform, Region};
use regex::Regex;
use scraper::{Html, Node};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Most accounts kept of a page.
const MOST: usize = 2000;
/// Most entries kept of a page.
const MOST_ENTRIES: usize = 12;
/// Longest text of an entry, in characters.
const ENTRY: usize = 18;

/// The platforms' names, to pass over at once what names none.
static ANY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"小程序|视频号|订阅号|服务号|微信|公众号|微博|抖音|快手|头条|百家号|人民号|澎湃|强国|哔哩哔哩|小红书|网易号|搜狐号|企鹅号|知乎|客户端|APP|App")
        .expect("a constant pattern")
});

/// Names of pictures that are two-dimensional codes.
static CODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)ewm|qr_?code|erweima|weixin|wechat|weibo|2wm|gzh").expect("a constant pattern"));

/// What a list of accounts is called.
static LIST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"新媒体|两微一端|微信微博|微博微信|微矩阵|媒体矩阵|政务微博|政务微信|微政务|政务抖音|账号矩阵")
        .expect("a constant pattern")
});

/// Articles about such lists, not lists.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"通知|办法|意见|方案|培训|会议|召开|考核|规范|通报|工作|榜|年度|季度|第[一二三四]|检查|抽查|报告|制度")
        .expect("a constant pattern")
});

/// Ends of names of public bodies.
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:局|委|委员会|办|办公室|政府|中心|镇|乡|街道|街道办|办事处|公安|法院|检察院|总队|支队|大队|中队|支行|馆|会|部|所|站|处|厅|院|协会|园区|管委会|公司|学校|医院|集团|团委|妇联|总工会|联合会|党校|档案馆|队|科|社)$",
    )
    .expect("a constant pattern")
});

/// What says that an account is no longer run.
static STOPPED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"注销|停更|停用|停运|关停|关闭|已迁移|迁移至|暂停").expect("a constant pattern"));

/// Boxes for sharing the page.
const SHARING: &[&str] = &["share", "bdshare", "jiathis", "fenxiang", "social"];

/// What a page shows of official accounts; none where it shows nothing.
pub(super) fn read(html: &Html, source: &str, seen: &Seen, page: &Page) -> Option<NewMedia> {
    if !source.contains("新媒体") && !ANY.is_match(source) && !CODE.is_match(source) {
        return None;
    }
    let (entries, pictures) = entries(html, seen);
    let mut found = NewMedia { named: named(page, seen), entries, pictures, ..NewMedia::default() };
    let mut accounts: BTreeSet<Account> = BTreeSet::new();
    // A table in a report on inspections names accounts that are no longer there.
    if found.named.is_some() {
        tables::read(html, &mut accounts);
        lines::read(seen, &mut accounts);
    }
    found.accounts = accounts.into_iter().take(MOST).collect();
    let kept = found.named.is_some() || !found.entries.is_empty() || !found.accounts.is_empty() || found.pictures > 0;
    kept.then_some(found)
}

/// What the page calls itself as a list of accounts: its column, its title, the last step of its breadcrumb.
fn named(page: &Page, seen: &Seen) -> Option<String> {
    let title = seen.title.split(['-', '_', '—', '|', '–', '>']).next().unwrap_or_default();
    let article = page.article.as_ref().map(|a| a.title.as_str());
    let crumb = page.breadcrumbs.last().map(|c| c.text.as_str());
    let column = seen.metas.iter().find(|m| m.name.eq_ignore_ascii_case("ColumnName")).map(|m| m.content.as_str());
    [column, Some(title), crumb, article]
        .into_iter()
        .flatten()
        .map(fold)
        .find(|name| LIST.is_match(name) && !ABOUT.is_match(name) && name.chars().count() <= 30)
}

/// Adds entries that scripts write.
pub(super) fn add(to: &mut Option<NewMedia>, written: Vec<String>) {
    if written.is_empty() {
        return;
    }
    let found = to.get_or_insert_default();
    for entry in written {
        if found.entries.len() < MOST_ENTRIES && !found.entries.contains(&entry) {
            found.entries.push(entry);
        }
    }
}

/// Short texts, links and pictures that name a platform; and how many pictures are called codes and carry no words.
pub(super) fn entries(html: &Html, seen: &Seen) -> (Vec<String>, u32) {
    let (mut found, mut pictures): (Vec<String>, u32) = (Vec::new(), 0);
    for node in html.tree.nodes() {
        let words = match node.value() {
            Node::Text(text) if text.len() < 200 && ANY.is_match(text) => fold(text),
            Node::Element(e) if e.name() == "img" => {
                let words = e.given("alt").or_else(|| e.given("title")).unwrap_or_default();
                if words.trim().is_empty() && is_code(e.given("src").unwrap_or_default()) {
                    pictures += 1;
                }
                if Platform::in_text(words).is_none() {
                    continue;
                }
                fold(words)
            }
            _ => continue,
        };
        let known = found.contains(&words);
        if known || found.len() >= MOST_ENTRIES || words.chars().count() > ENTRY || !is_entry(&words) {
            continue;
        }
        let aside = node.ancestors().any(|above| {
            above.value().as_element().is_some_and(|e| {
                let marks = [e.given("class"), e.given("id")];
                matches!(e.name(), "script" | "style" | "title" | "option")
                    || marks.into_iter().flatten().any(|m| {
                        let m = m.to_ascii_lowercase();
                        SHARING.iter().any(|s| m.contains(s))
                    })
            })
        });
        if !aside {
            found.push(words);
        }
    }
    for link in &seen.links {
        let host = link.target.split('/').nth(2).unwrap_or_default();
        let account = ["weibo.com", "weibo.cn", "douyin.com", "toutiao.com", "mp.weixin.qq.com"]
            .iter()
            .any(|h| host.ends_with(h));
        let sharing = link.target.contains("share") || !matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted);
        let place = !matches!(link.region, Region::Article | Region::List);
        if account && place && !sharing && found.len() < MOST_ENTRIES {
            let words = if link.text.is_empty() { host.to_owned() } else { link.text.chars().take(ENTRY).collect() };
            if !found.contains(&words) {
                found.push(words);
            }
        }
    }
    (found, pictures)
}

/// Whether a short text names an account or the platform itself, and does not talk about one.
fn is_entry(words: &str) -> bool {
    let rest = [
        "分享",
        "转发",
        "登录",
        "登陆",
        "扫一扫",
        "通知",
        "会议",
        "培训",
        "打开",
        "浏览器",
        "举报",
        "上线",
        "开通",
        "启用",
        "征集",
        "活动",
        "关于",
    ];
    !rest.iter().any(|w| words.contains(w)) && !words.contains(['，', '。', '；', '！', '？'])
}

/// Whether a picture is called a two-dimensional code.
fn is_code(address: &str) -> bool {
    CODE.is_match(address.rsplit('/').next().unwrap_or_default())
}

/// Whether a text is the name of a body and nothing else.
fn is_body(text: &str) -> bool {
    let length = text.chars().count();
    (3..=40).contains(&length)
        && BODY.is_match(text)
        && Platform::in_text(text).is_none()
        && !text.contains([':', '：', '，', '。', '“'])
}

/// The name of an account, without the platform's name and decoration; none for a cell that says "none".
fn name_of(text: &str) -> Option<String> {
    let mut name = fold(text);
    for word in
        ["微信公众号", "微信公众平台", "新浪微博", "政务微博", "政务微信", "官方微博", "官方微信", "微信号", "抖音号"]
    {
        name = name.replace(word, "");
    }
    let name = name
        .trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(c, ':' | '：' | '“' | '”' | '"' | '@' | '《' | '》' | '、' | ';' | '；' | ',' | '，')
        })
        .to_owned();
    let none =
        ["无", "没有", "暂无", "未开通", "未开设", "否", "是", "有", "已开通", "正常", "/", "-", "—", "--", "——"];
    let said = name.chars().any(char::is_alphanumeric) && !none.contains(&name.as_str());
    (said && (2..=40).contains(&name.chars().count()) && !STOPPED.is_match(&name)).then_some(name)
}
