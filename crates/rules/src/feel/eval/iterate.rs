//! `for`, `some`, `every` and filters (DMN 1.5, 10.3.2.5, 10.3.2.14).

use std::ops::ControlFlow;

use super::super::ast::{For, Iterator, Node, Quantified};
use super::super::temporal::Date;
use super::super::{Fault, List, Value};
use super::{Eval, Frame, ITEM, compare};
use crate::Decimal;

/// What runs for each combination.
type Visit<'v> = &'v mut dyn FnMut(&mut Eval<'_>, &mut Frame<'_>) -> Result<ControlFlow<()>, Fault>;

impl Eval<'_> {
    pub(super) fn iterate(&mut self, parts: &For, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let mut out = List::default();
        if let Some(partial) = parts.partial {
            frame.set(partial, Value::List(List::default()));
        }
        let mut visit = |eval: &mut Eval<'_>, frame: &mut Frame<'_>| {
            let value = eval.node(&parts.body, frame)?;
            if eval.deepest <= value.depth() {
                return Err(Fault::Depth);
            }
            eval.memory = eval.memory.checked_sub(ITEM).ok_or(Fault::Memory)?;
            match parts.partial {
                // What the body reads is the list that grows: taken out of its slot nobody else holds it.
                Some(slot) => {
                    if let Value::List(mut list) = frame.take(slot) {
                        if list.is_shared() {
                            eval.take(list.len() * 32)?;
                            eval.step(list.len() as u64)?;
                        }
                        list.push(value);
                        frame.set(slot, Value::List(list));
                    }
                }
                None => out.push(value),
            }
            Ok(ControlFlow::Continue(()))
        };
        let done = self.combinations(&parts.iterators, frame, &mut visit)?;
        if done.is_none() {
            return Ok(Value::Null);
        }
        Ok(match parts.partial {
            Some(slot) => frame.take(slot),
            None => Value::List(out),
        })
    }

    pub(super) fn quantified(&mut self, parts: &Quantified, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let (mut decided, mut sure) = (false, true);
        let mut visit = |eval: &mut Eval<'_>, frame: &mut Frame<'_>| {
            match eval.node(&parts.condition, frame)? {
                Value::Boolean(holds) if holds != parts.every => {
                    decided = true;
                    return Ok(ControlFlow::Break(()));
                }
                Value::Boolean(_) => {}
                _ => sure = false,
            }
            Ok(ControlFlow::Continue(()))
        };
        let done = self.combinations(&parts.iterators, frame, &mut visit)?;
        Ok(match done {
            None => Value::Null,
            Some(_) if decided => Value::Boolean(!parts.every),
            Some(_) if sure => Value::Boolean(parts.every),
            Some(_) => Value::Null,
        })
    }

    /// Every combination of the iterators, the last one running fastest; `None` where one of them has no items.
    fn combinations(
        &mut self,
        iterators: &[Iterator],
        frame: &mut Frame<'_>,
        visit: Visit<'_>,
    ) -> Result<Option<ControlFlow<()>>, Fault> {
        let Some((first, rest)) = iterators.split_first() else { return visit(self, frame).map(Some) };
        let Some(items) = self.items(first, frame)? else { return Ok(None) };
        for item in items {
            self.step(1)?;
            frame.set(first.slot, item);
            match self.deeper(|eval| eval.combinations(rest, frame, visit))? {
                Some(ControlFlow::Continue(())) => {}
                ended => return Ok(ended),
            }
        }
        Ok(Some(ControlFlow::Continue(())))
    }

    fn items(&mut self, iterator: &Iterator, frame: &mut Frame<'_>) -> Result<Option<Items>, Fault> {
        let first = self.node(&iterator.domain, frame)?;
        if let Some(last) = &iterator.last {
            let last = self.node(last, frame)?;
            return Ok(Items::between(&first, &last, true, true));
        }
        Ok(match first {
            Value::List(list) => Some(Items::List(list, 0)),
            Value::Range(range) => match (range.low.value(), range.high.value()) {
                // A range whose ends stand the wrong way round has no items to run over.
                (Some(low), Some(high)) if compare::order(low, high).is_some_and(std::cmp::Ordering::is_gt) => None,
                (Some(low), Some(high)) => Items::between(low, high, range.low.included(), range.high.included()),
                _ => None,
            },
            Value::Null => None,
            single => Some(Items::List(List::new(vec![single]), 0)),
        })
    }

    pub(super) fn filter(
        &mut self,
        list: &Node,
        item: usize,
        condition: &Node,
        frame: &mut Frame<'_>,
    ) -> Result<Value, Fault> {
        let list = match self.node(list, frame)? {
            Value::List(list) => list,
            // Anything else is a list of itself.
            single => List::new(vec![single]),
        };
        if let Node::Literal(Value::Number(index)) = condition {
            return Ok(at_index(&list, *index));
        }
        if list.is_empty() {
            frame.set(item, Value::Null);
            let value = self.node(condition, frame)?;
            return Ok(if matches!(value, Value::Number(_)) { Value::Null } else { Value::List(list) });
        }
        let mut out = Vec::new();
        for value in list.iter() {
            self.step(1)?;
            frame.set(item, value.clone());
            match self.node(condition, frame)? {
                Value::Boolean(true) => out.push(value.clone()),
                Value::Number(index) => return Ok(at_index(&list, index)),
                _ => {}
            }
        }
        self.list(out)
    }
}

