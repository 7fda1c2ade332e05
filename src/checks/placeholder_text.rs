//! What tells text that somebody put in to try the system, or that the system left unfilled.

use super::placeholder_clauses;
use regex::Regex;
use std::sync::LazyLock;

/// What a stretch of placeholder text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Filler {
    /// 测试, test, aaaa, 123, 这里是标题, lorem ipsum, 待补充.
    Test,
    /// `undefined`, `null`, `${title}`, `<%= title %>`, `[标题]`: what a program should have filled in.
    Unfilled,
    /// `{{title}}`: what a script in the page may still fill in.
    Scripted,
    /// 页面正在建设中，敬请期待: the page says itself that it has nothing yet.
    Building,
    /// What is most likely test text but might be meant: 功能验证.
    MaybeTest,
    /// 正在建设中, of the page or of what its title names.
    MaybeBuilding,
}

/// Words of which placeholder texts are made.
static MADE_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "^(?:测试(?:一下|用|中|员|版)?|试试|test(?:ing|er)?|demo|hello|标题|正文|内容|文本|文字|文章|示例|样例|占位符?|请输入|请填写|这里是|这是|此处|这里|我是|一个|一条|一篇|一段|新闻|信息|数据|页面|栏目|发布|附件|图片|摘要|作者|来源|待(?:补充|完善|添加|录入|编辑|填写|上传)|lorem|ipsum|dolor|sit|amet|consectetur|adipiscing|elit|的|了|[0-9]{1,4}|[a-c一二三])+$",
    )
    .expect("a constant pattern")
});

/// At least one of them must say what it is.
static TELLS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "测试|试试|test|lorem|占位|请输入|请填写|这里是(?:标题|正文|内容|摘要)|这是(?:标题|正文|内容|摘要|测试)|待(?:补充|完善|添加|录入|编辑|填写|上传)|(?:标题){2}|(?:内容){2}|(?:正文){2}|(?:示例|样例)(?:标题|正文|内容|文本|文章|文字)|^demo[0-9]*$",
    )
    .expect("a constant pattern")
});

/// Fingers run over the keyboard.
static KEYS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "^(?:asdf?g?h?|sdfg?|dfgh?|fghj?|ghjk?|hjkl?|jkl|qwer?t?y?u?|wert?|erty?|zxcv?b?n?m?|xcv|cvb|fdsa?|dsa|gfd|abcd?|1234?5?6?7?8?9?)+$",
    )
    .expect("a constant pattern")
});

static UNFILLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\$\{[\w.!?()'\[\]]{1,60}\}|<%[=-]?[^%<>]{1,80}%>|#\{[\w.]{1,40}\}|\{\$[\w.]{1,40}\}|\[(?:标题|内容|正文|日期|来源|title|content|date|source)\]|freemarker template error|\[object object\]",
    )
    .expect("a constant pattern")
});

static SCRIPTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\{\{[\s\w.$|'"()?:!\[\]+-]{1,80}\}\}"#).expect("a constant pattern"));

/// The filling text of typesetters.
static LATIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\blorem\s+ipsum|dolor\s+sit\s+amet|consectetur\s+adipiscing").expect("a constant pattern")
});

/// What a whole text is, if it is nothing but placeholder: a title, a body.
#[must_use]
pub(super) fn whole(text: &str) -> Option<Filler> {
    let text = text.trim();
    if LATIN.is_match(text) && !text.chars().any(|c| c.is_alphabetic() && u32::from(c) > 0x2E80) {
        return Some(Filler::Test);
    }
    if text.is_empty() || text.chars().count() > 600 {
        return None;
    }
    if SCRIPTED.is_match(text) && is_bare(&SCRIPTED.replace_all(text, "")) {
        return Some(Filler::Scripted);
    }
    if UNFILLED.is_match(text) && is_bare(&UNFILLED.replace_all(text, "")) {
        return Some(Filler::Unfilled);
    }
    let core: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if matches!(core.as_str(), "undefined" | "null" | "nan" | "nullnull" | "undefinedundefined") {
        return Some(Filler::Unfilled);
    }
    let made = MADE_OF.is_match(&core) && TELLS.is_match(&core);
    if made || is_mashed(&core) {
        return Some(Filler::Test);
    }
    placeholder_clauses::read(text)
}

/// Fingers run over the keyboard, or the same again and again. Letters and digits alone, lower case.
pub(super) fn is_mashed(core: &str) -> bool {
    repeats(core) || (core.len() >= 3 && KEYS.is_match(core))
}

/// What a server shows where nothing was put on it yet: its title and text.
#[must_use]
pub(super) fn is_server_page(title: &str, text: &str) -> bool {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let han = text.chars().filter(|c| u32::from(*c) > 0x2E80).count();
    SERVER_TITLE.is_match(title.trim()) && han <= 150 || SERVER_TEXT.is_match(&text) && han <= 20
}

static SERVER_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:welcome to (?:nginx|tengine|openresty|caddy|centos|glassfish|jboss|wildfly)\b.{0,30}|iis ?(?:windows(?: server)?|[\d.]+)?|internet information services.{0,20}|apache2? (?:\w+ )?default page.{0,20}|apache tomcat/[\d.]+|(?:http server )?test page for .{0,60}|http server test page.{0,60}|恭喜，? ?站点创建成功.{0,3}|phpinfo\(\))$",
    )
    .expect("a constant pattern")
});

static SERVER_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^it works ?!?(?: this is the default web page for this server\.?.{0,120})?$|the (?:nginx|openresty|tengine|caddy) (?:web server|web platform|server) is successfully installed|you've successfully installed tomcat|default (?:welcome|web) page (?:for|used)|web server software is running but no content has been added",
    )
    .expect("a constant pattern")
});

/// A variable of a template that stands in a text and was never filled in.
#[must_use]
pub(super) fn left_over(text: &str) -> Option<Filler> {
    if UNFILLED.is_match(text) {
        Some(Filler::Unfilled)
    } else if SCRIPTED.is_match(text) {
        Some(Filler::Scripted)
    } else {
        None
    }
}

/// Nothing left but signs.
fn is_bare(rest: &str) -> bool {
    rest.chars().all(|c| !c.is_alphanumeric())
}

/// One character three times or more, or two to four characters three times or more: 啊啊啊, 111, 测测测, abcabcabc.
fn repeats(core: &str) -> bool {
    let chars: Vec<char> = core.chars().collect();
    (1..=4).any(|unit| {
        chars.len() >= unit * 3
            && chars.len().is_multiple_of(unit)
            && chars.chunks(unit).all(|chunk| chunk == &chars[..unit])
    })
}

/// A text that is only a number: 12345 and 110 are names of hotlines.
#[must_use]
pub(super) fn is_number(text: &str) -> bool {
    let mut any = false;
    text.chars().filter(|c| c.is_alphanumeric()).all(|c| {
        any = true;
        c.is_ascii_digit()
    }) && any
}
