use crate::model::DateFact;
use crate::parse::dates;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What a label says of what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// When a letter was written or came in.
    Asked,
    /// When it was answered.
    Answered,
    /// When it was answered last.
    Last,
    /// How far it is.
    State,
    /// What it is called.
    Title,
    /// From when opinions are asked for.
    Begin,
    /// Until when.
    End,
    /// From when to when, in one.
    Both,
    /// A day that does not say what of.
    Shown,
    /// Anything else that lists have columns for.
    Other,
}

/// A labelled day in running text.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub(super) role: Role,
    /// Where the label stands.
    pub(super) at: Range<usize>,
    pub(super) date: DateFact,
}

const ASKED: &str = "来信|写信|留言|提交|咨询|提问|发信|信件|投诉|反映|求助|建言|诉求|问政|来电|来件|来访|去信|发件|提出|寄信|建议|提问者?|写件";
const REPLIED: &str = "回复|答复|反馈|解答|回应|回信|复信|回帖|办复|回函|批复回复";
const DEALT: &str = "办理|办结|处理|处置|结办|完结|办毕";

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?P<a>{ASKED})\s{{0,3}}(?:时间|日期)|(?P<r>{REPLIED})\s{{0,3}}(?:时间|日期)|(?P<d>{DEALT})\s{{0,3}}(?:时间|日期)"))
        .expect("built from fixed words")
});

/// 于 2026-05-06 留言, 回复于 2026-05-08, 管理员回复（2026-05-08）.
static SPOKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:(?P<a>留言|提问|提交|来信|发表|咨询|写)|(?P<r>回复|答复))(?:于\s?[:：]?|\s?[（(\[【])\s?(?P<v>[12][0-9０-９]{3}[^\n\t]{4,20})")
        .expect("a fixed pattern")
});

/// Words right before a label that leave it what it is.
const FITTING: &[&str] = &[
    "信件",
    "网上",
    "群众",
    "公众",
    "市民",
    "网友",
    "网民",
    "用户",
    "单位",
    "部门",
    "首次",
    "官方",
    "政府",
    "公开",
    "问题",
    "留言",
    "咨询",
    "诉求",
    "我的",
    "来信",
    "写信",
    "初次",
    "第一次",
    "最早",
    "县长",
    "网站",
    "意见",
    "在线",
    "正式",
];

/// Words right before a label that make it the day of a later answer.
const LATER: &[&str] = &["最新", "最后", "末次", "二次", "再次", "追加", "补充", "最近", "最终", "第二次", "追问"];

/// The labelled days in `text`, in order. A label that only begins a sentence (回复时间为5个工作日), one that names a limit
/// (应答复时间) and one without a day right after it are none.
pub(super) fn hits(text: &str) -> Vec<Hit> {
    let mut found = Vec::new();
    for hit in LABEL.captures_iter(text) {
        let Some(all) = hit.get(0) else { continue };
        let Some(later) = before(text, all.start()) else { continue };
        let Some(date) = day_after(text, all.end()) else { continue };
        let role = match (hit.name("a").is_some(), later) {
            (true, true) => continue,
            (true, false) => Role::Asked,
            (false, true) => Role::Last,
            (false, false) => Role::Answered,
        };
        found.push(Hit { role, at: all.range(), date });
    }
    for hit in SPOKEN.captures_iter(text) {
        let (Some(all), Some(value)) = (hit.get(0), hit.name("v")) else { continue };
        if let Some(date) = leading_day(value.as_str()) {
            let role = if hit.name("a").is_some() { Role::Asked } else { Role::Answered };
            found.push(Hit { role, at: all.start()..value.start(), date });
        }
    }
    found.sort_by_key(|h| h.at.start);
    found
}

/// Whether a label tells more of the answer itself (回复时间) than of the dealing with it (办结时间).
pub(super) fn is_reply(label: &str) -> bool {
    static REPLY: LazyLock<Regex> = LazyLock::new(|| Regex::new(REPLIED).expect("built from fixed words"));
    REPLY.is_match(label)
}

/// Whether the words right before a label are none, or fitting; and whether they make it the label of a later answer.
fn before(text: &str, at: usize) -> Option<bool> {
    let head = text.get(..at)?;
    let run = head.rfind(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c));
    let word = &head[run.map_or(0, |r| r + head[r..].chars().next().map_or(1, char::len_utf8))..];
    if word.is_empty() || FITTING.contains(&word) {
        return Some(false);
    }
    LATER.iter().any(|w| word.ends_with(w)).then_some(true)
}

