//! Files made in memory: workbooks, documents, PDFs, and what is wrong with them.

use cfb::CompoundFile;
use rust_xlsxwriter::{Format, Workbook};
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Rows of cells. `<` takes the text of the cell to its left, `^` of the one above: merged cells.
pub(crate) type Rows = Vec<Vec<String>>;

/// The size of the merged cell that begins here.
fn span(rows: &Rows, row: usize, column: usize) -> (usize, usize) {
    let is = |r: usize, c: usize, mark: &str| rows.get(r).and_then(|l| l.get(c)).is_some_and(|t| t == mark);
    let mut size = (1, 1);
    while is(row, column + size.1, "<") {
        size.1 += 1;
    }
    while is(row + size.0, column, "^") {
        size.0 += 1;
    }
    size
}

fn is_mark(text: &str) -> bool {
    text == "<" || text == "^"
}

/// A workbook with one sheet.
pub(crate) fn xlsx(sheet: &str, rows: &Rows) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(sheet).unwrap();
    let plain = Format::new();
    for (r, line) in rows.iter().enumerate() {
        for (c, text) in line.iter().enumerate() {
            let (row, column) = (u32::try_from(r).unwrap(), u16::try_from(c).unwrap());
            let size = span(rows, r, c);
            if is_mark(text) {
            } else if size == (1, 1) {
                page.write(row, column, text).unwrap();
            } else {
                let last = (row + u32::try_from(size.0).unwrap() - 1, column + u16::try_from(size.1).unwrap() - 1);
                page.merge_range(row, column, last.0, last.1, text, &plain).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// A table as markup.
pub(crate) fn html(rows: &Rows) -> String {
    let mut out = String::from("<table>");
    for (r, line) in rows.iter().enumerate() {
        out.push_str("<tr>");
        for (c, text) in line.iter().enumerate().filter(|(_, t)| !is_mark(t)) {
            let (down, across) = span(rows, r, c);
            write!(out, "<td rowspan={down} colspan={across}>{text}</td>").unwrap();
        }
        out.push_str("</tr>");
    }
    out + "</table>"
}

/// A text document: one line above a table.
pub(crate) fn docx(line: &str, rows: &Rows) -> Vec<u8> {
    docx_of(&[line], rows)
}

/// A text document: paragraphs above a table, if there are rows.
pub(crate) fn docx_of(lines: &[&str], rows: &Rows) -> Vec<u8> {
    let mut body = String::new();
    for line in lines {
        write!(body, "<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escaped(line)).unwrap();
    }
    if !rows.is_empty() {
        body.push_str("<w:tbl>");
    }
    for (r, cells) in rows.iter().enumerate() {
        body.push_str("<w:tr>");
        for (c, text) in cells.iter().enumerate().filter(|(_, t)| *t != "<") {
            let across = span(rows, r, c).1;
            let merge = match (text.as_str(), span(rows, r, c).0) {
                ("^", _) => "<w:vMerge/>",
                (_, 2..) => "<w:vMerge w:val=\"restart\"/>",
                _ => "",
            };
            let text = if text == "^" { String::new() } else { escaped(text) };
            write!(body, "<w:tc><w:tcPr><w:gridSpan w:val=\"{across}\"/>{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>").unwrap();
        }
        body.push_str("</w:tr>");
    }
    if !rows.is_empty() {
        body.push_str("</w:tbl>");
    }
    let xml = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    zipped(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &xml)])
}

/// Text as XML writes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A zip of these parts.
pub(crate) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An old container with one stream.
pub(crate) fn container(stream: &str, bytes: &[u8]) -> Vec<u8> {
    let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(bytes).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// Records of an old workbook: one cell of text in the last places of a sheet.
pub(crate) fn far_cell() -> Vec<u8> {
    let record = |id: u16, body: &[u8]| {
        [&id.to_le_bytes()[..], &u16::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
    };
    let begin = record(0x0809, &[0, 6, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let cell = |row: u16, column: u16| {
        record(0x027E, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0, 0], &[0, 0, 0, 0]].concat())
    };
    let bytes = [begin, cell(0, 0), cell(65_535, 255), record(0x000A, &[])].concat();
    container("Workbook", &bytes)
}

/// A PDF of one page with a ruled table; without rows a page with a rectangle on it, as a scan without words is.
pub(crate) fn pdf(rows: &Rows) -> Vec<u8> {
    let (left, top, wide, high) = (40.0, 780.0, 110.0, 40.0);
    let mut ops = String::from("0.5 w\n");
    let across = rows.first().map_or(0, Vec::len);
    let at = |n: usize, from: f64, step: f64| from + step * f64::from(u32::try_from(n).unwrap());
    for r in 0..=rows.len() {
        let y = at(r, top, -high);
        writeln!(ops, "{left} {y} m {} {y} l S", at(across, left, wide)).unwrap();
    }
    for c in 0..=across {
        let x = at(c, left, wide);
        writeln!(ops, "{x} {top} m {x} {} l S", at(rows.len(), top, -high)).unwrap();
    }
    for (r, line) in rows.iter().enumerate() {
        for (c, text) in line.iter().enumerate() {
            let (x, y) = (at(c, left, wide) + 6.0, at(r, top, -high) - 24.0);
            writeln!(ops, "BT /F1 10 Tf {x} {y} Td <{}> Tj ET", hex(text)).unwrap();
        }
    }
    pdf_page((842, 842), &ops)
}

/// A PDF of one page, as long and wide as its lines need.
pub(crate) fn pdf_of(lines: &[&str]) -> Vec<u8> {
    let longest = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    let (wide, high) = (100 + 10 * longest, 100 + 20 * lines.len());
    let mut ops = String::new();
    for (n, line) in lines.iter().enumerate() {
        writeln!(ops, "BT /F1 10 Tf 40 {} Td <{}> Tj ET", high - 40 - 20 * n, hex(line)).unwrap();
    }
    pdf_page((wide.max(595), high.max(842)), &ops)
}

/// Text as the font of these PDFs has it.
fn hex(text: &str) -> String {
    text.encode_utf16().map(|u| format!("{u:04x}")).collect::<Vec<_>>().concat()
}

fn pdf_page((wide, high): (usize, usize), ops: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"),
        format!("<< /Length {} >>\nstream\n{ops}endstream", ops.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>".to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>".to_owned(),
    ];
    pdf_file(&objects)
}

/// Objects, the first of them the catalog, as a file.
pub(crate) fn pdf_file(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).into_bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    out.extend(
        format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).into_bytes(),
    );
    out
}

/// Rows from lines of cells parted by `|`.
pub(crate) fn rows(lines: &[&str]) -> Rows {
    lines.iter().map(|l| l.split('|').map(|c| c.trim().to_owned()).collect()).collect()
}

/// An OFD of these pages; a line is a text of its own, `template` a page whose texts stand on each of them.
pub(crate) fn ofd(pages: &[&[&str]], template: &[&str]) -> Vec<u8> {
    let page = |lines: &[&str], head: &str| {
        let mut texts = String::new();
        for (n, line) in lines.iter().enumerate() {
            // As many writers do, a line comes in pieces.
            let cut = line.char_indices().nth(3).map_or(line.len(), |(at, _)| at);
            for (x, piece) in [(20, &line[..cut]), (60, &line[cut..])] {
                write!(
                    texts,
                    "<ofd:TextObject ID=\"{x}{n}\" Boundary=\"{x} {} 100 5\" Font=\"3\" Size=\"4\"><ofd:TextCode X=\"0\" Y=\"4\" DeltaX=\"g 9 4\">{}</ofd:TextCode></ofd:TextObject>",
                    20 + 10 * n,
                    escaped(piece)
                )
                .unwrap();
            }
        }
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\">{head}<ofd:Content><ofd:Layer ID=\"2\">{texts}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    };
    let mut parts = vec![(
        "OFD.xml".to_owned(),
        "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".to_owned(),
    )];
    let mut list = String::new();
    for (n, lines) in pages.iter().enumerate() {
        write!(list, "<ofd:Page ID=\"1{n}\" BaseLoc=\"Pages/Page_{n}/Content.xml\"/>").unwrap();
        parts.push((
            format!("Doc_0/Pages/Page_{n}/Content.xml"),
            page(lines, "<ofd:Template TemplateID=\"9\" ZOrder=\"Background\"/>"),
        ));
    }
    parts.push(("Doc_0/Tpls/Tpl_0/Content.xml".to_owned(), page(template, "")));
    parts.push((
        "Doc_0/Document.xml".to_owned(),
        format!(
            "<ofd:Document xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:CommonData><ofd:TemplatePage ID=\"9\" BaseLoc=\"/Doc_0/Tpls/Tpl_0/Content.xml\"/></ofd:CommonData><ofd:Pages>{list}</ofd:Pages></ofd:Document>"
        ),
    ));
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    zipped(&parts)
}

/// Rich Text as older writers in China leave it: bytes of GBK, a table's row at the end.
pub(crate) fn rtf(lines: &[&str], row: &[&str]) -> Vec<u8> {
    let bytes = |text: &str| {
        encoding_rs::GBK.encode(text).0.iter().fold(String::new(), |mut out, b| {
            if b.is_ascii_alphanumeric() {
                out.push(char::from(*b));
            } else {
                write!(out, "\\'{b:02x}").unwrap();
            }
            out
        })
    };
    let mut out = String::from(
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}{\\f1 Times;}}{\\*\\generator x;}{\\info{\\title hidden}}\\f0\n",
    );
    for line in lines {
        writeln!(out, "{{\\b {}}}\\par", bytes(line)).unwrap();
    }
    out.push_str("\\trowd ");
    for cell in row {
        write!(out, "{}\\cell ", bytes(cell)).unwrap();
    }
    (out + "\\row}").into_bytes()
}

/// A zip as Chinese systems write it: names in GBK without saying so, nothing compressed. `flags` of every entry.
pub(crate) fn gbk_zip(files: &[(&str, &[u8])], flags: u16) -> Vec<u8> {
    let entry = |(name, body): &(&str, &[u8])| Packed {
        name: encoding_rs::GBK.encode(name).0.into_owned(),
        method: 0,
        crc: crc32(body),
        size: u32::try_from(body.len()).unwrap(),
        body: body.to_vec(),
    };
    packed(&files.iter().map(entry).collect::<Vec<_>>(), flags)
}

/// A zip with these parts and one more, of 80 MB of noughts.
pub(crate) fn bomb(parts: &[(&str, &str)], name: &str) -> Vec<u8> {
    let mut files: Vec<Packed> = Vec::new();
    for (name, text) in parts {
        let (name, body) = (name.as_bytes().to_vec(), text.as_bytes().to_vec());
        files.push(Packed { name, method: 0, crc: crc32(&body), size: u32::try_from(body.len()).unwrap(), body });
    }
    // A piece that ends on a byte can be repeated, and an empty last block ends it.
    let mut press = flate2::Compress::new(flate2::Compression::best(), false);
    let mut piece = Vec::with_capacity(1 << 16);
    press.compress_vec(&vec![b'0'; 1 << 20], &mut piece, flate2::FlushCompress::Full).unwrap();
    let body = [piece.repeat(80), vec![3, 0]].concat();
    files.push(Packed { name: name.as_bytes().to_vec(), method: 8, crc: 0, size: 80 << 20, body });
    packed(&files, 0)
}

/// An entry of a zip as it lies in the file.
struct Packed {
    name: Vec<u8>,
    method: u16,
    crc: u32,
    /// Unpacked.
    size: u32,
    body: Vec<u8>,
}

fn packed(files: &[Packed], flags: u16) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        let at = u32::try_from(out.len()).unwrap().to_le_bytes();
        let shared = [
            &20_u16.to_le_bytes()[..],
            &flags.to_le_bytes(),
            &file.method.to_le_bytes(),
            &[0, 0, 0x21, 0x5A],
            &file.crc.to_le_bytes(),
            &u32::try_from(file.body.len()).unwrap().to_le_bytes(),
            &file.size.to_le_bytes(),
            &u16::try_from(file.name.len()).unwrap().to_le_bytes(),
            &[0, 0],
        ]
        .concat();
        out.extend([&b"PK\x03\x04"[..], &shared, &file.name, &file.body].concat());
        directory.extend([&b"PK\x01\x02\x14\x00"[..], &shared, &[0; 10], &at, &file.name].concat());
    }
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    let (size, at) = (u32::try_from(directory.len()).unwrap(), u32::try_from(out.len()).unwrap());
    out.extend(directory);
    let end = [&b"PK\x05\x06"[..], &[0; 4], &count, &count, &size.to_le_bytes(), &at.to_le_bytes(), &[0, 0]].concat();
    out.extend(end);
    out
}

