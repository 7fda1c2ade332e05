//! ## 查什么
//! 网站自己的搜索，能不能搜到网站自己已经发布的三条标题。
//! ## 为什么
//! 检查时用站内已发布的标题反查，搜索不可用的、搜不到的逐条扣分（R1-42、R5-27）。
//! ## 怎么判
//! 抓取结束后，从已访问的文章中取三条标题：发布满30天（索引有滞后）、优先两年以内、8至40字、全站不重名、尽量分属不同栏目；每次取法相同。
//! 先搜整条标题，搜不到再搜其中最长的一段；两次的第一页结果都没有这条标题、也没有指向该页的链接，才判为不通过。结果中的标红标签、省略号截
//! 断、跳转计数地址都认作同一条。搜索地址两次返回404、5xx或域名不存在的，三条都不通过。请求与其他页面一样守 robots.txt、限速和并发，一次只
//! 问一个，全部不超过7次；编码随网页（GBK 网页按 GBK 提交）。
//! 列为待人工核实：robots.txt 禁止搜索；防火墙、验证码、登录、“搜索过于频繁”；结果由脚本绘制而页面没有写明数据接口；搜索框只由脚本处理；
//! 表单要经脚本改写且三条一条也没搜到；搜索是商业搜索引擎或与本站无关的网站；抓取提前结束，没有试搜。没有搜索的网站不适用（见“缺少站内搜索”）。
//! ## 局限
//! 只看每次结果的第一页；不评价排序、分类和联想。
//!
//! # English
//!
//! ## What it looks at
//! Whether the site's own search finds three titles that the site itself published.
//! ## Why
//! Inspectors search for published titles; a search that does not work, and each title it does not find, costs points
//! (R1-42, R5-27).
//! ## How it decides
//! After the crawl three titles are taken from articles that were visited: out for 30 days (indexes lag), if possible not
//! older than two years, 8 to 40 characters, on one page only, of different columns where there are any; the same choice
//! every time. The whole title is asked first, then its longest part; only if the first page of neither shows the title or
//! a link to its page, it counts as not found. Highlighting, cut titles and addresses that count clicks are seen through. A
//! search that answers 404, 5xx or has no host, twice, fails for all three. Requests obey robots.txt, rate and concurrency as
//! any other, one at a time, seven in all at most; the query is written in the page's character set.
//! Left to a person: a search that robots.txt forbids; firewalls, captchas, log-ins, "too often"; results drawn by script
//! without a named interface; a box that only a script handles; a form that a script rewrites and that found none of the
//! three; a search of a public engine or of an unrelated site; a crawl that ended before the search was asked. A site
//! without a search: inapplicable (missing-search tells).
//! ## Limits
//! The first page of results only; order, filters and suggestions are not judged.

use super::page_mark::{NoParams, one_undetermined, page_violation, unseen};
use super::title_marks::marked;
use super::{Check, Measure};
use crate::facts::Facts;
use crate::model::{
    Mark, Reason, SearchObstacle, SearchOutcome, SearchQuery, SearchTest, SearchedTitle, StopReason, Text,
    Undetermined, Verdict, Violation,
};
use serde_json::{Value, json};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "failing-search",
    title: ("搜索搜不到已发布的标题", "The search does not find published titles"),
    source: include_str!("failing_search.rs"),
    bind: |params| {
        let NoParams {} = serde_json::from_value(params).map_err(|e| e.to_string())?;
        Ok(Box::new(FailingSearch))
    },
};

#[derive(Debug)]
struct FailingSearch;

impl Measure for FailingSearch {
    fn measure(&self, facts: &Facts) -> Verdict {
        let home = match facts.home() {
            Ok(home) => home.url(),
            Err(missing) => return unseen(facts, missing),
        };
        let Some(test) = &facts.search else { return untested(facts, home) };
        match &test.obstacle {
            Some(SearchObstacle::Absent) => absent(facts, home),
            Some(obstacle) => hindered(test, obstacle),
            None => judged(test),
        }
    }

    fn params(&self) -> Value {
        json!({})
    }
}

/// The run did not ask: an older run, or one that ended before.
fn untested(facts: &Facts, home: &str) -> Verdict {
    let none = facts.home_marks(Mark::Search).is_empty() && facts.unread_home_parts().is_empty();
    if none && facts.run.finished_ms.is_some() && facts.run.stopped_by.is_none() {
        return no_search();
    }
    let cut =
        matches!(facts.run.stopped_by, Some(StopReason::MaxTime | StopReason::HostDown | StopReason::Interrupted));
    let message = Text::new(
        "本次抓取没有试搜（抓取提前结束，或为旧的记录）；请重新运行，或用三条已发布的标题在网站上搜索",
        "this run did not try the search (it ended early, or is an older record); run again, or search for three published \
         titles by hand",
    );
    let reason = if cut || facts.run.finished_ms.is_none() { Reason::Budget } else { Reason::Tool };
    let verdict = one_undetermined(home, reason, message, json!({}));
    Verdict { open_ended: true, ..verdict }
}

