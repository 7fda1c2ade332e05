use super::files::{File, Offers};
use super::frontier::{Class, Job, Part};
use super::scope::{Place, Scope, is_file};
use crate::model::{Ask, Item, Link, LinkKind, Page, PageKey, PageRole, Region, same_host};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// What one link of a page leads to.
#[expect(clippy::large_enum_variant, reason = "a few hundred at a time, and nearly all of the largest kind")]
#[derive(Debug)]
pub(super) enum Lead {
    /// A page to visit.
    Visit(Job),
    /// A link to check once.
    Check(Url),
    /// A file to read.
    Read(File),
}

/// Names of script libraries that never write a footer.
const LIBRARIES: &[&str] = &[
    "jquery",
    "bootstrap",
    "swiper",
    "layui",
    "layer",
    "vue",
    "react",
    "echarts",
    "superslide",
    "video",
    "player",
    "swfobject",
    "html5shiv",
    "respond",
    "moment",
    "lodash",
    "axios",
    "polyfill",
    "slick",
    "owl",
    "wow",
    "qrcode",
    "share",
    "analytics",
    "stat",
    "tongji",
    "hm.js",
    "datepicker",
    "laydate",
    "ckeditor",
    "ueditor",
    "fancybox",
    "lazyload",
    "zepto",
    "require",
    "angular",
];

/// Most scripts of the home page that are read for marks.
pub(super) const MAX_SCRIPTS: usize = 20;

/// What the links of a page lead to, in page order. `from` is the job that brought the page, `home` whether it is the
/// home page or a part of it.
pub(super) fn leads(scope: &Scope, from: &Job, page: &Page, final_url: &Url) -> Vec<Lead> {
    let dated: BTreeMap<&str, &Item> = page.items.iter().map(|i| (i.target.as_str(), i)).collect();
    let is_home_part = from.class == Class::Home;
    let column = if matches!(from.class, Class::Home) { None } else { column_of(from) };
    let mut leads = Vec::new();
    let mut scripts = 0_usize;
    let listless = page.items.is_empty();
    let offers = Offers::of(page);
    for link in &page.links {
        let Ok(url) = Url::parse(&link.target) else { continue };
        let place = scope.place(&url);
        if place == Place::NotWeb {
            continue;
        }
        let role = match link.kind {
            LinkKind::Style | LinkKind::Form => continue,
            LinkKind::Script => {
                if !is_home_part || place != Place::Site || is_library(&url) || scripts >= MAX_SCRIPTS {
                    continue;
                }
                scripts += 1;
                PageRole::Script
            }
            LinkKind::Fragment if place != Place::Elsewhere => PageRole::Script,
            // What a script says of the interface completes the questions of others; it is none itself.
            LinkKind::ListInterface if from.role == PageRole::Script => continue,
            LinkKind::ListInterface if place == Place::Elsewhere => continue,
            LinkKind::ListInterface => PageRole::Interface,
            _ => PageRole::Page,
        };
        if role == PageRole::Page
            && let Some(file) = offers.file(link, &url, place)
        {
            let whole = file.url == url;
            leads.push(Lead::Read(file));
            // A viewer is a page of its own.
            if whole {
                continue;
            }
        }
        if place == Place::Elsewhere
            || matches!(link.kind, LinkKind::Image | LinkKind::Media)
            || (role == PageRole::Page && is_file(&url))
        {
            leads.push(Lead::Check(url));
            continue;
        }
        let class = class_of(link, role, &dated, is_home_part, listless);
        let day = dated.get(link.target.as_str()).and_then(|i| i.date.as_ref()).map_or(i32::MIN, |d| days(d.date));
        let depth = match class {
            // Parts of a page and further pages of its list are no click deeper.
            Class::Home | Class::ColumnPart | Class::Pager => from.depth,
            _ => from.depth + 1,
        };
        let mut job = Job {
            key: PageKey::of(&url),
            url,
            role,
            class,
            day,
            depth,
            referrer: final_url.to_string(),
            column: column.clone(),
            part: None,
        };
        if role == PageRole::Interface {
            let ask = link.ask.as_deref().cloned().unwrap_or_default();
            let Some(part) = part_of(from, &job.url, ask, final_url) else { continue };
            job.key = PageKey::asked(&job.url, Some(&part.ask));
            job.part = Some(part);
        }
        leads.push(Lead::Visit(job));
    }
    let read: BTreeSet<Url> =
        leads.iter().filter_map(|l| if let Lead::Read(file) = l { Some(file.url.clone()) } else { None }).collect();
    for item in &page.items {
        if Url::parse(&item.target).is_ok_and(|url| read.contains(&url)) {
            continue;
        }
        if let Some(lead) = item_lead(scope, from, item, final_url, column.as_ref(), &offers) {
            leads.push(lead);
        }
    }
    leads
}

