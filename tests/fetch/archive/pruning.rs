use super::super::quick;
use super::{file, record, zipped};
use duwang::fetch::archive::{About, Recorder, place, prune};
use std::path::{Path, PathBuf};

const DAY: i64 = 24 * 60 * 60 * 1000;
const NOW: i64 = 1_795_000_000_000;

/// An archive of this age, of about 1 KB.
async fn archive(folder: &Path, site: &str, days_ago: i64) -> PathBuf {
    let run = run(site, days_ago);
    let path = place(folder, site, &run);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let recorder = Recorder::open(&path, &about(&run, days_ago), &quick()).unwrap();
    recorder.close().await;
    path
}

fn run(site: &str, days_ago: i64) -> String {
    format!("2026{:04}-080000-000-{site}", 9000 - days_ago)
}

fn about(run: &str, days_ago: i64) -> About {
    let site = "http://a.test/".to_owned();
    About {
        run: run.to_owned(),
        site,
        as_of: jiff::civil::date(2026, 11, 20),
        started_ms: NOW - days_ago * DAY,
        settings: "{}".to_owned(),
    }
}

/// Says in `path` that a page is as it was in the archive of that run.
fn refer(path: &Path, run: &str) {
    let revisit = record(
        "1.1",
        &[
            "WARC-Type: revisit",
            "WARC-Target-URI: http://a.test/",
            "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/server-not-modified",
            &format!("Duwang-Refers-To-Run: {run}"),
        ],
        b"",
    );
    let bytes = [std::fs::read(path).unwrap(), zipped(&revisit)].concat();
    std::fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn what_is_too_old_goes_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let old = archive(folder.path(), "a", 40).await;
    let other = archive(folder.path(), "b", 31).await;
    let edge = archive(folder.path(), "a", 30).await;
    let new = archive(folder.path(), "a", 1).await;
    let site = old.parent().unwrap();
    // None of these is ours, whatever it is called.
    let foreign = zipped(&record("1.0", &["WARC-Type: warcinfo"], b"software: Wget/1.21\r\n"));
    let theirs = [
        file(site, "20200101-080000-000-a.warc.gz", &foreign),
        file(site, "20200102-080000-000-a.warc.gz", b"no archive"),
        file(site, "notes.txt", b"mine"),
        file(site, "renamed.warc.gz", &std::fs::read(&old).unwrap()),
        file(folder.path(), "20200103-080000-000-a.warc.gz", &std::fs::read(&old).unwrap()),
    ];
    #[cfg(unix)]
    std::os::unix::fs::symlink(&old, site.join("20200104-080000-000-a.warc.gz")).unwrap();
    let bytes = |path: &Path| std::fs::metadata(path).unwrap().len();
    let freed = bytes(&old) + bytes(&other);
    let pruned = prune(folder.path(), Some(30), None, NOW).unwrap();
    assert_eq!(pruned.removed, [old.clone(), other.clone()]);
    assert_eq!((pruned.freed, pruned.troubles.len(), pruned.needed.len()), (freed, 0, 0));
    assert!(!old.exists() && !other.exists() && edge.exists() && new.exists());
    assert!(theirs.iter().all(|path| path.exists()), "{theirs:?}");
    assert_eq!(prune(folder.path(), Some(30), None, NOW).unwrap().removed, Vec::<PathBuf>::new());
    assert!(prune(&folder.path().join("nowhere"), None, None, NOW).is_err());
}

#[tokio::test]
async fn the_oldest_go_until_the_rest_fits() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = Vec::new();
    for days in [5, 4, 3, 2] {
        all.push(archive(folder.path(), if days % 2 == 0 { "a" } else { "b" }, days).await);
    }
    let sizes: Vec<u64> = all.iter().map(|path| std::fs::metadata(path).unwrap().len()).collect();
    let pruned = prune(folder.path(), None, Some(sizes[2] + sizes[3]), NOW).unwrap();
    assert_eq!(pruned.removed, all[..2]);
    assert!(prune(folder.path(), None, Some(sizes[2] + sizes[3]), NOW).unwrap().removed.is_empty());
    // The newest of a site stays, whatever its size.
    let pruned = prune(folder.path(), None, Some(0), NOW).unwrap();
    assert_eq!((pruned.removed.as_slice(), pruned.needed.as_slice()), (&[][..], &all[2..]));
}

#[tokio::test]
async fn an_archive_stays_while_others_refer_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let oldest = archive(folder.path(), "a", 60).await;
    let middle = archive(folder.path(), "a", 50).await;
    let lone = archive(folder.path(), "a", 45).await;
    let new = archive(folder.path(), "a", 1).await;
    // New leads to middle, and that to the oldest.
    refer(&new, &run("a", 50));
    refer(&middle, &run("a", 60));
    let pruned = prune(folder.path(), Some(30), None, NOW).unwrap();
    assert_eq!((pruned.removed, pruned.needed), (vec![lone], vec![oldest.clone(), middle.clone()]));
    // When what refers to them goes, they go.
    let pruned = prune(folder.path(), Some(0), None, NOW).unwrap();
    assert_eq!(pruned.removed, [oldest, middle, new]);
}

#[tokio::test]
async fn one_that_is_being_written_is_not_touched_nor_what_it_may_refer_to() {
    let folder = tempfile::tempdir().unwrap();
    let before = archive(folder.path(), "a", 60).await;
    let elsewhere = archive(folder.path(), "b", 60).await;
    let writing = place(folder.path(), "a", &run("a", 50));
    let recorder = Recorder::open(&writing, &about(&run("a", 50), 50), &quick()).unwrap();
    let pruned = prune(folder.path(), Some(30), Some(0), NOW).unwrap();
    assert_eq!((pruned.removed, pruned.troubles), (vec![elsewhere], Vec::new()));
    assert!(before.exists() && writing.exists());
    recorder.close().await;
    assert_eq!(prune(folder.path(), Some(30), Some(0), NOW).unwrap().removed, [before, writing]);
}
