//! What a document may ask for, judged before the parser sees it.
//!
//! The parser and the validation walk a document as it is nested, and walk a fragment again at each place that spreads
//! it. This guard reads the document once, token by token, with a stack of its own, and works out what it would be with
//! every fragment put in its place, each fragment's weight being computed once. A document that passes is small enough,
//! flat enough and expands little enough for everything after.

use std::collections::HashMap;

use talents_core::error::Problem;

use super::tokens::{Token, Tokens, UnclosedText};

/// The most bytes of a document: 64 KiB.
pub const BYTES_MAX: usize = 64 * 1024;
/// The most tokens of a document, as it is written.
pub const TOKENS_MAX: usize = 10_000;
/// The most brackets of any kind that may be open at once, with fragments put in their place.
pub const DEPTH_MAX: usize = 64;
/// The most operations of a document.
pub const OPERATIONS_MAX: usize = 100;
/// The most aliases of an operation, with fragments put in their place.
pub const ALIASES_MAX: usize = 200;
/// The most fields of an operation on the root, with fragments put in their place.
pub const ROOT_FIELDS_MAX: usize = 200;
/// The most tokens of all operations together, with fragments put in their place.
pub const EXPANDED_MAX: usize = 20_000;

/// Why a document is not read any further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuardProblem {
    /// More than [`BYTES_MAX`] bytes.
    TooLong,
    /// More than [`TOKENS_MAX`] tokens.
    TooManyTokens,
    /// More than [`DEPTH_MAX`] brackets open at once.
    TooDeep,
    /// More than [`OPERATIONS_MAX`] operations.
    TooManyOperations,
    /// More than [`ALIASES_MAX`] aliases.
    TooManyAliases,
    /// More than [`ROOT_FIELDS_MAX`] fields on the root.
    TooManyRootFields,
    /// More than [`EXPANDED_MAX`] tokens with fragments put in their place.
    TooMuchExpanded,
    /// A fragment that spreads itself, directly or through others.
    FragmentCycle(String),
    /// A fragment that bears the one name that the grammar keeps for itself.
    FragmentCalledOn,
    /// A text without closing quotes.
    UnclosedText,
    /// A bracket that closes another one than the last that was opened.
    Unbalanced,
}

/// Judges a document, in a time that grows with its length alone.
pub fn check(document: &str) -> Result<(), GuardProblem> {
    bound(document.len(), BYTES_MAX, GuardProblem::TooLong)?;
    let mut outline = Outline::default();
    for (count, token) in Tokens::of(document).enumerate() {
        bound(count + 1, TOKENS_MAX, GuardProblem::TooManyTokens)?;
        outline.read(token?)?;
    }
    Expansion::of(&outline.definitions)
}

fn bound(count: usize, max: usize, problem: GuardProblem) -> Result<(), GuardProblem> {
    if count > max { Err(problem) } else { Ok(()) }
}

impl From<UnclosedText> for GuardProblem {
    fn from(_: UnclosedText) -> Self {
        Self::UnclosedText
    }
}

impl From<GuardProblem> for Problem {
    fn from(problem: GuardProblem) -> Self {
        let too_costly = |max: usize| Self::TooCostly { max: i64::try_from(max).unwrap_or(i64::MAX) };
        let malformed = |detail: String| Self::MalformedRequest { detail };
        match problem {
            GuardProblem::TooLong => too_costly(BYTES_MAX),
            GuardProblem::TooManyTokens => too_costly(TOKENS_MAX),
            GuardProblem::TooDeep => too_costly(DEPTH_MAX),
            GuardProblem::TooManyOperations => too_costly(OPERATIONS_MAX),
            GuardProblem::TooManyAliases => too_costly(ALIASES_MAX),
            GuardProblem::TooManyRootFields => too_costly(ROOT_FIELDS_MAX),
            GuardProblem::TooMuchExpanded => too_costly(EXPANDED_MAX),
            GuardProblem::FragmentCycle(name) => malformed(format!("the fragment `{name}` spreads itself")),
            GuardProblem::FragmentCalledOn => malformed("no fragment may be called `on`".to_owned()),
            GuardProblem::UnclosedText => malformed("a text has no closing quotes".to_owned()),
            GuardProblem::Unbalanced => malformed("a bracket closes that was not opened".to_owned()),
        }
    }
}

/// How much there is in a definition.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    tokens: usize,
    depth: usize,
    aliases: usize,
    root_fields: usize,
}

impl Weight {
    /// Adds a fragment where it is spread; refuses what no operation may reach, so that sums stay small.
    fn add(&mut self, fragment: Self, spread: &Spread) -> Result<(), GuardProblem> {
        self.tokens += fragment.tokens;
        self.depth = self.depth.max(spread.depth + fragment.depth);
        self.aliases += fragment.aliases;
        if spread.on_root {
            self.root_fields += fragment.root_fields;
        }
        self.check()
    }

