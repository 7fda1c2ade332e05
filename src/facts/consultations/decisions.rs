use super::dossier::{Dossier, decision_matter, names_decision, without_ritual};
use super::matching::Index;
use super::parts::Part;
use super::titles::{is_result_title, title_of};
use super::{CallKind, Consultation, Consultations, Element, Elements, matter_key};
use crate::facts::{Facts, Stated, Titled, Words, fold_title};
use crate::model::{LinkKind, Page, PageRole};
use jiff::civil::Date;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A major administrative decision and what the site shows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Its title, as its consultation or its first page has it.
    pub title: String,
    /// What it is about.
    pub matter: String,
    /// The page that stands for it.
    pub url: String,
    /// Why it counts as one: a column, a title, a text, a catalogue.
    pub called: String,
    /// The last day for opinions, when it is known.
    pub ended: Option<Date>,
    /// The consultation has its page.
    pub call: Element,
    /// The draft.
    pub draft: Element,
    /// Its explanation.
    pub explanation: Element,
    /// Its background.
    pub background: Element,
    /// What was taken up.
    pub adoption: Element,
    /// The decision as it was taken.
    pub result: Element,
    /// A page of its own lists its parts.
    pub own_page: bool,
    /// The day of that page.
    pub published: Option<Date>,
}

static MAJOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"重大(?:行政)?决策|决策(?:预)?公开|行政决策|决策事项|决策草案").expect("a fixed pattern")
});

/// Titles about how decisions are taken, not about one of them.
static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"决策[^《]{0,16}(?:目录|清单|制度|程序|规定|条例|评估|追究|专家|流程|机制|执行情况|管理办法|年度报告|规则)|^重大(?:行政)?决策$|^决策(?:预)?公开$")
        .expect("a fixed pattern")
});

static FINAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"印发|公布|发布|的通知|的决定|的意见|办法|方案|规划|批复|实施|决策结果|审议通过|出台")
        .expect("a fixed pattern")
});

/// Titles that speak about a matter at another stage than its end.
const EARLIER: &[&str] = &[
    "征求意见",
    "征集意见",
    "意见征集",
    "草案",
    "讨论稿",
    "送审稿",
    "采纳",
    "说明",
    "解读",
    "图解",
    "听证",
    "问答",
    "读懂",
    "座谈会",
    "论证",
    "评估",
    "征求",
    "征集",
];

/// The pages of decisions by their matter.
#[derive(Default, Clone)]
struct Group {
    title: String,
    called: String,
    first: usize,
    calls: Vec<usize>,
    results: Vec<usize>,
    explanations: Vec<usize>,
    finals: Vec<usize>,
    drafts: Vec<usize>,
    backgrounds: Vec<usize>,
    /// The page that lists its parts, with its matter.
    own: Option<(usize, Dossier)>,
    /// That page, when the rest of the site is looked at.
    page: Option<usize>,
}

impl Group {
    fn absorb(&mut self, other: Self) {
        self.calls.extend(other.calls);
        self.results.extend(other.results);
        self.explanations.extend(other.explanations);
        self.finals.extend(other.finals);
        self.drafts.extend(other.drafts);
        self.backgrounds.extend(other.backgrounds);
    }

    /// How many stages of the matter have pages of their own.
    fn stages(&self) -> usize {
        let stages = [&self.calls, &self.results, &self.explanations, &self.finals, &self.drafts, &self.backgrounds];
        stages.iter().filter(|s| !s.is_empty()).count()
    }
}

/// Titles of pages about one stage of a decision, or that explain it: none of them lists all parts.
fn one_stage(title: &str) -> bool {
    static DOCUMENT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:关于)?(?:印发|转发|批转)|的通知$|的批复$|的令$").expect("a fixed pattern"));
    EXPLAINING.iter().any(|w| title.contains(w)) || !names_decision(title) && DOCUMENT.is_match(title)
}

const EXPLAINING: &[&str] = &["说明", "解读", "图解", "问答", "读懂", "听证", "座谈会", "新闻发布会", "论证会"];

