//! Tests of `parse::attachment`.

mod formats;
mod hostile;
pub(crate) mod made;

use super::{answer, read_body};
use duwang::model::{CatalogueRow, Exchange, FileContent, FileKind, Sheet, Unreadable, names_catalogue};
use duwang::parse::attachment;
use made::{Rows, rows};
use proptest::prelude::*;

/// The head of the national guides, two lines of it, and two items, one running over two rows.
fn catalogue() -> Rows {
    rows(&[
        "自然资源领域基层政务公开标准目录 | < | < | < | < | < | < | <",
        "序号 | 公开事项 | < | 公开内容（要素） | 公开主体 | 公开层级 | < | 公开渠道和载体",
        "^ | 一级事项 | 二级事项 | ^ | ^ | 县级 | 乡级 | ^",
        "1 | 征地管理政策 | 征地批前程序 | 拟征地告知书 | 县自然资源局 | √ |  | 政府网站",
        "2 | ^ | ^ | 听证材料 | ^ | √ |  | 政府网站",
        "3 | ^ | 村级公示 | 公示内容 | 各镇 |  | √ | 村务公开栏",
    ])
}

fn file(body: Vec<u8>) -> FileContent {
    attachment(&answer("http://www.gaoxian.gov.cn/a/1.bin", "application/octet-stream", body))
}

fn told(sheet: &Sheet) -> Vec<(String, String, Option<bool>)> {
    let columns = sheet.catalogue_columns().expect("a catalogue");
    let rows = sheet.catalogue_rows(&columns);
    rows.into_iter().map(|CatalogueRow { item, unit, county, .. }| (item.join("/"), unit, county)).collect()
}

fn expected() -> Vec<(String, String, Option<bool>)> {
    let row = |item: &str, unit: &str, county| (item.to_owned(), unit.to_owned(), Some(county));
    vec![row("征地管理政策/征地批前程序", "县自然资源局", true), row("征地管理政策/村级公示", "各镇", false)]
}

#[test]
fn a_workbook_with_merged_cells() {
    let read = file(made::xlsx("自然资源", &catalogue()));
    assert_eq!((read.kind, read.unreadable), (FileKind::Xlsx, None));
    assert_eq!(read.sheets[0].title, "自然资源");
    assert_eq!(told(&read.sheets[0]), expected());
}

#[test]
fn a_document_with_merged_cells() {
    let read = file(made::docx("附件：自然资源领域目录", &catalogue()));
    assert_eq!((read.kind, read.unreadable), (FileKind::Docx, None));
    assert_eq!(read.sheets[0].title, "附件：自然资源领域目录");
    assert!(read.text.contains("自然资源领域目录"));
    assert_eq!(told(&read.sheets[0]), expected());
}

#[test]
fn tables_of_annual_reports_and_guides_are_kept_and_others_are_not() {
    let disputes =
        rows(&["行政复议 | < | < | < | <", "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计", "1 | 0 | 0 | 0 | 1"]);
    let table = made::html(&disputes);
    let layout = format!("<table width=100%><tr><td>{table}</td></tr></table>");
    let report = read_body(&format!("<h1>高县2025年政府信息公开工作年度报告</h1><p>发布时间：2026-03-01</p>{layout}"));
    assert_eq!(report.sheets.len(), 1, "the layout is no table of the report");
    assert_eq!(report.sheets[0].rows[2], ["1", "0", "0", "0", "1"]);
    let news = read_body(&format!("<h1>我县召开推进会</h1><p>发布时间：2026-03-01</p>{layout}"));
    assert_eq!(news.sheets, []);
    let guide = made::html(&rows(&["受理条件 | 年满六十周岁", "所需材料 | 身份证"]));
    let read = |title: &str| read_body(&format!("<h1>{title}</h1><p>发布时间：2026-03-01</p>{guide}")).sheets.len();
    assert_eq!((read("老年人优待证办事指南"), read("我县召开推进会")), (1, 0));
}