    fn check(self) -> Result<(), GuardProblem> {
        bound(self.tokens, EXPANDED_MAX, GuardProblem::TooMuchExpanded)?;
        bound(self.depth, DEPTH_MAX, GuardProblem::TooDeep)?;
        bound(self.aliases, ALIASES_MAX, GuardProblem::TooManyAliases)?;
        bound(self.root_fields, ROOT_FIELDS_MAX, GuardProblem::TooManyRootFields)
    }
}

/// A place where a fragment is spread.
#[derive(Debug)]
struct Spread<'a> {
    fragment: &'a str,
    depth: usize,
    on_root: bool,
}

/// An operation or a fragment.
#[derive(Debug, Default)]
struct Definition<'a> {
    is_fragment: bool,
    /// The name of a fragment.
    name: Option<&'a str>,
    own: Weight,
    spreads: Vec<Spread<'a>>,
}

/// A bracket that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// `{` before fields; on the root of the definition, or below one of its fields.
    Selection { on_root: bool },
    /// Any bracket in arguments and in variables, by the character that closes it.
    Value { closed_by: u8 },
}

/// What the next name in a selection is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Next {
    /// A field, or its alias.
    #[default]
    Field,
    /// The field whose alias came before.
    AliasedField,
    /// `on`, or the fragment that is spread.
    AfterSpread,
    /// A type, after `on`.
    Type,
    /// A directive.
    Directive,
}

/// The definitions of a document, as they are read.
#[derive(Default)]
struct Outline<'a> {
    definitions: Vec<Definition<'a>>,
    operations: usize,
    /// Whether a definition has begun whose selection has not.
    in_header: bool,
    open: Vec<Open>,
    next: Next,
    /// Whether a selection that opens now belongs to an inline fragment rather than to a field.
    inline: bool,
}

impl<'a> Outline<'a> {
    fn read(&mut self, token: Token<'a>) -> Result<(), GuardProblem> {
        if self.open.is_empty() && !self.in_header {
            self.begin(token)?;
        }
        self.definition().own.tokens += 1;
        match token {
            Token::Mark(mark @ (b'{' | b'(' | b'[')) => self.open(mark)?,
            Token::Mark(mark @ (b'}' | b')' | b']')) => self.close(mark)?,
            Token::Name(name) if self.in_header && self.open.is_empty() => self.name_in_header(name)?,
            _ => {
                if let Some(Open::Selection { on_root }) = self.open.last().copied() {
                    self.read_selection(token, on_root)?;
                }
            }
        }
        Ok(())
    }

    /// Begins a definition with its first token.
    fn begin(&mut self, token: Token<'a>) -> Result<(), GuardProblem> {
        let is_fragment = token == Token::Name("fragment");
        self.operations += usize::from(!is_fragment);
        bound(self.operations, OPERATIONS_MAX, GuardProblem::TooManyOperations)?;
        self.definitions.push(Definition { is_fragment, ..Definition::default() });
        self.in_header = true;
        Ok(())
    }

    /// The definition that is being read.
    fn definition(&mut self) -> &mut Definition<'a> {
        self.definitions.last_mut().expect("`read` begins a definition before anything else")
    }

    /// The first name after the keyword is that of the definition.
    fn name_in_header(&mut self, name: &'a str) -> Result<(), GuardProblem> {
        let definition = self.definition();
        if definition.is_fragment && definition.own.tokens > 1 && definition.name.is_none() {
            definition.name = Some(name);
        }
        // The grammar forbids the name; a parser that let it pass would see a spread where this reading sees a type.
        if self.definition().name == Some("on") { Err(GuardProblem::FragmentCalledOn) } else { Ok(()) }
    }

    fn open(&mut self, mark: u8) -> Result<(), GuardProblem> {
        let opened = match (mark, self.open.last()) {
            (b'{', None) => Open::Selection { on_root: true },
            (b'{', Some(Open::Selection { on_root })) => Open::Selection { on_root: *on_root && self.inline },
            (b'{', Some(Open::Value { .. })) => Open::Value { closed_by: b'}' },
            (b'(', _) => Open::Value { closed_by: b')' },
            _ => Open::Value { closed_by: b']' },
        };
        if matches!(opened, Open::Selection { .. }) {
            (self.in_header, self.next, self.inline) = (false, Next::Field, false);
        }
        self.open.push(opened);
        let depth = self.open.len();
        let weight = &mut self.definition().own;
        weight.depth = weight.depth.max(depth);
        bound(depth, DEPTH_MAX, GuardProblem::TooDeep)
    }

    fn close(&mut self, mark: u8) -> Result<(), GuardProblem> {
        let expected = match self.open.pop() {
            Some(Open::Selection { .. }) => b'}',
            Some(Open::Value { closed_by }) => closed_by,
            None => return Err(GuardProblem::Unbalanced),
        };
        if mark == expected { Ok(()) } else { Err(GuardProblem::Unbalanced) }
    }

    /// Reads a token that is directly in a selection.
    fn read_selection(&mut self, token: Token<'a>, on_root: bool) -> Result<(), GuardProblem> {
        match token {
            Token::Spread => (self.next, self.inline) = (Next::AfterSpread, true),
            Token::Mark(b'@') => self.next = Next::Directive,
            Token::Mark(b':') => {
                self.definition().own.aliases += 1;
                self.next = Next::AliasedField;
            }
            Token::Name(name) => self.read_name(name, on_root),
            Token::Mark(_) | Token::Value => {}
        }
        self.definition().own.check()
    }

    fn read_name(&mut self, name: &'a str, on_root: bool) {
        let depth = self.open.len();
        self.next = match self.next {
            Next::AfterSpread if name == "on" => Next::Type,
            Next::AfterSpread => {
                self.definition().spreads.push(Spread { fragment: name, depth, on_root });
                self.inline = false;
                Next::Field
            }
            Next::Field => {
                self.definition().own.root_fields += usize::from(on_root);
                self.inline = false;
                Next::Field
            }
            Next::AliasedField | Next::Type | Next::Directive => Next::Field,
        };
    }
}

