//! ## 查什么
//! 重大建设项目的八类信息是否都有：批准服务、批准结果、招标投标、征收土地、重大设计变更、施工、质量安全监督、竣工。
//! ## 为什么
//! 条例第二十条第十项与重大建设项目领域公开要求（R3-10⑩）；各地要点逐类列出这八类。
//! ## 怎么判
//! 每类一个对象。重大项目栏目下面的栏目名、网站上以该类信息为名的栏目，或重大项目栏目（含下级栏目）里说到该类信息的条目，有一样即为
//! 有。栏目里没有、网站别处有标题说到的，待人工核实。都没有的不通过；列表由脚本绘制、后续页或栏目未访问的，待人工核实。
//! ## 局限
//! 只看有没有，不看每个项目是否都公开了八类；没有重大设计变更的县也会被提示，由人核实。
//!
//! # English
//!
//! ## What it looks at
//! Whether the eight kinds of information on major projects are there: approval services, approvals, tenders, land, design
//! changes, construction, supervision, completion.
//! ## Why
//! Article 20 (10) of the Regulations (R3-10); work plans list these eight.
//! ## How it decides
//! One subject per kind. A column below the column of major projects, a column so named anywhere, or an entry in the project
//! columns that speaks of it will do. Only titles elsewhere: for a person. None: failed, unless lists drawn by script or pages not
//! visited may hold it.
//! ## Limits
//! Whether every project has all eight is not judged; a county without design changes is told so as well.

use super::below::below;
use super::page_mark::NoParams;
use super::places::{Answers, OpenEnd, Place};
use super::platform::page_at;
use super::{Check, Measure};
use crate::facts::{Facts, SightingSource, Words, fold_name};
use crate::model::{Reason, Text, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "incomplete-project-disclosure",
    title: ("重大建设项目信息不全", "Disclosure of major projects incomplete"),
    source: include_str!("incomplete_project_disclosure.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(IncompleteProjectDisclosure))
    },
};

#[derive(Debug)]
struct IncompleteProjectDisclosure;

static PROJECTS: Place = Place {
    name: ("重大建设项目", "major construction projects"),
    names: &[
        "重大建设项目",
        "重大项目",
        "重点项目",
        "重点建设项目",
        "重大建设项目批准和实施",
        "重大建设项目批准和实施情况",
        "重大建设项目批准与实施",
        "重大建设项目领域",
        "重点工程",
        "重大项目建设",
        "重点项目建设",
        "重点工程项目",
        "重大工程",
        "重大项目信息",
        "重大投资项目",
        "项目建设",
        "建设项目",
        "工程建设项目",
        "重大建设项目和公共资源配置",
    ],
    near: &[],
    must: &[],
};

struct Kind {
    name: (&'static str, &'static str),
    /// Words in the name of a column for it.
    columns: &'static [&'static str],
    /// Words in titles of entries that speak of it.
    titles: &'static [&'static str],
    /// Words that make a name or title speak of something else.
    not: &'static [&'static str],
}

static KINDS: [Kind; 8] = [
    Kind {
        name: ("批准服务信息", "approval services"),
        columns: &["批准服务", "审批服务", "项目审批流程", "项目审批指南", "申报指南", "项目办事指南", "项目申报"],
        titles: &[
            "批准服务",
            "办事指南",
            "申报要求",
            "申报材料",
            "审批流程",
            "审批事项",
            "审批服务",
            "服务指南",
            "申请材料清单",
            "办理流程",
        ],
        not: &[],
    },
    Kind {
        name: ("批准结果信息", "approvals"),
        columns: &["批准结果", "审批结果", "项目批复", "审批核准备案", "项目审批", "核准结果", "项目批准"],
        titles: &[
            "批复",
            "核准",
            "备案通知",
            "备案证",
            "审批结果",
            "批准结果",
            "环评",
            "环境影响",
            "用地预审",
            "选址意见",
            "规划许可",
            "施工许可证",
            "可行性研究",
            "初步设计",
            "立项",
            "批准文件",
            "水土保持方案",
            "节能审查",
        ],
        not: &["指南"],
    },
    Kind {
        name: ("招标投标信息", "tenders"),
        columns: &["招标投标", "招投标", "招标公告", "工程招标", "中标", "招标信息", "工程建设招"],
        titles: &["招标", "中标", "投标", "流标", "招投标", "比选公告", "开标"],
        not: &[],
    },
    Kind {
        name: ("征收土地信息", "land taken"),
        columns: &["征收土地", "土地征收", "征地"],
        titles: &["征收土地", "土地征收", "征地", "征收补偿", "安置补偿", "拟征收", "征收启动"],
        not: &[],
    },
    Kind {
        name: ("重大设计变更信息", "major design changes"),
        columns: &["设计变更", "重大变更"],
        titles: &["设计变更", "变更设计", "工程变更", "方案变更", "规划变更", "调整规划设计"],
        not: &[],
    },
    Kind {
        name: ("施工有关信息", "construction"),
        columns: &["施工", "项目实施", "项目进展", "建设进展", "工程进展", "项目进度"],
        titles: &["施工", "开工", "进展", "进度", "工程建设情况", "实施情况", "项目推进", "建设情况"],
        not: &["施工许可", "竣工", "招标", "中标", "交通管制"],
    },
    Kind {
        name: ("质量安全监督信息", "supervision of quality and safety"),
        columns: &["质量安全监督", "质量安全", "质量监督", "安全监督", "工程质量"],
        titles: &["质量安全", "质量监督", "安全监督", "工程质量", "质监", "安全检查", "质量检查", "文明施工检查"],
        not: &["产品", "食品", "药品"],
    },
    Kind {
        name: ("竣工有关信息", "completion"),
        columns: &["竣工"],
        titles: &["竣工", "验收", "建成投用", "建成通车"],
        not: &[],
    },
];

