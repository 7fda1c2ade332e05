//! Help texts in both languages, by command and argument id.

use crate::model::Lang;
use clap::Command;

/// (command path or argument id, Chinese, English).
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "duwang",
        "读网：像检查人员一样读政府网站，按公开的考核指标出具可追溯的评分",
        "Reads government websites the way an inspector does and writes scorecards that hold in a dispute",
    ),
    (
        "duwang demo",
        "在本机演示：播放自带的样板县级门户，检查并出具评分（不需要网络）",
        "Show it on this machine: play the bundled sample portals, audit them, write the reports (no network needed)",
    ),
    ("duwang audit", "检查一个网站：抓取、检查、评分、出报告", "Audit one site: crawl, check, score, report"),
    (
        "duwang scan",
        "检查清单里的全部网站：多站同时进行，断了接着做，末尾汇总（夜间任务用）",
        "Audit every site of a list, many at a time; goes on where it was cut off; what the nightly job calls",
    ),
    (
        "duwang work",
        "从共用的队列里取网站检查：可在任意多台机器上运行",
        "Take sites from the shared queue and audit them; on any number of machines",
    ),
    (
        "config",
        "网站清单：TOML，或 XLSX、CSV 表格（默认 sites.toml）",
        "The list of sites: TOML, or a table as XLSX or CSV (default sites.toml)",
    ),
    ("listed", "只做这些编号的网站，可重复", "These sites alone, by id; may be repeated"),
    (
        "region",
        "只做这些地区的网站，如 宜宾市 或 四川省/宜宾市",
        "Sites of these regions alone, like 宜宾市 or 四川省/宜宾市",
    ),
    (
        "since",
        "跳过此后已检查过的网站：日期（2026-11-20）或时长（12h、3d）",
        "Leave out sites audited since: a date (2026-11-20) or a span (12h, 3d)",
    ),
    ("sites_at_once", "同时检查几个网站（默认 50）", "Sites audited side by side (default 50)"),
    (
        "full",
        "逐页重新抓取和解析，不因上次以来没有变化而省略",
        "Ask for and read every page in full, changed since the last run or not",
    ),
    ("scan_fresh", "不接着上次没做完的扫描，重新开始", "Do not go on with a scan that was cut off; begin anew"),
    (
        "skip_faulty",
        "清单有误时照做无误的网站（有误的逐条列出）",
        "Where the list has mistakes, audit the sound sites all the same (the mistakes are told)",
    ),
    (
        "scan_out",
        "报告文件夹：每个网站一个子文件夹，另有 summary.json（默认 reports）",
        "Folder for the reports: one folder per site, and summary.json (default reports)",
    ),
    (
        "scan_db",
        "数据库：SQLite 文件，或 postgres://…（默认报告文件夹下的 duwang.db；也可用环境变量 DUWANG_DB）",
        "Database: an SQLite file, or postgres://… (default duwang.db in the reports' folder; also by DUWANG_DB)",
    ),
    (
        "work_db",
        "共用的数据库：postgres://…（也可用环境变量 DUWANG_DB）",
        "The shared database: postgres://… (also by DUWANG_DB)",
    ),
    ("work_out", "报告文件夹（默认 reports）", "Folder for the reports (default reports)"),
    ("until_empty", "队列里没有可取的网站就结束（默认一直等）", "End when no site can be had (default: wait for more)"),
    (
        "duwang serve",
        "常驻运行：按清单的 [schedule] 定时扫描、定时探测首页，并提供健康检查与监控指标",
        "Stay running: scan and look at home pages as the list's [schedule] says; health and metrics for monitoring",
    ),
    (
        "schedule",
        "按清单的 [schedule] 扫描并探测首页（不加则只提供状态页）",
        "Scan and look at home pages as the list's [schedule] says (without it, only tell how things stand)",
    ),
    (
        "listen",
        "监听的地址和端口（默认 127.0.0.1:8420，只有本机能访问）",
        "Address and port to listen on (default 127.0.0.1:8420, which this machine alone can reach)",
    ),
    (
        "serve_db",
        "数据库：SQLite 文件，或 postgres://…（默认清单所写，没有则为报告文件夹下的 duwang.db；也可用环境变量 DUWANG_DB）",
        "Database: an SQLite file, or postgres://… (default what the list says, else duwang.db in the reports' folder; also by DUWANG_DB)",
    ),
    (
        "duwang rescore",
        "把存下的一次抓取按别的（或改过的）规则包重新评分；不向网站发任何请求",
        "Judge a stored run again under another (or an edited) pack, without a request to the site",
    ),
    (
        "duwang assess",
        "年度考核：一年的检查加上人工评分，出排名、汇总和年度工作簿",
        "Annual assessment: a year's runs and people's marks become a ranking, subtotals and a workbook",
    ),
    ("duwang rules", "规则包：列出、查看、检验、比较", "Rule packs: list, show, check, compare"),
    ("duwang rules list", "列出自带的规则包", "List the bundled packs"),
    (
        "duwang rules show",
        "查看一个规则包、指标、规则或检查项的含义",
        "Show what a pack, an indicator, a rule or a check means",
    ),
    ("duwang rules check", "检验改过的规则包，一次列出全部问题", "Check edited packs; every mistake is told at once"),
    (
        "duwang rules diff",
        "比较两个规则包：指标、规则、参数、分值的增删改",
        "Hold two packs against each other: indicators, rules, parameters, marks",
    ),
    (
        "duwang rules schema",
        "输出规则包的 JSON Schema，供编辑器提示与校验",
        "Print the JSON schema of packs, for editors that complete and check",
    ),
    ("old", "原来的规则包：编号或文件路径", "The pack before: id or path"),
    ("new", "现在的规则包：编号或文件路径", "The pack after: id or path"),
    ("diff_format", "输出格式：text（默认）、json", "Format: text (default), json"),
    ("url", "网站首页地址", "Address of the site's home page"),
    ("id", "规则包、指标、规则或检查项的编号", "Id of a pack, indicator, rule or check"),
    ("packs", "规则包编号或文件路径", "Ids or paths of packs"),
    (
        "rules",
        "规则包编号或文件路径，可重复（默认 cn-site-2019）",
        "Id or path of a rule pack; may be repeated (default cn-site-2019)",
    ),
    (
        "out",
        "报告文件夹（默认 reports/网站，演示为 reports/demo）",
        "Folder for the reports (default reports/SITE, reports/demo for the demo)",
    ),
    ("format", "报告格式：html,xlsx,json,csv（默认全部）", "Formats: html,xlsx,json,csv (default all)"),
    (
        "as_of",
        "按哪一天评判（默认今天，北京时间），如 2026-11-20",
        "Judge as on that day (default today, Beijing time), like 2026-11-20",
    ),
    ("name", "网站名称（默认取网站自报的名称）", "The site's name (default: what it calls itself)"),
    ("max_pages", "最多抓取页数（默认 5000）", "Most pages asked (default 5000)"),
    ("max_depth", "离首页最多几次点击（默认 12）", "Most clicks from the home page (default 12)"),
    ("max_column_pages", "每个栏目最多抓取页数（默认 500）", "Most pages of one column (default 500)"),
    ("max_time", "最长用时（秒，默认不限）", "Longest time in seconds (default none)"),
    (
        "max_checks",
        "最多检查的外链、图片和附件数（默认 20000）",
        "Most links elsewhere, pictures and files checked (default 20000)",
    ),
    (
        "max_files",
        "最多下载并读取的附件数（默认 2000，每个不超过 20 MB；0 为不读附件）",
        "Most attachments fetched and read (default 2000, 20 MB each at most; 0 reads none)",
    ),
    (
        "rate",
        "每台主机每秒请求数（默认 5；0 为不限，只宜用于自己的机器）",
        "Requests a second to one host (default 5; 0 is no limit, for one's own machine only)",
    ),
    ("concurrency", "每台主机同时请求数（默认 4）", "Requests at once to one host (default 4)"),
    (
        "allow_net",
        "允许访问的内网网段，如 10.1.0.0/16，可重复",
        "Private network that may be contacted, like 10.1.0.0/16; may be repeated",
    ),
    (
        "ignore_robots",
        "不看 robots.txt（须经网站主办单位同意）",
        "Do not ask robots.txt (with the site owner's consent)",
    ),
    ("user_agent", "请求时自报的名称，宜写明联系方式", "How requests name themselves; give a contact"),
    (
        "render",
        "用本机的 Chromium 绘制网页：auto（默认，只绘制不运行脚本就没有内容的）、always（每一页）、never",
        "Draw pages in this machine's Chromium: auto (default: those that are empty without their scripts), always, never",
    ),
    (
        "duwang demo render",
        "用本机的 Chromium 绘制网页：auto（只绘制不运行脚本就没有内容的）、always（每一页）、never（默认）",
        "Draw pages in this machine's Chromium: auto (those that are empty without their scripts), always, never (default)",
    ),
    (
        "browser",
        "用哪个浏览器（默认自动查找 Chromium、Chrome、Edge；也可设环境变量 DUWANG_BROWSER）",
        "Which browser (default: Chromium, Chrome or Edge as found; or set DUWANG_BROWSER)",
    ),
    (
        "screenshots",
        "为最重的 N 处看得见的问题拍网页截图，放进报告（默认 0，不拍；最多 500；需要本机的 Chromium；有个人信息的页面不拍）",
        "Take pictures of the N weightiest findings that can be seen, for the report (default 0, none; 500 at most; needs a \
         Chromium; never of pages with personal data)",
    ),
    (
        "db",
        "数据库：SQLite 文件（默认报告文件夹中的 duwang.db），或 postgres://用户@主机/库名",
        "Database: an SQLite file (default duwang.db in the report folder) or postgres://USER@HOST/DATABASE",
    ),
    ("fresh", "不接着上次中断的抓取，重新开始", "Begin anew instead of going on with an interrupted run"),
    (
        "archive",
        "把收到的每个应答原样存成证据存档（WARC 1.1，如 site.warc.gz）；含网页上的个人信息，只有本人可读；续跑时接着写",
        "Keep every answer as it came in an evidence archive (WARC 1.1, like site.warc.gz); it holds the personal data on the pages and only its owner may read it; a run that goes on appends",
    ),
    (
        "from_archive",
        "不联网，只按证据存档检查（WARC，本程序或 wget 等所存），可重复，同一地址以后给的为先；日期和抓取范围默认随存档",
        "Audit from evidence archives (WARC, by this program, wget or others) without any network; may be repeated, later files first for an address; day and limits are the archive's unless given",
    ),
    (
        "trait",
        "单位的情况，随运行保存：no-services（没有对外办事职能，不查办事服务）；none 取消",
        "What the body is, kept with the run: no-services (it offers none, so services are not asked for); none takes it back",
    ),
    ("run", "运行号，或 last（最近一次，默认）", "A run's id, or last (the newest, the default)"),
    ("site", "只在这个网站的运行里找", "Only among the runs of this site"),
    (
        "stored",
        "数据库文件或 postgres:// 地址（默认依次找 --out 文件夹、reports/ 各文件夹中的 duwang.db）",
        "Database file or postgres:// address (default: duwang.db in the --out folder, else in the folders of reports/)",
    ),
    (
        "rescored",
        "报告文件夹（默认数据库旁的 rescored/运行号）",
        "Folder for the reports (default rescored/RUN beside the database)",
    ),
    ("judged_as_of", "按哪一天评判（默认该次运行的评判日）", "Judge as on that day (default the run's own)"),
    (
        "dry_run",
        "只出报告，不改数据库；否则结果存入数据库，替换该运行同一规则包的旧结果",
        "Write reports and leave the database alone; otherwise the result replaces that of the same run and pack",
    ),
    (
        "fail_on",
        "满足时以状态 1 退出：veto、major、score<N，可用逗号分隔",
        "Exit with status 1 when met: veto, major, score<N; separated by commas",
    ),
    ("year", "考核年度，按检查的评判基准日计", "The year, by the day as on which runs were judged"),
    (
        "prepare",
        "生成人工评分表（xlsx）：每行一项要由人定的内容；已有的文件不覆盖",
        "Make the workbook for people's marks (xlsx), a row for everything left to them; never overwrites a file",
    ),
    (
        "sheet",
        "评分表一个网站一张（per-site）还是全部一张（single）；默认 30 个网站以内一站一张",
        "Sheets of that workbook: per-site or single (default per-site up to 30 sites)",
    ),
    (
        "marks",
        "填好的人工评分表（xlsx），可重复；有误时一次列出全部，不写任何结果",
        "A workbook with people's marks (xlsx); may be repeated. Mistakes are told at once, nothing is written then",
    ),
    (
        "last_year",
        "上年的 assessment.json，用来比较（默认用库中上年的检查）",
        "Last year's assessment.json to compare with (default: last year's runs in the database)",
    ),
    ("site", "只考核这个网站：网站编号或首页地址", "Only this site: its id or the address of its home page"),
    ("from", "期间第一天（默认 1 月 1 日）", "First day of the period (default 1 January)"),
    ("to", "期间最后一天（默认 12 月 31 日）", "Last day of the period (default 31 December)"),
    (
        "duwang assess rules",
        "规则包编号或文件路径（默认 cn-site-2019）；计分口径写在规则包的 assess 里",
        "Id or path of a rule pack (default cn-site-2019); its key `assess` says which runs count",
    ),
    (
        "duwang assess out",
        "结果文件夹（默认 reports/assess-年份）",
        "Folder for the results (default reports/assess-YEAR)",
    ),
    (
        "duwang assess db",
        "数据库文件或 postgres:// 地址，可重复（默认 reports/duwang.db，没有则 reports/*/duwang.db）",
        "Database file or postgres:// address; may be repeated (default reports/duwang.db, else reports/*/duwang.db)",
    ),
    ("portal", "只演示这个样板门户，可重复", "Only this sample portal; may be repeated"),
    ("lang", "报告与消息的语言：zh（默认）、en", "Language of reports and messages: zh (default), en"),
    ("quiet", "不显示进度", "Show no progress"),
    (
        "log",
        "运行记录的样式：text（默认）、json（stderr 上每行一个 JSON，供日志系统收集）",
        "How to log: text (default), json (one JSON line per event on stderr, for log collectors)",
    ),
    (
        "duwang doctor",
        "体检：数据库、磁盘、浏览器、时钟、权限、清单和规则包是否适合夜间扫描",
        "Look whether all is fit for a night's work: database, disk, browser, clock, rights, list, packs",
    ),
    (
        "doctor_db",
        "数据库（默认与 scan 相同；也可用环境变量 DUWANG_DB）",
        "Database (default: as scan; also by DUWANG_DB)",
    ),
    ("duwang doctor out", "报告文件夹（默认与 scan 相同）", "Folder for the reports (default: as scan)"),
    ("doctor_format", "输出格式：text（默认）、json", "Format: text (default), json"),
    ("verbose", "多说些细节（-vv 更多）", "Tell more (-vv yet more)"),
    ("help", "显示帮助", "Print help"),
    ("version", "显示版本", "Print version"),
];

