//! A county portal that is the same every time: columns with lists, articles of 2 to 25 KB, about 110 links a page.

use std::fmt::Write as _;

const COLUMNS: &[&str] = &[
    "政务要闻",
    "通知公告",
    "部门动态",
    "镇街动态",
    "政策文件",
    "政策解读",
    "规范性文件",
    "财政预决算",
    "重大项目",
    "行政许可",
    "行政处罚",
    "公共资源交易",
    "教育信息",
    "卫生健康",
    "社会救助",
    "生态环境",
    "食品药品监管",
    "安全生产",
    "人事信息",
    "建议提案办理",
];
const PHRASES: &[&str] = &[
    "根据县委、县政府统一部署",
    "县发展和改革局会同有关部门",
    "认真贯彻落实上级会议精神",
    "进一步优化营商环境",
    "切实保障群众合法权益",
    "推动各项任务落地见效",
    "坚持问题导向和目标导向",
    "全面提升政务公开水平",
    "加强事前事中事后全过程监管",
    "及时回应社会关切",
    "持续改善农村人居环境",
    "稳步推进重点项目建设",
    "严格执行财务管理制度",
    "充分发挥基层组织作用",
    "做好汛期安全防范工作",
    "开展专项整治行动",
    "完善公共服务体系",
    "加快补齐民生短板",
    "提高行政审批效率",
    "建立健全长效工作机制",
];
/// Entries on one page of a list.
const PER_LIST: usize = 20;

/// Numbers without a pattern, the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

/// The portal's pages, as path and bytes; `pages` of them, the home page first.
pub(crate) fn pages(pages: usize) -> Vec<(String, Vec<u8>)> {
    let columns = COLUMNS.len();
    // Every column has its articles and one list page for each twenty of them.
    let articles_each = (pages.saturating_sub(1) / columns).saturating_sub(pages / columns / (PER_LIST + 1) + 1).max(1);
    let lists_each = articles_each.div_ceil(PER_LIST);
    let mut all = vec![("/".to_owned(), home(articles_each))];
    for column in 0..columns {
        for list in 0..lists_each {
            all.push((list_path(column, list), list_page(column, list, lists_each, articles_each)));
        }
        for article in 0..articles_each {
            all.push((article_path(column, article), article_page(column, article, articles_each)));
        }
    }
    all
}

fn list_path(column: usize, list: usize) -> String {
    if list == 0 {
        format!("/col{}/index.html", 1000 + column)
    } else {
        format!("/col{}/index_{list}.html", 1000 + column)
    }
}

fn article_path(column: usize, article: usize) -> String {
    let (month, day) = (1 + article % 11, 1 + article % 28);
    format!("/art/2026/{month}/{day}/art_{}_{}.html", 1000 + column, 200_000 + column * 10_000 + article)
}

fn date(article: usize) -> String {
    format!("2026-{:02}-{:02}", 1 + article % 11, 1 + article % 28)
}

fn title(column: usize, article: usize) -> String {
    let mut dice = Dice((column * 100_003 + article) as u64);
    format!("{}{}的通知（第{article}号）", PHRASES[dice.roll(20)], PHRASES[dice.roll(20)])
}

fn head(out: &mut String, title: &str, column: &str, extra: &str) {
    let _ = write!(
        out,
        r#"<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="SiteName" content="测云县人民政府"><meta name="SiteDomain" content="www.ceyun.gov.cn">
<meta name="SiteIDCode" content="5115990001"><meta name="ColumnName" content="{column}">{extra}
<link rel="stylesheet" href="/style/main.css"><script src="/script/jquery.js"></script>
<style>.nav li{{float:left;padding:0 12px}}.nav li:hover ul{{display:block}}.sub{{display:none;position:absolute}}</style>
</head><body><div class="top"><a href="/" title="首页"><img src="/images/logo.png" alt="测云县人民政府"></a>
<form action="/search" method="get"><input type="text" name="q" title="站内搜索"><button type="submit">搜索</button></form></div>
<div class="nav"><ul>"#
    );
    for (index, name) in COLUMNS.iter().enumerate() {
        let path = list_path(index, 0);
        let _ = writeln!(
            out,
            r#"<li class="item-{index}"><a href="{path}" target="_self" onmouseover="show({index})">{name}</a><ul class="sub" id="sub{index}"><li><a href="{path}?from=nav">{name}动态</a></li><li><a href="{path}#hot">热点</a></li></ul></li>"#
        );
    }
    out.push_str("</ul></div>\n");
}

