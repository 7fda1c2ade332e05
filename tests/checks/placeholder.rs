//! Which pages are placeholders: titles and bodies with what must be said of each.

use crate::facts::{SITE, facts};
use duwang::checks::find;
use duwang::model::Verdict;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Fine,
    Wrong,
    Open,
}
use Said::{Fine, Open, Wrong};

const REAL: &str =
    "为做好今年的工作，县政府决定召开专题会议，安排部署下一阶段重点任务，请各单位按时参加并提前报送材料。";

/// Title, body (markup), what is said.
const ARTICLES: &[(&str, &str, Said)] = &[
    ("测试", "<p>测试</p>", Wrong),
    ("测试", "<p>测试测试测试</p>", Wrong),
    ("test", "<p>test</p>", Wrong),
    ("testtest", "<p>testtest 123</p>", Wrong),
    ("aaaa", "<p>aaaaaaaa</p>", Wrong),
    ("111", "<p>111</p>", Wrong),
    ("这里是标题", "<p>这里是正文内容</p>", Wrong),
    ("标题标题标题", "<p>内容内容内容内容</p>", Wrong),
    ("工作动态", "<p>请输入内容</p>", Wrong),
    ("工作动态", "<p>内容待补充</p>", Wrong),
    ("工作动态", "<p>待完善</p>", Wrong),
    ("工作动态", "<p>Lorem ipsum dolor sit amet</p>", Wrong),
    ("工作动态", "<p>asdfasdf</p>", Wrong),
    ("工作动态", "<p>啊啊啊啊啊</p>", Wrong),
    ("工作动态", "<p>undefined</p>", Wrong),
    ("工作动态", "<p>null</p>", Wrong),
    ("工作动态", "<p>${article.content}</p>", Wrong),
    ("工作动态", "<p>&lt;%= content %&gt;</p>", Wrong),
    ("[标题]", "<p>[内容]</p>", Wrong),
    ("测试新闻发布", "<p>测试数据</p>", Wrong),
    ("xxx", "<p>xxx</p>", Wrong),
    ("测试文章1", "<p>这是一篇测试文章</p>", Wrong),
    ("${title}", REAL, Wrong),
    ("人工增雨", "<p>请在此处输入正文内容</p>", Wrong),
    ("领导之窗", "<p>点击此处添加文字</p>", Wrong),
    ("机构概况", "<p>此处填写部门简介</p>", Wrong),
    ("机构概况", "<p>这里是文章内容，这里是文章内容。</p>", Wrong),
    ("机构概况", "<p>详细内容待更新</p>", Wrong),
    ("发布测试", "<p>试一下图片能不能正常显示</p>", Wrong),
    ("信息发布测试", "<p>测试信息，请忽略！</p>", Wrong),
    ("通知", "<p>此文为测试稿，验收后删除</p>", Wrong),
    ("通知", "<p>附件上传测试</p>", Wrong),
    ("流程验证", "<p>流程验证 张三 123123</p>", Wrong),
    ("动态", "<p>Hello, World!</p>", Wrong),
    (
        "动态",
        "<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.</p>",
        Wrong,
    ),
    ("美丽乡村", "<p>本栏目正在建设中，敬请期待！</p>", Wrong),
    ("美丽乡村", "<p>内容更新中……</p>", Wrong),
    ("县图书馆新馆", "<p>正在建设中，敬请期待。</p>", Open),
    ("办事系统", "<p>系统功能验证</p>", Open),
    ("中心城区道路", "<p>正在施工中</p><p><img src='/upload/2026/a.jpg' width='600' height='400'></p>", Fine),
    ("智慧城市项目", "<p>项目正在建设中，已完成投资三千万元。</p>", Fine),
    ("系统测试情况", "<p>系统测试于9月完成，全部指标合格。</p>", Fine),
    ("水质测试结果", "<p>经测试，水温四十二摄氏度。</p>", Fine),
    ("填表说明", "<p>请在此处填写姓名和身份证号，加盖公章后交窗口。</p>", Fine),
    ("关于删除有关目录的公告", "<p>经研究，删除目录第三项。</p>", Fine),
    ("工作动态", "<p>{{content}}</p>", Open),
    ("测试", REAL, Open),
    ("test123", REAL, Open),
    ("测试", "<p><img src='/upload/2026/a.jpg' width='600' height='400'></p>", Open),
    ("关于开展核酸检测的通告", REAL, Fine),
    ("软件测试服务项目招标公告", REAL, Fine),
    ("体能测试成绩公示", "<p>详见附件。</p><a href='/a/1.xlsx'>附件：成绩.xlsx</a>", Fine),
    ("全县警报试鸣测试公告", "<p>定于9月18日进行警报测试。</p>", Fine),
    ("12345", REAL, Fine),
    ("119宣传月", "<p>活动于11月开展，欢迎参加。</p>", Fine),
    ("一图读懂工作报告", "<p><img src='/upload/2026/a.jpg' width='800' height='4000'></p>", Fine),
    ("县长办公会议纪要", "<p>略</p>", Fine),
    ("本年度无行政复议", "<p>无</p>", Fine),
    ("宣传片", "<p><video src='/v/1.mp4' controls></video></p>", Fine),
    ("公示名单", "<p><a href='/f/名单.pdf'>名单.pdf</a></p>", Fine),
    ("关于示例项目的说明", "<p>本页为示范项目的说明，内容以批复为准，由县发展和改革局负责解释。</p>", Fine),
    ("暂停办理业务的通知", "<p>因系统测试，本周六暂停办理。</p>", Fine),
    ("哈哈镜展览", "<p>欢迎参观。</p>", Fine),
];

