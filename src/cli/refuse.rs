//! What the command line reader refuses, as one line in the person's language.

use crate::model::Text;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error as _;

/// What a value should look like, by option: (option, Chinese, English).
const SHAPES: &[(&str, &str, &str)] = &[
    ("--year", "须是年份，如 2026", "must be a year like 2026"),
    ("--from", "须是日期，如 2026-01-01", "must be a date like 2026-01-01"),
    ("--to", "须是日期，如 2026-12-31", "must be a date like 2026-12-31"),
    ("--as-of", "须是日期，如 2026-11-20", "must be a date like 2026-11-20"),
    ("--allow-net", "须是网段，如 10.1.0.0/16", "must be a network like 10.1.0.0/16"),
    ("--rate", "须是 0 到 10000 的数", "must be a number from 0 to 10000"),
    ("--concurrency", "须是 1 到 256 的整数", "must be a whole number from 1 to 256"),
    ("--max-pages", "须是 1 或更大的整数", "must be a whole number, 1 or more"),
    ("--max-column-pages", "须是 1 或更大的整数", "must be a whole number, 1 or more"),
    ("--max-time", "须是秒数，1 或更大的整数", "must be a whole number of seconds, 1 or more"),
    ("--max-depth", "须是 0 或更大的整数", "must be a whole number, 0 or more"),
    ("--max-checks", "须是 0 或更大的整数", "must be a whole number, 0 or more"),
];

/// The complaint: what is wrong, on what, and what would be right.
pub(super) fn complaint(error: &clap::Error) -> Text {
    let arg = written(error, ContextKind::InvalidArg);
    let value = written(error, ContextKind::InvalidValue);
    let said = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => {
            Text::new(format!("{} 后面要有值", option(&arg)), format!("{} needs a value", option(&arg)))
        }
        ErrorKind::InvalidValue => {
            let valid = listed(error, ContextKind::ValidValue);
            Text::new(
                format!("{} 的值“{value}”不对，可用 {}", option(&arg), valid.join("、")),
                format!("{} \"{value}\" is not known; use {}", option(&arg), valid.join(", ")),
            )
        }
        ErrorKind::ValueValidation => malformed(error, &arg, &value),
        ErrorKind::UnknownArgument => unknown(error, &arg),
        ErrorKind::InvalidSubcommand => {
            let name = written(error, ContextKind::InvalidSubcommand);
            let near = listed(error, ContextKind::SuggestedSubcommand);
            meant(Text::new(format!("没有命令“{name}”"), format!("there is no command \"{name}\"")), near.first())
        }
        ErrorKind::MissingRequiredArgument => {
            let lacking = listed(error, ContextKind::InvalidArg).join(" ");
            Text::new(format!("还缺 {lacking}"), format!("{lacking} is missing"))
        }
        ErrorKind::ArgumentConflict => {
            Text::new(format!("{} 只能给一次", option(&arg)), format!("{} may be given once only", option(&arg)))
        }
        _ => {
            let text = error.render().to_string();
            let line = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            Text::new(line.clone(), line)
        }
    };
    Text::new(format!("{}；用 --help 查看用法", said.zh), format!("{}; see --help", said.en))
}

fn malformed(error: &clap::Error, arg: &str, value: &str) -> Text {
    let name = option(arg);
    if let Some((_, zh, en)) = SHAPES.iter().find(|s| s.0 == name) {
        return Text::new(format!("{name} 的值“{value}”不对，{zh}"), format!("{name} \"{value}\": it {en}"));
    }
    let why = error.source().map_or_else(String::new, |w| format!(": {w}"));
    Text::new(format!("{name} 的值“{value}”不对{why}"), format!("{name} \"{value}\" is not right{why}"))
}

fn unknown(error: &clap::Error, arg: &str) -> Text {
    let said = if arg.starts_with('-') {
        Text::new(format!("没有选项“{arg}”"), format!("there is no option \"{arg}\""))
    } else {
        Text::new(format!("多了一个参数“{arg}”"), format!("\"{arg}\" is one argument too many"))
    };
    meant(said, listed(error, ContextKind::SuggestedArg).first())
}

fn meant(said: Text, near: Option<&String>) -> Text {
    match near {
        Some(near) => Text::new(format!("{}，是不是 {near}？", said.zh), format!("{}; did you mean {near}?", said.en)),
        None => said,
    }
}

/// `--as-of <DATE>` without the name of its value.
fn option(arg: &str) -> &str {
    arg.split(' ').next().unwrap_or(arg)
}

fn written(error: &clap::Error, kind: ContextKind) -> String {
    listed(error, kind).join(" ")
}

fn listed(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(many)) => many.clone(),
        Some(ContextValue::StyledStrs(many)) => many.iter().map(ToString::to_string).collect(),
        Some(ContextValue::Number(n)) => vec![n.to_string()],
        _ => Vec::new(),
    }
}
