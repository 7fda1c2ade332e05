//! The identities of tables three and four, worked out cell by cell.

use super::{Judging, Said};
use crate::facts::{APPLICANTS, Applications, Cell, Disputes, GROUP_SIZES, RowKind};
use crate::model::Text;

/// Groups of outcomes by number.
const GROUPS: [&str; 7] = ["", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"];
/// Single outcomes of the groups that have several.
const ITEMS: [&[&str]; 7] = [
    &[],
    &[],
    &[],
    &[
        "国家秘密",
        "其他法律行政法规禁止公开",
        "三安全一稳定",
        "第三方合法权益",
        "三类内部事务信息",
        "四类过程性信息",
        "行政执法案卷",
        "行政查询事项",
    ],
    &["不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确"],
    &["信访举报投诉类申请", "重复申请", "要求提供公开出版物", "无正当理由大量反复申请", "要求确认或重新出具已获取信息"],
    &["逾期不补正", "逾期未按收费通知缴费", "其他"],
];

/// A row's name, the same whatever the report calls it.
fn row_name(kind: RowKind) -> String {
    match kind {
        RowKind::New => "本年新收".to_owned(),
        RowKind::Carried => "上年结转".to_owned(),
        RowKind::Item(g, n) => {
            let (g, n) = (usize::from(g), usize::from(n));
            format!("{}{n}.{}", GROUPS[g], ITEMS[g].get(n.saturating_sub(1)).copied().unwrap_or_default())
        }
        RowKind::Group(g) => GROUPS[usize::from(g)].to_owned(),
        RowKind::Total => "办理结果总计".to_owned(),
        RowKind::Next => "结转下年度".to_owned(),
    }
}

/// Compares the sum of `left` with the sum of `right`.
fn compare(left: &[&Cell], right: &[&Cell]) -> Said {
    if let Some(bad) = left.iter().chain(right).find_map(|c| match c {
        Cell::Unreadable(text) => Some(text),
        _ => None,
    }) {
        return Said::Open(Text::new(format!("有格子读不出（{bad}）"), format!("a cell can't be read ({bad})")));
    }
    let sum = |cells: &[&Cell]| cells.iter().filter_map(|c| c.value()).sum::<i64>();
    let (a, b) = (sum(left), sum(right));
    if a == b {
        return Said::Holds;
    }
    let blank = |cells: &[&Cell]| cells.iter().all(|c| **c == Cell::Blank);
    if blank(left) || blank(right) {
        return Said::Open(Text::new("一边没有填写", "one side of it is left blank"));
    }
    let written =
        |cells: &[&Cell]| cells.iter().map(|c| c.value().unwrap_or(0).to_string()).collect::<Vec<_>>().join("+");
    let side = |cells: &[&Cell], sum: i64| {
        if cells.len() == 1 { sum.to_string() } else { format!("{}={sum}", written(cells)) }
    };
    let arithmetic = if right.len() == 1 {
        format!("{}≠{b}", side(left, a))
    } else {
        format!("{}，{}，{a}≠{b}", side(left, a), side(right, b))
    };
    Said::Fails(a, b, arithmetic)
}

/// Table three.
pub(super) fn applications(judging: &mut Judging<'_>, table: &Applications) {
    for (kind, (_, cells)) in &table.rows {
        let parts: Vec<&Cell> = cells[..6].iter().collect();
        let name = format!("表三横向·{}", row_name(*kind));
        judging.identity(&name, "row-sum", "table three, row", compare(&parts, &[&cells[6]]));
    }
    let row = |kind: RowKind| table.rows.get(&kind).map(|(_, cells)| cells);
    let outcomes = table.outcomes();
    if outcomes.is_none() {
        let why = Text::new("办理结果各项没有全部认出", "not every outcome of the table was recognised");
        judging.identity("表三纵向·办理结果", "column-sum", "table three, sum of outcomes", Said::Open(why));
    }
    for (c, applicant) in APPLICANTS.iter().enumerate() {
        let cell = |kind: RowKind| row(kind).map(|cells| &cells[c]);
        if let (Some(outcomes), Some(total)) = (&outcomes, cell(RowKind::Total)) {
            let parts: Vec<&Cell> = outcomes.iter().filter_map(|k| cell(*k)).collect();
            let name = format!("表三纵向·{applicant}·办理结果总计");
            judging.identity(&name, "column-sum", "table three, sum of outcomes", compare(&parts, &[total]));
        }
        let ends = (cell(RowKind::New), cell(RowKind::Carried), cell(RowKind::Total), cell(RowKind::Next));
        if let (Some(new), Some(carried), Some(total), Some(next)) = ends {
            let name = format!("表三·{applicant}·新收加上年结转等于总计加结转下年");
            judging.identity(&name, "balance", "table three, balance", compare(&[new, carried], &[total, next]));
        }
    }
    subtotals(judging, table);
}

/// Groups that give their own sum besides their items.
fn subtotals(judging: &mut Judging<'_>, table: &Applications) {
    for group in 3..=6_u8 {
        let items: Vec<&Vec<Cell>> = (1..=GROUP_SIZES[usize::from(group)])
            .filter_map(|n| table.rows.get(&RowKind::Item(group, n)))
            .map(|r| &r.1)
            .collect();
        let Some((_, sums)) = table.rows.get(&RowKind::Group(group)) else { continue };
        // The name of a group in a row of its own, without figures.
        let bare = sums.iter().all(|c| *c == Cell::Blank);
        if bare || items.len() != usize::from(GROUP_SIZES[usize::from(group)]) {
            continue;
        }
        for (c, applicant) in APPLICANTS.iter().enumerate() {
            let parts: Vec<&Cell> = items.iter().map(|cells| &cells[c]).collect();
            let name = format!("表三纵向·{applicant}·{}小计", GROUPS[usize::from(group)]);
            judging.identity(&name, "subtotal", "table three, subtotal", compare(&parts, &[&sums[c]]));
        }
    }
}

/// What last year's report carried forward, this one carried over.
pub(super) fn carried(judging: &mut Judging<'_>, this: &Applications, last: &Applications) {
    let (Some((_, now)), Some((_, then))) = (this.rows.get(&RowKind::Carried), last.rows.get(&RowKind::Next)) else {
        return;
    };
    // The total says it; where it agrees, the first column that does not.
    let order = [6, 0, 1, 2, 3, 4, 5];
    let said = |c: usize| compare(&[&then[c]], &[&now[c]]);
    let at = order.into_iter().find(|&c| matches!(said(c), Said::Fails(..))).unwrap_or(6);
    let said = match said(at) {
        Said::Fails(a, b, _) => {
            Said::Fails(a, b, format!("{}：上年年报结转下年度{a}≠本年年报上年结转{b}", APPLICANTS[at]))
        }
        other => other,
    };
    judging.identity("跨年·上年结转下年度等于本年上年结转", "carried-over", "carried over from last year", said);
}

/// Table four.
pub(super) fn disputes(judging: &mut Judging<'_>, blocks: &[Disputes]) {
    for block in blocks {
        let parts: Vec<&Cell> = block.cells[..4].iter().collect();
        let name = format!("表四·{}", block.name);
        judging.identity(&name, "disputes", "table four", compare(&parts, &[&block.cells[4]]));
    }
}
