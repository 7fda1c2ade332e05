//! Names of items as titles carry them.

use crate::facts::fold_name;

/// Words at the end of a name that titles leave out.
const TAILS: &[&str] = &["有关信息", "相关信息", "信息公开", "信息", "情况", "公开"];

/// Names that could stand in any field; outside of their own they tell nothing.
const VAGUE: &[&str] = &[
    "政策文件",
    "规范性文件",
    "法律法规",
    "法律法规和规章",
    "法律法规规章",
    "政策法规",
    "政策解读",
    "办事指南",
    "服务指南",
    "通知公告",
    "公示公告",
    "监督检查",
    "监督管理",
    "审批结果",
    "办理结果",
    "信息公开",
    "工作动态",
    "机构信息",
    "机构职能",
    "联系方式",
    "咨询电话",
    "监督电话",
    "重要政策",
    "重要会议",
    "其他文件",
    "其他政策文件",
    "上级政策",
    "相关政策",
    "统计数据",
    "工作方案",
    "结果公示",
    "行政许可",
    "行政处罚",
    "行政强制",
    "回应关切",
    "征集采纳",
    "决策草案",
    "执行情况",
    "管理",
    "服务",
    "基本信息",
    "综合信息",
];

/// What a title must carry to be of an item of this name: folded, without 信息, 公开 and the like at its end. Whose it is
/// stays: 政府预算 and 部门预算 are two things.
pub(super) fn core(name: &str) -> String {
    let folded = fold_name(name);
    let rest = TAILS.iter().find_map(|t| folded.strip_suffix(t)).filter(|r| r.chars().count() >= 2);
    rest.map_or_else(|| folded.clone(), str::to_owned)
}

/// Whether a name says too little to be looked for outside of its field.
pub(super) fn is_vague(core: &str) -> bool {
    core.chars().count() < 3 || VAGUE.iter().any(|v| *v == core || self::core(v) == core)
}

/// The folded names under which an item is looked for in titles: its own, and the parts of one that joins several by 、.
pub(super) fn cores<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut cores: Vec<String> = Vec::new();
    for name in names {
        let core = core(name);
        if core.chars().count() >= 2 && !cores.contains(&core) {
            cores.push(core);
        }
    }
    cores
}

/// Whether one of two names carries the other.
pub(super) fn carries(text: &str, core: &str) -> bool {
    text.contains(core) || (text.chars().count() >= 3 && core.contains(text))
}

/// Pairs of neighbouring characters.
pub(super) fn pairs(text: &str) -> Vec<(char, char)> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(2).map(|w| (w[0], w[1])).collect()
}
