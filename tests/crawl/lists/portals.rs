//! Small portals, one for each family of sites: one column whose list is drawn the family's way, with entries enough for three
//! pages, and articles behind them.

use super::super::web::{Answer, article, linking};
use std::path::Path;

/// One portal with one column.
#[derive(Clone, Copy)]
pub(super) struct Portal {
    /// The family; the name of its page under `fixtures/pages/lists/families`.
    pub(super) page: &'static str,
    /// What the family is called in what is read.
    pub(super) family: &'static str,
    /// The column's address.
    pub(super) column: &'static str,
    /// Entries in all.
    pub(super) entries: usize,
    /// Where an article stands.
    pub(super) address: fn(usize) -> String,
    /// What stands behind an address beside the home page, the column and the articles.
    pub(super) answer: fn(&Portal, &str) -> Option<Answer>,
}

/// The text of a family's page.
pub(super) fn fixture(page: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages/lists/families");
    std::fs::read_to_string(folder.join(format!("{page}.html"))).unwrap()
}

pub(super) fn title(n: usize) -> String {
    format!("关于第{n}批惠民项目安排的通知")
}

pub(super) fn day(n: usize) -> String {
    format!("2026-{:02}-{:02}", 10 - (n / 28) % 10, 28 - n % 28)
}

impl Portal {
    /// What the portal answers.
    pub(super) fn play(&self, target: &str) -> Answer {
        if target == "/" {
            return Answer::page(linking("首页", &[self.column.to_owned()]));
        }
        if let Some(answer) = (self.answer)(self, target) {
            return answer;
        }
        if let Some(n) = (0..self.entries).find(|&n| (self.address)(n) == target) {
            return Answer::page(article(&title(n), &day(n)));
        }
        Answer::absent()
    }

    /// Rows of markup for a slice of the entries.
    fn rows(&self, from: usize, to: usize) -> String {
        (from..to.min(self.entries))
            .map(|n| {
                format!(
                    "<li><a href=\"{}\" title=\"{}\">{}…</a><span>{}</span></li>",
                    (self.address)(n),
                    title(n),
                    title(n).chars().take(8).collect::<String>(),
                    day(n)
                )
            })
            .collect()
    }

    fn records(&self, from: usize, to: usize) -> String {
        (from..to.min(self.entries))
            .map(|n| {
                format!(
                    "<record><![CDATA[<li><a href='{}'>{}</a><b>{}</b></li>]]></record>",
                    (self.address)(n),
                    title(n),
                    day(n)
                )
            })
            .collect()
    }

    fn objects(&self, from: usize, to: usize, names: [&str; 3]) -> String {
        let objects: Vec<String> = (from..to.min(self.entries))
            .map(|n| {
                format!(
                    "{{\"{}\":\"{}\",\"{}\":\"{}\",\"{}\":\"{} 10:00:00\"}}",
                    names[0],
                    title(n),
                    names[1],
                    (self.address)(n),
                    names[2],
                    day(n)
                )
            })
            .collect();
        format!("[{}]", objects.join(","))
    }

    /// The fixture with a page of five rows in it.
    fn filled(&self, page: usize, rows: usize) -> Answer {
        let pages = self.entries.div_ceil(rows);
        let text = fixture(self.page)
            .replace("@ROWS@", &self.rows(page * rows, (page + 1) * rows))
            .replace("@PAGES@", &pages.to_string())
            .replace("@PAGE@", &(page + 1).to_string());
        Answer::page(text)
    }
}

fn json(body: String) -> Answer {
    Answer { kind: "application/json;charset=UTF-8", ..Answer::page(body) }
}

/// The value of a parameter in an address or what is posted behind it.
fn value(target: &str, name: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(target).decode_utf8_lossy().replace('+', " ");
    let at = ["?", "&", " "]
        .iter()
        .find_map(|before| decoded.find(&format!("{before}{name}=")).map(|at| at + before.len()))?;
    Some(decoded[at + name.len() + 1..].split(['&', ' ']).next().unwrap_or_default().to_owned())
}

fn number(target: &str, name: &str) -> Option<usize> {
    value(target, name)?.parse().ok()
}

fn hanweb(n: usize) -> String {
    format!("/art/2026/{}/{}/art_1701_{}.html", 10 - (n / 28) % 10, 28 - n % 28, 90_000 + n)
}

fn hex(n: usize) -> String {
    format!("/art/2026/art_{:032x}.html", n + 4096)
}

fn plain(n: usize) -> String {
    format!("/content/{}.html", 10_000 + n)
}

