//! The table of facts of a document: what it lacks, alone or with all documents of its template.

use super::days::identity;
use super::{Fault, InconsistentDocument, Judged, Paper, numbers};
use crate::facts::{Confidence, Validity, Whose};
use crate::model::{Article, DateSource, Reason, Severity, Term, Text, Undetermined, Verdict, Violation};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What a table must have unless a pack says otherwise.
pub(super) const DEFAULT: &[&str] = &["索引号", "发文机关", "文号", "成文日期", "发布日期", "有效性"];

/// Every field that can be asked for, with the labels under which sites have it.
const FIELDS: &[(&str, &[&str])] = &[
    ("索引号", &["索引号", "信息索引号"]),
    (
        "发文机关",
        &[
            "发文机关",
            "发文机构",
            "发文单位",
            "制发机关",
            "印发机关",
            "公开主体",
            "发布机构",
            "发布单位",
            "责任部门",
            "责任单位",
            "公开责任部门",
        ],
    ),
    ("文号", numbers::LABELS),
    ("成文日期", &["成文日期", "签发日期", "签署日期", "生成日期", "制发日期", "印发日期", "发文日期", "发文时间"]),
    (
        "发布日期",
        &[
            "发布日期",
            "发布时间",
            "公开日期",
            "公开时间",
            "发表日期",
            "发表时间",
            "登载日期",
            "信息日期",
            "发文时间",
            "日期",
            "时间",
        ],
    ),
    (
        "有效性",
        &["有效性", "时效性", "时效", "是否有效", "文件状态", "效力状态", "有效期", "有效期至", "失效日期", "废止日期"],
    ),
    ("主题分类", &["主题分类", "主题类别", "信息分类", "组配分类", "体裁分类"]),
    ("公开属性", &["公开属性", "公开方式", "公开形式", "公开类别", "公开类型", "公开范围"]),
    ("名称", &["名称", "标题", "文件名称", "信息名称", "公开事项名称"]),
];

/// Labels that a head of a news page does not have: two of them make a table of facts.
const OF_TABLES: &[&str] = &[
    "索引号",
    "信息索引号",
    "文号",
    "发文字号",
    "文件编号",
    "成文日期",
    "生成日期",
    "发文机关",
    "制发机关",
    "发文机构",
    "发文单位",
    "印发机关",
    "公开主体",
    "发布机构",
    "主题分类",
    "主题类别",
    "组配分类",
    "体裁分类",
    "信息分类",
    "有效性",
    "时效性",
    "公开方式",
    "公开属性",
    "主题词",
];

/// Documents of one template that must lack a field before it counts as the template's.
const TOGETHER: usize = 3;
/// Pages named as examples.
const EXAMPLES: usize = 3;

/// Says which of these names is no field, and which there are.
pub(super) fn known(fields: &[String]) -> Result<(), String> {
    let names: Vec<&str> = FIELDS.iter().map(|f| f.0).collect();
    match fields.iter().find(|f| !names.contains(&f.as_str())) {
        Some(field) => Err(format!("unknown field `{field}` in `fields`, expected one of {}", names.join(", "))),
        None => Ok(()),
    }
}

/// How a page has a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Filled,
    /// Not in the table, but the page tells it in its head or in meta tags.
    Elsewhere,
    Blank,
    Absent,
}

/// What the tables of all documents lack.
pub(super) struct Tables {
    /// By paper: what is its own fault.
    pub(super) of_paper: Vec<Vec<Judged>>,
    /// What all documents of a template lack.
    pub(super) of_templates: Vec<Group>,
}

/// Papers of one template with one thing wrong.
pub(super) struct Group {
    /// Positions of the papers.
    pub(super) papers: Vec<usize>,
    missing: Vec<&'static str>,
    lack: Lack,
}

/// In what way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    /// The tables do not have the field.
    Field,
    /// They have it, blank on every page.
    Value,
    /// There is no table, while others of the site's documents have one.
    Table,
    /// None of the site's documents has a table.
    AnyTable,
}

/// Looks at the tables of all documents.
pub(super) fn judge(papers: &[Paper<'_>], params: &InconsistentDocument) -> Tables {
    let mut tables = Tables { of_paper: papers.iter().map(|_| Vec::new()).collect(), of_templates: Vec::new() };
    let fields: Vec<&(&str, &[&str])> =
        FIELDS.iter().filter(|f| params.fields.iter().any(|name| name == f.0)).collect();
    if fields.is_empty() {
        return tables;
    }
    let mut holding: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut bare: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, paper) in papers.iter().enumerate() {
        let template = paper.fact.readable().map_or(0, |p| p.signals.template);
        let kind = if has_table(paper.article) { &mut holding } else { &mut bare };
        kind.entry(template).or_default().push(at);
    }
    let mut with_table = WithTable::default();
    for paper in holding.values().flatten().map(|&at| &papers[at]) {
        with_table.documents.insert(identity(paper.document));
        with_table.columns.extend(paper.columns());
    }
    for group in holding.values() {
        judge_template(papers, group, &fields, &mut tables);
    }
    for group in bare.values() {
        judge_bare(papers, group, &with_table, &mut tables);
    }
    tables.of_templates.sort_by_key(|g| (g.papers[0], g.lack));
    tables
}

