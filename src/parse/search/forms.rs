use super::{MOST_FORMS, holds_question, is_search_address};
use crate::model::{Fill, LinkKind, Region, SearchField, SearchForm, SearchVia};
use crate::parse::controls::{Control, ControlKind};
use crate::parse::patterns as p;
use crate::parse::resolve::{Base, is_template};
use crate::parse::seen::{FormSeen, Seen};
use encoding_rs::Encoding;
use regex::Regex;
use std::sync::LazyLock;
use url::Url;

/// What a field says that searches for something else than the site's pages.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"信件|查询码|查询密码|编号|办件|身份证|受理|来信|工单|姓名|企业名|邮箱|用户名|手机|验证码|地名|事项|办事|车牌|文号|索引号|航班|天气|证书")
        .expect("a constant pattern")
});

/// Names of a field that asks whether a person is there.
static PROOF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)captcha|valid(?:ate)?_?code|verify|yzm|checkcode|randcode|imgcode").expect("a constant pattern")
});

/// Most fields of a search; a form with more is for something else.
const MOST_FIELDS: usize = 40;

/// The ways to ask the site's search that the markup of a page offers: forms, and links whose address holds a question.
pub(in crate::parse) fn find(seen: &Seen, base: &Base) -> Vec<SearchForm> {
    let mut found: Vec<SearchForm> = Vec::new();
    for (number, form) in seen.forms.iter().enumerate() {
        let controls: Vec<&Control> = seen.controls.iter().filter(|c| c.form == Some(number)).collect();
        if let Some(search) = of_form(form, &controls, base)
            && !found.contains(&search)
        {
            found.push(search);
        }
        if found.len() >= MOST_FORMS {
            return found;
        }
    }
    for link in &seen.links {
        let worded = p::SEARCH_LINK.is_match(&link.text) || p::SEARCH_ADDRESS.is_match(&link.target);
        if matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted)
            && link.region != Region::Article
            && worded
            && found.len() < MOST_FORMS
            && let Some(search) = of_address(&link.target, base)
            && !found.iter().any(|f| f.action == search.action)
        {
            found.push(search);
        }
    }
    found
}

fn of_form(form: &FormSeen, controls: &[&Control], base: &Base) -> Option<SearchForm> {
    use ControlKind as K;
    let action = form.action.trim();
    let texts: Vec<&&Control> = controls.iter().filter(|c| c.kind == K::Text).collect();
    let asks_more = controls
        .iter()
        .any(|c| matches!(c.kind, K::Password | K::Lines) || (c.kind == K::Text && PROOF.is_match(&c.names)));
    if asks_more || texts.is_empty() || texts.len() > 4 || controls.len() > MOST_FIELDS {
        return None;
    }
    let field = *texts
        .iter()
        .find(|c| p::SEARCH_FIELD.is_match(&c.names))
        .or_else(|| texts.iter().find(|c| p::SEARCH_HINT.is_match(&format!("{} {}", c.words, c.value))))
        .unwrap_or(&texts[0]);
    let said = format!("{} {}", field.words, field.value);
    let button = || {
        controls.iter().any(|c| {
            matches!(c.kind, K::Submit | K::Button)
                && (p::SEARCH_HINT.is_match(&format!("{} {}", c.words, c.value)) || p::SEARCH_NAME.is_match(&c.names))
        })
    };
    let is_search = p::SEARCH_NAME.is_match(action)
        || p::SEARCH_NAME.is_match(&form.names)
        || p::SEARCH_HINT.is_match(&said)
        || p::SEARCH_FIELD.is_match(&field.names)
        || button();
    let hinted = p::SEARCH_HINT.is_match(&said) && !said.contains("事项");
    if !is_search || (OTHER.is_match(&said) && !hinted) {
        return None;
    }
    let handler = form.on_submit.replace([' ', ';'], "").to_ascii_lowercase();
    let only_script = handler == "returnfalse" || is_template(action) || form.bound;
    let nowhere = action.starts_with('#') || action.to_ascii_lowercase().starts_with("javascript:");
    let submits = controls.iter().any(|c| c.kind == K::Submit);
    let pressed = controls.iter().any(|c| c.kind == K::Button);
    // A button that only a script hears, and no address: nobody but the script knows where it goes.
    if only_script || nowhere || (action.is_empty() && (!handler.is_empty() || (pressed && !submits))) {
        return None;
    }
    if action.is_empty() && base.rooted_only {
        return None;
    }
    let action = if action.is_empty() { base.url.clone() } else { base.url_of(action)? };
    if !matches!(action.scheme(), "http" | "https") {
        return None;
    }
    let fields = fields(controls, field)?;
    let plain = matches!(handler.as_str(), "" | "returntrue") && (!pressed || submits) && !form.multipart;
    let base64 = fields.iter().any(|f| f.fill == Some(Fill::Base64));
    let encoding = Encoding::for_label(form.accept_charset.trim().as_bytes()).unwrap_or(base.encoding);
    Some(SearchForm {
        action: bare(action, form.post),
        post: form.post,
        fields,
        charset: encoding.name().to_owned(),
        via: if plain && !base64 { SearchVia::Form } else { SearchVia::ScriptedForm },
        words: crate::parse::seen::fold(&said).chars().take(60).collect(),
    })
}

