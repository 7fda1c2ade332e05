//! Tests of `doctor`: each thing well, doubtful and wrong.

use duwang::doctor::{
    BrowserSeen, DatabaseSeen, DatabaseState, DiskSeen, FolderSeen, ListSeen, Mark, Remark, SecretSeen, Seen, judge,
};
use duwang::model::Text;
use duwang::store::{Health, Held, OpenScan};
use std::path::PathBuf;

const NOW: i64 = 1_795_708_800_000;
const HOUR: i64 = 60 * 60 * 1000;

/// A machine on which all is well.
fn fit() -> Seen {
    let health = Health { schema: 5, runs: 10, newest_ms: Some(NOW - HOUR), ..Health::default() };
    Seen {
        now_ms: NOW,
        database: DatabaseSeen {
            place: "reports/duwang.db".to_owned(),
            bytes: Some(200_000_000),
            state: DatabaseState::Open(health),
            gone: Vec::new(),
        },
        disks: vec![DiskSeen { folder: "reports".into(), for_database: true, free: Ok(50_000_000_000) }],
        browser: BrowserSeen {
            program: Some(Ok("/usr/bin/chromium".into())),
            version: Some(Ok("Chrome/142.0".to_owned())),
            needed: false,
        },
        fonts: Some(7),
        folders: vec![FolderSeen { path: "reports".into(), exists: true, not_writable: None, open_to_all: false }],
        secrets: vec![SecretSeen { section: "notify.mail", lacking: None, readable_to_others: None }],
        handles: Some(65_536),
        list: ListSeen {
            file: "sites.toml".into(),
            named: true,
            exists: true,
            faults: Vec::new(),
            sites: 30,
            sites_at_once: 50,
        },
        packs: (Vec::new(), 2),
    }
}

/// What is said of one thing after a change to a fit machine.
#[track_caller]
fn after(id: &str, change: impl FnOnce(&mut Seen)) -> Remark {
    let mut seen = fit();
    change(&mut seen);
    let remarks = judge(&seen);
    for remark in &remarks {
        assert_eq!(remark.mark == Mark::Well, remark.mend.en.is_empty(), "how to mend what is not well: {remark:?}");
        assert_eq!(remark.mend.zh.is_empty(), remark.mend.en.is_empty());
        assert!(!remark.found.zh.is_empty() && !remark.found.en.is_empty());
        assert!(!remark.found.en.chars().any(|c| matches!(u32::from(c), 0x4E00..=0x9FFF)), "{remark:?}");
    }
    remarks.into_iter().find(|r| r.id == id).unwrap_or_else(|| panic!("no {id}"))
}

fn health(seen: &mut Seen) -> &mut Health {
    match &mut seen.database.state {
        DatabaseState::Open(health) => health,
        _ => unreachable!("a fit machine has an open database"),
    }
}

#[test]
fn on_a_fit_machine_all_is_well() {
    let remarks = judge(&fit());
    assert!(remarks.iter().all(|r| r.mark == Mark::Well), "{remarks:?}");
    let ids: Vec<_> = remarks.iter().map(|r| r.id).collect();
    assert_eq!(
        ids,
        [
            "list",
            "rules",
            "secret",
            "database",
            "leases",
            "scan",
            "disk-database",
            "folder",
            "clock",
            "file-handles",
            "browser",
            "fonts"
        ]
    );
}

#[test]
fn a_database_that_can_not_be_used_is_wrong() {
    let why = Text::new("坏了", "it is damaged");
    let state = DatabaseState::Broken(why.clone());
    assert_eq!(after("database", |s| s.database.state = state).mark, Mark::Wrong);
    let state = DatabaseState::Busy(why);
    assert_eq!(after("database", |s| s.database.state = state).mark, Mark::Doubtful);
    let closed = after("database", |s| health(s).not_writable = Some("readonly".to_owned()));
    assert!(closed.mark == Mark::Wrong && closed.found.en.contains("readonly"), "{closed:?}");
    let absent = after("database", |s| s.database.state = DatabaseState::Absent);
    assert_eq!(absent.mark, Mark::Well);
}

#[test]
fn leases_of_the_dead_and_scans_that_nobody_is_at_are_told() {
    let lead = |until_ms| Held { holder: "pc/7/9".to_owned(), site: None, until_ms };
    let open = |hours: i64| OpenScan { id: "scan-1".to_owned(), started_ms: NOW - hours * HOUR, settled: 3, all: 30 };
    let dead = after("leases", |s| {
        s.database.gone = vec!["pc/7/9".to_owned()];
        health(s).held = vec![lead(NOW + HOUR)];
    });
    assert!(dead.mark == Mark::Doubtful && dead.found.en.contains("pc/7/9"), "{dead:?}");
    let under_way = after("scan", |s| {
        health(s).held = vec![lead(NOW + 1000)];
        health(s).open = vec![open(2)];
    });
    assert!(under_way.mark == Mark::Well && under_way.found.en.contains("3 of 30"), "{under_way:?}");
    let cut = after("scan", |s| {
        health(s).held = vec![lead(NOW - 1000)];
        health(s).open = vec![open(2)];
    });
    assert!(cut.mark == Mark::Doubtful && cut.mend.en.contains("goes on with it"), "{cut:?}");
    let old = after("scan", |s| health(s).open = vec![open(25)]);
    assert!(old.mark == Mark::Doubtful && old.mend.en.contains("begins anew"), "{old:?}");
}

