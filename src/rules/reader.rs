//! Walks a spanned TOML tree by hand, so that one fault does not hide the next.

use super::fault::{Fault, hint, listed};
use super::source::{Place, Source};
use crate::model::{Points, Text};
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) at: Place,
}

/// Collects faults; knows every source by its number.
#[derive(Debug, Default)]
pub(super) struct Desk {
    pub(super) sources: Vec<Source>,
    pub(super) faults: Vec<(Place, Fault)>,
    pub(super) warnings: Vec<(Place, Fault)>,
}

impl Desk {
    fn at(&self, place: Place, subject: &str, message: Text) -> (Place, Fault) {
        let source = &self.sources[place.file];
        let (line, column) = source.line_column(place.offset);
        let file = source.name.clone();
        (place, Fault { file, line: Some(line), column: Some(column), subject: subject.to_owned(), message })
    }

    /// Notes what makes the pack unsound.
    pub(super) fn fault(&mut self, place: Place, subject: &str, message: Text) {
        let fault = self.at(place, subject, message);
        self.faults.push(fault);
    }

    /// Notes what is odd and does not stop the pack.
    pub(super) fn warn(&mut self, place: Place, subject: &str, message: Text) {
        let fault = self.at(place, subject, message);
        self.warnings.push(fault);
    }

    /// Faults in the order of the text.
    pub(super) fn sorted(mut list: Vec<(Place, Fault)>) -> Vec<Fault> {
        list.sort_by(|a, b| (a.0, &a.1.message).cmp(&(b.0, &b.1.message)));
        list.dedup();
        list.into_iter().map(|(_, fault)| fault).collect()
    }
}

/// One table of the document under the eye of a desk.
pub(super) struct Table<'d, 't> {
    desk: &'d mut Desk,
    file: usize,
    entries: &'t DeTable<'t>,
    at: Place,
    /// `rule 1.3-a`, as faults name it.
    pub(super) subject: String,
}

impl<'d, 't> Table<'d, 't> {
    pub(super) fn new(desk: &'d mut Desk, place: Place, table: &'t DeTable<'t>, subject: &str) -> Self {
        Self { desk, file: place.file, entries: table, at: place, subject: subject.to_owned() }
    }

