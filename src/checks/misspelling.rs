//! ## 查什么
//! 页面和附件文字中的错字、错词：用词表里的错误写法，差一两个字的地名和本机关名称。
//! ## 为什么
//! 严重表述错误是单项否决指标，错别字是扣分项（R7-01、R7-02）；平台应有错字检测，结果由人复核（R7-03）。
//! ## 怎么判
//! 用词表（参数 lexicon，缺省为内置的 cn-official）逐条对照人能看到的文字：正文、标题、列表、菜单、页脚，以及读得出文字的附件。
//! 词表只收在任何语境里都站不住的写法，能跨词边界出现的加了左右字限制（“分工做好”不是“工做”），前后两侧都能各自成常用词的（习惯彻底）不算。国名、机构全称、职务、地名、
//! 重要表述的错字，和词表标明须人工的词条，一律待人工核实，不自动判错；“提示”类只列出，不计数。地名与正式名称只差一两个字而又不是
//! 另一个地名的（齐齐哈市、阿坝藏族自治州），待人工核实。谈错别字的文章、勘误、“甲”应为“乙”的说法、书名号内的题名、诗词方言和来信人自己写的
//! 内容不算，答复算。同一句话出现在多个页面（模板、转载、列表与正文）是一处问题，记页面数并举例；此外每页每个错词一处。
//! ## 局限
//! 只认词表里的错，不查语法、事实和标点。“截至/截止”一类要看句子的只作提示。领导人姓名不内置，可在自己的词表里加。页面超过 6 万字的
//! 部分、旧版本存下的没有文字的页面、脚本绘制的页面没有看到，待人工核实。
//!
//! # English
//!
//! ## What it looks at
//! Misspellings in the text of pages and files: the wrong wordings of a lexicon, and names of places and of the body itself
//! that are a character or two off.
//! ## Why
//! Grave wrong wordings are a veto, misspellings cost marks (R7-01, R7-02); platforms should detect them and people review
//! what was found (R7-03).
//! ## How it decides
//! The lexicon (parameter `lexicon`, by default the bundled cn-official) is held against all text that people see: body,
//! titles, lists, menus, foot, and files whose text could be read. It holds only what is wrong in every context; what can come
//! about across the border of two words has guards on either side, and where both sides make common words (习惯 + 彻底) it
//! is innocent. Names of the state, of organs, offices and places,
//! political terms, and entries marked so are always left to a person; hints are shown and not counted. A place name one or
//! two characters off that is no other place is left to a person. Articles about misspellings, corrections, "A should read
//! B", titles in 《》, poems and dialect, and what citizens wrote in letters don't count; replies do. The same sentence on several
//! pages (a template, a reprint, a list and its article) is one finding with the number of pages and examples; besides that
//! each wrong wording counts once a page.
//! ## Limits
//! It knows what the lexicon knows: no grammar, facts or punctuation. 截至/截止 and the like, which need the sentence, are
//! hints. Leaders' names are not bundled; a lexicon of one's own can hold them. What was not seen is left open: text beyond
//! 60,000 characters, pages stored by versions that kept no text, pages drawn by script.

use super::page_mark::unseen;
use super::{Check, Measure};
use crate::facts::{Facts, WordHit, WordPlace, Wording};
use crate::model::{Lexicon, Reason, Severity, Text, Undetermined, Verdict, Violation, Weight};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "misspelling",
    title: ("错别字", "Misspelling"),
    source: include_str!("misspelling.rs"),
    bind: |params| {
        if let Some(name) = params["lexicon"].as_str() {
            return Err(format!("the lexicon `{name}` was not resolved"));
        }
        let params: Misspelling = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

/// Most examples named.
const EXAMPLES: usize = 3;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Misspelling {
    /// What is wrong and what is right; written as an id or a path, or in full.
    lexicon: Lexicon,
}

/// One problem: a wrong wording on one page, or the same sentence on several.
struct Problem<'a> {
    hit: &'a WordHit,
    places: Vec<WordPlace>,
    times: u64,
}