impl Facts {
    /// The major administrative decisions that the site calls so, one per matter.
    #[must_use]
    pub fn decisions(&self) -> Vec<Decision> {
        let view = self.consultations();
        let listed = self.listed_as_decisions();
        let catalogue = self.decision_catalogues();
        let by_page = calls_by_page(view);
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        for (index, fact) in self.pages.iter().enumerate() {
            let Some(page) = fact.readable().filter(|_| fact.role == PageRole::Page) else { continue };
            let Some(title) = title_of(page).filter(|t| !ABOUT.is_match(without_ritual(t))) else { continue };
            let Some(called) = called(page, title, listed.contains(&index), &catalogue) else { continue };
            let matter = decision_matter(title);
            let calls = by_page.get(&index).copied();
            let plain = calls.is_none() && !is_result_title(title) && !one_stage(title);
            let own = if plain { self.dossier(index, title, &matter) } else { None };
            let group = groups.entry(matter).or_insert_with(|| Group {
                title: title.to_owned(),
                called,
                first: index,
                ..Group::default()
            });
            let rest = without_ritual(title);
            if let Some(own) = own {
                // The fuller of two pages stands for the matter.
                let fuller = |known: &Dossier| own.shown() > known.shown();
                if group.own.as_ref().is_none_or(|(_, known)| fuller(known)) {
                    title.clone_into(&mut group.title);
                    group.own = Some((index, own));
                }
            } else if is_result_title(title) {
                group.results.push(index);
            } else if title.contains("说明") {
                group.explanations.push(index);
            } else if let Some(at) = calls {
                group.calls.push(at);
            } else if rest.contains("决策结果") {
                group.finals.push(index);
            } else if rest.ends_with("草案") || rest.contains("草案）") {
                group.drafts.push(index);
            } else if ["背景", "依据"].iter().any(|w| rest.ends_with(w)) {
                group.backgrounds.push(index);
            } else if FINAL.is_match(rest) && !EARLIER.iter().any(|w| rest.contains(w)) {
                group.finals.push(index);
            }
        }
        groups.retain(|_, g| {
            let fitting = |c: &usize| matches!(view.calls[*c].kind, CallKind::Draft | CallKind::Open);
            let other = !g.calls.is_empty() && !g.calls.iter().any(fitting);
            let shown = !g.calls.is_empty() || !g.results.is_empty() || !g.explanations.is_empty() || g.stages() > 2;
            g.own.is_some() || !other && shown
        });
        let groups = joined(groups);
        let asked = Index::of(view.calls.iter().map(|c| c.matter.as_str()));
        groups
            .into_iter()
            .map(|(matter, mut group)| match group.own.take() {
                Some((index, own)) => self.own_decision(matter, &group, index, &own, &asked),
                None => self.decision(matter, &group),
            })
            .collect()
    }

    /// A decision with a page of its own; what that page lacks may stand elsewhere.
    fn own_decision(&self, matter: String, group: &Group, at: usize, own: &Dossier, asked: &Index) -> Decision {
        let view = self.consultations();
        let fitting = |i: &usize| matches!(view.calls[*i].kind, CallKind::Draft | CallKind::Open);
        let calls = group.calls.iter().copied().chain(asked.alike(&matter)).find(fitting);
        let mut around = group.clone();
        around.calls = calls.into_iter().collect();
        if around.calls.is_empty() && around.results.is_empty() {
            let told = view.by_matter.alike(&matter).into_iter().filter_map(|i| view.results[i].page);
            around.results = told.filter(|i| *i != at).take(1).collect();
        }
        around.page = Some(at);
        let mut elsewhere = self.decision(matter, &around);
        let page = self.pages[at].readable();
        let url = self.pages[at].url();
        let pick = |part: Part, other: Element| match (own.parts.get(&part), other) {
            (Some(there @ Element::There(_)), _) => there.clone(),
            (_, there @ Element::There(_)) => there,
            (Some(Element::Absent) | None, other) => other,
            (Some(unclear), _) => unclear.clone(),
        };
        elsewhere.draft = pick(Part::Draft, elsewhere.draft);
        elsewhere.explanation = pick(Part::Explanation, elsewhere.explanation);
        elsewhere.background = pick(Part::Background, elsewhere.background);
        elsewhere.call = pick(Part::Call, elsewhere.call);
        elsewhere.adoption = pick(Part::Adoption, elsewhere.adoption);
        elsewhere.result = pick(Part::Result, elsewhere.result);
        Decision {
            title: group.title.clone(),
            url: url.to_owned(),
            ended: elsewhere.ended.max(own.ended),
            own_page: true,
            published: page.and_then(super::published),
            ..elsewhere
        }
    }

