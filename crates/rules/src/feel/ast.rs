//! The compiled form of an expression: names are resolved to slots of the frame where the expression binds them
//! itself, and stay names where the scope gives them. Immutable, shared between threads.

use std::sync::Arc;

use super::builtins::Builtin;
use super::types::Type;
use super::{Shape, Value};
use crate::dmn::Table;

/// An expression.
#[derive(Debug)]
pub(crate) enum Node {
    Literal(Value),
    /// A free name.
    Global(Arc<str>),
    /// A free name that means a function of the standard where the scope doesn't know it.
    Known(Arc<str>, &'static Builtin),
    Local(usize),
    /// Inside a filter: an entry of the item where it has one of that name, else what the name means outside.
    Entry {
        name: Arc<str>,
        item: usize,
        outer: Box<Node>,
    },
    Negate(Box<Node>),
    /// Operators of one rank, from left to right.
    Arithmetic(Box<Node>, Box<[(Arithmetic, Node)]>),
    Compare(Comparison, Box<[Node; 2]>),
    Between(Box<[Node; 3]>),
    In(Box<Node>, Tests, usize),
    And(Box<[Node]>),
    Or(Box<[Node]>),
    If(Box<[Node; 3]>),
    For(Box<For>),
    Quantified(Box<Quantified>),
    Path(Box<Node>, Arc<str>),
    Filter {
        list: Box<Node>,
        item: usize,
        condition: Box<Node>,
    },
    Call(Box<Call>),
    List(Box<[Node]>),
    Context(Box<[Entry]>),
    Range(Box<[End; 2]>),
    /// `(= value)` and `(!= value)`.
    Point(Box<Node>, Shape),
    Function(Arc<Definition>),
    InstanceOf(Box<Node>, Type),
    /// The value as that type, null where it isn't one (DMN 1.5, 10.3.2.9.4).
    Coerce(Box<Node>, Type),
    Table(Arc<Table>),
    /// Contexts with the names of the columns.
    Relation(Box<[Arc<str>]>, Box<[Box<[Node]>]>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug)]
pub(crate) struct For {
    pub iterators: Box<[Iterator]>,
    pub body: Node,
    /// Where the results so far stand, if the body reads them.
    pub partial: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct Quantified {
    pub every: bool,
    pub iterators: Box<[Iterator]>,
    pub condition: Node,
}

#[derive(Debug)]
pub(crate) struct Iterator {
    pub slot: usize,
    pub domain: Node,
    /// The other end of `first..last`.
    pub last: Option<Node>,
}

#[derive(Debug)]
pub(crate) struct Call {
    pub function: Node,
    pub arguments: Box<[Node]>,
    /// Empty where the arguments stand by position.
    pub names: Box<[Arc<str>]>,
}

#[derive(Debug)]
pub(crate) struct Entry {
    /// `None` for the result of a boxed context.
    pub name: Option<Arc<str>>,
    pub slot: usize,
    pub value: Node,
}

/// One end of a range.
#[derive(Debug)]
pub(crate) enum End {
    Open,
    Included(Node),
    Excluded(Node),
}

/// A function that the text defines.
#[derive(Debug)]
pub(crate) struct Definition {
    pub parameters: Box<[(Arc<str>, Type)]>,
    /// How many slots of the frame around it belong to it too.
    pub captured: usize,
    /// Where the function itself stands in its frame, if it may call itself.
    pub own: Option<usize>,
    /// Size of its frame.
    pub slots: usize,
    /// `None` for what is defined outside FEEL: calling it gives null.
    pub body: Option<Node>,
    pub result: Type,
}

/// Unary tests.
#[derive(Debug)]
pub(crate) enum Tests {
    Any,
    Of(Box<[Test]>),
    Not(Box<[Test]>),
}

#[derive(Debug)]
pub(crate) enum Test {
    Compare(Comparison, Node),
    /// Equal to, in the list, in the range; the truth where it reads `?` itself.
    Value {
        node: Node,
        reads_input: bool,
    },
}
