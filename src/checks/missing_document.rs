//! ## 查什么
//! 规则点名的文件、清单、一览、目录、流程图、文书样式，网站上有没有、打不打得开。
//! ## 为什么
//! 各地要点对收费目录清单、“一卡通”补贴清单、规范性文件备案目录、答复文书样式等逐一点名要求公开（R3-10、R5-15、R5-23）。
//! ## 怎么判
//! 在全站的文章标题、列表条目、页面名称、区块标题、链接文字（含图片链接的 alt、被截断标题的 title）和附件文件名中查找，忽略空
//! 格、标点和全半角。至少含 `any` 中的一个词且含 `all` 中的全部词才算命中；命中的须能打开：链接已失效、没有地址、打开后是空
//! 栏目的不算，并在证据中说明。标题显示是会议、部署、调研、采购、咨询等报道或工作通知的不算文件；“推行”“启动”“管理办法”一类
//! 两可的，列为待人工核实。设了 `window_days` 的，还须在期限内。
//! 找不到而抓取提前结束，或有栏目、列表后续页没有访问到、由脚本绘制的，列为待人工核实。
//! ## 局限
//! 只看标题和文件名，不看正文：写在一篇文章里、没有单独标题的清单看不到；没有访问的文章里的附件看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether a document that the rule names (a list, a catalogue, a chart, a form) is on the site and opens.
//! ## Why
//! Work plans name the documents to be published one by one (R3-10, R5-15, R5-23).
//! ## How it decides
//! It is looked for in the titles of articles, list entries, pages and blocks, in link texts (the alt of pictures, the
//! title of cut texts) and in names of files; blanks, punctuation and width aside. A title must have one word of `any` and
//! all of `all`. What has it must open: dead links, links without an address and empty columns don't count, and are told.
//! Titles of meetings, orders, visits, purchases and questions are not the document; doubtful ones (launched, promoted,
//! rules about it) are left to a person. With `window_days` it must be within them.
//! Not found, and the crawl ended early or columns, further pages or lists drawn by script were not seen: left to a person.
//! ## Limits
//! Titles and names of files only: a list inside an article without a title of its own is not seen, nor are the files of
//! articles that were not visited.

use super::opening::Demand;
use super::sought::Sought;
use super::title_fit::document;
use super::title_params::TitleParams;
use super::{Check, Measure};
use crate::facts::Facts;
use crate::model::{Text, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-document",
    title: ("缺少指定文件", "Named document missing"),
    source: include_str!("missing_document.rs"),
    bind: |params| Ok(Box::new(MissingDocument(TitleParams::read(params)?))),
};

#[derive(Debug)]
struct MissingDocument(TitleParams);

impl Measure for MissingDocument {
    fn measure(&self, facts: &Facts) -> Verdict {
        let Some(words) = self.0.words() else { return Verdict::default() };
        let sought = Sought {
            name: &self.0.name,
            mend: Text::new(
                "请以此为标题公开，或在规则中补充本地的叫法",
                "publish it under that title, or add the local name to the rule",
            ),
            words: &words,
            fit: &|_, titled| document(&titled.folded, &words),
            demand: Demand::Content,
            min: self.0.min,
            window_days: self.0.window_days,
        };
        sought.verdict(facts)
    }

    fn params(&self) -> Value {
        json!(self.0)
    }
}
