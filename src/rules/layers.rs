//! A pack and those it extends, the lowest first.

use super::entry::{self, Layer};
use super::reader::Desk;
use super::source::{self, Place, Source};
use super::{bundled, syntax};
use crate::model::Text;
use std::collections::{BTreeMap, BTreeSet};
use toml::de::DeTable;

/// One file's sections and which source they stand in.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) file: usize,
    pub(super) layer: Layer,
    /// The files it extends, near and far.
    pub(super) below: BTreeSet<usize>,
    /// The file is no TOML, or a pack it extends could not be had.
    pub(super) unread: bool,
}

/// Reads `source` and, depth first, what it extends; a pack reached twice is read once.
pub(super) fn gather(desk: &mut Desk, source: Source) -> Vec<Read> {
    let mut walk = Walk { desk, seen: BTreeMap::new(), chain: Vec::new(), out: Vec::new() };
    walk.visit(source);
    let Walk { mut out, .. } = walk;
    namesakes(desk, &mut out);
    out
}

/// The pack's own source and then those it extends, lowest first: the order of its digest.
pub(super) fn order(layers: &[Read]) -> Vec<usize> {
    let (own, below) = layers.split_last().expect("a pack has at least its own layer");
    std::iter::once(own.file).chain(below.iter().map(|read| read.file)).collect()
}

/// Holds the packs' ids against one another and against those of the bundled packs.
fn namesakes(desk: &mut Desk, layers: &mut [Read]) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for read in layers.iter_mut() {
        let (id, at) = (read.layer.pack.id.clone(), read.layer.pack.id_at);
        if id.is_empty() {
            continue;
        }
        if let Some(other) = first.get(&id) {
            let other = &desk.sources[*other].name;
            let message = Text::new(
                format!("id `{id}` 与所扩展的 `{other}` 相同；每个规则包要有自己的 id，请另起一个，如 `{id}-2`"),
                format!(
                    "the extended pack `{other}` has the id `{id}` too; every pack needs its own, `{id}-2` perhaps"
                ),
            );
            desk.fault(at, "pack", message);
            read.unread = true;
            continue;
        }
        first.insert(id.clone(), read.file);
        let source = &desk.sources[read.file];
        let bundled = bundled::PACKS.iter().find(|(known, _)| *known == id);
        if let Some((_, text)) = bundled
            && source.path.is_some()
            && source.text.trim_end() != text.trim_end()
        {
            let message = Text::new(
                format!(
                    "id 与内置规则包 `{id}` 相同，内容却不同，评分表上分不清是哪一个；请改 id，或用 extends = [\"{id}\"] 只写改动"
                ),
                format!(
                    "the bundled pack `{id}` has this id and another text: scorecards can't be told apart; give another id, \
                     or write the changes alone with extends = [\"{id}\"]"
                ),
            );
            desk.warn(at, "pack", message);
        }
    }
}

struct Walk<'d> {
    desk: &'d mut Desk,
    /// The file of each pack that was opened, by identity.
    seen: BTreeMap<String, usize>,
    /// Identity and name of the packs being read, from the one asked for.
    chain: Vec<(String, String)>,
    out: Vec<Read>,
}

impl Walk<'_> {
    fn visit(&mut self, source: Source) -> usize {
        let identity = source.identity();
        let file = self.desk.sources.len();
        self.seen.insert(identity.clone(), file);
        self.chain.push((identity, source.name.clone()));
        let text = source.text.clone();
        self.desk.sources.push(source);
        let mut read = Read { file, layer: Layer::default(), below: BTreeSet::new(), unread: false };
        let (table, errors) = DeTable::parse_recoverable(&text);
        if errors.is_empty() {
            read.layer = entry::layer(self.desk, file, table.get_ref());
        } else {
            for (offset, message) in syntax::faults(&text, &errors) {
                self.desk.fault(Place { file, offset }, "", message);
            }
            read.unread = true;
        }
        let mut named: BTreeSet<usize> = BTreeSet::new();
        for reference in read.layer.pack.extends.clone() {
            let Some(lower) = self.extend(file, (&reference.value, reference.at), &read.layer.pack.id) else {
                read.unread = true;
                continue;
            };
            if !named.insert(lower) {
                let message = Text::new(
                    format!("`{}` 写了两次，只算一次", reference.value),
                    format!("`{}` is named twice and counts once", reference.value),
                );
                self.desk.warn(reference.at, "pack", message);
            }
            let further = self.out.iter().find(|r| r.file == lower).map(|r| r.below.clone()).unwrap_or_default();
            read.below.extend(further);
            read.below.insert(lower);
        }
        self.chain.pop();
        self.out.push(read);
        file
    }

    /// The file of the extended pack, read now or before; `None` when it could not be had.
    fn extend(&mut self, file: usize, (reference, at): (&str, Place), own: &str) -> Option<usize> {
        let extended = match source::open(&source::PACKS, reference, Some(&self.desk.sources[file])) {
            Ok(extended) => extended,
            Err(_) if reference == own => {
                self.circle(at, reference, &[]);
                return None;
            }
            Err(fault) => {
                let message = Text::new(
                    format!("扩展不了 `{reference}`：{}", fault.message.zh),
                    format!("can't extend `{reference}`: {}", fault.message.en),
                );
                self.desk.fault(at, "pack", message);
                return None;
            }
        };
        let identity = extended.identity();
        if let Some(start) = self.chain.iter().position(|(known, _)| *known == identity) {
            let ring: Vec<String> = self.chain[start..].iter().map(|(_, name)| name.clone()).collect();
            self.circle(at, reference, &ring);
            return None;
        }
        match self.seen.get(&identity) {
            Some(known) => Some(*known),
            None => Some(self.visit(extended)),
        }
    }

    /// Tells of a pack that extends itself, at once or by way of others.
    fn circle(&mut self, at: Place, reference: &str, ring: &[String]) {
        let message = if ring.len() < 2 {
            Text::new(
                format!("`{reference}` 就是本包，不能扩展自己；请删去，或写被扩展的包"),
                format!("`{reference}` is this pack itself; delete it, or name the pack that is meant"),
            )
        } else {
            let path = ring.iter().chain(&ring[..1]).map(String::as_str).collect::<Vec<_>>().join(" → ");
            Text::new(
                format!("`extends` 绕成了圈：{path}；请去掉其中一处"),
                format!("`extends` runs in a circle: {path}; take one of them out"),
            )
        };
        self.desk.fault(at, "pack", message);
    }
}
