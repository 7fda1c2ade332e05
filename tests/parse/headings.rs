//! Headings inside a page: what stands below them has a title, though no link carries it.

use super::read_body;

fn headings(body: &str) -> Vec<String> {
    read_body(body).headings
}

#[test]
fn headings_captions_and_boxes_called_a_title_are_read() {
    let found = headings(
        "<h2>废止和失效 文件目录</h2><table><caption>收费目录</caption><tr><td class=\"tit\">项目一览</td></tr></table>\
         <div class=\"box_title\"><span>政务地图</span></div><p>正文</p>",
    );
    assert_eq!(found, ["废止和失效 文件目录", "收费目录", "项目一览", "政务地图"]);
}

#[test]
fn links_menus_and_long_texts_are_no_headings() {
    let long = "长".repeat(80);
    let found = headings(&format!(
        "<h3><a href=\"/a/1.html\">政府公报</a></h3><div class=\"title\"><ul><li>甲</li></ul></div><h4>{long}</h4>\
         <div class=\"nav\"><h3>菜单</h3><ul><li><a href=\"/a/\">要闻</a></li><li><a href=\"/b/\">公告</a></li></ul></div>"
    ));
    assert_eq!(found, Vec::<String>::new());
}
