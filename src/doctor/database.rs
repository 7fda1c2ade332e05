use super::{DatabaseState, Remark, Seen, moment, size};
use crate::model::Text;
use crate::store::Health;

/// A scan that was cut off is gone on with for this long.
const RESUME_MS: i64 = 24 * 60 * 60 * 1000;

pub(super) fn database(seen: &Seen) -> Vec<Remark> {
    let place = &seen.database.place;
    match &seen.database.state {
        DatabaseState::Absent => vec![Remark::well(
            "database",
            Text::new(
                format!("数据库 {place} 还没有，第一次检查时建立"),
                format!("the database {place} is not there yet; the first audit makes it"),
            ),
        )],
        DatabaseState::Broken(why) => vec![Remark::wrong(
            "database",
            why.clone(),
            Text::new("按上面所说处理；或用 --db 另指一个数据库", "do as it says, or give another database with --db"),
        )],
        DatabaseState::Busy(why) => vec![Remark::doubtful(
            "database",
            why.clone(),
            Text::new("等写入的一方结束后再看一次", "look again when whoever writes to it has ended"),
        )],
        DatabaseState::Open(health) => {
            vec![opened(seen, health), holders(seen, health), scans(seen, health)]
        }
    }
}

fn opened(seen: &Seen, health: &Health) -> Remark {
    let (place, schema, runs) = (&seen.database.place, health.schema, health.runs);
    if let Some(why) = &health.not_writable {
        return Remark::wrong(
            "database",
            Text::new(
                format!("数据库 {place} 只能读，不能写：{why}"),
                format!("the database {place} can be read and not written: {why}"),
            ),
            Text::new(
                "给运行读网的用户写权限（文件和所在的文件夹都要）",
                "give the user that runs duwang the right to write to the file and to its folder",
            ),
        );
    }
    let bytes = seen.database.bytes.map(size);
    let (zh, en) = bytes.map_or_else(Default::default, |b| (format!("，{b}"), format!(", {b}")));
    Remark::well(
        "database",
        Text::new(
            format!("数据库 {place} 可读可写，结构第 {schema} 版，{runs} 次运行{zh}"),
            format!("the database {place} can be read and written, schema {schema}, {runs} runs{en}"),
        ),
    )
}

fn holders(seen: &Seen, health: &Health) -> Remark {
    let gone = &seen.database.gone;
    let alive = health.held.iter().filter(|h| h.until_ms > seen.now_ms && !gone.contains(&h.holder)).count();
    if gone.is_empty() {
        return Remark::well(
            "leases",
            Text::new(
                format!("租约 {alive} 个有效，没有已结束的进程留下的"),
                format!("{alive} leases and leads stand; none belongs to a process that has ended"),
            ),
        );
    }
    let names = gone.join(", ");
    Remark::doubtful(
        "leases",
        Text::new(
            format!("有已结束的进程留下的租约：{names}"),
            format!("leases of processes that have ended: {names}"),
        ),
        Text::new(
            "不必处理：下一次 scan 或 work 开始时自动收回",
            "nothing to do: the next scan or work takes them back as it begins",
        ),
    )
}

fn scans(seen: &Seen, health: &Health) -> Remark {
    let Some(scan) = health.open.first() else {
        return Remark::well("scan", Text::new("没有未做完的扫描", "no scan is unfinished"));
    };
    let (id, since, settled, all) = (&scan.id, moment(scan.started_ms), scan.settled, scan.all);
    let found = Text::new(
        format!("扫描 {id}（{since} 开始）做了 {settled}/{all} 个网站"),
        format!("the scan {id} (begun {since}) has settled {settled} of {all} sites"),
    );
    let gone = &seen.database.gone;
    let led = health.held.iter().any(|h| h.site.is_none() && h.until_ms > seen.now_ms && !gone.contains(&h.holder));
    if led {
        let (zh, en) = (format!("{}，正在进行", found.zh), format!("{}; it is under way", found.en));
        return Remark::well("scan", Text::new(zh, en));
    }
    let (zh, en) = (format!("{}，没有进程在做", found.zh), format!("{}; nobody is at it", found.en));
    let mend = if seen.now_ms - scan.started_ms <= RESUME_MS {
        Text::new("用同样的 scan 命令即可接着做", "the same scan command goes on with it")
    } else {
        Text::new(
            "超过 24 小时，不再接着做；下一次 scan 重新开始",
            "it is older than 24 hours and is not gone on with; the next scan begins anew",
        )
    };
    Remark::doubtful("scan", Text::new(zh, en), mend)
}
