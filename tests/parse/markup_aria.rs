//! The rules about ARIA, each with what violates it, what does not, and what markup alone can't decide; and what is told
//! of every fault.

use super::{answer, read, read_body};
use duwang::model::{Markup, Region};
use proptest::prelude::*;

fn words(body: &str, rule: &str) -> Vec<String> {
    let page = read_body(body);
    let markup = page.markup.as_deref().expect("the rules ran");
    let of_rule = markup.faults.iter().filter(|f| f.rule == rule);
    of_rule.map(|f| if f.open { format!("{}?", f.fault) } else { f.fault.clone() }).collect()
}

#[track_caller]
fn says(rule: &str, body: &str, expected: &[&str]) {
    assert_eq!(words(body, rule), expected, "{rule} on {body}");
}

#[test]
fn roles_are_those_of_aria() {
    says("aria-roles", "<div role=serve>办事</div>", &["unknown-role"]);
    says("aria-roles", "<ul role=viewlist des=列表></ul>", &["unknown-role"]);
    says("aria-roles", "<div role=window>窗</div>", &["abstract-role"]);
    says("aria-roles", "<div role='serve button'>办事</div><p role=''></p><p role=Button>一</p>", &[]);
    says("aria-required-attr", "<div role=heading>一</div>", &["missing-attribute"]);
    says("aria-required-attr", "<div role=combobox aria-expanded=true>一</div>", &["missing-attribute"]);
    says("aria-required-attr", "<div role=combobox aria-expanded=false>一</div><h2 role=heading>二</h2>", &[]);
    says("aria-required-attr", "<hr role=separator><div role=slider aria-valuetext=三></div>", &[]);
    says("presentation-role-conflict", "<nav role=none aria-label=导航></nav>", &["global-attribute"]);
    says("presentation-role-conflict", "<ul role=presentation tabindex=0></ul>", &["focusable"]);
    says("presentation-role-conflict", "<img alt=''><ul role=none></ul><div role=none aria-label=x></div>", &[]);
}

#[test]
fn roles_stand_in_roles() {
    let parent = "aria-required-parent";
    says(parent, "<div role=listitem>一</div>", &["missing-parent"]);
    says(parent, "<div role=list><div role=none><div role=listitem>一</div></div></div>", &[]);
    says(parent, "<ul><div role=listitem>一</div></ul>", &[]);
    says(parent, "<div role=list aria-owns=a></div><div id=a role=listitem>一</div>", &[]);
    says(parent, "<div role=menu><div role=group><b role=menuitem>一</b></div></div>", &[]);
    says(parent, "<div role=list><p aria-live=polite><b role=listitem>一</b></p></div>", &["missing-parent"]);
    let children = "aria-required-children";
    says(children, "<div role=list><span>一</span></div>", &["missing-children"]);
    says(children, "<div role=list></div>", &["missing-children?"]);
    says(children, "<div role=list><b role=listitem>一</b><b role=link>二</b></div>", &["wrong-child"]);
    says(children, "<div role=list><div><b role=listitem>一</b></div></div>", &[]);
    says(children, "<ul role=menu aria-busy=true>稍候</ul>", &[]);
    says(children, "<ul role=tablist><li role=none><a role=tab href=#>一</a></li></ul>", &[]);
}

