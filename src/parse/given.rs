use scraper::node::Element;

/// Attributes by name. `Element::attr` makes an interned name of what is asked for, each time; elements have few
/// attributes, so looking at each is several times quicker.
pub(super) trait Given {
    /// The value of a plain attribute; none of a foreign namespace (`xlink:href` is not `href`).
    fn given(&self, name: &str) -> Option<&str>;
}

impl Given for Element {
    fn given(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(key, _)| &*key.local == name && key.ns.is_empty()).map(|(_, value)| &**value)
    }
}
