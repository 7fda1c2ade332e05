//! Files that would cost the run: each costs itself alone, and soon.

use super::{file, made, why};
use duwang::model::Unreadable;
use std::time::{Duration, Instant};

const DOC: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/files/policy.doc"));

fn place(body: &[u8], what: &[u8]) -> usize {
    body.windows(what.len()).position(|w| w == what).unwrap()
}

#[test]
fn a_container_whose_chains_are_circles() {
    let number = |at: usize| usize::try_from(u32::from_le_bytes(DOC[at..at + 4].try_into().unwrap())).unwrap();
    // The table of chains: where its first sector is stands at 76 of the header.
    let table = (number(76) + 1) * 512;
    for target in [0_u32, 1, 2, 7] {
        let mut body = DOC.to_vec();
        for at in (table..table + 512).step_by(4) {
            body[at..at + 4].copy_from_slice(&target.to_le_bytes());
        }
        let start = Instant::now();
        let read = file(body);
        assert!(start.elapsed() < Duration::from_secs(10));
        assert!(read.text.len() < 1_000_000);
        assert!(!read.is_whole() || !read.text.contains("有效期5年"), "{read:?}");
    }
}

#[test]
fn a_text_document_that_asks_for_a_password() {
    let mut body = DOC.to_vec();
    // The flag fEncrypted in the header of the main stream.
    let main = (0..body.len()).step_by(512).find(|&at| body[at..].starts_with(b"\xec\xa5")).unwrap();
    body[main + 11] |= 1;
    assert_eq!(why(&file(body)), Unreadable::Encrypted);
}

#[test]
fn an_ofd_that_points_at_itself() {
    let circle = made::zipped(&[(
        "OFD.xml",
        "<OFD><DocBody><DocRoot>OFD.xml</DocRoot><DocRoot>OFD.xml</DocRoot></DocBody><Page BaseLoc=\"OFD.xml\"/></OFD>",
    )]);
    assert_eq!(why(&file(circle)), Unreadable::Damaged);
    let page = "<Page><Template TemplateID=\"1\"/><Content><Layer><TextObject Boundary=\"0 0 1 1\"><TextCode>一页</TextCode></TextObject></Layer></Content></Page>";
    let list = "<Page ID=\"2\" BaseLoc=\"Content.xml\"/>".repeat(100_000);
    let document = format!(
        "<Document><TemplatePage ID=\"1\" BaseLoc=\"Content.xml\"/>{list}<Page BaseLoc=\"Document.xml\"/></Document>"
    );
    let read = file(made::zipped(&[
        ("OFD.xml", "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>"),
        ("D/Document.xml", &document),
        ("D/Content.xml", page),
    ]));
    assert!(read.text.chars().count() < 20, "{}", read.text);
    assert!(file(made::zipped(&[("OFD.xml", "x")])).unreadable.is_some_and(|(why, _)| why == Unreadable::Damaged));
}

#[test]
fn archives_that_unpack_without_end() {
    let bomb = made::bomb(&[], "a.txt");
    assert!(bomb.len() < 200_000);
    let read = file(bomb.clone());
    assert_eq!(read.unreadable.map(|(why, _)| why), Some(Unreadable::TooLarge));
    assert!(read.text.len() < 1000);
    // And one inside of another, many times over.
    let name: Vec<String> = (0..40).map(|n| format!("{n}.zip")).collect();
    let many: Vec<(&str, &[u8])> = name.iter().map(|n| (n.as_str(), bomb.as_slice())).collect();
    let start = Instant::now();
    let read = file(made::gbk_zip(&many, 0));
    assert_eq!(read.unreadable.map(|(why, _)| why), Some(Unreadable::TooLarge));
    assert!(start.elapsed() < Duration::from_secs(25));
}

#[test]
fn entities_that_multiply() {
    let laughs = (1..10)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect::<Vec<_>>()
        .concat();
    let xml = format!(
        "<!DOCTYPE d [<!ENTITY l0 \"笑\">{laughs}]><w:document><w:body><w:p><w:r><w:t>公告&l9;</w:t></w:r></w:p></w:body></w:document>"
    );
    let read = file(made::zipped(&[("word/document.xml", &xml)]));
    assert!(read.text.starts_with("公告") && read.text.len() < 100, "{}", read.text);
}

#[test]
fn long_texts_are_cut_and_say_so() {
    let lines = "高县人民政府办公室关于印发农村公路管理办法的通知\n".repeat(5000);
    let read = file(lines.into_bytes());
    assert!(read.cut && !read.is_whole());
    assert!(read.text.chars().count() <= 60_000);
    let deep = "{".repeat(100_000) + "x";
    assert!(matches!(file(format!("{{\\rtf1 公告{deep}").into_bytes()).unreadable, Some((Unreadable::Damaged, _))));
}

#[cfg(feature = "pdf")]
#[test]
fn a_pdf_of_ten_thousand_pages() {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), String::new()];
    let text = "6c11653f5c40".repeat(10);
    let ops = format!("BT /F1 10 Tf 40 700 Td <{text}> Tj ET");
    objects.push(format!("<< /Length {} >>\nstream\n{ops}\nendstream", ops.len()));
    objects.push(
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>"
            .to_owned(),
    );
    objects.push("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>".to_owned());
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 842] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>";
    objects.extend((0..10_000).map(|_| page.to_owned()));
    let kids = (6..10_006).map(|n| format!("{n} 0 R ")).collect::<Vec<_>>().concat();
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count 10000 >>");
    let body = made::pdf_file(&objects);
    assert!(place(&body, b"/Count 10000") > 0);
    let start = Instant::now();
    let read = file(body);
    assert!(start.elapsed() < Duration::from_secs(25));
    assert_eq!(read.unreadable.as_ref().map(|(why, _)| *why), Some(Unreadable::TooLarge), "{:?}", read.unreadable);
}