    fn decision(&self, matter: String, group: &Group) -> Decision {
        let view = self.consultations();
        // What belongs to it may stand outside of the column as well.
        let own = group.calls.first().copied();
        let at = own.or_else(|| {
            view.calls.iter().position(|c| c.matter == matter && matches!(c.kind, CallKind::Draft | CallKind::Open))
        });
        let call: Option<&Consultation> = at.map(|i| &view.calls[i]);
        let parts: Option<Elements> = call.and_then(|c| self.elements(c));
        let page_of = |pages: &[usize]| pages.first().map(|&i| Element::There(self.pages[i].url().to_owned()));
        let part = |of: fn(&Elements) -> &Element| parts.as_ref().map_or(Element::Absent, |e| of(e).clone());
        let told = page_of(&group.explanations)
            .or_else(|| self.titled(&matter, &["起草说明", "编制说明", "制定说明", "情况说明", "说明"]));
        let (mut explanation, mut background) = (part(|e| &e.explanation), part(|e| &e.background));
        if let Some(told) = told.filter(|_| !explanation.is_there()) {
            explanation = told;
        }
        if explanation.is_there() && background == Element::Absent && !self.says_background(&group.explanations) {
            // An explanation of which only the name is known may tell it.
            background = self.unread_background(group, &explanation);
        } else if self.says_background(&group.explanations) {
            background = explanation.clone();
        }
        if let Some(page) = page_of(&group.backgrounds).filter(|_| !background.is_there()) {
            background = page;
        }
        let stated = call.and_then(|c| self.result_of(c));
        let adoption = match &stated {
            Some(Stated::Page(at)) => Element::There(view.results[*at].url.clone()),
            Some(Stated::Here(words) | Stated::Listed(words)) => Element::There(words.clone()),
            None => page_of(&group.results).unwrap_or(Element::Absent),
        };
        Decision {
            title: call.map_or_else(|| group.title.clone(), |c| c.title.clone()),
            url: call.map_or_else(|| self.pages[group.first].url().to_owned(), |c| c.url.clone()),
            called: group.called.clone(),
            ended: call.and_then(|c| c.period.end),
            call: call.map_or(Element::Absent, |c| Element::There(c.url.clone())),
            draft: if call.is_some_and(|c| c.unread.is_some()) {
                Element::Unclear(self.pages[group.first].url().to_owned())
            } else {
                page_of(&group.drafts).filter(|_| !part(|e| &e.draft).is_there()).unwrap_or_else(|| part(|e| &e.draft))
            },
            explanation,
            background,
            adoption,
            result: page_of(&group.finals)
                .or_else(|| self.final_document(&matter, call, group.page))
                .unwrap_or(Element::Absent),
            matter,
            own_page: false,
            published: None,
        }
    }

    fn says_background(&self, pages: &[usize]) -> bool {
        let text =
            |i: &usize| self.pages[*i].readable().and_then(|p| p.participation.as_deref()).map(|p| p.text.as_str());
        pages
            .iter()
            .filter_map(text)
            .any(|t| ["背景", "必要性", "起草依据", "制定依据", "目的"].iter().any(|w| t.contains(w)))
    }

    fn unread_background(&self, group: &Group, explanation: &Element) -> Element {
        let read = group.explanations.iter().any(|&i| self.pages[i].readable().is_some());
        let page = match explanation {
            Element::There(how) => how.rsplit(' ').next().and_then(|u| self.page_behind(u)),
            _ => None,
        };
        let text = page.and_then(|i| self.pages[i].readable()).and_then(|p| p.participation.as_deref());
        match (explanation, text) {
            (_, Some(shown)) if ["背景", "必要性", "依据"].iter().any(|w| shown.text.contains(w)) => {
                explanation.clone()
            }
            (Element::There(how), None) if !read && how.contains("://") => Element::Unclear(how.clone()),
            _ => Element::Absent,
        }
    }

    /// Something titled with the matter and one of these words.
    fn titled(&self, matter: &str, any: &[&str]) -> Option<Element> {
        self.titles_on(matter, any).into_iter().next().map(|t| Element::There(t.title))
    }

