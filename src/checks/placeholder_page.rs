//! ## 查什么
//! 公开的内容页里放的是测试文字，或什么都没有：“测试”“test”“aaaa”“111”“这里是标题”“请输入内容”“待补充”、没有替换的模板变量、
//! 只有标题没有正文。
//! ## 为什么
//! 空白页、测试页是政府网站检查的扣分情形（R2-12）。
//! ## 怎么判
//! 看内容页的标题和正文：正文整段都是测试文字、模板变量（${…}、<%= %>、`[标题]`）或 undefined、null 的，算；标题如此而正文像真的，
//! 待人工核实。正文一个字也没有，又没有图片、附件、视频、框架和链接的，是空页；但页面可能由脚本填充（页内有播放器、列表由脚本绘制、同目录的其他
//! 内容页也都没有文字）的，待人工核实。没有任何文字、图片、链接和脚本的白页，算。不是内容页的短页面，文字全是测试文字的，算。
//! 逐句看：试发的话（“测试一下能不能发布”“请忽略，上线后删除”）、编辑器和模板的提示语、只写着页面建设中的，算；只有“功能验证”或
//! 不知所指的“正在建设中”的，待人工核实。服务器软件的默认页（nginx、IIS、Tomcat 等）算。
//! 核酸检测、软件测试招标一类真的谈测试的文章不算；栏目页归“空栏目”；错误页、登录页、跳转页不算。
//! ## 局限
//! 只认写法明显的占位文字；图片里的“测试”看不见。
//!
//! # English
//!
//! ## What it looks at
//! Pages for the public that hold test text or nothing: 测试, test, aaaa, 111, "here goes the title", lorem ipsum, "to be
//! added", variables of a template, a title without a body.
//! ## Why
//! Blank and test pages cost marks in inspections of government sites (R2-12).
//! ## How it decides
//! By the title and body of article pages: a body that is nothing but test text, variables (${…}, <%= %>, `[标题]`) or
//! undefined/null counts; such a title over a body that looks real is left to a person. No character of body and no picture,
//! file, film, frame or link is an empty page; where a script may fill it (a player, a list drawn by script, no other
//! article of the folder with text) it is left open. Clause by clause: words of a trial, prompts of an editor or template and
//! a page that only says it is under construction count; 功能验证 alone, or 正在建设中 of who knows what, is left open. The page
//! that a server comes with (nginx, IIS, Tomcat) counts. A page without text, pictures, links and scripts counts, as does a short
//! page that is no article and whose text is test text alone. Articles that really speak of tests don't; columns are for
//! `empty-column`; error pages, log-ins and redirects don't count.
//! ## Limits
//! It knows placeholder text that is plain to see; "test" in a picture it can't read.

use super::page_mark::{NoParams, unseen};
use super::placeholder_text::{Filler, is_number, is_server_page, left_over, whole};
use super::{Check, Measure};
use crate::facts::{Facts, PageFact, PageKind};
use crate::model::{
    Article, LinkKind, Page, PageRole, Reason, Region, Severity, Text, Undetermined, Verdict, Violation,
};
use regex::Regex;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "placeholder-page",
    title: ("空白页、测试页", "Placeholder page"),
    source: include_str!("placeholder_page.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(PlaceholderPage))
    },
};

/// Characters of an excerpt that hold a whole text.
const EXCERPT: u32 = 300;
/// Characters of body that show that articles of a folder come with their text.
const WITH_TEXT: u32 = 40;

#[derive(Debug)]
struct PlaceholderPage;

/// What is wrong with a page; `evidence.reason`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    TestText,
    Unfilled,
    NoBody,
    Blank,
    Building,
    ServerPage,
}

impl Fault {
    fn of(filler: Filler) -> Self {
        match filler {
            Filler::Test | Filler::MaybeTest => Self::TestText,
            Filler::Building | Filler::MaybeBuilding => Self::Building,
            Filler::Unfilled | Filler::Scripted => Self::Unfilled,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::TestText => "test-text",
            Self::Unfilled => "unfilled-template",
            Self::NoBody => "no-body",
            Self::Blank => "blank-page",
            Self::Building => "under-construction",
            Self::ServerPage => "server-default",
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::TestText => ("页面放的是测试文字", "the page holds test text"),
            Self::Unfilled => ("页面的模板变量没有替换成内容", "variables of the page's template were not filled in"),
            Self::NoBody => ("页面只有标题，没有正文", "the page has a title and no body"),
            Self::Blank => ("页面是空白的", "the page is blank"),
            Self::Building => {
                ("页面只写着建设中，没有内容", "the page says that it is under construction and nothing else")
            }
            Self::ServerPage => {
                ("页面是服务器软件的默认页", "the page is the one that the server's software comes with")
            }
        }
    }
}

