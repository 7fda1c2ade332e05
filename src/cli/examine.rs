//! What `doctor` looks at: finds out, and judges nothing.

use super::args::DoctorArgs;
use super::trouble;
use crate::config::sites::{self, SiteList};
use crate::config::{Notify, SecretSource, now_ms};
use crate::doctor::{BrowserSeen, DatabaseSeen, DatabaseState, DiskSeen, FolderSeen, ListSeen, SecretSeen, Seen};
use crate::model::{Lang, Text};
use crate::render;
use crate::scan::{Shelf, is_gone};
use crate::store::{Error, Store};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::timeout;

/// Longest wait for a program that lists fonts.
const PATIENCE: Duration = Duration::from_secs(10);
/// Fonts looked through by name.
const MOST_FONTS: usize = 20_000;
/// Parts of names that fonts with Chinese signs have, in lower case without blanks.
const CHINESE_FONTS: &[&str] = &[
    "cjk",
    "wqy",
    "wenquanyi",
    "simsun",
    "simhei",
    "msyh",
    "yahei",
    "pingfang",
    "heiti",
    "songti",
    "fangsong",
    "kaiti",
    "hiragino",
    "droidsansfallback",
    "uming",
    "ukai",
    "sourcehan",
    "notosanssc",
    "notoserifsc",
    "stsong",
    "dengxian",
];

/// Everything.
pub(super) async fn all(args: &DoctorArgs) -> Seen {
    let file = args.config.clone().unwrap_or_else(|| PathBuf::from("sites.toml"));
    let exists = file.is_file();
    let read = exists.then(|| sites::read(&file));
    let list = read.as_ref().and_then(|read| read.as_ref().ok());
    let faults = match &read {
        Some(Ok(list)) => list.faults.clone(),
        Some(Err(fault)) => vec![fault.clone()],
        None => Vec::new(),
    };
    let out = args.out.clone().or_else(|| list.map(|l| l.out.clone())).unwrap_or_else(|| PathBuf::from("reports"));
    let db = args.db.clone().or_else(|| list.and_then(|l| l.db.clone()));
    let db = db.unwrap_or_else(|| out.join("duwang.db").to_string_lossy().into_owned());
    let mut places = vec![(out, false)];
    if let Some(file) = database_file(&db) {
        places.push((file.parent().map(Path::to_owned).unwrap_or_default(), true));
    }
    for (place, _) in &mut places {
        if place.as_os_str().is_empty() {
            *place = PathBuf::from(".");
        }
    }
    let disks = places.iter().map(|(folder, for_database)| disk(folder, *for_database)).collect();
    let folders: BTreeSet<&PathBuf> = places.iter().map(|(folder, _)| folder).collect();
    let (browser, fonts) = browser(args, list).await;
    Seen {
        now_ms: now_ms(),
        database: database(&db).await,
        disks,
        browser,
        fonts,
        folders: folders.into_iter().map(|path| folder(path)).collect(),
        secrets: list.map(|list| secrets(&list.notify)).unwrap_or_default(),
        handles: handles(),
        list: ListSeen {
            named: args.config.is_some(),
            exists,
            faults: faults.iter().map(|f| Text::new(f.line(&file, Lang::Zh), f.line(&file, Lang::En))).collect(),
            sites: list.map_or(0, |l| l.sites.len()),
            sites_at_once: list.map_or(sites::SITES_AT_ONCE, |l| l.sites_at_once),
            file,
        },
        packs: packs(list),
    }
}

/// The file of a database; `None` for one on a server.
fn database_file(place: &str) -> Option<PathBuf> {
    let plain = place.strip_prefix("sqlite://").or_else(|| place.strip_prefix("sqlite:")).unwrap_or(place);
    (!plain.contains("://")).then(|| PathBuf::from(plain))
}

async fn database(place: &str) -> DatabaseSeen {
    let file = database_file(place);
    // An address may hold a password.
    let shown = match &file {
        Some(file) => file.display().to_string(),
        None => format!("{}://…", place.split("://").next().unwrap_or_default()),
    };
    let mut seen = DatabaseSeen { place: shown, ..DatabaseSeen::default() };
    let told = |e: &Error| trouble::store(e).why;
    match Store::exists(place) {
        Ok(true) => {}
        Ok(false) => return seen,
        Err(fault) => return DatabaseSeen { state: DatabaseState::Broken(told(&fault)), ..seen },
    }
    seen.bytes = file.map(|file| {
        let beside = |end: &str| PathBuf::from(format!("{}{end}", file.display()));
        [file.clone(), beside("-wal")].iter().filter_map(|f| fs::metadata(f).ok()).map(|m| m.len()).sum()
    });
    let asked = async {
        let store = Store::open(place).await?;
        let health = store.health().await;
        let holders = store.holders().await;
        store.close().await;
        Ok((health?, holders?))
    };
    match asked.await {
        Ok((health, holders)) => {
            seen.gone = holders.into_iter().filter(|holder| is_gone(holder)).collect();
            seen.state = DatabaseState::Open(health);
        }
        Err(fault @ Error::Locked { .. }) => seen.state = DatabaseState::Busy(told(&fault)),
        Err(fault) => seen.state = DatabaseState::Broken(told(&fault)),
    }
    seen
}