#[test]
fn a_table_of_a_page_is_kept_when_it_is_a_catalogue() {
    let page = read_body(&format!(
        "<h1>目录</h1>{}<table><tr><td>姓名</td><td>电话</td></tr></table>",
        made::html(&catalogue())
    ));
    assert_eq!(page.sheets.len(), 1);
    assert_eq!(told(&page.sheets[0]), expected());
    // Tables for the layout around it are no matter.
    let page = read_body(&format!(
        "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>",
        made::html(&catalogue())
    ));
    assert_eq!(page.sheets.len(), 1);
    assert_eq!(told(&page.sheets[0]), expected());
}

#[test]
fn tables_that_are_no_catalogue_are_not_kept() {
    for head in [
        "<tr><td>序号</td><td>行政许可事项</td><td>办理时限</td><td>设定依据</td><td>承诺时间</td></tr>",
        "<tr><td>公开</td><td>事项</td></tr>",
        "<tr><td>依申请公开事项</td><td>数量</td><td>办理方式</td></tr>",
    ] {
        let page = read_body(&format!("<p>公开事项</p><table>{head}<tr><td>1</td><td>甲</td><td>乙</td></tr></table>"));
        assert_eq!(page.sheets, [], "{head}");
    }
}

#[test]
fn a_list_of_fields_and_units_is_read() {
    let sheet = rows(&["序号 | 公开领域名称 | 责任部门", "1 | 自然资源 | 县自然资源和规划局", "2 | 旅游 | "]);
    let page = read_body(&format!("<p>公开事项标准目录</p>{}", made::html(&sheet)));
    let columns = page.sheets[0].catalogue_columns().unwrap();
    let read = page.sheets[0].catalogue_rows(&columns);
    let fields: Vec<(&str, &str)> = read.iter().map(|r| (r.field.as_str(), r.unit.as_str())).collect();
    assert_eq!(fields, [("自然资源", "县自然资源和规划局"), ("旅游", "")]);
    assert!(read.iter().all(|r| r.item.is_empty()));
}

#[test]
fn pages_that_call_themselves_workbooks() {
    let body = format!("<html><body><p>说明文字</p>{}</body></html>", made::html(&catalogue()));
    let read = attachment(&answer("http://www.gaoxian.gov.cn/a/1.xls", "application/vnd.ms-excel", body));
    assert_eq!(read.kind, FileKind::Markup);
    assert_eq!(told(&read.sheets[0]), expected());
    assert!(read.text.contains("说明文字"));
}

