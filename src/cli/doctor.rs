//! `doctor`: whether all is fit for a night's work.

use super::args::DoctorArgs;
use super::examine;
use super::say::{self, Ending, Stop};
use crate::doctor::{Mark, Remark, judge};
use crate::model::Lang;
use serde_json::json;

/// Runs the command. Asks nothing of any site.
pub(super) async fn run(args: DoctorArgs, lang: Lang) -> Result<Ending, Stop> {
    let seen = examine::all(&args).await;
    let remarks = judge(&seen);
    let fit = remarks.iter().all(|remark| remark.mark != Mark::Wrong);
    if args.format == "json" {
        let checks: Vec<_> = remarks.iter().map(|remark| as_json(remark, lang)).collect();
        let whole = json!({ "schema": "duwang.doctor/1", "fit": fit, "checks": checks });
        say::result(&serde_json::to_string_pretty(&whole).expect("plain JSON"));
    } else {
        let lines: Vec<String> = remarks.iter().map(|remark| line(remark, lang)).collect();
        say::result(&say::clean(&format!("{}\n{}", lines.join("\n"), end(&remarks, lang))));
    }
    Ok(if fit { Ending::Done } else { Ending::Internal })
}

fn as_json(remark: &Remark, lang: Lang) -> serde_json::Value {
    let mend = remark.mend.pick(lang);
    json!({
        "id": remark.id,
        "mark": remark.mark,
        "found": remark.found.pick(lang),
        "mend": (!mend.is_empty()).then_some(mend),
    })
}

fn line(remark: &Remark, lang: Lang) -> String {
    let sign = match remark.mark {
        Mark::Well => "✓",
        Mark::Doubtful => "!",
        Mark::Wrong => "✗",
    };
    let found = remark.found.pick(lang).replace('\n', "\n  ");
    match remark.mend.pick(lang) {
        "" => format!("{sign} {found}"),
        mend => format!("{sign} {found}\n  → {mend}"),
    }
}

fn end(remarks: &[Remark], lang: Lang) -> String {
    let of = |mark| remarks.iter().filter(|r| r.mark == mark).count();
    let (wrong, doubtful) = (of(Mark::Wrong), of(Mark::Doubtful));
    match (lang, wrong, doubtful) {
        (Lang::Zh, 0, 0) => "一切就绪".to_owned(),
        (Lang::En, 0, 0) => "all is well".to_owned(),
        (Lang::Zh, ..) => format!("✗ {wrong} 处须处理，! {doubtful} 处留意"),
        (Lang::En, ..) => format!("✗ {wrong} to be mended, ! {doubtful} to be noted"),
    }
}
