//! `scan`: every site of a list, many at a time.

use super::args::{Limits, ScanArgs};
use super::audit::{formats, opened};
use super::drawing;
use super::say::{self, Ending, Stop};
use super::scan_board::{ScanBoard, span, told};
use super::trouble;
use crate::config::sites::{self, Fault, ListedSite, SiteList};
use crate::config::{RenderMode, now_ms};
use crate::crawl::Stop as Halt;
use crate::model::{Grade, Lang, Text};
use crate::report;
use crate::scan::{Chosen, Ended, Job, Night, Opening, ScanWatch, SiteEnding, Summary, Terms, Tour, Toured, choose};
use crate::store::Store;
use crate::tell::Teller;
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

const HOUR_MS: i64 = 60 * 60 * 1000;
/// Sites named one by one in the summary on the terminal.
const NAMED: usize = 30;

/// Runs the command.
pub(super) async fn run(args: ScanArgs, lang: Lang, quiet: bool, halt: Halt) -> Result<Ending, Stop> {
    let mut list = sites::read(&args.config).map_err(|fault| unreadable(&fault, &args.config))?;
    override_with(&mut list, &args)?;
    let out = args.out.clone().unwrap_or_else(|| list.out.clone());
    let db = args.db.clone().or_else(|| list.db.clone());
    let db = db.unwrap_or_else(|| out.join("duwang.db").to_string_lossy().into_owned());
    let broken = |e: crate::store::Error| trouble::store(&e);
    Store::accepts(&db).map_err(broken)?;
    let chosen =
        Chosen { sites: args.site.clone(), regions: args.region.clone(), since_ms: since(args.since.as_deref())? };
    // What is wrong with list and packs is told before anything is made.
    let board = Arc::new(ScanBoard::new(lang, quiet));
    if list.sites.is_empty() && !args.skip_faulty {
        faults_of(&list.faults, &args, lang)?;
    }
    let store = opened(&db, &out).await?;
    let night = equipped(store.clone(), &out, Arc::clone(&board), Some(&list));
    let (jobs, found) = choose(&list, &chosen, &night.shelf, &store).await.map_err(broken)?;
    let faults: Vec<Fault> = list.faults.iter().cloned().chain(found).collect();
    faults_of(&faults, &args, lang)?;
    let sound = faults.is_empty();
    night.bury().await.map_err(broken)?;
    if let Some(other) = night.lead().await.map_err(broken)? {
        return Err(taken(&other.holder, store.path()));
    }
    let teller = Teller::of(&list.notify);
    for why in teller.unfit() {
        let (zh, en) = (
            format!("注意：扫描后通知不出去，{}", why.zh),
            format!("note: nobody can be told after the scan, {}", why.en),
        );
        say::note(&say::clean(Text::new(zh, en).pick(lang)));
    }
    let led =
        Led { night: &night, board: &board, list: &list, args: &args, teller: &teller, lang, quiet, db: store.path() };
    let ended = led.scan(&jobs, &chosen, &halt).await;
    board.close();
    night.workshop.close().await;
    // A lead that can't be given up runs out.
    let _ = night.follow().await;
    let ended = ended?;
    store.close().await;
    Ok(if ended == Ending::Done && !sound { Ending::Incomplete } else { ended })
}

/// What visits have in common, for `scan` and `work`.
pub(super) fn equipped(store: Store, out: &Path, board: Arc<ScanBoard>, list: Option<&SiteList>) -> Night {
    let mut night = Night::equipped(store, out, list);
    night.watch = board as Arc<dyn ScanWatch>;
    night
}

/// One scan under the lead.
struct Led<'a> {
    night: &'a Night,
    board: &'a Arc<ScanBoard>,
    list: &'a SiteList,
    args: &'a ScanArgs,
    teller: &'a Teller,
    lang: Lang,
    quiet: bool,
    db: &'a str,
}

