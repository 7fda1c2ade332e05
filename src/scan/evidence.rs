//! Archives of what a scan saw, and how long they are kept.

use super::night::Night;
use super::visit::Visit;
use crate::config::sites::Archive;
use crate::config::{FetchSettings, now_ms};
use crate::fetch::archive::{self, About, Recorder};
use crate::model::{Run, Text};
use std::path::Path;

impl Visit {
    /// Opens the archive of a run. One that can't be opened is told and done without: what was seen is in the store.
    pub(super) async fn recorder(
        &self,
        folder: Option<&Path>,
        run: &Run,
        settings: &FetchSettings,
    ) -> Option<Recorder> {
        let path = archive::place(folder?, &run.site.id, &run.id);
        let about = About::of(run);
        let settings = settings.clone();
        let opened = tokio::task::spawn_blocking(move || {
            // A folder that can't be made is told as a file that can't.
            if let Some(folder) = path.parent() {
                let _ = std::fs::create_dir_all(folder);
            }
            Recorder::open(&path, &about, &settings)
        });
        let fault = match opened.await {
            Ok(Ok(recorder)) => return Some(recorder),
            Ok(Err(fault)) => fault.to_string(),
            Err(fault) => fault.to_string(),
        };
        let told = Text::new(
            format!("证据存档未能打开，这次不存：{fault}"),
            format!("the archive can't be opened, and none is kept this time: {fault}"),
        );
        self.night.watch.noted(&run.site, &told);
        None
    }

    /// Ends the archive; tells when it is not all that it should be.
    pub(super) async fn close(&self, recorder: Option<&Recorder>, run: &Run) {
        let Some(recorder) = recorder else { return };
        if let Some(why) = recorder.close().await.trouble {
            let path = recorder.path().display();
            let told = Text::new(
                format!("证据存档 {path} 没有写完（{why}），检查本身不受影响"),
                format!("the archive {path} is not complete ({why}); the audit itself is not affected"),
            );
            self.night.watch.noted(&run.site, &told);
        }
    }
}

impl Night {
    /// Lets go of archives that are older or larger than the list allows; what went wrong with that.
    pub async fn tidy(&self, kept: &Archive) -> Vec<String> {
        let Some(folder) = kept.dir.clone() else { return Vec::new() };
        let days = (kept.keep_days > 0).then_some(kept.keep_days);
        let bytes = (kept.keep_bytes > 0).then_some(kept.keep_bytes);
        if (days.is_none() && bytes.is_none()) || !folder.is_dir() {
            return Vec::new();
        }
        let pruned = tokio::task::spawn_blocking(move || archive::prune(&folder, days, bytes, now_ms())).await;
        match pruned {
            Ok(Ok(pruned)) => pruned.troubles,
            Ok(Err(fault)) => vec![fault.to_string()],
            Err(fault) => vec![fault.to_string()],
        }
    }
}
