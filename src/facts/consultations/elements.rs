use super::titles::CallKind;
use super::{Consultation, matter};
use crate::facts::{Facts, TargetState};
use crate::model::{Attachment, FileKind, LinkKind, Page, Region, file_name, is_document};
use regex::Regex;
use serde::Serialize;
use std::sync::LazyLock;
use url::Url;

/// Whether something that belongs to a consultation is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "seen", content = "how", rename_all = "kebab-case")]
pub enum Element {
    /// It is; where.
    There(String),
    /// It is not.
    Absent,
    /// It may be in what could not be read; what that is.
    Unclear(String),
}

impl Element {
    /// It is there.
    #[must_use]
    pub fn is_there(&self) -> bool {
        matches!(self, Self::There(_))
    }
}

/// What belongs to a consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Elements {
    /// The draft: in full on the page, or linked.
    pub draft: Element,
    /// Why and how it was drafted.
    pub explanation: Element,
    /// What led to it, which an explanation may tell.
    pub background: Element,
    /// From when to when.
    pub period: Element,
    /// A way to answer.
    pub channel: Element,
    /// An interpretation for the public.
    pub interpretation: Element,
}

/// Something that a page offers: a file or another page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer<'a> {
    /// What it is called.
    pub name: String,
    /// Its address.
    pub url: String,
    /// The page behind it (position in `Facts::pages`), when that was read.
    pub page: Option<usize>,
    /// It is a file.
    pub file: bool,
    /// The file, when it was read.
    pub content: Option<&'a Attachment>,
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

static EXPLANATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:起草|编制|制定|制订|修订|修改|出台|拟定|草拟|政策|立法)(?:工作)?(?:的)?(?:情况)?(?:说明|背景|依据|目的|必要性|过程|缘由)|(?:起草|编制|制定|修订)情况|(?:有关|相关|主要)?情况说明|背景(?:和|及|、|与|介绍|情况|依据)|必要性和|主要内容说明|草案说明|稿[》）)]*(?:的)?说明|说明如下|[一1]、背景",
    )
    .expect("a fixed pattern")
});

static BACKGROUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"背景|必要性|(?:起草|编制|制定|制订|修订|出台|政策)(?:的)?(?:依据|目的|缘由)").expect("a fixed pattern")
});

/// Names of files that are neither draft nor explanation.
const FORMS: &[&str] =
    &["反馈表", "意见表", "建议表", "登记表", "申报表", "回执", "汇总表", "征求意见表", "意见征集表", "承诺书"];

/// Names of interpretations.
const INTERPRETS: &[&str] = &["解读", "图解", "一图读懂", "一图看懂", "图说", "动漫", "政策问答"];

/// Buttons behind which visitors answer.
const BUTTONS: &[&str] = &[
    "我要留言",
    "我要建言",
    "我要提意见",
    "提交意见",
    "发表意见",
    "我要参与",
    "参与征集",
    "在线提交",
    "意见提交",
    "点击留言",
    "我有话说",
    "我来说两句",
    "提出意见",
    "我要发言",
    "在线征集",
    "立即参与",
    "点击参与",
    "参与调查",
    "留言提交",
    "我要建议",
    "在线留言",
    "建言献策",
    "反馈意见",
    "我要反馈",
    "在线反馈",
    "意见反馈",
    "提意见",
    "发表建议",
];

/// The way to answer that a text names.
pub(super) fn channel_in(text: &str) -> Option<&'static str> {
    static WAYS: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
        [
            (r"[A-Za-z0-9_.+-]{2,}\s?(?:[@＠#]|\(at\)|（at）)\s?[A-Za-z0-9-]{2,}(?:\s?[.．]\s?[A-Za-z]{2,})+|(?:邮箱|电子邮件|电子信箱|[Ee]-?[Mm]ail)[^。\n]{0,12}[A-Za-z0-9_.]{4,}", "e-mail"),
            (r"(?:电话|传真|热线|拨打|联系人|手机|致电)[^。\n]{0,30}?[0-9０-９（(]{3,}[0-9０-９)）－—*-]{4,}|(?:^|[^0-9])0\d{2,3}\s?[-—－]\s?\d{7,8}(?:[^0-9]|$)", "phone"),
            (r"邮寄|信函|通信地址|通讯地址|联系地址|来信地址|邮政编码|邮编|寄至|寄往|寄送|书面形式|书面意见|地\s?址\s?[:：]|送达|当面", "post"),
            (r"(?:登录|登陆|通过|点击|进入|访问)[^。\n]{0,40}(?:网站|平台|官网|专栏|栏目|链接|系统)[^。\n]{0,30}(?:提出|留言|反馈|提交|参与|建议|意见)|(?:留言|网络|网上|在线)(?:反馈|提交|征集|方式)|扫描[^。\n]{0,12}二维码|微信公众号[^。\n]{0,16}(?:留言|反馈|提交)", "online"),
        ]
        .map(|(form, way)| (Regex::new(form).expect("a fixed pattern"), way))
    });
    WAYS.iter().find(|(form, _)| form.is_match(text)).map(|(_, way)| *way)
}

