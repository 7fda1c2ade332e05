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
        ("csv in GBK", encoding_rs::GBK.encode(&lines.join("\r\n").replace('|', ",")).0.into_owned()),
        (
            "csv of kept digits",
            lines.join("\r\n").replace('|', "\",=\"").replace('张', "\"张").replace('\r', "\"\r").into_bytes(),
        ),
        ("csv with tabs before numbers", lines.join("\r\n").replace('|', ",\t").into_bytes()),
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

/// A PDF in plain Latin whose label of the number says no more than `ID`.
#[cfg(feature = "pdf")]
#[test]
fn a_packed_pdf_with_an_id_called_just_so() {
    use std::io::Write as _;
    let ops = format!(
        "BT /F1 12 Tf 60 780 Td 18 TL\n(Name: ZHANG SAN) Tj T*\n(ID: {}) Tj T*\n(Term: 2026-2027) Tj T*\nET",
        resident_id(1)
    );
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(ops.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let mut body = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>\nendobj\n".to_vec();
    body.extend(format!("4 0 obj\n<< /Length {} /Filter /FlateDecode >>\nstream\n", packed.len()).into_bytes());
    body.extend(packed);
    body.extend(b"\nendstream\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n");
    let read = parse::attachment(&answer("http://www.gaoxian.gov.cn/u/1.pdf", "application/pdf", body));
    assert_eq!(ids(&read), 1, "{read:?}");
    assert_clean(&serde_json::to_string(&read).unwrap(), "the PDF");
}

/// Whatever part of a page keeps a piece of its text or markup.
#[test]
fn texts_veils_markup_and_listings() {
    let source = filled(
        r##"<!DOCTYPE html><html><head><title>公示</title><style>.z{display:none}</style></head><body>
<h1>低保对象公示</h1><p>身份证号{R1}</p><p>联系电话：本人手机{M2}</p>
<div style="display:none"><a href="http://x.example.com/">张三{R3}</a></div><div class=z><a href="http://y.example.com/{R4}" title="{M4}">李四 <b>{R5:a}</b><i>{R5:b}</i></a></div>
<img src="/1.jpg" title="张三{R6}"><img src="/2.jpg" longdesc="身份证{R7:a}<b></b>"><a href="/q"><img src="/3.jpg" title="证号{R7}"></a>
<input type="text" value="{R8}" placeholder="{M8}"><button data-id="{R9}"></button><a href="#" title="{R10}"></a>
<table><tr><td onclick="f('{R11}')">户主<td>{R12:ref}</table><font>{R13:a}</font><font>{R13:b}</font>
<p>户主王五，身份证号{R14:a}<br>{R14:b}</p><iframe src="/f"></iframe><a href="/z"><span title="{R15}"></span></a>
<p id="{R16}">甲</p><p id="{R16}">乙</p><p><marquee>{R17}</marquee></p><p><blink>{R18:sp}</blink></p></body></html>"##,
    );
    let page = read(&source);
    let lines = &page.text.as_ref().unwrap().lines;
    assert!(lines.iter().any(|l| l.contains("51***************")), "{lines:?}");
    assert!(page.veils.len() >= 2, "{:?}", page.veils);
    let snippets = serde_json::to_string(&page.markup).unwrap();
    assert!(snippets.contains("51***************"), "{snippets}");
    let mut kept = page.clone();
    // Addresses are needed as they are.
    for veil in &mut kept.veils {
        assert_clean(
            &veil.excerpt.replace(&format!("http://y.example.com/{}", resident_id(4)), ""),
            "a veil's excerpt",
        );
        assert_clean(&veil.text, "a veil's text");
        veil.target.clear();
        veil.excerpt.clear();
    }
    for link in kept.links.iter_mut().filter(|l| l.target.contains("y.example.com")) {
        link.target.clear();
        link.raw = None;
    }
    let json = serde_json::to_string(&kept).unwrap().replace(&format!("http://y.example.com/{}", resident_id(4)), "");
    assert_clean(&json, "the page");
    // Tags between the digits of one number hide none of it.
    let digits = |text: &str| {
        let tags = regex::Regex::new(r"<[^<>]*>").unwrap();
        tags.replace_all(&text.replace("\\\"", "\""), "").into_owned()
    };
    assert_clean(&digits(&snippets), "snippets without tags");
    assert_clean(
        &digits(
            &page
                .veils
                .iter()
                .map(|v| v.excerpt.replace("http://y.example.com/", "<").replace("\" title", ">"))
                .collect::<Vec<_>>()
                .join(" "),
        ),
        "excerpts without tags",
    );

    let body = filled(
        r#"{"success":true,"total":3,"pageSize":2,"page":"{M22}","rows":[{"id":"{R19}","title":"公示{R19}","name":"张三","sfzh":"{R20}","url":"/a/1.html","date":"2026-05-01"},{"title":"公示{M21}","url":"/a/2.html","date":"2026-05-02"}]}"#,
    );
    let ask = duwang::model::Ask::default();
    let url = "http://www.gaoxian.gov.cn/api/list";
    let page = parse::answer(&answer(url, "application/json", body), "http://www.gaoxian.gov.cn/gs/", Some(&ask));
    assert!(page.listing.is_some(), "{page:?}");
    assert_clean(&serde_json::to_string(&page).unwrap(), "the answer with its listing");
}

/// Ten times as much takes about ten times as long: digits all over, found or not.
#[test]
fn time_grows_with_the_text() {
    let groups = [
        "5115 2619 9001 0112 3 ",
        "6228480 ",
        "1 3 8 1 2 3 ",
        "138 1234 5678 ",
        "511526199001011237 ",
        "13812345678\n",
    ];
    for group in groups {
        let took = |bytes: usize| {
            let text = group.repeat(bytes / group.len());
            let source = format!("<html><body><p>姓名 身份证号 电话</p><p>{text}</p></body></html>");
            let run = || {
                let clock = std::time::Instant::now();
                let page = read(&source);
                assert!(page.text_chars > 0);
                clock.elapsed().as_secs_f64() * 1000.0
            };
            // The better of two, for others work here too.
            run().min(run())
        };
        let (small, large) = (took(8_000), took(80_000));
        println!("{group:?}: {small:.1} ms, {large:.1} ms, {:.1} times", large / small);
        assert!(large < small.max(2.0) * 25.0, "{group:?}: {small} ms for 8 KB, {large} ms for 80 KB");
    }
}

/// What a browser tells of a page comes after the page was read.
#[test]
fn what_a_browser_tells_of_the_layout() {
    use duwang::model::{LayoutFound, MarkupFault};
    let fault = MarkupFault {
        rule: "color-contrast".to_owned(),
        fault: "low".to_owned(),
        path: "body > p".to_owned(),
        snippet: filled(r#"<p title="{M1}">张三 {R2} <b>{R3:a}</b>{R3:b}</p>"#),
        ..serde_json::from_str(r#"{"rule":"","fault":"","path":"","snippet":""}"#).unwrap()
    };
    let found = LayoutFound { faults: vec![fault], ..LayoutFound::default() };
    let masked = parse::masked_layout(&found);
    assert_clean(&serde_json::to_string(&masked).unwrap(), "the layout");
    let bare = masked.faults[0].snippet.replace("<b>", "").replace("</b>", "");
    assert_clean(&bare, "its snippet without tags");
    assert!(bare.contains("张三 51***************"), "{bare}");
}
