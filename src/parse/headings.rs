use super::given::Given;
use super::seen::fold;
use scraper::{ElementRef, Node};

/// Most headings kept of a page.
pub(super) const MOST: usize = 100;

/// Longest heading, in characters.
const LONGEST: usize = 60;

/// What an element says as a heading: `<h1>` to `<h6>`, a table's caption, or a short text in a box that is called a
/// title. A heading that is a link is a link.
pub(super) fn of(node: ElementRef<'_>) -> Option<String> {
    let element = node.value();
    let named = match element.name() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "caption" => true,
        "div" | "p" | "span" | "td" | "dt" | "li" | "strong" => {
            element.given("class").is_some_and(|class| class.to_ascii_lowercase().contains("tit"))
        }
        _ => false,
    };
    if !named {
        return None;
    }
    let mut text = String::new();
    for inner in node.descendants() {
        match inner.value() {
            // The element itself may be a cell or an entry.
            Node::Element(e)
                if inner.id() != node.id()
                    && matches!(e.name(), "a" | "li" | "table" | "script" | "style" | "input" | "select") =>
            {
                return None;
            }
            Node::Text(piece) => text.push_str(piece),
            _ => {}
        }
        if text.len() > LONGEST * 8 {
            return None;
        }
    }
    let text = fold(&text);
    (2..=LONGEST).contains(&text.chars().count()).then_some(text)
}
