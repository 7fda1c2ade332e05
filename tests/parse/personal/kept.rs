//! What parsing gives holds no number of a person, wherever it stood.

use super::made::{bank_card, filled, mobile, resident_id};
use crate::parse::attachment::made as files;
use crate::parse::{answer, read};
use duwang::model::{FileContent, Page, PersonalKind};
use duwang::parse;

/// The numbers of the page below.
fn secrets() -> Vec<String> {
    (1..60).flat_map(|n| [resident_id(n), mobile(n), bank_card(n)]).collect()
}

/// No digits of a secret stand in a text, nor the greater part of one.
fn assert_clean(text: &str, what: &str) {
    for secret in secrets() {
        let most = &secret[..secret.len() - 3];
        assert!(!text.contains(most), "{what} holds {secret}: {text}");
    }
}

fn page() -> Page {
    let filler = "全县认真落实有关要求。".repeat(26);
    let source = filled(&format!(
        r#"<!DOCTYPE html><html><head><title>来信：张三{{R1}}</title><meta name="Description" content="身份证{{R2}}电话{{M2}}">
<meta name="ArticleTitle" content="张三{{R1}}"><meta name="PubDate" content="2026-05-06"></head><body>
<div class="nav"><a href="/">首页</a><a href="/a" title="李四{{M3}}">短…</a></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/b">王五{{M4}}</a></div>
<h1>张三{{R1}}的来信</h1><p>发布时间：2026-05-06 来源：{{M5}}</p>
<div class="TRS_Editor"><p>{filler}{{R6}}</p><p>来信内容：我的电话是{{M7}}，卡号{{C8}}（户名：张三）。</p><p>回复内容：已与您（{{M9}}）联系。</p>
<h2>{{R10:x}}</h2><table><caption>{{M11}}</caption><tr><th>姓名</th><th>身份证号</th><th>电话</th><th>银行账号</th></tr>
<tr><td>张三</td><td>{{R12}}</td><td>{{M12}}</td><td>{{C12}}</td></tr><tr><td>李四</td><td>{{R13:fw}}</td><td>{{M13}}</td><td>{{C13}}</td></tr>
<tr><td>王五</td><td>{{R14:sp}}</td><td>{{M14:hy}}</td><td>{{C14:sp}}</td></tr></table>
<p><a href="/x/a.pdf">名单{{R15}}.pdf</a> <a href="tel:{{M16}}">打电话</a> <img src="/i.jpg" alt="{{R17}}"></p></div>
<ul class="list"><li><a href="/c/1.html" title="关于{{R18}}的公告">关于…</a><span>2026-05-01</span></li><li><a href="/c/2.html">公告{{M19}}</a><span>2026-05-02</span></li>
<li><a href="/c/3.html">公告{{R20}}</a><span>2026-05-03</span></li></ul>
<script>var rows=[{{"title":"通知{{R21}}","url":"/d/1.html","date":"2026-05-01","sfzh":"{{R21}}","name":"张三"}}];</script>
<script type="text/xml"><datastore><recordset><record><![CDATA[<li><a href="/e/1.html">公示{{R22}}</a><span>2026-05-06</span></li>]]></record></recordset></datastore></script>
<textarea style="display:none">[{{"name":"李四","phone":"{{M23}}","title":"公示{{M23}}","url":"/f/1.html"}}]</textarea>
<div style="display:none">{{R24}}</div><div class="footer">主办单位：高县人民政府 联系电话：{{M25}}</div></body></html>"#
    ));
    read(&source)
}

#[test]
fn a_page_with_numbers_everywhere() {
    let page = page();
    let json = serde_json::to_string(&page).unwrap();
    assert_clean(&json, "the page");
    // The page is still the page: what stands around the numbers is kept.
    for kept in ["的来信", "2026-05-06", "来信内容", "主办单位", "138****", "51***************"] {
        assert!(json.contains(kept), "{kept}: {json}");
    }
    let count =
        |kind| page.personal.iter().filter(|d| d.kind == kind && d.sign.is_certain()).map(|d| d.count).sum::<u32>();
    assert!(count(PersonalKind::ResidentId) >= 8, "{:?}", page.personal);
    assert!(count(PersonalKind::Mobile) >= 4 && count(PersonalKind::BankCard) == 4, "{:?}", page.personal);
}

/// A number that a limit cuts in two is masked as well.
#[test]
fn a_number_cut_off_by_the_end_of_an_excerpt() {
    let id = resident_id(1);
    for filler in 270..300 {
        let text = "字".repeat(filler);
        let page = read(&format!("<html><body><p>{text}{id}</p><p>完</p></body></html>"));
        assert_clean(&serde_json::to_string(&page).unwrap(), &format!("{filler} signs before"));
    }
}

