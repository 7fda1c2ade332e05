//! ## 查什么
//! 公开目录列出的领域和事项，网站上有没有对应的栏目和内容，目录与内容是不是“两张皮”。
//! ## 为什么
//! 标准目录要逐项落到网站栏目，对照目录补齐内容（R4-01 至 R4-06）；县级以上的目录还应写明各领域、事项的责任单位。
//! ## 怎么判
//! 一、规则指定的目录（如 sichuan-30）：每个领域按名称与别名找栏目，优先看“基层政务公开”一类专栏（under）之下，也认其他位
//! 置和同一主体子站上的栏目；栏目及其下级栏目的信息不少于 min_items 条、最新一条在 max_age_days 天之内，即为有内容。目录列有
//! 事项的，再看领域之下有无该事项的栏目或标题含其名称的信息。不属县级公开的（level）不看。
//! 二、网站自己公布的标准目录（网页表格、XLSX、XLS、DOCX、PDF 中能取出的表格，含合并单元格）：县级的每个事项，看有没有同名
//! 栏目，或标题中含有该事项的信息；字面相近而不能确定的，列为待人工核实。指定目录中的领域、事项没有列入所公布目录的，也一并
//! 指出。require_units 为真时，还要求所公布的目录写明责任单位。
//! 三、由脚本绘制、被拦截、未访问到的栏目，读不出的目录（扫描件、加密、格式不支持、过大），一律列为待人工核实，不算缺失。
//! ## 局限
//! 不判断内容是否切题、齐全；事项名称过于笼统的（如“政策文件”）只在其领域之内找；.doc 与 OFD 格式的目录读不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether what a catalogue of disclosure lists, field by field and item by item, has its column and its content.
//! ## Why
//! The standard catalogues must be carried out on the portal, item by item (R4-01 to R4-06), and name who is responsible.
//! ## How it decides
//! First, the rule's catalogue (such as sichuan-30): each field is looked for by name and synonyms, under the columns that
//! usually hold it (`under`) first, elsewhere and on sub-sites of the authority as well. The column and those below it must
//! hold `min_items` entries, the newest within `max_age_days`. Items of a field need a column or entries that name them.
//! What is not the county's to publish (`level`) is left out.
//! Second, the catalogue that the site itself publishes (tables in pages, XLSX, XLS, DOCX, and PDF where tables can be had):
//! each item at county level needs a column of its name or entries that carry it; what is merely similar is left to a
//! person. Fields and items that the published catalogue leaves out are told; with `require_units`, missing units too.
//! What scripts draw, what was refused or not visited, and catalogues that can't be read are left to a person.
//! ## Limits
//! Whether the content fits is not judged. Vague names (政策文件) are looked for within their field only. Catalogues in .doc
//! and OFD are not read.

mod content;
mod fields;
mod names;
mod published;
mod titles;

use super::page_mark::unseen;
use super::{Check, Measure};
use crate::facts::{Facts, PublishedCatalogue, UnreadCatalogue};
use crate::model::{Catalogue, CatalogueField, CatalogueItem, Level, Reason, Verdict};
use content::Area;
use fields::FieldState;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use titles::Titles;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "catalogue-gap",
    title: ("公开目录“两张皮”", "Catalogue without content"),
    source: include_str!("mod.rs"),
    bind: |params| {
        if let Some(name) = params["catalogue"].as_str() {
            return Err(format!("the catalogue `{name}` was not resolved"));
        }
        let params: CatalogueGap = serde_json::from_value(params).map_err(|e| e.to_string())?;
        if params.min_items == 0 {
            return Err("`min_items` is 0".to_owned());
        }
        if params.catalogue.fields.is_empty() {
            return Err("`catalogue` has no field".to_owned());
        }
        Ok(Box::new(params))
    },
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueGap {
    /// What must be there; written as an id or a path, or in full.
    catalogue: Catalogue,
    /// Entries that make a field or item one with content.
    #[serde(default = "one")]
    min_items: usize,
    /// Days before the day of judgement within which the newest entry must be; none means any age.
    #[serde(default)]
    max_age_days: Option<u32>,
    /// Columns under which the fields must be looked for first, in place of the catalogue's own.
    #[serde(default, deserialize_with = "one_or_many")]
    under: Vec<String>,
    /// Further columns of that kind.
    #[serde(default, deserialize_with = "one_or_many")]
    places: Vec<String>,
    /// Whose items are looked at.
    #[serde(default = "county")]
    level: Level,
    /// Whether to hold the catalogue that the site publishes against the site.
    #[serde(default = "yes")]
    published: bool,
    /// Whether the published catalogue must name the responsible units.
    #[serde(default)]
    require_units: bool,
}

