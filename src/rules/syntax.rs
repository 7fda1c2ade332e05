//! What is wrong with a file that is no TOML, in words for whoever edits it.

use crate::model::Text;
use toml::de::Error;

/// Faults told of one file; a quote left open makes nonsense of all that follows.
const MOST: usize = 10;

/// Punctuation of a Chinese keyboard where TOML wants that of an English one.
const WIDE: &[(char, &str)] = &[
    ('“', "\""),
    ('”', "\""),
    ('＂', "\""),
    ('‘', "'"),
    ('’', "'"),
    ('，', ","),
    ('、', ","),
    ('＝', "="),
    ('【', "["),
    ('】', "]"),
    ('［', "["),
    ('］', "]"),
    ('｛', "{"),
    ('｝', "}"),
    ('＃', "#"),
    ('。', "."),
    ('．', "."),
    ('\u{3000}', " "),
];

/// Words of the parser and what they mean, Chinese and English.
const WORDS: &[(&str, &str, &str)] = &[
    ("duplicate key", "同一处写了两次同样的键，请删去一个", "the same key stands here twice; delete one"),
    ("unclosed array", "列表没有收尾的 ]", "a list lacks its closing ]"),
    ("unclosed table", "段名没有收尾的 ]", "a section's name lacks its closing ]"),
    ("unclosed array table", "段名没有收尾的 ]]", "a section's name lacks its closing ]]"),
    ("unclosed inline table", "键值组没有收尾的 }", "a table lacks its closing }"),
    (
        "invalid basic string",
        "文字没有收尾的引号，或引号里有换行、反斜杠",
        "a text lacks its closing quote, or holds a line break or backslash",
    ),
    ("string values must be quoted", "文字要加英文引号", "texts need quotes"),
    ("missing comma", "两项之间缺少逗号", "a comma is missing between two entries"),
    ("extra comma", "多了一个逗号", "there is a comma too many"),
    ("extra `=`", "多了一个等号", "there is an = too many"),
    ("key with no value", "这个键没有值，要写成 键 = 值", "this key has no value; write key = value"),
    ("missing value", "等号后面没有值", "nothing stands behind the ="),
    ("missing assignment", "键与值之间缺少等号", "the = between key and value is missing"),
    ("extra assignment", "多了一个等号", "there is an = too many"),
    ("invalid unquoted key", "键只能用英文字母、数字、- 和 _", "keys are made of letters, digits, - and _"),
    ("unquoted keys cannot be empty", "等号前面没有键", "no key stands before the ="),
    ("missing opening quote", "文字缺少开头的引号", "a text lacks its opening quote"),
    ("unexpected content", "这里有多余的字符", "there is something that does not belong here"),
    ("leading zero", "数字前面不能有 0", "a number must not begin with 0"),
];

/// Every fault with its byte offset, in order, each line told once.
pub(super) fn faults(text: &str, errors: &[Error]) -> Vec<(usize, Text)> {
    let mut told: Vec<(usize, Text)> = Vec::new();
    let mut lines: Vec<usize> = Vec::new();
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start).min(text.len());
        let line = String::from_utf8_lossy(&text.as_bytes()[..offset]).matches('\n').count();
        if lines.contains(&line) {
            continue;
        }
        lines.push(line);
        told.push(fault(text, offset, error));
    }
    told.sort_by_key(|(offset, _)| *offset);
    told.truncate(MOST);
    told
}

fn fault(text: &str, offset: usize, error: &Error) -> (usize, Text) {
    if let Some((at, wide, narrow)) = wide(text, offset) {
        let name = if narrow == " " { "全角空格".to_owned() } else { format!("中文标点 {wide}") };
        let wanted = if narrow == " " { "空格".to_owned() } else { format!(" {narrow}") };
        let message = Text::new(
            format!("TOML 语法错误：这里是{name}，应当用英文的{wanted}"),
            format!("TOML syntax: here is U+{:04X}; write {narrow:?} instead", u32::from(wide)),
        );
        return (at, message);
    }
    let words = error.message().replace('\n', ", ");
    let known = WORDS.iter().filter(|(start, ..)| words.contains(start)).max_by_key(|(start, ..)| start.len());
    let message = match known {
        Some((_, zh, en)) => {
            Text::new(format!("TOML 语法错误：{zh}（{words}）"), format!("TOML syntax: {en} ({words})"))
        }
        None => Text::new(format!("TOML 语法错误：{words}"), format!("TOML syntax: {words}")),
    };
    (offset, message)
}

/// Chinese punctuation outside quotes on the line of the fault: its place and what should stand there.
fn wide(text: &str, offset: usize) -> Option<(usize, char, &'static str)> {
    let mut offset = offset;
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    let mut quote = None;
    for (at, c) in text[start..end].char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '#' => return None,
            None => {
                if let Some((wide, narrow)) = WIDE.iter().find(|(wide, _)| *wide == c) {
                    return Some((start + at, *wide, narrow));
                }
            }
        }
    }
    None
}
