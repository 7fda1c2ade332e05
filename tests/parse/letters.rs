//! Letters of the public as the families of systems show them.

use duwang::model::{Exchange, FetchRecord, Letter, Page, Participation, ReplySeen};
use duwang::parse;
use std::collections::BTreeMap;

fn read(markup: &str) -> Page {
    let url = "http://www.yunxi.gov.cn/hdjl/xzxx/content_1021.html";
    let record = FetchRecord {
        url: url.to_owned(),
        final_url: url.to_owned(),
        hops: Vec::new(),
        status: Some(200),
        failure: None,
        attempts: 1,
        headers: BTreeMap::from([("content-type".to_owned(), "text/html; charset=utf-8".to_owned())]),
        bytes: markup.len() as u64,
        whole: true,
        sha256: None,
        first_byte_ms: 1,
        total_ms: 1,
        at_ms: 0,
        peer: None,
        unchanged: false,
    };
    parse::page(&Exchange { record, body: markup.as_bytes().to_vec() })
}

fn shown(body: &str) -> Participation {
    let page = read(&format!("<html><head><title>县长信箱_云溪县人民政府</title></head><body>{body}</body></html>"));
    *page.participation.expect("something of letters")
}

fn own(body: &str) -> Letter {
    let shown = shown(body);
    shown.letter.clone().unwrap_or_else(|| panic!("one letter in {shown:#?}"))
}

fn days(letter: &Letter) -> (String, String) {
    let day = |d: &Option<duwang::model::DateFact>| d.as_ref().map_or_else(String::new, |d| d.date.to_string());
    (day(&letter.asked), day(&letter.answered))
}

const QUESTION: &str = "小区门口的路灯坏了很久，请问什么时候能修？";
const REPLY: &str = "您好，已安排维修人员到现场更换，感谢您的关注和支持。";

#[test]
fn a_table_of_labels_and_values() {
    let letter = own(&format!(
        "<table class='hanweb-mail'><tr><td>信件标题</td><td colspan=3>路灯不亮</td></tr>\
         <tr><td>来信人</td><td>王**</td><td>来信时间</td><td>2026-05-06 10:22:31</td></tr>\
         <tr><td>来信内容</td><td colspan=3>{QUESTION}</td></tr>\
         <tr><td>回复单位</td><td>县住建局</td><td>回复时间</td><td>2026-05-08 09:00</td></tr>\
         <tr><td>回复内容</td><td colspan=3>{REPLY}</td></tr></table>"
    ));
    assert_eq!(days(&letter), ("2026-05-06".to_owned(), "2026-05-08".to_owned()));
    assert_eq!((letter.title.as_str(), letter.reply), ("路灯不亮", ReplySeen::Text));
}

#[test]
fn a_list_of_terms() {
    let letter = own(&format!(
        "<h3>路灯不亮</h3><dl><dt>写信时间：</dt><dd>2026年5月6日</dd><dt>写信内容：</dt><dd>{QUESTION}</dd></dl>\
         <dl><dt>答复时间：</dt><dd>2026年5月11日</dd><dt>答复内容：</dt><dd>{REPLY}</dd><dt>办理状态：</dt><dd>已办结</dd></dl>"
    ));
    assert_eq!(days(&letter), ("2026-05-06".to_owned(), "2026-05-11".to_owned()));
    assert_eq!(letter.state, "已办结");
}

#[test]
fn spans_and_plain_lines() {
    let letter = own(&format!(
        "<div class='xx_tit'>路灯不亮</div><div class='xx_info'><span>提交时间</span><span>2026/05/06</span><em>[已回复]</em></div>\
         <div class='xx_con'>{QUESTION}</div><div class='hf'><b>县住建局 回复：</b><p>{REPLY}</p><p>回复日期：2026.05.07</p></div>"
    ));
    assert_eq!(days(&letter), ("2026-05-06".to_owned(), "2026-05-07".to_owned()));
    assert_eq!(letter.state, "已回复");
}

#[test]
fn blocks_whose_days_are_only_called_time() {
    let letter = own(&format!(
        "<div class='wen'><p>咨询内容：</p><p>{QUESTION}</p><p>姓名：李* 时间：2026-05-06</p></div>\
         <div class='da'><p>回复内容：</p><p>{REPLY}</p><p>单位：县住建局 时间：2026-05-09</p></div>"
    ));
    assert_eq!(days(&letter), ("2026-05-06".to_owned(), "2026-05-09".to_owned()));
}

