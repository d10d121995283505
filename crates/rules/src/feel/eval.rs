//! Evaluation: a walk over the compiled form that counts its steps, its depth and the memory it takes. Errors of
//! the data give null (DMN 1.5, 10.3.2.1); only a passed limit ends the walk.

mod arithmetic;
mod call;
pub(crate) mod compare;
mod iterate;
mod path;
mod typing;

use std::sync::Arc;

use super::ast::{Comparison, Definition, End, Entry, Node, Test, Tests};
use super::function::{Closure, Function};
use super::types::{Type, Types};
use super::{Bound, Context, Env, Fault, List, Range, Scope, Shape, Value};
use crate::dmn::trace::Trace;

/// Bytes counted for an item of a list.
const ITEM: u64 = 32;

/// A stack of 2 MiB holds this many evaluations inside each other, also without optimisation.
const DEEPEST: u32 = 500;

/// One evaluation with what it may still use.
pub(crate) struct Eval<'e> {
    pub env: &'e Env,
    steps: u64,
    memory: u64,
    depth: u32,
    deepest: u32,
    /// What tables decided, where somebody asks.
    pub trace: Option<Trace>,
}

/// The slots of a text or of a function's body, and where free names are looked up.
pub(crate) struct Frame<'s> {
    locals: Vec<Value>,
    pub scope: &'s Scope,
    pub types: &'s Types,
}

impl<'s> Frame<'s> {
    pub(crate) fn new(slots: usize, scope: &'s Scope, types: &'s Types) -> Self {
        Self { locals: if slots == 0 { Vec::new() } else { vec![Value::Null; slots] }, scope, types }
    }

    pub(crate) fn set(&mut self, slot: usize, value: Value) {
        if let Some(local) = self.locals.get_mut(slot) {
            *local = value;
        }
    }

    pub(crate) fn get(&self, slot: usize) -> &Value {
        static NULL: Value = Value::Null;
        self.locals.get(slot).unwrap_or(&NULL)
    }

    pub(crate) fn take(&mut self, slot: usize) -> Value {
        self.locals.get_mut(slot).map(std::mem::take).unwrap_or_default()
    }
}

impl<'e> Eval<'e> {
    pub(crate) fn new(env: &'e Env) -> Self {
        Self {
            env,
            steps: env.limits.steps,
            memory: env.limits.memory,
            depth: 0,
            deepest: env.limits.depth.min(DEEPEST),
            trace: None,
        }
    }

    /// Counts steps.
    pub(crate) fn step(&mut self, count: u64) -> Result<(), Fault> {
        self.steps = self.steps.checked_sub(count).ok_or(Fault::Steps)?;
        Ok(())
    }

    /// Counts bytes.
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Fault> {
        self.memory = self.memory.checked_sub(bytes as u64).ok_or(Fault::Memory)?;
        Ok(())
    }

    /// A list that was made: its items are counted, and how deeply they are nested.
    pub(crate) fn list(&mut self, items: Vec<Value>) -> Result<Value, Fault> {
        self.memory = self.memory.checked_sub(ITEM * (items.len() as u64 + 1)).ok_or(Fault::Memory)?;
        self.step(items.len() as u64)?;
        self.shallow(Value::List(List::new(items)))
    }

    pub(crate) fn string(&mut self, text: String) -> Result<Value, Fault> {
        self.take(text.len() + 16)?;
        Ok(Value::String(Arc::from(text)))
    }

    pub(crate) fn context_of(&mut self, entries: Vec<(Arc<str>, Value)>) -> Result<Value, Fault> {
        self.memory = self.memory.checked_sub(2 * ITEM * (entries.len() as u64 + 1)).ok_or(Fault::Memory)?;
        self.shallow(Value::Context(Context::of(entries)))
    }

    pub(crate) fn shallow(&self, value: Value) -> Result<Value, Fault> {
        if value.depth() > self.deepest { Err(Fault::Depth) } else { Ok(value) }
    }

    /// Runs what is nested one deeper.
    pub(crate) fn deeper<T>(&mut self, run: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.depth >= self.deepest {
            return Err(Fault::Depth);
        }
        self.depth += 1;
        let out = run(self);
        self.depth -= 1;
        out
    }

    pub(crate) fn node(&mut self, node: &Node, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        self.steps = self.steps.checked_sub(1).ok_or(Fault::Steps)?;
        if let Some(value) = at_hand(node, frame) {
            return Ok(value.clone());
        }
        if self.depth >= self.deepest {
            return Err(Fault::Depth);
        }
        self.depth += 1;
        let out = self.inner(node, frame);
        self.depth -= 1;
        out
    }