    /// What is titled with a matter and one of these words, whether with the place's name before it or not.
    #[must_use]
    pub fn titles_on(&self, matter: &str, any: &[&str]) -> Vec<Titled> {
        static PLACE: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"^[\u{4e00}-\u{9fff}]{1,6}?[县市区旗州]").expect("a fixed pattern"));
        let short = PLACE.replace(matter, "").into_owned();
        let wanted = if short.chars().count() >= 6 { short } else { matter.to_owned() };
        if wanted.chars().count() < 4 {
            return Vec::new();
        }
        let any: Vec<String> = any.iter().map(|w| (*w).to_owned()).collect();
        Words::new(&any, &[wanted]).map(|words| self.titles().find(&words)).unwrap_or_default()
    }

    /// The document that was decided on, after the call.
    fn final_document(&self, matter: &str, call: Option<&Consultation>, own: Option<usize>) -> Option<Element> {
        // The decision's own page and the lists that name it are no result.
        let other = |t: &Titled| {
            own.is_none_or(|page| {
                t.on != page
                    && !names_decision(&t.title)
                    && t.target.as_ref().is_none_or(|key| self.page_index(key) != Some(page))
            })
        };
        let later = |t: &Titled| match (t.date(), call.and_then(|c| c.published)) {
            (Some(day), Some(asked)) => day >= asked,
            _ => true,
        };
        let fits = |t: &Titled| {
            !EARLIER.iter().any(|w| t.title.contains(w))
                && FINAL.is_match(&t.title)
                && later(t)
                && t.target.is_some()
                && other(t)
                && !is_file_of_call(self, t, call)
        };
        self.titles_on(matter, &[]).into_iter().find(fits).map(|t| Element::There(t.title))
    }

    /// Pages that lists under the name of decisions lead to.
    fn listed_as_decisions(&self) -> BTreeSet<usize> {
        let mut listed = BTreeSet::new();
        for (index, fact) in self.pages.iter().enumerate() {
            let Some(page) = fact.readable().filter(|_| fact.role == PageRole::Page) else { continue };
            let column = page.article.is_none() && place(page).any(|n| MAJOR.is_match(n));
            for item in &page.items {
                let headed = item.heading.as_deref().is_some_and(|h| MAJOR.is_match(h));
                if (column && self.columns().is_single(item) || headed)
                    && let Some(behind) = self.page_behind(&item.target).filter(|&i| i != index)
                {
                    listed.insert(behind);
                }
            }
        }
        listed
    }

    /// The texts of the catalogues of decisions, folded.
    fn decision_catalogues(&self) -> String {
        let mut all = String::new();
        for page in self.pages.iter().filter_map(|p| p.readable()) {
            let title = title_of(page).unwrap_or_default();
            if title.contains("决策")
                && ["目录", "清单", "事项"].iter().any(|w| title.contains(w))
                && !is_result_title(title)
            {
                all.push_str(&fold_title(page.participation.as_deref().map_or("", |p| p.text.as_str())));
                all.push('\n');
            }
        }
        all
    }
}

/// Groups about the same, put into the one that has a page of its own.
fn joined(mut groups: BTreeMap<String, Group>) -> BTreeMap<String, Group> {
    let keys: Vec<String> = groups.keys().cloned().collect();
    let index = Index::of(keys.iter().map(String::as_str));
    for key in &keys {
        let Some(mut group) = groups.remove(key) else { continue };
        if group.own.is_some() {
            for other in index.alike(key).into_iter().map(|i| &keys[i]).filter(|k| *k != key) {
                if groups.get(other).is_some_and(|g| g.own.is_none())
                    && let Some(part) = groups.remove(other)
                {
                    group.absorb(part);
                }
            }
        }
        groups.insert(key.clone(), group);
    }
    groups
}

fn calls_by_page(view: &Consultations) -> BTreeMap<usize, usize> {
    view.calls.iter().enumerate().filter_map(|(at, call)| Some((call.page?, at))).collect()
}

/// A file on the call's own page is the draft, whatever it is called.
fn is_file_of_call(facts: &Facts, titled: &Titled, call: Option<&Consultation>) -> bool {
    let Some(index) = call.and_then(|c| c.page) else { return false };
    titled.on == index
        || titled.target.as_ref().is_some_and(|key| {
            facts.page_index(key) == Some(index)
                || facts.page_index(key).is_none()
                    && facts.links.of_page(index).iter().any(|l| {
                        l.kind == LinkKind::Anchor
                            && url::Url::parse(facts.links.target(l))
                                .is_ok_and(|u| crate::model::PageKey::of(&u) == *key)
                    })
        })
}

fn place(page: &Page) -> impl Iterator<Item = &str> {
    let steps = page.breadcrumbs.iter().map(|c| c.text.as_str());
    steps.chain(page.meta("ColumnName")).chain(page.article.is_none().then_some(page.title.as_str()))
}

/// Why a page is one of a major decision, by its own words.
fn called(page: &Page, title: &str, listed: bool, catalogue: &str) -> Option<String> {
    static TITLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"重大(?:行政)?决策").expect("a fixed pattern"));
    if TITLE.is_match(title) {
        return Some("title".to_owned());
    }
    if let Some(name) = place(page).find(|n| MAJOR.is_match(n) && *n != title) {
        return Some(name.to_owned());
    }
    if listed {
        return Some("list".to_owned());
    }
    let text = page.participation.as_deref().map_or("", |p| p.text.as_str());
    let call = super::is_consultation(page);
    if call && text.contains("重大行政决策") {
        return Some("text".to_owned());
    }
    let matter = matter_key(title);
    (call && matter.chars().count() >= 6 && catalogue.contains(&matter)).then(|| "catalogue".to_owned())
}
