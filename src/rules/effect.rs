//! The effect of a rule as written: exactly one of `deduct`, `veto`, `bonus`, `info`, `manual`.

use super::fault::listed;
use super::reader::{At, Table};
use super::set::{Effect, VetoWhen};
use super::source::Place;
use crate::model::Text;

/// What a rule's effect came to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Effects {
    /// The effect and where it stands; `None` when it was wrong (told already) or the entry is a patch.
    pub(super) effect: Option<(Effect, Place)>,
}

const NAMES: &[&str] = &["deduct", "veto", "bonus", "info", "manual"];

/// Reads the effect; for a patch none is asked for.
pub(super) fn read(t: &mut Table<'_, '_>, patch: bool) -> Effects {
    let written: Vec<&str> = NAMES.iter().copied().filter(|name| t.has(name)).collect();
    let at = t.place();
    match written.as_slice() {
        [] if patch => Effects::default(),
        [] => {
            t.fault(
                at,
                Text::new(
                    format!("没有写效果：须写 {} 之一", listed(NAMES.iter().copied())),
                    format!("has no effect: write one of {}", listed(NAMES.iter().copied())),
                ),
            );
            Effects::default()
        }
        [name] => Effects { effect: one(t, name) },
        several => {
            let names = listed(several.iter().copied());
            t.fault(
                at,
                Text::new(
                    format!("效果只能有一个，写了 {names}；请拆成几条规则"),
                    format!("exactly one effect is allowed, found {names}; write several rules"),
                ),
            );
            // Their contents are looked at all the same, so that every fault is told at once.
            for name in several {
                one(t, name);
            }
            Effects::default()
        }
    }
}

fn one(t: &mut Table<'_, '_>, name: &str) -> Option<(Effect, Place)> {
    let (_, at) = t.value(name)?;
    if name == "info" {
        let At { value, at } = t.flag("info")?;
        if !value {
            t.fault(at, Text::new("`info` 只能写 true", "`info` can only be true"));
        }
        return value.then_some((Effect::Info, at));
    }
    let (table, place) = t.table(name)?;
    let mut inner = t.within(table, place);
    let effect = match name {
        "deduct" => deduct(&mut inner),
        "veto" => veto(&mut inner),
        "bonus" => sole_points(&mut inner, "bonus", false).map(Effect::Bonus),
        // What a person looks at need not carry marks.
        _ => sole_points(&mut inner, "manual", true).map(Effect::Manual),
    };
    effect.map(|e| (e, at))
}

fn sole_points(t: &mut Table<'_, '_>, name: &str, zero: bool) -> Option<crate::model::Points> {
    t.only(&["points"]);
    if !t.has("points") {
        let at = t.place();
        t.fault(
            at,
            Text::new(
                format!("{name} 要写分值：{name} = {{ points = 3 }}"),
                format!("{name} needs marks: {name} = {{ points = 3 }}"),
            ),
        );
    }
    t.points("points", zero).map(|p| p.value)
}

/// Which of the leading keys is written; tells when it is none or several.
fn form<'a>(t: &mut Table<'_, '_>, name: &str, leads: &[&'a str], forms: (&str, &str)) -> Option<&'a str> {
    let written: Vec<&str> = leads.iter().copied().filter(|key| t.has(key)).collect();
    if let [only] = written.as_slice() {
        return Some(only);
    }
    let at = t.place();
    let problem = if written.is_empty() {
        Text::new(
            format!("没有写 {}", listed(leads.iter().copied())),
            format!("names none of {}", listed(leads.iter().copied())),
        )
    } else {
        let names = listed(written.iter().copied());
        Text::new(format!("同时写了 {names}"), format!("names {names} at once"))
    };
    t.fault(
        at,
        Text::new(
            format!("{name} {}；写法：{}", problem.zh, forms.0),
            format!("{name} {}; the forms are {}", problem.en, forms.1),
        ),
    );
    None
}

