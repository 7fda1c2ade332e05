//! `rules`: what packs there are, what they mean, whether an edited one is sound.

use super::args::RulesAction;
use super::say::{self, Ending, Stop};
use crate::checks::REGISTRY;
use crate::model::Lang;
use crate::rules::{self, RuleSet};
use std::fmt::Write as _;

/// Runs the command.
pub(super) fn run(action: RulesAction, lang: Lang) -> Result<Ending, Stop> {
    match action {
        RulesAction::List => {
            list(lang);
            Ok(Ending::Done)
        }
        RulesAction::Show { id, rules } => show(&id, &rules, lang),
        RulesAction::Check { packs } => Ok(check(&packs, lang)),
        RulesAction::Diff { old, new, format } => diff(&[old, new], &format, lang),
        RulesAction::Schema => {
            say::result(rules::SCHEMA);
            Ok(Ending::Done)
        }
    }
}

fn list(lang: Lang) {
    for pack in rules::bundled() {
        let census = pack.census;
        let mut text = match lang {
            Lang::Zh => format!(
                "{}（第{}版）\n  {}\n  来源：{}\n  指标 {} 条，规则 {} 条，已覆盖末级指标 {} 条（共 {} 条）",
                pack.id,
                pack.version,
                pack.title,
                pack.source,
                pack.indicators,
                census.rules,
                census.covered,
                census.leaves
            ),
            Lang::En => format!(
                "{} (version {})\n  {}\n  source: {}\n  {} indicators, {} rules, {} of {} lowest indicators covered",
                pack.id,
                pack.version,
                pack.title,
                pack.source,
                pack.indicators,
                census.rules,
                census.covered,
                census.leaves
            ),
        };
        if let Some(rows) = census.rows_text(lang) {
            let _ = write!(text, "\n  {rows}");
        }
        say::result(&text);
    }
    let catalogues: Vec<String> = rules::catalogues()
        .iter()
        .map(|c| match lang {
            Lang::Zh => format!("  {:<24} {}（{} 个领域）", c.id, c.title, c.fields.len()),
            Lang::En => format!("  {:<24} {} ({} fields)", c.id, c.title, c.fields.len()),
        })
        .collect();
    let head = if lang == Lang::Zh { "公开目录：" } else { "Catalogues:" };
    say::result(&format!("{head}\n{}", catalogues.join("\n")));
    let lexicons: Vec<String> = rules::lexicons()
        .iter()
        .map(|l| match lang {
            Lang::Zh => format!("  {:<24} {}（{} 条）", l.id, l.title, l.entries.len()),
            Lang::En => format!("  {:<24} {} ({} entries)", l.id, l.title, l.entries.len()),
        })
        .collect();
    let head = if lang == Lang::Zh { "用词表：" } else { "Lexicons:" };
    say::result(&format!("{head}\n{}", lexicons.join("\n")));
    let checks: Vec<String> = REGISTRY.iter().map(|c| format!("  {:<24} {}", c.id, c.name().pick(lang))).collect();
    let head = if lang == Lang::Zh { "检查项：" } else { "Checks:" };
    say::result(&format!("{head}\n{}", checks.join("\n")));
}

fn show(id: &str, packs: &[String], lang: Lang) -> Result<Ending, Stop> {
    if let Some(lexicon) = rules::lexicons().iter().find(|l| l.id == id) {
        say::result(&say::clean(&rules::describe_lexicon(lexicon, lang)));
        return Ok(Ending::Done);
    }
    if let Some(catalogue) = rules::catalogues().iter().find(|c| c.id == id) {
        say::result(&say::clean(&rules::describe_catalogue(catalogue, lang)));
        return Ok(Ending::Done);
    }
    let named: Vec<String> =
        if packs.is_empty() { rules::bundled().into_iter().map(|p| p.id).collect() } else { packs.to_vec() };
    let sets = super::packs::load_packs(&named, lang)?;
    let mut shown = 0;
    for set in &sets {
        if set.pack.reference.id == id {
            say::result(&say::clean(&outline(set, lang)));
            return Ok(Ending::Done);
        }
        if let Some(text) = rules::describe(set, id, lang) {
            say::result(&say::clean(&text));
            shown += 1;
            // A check's page is the same under every pack.
            if REGISTRY.iter().any(|c| c.id == id) {
                break;
            }
        }
    }
    if shown > 0 {
        return Ok(Ending::Done);
    }
    Err(Stop::new(
        Ending::Usage,
        format!("没有编号为“{id}”的规则包、公开目录、用词表、指标、规则或检查项；用 rules list 查看"),
        format!("no pack, catalogue, lexicon, indicator, rule or check \"{id}\"; see rules list"),
    ))
}