    /// Only calls: what an arm needs for itself would be needed at every depth.
    fn inner(&mut self, node: &Node, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        match node {
            Node::Compare(operator, sides) => self.compare(*operator, sides, frame),
            Node::And(all) => self.conjunction(all, frame),
            Node::Or(all) => self.disjunction(all, frame),
            Node::Arithmetic(first, rest) => self.arithmetic(first, rest, frame),
            Node::If(parts) => self.conditional(parts, frame),
            Node::Path(from, name) => self.path_from(from, name, frame),
            Node::Call(call) => self.call(call, frame),
            Node::Between(parts) => self.between(parts, frame),
            Node::In(value, tests, slot) => self.membership(value, tests, *slot, frame),
            Node::Entry { name, item, outer } => self.entry(name, *item, outer, frame),
            Node::Filter { list, item, condition } => self.filter(list, *item, condition, frame),
            Node::For(parts) => self.iterate(parts, frame),
            Node::Quantified(parts) => self.quantified(parts, frame),
            Node::List(items) => self.list_literal(items, frame),
            Node::Context(entries) => self.context(entries, frame),
            Node::Range(ends) => self.range(ends, frame),
            Node::Point(value, shape) => self.point(value, *shape, frame),
            Node::Negate(value) => self.negation(value, frame),
            Node::InstanceOf(value, wanted) => self.instance(value, wanted, frame),
            Node::Coerce(value, wanted) => self.coerced(value, wanted, frame),
            Node::Function(definition) => self.closure(definition, frame),
            Node::Table(table) => table.evaluate(self, frame),
            Node::Relation(columns, rows) => self.relation(columns, rows, frame),
            // What stands at hand was answered before; a name that nobody knows is null.
            Node::Known(_, builtin) => Ok(Value::Function(Arc::new(Function::builtin(builtin)))),
            Node::Literal(_) | Node::Global(_) | Node::Local(_) => Ok(Value::Null),
        }
    }

    fn conditional(&mut self, parts: &[Node; 3], frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let [condition, yes, no] = parts;
        match self.node(condition, frame)? {
            Value::Boolean(true) => self.node(yes, frame),
            Value::Boolean(false) | Value::Null => self.node(no, frame),
            _ => Ok(Value::Null),
        }
    }

    fn path_from(&mut self, from: &Node, name: &str, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        if let Some(Value::Context(context)) = at_hand(from, frame) {
            return Ok(context.get(name).cloned().unwrap_or_default());
        }
        let value = self.node(from, frame)?;
        self.path(&value, name)
    }

    fn membership(&mut self, value: &Node, tests: &Tests, slot: usize, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let value = self.node(value, frame)?;
        frame.set(slot, value);
        self.tests(tests, slot, frame)
    }

    fn entry(&mut self, name: &str, item: usize, outer: &Node, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        if let Value::Context(context) = frame.get(item)
            && let Some(value) = context.get(name)
        {
            return Ok(value.clone());
        }
        self.node(outer, frame)
    }

    fn point(&mut self, value: &Node, shape: Shape, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let value = self.node(value, frame)?;
        let range = Range { low: Bound::Included(value.clone()), high: Bound::Included(value), shape };
        Ok(compare::checked_range(range).map_or(Value::Null, |range| Value::Range(Arc::new(range))))
    }

    fn negation(&mut self, value: &Node, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let value = self.node(value, frame)?;
        Ok(arithmetic::negated(&value))
    }

    fn instance(&mut self, value: &Node, wanted: &Type, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let value = self.node(value, frame)?;
        self.instance_of(&value, wanted, frame.types)
    }

    fn coerced(&mut self, value: &Node, wanted: &Type, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let value = self.node(value, frame)?;
        self.coerce(value, wanted, frame.types)
    }

    fn closure(&mut self, definition: &Arc<Definition>, frame: &Frame<'_>) -> Result<Value, Fault> {
        let captured = frame.locals.iter().take(definition.captured).cloned().collect();
        self.take(64 + definition.captured * 32)?;
        let (scope, types) = (frame.scope.clone(), frame.types.clone());
        let closure = Closure { definition: definition.clone(), captured, scope, types };
        self.shallow(Value::Function(Arc::new(Function::defined(closure))))
    }

    fn compare(&mut self, operator: Comparison, sides: &[Node; 2], frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let [left, right] = sides;
        // Names and literals are compared where they stand.
        if let (Some(a), Some(b)) = (at_hand(left, frame), at_hand(right, frame)) {
            return self.comparison(operator, a, b);
        }
        let a = self.node(left, frame)?;
        if let Some(b) = at_hand(right, frame) {
            return self.comparison(operator, &a, b);
        }
        let b = self.node(right, frame)?;
        self.comparison(operator, &a, &b)
    }

    fn conjunction(&mut self, all: &[Node], frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let mut sure = true;
        for node in all {
            match self.node(node, frame)? {
                Value::Boolean(false) => return Ok(Value::Boolean(false)),
                Value::Boolean(true) => {}
                _ => sure = false,
            }
        }
        Ok(if sure { Value::Boolean(true) } else { Value::Null })
    }