fn one() -> usize {
    1
}

fn yes() -> bool {
    true
}

fn county() -> Level {
    Level::County
}

fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a name or a list of names")]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(from)? {
        OneOrMany::One(name) => vec![name],
        OneOrMany::Many(names) => names,
    })
}

/// What every part of the check needs at hand.
struct Look<'a> {
    facts: &'a Facts,
    rule: &'a CatalogueGap,
    home: String,
    area: Area,
    /// Places where a column may hide that this run did not see.
    open: Vec<(Reason, String)>,
    /// A column whose list was not seen: anything may stand in it.
    unlisted: Option<(Reason, String, String)>,
    published: Vec<PublishedCatalogue>,
    unread: Vec<UnreadCatalogue>,
}

impl Measure for CatalogueGap {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home.url().to_owned(),
            Err(missing) => return unseen(facts, missing),
        };
        let under = if self.under.is_empty() { &self.catalogue.under } else { &self.under };
        let names: Vec<String> = under.iter().chain(&self.places).cloned().collect();
        let (published, unread) =
            if self.published || self.require_units { facts.published_catalogues() } else { Default::default() };
        let look = Look {
            facts,
            rule: self,
            home,
            area: Area::of(facts, &names, !self.under.is_empty()),
            open: facts.unseen_columns().map(|part| (part.reason, part.url.clone())).collect(),
            unlisted: if published.is_empty() { None } else { content::unlisted(facts) },
            published,
            unread,
        };
        let mut verdict = Verdict::default();
        let states: Vec<(&CatalogueField, FieldState)> =
            self.fields().map(|field| (field, look.field_state(field))).collect();
        let all_missing = states.iter().all(|(_, s)| s.is_missing());
        let items = if self.published { look.published_items() } else { Vec::new() };
        let mut wanted: BTreeSet<String> =
            self.fields().flat_map(|f| self.items(f)).flat_map(fields::telling).collect();
        wanted.extend(items.iter().flat_map(|(_, _, item)| published::names_of(item)));
        let titles = Titles::of(facts, &wanted);
        for (field, state) in &states {
            look.judge_field(field, state, (all_missing, &titles), &mut verdict);
        }
        if self.published {
            look.judge_published(&states, (&items, &titles), &mut verdict);
        }
        if self.require_units {
            look.judge_units(&mut verdict);
        }
        verdict
    }

    fn params(&self) -> Value {
        json!({
            "catalogue": self.catalogue.id,
            "min_items": self.min_items,
            "max_age_days": self.max_age_days,
            "under": self.under,
            "places": self.places,
            "level": self.level,
            "published": self.published,
            "require_units": self.require_units,
        })
    }
}

impl CatalogueGap {
    /// The fields at the rule's level.
    fn fields(&self) -> impl Iterator<Item = &CatalogueField> {
        self.catalogue.fields.iter().filter(|f| f.level.is_none_or(|l| l == self.level))
    }

    /// The items of a field at the rule's level.
    fn items<'a>(&self, field: &'a CatalogueField) -> impl Iterator<Item = &'a CatalogueItem> {
        let level = self.level;
        field.items.iter().filter(move |i| i.level.is_none_or(|l| l == level))
    }

    /// The first day that is recent enough.
    fn since(&self, as_of: Date) -> Option<Date> {
        self.max_age_days.map(|days| as_of.saturating_sub(i64::from(days).days()))
    }
}
