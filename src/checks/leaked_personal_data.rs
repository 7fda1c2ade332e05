//! ## 查什么
//! 页面和附件里公开的居民身份证号码、个人手机号码、银行卡号：正文、表格、名单、来信与答复、源代码里有而页面上看不见的列、
//! 由脚本展开的数据，以及读到的表格、文档、PDF、OFD、压缩包等附件。
//! ## 为什么
//! 公开前应当去标识化（R7-20）；补贴、救助、低保、公租房、体检、录取等名单和附件最容易泄露（R7-22）。
//! ## 怎么判
//! 身份证号：省码、出生日期、校验位都对才算（GB 11643）；15 位旧号须有“身份证”一类的字样。手机号：有姓名和电话两列的名单、
//! 群众来信中本人的号码、写明是户主或家长等个人的，算；机关、企业、律师、河长、网格员、村干部的联系电话和值班、咨询电话，
//! 不算；只有一个号码、看不出是谁的，待人工核实。银行卡号：卡号校验（Luhn）、发卡行号段都对，且写明是个人账户的，算；单位账户
//! 不算。统一社会信用代码、许可证号、合同与订单编号、宗地编号、已打码的号码、网址和文件名、脚本里的编号都不算。失信惩戒、欠税公告
//! 等依法披露的名单、填表示例，待人工核实。同一页面或附件的同一种号码是一处问题，写明个数；三人以上的名单和身份证号为严重。三个以上
//! 页面都有的同一号码（如页脚）合为一处。没能读到的附件，名称像名单的，待人工核实。证据里的号码一律打码；采集时存下的内容也已打码。
//! ## 局限
//! 图片和扫描件里的号码看不到；不判断姓名、住址、病情等其他个人信息；是否依法应当公开由人核实。
//!
//! # English
//!
//! ## What it looks at
//! Resident ids, persons' mobile numbers and bank card numbers made public on pages and in files: text, tables, lists, letters
//! and replies, columns that stand in the source and can't be seen, data that scripts unpack, and what was read of workbooks,
//! documents, PDF, OFD and archives.
//! ## Why
//! Identifying marks must be removed before publication (R7-20); lists of subsidies, relief, housing, physical examinations
//! and admissions leak most (R7-22).
//! ## How it decides
//! Resident id: province, date of birth and check digit must agree (GB 11643); the old one of 15 digits needs a word that says
//! so. Mobile number: counts in a list with columns of names and telephones, as a citizen's own in a letter, or where it is
//! said to be a householder's, parent's and the like; contacts of offices, companies, lawyers, river and grid officers,
//! village officials, and numbers for enquiries do not; one number of which nothing tells whose it is remains to be looked
//! at. Bank card: Luhn's check digit and a known issuer, and the account is said to be a person's; a body's account does not
//! count. Credit codes, numbers of permits, contracts, orders and plots, masked numbers, addresses and names of files, and
//! numbers of scripts never count. Lists that the law may want in full (defaulters, tax arrears) and examples of how to fill
//! in a form remain to be looked at. Numbers of one kind on one page or in one file are one problem with a count; lists of
//! three persons and more, and resident ids, are major. The same number on three pages and more (a foot) is one. A file that
//! could not be read and whose name is that of a list of persons remains to be looked at. Numbers in the evidence are
//! masked, and so is what a crawl stores.
//! ## Limits
//! Numbers in pictures and scanned paper are not seen; names, homes and illnesses are not judged; whether the law wants it
//! published is for a person to say.

