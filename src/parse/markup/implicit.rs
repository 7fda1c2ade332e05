use super::aria::{self, Role};
use super::tags::Tag;
use super::tree::{At, Doc, flag};

/// Marks an element without role in the memo; roles are two and up.
const NO_ROLE: u8 = 1;

impl Doc<'_> {
    /// The role written on the element, when ARIA has it, it is not abstract and the only one.
    pub(super) fn explicit(&self, at: At) -> Option<&'static Role> {
        self.nodes[at].role.filter(|role| !role.name.starts_with("doc-"))
    }

    /// Its role: the one written, else the one HTML gives it. `none` where it has no meaning of its own.
    pub(super) fn role(&self, at: At) -> Option<&'static Role> {
        match self.role_memo[at].get() {
            0 => {
                let role = self.resolve(at);
                self.role_memo[at].set(role.map_or(NO_ROLE, |role| role.at + 2));
                role
            }
            NO_ROLE => None,
            place => Some(aria::role_at(place - 2)),
        }
    }

    /// The role's name, without `none` and `presentation`.
    pub(super) fn meaning(&self, at: At) -> Option<&'static str> {
        self.role(at).filter(|role| !role.is_none()).map(|role| role.name)
    }

    /// Whether its role is `none` or `presentation`.
    pub(super) fn is_none(&self, at: At) -> bool {
        self.role(at).is_some_and(Role::is_none)
    }

    fn resolve(&self, at: At) -> Option<&'static Role> {
        if self.nodes[at].tag == Tag::Text {
            return None;
        }
        match self.explicit(at) {
            Some(role) if !role.is_none() => Some(role),
            Some(role) => {
                if !self.keeps_its_role(at) {
                    return Some(role);
                }
                if self.is_custom(at) { None } else { self.implied(at) }
            }
            None => self.implied(at),
        }
    }

    /// What can be focused or has a global attribute stays what it is, `role=none` or not.
    pub(super) fn keeps_its_role(&self, at: At) -> bool {
        self.nodes[at].aria & aria::global() != 0 || self.is_focusable(at)
    }

    /// A custom element: `<x-menu>`.
    pub(super) fn is_custom(&self, at: At) -> bool {
        self.nodes[at].tag == Tag::Other
            && self
                .element(at)
                .is_some_and(|e| e.name().contains('-') && e.name().starts_with(|c: char| c.is_ascii_lowercase()))
    }

    fn implied(&self, at: At) -> Option<&'static Role> {
        let name = self.native_role(at)?;
        aria::role(self.inherited_none(at).unwrap_or(name))
    }

    /// `none` of a list or table goes over to its items, rows and cells.
    fn inherited_none(&self, at: At) -> Option<&'static str> {
        let mut at = at;
        loop {
            let owners: &[Tag] = match self.nodes[at].tag {
                Tag::Td | Tag::Th => &[Tag::Tr],
                Tag::Tr => &[Tag::Thead, Tag::Tbody, Tag::Tfoot, Tag::Table],
                Tag::Thead | Tag::Tbody | Tag::Tfoot => &[Tag::Table],
                Tag::Li => &[Tag::Ol, Tag::Ul],
                Tag::Dt | Tag::Dd => &[Tag::Dl, Tag::Div],
                Tag::Div => &[Tag::Dl],
                _ => return None,
            };
            let up = self.up(at).filter(|up| owners.contains(&self.nodes[*up].tag))?;
            if let Some(role) = self.explicit(up) {
                return (role.is_none() && !self.keeps_its_role(up)).then_some(role.name);
            }
            at = up;
        }
    }

    /// The role HTML gives an element of this tag.
    pub(super) fn native_role(&self, at: At) -> Option<&'static str> {
        Some(match self.nodes[at].tag {
            Tag::A | Tag::Area => return self.attr(at, "href").map(|_| "link"),
            Tag::Article => "article",
            Tag::Aside => {
                let inner = self.nodes[at].has(flag::SECTION);
                return (!inner || self.has_label(at, true)).then_some("complementary");
            }
            Tag::Body => "document",
            Tag::Button | Tag::Summary => "button",
            Tag::Datalist => "listbox",
            Tag::Dd => "definition",
            Tag::Dfn | Tag::Dt => "term",
            Tag::Details | Tag::Fieldset | Tag::Optgroup => "group",
            Tag::Dialog => "dialog",
            Tag::Figure => "figure",
            Tag::Footer => return self.is_of_page(at).then_some("contentinfo"),
            Tag::Header => return self.is_of_page(at).then_some("banner"),
            Tag::Form => return self.has_label(at, false).then_some("form"),
            Tag::Section => return self.has_label(at, false).then_some("region"),
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => "heading",
            Tag::Hr => "separator",
            Tag::Img => {
                let decoration = self.attr(at, "alt").is_some_and(str::is_empty) && !self.keeps_its_role(at);
                if decoration { "presentation" } else { "img" }
            }
            Tag::Input => self.input_role(at),
            Tag::Li => "listitem",
            Tag::Main => "main",
            Tag::Math => "math",
            Tag::Menu | Tag::Ol | Tag::Ul => "list",
            Tag::Meter => "meter",
            Tag::Nav => "navigation",
            Tag::Option => "option",
            Tag::Output => "status",
            Tag::Progress => "progressbar",
            Tag::Search => "search",
            Tag::Select => {
                let tall = self.attr(at, "size").and_then(|s| s.trim().parse::<u32>().ok()).is_some_and(|s| s > 1);
                if tall || self.attr(at, "multiple").is_some() { "listbox" } else { "combobox" }
            }
            Tag::Table => "table",
            Tag::Tbody | Tag::Tfoot | Tag::Thead => "rowgroup",
            Tag::Td => {
                let table = self.closest(at, Tag::Table).and_then(|table| self.explicit(table));
                if table.is_some_and(|role| matches!(role.name, "grid" | "treegrid")) { "gridcell" } else { "cell" }
            }
            Tag::Textarea => "textbox",
            Tag::Th => self.header_role(at),
            Tag::Tr => "row",
            _ => return None,
        })
    }

    fn input_role(&self, at: At) -> &'static str {
        let suggests = || {
            self.attr(at, "list")
                .and_then(|id| self.by_id(id.trim()))
                .is_some_and(|l| self.nodes[l].tag == Tag::Datalist)
        };
        match self.input_type(at).as_str() {
            "checkbox" => "checkbox",
            "number" => "spinbutton",
            "radio" => "radio",
            "range" => "slider",
            "search" => {
                if suggests() {
                    "combobox"
                } else {
                    "searchbox"
                }
            }
            "button" | "image" | "reset" | "submit" => "button",
            "color" | "date" | "datetime-local" | "file" | "month" | "password" | "time" | "week" => "textbox",
            _ => {
                if suggests() {
                    "combobox"
                } else {
                    "textbox"
                }
            }
        }
    }

    /// Chromium exposes these though ARIA has no role for them.
    pub(super) fn is_exposed_by_browsers(&self, at: At) -> bool {
        self.native_role(at).is_some()
            || matches!(
                self.nodes[at].tag,
                Tag::Audio
                    | Tag::Canvas
                    | Tag::Dl
                    | Tag::Embed
                    | Tag::Iframe
                    | Tag::Label
                    | Tag::Object
                    | Tag::Svg
                    | Tag::Video
            )
    }

    /// Of the whole page, not of a section of it.
    fn is_of_page(&self, at: At) -> bool {
        !self.nodes[at].has(flag::SECTION | flag::MAIN)
    }
}
