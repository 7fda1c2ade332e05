use super::texts;
use crate::model::Lang;
use clap::builder::styling::Styles;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use ipnet::IpNet;
use jiff::civil::Date;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The command line. Help texts are in `texts`, in both languages.
#[derive(Debug, Parser)]
#[command(name = "duwang", version, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[arg(long, global = true, value_name = "LANG", default_value = "zh", value_parser = ["zh", "en"])]
    pub(super) lang: String,
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
    #[arg(long, global = true, value_name = "HOW", default_value = "text", value_parser = ["text", "json"])]
    pub(super) log: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Demo(DemoArgs),
    Audit(Box<AuditArgs>),
    Scan(Box<ScanArgs>),
    Work(Box<WorkArgs>),
    Serve(Box<ServeArgs>),
    Rescore(Box<RescoreArgs>),
    Assess(Box<AssessArgs>),
    Rules(RulesArgs),
    Doctor(DoctorArgs),
}

#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    #[arg(long, short, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    #[arg(id = "doctor_db", long = "db", value_name = "URL", env = "DUWANG_DB", hide_env_values = true)]
    pub(super) db: Option<String>,
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[arg(id = "doctor_format", long = "format", value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    pub(super) format: String,
    #[command(flatten)]
    pub(super) drawing: Drawing,
}

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    #[arg(long, value_name = "PACK")]
    pub(super) rules: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(super) format: Vec<String>,
    #[arg(long, value_name = "NAME")]
    pub(super) portal: Vec<String>,
    #[command(flatten)]
    pub(super) drawing: Drawing,
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=500))]
    pub(super) screenshots: u16,
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    #[arg(value_name = "URL")]
    pub(super) url: String,
    #[arg(long, value_name = "PACK")]
    pub(super) rules: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(super) format: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<Date>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(super) name: String,
    #[command(flatten)]
    pub(super) limits: Limits,
    #[arg(long, value_name = "URL")]
    pub(super) db: Option<String>,
    #[arg(long)]
    pub(super) fresh: bool,
    #[arg(long, value_name = "FILE")]
    pub(super) archive: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) from_archive: Vec<PathBuf>,
    #[arg(id = "trait", long = "trait", value_name = "TRAIT", value_delimiter = ',')]
    pub(super) traits: Vec<String>,
    #[arg(long, value_name = "WHEN", value_delimiter = ',')]
    pub(super) fail_on: Vec<String>,
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=500))]
    pub(super) screenshots: u16,
}

#[derive(Debug, Args)]
pub(super) struct ScanArgs {
    #[arg(long, short, value_name = "FILE", default_value = "sites.toml")]
    pub(super) config: PathBuf,
    #[arg(id = "listed", long = "site", value_name = "ID", value_delimiter = ',')]
    pub(super) site: Vec<String>,
    #[arg(long, value_name = "REGION", value_delimiter = ',')]
    pub(super) region: Vec<String>,
    #[arg(long, value_name = "WHEN")]
    pub(super) since: Option<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) sites_at_once: Option<u16>,
    #[arg(long)]
    pub(super) full: bool,
    #[arg(id = "scan_fresh", long = "fresh")]
    pub(super) fresh: bool,
    #[arg(long)]
    pub(super) skip_faulty: bool,
    #[arg(long, value_name = "PACK")]
    pub(super) rules: Vec<String>,
    #[arg(id = "scan_out", long = "out", value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(super) format: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<Date>,
    #[arg(id = "scan_db", long = "db", value_name = "URL", env = "DUWANG_DB", hide_env_values = true)]
    pub(super) db: Option<String>,
    #[command(flatten)]
    pub(super) limits: Limits,
}

