//! Subscriptions and timers under another model: what still waits goes along, a timer that says something else is counted
//! anew from when it began, and what is new around those that stay is armed from when they came.

use super::super::ClockChange;
use super::Mapping;
use crate::model::{Definition, EventPosition, Gateway, Model, NodeId, NodeKind};
use crate::program::{Program, parts};
use crate::state::{FrameKind, Owner, Token, Wait, WaitKind};
use crate::step::{Env, armed_since};

impl Mapping<'_> {
    fn stays(&self, owner: Owner) -> bool {
        match owner {
            Owner::Token(token) => self.to.token(token).is_some() && !self.entering.contains(&token),
            Owner::Frame(frame) => self.to.frame(frame).is_some(),
        }
    }

    pub fn waits(&mut self, new: &Program, env: &Env<'_>) {
        let from = self.from;
        let staying: Vec<_> = from.waits.iter().filter(|wait| self.stays(wait.owner)).collect();
        for wait in staying {
            let kept = self.same(wait.node).filter(|node| self.still_waits(wait, *node));
            let Some(node) = kept else {
                self.clock(wait.node, &wait.kind, None);
                continue;
            };
            let mut mapped = Wait { node, ..wait.clone() };
            if let WaitKind::Timer(alarm) = &wait.kind
                && timer_text(self.old, wait.node, wait.part) != timer_text(self.new, node, wait.part)
            {
                let again = armed_since(new, &self.to, wait.owner, node, alarm.from, env).unwrap_or_default();
                match again.into_iter().find(|each| each.part == wait.part) {
                    Some(again) => {
                        self.clock(wait.node, &wait.kind, Some(&again));
                        mapped = again;
                    }
                    None => continue,
                }
            }
            self.to.waits.push(mapped);
        }
    }

    fn clock(&mut self, node: NodeId, was: &WaitKind, now: Option<&Wait>) {
        let WaitKind::Timer(alarm) = was else { return };
        let now = now.and_then(due);
        if now != Some(alarm.due) {
            self.clocks.push(ClockChange { element: self.old[node].id.clone(), was: Some(alarm.due), now });
        }
    }

    /// Whether an event of the new model waits for the same, for the same host or scope.
    fn still_waits(&self, wait: &Wait, node: NodeId) -> bool {
        let is_same = match (part(self.old, wait.node, wait.part), part(self.new, node, wait.part)) {
            (Some(one), Some(other)) => std::mem::discriminant(one) == std::mem::discriminant(other),
            (None, None) => true,
            _ => false,
        };
        let host = match (wait.owner, self.new[node].attachment()) {
            (Owner::Token(token), Some((host, _))) => self.to.token(token).and_then(Token::node) == Some(host),
            _ => true,
        };
        is_same && host
    }

    /// What is new around tokens and frames that stay, counted from when they came.
    pub fn new_waits(&mut self, new: &Program, env: &Env<'_>) {
        let mut wanted = Vec::new();
        for token in self.to.tokens.iter().filter(|token| !self.entering.contains(&token.number)) {
            let Some(node) = token.node() else { continue };
            let frame = self.to.frame(token.frame);
            if frame.is_some_and(|frame| frame.node == Some(node) && matches!(frame.kind, FrameKind::Item(_))) {
                continue;
            }
            let is_gateway = matches!(self.new[node].kind, NodeKind::Gateway(Gateway::EventBased { .. }));
            let behind = self.new[node].outgoing.iter().map(|flow| self.new[*flow].target).filter(|_| is_gateway);
            let around = self.new[node].boundaries.iter().copied().chain(behind);
            wanted.extend(around.map(|event| (Owner::Token(token.number), event, token.since)));
        }
        for frame in self.to.frames.iter().filter(|frame| frame.kind.is_scope() && !self.is_interrupted(frame.number)) {
            let since = self.to.token(frame.host).map_or(self.to.began, |host| host.since);
            let Some(scope) = self.scope_of(frame.number) else { continue };
            let inside = self.new[scope].event_subprocesses.iter().filter_map(|node| self.new[*node].inside());
            let starts = inside.flat_map(|scope| self.new[scope].starts.iter().copied());
            wanted.extend(starts.map(|start| (Owner::Frame(frame.number), start, since)));
        }
        for (owner, node, since) in wanted {
            let was_there = self.old.node(&self.new[node].id).is_some();
            if was_there || self.to.waits.iter().any(|wait| wait.owner == owner && wait.node == node) {
                continue;
            }
            for wait in armed_since(new, &self.to, owner, node, since, env).unwrap_or_default() {
                if let Some(now) = due(&wait) {
                    let element = self.new[node].id.clone();
                    self.clocks.push(ClockChange { element, was: None, now: Some(now) });
                }
                self.to.waits.push(wait);
            }
        }
    }

    /// An interrupting event sub-process has taken the frame over.
    fn is_interrupted(&self, frame: u32) -> bool {
        self.to.frames.iter().any(|each| {
            let FrameKind::EventSubprocess(start) = each.kind else { return false };
            each.parent == frame
                && matches!(
                    self.new[start].event().map(|event| event.position),
                    Some(EventPosition::Start { interrupting: true })
                )
        })
    }
}

fn due(wait: &Wait) -> Option<kernel::Timestamp> {
    match &wait.kind {
        WaitKind::Timer(alarm) => Some(alarm.due),
        _ => None,
    }
}

fn part(model: &Model, node: NodeId, at: u8) -> Option<&Definition> {
    parts(&model[node].event()?.definition).get(usize::from(at))
}

fn timer_text(model: &Model, node: NodeId, at: u8) -> Option<&str> {
    match part(model, node, at) {
        Some(Definition::Timer(timer)) => Some(&timer.expression.text),
        _ => None,
    }
}
