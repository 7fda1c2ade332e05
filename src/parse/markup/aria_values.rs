use super::aria::{self, Values};
use super::found::Found;
use super::tree::{At, Doc};

pub(super) const VALUES: &str = "aria-valid-attr-value";

/// What is wrong with the ARIA values of an element: the worst of it (of faults, by their names: a reference that is
/// needed is told before others, and those before values).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Fine,
    Open(&'static str),
    Fault(&'static str),
}

/// Runs the rule about values of ARIA attributes.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    let mut tested = 0;
    for at in doc.with_aria.iter().copied().filter(|at| doc.is_exposed(*at)) {
        tested += 1;
        match values(doc, at).max(error_message(doc, at)).max(level(doc, at)) {
            Verdict::Fault(fault) => found.fault(doc, VALUES, fault, at),
            Verdict::Open(fault) => found.open(VALUES, fault, at),
            Verdict::Fine => {}
        }
    }
    found.tested(VALUES, tested);
}

fn values(doc: &Doc<'_>, at: At) -> Verdict {
    let mut worst = Verdict::Fine;
    let mut present = doc.nodes[at].aria;
    while present != 0 {
        let place = present.trailing_zeros() as usize;
        present &= present - 1;
        let attribute = aria::attribute(place);
        if attribute.name == "errormessage" {
            continue;
        }
        let value = doc.aria(at, attribute.name).unwrap_or_default();
        let verdict = one(doc, at, attribute, value);
        worst = worst.max(verdict);
    }
    worst
}

fn one(doc: &Doc<'_>, at: At, attribute: &aria::Attribute, value: &str) -> Verdict {
    if is_valid(doc, attribute, value) {
        return Verdict::Fine;
    }
    let says = |name: &str, word: &str| doc.aria(at, name) == Some(word);
    let reference = matches!(attribute.values, Values::Reference | Values::References);
    match attribute.name {
        "current" => return Verdict::Open("invalid-value"),
        "describedby" | "labelledby" => return Verdict::Open("missing-reference"),
        "controls" => {
            if doc.aria(at, "haspopup").is_some_and(|popup| popup != "false") {
                return Verdict::Open("missing-reference");
            }
            // What is folded may be made when it unfolds.
            if says("expanded", "false") || says("selected", "false") {
                return Verdict::Fine;
            }
            if doc.explicit(at).is_some_and(|role| matches!(role.name, "combobox" | "scrollbar")) {
                return Verdict::Fault("missing-required-reference");
            }
        }
        "owns" if says("expanded", "false") => return Verdict::Fine,
        _ => {}
    }
    if value.is_empty() && attribute.values != Values::Text {
        return Verdict::Open("empty-value");
    }
    Verdict::Fault(if reference { "missing-reference" } else { "invalid-value" })
}

fn is_valid(doc: &Doc<'_>, attribute: &aria::Attribute, value: &str) -> bool {
    if attribute.may_be_empty && value.trim().is_empty() {
        return true;
    }
    match &attribute.values {
        Values::Boolean => ["true", "false"].iter().any(|v| v.eq_ignore_ascii_case(value)),
        Values::One(known) => known.iter().any(|v| v.eq_ignore_ascii_case(value)),
        Values::Several(known) => {
            let mut tokens = value.split_ascii_whitespace().peekable();
            tokens.peek().is_some() && tokens.all(|token| known.contains(&token))
        }
        Values::Reference => !value.is_empty() && doc.by_id(value).is_some(),
        Values::References => value.split_ascii_whitespace().any(|id| doc.by_id(id).is_some()),
        Values::Text => !value.trim().is_empty(),
        Values::Number => {
            let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
            let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
            let all = |text: &str| text.chars().all(|c| c.is_ascii_digit());
            all(whole) && all(part) && !(whole.is_empty() && part.is_empty())
        }
        Values::Whole(least) => {
            let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
            !digits.is_empty()
                && digits.chars().all(|c| c.is_ascii_digit())
                && value
                    .strip_prefix('+')
                    .unwrap_or(value)
                    .parse::<i64>()
                    .map_or(!value.starts_with('-'), |n| n >= *least)
        }
    }
}

/// The message of a field in error must be announced.
fn error_message(doc: &Doc<'_>, at: At) -> Verdict {
    let invalid = doc.aria(at, "invalid").filter(|v| *v != "false");
    let (Some(_), Some(ids)) = (invalid, doc.aria(at, "errormessage")) else { return Verdict::Fine };
    let ids: Vec<&str> = ids.split_ascii_whitespace().collect();
    let [id] = ids[..] else {
        return if ids.is_empty() { Verdict::Fine } else { Verdict::Fault("unconnected-error") };
    };
    let Some(message) = doc.by_id(id) else { return Verdict::Open("missing-reference") };
    let described = doc.aria(at, "describedby").is_some_and(|all| all.split_ascii_whitespace().any(|d| d == id));
    let announced = doc.explicit(message).is_some_and(|role| role.name == "alert")
        || matches!(doc.aria(message, "live"), Some("assertive" | "polite"));
    if doc.is_exposed(message) && (described || announced) {
        Verdict::Fine
    } else {
        Verdict::Fault("unconnected-error")
    }
}

fn level(doc: &Doc<'_>, at: At) -> Verdict {
    let deep = doc.aria(at, "level").and_then(|l| l.trim().parse::<u32>().ok()).is_some_and(|level| level > 6);
    if deep { Verdict::Open("deep-level") } else { Verdict::Fine }
}
