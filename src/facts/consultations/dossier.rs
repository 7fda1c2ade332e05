//! The page of one decision that lists its parts: as sections, as rows of a table, as links and files.

use super::elements::{Look, What};
use super::parts::{Part, Section, Sections, parts_in, sections};
use super::period::CallPeriod;
use super::result::{TakenUp, said};
use super::titles::{CallKind, matter_key};
use super::{Consultation, Element, Offer};
use crate::facts::{Facts, TargetState};
use crate::model::Page;
use jiff::civil::Date;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use url::Url;

/// What a decision's own page shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dossier {
    /// Each of the six parts.
    pub(super) parts: BTreeMap<Part, Element>,
    /// The last day for opinions, where the page tells it.
    pub(super) ended: Option<Date>,
}

impl Dossier {
    /// How many parts are there.
    pub(super) fn shown(&self) -> usize {
        self.parts.values().filter(|e| e.is_there()).count()
    }
}

/// 重大行政决策：X, 【重大决策预公开】X.
static PREFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*[【\[（(]?[^：:《】\]]{0,14}?(?:重大(?:行政)?决策|行政决策|决策(?:预)?公开)(?:事项)?(?:预?公开|公示|公告|信息)?\s*(?:[】\]）)：:—－|·]|--|-)[：:—\s-]*")
        .expect("a fixed pattern")
});

/// X（重大行政决策）, X决策草案, X决策结果.
static SUFFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[（(](?:重大)?(?:行政)?决策(?:事项)?[)）]|(?:的)?(?:重大)?(?:行政)?(?:决策)?(?:事项)?(?:草案|背景材料|背景(?:(?:和|及|与|、)?依据)?|依据|结果(?:公开|公布|公示)?|(?:全过程|预|信息)?公开)$|(?:的)?重大(?:行政)?决策(?:事项)?$")
        .expect("a fixed pattern")
});

/// A title that says in so many words that it is one decision's.
pub(super) fn names_decision(title: &str) -> bool {
    PREFIX.is_match(title) || ["（重大行政决策", "(重大行政决策", "（重大决策"].iter().any(|w| title.contains(w))
}

/// A title without what only says that it is a decision.
pub(super) fn without_ritual(title: &str) -> &str {
    PREFIX.find(title).map_or(title, |m| &title[m.end()..])
}

/// What a page of a decision is about, so that its own page, its draft and its result have the same.
pub(super) fn decision_matter(title: &str) -> String {
    let mut rest = without_ritual(title).to_owned();
    for _ in 0..2 {
        let next = SUFFIX.replace_all(&rest, "").into_owned();
        if next.chars().count() < 4 || next == rest {
            break;
        }
        rest = next;
    }
    matter_key(&rest)
}

impl Facts {
    /// Reads a page as the own page of a decision; `None` where it does not list a decision's parts.
    pub(super) fn dossier(&self, index: usize, title: &str, matter: &str) -> Option<Dossier> {
        let page = self.pages[index].readable()?;
        let text = page.participation.as_deref().map_or("", |p| p.text.as_str());
        let found = sections(text, &page.headings)?;
        let call = pretended(self, index, title, matter);
        let all = self.offers(index);
        let offers: Vec<Offer<'_>> = all.into_iter().filter(|o| is_of(o, matter) && !dead(self, o)).collect();
        let look = Look { facts: self, call: &call, page, text, offers: &offers, index };
        let mut named: BTreeMap<Part, Element> = BTreeMap::new();
        for offer in &offers {
            for part in parts_in(&offer.name) {
                named.entry(part).or_insert_with(|| Element::There(format!("{} {}", offer.name, offer.url)));
            }
        }
        let own = names_decision(title);
        // The menu of a column has a row of the same names.
        let headed = |p: &Part| found.get(p).is_some_and(|s| own || *s != Section::Tab);
        let count = Part::ALL.iter().filter(|p| headed(p) || named.contains_key(p)).count();
        // An explanation has sections on background and opinions too; the draft or the result among them makes the difference.
        let telling = [Part::Draft, Part::Result].iter().any(|p| headed(p) || named.contains_key(p));
        if count < 2 || !own && (count < 3 || !telling) {
            return None;
        }
        let ended = ended(page, &found);
        let reading = Reading { look, found, named };
        Some(Dossier { parts: Part::ALL.into_iter().map(|p| (p, reading.part(p))).collect(), ended })
    }
}