/// What changed from one pack to another; that they differ is an answer, not a failure.
fn diff(names: &[String; 2], format: &str, lang: Lang) -> Result<Ending, Stop> {
    let [old, new] = super::packs::load_each(names, lang)?;
    let diff = rules::diff(&old, &new);
    if format == "json" {
        let text =
            serde_json::to_string_pretty(&diff).map_err(|e| Stop::from_error(Ending::Internal, "写不成 JSON", &e))?;
        say::result(&text);
    } else {
        say::result(&say::clean(&diff.text(lang)));
    }
    Ok(Ending::Done)
}

/// A pack at a glance: where it comes from, its marks, its indicators with what they give and how many rules they have.
fn outline(set: &RuleSet, lang: Lang) -> String {
    let (pack, about) = (&set.pack, &set.pack.reference);
    let mut out = match lang {
        Lang::Zh => format!(
            "# {} {}\n\n- 来源：{}\n- 版本：{}\n- 满分 {}，合格线 {}，加分线 {}，加分上限 {}\n",
            about.id,
            about.title,
            about.source,
            about.version,
            pack.full_marks,
            pack.pass_mark,
            pack.bonus_mark,
            pack.bonus_cap
        ),
        Lang::En => format!(
            "# {} {}\n\n- source: {}\n- version: {}\n- full marks {}, pass mark {}, bonus mark {}, most bonus {}\n",
            about.id,
            about.title,
            about.source,
            about.version,
            pack.full_marks,
            pack.pass_mark,
            pack.bonus_mark,
            pack.bonus_cap
        ),
    };
    if let Some(force) = pack.force() {
        let head = if lang == Lang::Zh { "有效期：" } else { "in force: " };
        let _ = writeln!(out, "- {head}{}", force.pick(lang));
    }
    let census = set.census();
    for line in census.rows_text(lang).into_iter().chain([census.judges_text(lang)]) {
        let _ = writeln!(out, "- {line}");
    }
    if !pack.notes.is_empty() {
        out = format!("{out}\n{}\n", pack.notes);
    }
    out.push('\n');
    for root in set.roots() {
        branch(set, root, lang, &mut out);
    }
    out
}

fn branch(set: &RuleSet, at: usize, lang: Lang, out: &mut String) {
    let this = &set.indicators[at];
    let indent = "  ".repeat(usize::try_from(this.level).unwrap_or(1).saturating_sub(1));
    let rules: Vec<&str> = this.rules.iter().map(|r| set.rules[*r].id.as_str()).collect();
    let told = match (set.covered(at), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => " · 尚未覆盖".to_owned(),
        (false, Lang::En) => " · not yet covered".to_owned(),
    };
    let rules = if rules.is_empty() { String::new() } else { format!(" [{}]", rules.join(", ")) };
    let _ = writeln!(out, "{indent}- {} {} ({}){told}{rules}", this.id, this.title, this.points);
    for child in &this.children {
        branch(set, *child, lang, out);
    }
}

fn check(packs: &[String], lang: Lang) -> Ending {
    let mut sound = true;
    for name in packs {
        match rules::load(name) {
            Ok(set) => {
                for warning in &set.warnings {
                    say::note(&say::clean(&warning.text(lang)));
                }
                say::result(&match lang {
                    Lang::Zh => format!("{name}：正确，指标 {} 条，规则 {} 条", set.indicators.len(), set.rules.len()),
                    Lang::En => {
                        format!("{name}: sound, {} indicators, {} rules", set.indicators.len(), set.rules.len())
                    }
                });
            }
            Err(faults) => {
                sound = false;
                say::note(&say::clean(&faults.text(lang)));
            }
        }
    }
    if sound { Ending::Done } else { Ending::Usage }
}