    /// Names every key that is not among `known`.
    pub(super) fn only(&mut self, known: &[&str]) {
        for key in self.entries.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                continue;
            }
            let near = hint(name, known.iter().copied());
            let message = Text::new(
                format!("不认识的键 `{name}`{}（可用：{}）", near.zh, listed(known.iter().copied())),
                format!("unknown key `{name}`{} (known: {})", near.en, listed(known.iter().copied())),
            );
            self.desk.fault(Place { file: self.file, offset: key.span().start }, &self.subject, message);
        }
    }

    /// Notes a fault at `place` in this table's name.
    pub(super) fn fault(&mut self, place: Place, message: Text) {
        self.desk.fault(place, &self.subject, message);
    }

    /// Where the table begins.
    pub(super) fn place(&self) -> Place {
        self.at
    }

    /// Whether the key is written at all, right or wrong.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    pub(super) fn value(&self, key: &str) -> Option<(&'t DeValue<'t>, Place)> {
        let value = self.entries.get(key)?;
        Some((value.get_ref(), Place { file: self.file, offset: value.span().start }))
    }

    fn wrong<T>(&mut self, key: &str, place: Place, want: (&str, &str)) -> Option<T> {
        let found = self.entries.get(key).map(|v| kind(v.get_ref())).unwrap_or_default();
        self.fault(
            place,
            Text::new(
                format!("`{key}` 应当是{}，写成了{}", want.0, found.zh),
                format!("`{key}` must be {}, found {}", want.1, found.en),
            ),
        );
        None
    }

    /// A text that is not empty.
    pub(super) fn text(&mut self, key: &str) -> Option<At<String>> {
        let (value, at) = self.value(key)?;
        match value {
            DeValue::String(text) if !text.trim().is_empty() => Some(At { value: text.trim().to_owned(), at }),
            DeValue::String(_) => {
                self.fault(at, Text::new(format!("`{key}` 不能为空"), format!("`{key}` must not be empty")));
                None
            }
            _ => self.wrong(key, at, ("文字", "a string")),
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &str) -> Option<At<bool>> {
        let (value, at) = self.value(key)?;
        match value {
            DeValue::Boolean(flag) => Some(At { value: *flag, at }),
            _ => self.wrong(key, at, (" true 或 false", "true or false")),
        }
    }

    /// A number, whole or not.
    pub(super) fn number(&mut self, key: &str) -> Option<At<f64>> {
        let (value, at) = self.value(key)?;
        let number = match value {
            DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).ok().map(whole),
            DeValue::Float(f) => f.as_str().parse::<f64>().ok(),
            _ => return self.wrong(key, at, ("数字", "a number")),
        };
        match number {
            Some(value) if value.is_finite() && value.abs() < 1e9 => Some(At { value, at }),
            _ => self.wrong(key, at, ("十亿以内的数字", "a number below a thousand million")),
        }
    }

    /// Marks with at most two decimals; negative or (unless `zero`) zero ones are refused.
    pub(super) fn points(&mut self, key: &str, zero: bool) -> Option<At<Points>> {
        let At { value, at } = self.number(key)?;
        let points = Points::from_f64(value);
        if (value * 100.0 - (value * 100.0).round()).abs() > 1e-6 {
            self.fault(
                at,
                Text::new(
                    format!("`{key}` 最多两位小数，写成了 {value}"),
                    format!("`{key}` takes at most two decimals, found {value}"),
                ),
            );
            return None;
        }
        if points < Points::ZERO || (points == Points::ZERO && !zero) {
            let (zh, en) =
                if zero { ("不能为负", "must not be negative") } else { ("必须大于 0", "must be above 0") };
            self.fault(at, Text::new(format!("`{key}` {zh}，写成了 {value}"), format!("`{key}` {en}, found {value}")));
            return None;
        }
        Some(At { value: points, at })
    }

    /// A whole number, 1 or more.
    pub(super) fn count(&mut self, key: &str) -> Option<At<u64>> {
        let (value, at) = self.value(key)?;
        if let DeValue::Integer(i) = value
            && let Ok(count @ 1..) = u64::from_str_radix(i.as_str(), i.radix())
        {
            return Some(At { value: count, at });
        }
        self.wrong(key, at, (" 1 以上的整数", "a whole number, 1 or more"))
    }

    /// A share from 0 to 1.
    pub(super) fn ratio(&mut self, key: &str) -> Option<At<f64>> {
        let At { value, at } = self.number(key)?;
        if (0.0..=1.0).contains(&value) {
            return Some(At { value, at });
        }
        self.fault(
            at,
            Text::new(
                format!("`{key}` 应在 0 到 1 之间（50% 写作 0.5），写成了 {value}"),
                format!("`{key}` must lie between 0 and 1 (50 % is 0.5), found {value}"),
            ),
        );
        None
    }

    /// A list of texts; absent is empty.
    pub(super) fn texts(&mut self, key: &str) -> Vec<At<String>> {
        let Some((value, at)) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            return self.wrong::<Vec<_>>(key, at, ("文字的列表", "a list of strings")).unwrap_or_default();
        };
        let mut texts = Vec::new();
        for item in items {
            let at = Place { file: self.file, offset: item.span().start };
            match item.get_ref() {
                DeValue::String(text) if !text.trim().is_empty() => {
                    texts.push(At { value: text.trim().to_owned(), at });
                }
                other => {
                    let found = kind(other);
                    self.fault(
                        at,
                        Text::new(
                            format!("`{key}` 里每一项都应是非空文字，这里是{}", found.zh),
                            format!("every entry of `{key}` must be a string with text in it, here is {}", found.en),
                        ),
                    );
                }
            }
        }
        texts
    }

    /// The tables of an array of tables; absent is empty.
    pub(super) fn tables(&mut self, key: &str) -> Vec<(&'t DeTable<'t>, Place)> {
        let Some((value, at)) = self.value(key) else { return Vec::new() };
        let message = Text::new(
            format!("`{key}` 应当写成 [[{key}]]，一项一段"),
            format!("`{key}` must be written as [[{key}]], one section each"),
        );
        let DeValue::Array(items) = value else {
            self.fault(at, message);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            let at = Place { file: self.file, offset: item.span().start };
            if let DeValue::Table(table) = item.get_ref() {
                tables.push((table, at));
            } else {
                self.fault(at, message.clone());
            }
        }
        tables
    }

    /// A table under this one; read it with [`Table::within`].
    pub(super) fn table(&mut self, key: &str) -> Option<(&'t DeTable<'t>, Place)> {
        let (value, at) = self.value(key)?;
        match value {
            DeValue::Table(table) => Some((table, at)),
            _ => self.wrong(key, at, ("一组键值 { … }", "a table { … }")),
        }
    }

    /// Another table in this one's name.
    pub(super) fn within<'a>(&'a mut self, table: &'t DeTable<'t>, at: Place) -> Table<'a, 't> {
        let subject = self.subject.clone();
        Table { desk: &mut *self.desk, file: self.file, entries: table, at, subject }
    }
}