/// How a page stands.
enum State {
    Fine,
    Wrong(Fault, String),
    Open(Fault, String, Reason),
}

impl Measure for PlaceholderPage {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let columns: BTreeSet<usize> = facts.columns().pages.iter().map(|c| c.page).collect();
        let with_text = folders_with_text(facts);
        let mut verdict = Verdict::default();
        for (index, fact) in facts.pages.iter().enumerate() {
            let Some(page) = subject(fact) else { continue };
            if page.article.is_none() && (columns.contains(&index) || fact.kind() == PageKind::Column) {
                continue;
            }
            verdict.tested += 1;
            let state = match &page.article {
                _ if is_server_page(&page.title, &page.main_excerpt) => State::Wrong(
                    Fault::ServerPage,
                    cut(if page.title.is_empty() { &page.main_excerpt } else { &page.title }),
                ),
                Some(article) => article_state(facts, index, (page, article), &with_text),
                None => other_state(facts, index, page),
            };
            match state {
                State::Fine => {}
                State::Wrong(fault, seen) => verdict.violations.push(violation(fact, page, fault, &seen)),
                State::Open(fault, seen, reason) => verdict.undetermined.push(open(fact, page, (fault, reason), &seen)),
            }
        }
        verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// A page that people are meant to read: visited as one, answered well, no error, log-in or redirect.
fn subject(fact: &PageFact) -> Option<&Page> {
    let page = fact.readable().filter(|_| fact.role == PageRole::Page)?;
    let signals = &page.signals;
    let other = signals.absent_words.is_some() || signals.login || signals.redirect.is_some();
    // The answer of an interface has no charset of markup and no text of its own.
    let markup = page.markup.is_some() || page.terms.is_some();
    (!other && markup).then_some(page)
}

/// The folder of an address, numbers made alike: articles of one folder are made by one template.
fn folder(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    crate::facts::shape(folder)
}

/// Folders of which an article came with its text.
fn folders_with_text(facts: &Facts) -> BTreeSet<String> {
    let told = |f: &PageFact| {
        let article = f.readable()?.article.as_ref()?;
        (article.body_chars >= WITH_TEXT).then(|| folder(f.url()))
    };
    facts.pages.iter().filter_map(told).collect()
}

fn article_state(
    facts: &Facts,
    index: usize,
    (page, article): (&Page, &Article),
    with_text: &BTreeSet<String>,
) -> State {
    let body = if article.body.is_empty() { article.excerpt.as_str() } else { article.body.as_str() };
    let complete = article.body_chars <= EXCERPT || !article.body.is_empty();
    let shows = shows_something(facts, index, article);
    let title = article.title.trim();
    let titled = whole(title).filter(|_| !is_number(title));
    if article.body_chars == 0 {
        return if shows { named(titled, title) } else { bodiless(facts, index, (page, article), with_text) };
    }
    match whole(body).filter(|_| complete) {
        Some(Filler::Scripted) => State::Open(Fault::Unfilled, cut(body), Reason::Script),
        // A picture or file may be what is promised, or may show how the work goes.
        Some(Filler::Building | Filler::MaybeBuilding | Filler::MaybeTest) if shows && titled.is_none() => State::Fine,
        Some(Filler::MaybeTest) if titled == Some(Filler::Test) => State::Wrong(Fault::TestText, cut(body)),
        Some(filler @ (Filler::MaybeTest | Filler::MaybeBuilding)) => {
            State::Open(Fault::of(filler), cut(body), Reason::Ambiguous)
        }
        Some(filler) if !shows || titled.is_some() => State::Wrong(Fault::of(filler), cut(body)),
        Some(filler) => State::Open(Fault::of(filler), cut(body), Reason::Ambiguous),
        None => named(titled, title),
    }
}

/// A title that is a placeholder over a body that is none, or one that shows a variable.
fn named(titled: Option<Filler>, title: &str) -> State {
    match titled.or_else(|| left_over(title)) {
        Some(Filler::Scripted) => State::Open(Fault::Unfilled, cut(title), Reason::Script),
        Some(Filler::Unfilled) => State::Wrong(Fault::Unfilled, cut(title)),
        Some(Filler::Test) => State::Open(Fault::TestText, cut(title), Reason::Ambiguous),
        Some(Filler::Building | Filler::MaybeTest | Filler::MaybeBuilding) | None => State::Fine,
    }
}

/// Whether the body shows anything besides text.
fn shows_something(facts: &Facts, index: usize, article: &Article) -> bool {
    !article.media.is_empty()
        || !article.attachments.is_empty()
        || !article.links.is_empty()
        || facts.links.of_page(index).iter().any(|link| {
            let kind = link.kind;
            let inside = link.region == Region::Article && link.hidden.is_none();
            let document = kind == LinkKind::Anchor
                && matches!(link.region, Region::Article | Region::Other)
                && url::Url::parse(facts.links.target(link))
                    .is_ok_and(|url| crate::model::is_document(&url, facts.links.text(link)));
            document
                || inside && matches!(kind, LinkKind::Anchor | LinkKind::Image | LinkKind::Frame | LinkKind::Media)
                || matches!(kind, LinkKind::Media)
        })
}

/// Words around an article that are none of its own.
static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?:发布|发文|更新|成文|生成|公开|信息)?(?:时间|日期)|(?:信息)?来源|作者|编辑|责任编辑|审核|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:数|量|率|次数)?|访问(?:次数|量)?|字体|字号|大小|超大|放大|缩小|默认|[大中小]|打印(?:本页|此页)?|关闭(?:窗口|本页|此页)?|分享(?:到|至)?|收藏|微信|微博|扫一扫|在手机打开当前页|手机|上一[篇条页]|下一[篇条页]|没有了|返回(?:顶部|首页|列表)?|当前(?:的)?位置|您(?:现在|当前)?(?:所在)?的?位置(?:是)?|首页|正文|无障碍|语音播报|次",
    )
    .expect("a constant pattern")
});

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?")
        .expect("a constant pattern")
});

