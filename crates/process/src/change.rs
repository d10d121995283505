//! Change of running cases 在办变更: one mechanism for a new version of a model and for a change of one case. Operations
//! derive a model; a state under the old model is mapped to the new one: tokens, frames, joins, items, timers,
//! subscriptions, compensation logs. What can't be mapped is a question, never a guess. A dry run says the same without
//! doing it, and who would be burdened. Not here: who may change what, on which ground, and telling the applicant.

mod burden;
mod derive;
pub(crate) mod document;
mod fragment;
mod map;
mod sound;
mod starved;

use serde::{Deserialize, Serialize};

pub use self::burden::{Burden, BurdenKind};
pub use self::derive::{CannotDerive, Derived, derive, named};
pub use self::map::{Mapped, map};
use crate::doors::Shut;
use crate::event::Event;
use crate::model::Model;
use crate::program::Program;
use crate::state::{State, Status};
use crate::step::{Env, resume};
use kernel::Timestamp;

/// A change of a model, or of the model of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Operation {
    /// The step is left out; who stands there goes on.
    Skip { element: String },
    /// Steps one after another on a sequence flow.
    Insert { flow: String, steps: Vec<NewStep> },
    /// A block on a sequence flow: BPMN with one process, one plain start and one plain end that stand for the ways in
    /// and out.
    InsertFragment { flow: String, fragment: String },
    /// A reviewer or a body beside a step: both must be done before the case goes on.
    Beside { element: String, step: NewStep },
    /// Back to a step that was done before, from where a token stands now.
    Repeat { element: String, from: String },
    /// A sequence flow leads elsewhere.
    Rewire { flow: String, to: String },
    /// Another body or actor handles a step.
    Reassign {
        element: String,
        #[serde(default)]
        body: Option<String>,
        #[serde(default)]
        actor: Option<String>,
    },
}

/// A step that a change adds: a user task with what our namespace says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewStep {
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub body: Option<String>,
    #[serde(default)]
    pub actor: Option<String>,
    #[serde(default)]
    pub form: Option<String>,
    /// Working days that it may take.
    #[serde(default)]
    pub days: Option<u32>,
    #[serde(default)]
    pub papers: Vec<String>,
    #[serde(default)]
    pub legal_basis: Option<String>,
}

/// What a person must decide before a case can be mapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub asks: Asks,
    /// The token it is about, if it is about one.
    pub token: Option<u32>,
    /// An element of the old model, or of the new one where the old has none.
    pub element: Box<str>,
    /// Elements of the new model that an answer may name. None where no answer helps but another change.
    pub options: Vec<Box<str>>,
    /// The elements that act on the way from where the case stands to the trouble ahead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Box<str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// Where a token stands is no longer in the model.
    ElementGone,
    /// It is there, but of a kind in which what was begun can't go on.
    KindChanged,
    /// It lies in another scope now.
    ScopeChanged,
    /// A token waits on a flow that is no longer there.
    FlowGone,
    /// A repeated activity repeats otherwise.
    RepetitionChanged,
    /// What was done can no longer be undone.
    HandlerGone,
    /// A join would wait for ever for this flow.
    JoinStarved,
    /// Going back would let a step be done twice by tokens that stand further on.
    Doubled,
    /// From where the tokens would stand, some would wait here for others that never come.
    Deadlock,
    /// From there the case could go on for ever, but not end.
    EndlessLoop,
    /// From there two tokens could come to one flow: branches meet without being joined.
    LackOfSynchronisation,
    /// From there each turn would leave another token.
    UnboundedRepetition,
    /// From there one end would be reached twice.
    EndReachedTwice,
    /// A step that may not be skipped would never be done.
    RequiredStepLost,
    /// Whether the case could end from there was not found out within the bounds.
    NotDecided,
}

/// A person's answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The token goes to an element of the new model and enters it.
    Move { token: u32, to: String },
    /// The token ends.
    Drop { token: u32 },
    /// A token appears at an element of the new model, in the scope where another stands.
    Add { beside: u32, at: String },
    /// It is accepted that this can't be undone any more.
    Forget { element: String },
}

/// Where a token goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub token: u32,
    /// None: it is new.
    pub from: Option<Box<str>>,
    /// None: it is gone.
    pub to: Option<Box<str>>,
}

