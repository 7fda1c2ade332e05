//! Evidence as people read it: a list of "what: value", not JSON.

use super::{clean, labels};
use crate::model::Lang;
use serde_json::Value;

/// How deep nested evidence is followed; deeper it is shown as it is.
const DEPTH: usize = 4;

/// The evidence as named values, one line each; nothing for what is empty.
pub(super) fn pairs(evidence: &Value, lang: Lang) -> Vec<(String, String)> {
    let Value::Object(map) = evidence else {
        let value = shown(evidence, lang, DEPTH);
        return if value.is_empty() { Vec::new() } else { vec![(labels::word(lang, "evidence").to_owned(), value)] };
    };
    map.iter()
        .map(|(key, value)| (name(key, lang), detail(key, value, lang, DEPTH)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// The evidence as one text, parts joined by `between`.
pub(super) fn text(evidence: &Value, lang: Lang, between: &str) -> String {
    let colon = labels::word(lang, "colon");
    let parts: Vec<String> = pairs(evidence, lang).into_iter().map(|(k, v)| format!("{k}{colon}{v}")).collect();
    parts.join(between)
}

fn name(key: &str, lang: Lang) -> String {
    clean::line(&labels::name(lang, "key", key)).into_owned()
}

/// Ids that evidence holds as values are named like everywhere else.
fn detail(key: &str, value: &Value, lang: Lang, depth: usize) -> String {
    match (key, value) {
        ("reason" | "failure" | "kind", Value::String(id)) => labels::cause(lang, id).into_owned(),
        ("fault" | "missing" | "via" | "mark", Value::String(id)) => labels::name(lang, "value", id).into_owned(),
        _ => shown(value, lang, depth),
    }
}

fn shown(value: &Value, lang: Lang, depth: usize) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => labels::word(lang, if *yes { "yes" } else { "no" }).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => clean::line(text).into_owned(),
        Value::Array(_) | Value::Object(_) if depth == 0 => clean::line(&value.to_string()).into_owned(),
        Value::Array(items) => {
            let parts: Vec<String> =
                items.iter().map(|item| shown(item, lang, depth - 1)).filter(|part| !part.is_empty()).collect();
            parts.join(labels::word(lang, "list"))
        }
        Value::Object(map) => {
            let colon = labels::word(lang, "colon");
            let parts: Vec<String> = map
                .iter()
                .map(|(key, value)| (key, detail(key, value, lang, depth - 1)))
                .filter(|(_, value)| !value.is_empty())
                .map(|(key, value)| format!("{}{colon}{value}", name(key, lang)))
                .collect();
            if parts.is_empty() { String::new() } else { format!("({})", parts.join(labels::word(lang, "semicolon"))) }
        }
    }
}
