use super::{Consultation, ConsultationResult};
use crate::facts::Facts;
use crate::model::LinkKind;
use regex::Regex;
use std::sync::LazyLock;

/// What came of a consultation, as far as the site shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stated {
    /// On a page of its own (position in [`super::Consultations::results`]).
    Page(usize),
    /// On the consultation's page; the words that begin it.
    Here(String),
    /// A list says so (已反馈), and no page was found.
    Listed(String),
}

/// What a result says of opinions not taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenUp {
    /// There were none, or all were taken up; the words.
    Nothing(String),
    /// Some were not, with reasons; the words.
    Reasons(String),
    /// Some were not, without reasons; the words.
    NoReasons(String),
    /// It does not say, or says it where it was not read; why.
    Untold(String),
}

impl Facts {
    /// What came of a consultation: by links both ways, by its matter, on its own page, by a list's word.
    #[must_use]
    pub fn result_of(&self, call: &Consultation) -> Option<Stated> {
        let view = self.consultations();
        let linked = call.page.and_then(|index| self.linked_result(index, &view.results));
        let by_link = linked.or_else(|| view.results.iter().position(|r| self.links_back(r, call)));
        if let Some(at) = by_link.or_else(|| view.results_on(call).first().copied()) {
            return Some(Stated::Page(at));
        }
        if let Some(words) =
            call.page.and_then(|i| self.pages[i].readable()).and_then(|p| own_result(&p.participation.as_deref()?.text))
        {
            return Some(Stated::Here(words));
        }
        if let Some(at) = self.summed_up(call, &view.results) {
            return Some(Stated::Page(at));
        }
        let told = [
            "已反馈",
            "已公布",
            "结果已公布",
            "已反馈结果",
            "已公布结果",
            "结果公示",
            "已发布结果",
            "已采纳",
            "查看结果",
        ];
        told.contains(&call.state.as_str()).then(|| Stated::Listed(call.state.clone()))
    }

    /// A result that the consultation's page links to.
    fn linked_result(&self, index: usize, results: &[ConsultationResult]) -> Option<usize> {
        let links = self.links.of_page(index).iter().filter(|l| {
            matches!(l.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data)
                && !l.is_chrome()
                && l.hidden.is_none()
        });
        let targets: Vec<&str> = links.map(|l| self.links.target(l)).filter(|t| !self.links.is_common(t)).collect();
        results
            .iter()
            .position(|r| targets.iter().any(|t| *t == r.url || r.page.is_some() && self.page_behind(t) == r.page))
    }

    /// Whether the result's page links to the consultation, and to no other one.
    fn links_back(&self, result: &ConsultationResult, call: &Consultation) -> bool {
        let (Some(from), Some(to)) = (result.page, call.page) else { return false };
        self.links.of_page(from).iter().any(|l| {
            let target = self.links.target(l);
            matches!(l.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data)
                && !l.is_chrome()
                && l.hidden.is_none()
                && !self.links.is_common(target)
                && self.page_behind(target) == Some(to)
        })
    }

    /// A page that sums up several consultations and names this one.
    fn summed_up(&self, call: &Consultation, results: &[ConsultationResult]) -> Option<usize> {
        let several = |r: &ConsultationResult| {
            ["汇总", "一览", "年度", "半年", "季度", "情况统计", "总体"].iter().any(|w| r.title.contains(w))
        };
        if call.matter.chars().count() < 6 {
            return None;
        }
        results.iter().position(|r| {
            several(r)
                && r.page
                    .and_then(|i| self.pages[i].readable())
                    .and_then(|p| p.participation.as_deref())
                    .is_some_and(|p| super::fold_title(&p.text).contains(&call.matter))
        })
    }

