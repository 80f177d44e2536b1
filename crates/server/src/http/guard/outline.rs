//! The definitions of a document, read token by token.

use super::weight::Weight;
use super::{DEPTH_MAX, GuardProblem, OPERATIONS_MAX, bound};
use crate::http::tokens::Token;

/// A place where a fragment is spread.
#[derive(Debug)]
pub(super) struct Spread<'a> {
    pub(super) fragment: &'a str,
    pub(super) depth: usize,
    pub(super) on_root: bool,
}

/// An operation or a fragment.
#[derive(Debug, Default)]
pub(super) struct Definition<'a> {
    pub(super) is_fragment: bool,
    /// The name of a fragment.
    pub(super) name: Option<&'a str>,
    pub(super) own: Weight,
    pub(super) spreads: Vec<Spread<'a>>,
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
pub(super) struct Outline<'a> {
    pub(super) definitions: Vec<Definition<'a>>,
    operations: usize,
    /// Whether a definition has begun whose selection has not.
    in_header: bool,
    open: Vec<Open>,
    next: Next,
    /// Whether a selection that opens now belongs to an inline fragment rather than to a field.
    inline: bool,
}

impl<'a> Outline<'a> {
    pub(super) fn read(&mut self, token: Token<'a>) -> Result<(), GuardProblem> {
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