#[test]
fn addresses_are_kept_for_fetching() {
    let id = resident_id(3);
    let page = read(&format!("<html><body><a href='/files/{id}.pdf'>附件</a></body></html>"));
    assert!(page.links.iter().any(|l| l.target.ends_with(&format!("/files/{id}.pdf"))), "{:?}", page.links);
    let shown = duwang::model::without_resident_ids(&page.links[0].target).into_owned();
    assert_clean(&shown, "what is shown of it");
    assert!(page.personal.is_empty(), "{:?}", page.personal);
}

/// A page without numbers of persons is what it was.
#[test]
fn numbers_of_things_stay() {
    let page =
        read("<html><body><p>合同编号：13812345678，订单20231101123456789，网站标识码5115260001</p></body></html>");
    assert!(page.main_excerpt.contains("13812345678") && page.main_excerpt.contains("5115260001"), "{page:?}");
}

#[test]
fn the_answer_of_a_list_interface_and_a_glance() {
    let body = filled(
        r#"{"total":2,"rows":[{"title":"公示{R1}","url":"/a/1.html","date":"2026-05-01"},{"title":"公示{M2}","url":"/a/2.html","date":"2026-05-02"}]}"#,
    );
    let page = parse::page(&answer("http://www.gaoxian.gov.cn/api/list", "application/json", body));
    assert_clean(&serde_json::to_string(&page).unwrap(), "the interface");
    let markup = filled("<html><head><title>{R1} {M2}</title></head><body>{M3} 您访问的页面不存在</body></html>");
    let glance = parse::glance(&answer("http://www.gaoxian.gov.cn/x", "text/html", markup));
    assert_clean(&format!("{glance:?}"), "the glance");
    let script = filled("var a=[{name:'张三',phone:'{M4}',idcard:'{R4}'}];document.write('<a href=\"/b\">{R5}</a>');");
    let page = parse::script(&answer("http://www.gaoxian.gov.cn/a.js", "application/javascript", script));
    assert_clean(&serde_json::to_string(&page).unwrap(), "the script");
}

fn rows(from: u32, to: u32) -> Vec<String> {
    let head = ["姓名|身份证号|联系电话|银行账号".to_owned()];
    let line = |n| format!("张三|{}|{}|{}", resident_id(n), mobile(n), bank_card(n));
    head.into_iter().chain((from..to).map(line)).collect()
}

fn ids(content: &FileContent) -> u32 {
    let ids = content.personal.iter().filter(|d| d.kind == PersonalKind::ResidentId && d.sign.is_certain());
    ids.map(|d| d.count).sum()
}

#[test]
fn files_of_every_format() {
    let lines = rows(1, 9);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let table = files::rows(&lines);
    let words: Vec<String> = lines.iter().map(|l| l.replace('|', " ")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let text = words.join("\r\n");
    let gbk = encoding_rs::GBK.encode(&text).0.into_owned();
    let made: Vec<(&str, Vec<u8>)> = vec![
        ("xlsx", files::xlsx("补贴名单", &table)),
        ("docx", files::docx("补贴名单", &table)),
        ("docx of lines", files::docx_of(&words, &Vec::new())),
        ("rtf", files::rtf(&words, &[])),
        ("ofd", files::ofd(&[&words], &[])),
        ("pptx", files::pptx(&words)),
        ("text", text.clone().into_bytes()),
        ("text in GBK", gbk),
        ("markup", files::html(&table).into_bytes()),
        ("zip", files::gbk_zip(&[("名单.txt", text.as_bytes())], 0)),
        #[cfg(feature = "pdf")]
        ("pdf", files::pdf_of(&words)),
    ];
    for (format, body) in made {
        let read = parse::attachment(&answer("http://www.gaoxian.gov.cn/u/1", "application/octet-stream", body));
        let json = serde_json::to_string(&read).unwrap();
        assert_clean(&json, format);
        assert_eq!(ids(&read), 8, "{format}: {read:?}");
        assert!(json.contains("51***************"), "{format}: {json}");
    }
}

/// The text that is kept ends long before: the list behind it is found all the same.
#[test]
fn beyond_what_is_kept() {
    let filler = "全县认真落实有关要求，切实做好各项工作。".repeat(4000);
    let body = format!("{filler}\n{}", rows(1, 6).join("\n").replace('|', " "));
    let read = parse::attachment(&answer("http://www.gaoxian.gov.cn/u/1.txt", "text/plain; charset=utf-8", body));
    assert!(read.cut && !read.text.contains("身份证号"), "{}", read.text.len());
    assert_eq!(ids(&read), 5, "{:?}", read.personal);
}

#[test]
fn a_list_of_three_hundred_is_one_fact_with_its_count() {
    let lines = rows(1, 301);
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let read = parse::attachment(&answer("http://x.gov.cn/1", "", files::xlsx("发放表", &files::rows(&lines))));
    let fact = read.personal.iter().find(|d| d.kind == PersonalKind::ResidentId).unwrap();
    assert_eq!((fact.count, fact.samples.len()), (300, 5));
    assert!(fact.place.contains("身份证号"), "{fact:?}");
}