impl Measure for Misspelling {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let mut verdict = Verdict::default();
        let Some(wording) = facts.wording(&self.lexicon) else {
            verdict.undetermined.push(whole(
                facts,
                Reason::Tool,
                ("文字没有按这个词表读过", "the texts were not read for this lexicon"),
                &[],
            ));
            verdict.tested = 1;
            verdict.open_ended = true;
            return verdict;
        };
        let read = facts.attachments.iter().filter(|f| !f.content.text.is_empty()).count();
        verdict.tested = (facts.texts().kept + read) as u64;
        let mut hints = Vec::new();
        for problem in problems(facts, wording) {
            match (problem.hit.weight, problem.hit.confirm) {
                (Weight::Hint, _) => hints.push(evidence(facts, &problem)),
                (_, true) => verdict.undetermined.push(open(facts, &problem)),
                (_, false) => verdict.violations.push(violation(facts, &problem)),
            }
        }
        if !hints.is_empty() {
            verdict.found = Value::Array(hints);
        }
        unread(facts, &mut verdict);
        verdict.tested = verdict.tested.max((verdict.violations.len() + verdict.undetermined.len()) as u64);
        verdict
    }

    fn lexicon(&self) -> Option<&Lexicon> {
        Some(&self.lexicon)
    }

    fn params(&self) -> Value {
        json!({ "lexicon": self.lexicon.id })
    }
}

/// Sightings brought together: by sentence where it stands on several pages, else by page and wording.
fn problems<'a>(facts: &Facts, wording: &'a Wording) -> Vec<Problem<'a>> {
    let letters: BTreeSet<&str> = facts.letters().letters.iter().map(|l| l.letter.title.as_str()).collect();
    let theirs = |hit: &WordHit| letters.iter().any(|title| title.contains(&hit.wrong) && hit.line.contains(title));
    let mut by_key: BTreeMap<&str, Problem<'a>> = BTreeMap::new();
    let mut order: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, sighting) in wording.sightings.iter().enumerate() {
        let hit = &wording.hits[sighting.hit];
        if theirs(hit) {
            continue;
        }
        order.entry(&hit.key).or_insert(at);
        let problem = by_key.entry(&hit.key).or_insert_with(|| Problem { hit, places: Vec::new(), times: 0 });
        problem.times += sighting.times;
        if problem.places.last() != Some(&sighting.place) {
            problem.places.push(sighting.place);
        }
        // One of its places that leaves no doubt is enough; one that is quoted is not.
        if problem.hit.confirm && !hit.confirm {
            problem.hit = hit;
        }
    }
    let mut alone: BTreeMap<(WordPlace, &str, bool), Problem<'a>> = BTreeMap::new();
    let mut found: Vec<(usize, Problem<'a>)> = Vec::new();
    for (key, problem) in by_key {
        if problem.places.len() > 1 {
            found.push((order[key], problem));
            continue;
        }
        let kind = (problem.places[0], problem.hit.wrong.as_str(), problem.hit.confirm);
        match alone.get_mut(&kind) {
            Some(known) => known.times += problem.times,
            None => {
                alone.insert(kind, problem);
            }
        }
    }
    found.extend(alone.into_values().map(|problem| (order[problem.hit.key.as_str()], problem)));
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, problem)| problem).collect()
}

/// The address of a place.
fn address<'f>(facts: &'f Facts, place: &WordPlace) -> &'f str {
    match *place {
        WordPlace::Page(at) => facts.pages[at].url(),
        WordPlace::File(at) => &facts.attachments[at].record.final_url,
    }
}

/// Where to show it: on an article rather than on a list that names it.
fn shown<'f>(facts: &'f Facts, problem: &Problem<'_>) -> &'f str {
    let article = |place: &&WordPlace| match **place {
        WordPlace::Page(at) => facts.pages[at].page.as_ref().is_some_and(|p| p.article.is_some()),
        WordPlace::File(_) => false,
    };
    let few = problem.places.len() <= 10;
    let place = problem.places.iter().find(article).filter(|_| few).unwrap_or(&problem.places[0]);
    address(facts, place)
}

