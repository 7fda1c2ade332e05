use super::aria::Kind;
use super::found::Found;
use super::tags::Tag;
use super::tree::{At, Doc};

pub(super) const RULE: &str = "autocomplete-valid";

/// Values that switch filling in on or off, in HTML's words and in those that frameworks write.
const SWITCHES: &[&str] =
    &["on", "off", "none", "false", "true", "disabled", "enabled", "undefined", "null", "xoff", "xon"];

/// What a field may be filled with.
const PURPOSES: &[&str] = &[
    "additional-name",
    "address-level1",
    "address-level2",
    "address-level3",
    "address-level4",
    "address-line1",
    "address-line2",
    "address-line3",
    "bday",
    "bday-day",
    "bday-month",
    "bday-year",
    "cc-additional-name",
    "cc-csc",
    "cc-exp",
    "cc-exp-month",
    "cc-exp-year",
    "cc-family-name",
    "cc-given-name",
    "cc-name",
    "cc-number",
    "cc-type",
    "country",
    "country-name",
    "current-password",
    "family-name",
    "given-name",
    "honorific-prefix",
    "honorific-suffix",
    "language",
    "name",
    "new-password",
    "nickname",
    "one-time-code",
    "organization",
    "organization-title",
    "photo",
    "postal-code",
    "sex",
    "street-address",
    "transaction-amount",
    "transaction-currency",
    "url",
    "username",
];

/// What may be said to be of home, of work and so on.
const REACHED_BY: &[&str] = &[
    "email",
    "impp",
    "tel",
    "tel-area-code",
    "tel-country-code",
    "tel-extension",
    "tel-local",
    "tel-local-prefix",
    "tel-local-suffix",
    "tel-national",
];

/// Words in common use that HTML does not have and browsers pass over.
const HARMLESS: &[&str] = &["text", "pronouns", "gender", "message", "content"];

/// Runs the rule about `autocomplete`.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    let mut tested = 0;
    for at in doc.of_any(&[Tag::Input, Tag::Select, Tag::Textarea]) {
        let Some(value) = doc.attr(at, "autocomplete").filter(|v| !v.trim().is_empty()) else { continue };
        if !doc.is_exposed(at) || is_out_of_use(doc, at) {
            continue;
        }
        tested += 1;
        match is_valid(&value.to_lowercase()) {
            Some(true) => {}
            Some(false) => found.fault(doc, RULE, "invalid-autocomplete", at),
            None => found.open(RULE, "invalid-autocomplete", at),
        }
    }
    found.tested(RULE, tested);
}

fn is_out_of_use(doc: &Doc<'_>, at: At) -> bool {
    let is_true = |name| doc.aria(at, name).is_some_and(|v| v.eq_ignore_ascii_case("true"));
    let off = doc.attr(at, "readonly").is_some()
        || doc.attr(at, "disabled").is_some()
        || is_true("readonly")
        || is_true("disabled");
    let button = doc.nodes[at].tag == Tag::Input
        && matches!(doc.input_type(at).as_str(), "submit" | "reset" | "button" | "hidden");
    let passive = doc.tabindex(at).is_some_and(|n| n < 0)
        && doc.attr(at, "role").is_some()
        && doc.explicit(at).is_none_or(|role| role.kind != Kind::Widget);
    off || button || passive
}

/// Whether HTML knows the value; `None` for harmless words.
fn is_valid(value: &str) -> Option<bool> {
    let value = value.trim();
    if SWITCHES.contains(&value) {
        return Some(true);
    }
    let mut tokens: Vec<&str> = value.split_whitespace().collect();
    if tokens.last() == Some(&"webauthn") {
        tokens.pop();
    }
    let mut tokens = tokens.into_iter().peekable();
    tokens.next_if(|t| t.len() > 8 && t.starts_with("section-"));
    tokens.next_if(|t| matches!(*t, "billing" | "shipping"));
    let reached = tokens.next_if(|t| matches!(*t, "home" | "work" | "mobile" | "fax" | "pager")).is_some();
    let (Some(purpose), None) = (tokens.next(), tokens.next()) else { return Some(false) };
    if HARMLESS.contains(&purpose) {
        return None;
    }
    Some(REACHED_BY.contains(&purpose) || (!reached && PURPOSES.contains(&purpose)))
}