#[cfg(feature = "pdf")]
#[test]
fn tables_of_a_pdf() {
    let flat =
        rows(&["公开事项 | 公开内容 | 公开时限 | 责任单位", "低保审批 | 审批结果名单 | 二十个工作日内 | 县民政局"]);
    let read = file(made::pdf(&flat));
    assert_eq!((read.kind, &read.unreadable), (FileKind::Pdf, &None), "{read:?}");
    assert!(read.text.contains("低保审批"), "{read:?}");
    assert_eq!(told(&read.sheets[0]), [("低保审批".to_owned(), "县民政局".to_owned(), None)]);
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_without_words_is_a_scan() {
    assert_eq!(why(&file(made::pdf(&Vec::new()))), Unreadable::Scanned);
    assert_eq!(why(&file(b"%PDF-1.4\nnothing of the kind".to_vec())), Unreadable::Damaged);
}

fn why(read: &FileContent) -> Unreadable {
    assert_eq!(read.sheets, []);
    read.unreadable.clone().expect("must not be read").0
}

#[test]
fn what_cannot_be_read_says_why() {
    assert_eq!(why(&file(made::container("EncryptedPackage", b"secret"))), Unreadable::Encrypted);
    // FILEPASS, as a workbook of the old format begins when it asks for a password.
    let locked = [0x09, 0x08, 2, 0, 0, 6, 0x2F, 0, 2, 0, 0, 0];
    assert_eq!(why(&file(made::container("Workbook", &locked))), Unreadable::Encrypted);
    assert_eq!(why(&file(made::container("WordDocument", b"text"))), Unreadable::Damaged);
    assert_eq!(why(&file(b"\xff\xd8\xff\xe0 a picture".to_vec())), Unreadable::Scanned);
    assert_eq!(why(&file(made::zipped(&[("xl/workbook.xml", "<x")]))), Unreadable::Damaged);
    assert_eq!(why(&file(made::zipped(&[("word/document.xml", "<w:p><")]))), Unreadable::Damaged);
    let mut gone = answer("http://www.gaoxian.gov.cn/1.xlsx", "", Vec::new());
    gone.record.status = Some(404);
    assert_eq!(why(&attachment(&gone)), Unreadable::NotFetched);
    let mut cut = answer("http://www.gaoxian.gov.cn/1.xlsx", "", made::xlsx("一", &catalogue()));
    cut.record.whole = false;
    assert_eq!(why(&attachment(&cut)), Unreadable::TooLarge);
}

#[test]
fn files_that_would_grow_beyond_measure() {
    assert_eq!(why(&file(made::bomb(&[], "word/document.xml"))), Unreadable::Damaged);
    let book = made::bomb(&[("xl/workbook.xml", "<a/>")], "xl/sharedStrings.xml");
    assert_eq!(why(&file(book)), Unreadable::TooLarge);
    // One cell at the far corner of an old sheet.
    assert_eq!(why(&file(made::far_cell())), Unreadable::TooLarge);
    // And of a new one: it is read, without the corner.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "近").unwrap();
    sheet.write(1_048_575, 16_383, "远").unwrap();
    let read = file(book.save_to_buffer().unwrap());
    assert_eq!(read.sheets[0].rows, [["近"]]);
    assert_eq!(read.unreadable.unwrap().0, Unreadable::TooLarge);
    // Spans without end.
    let wide = "<table><tr><td rowspan=99999999 colspan=99999999>公开事项</td><td>公开内容</td></tr>".to_owned()
        + &"<tr><td>x</td></tr>".repeat(50)
        + "</table>";
    let page = read_body(&wide);
    assert!(page.sheets.len() <= 1);
}

#[test]
fn titles_that_name_a_catalogue() {
    for title in [
        "高县基层政务公开标准目录",
        "政务公开事项标准目录（2023年版）",
        "县民政局主动公开基本目录",
        "基层政务公开事项清单",
        "养老服务领域基层政务公开标准目录.xlsx",
        "公开事项目录",
    ] {
        assert!(names_catalogue(title), "{title}");
    }
    for title in [
        "政府信息公开目录",
        "权责清单",
        "政府集中采购目录",
        "行政许可事项清单",
        "《基层政务公开标准目录》解读",
        "目录",
        "公开指南",
        "行政事业性收费目录公开",
    ] {
        assert!(!names_catalogue(title), "{title}");
    }
}

fn changed(mut body: Vec<u8>, changes: &[(prop::sample::Index, u8)]) -> Exchange {
    for (at, byte) in changes {
        let at = at.index(body.len());
        body[at] = *byte;
    }
    answer("http://www.gaoxian.gov.cn/a/1.xlsx", "", body)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn files_with_bytes_changed(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..30), which in 0..9_usize) {
        let body = match which {
            0 => made::xlsx("一", &catalogue()),
            1 => made::docx("一", &catalogue()),
            2 => made::far_cell(),
            4 => made::ofd(&[&["关于印发通知"]], &["页眉"]),
            5 => made::rtf(&["关于印发通知"], &["甲", "乙"]),
            6 => made::gbk_zip(&[("甲.txt", b"text"), ("乙.docx", &made::docx("一", &catalogue()))], 0),
            7 => formats::DOC.to_vec(),
            3 => made::container("Workbook", &[9, 8, 2, 0, 0, 6, 0x2F, 0, 2, 0, 0, 0]),
            _ => made::pdf(&rows(&["公开事项 | 公开内容", "低保 | 名单"])),
        };
        let _ = attachment(&changed(body, &changes));
    }

    #[test]
    fn bytes_at_random(mut body in proptest::collection::vec(any::<u8>(), 0..600), magic in 0..5_usize) {
        let magic: &[u8] = [b"{\\rtf1".as_slice(), b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7\n", b""][magic];
        body.splice(0..0, magic.iter().copied());
        let _ = attachment(&answer("http://www.gaoxian.gov.cn/a/1", "", body));
    }
}
