//! Browser processes that a test started, by what `/proc` says.

use std::path::PathBuf;

/// Processes below `ancestor` that use a profile of ours, with the profile: from `/proc`.
pub(super) fn below(ancestor: u32) -> Vec<(u32, PathBuf)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|n| n.parse::<u32>().ok()) else { continue };
        let Ok(line) = std::fs::read(entry.path().join("cmdline")) else { continue };
        let profile = line
            .split(|b| *b == 0)
            .find_map(|a| std::str::from_utf8(a).ok()?.strip_prefix("--user-data-dir=").map(PathBuf::from));
        if let Some(profile) = profile.filter(|p| p.to_string_lossy().contains("duwang-browser-"))
            && is_below(pid, ancestor)
        {
            found.push((pid, profile));
        }
    }
    found
}

fn is_below(pid: u32, ancestor: u32) -> bool {
    let mut at = pid;
    while at > 1 {
        if at == ancestor {
            return true;
        }
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{at}/stat")) else { return false };
        let Some(parent) = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok()) else {
            return false;
        };
        at = parent;
    }
    false
}

/// Whether it runs; one that only waits to be collected does not.
pub(super) fn is_alive(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z'))
}