#[test]
fn the_day_under_the_reply_is_kept_apart() {
    let letter = own(&format!(
        "<p>留言时间：2026-05-06</p><p>留言内容：{QUESTION}</p><p>回复：</p><p>{REPLY}</p><p>云溪县住房和城乡建设局</p><p>二〇二六年五月九日</p>"
    ));
    assert!(letter.answered.is_none());
    assert_eq!(letter.signed.unwrap().date.to_string(), "2026-05-09");
}

#[test]
fn limits_and_acceptance_are_no_answer() {
    let letter = own(&format!(
        "<p>来信时间：2026-05-06</p><p>受理时间：2026-05-07</p><p>应答复时间：2026-05-13</p><p>预计办结时间：2026-05-13</p>\
         <p>回复时间为5个工作日</p><p>来信内容：{QUESTION}</p><p>状态：处理中</p><p>回复内容：暂无回复</p>"
    ));
    assert!(letter.answered.is_none() && letter.signed.is_none(), "{letter:#?}");
    assert_eq!((letter.state.as_str(), letter.reply), ("处理中", ReplySeen::NoneYet));
}

#[test]
fn a_table_with_heads() {
    let shown = shown(
        "<table><tr><th>编号</th><th>标 题</th><th>来信时间</th><th>回复时间</th><th>办理状态</th></tr>\
         <tr><td>1</td><td><a href='/x/1.html' title='关于幼儿园招生范围的咨询'>关于幼儿园招生…</a></td><td>2026-05-06</td><td>2026-05-08</td><td>已办结</td></tr>\
         <tr><td>2</td><td><a href='/x/2.html'>关于噪音扰民的投诉</a></td><td>2026-05-07</td><td></td><td>处理中</td></tr></table>",
    );
    let rows: Vec<(&str, &str, (String, String), &str)> =
        shown.letters.iter().map(|l| (l.title.as_str(), l.target.as_str(), days(l), l.state.as_str())).collect();
    assert_eq!(
        rows,
        [
            (
                "关于幼儿园招生范围的咨询",
                "http://www.yunxi.gov.cn/x/1.html",
                ("2026-05-06".to_owned(), "2026-05-08".to_owned()),
                "已办结"
            ),
            (
                "关于噪音扰民的投诉",
                "http://www.yunxi.gov.cn/x/2.html",
                ("2026-05-07".to_owned(), String::new()),
                "处理中"
            ),
        ]
    );
    assert!(shown.letter.is_none());
}

#[test]
fn a_list_with_heads_in_another_list() {
    let shown = shown(
        "<ul class='tit'><li>信件标题</li><li>提问时间</li><li>答复时间</li></ul>\
         <ul class='row'><li><a href='/x/1.html'>公租房如何申请</a></li><li>2026-05-06</li><li>2026-05-08</li></ul>\
         <ul class='row'><li><a href='/x/2.html'>社保卡如何补办</a></li><li>2026-05-07</li><li>2026-05-12</li></ul>",
    );
    assert_eq!(shown.letters.len(), 2, "{shown:#?}");
    assert_eq!(days(&shown.letters[1]), ("2026-05-07".to_owned(), "2026-05-12".to_owned()));
}

#[test]
fn rows_with_labels_of_their_own() {
    let shown = shown(
        "<ul><li><a href='/x/1.html'>公租房如何申请</a><p>写信时间：2026-05-06 办理时间：2026-05-08</p></li>\
         <li><a href='/x/2.html'>社保卡如何补办</a><p>写信时间：2026-05-07 办理时间：2026-05-12</p></li></ul>",
    );
    let rows: Vec<(&str, (String, String))> = shown.letters.iter().map(|l| (l.title.as_str(), days(l))).collect();
    assert_eq!(rows[0], ("公租房如何申请", ("2026-05-06".to_owned(), "2026-05-08".to_owned())));
    assert_eq!(rows[1], ("社保卡如何补办", ("2026-05-07".to_owned(), "2026-05-12".to_owned())));
}

#[test]
fn a_notice_is_no_letter() {
    let page = read(
        "<html><head><title>关于停水的通知</title></head><body><h1>关于停水的通知</h1><p>发布时间：2026-05-06</p>\
         <p>办理时间：周一至周五。停水时间：2026年5月8日。咨询电话：12345。</p></body></html>",
    );
    assert!(page.participation.is_none_or(|p| p.letter.is_none() && p.letters.is_empty()));
}
