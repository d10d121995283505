//! What a change asks 变更内容: one thing in the words of those who handle cases, and the operations of
//! the engine that it means on a model. Not here: whether it is allowed.

use kernel::Problem;
use process::{
    change::{NewStep, Operation},
    model::{Activity, FlowId, Model, NodeId, NodeKind, Task as Step},
};
use serde::{Deserialize, Serialize};

use crate::task::Kind;

/// What is to be done with the steps of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// 跳过: the step is left out.
    Skip,
    /// 之后增加: a review after a step.
    After,
    /// 之前增加: a review before a step; who stands there waits for it.
    Before,
    /// 并行增加: a review beside a step.
    Beside,
    /// 退回重办: back to a step that was done.
    Repeat,
    /// 改由其他部门: another body handles a step.
    Reassign,
    /// 改变去向: what follows a step is another.
    Lead,
}

impl Op {
    pub const ALL: [Self; 7] =
        [Self::After, Self::Before, Self::Beside, Self::Skip, Self::Repeat, Self::Reassign, Self::Lead];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::After => "after",
            Self::Before => "before",
            Self::Beside => "beside",
            Self::Repeat => "repeat",
            Self::Reassign => "reassign",
            Self::Lead => "lead",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|op| op.as_str() == text)
    }

    /// Whether a body must be named.
    #[must_use]
    pub fn names_body(self) -> bool {
        matches!(self, Self::After | Self::Before | Self::Beside | Self::Reassign)
    }
}

/// One change, as asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub op: Op,
    /// The step that it is about.
    pub element: String,
    /// Where a case stands that goes back, or the step that is to follow.
    pub to: Option<String>,
    /// `own`, `@KEY` or `LEVEL/LINE`, as models say it (`flow::Place`).
    pub body: Option<String>,
    /// Working days that an added step may take.
    pub days: Option<u32>,
    /// Papers that an added step asks for, by key of the item's material.
    pub papers: Vec<String>,
}

impl Asked {
    /// The operations that this means on a model.
    ///
    /// # Errors
    /// At the field that names no step, or one with which this can't be done.
    pub(crate) fn operations(&self, model: &Model, legal_basis: &str) -> Result<Vec<Operation>, Problem> {
        let node = step(model, &self.element).ok_or_else(|| wrong("element", "casework-change-no-step"))?;
        let decides = model[node].official.form.as_deref() == Some(Kind::Decide.as_str());
        let element = self.element.clone();
        Ok(vec![match self.op {
            Op::Skip => Operation::Skip { element },
            // Nothing comes after a decision, and nothing beside it is waited for.
            Op::After | Op::Beside if decides => return Err(wrong("element", "casework-change-decision-ends")),
            Op::After => {
                Operation::Insert { flow: only(model, node, false)?, steps: vec![self.step(model, legal_basis)] }
            }
            Op::Before => {
                Operation::Insert { flow: only(model, node, true)?, steps: vec![self.step(model, legal_basis)] }
            }
            Op::Beside => Operation::Beside { element, step: self.step(model, legal_basis) },
            Op::Repeat => Operation::Repeat { element, from: self.other(model)? },
            Op::Reassign => Operation::Reassign { element, body: self.body.clone(), actor: None },
            Op::Lead => Operation::Rewire { flow: only(model, node, false)?, to: self.other(model)? },
        }])
    }

    fn other(&self, model: &Model) -> Result<String, Problem> {
        let to = self.to.as_deref().filter(|to| *to != self.element && step(model, to).is_some());
        to.map(str::to_owned).ok_or_else(|| wrong("to", "casework-change-no-step"))
    }

    /// The review that is added.
    fn step(&self, model: &Model, legal_basis: &str) -> NewStep {
        NewStep {
            id: self.added(model),
            name: String::new(),
            body: self.body.clone(),
            actor: Some("officer".into()),
            form: Some(Kind::Review.as_str().into()),
            days: self.days,
            papers: self.papers.clone(),
            legal_basis: Some(legal_basis.to_owned()).filter(|basis| !basis.is_empty()),
        }
    }

    /// The id that an added step gets.
    pub(crate) fn added(&self, model: &Model) -> String {
        let mut number = 1_u32;
        loop {
            let id = ["added_", &number.to_string()].concat();
            if model.element(&id).is_none() {
                return id;
            }
            number += 1;
        }
    }
}

/// A step that people do.
pub(crate) fn step(model: &Model, id: &str) -> Option<NodeId> {
    let node = model.node(id)?;
    matches!(model[node].kind, NodeKind::Activity(Activity { task: Step::User | Step::Manual, .. })).then_some(node)
}

/// The one sequence flow into or out of a step.
fn only(model: &Model, node: NodeId, into: bool) -> Result<String, Problem> {
    let flows: &[FlowId] = if into { &model[node].incoming } else { &model[node].outgoing };
    match flows {
        [only] => Ok(model[*only].id.to_string()),
        _ => Err(wrong("element", "casework-change-not-simple")),
    }
}

fn wrong(field: &'static str, message: &'static str) -> Problem {
    Problem::invalid().field(field, message)
}