fn crc32(body: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(body);
    crc.sum()
}

/// A presentation of one slide.
pub(crate) fn pptx(lines: &[&str]) -> Vec<u8> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |list: &[(&str, &str)]| {
        let list = list
            .iter()
            .map(|(kind, target)| format!("<Relationship Id=\"rId1\" Type=\"{KINDS}/{kind}\" Target=\"{target}\"/>"))
            .collect::<Vec<_>>()
            .concat();
        format!(
            "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{list}</Relationships>"
        )
    };
    let texts =
        lines.iter().map(|l| format!("<a:p><a:r><a:t>{}</a:t></a:r></a:p>", escaped(l))).collect::<Vec<_>>().concat();
    let spaces = format!(
        "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"{KINDS}\" xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\""
    );
    let kinds = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/ppt/presentation.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml\"/><Override PartName=\"/ppt/slides/slide1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.presentationml.slide+xml\"/></Types>"
    );
    let presentation = format!(
        "{HEAD}<p:presentation {spaces}><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId1\"/></p:sldIdLst></p:presentation>"
    );
    let slide = format!(
        "{HEAD}<p:sld {spaces}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"a\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>{texts}</p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
    );
    zipped(&[
        ("[Content_Types].xml", &kinds),
        ("_rels/.rels", &relations(&[("officeDocument", "ppt/presentation.xml")])),
        ("ppt/presentation.xml", &presentation),
        ("ppt/_rels/presentation.xml.rels", &relations(&[("slide", "slides/slide1.xml")])),
        ("ppt/slides/slide1.xml", &slide),
    ])
}
