//! ## 查什么
//! 网站有没有列出政务新媒体账号（政务新媒体、新媒体矩阵、两微一端、政务微博微信……栏目，或首页上的入口区块、二维码）；列出的账号里，同一单位在同一
//! 平台是不是开了两个。
//! ## 为什么
//! 要求同一单位在同一平台只开设一个账号（S004-49）；网站应当公布新媒体账号，名称与主办单位一致（R1-18、R5-26）。
//! ## 怎么判
//! 首页有微信、微博、抖音、头条、客户端等入口或带文字的二维码，或有上述名称的栏目、页面，即算列出；分享按钮、文章里的提及不算。都没有，而首页和栏目都看
//! 全了，判为不通过。
//! 账号从表格（主办单位、平台、名称各列，或每个平台一列，合并单元格照算）、按平台分组的“单位：账号”或“账号（单位）”、带“主办单位”“账号名称”标签的
//! 卡片、单位标题下的“平台：账号”中读取；单位、平台、账号三者都写明的才算数。同一单位同一平台有两个不同名称的账号，每个“单位·平台”报一条，列出两个
//! 账号。公众号、视频号、微博、抖音等各算一个平台；订阅号与服务号并存的，列为待人工核实；客户端、小程序不计；注明注销、停更、迁移的不计；局与其办公室、
//! 下属单位是不同单位。
//! 列表由脚本绘制、只是一张图片、栏目没有看到的，列为待人工核实。
//! ## 局限
//! 账号是否活跃、是否认证，网站上看不到；没有写明单位的账号不参与比对。
//!
//! # English
//!
//! ## What it looks at
//! Whether the site lists the government's accounts on other platforms (a column of that name, or a block of entries or
//! codes on the home page), and whether a body runs two accounts on one platform among those listed.
//! ## Why
//! One body, one platform, one account (S004-49); sites are to list the accounts (R1-18, R5-26).
//! ## How it decides
//! Entries or captioned codes on the home page, or a column or page of such a name, are the list; buttons for sharing and
//! mentions in articles are not. None of them, with home page and columns seen whole: failed.
//! Accounts are read from tables (columns for body, platform, name, or one for each platform; merged cells included), from
//! lists by platform (body: account; account (body)), from cards with labels, and below a heading that is a body's name.
//! Only what names all three counts. Two names of one body on one platform are one finding. A subscription account beside
//! a service account is left to a person; applications and mini-programs don't count, nor accounts said to be closed or
//! moved; an office and what belongs to it are different bodies.
//! A list drawn by script or given as a picture, and columns not seen, are left to a person.
//! ## Limits
//! Whether an account is alive can't be seen from the site; accounts without a named body are not compared.

use super::page_mark::NoParams;
use super::places::{Answers, OpenEnd, Place, Seen, Stand};
use super::{Check, Measure};
use crate::facts::{Facts, PageFact, fold_title};
use crate::model::{NewMedia, PageRole, Platform, Reason, Text, Verdict};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "unlinked-new-media",
    title: ("政务新媒体列表缺失或一单位多账号", "No list of official accounts, or two of one body"),
    source: include_str!("unlinked_new_media.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(UnlinkedNewMedia))
    },
};

#[derive(Debug)]
struct UnlinkedNewMedia;

static PLACE: Place = Place {
    name: ("政务新媒体列表", "list of official accounts"),
    names: &[
        "政务新媒体",
        "新媒体",
        "新媒体矩阵",
        "政务新媒体矩阵",
        "政务新媒体导航",
        "新媒体导航",
        "政务新媒体公示",
        "政务新媒体账号",
        "政务新媒体名录",
        "两微一端",
        "政务微博微信",
        "政务微信微博",
        "微信微博",
        "微博微信",
        "政务微博",
        "政务微信",
        "媒体矩阵",
        "融媒体矩阵",
        "微矩阵",
        "官方微信",
        "官方微博",
    ],
    near: &["移动端", "掌上政务", "微门户", "关注我们", "融媒体", "融媒体中心"],
    must: &[],
};

