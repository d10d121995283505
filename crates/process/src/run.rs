//! A run 试运行 in virtual time: models are deployed together, cases start, tasks complete themselves with given data,
//! scripts have given effects, timers fire as soon as nothing else can happen. `run/1` in, `run-outcome/1` out. It is
//! also the plainest picture of what a caller of the engine does: it hands on messages, signals, calls and time.
//! Not here: the clock of the machine, and anything that lasts.

mod effects;
mod input;
mod world;

pub use self::effects::Effect;
pub use self::input::Input;
use crate::model::Model;
use serde::Serialize;

/// A line `run-outcome/1`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    pub format: &'static str,
    /// Markers in the order in which they were emitted.
    pub emitted: Vec<String>,
    pub outcome: Verdict,
    /// Of the first case: `completed`, `waiting` or `cancelled`.
    pub state: &'static str,
    /// Of the first case.
    pub variables: serde_json::Value,
    /// Virtual time since the start at which the last thing happened, an ISO 8601 duration.
    pub time: String,
    pub incidents: Vec<Trouble>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Ok,
    Incident,
    UncaughtError,
    Refused,
}

/// An incident or a refusal, by element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    pub element: String,
    pub kind: String,
    pub message: String,
}

/// Runs models that are deployed together.
#[must_use]
pub fn run(models: Vec<Model>, input: &Input) -> Outcome {
    match world::World::new(models, input) {
        Ok(mut world) => {
            world.run();
            world.outcome()
        }
        Err(trouble) => refused(vec![trouble]),
    }
}

/// The outcome of a model that isn't run at all.
#[must_use]
pub fn refused(troubles: Vec<Trouble>) -> Outcome {
    Outcome {
        format: "run-outcome/1",
        emitted: Vec::new(),
        outcome: Verdict::Refused,
        state: "refused",
        variables: serde_json::json!({}),
        time: "PT0S".to_owned(),
        incidents: troubles,
    }
}
