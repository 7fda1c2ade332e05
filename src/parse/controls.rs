use super::given::Given;
use super::walk::Walker;
use scraper::{ElementRef, Node};

/// Most controls kept of one page.
const MOST: usize = 600;
/// Longest value kept, in characters.
const LONGEST: usize = 300;

/// What a control is to whoever sends the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ControlKind {
    /// A field to write in.
    Text,
    /// Several lines to write in.
    Lines,
    Password,
    Hidden,
    /// A box or point that is ticked at first.
    Ticked,
    /// A drop-down list; its value is the choice at first.
    Choice,
    /// Sends the form.
    Submit,
    /// A button that only a script hears.
    Button,
}

/// A control of a form, with what would be sent of it.
#[derive(Debug, Clone)]
pub(super) struct Control {
    pub(super) kind: ControlKind,
    pub(super) name: String,
    pub(super) value: String,
    /// id and class: what scripts and styles know it by.
    pub(super) names: String,
    /// placeholder, title, label: what people know it by.
    pub(super) words: String,
    /// Number of the form it stands in.
    pub(super) form: Option<usize>,
}

/// Keeps a control; what is disabled or not ticked is never sent.
pub(super) fn read(walker: &mut Walker<'_>, node: ElementRef<'_>) {
    use ControlKind as K;
    let element = node.value();
    let kind = match element.name() {
        "textarea" => K::Lines,
        "select" => K::Choice,
        "button" => match element.given("type").map(str::trim) {
            Some(t) if t.eq_ignore_ascii_case("button") || t.eq_ignore_ascii_case("reset") => K::Button,
            _ => K::Submit,
        },
        "input" => match element.given("type").unwrap_or("text").trim().to_ascii_lowercase().as_str() {
            "hidden" => K::Hidden,
            "password" => K::Password,
            "checkbox" | "radio" if element.given("checked").is_some() => K::Ticked,
            "checkbox" | "radio" | "file" => return,
            "submit" | "image" => K::Submit,
            "button" | "reset" => K::Button,
            _ => K::Text,
        },
        _ => return,
    };
    if walker.seen.controls.len() >= MOST || element.given("disabled").is_some() {
        return;
    }
    let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
    let value = match kind {
        K::Choice => choice(node),
        K::Ticked => element.given("value").unwrap_or("on").to_owned(),
        _ => element.given("value").unwrap_or_default().to_owned(),
    };
    let joined = |names: &[&str]| {
        let parts: Vec<&str> = names.iter().filter_map(|name| element.given(name)).map(str::trim).collect();
        short(&parts.join(" "))
    };
    let mut words = joined(&["placeholder", "title", "aria-label", "alt"]);
    if element.name() == "button" {
        words.push_str(&node.text().take(10).collect::<String>());
    }
    let control = Control {
        kind,
        name: short(element.given("name").unwrap_or_default().trim()),
        value: short(&value),
        names: joined(&["name", "id", "class"]).to_ascii_lowercase(),
        words: words.trim().to_owned(),
        form: walker.form(),
    };
    walker.seen.controls.push(control);
}

/// The value that a drop-down list has at first.
fn choice(select: ElementRef<'_>) -> String {
    let options = || select.descendants().filter_map(ElementRef::wrap).filter(|e| e.value().name() == "option");
    let chosen = options().find(|o| o.value().given("selected").is_some()).or_else(|| options().next());
    chosen.map_or_else(String::new, |option| match option.value().given("value") {
        Some(value) => value.to_owned(),
        None => option.text().collect::<String>().trim().to_owned(),
    })
}

/// Whether a form's element is empty because it stands between the rows of a table: the parser leaves its fields outside
/// of it, and browsers send them all the same.
pub(super) fn is_loose(form: ElementRef<'_>) -> bool {
    let above = form.parent().and_then(|p| p.value().as_element().map(|e| e.name().to_owned()));
    matches!(above.as_deref(), Some("table" | "tbody" | "thead" | "tfoot" | "tr"))
        && !form.children().any(|c| matches!(c.value(), Node::Element(_)))
}