/// Whether the text is addressed to other offices and not to the public.
pub(super) fn asked_of(page: &Page, kind: CallKind) -> CallKind {
    static OFFICES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|\n)[^\n。]{0,12}(?:各乡镇|各镇|各街道|县级各部门|县直各|各县级部门|各有关部门|各科室|各股室|局属各|机关各|各有关单位|县政府各部门|市级各部门|各区县|各成员单位)[^\n。]{0,40}[:：]")
            .expect("a fixed pattern")
    });
    let text = page.participation.as_deref().map_or("", |p| p.text.as_str());
    let public = has(text, &["社会公众", "公众", "社会各界", "群众", "市民", "向社会", "公开征求", "公开征集", "广大"]);
    let title = page.article.as_ref().map_or(page.title.as_str(), |a| a.title.as_str());
    let told = has(title, &["公开", "公告", "社会", "公众"]);
    if matches!(kind, CallKind::Draft | CallKind::Open) && !public && !told && OFFICES.is_match(text) {
        CallKind::Internal
    } else {
        kind
    }
}

impl Facts {
    /// What a page offers in its main part: files, and pages that are not linked from everywhere.
    #[must_use]
    pub fn offers(&self, index: usize) -> Vec<Offer<'_>> {
        let mut offers: Vec<Offer<'_>> = Vec::new();
        let listed = self.pages[index].readable().and_then(|p| p.article.as_ref());
        let attached: Vec<&str> =
            listed.map(|a| a.attachments.iter().map(String::as_str).collect()).unwrap_or_default();
        for link in self.links.of_page(index) {
            let target = self.links.target(link);
            let wanted = matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data | LinkKind::Media);
            let aside = matches!(
                link.region,
                Region::Nav | Region::Header | Region::Footer | Region::Breadcrumb | Region::Pager
            );
            let Some(url) = Url::parse(target).ok().filter(|_| wanted && link.hidden.is_none() && !aside) else {
                continue;
            };
            let name = self.links.text(link).trim();
            let file = is_document(&url, name) || attached.contains(&target);
            if !file && (self.links.is_common(target) || name.chars().count() < 2)
                || offers.iter().any(|o| o.url == target)
            {
                continue;
            }
            let page = self.page_behind(target).filter(|&i| i != index);
            if !file && self.page_behind(target) == Some(index) {
                continue;
            }
            let content = self
                .attachments
                .binary_search_by(|a| a.record.url.as_str().cmp(target))
                .ok()
                .map(|i| &self.attachments[i]);
            // What is surely gone is not offered.
            if file && matches!(self.target_state(&url), TargetState::Dead { .. }) {
                continue;
            }
            let name = if name.is_empty() { file_name(&url) } else { name.to_owned() };
            offers.push(Offer { name, url: target.to_owned(), page, file, content });
        }
        offers
    }

    /// What belongs to a consultation and whether it is there; `None` when its page was not read.
    #[must_use]
    pub fn elements(&self, call: &Consultation) -> Option<Elements> {
        let index = call.page?;
        let page = self.pages[index].readable()?;
        let shown = page.participation.as_deref();
        let text = shown.map_or("", |p| p.text.as_str());
        let offers = self.offers(index);
        let look = Look { facts: self, call, page, text, offers: &offers, index };
        let background = look.background();
        Some(Elements {
            draft: look.draft(),
            explanation: look.explanation(),
            background,
            period: if call.period.named { Element::There(call.period.raw.clone()) } else { look.hidden_text() },
            channel: look.channel(),
            interpretation: look.interpretation(),
        })
    }
}

/// What one page shows of a consultation.
pub(super) struct Look<'a> {
    pub(super) facts: &'a Facts,
    pub(super) call: &'a Consultation,
    pub(super) page: &'a Page,
    pub(super) text: &'a str,
    pub(super) offers: &'a [Offer<'a>],
    pub(super) index: usize,
}

/// What an offer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Draft,
    Explanation,
    Interpretation,
    Form,
    /// Neither name nor content tells.
    Untold,
    /// Several files in one.
    Archive,
    /// Another thing altogether.
    Else,
}