/// The day right behind a label.
fn day_after(text: &str, at: usize) -> Option<DateFact> {
    let rest = text.get(at..)?;
    let value = rest.trim_start_matches(|c: char| c.is_whitespace() || ":：】］])）|｜∶".contains(c));
    // A label reaches over the border of its cell or line, not further.
    if rest.len() - value.len() > 40 {
        return None;
    }
    leading_day(value.trim_start_matches(['为', '是', '于']))
}

/// The day with which a text begins.
pub(super) fn leading_day(value: &str) -> Option<DateFact> {
    let end = value.char_indices().nth(40).map_or(value.len(), |(at, _)| at);
    let line = value[..end].split(['\n', '\t']).next().unwrap_or_default();
    if let Some((fact, range)) = dates::find(line).into_iter().next() {
        return (!line[..range.start].chars().any(char::is_alphanumeric)).then_some(fact);
    }
    // 20260506 right behind a label.
    let digits: String = line.chars().take_while(char::is_ascii_digit).collect();
    (digits.len() == 8).then(|| dates::in_value(&digits)).flatten()
}

/// What the head of a column says, when it says only that.
pub(super) fn of_head(cell: &str) -> Option<Role> {
    let name: String = cell.chars().filter(|c| !c.is_whitespace() && !"：:【】[]（）()".contains(*c)).collect();
    if name.is_empty() || name.chars().count() > 10 {
        return None;
    }
    if let Some(hit) = LABEL.captures(&name) {
        let all = hit.get(0).map_or(0..0, |m| m.range());
        if all.end != name.len() {
            return None;
        }
        return match (before(&name, all.start)?, hit.name("a").is_some()) {
            (false, true) => Some(Role::Asked),
            (false, false) => Some(Role::Answered),
            (true, false) => Some(Role::Last),
            (true, true) => None,
        };
    }
    Some(match name.as_str() {
        "标题" | "主题" | "信件标题" | "来信标题" | "来信主题" | "留言标题" | "留言主题" | "咨询标题" | "咨询主题"
        | "信件主题" | "问题标题" | "问题" | "内容" | "事项" | "诉求标题" | "诉求" | "诉求主题" | "信件名称"
        | "名称" | "标题内容" | "题目" | "征集主题" | "征集标题" | "征集名称" | "项目名称" | "活动名称"
        | "征集事项" | "主题名称" | "留言内容" | "来信内容" | "咨询内容" | "信件内容" | "提问内容" | "反映问题"
        | "调查主题" | "事项名称" | "意见征集" | "建议标题" | "投诉标题" | "求助标题" | "提问标题" => {
            Role::Title
        }
        "状态" | "办理状态" | "处理状态" | "信件状态" | "回复状态" | "答复状态" | "办理情况" | "处理情况"
        | "当前状态" | "办理进度" | "处理进度" | "是否回复" | "征集状态" | "办件状态" | "回复情况" | "答复情况"
        | "是否答复" | "进度" | "来信状态" | "留言状态" | "活动状态" | "征集情况" | "反馈情况" | "办理结果"
        | "处理结果" | "是否反馈" => Role::State,
        "开始时间" | "开始日期" | "起始时间" | "起始日期" | "征集开始时间" => Role::Begin,
        "结束时间" | "结束日期" | "截止时间" | "截止日期" | "截至时间" | "截至日期" | "终止时间" | "征集截止时间"
        | "征集结束时间" => Role::End,
        "征集时间" | "起止时间" | "起止日期" | "征集期限" | "征集日期" | "活动时间" | "征集起止时间" | "有效时间" => {
            Role::Both
        }
        "时间" | "日期" | "发布时间" | "发布日期" | "受理时间" | "更新时间" | "公开时间" | "登记时间" => {
            Role::Shown
        }
        "序号" | "编号" | "信件编号" | "来信编号" | "信件类型" | "类型" | "类别" | "来信人" | "写信人" | "留言人"
        | "姓名" | "回复单位" | "办理单位" | "处理单位" | "受理单位" | "答复单位" | "承办单位" | "浏览次数"
        | "点击数" | "点击量" | "浏览量" | "访问量" | "部门" | "单位" | "受理部门" | "回复部门" | "答复部门"
        | "收信人" | "信箱" | "查询编号" | "满意度" | "评价" | "办理部门" | "处理部门" | "发布单位" | "征集单位"
        | "发起单位" | "转办时间" | "操作" => Role::Other,
        _ => return None,
    })
}

