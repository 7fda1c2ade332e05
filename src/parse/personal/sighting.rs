//! A number with what stands around it, and what is made of it.

use super::context::{self, Whose, clause, has, whose};
use super::names;
use super::numbers::{self, Number, Shape};
use super::resident_id::is_credit_code;
use crate::model::{PersonalKind, PersonalSign};

/// The part of a letter's page that a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Section {
    /// No part of a letter, or not told.
    #[default]
    Other,
    /// What somebody wrote.
    Question,
    /// What he was answered.
    Reply,
}

/// A number with what stands around it.
#[derive(Debug, Clone)]
pub(super) struct Sighting {
    pub(super) number: Number,
    /// What stands before it on its line or in its cell.
    pub(super) before: String,
    /// What stands behind it there.
    pub(super) after: String,
    /// What names it from outside: the line before, the cell beside, the head of its column.
    pub(super) label: String,
    /// The lines before, or the rest of its row.
    pub(super) near: String,
    /// Heads of the columns of the list that it stands in.
    pub(super) heads: String,
    pub(super) section: Section,
    pub(super) hidden: bool,
    /// A person's name stands in its line or row.
    pub(super) named: bool,
}

/// What is made of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Personal data, or possibly so.
    Personal(PersonalSign),
    /// Given by or for a body.
    Official,
    /// The number of a thing.
    Thing,
    /// Nothing says that it is a number of the kind at all.
    Unsaid,
}

impl Number {
    pub(super) fn kind(&self) -> PersonalKind {
        match self.shape {
            Shape::ResidentId | Shape::Derived | Shape::OldResidentId => PersonalKind::ResidentId,
            Shape::Mobile { .. } => PersonalKind::Mobile,
            Shape::Card { .. } => PersonalKind::BankCard,
        }
    }
}

impl Sighting {
    /// What names the number: the words before it on its line, else what names it from outside.
    fn named_by(&self) -> &str {
        let own = clause(&self.before);
        if own.chars().any(char::is_alphabetic) { own } else { &self.label }
    }

    /// All that stands on its line.
    fn line(&self) -> String {
        [&self.before, &self.after, &self.label].map(String::as_str).join(" ")
    }

    /// What is made of it. `title`: of the page or file; `letters`: it shows letters of the public.
    pub(super) fn judge(&self, title: &str, letters: bool) -> Said {
        match self.number.shape {
            Shape::ResidentId | Shape::Derived | Shape::OldResidentId => self.resident_id(title),
            Shape::Mobile { known } => self.mobile(title, letters, known),
            Shape::Card { known } => self.card(known),
        }
    }

    fn resident_id(&self, title: &str) -> Said {
        let (label, line) = (self.named_by(), self.line());
        let told = context::is_id(label) || has(&self.heads, &["身份证", "证件号"]);
        match self.number.shape {
            Shape::OldResidentId if !told || context::is_thing(label) => return Said::Unsaid,
            Shape::Derived if !told && !has(title, &["残疾", "学籍", "学生", "入学"]) => return Said::Unsaid,
            _ => {}
        }
        let code = is_credit_code(&self.number.digits);
        if context::is_credit_label(label) {
            match (code, told) {
                (true, _) => return Said::Thing,
                (false, false) => return Said::Personal(PersonalSign::Mixed),
                // 统一社会信用代码（或身份证号）.
                (false, true) => {}
            }
        }
        if code && !told && (context::names_body(label) || context::names_body(&self.near)) {
            return Said::Thing;
        }
        if context::is_thing(label) && !context::is_bare_id(label) {
            return Said::Thing;
        }
        if !told && !self.named && context::is_works(&line) {
            let year = self.number.digits.get(6..10).unwrap_or_default();
            // Permits are numbered by place and day.
            return if year >= "1995" { Said::Unsaid } else { Said::Personal(PersonalSign::Mixed) };
        }
        if context::is_exempt(title) || context::is_exempt(&line) || context::is_exempt(&self.near) {
            return Said::Personal(PersonalSign::Exempt);
        }
        if context::is_example(&line) || has(title, &["样表", "示范文本", "填写示例", "示例"]) {
            return Said::Personal(PersonalSign::Example);
        }
        Said::Personal(if told { PersonalSign::Labelled } else { PersonalSign::Valid })
    }

