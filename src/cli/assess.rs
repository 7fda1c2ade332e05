//! `assess`: a year of many sites, from the store and people's workbooks to the ranking.

use super::args::AssessArgs;
use super::audit;
use super::say::{self, Ending, Stop};
use super::trouble;
use super::years::{self, Year};
use crate::assess::{self, Offered, OpenRule};
use crate::crawl::Stop as Halt;
use crate::model::{AskedSite, Asking, Assessment, Lang, Scorecard, SiteRef};
use crate::report;
use crate::rules::RuleSet;
use crate::score::HandMarks;
use crate::store::Store;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What was asked for, held against itself.
pub(super) struct Job {
    pub(super) set: Arc<RuleSet>,
    pub(super) year: i16,
    pub(super) period: (Date, Date),
    pub(super) site: Option<String>,
    pub(super) lang: Lang,
    pub(super) quiet: bool,
    pub(super) halt: Halt,
}

/// The largest workbook that is read.
const WORKBOOK: u64 = 256 * 1024 * 1024;

/// Runs the command.
pub(super) async fn run(args: AssessArgs, lang: Lang, quiet: bool, halt: Halt) -> Result<Ending, Stop> {
    let mut packs = audit::load_packs(&args.rules, lang)?;
    if packs.len() > 1 {
        return Err(Stop::new(
            Ending::Usage,
            "assess 一次按一个规则包考核；请只给一个 --rules",
            "assess works by one pack at a time; give one --rules",
        ));
    }
    let set = packs.remove(0);
    let period = period(&args)?;
    let workbooks = workbooks(&args.marks)?;
    let before = args.last_year.as_deref().map(last_year).transpose()?;
    if let Some(path) = &args.prepare
        && path.exists()
    {
        return Err(Stop::new(
            Ending::Usage,
            format!("{} 已经存在，里面也许已填了评分，不覆盖；请换一个文件名", path.display()),
            format!(
                "{} is there already and may hold marks; it is not overwritten: choose another name",
                path.display()
            ),
        ));
    }
    let out = args.out.clone().unwrap_or_else(|| Path::new("reports").join(format!("assess-{}", args.year)));
    let stores = open(&args.db).await?;
    if args.prepare.is_none() {
        audit::writable(&out)?;
    }
    let job = Job { set, year: args.year, period, site: args.site.clone(), lang, quiet, halt };
    let year = years::gather(&job, &stores).await?;
    if year.sites.is_empty() {
        return Err(nothing(&job, &stores).await?);
    }
    let marks = marks(&job, &year, &workbooks)?;
    let ending = match &args.prepare {
        Some(path) => prepare(&job, &stores, &year, &marks, (path, args.sheet.as_deref())).await?,
        None => assess(&job, &stores, year, &marks, (&out, before)).await?,
    };
    for store in stores {
        store.close().await;
    }
    Ok(ending)
}

fn period(args: &AssessArgs) -> Result<(Date, Date), Stop> {
    let whole = || {
        let first = Date::new(args.year, 1, 1).ok()?;
        Some((first, Date::new(args.year, 12, 31).ok()?))
    };
    let (first, last) = whole().ok_or_else(|| {
        Stop::new(Ending::Usage, format!("--year {} 不是年份", args.year), format!("--year {} is no year", args.year))
    })?;
    let (from, to) = (args.from.unwrap_or(first), args.to.unwrap_or(last));
    if from > to {
        return Err(Stop::new(
            Ending::Usage,
            format!("--from {from} 晚于 --to {to}"),
            format!("--from {from} is after --to {to}"),
        ));
    }
    Ok((from, to))
}

/// The workbooks' bytes, by the names they were given as.
fn workbooks(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Stop> {
    let mut faults: Vec<(String, String)> = Vec::new();
    let mut books = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let read = std::fs::metadata(path).and_then(|m| {
            if m.len() > WORKBOOK {
                return Err(std::io::Error::other(format!("> {} MB", WORKBOOK / 1024 / 1024)));
            }
            std::fs::read(path)
        });
        match read {
            Ok(bytes) => books.push((name, bytes)),
            Err(e) => {
                faults.push((format!("--marks {name} 读不到（{e}）"), format!("--marks {name} can't be read ({e})")));
            }
        }
    }
    if faults.is_empty() {
        return Ok(books);
    }
    let (zh, en): (Vec<String>, Vec<String>) = faults.into_iter().unzip();
    Err(Stop::new(Ending::Usage, zh.join("\n"), en.join("\n")))
}

fn last_year(path: &Path) -> Result<Assessment, Stop> {
    let wrong = |why: String| {
        Stop::new(
            Ending::Usage,
            format!("--last-year {} 不是读网的 assessment.json（{why}）", path.display()),
            format!("--last-year {} is no assessment.json of duwang ({why})", path.display()),
        )
    };
    let bytes = std::fs::read(path).map_err(|e| wrong(e.to_string()))?;
    assess::read_assessment(&bytes).map_err(wrong)
}

