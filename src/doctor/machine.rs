use super::{DatabaseState, DiskSeen, FolderSeen, Remark, Seen, moment, size};
use crate::model::Text;

/// What a site's first night leaves in the database, as long as nothing tells better.
const SITE_BYTES: u64 = 60_000_000;
/// What the reports of a site take at most, as a rule.
const REPORT_BYTES: u64 = 8_000_000;
/// With less than this nothing goes well.
const LEAST_BYTES: u64 = 100_000_000;
/// Requests under way at once in all.
const REQUESTS: u64 = 256;
/// Files open beside requests: database, archives, reports, browser.
const OTHERS: u64 = 64;
/// A clock may be so far behind what was stored: another machine's clock.
const SLACK_MS: i64 = 5 * 60 * 1000;
/// 2026-01-01 and 2100-01-01 in Beijing; this program is not older.
const SANE_MS: std::ops::Range<i64> = 1_767_196_800_000..4_102_416_000_000;

pub(super) fn disks(seen: &Seen) -> Vec<Remark> {
    seen.disks.iter().map(|disk| one_disk(seen, disk)).collect()
}

fn one_disk(seen: &Seen, disk: &DiskSeen) -> Remark {
    let id = if disk.for_database { "disk-database" } else { "disk-reports" };
    let folder = disk.folder.display();
    let free = match &disk.free {
        Ok(free) => *free,
        Err(why) => {
            return Remark::doubtful(
                id,
                Text::new(
                    format!("{folder} 所在磁盘的剩余空间看不到：{why}"),
                    format!("the free space of the disk of {folder} can't be told: {why}"),
                ),
                Text::new("请自行确认空间够用", "see for yourself that there is room"),
            );
        }
    };
    let sites = seen.list.sites.max(1) as u64;
    let need = if disk.for_database { run_bytes(seen).saturating_mul(sites) } else { REPORT_BYTES * sites };
    let need = need.max(LEAST_BYTES);
    let (free_shown, need_shown) = (size(free), size(need));
    let found = Text::new(
        format!("{folder} 所在磁盘剩 {free_shown}，{sites} 个网站一夜约需 {need_shown}（估计）"),
        format!(
            "the disk of {folder} has {free_shown} free; a night of {sites} sites takes about {need_shown} (an estimate)"
        ),
    );
    let mend =
        Text::new("腾出空间，或用 --db、--out 换到别的磁盘", "make room, or choose another disk with --db and --out");
    if free < LEAST_BYTES || free < need / 4 {
        Remark::wrong(id, found, mend)
    } else if free < need {
        Remark::doubtful(id, found, mend)
    } else {
        Remark::well(id, found)
    }
}

/// What a run takes in the database: as those that are there, or a guess.
fn run_bytes(seen: &Seen) -> u64 {
    match (&seen.database.state, seen.database.bytes) {
        (DatabaseState::Open(health), Some(bytes)) if health.runs >= 3 => (bytes / health.runs).max(1_000_000),
        _ => SITE_BYTES,
    }
}

pub(super) fn folders(folders: &[FolderSeen]) -> Vec<Remark> {
    folders.iter().map(one_folder).collect()
}

fn one_folder(folder: &FolderSeen) -> Remark {
    let path = folder.path.display();
    if let Some(why) = &folder.not_writable {
        return Remark::wrong(
            "folder",
            Text::new(format!("文件夹 {path} 写不进去：{why}"), format!("nothing can be written to {path}: {why}")),
            Text::new(
                "给运行读网的用户写权限，或用 --out、--db 换一个位置",
                "give the user that runs duwang the right to write, or choose another place with --out, --db",
            ),
        );
    }
    if folder.open_to_all {
        return Remark::doubtful(
            "folder",
            Text::new(
                format!("文件夹 {path} 本机任何人都能写，证据可能被改动"),
                format!("everybody on this machine may write to {path}, so that evidence could be altered"),
            ),
            Text::new(format!("chmod o-w {path}"), format!("chmod o-w {path}")),
        );
    }
    Remark::well(
        "folder",
        if folder.exists {
            Text::new(format!("文件夹 {path} 可写"), format!("{path} can be written to"))
        } else {
            Text::new(format!("文件夹 {path} 还没有，可以建立"), format!("{path} is not there yet and can be made"))
        },
    )
}

