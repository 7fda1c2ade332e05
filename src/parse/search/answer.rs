use super::written::in_scripts;
use crate::model::{
    Ask, Exchange, ItemSource, LinkKind, Page, PageKey, Region, SearchAnswer, SearchForm, SearchHit, file_name,
};
use crate::parse::resolve::Base;
use crate::parse::seen::{Place, Seen, fold};
use crate::parse::{open, page, sniff, walk};
use percent_encoding::percent_decode_str;
use regex::Regex;
use scraper::Html;
use serde_json::Value;
use std::sync::LazyLock;
use url::Url;

/// What is looked for among the results.
#[derive(Debug, Clone, Copy)]
pub struct SoughtTitle<'a> {
    /// The title as its page shows it.
    pub title: &'a str,
    /// Its page.
    pub url: &'a str,
    /// The words that were asked.
    pub words: &'a str,
    /// The site's home page.
    pub home: &'a str,
}

/// Results kept for evidence.
const KEPT: usize = 10;
/// Shortest text of a result, in folded characters.
const SHORTEST: usize = 6;
/// Characters that a text and the question must have in common in a row to be about the same.
const COMMON: usize = 5;

/// What says that nothing was found.
static NONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:没有|未能?|没能?|暂未|无法)(?:找到|搜到|搜索到|检索到|查询到|查到|发现)|(?:没有|暂无|无|未有)(?:相关|符合|匹配|您?要?搜索|任何|检索|查询)[^\n。]{0,12}(?:结果|信息|内容|数据|记录|文档|资料)|暂无(?:数据|内容|结果|记录|信息)|(?:共|找到|搜到|检索到|约|获得|为您找到|搜索到)(?:相关)?(?:结果|信息|内容|记录)?(?:约|共)?[:：\s]*0+\s*(?:条|个|项|篇|件|则)|无搜索结果|搜索结果为空|结果[:：]?\s*0\s*条",
    )
    .expect("a constant pattern")
});

/// What asks whether a person is there, or to come back later.
static REFUSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"请?输入(?:图[片中形]|图文)?(?:中的)?验证码|滑动验证|拖动滑块|人机验证|(?:搜索|访问|操作|检索|查询)(?:过于|太|太过)?频繁|请(?:先)?登录后(?:再)?(?:搜索|查询|检索)|(?:间隔|不得少于)[^\n]{0,8}秒")
        .expect("a constant pattern")
});

/// A call for data in a script.
static CALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\$\.(?:ajax|get|post|getJSON)|axios|XMLHttpRequest|\bfetch\s*\(|avalon|new\s+Vue|createApp")
        .expect("a constant pattern")
});
static ABOUT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)search|sousuo|keyword|jiansuo|results?\b").expect("a constant pattern"));

/// Names of script files that draw results.
static DRAWER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)search|sousuo|result|jiansuo|(?:^|[/._-])app[._-]|chunk|bundle|main\.[0-9a-f]{6,}")
        .expect("a constant pattern")
});

/// Names of script files that draw nothing of their own.
static LIBRARY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)jquery|bootstrap|swiper|layui|layer|superslide|html5|respond|polyfill|tongji|hm\.js|stat|share|aria|wza|font|tabs?\.js|nav|menu|foot|head|date|scroll|slide")
        .expect("a constant pattern")
});

/// Templates that wait for a script.
const TEMPLATES: &[&str] =
    &["{{", "v-for=", "ng-repeat", "ms-repeat", "ms-for=", "text/x-template", "text/template", "text/html\" id="];

/// Reads the answer to a question: does it show the title, what else does it show, and can that be relied on? Also, where
/// the results come as data, the interface that the page names for them.
#[must_use]
pub fn answer(exchange: &Exchange, sought: SoughtTitle<'_>) -> (SearchAnswer, Option<SearchForm>) {
    let Some((decoded, base)) = open(exchange) else { return (SearchAnswer::default(), None) };
    if !sniff::is_markup(exchange) {
        return (of_data(&decoded.text, &base, exchange, sought), None);
    }
    let source = sniff::shallow(&decoded.text);
    let seen = walk::walk(&Html::parse_document(source), &base, Place::default());
    let page = page(exchange);
    let main = seen.main_text();
    let mut answer = SearchAnswer { home: is_home(&page, sought), ..SearchAnswer::default() };
    hits_of(&page, sought, &mut answer);
    let none = main.lines().find(|l| NONE.is_match(l));
    answer.none_words = none.map(excerpt);
    if answer.found.is_none() && none.is_none() {
        answer.found = lone_line(&page, &main, sought);
    }
    answer.echoed = echoes(&seen, &page, &main, sought.words);
    answer.refused = main
        .lines()
        .find(|l| REFUSED.is_match(l))
        .filter(|_| answer.listed < 5)
        .map(excerpt)
        .or_else(|| page.signals.login.then(|| "log-in".to_owned()))
        .or_else(|| page.signals.challenge.clone());
    // "Nothing was found" is what a search says, not that the page is not there.
    answer.absent_words = page.signals.absent_words.clone().filter(|_| none.is_none());
    // A server that repeats the question in its "nothing", or lists what is akin to it, has drawn the results itself.
    let told = none.is_some_and(|l| holds(&fold_title(l), &fold_title(sought.words)));
    let akin = answer.hits.iter().any(|hit| in_common(&hit.title, sought.words));
    if !told && !akin {
        answer.drawn = drawn_by(&page, &seen, source, none.is_none());
    }
    let interface = in_scripts(&seen.scripts, &base)
        .into_iter()
        .find(|form| bare_address(&form.action) != bare_address(&exchange.record.final_url));
    (answer, interface)
}

