//! Arguments, progress, exit codes: the only place that prints. Imports everything.

mod archives;
mod args;
mod assess;
mod audit;
mod demo;
mod doctor;
mod drawing;
mod examine;
mod fail_on;
mod log;
mod packs;
mod refuse;
mod rescore;
mod rules;
mod say;
mod scan;
mod scan_board;
mod serve;
mod shots;
mod texts;
mod trouble;
mod watch;
mod work;
mod years;

use crate::crawl::Stop as Halt;
use crate::model::Lang;
use args::{Cli, Command};
use say::{Ending, Stop};
use std::process::ExitCode;

/// Runs the program with these arguments (the program's name first) and gives its exit status.
#[must_use]
pub fn main(arguments: &[String]) -> ExitCode {
    let lang = args::language(arguments);
    let json = args::logs_json(arguments);
    let cli = match args::parse(arguments, lang) {
        Ok(cli) => cli,
        Err(error) => {
            if json {
                log::begin(true, 0);
            }
            return ExitCode::from(refused(&error, lang).code());
        }
    };
    log::begin(json, cli.verbose);
    let ending = start(cli, lang).unwrap_or_else(|stop| {
        say::complain(&stop.why, lang);
        stop.ending
    });
    ExitCode::from(ending.code())
}

fn start(cli: Cli, lang: Lang) -> Result<Ending, Stop> {
    let Cli { command, quiet, .. } = cli;
    if let Command::Rules(args) = command {
        return rules::run(args.action, lang);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Stop::from_error(Ending::Internal, "程序未能启动", &e))?;
    runtime.block_on(async {
        let halt = Halt::new();
        tokio::spawn(listen(halt.clone(), lang));
        match command {
            Command::Demo(args) => demo::run(args, lang, quiet, halt).await,
            Command::Audit(args) => audit::run(*args, lang, quiet, halt).await,
            Command::Scan(args) => scan::run(*args, lang, quiet, halt).await,
            Command::Serve(args) => serve::run(*args, lang, quiet, halt).await,
            Command::Work(args) => work::run(*args, lang, quiet, halt).await,
            Command::Rescore(args) => rescore::run(*args, lang, quiet).await,
            Command::Assess(args) => assess::run(*args, lang, quiet, halt).await,
            Command::Doctor(args) => doctor::run(args, lang).await,
            Command::Rules(_) => Ok(Ending::Done),
        }
    })
}

/// The first Ctrl-C (or termination) ends the work and keeps what was done; a second one ends the program at once.
async fn listen(halt: Halt, lang: Lang) {
    wait_for_signal().await;
    halt.stop();
    say::note(match lang {
        Lang::Zh => "正在停止并保存（再按一次 Ctrl-C 立即退出）…",
        Lang::En => "stopping and saving (Ctrl-C again quits at once) …",
    });
    wait_for_signal().await;
    #[expect(
        clippy::disallowed_methods,
        clippy::exit,
        reason = "somebody insists; the store's transactions are whole or not there"
    )]
    std::process::exit(i32::from(Ending::Interrupted.code()));
}

async fn wait_for_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

/// What clap refuses, as one line; help and version as they are.
fn refused(error: &clap::Error, lang: Lang) -> Ending {
    use clap::error::ErrorKind;
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            say::result(&error.render().to_string());
            Ending::Done
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            say::note(&error.render().to_string());
            Ending::Usage
        }
        _ => {
            say::complain(&refuse::complaint(error), lang);
            Ending::Usage
        }
    }
}
