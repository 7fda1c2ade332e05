use crate::model::{Ask, Hidden, Link, LinkKind, PageKey, Region};
use std::collections::{BTreeMap, HashMap};
use url::Url;

/// Fewest pages on which a link of the template or a side menu stands.
const COMMON_PAGES: usize = 4;

/// All links of a run, with texts and addresses kept once.
#[derive(Debug, Default)]
pub struct LinkGraph {
    texts: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
    links: Vec<LinkFact>,
    /// How list interfaces are asked.
    asks: Vec<Ask>,
    /// For each page its links: `links[spans[page].0 .. spans[page].1]`.
    spans: Vec<(u32, u32)>,
    /// Positions in `links`, ordered by target.
    by_target: Vec<u32>,
    /// Targets that stand in the main part of so many pages that they belong to the template.
    common: BTreeMap<Box<str>, usize>,
}

/// A link as a page wrote it; texts by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkFact {
    /// Position of the page in `Facts::pages`.
    pub page: u32,
    target: u32,
    raw: Option<u32>,
    text: u32,
    ask: Option<u32>,
    /// What makes the link.
    pub kind: LinkKind,
    /// Where it stands.
    pub region: Region,
    /// Why it can't be seen, if so.
    pub hidden: Option<Hidden>,
    /// Whether a script handles the click.
    pub scripted: bool,
}

impl LinkFact {
    /// Its text and its target by number: links with the same numbers say the same.
    #[must_use]
    pub fn numbers(&self) -> (u32, u32) {
        (self.text, self.target)
    }

    /// Whether it stands in the frame around a page's main part.
    #[must_use]
    pub fn is_chrome(&self) -> bool {
        matches!(self.region, Region::Nav | Region::Header | Region::Footer | Region::Breadcrumb | Region::Pager)
    }
}

impl LinkGraph {
    /// Adds the links of the next page.
    pub(super) fn add(&mut self, page: usize, links: &[Link]) {
        let from = position(self.links.len());
        for link in links {
            let ask = link.ask.as_deref().map(|ask| {
                self.asks.push(ask.clone());
                position(self.asks.len() - 1)
            });
            let fact = LinkFact {
                ask,
                page: position(page),
                target: self.number(&link.target),
                raw: link.raw.as_deref().map(|raw| self.number(raw)),
                text: self.number(&link.text),
                kind: link.kind,
                region: link.region,
                hidden: link.hidden,
                scripted: link.scripted,
            };
            self.links.push(fact);
        }
        self.spans.push((from, position(self.links.len())));
    }

    /// To be called once, when all pages are in.
    pub(super) fn close(&mut self) {
        self.texts.shrink_to_fit();
        self.links.shrink_to_fit();
        self.by_target = self.grouped();
        self.numbers = HashMap::new();
        let common: Vec<(Box<str>, usize)> = self
            .by_target()
            .filter_map(|(target, links)| {
                // In page order, so that equal pages stand together.
                let mut on: Vec<u32> = links.iter().filter(|l| !l.is_chrome()).map(|l| l.page).collect();
                on.dedup();
                (on.len() >= COMMON_PAGES).then(|| (target.into(), on.len()))
            })
            .collect();
        self.common.extend(common);
    }

    /// Whether a target stands in the main part of several pages: a link of the template or of a side menu.
    #[must_use]
    pub fn is_common(&self, target: &str) -> bool {
        self.common.contains_key(target)
    }

    /// Whether a target stands in the main part of a good share of all pages, a tenth: a picture of the template's, as against
    /// one that editors used a few times.
    #[must_use]
    pub fn is_everywhere(&self, target: &str) -> bool {
        self.common.get(target).is_some_and(|on| on * 10 >= self.spans.len())
    }

    fn number(&mut self, text: &str) -> u32 {
        if let Some(&n) = self.numbers.get(text) {
            return n;
        }
        let n = position(self.texts.len());
        self.texts.push(text.into());
        self.numbers.insert(text.into(), n);
        n
    }

    /// Positions of links by target, those of one target in page order: counted out rather than sorted.
    fn grouped(&self) -> Vec<u32> {
        let mut next = vec![0_u32; self.texts.len() + 1];
        for link in &self.links {
            next[link.target as usize + 1] += 1;
        }
        for at in 1..next.len() {
            next[at] += next[at - 1];
        }
        let mut grouped = vec![0; self.links.len()];
        for (at, link) in self.links.iter().enumerate() {
            let place = &mut next[link.target as usize];
            grouped[*place as usize] = position(at);
            *place += 1;
        }
        grouped
    }

    /// All links, page by page.
    pub fn all(&self) -> impl Iterator<Item = &LinkFact> {
        self.links.iter()
    }

    /// The links of one page, in page order.
    #[must_use]
    pub fn of_page(&self, page: usize) -> &[LinkFact] {
        self.spans.get(page).map_or(&[], |&(from, to)| &self.links[from as usize..to as usize])
    }

    /// Links grouped by target, targets in the order in which they were first seen.
    pub fn by_target(&self) -> impl Iterator<Item = (&str, Vec<&LinkFact>)> {
        self.by_target.chunk_by(|&a, &b| self.links[a as usize].target == self.links[b as usize].target).map(|run| {
            let links: Vec<&LinkFact> = run.iter().map(|&i| &self.links[i as usize]).collect();
            (self.target(links[0]), links)
        })
    }

    /// The absolute address; empty when it could not be resolved.
    #[must_use]
    pub fn target(&self, link: &LinkFact) -> &str {
        &self.texts[link.target as usize]
    }

    /// The attribute as written, where it tells more than the address.
    #[must_use]
    pub fn raw(&self, link: &LinkFact) -> Option<&str> {
        link.raw.map(|n| &*self.texts[n as usize])
    }

    /// How it is asked, where that is more than a GET.
    #[must_use]
    pub fn ask(&self, link: &LinkFact) -> Option<&Ask> {
        link.ask.map(|n| &self.asks[n as usize])
    }

    /// The identities of the pages it may lead to: what it asks, and what is asked in its place where that gives no list.
    #[must_use]
    pub fn keys(&self, link: &LinkFact) -> Vec<PageKey> {
        let ask = self.ask(link);
        let own = Url::parse(self.target(link)).ok().map(|url| PageKey::asked(&url, ask));
        let mut keys: Vec<PageKey> = own.into_iter().collect();
        let mut next = ask.and_then(Ask::next);
        while let Some((target, ask)) = next {
            keys.extend(Url::parse(&target).ok().map(|url| PageKey::asked(&url, Some(&ask))));
            next = ask.next();
        }
        keys
    }

    /// The link's text.
    #[must_use]
    pub fn text(&self, link: &LinkFact) -> &str {
        &self.texts[link.text as usize]
    }

    /// How many links there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }
}

fn position(n: usize) -> u32 {
    u32::try_from(n).expect("a run of one site has fewer than four thousand million links")
}