pub(super) fn clock(seen: &Seen) -> Remark {
    let now = moment(seen.now_ms);
    let mend = Text::new(
        "校准本机时钟（如 timedatectl set-ntp true）；时间不对，更新天数和评判日都会错",
        "set this machine's clock (such as timedatectl set-ntp true); with a wrong one, days since updates and the day of judging are wrong",
    );
    if !SANE_MS.contains(&seen.now_ms) {
        let found = format!("本机时间是 {now}（北京时间），不可能对");
        return Remark::wrong(
            "clock",
            Text::new(found, format!("this machine says it is {now} in Beijing, which can't be")),
            mend,
        );
    }
    let newest = match &seen.database.state {
        DatabaseState::Open(health) => health.newest_ms,
        _ => None,
    };
    if let Some(newest) = newest.filter(|newest| *newest > seen.now_ms + SLACK_MS) {
        let kept = moment(newest);
        return Remark::wrong(
            "clock",
            Text::new(
                format!("本机时间 {now}，早于数据库里最新的记录 {kept}"),
                format!("this machine says {now}, before the newest thing in the database, {kept}"),
            ),
            mend,
        );
    }
    Remark::well(
        "clock",
        Text::new(format!("本机时间 {now}（北京时间）"), format!("it is {now} in Beijing by this machine")),
    )
}

pub(super) fn handles(seen: &Seen) -> Remark {
    let need = REQUESTS + OTHERS + 2 * seen.list.sites_at_once as u64;
    let mend = Text::new(
        format!("调高打开文件数上限（ulimit -n {0}，服务里写 LimitNOFILE={0}），或减小 sites_at_once", need.max(4096)),
        format!(
            "raise the limit (ulimit -n {0}; LimitNOFILE={0} in a service), or lower sites_at_once",
            need.max(4096)
        ),
    );
    let Some(limit) = seen.handles else {
        return Remark::doubtful(
            "file-handles",
            Text::new("打开文件数上限看不到", "the limit of open files can't be told"),
            mend,
        );
    };
    let found = Text::new(
        format!("可同时打开 {limit} 个文件，至多约用 {need} 个"),
        format!("{limit} files may be open at once; about {need} are needed at most"),
    );
    if limit < need / 2 {
        Remark::wrong("file-handles", found, mend)
    } else if limit < need {
        Remark::doubtful("file-handles", found, mend)
    } else {
        Remark::well("file-handles", found)
    }
}

pub(super) fn browser(seen: &Seen) -> Vec<Remark> {
    let browser = &seen.browser;
    let Some(program) = &browser.program else {
        return vec![Remark::well(
            "browser",
            Text::new("不用浏览器（render = never）", "no browser is used (render = never)"),
        )];
    };
    let trouble = |found: Text, mend: Text| {
        if browser.needed {
            return Remark::wrong("browser", found, mend);
        }
        let zh = format!("{}；靠脚本显示的网页将列为待核实", found.zh);
        let en = format!("{}; pages drawn by scripts will be left to a person", found.en);
        Remark::doubtful("browser", Text::new(zh, en), mend)
    };
    let program = match program {
        Ok(program) => program.display(),
        Err(why) => {
            return vec![trouble(
                Text::new(format!("没有找到浏览器（{why}）"), format!("no browser was found ({why})")),
                Text::new(
                    "安装 Chromium、Chrome 或 Edge，或用 DUWANG_BROWSER 指明位置",
                    "install Chromium, Chrome or Edge, or name it with DUWANG_BROWSER",
                ),
            )];
        }
    };
    let version = match &browser.version {
        Some(Ok(version)) => version,
        Some(Err(why)) => {
            return vec![trouble(
                Text::new(format!("{program} 启动不了：{why}"), format!("{program} does not start: {why}")),
                Text::new(
                    "在命令行运行它看缺什么（常是系统库没装全），或用 DUWANG_BROWSER 换一个",
                    "run it by hand to see what it lacks (often libraries), or name another with DUWANG_BROWSER",
                ),
            )];
        }
        None => return Vec::new(),
    };
    let found =
        Text::new(format!("浏览器 {program} 可用：{version}"), format!("the browser {program} works: {version}"));
    vec![Remark::well("browser", found), fonts(seen.fonts)]
}

fn fonts(fonts: Option<usize>) -> Remark {
    let mend = Text::new(
        "安装中文字体（如 fonts-noto-cjk、wqy-microhei），否则绘制出的网页里汉字是方框",
        "install Chinese fonts (such as fonts-noto-cjk, wqy-microhei); without, signs are boxes in pages that are drawn",
    );
    match fonts {
        Some(0) => Remark::doubtful("fonts", Text::new("没有中文字体", "there is no font with Chinese signs"), mend),
        Some(n) => {
            Remark::well("fonts", Text::new(format!("有中文字体（{n} 个）"), format!("there are Chinese fonts ({n})")))
        }
        None => Remark::doubtful(
            "fonts",
            Text::new("有没有中文字体看不出来", "whether there are Chinese fonts can't be told"),
            mend,
        ),
    }
}
