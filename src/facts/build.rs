use super::wording::{Readers, Readings};
use super::{AbsentFact, CheckFact, EarlierRun, Facts, LinkGraph, PageFact, ProbeFact, Veils};
use crate::model::{Attachment, Lexicon, Observation, PageKey, PageRecord, Run, SiteTrait};
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// Most bytes of text of files kept together: two thousand files have some tens of millions.
const MAX_TEXT: usize = 100 * 1024 * 1024;

/// Builds [`Facts`] from what the store gives, page by page.
#[derive(Debug)]
pub struct Builder {
    facts: Facts,
    most_text: usize,
    readers: Readers,
}

impl Builder {
    /// For one run.
    #[must_use]
    pub fn new(run: Run) -> Self {
        Self {
            most_text: MAX_TEXT,
            readers: Readers::default(),
            facts: Facts {
                run,
                pages: Vec::new(),
                links: LinkGraph::default(),
                veils: Veils::default(),
                checks: BTreeMap::new(),
                absents: Vec::new(),
                attachments: Vec::new(),
                search: None,
                host: None,
                skips: Vec::new(),
                probes: Vec::new(),
                earlier: Vec::new(),
                traits: Vec::new(),
                allowed_nets: Vec::new(),
                by_key: BTreeMap::new(),
                landing: HashMap::new(),
                skipped: BTreeMap::new(),
                files: BTreeMap::new(),
                columns: OnceLock::new(),
                titles: OnceLock::new(),
                unseen: OnceLock::new(),
                below: OnceLock::new(),
                documents: OnceLock::new(),
                pairs: OnceLock::new(),
                side_lists: OnceLock::new(),
                reading_columns: OnceLock::new(),
                annual_reports: OnceLock::new(),
                letters: OnceLock::new(),
                consultations: OnceLock::new(),
                seen_pages: OnceLock::new(),
                readings: Readings::default(),
            },
        }
    }

    /// Asks for the wordings of a lexicon to be looked for in every text; before the first page.
    pub fn lexicon(&mut self, lexicon: &Lexicon) {
        self.readers.add(lexicon);
    }

    /// Adds a page; pages come in crawl order.
    pub fn page(&mut self, record: PageRecord) {
        // An address that nobody named and that is no page of the list: it says nothing of the site.
        if record.guess == Some(false) {
            return;
        }
        let facts = &mut self.facts;
        let index = facts.pages.len();
        let mut page = record.page;
        let links = page.as_mut().map(|p| std::mem::take(&mut p.links)).unwrap_or_default();
        facts.links.add(index, &links);
        let veils = page.as_mut().map(|p| std::mem::take(&mut p.veils)).unwrap_or_default();
        facts.veils.add(index, veils);
        facts.by_key.entry(record.key.clone()).or_insert(index);
        if let Ok(url) = url::Url::parse(&record.record.final_url) {
            facts.by_key.entry(PageKey::of(&url)).or_insert(index);
        }
        if let Some(page) = &mut page {
            let ok = record.record.is_ok() && page.signals.challenge.is_none();
            self.readers.page(index, record.role, ok, page);
        }
        facts.pages.push(PageFact {
            key: record.key,
            role: record.role,
            depth: record.depth,
            referrer: record.referrer,
            record: record.record,
            page,
            parse_fault: record.parse_fault,
        });
    }

