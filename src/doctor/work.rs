use super::{ListSeen, Remark, SecretSeen};
use crate::model::Text;

/// Faults named one by one.
const NAMED: usize = 10;

pub(super) fn list(list: &ListSeen) -> Remark {
    let file = list.file.display();
    if !list.exists {
        let found = Text::new(format!("没有网站清单 {file}"), format!("there is no list of sites {file}"));
        let mend = Text::new(
            "夜间扫描需要它：用 --config 指明，或照说明写一份；单独检查一个网站（audit）不用清单",
            "scan needs it: name it with --config, or write one; audit of a single site needs none",
        );
        return if list.named { Remark::wrong("list", found, mend) } else { Remark::doubtful("list", found, mend) };
    }
    let sites = list.sites;
    if list.faults.is_empty() {
        return Remark::well(
            "list",
            Text::new(
                format!("网站清单 {file} 无误，{sites} 个网站"),
                format!("the list {file} is sound: {sites} sites"),
            ),
        );
    }
    let many = list.faults.len();
    Remark::wrong(
        "list",
        joined(
            Text::new(
                format!("网站清单 {file} 有 {many} 处错误（无误的网站 {sites} 个）："),
                format!("the list {file} has {many} mistakes ({sites} sites are sound):"),
            ),
            &list.faults,
        ),
        Text::new("改正后再看一次", "put them right and look again"),
    )
}

pub(super) fn packs((faults, sound): &(Vec<Text>, usize)) -> Remark {
    if faults.is_empty() {
        return Remark::well(
            "rules",
            Text::new(format!("用到的规则包 {sound} 个，均无误"), format!("the rule packs in use are sound: {sound}")),
        );
    }
    Remark::wrong(
        "rules",
        joined(Text::new("规则包有误：", "unsound rule packs:"), faults),
        Text::new(
            "用 duwang rules check 看全部问题，改正规则包或清单里的 rules",
            "duwang rules check tells all of it; mend the pack, or `rules` in the list",
        ),
    )
}

pub(super) fn secrets(secrets: &[SecretSeen]) -> Vec<Remark> {
    secrets.iter().map(one_secret).collect()
}

fn one_secret(secret: &SecretSeen) -> Remark {
    let section = secret.section;
    if let Some(why) = &secret.lacking {
        return Remark::wrong(
            "secret",
            Text::new(
                format!("[{section}] 的密钥读不到：{}", why.zh),
                format!("the secret of [{section}]: {}", why.en),
            ),
            Text::new(
                "在运行读网的环境（如 cron、systemd 服务）里设置它；否则扫描后通知不出去",
                "set it where duwang is run (cron, a systemd service); without, nobody can be told after a scan",
            ),
        );
    }
    if let Some(file) = &secret.readable_to_others {
        let file = file.display();
        return Remark::doubtful(
            "secret",
            Text::new(
                format!("[{section}] 的密钥文件 {file} 本机其他用户也能读"),
                format!("others on this machine may read the secret of [{section}] in {file}"),
            ),
            Text::new(format!("chmod 600 {file}"), format!("chmod 600 {file}")),
        );
    }
    Remark::well(
        "secret",
        Text::new(format!("[{section}] 的密钥可读"), format!("the secret of [{section}] can be read")),
    )
}

fn joined(head: Text, faults: &[Text]) -> Text {
    let mut text = head;
    for fault in faults.iter().take(NAMED) {
        text.zh = format!("{}\n{}", text.zh, fault.zh);
        text.en = format!("{}\n{}", text.en, fault.en);
    }
    if faults.len() > NAMED {
        let more = faults.len() - NAMED;
        text.zh = format!("{}\n（另有 {more} 处）", text.zh);
        text.en = format!("{}\n(and {more} more)", text.en);
    }
    text
}
