use super::tags::Tag;
use super::tree::{At, Doc, flag};

impl Doc<'_> {
    /// The number in `tabindex`, if one begins it.
    pub(super) fn tabindex(&self, at: At) -> Option<i64> {
        if !self.nodes[at].has(flag::TABINDEX) {
            return None;
        }
        let written = self.attr(at, "tabindex")?.trim();
        let (sign, digits) = match written.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, written.strip_prefix('+').unwrap_or(written)),
        };
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        if end == 0 {
            return None;
        }
        Some(digits[..end].parse().map_or(i64::MAX, |n: i64| sign * n))
    }

    /// The type of an `<input>`, in lower case.
    pub(super) fn input_type(&self, at: At) -> String {
        self.attr(at, "type").unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Whether nothing can focus it: switched off, inert, or hidden.
    fn focus_is_off(&self, at: At) -> bool {
        let node = &self.nodes[at];
        let may_be_off = matches!(
            node.tag,
            Tag::Button | Tag::Fieldset | Tag::Input | Tag::Select | Tag::Textarea | Tag::Option | Tag::Optgroup
        );
        (may_be_off && self.attr(at, "disabled").is_some())
            || node.has(flag::INERT | flag::DISABLED)
            || (node.tag != Tag::Area && self.is_hidden(at))
    }

    /// Whether the element by itself, without `tabindex`, takes the focus.
    pub(super) fn is_natively_focusable(&self, at: At) -> bool {
        if self.focus_is_off(at) {
            return false;
        }
        match self.nodes[at].tag {
            Tag::A | Tag::Area => self.attr(at, "href").is_some(),
            // One of type hidden is not displayed.
            Tag::Input | Tag::Textarea | Tag::Select | Tag::Summary | Tag::Button => true,
            Tag::Details => !self.inside(at).any(|n| self.nodes[n].tag == Tag::Summary),
            _ => false,
        }
    }

    /// Whether it can be focused, by keyboard or by script.
    pub(super) fn is_focusable(&self, at: At) -> bool {
        match self.nodes[at].tag {
            Tag::Text => false,
            Tag::A
            | Tag::Area
            | Tag::Input
            | Tag::Textarea
            | Tag::Select
            | Tag::Summary
            | Tag::Button
            | Tag::Details
                if self.is_natively_focusable(at) =>
            {
                true
            }
            _ => self.nodes[at].has(flag::TABINDEX) && self.tabindex(at).is_some() && !self.focus_is_off(at),
        }
    }

    /// Whether the keyboard reaches it.
    pub(super) fn is_in_tab_order(&self, at: At) -> bool {
        self.tabindex(at).is_none_or(|n| n >= 0) && self.is_focusable(at)
    }
}