/// Pages with tables, of one template.
fn judge_template(papers: &[Paper<'_>], group: &[usize], fields: &[&(&'static str, &[&str])], tables: &mut Tables) {
    // By paper and by way: which fields.
    let mut own: BTreeMap<(usize, Lack), Vec<&'static str>> = BTreeMap::new();
    let mut shared: BTreeMap<(Vec<usize>, Lack), Vec<&'static str>> = BTreeMap::new();
    for (name, labels) in fields {
        let all: Vec<(usize, State)> = group.iter().map(|&at| (at, papers[at].state(name, labels))).collect();
        // 文号 alone depends on the document, whatever the others have.
        let usual = *name != "文号" && is_usual(&all);
        let told = |state: State| if usual && state == State::Elsewhere { State::Absent } else { state };
        let asked = all.into_iter().filter(|a| usual || papers[a.0].must_have(name));
        let asked: Vec<(usize, State)> = asked.map(|(at, state)| (at, told(state))).collect();
        let of = |state: State| asked.iter().filter(|a| a.1 == state).map(|a| a.0).collect::<Vec<usize>>();
        let (filled, blank, absent) = (of(State::Filled), of(State::Blank), of(State::Absent));
        let whole = absent.len() >= TOGETHER && absent.len() == asked.len();
        if whole {
            shared.entry((absent, Lack::Field)).or_default().push(*name);
        } else {
            for at in absent {
                own.entry((at, Lack::Field)).or_default().push(*name);
            }
        }
        if filled.is_empty() && !blank.is_empty() {
            // A script may fill them all.
            shared.entry((blank, Lack::Value)).or_default().push(*name);
        } else {
            for at in blank {
                own.entry((at, Lack::Value)).or_default().push(*name);
            }
        }
    }
    for ((at, lack), missing) in own {
        tables.of_paper[at].push(Judged::Wrong(fault(lack, &missing)));
    }
    tables.of_templates.extend(shared.into_iter().map(|((papers, lack), missing)| Group { papers, missing, lack }));
}

/// Whether a page has a table of facts, complete or not.
pub(super) fn has_table(article: &Article) -> bool {
    let named: BTreeSet<&str> =
        article.labels.iter().map(|l| l.name.as_str()).filter(|name| OF_TABLES.contains(name)).collect();
    named.len() >= 2
}

/// Whether nearly all documents of a template have the field: what a site gives all its documents it owes to the last.
fn is_usual(states: &[(usize, State)]) -> bool {
    let lacking = states.iter().filter(|s| s.1 != State::Filled).count();
    let filled = states.len() - lacking;
    filled >= TOGETHER && (lacking == 1 || lacking * 4 <= states.len())
}

/// Documents that stand on a page with a table, and the columns of those pages.
#[derive(Default)]
struct WithTable<'a> {
    documents: BTreeSet<String>,
    columns: BTreeSet<&'a str>,
}