/// An article without a character of body and nothing shown.
fn bodiless(facts: &Facts, index: usize, (page, article): (&Page, &Article), with_text: &BTreeSet<String>) -> State {
    let fact = &facts.pages[index];
    if page.main_chars > EXCERPT || !page.items.is_empty() || !page.sheets.is_empty() {
        return State::Fine;
    }
    // A body that was not made out as one: what is left of the text when the title is taken out once.
    let main = page.main_excerpt.replacen(article.title.trim(), " ", 1);
    let left = DATE.replace_all(&main, " ");
    let left = FURNITURE.replace_all(&left, " ").replace([':', '：'], " ");
    let sure = |f: &Filler| matches!(f, Filler::Test | Filler::Unfilled | Filler::Building);
    if let Some(filler) = whole(&left).filter(|f| sure(f) && !is_number(&left)) {
        return State::Wrong(Fault::of(filler), cut(&left));
    }
    let mut rest = page.main_excerpt.clone();
    let crumbs = page.breadcrumbs.iter().map(|c| c.text.as_str());
    let labels = article.labels.iter().flat_map(|l| [l.name.as_str(), l.value.as_str()]);
    let mut known: Vec<&str> = crumbs.chain(labels).chain([article.title.as_str()]).collect();
    known.extend(article.source.as_deref());
    known.extend(article.number.as_deref());
    known.sort_by_key(|w| std::cmp::Reverse(w.len()));
    for word in known.into_iter().filter(|w| w.chars().count() >= 2) {
        rest = rest.replace(word, " ");
    }
    let rest = FURNITURE.replace_all(&rest, " ");
    let own = rest.chars().filter(|c| c.is_alphabetic()).count();
    let seen = cut(&article.title);
    if own > 0 {
        // Something stands there that may be the body.
        return if own <= 10 { State::Open(Fault::NoBody, seen, Reason::Ambiguous) } else { State::Fine };
    }
    let drawn = page.signals.script_shell
        || !page.script_lists.is_empty()
        || facts.links.of_page(index).iter().any(|l| matches!(l.kind, LinkKind::Frame | LinkKind::Fragment));
    if shows_picture(facts, index) || DRAWN.iter().any(|word| article.title.contains(word)) {
        return State::Open(Fault::NoBody, seen, Reason::Ambiguous);
    }
    // Whether the script of a page fills in its body can be told from its neighbours: theirs came with the page.
    if drawn || page.signals.player || !with_text.contains(&folder(fact.url())) {
        return State::Open(Fault::NoBody, seen, Reason::Script);
    }
    State::Wrong(Fault::NoBody, seen)
}

