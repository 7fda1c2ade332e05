//! `rescore`: a stored run judged again. Nothing here can make a request: there is no fetcher.

use super::args::RescoreArgs;
use super::audit::{address, formats, load_packs, tell, traits, unaudited, writable};
use super::fail_on::FailOn;
use super::say::{self, Ending, Stop};
use super::trouble;
use crate::audit;
use crate::model::{Lang, Run, RunStatus, site_id};
use crate::store::Store;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where audits leave their reports and databases.
const REPORTS: &str = "reports";
/// What a database is called when nobody names one.
const DATABASE: &str = "duwang.db";
/// Runs that a complaint names.
const NAMED: u32 = 5;

/// Runs the command.
pub(super) async fn run(args: RescoreArgs, lang: Lang, quiet: bool) -> Result<Ending, Stop> {
    let packs = load_packs(&args.rules, lang)?;
    let formats = formats(&args.format)?;
    let fail_on = FailOn::read(&args.fail_on)?;
    let told = if args.traits.is_empty() { None } else { Some(traits(&args.traits)?) };
    let site = args.site.as_deref().map(address).transpose()?;
    let wanted = Wanted { id: &args.run, site: site.as_ref().map(ToString::to_string) };
    let site_folder = site.as_ref().map(site_id).or_else(|| args.run.splitn(4, '-').nth(3).map(str::to_owned));
    let places = places(args.db.as_deref(), args.out.as_deref(), site_folder.as_deref())?;
    let (store, mut run) = wanted.find(&places).await?;
    if let Some(day) = args.as_of {
        run.as_of = day;
    }
    // A database on a server stands beside no reports: they go where an audit of the site puts its own.
    let beside = || Store::folder(store.path()).unwrap_or_else(|| Path::new(REPORTS).join(&run.site.id));
    let out = args.out.clone().unwrap_or_else(|| beside().join("rescored").join(&run.id));
    writable(&out)?;
    if !quiet && matches!(run.status, RunStatus::Running | RunStatus::Interrupted) {
        say::note(match lang {
            Lang::Zh => "这次抓取没有做完，没看到的都算待核实",
            Lang::En => "this run was not finished; what it did not see is left open",
        });
    }
    let broken = |e: crate::store::Error| trouble::store(&e);
    let mut facts = audit::facts(&store, &run, &packs).await.map_err(broken)?;
    if let Some(told) = told {
        if !args.dry_run {
            store.keep_traits(&run.id, &told).await.map_err(broken)?;
        }
        facts.traits = told;
    }
    let facts = Arc::new(facts);
    let cards = audit::judge(&store, &facts, &packs, lang, !args.dry_run).await.map_err(broken)?;
    let files = audit::write(&cards, &out, &formats).map_err(|e| trouble::report(&e))?;
    store.close().await;
    tell(&cards, &files, lang);
    if let Some(why) = unaudited(&facts) {
        say::complain(&why.why, lang);
        return Ok(why.ending);
    }
    Ok(if fail_on.met(&cards) { Ending::FailOn } else { Ending::Done })
}

/// The databases to look into, best first.
fn places(db: Option<&str>, out: Option<&Path>, site: Option<&str>) -> Result<Vec<String>, Stop> {
    if let Some(db) = db {
        if Store::exists(db).map_err(|e| trouble::store(&e))? {
            return Ok(vec![db.to_owned()]);
        }
        let db = Store::shown(db);
        return Err(Stop::new(
            Ending::Usage,
            format!("--db {db}：没有这个数据库"),
            format!("--db {db}: there is no such database"),
        ));
    }
    let mut folders: Vec<PathBuf> = out.map(Path::to_path_buf).into_iter().collect();
    folders.extend(site.map(|site| Path::new(REPORTS).join(site)));
    let mut all: Vec<PathBuf> =
        std::fs::read_dir(REPORTS).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).collect();
    all.sort();
    folders.extend(all);
    let mut places: Vec<String> = Vec::new();
    for place in folders.iter().map(|f| f.join(DATABASE)).filter(|p| p.is_file()) {
        let place = place.to_string_lossy().into_owned();
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if places.is_empty() {
        return Err(Stop::new(
            Ending::Usage,
            format!("{REPORTS}/ 下没有存过抓取的数据库（{DATABASE}）；请用 --db 指明"),
            format!("there is no database of runs ({DATABASE}) below {REPORTS}/; name it with --db"),
        ));
    }
    Ok(places)
}

/// The run that is asked for.
struct Wanted<'a> {
    id: &'a str,
    site: Option<String>,
}

impl Wanted<'_> {
    fn fits(&self, run: &Run) -> bool {
        self.site.as_ref().is_none_or(|site| *site == run.site.url)
    }

    /// The run and the database it stands in; of several databases the one with the newest run where `last` is asked for.
    async fn find(&self, places: &[String]) -> Result<(Store, Run), Stop> {
        let mut best: Option<(Store, Run)> = None;
        let mut recent: Vec<Run> = Vec::new();
        for place in places {
            let broken = |e: crate::store::Error| trouble::store(&e);
            let store = Store::open_existing(place).await.map_err(broken)?;
            let found = if self.id == "last" {
                let newest = store.recent_runs(u32::MAX).await.map_err(broken)?.into_iter().find(|run| self.fits(run));
                newest.filter(|run| best.as_ref().is_none_or(|(_, known)| run.started_ms > known.started_ms))
            } else {
                store.find_run(self.id).await.map_err(broken)?.filter(|run| self.fits(run))
            };
            match found {
                Some(run) if self.id != "last" => return Ok((store, run)),
                Some(run) => {
                    if let Some((before, _)) = best.replace((store, run)) {
                        before.close().await;
                    }
                }
                None => {
                    recent.extend(store.recent_runs(NAMED).await.map_err(broken)?);
                    store.close().await;
                }
            }
        }
        best.ok_or_else(|| self.unknown(recent, places))
    }

    fn unknown(&self, mut recent: Vec<Run>, places: &[String]) -> Stop {
        recent.sort_by_key(|run| std::cmp::Reverse(run.started_ms));
        let ids: Vec<&str> = recent.iter().take(NAMED as usize).map(|run| run.id.as_str()).collect();
        let (id, place) = (self.id, places.iter().map(|p| Store::shown(p)).collect::<Vec<_>>().join(", "));
        let of = self.site.as_ref().map_or_else(String::new, |site| format!(" {site}"));
        if ids.is_empty() {
            return Stop::new(Ending::Usage, format!("{place} 里没有任何运行"), format!("{place} holds no run at all"));
        }
        Stop::new(
            Ending::Usage,
            format!("{place} 里没有{of}运行 {id}；最近的有 {}", ids.join("、")),
            format!("no run {id}{of} in {place}; the newest are {}", ids.join(", ")),
        )
    }
}
