//! What other modules complain of, as one line in either language and an exit status.

use super::say::{Ending, Stop};
use crate::store::Error as Kept;

/// The store could not do what was asked.
pub(super) fn store(error: &Kept) -> Stop {
    let ending = match error {
        Kept::Open { .. }
        | Kept::Unsupported { .. }
        | Kept::Address { .. }
        | Kept::Unreachable { .. }
        | Kept::Refused { .. }
        | Kept::Missing { .. }
        | Kept::NoDatabase { .. }
        | Kept::Denied { .. }
        | Kept::TooOld { .. }
        | Kept::Encoding { .. } => Ending::Usage,
        _ => Ending::Internal,
    };
    let zh = match error {
        Kept::Open { path, why } => format!("数据库 {path} 打不开（{why}），请用 --db 或 --out 换一个位置"),
        Kept::Locked { path } => {
            format!("数据库 {path} 正被另一个进程占用，请等它结束，或用 --db 换一个文件")
        }
        Kept::Full { path } => {
            format!("{path} 所在的磁盘满了；此前存下的内容还在，腾出空间后用同样的命令接着做")
        }
        Kept::Corrupt { path, why } => {
            format!("{path} 不是完好的读网数据库（{why}），请把它移走，或用 --db 换一个")
        }
        Kept::Newer { path } => format!("{path} 是更新版本的读网写的，请升级，或用 --db 换一个数据库"),
        Kept::Unsupported { url } => {
            format!(
                "--db {url}：本版可用 SQLite 文件（sqlite:路径，或直接写路径）和 PostgreSQL（postgres://用户@主机/库名）"
            )
        }
        Kept::Address { why } => {
            format!("--db 的地址读不懂：{}；应写成 postgres://用户:密码@主机:端口/库名", why.zh)
        }
        Kept::Unreachable { path, why } => {
            format!("连不上 {path} 所在的服务器（{why}），请核对主机和端口，并确认数据库服务已启动")
        }
        Kept::Refused { path, why } => format!(
            "{path} 所在的服务器不认这个用户或密码（{why}），请核对（密码也可放在 PGPASSWORD 或 ~/.pgpass），并查看 pg_hba.conf 是否允许"
        ),
        Kept::Missing { path } => format!("没有读网的数据库 {path}，请核对 --db"),
        Kept::NoDatabase { path, why } => {
            format!("服务器上没有数据库 {path}（{why}），请先 CREATE DATABASE … ENCODING 'UTF8'")
        }
        Kept::Denied { path, why } => {
            format!("在 {path} 里没有权限（{why}），用户须是该库的属主，或有权在其模式里建表、改表")
        }
        Kept::TooOld { path, version } => {
            format!("{path} 所在的服务器版本太旧（{version}），至少要 PostgreSQL 9.2，建议 12 以上")
        }
        Kept::Encoding { path, encoding } => {
            format!("{path} 的编码是 {encoding}，存不下所有汉字，请用 ENCODING 'UTF8' 另建一个库")
        }
        Kept::Lost { path, why } => {
            format!("与 {path} 的连接断了（{why}）；此前存下的内容还在，恢复后用同样的命令接着做")
        }
        Kept::Crossed { path, why } => format!("{path} 太忙（{why}），请用同样的命令接着做"),
        Kept::Exists { path, why } => format!("{path} 里已经有了（{why}）"),
        Kept::NoRun { id, path } => format!("{path} 里没有运行 {id}"),
        Kept::LeaseLost { site } => {
            format!("{site} 的租约已失：这个网站已由另一个进程接手，或已有结果；这边没有写入任何内容")
        }
        Kept::Other { path, why } => format!("数据库 {path} 出错：{why}"),
    };
    Stop::new(ending, zh, error.to_string())
}

/// An archive could not be written or read.
pub(super) fn archive(error: &crate::fetch::archive::Error) -> Stop {
    use crate::fetch::archive::Error as Archive;
    let zh = match error {
        Archive::File { path, source } => format!("证据存档 {} 打不开或写不进去：{source}", path.display()),
        Archive::NoArchive { path, why } => format!("{} 不是网页存档（WARC）：{why}", path.display()),
        Archive::Unsound { path, at, why } => {
            format!("证据存档 {} 第 {at} 字节处的记录不完好：{why}", path.display())
        }
        Archive::TooMany { path, most } => format!("{}：记录超过 {most} 条，读不了", path.display()),
        Archive::Busy { path } => format!("{} 正由另一个进程写入，请等它结束，或换一个文件名", path.display()),
        Archive::Taken { path, holds } => {
            format!("{} 已经存在，存的是别的内容（{holds}），不覆盖；请换一个文件名", path.display())
        }
    };
    Stop::new(Ending::Usage, zh, error.to_string())
}

/// The reports could not be written.
pub(super) fn report(error: &crate::report::Error) -> Stop {
    use crate::report::Error as Report;
    let zh = match error {
        Report::UnknownFormat(name) => {
            return Stop::new(
                Ending::Usage,
                format!("没有报告格式“{name}”，可用 html、xlsx、json、csv"),
                format!("there is no report format \"{name}\"; use html, xlsx, json, csv"),
            );
        }
        Report::Folder { path, source } => format!("报告文件夹 {} 建不成：{source}", path.display()),
        Report::File { path, source } => {
            format!("报告 {} 未能写出：{source}；评分已存入数据库", path.display())
        }
        other => format!("报告未能生成：{other}"),
    };
    Stop::new(Ending::Internal, zh, error.to_string())
}