/// Titles that promise a picture or a film, which may be the whole body.
const DRAWN: &[&str] = &["图解", "一图", "图说", "漫画", "长图", "海报", "视频", "动画", "H5", "直播", "回放"];

/// Whether a picture that may be the body stands beside the title: one that says what it shows, or that is not on every page.
fn shows_picture(facts: &Facts, index: usize) -> bool {
    facts.links.of_page(index).iter().any(|link| {
        let place = matches!(link.region, Region::Article | Region::Other | Region::List) && link.hidden.is_none();
        link.kind == LinkKind::Image
            && place
            && (facts.links.text(link).chars().count() >= 6 || !facts.links.is_common(facts.links.target(link)))
    })
}

/// A page that is no article: blank, or nothing but test text.
fn other_state(facts: &Facts, index: usize, page: &Page) -> State {
    let links = facts.links.of_page(index);
    if page.text_chars == 0 {
        let nothing = links.is_empty() && page.items.is_empty() && page.search_forms.is_empty();
        if nothing && !page.signals.script_shell && !page.signals.player {
            return State::Wrong(Fault::Blank, cut(&page.title));
        }
        return State::Fine;
    }
    let shows = links.iter().any(|l| {
        matches!(l.kind, LinkKind::Frame | LinkKind::Media | LinkKind::Fragment | LinkKind::ListInterface)
            || l.kind == LinkKind::Image && !l.is_chrome()
    });
    if page.main_chars == 0 || page.main_chars > EXCERPT || shows || !page.items.is_empty() || page.signals.script_shell
    {
        return State::Fine;
    }
    let main = page.main_excerpt.as_str();
    match whole(main).filter(|_| !is_number(main) || whole(&page.title).is_some()) {
        Some(Filler::Scripted) => State::Open(Fault::Unfilled, cut(main), Reason::Script),
        Some(Filler::MaybeTest | Filler::MaybeBuilding) | None => State::Fine,
        Some(filler) => State::Wrong(Fault::of(filler), cut(main)),
    }
}

fn cut(text: &str) -> String {
    text.trim().chars().take(80).collect()
}

fn evidence(page: &Page, fault: Fault, seen: &str) -> Value {
    json!({
        "reason": fault.name(),
        "excerpt": seen,
        "title": page.article.as_ref().map_or(page.title.as_str(), |a| a.title.as_str()),
        "text_chars": page.article.as_ref().map_or(page.main_chars, |a| a.body_chars),
    })
}

fn violation(fact: &PageFact, page: &Page, fault: Fault, seen: &str) -> Violation {
    let (zh, en) = fault.words();
    let (quoted_zh, quoted_en) = quoted(seen);
    Violation {
        url: fact.url().to_owned(),
        target: None,
        message: Text::new(
            format!("{zh}{quoted_zh}，请补充内容或下线该页"),
            format!("{en}{quoted_en}; fill it or take it offline"),
        ),
        evidence: evidence(page, fault, seen),
        severity: Severity::Major,
        occurrences: 1,
        subject: String::new(),
    }
}

fn open(fact: &PageFact, page: &Page, (fault, reason): (Fault, Reason), seen: &str) -> Undetermined {
    let (zh, en) = fault.words();
    let (quoted_zh, quoted_en) = quoted(seen);
    let why = reason.words();
    Undetermined {
        url: fact.url().to_owned(),
        target: None,
        reason,
        message: Text::new(
            format!("疑似{zh}{quoted_zh}（{}），请在浏览器中核实", why.zh),
            format!("it seems that {en}{quoted_en} ({}); look in a browser", why.en),
        ),
        evidence: evidence(page, fault, seen),
    }
}

fn quoted(seen: &str) -> (String, String) {
    if seen.is_empty() { Default::default() } else { (format!("（“{seen}”）"), format!(" (\"{seen}\")")) }
}