/// What a value is, in words; numbers as written.
fn kind(value: &DeValue<'_>) -> Text {
    match value {
        DeValue::String(_) => Text::new("文字", "a string"),
        DeValue::Integer(i) => Text::new(format!("整数 {i}"), format!("the whole number {i}")),
        DeValue::Float(f) => Text::new(format!("小数 {f}"), format!("the number {f}")),
        DeValue::Boolean(b) => Text::new(format!(" {b}"), format!("{b}")),
        DeValue::Datetime(_) => Text::new("没有引号的日期（请加引号）", "a date without quotes (put it in quotes)"),
        DeValue::Array(_) => Text::new("列表", "a list"),
        DeValue::Table(_) => Text::new("一组键值", "a table"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "beyond 2^53 the limit on numbers refuses it anyway")]
fn whole(number: i64) -> f64 {
    number as f64
}

/// A table as a JSON object, for a check's parameters; dates become text. Notes every key and list entry with its path
/// (`columns/0/name`) and place.
pub(super) fn object(table: &DeTable<'_>, file: usize, paths: &mut Vec<At<String>>) -> Map<String, Value> {
    Json { file, paths }.object(table, "")
}

struct Json<'p> {
    file: usize,
    paths: &'p mut Vec<At<String>>,
}

impl Json<'_> {
    fn note(&mut self, path: &str, offset: usize) {
        self.paths.push(At { value: path.to_owned(), at: Place { file: self.file, offset } });
    }

    fn object(&mut self, table: &DeTable<'_>, under: &str) -> Map<String, Value> {
        let mut map = Map::new();
        for (key, value) in table {
            let path = format!("{under}/{}", key.get_ref());
            self.note(&path, key.span().start);
            map.insert(key.get_ref().to_string(), self.value(value, &path));
        }
        map
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, path: &str) -> Value {
        match value.get_ref() {
            DeValue::String(text) => Value::from(text.as_ref()),
            DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).map_or(Value::Null, Value::from),
            DeValue::Float(f) => f.as_str().parse::<f64>().map_or(Value::Null, Value::from),
            DeValue::Boolean(flag) => Value::from(*flag),
            DeValue::Datetime(moment) => Value::from(moment.to_string()),
            DeValue::Array(items) => {
                let mut list = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    let path = format!("{path}/{at}");
                    self.note(&path, item.span().start);
                    list.push(self.value(item, &path));
                }
                Value::Array(list)
            }
            DeValue::Table(table) => Value::Object(self.object(table, path)),
        }
    }
}