impl Kind {
    fn is_column(&self, folded: &str) -> bool {
        !self.not.iter().any(|w| folded.contains(w)) && self.columns.iter().any(|w| folded.contains(w))
    }

    fn is_entry(&self, title: &str) -> bool {
        !self.not.iter().any(|w| title.contains(w)) && self.titles.iter().any(|w| title.contains(w))
    }
}

/// What the project columns hold.
struct Held {
    names: Vec<String>,
    titles: Vec<String>,
}

impl Measure for IncompleteProjectDisclosure {
    fn measure(&self, facts: &Facts) -> Verdict {
        let mut answers = match Answers::new(facts) {
            Ok(answers) => answers,
            Err(verdict) => return *verdict,
        };
        let seen = PROJECTS.look(facts);
        let held = held(facts, &seen.pages);
        // Entries may stand in lists and on further pages that were not read.
        answers.may_hide_in(
            facts
                .unseen_parts()
                .iter()
                .filter(|p| !p.columns)
                .map(|p| OpenEnd { reason: p.reason, what: p.url.clone() }),
        );
        let url = seen.pages.first().map_or_else(|| answers.home().to_owned(), |&p| facts.pages[p].url().to_owned());
        for kind in &KINDS {
            if has(facts, kind, &held) {
                answers.pass();
            } else {
                lacking(&mut answers, kind, &url);
            }
        }
        answers.verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}

fn held(facts: &Facts, pages: &[usize]) -> Held {
    let names = below(facts, pages);
    let mut all: Vec<usize> = pages.to_vec();
    all.extend(names.values().filter_map(|b| b.address.as_deref()).filter_map(|a| page_at(facts, a)));
    all.sort_unstable();
    all.dedup();
    let mut titles = Vec::new();
    for page in all {
        if let Ok(content) = facts.column_content(page) {
            titles.extend(content.items.iter().map(|i| i.title.clone()));
        }
    }
    Held { names: names.into_keys().collect(), titles }
}

fn has(facts: &Facts, kind: &Kind, held: &Held) -> bool {
    let named = held.names.iter().any(|n| kind.is_column(n));
    let told = held.titles.iter().any(|t| kind.is_entry(t));
    // A column of that name anywhere on the site is a place for it.
    let elsewhere = || {
        facts.columns().names().any(|(folded, sightings)| {
            sightings.iter().any(|s| s.source <= SightingSource::Title)
                && kind.columns.iter().any(|w| folded.strip_prefix(fold_name(w).as_str()).is_some_and(is_tail))
                && kind.is_column(folded)
        })
    };
    named || told || elsewhere()
}

/// What may follow the name of a kind in the name of its column.
fn is_tail(rest: &str) -> bool {
    ["", "信息", "情况", "公开", "信息公开", "有关信息", "公告", "公示", "结果", "专栏"].contains(&rest)
}

fn lacking(answers: &mut Answers<'_>, kind: &Kind, url: &str) {
    let (zh, en) = kind.name;
    let any: Vec<String> = kind.titles.iter().map(|w| (*w).to_owned()).collect();
    let elsewhere = Words::new(&any, &["项目".to_owned()])
        .map(|words| answers.facts.titles().find(&words))
        .unwrap_or_default()
        .into_iter()
        .find(|t| kind.is_entry(&t.title));
    let mut evidence = json!({ "looked_at": url, "sought_words": kind.titles });
    if let Some(titled) = elsewhere {
        evidence["elsewhere"] = json!({
            "title": titled.title,
            "address": titled.target.as_ref().map(|t| &t.0),
            "seen_on": answers.facts.pages[titled.on].url(),
        });
        let message = Text::new(
            format!("重大建设项目栏目下未见{zh}，网站别处有《{}》，请核实是否已按类公开", titled.title),
            format!("no {en} among major projects; elsewhere the site has \"{}\"", titled.title),
        );
        return answers.doubt(url, Some(zh), Reason::Ambiguous, message, evidence);
    }
    let message = Text::new(
        format!("重大建设项目没有公开{zh}，请按八类信息补充"),
        format!("nothing on {en} of major projects; publish it"),
    );
    if answers.all_seen() {
        answers.fault(url, Some(zh), message, evidence);
    } else {
        answers.missing(zh, kind.name, message, evidence);
    }
}
