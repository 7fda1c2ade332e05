//! What the columns of an office's table are called.

/// (key, headings). Compared without blanks and brackets, in lower case.
const HEADINGS: &[(&str, &[&str])] = &[
    ("id", &["id", "编号", "网站编号", "站点编号", "网站id"]),
    ("name", &["name", "网站名称", "站点名称", "名称", "门户名称", "单位网站", "政府网站名称"]),
    (
        "url",
        &[
            "url",
            "网址",
            "首页网址",
            "网站地址",
            "首页地址",
            "域名",
            "网站域名",
            "首页链接",
            "地址",
            "address",
            "homepage",
        ],
    ),
    ("code", &["code", "sitecode", "网站标识码", "标识码", "政府网站标识码"]),
    ("level", &["level", "级别", "层级", "网站级别", "行政级别"]),
    ("region", &["region", "地区", "行政区划", "所属地区", "区域", "所在地", "所属区划"]),
    ("unit", &["unit", "主办单位", "责任单位", "单位", "单位名称", "主管单位"]),
    ("contacts", &["contacts", "contact", "联系人", "联系电话", "联系方式", "负责人", "邮箱", "email", "电话"]),
    ("rules", &["rules", "规则包", "规则", "指标", "考核指标"]),
    ("rate", &["rate", "每秒请求数", "速率", "频率"]),
    ("concurrency", &["concurrency", "并发", "并发数"]),
    ("max_pages", &["maxpages", "max_pages", "最多页数", "页数上限", "抓取页数"]),
    ("max_time", &["maxtime", "max_time", "最长用时", "时间上限"]),
    ("window", &["window", "时段", "检查时段", "允许时段"]),
    ("politeness_group", &["politenessgroup", "politeness_group", "服务器分组", "共用服务器", "分组", "集约化平台"]),
    ("traits", &["traits", "trait", "特征"]),
    ("allow_net", &["allownet", "allow_net", "允许网段", "内网网段"]),
    ("render", &["render", "浏览器渲染", "渲染"]),
];

/// The key that a column's heading stands for.
pub(super) fn key(heading: &str) -> Option<&'static str> {
    let plain: String = heading
        .chars()
        .take_while(|c| !matches!(c, '(' | '（'))
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | ':' | '：' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect();
    HEADINGS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(key, _)| *key)
}