/// A call that stands for the page, for what reads the pages of calls.
fn pretended(facts: &Facts, index: usize, title: &str, matter: &str) -> Consultation {
    Consultation {
        page: Some(index),
        url: facts.pages[index].url().to_owned(),
        unread: None,
        title: without_ritual(title).to_owned(),
        matter: matter.to_owned(),
        kind: CallKind::Draft,
        published: None,
        period: CallPeriod::default(),
        state: String::new(),
    }
}

/// Whether an offer may be of this matter: a file of the page, a link that names the matter or none at all.
fn is_of(offer: &Offer<'_>, matter: &str) -> bool {
    static STAGES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"重大|行政|决策|事项|方案|草案|起草|编制|制定|修订|关于|公开|向社会|公众|参与|征求|征集|意见|建议|采纳|反馈|情况|结果|说明|背景|依据|必要性|印发|公布|公告|公示|通知|附件|查看|点击|详情|[的和及与、\d\s]")
            .expect("a fixed pattern")
    });
    let rest = STAGES.replace_all(&offer.name, "").chars().filter(|c| c.is_alphanumeric()).count();
    offer.file || rest < 4 || super::Matter::of(&decision_matter(&offer.name)).is(&super::Matter::of(matter))
}

fn dead(facts: &Facts, offer: &Offer<'_>) -> bool {
    Url::parse(&offer.url).is_ok_and(|u| matches!(facts.target_state(&u), TargetState::Dead { .. }))
}

/// The last day for opinions that the section about them names, else the page.
fn ended(page: &Page, found: &Sections) -> Option<Date> {
    let periods = &page.participation.as_deref()?.periods;
    let section = match found.get(&Part::Call) {
        Some(Section::Filled(text)) => text.as_str(),
        _ => "",
    };
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '：').collect::<String>();
    let section = bare(section);
    let own = periods.iter().filter(|p| section.contains(&bare(&p.raw))).filter_map(|p| p.end).max();
    own.or_else(|| periods.iter().filter_map(|p| p.end).max())
}

struct Reading<'a> {
    look: Look<'a>,
    found: Sections,
    /// Parts that links and files are called by.
    named: BTreeMap<Part, Element>,
}

static GROUNDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"背景|必要性|依据|目的|根据《|按照《|为(?:了|贯彻|落实|进一步|规范|加强)").expect("a fixed pattern")
});

/// A decision that has been taken; not one that will be.
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<before>[^。\n，；]{0,16})(?:审议通过|讨论通过|研究通过|会议通过|审定通过|公布实施|公布施行|正式印发|印发实施|印发执行|正式出台)")
        .expect("a fixed pattern")
});

static ASKED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:公开|向社会|面向社会|社会公众|公众)[^。\n]{0,16}(?:征求|征集|听取)|(?:征求|征集|听取)[^。\n]{0,10}(?:社会|公众|群众)[^。\n]{0,10}意见")
        .expect("a fixed pattern")
});

static ARTICLES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|\n)\s{0,4}第[一二三四五六七八九十百0-9]{1,5}条").expect("a fixed pattern"));

