//! Throwing: messages and signals leave the case; errors and escalations look outwards for who catches them: an event
//! sub-process inside a scope, then a boundary event on it, an exact match before a catch-all, then the next scope.

use super::data::Sight;
use super::{Stepper, Trouble, Work};
use crate::event::Event;
use crate::model::{DeclaredId, Definition, EventPosition, NodeId};
use crate::program::parts;
use crate::state::{FrameKind, Owner, Status, Variables, WaitKind};

/// Who catches an error or escalation.
enum Catcher {
    Boundary { host: u32, node: NodeId },
    EventSubprocess { frame: u32, start: NodeId },
}

/// What is thrown, as far as catchers look at it.
struct Thrown<'a> {
    declared: Option<DeclaredId>,
    code: &'a str,
    is_error: bool,
}

impl Stepper<'_> {
    pub(super) fn send(&mut self, token: u32, node: NodeId, message: Option<DeclaredId>) -> Result<(), Trouble> {
        let name = self.declared_name(message).into();
        let key = self.correlation_key(self.sight_of(token), message, &self.model[node].id)?;
        if self.model[node].event().is_some() {
            self.map_inputs(token, node)?;
        }
        let variables = self.state.token(token).map(|token| token.locals.clone()).unwrap_or_default();
        self.emit(Event::Sent { token, node, name, key, variables });
        Ok(())
    }

    pub(super) fn declared_name(&self, declared: Option<DeclaredId>) -> &str {
        let Some(declared) = declared.and_then(|id| self.model.declared.get(id.0 as usize)) else { return "" };
        if declared.name.is_empty() { &declared.id } else { &declared.name }
    }

    fn code(&self, declared: Option<DeclaredId>) -> &str {
        let Some(declared) = declared.and_then(|id| self.model.declared.get(id.0 as usize)) else { return "" };
        if declared.code.is_empty() { &declared.id } else { &declared.code }
    }

    pub(super) fn signal(&mut self, _token: u32, node: NodeId, signal: Option<DeclaredId>) {
        let name = self.declared_name(signal).to_owned();
        self.emit(Event::Signalled { node, name: name.as_str().into() });
        for (owner, node, part) in self.waiting_for_signal(&name) {
            self.work.push_back(Work::Fire(owner, node, part));
        }
    }

    /// What a running activity throws by itself: the events at its border come first.
    pub(super) fn throw_at_border(&mut self, host: u32, node: NodeId, thrown: &Definition) -> Result<(), Trouble> {
        let none = Variables::default();
        match thrown {
            Definition::Message(message) => self.send(host, node, *message)?,
            Definition::Signal(signal) => {
                let name = self.declared_name(*signal).to_owned();
                self.emit(Event::Signalled { node, name: name.as_str().into() });
                for (owner, event, part) in self.waiting_for_signal(&name) {
                    // Its own border hears it now: with the last item the activity is gone.
                    if owner == Owner::Token(host) {
                        self.fire(owner, event, part, none.clone());
                    } else {
                        self.work.push_back(Work::Fire(owner, event, part));
                    }
                }
            }
            Definition::Error { error, .. } => {
                let code = self.code(*error).to_owned();
                self.raise(host, node, &Thrown { declared: *error, code: &code, is_error: true }, true, &none);
            }
            Definition::Escalation { escalation, .. } => {
                let code = self.code(*escalation).to_owned();
                self.raise(host, node, &Thrown { declared: *escalation, code: &code, is_error: false }, true, &none);
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn waiting_for_signal(&self, name: &str) -> Vec<(Owner, NodeId, u8)> {
        self.waiting(|wait| {
            wait.kind == WaitKind::Signal
                && matches!(self.part_of(wait.node, wait.part), Some(Definition::Signal(signal)) if self.declared_name(*signal) == name)
        })
    }

    pub(super) fn part_of(&self, node: NodeId, part: u8) -> Option<&Definition> {
        let event = self.model[node].event()?;
        parts(&event.definition).get(usize::from(part))
    }

    /// An error end event.
    pub(super) fn throw_error(&mut self, token: u32, node: NodeId, error: Option<DeclaredId>) {
        let code = self.code(error).to_owned();
        self.raise(token, node, &Thrown { declared: error, code: &code, is_error: true }, false, &Variables::default());
    }

    pub(super) fn throw_escalation(&mut self, token: u32, node: NodeId, escalation: Option<DeclaredId>) {
        let code = self.code(escalation).to_owned();
        let thrown = Thrown { declared: escalation, code: &code, is_error: false };
        self.raise(token, node, &thrown, false, &Variables::default());
    }

    /// An error or escalation out of a task or called process: its own boundary events come first.
    pub(super) fn raise_from_task(&mut self, token: u32, code: &str, is_error: bool, variables: &Variables) {
        let Some(node) = self.state.token(token).and_then(crate::state::Token::node) else { return };
        self.raise(token, node, &Thrown { declared: None, code, is_error }, true, variables);
    }

    fn raise(&mut self, token: u32, node: NodeId, thrown: &Thrown<'_>, from_task: bool, variables: &Variables) {
        let catcher = self.catcher(token, thrown, from_task);
        let (code, caught) = (thrown.code.into(), catcher.is_some());
        self.emit(if thrown.is_error {
            Event::Erred { node, code, caught }
        } else {
            Event::Escalated { node, code, caught }
        });
        match catcher {
            Some(catcher) => self.hand_over(&catcher, thrown, variables),
            None if thrown.is_error => self.finish(Status::Uncaught(thrown.code.into())),
            None => {}
        }
    }

    fn hand_over(&mut self, catcher: &Catcher, thrown: &Thrown<'_>, variables: &Variables) {
        let (owner, node, sight) = match catcher {
            Catcher::Boundary { host, node } => {
                (Owner::Token(*host), *node, Sight { token: 0, ..self.sight_of(*host) })
            }
            Catcher::EventSubprocess { frame, start } => {
                (Owner::Frame(*frame), *start, Sight { token: 0, frame: *frame })
            }
        };
        self.emit(Event::Fired { owner, node, at: self.env.now });
        let mut variables = variables.clone();
        if let Some(
            Definition::Error { code_variable: Some(name), .. }
            | Definition::Escalation { code_variable: Some(name), .. },
        ) = self.part_of(node, 0)
        {
            variables.set(name, thrown.code.into());
        }
        self.assign(sight, &variables);
        match catcher {
            Catcher::Boundary { host, node } => match self.model[*node].attachment() {
                Some((_, false)) if !thrown.is_error => self.branch_off(*host, *node),
                _ => self.interrupt(*host, *node),
            },
            Catcher::EventSubprocess { frame, start } => {
                if thrown.is_error {
                    self.clear(*frame, None);
                }
                self.open_event_subprocess(*frame, *start);
            }
        }
    }

    fn catcher(&self, token: u32, thrown: &Thrown<'_>, from_task: bool) -> Option<Catcher> {
        let token = self.state.token(token)?;
        let is_item = token.node().is_some_and(|node| self.is_item(token.number, node));
        if from_task
            && !is_item
            && let Some(found) = self.boundary_catcher(token.number, thrown)
        {
            return Some(found);
        }
        let mut number = token.frame;
        // What an event sub-process throws isn't caught by its siblings.
        let mut below_event_subprocess = false;
        while let Some(frame) = self.state.frame(number) {
            if frame.kind.is_scope()
                && !below_event_subprocess
                && let Some(start) = self.event_subprocess_catcher(number, thrown)
            {
                return Some(Catcher::EventSubprocess { frame: number, start });
            }
            if let Some(found) = self.boundary_catcher(frame.host, thrown) {
                return Some(found);
            }
            below_event_subprocess = matches!(frame.kind, FrameKind::EventSubprocess(_));
            number = frame.parent;
        }
        None
    }

    fn boundary_catcher(&self, host: u32, thrown: &Thrown<'_>) -> Option<Catcher> {
        let node = self.state.token(host)?.node()?;
        let best = self.best(self.model[node].boundaries.iter().copied(), thrown)?;
        Some(Catcher::Boundary { host, node: best })
    }

    fn event_subprocess_catcher(&self, frame: u32, thrown: &Thrown<'_>) -> Option<NodeId> {
        let scope = self.scope_of(frame)?;
        let inside = self.model[scope].event_subprocesses.iter().filter_map(|node| self.model[*node].inside());
        self.best(inside.flat_map(|scope| self.model[scope].starts.iter().copied()), thrown)
    }

    /// The first that names what is thrown, else the first that catches all.
    fn best(&self, among: impl Iterator<Item = NodeId>, thrown: &Thrown<'_>) -> Option<NodeId> {
        let mut any = None;
        for node in among {
            let Some(event) = self.model[node].event() else { continue };
            if matches!(event.position, EventPosition::Throw | EventPosition::End) {
                continue;
            }
            for definition in parts(&event.definition) {
                match self.catches(definition, thrown) {
                    Some(true) => return Some(node),
                    Some(false) => any = any.or(Some(node)),
                    None => {}
                }
            }
        }
        any
    }

    /// Some(true): by name; Some(false): as a catch-all.
    fn catches(&self, definition: &Definition, thrown: &Thrown<'_>) -> Option<bool> {
        let wanted = match definition {
            Definition::Error { error, .. } if thrown.is_error => error,
            Definition::Escalation { escalation, .. } if !thrown.is_error => escalation,
            _ => return None,
        };
        match wanted {
            None => Some(false),
            Some(_) if *wanted == thrown.declared || self.code(*wanted) == thrown.code => Some(true),
            Some(_) => None,
        }
    }
}