impl Look<'_> {
    /// What an offer is, by its name, else by its content.
    pub(super) fn what(&self, offer: &Offer<'_>) -> What {
        let name: String = offer.name.chars().filter(|c| !c.is_whitespace()).collect();
        let by_name = self.named(&name, offer);
        if by_name != What::Untold || !offer.file {
            return by_name;
        }
        let Some(file) = offer.content else { return What::Untold };
        if file.content.kind == FileKind::Archive {
            return What::Archive;
        }
        let text: String = file.content.text.chars().filter(|c| !c.is_whitespace()).take(4000).collect();
        let head: String = text.chars().take(120).collect();
        if head.is_empty() && file.content.sheets.is_empty() {
            What::Untold
        } else if has(&head, FORMS) {
            What::Form
        } else if has(&head, INTERPRETS) {
            What::Interpretation
        } else if has(&head, &["说明", "背景"]) {
            What::Explanation
        } else if has(&head, &["征求意见稿", "草案", "讨论稿", "送审稿"])
            || text.contains("第一条")
            || self.alike(&head)
        {
            What::Draft
        } else {
            What::Untold
        }
    }

    fn named(&self, name: &str, offer: &Offer<'_>) -> What {
        let stem = name.rsplit_once('.').map_or(name, |(stem, ext)| if ext.len() <= 5 { stem } else { name });
        let archive = has(&name.to_ascii_lowercase(), &[".zip", ".rar", ".7z"])
            || has(&offer.url.to_ascii_lowercase(), &[".zip", ".rar", ".7z"]);
        if has(stem, FORMS) {
            What::Form
        } else if has(stem, INTERPRETS) {
            What::Interpretation
        } else if stem.contains("说明") || has(stem, &["背景", "起草情况", "编制情况", "编制依据", "起草依据"])
        {
            What::Explanation
        } else if super::titles::is_result_title(stem) {
            What::Else
        } else if has(
            stem,
            &["征求意见稿", "草案", "讨论稿", "送审稿", "意见稿", "（稿）", "(稿)", "修订稿", "初稿", "征集稿"],
        ) || self.alike(stem) && (offer.file || super::call_kind(stem).is_none())
        {
            if archive { What::Archive } else { What::Draft }
        } else if !offer.file {
            What::Else
        } else if archive {
            What::Archive
        } else {
            What::Untold
        }
    }

    /// Whether a name is that of the matter itself.
    pub(super) fn alike(&self, name: &str) -> bool {
        let own = matter(&self.call.title);
        let other = matter(name);
        name.chars().count() >= 6 && other.is(&own)
    }

    fn offered(&self, wanted: What) -> Option<Element> {
        self.offers.iter().find(|o| self.what(o) == wanted).map(|o| Element::There(format!("{} {}", o.name, o.url)))
    }

    /// What could hold the thing and was not read: files whose name does not tell, archives.
    pub(super) fn untold(&self) -> Element {
        let untold = self.offers.iter().find(|o| matches!(self.what(o), What::Untold | What::Archive));
        match untold {
            Some(offer) => Element::Unclear(format!("{} {}", offer.name, offer.url)),
            None => self.hidden_text(),
        }
    }

    /// Pictures, frames and scripts in place of the text.
    fn hidden_text(&self) -> Element {
        let shown = self.page.participation.as_deref();
        let frame = self.facts.links.of_page(self.index).iter().find(|l| {
            let target = self.facts.links.target(l);
            matches!(l.kind, LinkKind::Frame | LinkKind::Fragment)
                && !l.is_chrome()
                && self.facts.page_behind(target).is_none_or(|i| self.facts.pages[i].readable().is_none())
        });
        if self.page.signals.script_shell {
            Element::Unclear("the page is drawn by script".to_owned())
        } else if let Some(frame) = frame {
            Element::Unclear(self.facts.links.target(frame).to_owned())
        } else if shown.is_some_and(|p| p.pictures > 0) {
            Element::Unclear("pictures on the page".to_owned())
        } else {
            Element::Absent
        }
    }

    fn draft(&self) -> Element {
        if let Some(found) = self.offered(What::Draft) {
            return found;
        }
        if full_text(self.text) {
            return Element::There("on the page".to_owned());
        }
        // The draft has a page of its own under a name that says less.
        let linked = self.offers.iter().find(|o| {
            o.page.and_then(|i| self.facts.pages[i].readable()).is_some_and(|p| {
                let title = p.article.as_ref().map_or(p.title.as_str(), |a| a.title.as_str());
                has(title, &["征求意见稿", "草案"]) && self.alike(title) && !super::is_consultation(p)
            })
        });
        linked.map_or_else(|| self.untold(), |o| Element::There(format!("{} {}", o.name, o.url)))
    }

    fn explanation(&self) -> Element {
        if let Some(found) = self.offered(What::Explanation) {
            return found;
        }
        match explained(self.text, &EXPLANATION) {
            Some(line) => Element::There(line),
            None => match self.untold() {
                // Named among the attachments and not to be had.
                Element::Absent if promised(self.text) => {
                    Element::Unclear("named among the attachments, no link to it was found".to_owned())
                }
                other => other,
            },
        }
    }

    fn background(&self) -> Element {
        if let Some(line) = explained(self.text, &BACKGROUND) {
            return Element::There(line);
        }
        // One whose text was read and tells it; else one that may.
        let mut unclear = None;
        for offer in self.offers.iter().filter(|o| matches!(self.what(o), What::Explanation | What::Interpretation)) {
            let page = offer.page.and_then(|i| self.facts.pages[i].readable());
            let read = page.and_then(|p| p.participation.as_deref()).map(|p| p.text.as_str());
            let text = read.or_else(|| offer.content.map(|c| c.content.text.as_str()).filter(|t| !t.is_empty()));
            let words = format!("{} {}", offer.name, offer.url);
            if offer.name.contains("背景") || text.is_some_and(|t| BACKGROUND.is_match(t)) {
                return Element::There(words);
            }
            unclear = unclear.or(Some(words));
        }
        if let Some(words) = unclear {
            return Element::Unclear(words);
        }
        self.untold()
    }

    fn channel(&self) -> Element {
        let squeezed: String = self.text.chars().filter(|c| *c != ' ').collect();
        if let Some(way) = channel_in(self.text).or_else(|| channel_in(&squeezed)) {
            return Element::There(way.to_owned());
        }
        // The text names the button: 请点击“我要留言”.
        let named = [
            "我要留言",
            "我要建言",
            "我要提意见",
            "我有话说",
            "在线留言",
            "网上留言",
            "我要参与",
            "发表意见",
            "我要建议",
        ];
        if let Some(button) = named.iter().find(|b| squeezed.contains(**b)) {
            return Element::There((*button).to_owned());
        }
        if self.page.participation.as_deref().is_some_and(|p| p.form) {
            return Element::There("a form on the page".to_owned());
        }
        let button = self.facts.links.of_page(self.index).iter().find(|l| {
            let text = self.facts.links.text(l);
            !l.is_chrome()
                && l.hidden.is_none()
                && (BUTTONS.iter().any(|b| text.contains(b)) || self.facts.links.target(l).starts_with("mailto:"))
                && text.chars().count() <= 14
        });
        if let Some(button) = button {
            return Element::There(self.facts.links.text(button).to_owned());
        }
        // A notice that is itself a file or a picture says how to answer in it.
        let said = self.text.chars().filter(|c| c.is_alphanumeric()).count();
        if said < 150 { self.untold() } else { self.hidden_text() }
    }

    fn interpretation(&self) -> Element {
        static HEADED: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(
                r"(?:^|\n)[^\n。，]{0,24}(?:政策解读|解读如下|草案解读|解读材料|图解)[^\n。]{0,12}(?:\n|$|[:：])",
            )
            .expect("a fixed pattern")
        });
        if let Some(found) = self.offered(What::Interpretation) {
            return found;
        }
        match HEADED.find(self.text) {
            Some(line) => Element::There(line.as_str().trim().to_owned()),
            None => self.untold(),
        }
    }
}