    fn mobile(&self, title: &str, letters: bool, known: bool) -> Said {
        const WRITERS: &[&str] = &[
            "来信人",
            "写信人",
            "留言人",
            "网友",
            "投诉人",
            "诉求人",
            "反映人",
            "来电人",
            "当事人",
            "信访人",
            "发信人",
            "提问人",
            "咨询人",
        ];
        let label = self.named_by();
        if context::is_thing(label) {
            return Said::Thing;
        }
        let phone = context::is_phone(label) || context::is_phone(&self.label) || has(&self.heads, &["电话", "手机"]);
        if (!known || self.number.loose) && !phone {
            return Said::Unsaid;
        }
        let line = self.line();
        if self.section != Section::Reply && context::is_hotline(label) {
            return Said::Official;
        }
        match self.section {
            Section::Question => {
                let own = has(&line, &["我", "本人", "俺", "联系"]) || phone || has(&self.near, WRITERS);
                let sign = if own { PersonalSign::Letter } else { PersonalSign::Lone };
                return Said::Personal(sign);
            }
            Section::Reply => {
                let theirs = has(&line, &["您", "你"]) || has(&line, WRITERS);
                let office = context::is_hotline(label) || context::is_office(clause(&self.before));
                return match (theirs, office || context::is_contact(&line)) {
                    (true, false) => Said::Personal(PersonalSign::Letter),
                    (true, true) if !office && has(clause(&self.before), WRITERS) => {
                        Said::Personal(PersonalSign::Letter)
                    }
                    (false, false) => Said::Personal(PersonalSign::Lone),
                    _ => Said::Official,
                };
            }
            Section::Other => {}
        }
        let around = [line.as_str(), &self.near].join(" ");
        if letters && has(&around, WRITERS) && !has(&around, &["承办", "受理单位", "回复单位", "办理单位"])
        {
            return Said::Personal(PersonalSign::Letter);
        }
        let office = context::is_office(&line);
        if context::is_own(label) || context::is_of_whom(clause(&self.before)) || context::is_record(&around) {
            return Said::Personal(if office { PersonalSign::Mixed } else { PersonalSign::Labelled });
        }
        // His id stands beside it.
        let beside = |text: &str| numbers::find(text).iter().any(|n| n.shape == Shape::ResidentId);
        if !office && self.named && (beside(&self.before) || beside(&self.after)) {
            return Said::Personal(PersonalSign::Labelled);
        }
        if !self.heads.is_empty() {
            match whose(&self.heads, title) {
                Whose::Body => return Said::Official,
                Whose::Both => return Said::Personal(PersonalSign::Mixed),
                Whose::Person | Whose::Unsaid => {}
            }
        }
        // Right behind a name the lines before say little.
        let own_name = names::names_in(&self.before).last().is_some_and(|n| self.before[n.end..].chars().count() <= 3);
        let near = if own_name { "" } else { self.near.as_str() };
        // 申请人：张三 联系电话：….
        let applies = has(&around, &["申请人", "户主"]) && !has(&line, &["咨询", "监督", "联系人"]);
        if self.named && !office && applies {
            return Said::Personal(PersonalSign::Lone);
        }
        let given = office || context::is_contact(&line) || context::is_office(near) || context::is_contact(near);
        if given || whose("", title) == Whose::Body {
            return Said::Official;
        }
        Said::Personal(PersonalSign::Lone)
    }

    fn card(&self, known: bool) -> Said {
        let label = self.named_by();
        let around = [self.line().as_str(), &self.near, &self.heads].join(" ");
        if !context::is_card(&around) {
            let thing = context::is_thing(label) || context::is_thing(&self.label) || context::is_works(&around);
            let full = matches!(self.number.digits.len(), 16 | 19) && self.number.digits.starts_with("62");
            return match (known && full && !self.number.loose, thing) {
                (_, true) => Said::Thing,
                (true, false) => Said::Personal(PersonalSign::Lone),
                (false, false) => Said::Unsaid,
            };
        }
        if context::is_thing(label) && !context::is_card(label) {
            return Said::Thing;
        }
        // Where the line itself names a person and the account, the lines before say little of whose it is, but for the
        // holder's name in one of them.
        let own_line = self.named && context::is_card(&self.before) && !context::names_holder(&self.near);
        let of_body = if own_line { [self.line().as_str(), &self.heads].join(" ") } else { around.clone() };
        if context::is_account_of_body(&of_body) {
            return Said::Official;
        }
        let holder =
            self.named || has(&around, &["户名", "姓名", "本人", "个人", "持卡人", "户主", "收款人", "卡主", "领款人"]);
        Said::Personal(if holder { PersonalSign::Labelled } else { PersonalSign::Lone })
    }
}
