//! Holds every source file against the table of modules and layers: who may import whom, where each outside crate lives,
//! how long a file may be, what nothing is called.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each module with those it may import.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("config", &["model"]),
    ("fetch", &["model", "config"]),
    ("render", &["model", "config"]),
    ("parse", &["model"]),
    ("store", &["model", "config"]),
    ("crawl", &["model", "config", "fetch", "render", "parse", "store"]),
    ("facts", &["model"]),
    ("checks", &["model", "facts"]),
    ("rules", &["model", "facts", "checks"]),
    ("score", &["model", "facts", "checks", "rules"]),
    ("assess", &["model", "rules", "score"]),
    ("report", &["model"]),
    ("demo", &["model"]),
    ("audit", &["model", "config", "crawl", "store", "facts", "rules", "score", "report"]),
    (
        "scan",
        &[
            "model", "config", "fetch", "render", "parse", "store", "crawl", "facts", "checks", "rules", "score",
            "report", "audit",
        ],
    ),
    ("tell", &["model", "config", "fetch", "scan"]),
    ("doctor", &["model", "store"]),
    (
        "serve",
        &[
            "model", "config", "fetch", "render", "parse", "store", "crawl", "facts", "checks", "rules", "score",
            "assess", "report", "audit", "scan", "tell",
        ],
    ),
    (
        "cli",
        &[
            "model", "config", "fetch", "render", "parse", "store", "crawl", "facts", "checks", "rules", "score",
            "assess", "report", "demo", "audit", "scan", "serve", "tell", "doctor",
        ],
    ),
];

/// Outside crates that have a home.
const HOMES: &[(&str, &[&str])] = &[
    ("axum", &["demo", "serve"]),
    ("base64", &["render", "report"]),
    ("brotli_decompressor", &["fetch"]),
    ("calamine", &["assess", "config", "parse"]),
    ("cfb", &["parse"]),
    ("chardetng", &["parse"]),
    ("chromiumoxide", &["render"]),
    ("clap", &["cli"]),
    ("console", &["cli"]),
    ("cssparser", &["parse"]),
    ("csv", &["config", "report"]),
    ("croner", &["config"]),
    ("encoding_rs", &["config", "parse"]),
    ("flate2", &["fetch"]),
    ("fs4", &["cli"]),
    ("futures_util", &["render"]),
    ("gethostname", &["scan"]),
    ("governor", &["fetch"]),
    ("hickory_resolver", &["fetch"]),
    ("hmac", &["tell"]),
    ("hyper", &["fetch"]),
    ("include_dir", &["demo"]),
    ("indicatif", &["cli"]),
    ("ipnet", &["model", "config", "fetch", "cli"]),
    ("lettre", &["tell"]),
    ("minijinja", &["report"]),
    ("office_oxide", &["parse"]),
    ("pdf_oxide", &["parse"]),
    ("prometheus_client", &["serve"]),
    ("psl", &["model"]),
    ("quick_xml", &["parse"]),
    ("reqwest", &["fetch"]),
    ("rust_xlsxwriter", &["report"]),
    ("rustls", &["fetch"]),
    ("scraper", &["parse"]),
    ("selectors", &["parse"]),
    ("sqlx", &["store"]),
    ("tempfile", &["fetch", "render"]),
    ("texting_robots", &["fetch"]),
    ("toml", &["config", "rules", "demo"]),
    ("tracing_subscriber", &["cli"]),
    ("zip", &["parse"]),
    ("zstd", &["fetch", "render", "store"]),
];

/// What says nothing of what it holds.
const VAGUE: &[&str] = &["utils", "util", "helpers", "helper", "common", "manager", "types", "misc"];

/// Longest file, in lines.
const MAX_LINES: usize = 500;

struct Source {
    /// Below the crate's folder, with `/`.
    path: String,
    text: String,
    /// Lines without comments.
    code: String,
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.lines().map(without_comment).collect::<Vec<_>>().join("\n");
                let path = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source { path, text, code });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// A line up to a comment; addresses such as `http://` are no comments.
fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    line.find(" // ").map_or(line, |at| &line[..at])
}

impl Source {
    /// The module it belongs to: the folder or file right below `src`.
    fn module(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split('/').next().unwrap_or(below).trim_end_matches(".rs")
    }

