//! ## 查什么
//! 网站上有没有政府公报的入口，公报列没列出来；设了期限的，最近一期陈不陈旧。
//! ## 为什么
//! 政府公报须长期挂网、及时更新（R7-31）；县级多不自办公报，可以链接上级政府的公报（R7-32）。
//! ## 怎么判
//! 在全站的栏目和页面名称、链接文字（含图片链接的 alt）、区块标题、列表条目、文章标题中找“政府公报”（或名称就叫“公报”“电子公
//! 报”的栏目）。入口不能是死链接；指向本站栏目的，里面须有内容；指向其他网站的，只要未查明打不开就算有。公报的赠阅、征订、摆
//! 放、查阅点消息不算，统计公报、普查公报、环境状况公报不是政府公报。设了 `max_age_days` 的，本站最近一期不得早于评判日前这些
//! 天；日期看不到的（含只链接上级公报的）列为待人工核实。
//! 找不到而抓取提前结束，或有栏目没有看到的，列为待人工核实。
//! ## 局限
//! 不看期数全不全，不核对规范性文件是否都在公报上刊登。
//!
//! # English
//!
//! ## What it looks at
//! Whether the site has an entry to the government gazette and lists its issues; with an age limit, whether the newest is
//! within it.
//! ## Why
//! Gazettes are to stay online and up to date (R7-31); counties without one may link their superior's (R7-32).
//! ## How it decides
//! 政府公报 (or a column called 公报 and no more) is looked for in names of columns and pages, link texts (the alt of
//! pictures), headings, entries and article titles. The entry must not be dead; a column of this site must hold something;
//! an entry to another site counts unless it is known not to open. News of giving the gazette away or of reading places
//! don't count; statistical, census and environmental 公报 are others. With `max_age_days` the newest issue on this site
//! must be no older; where no date is seen (a link to the superior's gazette included) a person decides, and so for absence
//! where the crawl ended early or columns were not seen.
//! ## Limits
//! Not whether every issue is there, nor whether every normative document stands in one.

use super::opening::Demand;
use super::sought::Sought;
use super::title_fit::{Fit, document};
use super::{Check, Measure};
use crate::facts::{Facts, TitleSource, Titled, Words};
use crate::model::{Text, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-gazette",
    title: ("缺少政府公报", "Government gazette missing"),
    source: include_str!("missing_gazette.rs"),
    bind: |params| {
        let params: MissingGazette = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(params))
    },
};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MissingGazette {
    /// Days before the day of judgement within which the newest issue must be; none: any age.
    max_age_days: Option<u32>,
}

/// What happens to printed gazettes.
const NEWS: &[&str] =
    &["赠阅", "征订", "投递", "摆放", "查阅点", "送报", "征稿", "通讯员", "发行工作", "进企业", "进社区"];

/// Columns that are called no more than that.
const BARE: &[&str] = &["公报", "电子公报", "公报查询", "公报检索", "公报专栏", "数字公报"];

impl Measure for MissingGazette {
    fn measure(&self, facts: &Facts) -> Verdict {
        let Some(words) = Words::new(&["公报".to_owned()], &[]) else { return Verdict::default() };
        let sought = Sought {
            name: "政府公报",
            mend: Text::new(
                "请设置政府公报栏目并及时刊登，不自办公报的可链接上级政府公报",
                "set up a column and keep it up to date, or link the superior's gazette",
            ),
            words: &words,
            fit: &|_, titled| fit(titled, &words),
            demand: Demand::ContentOrElsewhere,
            min: 1,
            window_days: self.max_age_days,
        };
        sought.verdict(facts)
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

fn fit(titled: &Titled, words: &Words) -> Fit {
    let title = titled.folded.as_str();
    let report = matches!(titled.source, TitleSource::Article | TitleSource::Item);
    let named = title.contains("政府公报") || title.contains("政府电子公报");
    if NEWS.iter().any(|news| title.contains(news)) {
        Fit::About
    } else if named {
        document(title, words)
    } else if !report && BARE.contains(&title) {
        Fit::Itself
    } else {
        Fit::Other
    }
}
