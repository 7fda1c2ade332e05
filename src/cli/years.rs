//! The runs of a period, from the databases: what each counted, counted again where that is not known.

use super::assess::{Job, is_meant, judged};
use super::say::{self, Ending, Stop};
use super::trouble;
use crate::assess::{self, CountedRun, SiteRuns};
use crate::model::{
    Lang, LeftOut, LeftOutWhy, Run, RunTally, RunsPolicy, Scorecard, SiteRef, SiteTrait, Tally, Text, VetoScope,
};
use crate::store::Store;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The sites of a period with their runs.
pub(super) struct Year {
    /// By id.
    pub(super) sites: Vec<SiteRuns>,
    /// Which database has which run.
    homes: BTreeMap<String, usize>,
}

/// A run on the way.
struct Found {
    store: usize,
    run: Run,
    tally: Option<RunTally>,
}

/// The runs of the year.
pub(super) async fn gather(job: &Job, stores: &[Store]) -> Result<Year, Stop> {
    gather_over(job, stores, job.period).await
}

/// The runs judged as on a day of the period.
pub(super) async fn gather_over(job: &Job, stores: &[Store], period: (Date, Date)) -> Result<Year, Stop> {
    let broken = |e: crate::store::Error| trouble::store(&e);
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for store in stores {
        ids.extend(store.sites_of(period).await.map_err(broken)?);
    }
    let mut year = Year { sites: Vec::new(), homes: BTreeMap::new() };
    for id in ids {
        if job.halt.is_stopped() {
            return Err(Stop::new(Ending::Interrupted, "已中断，没有写出任何结果", "interrupted; nothing was written"));
        }
        let mut runs: Vec<Found> = Vec::new();
        for (at, store) in stores.iter().enumerate() {
            let found = store.runs_of(&id, &job.set.pack.reference, period).await.map_err(broken)?;
            for one in found {
                // A database and its copy hold the same run.
                if !runs.iter().any(|r| r.run.id == one.run.id) {
                    runs.push(Found { store: at, run: one.run, tally: one.tally });
                }
            }
        }
        runs.sort_by(|a, b| {
            let key = |f: &Found| (f.run.as_of, f.run.started_ms, f.run.id.clone());
            key(a).cmp(&key(b))
        });
        let Some(site) = name(&runs) else { continue };
        if job.site.as_ref().is_some_and(|wanted| !is_meant(wanted, &site)) {
            continue;
        }
        for found in &runs {
            year.homes.insert(found.run.id.clone(), found.store);
        }
        year.sites.push(sift(job, stores, site, runs).await?);
    }
    Ok(year)
}

/// The site as its last run names it.
fn name(runs: &[Found]) -> Option<SiteRef> {
    let last = runs.last()?;
    let named = |f: &Found| {
        let told = f.tally.as_ref().map(|t| t.name.clone()).unwrap_or_default();
        if told.is_empty() { f.run.site.name.clone() } else { told }
    };
    let name = runs.iter().rev().map(named).find(|n| !n.is_empty()).unwrap_or_default();
    let traits = last.tally.as_ref().map(|t| t.traits.clone()).unwrap_or_default();
    Some(SiteRef { id: last.run.site.id.clone(), name, url: last.run.site.url.clone(), traits })
}