/// A timer that is due at another moment, begins, or is gone. Milliseconds UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockChange {
    pub element: Box<str>,
    pub was: Option<Timestamp>,
    pub now: Option<Timestamp>,
}

/// Carries a case over to another model.
///
/// # Errors
/// The questions that stand open; the case is as it was.
pub fn migrate(
    old: &Program,
    new: &Program,
    state: &State,
    answers: &[Answer],
    env: &Env<'_>,
) -> Result<Vec<Event>, Vec<Question>> {
    let mapped = map(old, new, state, answers, env)?;
    if mapped.state == *state {
        return Ok(Vec::new());
    }
    let mut events = vec![Event::Migrated { state: Box::new(mapped.state.clone()) }];
    let mut state = mapped.state;
    events.extend(resume(new, &mut state, &mapped.entering, env));
    Ok(events)
}

/// What a case would have to bear more than before, if it were carried over so.
#[must_use]
pub fn weigh(old: &Model, state: &State, new: &Model, mapped: &Mapped) -> Vec<Burden> {
    burden::weigh(old, state, new, &mapped.state, &mapped.clocks)
}

/// What would become of one case; a line of `process migrate --dry-run`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub case: String,
    pub verdict: Verdict,
    /// Tokens that would not stay where they are.
    pub moves: Vec<Moved>,
    pub clocks: Vec<ClockChange>,
    pub burdens: Vec<Burden>,
    pub questions: Vec<Question>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Moves,
    /// Burdened: stays on the old version, as no transition rule is cited.
    Stays,
    Asks,
    /// The case has ended.
    Over,
}

/// What would become of a case, without doing it. `transition_rule`: the rule that lets burdened cases move too.
#[must_use]
pub fn dry_run(
    old: &Program,
    new: &Program,
    case: &str,
    state: &State,
    transition_rule: Option<&str>,
    env: &Env<'_>,
) -> Line {
    let mut line = Line {
        case: case.to_owned(),
        verdict: Verdict::Moves,
        moves: Vec::new(),
        clocks: Vec::new(),
        burdens: Vec::new(),
        questions: Vec::new(),
    };
    if state.status != Status::Running {
        line.verdict = Verdict::Over;
        return line;
    }
    match map(old, new, state, &[], env) {
        Err(questions) => {
            line.verdict = Verdict::Asks;
            line.questions = questions;
        }
        Ok(mapped) => {
            line.burdens = weigh(&old.model, state, &new.model, &mapped);
            line.moves = mapped.moves;
            line.clocks = mapped.clocks;
            if !line.burdens.is_empty() && transition_rule.is_none() {
                line.verdict = Verdict::Stays;
            }
        }
    }
    line
}

/// `process migrate --dry-run`: two models and states, one a line, each alone or as `{"case":..,"state":..}`.
///
/// # Errors
/// A model or a line can't be read.
pub fn dry_run_all(
    from: &[u8],
    to: &[u8],
    states: &[u8],
    transition_rule: Option<&str>,
    env: &Env<'_>,
) -> Result<Vec<Line>, Shut> {
    let read = |text: &[u8]| crate::bpmn::read(text).map_err(|refusal| Shut::new("model", refusal));
    let (old, new) = (Program::new(read(from)?.into()), Program::new(read(to)?.into()));
    let mut lines = Vec::new();
    for (at, text) in states.split(|byte| *byte == b'\n').enumerate() {
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let number = at + 1;
        let wrong = |error: serde_json::Error| Shut::new("state", format!("line {number}: {error}"));
        let mut json: serde_json::Value = serde_json::from_slice(text).map_err(wrong)?;
        let case = json.get("case").and_then(|case| case.as_str()).map_or_else(|| number.to_string(), str::to_owned);
        let state = json.get_mut("state").map(serde_json::Value::take).unwrap_or(json);
        let state: State = serde_json::from_value(state).map_err(wrong)?;
        if state.model != old.model.digest {
            return Err(Shut::new("state", format!("line {number}: this case runs on another model")));
        }
        lines.push(dry_run(&old, &new, &case, &state, transition_rule, env));
    }
    Ok(lines)
}