fn text(id: &str, lang: Lang) -> Option<&'static str> {
    TEXTS.iter().find(|t| t.0 == id).map(|t| if lang == Lang::Zh { t.1 } else { t.2 })
}

/// Puts the help texts of one language on a command and everything below it.
pub(super) fn dress(command: Command, lang: Lang) -> Command {
    let name = command.get_name().to_owned();
    dress_at(command, &name, lang)
}

fn dress_at(mut command: Command, path: &str, lang: Lang) -> Command {
    if let Some(about) = text(path, lang) {
        command = command.about(about);
    }
    let (template, arguments, options, commands) = match lang {
        Lang::Zh => ("{about}\n\n用法：{usage}\n\n{all-args}", "参数", "选项", "命令"),
        Lang::En => ("{about}\n\nUsage: {usage}\n\n{all-args}", "Arguments", "Options", "Commands"),
    };
    let flag = |id: &'static str, short: char, action| {
        let help = text(id, lang).unwrap_or_default();
        clap::Arg::new(id).short(short).long(id).action(action).help(help)
    };
    let usage = usage(&command, path, lang);
    command = command
        .help_template(template)
        .override_usage(usage)
        .subcommand_help_heading(commands)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(flag("help", 'h', clap::ArgAction::Help));
    if !path.contains(' ') {
        command = command.arg(flag("version", 'V', clap::ArgAction::Version));
    }
    command = command.mut_args(|arg| {
        let id = arg.get_id().as_str().to_owned();
        let positional = arg.is_positional();
        // Defaults and choices stand in the texts, in the right language.
        let arg =
            if arg.get_action().takes_values() { arg.hide_default_value(true).hide_possible_values(true) } else { arg };
        // An option may mean something of its own to one command.
        let arg = match text(&format!("{path} {id}"), lang).or_else(|| text(&id, lang)) {
            Some(help) => arg.help(help),
            None => arg,
        };
        arg.help_heading(if positional { arguments } else { options })
    });
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        let below = format!("{path} {name}");
        command = command.mut_subcommand(&name, |sub| dress_at(sub, &below, lang));
    }
    command
}

/// `duwang audit <URL> [options]`.
fn usage(command: &Command, path: &str, lang: Lang) -> String {
    let (below, options) = match lang {
        Lang::Zh => (" <命令>", " [选项]"),
        Lang::En => (" <command>", " [options]"),
    };
    let mut usage = path.to_owned();
    if command.has_subcommands() {
        usage.push_str(below);
    }
    for arg in command.get_positionals() {
        let name = arg.get_value_names().and_then(|n| n.first()).map_or_else(|| arg.get_id().as_str(), |n| n.as_str());
        let more = if matches!(arg.get_action(), clap::ArgAction::Append) { "…" } else { "" };
        usage = format!("{usage} <{name}>{more}");
    }
    usage + options
}