fn foot(out: &mut String) {
    out.push_str(
        r#"<div class="links"><select onchange="go(this)"><option value="">友情链接</option><option value="/">本站</option></select></div>
<div class="foot"><p>主办单位：测云县人民政府办公室　<a href="/col1000/index.html">网站地图</a>　<a href="/col1001/index.html">联系我们</a>
电话：0831-5000000　网站标识码：5115990001　<a href="/col1002/index.html">蜀ICP备05000001号-1</a> 川公网安备51159902000001号
<a href="/col1003/index.html"><img src="/images/jiucuo.png" alt="政府网站找错"></a></p></div>
<script>var _paq=_paq||[];_paq.push(["trackPageView"]);function show(n){document.getElementById("sub"+n).style.display="block";}
function go(s){if(s.value){location.href=s.value;}}(function(){var d=new Date();document.title=document.title;})();</script>
</body></html>"#,
    );
}

fn entries(out: &mut String, column: usize, from: usize, many: usize, total: usize) {
    out.push_str("<ul class=\"list\">");
    for article in from..(from + many).min(total) {
        let title = title(column, article);
        let _ = writeln!(
            out,
            "<li><span class=\"date\">{}</span><a href=\"{}\" title=\"{title}\" target=\"_blank\">{title}</a></li>",
            date(article),
            article_path(column, article)
        );
    }
    out.push_str("</ul>");
}

fn home(articles: usize) -> Vec<u8> {
    let mut out = String::new();
    head(&mut out, "测云县人民政府", "首页", "");
    for (column, name) in COLUMNS.iter().enumerate() {
        let _ = write!(out, "<div class=\"box\"><h2><a href=\"{}\">{name}</a></h2>", list_path(column, 0));
        entries(&mut out, column, 0, 6, articles);
        out.push_str("</div>");
    }
    foot(&mut out);
    out.into_bytes()
}

fn crumbs(out: &mut String, column: usize) {
    let _ = write!(
        out,
        "<div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"{}\">{}</a></div>",
        list_path(column, 0),
        COLUMNS[column]
    );
}

fn side(out: &mut String, column: usize, seed: usize, articles: usize) {
    out.push_str("<div class=\"side\"><h3>热点推荐</h3>");
    let mut dice = Dice(seed as u64 + 7);
    for _ in 0..5 {
        entries(out, (column + dice.roll(5)) % COLUMNS.len(), dice.roll(articles), 8, articles);
    }
    out.push_str("</div>");
}

fn list_page(column: usize, list: usize, lists: usize, articles: usize) -> Vec<u8> {
    let mut out = String::new();
    head(&mut out, &format!("{}_测云县人民政府", COLUMNS[column]), COLUMNS[column], "");
    crumbs(&mut out, column);
    side(&mut out, column, list, articles);
    out.push_str("<div class=\"main\">");
    entries(&mut out, column, list * PER_LIST, PER_LIST, articles);
    out.push_str("<div class=\"page\">");
    for other in 0..lists {
        let _ = write!(out, "<a href=\"{}\">{}</a>", list_path(column, other), other + 1);
    }
    out.push_str("</div></div>");
    foot(&mut out);
    out.into_bytes()
}

fn article_page(column: usize, article: usize, articles: usize) -> Vec<u8> {
    let mut dice = Dice((column * 7919 + article * 31 + 1) as u64);
    let (title, day) = (title(column, article), date(article));
    let extra = format!(
        "<meta name=\"ArticleTitle\" content=\"{title}\"><meta name=\"PubDate\" content=\"{day} 09:30\">\
         <meta name=\"ContentSource\" content=\"县政府办公室\">"
    );
    let mut out = String::new();
    head(&mut out, &format!("{title}_测云县人民政府"), COLUMNS[column], &extra);
    crumbs(&mut out, column);
    side(&mut out, column, article, articles);
    let _ = write!(
        out,
        "<div class=\"article\"><h1>{title}</h1><div class=\"info\">发布日期：{day} 09:30　来源：县政府办公室　浏览次数：\
         <span id=\"hits\"></span></div><div class=\"content\" id=\"zoom\">"
    );
    // From 2 to 25 KB of text, most pages near the middle: 30 KB a page in all.
    let goal = 2000 + (dice.roll(11500) + dice.roll(11500));
    let begin = out.len();
    while out.len() - begin < goal {
        out.push_str(
            "<p style=\"text-indent:2em;line-height:2\"><span style=\"font-family:仿宋_GB2312;font-size:16pt\">",
        );
        for _ in 0..4 + dice.roll(8) {
            out.push_str(PHRASES[dice.roll(20)]);
            out.push('，');
        }
        let _ = writeln!(out, "截至2026年{}月共办理{}件。</span></p>", 1 + dice.roll(11), dice.roll(5000));
    }
    out.push_str("</div></div>");
    foot(&mut out);
    out.into_bytes()
}