    /// What a result says of what was not taken up.
    #[must_use]
    pub fn taken_up(&self, call: &Consultation, stated: &Stated) -> TakenUp {
        let results = &self.consultations().results;
        match stated {
            Stated::Page(at) => {
                let Some(index) = results.get(*at).and_then(|r| r.page) else {
                    return TakenUp::Untold("its page was not read".to_owned());
                };
                self.stated_on(index, "")
            }
            Stated::Here(words) => {
                call.page.map_or_else(|| TakenUp::Untold(String::new()), |i| self.stated_on(i, words))
            }
            Stated::Listed(_) => TakenUp::Untold("only a list says that there is a result".to_owned()),
        }
    }

    /// What the text of a page, from `begin` on, and its files say.
    fn stated_on(&self, index: usize, begin: &str) -> TakenUp {
        let Some(page) = self.pages[index].readable() else {
            return TakenUp::Untold("its page was not read".to_owned());
        };
        let shown = page.participation.as_deref();
        let text = shown.map_or("", |p| p.text.as_str());
        let text = text.find(begin).map_or(text, |at| &text[at..]);
        let mut all = text.to_owned();
        let mut unread = None;
        if begin.is_empty() {
            for offer in self.offers(index).iter().filter(|o| o.file) {
                match offer.content.map(|c| &c.content) {
                    Some(content)
                        if content.unreadable.is_none() && !(content.text.is_empty() && content.sheets.is_empty()) =>
                    {
                        all.push('\n');
                        all.push_str(&content.text);
                        for row in content.sheets.iter().flat_map(|s| &s.rows).take(500) {
                            all.push('\n');
                            all.push_str(&row.join("\t"));
                        }
                    }
                    _ => unread = unread.or(Some(format!("{} {}", offer.name, offer.url))),
                }
            }
            if unread.is_none() && shown.is_some_and(|p| p.pictures > 0) {
                unread = Some("pictures on the page".to_owned());
            }
        }
        match (said(&all), unread) {
            (TakenUp::NoReasons(_) | TakenUp::Untold(_), Some(what)) => TakenUp::Untold(what),
            (said, _) => said,
        }
    }
}

/// The words on a consultation's own page that begin its result. The promise of one (结果将另行公布) is none.
fn own_result(text: &str) -> Option<String> {
    static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:^|\n)[^\n。，]{0,30}(?:采纳情况|征集结果|意见反馈情况|结果反馈|反馈结果|征集情况|征求意见情况|意见采纳|征集反馈|结果公示|意见汇总)[^\n]{0,40}|共(?:收到|收集|征集)[^\n。]{0,20}(?:意见|建议)|(?:未|没有)(?:收到|征集到|收集到)[^\n。]{0,16}(?:意见|建议)|(?:收到|征集到?)[^\n。]{0,12}[0-9〇零]+\s?[条份][^\n。]{0,6}(?:意见|建议)",
        )
        .expect("a fixed pattern")
    });
    static NOT_YET: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"暂无|将(?:及时|另行|在|于|适时|予以)|另行公布|敬请|待公布|请将|逾期未收到|视为|尚未")
            .expect("a fixed pattern")
    });
    BEGINS.find_iter(text).find_map(|m| {
        // The place for the result stands on every page of some systems, empty until there is one.
        let after: String = text[m.end()..].chars().take(80).filter(|c| c.is_alphanumeric()).collect();
        let words = m.as_str().trim();
        let around: String = format!("{words}{}", text[m.end()..].chars().take(30).collect::<String>());
        let told = after.chars().count() >= 10 || words.contains("收到") || words.contains("征集到");
        (told && !NOT_YET.is_match(&around)).then(|| words.to_owned())
    })
}