fn trs(n: usize) -> String {
    format!("/zcwj/202606/t20260601_{}.html", 5000 + n)
}

fn vsb(n: usize) -> String {
    format!("/info/1042/{}.htm", 5000 + n)
}

fn cluster(n: usize) -> String {
    format!("/lsx/c101234/2026/6/1/{:032x}.shtml", n + 4096)
}

/// Pages of static markup, by the address of each but the first.
fn pages(portal: &Portal, target: &str, rows: usize, name: fn(usize, usize) -> String) -> Option<Answer> {
    let count = portal.entries.div_ceil(rows);
    if target == portal.column {
        return Some(portal.filled(0, rows));
    }
    (1..count).find(|&k| name(k, count) == target).map(|k| portal.filled(k, rows))
}

/// All of them.
pub(super) const PORTALS: &[Portal] = &[
    Portal {
        page: "hanweb-jpage",
        family: "hanweb-jpage",
        column: "/xxgk/col/col1701/index.html",
        entries: 230,
        address: hanweb,
        answer: |portal, target| {
            if target == portal.column {
                return Some(Answer::page(fixture(portal.page)));
            }
            target.starts_with("/xxgk/module/web/jpage/morecolumndataproxy.jsp").then(|| {
                let page = number(target, "page").unwrap_or(1);
                let size = number(target, "perpage").unwrap_or(20).min(100);
                // One record of the CDATA is broken markup, as editors leave it.
                let records = portal.records((page - 1) * size, page * size).replacen("</a><b>", "</a></div><b>", 1);
                Answer::page(format!("<datastore><nextgroup></nextgroup><totalrecord>{}</totalrecord><recordset>{records}</recordset></datastore>", portal.entries))
            })
        },
    },
    Portal {
        page: "hanweb-xxgk",
        family: "hanweb-xxgk",
        column: "/col/col1229498/index.html",
        entries: 40,
        address: hanweb,
        answer: |portal, target| {
            if target == portal.column {
                return Some(Answer::page(fixture(portal.page)));
            }
            // By POST alone.
            (target.starts_with("/module/xxgk/search.jsp ") && value(target, "divid")? == "div1229498").then(|| {
                let page = number(target, "currpage").unwrap_or(1);
                let rows: String = (((page - 1) * 15)..(page * 15).min(portal.entries))
                    .map(|n| format!("<tr class='tr_main_value_odd'><td>{}</td><td><a href='{}' title='{}'>{}</a></td><td>{}</td></tr>", n + 1, (portal.address)(n), title(n), title(n), day(n)))
                    .collect();
                Answer::page(format!("<table>{rows}</table><table><tr><td align=right>&nbsp;&nbsp;共3页&nbsp;<a href='javascript:goPage({})'>下一页</a></td></tr></table>", page + 1))
            })
        },
    },
    Portal {
        page: "hanweb-jpaas",
        family: "hanweb-jpaas",
        column: "/ldhd/index.html",
        entries: 40,
        address: hex,
        answer: |portal, target| {
            if target == portal.column {
                return Some(Answer::page(fixture(portal.page)));
            }
            (target.starts_with("/api-gateway/jpaas-publish-server/front/page/build/unit")
                && value(target, "pageId")? == "ca517c97")
                .then(|| {
                    let asked: serde_json::Value = serde_json::from_str(&value(target, "paramJson").unwrap()).unwrap();
                    let page = usize::try_from(asked["pageNo"].as_u64().unwrap()).unwrap();
                    let html = if (page - 1) * 15 < portal.entries {
                        format!("<ul class=\"list\">{}</ul>", portal.rows((page - 1) * 15, page * 15))
                    } else {
                        String::new()
                    };
                    json(serde_json::json!({"success": true, "code": "200", "data": {"html": html}}).to_string())
                })
        },
    },
    Portal {
        page: "trs-wcm",
        family: "trs-wcm",
        column: "/zcwj/",
        entries: 14,
        address: trs,
        answer: |portal, target| {
            let count = portal.entries.div_ceil(5);
            let page = if target == portal.column {
                Some(0)
            } else {
                (1..count).find(|k| format!("/zcwj/index_{k}.html") == target)
            }?;
            let text = fixture(portal.page).replace("@ROWS@", &portal.rows(page * 5, (page + 1) * 5));
            Some(Answer::page(text.replace("@PAGES@", &count.to_string()).replace("@PAGE@", &page.to_string())))
        },
    },
    Portal {
        page: "trs-wcm-variables",
        family: "trs-wcm",
        column: "/zcwj/index.htm",
        entries: 14,
        address: trs,
        answer: |portal, target| {
            let count = portal.entries.div_ceil(5);
            let page = if target == portal.column {
                Some(0)
            } else {
                (1..count).find(|k| format!("/zcwj/index_{k}.htm") == target)
            }?;
            let text = fixture(portal.page).replace("@ROWS@", &portal.rows(page * 5, (page + 1) * 5));
            Some(Answer::page(text.replace("@PAGES@", &count.to_string()).replace("@PAGE@", &page.to_string())))
        },
    },
    Portal {
        page: "visual-sitebuilder",
        family: "visual-sitebuilder",
        column: "/xxgk/gsgg.htm",
        entries: 15,
        address: vsb,
        answer: |portal, target| {
            // Counted down: the second page of three is 2.htm, the last 1.htm. The pager stands inside a script.
            let page = match target {
                "/xxgk/gsgg.htm" => 0,
                "/xxgk/gsgg/2.htm" => 1,
                "/xxgk/gsgg/1.htm" => 2,
                _ => return None,
            };
            let pager = format!("</span><span class=\"p_t\">{}/3</span><span>", page + 1);
            let text = fixture(portal.page)
                .replace("@ROWS@", &portal.rows(page * 5, (page + 1) * 5))
                .replace("@PAGER@", &pager);
            Some(Answer::page(text.replace("@UP@", "/")))
        },
    },
    Portal {
        page: "longxun",
        family: "longxun",
        column: "/content/column/4698521",
        entries: 13,
        address: |n| format!("/content/article/{}", 5000 + n),
        answer: |portal, target| {
            pages(portal, target, 5, |k, _| format!("/content/column/4698521?pageIndex={}", k + 1))
        },
    },
    Portal {
        page: "gkmlpt",
        family: "gkmlpt",
        column: "/bm/gkmlpt/index",
        entries: 230,
        address: |n| format!("/bm/gkmlpt/content/9/{}/post_{}.html", n, 508_000 + n),
        answer: |portal, target| {
            if target == portal.column {
                return Some(Answer::page(fixture(portal.page)));
            }
            (target.starts_with("/bm/gkmlpt/api/all/508") && value(target, "sid")? == "827001").then(|| {
                let page = number(target, "page").unwrap_or(1);
                json(format!(
                    "{{\"articles\":{},\"total\":{}}}",
                    portal.objects((page - 1) * 100, page * 100, ["title", "url", "display_publish_time"]),
                    portal.entries
                ))
            })
        },
    },
    Portal {
        page: "epoint",
        family: "epoint",
        column: "/dynamic/zwgk/govInfoPub.html?categorynum=003017002&deptcode=001001",
        entries: 120,
        address: |n| format!("/xxgk/003017/20260601/{:08x}-11aa-22bb-33cc-{:012x}.html", n + 4096, n),
        answer: |portal, target| {
            if target == portal.column {
                return Some(Answer::page(fixture(portal.page)));
            }
            if target.starts_with("/js/webBuilderCommon.js") {
                let code = "var siteInfo={\"projectName\":\"/EWB_LS_Mid\",\"siteGuid\":\"0f3c8d52-7c51-4f7a-9e1e-2b6a9d1c4e77\"};function x(){}";
                return Some(Answer { kind: "application/javascript", ..Answer::page(code) });
            }
            let body = target.strip_prefix("/EWB_LS_Mid/rest/lightfrontaction/getgovinfolist ")?;
            let asked: serde_json::Value = serde_json::from_str(body).ok()?;
            // Only the wrapped form is understood here.
            let Some(fields) = asked.get("params") else {
                return Some(json(
                    "{\"status\":{\"code\":500},\"code\":500,\"message\":\"params is null\"}".to_owned(),
                ));
            };
            (fields["siteGuid"] == "0f3c8d52-7c51-4f7a-9e1e-2b6a9d1c4e77" && fields["categorynum"] == "003017002").then(
                || {
                    let page = usize::try_from(fields["pageIndex"].as_u64().unwrap()).unwrap();
                    let size = usize::try_from(fields["pageSize"].as_u64().unwrap()).unwrap();
                    json(format!(
                        "{{\"custom\":{{\"total\":{},\"data\":{}}}}}",
                        portal.entries,
                        portal.objects(page * size, (page + 1) * size, ["title", "infourl", "infodate"])
                    ))
                },
            )
        },
    },
    Portal {
        page: "truecms",
        family: "truecms",
        column: "/gkml/list.html",
        entries: 45,
        address: plain,
        answer: |portal, target| {
            if target == portal.column {
                return Some(Answer::page(fixture(portal.page)));
            }
            target.starts_with("/truecms/messageController/getMessage.do").then(|| {
                let (from, to) = (number(target, "startrecord").unwrap(), number(target, "endrecord").unwrap());
                // Windows wider than 20 are not served.
                if to + 1 - from > 20 {
                    return Answer::absent();
                }
                let xml = format!("<datastore><recordset>{}</recordset></datastore>", portal.records(from - 1, to));
                Answer {
                    kind: "text/javascript",
                    ..Answer::page(format!("cb({});", serde_json::json!({"result": xml})))
                }
            })
        },
    },
    Portal {
        page: "ilist",
        family: "ilist",
        column: "/info/iList.jsp?node_id=GKmzs&cat_id=15971",
        entries: 13,
        address: |n| format!("/info/detail.jsp?info_id={}", 70_000 + n),
        answer: |portal, target| {
            pages(portal, target, 5, |k, _| format!("/info/iList.jsp?node_id=GKmzs&cat_id=15971&cur_page={}", k + 1))
        },
    },
    Portal {
        page: "sichuan-cluster",
        family: "sichuan-cluster",
        column: "/lsx/c101234/list.shtml",
        entries: 40,
        address: cluster,
        answer: |portal, target| pages(portal, target, 15, |k, _| format!("/lsx/c101234/list_{}.shtml", k + 1)),
    },
    Portal {
        page: "scgov-library",
        family: "scgov-library",
        column: "/10462/wjk.shtml",
        entries: 40,
        address: cluster,
        answer: |portal, target| pages(portal, target, 15, |k, _| format!("/10462/wjk_{}.shtml", k + 1)),
    },
    Portal {
        page: "liferay",
        family: "liferay",
        column: "/web/gov/gggs",
        entries: 14,
        address: |n| format!("/web/gov/-/asset_publisher/x/content/{}", 90_000 + n),
        answer: |portal, target| {
            pages(portal, target, 5, |k, _| {
                format!(
                    "/web/gov/gggs?p_p_id=101_INSTANCE_x&p_p_lifecycle=0&_101_INSTANCE_x_delta=5&_101_INSTANCE_x_cur={}",
                    k + 1
                )
            })
        },
    },
    Portal {
        page: "static-pages",
        family: "",
        column: "/bmwj/",
        entries: 13,
        address: |n| format!("/bmwj/{}.html", 20_000 + n),
        // The list counts from 1 and is called `list`: the third name that is tried.
        answer: |portal, target| pages(portal, target, 5, |k, _| format!("/bmwj/list_{}.html", k + 1)),
    },
    Portal {
        page: "generic-ajax",
        family: "",
        column: "/zcwj/index.html",
        entries: 45,
        address: plain,
        answer: |portal, target| {
            if target == portal.column {
                return Some(Answer::page(fixture(portal.page)));
            }
            (target.starts_with("/api/article/list?") && value(target, "channelId")? == "1023").then(|| {
                let (page, size) = (number(target, "pageNum").unwrap(), number(target, "pageSize").unwrap());
                json(format!(
                    "{{\"code\":200,\"data\":{{\"total\":{},\"rows\":{}}}}}",
                    portal.entries,
                    portal.objects((page - 1) * size, page * size, ["title", "url", "publishTime"])
                ))
            })
        },
    },
    Portal {
        page: "generic-table",
        family: "",
        column: "/zcwj/list.html",
        entries: 45,
        address: plain,
        answer: |portal, target| {
            if target == portal.column {
                return Some(Answer::page(fixture(portal.page)));
            }
            (target.starts_with("/policy/page ") && value(target, "type")? == "gfxwj").then(|| {
                let (page, size) = (number(target, "page").unwrap(), number(target, "limit").unwrap());
                json(format!(
                    "{{\"code\":0,\"count\":{},\"data\":{}}}",
                    portal.entries,
                    portal.objects((page - 1) * size, page * size, ["title", "url", "publishDate"])
                ))
            })
        },
    },
    Portal {
        page: "load-more",
        family: "",
        column: "/tpxw/",
        entries: 13,
        address: plain,
        answer: |portal, target| {
            if target == portal.column {
                return Some(portal.filled(0, 5));
            }
            let page = target.starts_with("/news/more?cid=7&page=").then(|| number(target, "page")).flatten()?;
            Some(Answer::page(portal.rows((page - 1) * 5, page * 5)))
        },
    },
];