/// The item at a position from 1, or from the end below 0.
fn at_index(list: &List, index: Decimal) -> Value {
    let position = index.to_i64().and_then(|index| match index {
        1.. => usize::try_from(index - 1).ok(),
        0 => None,
        _ => list.len().checked_sub(usize::try_from(index.unsigned_abs()).ok()?),
    });
    position.and_then(|at| list.get(at)).cloned().unwrap_or_default()
}

/// What an iterator runs over.
enum Items {
    List(List, usize),
    /// Next, how many are left, upwards or downwards.
    Numbers(Decimal, u64, bool),
    Days(i64, u64, bool),
}

impl Items {
    /// From one end to the other, upwards or downwards, in steps of one.
    fn between(first: &Value, last: &Value, first_included: bool, last_included: bool) -> Option<Self> {
        let count = |difference: i64| {
            let inner = difference.unsigned_abs() + 1;
            inner.saturating_sub(u64::from(!first_included) + u64::from(!last_included))
        };
        match (first, last) {
            (Value::Number(first), Value::Number(last)) => {
                if !first.is_integer() || !last.is_integer() {
                    return None;
                }
                let up = first <= last;
                let difference = last.checked_sub(*first)?.to_i64()?;
                let step = if up { Decimal::ONE } else { Decimal::ONE.negated() };
                let start = if first_included { *first } else { first.checked_add(step)? };
                Some(Self::Numbers(start, count(difference), up))
            }
            (Value::Date(first), Value::Date(last)) => {
                let up = first <= last;
                let difference = last.number() - first.number();
                let shift = if first_included { 0 } else { if up { 1 } else { -1 } };
                Some(Self::Days(first.number() + shift, count(difference), up))
            }
            _ => None,
        }
    }
}

impl std::iter::Iterator for Items {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        match self {
            Self::List(list, at) => {
                let item = list.get(*at).cloned()?;
                *at += 1;
                Some(item)
            }
            Self::Numbers(next, left, up) => {
                *left = left.checked_sub(1)?;
                let out = *next;
                *next = out.checked_add(if *up { Decimal::ONE } else { Decimal::ONE.negated() })?;
                Some(out.into())
            }
            Self::Days(next, left, up) => {
                *left = left.checked_sub(1)?;
                let out = Date::from_number(*next)?;
                *next += if *up { 1 } else { -1 };
                Some(out.into())
            }
        }
    }
}
