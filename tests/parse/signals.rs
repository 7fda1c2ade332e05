//! What kind of page it is.

use super::{answer, read, read_body};
use duwang::parse::{glance, is_markup, page, sitemap};

#[test]
fn notices_of_absence() {
    for body in [
        "<h1>404</h1><p>抱歉，您访问的页面不存在或已被删除！</p>",
        "<p>您要查看的栏目不存在</p>",
        "<p>无法找到该页面</p>",
        "<p>文章不存在</p>",
        "<h1>404 Not Found</h1><hr>nginx",
        "<p>您访问的页面找不到了</p>",
        "<p>该信息已删除</p>",
    ] {
        assert!(read_body(body).signals.absent_words.is_some(), "{body}");
    }
    let titled = read("<title>错误页面</title><body><div class=nav><a href=/>首页</a></div>出了点问题</body>");
    assert!(titled.signals.absent_words.is_some());
    for body in [
        "<p>县人社局：毕业生找不到工作怎么办？来看我县就业帮扶政策。</p>",
        "<p>规划计划</p><ul><li><a href=/1>高县“十四五”规划纲要</a></li></ul>",
    ] {
        assert_eq!(read_body(body).signals.absent_words, None, "{body}");
    }
    let story = "<p>经自查，我局网站部分链接打开后提示页面不存在，现已完成整改，并建立长效机制，定期开展巡检，确保不再发生类似问题。</p>".repeat(14);
    assert_eq!(read_body(&story).signals.absent_words, None, "an article about such notices");
}

#[test]
fn under_construction_only_where_nothing_else_stands() {
    for body in [
        "<p>栏目建设中，敬请期待！</p>",
        "<p>暂无内容</p>",
        "<h2>规划计划</h2><p>内容整理中</p>",
        "<p>暂无相关信息</p>",
    ] {
        assert!(read_body(body).signals.under_construction.is_some(), "{body}");
    }
    let story = "<p>我县新区道路正在建设中，预计年底通车，届时将极大方便沿线群众出行，请广大市民注意绕行，服从现场指挥。</p><p>项目全长十二公里，总投资三亿元，由县交通运输局负责组织实施，施工单位为市路桥公司，工程质量由第三方全程监督检测。</p>";
    assert_eq!(read_body(story).signals.under_construction, None);
    assert_eq!(
        read_body("<div style='display:none'>暂无内容</div><p>机构职能</p>").signals.under_construction,
        None,
        "a hidden template"
    );
}

#[test]
fn firewalls_and_log_ins() {
    let mut refused = answer(
        "http://a.gov.cn/",
        "text/html",
        "<title>403</title><p>您的访问被拦截，请求疑似攻击行为，事件编号 12345</p>",
    );
    refused.record.status = Some(403);
    assert!(page(&refused).signals.challenge.is_some());
    assert!(glance(&refused).challenge.is_some());
    let script = "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head><body></body></html>";
    assert!(read(script).signals.challenge.is_some());
    let story =
        "<p>县公安局提醒：登录各类账户时如遇安全验证，请勿向他人透露验证码，谨防电信网络诈骗，守护好自己的钱袋子。</p>"
            .repeat(12);
    assert_eq!(read_body(&story).signals.challenge, None);
    assert!(read_body("<form><input name=u><input type=password name=p></form>").signals.login);
    assert!(!read_body("<p>x</p>").signals.login);
}

