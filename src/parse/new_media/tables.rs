use super::{MOST, STOPPED, name_of};
use crate::model::{Account, Platform, Sheet};
use crate::parse::attachment;
use scraper::Html;
use std::collections::BTreeSet;

/// What each column of a table of accounts holds.
struct Columns {
    body: usize,
    /// The platform's name.
    platform: Option<usize>,
    /// The account's name.
    name: Option<usize>,
    /// Columns of which each is for one platform.
    each: Vec<(usize, Platform)>,
    state: Option<usize>,
}

/// Rows in which a heading may stand.
const HEADINGS: usize = 4;

/// Reads the tables of a page that says that it lists accounts.
pub(super) fn read(html: &Html, into: &mut BTreeSet<Account>) {
    for sheet in attachment::all_tables(html) {
        if into.len() >= MOST {
            return;
        }
        let heading = sheet.rows.iter().take(HEADINGS).enumerate().find_map(|(at, row)| Some((at, columns(row)?)));
        if let Some((at, columns)) = heading {
            rows(&sheet, at, &columns, into);
        }
    }
}

fn columns(row: &[String]) -> Option<Columns> {
    let plain: Vec<String> = row.iter().map(|c| c.chars().filter(|c| !c.is_whitespace()).collect()).collect();
    if plain.iter().any(|c| c.chars().count() > 16) {
        return None;
    }
    let find = |words: &[&str]| words.iter().find_map(|w| plain.iter().position(|c| c.contains(w)));
    let body = find(&[
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
        "责任单位",
        "单位名称",
    ])
    .or_else(|| {
        plain.iter().position(|c| matches!(c.as_str(), "单位" | "部门" | "单位(部门)" | "单位（部门）" | "开设机构"))
    })?;
    let others = || plain.iter().enumerate().filter(|(i, _)| *i != body);
    let platform = others()
        .find(|(_, c)| ["平台", "类型", "类别", "种类", "渠道"].iter().any(|w| c.contains(w)) && !c.contains("名称"));
    let platform = platform.or_else(|| others().find(|(_, c)| c.contains("平台"))).map(|(i, _)| i);
    let name = others()
        .filter(|(i, _)| Some(*i) != platform)
        .find(|(_, c)| {
            let called = ["账号名称", "帐号名称", "新媒体名称", "公众号名称", "名称", "账号", "帐号", "昵称"];
            called.iter().any(|w| c.contains(w)) && !c.contains("ID") && Platform::in_text(c).is_none()
        })
        .map(|(i, _)| i);
    let each: Vec<(usize, Platform)> = others()
        .filter(|(i, _)| Some(*i) != platform && Some(*i) != name)
        .filter(|(_, c)| !["链接", "网址", "地址", "二维码", "ID", "粉丝", "是否"].iter().any(|w| c.contains(w)))
        .filter_map(|(i, c)| Some((i, Platform::in_text(c)?)))
        .collect();
    let state = find(&["状态", "备注"]).filter(|i| *i != body);
    ((platform.is_some() && name.is_some()) || !each.is_empty()).then_some(Columns {
        body,
        platform,
        name,
        each,
        state,
    })
}

fn rows(sheet: &Sheet, heading: usize, columns: &Columns, into: &mut BTreeSet<Account>) {
    let cell = |row: &[String], at: usize| row.get(at).map(|c| c.trim().to_owned()).unwrap_or_default();
    for row in sheet.rows.iter().skip(heading + 1) {
        let body = cell(row, columns.body);
        // A line across the whole table is a heading within it.
        let across = row.len() > 1 && row.iter().all(|c| *c == row[0]);
        let stopped = columns.state.is_some_and(|at| STOPPED.is_match(&cell(row, at)));
        if body.is_empty() || across || stopped || body.chars().count() > 60 || into.len() >= MOST {
            continue;
        }
        let mut add = |platform: Platform, text: &str| {
            // Several names in one cell stand in lines or behind signs.
            for part in text.split(['、', '；', ';', '，', ',', '\n']) {
                if let Some(name) = name_of(part) {
                    into.insert(Account { body: body.clone(), platform, name });
                }
            }
        };
        for (at, platform) in &columns.each {
            add(*platform, &cell(row, *at));
        }
        if let (Some(platform), Some(name)) = (columns.platform, columns.name) {
            let (platform, name) = (cell(row, platform), cell(row, name));
            // The name may say which kind: 云岚人社（服务号）.
            let kind = Platform::in_text(&platform);
            let finer = Platform::in_text(&name)
                .filter(|p| matches!(p, Platform::WechatSubscription | Platform::WechatService));
            let kind = if kind == Some(Platform::Wechat) { finer.or(kind) } else { kind };
            if let Some(kind) = kind {
                add(kind, &name);
            }
        }
    }
}
