//! The regular expressions that tenants set for attributes.

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{self, AssertionKind, Ast, ClassSetBinaryOp, ClassSetItem};

/// A tenant's regular expression, in linear time whatever it and the value are.
///
/// The service's own engine knows more than ours; what ours does not know is left to the server. Letters and digits are
/// those of all scripts, as they are there.
pub(crate) struct Pattern(Regex);

impl Pattern {
    /// `None` if it cannot be used.
    pub(crate) fn new(text: &str) -> Option<Self> {
        /// Longer than any form of a value needs; it bounds the time that reading the pattern takes.
        const LONGEST: usize = 4096;
        /// Bytes of the compiled pattern, which bound the time per character. A class of all letters, 256 times over, is
        /// some eight MiB, depending on what else of the engine the program is built with.
        const SIZE_LIMIT: usize = 16 << 20;
        const NEST_LIMIT: u32 = 64;
        if text.len() > LONGEST || means_something_else(text, NEST_LIMIT) {
            return None;
        }
        RegexBuilder::new(text)
            .size_limit(SIZE_LIMIT)
            .nest_limit(NEST_LIMIT)
            .build()
            .ok()
            .map(Self)
    }

    /// Whether it is found in the value: patterns bring their own anchors.
    pub(crate) fn matches(&self, value: &str) -> bool {
        self.0.is_match(value)
    }
}

/// Whether ours reads the pattern otherwise than every other engine does, and would refuse what nobody meant to:
/// something repeated twice over, as in `.**`, which is an error elsewhere and which the service's documentation shows;
/// sets within sets, `[a[b]]` or `[a&&b]`, and edges of words, `\<` or `\b{start}`, whose signs are plain characters
/// elsewhere.
fn means_something_else(text: &str, nest_limit: u32) -> bool {
    let parsed = ParserBuilder::new()
        .nest_limit(nest_limit)
        .build()
        .parse(text);
    parsed.is_ok_and(|ast| ast::visit(&ast, OnlyOurs).is_err())
}

fn is_edge_of_a_word(kind: &AssertionKind) -> bool {
    !matches!(
        kind,
        AssertionKind::StartLine
            | AssertionKind::EndLine
            | AssertionKind::StartText
            | AssertionKind::EndText
            | AssertionKind::WordBoundary
            | AssertionKind::NotWordBoundary
    )
}

/// Fails where it finds such a thing.
struct OnlyOurs;

impl ast::Visitor for OnlyOurs {
    type Output = ();
    type Err = ();

    fn finish(self) -> Result<(), ()> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), ()> {
        match ast {
            Ast::Repetition(outer) if matches!(*outer.ast, Ast::Repetition(_)) => Err(()),
            Ast::Assertion(assertion) if is_edge_of_a_word(&assertion.kind) => Err(()),
            _ => Ok(()),
        }
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), ()> {
        match item {
            ClassSetItem::Bracketed(_) => Err(()),
            _ => Ok(()),
        }
    }

    fn visit_class_set_binary_op_pre(&mut self, _: &ClassSetBinaryOp) -> Result<(), ()> {
        Err(())
    }
}