/// Databases that are there; none is made.
async fn open(given: &[String]) -> Result<Vec<Store>, Stop> {
    let places = if given.is_empty() { found() } else { given.to_vec() };
    if places.is_empty() {
        return Err(Stop::new(
            Ending::Usage,
            "没有找到数据库（reports/duwang.db 或 reports/*/duwang.db）；请用 --db 指明，可重复",
            "no database found (reports/duwang.db or reports/*/duwang.db); name it with --db, which may be repeated",
        ));
    }
    let mut stores = Vec::new();
    for place in places {
        if !Store::exists(&place).map_err(|e| trouble::store(&e))? {
            let place = Store::shown(&place);
            return Err(Stop::new(
                Ending::Usage,
                format!("数据库 {place} 不存在；请核对 --db"),
                format!("there is no database {place}; see that --db is right"),
            ));
        }
        stores.push(Store::open_existing(&place).await.map_err(|e| trouble::store(&e))?);
    }
    Ok(stores)
}

/// Where audits put their databases when nobody says otherwise.
fn found() -> Vec<String> {
    let reports = Path::new("reports");
    let shared = reports.join("duwang.db");
    if shared.is_file() {
        return vec![shared.to_string_lossy().into_owned()];
    }
    let folders = std::fs::read_dir(reports).into_iter().flatten().filter_map(Result::ok);
    let mut places: Vec<String> = folders
        .map(|f| f.path().join("duwang.db"))
        .filter(|p| p.is_file())
        .map(|p| p.to_string_lossy().into_owned())
        .collect();
    places.sort();
    places
}

/// Why there is nothing to assess, and what there is.
async fn nothing(job: &Job, stores: &[Store]) -> Result<Stop, Stop> {
    let (from, to) = job.period;
    if let Some(site) = &job.site {
        return Ok(Stop::new(
            Ending::Usage,
            format!("{from} 至 {to} 没有网站 {site} 的检查；--site 写网站编号或首页地址"),
            format!(
                "no run of the site {site} from {from} to {to}; --site takes a site's id or the address of its home page"
            ),
        ));
    }
    let mut days: Vec<String> = Vec::new();
    for store in stores {
        let found = store.days().await.map_err(|e| trouble::store(&e))?;
        days.extend(found.map(|(first, last)| format!("{}: {first} – {last}", store.path())));
    }
    let there = if days.is_empty() { "–".to_owned() } else { days.join("; ") };
    Ok(Stop::new(
        Ending::Usage,
        format!("{from} 至 {to} 没有任何检查（库中有：{there}）；年份按检查的评判基准日计"),
        format!("no run from {from} to {to} (there is: {there}); the year is that of the day a run was judged as on"),
    ))
}

/// What people decided, by site.
fn marks(job: &Job, year: &Year, books: &[(String, Vec<u8>)]) -> Result<BTreeMap<String, HandMarks>, Stop> {
    if books.is_empty() {
        return Ok(BTreeMap::new());
    }
    let none = HandMarks::new();
    let sites = year.sites.iter().map(|s| (s.site.id.clone(), open_of(job, s, &none))).collect();
    let offered = Offered { set: &job.set, year: job.year, sites, some_only: job.site.is_some() };
    match assess::read_marks(books, &offered) {
        Ok(claims) => {
            for note in &claims.notes {
                say::note(&say::clean(note.pick(job.lang)));
            }
            Ok(claims.marks)
        }
        Err(faults) => {
            let all = |lang: Lang| faults.iter().map(|f| f.text(lang)).collect::<Vec<_>>().join("\n");
            let n = faults.len();
            Err(Stop::new(
                Ending::Usage,
                format!("人工评分有 {n} 处要改，没有写出任何结果，评分表未动\n{}", all(Lang::Zh)),
                format!(
                    "{n} mistakes in the marks; nothing was written, the workbooks are as they were\n{}",
                    all(Lang::En)
                ),
            ))
        }
    }
}

fn open_of(job: &Job, runs: &assess::SiteRuns, marks: &HandMarks) -> Vec<OpenRule> {
    let (counted, vetoing) = assess::relevant(&job.set, &runs.counted, marks, job.lang);
    assess::open_rules(&job.set, &counted, &vetoing)
}

