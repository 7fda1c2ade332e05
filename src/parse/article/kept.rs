use crate::model::{Article, Page};

/// Words in a title that may be a document's.
const TITLES: &[&str] = &[
    "通知",
    "意见",
    "办法",
    "规定",
    "决定",
    "通告",
    "公告",
    "细则",
    "批复",
    "规划",
    "措施",
    "预案",
    "命令",
    "方案",
    "条例",
    "规则",
    "制度",
    "标准",
    "目录",
    "清单",
    "要点",
    "计划",
    "政策",
    "解读",
    "图解",
    "读懂",
    "图说",
    "问答",
    "答记者问",
    "发布会",
    "征求",
    "征集",
    "草案",
    "采纳",
    "反馈",
    "听证",
    "年报",
    "年度报告",
    "工作报告",
    "指南",
    "说明",
    "答复",
    "回复",
    "公报",
    "函",
    "令",
    "决策",
    "公示",
    "通报",
    "纪要",
    "须知",
    "流程",
    "来信",
    "留言",
    "咨询",
    "投诉",
    "信箱",
];

/// Words in the names of columns that hold documents.
const COLUMNS: &[&str] = &[
    "政策",
    "文件",
    "解读",
    "征集",
    "征求",
    "公开",
    "公报",
    "年报",
    "办事",
    "指南",
    "信箱",
    "来信",
    "咨询",
    "互动",
    "留言",
    "决策",
    "法规",
    "规章",
    "规范性",
    "回应",
    "问答",
    "信件",
    "投诉",
];

/// Drops the body's text of what can be no document, so that plain news is not kept twice over.
pub(in crate::parse) fn keep_body(page: &mut Page) {
    let columns = page.breadcrumbs.iter().map(|c| c.text.as_str());
    let named = ["ColumnName", "ColumnType"].into_iter().filter_map(|name| page.meta(name));
    let in_column = columns.chain(named).any(|name| COLUMNS.iter().any(|w| name.contains(w)));
    let Some(article) = &mut page.article else { return };
    if !(in_column || may_be_document(article)) {
        article.body = String::new();
        article.links = Vec::new();
    }
}

fn may_be_document(article: &Article) -> bool {
    const LABELS: &[&str] = &["索引号", "文号", "发文字号", "成文日期", "发文机关", "有效性"];
    article.number.is_some()
        || article.has_label(LABELS)
        || !article.relations.is_empty()
        || TITLES.iter().any(|w| article.title.contains(w))
}