/// Pages without a table, of one template.
fn judge_bare(papers: &[Paper<'_>], group: &[usize], with_table: &WithTable<'_>, tables: &mut Tables) {
    let surely: Vec<usize> = group
        .iter()
        .copied()
        .filter(|&at| {
            let document = papers[at].document;
            let own = document.whose == Whose::Own && document.confidence == Confidence::Sure;
            let numbered = document.number.is_some() && !papers[at].passes_on();
            own && numbered && !with_table.documents.contains(&identity(document))
        })
        // Replies to proposals and the like stand in columns whose pages have none.
        .filter(|&at| with_table.documents.is_empty() || papers[at].columns().any(|c| with_table.columns.contains(c)))
        .collect();
    match surely.as_slice() {
        [] => {}
        _ if with_table.documents.is_empty() => {
            tables.of_templates.push(Group { papers: surely, missing: Vec::new(), lack: Lack::AnyTable });
        }
        [one] => tables.of_paper[*one].push(Judged::Wrong(fault(Lack::Table, &[]))),
        _ => tables.of_templates.push(Group { papers: surely, missing: Vec::new(), lack: Lack::Table }),
    }
}

impl<'a> Paper<'a> {
    /// The columns it stands in, those aside that hold everything.
    fn columns(&self) -> impl Iterator<Item = &'a str> {
        const WIDE: &[&str] = &["首页", "网站首页", "正文", "政务公开", "信息公开", "政府信息公开", "内容", "详情"];
        self.document.columns.iter().map(String::as_str).filter(|c| !WIDE.contains(c))
    }

    /// Whether the field is asked for in this document.
    fn must_have(&self, field: &str) -> bool {
        match field {
            "文号" => self.document.number.is_some(),
            "有效性" => self.is_normative(),
            _ => true,
        }
    }

    /// Named a normative document by its column, its register number or its number (R5-15); a title alone does not tell.
    fn is_normative(&self) -> bool {
        self.document.columns.iter().any(|c| c.contains("规范性文件"))
            || self.article.has_label(&["规范性文件编号", "登记号", "登记编号", "统一登记号", "统一编号"])
            || self.document.number.as_ref().is_some_and(|n| n.office.contains('规'))
    }

    fn state(&self, field: &str, labels: &[&str]) -> State {
        if self.article.label(labels).is_some() || self.shows(labels) {
            return State::Filled;
        }
        if self.article.has_label(labels) {
            return State::Blank;
        }
        let elsewhere = match field {
            "发布日期" => self
                .article
                .dates
                .iter()
                .any(|d| matches!(d.source, DateSource::Meta | DateSource::Header | DateSource::TimeElement)),
            "有效性" => {
                let terms = self.fact.readable().and_then(|p| p.terms.as_ref());
                self.document.validity != Validity::Untold || terms.is_some_and(|t| t.of(Term::Validity) > 0)
            }
            "发文机关" => self.document.issuer.is_some(),
            "名称" => !self.document.title.is_empty(),
            _ => false,
        };
        if elsewhere { State::Elsewhere } else { State::Absent }
    }

    /// Whether one of the labels stands with a colon and a value in the text of the page, where its table was read as text.
    fn shows(&self, labels: &[&str]) -> bool {
        let page = self.fact.readable().map_or("", |p| p.main_excerpt.as_str());
        let head: String = self.article.body.chars().take(600).collect();
        [page, head.as_str()].iter().any(|text| {
            let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            labels.iter().filter(|label| label.chars().count() > 2).any(|label| {
                let behind = text.find(label).map(|at| &text[at + label.len()..]);
                let value = behind.and_then(|rest| rest.strip_prefix([':', '：']));
                value.is_some_and(|value| !value.is_empty() && !OF_TABLES.iter().any(|next| value.starts_with(next)))
            })
        })
    }
}

fn fault(lack: Lack, missing: &[&str]) -> Fault {
    Fault {
        says: lack.says(missing),
        evidence: json!({ "fault": "incomplete-table", "lack": lack.name(), "missing": missing }),
    }
}

impl Lack {
    fn name(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Value => "value",
            Self::Table | Self::AnyTable => "table",
        }
    }

    fn says(self, missing: &[&str]) -> Text {
        let (zh, en) = (missing.join("、"), missing.join(", "));
        match self {
            Self::Field => Text::new(format!("公文信息表缺少{zh}"), format!("the table of facts lacks {en}")),
            Self::Value => {
                Text::new(format!("公文信息表中{zh}没有填写"), format!("{en} left blank in the table of facts"))
            }
            Self::Table | Self::AnyTable => {
                Text::new("页面没有公文信息表", "the page has no table of facts of the document")
            }
        }
    }
}

impl Group {
    /// One finding for the template, shown on its first page.
    pub(super) fn answer(&self, pages: &[&str], verdict: &mut Verdict) {
        let Some(&first) = pages.first() else { return };
        let count = pages.len();
        let says = self.lack.says(&self.missing);
        let evidence = json!({
            "faults": [fault(self.lack, &self.missing).evidence],
            "count": count,
            "examples": pages.iter().take(EXAMPLES).collect::<Vec<_>>(),
        });
        if matches!(self.lack, Lack::Field | Lack::Table) {
            verdict.violations.push(Violation {
                url: first.to_owned(),
                target: None,
                message: Text::new(
                    format!("{count}件公文：{}。请在模板中补齐", says.zh),
                    format!("{count} documents: {}; add it to the template", says.en),
                ),
                evidence,
                severity: Severity::Minor,
                occurrences: count as u64,
                subject: format!("{}:{}", self.lack.name(), self.missing.join(",")),
            });
        } else {
            let (reason, zh, en) = if self.lack == Lack::Value {
                (Reason::Script, "可能由脚本填写，请在浏览器中核实", "a script may fill it: look in a browser")
            } else {
                (
                    Reason::Ambiguous,
                    "本站公文均未见信息表，请核实信息公开平台是否另有登载",
                    "no document of the site has one: look whether the openness platform shows it",
                )
            };
            verdict.undetermined.push(Undetermined {
                url: first.to_owned(),
                target: None,
                reason,
                message: Text::new(
                    format!("{count}件公文：{}，{zh}", says.zh),
                    format!("{count} documents: {}; {en}", says.en),
                ),
                evidence,
            });
        }
    }
}
