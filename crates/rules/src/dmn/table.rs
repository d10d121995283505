//! Decision tables 决策表 in their compiled form, and their evaluation under each hit policy (DMN 1.5, 8.3).

use std::sync::Arc;

use super::trace::{Condition, Fired, FiredRule, Given, Note, shown};
use crate::Decimal;
use crate::feel::ast::{Node, Tests};
use crate::feel::eval::{Eval, Frame, compare};
use crate::feel::types::Type;
use crate::feel::{Fault, Value};

/// A decision table.
#[derive(Debug)]
pub(crate) struct Table {
    pub name: Arc<str>,
    pub hit: Hit,
    pub inputs: Box<[Input]>,
    pub outputs: Box<[Output]>,
    pub rules: Box<[Rule]>,
}

/// Which of the rules that hold give the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hit {
    Unique,
    Any,
    Priority,
    First,
    RuleOrder,
    OutputOrder,
    Collect,
    Sum,
    Min,
    Max,
    Count,
}

#[derive(Debug)]
pub(crate) struct Input {
    pub label: Arc<str>,
    pub node: Node,
    /// Where the value stands while the rules are tested.
    pub slot: usize,
    pub kind: Type,
    pub allowed: Option<Tests>,
}

#[derive(Debug)]
pub(crate) struct Output {
    /// `None` where it is the only one and has no name.
    pub name: Option<Arc<str>>,
    pub kind: Type,
    /// The allowed values in order of priority, highest first.
    pub priorities: Box<[Node]>,
    pub allowed: Option<Tests>,
    /// Where an output stands while the allowed values are tested.
    pub slot: usize,
    pub default: Option<Node>,
}

#[derive(Debug)]
pub(crate) struct Rule {
    pub id: Option<Arc<str>>,
    pub tests: Box<[Tests]>,
    pub outputs: Box<[Node]>,
    /// The tests as the model writes them.
    pub texts: Box<[Arc<str>]>,
    /// Column and text, without the empty ones.
    pub annotations: Box<[(Arc<str>, Arc<str>)]>,
}

impl Hit {
    pub(crate) fn letter(self) -> &'static str {
        match self {
            Self::Unique => "U",
            Self::Any => "A",
            Self::Priority => "P",
            Self::First => "F",
            Self::RuleOrder => "R",
            Self::OutputOrder => "O",
            Self::Collect => "C",
            Self::Sum => "C+",
            Self::Min => "C<",
            Self::Max => "C>",
            Self::Count => "C#",
        }
    }
}

/// A rule that held, and what it gives.
struct Hold<'t> {
    number: usize,
    rule: &'t Rule,
    outputs: Vec<Value>,
}

