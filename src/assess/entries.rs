//! What one cell of a marked workbook says, and whether the rule leaves room for it.

use super::sheet::Cell;
use crate::model::{AskColumn, HandMark, HandVerdict, Points, Text};
use crate::score::Room;

/// A number as people write it: full-width digits and a 分 behind it are read.
pub(super) fn marks(cell: &Cell) -> Result<Points, Text> {
    let shown = cell.shown();
    let number = match cell {
        Cell::Number(number) => Some(*number),
        Cell::Text(text) => {
            let plain: String = text
                .chars()
                .filter(|c| !c.is_whitespace())
                .map(|c| match c {
                    '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
                    '。' => '.',
                    c => c,
                })
                .collect();
            let plain = plain.trim_end_matches('分');
            let digits = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
            digits.then(|| plain.parse::<f64>().ok()).flatten()
        }
        Cell::Day(_) | Cell::Other(_) => None,
    };
    let Some(number) = number.filter(|n| n.is_finite() && n.abs() < 1e9) else {
        return Err(Text::new(
            format!("“{shown}”不是分数；请填数字，如 8.5"),
            format!("\"{shown}\" is no mark; write a number like 8.5"),
        ));
    };
    let points = Points::from_f64(number);
    if (number * 100.0 - (number * 100.0).round()).abs() > 1e-6 {
        return Err(Text::new(
            format!("得分 {shown} 超过两位小数；请保留两位"),
            format!("{shown} has more than two decimals; round it to two"),
        ));
    }
    Ok(points)
}

pub(super) fn verdict(cell: &Cell) -> Result<HandVerdict, Text> {
    let shown = cell.shown();
    let plain: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
    let is = |name: &str| plain.eq_ignore_ascii_case(&name.replace(' ', ""));
    HandVerdict::ALL.into_iter().find(|v| is(&v.words().zh) || is(&v.words().en)).ok_or_else(|| {
        let list = |pick: fn(Text) -> String| HandVerdict::ALL.map(|v| pick(v.words())).join("、");
        Text::new(
            format!("“{shown}”不是可选的结论；可选 {}", list(|t| t.zh)),
            format!("\"{shown}\" is no verdict; choose one of {}", list(|t| t.en)),
        )
    })
}

/// What is wrong with a mark, held against what the rule leaves open.
pub(super) fn held(mark: &HandMark, room: &Room, same_run: bool) -> Vec<(AskColumn, Text)> {
    let mut faults = Vec::new();
    let (low, high) = (room.got.low, room.got.high);
    let mut fault = |column, zh: String, en: String| faults.push((column, Text::new(zh, en)));
    if let Some(points) = mark.points {
        if !room.numbers {
            fault(
                AskColumn::Marks,
                format!("单项否决不打分（写了 {points}）；请清空得分，只选结论"),
                format!("a veto takes no marks (found {points}); empty the cell and choose a verdict"),
            );
        } else if points < Points::ZERO {
            fault(
                AskColumn::Marks,
                format!("得分 {points} 是负数；应在 {low} 到 {high} 之间"),
                format!("{points} is negative; it must lie between {low} and {high}"),
            );
        } else if points > room.full {
            fault(
                AskColumn::Marks,
                format!("得分 {points} 高于本条满分 {}；应在 {low} 到 {high} 之间", room.full),
                format!("{points} is above the {} this rule gives; it must lie between {low} and {high}", room.full),
            );
        } else if same_run && (points < low || points > high) {
            fault(
                AskColumn::Marks,
                format!("得分 {points} 超出待定的区间；查实的部分已定，应在 {low} 到 {high} 之间"),
                format!(
                    "{points} lies outside what is open; what was established stands, so it must lie between {low} and {high}"
                ),
            );
        }
    }
    match (mark.verdict, mark.points) {
        (Some(HandVerdict::Partly), _) if !room.numbers => fault(
            AskColumn::Verdict,
            "单项否决没有“部分认可”；请选认可或不认可".to_owned(),
            "a veto can't be accepted in part; choose accepted or rejected".to_owned(),
        ),
        (Some(HandVerdict::Partly), None) => fault(
            AskColumn::Marks,
            format!("“部分认可”要写得分，在 {low} 到 {high} 之间"),
            format!("\"partly accepted\" needs a mark between {low} and {high}"),
        ),
        (Some(HandVerdict::Accepted), Some(points)) if same_run && room.numbers && points < high => fault(
            AskColumn::Verdict,
            format!("“认可”应得 {high} 分，却写了 {points}；请改得分，或改为“部分认可”"),
            format!(
                "\"accepted\" gives {high}, and the mark is {points}; change the mark, or the verdict to \"partly accepted\""
            ),
        ),
        (Some(HandVerdict::Rejected), Some(points)) if same_run && room.numbers && points > low => fault(
            AskColumn::Verdict,
            format!("“不认可”应得 {low} 分，却写了 {points}；请改得分，或改为“部分认可”"),
            format!(
                "\"rejected\" gives {low}, and the mark is {points}; change the mark, or the verdict to \"partly accepted\""
            ),
        ),
        (Some(HandVerdict::Inapplicable), Some(points)) => fault(
            AskColumn::Marks,
            format!("“不适用”不打分（写了 {points}）；请清空得分"),
            format!("what does not apply takes no marks (found {points}); empty the cell"),
        ),
        (Some(HandVerdict::Inapplicable), None) if !room.may_not_apply => fault(
            AskColumn::Verdict,
            "本条已查实有问题，不能选“不适用”；误报请先在问题清单里标注".to_owned(),
            "problems were established here, so it does apply; tell false alarms in the problem list first".to_owned(),
        ),
        _ => {}
    }
    let full = match (mark.points, mark.verdict) {
        (_, Some(v)) if v != HandVerdict::Accepted => false,
        (Some(points), _) => points >= high,
        _ => true,
    };
    if !full && mark.reason.is_empty() {
        fault(
            AskColumn::Reason,
            "没有给满，要写明理由".to_owned(),
            "less than everything was given; say why".to_owned(),
        );
    }
    faults
}