impl Reading<'_> {
    fn part(&self, part: Part) -> Element {
        if let Some(Section::Filled(text)) = self.found.get(&part) {
            return Element::There(text.chars().take(60).collect());
        }
        if let Some(there) = self.named.get(&part) {
            return there.clone();
        }
        if let Some(there) = self.in_files(part) {
            return there;
        }
        match (self.told(part), self.found.get(&part)) {
            (Element::Absent, Some(Section::Pointed(words))) => Element::Unclear(words.clone()),
            (Element::Absent, _) if self.found.values().any(|s| *s == Section::Tab) => {
                Element::Unclear("a tab whose text stands elsewhere".to_owned())
            }
            (Element::Absent, _) => self.look.untold(),
            (told, _) => told,
        }
    }

    /// What other words of the page say of a part that has no section of its own.
    fn told(&self, part: Part) -> Element {
        let text = self.look.text;
        let there = |how: &str| Element::There(how.to_owned());
        match part {
            Part::Draft if ARTICLES.find_iter(text).take(3).count() >= 3 => there("on the page"),
            Part::Draft => self.nameless(&["草案", "稿"]),
            Part::Result => match self.decided() {
                Some(words) => Element::There(words),
                None => self.nameless(&["印发", "公布"]),
            },
            Part::Background => self.background(),
            Part::Call => match ASKED.find(text) {
                Some(words) if !self.periods() => Element::Unclear(words.as_str().trim().to_owned()),
                Some(words) => there(words.as_str().trim()),
                None => Element::Absent,
            },
            Part::Adoption if ["收到", "征集到", "收集", "共采纳"].iter().any(|w| text.contains(w)) => {
                match said(text) {
                    TakenUp::Nothing(words) | TakenUp::Reasons(words) | TakenUp::NoReasons(words) => there(&words),
                    TakenUp::Untold(_) => Element::Absent,
                }
            }
            Part::Adoption | Part::Explanation => Element::Absent,
        }
    }

    fn periods(&self) -> bool {
        self.look.page.participation.as_deref().is_some_and(|p| !p.periods.is_empty())
    }

    fn decided(&self) -> Option<String> {
        let hit = DECIDED.captures_iter(self.look.text).find(|hit| {
            let before = hit.name("before").map_or("", |m| m.as_str());
            !["将", "拟", "待", "报", "提请", "提交", "后", "未", "《"].iter().any(|w| before.contains(w))
        });
        hit.map(|hit| hit[0].trim().to_owned())
            .or_else(|| self.linked_document().map(|o| format!("{} {}", o.name, o.url)))
    }

    /// A link with the matter's name to a page that is no earlier stage of it.
    fn linked_document(&self) -> Option<&Offer<'_>> {
        self.look.offers.iter().find(|o| {
            ["印发", "公布", "发布", "的决定", "批复"].iter().any(|w| o.name.contains(w))
                && parts_in(&o.name).is_empty()
                && self.look.alike(&o.name)
        })
    }

    /// A file or page with the name of the matter alone may be its draft as well as its result.
    fn nameless(&self, words: &[&str]) -> Element {
        let offer = self.look.offers.iter().find(|o| parts_in(&o.name).is_empty() && self.look.alike(&o.name));
        match offer {
            Some(o) if words.iter().any(|w| o.name.contains(w)) => Element::There(format!("{} {}", o.name, o.url)),
            Some(o) => Element::Unclear(format!("{} {}", o.name, o.url)),
            None => Element::Absent,
        }
    }

    /// An explanation that tells what led to the matter; one that was not read may.
    fn background(&self) -> Element {
        if let Some(Section::Filled(text)) = self.found.get(&Part::Explanation)
            && let Some(words) = GROUNDS.find(text)
        {
            return Element::There(words.as_str().to_owned());
        }
        let mut unread = Element::Absent;
        for offer in self.look.offers.iter().filter(|o| parts_in(&o.name).contains(&Part::Explanation)) {
            let words = format!("{} {}", offer.name, offer.url);
            match text_of(self.look.facts, offer) {
                Some(text) if GROUNDS.is_match(text) => return Element::There(words),
                Some(_) => {}
                None => unread = Element::Unclear(words),
            }
        }
        unread
    }

    /// A part that a file's text has a section of, or that the file is by its content.
    fn in_files(&self, part: Part) -> Option<Element> {
        self.look.offers.iter().filter(|o| o.file).find_map(|offer| {
            let text = offer.content.map(|c| c.content.text.as_str()).filter(|t| !t.trim().is_empty())?;
            let is = match self.look.what(offer) {
                What::Draft => part == Part::Draft && parts_in(&offer.name).is_empty() && !self.look.alike(&offer.name),
                What::Explanation => part == Part::Explanation,
                _ => false,
            };
            let has = is || sections(text, &[]).is_some_and(|s| matches!(s.get(&part), Some(Section::Filled(_))));
            has.then(|| Element::There(format!("{} {}", offer.name, offer.url)))
        })
    }
}

fn text_of<'a>(facts: &'a Facts, offer: &Offer<'a>) -> Option<&'a str> {
    let page = offer.page.and_then(|i| facts.pages[i].readable());
    let read = page.and_then(|p| p.participation.as_deref()).map(|p| p.text.as_str());
    read.or_else(|| offer.content.map(|c| c.content.text.as_str())).filter(|t| !t.trim().is_empty())
}
