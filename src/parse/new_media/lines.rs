use super::{MOST, STOPPED, is_body, name_of};
use crate::model::Region;
use crate::model::{Account, Platform};
use crate::parse::seen::Seen;
use std::collections::BTreeSet;

/// Labels of a card.
const BODIES: &[&str] = &[
    "主办单位",
    "开设主体",
    "开办主体",
    "主办主体",
    "开设单位",
    "开办单位",
    "主办者",
    "运营主体",
    "运营单位",
    "主管单位",
];
const NAMES: &[&str] = &["账号名称", "帐号名称", "新媒体名称", "公众号名称", "名称", "账号", "帐号", "昵称"];
const KINDS: &[&str] = &["平台", "平台类型", "类型", "账号类型", "开设平台", "所属平台", "类别"];

/// What is known while going from line to line.
#[derive(Default)]
struct Reading {
    /// The platform that a heading named.
    platform: Option<Platform>,
    /// The body that a heading named.
    body: Option<String>,
    card: Card,
}

/// What a card says so far.
#[derive(Default)]
struct Card {
    body: Option<String>,
    name: Option<String>,
    platform: Option<Platform>,
}

/// Reads the lines of a page that says that it lists accounts. Only what names body, platform and account together is
/// taken; a name that may be the body's or the account's is left alone.
pub(super) fn read(seen: &Seen, into: &mut BTreeSet<Account>) {
    let mut reading = Reading::default();
    // 主办单位 is a word of a page's foot, too: a list of cards at the end of a page may pass for one.
    let spans = seen.spans.iter().filter(|s| {
        !s.hidden && !matches!(s.region, Region::Nav | Region::Header | Region::Breadcrumb | Region::Pager)
    });
    for line in spans
        .flat_map(|s| seen.text[s.start..s.end].lines())
        .map(str::trim)
        .filter(|l| !l.is_empty() && l.chars().count() <= 80)
    {
        if into.len() >= MOST {
            return;
        }
        reading.line(line, seen, into);
    }
    reading.close(into);
}

impl Reading {
    fn line(&mut self, line: &str, seen: &Seen, into: &mut BTreeSet<Account>) {
        if let Some((label, value)) = line.split_once([':', '：']) {
            let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
            let value = value.trim();
            if self.labelled(&label, value, into) || value.is_empty() {
                return;
            }
            self.pair(&label, value, into);
            return;
        }
        let heading = seen.headings.iter().any(|h| h == line);
        if let Some(platform) = Platform::in_text(line).filter(|_| is_platform(line)) {
            self.close(into);
            self.platform = Some(platform);
            if !heading {
                return;
            }
            self.body = None;
            return;
        }
        if heading {
            self.close(into);
            self.body = is_body(line).then(|| line.to_owned());
            return;
        }
        if let Some((name, body)) = in_brackets(line)
            && let Some(platform) = Platform::in_text(name).or(self.platform)
        {
            add(&body, platform, name, line, into);
        }
    }

    /// A line of a card; whether it was one.
    fn labelled(&mut self, label: &str, value: &str, into: &mut BTreeSet<Account>) -> bool {
        let of = |labels: &[&str]| labels.contains(&label);
        if of(NAMES) {
            if self.card.name.is_some() {
                self.close(into);
            }
            self.card.name = Some(value.to_owned());
        } else if of(BODIES) {
            if self.card.body.is_some() {
                self.close(into);
            }
            self.card.body = is_body(value).then(|| value.to_owned());
        } else if of(KINDS) {
            if self.card.platform.is_some() {
                self.close(into);
            }
            self.card.platform = Platform::in_text(value);
        } else {
            return false;
        }
        true
    }

    /// 云岚县公安局：云岚公安 under a platform; 微信公众号：云岚公安 under a body.
    fn pair(&mut self, label: &str, value: &str, into: &mut BTreeSet<Account>) {
        let named = Platform::in_text(label);
        match (named, &self.body, self.platform) {
            (Some(platform), Some(body), _) if is_platform(label) => add(&body.clone(), platform, value, value, into),
            (None, _, within) if is_body(label) => {
                if let Some(platform) = Platform::in_text(value).or(within) {
                    add(label, platform, value, value, into);
                }
            }
            _ => {}
        }
    }

    /// The card ends.
    fn close(&mut self, into: &mut BTreeSet<Account>) {
        let card = std::mem::take(&mut self.card);
        if let (Some(body), Some(name), Some(platform)) = (card.body, card.name, card.platform.or(self.platform)) {
            add(&body, platform, &name, &name, into);
        }
    }
}

fn add(body: &str, platform: Platform, name: &str, line: &str, into: &mut BTreeSet<Account>) {
    if STOPPED.is_match(line) || body.chars().count() < 3 {
        return;
    }
    if let Some(name) = name_of(name) {
        into.insert(Account { body: body.to_owned(), platform, name });
    }
}

/// Whether a text is a platform's name and little else: 政务微信, 微信公众号（12个）, 抖音账号列表.
fn is_platform(line: &str) -> bool {
    let mut rest: String = line.chars().filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).collect();
    for word in [
        "小程序",
        "视频号",
        "订阅号",
        "服务号",
        "微信",
        "公众号",
        "公众平台",
        "微博",
        "抖音",
        "快手",
        "今日头条",
        "头条号",
        "百家号",
        "人民号",
        "澎湃",
        "学习强国",
        "强国号",
        "哔哩哔哩",
        "小红书",
        "网易号",
        "搜狐号",
        "企鹅号",
        "知乎",
        "客户端",
        "APP",
        "App",
        "政务",
        "官方",
        "新浪",
        "腾讯",
        "账号",
        "帐号",
        "平台",
        "矩阵",
        "列表",
        "名单",
        "一览",
        "个",
        "号",
        "类",
        "名称",
    ] {
        rest = rest.replace(word, "");
    }
    rest.chars().filter(|c| c.is_alphanumeric()).count() == 0
}

/// 云岚公安（云岚县公安局）: the account, and the body in brackets at the end.
fn in_brackets(line: &str) -> Option<(&str, String)> {
    let inner = line.strip_suffix(['）', ')'])?;
    let at = inner.rfind(['（', '('])?;
    let open = inner[at..].chars().next()?.len_utf8();
    let (name, body) = (inner[..at].trim(), inner[at + open..].trim());
    let body = body.strip_prefix("主办单位").map_or(body, |b| b.trim_start_matches([':', '：']));
    (is_body(body) && !name.is_empty()).then(|| (name, body.to_owned()))
}