/// Parts the runs into those that count, those that nobody needs, and those that can't count.
async fn sift(job: &Job, stores: &[Store], site: SiteRef, runs: Vec<Found>) -> Result<SiteRuns, Stop> {
    let policy = &job.set.pack.assess;
    let mut sifted = SiteRuns { site, counted: Vec::new(), aside: Vec::new(), left_out: Vec::new() };
    let last_only = policy.runs == RunsPolicy::Last && policy.vetoes == VetoScope::Counted;
    let mut have_last = false;
    // From the last one back: with `last` the earlier ones are not counted again for nothing.
    for found in runs.into_iter().rev() {
        if let Some(why) = LeftOutWhy::of(found.run.status)
            && !(why == LeftOutWhy::Partial && policy.incomplete)
        {
            sifted.left_out.push(left_out(&found.run, why, job.lang));
            continue;
        }
        let known = found.tally.and_then(|t| Some((assess::tallies(&job.set, &t)?, t.traits)));
        let tallies = match known {
            Some(known) => Some(known),
            None if last_only && have_last => {
                sifted.aside.push(found.run);
                continue;
            }
            None => count(job, &stores[found.store], &found.run, &mut sifted.site).await?,
        };
        match tallies {
            Some((tallies, traits)) => {
                have_last = true;
                sifted.counted.push(CountedRun { run: found.run, tallies, traits });
            }
            None => sifted.left_out.push(left_out(&found.run, LeftOutWhy::Unscored, job.lang)),
        }
    }
    sifted.counted.reverse();
    sifted.aside.reverse();
    sifted.left_out.reverse();
    Ok(sifted)
}

/// Counts a run again from its pages and keeps that; `None` when they are not there any more.
async fn count(
    job: &Job,
    store: &Store,
    run: &Run,
    site: &mut SiteRef,
) -> Result<Option<(Vec<Tally>, Vec<SiteTrait>)>, Stop> {
    let broken = |e: crate::store::Error| trouble::store(&e);
    if store.count_pages(&run.id).await.map_err(broken)? == 0 {
        return Ok(None);
    }
    if !job.quiet {
        say::note(&say::clean(&match job.lang {
            Lang::Zh => format!("按规则包 {} 重新评判已存的检查 {}", job.set.pack.reference.id, run.id),
            Lang::En => format!("judging the stored run {} again under {}", run.id, job.set.pack.reference.id),
        }));
    }
    let card = judged(job, store, run.clone()).await?;
    store.save_tally(&card).await.map_err(broken)?;
    if site.name.is_empty() {
        site.name.clone_from(&card.site.name);
    }
    Ok(assess::tallies(&job.set, &crate::store::counted(&card)).map(|tallies| (tallies, card.site.traits)))
}

fn left_out(run: &Run, why: LeftOutWhy, lang: Lang) -> LeftOut {
    let said = match why {
        LeftOutWhy::Running => Text::new("检查还没有结束", "it has not ended"),
        LeftOutWhy::Interrupted => Text::new(
            "检查被中断，没有看全；接着做完后再评",
            "interrupted before everything was seen; go on with it and assess again",
        ),
        LeftOutWhy::Failed => {
            Text::new("网站当时无法检查，什么也没看到", "the site could not be audited; nothing was seen")
        }
        LeftOutWhy::Partial => Text::new(
            "因预算提前结束，没有看全；加大 --max-pages 等再查，或在规则包写 assess = { incomplete = true }",
            "a budget ended it before everything was seen; raise --max-pages and its kin, or write assess = { incomplete = true } in the pack",
        ),
        LeftOutWhy::Unscored => Text::new(
            "没有按这一版规则包评过，网页也已不在库里，无法重新评判",
            "never scored under this version of the pack, and its pages are not stored any more",
        ),
    };
    LeftOut { run: run.id.clone(), as_of: run.as_of.to_string(), why, message: said.pick(lang).to_owned() }
}

/// The scorecard of a run under the pack: the stored one, else judged again; `None` when its pages are gone.
pub(super) async fn card(job: &Job, stores: &[Store], year: &Year, run_id: &str) -> Result<Option<Scorecard>, Stop> {
    let broken = |e: crate::store::Error| trouble::store(&e);
    let Some(store) = year.homes.get(run_id).map(|at| &stores[*at]) else { return Ok(None) };
    let kept = store.scorecard(run_id, &job.set.pack.reference).await.map_err(broken)?;
    // The sentences of a card are in the language it was made in.
    if let Some(card) = kept.filter(|c| c.lang == job.lang) {
        return Ok(Some(card));
    }
    if store.count_pages(run_id).await.map_err(broken)? == 0 {
        return store.scorecard(run_id, &job.set.pack.reference).await.map_err(broken);
    }
    let run = store.run(run_id).await.map_err(broken)?;
    judged(job, store, run).await.map(Some)
}