impl Led<'_> {
    async fn scan(&self, jobs: &[Job], chosen: &Chosen, halt: &Halt) -> Result<Ending, Stop> {
        let broken = |e: crate::store::Error| trouble::store(&e);
        let terms = Terms {
            lang: self.lang,
            full: self.args.full,
            fresh: self.args.fresh,
            as_of: self.args.as_of,
            slots: self.args.sites_at_once.map_or(self.list.sites_at_once, usize::from),
        };
        let tour = Tour { night: self.night, list: self.list, chosen, terms };
        let scan = match tour.open(jobs).await.map_err(broken)? {
            Opening::Nothing => {
                self.note("没有需要检查的网站", "there is no site to audit");
                return Ok(Ending::Done);
            }
            Opening::New(scan) => scan,
            Opening::GoesOn { scan, changed } => {
                self.note(
                    &format!("接着上次没做完的扫描 {}（重新开始请加 --fresh）", scan.id),
                    &format!("going on with the scan {} (--fresh begins anew)", scan.id),
                );
                if changed {
                    self.note(
                        "注意：清单或规则包在那之后改过，这次仍按当时的做；要按新的做请加 --fresh",
                        "note: the list or its packs have changed since; this scan goes on with what they were (--fresh takes the new ones)",
                    );
                }
                scan
            }
        };
        let toured = tour.walk(scan, halt).await;
        self.board.close();
        let Toured { ended, summary, file, untidied } = toured.map_err(broken)?;
        for trouble in untidied {
            self.note(
                &format!("旧证据存档未能清理：{trouble}"),
                &format!("an old archive could not be let go: {trouble}"),
            );
        }
        let file = file.map_err(|e| trouble::report(&e))?;
        if ended == Ended::Stopped {
            return Err(self.interrupted(&summary));
        }
        let tally = summary.tally();
        tracing::info!(
            scan = summary.scan.id,
            done = tally.done,
            partial = tally.partial,
            failed = tally.failed,
            "scan ends"
        );
        say::result(&summed(&summary, &file, self.lang));
        self.tell(&summary, halt).await;
        let all_judged = summary.sites.iter().all(|site| site.outcome != SiteEnding::Failed);
        Ok(if all_judged { Ending::Done } else { Ending::Incomplete })
    }

    /// Tells whom the list names. What does not work is a line at the end; the scan is done all the same.
    async fn tell(&self, summary: &Summary, halt: &Halt) {
        let failed = tokio::select! {
            failed = self.teller.tell(summary, self.lang) => failed,
            () = halt.stopped() => return,
        };
        for why in failed {
            let (zh, en) = (format!("未能通知：{}", why.zh), format!("not told: {}", why.en));
            say::note(&say::clean(Text::new(zh, en).pick(self.lang)));
        }
    }

    fn note(&self, zh: &str, en: &str) {
        if !self.quiet {
            say::note(&say::clean(if self.lang == Lang::Zh { zh } else { en }));
        }
    }

    fn interrupted(&self, summary: &Summary) -> Stop {
        let open = summary.tally().open;
        let db = self.db;
        Stop::new(
            Ending::Interrupted,
            format!("已中断，还有 {open} 个网站没做完；看过的内容已保存在 {db}，24 小时内用同样的命令再运行即可接着做"),
            format!(
                "interrupted with {open} sites to go; what was seen is kept in {db}; run the same command within 24 hours to go on"
            ),
        )
    }
}

fn taken(holder: &str, db: &str) -> Stop {
    let mut parts = holder.split('/');
    let (host, process) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    Stop::new(
        Ending::Usage,
        format!("数据库 {db} 上已有一个扫描在进行（主机 {host}，进程 {process}）；请等它结束，或用 --db 另指一个"),
        format!(
            "a scan is under way on the database {db} (host {host}, process {process}); wait for it to end, or give another with --db"
        ),
    )
}

fn unreadable(fault: &Fault, file: &Path) -> Stop {
    Stop::new(
        Ending::Usage,
        format!("网站清单有误：{}", fault.line(file, Lang::Zh)),
        format!("the list of sites: {}", fault.line(file, Lang::En)),
    )
}

/// All that is wrong with a list: told as a note when the sound sites are to be audited all the same, else the end.
fn faults_of(faults: &[Fault], args: &ScanArgs, lang: Lang) -> Result<(), Stop> {
    if faults.is_empty() {
        return Ok(());
    }
    let lines = |lang: Lang| faults.iter().map(|f| f.line(&args.config, lang)).collect::<Vec<_>>().join("\n");
    if args.skip_faulty {
        say::note(&say::clean(&match lang {
            Lang::Zh => format!("清单有 {} 处错误，只检查无误的网站：\n{}", faults.len(), lines(Lang::Zh)),
            Lang::En => format!(
                "{} mistakes in the list; the sound sites alone are audited:\n{}",
                faults.len(),
                lines(Lang::En)
            ),
        }));
        return Ok(());
    }
    Err(Stop::new(
        Ending::Usage,
        format!("网站清单有 {} 处错误，未开始检查（加 --skip-faulty 可先做无误的）\n{}", faults.len(), lines(Lang::Zh)),
        format!(
            "{} mistakes in the list of sites, nothing was started (--skip-faulty audits the sound ones)\n{}",
            faults.len(),
            lines(Lang::En)
        ),
    ))
}

/// Flags count more than the list.
fn override_with(list: &mut SiteList, args: &ScanArgs) -> Result<(), Stop> {
    formats(&args.format)?;
    let limits = &args.limits;
    if let Some(rate) = limits.rate
        && !(rate.is_finite() && (0.0..=10_000.0).contains(&rate))
    {
        return Err(Stop::new(Ending::Usage, "--rate 须在 0 到 10000 之间", "--rate must be from 0 to 10000"));
    }
    let render = drawing::settings(&limits.drawing, RenderMode::Auto)?;
    for site in &mut list.sites {
        if !args.rules.is_empty() {
            site.rules.clone_from(&args.rules);
        }
        if !args.format.is_empty() {
            site.formats.clone_from(&args.format);
        }
        limit(site, limits);
        if let Some(mode) = &limits.drawing.render {
            site.render.clone_from(mode);
        }
        if let Some(browser) = &render.browser {
            site.browser = Some(browser.clone());
        }
    }
    Ok(())
}

