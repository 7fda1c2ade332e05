//! What `rules show` prints: an indicator, a rule or a check, in Markdown.

use super::set::{Class, Effect, Indicator, Judge, Rule, RuleSet, VetoWhen};
use crate::checks::{self, Check};
use crate::model::{Lang, Points, Text};
use serde_json::Value;
use std::fmt::Write as _;

/// The page for `id`: an indicator with its rules, the parameters in force and the checks' pages; or one rule; or a
/// check with the rules of this set that use it. `None` when the set knows no such id.
#[must_use]
pub fn describe(set: &RuleSet, id: &str, lang: Lang) -> Option<String> {
    describe_with(set, id, lang, checks::REGISTRY)
}

/// As [`describe()`], with the pages of another registry.
#[must_use]
pub fn describe_with(set: &RuleSet, id: &str, lang: Lang, registry: &[Check]) -> Option<String> {
    let page = Page { set, lang, registry };
    if let Some(at) = set.indicators.iter().position(|i| i.id == id) {
        return Some(page.indicator(at));
    }
    if let Some(rule) = set.rules.iter().find(|r| r.id == id) {
        return Some(page.with_checks(&page.rule(rule), &[rule]));
    }
    let users: Vec<&Rule> = set.rules.iter().filter(|r| r.check == id).collect();
    (!users.is_empty() || registry.iter().any(|c| c.id == id)).then(|| page.check(id, &users))
}

struct Page<'a> {
    set: &'a RuleSet,
    lang: Lang,
    registry: &'a [Check],
}

