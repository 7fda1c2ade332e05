//! A disk that gets full, as a limit on the size of files plays it.

use super::super::quick;
use super::super::server::{Server, page};
use super::{open, recording, records};
use std::process::Command;

/// Set in the process that has the limit.
const LIMITED: &str = "DUWANG_TEST_LIMITED";

/// Not a test of its own: what runs under the limit.
#[tokio::test(flavor = "multi_thread")]
async fn under_a_limit() {
    if std::env::var_os(LIMITED).is_none() {
        return;
    }
    // Hardly to be compressed, so that the limit comes soon.
    let body = |path: &str| {
        let mut state = path.len() as u64 + 88_172_645_463_325_252;
        (0..20_000)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                char::from(b'a' + u8::try_from(state % 26).unwrap())
            })
            .collect::<String>()
            + path
    };
    let server = Server::start(move |path, _, _| page(body(path))).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    let recorder = open(&path);
    let fetcher = recording(&server, quick(), &recorder).await;
    for n in 0..20 {
        let exchange = fetcher.page(&server.url(&format!("/{n}{}", "x".repeat(n)))).await;
        assert!(exchange.record.is_ok(), "the audit goes on: {:?}", exchange.record);
    }
    let closed = recorder.close().await;
    assert!(closed.trouble.is_some(), "{closed:?}");
    let found = records(&path);
    assert_eq!((closed.records, closed.bytes), (found.len() as u64, std::fs::metadata(&path).unwrap().len()));
    assert!(found.len() > 3);
}

#[cfg(unix)]
#[test]
fn a_full_disk_ends_the_archive_and_not_the_audit() {
    // The signal for "too large" is ignored, so that writing fails as on a full disk.
    let mut limited = Command::new("bash");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 100 && exec \"$0\" --exact fetch::archive::full_disk::under_a_limit"]);
    limited.arg(std::env::current_exe().unwrap()).env(LIMITED, "1");
    let done = match limited.output() {
        Ok(done) => done,
        Err(error) => {
            eprintln!("skipped: there is no bash ({error})");
            return;
        }
    };
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && told.contains("1 passed"), "{told}{}", String::from_utf8_lossy(&done.stderr));
}