use super::page_mark::unseen;
use super::{Check, Measure};
use crate::facts::{AttachmentState, Facts, PageFact, Place, Repeat, repeats, shape};
use crate::model::{
    PageKey, PageRole, PersonalData, PersonalKind, Reason, Region, Severity, Text, Undetermined, Verdict, Violation,
    file_name, is_document,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "leaked-personal-data",
    title: ("泄露个人信息", "Personal data leaked"),
    source: include_str!("leaked_personal_data.rs"),
    bind: |params| {
        let params: LeakedPersonalData = serde_json::from_value(params).map_err(|e| e.to_string())?;
        if params.kinds.is_empty() {
            return Err("kinds: at least one of resident-id, mobile, bank-card".to_owned());
        }
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeakedPersonalData {
    #[serde(default = "all_kinds")]
    kinds: Vec<PersonalKind>,
}

fn all_kinds() -> Vec<PersonalKind> {
    PersonalKind::ALL.to_vec()
}

/// From so many persons on it is a list.
const LIST: u32 = 3;

/// Numbers of one kind in one place, certain or open.
#[derive(Debug, Clone)]
struct Leak {
    kind: PersonalKind,
    certain: bool,
    data: Vec<PersonalData>,
}

impl Leak {
    /// Those of one place, the certain ones first.
    fn all(personal: &[PersonalData], kinds: &[PersonalKind]) -> Vec<Self> {
        let mut leaks: BTreeMap<(bool, PersonalKind), Vec<PersonalData>> = BTreeMap::new();
        for data in personal.iter().filter(|d| kinds.contains(&d.kind) && d.count > 0) {
            leaks.entry((!data.sign.is_certain(), data.kind)).or_default().push(data.clone());
        }
        leaks.into_iter().map(|((open, kind), data)| Self { kind, certain: !open, data }).collect()
    }

    fn count(&self) -> u32 {
        self.data.iter().fold(0, |n, d| n.saturating_add(d.count))
    }

    fn samples(&self) -> Vec<&str> {
        self.data.iter().flat_map(|d| &d.samples).map(String::as_str).take(PersonalData::MOST_SAMPLES).collect()
    }

    fn place(&self) -> &str {
        self.data.iter().map(|d| d.place.as_str()).find(|p| !p.is_empty()).unwrap_or_default()
    }

    fn hidden(&self) -> bool {
        self.data.iter().all(|d| d.hidden)
    }

    /// What makes it the same on another page.
    fn shape(&self) -> String {
        let kind = json!(self.kind);
        format!("{kind} {} {} {}", self.certain, self.samples().join(" "), shape(self.place()))
    }

    fn evidence(&self) -> Value {
        let signs: BTreeSet<_> = self.data.iter().map(|d| d.sign).collect();
        let mut evidence = json!({
            "kind": self.kind,
            "reason": self.data.first().map(|d| d.sign),
            "count": self.count(),
            "samples": self.samples(),
            "signs": signs,
        });
        if !self.place().is_empty() {
            evidence["place"] = json!(self.place());
        }
        if self.hidden() {
            evidence["hidden"] = json!(true);
        }
        evidence
    }

    fn severity(&self) -> Severity {
        if self.kind == PersonalKind::ResidentId || self.count() >= LIST { Severity::Major } else { Severity::Minor }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self.kind {
            PersonalKind::ResidentId => ("居民身份证号码", "resident ids"),
            PersonalKind::Mobile => ("个人手机号码", "mobile numbers of persons"),
            PersonalKind::BankCard => ("银行卡号", "bank card numbers"),
        }
    }

    /// What stands `where_`, and what would put it right.
    fn message(&self, (zh, en): (&str, &str)) -> Text {
        let (kind, kind_en) = self.words();
        let count = self.count();
        let place = self.place();
        let (at, at_en) = if place.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("（“{place}”）"), format!(" (\"{place}\")"))
        };
        let (unseen, unseen_en) = if self.hidden() {
            ("，在页面上看不见而源代码里有", ", not shown but in the source")
        } else {
            ("", "")
        };
        if self.certain {
            Text::new(
                format!("{zh}公开了{count}个{kind}{at}{unseen}，请立即下架，去标识化后再重新发布"),
                format!(
                    "{en} makes {count} {kind_en} public{at_en}{unseen_en}; take it down, mask them and publish it again"
                ),
            )
        } else {
            Text::new(
                format!("{zh}有{count}个号码可能是{kind}{at}{unseen}，请人工核实；是个人的，请下架并打码"),
                format!(
                    "{en} shows {count} numbers that may be {kind_en}{at_en}{unseen_en}; look whose they are, and mask persons' own"
                ),
            )
        }
    }
}