#[derive(Debug, Args)]
pub(super) struct WorkArgs {
    #[arg(id = "work_db", long = "db", value_name = "URL", env = "DUWANG_DB", hide_env_values = true)]
    pub(super) db: String,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) sites_at_once: Option<u16>,
    #[arg(id = "work_out", long = "out", value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[arg(long)]
    pub(super) until_empty: bool,
}

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    #[arg(long, short, value_name = "FILE", default_value = "sites.toml")]
    pub(super) config: PathBuf,
    #[arg(long)]
    pub(super) schedule: bool,
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8420")]
    pub(super) listen: SocketAddr,
    #[arg(id = "serve_db", long = "db", value_name = "URL", env = "DUWANG_DB", hide_env_values = true)]
    pub(super) db: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct RescoreArgs {
    #[arg(long, value_name = "ID", default_value = "last")]
    pub(super) run: String,
    #[arg(long, value_name = "URL")]
    pub(super) site: Option<String>,
    #[arg(long, value_name = "PACK")]
    pub(super) rules: Vec<String>,
    #[arg(id = "stored", long = "db", value_name = "URL")]
    pub(super) db: Option<String>,
    #[arg(id = "rescored", long = "out", value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(super) format: Vec<String>,
    #[arg(id = "judged_as_of", long = "as-of", value_name = "DATE")]
    pub(super) as_of: Option<Date>,
    #[arg(id = "trait", long = "trait", value_name = "TRAIT", value_delimiter = ',')]
    pub(super) traits: Vec<String>,
    #[arg(long)]
    pub(super) dry_run: bool,
    #[arg(long, value_name = "WHEN", value_delimiter = ',')]
    pub(super) fail_on: Vec<String>,
}

/// What shapes the visit.
#[derive(Debug, Args)]
pub(super) struct Limits {
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) max_pages: Option<u64>,
    #[arg(long, value_name = "N")]
    pub(super) max_depth: Option<u32>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) max_column_pages: Option<u64>,
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) max_time: Option<u64>,
    #[arg(long, value_name = "N")]
    pub(super) max_checks: Option<u64>,
    #[arg(long, value_name = "N")]
    pub(super) max_files: Option<u64>,
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) rate: Option<f64>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) concurrency: Option<u16>,
    #[arg(long, value_name = "CIDR")]
    pub(super) allow_net: Vec<IpNet>,
    #[arg(long)]
    pub(super) ignore_robots: bool,
    #[arg(long, value_name = "TEXT")]
    pub(super) user_agent: Option<String>,
    #[command(flatten)]
    pub(super) drawing: Drawing,
}

/// Which pages are drawn in a browser, and in which.
#[derive(Debug, Args)]
pub(super) struct Drawing {
    #[arg(long, value_name = "MODE", env = "DUWANG_RENDER", hide_env = true, value_parser = ["auto", "always", "never"])]
    pub(super) render: Option<String>,
    #[arg(long, value_name = "PATH", env = "DUWANG_BROWSER", hide_env = true)]
    pub(super) browser: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct AssessArgs {
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1990..=9998))]
    pub(super) year: i16,
    #[arg(long, value_name = "PACK")]
    pub(super) rules: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub(super) prepare: Option<PathBuf>,
    #[arg(long, value_name = "HOW", value_parser = ["per-site", "single"])]
    pub(super) sheet: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(super) marks: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(super) last_year: Option<PathBuf>,
    #[arg(long, value_name = "ID|URL")]
    pub(super) site: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<Date>,
    #[arg(long, value_name = "DATE")]
    pub(super) to: Option<Date>,
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[arg(long, value_name = "URL")]
    pub(super) db: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    pub(super) action: RulesAction,
}

#[derive(Debug, Subcommand)]
pub(super) enum RulesAction {
    List,
    Show {
        #[arg(value_name = "ID")]
        id: String,
        #[arg(long, value_name = "PACK")]
        rules: Vec<String>,
    },
    Check {
        #[arg(value_name = "PACK", required = true)]
        packs: Vec<String>,
    },
    Diff {
        #[arg(value_name = "OLD")]
        old: String,
        #[arg(value_name = "NEW")]
        new: String,
        #[arg(id = "diff_format", long = "format", value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
        format: String,
    },
    Schema,
}

/// The language asked for, before anything is parsed: help and complaints come in it too.
pub(super) fn language(arguments: &[String]) -> Lang {
    if says(arguments, "--lang", "en") { Lang::En } else { Lang::Zh }
}

/// Whether stderr is to be a log of events, complaints about the arguments included.
pub(super) fn logs_json(arguments: &[String]) -> bool {
    says(arguments, "--log", "json")
}

fn says(arguments: &[String], option: &str, value: &str) -> bool {
    let apart = arguments.windows(2).any(|pair| pair[0] == option && pair[1] == value);
    apart || arguments.iter().any(|a| a.split_once('=') == Some((option, value)))
}

/// Reads the arguments; help and version come back as an error of clap's own kind.
pub(super) fn parse(arguments: &[String], lang: Lang) -> Result<Cli, clap::Error> {
    let command = texts::dress(Cli::command().styles(Styles::plain()), lang);
    let matches = command.try_get_matches_from(arguments)?;
    Cli::from_arg_matches(&matches)
}
