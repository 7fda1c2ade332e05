//! Whether a title names a thing or tells of one: a report that mentions a handbook is not the handbook.

use crate::facts::Words;

/// Whether something with the words in its title is what is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It is.
    Itself,
    /// A person must look.
    Unclear,
    /// It only speaks of it.
    About,
    /// Something else with words like its own.
    Other,
}

/// What speaks of an event, an order, a question, a purchase: a title with it reports about a thing.
const ABOUT: &[&str] = &[
    "召开",
    "推进会",
    "座谈会",
    "调度会",
    "部署会",
    "动员会",
    "工作会",
    "现场会",
    "研讨会",
    "评审会",
    "编制会",
    "启动会",
    "培训会",
    "培训班",
    "专题会",
    "调研",
    "督导",
    "督查",
    "视察",
    "走访",
    "考察",
    "座谈",
    "部署",
    "关于编制",
    "关于做好",
    "关于开展",
    "关于加强",
    "关于进一步",
    "编制工作",
    "采购公告",
    "采购项目",
    "采购结果",
    "招标",
    "中标",
    "成交公告",
    "比选",
    "询价",
    "磋商",
    "请问",
    "为什么",
    "哪里",
    "怎么",
    "的答复",
    "的回复",
    "的提案",
    "的建议",
];

/// What may speak of an event, or stand in a title of the thing itself.
const UNCLEAR: &[&str] = &[
    "推行",
    "推出",
    "推进",
    "推动",
    "上线",
    "发布会",
    "打造",
    "助力",
    "方便群众",
    "开展",
    "编印",
    "编发",
    "编制",
    "印制",
    "试点",
    "亮相",
    "受欢迎",
    "点赞",
    "宣传",
    "免费发放",
    "集中发放",
    "举行",
    "举办",
    "启动",
    "解读",
    "图解",
    "读懂",
    "征求意见",
    "征集",
    "工作方案",
    "实施方案",
    "如何",
    "总结",
    "经验",
    "典型案例",
];

/// What stands behind the name of a thing when something about it is meant: 清单管理办法.
const TAILS: &[&str] = &["管理", "制度", "办法", "工作", "建设", "动态调整", "编写", "模板", "培训", "会议"];

/// Whether a title names a document, or tells of one. Words that were asked for say nothing against it.
pub(super) fn document(folded: &str, words: &Words) -> Fit {
    const HOLE: char = '\u{0}';
    let mut wanted: Vec<&str> = words.iter().collect();
    wanted.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let rest = wanted.iter().fold(folded.to_owned(), |rest, word| rest.replace(word, "\u{0}"));
    let tail = rest.rsplit(HOLE).next().unwrap_or_default();
    if ABOUT.iter().any(|word| rest.contains(word)) {
        Fit::About
    } else if TAILS.iter().any(|word| tail.starts_with(word)) || UNCLEAR.iter().any(|word| rest.contains(word)) {
        Fit::Unclear
    } else {
        Fit::Itself
    }
}