/// Whether the answer is the home page.
fn is_home(page: &Page, sought: SoughtTitle<'_>) -> bool {
    let key = |address: &str| Url::parse(address).ok().map(|u| PageKey::of(&u));
    key(&page.url) == key(sought.home)
}

fn hits_of(page: &Page, sought: SoughtTitle<'_>, answer: &mut SearchAnswer) {
    let own = bare_address(&page.url);
    let is_own = |target: &str| bare_address(target) == own && !leads_to(target, sought.url);
    let links = page
        .links
        .iter()
        .filter(|l| {
            l.hidden.is_none()
                && matches!(l.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data)
                && matches!(l.region, Region::List | Region::Other | Region::Article)
        })
        .map(|l| (l.text.as_str(), l.target.as_str()));
    let items =
        page.items.iter().filter(|i| i.source != ItemSource::Markup).map(|i| (i.title.as_str(), i.target.as_str()));
    for (title, target) in links.chain(items).filter(|(_, target)| !is_own(target)) {
        note(title, target, sought, answer);
    }
}

fn note(title: &str, target: &str, sought: SoughtTitle<'_>, answer: &mut SearchAnswer) {
    let is_it = shows(title, sought.title) || leads_to(target, sought.url);
    let long = fold_title(title).chars().count() >= SHORTEST;
    if !is_it && !long {
        return;
    }
    let hit = SearchHit { title: excerpt(title), target: target.chars().take(500).collect() };
    if answer.hits.iter().any(|h| h.target == hit.target && !hit.target.is_empty()) {
        return;
    }
    answer.listed += 1;
    if is_it && answer.found.is_none() {
        answer.found = Some(hit.clone());
    }
    if answer.hits.len() < KEPT {
        answer.hits.push(hit);
    }
}

/// A title that stands in a line of its own, without a link that we can read.
fn lone_line(page: &Page, main: &str, sought: SoughtTitle<'_>) -> Option<SearchHit> {
    let title = fold_title(sought.title);
    // A link that was no result (a suggestion, the search history) is none as a line either.
    if page.links.iter().any(|l| fold_title(&l.text) == title) {
        return None;
    }
    let same = |line: &&str| fold_title(line) == title;
    // One line may be the question itself, repeated.
    let wanted = if fold_title(sought.words) == title { 2 } else { 1 };
    let mut lines = main.lines().filter(same);
    lines.nth(wanted - 1).map(|line| SearchHit { title: excerpt(line), target: String::new() })
}

/// Whether a result's text is the title: whole, with something around it, or cut.
fn shows(text: &str, title: &str) -> bool {
    let (shown, wanted) = (fold_title(text), fold_title(title));
    let (long, whole) = (shown.chars().count(), wanted.chars().count());
    if whole == 0 || long < 4 {
        return false;
    }
    if shown == wanted || (whole >= SHORTEST && shown.contains(&wanted)) {
        return true;
    }
    let text = text.trim();
    let cut = ['…', '．'].iter().any(|c| text.ends_with(*c)) || text.ends_with("...");
    let enough = if cut { long * 2 >= whole } else { long >= 10 && long * 10 >= whole * 6 };
    enough && wanted.starts_with(&shown)
}

/// Whether an address is the page's, or an address that counts clicks and sends on to it.
fn leads_to(target: &str, page: &str) -> bool {
    let (Ok(to), Ok(own)) = (Url::parse(target), Url::parse(page)) else { return false };
    if PageKey::of(&to) == PageKey::of(&own) {
        return true;
    }
    if to.host_str() == own.host_str() && to.path() == own.path() {
        return own.path().len() > 1 && to.query() == own.query();
    }
    // An index keeps the address it saw: with or without www, by its address inside.
    let named = file_name(&own);
    let telling =
        named.chars().filter(char::is_ascii_alphanumeric).count() >= 8 && own.path().matches('/').count() >= 2;
    if telling && to.path() == own.path() && own.query().is_none() {
        return true;
    }
    let query = percent_decode_str(to.query().unwrap_or_default()).decode_utf8_lossy();
    telling && query.contains(own.path())
}

/// Whether the answer repeats the question: in its title, its text or its field.
fn echoes(seen: &Seen, page: &Page, main: &str, words: &str) -> bool {
    let words = fold_title(words);
    let own: String = main.lines().take(400).collect::<Vec<_>>().join("\n");
    holds(&fold_title(&page.title), &words)
        || holds(&fold_title(&own), &words)
        || seen.controls.iter().any(|c| holds(&fold_title(&c.value), &words))
}