fn evidence(facts: &Facts, problem: &Problem<'_>) -> Value {
    let hit = problem.hit;
    let mut evidence = json!({
        "wrong": hit.wrong,
        "right_form": hit.right,
        "excerpt": hit.excerpt,
        "weight": hit.weight,
        "why": hit.why,
        "times": problem.times,
        "pages": problem.places.len(),
        "page": shown(facts, problem),
    });
    if problem.places.len() > 1 {
        let examples = problem.places.iter().take(EXAMPLES).map(|p| address(facts, p));
        evidence["examples"] = json!(examples.collect::<Vec<_>>());
    }
    evidence
}

/// "在 12 个页面上" and the like.
fn on_pages(problem: &Problem<'_>) -> Text {
    match problem.places.len() {
        1 => Text::default(),
        n => Text::new(format!("（{n} 个页面）"), format!(" (on {n} pages)")),
    }
}

fn violation(facts: &Facts, problem: &Problem<'_>) -> Violation {
    let (hit, on) = (problem.hit, on_pages(problem));
    Violation {
        url: shown(facts, problem).to_owned(),
        target: Some(hit.wrong.clone()),
        message: Text::new(
            format!("“{}”应为“{}”{}：{}，请更正", hit.wrong, hit.right, on.zh, hit.excerpt),
            format!("\"{}\" should read \"{}\"{}: {}; correct it", hit.wrong, hit.right, on.en, hit.excerpt),
        ),
        evidence: evidence(facts, problem),
        severity: Severity::Minor,
        occurrences: problem.places.len() as u64,
        subject: if problem.places.len() > 1 { hit.key.clone() } else { String::new() },
    }
}

fn open(facts: &Facts, problem: &Problem<'_>) -> Undetermined {
    let (hit, on) = (problem.hit, on_pages(problem));
    let (zh, en) = if hit.weight == Weight::Severe { ("严重表述，", "a grave wording, ") } else { ("", "") };
    Undetermined {
        url: shown(facts, problem).to_owned(),
        target: Some(hit.wrong.clone()),
        reason: Reason::Ambiguous,
        message: Text::new(
            format!("疑似“{}”误作“{}”{}：{}；{zh}请人工核实后更正", hit.right, hit.wrong, on.zh, hit.excerpt),
            format!(
                "\"{}\" seems to stand for \"{}\"{}: {}; {en}a person must confirm it",
                hit.wrong, hit.right, on.en, hit.excerpt
            ),
        ),
        evidence: evidence(facts, problem),
    }
}

/// Texts that nobody saw: any number of misspellings may stand in them.
fn unread(facts: &Facts, verdict: &mut Verdict) {
    let texts = facts.texts();
    let parts = [
        (&texts.unkept, Reason::Tool, ("存下时没有保留文字，请重新抓取", "was stored without its text; crawl again")),
        (
            &texts.cut,
            Reason::Budget,
            ("文字超过 6 万字，其余没有查看", "has more than 60,000 characters, the rest was not looked at"),
        ),
        (&texts.drawn, Reason::Script, ("由脚本绘制，文字没有看到", "is drawn by script, its text was not seen")),
    ];
    for (pages, reason, words) in parts {
        if !pages.is_empty() {
            verdict.undetermined.push(whole(facts, reason, words, pages));
            verdict.open_ended = true;
        }
    }
}

fn whole(facts: &Facts, reason: Reason, (zh, en): (&str, &str), pages: &[usize]) -> Undetermined {
    let url = pages.first().map_or(facts.run.site.url.as_str(), |&at| facts.pages[at].url());
    let count = pages.len();
    let examples: Vec<&str> = pages.iter().take(EXAMPLES).map(|&at| facts.pages[at].url()).collect();
    Undetermined {
        url: url.to_owned(),
        target: None,
        reason,
        message: if count == 0 {
            Text::new(format!("{zh}，无法判断有无错别字"), format!("{en}: misspellings can't be told"))
        } else {
            Text::new(
                format!("有 {count} 个页面{zh}，无法判断有无错别字"),
                format!("{count} page(s): the page {en}; misspellings can't be told"),
            )
        },
        evidence: json!({ "pages": count, "examples": examples }),
    }
}