#[test]
fn a_disk_is_held_against_what_a_night_needs() {
    let free = |bytes: u64| after("disk-database", |s| s.disks[0].free = Ok(bytes));
    // Ten runs take 20 MB each, thirty sites 600 MB.
    assert_eq!(free(700_000_000).mark, Mark::Well);
    assert_eq!(free(500_000_000).mark, Mark::Doubtful);
    assert_eq!(free(120_000_000).mark, Mark::Wrong);
    assert!(free(500_000_000).found.en.contains("500.0 MB free; a night of 30 sites takes about 600.0 MB"));
    let first = after("disk-database", |s| {
        s.database.state = DatabaseState::Absent;
        s.disks[0].free = Ok(1_000_000_000);
    });
    assert_eq!(first.mark, Mark::Doubtful, "a first night is reckoned at 60 MB a site");
    assert_eq!(after("disk-database", |s| s.disks[0].free = Err("no".to_owned())).mark, Mark::Doubtful);
    let reports = |bytes: u64| {
        let disk = DiskSeen { folder: "out".into(), for_database: false, free: Ok(bytes) };
        after("disk-reports", |s| s.disks.push(disk)).mark
    };
    assert_eq!(
        (reports(300_000_000), reports(200_000_000), reports(50_000_000)),
        (Mark::Well, Mark::Doubtful, Mark::Wrong)
    );
}

#[test]
fn a_clock_is_held_against_the_newest_thing_stored() {
    assert_eq!(
        after("clock", |s| health(s).newest_ms = Some(NOW + 60_000)).mark,
        Mark::Well,
        "another machine's clock"
    );
    let behind = after("clock", |s| health(s).newest_ms = Some(NOW + HOUR));
    assert!(behind.mark == Mark::Wrong && behind.found.en.contains("before the newest thing"), "{behind:?}");
    assert_eq!(after("clock", |s| s.now_ms = 0).mark, Mark::Wrong);
    assert_eq!(after("clock", |s| s.now_ms = 4_200_000_000_000).mark, Mark::Wrong);
}

#[test]
fn folders_secrets_and_handles() {
    assert_eq!(after("folder", |s| s.folders[0].not_writable = Some("denied".to_owned())).mark, Mark::Wrong);
    assert_eq!(after("folder", |s| s.folders[0].open_to_all = true).mark, Mark::Doubtful);
    assert_eq!(after("folder", |s| s.folders[0].exists = false).mark, Mark::Well);
    let open = after("secret", |s| s.secrets[0].readable_to_others = Some(PathBuf::from("/etc/duwang/mail")));
    assert!(open.mark == Mark::Doubtful && open.mend.en == "chmod 600 /etc/duwang/mail", "{open:?}");
    let lacking = Some(Text::new("没有设置", "is not set"));
    assert_eq!(after("secret", |s| s.secrets[0].lacking = lacking).mark, Mark::Wrong);
    let handles = |limit: Option<u64>| after("file-handles", |s| s.handles = limit).mark;
    assert_eq!(
        (handles(Some(1024)), handles(Some(256)), handles(Some(64)), handles(None)),
        (Mark::Well, Mark::Doubtful, Mark::Wrong, Mark::Doubtful)
    );
}

#[test]
fn without_a_browser_pages_stay_open_unless_they_must_be_drawn() {
    let none = |needed| {
        after("browser", |s| s.browser = BrowserSeen { program: Some(Err("none".to_owned())), version: None, needed })
            .mark
    };
    assert_eq!((none(false), none(true)), (Mark::Doubtful, Mark::Wrong));
    let broken = after("browser", |s| s.browser.version = Some(Err("libnss3 is missing".to_owned())));
    assert!(broken.mark == Mark::Doubtful && broken.found.en.contains("libnss3"), "{broken:?}");
    assert_eq!(after("browser", |s| s.browser.program = None).mark, Mark::Well);
    let fonts = |n| after("fonts", |s| s.fonts = n).mark;
    assert_eq!((fonts(Some(1)), fonts(Some(0)), fonts(None)), (Mark::Well, Mark::Doubtful, Mark::Doubtful));
}

#[test]
fn lists_and_packs_with_mistakes_are_wrong_and_the_first_ten_are_told() {
    let faults: Vec<Text> = (0..15).map(|n| Text::new(format!("第 {n} 处"), format!("mistake {n}."))).collect();
    let list = after("list", |s| s.list.faults = faults.clone());
    assert!(list.mark == Mark::Wrong && list.found.en.contains("mistake 9.") && !list.found.en.contains("mistake 10."));
    assert!(list.found.en.ends_with("(and 5 more)"));
    let packs = after("rules", |s| s.packs = (faults, 0));
    assert!(packs.mark == Mark::Wrong && packs.found.en.contains("mistake 0."));
    assert_eq!(after("list", |s| s.list.exists = false).mark, Mark::Wrong);
    let unnamed = |s: &mut Seen| (s.list.exists, s.list.named) = (false, false);
    assert_eq!(after("list", unnamed).mark, Mark::Doubtful);
}