/// What a text says of opinions not taken up.
pub(super) fn said(text: &str) -> TakenUp {
    static NONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:未|没有|并未|无)(?:收到|征集到|收集到|接到|接收到|反馈|提出)(?:任何|相关|有关|社会|公众|群众|书面|有效|修改|其他|不同|反馈|的|对|任何单位和个人|[^。\n，]){0,16}(?:意见|建议|异议|反馈)|(?:收到|征集到?|收集到?)[^。\n，]{0,16}(?:意见|建议)?\s?[0０零〇]\s?[条份件个]|意见为[0零]|无(?:任何|修改|反馈|不同|其他)?(?:意见|建议|异议)|零(?:意见|建议|反馈)",
        )
        .expect("a fixed pattern")
    });
    static ALL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:全部|均|都|一并|悉数|全)(?:已|予以|被|已经)?(?:经)?(?:研究)?(?:采纳|吸收)|采纳率(?:为|达|：)?\s?100|(?:未采纳|不采纳|不予采纳)(?:意见|建议)?\s?[:：为]?\s?[0０零〇无]\s?[条个件份]?").expect("a fixed pattern")
    });
    static NOT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"未(?:予|被|能|完全|全部)?(?:以)?采纳|不予?采纳|没有采纳|不采纳|部分采纳|未吸收|暂不采纳|暂未采纳|不作采纳|\t否(?:\t|\n|$)").expect("a fixed pattern")
    });
    static REASON: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"理由|原因|因为|由于|鉴于|考虑到|不符合|不属于|不一致|已有规定|已经?明确|已(?:作|做)出?规定|超出|与[^。\n]{2,40}(?:冲突|矛盾|不符|重复)|法律依据|缺乏|上位法|无法|不宜|条件(?:尚)?不|不具备|主要是因|因[^此而。\n]{3,40}[，,。；;]|根据[^。\n]{3,60}(?:规定|要求)|依据[^。\n]{2,60}规定|说明如下")
            .expect("a fixed pattern")
    });
    static COUNTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:收到|收集|征集|反馈|提出)[^。\n]{0,24}?(?P<n>\d{1,4})\s?[条份个件][^。]{0,40}?采纳(?:了)?(?:意见|建议)?(?:其中)?\s?(?P<m>\d{1,4})\s?[条份个件]").expect("a fixed pattern")
    });
    let plain = fold(text);
    let words = |m: regex::Match<'_>| -> String {
        let from = plain[..m.start()].char_indices().rev().nth(15).map_or(0, |(at, _)| at);
        plain[from..].chars().take(15 + m.as_str().chars().count() + 25).collect::<String>().replace(['\n', '\t'], " ")
    };
    if let Some(all) = ALL.find(&plain).filter(|_| !NOT.is_match(&ALL.replace_all(&plain, ""))) {
        return TakenUp::Nothing(words(all));
    }
    let counted = COUNTS.captures_iter(&plain).find_map(|hit| {
        let number = |name: &str| hit.name(name).and_then(|m| m.as_str().parse::<u32>().ok());
        Some((hit.get(0)?, number("n")?, number("m")?))
    });
    let not = NOT.find(&plain).or_else(|| counted.filter(|(_, n, m)| n > m).map(|(all, _, _)| all));
    if let Some(not) = not {
        // A reason stands in the same breath, or in a column of its own.
        return if REASON.is_match(&plain) { TakenUp::Reasons(words(not)) } else { TakenUp::NoReasons(words(not)) };
    }
    if let Some((all, ..)) = counted.filter(|(_, n, m)| n == m) {
        return TakenUp::Nothing(words(all));
    }
    if let Some(none) = NONE.find(&plain) {
        return TakenUp::Nothing(words(none));
    }
    TakenUp::Untold("it does not say what was taken up".to_owned())
}

/// Blanks gone, numbers plain: 三条 is 3条.
fn fold(text: &str) -> String {
    static SMALL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"([一二三四五六七八九两])([条份])").expect("a fixed pattern"));
    let squeezed: String = text
        .chars()
        .filter(|c| *c != ' ' && *c != '\u{a0}' && *c != '\u{3000}')
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + u8::try_from(u32::from(c) - u32::from('０')).unwrap_or(0)),
            other => other,
        })
        .collect();
    SMALL
        .replace_all(&squeezed, |hit: &regex::Captures<'_>| {
            let n = "一二三四五六七八九".chars().position(|d| hit[1].starts_with(d)).map_or(2, |at| at + 1);
            format!("{n}{}", &hit[2])
        })
        .into_owned()
}
