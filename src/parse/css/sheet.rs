use super::media::{Reach, reach};
use super::select::{self, Choice};
use super::value::{self, Property, Value, Word};
use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};
use url::Url;

/// What one declaration says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared {
    pub(super) property: Property,
    pub(super) value: Value,
    pub(super) important: bool,
}

impl Declared {
    /// Whether it can take an element out of sight, alone or with others.
    pub(super) fn may_hide(&self) -> bool {
        let small = |most: f32| self.value.px().is_some_and(|p| (0.0..=most).contains(&p));
        let out = || match self.value {
            Value::Percent(share) => share <= -1.0,
            value => value.px().is_some_and(|p| p <= -super::NEAR || p >= super::VERY_FAR),
        };
        match self.property {
            Property::Display => self.value == Value::Word(Word::None),
            Property::Visibility => self.value == Value::Word(Word::Hidden),
            Property::Opacity => small(0.011),
            Property::LineHeight => small(0.01),
            Property::FontSize | Property::Width | Property::Height | Property::MaxWidth | Property::MaxHeight => {
                small(1.0)
            }
            Property::Left
            | Property::Top
            | Property::Right
            | Property::Bottom
            | Property::MarginLeft
            | Property::MarginTop
            | Property::TextIndent => out(),
            Property::Clip | Property::ClipPath => self.value == Value::Word(Word::Cut),
            Property::Transform => self.value != Value::Unknown,
            Property::Overflow | Property::Position | Property::Color | Property::Background => false,
        }
    }

    /// Whether it can bring an element into sight that another declaration keeps out of it.
    fn may_show(&self) -> bool {
        !self.may_hide() && !matches!(self.property, Property::Color | Property::Background | Property::LineHeight)
    }
}

/// A selector with its declarations.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) choice: Choice,
    /// Which declarations of the sheet are its own.
    pub(super) from: u32,
    pub(super) to: u32,
    /// Applies on some screens only.
    pub(super) maybe: bool,
}

/// A style sheet: what it says of whether elements can be seen, by what the innermost element is known by.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Where it came from; empty for one that stands in the page.
    pub address: String,
    /// Digest of its bytes, in hex; empty for one that stands in the page.
    digest: String,
    /// Sheets that it asks for in its turn, as written; at most 40.
    pub imports: Vec<String>,
    pub(super) rules: Vec<Rule>,
    pub(super) declared: Vec<Declared>,
    /// Rules that may hide, all that always apply, and those that apply in a state: sorted by key.
    pub(super) hiding: Vec<(u64, u32)>,
    pub(super) plain: Vec<(u64, u32)>,
    pub(super) states: Vec<(u64, u32)>,
}

/// Rules and declarations read of one sheet, at most.
const MOST_RULES: usize = 30_000;
const MOST_DECLARED: usize = 100_000;
const MOST_IMPORTS: usize = 40;
/// How deep `@media` in `@media` is followed.
const DEEPEST: u8 = 6;

impl Sheet {
    /// Reads a style sheet; what can't be read is passed over as browsers do.
    #[must_use]
    pub fn read(text: &str, address: &str) -> Self {
        let mut sheet = Self { address: address.to_owned(), ..Self::default() };
        let mut rules = Rules { sheet: &mut sheet, reach: Reach::Always, depth: 0 };
        let mut input = Parser::new(text.trim_start_matches('\u{FEFF}'));
        for _ in StyleSheetParser::new(&mut input, &mut rules) {}
        sheet.index();
        sheet
    }

    /// The same, known by the digest of its bytes.
    #[must_use]
    pub(crate) fn with_digest(mut self, digest: String) -> Self {
        self.digest = digest;
        self
    }

    /// Digest of its bytes, in hex; empty for a page's own sheet.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The addresses of the sheets that it asks for, absolute; a page's own sheet has none to start from.
    #[must_use]
    pub fn asks(&self) -> Vec<String> {
        let Ok(base) = Url::parse(&self.address) else { return Vec::new() };
        self.imports.iter().filter_map(|import| super::cascade::address(import, &base)).collect()
    }

    /// Whether it says nothing that matters.
    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.imports.is_empty()
    }

    fn index(&mut self) {
        for (n, rule) in (0..).zip(&self.rules) {
            let entry = (rule.choice.key, n);
            if rule.choice.state || rule.maybe {
                self.states.push(entry);
                continue;
            }
            self.plain.push(entry);
            if self.declared[rule.from as usize..rule.to as usize].iter().any(Declared::may_hide) {
                self.hiding.push(entry);
            }
        }
        for list in [&mut self.hiding, &mut self.plain, &mut self.states] {
            list.sort_unstable();
            list.shrink_to_fit();
        }
        self.rules.shrink_to_fit();
        self.declared.shrink_to_fit();
    }

    /// What a rule declares.
    pub(super) fn of(&self, rule: &Rule) -> &[Declared] {
        &self.declared[rule.from as usize..rule.to as usize]
    }
}

