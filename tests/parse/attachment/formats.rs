//! Text of every format that documents are offered in.

use super::{file, made, why};
use crate::parse::answer;
use duwang::model::{FileKind, Unreadable};
use duwang::parse::attachment;

pub(super) const DOC: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/files/policy.doc"));
const RTF: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/files/policy.rtf"));

/// Every paragraph of the fixtures, and a row of their table on one line.
fn is_the_policy(text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    for line in [
        "高县人民政府办公室关于印发《高县农村公路管理办法》的通知",
        "各镇人民政府，县级各部门：",
        "本办法自2025年6月1日起施行，有效期5年。",
        "2025年5月6日",
    ] {
        assert!(lines.contains(&line), "{line}: {text}");
    }
    assert!(text.contains("（A&B “引号”①）"), "{text}");
    assert!(lines.iter().any(|l| l.contains("规划") && l.contains("20个工作日")), "{text}");
}

#[test]
fn a_text_document_before_2007() {
    let read = file(DOC.to_vec());
    assert_eq!((read.kind, &read.unreadable), (FileKind::Doc, &None));
    is_the_policy(&read.text);
    let rows: Vec<&[String]> = read.sheets[0].rows.iter().map(Vec::as_slice).collect();
    assert_eq!(rows[1], ["县交通运输局", "规划", "20个工作日"]);
    assert!(read.is_whole());
}

#[test]
fn rich_text_of_two_writers() {
    let read = file(RTF.to_vec());
    assert_eq!((read.kind, &read.unreadable), (FileKind::Rtf, &None));
    is_the_policy(&read.text);
    let read = file(made::rtf(&["高县人民政府令", "第3号"], &["县交通运输局", "养护"]));
    assert_eq!((read.text.as_str(), read.unreadable), ("高县人民政府令\n第3号\n县交通运输局 养护\n", None));
}

#[test]
fn the_pages_of_an_ofd_in_their_order() {
    let read =
        file(made::ofd(&[&["关于<印发>通知", "各镇人民政府："], &["第二页的文字"]], &["高县人民政府办公室文件"]));
    assert_eq!((read.kind, &read.unreadable), (FileKind::Ofd, &None));
    assert_eq!(read.text, "高县人民政府办公室文件\n关于<印发>通知\n各镇人民政府：\n第二页的文字\n");
    // A page of pictures between pages of words was not read.
    let read = file(made::ofd(&[&["关于印发通知"], &[]], &[]));
    assert_eq!(read.text, "关于印发通知\n");
    assert!(matches!(read.unreadable, Some((Unreadable::Scanned, _))), "{read:?}");
    assert_eq!(why(&file(made::ofd(&[&[], &[]], &[]))), Unreadable::Scanned);
}

#[test]
fn plain_text_in_any_character_set() {
    let text = "高县人民政府公告\r\n\r\n征集意见的期限为二〇二五年六月。";
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for body in [text.as_bytes().to_vec(), gbk, wide] {
        let read = attachment(&answer("http://www.gaoxian.gov.cn/a/1.txt", "text/plain", body));
        assert_eq!((read.kind, &read.unreadable), (FileKind::Text, &None));
        assert_eq!(read.text, "高县人民政府公告\n征集意见的期限为二〇二五年六月。\n");
    }
    // What a script answers in a file's place is no text of it.
    assert_eq!(why(&file(b"{\"code\":500,\"msg\":\"\xe6\x97\xa0\"}".to_vec())), Unreadable::Format);
}

#[test]
fn values_parted_by_signs_are_a_table() {
    let table = [["姓名", "单位", "备注"], ["张三", "茶业, 合作社", "说\"好\""], ["李四", "", "两\n行"]];
    let written = |by: &str| {
        let quoted = |c: &&str| {
            let must = c.contains(['"', ',', ';', '\t', '\n']);
            if must { format!("\"{}\"", c.replace('"', "\"\"")) } else { (*c).to_owned() }
        };
        table.map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(by)).join("\r\n") + "\r\n"
    };
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let wide =
        |text: &str| [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let marked = |text: &str| ["\u{FEFF}", text].concat().into_bytes();
    for (name, by, body) in [
        ("1.csv", ",", written(",").into_bytes()),
        ("1.CSV", ",", gbk(&written(","))),
        ("1.csv", ",", marked(&written(","))),
        ("1.csv", ";", gbk(&written(";"))),
        ("1.tsv", "\t", gbk(&written("\t"))),
        ("1.csv", "\t", wide(&written("\t"))),
    ] {
        let read = attachment(&answer(&format!("http://www.gaoxian.gov.cn/a/{name}"), "text/csv", body));
        assert_eq!((read.kind, &read.unreadable), (FileKind::Text, &None), "{name} {by}");
        let [sheet] = read.sheets.as_slice() else { panic!("{name} {by}: {read:?}") };
        let cells: Vec<Vec<&str>> = sheet.rows.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
        let rows = [vec!["姓名", "单位", "备注"], vec!["张三", "茶业, 合作社", "说\"好\""], vec!["李四", "", "两 行"]];
        assert_eq!(cells, rows, "{name} {by}");
        assert!(read.text.contains("张三 茶业, 合作社"), "{}", read.text);
    }
    // Running text with commas is no table; a quote that is never closed costs no more than its value.
    let prose = "第一条，县人民政府, 各部门, 各乡镇\n第二条, 本办法\n第三条, 自公布之日起施行, 有效期五年。\n";
    let read = attachment(&answer("http://www.gaoxian.gov.cn/a/1.txt", "text/plain", prose.as_bytes()));
    assert!(read.sheets.is_empty() && read.text.contains("第二条, 本办法"), "{read:?}");
    let open = format!("姓名,证号\n\"张三,1\n李四,2\n{}", "王五,3\n".repeat(20_000));
    let read = attachment(&answer("http://www.gaoxian.gov.cn/a/1.csv", "text/csv", open.into_bytes()));
    assert!(!read.sheets.is_empty() && read.text.starts_with("姓名 证号\n"), "{:?}", read.sheets.len());
}

