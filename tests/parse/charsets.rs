//! Character sets as portals declare them, rightly or wrongly (R8-26).

use super::answer;
use duwang::parse::page;
use encoding_rs::{BIG5, GB18030, UTF_8};

const URL: &str = "http://www.yunling.gov.cn/index.html";

fn markup(meta: &str) -> String {
    format!(
        "<html><head>{meta}<title>云岭县人民政府门户网站</title></head><body><p>政务公开工作要点，县人民政府办公室。</p></body></html>"
    )
}

fn check(content_type: &str, body: &[u8], charset: &str) {
    let read = page(&answer(URL, content_type, body));
    assert_eq!((read.title.as_str(), read.charset.as_str()), ("云岭县人民政府门户网站", charset), "{content_type}");
}

#[test]
fn declared_and_true() {
    let gbk = |meta: &str| GB18030.encode(&markup(meta)).0.into_owned();
    check("text/html; charset=gbk", &gbk(""), "gb18030");
    check("text/html", &gbk("<meta charset=\"gb2312\">"), "gb18030");
    check("text/html", &gbk("<meta http-equiv='Content-Type' content='text/html; charset=GBK'>"), "gb18030");
    check("text/html", &gbk("<div><meta charset=gb2312></div>"), "gb18030");
    check("text/html; charset=utf-8", markup("").as_bytes(), "UTF-8");
    let big5 = BIG5.encode("<title>雲嶺縣人民政府</title>").0.into_owned();
    assert_eq!(page(&answer(URL, "text/html; charset=big5", big5)).title, "雲嶺縣人民政府");
}

#[test]
fn undeclared() {
    check("text/html", &GB18030.encode(&markup("")).0, "gb18030");
    check("text/html", markup("").as_bytes(), "UTF-8");
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend_from_slice(markup("").as_bytes());
    check("text/html; charset=gbk", &marked, "UTF-8");
}

#[test]
fn declared_and_plainly_false() {
    let gbk = |meta: &str| GB18030.encode(&markup(meta)).0.into_owned();
    check("text/html; charset=utf-8", &gbk(""), "gb18030");
    check("text/html", &gbk("<meta charset=\"utf-8\">"), "gb18030");
    check("text/html; charset=gbk", markup("").as_bytes(), "UTF-8");
    check("text/html", markup("<meta charset=gb2312>").as_bytes(), "UTF-8");
    check("text/html; charset=ISO-8859-1", &gbk("<meta charset=gb2312>"), "gb18030");
    check("text/html; charset=ISO-8859-1", &gbk(""), "gb18030");
    check("text/html; charset=utf-8", &gbk("<meta charset=gbk>"), "gb18030");
}

#[test]
fn utf_8_cut_in_mid_character_stays_utf_8() {
    let mut body = markup("").into_bytes();
    let end = body.len() - 30;
    body.truncate(end);
    while std::str::from_utf8(&body).is_ok() {
        body.pop();
    }
    check("text/html; charset=utf-8", &body, "UTF-8");
    check("text/html", &body, "UTF-8");
}

#[test]
fn utf_16_with_and_without_a_mark() {
    let wide: Vec<u8> = markup("").encode_utf16().flat_map(u16::to_le_bytes).collect();
    check("text/html", &wide, "UTF-16LE");
    let mut marked = vec![0xFF, 0xFE];
    marked.extend_from_slice(&wide);
    check("text/html", &marked, "UTF-16LE");
    assert_eq!(UTF_8.name(), "UTF-8");
}

#[test]
fn queries_of_a_gbk_page_are_encoded_in_gbk_and_paths_in_utf_8() {
    let body = GB18030.encode("<meta charset=gbk><a href='/公开/list.asp?lm=公开'>政务公开栏目</a>").0.into_owned();
    let read = page(&answer(URL, "text/html", body));
    assert_eq!(read.links[0].target, "http://www.yunling.gov.cn/%E5%85%AC%E5%BC%80/list.asp?lm=%B9%AB%BF%AA");
    assert_eq!(read.links[0].raw.as_deref(), Some("/公开/list.asp?lm=公开"));
}
