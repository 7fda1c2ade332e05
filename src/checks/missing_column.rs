//! ## 查什么
//! 规则要求设置的栏目，网站上有没有。
//! ## 为什么
//! 政府信息公开平台与政务公开要点都以栏目为载体；没有栏目，内容无从谈起（R3-03、R3-04、R4-02）。
//! ## 怎么判
//! 在导航（含折叠菜单）、当前位置、ColumnName 标签、网站地图、区块标题、页面标题中找栏目名及其同义词，忽略空格、标点、全
//! 半角；名称前后只多出“县级”“公开”“专栏”一类字样的也算。其他链接须与名称完全一致。找不到时给出最接近的名称。
//! 找不到而仍有菜单指向的页面没有访问到（预算、robots.txt、防火墙），或首页菜单由脚本绘制的，列为待人工核实。
//! ## 局限
//! 以图片展示且没有 alt、title 的栏目名看不到；不判断栏目里有没有内容（见空栏目、栏目不更新）。
//!
//! # English
//!
//! ## What it looks at
//! Whether the site has the columns a rule asks for.
//! ## Why
//! Columns carry what must be disclosed (R3-03, R3-04, R4-02).
//! ## How it decides
//! Names and synonyms are looked for in menus (folded ones too), breadcrumbs, ColumnName, the site map, headings and
//! titles, blanks, punctuation and width aside; words that only say whose or what kind of place may surround the name.
//! Other links must carry the name itself. The nearest name is told. Menu pages that were not visited, or a menu drawn by
//! script, leave it to a person.
//! ## Limits
//! A picture without alt or title is not read; what stands in the column is for other checks.

use super::page_mark::unseen;
use super::{Check, Measure};
use crate::facts::{ColumnSpec, Facts, Found, UnseenPart};
use crate::model::{Severity, Text, Undetermined, Verdict, Violation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-column",
    title: ("缺少栏目", "Column missing"),
    source: include_str!("missing_column.rs"),
    bind: |params| {
        let params: MissingColumn = serde_json::from_value(params).map_err(|e| e.to_string())?;
        if params.columns.is_empty() {
            return Err("`columns` is empty".to_owned());
        }
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MissingColumn {
    /// The columns asked for.
    columns: Vec<ColumnSpec>,
}

impl Measure for MissingColumn {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home.url().to_owned(),
            Err(missing) => return unseen(facts, missing),
        };
        let open: Vec<_> = facts.unseen_columns().collect();
        let mut verdict = Verdict { tested: self.columns.len() as u64, ..Verdict::default() };
        for spec in &self.columns {
            let Found::No(nearest) = facts.columns().find(spec) else { continue };
            let nearest = nearest.map(|(name, likeness, on)| {
                json!({ "name": name, "likeness": (likeness * 100.0).round() / 100.0, "seen_on": facts.pages[on].url() })
            });
            let evidence = json!({
                "column": spec.name,
                "synonyms": spec.synonyms,
                "unit": spec.unit,
                "nearest": nearest,
                "not_visited": open.iter().take(5).map(|o| &o.url).collect::<Vec<_>>(),
            });
            if let Some(UnseenPart { reason, url: what, .. }) = open.first() {
                verdict.undetermined.push(Undetermined {
                    url: home.clone(),
                    target: Some(spec.name.clone()),
                    reason: *reason,
                    message: Text::new(
                        format!(
                            "未找到栏目“{}”，但有{}处菜单页面未能看到（如 {what}），请人工核实",
                            spec.name,
                            open.len()
                        ),
                        format!(
                            "the column \"{}\" was not found, but {} menu pages were not seen (such as {what})",
                            spec.name,
                            open.len()
                        ),
                    ),
                    evidence,
                });
            } else {
                verdict.violations.push(Violation {
                    url: home.clone(),
                    target: Some(spec.name.clone()),
                    message: message(spec, nearest.as_ref()),
                    evidence,
                    severity: Severity::Major,
                    occurrences: 1,
                    subject: String::new(),
                });
            }
        }
        verdict
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

fn message(spec: &ColumnSpec, nearest: Option<&Value>) -> Text {
    let names =
        if spec.synonyms.is_empty() { String::new() } else { format!("（或{}）", spec.synonyms.join("、")) };
    let near = nearest.and_then(|n| n["name"].as_str()).map(str::to_owned);
    let near_zh = near.as_ref().map_or_else(String::new, |n| format!("；最接近的是“{n}”"));
    let near_en = near.as_ref().map_or_else(String::new, |n| format!("; the nearest is \"{n}\""));
    let also = if spec.synonyms.is_empty() { String::new() } else { format!(" (or {})", spec.synonyms.join(", ")) };
    Text::new(
        format!("全站未找到栏目“{}”{names}{near_zh}，请设置该栏目并在导航或网站地图中列出", spec.name),
        format!(
            "no column \"{}\"{also} anywhere on the site{near_en}; set it up and list it in the menu or site map",
            spec.name
        ),
    )
}