#[test]
fn a_slide_of_a_presentation() {
    let read = file(made::pptx(&["一图读懂", "高县农村公路管理办法"]));
    assert_eq!((read.kind, &read.unreadable), (FileKind::Pptx, &None));
    assert!(read.text.contains("一图读懂\n高县农村公路管理办法"), "{}", read.text);
}

#[test]
fn text_documents_written_as_one_piece_of_xml() {
    let xml = "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:body><w:p><w:r><w:t>高县人民政府</w:t></w:r></w:p></w:body></w:wordDocument>";
    let read = file(xml.as_bytes().to_vec());
    assert_eq!((read.kind, read.text.as_str(), read.unreadable), (FileKind::Docx, "高县人民政府\n", None));
}

#[test]
fn words_of_tables_are_words_of_the_document() {
    let rows = made::rows(&["事项 | 责任单位 | 时限", "公路养护 | < | 每年3月底前", "巡查 | 县交通运输局 | "]);
    for body in [made::docx("附件1", &rows), made::xlsx("分工", &rows)] {
        let text = file(body).text;
        assert!(text.contains("事项 责任单位 时限\n公路养护 每年3月底前\n"), "{text}");
        assert!(text.contains("县交通运输局"), "{text}");
    }
    // Many a document is laid out in one cell of a table: its paragraphs stay, at any length.
    let long = "文".repeat(3000);
    let xml = format!(
        "<w:document><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>第一条</w:t></w:r></w:p><w:p><w:r><w:t>{long}末</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    );
    let read = file(made::zipped(&[("word/document.xml", &xml)]));
    assert_eq!(read.text, format!("第一条\n{long}末\n"));
    // What stands there for older readers is the same once more.
    let xml = "<w:document><w:body><w:p><w:r><mc:AlternateContent><mc:Choice><w:t>印章</w:t></mc:Choice><mc:Fallback><w:t>印章</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p></w:body></w:document>";
    assert_eq!(file(made::zipped(&[("word/document.xml", xml)])).text, "印章\n");
}

#[test]
fn a_page_under_a_documents_name_keeps_words_together() {
    let body = "<html><body><p>高县<b>人民</b>政府</p><div>关于<br>通知<script>x</script></div><table><tr><td>规划</td><td>一年</td></tr></table></body></html>";
    let read = attachment(&answer("http://www.gaoxian.gov.cn/a/1.doc", "application/msword", body));
    assert_eq!(read.text, "高县人民政府\n关于\n通知\n规划 一年\n");
}

#[test]
fn the_files_in_a_zip() {
    let inner = made::gbk_zip(&[("内层/说明.txt", "起草说明的正文".as_bytes())], 0);
    let deepest = made::gbk_zip(&[("再一层.zip", inner.as_slice())], 0);
    let body = made::gbk_zip(
        &[
            ("附件/草案.docx", made::docx_of(&["第一条　草案正文"], &Vec::new()).as_slice()),
            ("附件/__MACOSX/._草案.docx", b"\0\x05\x16\x07"),
            ("内层.zip", inner.as_slice()),
        ],
        0,
    );
    let read = file(body);
    assert_eq!((read.kind, &read.unreadable), (FileKind::Archive, &None));
    assert_eq!(read.text, "附件/草案.docx\n第一条 草案正文\n内层.zip\n内层/说明.txt\n起草说明的正文\n");
    // What could not be read among them is told, the rest counts.
    let read = file(made::gbk_zip(&[("正文.txt", "公告正文".as_bytes()), ("附图.jpg", b"\xff\xd8\xff\xe0")], 0));
    assert_eq!(read.unreadable, Some((Unreadable::Scanned, "附图.jpg: a picture".to_owned())));
    assert!(read.text.contains("公告正文"));
    assert!(matches!(file(made::gbk_zip(&[("外层.zip", &deepest)], 0)).unreadable, Some((Unreadable::Format, _))));
    let locked = file(made::gbk_zip(&[("密.txt", b"secret")], 1));
    assert!(matches!(locked.unreadable, Some((Unreadable::Encrypted, _))), "{locked:?}");
    assert_eq!(why(&file(b"Rar!\x1a\x07\x00and so on".to_vec())), Unreadable::Format);
}

#[cfg(feature = "pdf")]
#[test]
fn text_of_pdfs() {
    let pdf: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/files/policy.pdf"));
    let read = file(pdf.to_vec());
    assert_eq!((read.kind, &read.unreadable), (FileKind::Pdf, &None));
    assert!(read.text.contains("本办法自2025年6月1日起施行，有效期5年。"), "{}", read.text);
    let read =
        file(made::pdf_of(&["高县人民政府办公室关于印发农村公路管理办法的通知", "各镇人民政府：请认真贯彻执行。"]));
    assert_eq!(read.unreadable, None);
    assert!(read.text.contains("办法的通知\n各镇人民政府"), "{}", read.text);
    // Letters of a font that nothing tells the meaning of.
    let private: String = "\u{E123}".repeat(60);
    assert_eq!(why(&file(made::pdf_of(&[&private]))), Unreadable::Scanned);
}