fn limit(site: &mut ListedSite, limits: &Limits) {
    site.max_pages = limits.max_pages.unwrap_or(site.max_pages);
    site.max_depth = limits.max_depth.unwrap_or(site.max_depth);
    site.max_column_pages = limits.max_column_pages.unwrap_or(site.max_column_pages);
    site.max_time = limits.max_time.or(site.max_time);
    site.max_checks = limits.max_checks.unwrap_or(site.max_checks);
    site.max_files = limits.max_files.unwrap_or(site.max_files);
    site.rate = limits.rate.unwrap_or(site.rate);
    site.concurrency = limits.concurrency.map_or(site.concurrency, usize::from);
    site.allow_net.extend(&limits.allow_net);
    site.ignore_robots |= limits.ignore_robots;
    if let Some(agent) = &limits.user_agent {
        site.user_agent.clone_from(agent);
    }
}

/// A date, or a span back from now.
fn since(written: Option<&str>) -> Result<Option<i64>, Stop> {
    let Some(text) = written.map(str::trim) else { return Ok(None) };
    let spans = [("h", HOUR_MS), ("d", 24 * HOUR_MS), ("小时", HOUR_MS), ("天", 24 * HOUR_MS)];
    for (unit, ms) in spans {
        if let Some(n) = text.strip_suffix(unit).and_then(|n| n.trim().parse::<u32>().ok()) {
            return Ok(Some(now_ms() - i64::from(n) * ms));
        }
    }
    let day = text.parse::<Date>().ok();
    let midnight = day.and_then(|day| jiff::tz::Offset::constant(8).to_timestamp(day.at(0, 0, 0, 0)).ok());
    midnight.map(|at| Some(at.as_millisecond())).ok_or_else(|| {
        Stop::new(
            Ending::Usage,
            format!("--since “{text}”看不懂，请写日期（2026-11-20）或时长（12h、3d）"),
            format!("--since \"{text}\" is not understood; write a date (2026-11-20) or a span (12h, 3d)"),
        )
    })
}

/// The summary at the end, for the terminal.
fn summed(summary: &Summary, file: &Path, lang: Lang) -> String {
    let tally = summary.tally();
    let scan = &summary.scan;
    let took = u64::try_from((scan.finished_ms.unwrap_or(scan.started_ms) - scan.started_ms) / 1000).unwrap_or(0);
    let pages: u64 = summary.sites.iter().map(|s| s.pages).sum();
    let (pass, fail, pending) =
        (summary.graded(Grade::Pass), summary.graded(Grade::Fail), summary.graded(Grade::Pending));
    let word = |grade| report::grade_word(lang, grade);
    let mut lines = Vec::new();
    match lang {
        Lang::Zh => {
            lines.push(format!(
                "扫描 {}：{} 个网站，{pages} 页，用时 {}",
                scan.id,
                summary.sites.len(),
                span(took, lang)
            ));
            lines.push(format!(
                "  看全 {} · 部分 {} · 未能评 {}；{} {pass} · {} {fail} · {} {pending}",
                tally.done,
                tally.partial,
                tally.failed,
                word(Grade::Pass),
                word(Grade::Fail),
                word(Grade::Pending)
            ));
        }
        Lang::En => {
            lines.push(format!("scan {}: {} sites, {pages} pages, {}", scan.id, summary.sites.len(), span(took, lang)));
            lines.push(format!(
                "  whole {} · in part {} · failed {}; {} {pass} · {} {fail} · {} {pending}",
                tally.done,
                tally.partial,
                tally.failed,
                word(Grade::Pass),
                word(Grade::Fail),
                word(Grade::Pending)
            ));
        }
    }
    let vetoed: Vec<_> = summary.sites.iter().filter(|s| !s.new_vetoes.is_empty()).collect();
    if !vetoed.is_empty() {
        lines.push(if lang == Lang::Zh { "新出现的单项否决：" } else { "New vetoes:" }.to_owned());
        for site in vetoed.iter().take(NAMED) {
            lines.push(say::clean(&format!("  {} ({}): {}", site.name, site.id, site.new_vetoes.join(", "))));
        }
    }
    let not_whole: Vec<_> = summary.sites.iter().filter(|s| s.outcome != SiteEnding::Done).collect();
    if !not_whole.is_empty() {
        lines.push(if lang == Lang::Zh { "没有看全的网站：" } else { "Sites not seen whole:" }.to_owned());
        lines.extend(not_whole.iter().take(NAMED).map(|site| format!("  {}", told(site, lang))));
    }
    let more = vetoed.len().saturating_sub(NAMED) + not_whole.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(match lang {
            Lang::Zh => format!("  （另有 {more} 个，见 summary.json）"),
            Lang::En => format!("  (and {more} more, see summary.json)"),
        });
    }
    lines.push(match lang {
        Lang::Zh => format!("汇总：{}", file.display()),
        Lang::En => format!("Summary: {}", file.display()),
    });
    lines.join("\n")
}
