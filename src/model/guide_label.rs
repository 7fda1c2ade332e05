//! The eight kinds of elements of a service guide (R1-16, R1-17), told by their labels.

/// The kinds of elements: (Chinese, English).
pub const GUIDE_ELEMENTS: [(&str, &str); 8] = [
    ("事项名称", "name"),
    ("设定依据", "legal basis"),
    ("申请条件", "conditions"),
    ("办理材料", "papers to bring"),
    ("办理地点", "place"),
    ("办理时间", "time"),
    ("联系电话", "telephone"),
    ("办理流程", "procedure"),
];

/// Longest label, in characters; more is a sentence.
const LONGEST: usize = 14;

/// Words that tell a label's kind. The first kind that fits in this order counts: 材料 before 条件, for 申请材料及条件 is rare and
/// 受理条件 is not.
const WORDS: [(usize, &[&str]); 8] = [
    (
        0,
        &[
            "事项名称",
            "服务事项",
            "办理事项",
            "项目名称",
            "办事项目",
            "业务名称",
            "审批事项",
            "主项名称",
            "许可事项",
            "办事事项",
            "服务项目",
            "事项全称",
        ],
    ),
    (1, &["依据"]),
    (3, &["材料", "资料", "证件", "要件"]),
    (
        6,
        &[
            "电话",
            "联系方式",
            "咨询方式",
            "咨询途径",
            "咨询渠道",
            "投诉渠道",
            "投诉方式",
            "投诉途径",
            "监督方式",
            "热线",
            "咨询投诉",
        ],
    ),
    (
        4,
        &[
            "地点",
            "地址",
            "办理窗口",
            "受理窗口",
            "窗口位置",
            "办理场所",
            "受理场所",
            "办理位置",
            "受理点",
            "办理点",
            "服务窗口",
            "在哪",
            "去哪",
            "到哪",
        ],
    ),
    // Opening hours or time limits: the guides' own use of the word is divided, either counts.
    (5, &["时间", "时限", "期限", "时效", "什么时候", "多久"]),
    (7, &["流程", "程序", "步骤", "办理环节", "办事环节", "怎么办", "如何办", "怎样办", "怎么申请", "如何申请"]),
    (
        2,
        &[
            "条件",
            "适用范围",
            "受理范围",
            "适用对象",
            "办理对象",
            "申请对象",
            "申报对象",
            "服务对象",
            "补贴对象",
            "救助对象",
            "申请人范围",
            "办理范围",
            "保障对象",
            "资助对象",
            "申报范围",
            "哪些人",
            "谁可以",
            "谁能",
        ],
    ),
];

/// Labels with such a word that are of something else.
const OTHERS: &[&str] = &[
    "收费依据",
    "更新时间",
    "发布时间",
    "发布日期",
    "制定时间",
    "成文时间",
    "有效期",
    "浏览",
    "友情",
    "网站",
    "邮寄地址",
    "材料下载",
    "样表",
];

/// Which kind of element a label names; `None` for other labels and for sentences.
#[must_use]
pub fn guide_element(label: &str) -> Option<usize> {
    let folded: String = label.chars().filter(|c| c.is_alphanumeric()).collect();
    let folded = folded.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let chars = folded.chars().count();
    if !(2..=LONGEST).contains(&chars) || OTHERS.iter().any(|w| folded.contains(w)) {
        return None;
    }
    // A matter's own name, such as 最低生活保障对象认定, is no label.
    if ["认定", "审批", "许可", "登记", "核发", "备案"].iter().any(|w| folded.ends_with(w)) {
        return None;
    }
    if folded == "事项" || folded == "名称" {
        return Some(0);
    }
    WORDS.iter().find(|(_, words)| words.iter().any(|w| folded.contains(w))).map(|(kind, _)| *kind)
}

/// Whether a title is that of a guide to one matter: 老年人优待证办事指南. The guide to government information, lists of guides
/// and news about them are none.
#[must_use]
pub fn guide_title(title: &str) -> bool {
    const NAMES: &[&str] = &[
        "办事指南",
        "服务指南",
        "办理指南",
        "事项指南",
        "申办指南",
        "申请指南",
        "办事须知",
        "办理须知",
        "申领指南",
        "申报指南",
    ];
    const ABOUT: &[&str] = &[
        "信息公开",
        "政务公开",
        "目录",
        "清单",
        "汇编",
        "一览",
        "公布",
        "印发",
        "通知",
        "公告",
        "解读",
        "召开",
        "培训",
        "修订",
        "编制",
        "上线",
        "发布",
        "优化",
        "完善",
        "推出",
        "规范化",
        "标准化",
        "更新",
        "调整",
        "检查",
        "整改",
        "查询",
        "大全",
        "栏目",
        "旅游",
        "依申请",
    ];
    let folded: String = title.chars().filter(|c| c.is_alphanumeric()).collect();
    NAMES.iter().any(|w| folded.contains(w)) && !ABOUT.iter().any(|w| folded.contains(w))
}

/// What is left of a guide's title when the words for the kind of page are gone: the matter's name.
#[must_use]
pub fn guide_matter(title: &str) -> String {
    let mut matter: String = title.chars().filter(|c| c.is_alphanumeric()).collect();
    for word in [
        "办事指南",
        "服务指南",
        "办理指南",
        "事项指南",
        "申办指南",
        "申请指南",
        "办事须知",
        "办理须知",
        "申领指南",
        "申报指南",
        "指南",
    ] {
        matter = matter.replace(word, "");
    }
    matter
}