/// What is sent, with the question in `asked`; `None` where nothing would carry it.
fn fields(controls: &[&Control], asked: &Control) -> Option<Vec<SearchField>> {
    use ControlKind as K;
    let mut fields = Vec::new();
    let mut pressed = false;
    for control in controls {
        let own = std::ptr::eq(*control, asked);
        // 博达: a script puts the question into a hidden field, in Base64, before the form is sent.
        let hidden = control.kind == K::Hidden && control.name.to_ascii_lowercase().contains("lucenenewssearchkey");
        let sent = match control.kind {
            K::Text | K::Hidden | K::Ticked | K::Choice => true,
            // The first button is the one that Enter presses.
            K::Submit => !std::mem::replace(&mut pressed, true),
            K::Button | K::Password | K::Lines => false,
        };
        if !sent || control.name.is_empty() {
            continue;
        }
        let fill = if own { Some(Fill::Plain) } else { hidden.then_some(Fill::Base64) };
        // Another field's prompt (请输入…) is no value of it.
        let prompt = control.kind == K::Text && p::SEARCH_HINT.is_match(&control.value);
        let value = if fill.is_some() || prompt { String::new() } else { control.value.clone() };
        fields.push(SearchField { name: control.name.clone(), value, fill });
    }
    fields.iter().any(|f| f.fill.is_some()).then_some(fields)
}

/// A link whose address holds a question: `/was5/web/search?channelid=1&searchword=`.
fn of_address(target: &str, base: &Base) -> Option<SearchForm> {
    let url = Url::parse(target).ok().filter(|u| matches!(u.scheme(), "http" | "https"))?;
    let mut fields = Vec::new();
    for (name, value) in url.query_pairs().take(20) {
        let fill = (holds_question(url.as_str(), &name) && !fields.iter().any(|f: &SearchField| f.fill.is_some()))
            .then_some(Fill::Plain);
        let value = if fill.is_some() { String::new() } else { value.into_owned() };
        fields.push(SearchField { name: name.into_owned(), value, fill });
    }
    let asks = fields.iter().any(|f| f.fill.is_some()) && is_search_address(url.as_str());
    asks.then(|| SearchForm {
        action: bare(url, false),
        post: false,
        fields,
        charset: base.encoding.name().to_owned(),
        via: SearchVia::Address,
        words: String::new(),
    })
}

/// The address without what the fields replace: a form sent by GET loses its address's own query, as in a browser.
pub(super) fn bare(mut url: Url, post: bool) -> String {
    url.set_fragment(None);
    if !post {
        url.set_query(None);
    }
    url.into()
}