impl Page<'_> {
    fn say(&self, zh: &str, en: &str) -> String {
        match self.lang {
            Lang::Zh => zh.to_owned(),
            Lang::En => en.to_owned(),
        }
    }

    fn aside(&self, text: &str) -> String {
        match self.lang {
            Lang::Zh => format!("（{text}）"),
            Lang::En => format!(" ({text})"),
        }
    }

    fn line(&self, out: &mut String, label: (&str, &str), value: &str) {
        if !value.is_empty() {
            let colon = self.say("：", ": ");
            let _ = writeln!(out, "- {}{colon}{value}", self.say(label.0, label.1));
        }
    }

    fn indicator(&self, at: usize) -> String {
        let i = &self.set.indicators[at];
        let mut out = format!("# {} {}\n\n", i.id, i.title);
        self.facts(&mut out, i);
        if !self.set.covered(at) {
            self.line(&mut out, ("覆盖", "Coverage"), &self.say("尚未覆盖", "not yet covered"));
        }
        for child in &i.children {
            let child = &self.set.indicators[*child];
            let _ = write!(out, "\n- {} {}{}", child.id, child.title, self.aside(&child.points.to_string()));
        }
        if !i.children.is_empty() {
            out.push('\n');
        }
        let rules: Vec<&Rule> = i.rules.iter().map(|r| &self.set.rules[*r]).collect();
        for rule in &rules {
            out.push('\n');
            out.push_str(&self.rule(rule));
        }
        self.with_checks(&out, &rules)
    }

    fn facts(&self, out: &mut String, i: &Indicator) {
        let pack = &self.set.pack.reference;
        self.line(out, ("规则包", "Pack"), &format!("{}{}", pack.id, self.aside(&pack.source)));
        if i.source != pack.source {
            self.line(out, ("依据", "Issued as"), &i.source);
        }
        self.line(out, ("上级", "Under"), i.parent.as_deref().unwrap_or_default());
        self.line(out, ("分值", "Points"), &i.points.to_string());
        self.line(out, ("出处", "Clause"), i.clause.as_deref().unwrap_or_default());
        self.line(out, ("牵头单位", "Lead unit"), i.lead_unit.as_deref().unwrap_or_default());
        self.line(out, ("责任单位", "Responsible units"), &i.responsible_units.join(&self.say("、", ", ")));
        self.line(out, ("完成时限", "Deadline"), i.deadline.as_deref().unwrap_or_default());
        let unless: Vec<String> =
            i.unless.iter().map(|t| format!("{}{}", t.name(), self.aside(t.words().pick(self.lang)))).collect();
        let list = self.say("、", ", ");
        self.line(out, ("不适用于", "Does not apply to"), &unless.join(&list));
        self.line(out, ("台账行", "Ledger rows"), &i.ledger.join(&list));
        let class = match i.class {
            Some(Class::A) => self.say("A，看网页就能判", "A, the pages decide"),
            Some(Class::B) => self.say("B，网页给证据，由人定", "B, the pages give evidence, a person decides"),
            Some(Class::C) => self.say("C，只能线下核", "C, off the web only"),
            None => String::new(),
        };
        self.line(out, ("可检性", "Class"), &class);
        self.line(out, ("待定原因", "Pending because"), i.pending.as_deref().unwrap_or_default());
        self.line(out, ("备注", "Notes"), i.notes.as_deref().unwrap_or_default());
    }

    fn rule(&self, rule: &Rule) -> String {
        let mut out = format!("## {} {}\n\n", rule.id, rule.title);
        self.line(&mut out, ("指标", "Indicator"), &rule.indicator);
        self.line(&mut out, ("效果", "Effect"), rule.effect.text().pick(self.lang));
        let judge = match rule.judge() {
            Judge::Check => self.say("由检查判定", "a check"),
            Judge::Planned => {
                self.say("所需检查本版尚未提供，待人工核实", "its check is not in this version: to be verified")
            }
            Judge::Person => self.say("由人评定", "a person"),
        };
        self.line(&mut out, ("谁来判", "Judged by"), &judge);
        self.line(&mut out, ("检查", "Check"), &rule.check);
        self.line(&mut out, ("出处", "Clause"), rule.clause.as_deref().unwrap_or_default());
        self.line(&mut out, ("备注", "Notes"), rule.notes.as_deref().unwrap_or_default());
        let params = rule.measure.as_ref().map_or_else(|| rule.params.clone(), |m| m.params());
        if params.as_object().is_some_and(|p| !p.is_empty()) {
            let _ = write!(out, "\n{}\n\n", self.say("参数（生效值）", "Parameters in force"));
            parameters(&mut out, &params);
        }
        out
    }

    /// The text with the page of every check that these rules use, each once.
    fn with_checks(&self, text: &str, rules: &[&Rule]) -> String {
        let mut out = text.to_owned();
        let mut told: Vec<&str> = Vec::new();
        for rule in rules.iter().filter(|r| !r.check.is_empty()) {
            if !told.contains(&rule.check.as_str()) {
                told.push(&rule.check);
                out.push('\n');
                out.push_str(&self.check_page(&rule.check));
            }
        }
        out
    }

    fn check_page(&self, id: &str) -> String {
        let Some(check) = self.registry.iter().find(|c| c.id == id) else {
            let note =
                self.say("契约里有这项检查，本版尚未提供。", "The contract has this check; this version does not.");
            return format!("# {id}\n\n{note}\n");
        };
        format!("# {id} {}\n\n{}\n", check.name().pick(self.lang), check.page(self.lang))
    }

    /// What parameters a check takes, and what they are when a pack writes none.
    fn defaults(&self, out: &mut String, id: &str) {
        let Some(check) = self.registry.iter().find(|c| c.id == id) else { return };
        let names = takes(check);
        if names.is_empty() {
            return;
        }
        let _ = write!(out, "\n## {}\n\n", self.say("参数", "Parameters"));
        self.line(out, ("可用", "Known"), &names.join(&self.say("、", ", ")));
        if let Ok(measure) = (check.bind)(serde_json::json!({}))
            && measure.params().as_object().is_some_and(|p| !p.is_empty())
        {
            let _ = write!(out, "\n{}\n\n", self.say("不写时的值", "When none is written"));
            parameters(out, &measure.params());
        }
    }

    fn check(&self, id: &str, users: &[&Rule]) -> String {
        let mut out = self.check_page(id);
        self.defaults(&mut out, id);
        if !users.is_empty() {
            let pack = &self.set.pack.reference.id;
            let _ = write!(out, "\n## {} {pack}\n\n", self.say("用到它的规则：", "Rules that use it:"));
        }
        for rule in users {
            let _ = writeln!(out, "- {} {}: {}", rule.id, rule.title, rule.effect.text().pick(self.lang));
        }
        out
    }
}