    fn disjunction(&mut self, all: &[Node], frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let mut sure = true;
        for node in all {
            match self.node(node, frame)? {
                Value::Boolean(true) => return Ok(Value::Boolean(true)),
                Value::Boolean(false) => {}
                _ => sure = false,
            }
        }
        Ok(if sure { Value::Boolean(false) } else { Value::Null })
    }

    fn between(&mut self, parts: &[Node; 3], frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let [value, low, high] = parts;
        let value = self.node(value, frame)?;
        let low = self.node(low, frame)?;
        let high = self.node(high, frame)?;
        let above = self.comparison(Comparison::GreaterOrEqual, &value, &low)?;
        let below = self.comparison(Comparison::LessOrEqual, &value, &high)?;
        Ok(match (above, below) {
            (Value::Boolean(above), Value::Boolean(below)) => Value::Boolean(above && below),
            _ => Value::Null,
        })
    }

    fn list_literal(&mut self, items: &[Node], frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            out.push(self.node(item, frame)?);
        }
        self.list(out)
    }

    fn context(&mut self, entries: &[Entry], frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let mut out = Vec::with_capacity(entries.len());
        for entry in entries {
            let value = self.node(&entry.value, frame)?;
            let Some(name) = &entry.name else { return Ok(value) };
            frame.set(entry.slot, value.clone());
            out.push((name.clone(), value));
        }
        self.context_of(out)
    }

    fn relation(&mut self, columns: &[Arc<str>], rows: &[Box<[Node]>], frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let mut entries = Vec::with_capacity(columns.len());
            for (name, cell) in columns.iter().zip(row) {
                entries.push((name.clone(), self.node(cell, frame)?));
            }
            out.push(self.context_of(entries)?);
        }
        self.list(out)
    }

    fn range(&mut self, ends: &[End; 2], frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let [low, high] = ends;
        let mut bound = |end: &End| -> Result<Bound, Fault> {
            Ok(match end {
                End::Open => Bound::Open,
                End::Included(node) => Bound::Included(self.node(node, frame)?),
                End::Excluded(node) => Bound::Excluded(self.node(node, frame)?),
            })
        };
        let range = Range { low: bound(low)?, high: bound(high)?, shape: Shape::Between };
        // An end that is there but null leaves the range unknown.
        if [&range.low, &range.high].into_iter().any(|end| end.value().is_some_and(Value::is_null)) {
            return Ok(Value::Null);
        }
        Ok(compare::checked_range(range).map_or(Value::Null, |range| Value::Range(Arc::new(range))))
    }

    /// Whether what stands in the slot passes.
    pub(crate) fn tests(&mut self, tests: &Tests, slot: usize, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let (tests, negated) = match tests {
            Tests::Any => return Ok(Value::Boolean(true)),
            Tests::Of(tests) => (tests, false),
            Tests::Not(tests) => (tests, true),
        };
        let mut sure = true;
        for test in tests {
            match self.test(test, slot, frame)? {
                Value::Boolean(true) => return Ok(Value::Boolean(!negated)),
                Value::Boolean(false) => {}
                _ => sure = false,
            }
        }
        Ok(if sure { Value::Boolean(negated) } else { Value::Null })
    }

    fn test(&mut self, test: &Test, slot: usize, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        match test {
            Test::Compare(operator, node) => {
                if let Some(value) = at_hand(node, frame) {
                    return self.comparison(*operator, frame.get(slot), value);
                }
                let value = self.node(node, frame)?;
                self.comparison(*operator, frame.get(slot), &value)
            }
            Test::Value { node, reads_input: true } => {
                let value = self.node(node, frame)?;
                match value {
                    Value::Boolean(_) | Value::Null => Ok(value),
                    // Something computed from the input that is compared with it.
                    value => self.matches(frame.get(slot), &value),
                }
            }
            Test::Value { node: Node::Range(ends), .. } => {
                let range = self.range(ends, frame)?;
                if range.is_null() { Ok(range) } else { self.matches(frame.get(slot), &range) }
            }
            Test::Value { node, .. } => {
                if let Some(value) = at_hand(node, frame) {
                    return self.matches(frame.get(slot), value);
                }
                let value = self.node(node, frame)?;
                self.matches(frame.get(slot), &value)
            }
        }
    }
}

/// What a name or a literal means, without a copy.
fn at_hand<'a>(node: &'a Node, frame: &'a Frame<'_>) -> Option<&'a Value> {
    match node {
        Node::Literal(value) => Some(value),
        Node::Local(slot) => Some(frame.get(*slot)),
        Node::Global(name) | Node::Known(name, _) => frame.scope.get(name),
        _ => None,
    }
}
