use super::told::{Told, ToldSite, Word};
use crate::model::{Lang, Points, Text};
use crate::scan::SiteEnding;
use std::fmt::Write as _;

/// A letter about a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// With the counts that matter.
    pub subject: String,
    /// The whole, for whatever shows mail.
    pub text: String,
    /// The same as simple HTML, which asks nothing of any server.
    pub html: String,
}

/// Writes it.
#[must_use]
pub fn letter(told: &Told) -> Letter {
    let title = subject(told);
    let counts = counts(told);
    let groups = groups(told);
    let foot = foot(told);
    let mut text = format!("{title}\n\n{}\n", counts.join("\n"));
    let mut html = format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{1}</title></head><body><h1 \
         style=\"font-size:1.2em\">{1}</h1><p>{2}</p>",
        if told.lang == Lang::Zh { "zh-CN" } else { "en" },
        escaped(&title),
        counts.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br>")
    );
    for (head, lines) in &groups {
        let _ = writeln!(text, "\n{head}");
        let _ = write!(html, "<h2 style=\"font-size:1em\">{}</h2><ul>", escaped(head));
        for line in lines {
            let _ = writeln!(text, "- {line}");
            let _ = write!(html, "<li>{}</li>", escaped(line));
        }
        html.push_str("</ul>");
    }
    let _ = write!(text, "\n{}\n", foot.join("\n"));
    let lines: Vec<String> = foot.iter().map(|line| escaped(line)).collect();
    let _ = write!(html, "<p>{}</p></body></html>", lines.join("<br>"));
    Letter { subject: title, text, html }
}

fn subject(told: &Told) -> String {
    let (all, vetoes, failed, day) = (told.all, told.with_new_vetoes, told.failed, &told.as_of);
    match told.lang {
        Lang::Zh => {
            let mut title = format!("读网 {day}：{all} 个网站");
            if vetoes > 0 {
                let _ = write!(title, "，{vetoes} 个新出现单项否决");
            }
            if failed > 0 {
                let _ = write!(title, "，{failed} 个未能评");
            }
            if vetoes == 0 && failed == 0 {
                title.push_str("，没有新的单项否决");
            }
            title
        }
        Lang::En => {
            let mut title = format!("duwang {day}: {all} {}", sites(all));
            if vetoes > 0 {
                let _ = write!(title, ", {vetoes} with new vetoes");
            }
            if failed > 0 {
                let _ = write!(title, ", {failed} not judged");
            }
            if vetoes == 0 && failed == 0 {
                title.push_str(", no new vetoes");
            }
            title
        }
    }
}

fn sites(n: usize) -> &'static str {
    if n == 1 { "site" } else { "sites" }
}

fn counts(told: &Told) -> Vec<String> {
    let (done, partial, failed, open) = (told.done, told.partial, told.failed, told.open);
    let (pass, fail, pending) = (told.grades.pass, told.grades.fail, told.grades.pending);
    match told.lang {
        Lang::Zh => {
            let open = if open > 0 { format!(" · 未完 {open}") } else { String::new() };
            vec![
                format!("看全 {done} · 看了部分 {partial} · 未能评 {failed}{open}"),
                format!("合格 {pass} · 不合格 {fail} · 待定 {pending}"),
            ]
        }
        Lang::En => {
            let open = if open > 0 { format!(" · not ended {open}") } else { String::new() };
            vec![
                format!("seen whole {done} · in part {partial} · not judged {failed}{open}"),
                format!("passed {pass} · failed {fail} · pending {pending}"),
            ]
        }
    }
}

/// Headings, each with its lines.
fn groups(told: &Told) -> Vec<(String, Vec<String>)> {
    let zh = told.lang == Lang::Zh;
    let of = |wanted: &dyn Fn(&&ToldSite) -> bool| -> Vec<String> {
        told.sites.iter().filter(wanted).map(|site| line(site, told.lang)).collect()
    };
    let fresh = of(&|s| !s.new_vetoes.is_empty());
    let failed = of(&|s| s.new_vetoes.is_empty() && s.outcome == SiteEnding::Failed);
    let partial = of(&|s| s.new_vetoes.is_empty() && s.outcome == SiteEnding::Partial);
    let heads = [
        (if zh { "新出现的单项否决（列规则编号）" } else { "New vetoes (by the ids of their rules)" }, fresh),
        (if zh { "未能评的网站" } else { "Sites that could not be judged" }, failed),
        (if zh { "只看了一部分的网站" } else { "Sites seen in part" }, partial),
    ];
    heads.into_iter().filter(|(_, lines)| !lines.is_empty()).map(|(head, lines)| (head.to_owned(), lines)).collect()
}

fn line(site: &ToldSite, lang: Lang) -> String {
    let who = if site.name.is_empty() { site.id.clone() } else { format!("{} ({})", site.name, site.id) };
    let (colon, comma) = if lang == Lang::Zh { ("：", "，") } else { (": ", ", ") };
    let mut parts = Vec::new();
    if !site.new_vetoes.is_empty() {
        parts.push(site.new_vetoes.join(", "));
    }
    if let (Some(grade), Some(low), Some(high)) = (site.grade, site.low, site.high) {
        parts.push(format!("{} {}", grade.word().pick(lang), range(low, high)));
    }
    parts.extend(site.reason.clone());
    if parts.is_empty() {
        return who;
    }
    format!("{who}{colon}{}", parts.join(comma))
}

fn range(low: Points, high: Points) -> String {
    if low == high { format!("{:.2}", low.as_f64()) } else { format!("{:.2}–{:.2}", low.as_f64(), high.as_f64()) }
}

fn foot(told: &Told) -> Vec<String> {
    let mut lines: Vec<Text> = Vec::new();
    if told.more > 0 {
        let more = told.more;
        lines.push(Text::new(
            format!("另有 {more} 个网站没有列出，见 summary.json。"),
            format!("{more} more are not named here; see summary.json."),
        ));
    }
    lines.push(Text::new(
        "没有看到的既不算合格也不算不合格；每一分的依据见报告文件夹里各网站的评分报告。",
        "What was not seen is neither a pass nor a fail; the reports of each site show what every mark rests on.",
    ));
    let (scan, from) = (&told.scan, &told.started_at);
    let to = told.finished_at.as_deref().unwrap_or("…");
    lines.push(Text::new(format!("扫描 {scan}，{from} 至 {to}"), format!("Scan {scan}, {from} to {to}")));
    lines.into_iter().map(|text| text.pick(told.lang).to_owned()).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
