use std::sync::LazyLock;

/// What kind of role it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Abstract,
    Widget,
    Composite,
    Landmark,
    Structure,
    Window,
    /// Of DPub-ARIA.
    Document,
}

/// A set of states and properties: a bit each, by their place in the table.
pub(super) type Attributes = u64;

/// One role.
#[derive(Debug)]
pub(super) struct Role {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Its content is its name when nothing else is.
    pub(super) named_by_content: bool,
    /// It needs a name.
    pub(super) needs_name: bool,
    /// Screen readers are told nothing of the elements inside.
    pub(super) presentational_inside: bool,
    pub(super) required: Attributes,
    /// Global and required ones included.
    pub(super) allowed: Attributes,
    pub(super) prohibited: Attributes,
    /// Roles one of which it must stand in; empty: anywhere.
    pub(super) parents: Vec<&'static str>,
    /// Roles one of which it must hold; empty: none.
    pub(super) children: Vec<&'static str>,
    /// Its place in the table.
    pub(super) at: u8,
}

impl Role {
    /// `none` and `presentation`.
    pub(super) fn is_none(&self) -> bool {
        matches!(self.name, "none" | "presentation")
    }
}

/// What values a state or property takes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values {
    Boolean,
    One(Vec<&'static str>),
    Several(Vec<&'static str>),
    Reference,
    References,
    Text,
    /// A whole number, at least this.
    Whole(i64),
    Number,
}

/// One state or property.
#[derive(Debug)]
pub(super) struct Attribute {
    /// Without `aria-`.
    pub(super) name: &'static str,
    pub(super) values: Values,
    pub(super) may_be_empty: bool,
    pub(super) deprecated: bool,
    /// Values must be written in lower case.
    pub(super) lower_case: bool,
    /// What a value in other letter case is read as.
    pub(super) fallback: &'static str,
}

static ATTRIBUTES: LazyLock<(Vec<Attribute>, Attributes)> = LazyLock::new(|| {
    let mut all = Vec::new();
    let mut global = 0;
    for line in lines(include_str!("attributes.txt")) {
        let mut cells = line.split('|').map(str::trim);
        let mut cell = || cells.next().unwrap_or_default();
        let (name, kind, flags, list, fallback) = (cell(), cell(), cell(), cell(), cell());
        let words = || list.split(' ').collect::<Vec<_>>();
        let values = match kind {
            "boolean" => Values::Boolean,
            "nmtoken" => Values::One(words()),
            "nmtokens" => Values::Several(words()),
            "idref" => Values::Reference,
            "idrefs" => Values::References,
            "int" => Values::Whole(list.parse().unwrap_or(i64::MIN)),
            "decimal" => Values::Number,
            _ => Values::Text,
        };
        if flags.contains('g') {
            global |= 1 << all.len();
        }
        all.push(Attribute {
            name,
            values,
            may_be_empty: flags.contains('e'),
            deprecated: flags.contains('d'),
            lower_case: flags.contains('c'),
            fallback,
        });
    }
    (all, global)
});

static ROLES: LazyLock<Vec<Role>> = LazyLock::new(|| {
    let set = |names: &str| names.split_whitespace().filter_map(place).fold(0, |set, at| set | 1 << at);
    lines(include_str!("roles.txt"))
        .enumerate()
        .map(|(at, line)| {
            let mut cells = line.split('|').map(str::trim);
            let mut cell = || cells.next().unwrap_or_default();
            let (name, kind, flags, required) = (cell(), cell(), cell(), set(cell()));
            let (allowed, prohibited, parents, children) = (set(cell()), set(cell()), cell(), cell());
            let kind = match kind {
                "abstract" => Kind::Abstract,
                "widget" => Kind::Widget,
                "composite" => Kind::Composite,
                "landmark" => Kind::Landmark,
                "window" => Kind::Window,
                "document" => Kind::Document,
                _ => Kind::Structure,
            };
            Role {
                name,
                kind,
                named_by_content: flags.contains('n'),
                needs_name: flags.contains('r'),
                presentational_inside: flags.contains('p'),
                required,
                allowed: allowed | required | global(),
                prohibited,
                parents: parents.split_whitespace().collect(),
                children: children.split_whitespace().collect(),
                at: u8::try_from(at).unwrap_or(u8::MAX),
            }
        })
        .collect()
});

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

/// The place of a state or property (named without `aria-`) in the table.
pub(super) fn place(name: &str) -> Option<usize> {
    ATTRIBUTES.0.binary_search_by(|a| a.name.cmp(name)).ok()
}

/// The state or property at a place.
pub(super) fn attribute(place: usize) -> &'static Attribute {
    &ATTRIBUTES.0[place]
}

/// The set of the global ones.
pub(super) fn global() -> Attributes {
    ATTRIBUTES.1
}

/// The set with just this one (named without `aria-`).
pub(super) fn only(name: &str) -> Attributes {
    place(name).map_or(0, |at| 1 << at)
}

/// The role of this name (lower case).
pub(super) fn role(name: &str) -> Option<&'static Role> {
    ROLES.binary_search_by(|r| r.name.cmp(name)).ok().map(|at| &ROLES[at])
}

/// The role at a place.
pub(super) fn role_at(place: u8) -> &'static Role {
    &ROLES[usize::from(place)]
}
