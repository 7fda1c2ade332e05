//! ## 查什么
//! 网站有没有政策问答库（政策咨询问答库、知识库），里面有没有内容。
//! ## 为什么
//! 要求在门户公开政策咨询问答库、整合知识问答库；政策问答是规定的解读形式之一（R5-06）。
//! ## 怎么判
//! 按通行名称找栏目。没有的不通过；有而没有内容或链接失效的不通过。只有“常见问题”“政策咨询”一类近似栏目的，内容由脚本绘制的，
//! 指向其他网站的，可能藏在未访问页面里的，待人工核实。
//! ## 局限
//! 不判断问答是否准确、够不够用；能否按关键词查询见“搜索”各检查。
//!
//! # English
//!
//! ## What it looks at
//! Whether the site has a library of questions and answers on policies, with something in it.
//! ## Why
//! Portals are to publish one; questions and answers are a form of interpretation (R5-06).
//! ## How it decides
//! By the names it goes by. None, an empty one or a dead link: failed. Only a near one (FAQ), content drawn by script, another
//! site, or pages not visited: for a person.
//! ## Limits
//! Whether the answers are right and enough is not judged.

use super::page_mark::NoParams;
use super::places::{Answers, Place};
use super::{Check, Measure};
use crate::facts::Facts;
use crate::model::{Text, Verdict};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-qa-library",
    title: ("缺少政策问答库", "No library of policy questions"),
    source: include_str!("missing_qa_library.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(MissingQaLibrary))
    },
};

#[derive(Debug)]
struct MissingQaLibrary;

static PLACE: Place = Place {
    name: ("政策问答库", "library of policy questions and answers"),
    names: &[
        "政策问答库",
        "政策咨询问答库",
        "咨询问答库",
        "政务问答库",
        "智能问答库",
        "知识问答库",
        "问答知识库",
        "政策知识库",
        "政务知识库",
        "政务服务知识库",
        "互动交流知识库",
        "互动知识库",
        "问答库",
        "知识库",
        "常见问题库",
        "常见问题知识库",
        "咨询知识库",
        "热点问答库",
        "12345知识库",
        "政策问答",
        "政策问答平台",
        "政策简明问答",
        "政策问答专栏",
    ],
    near: &[
        "常见问题",
        "常见问题解答",
        "常见问题问答",
        "政策咨询",
        "智能问答",
        "热点问答",
        "简明问答",
        "问题解答",
        "问答",
        "咨询解答",
        "热点问题解答",
        "在线问答",
        "一问一答",
        "问答汇编",
    ],
    must: &["库", "政策", "问答"],
};

impl Measure for MissingQaLibrary {
    fn measure(&self, facts: &Facts) -> Verdict {
        let mut answers = match Answers::new(facts) {
            Ok(answers) => answers,
            Err(verdict) => return *verdict,
        };
        let seen = PLACE.look(facts);
        let ask = Text::new("请建立政策问答库并在门户公开", "set one up on the portal".to_owned());
        answers.use_of(&PLACE, &seen, &ask);
        answers.verdict
    }

    fn params(&self) -> Value {
        json!({})
    }
}