#[test]
fn shells_and_redirects() {
    let shell = read("<html><body><div id=app></div><script src=/static/app.js></script></body></html>");
    assert!(shell.signals.script_shell);
    assert!(!read("<frameset rows=90,*><frame src=top.html><frame src=main.html></frameset>").signals.script_shell);
    let goes = |markup: &str| read(markup).signals.redirect;
    let to = Some("http://www.gaoxian.gov.cn/portal/index.html".to_owned());
    assert_eq!(goes("<meta http-equiv='refresh' content='0; url=/portal/index.html'>"), to);
    assert_eq!(goes("<meta http-equiv=Refresh content=\"3;URL='/portal/index.html'\"><p>正在跳转</p>"), to);
    assert_eq!(goes("<script>window.location.href='/portal/index.html';</script>"), to);
    assert_eq!(goes("<script>location.replace(\"/portal/index.html\")</script>"), to);
    assert_eq!(goes("<script>top.location = '/portal/index.html'</script>"), to);
    assert_eq!(
        goes("<meta http-equiv=refresh content='300;url=/portal/index.html'>"),
        None,
        "a page that reads itself anew"
    );
    assert_eq!(goes("<meta http-equiv=refresh content='5;url=/zwgk/index.html'>"), None, "to itself");
    let story = "<p>县人民政府召开常务会议，研究部署安全生产、防汛减灾和政务公开等工作，审议有关事项。</p>".repeat(6);
    assert_eq!(goes(&format!("<script>function f(){{location.href='/portal/index.html'}}</script>{story}")), None);
}

#[test]
fn likeness_and_template() {
    let make = |name: &str, text: &str, extra: &str| {
        read(&format!(
            "<html lang='zh-CN'><body><div class='wrap'><div class='nav'><a href=/>首页</a></div><div class='list {extra}'><h1>{name}</h1><ul>{}</ul></div></div></body></html>",
            format!("<li>{text}</li>").repeat(name.len())
        ))
    };
    let one = make("通知公告", "高县人民政府办公室关于印发年度政务公开工作要点的通知 2026-03-01", "active");
    let two = make("政策文件一览", "关于进一步加强农村饮水安全工程运行管理的实施意见及其配套措施", "");
    assert_eq!(one.signals.template, two.signals.template);
    assert_eq!(one.signals.lang.as_deref(), Some("zh-CN"));
    assert!(one.likeness(&two.sketch) < 0.2 && one.likeness(&one.sketch) > 0.99);
    let later = make("通知公告", "高县人民政府办公室关于印发年度政务公开工作要点的通知 2026-09-15", "");
    assert!(one.likeness(&later.sketch) > 0.99, "digits do not count");
    assert!(read_body("<p>短</p>").sketch.is_empty());
    assert_eq!(one.sketch.len(), 32);
    assert_eq!(
        one,
        make("通知公告", "高县人民政府办公室关于印发年度政务公开工作要点的通知 2026-03-01", "active"),
        "deterministic"
    );
}

#[test]
fn site_maps_and_kinds_of_answers() {
    let xml = "<?xml version='1.0'?><urlset xmlns='x'><url><loc> http://a.gov.cn/1?a=1&amp;b=2 </loc></url><url><loc><![CDATA[http://a.gov.cn/2]]></loc></url><url><loc>/relative</loc></url></urlset>";
    assert_eq!(
        sitemap(&answer("http://a.gov.cn/sitemap.xml", "application/xml", xml)),
        ["http://a.gov.cn/1?a=1&b=2", "http://a.gov.cn/2"]
    );
    let lines = "\u{FEFF}http://a.gov.cn/1\r\n# no\r\nhttps://a.gov.cn/2\n";
    assert_eq!(
        sitemap(&answer("http://a.gov.cn/sitemap.txt", "text/plain", lines)),
        ["http://a.gov.cn/1", "https://a.gov.cn/2"]
    );
    for (kind, body, markup) in [
        ("text/html", "x", true),
        ("", "<!DOCTYPE html><html>", true),
        ("application/octet-stream", "  <html><head>", true),
        ("text/plain", "just words", false),
        ("text/html", "%PDF-1.4", false),
        ("text/html", "{\"data\":\"<a href=x>\"}", false),
        ("application/json", "{}", false),
        ("text/xml", "<?xml version=\"1.0\"?><recordset></recordset>", false),
        ("application/javascript", "document.write('<div>')", false),
    ] {
        assert_eq!(is_markup(&answer("http://a.gov.cn/", kind, body)), markup, "{kind} {body}");
    }
}
