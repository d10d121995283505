//! What a process may wait for 流程可等待的事件: things that happen in this room, each under a name. A model waits for
//! them as a message or as a signal, in the middle or at the border of a step, or to begin an event sub-process.
//! Nothing else ever comes, so a model that waits for another name is not published (`fitness`). Not here: a
//! correction and its answer, which come before the process begins, and the withdrawal, with which it ends.

use process::{
    model::Definition,
    program::parts,
    state::{Variables, Wait},
    step::Input,
};
use serde_json::{Value, json};
use store::Error;

use super::Flow;
use crate::{act::Act, task::Task};

/// A special procedure of AL 45 began, and ended.
pub const SPECIAL_BEGAN: &str = "special-began";
pub const SPECIAL_ENDED: &str = "special-ended";
/// A body gave its opinion; `opinion` says at which step and what.
pub const OPINION_GIVEN: &str = "opinion-given";
/// The same where it disagrees.
pub const OPINION_DISAGREED: &str = "opinion-disagreed";
/// Another case of the same applicant was granted and its licence made; `licence` has type and number.
pub const LICENCE_ISSUED: &str = "licence-issued";

const ALL: [&str; 5] = [SPECIAL_BEGAN, SPECIAL_ENDED, OPINION_GIVEN, OPINION_DISAGREED, LICENCE_ISSUED];

/// Whether something of this name ever happens.
#[must_use]
pub fn is_heard(name: &str) -> bool {
    ALL.contains(&name)
}

impl Flow {
    /// Tells the process of something; whether it waited for it.
    pub(crate) fn hear(&mut self, act: &Act<'_, '_>, name: &str, what: &Value) -> Result<bool, Error> {
        let mut heard = false;
        for signal in [false, true] {
            if !self.state.waits.iter().any(|wait| self.waits_for(wait, name, signal)) {
                continue;
            }
            let variables = Variables::of_json(what);
            let name = name.into();
            let input = if signal {
                Input::Signal { name, variables }
            } else {
                Input::Message { name, key: None, node: None, variables }
            };
            self.take(act, input)?;
            self.do_outside(act)?;
            heard = true;
        }
        Ok(heard)
    }

    fn waits_for(&self, wait: &Wait, name: &str, signal: bool) -> bool {
        let model = &self.program.model;
        let Some(event) = model[wait.node].event() else { return false };
        let declared = match (parts(&event.definition).get(usize::from(wait.part)), signal) {
            (Some(Definition::Signal(Some(declared))), true) | (Some(Definition::Message(Some(declared))), false) => {
                declared
            }
            _ => return false,
        };
        model.declared.get(declared.0 as usize).is_some_and(|declared| &*declared.name == name)
    }

    /// A body gave its opinion: steps beside it may have waited for that.
    pub(crate) fn opinion(&mut self, act: &Act<'_, '_>, task: &Task, agrees: bool) -> Result<(), Error> {
        let what = json!({ "opinion": { "step": task.element, "outcome": task.outcome } });
        self.hear(act, OPINION_GIVEN, &what)?;
        if !agrees {
            self.hear(act, OPINION_DISAGREED, &what)?;
        }
        Ok(())
    }
}
