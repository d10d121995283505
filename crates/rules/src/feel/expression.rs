//! Expressions and unary tests as other rooms use them: parsed once, shared, evaluated often.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::ast::{Node, Tests};
use super::eval::{Eval, Frame};
use super::parser::{Lexical, Parser};
use super::types::Types;
use super::{Env, Fault, Scope, Value};

/// Names that are known where a text is read. They matter only for names with spaces or signs in them: `a-b` is a
/// name if it is known, else a difference. Words side by side (`date of birth`) make one name also unknown.
#[derive(Debug, Clone, Default)]
pub struct Names(pub(crate) BTreeSet<String>);

impl<S: AsRef<str>> FromIterator<S> for Names {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        Self(names.into_iter().map(|name| name.as_ref().to_owned()).collect())
    }
}

/// The text is not FEEL. Line and column count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {key} {found:?}")]
pub struct SyntaxError {
    pub line: u32,
    pub column: u32,
    /// The key of its text, such as `rules-syntax-unexpected`.
    pub key: &'static str,
    /// What stands there; empty at the end.
    pub found: String,
}

/// An expression 表达式, compiled. Cheap to clone.
#[derive(Clone)]
pub struct Expression(Arc<Compiled<Node>>);

struct Compiled<T> {
    text: Box<str>,
    root: T,
    slots: usize,
    names: Box<[Arc<str>]>,
    types: Types,
}

impl Expression {
    /// Reads an expression whose names with signs are unknown.
    ///
    /// # Errors
    /// The text is not FEEL.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        Self::parse_with(text, &Names::default())
    }

    /// Reads an expression where `names` are known.
    ///
    /// # Errors
    /// The text is not FEEL.
    pub fn parse_with(text: &str, names: &Names) -> Result<Self, SyntaxError> {
        let mut lexical = Lexical::new(names);
        let root = Parser::new(text, &mut lexical).expression_to_end()?;
        Ok(Self(Arc::new(Compiled {
            text: text.into(),
            root,
            slots: lexical.slots(),
            names: lexical.free_names(),
            types: Arc::from([]),
        })))
    }

    /// Evaluates. Errors of the data give null; the same input gives the same value.
    ///
    /// # Errors
    /// A limit of `env` was passed.
    pub fn evaluate(&self, scope: &Scope, env: &Env) -> Result<Value, Fault> {
        let mut frame = Frame::new(self.0.slots, scope, &self.0.types);
        Eval::new(env).node(&self.0.root, &mut frame)
    }

    /// As [`Expression::evaluate`], and true only where the value is the boolean true: what a condition asks.
    ///
    /// # Errors
    /// A limit of `env` was passed.
    pub fn holds(&self, scope: &Scope, env: &Env) -> Result<bool, Fault> {
        self.evaluate(scope, env).map(|value| value.is_true())
    }

    /// The names that it reads from the scope, in alphabetical order. Inside filters also those that may be
    /// entries of the items.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.names.iter().map(|name| &**name)
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }
}

/// Unary tests 一元测试, as in the input cells of a decision table: `< 5, [10..20]`, `not("a")`, `-`. The tested
/// value is `?`.
#[derive(Clone)]
pub struct UnaryTests(Arc<Compiled<Tests>>);

/// Where the tested value stands in the frame.
pub(crate) const INPUT: usize = 0;

impl UnaryTests {
    /// Reads unary tests whose names with signs are unknown.
    ///
    /// # Errors
    /// The text is none.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        Self::parse_with(text, &Names::default())
    }

    /// Reads unary tests where `names` are known.
    ///
    /// # Errors
    /// The text is none.
    pub fn parse_with(text: &str, names: &Names) -> Result<Self, SyntaxError> {
        let mut lexical = Lexical::new(names);
        lexical.bind_input();
        let root = Parser::new(text, &mut lexical).tests_to_end()?;
        Ok(Self(Arc::new(Compiled {
            text: text.into(),
            root,
            slots: lexical.slots(),
            names: lexical.free_names(),
            types: Arc::from([]),
        })))
    }

    /// Whether the value passes.
    ///
    /// # Errors
    /// A limit of `env` was passed.
    pub fn test(&self, value: &Value, scope: &Scope, env: &Env) -> Result<bool, Fault> {
        self.test_in(value, scope, &mut Eval::new(env))
    }

    pub(crate) fn test_in(&self, value: &Value, scope: &Scope, eval: &mut Eval<'_>) -> Result<bool, Fault> {
        let mut frame = Frame::new(self.0.slots, scope, &self.0.types);
        frame.set(INPUT, value.clone());
        Ok(eval.tests(&self.0.root, INPUT, &mut frame)?.is_true())
    }

    /// The names that they read from the scope, in alphabetical order.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.names.iter().map(|name| &**name)
    }

    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    pub(crate) fn root(&self) -> &Tests {
        &self.0.root
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.0.text).finish()
    }
}

impl fmt::Debug for UnaryTests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UnaryTests").field(&self.0.text).finish()
    }
}