impl Table {
    pub(crate) fn evaluate(&self, eval: &mut Eval<'_>, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        for input in &self.inputs {
            let value = eval.node(&input.node, frame)?;
            let value = eval.coerce(value, &input.kind, frame.types)?;
            frame.set(input.slot, value);
            if let Some(allowed) = &input.allowed
                && !eval.tests(allowed, input.slot, frame)?.is_true()
            {
                return Ok(self.refused(eval, frame, &[], "rules-table-input-not-allowed"));
            }
        }
        let mut held: Vec<Hold<'_>> = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            eval.step(1)?;
            if !self.holds(rule, eval, frame)? {
                continue;
            }
            let mut outputs = Vec::with_capacity(rule.outputs.len());
            for (node, output) in rule.outputs.iter().zip(&self.outputs) {
                outputs.push(output.value(node, eval, frame)?);
            }
            held.push(Hold { number: at + 1, rule, outputs });
            if self.hit == Hit::First || (self.hit == Hit::Unique && held.len() > 1) {
                break;
            }
        }
        if held.is_empty() {
            return self.by_default(eval, frame);
        }
        self.result(held, eval, frame)
    }

    fn holds(&self, rule: &Rule, eval: &mut Eval<'_>, frame: &mut Frame<'_>) -> Result<bool, Fault> {
        for (tests, input) in rule.tests.iter().zip(&self.inputs) {
            if !matches!(tests, Tests::Any) && !eval.tests(tests, input.slot, frame)?.is_true() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn result(&self, mut held: Vec<Hold<'_>>, eval: &mut Eval<'_>, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        match self.hit {
            Hit::Unique if held.len() > 1 => return Ok(self.refused(eval, frame, &held, "rules-table-several")),
            Hit::Any => {
                for pair in held.windows(2) {
                    let [a, b] = pair else { continue };
                    for (a, b) in a.outputs.iter().zip(&b.outputs) {
                        if eval.equal(a, b)? != Some(true) {
                            return Ok(self.refused(eval, frame, &held, "rules-table-differ"));
                        }
                    }
                }
                held.truncate(1);
            }
            Hit::Priority | Hit::OutputOrder => {
                self.sort(&mut held, eval, frame)?;
                if self.hit == Hit::Priority {
                    held.truncate(1);
                }
            }
            _ => {}
        }
        let value = match self.hit {
            Hit::Unique | Hit::Any | Hit::Priority | Hit::First => match held.first() {
                Some(hold) => self.compound(&hold.outputs, eval)?,
                None => Value::Null,
            },
            Hit::Collect | Hit::RuleOrder | Hit::OutputOrder => {
                let mut items = Vec::with_capacity(held.len());
                for hold in &held {
                    items.push(self.compound(&hold.outputs, eval)?);
                }
                eval.list(items)?
            }
            Hit::Count => u64::try_from(held.len()).ok().into(),
            Hit::Sum | Hit::Min | Hit::Max => self.aggregate(&held, eval)?,
        };
        self.note(eval, frame, &held, false, None);
        Ok(value)
    }

    /// A column is reduced to one value, several columns each for itself.
    fn aggregate(&self, held: &[Hold<'_>], eval: &mut Eval<'_>) -> Result<Value, Fault> {
        let mut out = Vec::with_capacity(self.outputs.len());
        for column in 0..self.outputs.len() {
            let values = held.iter().filter_map(|hold| hold.outputs.get(column));
            out.push(reduced(self.hit, values).unwrap_or_default());
        }
        self.compound(&out, eval)
    }

    fn compound(&self, outputs: &[Value], eval: &mut Eval<'_>) -> Result<Value, Fault> {
        if let [only] = outputs {
            return Ok(only.clone());
        }
        let entries = self.outputs.iter().zip(outputs);
        let entries = entries.map(|(output, value)| (output.name.clone().unwrap_or_default(), value.clone()));
        eval.context_of(entries.collect())
    }

    /// By the place of their outputs among the allowed values; the first column counts most.
    fn sort(&self, held: &mut [Hold<'_>], eval: &mut Eval<'_>, frame: &mut Frame<'_>) -> Result<(), Fault> {
        let mut ranks: Vec<Vec<usize>> = vec![Vec::new(); self.rules.len() + 1];
        for hold in held.iter() {
            let mut rank = Vec::with_capacity(self.outputs.len());
            for (output, value) in self.outputs.iter().zip(&hold.outputs) {
                let mut place = output.priorities.len();
                for (at, node) in output.priorities.iter().enumerate() {
                    let allowed = eval.node(node, frame)?;
                    if eval.matches(value, &allowed)?.is_true() {
                        place = at;
                        break;
                    }
                }
                rank.push(place);
            }
            if let Some(slot) = ranks.get_mut(hold.number) {
                *slot = rank;
            }
        }
        held.sort_by(|a, b| ranks.get(a.number).cmp(&ranks.get(b.number)));
        Ok(())
    }

    fn by_default(&self, eval: &mut Eval<'_>, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        if self.outputs.iter().all(|output| output.default.is_none()) {
            return Ok(self.refused(eval, frame, &[], "rules-table-none"));
        }
        let mut outputs = Vec::with_capacity(self.outputs.len());
        for output in &self.outputs {
            outputs.push(match &output.default {
                Some(node) => {
                    let value = eval.node(node, frame)?;
                    eval.coerce(value, &output.kind, frame.types)?
                }
                None => Value::Null,
            });
        }
        self.note(eval, frame, &[], true, None);
        self.compound(&outputs, eval)
    }

    /// No result; the reason is kept where somebody asks.
    fn refused(&self, eval: &mut Eval<'_>, frame: &Frame<'_>, held: &[Hold<'_>], problem: &'static str) -> Value {
        self.note(eval, frame, held, false, Some(problem));
        Value::Null
    }

    fn note(
        &self,
        eval: &mut Eval<'_>,
        frame: &Frame<'_>,
        held: &[Hold<'_>],
        default: bool,
        problem: Option<&'static str>,
    ) {
        let Some(trace) = &mut eval.trace else { return };
        let given = |input: &Input| Given { name: input.label.to_string(), value: shown(frame.get(input.slot)) };
        trace.push(Fired {
            table: self.name.to_string(),
            hit_policy: self.hit.letter(),
            inputs: self.inputs.iter().map(given).collect(),
            rules: held.iter().map(|hold| self.fired(hold, frame)).collect(),
            default,
            problem,
        });
    }

    fn fired(&self, hold: &Hold<'_>, frame: &Frame<'_>) -> FiredRule {
        let tests = hold.rule.tests.iter().zip(&hold.rule.texts).zip(&self.inputs);
        let asked = tests.filter(|((tests, _), _)| !matches!(tests, Tests::Any));
        let outputs = self.outputs.iter().zip(&hold.outputs);
        let notes = hold.rule.annotations.iter();
        FiredRule {
            number: hold.number,
            id: hold.rule.id.as_deref().map(str::to_owned),
            conditions: asked
                .map(|((_, text), input)| Condition {
                    input: input.label.to_string(),
                    test: text.to_string(),
                    value: shown(frame.get(input.slot)),
                })
                .collect(),
            outputs: outputs
                .map(|(output, value)| Given {
                    name: output.name.as_deref().unwrap_or(&self.name).to_owned(),
                    value: shown(value),
                })
                .collect(),
            annotations: notes.map(|(name, text)| Note { name: name.to_string(), text: text.to_string() }).collect(),
        }
    }
}

impl Output {
    /// What a rule gives here; null where it is none of the allowed values.
    fn value(&self, node: &Node, eval: &mut Eval<'_>, frame: &mut Frame<'_>) -> Result<Value, Fault> {
        let value = eval.node(node, frame)?;
        let value = eval.coerce(value, &self.kind, frame.types)?;
        let Some(allowed) = &self.allowed else { return Ok(value) };
        frame.set(self.slot, value);
        let good = eval.tests(allowed, self.slot, frame)?.is_true();
        Ok(if good { frame.take(self.slot) } else { Value::Null })
    }
}

fn reduced<'v>(hit: Hit, mut values: impl Iterator<Item = &'v Value>) -> Option<Value> {
    let first = values.next()?;
    if hit == Hit::Sum {
        let total: Decimal = values.try_fold(first.as_number()?, |sum, value| sum.checked_add(value.as_number()?))?;
        return Some(total.into());
    }
    let mut best = first;
    for value in values {
        let order = compare::order(value, best)?;
        if (hit == Hit::Min && order.is_lt()) || (hit == Hit::Max && order.is_gt()) {
            best = value;
        }
    }
    Some(best.clone())
}
