//! The 当前位置 line in its spellings (R8-24).

use super::read_body;

fn steps(body: &str) -> Vec<(String, bool)> {
    let text = "<p>正文一段，说明今年政务公开工作的总体安排和各项要求。</p>".repeat(8);
    read_body(&format!("{body}{text}")).breadcrumbs.into_iter().map(|c| (c.text, c.target.is_some())).collect()
}

#[test]
fn all_its_spellings() {
    let wanted = [("首页".to_owned(), true), ("政务公开".to_owned(), true), ("通知公告".to_owned(), false)];
    let links =
        |separator: &str| format!("<a href=/>首页</a>{separator}<a href=/zwgk/>政务公开</a>{separator}通知公告");
    for label in [
        "当前位置：",
        "您当前的位置：",
        "您现在所在的位置： ",
        "您现在的位置：",
        "您目前的位置: ",
        "当前的位置:",
        "您的位置：",
        "所在位置：",
        "你的位置是：",
        "您当前所在位置：",
    ] {
        for separator in [" &gt; ", " &gt;&gt; ", "»", "＞", " › ", "/", " | "] {
            let body = format!("<div>{label}{}</div>", links(separator));
            assert_eq!(steps(&body), wanted, "{body}");
        }
    }
    for body in [
        format!("<table><tr><td>当前位置：</td><td>{}</td></tr></table>", links(" > ")),
        format!("<div class='breadcrumb'>{}</div>", links(" > ")),
        format!("<div class='dqwz'><span>当前位置：</span>{}</div>", links(" > ")),
        format!("<div class='path'>{}</div>", links(" > ")),
        "<ol class=breadcrumb><li><a href=/>首页</a></li><li><a href=/zwgk/>政务公开</a></li><li>通知公告</li></ol>".to_owned(),
        "<div>您的位置：<a href=/>首页 &gt;</a><a href=/zwgk/>政务公开 &gt;</a><span>通知公告</span></div>".to_owned(),
        "<p><a href=/ class=CurrChnlCls>首页</a>&nbsp;&gt;&nbsp;<a href=/zwgk/ class=CurrChnlCls>政务公开</a>&nbsp;&gt;&nbsp;通知公告</p>".to_owned(),
    ] {
        assert_eq!(steps(&body), wanted, "{body}");
    }
}

#[test]
fn without_links() {
    let names: Vec<String> =
        steps("<div>当前位置：首页 > 政务公开 > 通知公告</div>").into_iter().map(|s| s.0).collect();
    assert_eq!(names, ["首页", "政务公开", "通知公告"]);
}

#[test]
fn a_sentence_about_a_position_is_none() {
    assert!(
        steps("<p>该项目位置优越，距县城三公里，<a href=/x>查看规划图</a>，施工期间请绕行，感谢理解。</p>").is_empty()
    );
    assert!(steps("<div class='location'>地址：高县硕勋大道</div>").is_empty());
}