fn no_search() -> Verdict {
    Verdict::inapplicable(Text::new(
        "网站没有站内搜索，无从试搜（见“缺少站内搜索”）",
        "the site has no search to try (see missing-search)",
    ))
}

/// No way to ask was seen; a part of the home page that was not read may hold one.
fn absent(facts: &Facts, home: &str) -> Verdict {
    let unread = facts.unread_home_parts();
    if unread.is_empty() {
        return no_search();
    }
    let message = Text::new(
        "未见站内搜索，但首页有部分内容未能读取；请在浏览器中用已发布的标题试搜",
        "no search was seen, but parts of the home page could not be read; try it in a browser",
    );
    one_undetermined(home, Reason::Script, message, json!({ "unread": unread }))
}

fn hindered(test: &SearchTest, obstacle: &SearchObstacle) -> Verdict {
    let (reason, message, evidence) = match obstacle {
        SearchObstacle::Script(seen) => (
            Reason::Script,
            Text::new(
                "搜索框由脚本处理，页面没有写明搜索地址，未能试搜；请在浏览器中搜索这条标题",
                "a script handles the search box and no address is named, so it was not tried; search for the title in a browser",
            ),
            json!({ "seen": seen }),
        ),
        SearchObstacle::Foreign(address) => (
            Reason::Ambiguous,
            Text::new(
                "网站的搜索用的是其他网站，未试搜；请核实能否搜到这条标题",
                "the search is another site's and was not tried; look whether it finds the title",
            ),
            json!({ "address": address }),
        ),
        SearchObstacle::Unread(record) => {
            let query = SearchQuery {
                words: String::new(),
                posted: None,
                record: (**record).clone(),
                answer: crate::model::SearchAnswer::default(),
            };
            let reason = match query.outcome(true, false) {
                SearchOutcome::Open(reason) => reason,
                // A dead link to the search is a dead link; whether there is another way to search is not known.
                _ => Reason::Ambiguous,
            };
            (
                reason,
                Text::new(
                    format!("搜索页未能打开（{}），请在浏览器中搜索这条标题", reason.words().zh),
                    format!(
                        "the search page could not be read ({}); search for the title in a browser",
                        reason.words().en
                    ),
                ),
                request_of(&query),
            )
        }
        SearchObstacle::Untitled | SearchObstacle::Absent => (
            Reason::Ambiguous,
            Text::new(
                "没有取到合适的标题（发布满30天、8至40字的文章），请任取三条已发布的标题试搜",
                "no title fit to be tried was seen (an article out for 30 days, 8 to 40 characters); take any three",
            ),
            json!({}),
        ),
    };
    if test.titles.is_empty() {
        return one_undetermined(&test.address, reason, message, evidence);
    }
    let open = test.titles.iter().map(|title| open(test, title, reason, message.clone(), evidence.clone())).collect();
    Verdict { tested: test.titles.len() as u64, undetermined: open, ..Verdict::default() }
}

/// What the questions for one title came to together.
fn together(title: &SearchedTitle, plain: bool, proven: bool) -> Option<SearchOutcome> {
    use SearchOutcome as O;
    let outcomes: Vec<O> = title.queries.iter().map(|q| q.outcome(plain, proven)).collect();
    if outcomes.contains(&O::Found) {
        return Some(O::Found);
    }
    if let Some(open) = outcomes.iter().find(|o| matches!(o, O::Open(_))) {
        return Some(*open);
    }
    // One question is not enough to say that something is not there.
    match outcomes.as_slice() {
        [] => None,
        [_] => Some(O::Open(Reason::Budget)),
        all if all.iter().all(|o| *o == O::Broken) => Some(O::Broken),
        _ => Some(O::NotFound),
    }
}