#[test]
fn attributes_are_those_of_the_role() {
    says("aria-valid-attr", "<p aria-labelled=a>一</p>", &["unknown-attribute"]);
    says("aria-valid-attr", "<p aria-hidden=false>一</p>", &[]);
    let allowed = "aria-allowed-attr";
    says(allowed, "<button aria-sort=''>一</button>", &["attribute-not-allowed"]);
    says(allowed, "<div aria-checked=true>一</div>", &["attribute-not-allowed"]);
    says(allowed, "<o:p aria-checked=true>一</o:p>", &["attribute-not-allowed?"]);
    says(allowed, "<p aria-grabbed=true>一</p>", &["deprecated-attribute?"]);
    says(allowed, "<div role=checkbox aria-checked=TRUE>一</div>", &["letter-case"]);
    says(allowed, "<button role=none aria-pressed=false>一</button><p aria-busy=true>二</p>", &[]);
    let prohibited = "aria-prohibited-attr";
    says(prohibited, "<div aria-label=一></div>", &["naming-prohibited"]);
    says(prohibited, "<div aria-label=一>二</div>", &["naming-prohibited?"]);
    says(prohibited, "<div aria-label=' '></div><nav aria-label=一></nav><x-y aria-label=一></x-y>", &[]);
    let values = "aria-valid-attr-value";
    says(values, "<p aria-live=page>一</p>", &["invalid-value"]);
    says(values, "<div role=gridcell aria-rowindex=2.5>一</div>", &["invalid-value"]);
    says(values, "<button aria-controls=no>一</button>", &["missing-reference"]);
    says(values, "<button aria-controls=no aria-expanded=false>一</button>", &[]);
    says(values, "<button aria-controls=no aria-haspopup=true>一</button>", &["missing-reference?"]);
    says(values, "<input role=combobox aria-expanded=true aria-controls=no>", &["missing-required-reference"]);
    says(
        values,
        "<input aria-labelledby=no><input aria-describedby=no>",
        &["missing-reference?", "missing-reference?"],
    );
    says(values, "<p aria-hidden=''>一</p>", &["empty-value?"]);
    says(values, "<h2 aria-level=7>一</h2>", &["deep-level?"]);
    says(values, "<input aria-invalid=true aria-errormessage=e><p id=e>错</p>", &["unconnected-error"]);
    says(values, "<input aria-invalid=true aria-errormessage=e><p id=e role=alert>错</p>", &[]);
}

#[test]
fn what_is_hidden_or_closed_takes_no_focus() {
    let hidden = "aria-hidden-focus";
    says(hidden, "<div aria-hidden=true><a href=a>一</a></div>", &["focusable-inside"]);
    says(hidden, "<div aria-hidden=true><p aria-hidden=true><a href=a>一</a></p></div>", &["focusable-inside"]);
    says(hidden, "<div aria-hidden=true><a href=a tabindex=-1>一</a><input disabled></div>", &[]);
    says(hidden, "<div aria-hidden=true><a href=a style='display:none'>一</a></div>", &[]);
    says(
        hidden,
        "<p role=dialog aria-label=x>一</p><div aria-hidden=true><a href=a>一</a></div>",
        &["focusable-inside?"],
    );
    let nested = "nested-interactive";
    says(nested, "<button>存<span role=button tabindex=0>▼</span></button>", &["focusable-inside"]);
    says(nested, "<div role=button tabindex=0><a href=a>一</a></div>", &["focusable-inside"]);
    says(nested, "<div role=button tabindex=0><a>一</a></div><a href=a><b>二</b></a>", &[]);
    let complete = "autocomplete-valid";
    says(complete, "<input autocomplete=badname>", &["invalid-autocomplete"]);
    says(complete, "<input autocomplete='work shipping email'>", &["invalid-autocomplete"]);
    says(complete, "<input autocomplete='section-a billing work email'><input autocomplete=off>", &[]);
    says(complete, "<input autocomplete=gender>", &["invalid-autocomplete?"]);
    says(complete, "<input autocomplete=badname disabled><input type=submit autocomplete=x>", &[]);
}

#[test]
fn a_fault_says_where_it_is() {
    let page = read_body(
        "<div class=header><a href=/>一</a></div>\
         <div id=foot class=footer><p>一</p><p><img src=1.gif alt=a><img src=2.gif width=1></p>版权所有 主办单位：县政府</div>",
    );
    let markup = page.markup.as_deref().unwrap();
    let fault = markup.faults.iter().find(|f| f.rule == "image-alt").unwrap();
    assert_eq!(fault.path, "#foot > p:nth-child(2) > img:nth-child(2)");
    assert_eq!(fault.snippet, "<img src=\"2.gif\" width=\"1\">");
    assert_eq!(fault.region, Region::Footer);
    assert_eq!((markup.tested["image-alt"], markup.tested["link-name"]), (2, 1));
    assert!(!markup.tested.contains_key("marquee"), "nothing to look at");
}