    /// Adds an observation.
    pub fn observation(&mut self, observation: Observation) {
        let facts = &mut self.facts;
        match observation {
            Observation::LinkCheck { record, absent_words, sketch, challenge, title } => {
                if let Ok(url) = url::Url::parse(&record.url) {
                    let fact = CheckFact { record, absent_words, sketch, challenge, title };
                    facts.checks.insert(PageKey::of(&url), fact);
                }
            }
            Observation::AbsentProbe { record, answer } => facts.absents.push(AbsentFact { record, answer }),
            Observation::Host(host) => facts.host = Some(host),
            Observation::Revisit { .. } => {}
            Observation::Search(test) => facts.search = Some(*test),
            Observation::Layout { page, found } => {
                // Pages come before observations.
                let page = facts.by_key.get(&page).and_then(|&index| facts.pages[index].page.as_mut());
                if let Some(page) = page {
                    page.markup.get_or_insert_default().take_layout(&found);
                }
            }
            Observation::Attachment(attachment) => {
                // It was asked as any link is, only read to its end.
                if let Ok(url) = url::Url::parse(&attachment.record.url) {
                    let record = attachment.record.clone();
                    let fact = CheckFact {
                        record,
                        absent_words: attachment.absent_words.clone(),
                        sketch: attachment.sketch.clone(),
                        challenge: attachment.challenge.clone(),
                        title: String::new(),
                    };
                    facts.checks.entry(PageKey::of(&url)).or_insert(fact);
                }
                self.readers.file(&attachment);
                facts.attachments.push(*attachment);
            }
            Observation::Skipped(skip) => {
                if let Ok(url) = url::Url::parse(&skip.url) {
                    facts.skipped.insert(PageKey::of(&url), facts.skips.len());
                }
                facts.skips.push(skip);
            }
        }
    }

    /// Adds a look at the home page.
    pub fn probe(&mut self, probe: ProbeFact) {
        self.facts.probes.push(probe);
    }

    /// Names the networks that the audit was allowed to contact.
    pub fn allowed_nets(&mut self, nets: Vec<String>) {
        self.facts.allowed_nets = nets;
    }

    /// Adds an earlier run; they come oldest first.
    pub fn earlier(&mut self, run: EarlierRun) {
        self.facts.earlier.push(run);
    }

    /// Names what people told of the body.
    pub fn traits(&mut self, mut traits: Vec<SiteTrait>) {
        traits.sort_unstable();
        traits.dedup();
        self.facts.traits = traits;
    }

    /// Sets how many bytes of text of files are kept together; beyond that the longest are cut, and say so.
    pub fn most_text(&mut self, bytes: usize) {
        self.most_text = bytes;
    }

    /// Everything is in.
    #[must_use]
    pub fn build(mut self) -> Facts {
        self.facts.links.close();
        self.facts.veils.close();
        self.facts.attachments.sort_by(|a, b| a.record.url.cmp(&b.record.url));
        fit(&mut self.facts.attachments, self.most_text);
        self.facts.readings = self.readers.close(&self.facts.attachments);
        let keyed = self.facts.attachments.iter().enumerate();
        self.facts.files =
            keyed.filter_map(|(i, a)| Some((PageKey::of(&url::Url::parse(&a.record.url).ok()?), i))).collect();
        let facts = &self.facts;
        let behind = |target: &str| {
            let index = url::Url::parse(target).ok().and_then(|url| facts.page_index(&PageKey::of(&url)));
            index.and_then(|i| u32::try_from(i).ok())
        };
        let targets = facts.links.by_target().map(|(target, _)| target);
        self.facts.landing = targets.map(|target| (target.into(), behind(target))).collect();
        self.facts.absents.sort_by(|a, b| a.answer.scope.cmp(&b.answer.scope));
        self.facts
    }
}

/// Cuts the longest texts, all to one length, so that together they stay within a limit.
fn fit(files: &mut [Attachment], limit: usize) {
    let mut lengths: Vec<usize> = files.iter().map(|f| f.content.text.len()).collect();
    if lengths.iter().sum::<usize>() <= limit {
        return;
    }
    lengths.sort_unstable();
    let mut left = limit;
    let mut longest = 0;
    for (at, length) in lengths.iter().enumerate() {
        longest = left / (lengths.len() - at);
        if *length > longest {
            break;
        }
        left -= length;
    }
    for file in files {
        let text = &mut file.content.text;
        if text.len() > longest {
            let end = (0..=longest).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            text.truncate(end);
            text.shrink_to_fit();
            file.content.cut = true;
        }
    }
}