fn holds(text: &str, words: &str) -> bool {
    !words.is_empty() && text.contains(words)
}

/// Whether two texts have some characters in a row in common.
fn in_common(text: &str, words: &str) -> bool {
    let text = fold_title(text);
    let words: Vec<char> = fold_title(words).chars().collect();
    words.windows(COMMON).any(|run| text.contains(&run.iter().collect::<String>()))
}

/// What says that results may be drawn by a script. `silent`: the page does not even say that there are none, so that any
/// script of the site may be at it.
fn drawn_by(page: &Page, seen: &Seen, source: &str, silent: bool) -> Option<String> {
    if let Some(target) = &page.signals.redirect {
        return Some(format!("the page sends on to {target}"));
    }
    if let Some(list) = page.script_lists.first() {
        return Some(list.sign.clone());
    }
    if page.signals.script_shell || page.text_chars < 20 {
        return Some("the page is drawn by script".to_owned());
    }
    if let Some(sign) = TEMPLATES.iter().find(|sign| source.contains(**sign)) {
        return Some(format!("a template ({sign})"));
    }
    let inline = seen.scripts.iter().find(|code| CALL.is_match(code) && ABOUT.is_match(code));
    if let Some(code) = inline {
        return Some(excerpt(CALL.find(code).map_or("", |m| m.as_str())));
    }
    let drawer = |address: &str| {
        let name = address.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        (silent || DRAWER.is_match(name)) && !LIBRARY.is_match(name)
    };
    let file = page.links.iter().find(|l| l.kind == LinkKind::Script && drawer(&l.target));
    let frame = page.links.iter().find(|l| l.kind == LinkKind::Frame && ABOUT.is_match(&l.target));
    file.or(frame).map(|l| l.target.clone())
}

/// Reads results that come as data.
fn of_data(text: &str, base: &Base, exchange: &Exchange, sought: SoughtTitle<'_>) -> SearchAnswer {
    let mut answer = SearchAnswer { data: true, ..SearchAnswer::default() };
    if exchange.body.is_empty() {
        answer.drawn = Some("an empty answer".to_owned());
        return answer;
    }
    let trimmed = text.trim().trim_start_matches('\u{FEFF}');
    let inner = trimmed.find(['{', '[']).map_or("", |at| &trimmed[at..]).trim_end_matches([';', ')', ' ', '\n']);
    let lists = crate::parse::lists::interface(text, &base.url, &base.url, &Ask::default());
    for item in &lists.items {
        note(&plain(&item.title), &item.target, sought, &mut answer);
    }
    if let Ok(value) = serde_json::from_str::<Value>(inner) {
        answer.echoed = of_value(&value, sought, &mut answer);
    } else if lists.listing.is_none_or(|l| l.refused.is_some()) {
        answer.drawn = Some("data that can't be read".to_owned());
    }
    answer
}

/// Names under which an interface repeats the question.
const ECHOES: &[&str] = &[
    "q",
    "query",
    "keyword",
    "keywords",
    "searchword",
    "searchwords",
    "word",
    "words",
    "key",
    "kw",
    "wd",
    "searchtext",
];

/// Looks through a JSON value for the title; returns whether it repeats the question.
fn of_value(value: &Value, sought: SoughtTitle<'_>, answer: &mut SearchAnswer) -> bool {
    let wanted = fold_title(sought.title);
    let words = fold_title(sought.words);
    let mut echoed = false;
    let mut ahead: Vec<(&str, &Value)> = vec![("", value)];
    let mut looked = 0;
    while let Some((name, value)) = ahead.pop() {
        looked += 1;
        if looked > 50_000 {
            break;
        }
        match value {
            Value::Array(list) => ahead.extend(list.iter().map(|v| (name, v))),
            Value::Object(map) => ahead.extend(map.iter().map(|(n, v)| (n.as_str(), v))),
            Value::String(text) => {
                let shown = plain(text);
                let folded = fold_title(&shown);
                if ECHOES.contains(&name.to_ascii_lowercase().as_str()) {
                    echoed |= holds(&folded, &words);
                } else if answer.found.is_none()
                    && (folded == wanted || (text.contains('<') && folded.contains(&wanted)))
                {
                    let hit = SearchHit { title: excerpt(&shown), target: String::new() };
                    answer.listed = answer.listed.max(1);
                    answer.found = Some(hit);
                }
            }
            _ => {}
        }
    }
    echoed
}

/// A text without tags and with entities written out.
fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let fragment = Html::parse_fragment(text);
    fragment.root_element().text().collect()
}

/// A title folded for comparison: full width to half, only letters, digits and characters, lower case.
fn fold_title(title: &str) -> String {
    title
        .chars()
        .map(|c| match u32::from(c) {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn bare_address(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

fn excerpt(text: &str) -> String {
    fold(text).chars().take(120).collect()
}
