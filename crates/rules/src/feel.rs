//! FEEL, the Friendly Enough Expression Language of DMN 1.3 to 1.5 (chapter 10): text becomes an immutable
//! [`Expression`] once, which is evaluated against a [`Scope`] of names in an [`Env`] that says what time it is,
//! which days are working days, and how much may be used. Errors of the data give null, as the standard says;
//! only a limit that is passed is a [`Fault`].

pub(crate) mod ast;
pub(crate) mod builtins;
mod context;
mod env;
pub(crate) mod eval;
mod expression;
pub(crate) mod function;
mod json;
mod lexer;
pub(crate) mod lexical;
pub(crate) mod parser;
mod scope;
pub mod temporal;
pub(crate) mod text;
pub(crate) mod types;
mod value;

pub use context::Context;
pub use env::{Env, Fault, Limits};
pub use expression::{Expression, Names, SyntaxError, UnaryTests};
pub use json::{from_json, to_json};
pub use scope::Scope;
pub use value::{Bound, Function, List, Range, Shape, Value};
