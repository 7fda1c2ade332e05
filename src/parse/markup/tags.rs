/// Defines the elements that rules ask for by name, sorted, so that a name is found by halving.
macro_rules! tags {
    ($($tag:ident $name:literal,)*) => {
        /// An element's name, as far as a rule asks for it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Tag { $($tag,)* Other, Text }

        const NAMES: &[(&str, Tag)] = &[$(($name, Tag::$tag),)*];
    };
}

tags! {
    A "a", Abbr "abbr", Address "address", Area "area", Article "article", Aside "aside", Audio "audio", B "b",
    Base "base", Bdi "bdi", Bdo "bdo", Blink "blink", Blockquote "blockquote", Body "body", Br "br", Button "button",
    Canvas "canvas", Caption "caption", Cite "cite", Code "code", Col "col", Colgroup "colgroup", Data "data",
    Datalist "datalist", Dd "dd", Del "del", Details "details", Dfn "dfn", Dialog "dialog", Div "div", Dl "dl", Dt "dt",
    Em "em", Embed "embed", Fieldset "fieldset", Figcaption "figcaption", Figure "figure", Footer "footer",
    Form "form", Frame "frame", Frameset "frameset", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head",
    Header "header", Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe", Img "img", Input "input", Ins "ins",
    Kbd "kbd", Label "label", Legend "legend", Li "li", Link "link", Main "main", Map "map", Mark "mark",
    Marquee "marquee", Math "math", Menu "menu", Meta "meta", Meter "meter", Nav "nav", Noembed "noembed",
    Noframes "noframes", Noscript "noscript", Object "object", Ol "ol", Optgroup "optgroup", Option "option",
    Output "output", P "p", Param "param", Picture "picture", Pre "pre", Progress "progress", Q "q", Rp "rp", Rt "rt",
    Ruby "ruby", S "s", Samp "samp", Script "script", Search "search", Section "section", Select "select", Slot "slot",
    Small "small", Source "source", Span "span", Strong "strong", Style "style", Sub "sub", Summary "summary",
    Sup "sup", Svg "svg", Table "table", Tbody "tbody", Td "td", Template "template", Textarea "textarea",
    Tfoot "tfoot", Th "th", Thead "thead", Time "time", Title "title", Tr "tr", Track "track", U "u", Ul "ul",
    Var "var", Video "video", Wbr "wbr",
}

impl Tag {
    /// How many there are.
    pub(super) const COUNT: usize = Self::Text as usize + 1;

    /// The tag of this name.
    pub(super) fn of(name: &str) -> Self {
        NAMES.binary_search_by(|(known, _)| (*known).cmp(name)).map_or(Self::Other, |at| NAMES[at].1)
    }

    /// The level of `<h1>` to `<h6>`.
    pub(super) fn heading(self) -> Option<u32> {
        match self {
            Self::H1 => Some(1),
            Self::H2 => Some(2),
            Self::H3 => Some(3),
            Self::H4 => Some(4),
            Self::H5 => Some(5),
            Self::H6 => Some(6),
            _ => None,
        }
    }

    /// Phrasing content: text before and after it is not parted by it.
    pub(super) fn is_phrasing(self) -> bool {
        matches!(
            self,
            Self::A
                | Self::Abbr
                | Self::Area
                | Self::Audio
                | Self::B
                | Self::Bdi
                | Self::Bdo
                | Self::Br
                | Self::Button
                | Self::Canvas
                | Self::Cite
                | Self::Code
                | Self::Data
                | Self::Datalist
                | Self::Del
                | Self::Dfn
                | Self::Em
                | Self::Embed
                | Self::I
                | Self::Iframe
                | Self::Img
                | Self::Input
                | Self::Ins
                | Self::Kbd
                | Self::Label
                | Self::Link
                | Self::Map
                | Self::Mark
                | Self::Math
                | Self::Meter
                | Self::Noscript
                | Self::Object
                | Self::Output
                | Self::Picture
                | Self::Progress
                | Self::Q
                | Self::Ruby
                | Self::S
                | Self::Samp
                | Self::Script
                | Self::Select
                | Self::Slot
                | Self::Small
                | Self::Span
                | Self::Strong
                | Self::Sub
                | Self::Sup
                | Self::Svg
                | Self::Template
                | Self::Textarea
                | Self::Time
                | Self::U
                | Self::Var
                | Self::Video
                | Self::Wbr
                | Self::Text
        )
    }

    /// Embedded content, whose inside is no text.
    pub(super) fn is_embedded(self) -> bool {
        matches!(
            self,
            Self::Audio
                | Self::Canvas
                | Self::Embed
                | Self::Iframe
                | Self::Img
                | Self::Math
                | Self::Object
                | Self::Svg
                | Self::Video
        )
    }

    /// Elements that HTML knows and that bear no name unless a role is given.
    pub(super) fn is_nameless(self) -> bool {
        matches!(
            self,
            Self::Abbr
                | Self::B
                | Self::Bdi
                | Self::Bdo
                | Self::Body
                | Self::Caption
                | Self::Cite
                | Self::Code
                | Self::Data
                | Self::Dd
                | Self::Del
                | Self::Div
                | Self::Em
                | Self::Figcaption
                | Self::I
                | Self::Ins
                | Self::Kbd
                | Self::Label
                | Self::Legend
                | Self::Mark
                | Self::P
                | Self::Pre
                | Self::Q
                | Self::Rp
                | Self::Rt
                | Self::S
                | Self::Samp
                | Self::Small
                | Self::Span
                | Self::Strong
                | Self::Sub
                | Self::Sup
                | Self::Time
                | Self::U
                | Self::Var
        )
    }
}