#[test]
fn faults_of_one_rule_are_limited_and_the_rest_counted() {
    let markup = *read_body(&"<img src=a>".repeat(100)).markup.unwrap();
    assert_eq!(markup.faults.iter().filter(|f| f.rule == "image-alt").count(), Markup::MOST_FAULTS);
    assert_eq!(markup.more["image-alt"], 60);
    assert_eq!(markup.tested["image-alt"], 100);
}

#[test]
fn long_values_are_cut_and_pages_that_are_no_markup_have_none() {
    let page = read_body(&format!("<img src=\"{}\" title=''><h2><img src=a></h2>", "很".repeat(300)));
    for fault in &page.markup.as_deref().unwrap().faults {
        assert!(fault.snippet.chars().count() <= 240, "{}", fault.snippet);
    }
    let data = answer("http://www.gaoxian.gov.cn/a.json", "application/json", "{\"a\":1}");
    assert_eq!(duwang::parse::page(&data).markup, None);
}

/// Pages that are deep or wide end in time: nothing may grow with the square of them.
#[test]
fn pages_beyond_measure_end_in_time() {
    for (open, times) in [
        ("<div role=button>", 100_000),
        ("<table><caption>", 2_000),
        ("<img src=a><p id=a aria-labelledby='a b c'><input id=b>", 4_000),
        ("<label for=a></label><input id=a>", 4_000),
        ("<table><tr><th colspan=1000 rowspan=900>", 300),
        ("<h1></h1><iframe></iframe><img alt=a alt=b>", 4_000),
    ] {
        let page = read(&open.repeat(times));
        assert!(page.markup.is_some(), "{open}");
    }
}

const PIECES: &[&str] = &[
    "<div role='",
    "list'>",
    "button' tabindex=0>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<a href=x ",
    "aria-label='",
    "aria-labelledby='a b' ",
    "id=a>",
    "id=b>",
    "'>",
    ">",
    "</a>",
    "<img ",
    "alt='' ",
    "alt alt=1",
    "<input type=",
    "checkbox ",
    "<label for=a>",
    "</label>",
    "<table>",
    "<tr>",
    "<th colspan=0 rowspan=0>",
    "<td headers='a b'>",
    "</table>",
    "<svg>",
    "<title>",
    "</title>",
    "</svg>",
    "<style>.a > b{display:none}",
    "</style>",
    "<select><option>",
    "<details><summary>",
    "<dl><dt><div>",
    "<meta name=viewport content='maximum-scale=",
    "<meta http-equiv=refresh content='.",
    "aria-owns='a b' ",
    "aria-hidden=true ",
    "aria-level=99999999999999999999 ",
    "tabindex=-99999999999999999999 ",
    "<h1>",
    "<h4>",
    "中文",
    "（",
    ")",
    "\u{e601}",
    "style='display:none;visibility:hidden!important' ",
    "<!--",
    "-->",
    "<template>",
    "</template>",
    "<math>",
    "<fieldset disabled><legend>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_markup_makes_the_rules_panic(picks in proptest::collection::vec(0..PIECES.len(), 0..90)) {
        let source: String = picks.iter().map(|at| PIECES[*at]).collect();
        let page = read(&format!("<html>{source}"));
        let markup = page.markup.expect("the rules ran");
        for fault in &markup.faults {
            prop_assert!(markup.tested.contains_key(&fault.rule), "{} found a fault and looked at nothing", fault.rule);
            prop_assert!(!fault.fault.is_empty() && fault.snippet.chars().count() <= 240);
        }
    }

    #[test]
    fn no_bytes_make_the_rules_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
        let body = [b"<html><body>".as_slice(), &body].concat();
        prop_assert!(duwang::parse::page(&answer("http://www.gaoxian.gov.cn/", "text/html", body)).markup.is_some());
    }
}