/// The state that a short text names, without brackets; `None` when it names none.
pub(super) fn state_of(text: &str) -> Option<String> {
    let bare: String =
        text.chars().filter(|c| !c.is_whitespace() && !"：:【】[]［］（）()〔〕。！!".contains(*c)).collect();
    // 是否回复：是 says the same in other words; the column's head tells.
    STATES.contains(&bare.as_str()).then_some(bare)
}

/// Words for how far a letter or a consultation is.
const STATES: &[&str] = &[
    "已回复",
    "已答复",
    "已办结",
    "已办理",
    "已处理",
    "已反馈",
    "已解决",
    "办结",
    "回复完成",
    "已完成",
    "已回应",
    "已解答",
    "处理完成",
    "办理完成",
    "完成",
    "已办",
    "已结",
    "已答",
    "已回",
    "已复",
    "处理完毕",
    "办理完毕",
    "完结",
    "已完结",
    "已公开",
    "已采纳",
    "已评价",
    "未回复",
    "待回复",
    "未答复",
    "待答复",
    "处理中",
    "办理中",
    "受理中",
    "已受理",
    "待受理",
    "未受理",
    "待处理",
    "未处理",
    "待办理",
    "未办理",
    "待办",
    "未办结",
    "待审核",
    "审核中",
    "已转办",
    "转办中",
    "已交办",
    "已分办",
    "正在办理",
    "正在处理",
    "已接收",
    "已派发",
    "暂未回复",
    "暂无回复",
    "尚未回复",
    "等待回复",
    "正在受理",
    "已分派",
    "办理过程中",
    "不予受理",
    "不予公开",
    "不公开",
    "已撤销",
    "已退回",
    "退回",
    "无效",
    "无效信件",
    "重复信件",
    "已关闭",
    "征集中",
    "进行中",
    "正在进行",
    "未开始",
    "已结束",
    "结束",
    "已截止",
    "正在征集",
    "征集结束",
    "已反馈结果",
    "结果已公布",
    "已公布",
    "结果公示",
    "待反馈",
    "未反馈",
    "已发布结果",
    "公示中",
    "已公布结果",
    "正在征求",
    "查看结果",
    "回复中",
    "答复中",
    "逾期未回复",
    "超期未办",
    "已转交",
    "待转办",
    "未结",
];

/// States in running text: behind a label, or alone on its line, in its cell or in brackets.
pub(super) fn states(text: &str) -> Vec<(usize, String)> {
    static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:状态|进度|办理情况|处理情况|办理结果|处理结果|是否回复|是否答复|回复情况)\s?[】\]]?[:：]?[\s【\[（(]{0,4}(?P<v>[\u{4e00}-\u{9fff}]{1,6})")
            .expect("a fixed pattern")
    });
    static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[\[【［（(]\s?(?P<v>[\u{4e00}-\u{9fff}]{2,6})\s?[\]】］）)]").expect("a fixed pattern")
    });
    let mut found = Vec::new();
    for hit in LABELLED.captures_iter(text) {
        let Some(value) = hit.name("v") else { continue };
        let asked = hit.get(0).is_some_and(|m| m.as_str().starts_with("是否"));
        let state = match value.as_str() {
            "是" if asked => Some("已回复".to_owned()),
            "否" if asked => Some("未回复".to_owned()),
            other => state_of(other),
        };
        found.extend(state.map(|s| (value.start(), s)));
    }
    for hit in BRACKETED.captures_iter(text) {
        let Some(value) = hit.name("v") else { continue };
        found.extend(state_of(value.as_str()).map(|s| (value.start(), s)));
    }
    let mut at = 0;
    for token in text.split_inclusive(['\n', '\t', ' ']) {
        if token.len() <= 30
            && let Some(state) = state_of(token)
        {
            found.push((at, state));
        }
        at += token.len();
    }
    found.sort_by_key(|(at, _)| *at);
    found.dedup();
    found
}
