//! How cases of a run begin: because someone starts a process, or a timer does.

use super::{Todo, World};
use crate::model::{Definition, NodeId};
use crate::program::parts;

impl World<'_> {
    /// A process that someone starts begins at its none start event or without one; where it has only others, a timer
    /// is waited for and anything else has happened.
    pub(super) fn plan_start(&mut self, id: &str) -> Option<()> {
        let (program, process) =
            self.programs.iter().enumerate().find_map(|(at, program)| Some((at, program.model.process(id)?)))?;
        let model = self.program(program)?.model.clone();
        let is =
            |wanted: fn(&Definition) -> bool| {
                model[process].starts.iter().copied().find(|start| {
                    model[*start].event().is_some_and(|event| parts(&event.definition).iter().any(wanted))
                })
            };
        let event = match (is(|each| *each == Definition::None), is(|each| matches!(each, Definition::Timer(_)))) {
            (Some(none), _) => Some(none),
            (None, Some(_)) => return Some(()),
            (None, None) => match is(|each| matches!(each, Definition::Conditional(_))) {
                Some(start) if !self.condition_holds(program, start) => return Some(()),
                Some(start) => Some(start),
                None => model[process].starts.first().copied(),
            },
        };
        let variables = self.variables();
        self.queue.push_back(Todo::Start { program, process, event, variables });
        Some(())
    }

    fn condition_holds(&self, program: usize, start: NodeId) -> bool {
        let Some(program) = self.program(program) else { return false };
        let condition = program.code(start).parts.iter().find_map(|part| part.condition.as_ref());
        let scope = rules::feel::Scope::new(self.variables().0);
        condition.is_some_and(|condition| {
            condition.value(&scope, &rules::feel::Env::at(self.now)).is_ok_and(|value| value.is_true())
        })
    }

    /// Timer start events of all that is deployed.
    pub(super) fn arm_starts(&mut self) {
        let mut found = Vec::new();
        for (at, program) in self.programs.iter().enumerate() {
            let starts = program.model.processes.iter().flat_map(|process| &program.model[*process].starts);
            for start in starts {
                let timer = program.code(*start).parts.iter().find_map(|part| part.timer.as_ref());
                let schedule = timer.and_then(|timer| timer.literal.as_ref());
                if let Some(alarm) = schedule.and_then(|schedule| schedule.alarm(self.now, &self.calendar)) {
                    found.push((alarm.due, Todo::Timer { program: at, node: *start, alarm }));
                }
            }
        }
        self.later.extend(found);
    }

    pub(super) fn timed_start(&mut self, program: usize, node: NodeId, alarm: &crate::state::Alarm) {
        if let Some(next) = alarm.next(&self.calendar) {
            self.later.push((next.due, Todo::Timer { program, node, alarm: next }));
        }
        if let Some(model) = self.program(program).map(|program| program.model.clone()) {
            let variables = self.variables();
            self.start(program, model[node].scope, Some(node), variables, None);
        }
    }
}