    /// How many `super` lead from it to the crate's root.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count() - 1;
        if self.path.ends_with("/mod.rs") { parts - 1 } else { parts }
    }

    /// The modules of the crate that it names.
    fn imports(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for root in ["crate::".to_owned(), "super::".repeat(self.depth())] {
            for rest in behind(&self.code, &root) {
                match rest.strip_prefix('{') {
                    Some(group) => names.extend(first_names(group)),
                    None => {
                        names.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
                    }
                }
            }
        }
        names
    }
}

/// What stands behind each `word` that begins a path.
fn behind<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    code.match_indices(word).filter_map(|(at, _)| {
        let inside = code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | ':'));
        (!inside).then(|| &code[at + word.len()..])
    })
}

/// The first parts of the paths in a `{…}` whose opening brace was just read.
fn first_names(text: &str) -> Vec<String> {
    let (mut names, mut name, mut depth, mut taken) = (Vec::new(), String::new(), 0, false);
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut name));
                taken = false;
            }
            ':' if depth == 0 => taken = true,
            c if depth == 0 && !taken && (c.is_alphanumeric() || c == '_') => name.push(c),
            _ => {}
        }
    }
    names.push(name);
    names.retain(|n| !n.is_empty());
    names
}

#[test]
fn modules_import_only_what_the_table_says() {
    let table: BTreeMap<&str, &[&str]> = LAYERS.iter().copied().collect();
    let mut faults = Vec::new();
    for source in sources("src") {
        let module = source.module();
        if matches!(module, "lib" | "main") {
            continue;
        }
        let Some(allowed) = table.get(module) else {
            faults.push(format!("{}: the module {module} is not in the table", source.path));
            continue;
        };
        for name in source.imports() {
            let known = table.contains_key(name.as_str());
            if known && name != module && !allowed.contains(&name.as_str()) {
                faults.push(format!("{}: imports {name}; {module} may import {allowed:?}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn outside_crates_stay_at_home() {
    let mut faults = Vec::new();
    for source in sources("src") {
        for (name, homes) in HOMES {
            let used = [format!("{name}::"), format!("use {name};")]
                .iter()
                .any(|path| behind(&source.code, path).next().is_some());
            if used && !homes.contains(&source.module()) {
                faults.push(format!("{}: uses {name}, which lives in {homes:?}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_crate_with_a_home_is_a_dependency() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    for (name, _) in HOMES {
        let listed = manifest.lines().any(|l| l.split([' ', '=']).next().is_some_and(|n| n.replace('-', "_") == *name));
        assert!(listed, "{name} is no dependency any more: take it out of the table");
    }
}

#[test]
fn files_are_short_and_named_for_what_they_hold() {
    let mut faults = Vec::new();
    for source in sources("src").into_iter().chain(sources("tests")) {
        let lines = source.text.lines().count();
        if lines > MAX_LINES {
            faults.push(format!("{}: {lines} lines, {MAX_LINES} at most", source.path));
        }
        for part in source.path.trim_end_matches(".rs").split('/') {
            if VAGUE.contains(&part) {
                faults.push(format!("{}: {part} says nothing of what it holds", source.path));
            }
        }
        if source.path.ends_with("/mod.rs") && !source.text.starts_with("//!") {
            faults.push(format!("{}: does not begin with //! and what the module is for", source.path));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The readers above must see what they are for.
#[test]
fn imports_are_read_in_every_spelling() {
    let source = |path: &str, code: &str| {
        let code = code.to_owned();
        Source { path: path.to_owned(), text: code.clone(), code }.imports().into_iter().collect::<Vec<_>>()
    };
    assert_eq!(
        source("src/parse/a.rs", "use crate::{fetch::{Fetcher, robots}, model::Page, store};"),
        ["fetch", "model", "store"]
    );
    assert_eq!(source("src/parse/a.rs", "let x = crate::cli::run(super::super::store::open());"), ["cli", "store"]);
    assert_eq!(source("src/parse/b/mod.rs", "use super::super::facts::Facts;"), ["facts"]);
    assert_eq!(source("src/parse/b/c.rs", "use super::super::lists;"), Vec::<String>::new());
    assert_eq!(without_comment("use a; // crate::cli"), "use a;");
    assert_eq!(without_comment("let u = \"http://x\";"), "let u = \"http://x\";");
}