/// Parameters one a line; lists of columns one entry a line.
fn parameters(out: &mut String, params: &Value) {
    let Some(params) = params.as_object() else { return };
    for (key, value) in params {
        match value.as_array() {
            Some(items) if items.iter().any(Value::is_object) => {
                let _ = writeln!(out, "    {key} = [");
                for item in items {
                    let _ = writeln!(out, "      {},", as_written(item));
                }
                out.push_str("    ]\n");
            }
            _ => {
                let _ = writeln!(out, "    {key} = {}", as_written(value));
            }
        }
    }
}

/// A value as a pack writes it, on one line; within tables the name first, what says nothing left out.
pub(super) fn as_written(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(as_written).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let idle = |v: &Value| {
                v.is_null() || *v == false || v.as_str() == Some("") || v.as_array().is_some_and(Vec::is_empty)
            };
            let mut pairs: Vec<(&String, &Value)> = map.iter().filter(|(_, v)| !idle(v)).collect();
            pairs.sort_by_key(|(key, _)| *key != "name");
            let pairs: Vec<String> =
                pairs.iter().map(|(key, value)| format!("{key} = {}", as_written(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

/// The parameters that a check takes, out of what it says of one that it doesn't.
fn takes(check: &Check) -> Vec<String> {
    let complaint = (check.bind)(serde_json::json!({ "?": null })).err().unwrap_or_default();
    complaint.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

/// A share as a percentage without needless zeros.
pub(crate) fn percent(ratio: f64) -> String {
    let text = format!("{:.2}", ratio * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

impl Effect {
    /// What the effect does, in words: 每处扣0.1分，最多扣2分.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::DeductOnce(p) => Text::new(format!("有问题即扣{p}分"), format!("any problem loses {p}")),
            Self::DeductEach { each, cap: Some(cap) } => {
                Text::new(format!("每处扣{each}分，最多扣{cap}分"), format!("each loses {each}, at most {cap}"))
            }
            Self::DeductEach { each, cap: None } => Text::new(
                format!("每处扣{each}分，扣完本指标为止"),
                format!("each loses {each}, up to the indicator's points"),
            ),
            Self::DeductRatio { below, points } => Text::new(
                format!("达标比例低于{}扣{points}分", percent(*below)),
                format!("a good share below {} loses {points}", percent(*below)),
            ),
            Self::Veto(when) => when.text(),
            Self::Bonus(p) => Text::new(format!("通过则加{p}分"), format!("passing gains {p}")),
            Self::Info => Text::new("只展示，不计分", "shown, not scored"),
            Self::Manual(Points::ZERO) => Text::new("人工核实，不计分", "a person looks, no marks"),
            Self::Manual(p) => Text::new(format!("人工评分，满{p}分"), format!("a person marks it, {p} at most")),
        }
    }
}

impl VetoWhen {
    /// When it fails, in words.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Any => Text::new("单项否决：有一处即不合格", "veto: one case fails the site"),
            Self::Count(n) => {
                Text::new(format!("单项否决：达到{n}处即不合格"), format!("veto: {n} cases fail the site"))
            }
            Self::CountOrAll(n) => Text::new(
                format!("单项否决：达到{n}处，或不足{n}个而个个如此，即不合格"),
                format!("veto: {n} cases, or all where there are fewer, fail the site"),
            ),
            Self::Ratio { ratio, min_tested } => Text::new(
                format!("单项否决：占比达到{}即不合格（至少测{min_tested}次）", percent(*ratio)),
                format!("veto: a share of {} fails the site (at least {min_tested} tested)", percent(*ratio)),
            ),
        }
    }
}