impl Measure for LeakedPersonalData {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let mut verdict = Verdict::default();
        self.pages(facts, &mut verdict);
        self.files(facts, &mut verdict);
        unread_lists(facts, &mut verdict);
        verdict.tested = verdict.tested.max((verdict.violations.len() + verdict.undetermined.len()) as u64);
        verdict
    }

    fn params(&self) -> Value {
        json!(self)
    }
}

impl LeakedPersonalData {
    fn pages(&self, facts: &Facts, verdict: &mut Verdict) {
        let mut places = Vec::new();
        let mut known = BTreeSet::new();
        for (page, fact) in facts.pages.iter().enumerate() {
            let Some(read) = fact.readable() else { continue };
            // An old address of a page that counts in its own right.
            if !known.insert(fact.url()) {
                continue;
            }
            verdict.tested += 1;
            let leaks = Leak::all(&read.personal, &self.kinds);
            places.extend(leaks.into_iter().map(|fault| Place { page, shape: fault.shape(), fault }));
        }
        let found = repeats(places);
        let certain: BTreeSet<(usize, PersonalKind)> = found
            .iter()
            .filter(|r| r.fault.certain)
            .flat_map(|r| r.pages.iter().map(|page| (*page, r.fault.kind)))
            .collect();
        for repeat in found {
            // One page's doubtful numbers beside certain ones of the kind are no question of their own.
            if !repeat.fault.certain && certain.contains(&(repeat.page(), repeat.fault.kind)) {
                continue;
            }
            add_page(facts, &repeat, verdict);
        }
    }

    fn files(&self, facts: &Facts, verdict: &mut Verdict) {
        for file in facts.attachments.iter().filter(|f| !f.content.text.is_empty() || !f.content.personal.is_empty()) {
            verdict.tested += 1;
            let leaks = Leak::all(&file.content.personal, &self.kinds);
            let sure: BTreeSet<PersonalKind> = leaks.iter().filter(|l| l.certain).map(|l| l.kind).collect();
            for leak in leaks.iter().filter(|l| l.certain || !sure.contains(&l.kind)) {
                let name = if file.name.is_empty() { "附件" } else { file.name.as_str() };
                let message = leak.message((&format!("附件“{name}”"), &format!("the file \"{name}\"")));
                let mut evidence = leak.evidence();
                evidence["file"] = json!(file.name);
                if let Some((_, detail)) = &file.content.unreadable {
                    evidence["detail"] = json!(detail);
                }
                let subject = format!("{} {}", kind_name(leak.kind), key(&file.record.url));
                add(verdict, leak, (&file.referrer, Some(&file.record.url)), (message, evidence), (1, subject));
            }
        }
    }
}

fn add_page(facts: &Facts, repeat: &Repeat<Leak>, verdict: &mut Verdict) {
    let (leak, fact) = (&repeat.fault, &facts.pages[repeat.page()]);
    let mut evidence = leak.evidence();
    let template = repeat.in_template();
    let pages = repeat.pages.len();
    let (zh, en) = if template {
        (format!("{pages}个页面（如此页）都"), format!("each of {pages} pages (this one for example)"))
    } else {
        ("页面".to_owned(), "the page".to_owned())
    };
    if template {
        evidence["pages"] = json!(pages);
        evidence["examples"] = json!(repeat.examples(facts));
    }
    let (url, target) = shown_on(fact);
    let subject = if template {
        format!("{} template {}", kind_name(leak.kind), leak.shape())
    } else {
        format!("{} {}", kind_name(leak.kind), key(fact.url()))
    };
    add(verdict, leak, (url, target), (leak.message((&zh, &en)), evidence), (pages as u64, subject));
}