/// Puts fragments in their places, each weighed once.
struct Expansion<'d, 'a> {
    fragments: HashMap<&'a str, &'d Definition<'a>>,
    weighed: HashMap<&'a str, Weight>,
    /// The fragments that are being weighed, the outermost first.
    pending: Vec<&'a str>,
}

impl<'d, 'a> Expansion<'d, 'a> {
    fn of(definitions: &'d [Definition<'a>]) -> Result<(), GuardProblem> {
        let named = definitions.iter().filter_map(|definition| Some((definition.name?, definition)));
        let mut expansion = Self { fragments: named.collect(), weighed: HashMap::new(), pending: Vec::new() };
        let mut tokens_in_all = 0;
        for definition in definitions {
            let weight = expansion.weigh(definition)?;
            if !definition.is_fragment {
                tokens_in_all += weight.tokens;
                bound(tokens_in_all, EXPANDED_MAX, GuardProblem::TooMuchExpanded)?;
            }
        }
        Ok(())
    }

    fn weigh(&mut self, definition: &'d Definition<'a>) -> Result<Weight, GuardProblem> {
        let mut weight = definition.own;
        weight.check()?;
        for spread in &definition.spreads {
            weight.add(self.weigh_fragment(spread.fragment)?, spread)?;
        }
        Ok(weight)
    }

    /// What a fragment weighs; nothing where there is none of that name, which the validation will say.
    fn weigh_fragment(&mut self, name: &'a str) -> Result<Weight, GuardProblem> {
        if let Some(weight) = self.weighed.get(name) {
            return Ok(*weight);
        }
        if self.pending.contains(&name) {
            return Err(GuardProblem::FragmentCycle(name.to_owned()));
        }
        let Some(definition) = self.fragments.get(name).copied() else { return Ok(Weight::default()) };
        self.pending.push(name);
        // Each fragment within another is one bracket deeper at least, so this bounds the recursion too.
        bound(self.pending.len(), DEPTH_MAX, GuardProblem::TooDeep)?;
        let weight = self.weigh(definition)?;
        self.pending.pop();
        self.weighed.insert(name, weight);
        Ok(weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEARCH: &str = r#"
        # Une recherche { ( [
        query Search($filter: MissionFilter = {remote: [FULL], effortMinutesMax: 8400}, $first: Int!) @cached(for: 5) {
          missions(query: "kubernets } \" {", filter: $filter, first: $first) {
            ...Page @include(if: true)
            ... on MissionConnection { total: totalCount edges { node { id ... { title } } } }
          }
          second: missions(query: """ [ { \""" ( """) { ...Page }
        }
        fragment Page on MissionConnection { pageInfo { ...Info } }
        fragment Info on PageInfo { hasNextPage endCursor }
    "#;

    /// Fragments of which each spreads the next one twice.
    fn doubling(fragments: usize) -> String {
        let next = |n: usize| format!("fragment F{n} on Query {{ ...F{0} ...F{0} }} ", n + 1);
        let chain: String = (0..fragments).map(next).collect();
        format!("{{ ...F0 }} {chain} fragment F{fragments} on Query {{ __typename }}")
    }

    fn repeated(count: usize, part: impl Fn(usize) -> String) -> String {
        (0..count).map(part).collect()
    }

    #[test]
    fn ordinary_documents_pass() {
        for document in [SEARCH, "", "{ viewer { id } }", "mutation M { missionSubmit(input: {id: \"a\"}) { x } }"] {
            assert_eq!(check(document), Ok(()), "{document}");
        }
    }

    #[test]
    fn the_outline_counts_aliases_fields_of_the_root_and_depth() {
        let document =
            "{ a ...A b: c @d(e: [{f: 1}]) { g h: i ... on J { k } } ... on Query { l } } fragment A on Q { m }";
        let mut outline = Outline::default();
        for token in Tokens::of(document) {
            outline.read(token.unwrap()).unwrap();
        }
        let [operation, fragment] = &outline.definitions[..] else { panic!("two definitions") };
        let Weight { depth, aliases, root_fields, .. } = operation.own;
        assert_eq!((depth, aliases, root_fields), (4, 2, 3));
        assert_eq!((fragment.name, fragment.own.root_fields), (Some("A"), 1));
        assert!(matches!(operation.spreads[..], [Spread { fragment: "A", depth: 1, on_root: true }]));
    }

    #[test]
    fn fields_that_fragments_bring_to_the_root_are_counted() {
        assert_eq!(check(&doubling(5)), Ok(()));
        assert_eq!(check(&doubling(60)), Err(GuardProblem::TooManyRootFields));
    }

    #[test]
    fn tokens_that_fragments_bring_anywhere_are_counted() {
        let next = |n: usize| format!("fragment F{n} on M {{ a {{ ...F{0} ...F{0} }} }} ", n + 1);
        let document = format!("{{ m {{ ...F0 }} }} {} fragment F20 on M {{ id }}", repeated(20, next));
        assert_eq!(check(&document), Err(GuardProblem::TooMuchExpanded));
    }

    #[test]
    fn a_fragment_that_spreads_itself_is_refused_and_so_is_one_called_on() {
        let cycle = "{ ...A } fragment A on Q { a { ...B } } fragment B on Q { ...A }";
        assert_eq!(check(cycle), Err(GuardProblem::FragmentCycle("A".to_owned())));
        assert_eq!(check("{ a } fragment B on Q { ...B }"), Err(GuardProblem::FragmentCycle("B".to_owned())));
        assert_eq!(check("{ ...on#\n a } fragment on on Q { a }"), Err(GuardProblem::FragmentCalledOn));
    }

    #[test]
    fn a_long_chain_of_fragments_is_as_deep_as_what_it_stands_for() {
        let next = |n: usize| format!("fragment F{n} on Q {{ ...F{} }} ", n + 1);
        let prev = |n: usize| next(900 - n);
        assert_eq!(check(&format!("{{ ...F0 }} {}", repeated(900, next))), Err(GuardProblem::TooDeep));
        assert_eq!(check(&format!("{{ ...F0 }} {}", repeated(900, prev))), Err(GuardProblem::TooDeep));
    }

    #[test]
    fn brackets_nest_only_so_deep_but_count_for_nothing_in_texts_and_comments() {
        let (many, few) = ("[".repeat(2_000), "[".repeat(DEPTH_MAX - 2));
        assert_eq!(check(&format!("{{ a(b: {many}")), Err(GuardProblem::TooDeep));
        assert_eq!(check(&format!("{{ a(b: {few}")), Ok(()));
        assert_eq!(check(&format!("{{ a(b: [{few}")), Err(GuardProblem::TooDeep));
        assert_eq!(check(&"{ a ".repeat(2_000)), Err(GuardProblem::TooDeep));
        assert_eq!(check(&format!("{{ a(b: \"{many}\", c: \"\"\"{many}\"\"\") }} # {many}")), Ok(()));
        assert_eq!(check(&format!("{{ a(b: [\"\"\" \" {many}")), Err(GuardProblem::UnclosedText));
    }

    #[test]
    fn each_count_has_its_bound() {
        let long = format!("# {}", "é".repeat(BYTES_MAX / 2));
        assert_eq!(check(&long), Err(GuardProblem::TooLong));
        assert_eq!(check(&format!("{{ a {{ {} }} }}", "b ".repeat(TOKENS_MAX))), Err(GuardProblem::TooManyTokens));
        assert_eq!(check(&"{ a } ".repeat(OPERATIONS_MAX)), Ok(()));
        assert_eq!(check(&"{ a } ".repeat(OPERATIONS_MAX + 1)), Err(GuardProblem::TooManyOperations));
        let fields = "b ".repeat(ROOT_FIELDS_MAX - 1);
        assert_eq!(check(&format!("{{ ...F {fields} }} fragment F on Q {{ a }}")), Ok(()));
        let too_many = format!("{{ ...F {fields} }} fragment F on Q {{ a c }}");
        assert_eq!(check(&too_many), Err(GuardProblem::TooManyRootFields));
        let aliases = repeated(ALIASES_MAX + 1, |n| format!("a{n}: b "));
        assert_eq!(check(&format!("{{ a {{ {aliases} }} }}")), Err(GuardProblem::TooManyAliases));
    }
}
