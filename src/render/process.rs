use super::flags::arguments;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

/// Longest wait for a browser to start: a busy machine takes its time.
const START: Duration = Duration::from_secs(30);
/// Where the browser writes under which address it listens.
const PORT_FILE: &str = "DevToolsActivePort";
/// Variables that would lead the browser elsewhere.
const UNSET: &[&str] =
    &["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "LD_PRELOAD"];

/// Keeps the browser in a process group of its own and ends the group when the pipe to its standard input is closed: by
/// us, or because we are gone, however that came about.
#[cfg(unix)]
const KEEPER: &str = r#"profile=$1; shift
exec 3<&0 </dev/null
"$@" 3<&- >/dev/null & browser=$!
(while read -r _; do :; done <&3; kill -9 "$browser"; sleep 0.2; rm -rf -- "$profile"; kill -9 0) &
exec 3<&-
wait "$browser""#;

/// A browser process with its profile; both go away with it.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    profile: TempDir,
}

impl Process {
    /// Starts `browser` on a profile of its own and waits until it listens. Gives the address to talk to as well.
    pub(super) async fn start(browser: &Path, user_agent: &str) -> Result<(Self, String), String> {
        let profile = tempfile::Builder::new()
            .prefix("duwang-browser-")
            .tempdir()
            .map_err(|e| format!("no folder for the browser's profile: {e}"))?;
        let arguments = arguments(profile.path(), user_agent, is_root(profile.path()));
        let mut command = command(browser, profile.path());
        command.args(arguments).kill_on_drop(true);
        for name in UNSET {
            command.env_remove(name);
        }
        let child = command.spawn().map_err(|e| format!("{} does not start: {e}", browser.display()))?;
        let mut process = Self { child, profile };
        let port_file = process.profile.path().join(PORT_FILE);
        let until = Instant::now() + START;
        loop {
            if let Some(address) = listening(&port_file) {
                return Ok((process, address));
            }
            if let Ok(Some(status)) = process.child.try_wait() {
                return Err(format!("{} ended at once ({status})", browser.display()));
            }
            if Instant::now() >= until {
                process.end().await;
                return Err(format!("{} did not listen within {START:?}", browser.display()));
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether it still runs.
    pub(super) fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends it with all its children and removes the profile.
    pub(super) async fn end(mut self) {
        drop(self.child.stdin.take());
        // The keeper holds its standard output until all are ended.
        if let Some(mut out) = self.child.stdout.take() {
            let _ = timeout(Duration::from_secs(5), out.read_to_end(&mut Vec::new())).await;
        }
        if timeout(Duration::from_secs(5), self.child.wait()).await.is_err() {
            let _ = self.child.start_kill();
            let _ = timeout(Duration::from_secs(5), self.child.wait()).await;
        }
        // Processes on their way out may write a last file.
        let folder: PathBuf = self.profile.path().to_path_buf();
        for _ in 0..20 {
            if fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                break;
            }
            sleep(Duration::from_millis(50)).await;
        }
    }
}

/// The browser behind its keeper.
#[cfg(unix)]
fn command(browser: &Path, profile: &Path) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", KEEPER, "duwang-browser"]).arg(profile).arg(browser);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
    command
}

#[cfg(not(unix))]
fn command(browser: &Path, _profile: &Path) -> Command {
    let mut command = Command::new(browser);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Whether we are root: what we made belongs to root.
#[cfg(unix)]
fn is_root(made: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    made.metadata().is_ok_and(|m| m.uid() == 0)
}

#[cfg(not(unix))]
fn is_root(_made: &Path) -> bool {
    false
}

/// The address to talk to, once the browser has written it down.
fn listening(port_file: &Path) -> Option<String> {
    let text = fs::read_to_string(port_file).ok()?;
    let (port, path) = text.split_once('\n')?;
    let port: u16 = port.trim().parse().ok()?;
    let path = path.trim();
    (path.starts_with('/') && path.len() > 1).then(|| format!("ws://127.0.0.1:{port}{path}"))
}