fn disk(folder: &Path, for_database: bool) -> DiskSeen {
    let free = fs4::available_space(nearest(folder)).map_err(|e| e.to_string());
    DiskSeen { folder: folder.to_owned(), for_database, free }
}

/// The folder, or the nearest one above it that is there.
fn nearest(folder: &Path) -> PathBuf {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    whole.ancestors().find(|above| above.exists()).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Whether something can be written; what is written is taken away again.
fn folder(path: &Path) -> FolderSeen {
    let there = nearest(path);
    let probe = there.join(format!(".duwang-doctor-{}", std::process::id()));
    let tried = fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe));
    FolderSeen {
        path: path.to_owned(),
        exists: path.is_dir(),
        not_writable: tried.err().map(|e| e.to_string()),
        // Of a folder that will be made nothing is known yet.
        open_to_all: path.is_dir() && mode(path).is_some_and(|mode| mode & 0o002 != 0 && mode & 0o1000 == 0),
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).ok().map(|m| m.permissions().mode())
}

#[cfg(not(unix))]
fn mode(_path: &Path) -> Option<u32> {
    None
}

fn secrets(notify: &Notify) -> Vec<SecretSeen> {
    let webhook = notify.webhook.as_ref().map(|w| ("notify.webhook", &w.secret));
    let mail = notify.mail.as_ref().and_then(|m| m.login.as_ref()).map(|(_, source)| ("notify.mail", source));
    let seen = |(section, source): (&'static str, &SecretSource)| SecretSeen {
        section,
        lacking: source.read().err(),
        readable_to_others: match source {
            SecretSource::File(path) if mode(path).is_some_and(|mode| mode & 0o044 != 0) => Some(path.clone()),
            _ => None,
        },
    };
    webhook.into_iter().chain(mail).map(seen).collect()
}

/// Files this process may hold open, where the system tells.
fn handles() -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    match line.split_whitespace().next()? {
        "unlimited" => Some(u64::MAX),
        number => number.parse().ok(),
    }
}

fn packs(list: Option<&SiteList>) -> (Vec<Text>, usize) {
    let shelf = Shelf::default();
    let mut lists: BTreeSet<Vec<String>> =
        list.map(|l| l.sites.iter().map(|s| s.rules.clone()).collect()).unwrap_or_default();
    if lists.is_empty() {
        lists.insert(Vec::new());
    }
    let (mut faults, mut sound) = (Vec::new(), BTreeSet::new());
    for names in &lists {
        match shelf.packs(names) {
            Ok(packs) => sound.extend(packs.iter().map(|pack| pack.pack.reference.id.clone())),
            Err(found) => {
                for fault in found {
                    if !faults.contains(&fault) {
                        faults.push(fault);
                    }
                }
            }
        }
    }
    (faults, sound.len())
}

async fn browser(args: &DoctorArgs, list: Option<&SiteList>) -> (BrowserSeen, Option<usize>) {
    let modes: BTreeSet<String> = match &args.drawing.render {
        Some(mode) => [mode.clone()].into(),
        None => list.map(|l| l.sites.iter().map(|s| s.render.clone()).collect()).unwrap_or_default(),
    };
    if !modes.is_empty() && modes.iter().all(|mode| mode == "never") {
        return (BrowserSeen::default(), None);
    }
    let needed = modes.contains("always");
    let named = args.drawing.browser.as_deref().map(str::trim).filter(|b| !b.is_empty()).map(PathBuf::from);
    let named = named.or_else(|| list.and_then(|l| l.sites.iter().find_map(|s| s.browser.clone())));
    let program = render::find(named.as_deref());
    let version = match &program {
        Ok(program) => Some(render::trial(program).await),
        Err(_) => None,
    };
    let fonts = match &version {
        Some(Ok(_)) => chinese_fonts().await,
        _ => None,
    };
    (BrowserSeen { program: Some(program), version, needed }, fonts)
}

/// Fonts with Chinese signs, as fontconfig tells; where there is none, as the names of font files tell.
async fn chinese_fonts() -> Option<usize> {
    let mut command = tokio::process::Command::new("fc-list");
    command.args([":lang=zh", "family"]).stdin(std::process::Stdio::null()).kill_on_drop(true);
    if let Ok(Ok(output)) = timeout(PATIENCE, command.output()).await
        && output.status.success()
    {
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        return Some(text.lines().filter(|l| !l.trim().is_empty()).collect::<BTreeSet<_>>().len());
    }
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let mut folders = vec![
        PathBuf::from("/usr/share/fonts"),
        PathBuf::from("/usr/local/share/fonts"),
        PathBuf::from("/System/Library/Fonts"),
        PathBuf::from("/Library/Fonts"),
        PathBuf::from(r"C:\Windows\Fonts"),
        home.join(".fonts"),
        home.join(".local/share/fonts"),
    ];
    folders.retain(|folder| folder.is_dir());
    if folders.is_empty() {
        return None;
    }
    let (mut found, mut looked) = (0, 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            looked += 1;
            if looked > MOST_FONTS {
                return Some(found);
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
                continue;
            }
            let name: String =
                entry.file_name().to_string_lossy().to_ascii_lowercase().split(['-', '_', ' ']).collect();
            found += usize::from(CHINESE_FONTS.iter().any(|part| name.contains(part)));
        }
    }
    Some(found)
}
