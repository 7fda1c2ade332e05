//! Gives a check its parameters, and tells everything that is wrong with them in words.

use super::entry::RuleEntry;
use super::fault::{hint, listed};
use super::reader::Desk;
use super::source::Place;
use crate::checks::{Check, Measure};
use crate::model::Text;
use serde_json::Value;

/// Faults told of one rule's parameters.
const MOST: usize = 20;

/// Binds the rule's parameters to its check. The reader stops at the first thing it refuses, so that is told, taken out,
/// and the rest tried again.
pub(super) fn bind(desk: &mut Desk, entry: &RuleEntry, check: &Check, subject: &str) -> Option<Box<dyn Measure>> {
    let mut params = Value::Object(entry.params.clone());
    let mut complaint = match (check.bind)(params.clone()) {
        Ok(measure) => return Some(measure),
        Err(complaint) => complaint,
    };
    // Where the parameters still under work stood in the text: taking out of a list moves what follows.
    let mut moved: Vec<String> = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    for _ in 0..MOST {
        let culprit = culprit(&params, check, &complaint);
        let key = complaint.split('`').nth(1).unwrap_or_default().to_owned();
        // What was taken out is missed, which is nobody's fault.
        let missed = format!("{}/{key}", culprit.as_deref().unwrap_or_default());
        let ours = complaint.contains("missing field") && taken.contains(&missed);
        if !ours {
            let path = culprit.as_ref().map(|c| written(c, &moved));
            let (at, message) = refused(entry, check, &complaint, path.as_deref());
            desk.fault(at, subject, message);
        }
        let Some(path) = culprit else { break };
        take_out(&mut params, &path);
        if path.rsplit('/').next().is_some_and(|last| last.parse::<usize>().is_ok()) {
            // The reader goes in order, so with this entry everything before it is done.
            taken.clear();
            moved.push(path);
        } else {
            taken.push(path);
        }
        match (check.bind)(params.clone()) {
            Ok(_) => break,
            Err(next) => complaint = next,
        }
    }
    None
}

/// The path as it stands in the text, before entries were taken out of lists.
fn written(path: &str, moved: &[String]) -> String {
    let mut path = path.to_owned();
    for gone in moved.iter().rev() {
        let Some((list, index)) = gone.rsplit_once('/') else { continue };
        let Some(rest) = path.strip_prefix(&format!("{list}/")) else { continue };
        let (at, tail) = rest.split_once('/').map_or((rest, String::new()), |(at, tail)| (at, format!("/{tail}")));
        if let (Ok(at), Ok(index)) = (at.parse::<usize>(), index.parse::<usize>())
            && at >= index
        {
            path = format!("{list}/{}{tail}", at + 1);
        }
    }
    path
}

/// Turns serde's words into which key, where, which are known.
fn refused(entry: &RuleEntry, check: &Check, error: &str, path: Option<&str>) -> (Place, Text) {
    let quoted: Vec<&str> = error.split('`').skip(1).step_by(2).collect();
    let key = quoted.first().copied().unwrap_or_default();
    let known = quoted.get(1..).unwrap_or_default();
    let at = path.and_then(|p| entry.param_paths.iter().find(|w| w.value == p)).map_or(entry.params_at, |w| w.at);
    let name = path.map(|p| format!(" `{}`", p.trim_start_matches('/'))).unwrap_or_default();
    if error.contains("unknown field") {
        let near = hint(key, known.iter().copied());
        let (zh, en) = if known.is_empty() {
            ("它没有参数".to_owned(), "it takes none".to_owned())
        } else {
            (format!("可用：{}", listed(known.iter().copied())), format!("known: {}", listed(known.iter().copied())))
        };
        let message = Text::new(
            format!("检查 `{}` 没有参数 `{key}`{}（{zh}）", check.id, near.zh),
            format!("check `{}` has no parameter `{key}`{} ({en})", check.id, near.en),
        );
        return (at, message);
    }
    if error.contains("missing field") {
        let (zh, en) = path.map_or_else(Default::default, |_| (format!("（在{name} 里）"), format!(" (in{name})")));
        let message = Text::new(
            format!("检查 `{}` 缺少参数 `{key}`{zh}", check.id),
            format!("check `{}` misses the parameter `{key}`{en}", check.id),
        );
        return (at, message);
    }
    let refusal = refusal(error, key, known);
    let message = Text::new(
        format!("检查 `{}` 不接受参数{name}：{}", check.id, refusal.zh),
        format!("check `{}` refuses the parameter{name}: {}", check.id, refusal.en),
    );
    (at, message)
}