async fn prepare(
    job: &Job,
    stores: &[Store],
    year: &Year,
    marks: &BTreeMap<String, HandMarks>,
    to: (&Path, Option<&str>),
) -> Result<Ending, Stop> {
    let none = HandMarks::new();
    let mut sites = Vec::new();
    for runs in &year.sites {
        let given = marks.get(&runs.site.id).unwrap_or(&none);
        let open = open_of(job, runs, &none);
        let mut cards: BTreeMap<String, Scorecard> = BTreeMap::new();
        for rule in &open {
            if !cards.contains_key(&rule.run)
                && let Some(card) = years::card(job, stores, year, &rule.run).await?
            {
                cards.insert(rule.run.clone(), card);
            }
        }
        let card = |run: &str| cards.get(run);
        let rows = assess::rows(&job.set, &open, &card, given, (&runs.site.id, job.year, job.lang));
        sites.push(AskedSite { site: runs.site.clone(), rows });
    }
    sites.sort_by(|a, b| a.site.id.cmp(&b.site.id));
    let count: usize = sites.iter().map(|s| s.rows.len()).sum();
    let ask = Asking {
        lang: job.lang,
        year: job.year,
        pack: job.set.pack.reference.clone(),
        policy: job.set.pack.assess.clone(),
        sites,
    };
    let per_site = to.1.map(|s| s == "per-site");
    let bytes = report::asking(&ask, per_site).map_err(|e| trouble::report(&e))?;
    report::write_new(to.0, &bytes).map_err(|e| trouble::report(&e))?;
    say::result(&match job.lang {
        Lang::Zh => format!("待人工评定 {count} 行，{} 个网站：{}", ask.sites.len(), to.0.display()),
        Lang::En => format!("{count} rows to be marked by people, {} sites: {}", ask.sites.len(), to.0.display()),
    });
    Ok(Ending::Done)
}

async fn assess(
    job: &Job,
    stores: &[Store],
    year: Year,
    marks: &BTreeMap<String, HandMarks>,
    to: (&Path, Option<Assessment>),
) -> Result<Ending, Stop> {
    let mut now = assessment(job, job.year, job.period, &year, marks);
    // What was counted is not needed any more, and the year before takes as much again.
    drop(year);
    let (before, from_file) = match to.1 {
        Some(before) => (Some(before), true),
        None => (earlier(job, stores).await?, false),
    };
    if let Some(before) = &before {
        assess::compare(&mut now, before, from_file);
    }
    drop(before);
    let files = report::write_assessment(&now, to.0).map_err(|e| trouble::report(&e))?;
    say::result(&report::ranking(&now, say::width(), say::colour()));
    say::result(if job.lang == Lang::Zh { "报告：" } else { "Reports:" });
    for file in files {
        say::result(&format!("  {}", file.display()));
    }
    Ok(Ending::Done)
}

/// The year before, reckoned again from the same databases; nothing when they have no run of it.
async fn earlier(job: &Job, stores: &[Store]) -> Result<Option<Assessment>, Stop> {
    let back = |day: Date| {
        Date::new(day.year() - 1, day.month(), day.day()).or_else(|_| {
            // 29 February.
            Date::new(day.year() - 1, day.month(), 28)
        })
    };
    let (Ok(from), Ok(to)) = (back(job.period.0), back(job.period.1)) else { return Ok(None) };
    let year = years::gather_over(job, stores, (from, to)).await?;
    if year.sites.is_empty() {
        return Ok(None);
    }
    let mut before = assessment(job, job.year - 1, (from, to), &year, &BTreeMap::new());
    for indicator in before.sites.iter_mut().flat_map(|s| &mut s.indicators) {
        // Only marks are compared, and a thousand sites have many sentences.
        indicator.rules = Vec::new();
    }
    Ok(Some(before))
}

fn assessment(
    job: &Job,
    number: i16,
    period: (Date, Date),
    year: &Year,
    marks: &BTreeMap<String, HandMarks>,
) -> Assessment {
    let none = HandMarks::new();
    let pack = &job.set.pack;
    let mut sites: Vec<_> = year
        .sites
        .iter()
        .map(|runs| assess::site_year(&job.set, runs, marks.get(&runs.site.id).unwrap_or(&none), job.lang))
        .collect();
    assess::rank(&mut sites);
    Assessment {
        schema: "duwang.assessment/1".to_owned(),
        lang: job.lang,
        year: number,
        from: period.0.to_string(),
        to: period.1.to_string(),
        pack: pack.reference.clone(),
        full_marks: pack.full_marks,
        pass_mark: pack.pass_mark,
        policy: pack.assess.clone(),
        outline: assess::outline(&job.set),
        sites,
        last_year: None,
    }
}

/// Whether `--site` means this site: by id, or by address whatever its scheme and last slash.
pub(super) fn is_meant(wanted: &str, site: &SiteRef) -> bool {
    let bare = |url: &str| {
        let url = url.trim().trim_end_matches('/').to_lowercase();
        url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).map_or_else(|| url.clone(), str::to_owned)
    };
    wanted == site.id || bare(wanted) == bare(&site.url)
}

/// The facts of a stored run and its card under the pack.
pub(super) async fn judged(job: &Job, store: &Store, run: crate::model::Run) -> Result<Scorecard, Stop> {
    let broken = |e: crate::store::Error| trouble::store(&e);
    let first_seen = store.first_seen(&run.site.url).await.map_err(broken)?;
    let facts = crate::audit::facts(store, &run, std::slice::from_ref(&job.set)).await.map_err(broken)?;
    Ok(crate::score::scorecard(&job.set, &facts, job.lang, &first_seen))
}
