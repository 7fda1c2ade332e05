//! `work`: takes sites from the queue of a shared database, on any number of machines.

use super::args::WorkArgs;
use super::audit::opened;
use super::say::{self, Ending, Stop};
use super::scan::equipped;
use super::scan_board::ScanBoard;
use super::trouble;
use crate::config::sites::SITES_AT_ONCE;
use crate::crawl::Stop as Halt;
use crate::model::Lang;
use crate::scan::{Ended, Until};
use std::path::PathBuf;
use std::sync::Arc;

/// Runs the command.
pub(super) async fn run(args: WorkArgs, lang: Lang, quiet: bool, halt: Halt) -> Result<Ending, Stop> {
    let broken = |e: crate::store::Error| trouble::store(&e);
    let out = args.out.unwrap_or_else(|| PathBuf::from("reports"));
    let store = opened(&args.db, &out).await?;
    let board = Arc::new(ScanBoard::new(lang, quiet));
    let night = equipped(store.clone(), &out, Arc::clone(&board), None);
    night.bury().await.map_err(broken)?;
    if !quiet {
        say::note(&match lang {
            Lang::Zh => format!("在 {} 上等待分派网站（{}）", store.path(), night.holder),
            Lang::En => format!("waiting for sites on {} ({})", store.path(), night.holder),
        });
    }
    let slots = args.sites_at_once.map_or(SITES_AT_ONCE, usize::from);
    let until = if args.until_empty { Until::Empty } else { Until::Stopped };
    let worked = night.work(None, slots, until, &halt).await;
    board.close();
    night.workshop.close().await;
    let ended = worked.map_err(broken)?;
    store.close().await;
    Ok(if ended == Ended::Stopped { Ending::Interrupted } else { Ending::Done })
}