/// The part of a list behind an address. Nothing is posted to another host than that of the page that asks.
fn part_of(from: &Job, url: &Url, ask: Ask, final_url: &Url) -> Option<Part> {
    if !ask.body.is_empty() && !same_host(url, final_url) {
        return None;
    }
    // What an interface says of its next page goes on with the same list.
    let (list, on) = match &from.part {
        Some(part) => (part.list.clone(), part.on.clone()),
        None => (PageKey::asked(url, Some(&ask)), final_url.clone()),
    };
    let told = from.part.as_ref().and_then(|part| part.told.clone());
    Some(Part { list, on, ask, told })
}

/// An entry that stands in a data block or an interface's answer has no anchor of its own.
fn item_lead(
    scope: &Scope,
    from: &Job,
    item: &Item,
    final_url: &Url,
    column: Option<&PageKey>,
    offers: &Offers<'_>,
) -> Option<Lead> {
    let url = Url::parse(&item.target).ok()?;
    let place = scope.place(&url);
    if place != Place::NotWeb
        && let Some(file) = offers.entry(&item.title, &url, place)
    {
        return Some(Lead::Read(file));
    }
    match place {
        Place::NotWeb => None,
        Place::Elsewhere => Some(Lead::Check(url)),
        Place::Site | Place::Kin if is_file(&url) => Some(Lead::Check(url)),
        Place::Site | Place::Kin => Some(Lead::Visit(Job {
            key: PageKey::of(&url),
            url,
            role: PageRole::Page,
            class: if item.date.is_some() { Class::Item } else { Class::Other },
            day: item.date.as_ref().map_or(i32::MIN, |d| days(d.date)),
            depth: from.depth + 1,
            referrer: final_url.to_string(),
            column: column.cloned(),
            part: None,
        })),
    }
}

/// Pages found from a column belong to it; so do those found from its further list pages.
fn column_of(from: &Job) -> Option<PageKey> {
    if from.class == Class::Column { Some(from.key.clone()) } else { from.column.clone() }
}

fn class_of(link: &Link, role: PageRole, dated: &BTreeMap<&str, &Item>, home: bool, listless: bool) -> Class {
    match (link.kind, role) {
        (LinkKind::Redirect | LinkKind::Frame | LinkKind::Script | LinkKind::Fragment, _) if home => Class::Home,
        (LinkKind::Redirect | LinkKind::Frame | LinkKind::Fragment, _) => Class::ColumnPart,
        (LinkKind::ListInterface, _) if listless => Class::ColumnPart,
        _ if link.kind == LinkKind::ListInterface || link.region == Region::Pager => Class::Pager,
        _ if matches!(link.region, Region::Nav | Region::Breadcrumb) || is_site_map(&link.text) => Class::Column,
        _ => match dated.get(link.target.as_str()) {
            Some(item) if item.date.is_some() => Class::Item,
            // A short text outside of lists, on the home page, is most often the name of a block: a column.
            None if home && (2..=10).contains(&link.text.chars().count()) && link.region != Region::Footer => {
                Class::Column
            }
            _ => Class::Other,
        },
    }
}

fn is_site_map(text: &str) -> bool {
    ["网站地图", "站点地图", "更多", "more"]
        .iter()
        .any(|w| text.eq_ignore_ascii_case(w) || text.trim_end_matches(['>', '+', '»']) == *w)
}

fn is_library(url: &Url) -> bool {
    let name = url.path().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    LIBRARIES.iter().any(|lib| name.contains(lib))
}

fn days(date: jiff::civil::Date) -> i32 {
    date.since(jiff::civil::date(1970, 1, 1)).map_or(i32::MIN, |span| span.get_days())
}
