//! `serve`: the schedule and the endpoints that tell how it goes, until it is stopped.

use super::args::ServeArgs;
use super::audit::opened;
use super::say::{self, Ending, Stop};
use crate::config::now_ms;
use crate::config::sites::{self, SiteList};
use crate::crawl::Stop as Halt;
use crate::model::{Lang, Text};
use crate::serve::{BEAT, Options, Serve, Tell};
use std::path::PathBuf;
use std::sync::Arc;

/// Runs the command.
pub(super) async fn run(args: ServeArgs, lang: Lang, quiet: bool, halt: Halt) -> Result<Ending, Stop> {
    let list = match sites::read(&args.config) {
        Ok(list) => Some(list),
        // Without a schedule a database is enough.
        Err(fault) if args.schedule || args.db.is_none() => {
            return Err(Stop::new(
                Ending::Usage,
                format!("网站清单有误：{}", fault.line(&args.config, Lang::Zh)),
                format!("the list of sites: {}", fault.line(&args.config, Lang::En)),
            ));
        }
        Err(_) => None,
    };
    let out = list.as_ref().map_or_else(|| PathBuf::from("reports"), |list| list.out.clone());
    let db = args.db.clone().or_else(|| list.as_ref().and_then(|list| list.db.clone()));
    let db = db.unwrap_or_else(|| out.join("duwang.db").to_string_lossy().into_owned());
    let store = opened(&db, &out).await?;
    let log = Log { lang, quiet };
    let options = Options {
        config: args.config.clone(),
        store: store.clone(),
        listen: args.listen,
        schedule: args.schedule,
        lang,
        tell: Arc::new(log),
        beat: BEAT,
    };
    let serve = Serve::bind(options).await.map_err(|e| Stop::from_error(Ending::Usage, "监听失败", &e))?;
    log.line(&Text::new(
        format!("正在监听 http://{}/（/healthz、/health、/metrics）；按 Ctrl-C 结束", serve.addr()),
        format!("listening on http://{}/ (/healthz, /health, /metrics); Ctrl-C ends it", serve.addr()),
    ));
    announce(log, &args, list.as_ref(), serve.addr().ip().to_canonical().is_loopback());
    let cut = serve.run(halt).await;
    store.close().await;
    Ok(if cut { Ending::Interrupted } else { Ending::Done })
}

/// What whoever starts it may not expect.
fn announce(log: Log, args: &ServeArgs, list: Option<&SiteList>, loopback: bool) {
    if !loopback {
        log.line(&Text::new(
            "注意：监听的不是本机地址，能连到它的人都能看到状态页；请放在内网或反向代理之后",
            "note: this is no loopback address; whoever reaches it sees how things stand: keep it inside, or behind a proxy",
        ));
    }
    let Some(list) = list.filter(|_| args.schedule) else { return };
    if list.schedule.cron.is_none() {
        log.line(&Text::new(
            "清单的 [schedule] 里没有 cron，只定时探测首页，不扫描",
            "there is no cron in the [schedule] of the list: home pages are looked at, nothing is scanned",
        ));
    }
    if list.schedule.probe_every.is_some_and(|every| every.as_secs() > 72 * 60) {
        log.line(&Text::new(
            "注意：probe_every 大于 72 分钟，一天不足 20 次探测，“站点无法访问”将只能待核实",
            "note: with probe_every above 72 minutes a day has fewer than 20 looks, and whether a site is unreachable stays open",
        ));
    }
}

/// Lines on stderr, each with its moment.
#[derive(Debug, Clone, Copy)]
struct Log {
    lang: Lang,
    quiet: bool,
}

impl Log {
    fn line(self, text: &Text) {
        if !self.quiet {
            let at = jiff::Timestamp::from_millisecond(now_ms()).unwrap_or_default();
            let local = jiff::tz::Offset::constant(8).to_datetime(at);
            say::note(&say::clean(&format!("{} {}", local.strftime("%F %T"), text.pick(self.lang))));
        }
    }
}

impl Tell for Log {
    fn tell(&self, text: &Text) {
        self.line(text);
    }
}
