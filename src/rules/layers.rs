//! A pack and those it extends, the lowest first.

use super::entry::{self, Layer};
use super::reader::Desk;
use super::source::{self, Place, Source};
use crate::model::Text;
use std::collections::BTreeSet;
use toml::de::DeTable;

/// One file's sections and which source they stand in.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) file: usize,
    pub(super) layer: Layer,
    /// The file is no TOML, or a pack it extends could not be had.
    pub(super) unread: bool,
}

/// Reads `source` and, depth first, what it extends; a pack reached twice is read once.
pub(super) fn gather(desk: &mut Desk, source: Source) -> Vec<Read> {
    let mut walk = Walk { desk, seen: BTreeSet::new(), chain: Vec::new(), out: Vec::new() };
    walk.visit(source);
    walk.out
}

/// The pack's own source and then those it extends, lowest first: the order of its digest.
pub(super) fn order(layers: &[Read]) -> Vec<usize> {
    let (own, below) = layers.split_last().expect("a pack has at least its own layer");
    std::iter::once(own.file).chain(below.iter().map(|read| read.file)).collect()
}

struct Walk<'d> {
    desk: &'d mut Desk,
    seen: BTreeSet<String>,
    chain: Vec<String>,
    out: Vec<Read>,
}

impl Walk<'_> {
    fn visit(&mut self, source: Source) {
        let identity = source.identity();
        self.seen.insert(identity.clone());
        self.chain.push(identity);
        let file = self.desk.sources.len();
        let text = source.text.clone();
        self.desk.sources.push(source);
        let mut read = Read { file, layer: Layer::default(), unread: false };
        match DeTable::parse(&text) {
            Ok(table) => read.layer = entry::layer(self.desk, file, table.get_ref()),
            Err(error) => {
                let offset = error.span().map_or(0, |s| s.start);
                let message = error.message().replace('\n', ", ");
                self.desk.fault(
                    Place { file, offset },
                    "",
                    Text::new(format!("TOML 语法错误：{message}"), format!("TOML syntax: {message}")),
                );
                read.unread = true;
            }
        }
        for reference in read.layer.pack.extends.clone() {
            read.unread |= !self.extend(file, &reference.value, reference.at);
        }
        self.chain.pop();
        self.out.push(read);
    }

    /// Whether the extended pack could be had.
    fn extend(&mut self, file: usize, reference: &str, at: Place) -> bool {
        let opened = source::open(&source::PACKS, reference, Some(&self.desk.sources[file]));
        let extended = match opened {
            Ok(extended) => extended,
            Err(fault) => {
                let message = Text::new(
                    format!("扩展不了 `{reference}`：{}", fault.message.zh),
                    format!("can't extend `{reference}`: {}", fault.message.en),
                );
                self.desk.fault(at, "pack", message);
                return false;
            }
        };
        let identity = extended.identity();
        if self.chain.contains(&identity) {
            let message = Text::new(
                format!("`extends` 绕成了圈：`{reference}` 又扩展回本包"),
                format!("`extends` runs in a circle: `{reference}` extends this pack again"),
            );
            self.desk.fault(at, "pack", message);
            return false;
        }
        if !self.seen.contains(&identity) {
            self.visit(extended);
        }
        true
    }
}
