//! The packs that `--rules` names: loaded together, every fault told at once.

use super::say::{self, Ending, Stop};
use crate::audit::DEFAULT_PACK;
use crate::model::Lang;
use crate::rules::{self, RuleSet};
use jiff::civil::Date;
use std::sync::Arc;

/// Loads the packs by id or path; the default one where none is named. The same pack again counts once.
pub(super) fn load_packs(names: &[String], lang: Lang) -> Result<Vec<Arc<RuleSet>>, Stop> {
    let fallback = [DEFAULT_PACK.to_owned()];
    let names = if names.is_empty() { &fallback[..] } else { names };
    let mut sets: Vec<(&str, RuleSet)> = Vec::new();
    let mut faults: Vec<String> = Vec::new();
    for name in names {
        let set = match rules::load(name) {
            Ok(set) => set,
            Err(found) => {
                faults.push(found.text(lang));
                continue;
            }
        };
        let (id, digest) = (&set.pack.reference.id, &set.pack.reference.sha256);
        match sets.iter().find(|(_, known)| known.pack.reference.id == *id) {
            None => sets.push((name, set)),
            Some((_, same)) if same.pack.reference.sha256 == *digest => say::note(&say::clean(&match lang {
                Lang::Zh => format!("规则包 {id} 给了两次（{name}），只评一次"),
                Lang::En => format!("the pack {id} is given twice ({name}) and judged under once"),
            })),
            Some((first, _)) => faults.push(match lang {
                Lang::Zh => {
                    format!("{name}: 与 {first} 的 id 都是 `{id}`，内容却不同，报告里分不清；请改其中一个的 id")
                }
                Lang::En => {
                    format!("{name}: has the id `{id}`, as {first} has with another text; give one of them another id")
                }
            }),
        }
    }
    if faults.is_empty() { Ok(sets.into_iter().map(|(_, set)| Arc::new(set)).collect()) } else { Err(unsound(&faults)) }
}

/// Loads two packs, whatever they are called.
pub(super) fn load_each(names: &[String; 2], lang: Lang) -> Result<[RuleSet; 2], Stop> {
    match names.each_ref().map(|name| rules::load(name)) {
        [Ok(old), Ok(new)] => Ok([old, new]),
        loaded => {
            let faults: Vec<String> = loaded.into_iter().filter_map(Result::err).map(|f| f.text(lang)).collect();
            Err(unsound(&faults))
        }
    }
}

fn unsound(faults: &[String]) -> Stop {
    let all = faults.join("\n");
    if !all.contains('\n') {
        return Stop::new(Ending::Usage, format!("规则包有误：{all}"), format!("unsound rule pack: {all}"));
    }
    Stop::new(
        Ending::Usage,
        format!("规则包有误，未开始检查\n{all}"),
        format!("unsound rule pack, nothing was started\n{all}"),
    )
}

/// Tells of packs that are not in force on the day that is judged, and of what is odd about them.
pub(super) fn caution(packs: &[Arc<RuleSet>], as_of: Date, lang: Lang) {
    let head = if lang == Lang::Zh { "注意：" } else { "note: " };
    for set in packs {
        if let Some(text) = set.pack.out_of_force(as_of) {
            say::note(&say::clean(&format!("{head}{}: {}", set.pack.reference.id, text.pick(lang))));
        }
    }
}