/// The declarations of a `style` attribute.
pub(super) fn inline(style: &str) -> Vec<Declared> {
    let mut body = Body { declared: Vec::new() };
    if style.len() <= 4000 {
        let mut input = Parser::new(style);
        for _ in RuleBodyParser::new(&mut input, &mut body) {}
    }
    body.declared
}

struct Rules<'a> {
    sheet: &'a mut Sheet,
    reach: Reach,
    depth: u8,
}

/// What an at-rule is to us.
enum At {
    Block(Reach),
    Import(String),
    Nothing,
}

impl<'i> AtRuleParser<'i> for Rules<'_> {
    type Prelude = At;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<At, ParseError<()>> {
        let written = |input: &mut Parser<'i>| {
            let start = input.position();
            while input.next().is_ok() {}
            input.slice_from(start).to_owned()
        };
        Ok(match name.to_ascii_lowercase().as_str() {
            "media" => At::Block(reach(&written(input))),
            // All current browsers support what portals ask for.
            "supports" => {
                let asked = written(input);
                At::Block(if asked.trim_start().starts_with("not") { Reach::Never } else { Reach::Always })
            }
            "layer" | "document" | "-moz-document" | "container" => {
                written(input);
                At::Block(if name.eq_ignore_ascii_case("layer") { Reach::Always } else { Reach::Maybe })
            }
            "import" => {
                let address = input.expect_url_or_string().map(|a| a.trim().to_owned()).unwrap_or_default();
                let media = written(input);
                if reach(&media) == Reach::Never { At::Nothing } else { At::Import(address) }
            }
            _ => {
                written(input);
                At::Nothing
            }
        })
    }

    fn rule_without_block(&mut self, prelude: At, _start: &ParserState) -> Result<(), ()> {
        if let At::Import(address) = prelude
            && !address.is_empty()
            && self.reach != Reach::Never
            && self.sheet.imports.len() < MOST_IMPORTS
        {
            self.sheet.imports.push(address);
        }
        Ok(())
    }

    fn parse_block(&mut self, prelude: At, _start: &ParserState, input: &mut Parser<'i>) -> Result<(), ParseError<()>> {
        if let At::Block(reach) = prelude
            && reach != Reach::Never
            && self.depth < DEEPEST
        {
            let reach = if self.reach == Reach::Maybe { Reach::Maybe } else { reach };
            let mut inner = Rules { sheet: self.sheet, reach, depth: self.depth + 1 };
            for _ in StyleSheetParser::new(input, &mut inner) {}
        }
        Ok(())
    }
}

impl<'i> QualifiedRuleParser<'i> for Rules<'_> {
    type Prelude = &'i str;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<&'i str, ParseError<()>> {
        let start = input.position();
        while input.next().is_ok() {}
        Ok(input.slice_from(start))
    }

    fn parse_block(
        &mut self,
        prelude: &'i str,
        _start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        if self.sheet.rules.len() >= MOST_RULES || self.sheet.declared.len() >= MOST_DECLARED {
            return Ok(());
        }
        let mut body = Body { declared: std::mem::take(&mut self.sheet.declared) };
        let from = body.declared.len();
        for _ in RuleBodyParser::new(input, &mut body) {}
        self.sheet.declared = body.declared;
        let own = &self.sheet.declared[from..];
        let shows = own.iter().any(Declared::may_show);
        let before = self.sheet.rules.len();
        if !own.is_empty() {
            let bound = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let (from, to) = (bound(from), bound(self.sheet.declared.len()));
            let maybe = self.reach == Reach::Maybe;
            let choices = select::choices(prelude, shows).into_iter();
            self.sheet.rules.extend(choices.map(|choice| Rule { choice, from, to, maybe }));
        }
        if self.sheet.rules.len() == before {
            self.sheet.declared.truncate(from);
        }
        Ok(())
    }
}

/// Reads declarations.
struct Body {
    declared: Vec<Declared>,
}

impl<'i> DeclarationParser<'i> for Body {
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _start: &ParserState,
    ) -> Result<(), ParseError<()>> {
        let from = self.declared.len();
        let declared = &mut self.declared;
        let important =
            value::read(&name, input, |property, value| declared.push(Declared { property, value, important: false }));
        for one in &mut self.declared[from..] {
            one.important = important;
        }
        // What follows belongs to the value still: it is passed over.
        while input.next().is_ok() {}
        Ok(())
    }
}

impl AtRuleParser<'_> for Body {
    type Prelude = ();
    type AtRule = ();
    type Error = ();
}

impl QualifiedRuleParser<'_> for Body {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = ();
}

impl RuleBodyItemParser<'_, (), ()> for Body {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}