/// The line that begins an explanation; the names of attachments are none.
fn explained(text: &str, form: &Regex) -> Option<String> {
    let mut listing = false;
    for line in text.lines() {
        let folded: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        listing = folded.starts_with("附件")
            || listing
                && folded.starts_with(|c: char| c.is_ascii_digit() || "一二三四五".contains(c))
                && folded.chars().count() < 50;
        if !listing && !folded.contains("附件") && form.is_match(&folded) {
            return Some(folded.chars().take(60).collect());
        }
    }
    None
}

/// Whether the list of attachments names an explanation.
fn promised(text: &str) -> bool {
    text.lines().any(|line| {
        let folded: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        folded.contains("说明")
            && (folded.contains("附件") || folded.chars().count() < 50)
            && EXPLANATION.is_match(&folded)
    })
}

/// Whether the text holds a document in full: articles, or sections of more than a notice's length.
fn full_text(text: &str) -> bool {
    static ARTICLES: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:^|\n)\s{0,4}第[一二三四五六七八九十百0-9]{1,5}条").expect("a fixed pattern"));
    static SECTIONS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:^|\n)\s{0,4}[一二三四五六七八九十]{1,2}\s?[、.．]").expect("a fixed pattern"));
    static HEADED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|\n)[^\n。，,]{2,50}[（(][^\n）)]{0,8}(?:征求意见稿|草案|讨论稿|意见征集稿)[）)]\s?\n")
            .expect("a fixed pattern")
    });
    let chars = text.chars().filter(|c| c.is_alphanumeric()).count();
    let articles = ARTICLES.find_iter(text).take(3).count();
    let sections = SECTIONS.find_iter(text).take(3).count();
    // The heading of the page itself stands among the first lines; a draft has one of its own.
    let heading = HEADED.find_iter(text).filter(|m| m.start() > 200).count() > 0;
    articles >= 3 || sections >= 3 && (chars >= 1200 || heading && chars >= 500) || heading && chars >= 800
}
