//! `--archive` and `--from-archive`.

use super::args::{AuditArgs, Limits};
use super::audit::Job;
use super::say::{self, Ending, Stop};
use super::trouble;
use crate::config::Replayed;
use crate::fetch::archive::{About, Recorder, Replay};
use crate::model::{Lang, Run};
use serde_json::Value;
use std::path::{Path, PathBuf};
use url::Url;

/// Opens what is to answer in place of the network, if anything is.
pub(super) async fn replay(args: &AuditArgs, lang: Lang) -> Result<Option<Replay>, Stop> {
    if args.from_archive.is_empty() {
        return Ok(None);
    }
    if args.archive.is_some() {
        return Err(Stop::new(
            Ending::Usage,
            "--archive 与 --from-archive 不能同时用：从存档检查时没有新的应答可存",
            "--archive and --from-archive don't go together: an audit from archives gets nothing new to keep",
        ));
    }
    let paths = args.from_archive.clone();
    let replay = tokio::task::spawn_blocking(move || Replay::open(&paths))
        .await
        .map_err(|e| Stop::from_error(Ending::Internal, "存档未能读入", &e))?
        .map_err(|e| trouble::archive(&e))?;
    for notice in replay.notices() {
        say::note(&match lang {
            Lang::Zh => format!("存档不全，只用到最后一条完整的记录：{notice}"),
            Lang::En => format!("an archive is not complete and is used up to its last whole record: {notice}"),
        });
    }
    Ok(Some(replay))
}

/// The home page: where a host was given without a scheme and the archives have its https address only, that.
pub(super) fn home(replay: Option<&Replay>, url: Url, given: &str) -> Url {
    let mut secure = url.clone();
    let switched = !given.contains("://") && secure.set_scheme("https").is_ok();
    match replay {
        Some(replay) if switched && !replay.holds(&url) && replay.holds(&secure) => secure,
        _ => url,
    }
}

/// What shaped the visit then shapes it now, where nothing else is asked for: more would be sought than the archive has.
pub(super) fn adopt(limits: &mut Limits, about: &About) {
    let shape: Value = serde_json::from_str(&about.settings).unwrap_or_default();
    let number = |name: &str| shape[name].as_u64();
    limits.max_pages = limits.max_pages.or_else(|| number("max_pages"));
    limits.max_depth = limits.max_depth.or_else(|| number("max_depth").and_then(|n| u32::try_from(n).ok()));
    limits.max_column_pages = limits.max_column_pages.or_else(|| number("max_column_pages"));
    limits.max_checks = limits.max_checks.or_else(|| number("max_checks"));
    limits.max_files = limits.max_files.or_else(|| number("max_files"));
    limits.ignore_robots |= shape["ignore_robots"].as_bool().unwrap_or_default();
    let nets = shape["allow_net"].as_array().map(Vec::as_slice).unwrap_or_default();
    for net in nets.iter().filter_map(|net| net.as_str()?.parse().ok()) {
        if !limits.allow_net.contains(&net) {
            limits.allow_net.push(net);
        }
    }
    if limits.drawing.render.is_none() {
        limits.drawing.render = shape["render"].as_str().map(str::to_owned);
    }
}

/// What tells these archives from others.
pub(super) fn replayed(replay: &Replay, paths: &[PathBuf]) -> Replayed {
    let name = |path: &PathBuf| {
        let bytes = std::fs::metadata(path).map(|known| known.len()).unwrap_or_default();
        format!("{} ({bytes})", path.file_name().unwrap_or_default().to_string_lossy())
    };
    Replayed { archives: paths.iter().map(name).collect(), started_ms: replay.started_ms() }
}

/// Opens the archive of a run, if it is to have one.
pub(super) async fn recorder(job: &Job, run: &Run) -> Result<Option<Recorder>, Stop> {
    let Some(path) = job.archive.clone() else { return Ok(None) };
    let about = About::of(run);
    let settings = job.settings.fetch.clone();
    let opened = tokio::task::spawn_blocking(move || {
        // A folder that can't be made will be told as a file that can't.
        if let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) {
            let _ = std::fs::create_dir_all(folder);
        }
        Recorder::open(&path, &about, &settings)
    });
    let opened = opened.await.map_err(|e| Stop::from_error(Ending::Internal, "证据存档未能打开", &e))?;
    let recorder = opened.map_err(|e| trouble::archive(&e))?;
    if run.requests > 0 && !recorder.goes_on() {
        say::note(match job.lang {
            Lang::Zh => "这次是接着做，此前看过的内容不在这个证据存档里",
            Lang::En => "this run goes on; what it saw before is not in this archive",
        });
    }
    Ok(Some(recorder))
}

/// Ends the archive; tells when it is not all that it should be. Gives its place.
pub(super) async fn close(recorder: Option<&Recorder>, lang: Lang) -> Option<PathBuf> {
    let recorder = recorder?;
    let closed = recorder.close().await;
    if let Some(why) = closed.trouble {
        let path = recorder.path().display();
        say::note(&match lang {
            Lang::Zh => {
                format!("证据存档 {path} 没有写完（{why}）：存到第 {} 条记录为止，检查本身不受影响", closed.records)
            }
            Lang::En => format!(
                "the archive {path} is not complete ({why}): it ends with record {}; the audit itself is not affected",
                closed.records
            ),
        });
    }
    Some(recorder.path().to_path_buf())
}