impl Measure for UnlinkedNewMedia {
    fn measure(&self, facts: &Facts) -> Verdict {
        let mut answers = match Answers::new(facts) {
            Ok(answers) => answers,
            Err(verdict) => return *verdict,
        };
        let home = answers.home().to_owned();
        let lists = lists(facts);
        let seen = PLACE.look(facts);
        presence(&mut answers, &lists, &seen, &home);
        compare(&mut answers, &lists);
        answers.verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// Pages that show accounts, with what they show.
fn lists(facts: &Facts) -> Vec<(&PageFact, &NewMedia)> {
    let pages = facts.pages.iter().filter(|p| matches!(p.role, PageRole::Home | PageRole::Page | PageRole::Script));
    pages.filter_map(|p| Some((p, p.readable()?.new_media.as_ref()?))).collect()
}

/// Whether the site lists its accounts at all.
fn presence(answers: &mut Answers<'_>, lists: &[(&PageFact, &NewMedia)], seen: &Seen, home: &str) {
    let facts = answers.facts;
    let parts: BTreeSet<&str> = facts.home_parts().iter().map(|p| p.url()).collect();
    let on_home = lists.iter().filter(|(page, _)| parts.contains(page.url()));
    let entry = on_home.clone().find(|(_, media)| !media.entries.is_empty() || !media.accounts.is_empty());
    let told = lists.iter().any(|(_, media)| !media.accounts.is_empty());
    let named = lists.iter().find(|(_, media)| media.named.is_some());
    if told {
        return answers.pass();
    }
    if let Some((page, media)) = named {
        return of_page(answers, page, media, entry.is_some());
    }
    if entry.is_some() {
        return answers.pass();
    }
    let ask = Text::new(
        "请在网站开设专栏或在首页设置区块，集中公布政务新媒体账号（单位、平台、名称、二维码）",
        "list the accounts in a column or on the home page: body, platform, name, code",
    );
    let pictures: u32 = on_home.map(|(_, media)| media.pictures).sum();
    if matches!(seen.stand, Stand::Nowhere(_) | Stand::Near(_)) && pictures > 0 {
        let message = Text::new(
            "首页有疑似二维码的图片，没有文字说明，是否为政务新媒体请人工核实",
            "pictures on the home page look like codes and carry no words; look whether they are official accounts",
        );
        return answers.doubt(home, None, Reason::Ambiguous, message, json!({ "pictures": pictures }));
    }
    if let Stand::Nowhere(nearest) = &seen.stand {
        return absent(answers, nearest, &ask);
    }
    // The list as a subject has no target.
    let before = answers.verdict.violations.len() + answers.verdict.undetermined.len();
    answers.use_of(&PLACE, seen, &ask);
    untargeted(&mut answers.verdict, before);
}

/// A page that says it is the list and lists nothing that can be read.
fn of_page(answers: &mut Answers<'_>, page: &PageFact, media: &NewMedia, entry: bool) {
    let read = page.readable();
    let drawn = read.is_some_and(|p| !p.script_lists.is_empty() || p.signals.script_shell);
    let items = read.map_or(0, |p| p.items.len());
    if !media.entries.is_empty() || items > 0 || entry {
        return answers.pass();
    }
    let name = media.named.as_deref().unwrap_or_default();
    let (reason, zh, en) = if drawn {
        (Reason::Script, "由脚本绘制", "is drawn by script")
    } else {
        (Reason::Ambiguous, "没有可读的文字，可能是一张图片", "holds no words that could be read; it may be a picture")
    };
    let message = Text::new(
        format!("“{name}”的账号列表{zh}，请在浏览器中核实是否列全、有无一单位多账号"),
        format!("the list of accounts \"{name}\" {en}; look in a browser whether it is whole and no body has two"),
    );
    let evidence = json!({ "name": name, "pictures": media.pictures });
    answers.doubt(page.url(), None, reason, message, evidence);
}

fn absent(answers: &mut Answers<'_>, nearest: &Value, ask: &Text) {
    let unread: Vec<OpenEnd> = answers
        .facts
        .unread_home_parts()
        .into_iter()
        .map(|what| OpenEnd { reason: Reason::Script, what: what.to_owned() })
        .collect();
    answers.may_hide_in(unread);
    let message = Text::new(
        format!("网站没有公布政务新媒体账号：首页没有微信、微博等入口，也没有“政务新媒体”一类栏目。{}", ask.zh),
        format!("the site lists no official accounts, neither on the home page nor in a column. {}", ask.en),
    );
    let before = answers.verdict.violations.len() + answers.verdict.undetermined.len();
    let evidence = json!({ "reason": "absent", "synonyms": PLACE.names, "nearest": nearest });
    answers.missing(PLACE.name.0, PLACE.name, message, evidence);
    untargeted(&mut answers.verdict, before);
}

/// The list itself is meant, not a name: findings added since `before` lose their target.
fn untargeted(verdict: &mut Verdict, before: usize) {
    let old = before.min(verdict.violations.len());
    for violation in &mut verdict.violations[old..] {
        violation.target = None;
        if violation.evidence["reason"].is_null() {
            violation.evidence["reason"] = json!("absent");
        }
    }
    for open in &mut verdict.undetermined {
        open.target = None;
    }
}

/// One account of a body, and the page that lists it.
type Listed<'a> = BTreeMap<String, (&'a str, Platform, &'a str)>;

/// The family in which two accounts are one too many.
fn family(platform: Platform) -> Option<Platform> {
    match platform {
        Platform::App => None,
        Platform::WechatService | Platform::WechatSubscription => Some(Platform::Wechat),
        other => Some(other),
    }
}

/// Compares the accounts of each body on each platform.
fn compare(answers: &mut Answers<'_>, lists: &[(&PageFact, &NewMedia)]) {
    // Within one page: an old list beside a new one shows what an account was called before.
    let mut bodies: BTreeMap<(&str, String, Platform), (&str, Listed<'_>)> = BTreeMap::new();
    for (page, media) in lists {
        for account in &media.accounts {
            let Some(family) = family(account.platform) else { continue };
            let body = fold_title(&account.body);
            let (_, listed) =
                bodies.entry((page.url(), body, family)).or_insert_with(|| (&account.body, Listed::new()));
            let seen = listed.entry(fold_title(&account.name)).or_insert((&account.name, account.platform, page.url()));
            // Another row may say which kind it is.
            if seen.1 == Platform::Wechat {
                seen.1 = account.platform;
            }
        }
    }
    let mut told: BTreeSet<(&String, Platform)> = BTreeSet::new();
    for ((_, folded, family), (body, listed)) in &bodies {
        let two = listed.len() >= 2;
        if two && !told.insert((folded, *family)) {
            continue;
        }
        if !two {
            answers.pass();
            continue;
        }
        let accounts: Vec<Value> = listed
            .values()
            .map(|(name, platform, page)| json!({ "name": name, "platform": platform.name(), "page": page }))
            .collect();
        let names: Vec<&str> = listed.values().map(|(name, ..)| *name).collect();
        let url = listed.values().next().map_or("", |(.., page)| *page);
        let target = format!("{body}·{}", family.name());
        let evidence =
            json!({ "reason": "two-accounts", "body": body, "platform": family.name(), "accounts": accounts });
        let service = listed.values().filter(|(_, p, _)| *p == Platform::WechatService).count();
        let joined = names.join("”“");
        if *family == Platform::Wechat && service == 1 && listed.len() == 2 {
            let message = Text::new(
                format!("{body}在微信有公众号和服务号“{joined}”，是否算一个平台两个账号请人工核实"),
                format!(
                    "{body} has a service account beside another on WeChat ({}); whether these are two is for a person",
                    names.join(", ")
                ),
            );
            answers.doubt(url, Some(&target), Reason::Ambiguous, message, evidence);
            continue;
        }
        let message = Text::new(
            format!(
                "{body}在{}开设了{}个账号“{joined}”，同一单位同一平台只应有一个；请合并或注销，并更新列表",
                family.name(),
                names.len()
            ),
            format!(
                "{body} runs {} accounts on {} ({}); a body is to have one: merge or close and mend the list",
                names.len(),
                family.name(),
                names.join(", ")
            ),
        );
        answers.fault(url, Some(&target), message, evidence);
    }
}
