//! The `[[file]]` part of a case: a file that a page offers and that was read; made when the case is run.

use super::mini_site::{Case, record_of};
use crate::parse::attachment::made;
use crate::parse::personal::made as numbers;
use duwang::model::{Attachment, Exchange, FailureKind, FileContent, FileKind, Observation, Unreadable};
use duwang::parse;
use serde::Deserialize;

/// A file that a page offers. For one that the run did not fetch write a `[[skip]]` with `page = false`, or nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileCase {
    pub(super) url: String,
    /// What the link calls it.
    name: String,
    /// The page that offers it.
    on: String,
    #[serde(default)]
    made: Made,
    /// The sheet's name, or the line above the table.
    #[serde(default = "sheet")]
    sheet: String,
    /// Cells parted by `|`; `<` and `^` go on with the cell to the left and above.
    #[serde(default)]
    rows: Vec<String>,
    /// The words of a document, a paragraph a line; above the table if there is one. Not for workbooks.
    #[serde(default)]
    text: Option<String>,
    /// It was fetched and could not be read, for this reason, whatever it is made of.
    #[serde(default)]
    unreadable: Option<Unreadable>,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    failure: Option<FailureKind>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Made {
    #[default]
    Xlsx,
    Docx,
    /// With `text` a page of words, else of a ruled table.
    Pdf,
    /// Plain text.
    Txt,
    /// Plain text in GBK, as Windows editors leave it.
    TxtGbk,
    /// Rich Text.
    Rtf,
    /// OFD of one page.
    Ofd,
    /// A zip with one plain text in it.
    Zip,
    Markup,
    Picture,
    Encrypted,
}

fn sheet() -> String {
    "目录".to_owned()
}

impl FileCase {
    /// What a crawl would have made of it.
    pub(super) fn observation(&self, case: &Case) -> Observation {
        let status = self.status.or(self.failure.is_none().then_some(200));
        let mut record = record_of(&case.address(&self.url), None, (status, self.failure), 1);
        record.headers.insert("content-type".to_owned(), "application/octet-stream".to_owned());
        let content = match self.unreadable {
            Some(why) => FileContent::unread(FileKind::Other, why, "as the case says"),
            None => parse::attachment(&Exchange { record: record.clone(), body: self.body() }),
        };
        let (name, referrer) = (self.name.clone(), case.address(&self.on));
        Observation::Attachment(Box::new(Attachment {
            record,
            name,
            referrer,
            content,
            tables: false,
            absent_words: None,
            sketch: Vec::new(),
            challenge: None,
        }))
    }

    fn body(&self) -> Vec<u8> {
        let lines: Vec<String> = self.rows.iter().map(|l| numbers::filled(l)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let rows = made::rows(&lines);
        let text = self.text.as_deref().map(numbers::filled);
        let words: Vec<&str> = text.iter().flat_map(|t| t.lines()).map(str::trim).filter(|l| !l.is_empty()).collect();
        assert!(
            self.text.is_none() || self.made != Made::Xlsx,
            "{}: a workbook has cells, give `rows` or `made`",
            self.url
        );
        match self.made {
            Made::Xlsx => made::xlsx(&self.sheet, &rows),
            Made::Docx if self.text.is_some() => made::docx_of(&words, &rows),
            Made::Docx => made::docx(&self.sheet, &rows),
            Made::Pdf if self.text.is_some() => made::pdf_of(&words),
            Made::Pdf => made::pdf(&rows),
            Made::Txt => words.join("\r\n").into_bytes(),
            Made::TxtGbk => encoding_rs::GBK.encode(&words.join("\r\n")).0.into_owned(),
            Made::Rtf => made::rtf(&words, &[]),
            Made::Ofd => made::ofd(&[&words], &[]),
            Made::Zip => made::gbk_zip(&[("附件.txt", words.join("\n").as_bytes())], 0),
            Made::Markup if self.text.is_some() => {
                let lines = words.iter().map(|w| format!("<p>{w}</p>")).collect::<Vec<_>>().concat();
                (lines + &made::html(&rows)).into_bytes()
            }
            Made::Markup => made::html(&rows).into_bytes(),
            Made::Picture => b"\xff\xd8\xff\xe0".to_vec(),
            Made::Encrypted => made::container("EncryptedPackage", b"locked"),
        }
    }
}
