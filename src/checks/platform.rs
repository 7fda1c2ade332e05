//! The government information disclosure platform (State Council Office openness office letter 2019 no. 61, R3-01 to
//! R3-05): its parts by the names that counties give them, and where it may stand unseen.

use super::places::{OpenEnd, Place, Stand};
use crate::facts::{Facts, SightingSource, TargetState};
use crate::model::{LinkKind, PageKey, Reason, registrable_domain};
use url::Url;

/// The platform itself.
pub(super) static PLATFORM: Place = Place {
    name: ("政府信息公开", "government information disclosure"),
    names: &[
        "政府信息公开",
        "信息公开",
        "政府信息公开平台",
        "政府信息公开专栏",
        "政府信息公开目录",
        "信息公开目录",
        "政务公开",
    ],
    near: &[],
    must: &[],
};

/// 政府信息公开指南.
pub(super) static GUIDE: Place = Place {
    name: ("政府信息公开指南", "disclosure guide"),
    names: &["政府信息公开指南", "信息公开指南", "公开指南", "政务公开指南", "信息公开工作指南"],
    near: &["指南", "公开说明", "信息公开说明"],
    must: &[],
};

/// 政府信息公开制度.
pub(super) static RULES: Place = Place {
    name: ("政府信息公开制度", "disclosure rules"),
    names: &[
        "政府信息公开制度",
        "信息公开制度",
        "公开制度",
        "政务公开制度",
        "政府信息公开规定",
        "信息公开规定",
        "公开规定",
        "信息公开规章制度",
        "信息公开工作制度",
        "信息公开制度规范",
        "公开制度规定",
        "政府信息公开法规",
        "信息公开法规",
        "信息公开法规制度",
        "信息公开法律法规",
    ],
    near: &["制度", "制度规定", "规章制度", "工作制度", "制度建设", "政府信息公开条例", "信息公开条例", "公开政策"],
    must: &[],
};

/// 法定主动公开内容.
pub(super) static STATUTORY: Place = Place {
    name: ("法定主动公开内容", "statutory disclosure"),
    names: &[
        "法定主动公开内容",
        "法定主动公开",
        "法定主动公开信息",
        "法定主动公开目录",
        "法定公开内容",
        "主动公开内容",
    ],
    near: &[
        "主动公开",
        "主动公开目录",
        "主动公开信息",
        "政府信息公开目录",
        "信息公开目录",
        "公开目录",
        "主动公开基本目录",
    ],
    must: &[],
};

/// 政府信息公开年报.
pub(super) static ANNUAL: Place = Place {
    name: ("政府信息公开年报", "annual reports on disclosure"),
    names: &[
        "政府信息公开年报",
        "信息公开年报",
        "公开年报",
        "政务公开年报",
        "政府信息公开年度报告",
        "信息公开年度报告",
        "政府信息公开工作年度报告",
        "信息公开工作年度报告",
        "政府信息公开工作年报",
        "信息公开工作年报",
        "公开年度报告",
    ],
    near: &["年报", "年度报告", "工作年报", "工作年度报告"],
    must: &[],
};

/// 依申请公开.
pub(super) static ON_REQUEST: Place = Place {
    name: ("依申请公开", "disclosure on request"),
    names: &[
        "依申请公开",
        "依申请公开信息",
        "依申请公开平台",
        "依申请公开系统",
        "政府信息依申请公开",
        "政府信息公开申请",
        "信息公开申请",
        "申请公开",
        "政府信息公开在线申请",
        "信息公开在线申请",
        "依申请公开在线申请",
        "依申请公开入口",
    ],
    near: &["在线申请", "网上申请", "我要申请", "申请入口"],
    must: &[],
};

/// The fixed parts, in the order of the letter.
pub(super) static PARTS: [&Place; 5] = [&GUIDE, &RULES, &STATUTORY, &ANNUAL, &ON_REQUEST];

/// Whether a place was found under one of its own names.
pub(super) fn is_named(stand: &Stand) -> bool {
    !matches!(stand, Stand::Nowhere(_) | Stand::Near(_))
}

/// Parts of the platform that were not seen: on another host of the authority, in frames, in a tree that a script draws.
/// `parts` is how many of the fixed parts are named anywhere: where most are, their menu was read.
pub(super) fn unseen_parts(facts: &Facts, parts: usize) -> Vec<OpenEnd> {
    let mut open = Vec::new();
    let platform = PLATFORM.look(facts);
    let home = facts.first_record().and_then(|h| Url::parse(h.url()).ok());
    for sighting in &platform.sightings {
        let Some(key) = &sighting.target else { continue };
        let Some(url) = Url::parse(&key.0).ok().filter(|u| matches!(u.scheme(), "http" | "https")) else { continue };
        if facts.page(key).is_some() || matches!(facts.target_state(&url), TargetState::Dead { .. }) {
            continue;
        }
        // The platform of a neighbour or of the province, named beside an article, is not ours.
        let kin = home.as_ref().is_some_and(|h| registrable_domain(h) == registrable_domain(&url));
        let menu = sighting.source != SightingSource::LinkText
            || facts.home().is_ok_and(|h| h.key == facts.pages[sighting.on].key);
        if (kin || menu) && parts < 3 {
            open.push(OpenEnd { reason: Reason::Budget, what: url.into() });
        }
    }
    for &page in &platform.pages {
        let Ok(content) = facts.column_content(page) else { continue };
        for unread in content.unread {
            // A list of documents that a script draws hides no part, once the menu beside it was read.
            if parts < 3 || unread.reason != Reason::Script {
                open.push(OpenEnd { reason: unread.reason, what: unread.what });
            }
        }
        if parts == 0 && loads_own_script(facts, page) {
            open.push(OpenEnd { reason: Reason::Script, what: facts.pages[page].url().to_owned() });
        }
    }
    open.dedup();
    open
}

/// Whether a page loads a script that the home page does not: a tree of columns may come by it.
fn loads_own_script(facts: &Facts, page: usize) -> bool {
    facts.links.of_page(page).iter().any(|l| {
        let target = facts.links.target(l);
        l.kind == LinkKind::Script && !facts.columns().is_on_home(target)
    })
}

/// The page behind an address, if this run read it.
pub(super) fn page_at(facts: &Facts, address: &str) -> Option<usize> {
    Url::parse(address).ok().and_then(|u| facts.page_index(&PageKey::of(&u)))
}