/// Where a person sees it: what a script or interface holds is seen on the page that loads it.
fn shown_on(fact: &PageFact) -> (&str, Option<&str>) {
    let part = matches!(fact.role, PageRole::Script | PageRole::Interface) && !fact.referrer.is_empty();
    if part { (&fact.referrer, Some(fact.url())) } else { (fact.url(), None) }
}

fn add(
    verdict: &mut Verdict,
    leak: &Leak,
    (url, target): (&str, Option<&str>),
    (message, evidence): (Text, Value),
    (occurrences, subject): (u64, String),
) {
    let (url, target) = (url.to_owned(), target.map(str::to_owned));
    if leak.certain {
        let severity = leak.severity();
        verdict.violations.push(Violation { url, target, message, evidence, severity, occurrences, subject });
    } else {
        verdict.undetermined.push(Undetermined { url, target, reason: Reason::Ambiguous, message, evidence });
    }
}

fn kind_name(kind: PersonalKind) -> &'static str {
    match kind {
        PersonalKind::ResidentId => "resident-id",
        PersonalKind::Mobile => "mobile",
        PersonalKind::BankCard => "bank-card",
    }
}

fn key(url: &str) -> String {
    Url::parse(url).map_or_else(|_| url.to_owned(), |url| PageKey::of(&url).0)
}

/// Files that could not be read, or not to their end, and whose name is that of a list of persons.
fn unread_lists(facts: &Facts, verdict: &mut Verdict) {
    let mut known = BTreeSet::new();
    for (target, links) in facts.links.by_target() {
        let Ok(url) = Url::parse(target) else { continue };
        let named = file_name(&url);
        let Some(link) = links.iter().find(|l| {
            let text = facts.links.text(l);
            let title = facts.pages[l.page as usize].readable().and_then(|p| p.article.as_ref());
            let in_list = l.region == Region::Article && title.is_some_and(|a| lists_persons(&a.title));
            is_document(&url, text) && (lists_persons(text) || lists_persons(&named) || in_list)
        }) else {
            continue;
        };
        if !known.insert(PageKey::of(&url)) {
            continue;
        }
        let state = facts.file_state(&url);
        let doubt = match &state {
            // All of its text was looked through, beyond what is kept.
            AttachmentState::Read(file) if file.content.unreadable.is_none() || !file.content.personal.is_empty() => {
                None
            }
            other => other.doubt(),
        };
        let Some((reason, detail)) = doubt else { continue };
        let text = facts.links.text(link);
        let name = if text.is_empty() { named.as_str() } else { text };
        verdict.tested += 1;
        verdict.undetermined.push(Undetermined {
            url: facts.pages[link.page as usize].url().to_owned(),
            target: Some(target.to_owned()),
            reason,
            message: Text::new(
                format!("附件“{name}”像是人员名单，没有读到（或没有读全），请人工查看有无身份证号、手机号、银行卡号"),
                format!("the file \"{name}\" seems to list persons and was not read (or not whole); look for numbers of persons in it"),
            ),
            evidence: json!({ "file": name, "detail": detail }),
        });
    }
}

/// Whether a name is that of a list of persons.
fn lists_persons(name: &str) -> bool {
    const LISTS: &[&str] = &[
        "名单",
        "花名册",
        "名册",
        "发放表",
        "发放明细",
        "发放情况",
        "人员公示",
        "公示表",
        "公示名单",
        "明细表",
        "补贴公示",
        "补助公示",
        "救助公示",
        "低保公示",
        "人员信息",
    ];
    const OTHERS: &[&str] = &[
        "企业",
        "单位",
        "项目",
        "预算",
        "决算",
        "采购",
        "中标",
        "机构",
        "产品",
        "学校名单",
        "医院",
        "药品",
        "清单",
        "空白",
        "模板",
        "样表",
        "收入",
        "支出",
        "商户",
    ];
    LISTS.iter().any(|w| name.contains(w)) && !OTHERS.iter().any(|w| name.contains(w))
}
