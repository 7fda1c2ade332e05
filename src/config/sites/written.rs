//! A list as written in TOML, with the line of everything.

use super::Fault;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value as written, with its line.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::config) struct At {
    pub(in crate::config) line: usize,
    pub(in crate::config) value: Value,
}

/// What a list may hold.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::config) enum Value {
    Text(String),
    Number(f64),
    Flag(bool),
    List(Vec<String>),
    /// Something else, named.
    Other(&'static str),
}

/// The keys of one site, or of the defaults.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::config) struct Entry {
    pub(in crate::config) line: usize,
    pub(in crate::config) keys: BTreeMap<String, At>,
}

/// A list as written.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Written {
    pub(super) defaults: Entry,
    pub(super) sites: Vec<Entry>,
    pub(super) schedule: Entry,
    pub(super) archive: Entry,
    /// The sections below `[notify]`, by name.
    pub(super) notify: BTreeMap<String, Entry>,
    pub(super) faults: Vec<Fault>,
}

/// Reads the TOML. `folder`: where tables named by `import` are looked for.
pub(super) fn read(text: &str, folder: &Path) -> Result<Written, Fault> {
    let lines = Lines::of(text);
    let table = DeTable::parse(text).map_err(|e| {
        let line = e.span().map(|span| lines.at(span.start));
        let what = e.message().to_owned();
        Fault::new(line, format!("不是合规的 TOML：{what}"), format!("not sound TOML: {what}"))
    })?;
    let mut written = Written::default();
    for (key, value) in table.get_ref() {
        let line = lines.at(key.span().start);
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("defaults", DeValue::Table(table)) => written.defaults = entry(table, line, &lines),
            ("schedule", DeValue::Table(table)) => written.schedule = entry(table, line, &lines),
            ("archive", DeValue::Table(table)) => written.archive = entry(table, line, &lines),
            ("notify", DeValue::Table(sections)) => notify(sections, &lines, &mut written),
            ("site", DeValue::Array(sites)) => {
                for site in sites {
                    let line = lines.at(site.span().start);
                    match site.get_ref() {
                        DeValue::Table(table) => written.sites.push(entry(table, line, &lines)),
                        _ => written.faults.push(not_a_table("site", line)),
                    }
                }
            }
            ("import", value) => import(value, line, folder, &mut written),
            ("defaults" | "schedule" | "archive" | "notify" | "site", _) => {
                written.faults.push(not_a_table(key.get_ref(), line));
            }
            (other, _) => written.faults.push(Fault::new(
                Some(line),
                format!("没有“{other}”这一节；可用 [defaults]、[[site]]、import、[schedule]、[archive]、[notify]"),
                format!("there is no `{other}`; use [defaults], [[site]], import, [schedule], [archive], [notify]"),
            )),
        }
    }
    Ok(written)
}

/// `[notify.webhook]` and its like. What stands in `[notify]` itself is not repeated: it may be a secret.
fn notify(sections: &DeTable<'_>, lines: &Lines, written: &mut Written) {
    for (key, value) in sections {
        let line = lines.at(key.span().start);
        match value.get_ref() {
            DeValue::Table(table) => {
                written.notify.insert(key.get_ref().to_string(), entry(table, line, lines));
            }
            _ => written.faults.push(Fault::new(
                Some(line),
                format!("[notify] 下面只写 [notify.webhook]、[notify.mail] 两节，“{}”要写进其中一节", key.get_ref()),
                format!("[notify] holds the sections [notify.webhook] and [notify.mail] alone; `{}` belongs into one of them", key.get_ref()),
            )),
        }
    }
}

/// Tables named by `import = "sites.xlsx"` stand before the sites written here.
fn import(value: &DeValue<'_>, line: usize, folder: &Path, written: &mut Written) {
    let names = match value_of(value) {
        Value::Text(name) => vec![name],
        Value::List(names) => names,
        _ => {
            written.faults.push(Fault::new(
                Some(line),
                "import 须是表格文件的路径，如 \"sites.xlsx\"",
                "import must be the path of a table, like \"sites.xlsx\"",
            ));
            return;
        }
    };
    for name in names {
        let path = folder.join(&name);
        let rows = std::fs::read(&path)
            .map_err(|e| Fault::new(Some(line), format!("{name} 读不出来：{e}"), format!("{name} can't be read: {e}")))
            .and_then(|bytes| super::sheet::rows(&path, &bytes));
        match rows {
            Ok(rows) => written.sites.extend(rows),
            Err(fault) => written.faults.push(Fault {
                line: Some(line),
                text: crate::model::Text::new(
                    format!("{name}：{}", fault.text.zh),
                    format!("{name}: {}", fault.text.en),
                ),
            }),
        }
    }
}

fn not_a_table(key: &str, line: usize) -> Fault {
    let written = if key == "site" { "[[site]]".to_owned() } else { format!("[{key}]") };
    Fault::new(Some(line), format!("{key} 须写成 {written} 一节"), format!("{key} must be a section {written}"))
}

fn entry(table: &DeTable<'_>, line: usize, lines: &Lines) -> Entry {
    let keys = table.iter().map(|(key, value)| {
        let at = At { line: lines.at(key.span().start), value: value_of(value.get_ref()) };
        (key.get_ref().to_string(), at)
    });
    Entry { line, keys: keys.collect() }
}

fn value_of(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(n) => number(&value_text(n.as_str(), n.radix())),
        DeValue::Float(n) => number(n.as_str()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(day) => Value::Text(day.to_string()),
        DeValue::Array(items) => {
            let texts: Option<Vec<String>> = items.iter().map(text_of).collect();
            texts.map_or(Value::Other("list"), Value::List)
        }
        DeValue::Table(_) => Value::Other("table"),
    }
}

/// A whole number in base ten, whatever base it is written in.
fn value_text(digits: &str, radix: u32) -> String {
    i64::from_str_radix(digits, radix).map_or_else(|_| digits.to_owned(), |n| n.to_string())
}

fn number(text: &str) -> Value {
    text.parse().map_or(Value::Other("number"), Value::Number)
}

fn text_of(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    }
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// The line of an offset, from 1.
    fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|begin| *begin <= offset)
    }
}