fn article(title: &str, body: &str) -> String {
    format!(
        "<html><head><title>{title}</title><meta name='ArticleTitle' content='{title}'><meta name='PubDate' content='2026-10-08'></head>\
         <body><div class='nav'><a href='/'>首页</a></div><h1>{title}</h1><div class='info'>发布时间：2026-10-08 来源：县政府办</div>\
         <div class='content TRS_Editor' id='zoom'>{body}</div></body></html>"
    )
}

fn verdict(pages: &[(String, String)]) -> Verdict {
    let mut links: String = pages.iter().map(|(path, _)| format!("<a href='{path}'>甲</a>")).collect();
    links.push_str("<p>县政府网站</p>");
    let home = format!("<html><head><title>县政府</title></head><body>{links}</body></html>");
    let mut all: Vec<(&str, &str)> = vec![("/", &home)];
    all.extend(pages.iter().map(|(path, html)| (path.as_str(), html.as_str())));
    let check = find("placeholder-page").unwrap();
    (check.bind)(serde_json::json!({})).unwrap().measure(&facts(&all, Vec::new()))
}

fn said(verdict: &Verdict, path: &str) -> Said {
    let url = format!("{SITE}{}", path.trim_start_matches('/'));
    if verdict.violations.iter().any(|v| v.url == url) {
        Wrong
    } else if verdict.undetermined.iter().any(|u| u.url == url) {
        Open
    } else {
        Fine
    }
}

fn compare(pages: &[(String, String)], wanted: &BTreeMap<String, (String, Said)>) {
    let verdict = verdict(pages);
    let mut told = Vec::new();
    for (path, (what, wanted)) in wanted {
        let got = said(&verdict, path);
        if got != *wanted {
            told.push(format!("{what}: {got:?}, not {wanted:?}"));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn articles() {
    let mut pages = Vec::new();
    let mut wanted = BTreeMap::new();
    for (at, (title, body, said)) in ARTICLES.iter().enumerate() {
        let path = format!("/zwgk/t{at}.html");
        pages.push((path.clone(), article(title, body)));
        wanted.insert(path, (format!("{title} / {body}"), *said));
    }
    compare(&pages, &wanted);
}

#[test]
fn an_empty_body_is_told_where_its_neighbours_have_text() {
    let pages = [
        ("/a/t1.html", article("关于召开会议的通知", ""), Wrong),
        ("/a/t2.html", article("关于召开会议的通知", &format!("<p>{REAL}</p>")), Fine),
        ("/b/t3.html", article("关于召开会议的通知", ""), Open),
        ("/a/t4.html", article("宣传视频", "<script>player.play('/v/1.mp4')</script>"), Open),
        ("/a/t5.html", article("文件", "<iframe src='/f/1.pdf'></iframe>"), Fine),
    ];
    let wanted = pages.iter().map(|(p, h, s)| ((*p).to_owned(), (h.clone(), *s))).collect();
    compare(&pages.map(|(p, h, _)| (p.to_owned(), h)), &wanted);
}

#[test]
fn other_pages() {
    let page = |body: &str| format!("<html><head><title>页面</title></head><body>{body}</body></html>");
    let pages = [
        ("/x1.html", page("<p>test</p>"), Wrong),
        ("/x2.html", page("<div>测试页面</div>"), Wrong),
        ("/x3.html", "<html><head></head><body></body></html>".to_owned(), Wrong),
        ("/x4.html", "<html><body><div id='app'></div><script src='/app.js'></script></body></html>".to_owned(), Fine),
        ("/x5.html", page("<form action='/login'><input name='u'><input type='password' name='p'>登录</form>"), Fine),
        ("/x6.html", page("<p>您访问的页面不存在</p>"), Fine),
        ("/x7.html", page("<script>location.href='/zwgk/';</script>"), Fine),
        (
            "/y1.html",
            "<html><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1><p>If you see this page, the nginx \
             web server is successfully installed and working. Further configuration is required.</p></body></html>"
                .to_owned(),
            Wrong,
        ),
        ("/y2.html", "<html><body><h1>It works!</h1></body></html>".to_owned(), Wrong),
        (
            "/y3.html",
            "<html><head><title>IIS Windows Server</title></head><body><a href='http://go.microsoft.com/'>\
             <img src='iisstart.png' alt='IIS'></a></body></html>"
                .to_owned(),
            Wrong,
        ),
        ("/y4.html", page("<p>页面建设中，敬请期待</p>"), Wrong),
        ("/y5.html", page("<p>How it works! 办事流程：先登记，再领取。</p>"), Fine),
        ("/x8.html", page("<p>县政府地址：人民路1号</p>"), Fine),
    ];
    let wanted = pages.iter().map(|(p, h, s)| ((*p).to_owned(), (h.clone(), *s))).collect();
    compare(&pages.map(|(p, h, _)| (p.to_owned(), h)), &wanted);
}
