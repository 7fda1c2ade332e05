//! `demo`: the bundled portals, served on loopback and audited like any site.

use super::args::DemoArgs;
use super::audit::{self, Job, formats, load_packs, today};
use super::drawing;
use super::say::{self, Ending, Stop};
use crate::config::{CrawlSettings, FetchSettings, RenderMode, Settings};
use crate::crawl::Stop as Halt;
use crate::demo::{Portal, Served};
use crate::model::{Lang, Site};
use std::path::PathBuf;

/// Runs the command.
pub(super) async fn run(args: DemoArgs, lang: Lang, quiet: bool, halt: Halt) -> Result<Ending, Stop> {
    load_packs(&args.rules, lang)?;
    let formats = formats(&args.format)?;
    // The same on every machine, with a browser or without: the portals say nearly all in their markup.
    let render = drawing::settings(&args.drawing, RenderMode::Never)?;
    let out = args.out.unwrap_or_else(|| PathBuf::from("reports/demo"));
    let all = Portal::bundled();
    let portals: Vec<Portal> =
        all.iter().filter(|p| args.portal.is_empty() || args.portal.contains(&p.slug)).cloned().collect();
    if let Some(unknown) = args.portal.iter().find(|name| !all.iter().any(|p| p.slug == **name)) {
        let known: Vec<&str> = all.iter().map(|p| p.slug.as_str()).collect();
        return Err(Stop::new(
            Ending::Usage,
            format!("没有样板门户“{unknown}”，可选 {}", known.join("、")),
            format!("no sample portal \"{unknown}\"; there are {}", known.join(", ")),
        ));
    }
    let served = Served::start(portals.clone())
        .await
        .map_err(|e| Stop::from_error(Ending::Internal, "演示服务器未能启动", &e))?;
    for portal in &portals {
        if !quiet {
            say::note(&match lang {
                Lang::Zh => format!("样板门户“{}”（虚构），在本机播放：{}", portal.name, portal.home),
                Lang::En => {
                    format!("sample portal {} (fictitious), played on this machine: {}", portal.name, portal.home)
                }
            });
        }
        let job = Job {
            site: Site { id: portal.slug.clone(), name: portal.name.clone(), url: portal.home.clone() },
            settings: Settings {
                fetch: FetchSettings {
                    rate: 0.0,
                    concurrency: 16,
                    resolve: served.resolve(),
                    offline: true,
                    ..FetchSettings::default()
                },
                crawl: CrawlSettings::default(),
                render: render.clone(),
                as_of: portal.as_of.unwrap_or_else(today),
            },
            packs: load_packs(&args.rules, lang)?,
            formats: formats.clone(),
            out: out.join(&portal.slug),
            db: out.join("duwang.db").to_string_lossy().into_owned(),
            fresh: true,
            screenshots: usize::from(args.screenshots),
            archive: None,
            replay: None,
            traits: Vec::new(),
            lang,
            quiet,
        };
        let (ending, _) = audit::audit(&job, halt.clone()).await?;
        if ending != Ending::Done {
            return Ok(ending);
        }
    }
    Ok(Ending::Done)
}