/// What is wrong with a value, out of serde's words.
fn refusal(error: &str, key: &str, known: &[&str]) -> Text {
    if error.contains("unknown variant") {
        let near = hint(key, known.iter().copied());
        let known = listed(known.iter().copied());
        return Text::new(
            format!("不认识 `{key}`{}（可用：{known}）", near.zh),
            format!("unknown value `{key}`{} (known: {known})", near.en),
        );
    }
    let told = error.strip_prefix("invalid type: ").or_else(|| error.strip_prefix("invalid value: "));
    match told.and_then(|t| t.split_once(", expected ")) {
        Some((found, wanted)) => {
            let (found, wanted) = (found_words(found), wanted_words(wanted));
            Text::new(
                format!("写成了{}，应为{}", found.zh, wanted.zh),
                format!("found {}, expected {}", found.en, wanted.en),
            )
        }
        None => Text::new(error, error),
    }
}

/// What stands there: `string "三个月"`, ``integer `3` ``, `sequence`.
fn found_words(serde: &str) -> Text {
    let value = serde.split_once(' ').map_or("", |(_, value)| value).replace('`', "");
    match serde.split(' ').next().unwrap_or_default() {
        "string" => Text::new(format!("文字 {value}"), format!("the text {value}")),
        "integer" => Text::new(format!("整数 {value}"), format!("the whole number {value}")),
        "floating" => {
            let value = value.trim_start_matches("point ");
            Text::new(format!("小数 {value}"), format!("the number {value}"))
        }
        "boolean" => Text::new(format!(" {value}"), value),
        "sequence" => Text::new("列表", "a list"),
        "map" => Text::new("一组键值", "a table"),
        _ => Text::new(format!(" {serde}"), serde),
    }
}

/// What should: a Rust type or serde's description of one.
fn wanted_words(serde: &str) -> Text {
    match serde {
        "u8" | "u16" | "u32" | "u64" | "usize" => Text::new("不小于 0 的整数", "a whole number, 0 or more"),
        "i8" | "i16" | "i32" | "i64" => Text::new("整数", "a whole number"),
        "f32" | "f64" => Text::new("数字", "a number"),
        "a string" | "string" | "string or map" => Text::new("文字", "a text"),
        "a boolean" => Text::new(" true 或 false", "true or false"),
        "a sequence" => Text::new("列表 […]", "a list […]"),
        "a map" => Text::new("一组键值 { … }", "a table { … }"),
        _ if serde.starts_with("struct ") => Text::new("一组键值 { … }", "a table { … }"),
        _ => Text::new(format!(" {serde}"), serde),
    }
}

/// The path of the innermost parameter without which the check would say something else.
fn culprit(params: &Value, check: &Check, error: &str) -> Option<String> {
    let mut path = String::new();
    while let Some(deeper) = params.pointer(&path).and_then(|at| {
        let steps: Vec<String> = match at {
            Value::Object(map) => map.keys().cloned().collect(),
            Value::Array(list) => (0..list.len()).map(|i| i.to_string()).collect(),
            _ => Vec::new(),
        };
        steps.into_iter().find(|step| {
            let mut less = params.clone();
            take_out(&mut less, &format!("{path}/{step}"));
            (check.bind)(less).err().as_deref() != Some(error)
        })
    }) {
        path = format!("{path}/{deeper}");
    }
    (!path.is_empty()).then_some(path)
}

/// Takes one key or list entry out.
fn take_out(params: &mut Value, path: &str) {
    let Some((above, step)) = path.rsplit_once('/') else { return };
    match params.pointer_mut(above) {
        Some(Value::Object(map)) => {
            map.remove(step);
        }
        Some(Value::Array(list)) => {
            if let Ok(at) = step.parse::<usize>()
                && at < list.len()
            {
                list.remove(at);
            }
        }
        _ => {}
    }
}