fn deduct(t: &mut Table<'_, '_>) -> Option<Effect> {
    t.only(&["once", "each", "cap", "ratio_below", "points"]);
    let forms = (
        "{ once = 5 }、{ each = 0.1, cap = 2 }、{ ratio_below = 0.5, points = 5 }",
        "{ once = 5 }, { each = 0.1, cap = 2 }, { ratio_below = 0.5, points = 5 }",
    );
    let lead = form(t, "deduct", &["once", "each", "ratio_below"], forms);
    let stray: &[(&str, &str)] = match lead {
        Some("once") => &[("cap", "each"), ("points", "ratio_below")],
        Some("each") => &[("points", "ratio_below")],
        Some(_) => &[("cap", "each")],
        None => &[],
    };
    for (key, belongs) in stray {
        if let Some((_, at)) = t.value(key) {
            t.fault(
                at,
                Text::new(format!("`{key}` 只与 `{belongs}` 同写"), format!("`{key}` belongs with `{belongs}` only")),
            );
        }
    }
    let (once, each, below) = (t.points("once", false), t.points("each", false), t.ratio("ratio_below"));
    let (cap, points) = (t.points("cap", false), t.points("points", false));
    match lead? {
        "once" => once.map(|p| Effect::DeductOnce(p.value)),
        "each" => {
            if t.has("cap") && cap.is_none() {
                return None;
            }
            each.map(|e| Effect::DeductEach { each: e.value, cap: cap.map(|c| c.value) })
        }
        _ => {
            if !t.has("points") {
                let at = t.place();
                t.fault(
                    at,
                    Text::new(
                        "`ratio_below` 要与 `points`（扣多少分）同写",
                        "`ratio_below` needs `points`, the marks lost",
                    ),
                );
            }
            Some(Effect::DeductRatio { below: below?.value, points: points?.value })
        }
    }
}

fn veto(t: &mut Table<'_, '_>) -> Option<Effect> {
    t.only(&["count", "or_all", "ratio", "min_tested", "any"]);
    let forms = (
        "{ count = 5 }、{ count = 5, or_all = true }、{ ratio = 0.05, min_tested = 140 }、{ any = true }",
        "{ count = 5 }, { count = 5, or_all = true }, { ratio = 0.05, min_tested = 140 }, { any = true }",
    );
    let lead = form(t, "veto", &["count", "ratio", "any"], forms);
    for (key, belongs) in [("min_tested", "ratio"), ("or_all", "count")] {
        if lead.is_some_and(|l| l != belongs)
            && let Some((_, at)) = t.value(key)
        {
            t.fault(
                at,
                Text::new(format!("`{key}` 只与 `{belongs}` 同写"), format!("`{key}` belongs with `{belongs}` only")),
            );
        }
    }
    let (count, ratio, any) = (t.count("count"), t.ratio("ratio"), t.flag("any"));
    let or_all = t.flag("or_all").is_some_and(|f| f.value);
    let least = t.count("min_tested");
    let when = match lead? {
        "count" if or_all => VetoWhen::CountOrAll(count?.value),
        "count" => VetoWhen::Count(count?.value),
        "ratio" => {
            let ratio = ratio?;
            if ratio.value <= 0.0 {
                t.fault(
                    ratio.at,
                    Text::new(
                        "`ratio` 为 0 时谁都通不过；要一处即否决请写 any = true",
                        "a `ratio` of 0 fails everybody; for \"any\" write any = true",
                    ),
                );
                return None;
            }
            VetoWhen::Ratio { ratio: ratio.value, min_tested: least.map_or(1, |l| l.value) }
        }
        _ => {
            let any = any?;
            if !any.value {
                t.fault(any.at, Text::new("`any` 只能写 true", "`any` can only be true"));
                return None;
            }
            VetoWhen::Any
        }
    };
    Some(Effect::Veto(when))
}