fn judged(test: &SearchTest) -> Verdict {
    let plain = test.form.as_ref().is_some_and(crate::model::SearchForm::is_plain);
    let proven = test.titles.iter().any(|t| together(t, plain, false) == Some(SearchOutcome::Found));
    let first = test.titles.first().and_then(|t| together(t, plain, proven));
    let mut verdict = Verdict { tested: test.titles.len() as u64, ..Verdict::default() };
    for title in &test.titles {
        let outcome = match together(title, plain, proven) {
            Some(outcome) => outcome,
            // Not asked, for the first title's answers made it pointless.
            None => match first {
                Some(SearchOutcome::Broken) => SearchOutcome::Broken,
                Some(SearchOutcome::Open(reason)) => SearchOutcome::Open(reason),
                _ => SearchOutcome::Open(Reason::Budget),
            },
        };
        match outcome {
            SearchOutcome::Found => {}
            SearchOutcome::NotFound => verdict.violations.push(not_found(test, title)),
            SearchOutcome::Broken => verdict.violations.push(broken(test, title)),
            SearchOutcome::Open(reason) => {
                let shown = &title.title;
                let words = reason.words();
                let message = Text::new(
                    format!("用标题《{shown}》试搜，未能判断搜不搜得到（{}）；请在浏览器中搜索这条标题", words.zh),
                    format!(
                        "whether the search finds \"{shown}\" could not be told ({}); search for it in a browser",
                        words.en
                    ),
                );
                verdict.undetermined.push(open(test, title, reason, message, json!({})));
            }
        }
    }
    verdict
}

fn not_found(test: &SearchTest, title: &SearchedTitle) -> Violation {
    let shown = &title.title;
    let asked: Vec<&str> = title.queries.iter().map(|q| q.words.as_str()).collect();
    let listed = title.queries.iter().map(|q| q.answer.listed).max().unwrap_or(0);
    let message = Text::new(
        format!(
            "网站搜索搜不到本站{}发布的《{shown}》：先后搜“{}”，第一页结果里都没有（{}）。请重建搜索索引、修复搜索功能",
            title.published,
            asked.join("”“"),
            if listed == 0 { "没有结果".to_owned() } else { format!("列出其他结果{listed}条") },
        ),
        format!(
            "the site's search does not find \"{shown}\", which the site published on {}: asked for \"{}\", the first page \
             of results does not show it ({listed} others listed). Rebuild the index and mend the search",
            title.published,
            asked.join("\" and \""),
        ),
    );
    finding(test, title, "not-listed", message)
}

fn broken(test: &SearchTest, title: &SearchedTitle) -> Violation {
    let asked = title.queries.iter().chain(test.titles.iter().flat_map(|t| &t.queries)).next();
    let what = asked.map_or_else(String::new, |q| match q.record.status {
        Some(status) if q.answer.absent_words.is_none() => format!("HTTP {status}"),
        Some(_) => "页面不存在".to_owned(),
        None => q.record.failure.as_ref().map_or_else(String::new, |f| f.detail.clone()),
    });
    let message = Text::new(
        format!("网站搜索打不开（{what}），已发布的{}无从搜到。请修复搜索功能", marked(&title.title)),
        format!("the site's search does not work ({what}), so \"{}\" can't be found. Mend the search", title.title),
    );
    finding(test, title, "broken", message)
}

fn finding(test: &SearchTest, title: &SearchedTitle, reason: &str, message: Text) -> Violation {
    let mut evidence = evidence(title);
    evidence["reason"] = json!(reason);
    if title.queries.is_empty() {
        let asked: Vec<Value> = test.titles.iter().flat_map(|t| &t.queries).map(request_of).collect();
        evidence["queries"] = json!(asked);
    }
    let violation = page_violation(&test.address, message, evidence);
    Violation { target: Some(title.url.clone()), ..violation }
}

fn open(test: &SearchTest, title: &SearchedTitle, reason: Reason, message: Text, more: Value) -> Undetermined {
    let mut evidence = evidence(title);
    if let (Value::Object(all), Value::Object(more)) = (&mut evidence, more) {
        all.extend(more);
    }
    Undetermined { url: test.address.clone(), target: Some(title.url.clone()), reason, message, evidence }
}

fn evidence(title: &SearchedTitle) -> Value {
    let queries: Vec<Value> = title.queries.iter().map(request_of).collect();
    let last = title.queries.last().map_or("", |q| q.words.as_str());
    json!({ "title": title.title, "query": last, "published": title.published, "queries": queries })
}

/// One question and its answer, for evidence.
fn request_of(query: &SearchQuery) -> Value {
    let record = &query.record;
    let answer = &query.answer;
    let mut told = json!({ "query": query.words, "address": record.url, "status": record.status });
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            told[name] = value;
        }
    };
    add("posted", query.posted.as_ref().map(|p| json!(p)));
    add("failure", record.failure.as_ref().map(|f| json!(f.detail)));
    add(
        "says",
        answer.none_words.as_ref().or(answer.refused.as_ref()).or(answer.absent_words.as_ref()).map(|w| json!(w)),
    );
    add("drawn_by", answer.drawn.as_ref().map(|d| json!(d)));
    add("found", answer.found.as_ref().map(|h| json!(h.title)));
    let first: Vec<&str> = answer.hits.iter().take(5).map(|h| h.title.as_str()).collect();
    add("results", (record.is_ok()).then(|| json!({ "listed": answer.listed, "first": first })));
    told
}
