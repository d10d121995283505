//! The mapping of a state to another model: what keeps its id keeps its place, what a person has answered is done, and
//! everything else is asked. Not here: going on afterwards (`step::resume`), and burdens.

mod nature;
mod waits;

use std::collections::BTreeSet;

use self::nature::{can_undo, nature, repetition};

use super::derive::ahead;
use super::sound;
use super::starved::starved;
use super::{Answer, Asks, ClockChange, Derived, Moved, Question};
use crate::model::{FlowId, Gateway, Model, NodeId, NodeKind, ScopeId};
use crate::program::Program;
use crate::state::{At, Compensable, Doing, Frame, FrameKind, State, Token, Variables};
use crate::step::Env;

/// A mapped state, before anything moves.
#[derive(Debug)]
pub struct Mapped {
    pub state: State,
    /// Tokens that stand before an element and will enter it.
    pub entering: Vec<u32>,
    pub moves: Vec<Moved>,
    pub clocks: Vec<ClockChange>,
}

/// Maps a state.
///
/// # Errors
/// What must be answered first.
pub fn map(
    old: &Program,
    new: &Program,
    state: &State,
    answers: &[Answer],
    env: &Env<'_>,
) -> Result<Mapped, Vec<Question>> {
    let mut mapping = Mapping {
        old: &old.model,
        new: &new.model,
        answers,
        from: state,
        to: State {
            model: new.model.digest,
            frames: Vec::new(),
            tokens: Vec::new(),
            waits: Vec::new(),
            ..state.clone()
        },
        entering: Vec::new(),
        moves: Vec::new(),
        clocks: Vec::new(),
        questions: Vec::new(),
    };
    mapping.process();
    let gone = mapping.frames_gone();
    mapping.frames(&gone);
    mapping.tokens(&gone);
    mapping.births(env);
    mapping.waits(new, env);
    mapping.new_waits(new, env);
    mapping.starved_joins();
    mapping.doubled();
    mapping.troubled();
    if mapping.questions.is_empty() {
        let Mapping { to, entering, moves, clocks, .. } = mapping;
        Ok(Mapped { state: to, entering, moves, clocks })
    } else {
        Err(mapping.questions)
    }
}

impl Derived {
    /// What the operations mean for the tokens of a case.
    #[must_use]
    pub fn answers(&self, old: &Model, state: &State) -> Vec<Answer> {
        let mut out = Vec::new();
        // The tokens of items go with the one that hosts them all.
        let is_item = |token: &Token| {
            let frame = state.frame(token.frame);
            frame.is_some_and(|frame| matches!(frame.kind, FrameKind::Item(_)) && frame.node == token.node())
        };
        let tokens = state.tokens.iter().filter(|token| !is_item(token));
        let standing = tokens.filter_map(|token| Some((token.number, old[token.node()?].id.clone())));
        for (token, id) in standing {
            let mut to = id.clone();
            // A step skipped may lead to one that is skipped too.
            for (from, next) in &self.forwards {
                if *from == to {
                    to = next.clone();
                }
            }
            if to != id {
                out.push(Answer::Move { token, to: to.to_string() });
            }
            for (beside, at) in &self.births {
                if *beside == to {
                    out.push(Answer::Add { beside: token, at: at.to_string() });
                }
            }
        }
        out
    }
}

struct Mapping<'a> {
    old: &'a Model,
    new: &'a Model,
    answers: &'a [Answer],
    from: &'a State,
    to: State,
    entering: Vec<u32>,
    moves: Vec<Moved>,
    clocks: Vec<ClockChange>,
    questions: Vec<Question>,
}

/// What becomes of a token.
enum Fate {
    Stays(At),
    Enters(NodeId),
    Gone,
}

impl Mapping<'_> {
    fn ask(&mut self, asks: Asks, token: Option<u32>, element: &str, options: Vec<Box<str>>) {
        let question = Question { asks, token, element: element.into(), options, path: Vec::new() };
        if !self.questions.contains(&question) {
            self.questions.push(question);
        }
    }

    fn same(&self, node: NodeId) -> Option<NodeId> {
        self.new.node(&self.old[node].id)
    }

    fn process(&mut self) {
        let (old, new) = (self.old, self.new);
        let id = &old[self.from.process].id;
        match new.process(id) {
            Some(process) => self.to.process = process,
            None => {
                let options = new.processes.iter().map(|process| new[*process].id.clone()).collect();
                self.ask(Asks::ElementGone, None, id, options);
            }
        }
    }

    fn answer(&self, token: u32) -> Option<&Answer> {
        self.answers.iter().find(|answer| match answer {
            Answer::Move { token: each, .. } | Answer::Drop { token: each } => *each == token,
            _ => false,
        })
    }

    /// Frames whose host leaves, with all below.
    fn frames_gone(&self) -> BTreeSet<u32> {
        let leaves = |frame: &&Frame| frame.host != 0 && self.answer(frame.host).is_some();
        let gone = self.from.frames.iter().filter(leaves);
        gone.flat_map(|frame| self.from.below(frame.number)).collect()
    }

    fn frames(&mut self, gone: &BTreeSet<u32>) {
        let from = self.from;
        for frame in from.frames.iter().filter(|frame| !gone.contains(&frame.number)) {
            let node = match frame.node.map(|node| (node, self.same(node))) {
                None => None,
                Some((_, Some(node))) => Some(node),
                // Its host is asked about.
                Some((_, None)) => continue,
            };
            let kind = match &frame.kind {
                FrameKind::EventSubprocess(start) => FrameKind::EventSubprocess(self.start(*start, node)),
                FrameKind::Compensation(pending) => FrameKind::Compensation(self.log(pending)),
                other => other.clone(),
            };
            let log = self.log(&frame.log);
            self.to.frames.push(Frame { node, kind, log, ..frame.clone() });
        }
    }

    fn start(&self, start: NodeId, node: Option<NodeId>) -> NodeId {
        let inside = node.and_then(|node| self.new[node].inside());
        let first = inside.and_then(|scope| self.new[scope].starts.first().copied());
        self.same(start).or(first).unwrap_or(start)
    }

    fn log(&mut self, log: &[Compensable]) -> Vec<Compensable> {
        let mut out = Vec::new();
        for entry in log {
            let id = &self.old[entry.node].id;
            let inner = self.log(&entry.log);
            let node = self.same(entry.node).filter(|node| can_undo(self.new, *node) || !inner.is_empty());
            let is_forgotten =
                self.answers.iter().any(|answer| matches!(answer, Answer::Forget { element } if **element == **id));
            match node {
                Some(node) => out.push(Compensable { node, log: inner, ..entry.clone() }),
                None if is_forgotten => {}
                None => self.ask(Asks::HandlerGone, None, id, Vec::new()),
            }
        }
        out
    }

    fn tokens(&mut self, gone: &BTreeSet<u32>) {
        let from = self.from;
        // What stands inside an activity that is asked about is asked with it.
        let mut asked: BTreeSet<u32> = BTreeSet::new();
        for token in &from.tokens {
            let was = self.place_id(self.old, token.at);
            if asked.contains(&token.frame) {
                continue;
            }
            if gone.contains(&token.frame) {
                self.moves.push(Moved { token: token.number, from: Some(was), to: None });
                continue;
            }
            let Some(fate) = self.fate(token) else {
                let hosted = from.frames.iter().filter(|frame| frame.host == token.number);
                asked.extend(hosted.flat_map(|frame| from.below(frame.number)));
                continue;
            };
            let (at, doing) = match fate {
                Fate::Stays(at @ At::Flow(_)) => (at, Doing::Moving),
                Fate::Stays(at) => (at, token.doing.clone()),
                Fate::Enters(node) => {
                    self.entering.push(token.number);
                    (At::Node(node), Doing::Moving)
                }
                Fate::Gone => {
                    self.moves.push(Moved { token: token.number, from: Some(was), to: None });
                    continue;
                }
            };
            let now = self.place_id(self.new, at);
            if now != was || self.entering.contains(&token.number) {
                self.moves.push(Moved { token: token.number, from: Some(was), to: Some(now) });
            }
            let locals = if doing == Doing::Moving { Variables::default() } else { token.locals.clone() };
            self.to.tokens.push(Token { at, doing, locals, ..token.clone() });
        }
    }

    fn place_id(&self, model: &Model, at: At) -> Box<str> {
        match at {
            At::Node(node) => model[node].id.clone(),
            At::Flow(flow) => model[flow].id.clone(),
        }
    }

    /// None: it is asked.
    fn fate(&mut self, token: &Token) -> Option<Fate> {
        match self.answer(token.number).cloned() {
            Some(Answer::Drop { .. }) => return Some(Fate::Gone),
            Some(Answer::Move { to, .. }) => return self.moved(token, &to),
            _ => {}
        }
        match token.at {
            At::Node(node) => self.fate_at_node(token, node),
            At::Flow(flow) => self.fate_on_flow(token, flow),
        }
    }

    fn moved(&mut self, token: &Token, to: &str) -> Option<Fate> {
        let scope = self.scope_of(token.frame);
        match self.new.node(to) {
            Some(node) if Some(self.new[node].scope) == scope && is_join(self.new, node) => {
                Some(Fate::Stays(At::Flow(self.flow_into(token, node)?)))
            }
            Some(node) if Some(self.new[node].scope) == scope => Some(Fate::Enters(node)),
            Some(_) => {
                self.ask(Asks::ScopeChanged, Some(token.number), to, self.of_scope(scope));
                None
            }
            None => {
                self.ask(Asks::ElementGone, Some(token.number), to, self.of_scope(scope));
                None
            }
        }
    }

    /// The flow on which a token waits that is sent to a join: the one that led to where it stood, else the first that
    /// has no token yet.
    fn flow_into(&self, token: &Token, join: NodeId) -> Option<FlowId> {
        let incoming = &self.new[join].incoming;
        let led_there = |flow: &&FlowId| {
            let was = self.old.flow(&self.new[**flow].id).map(|flow| self.old[flow].target);
            was.is_some() && was == token.node()
        };
        let is_free = |flow: &&FlowId| {
            let same = self.old.flow(&self.new[**flow].id).map(At::Flow);
            !self.from.tokens.iter().any(|each| each.frame == token.frame && Some(each.at) == same)
        };
        incoming.iter().find(led_there).or_else(|| incoming.iter().find(is_free)).or(incoming.first()).copied()
    }

    fn fate_at_node(&mut self, token: &Token, node: NodeId) -> Option<Fate> {
        let (old, new) = (self.old, self.new);
        let id = &old[node].id;
        let Some(same) = self.same(node) else {
            self.ask(Asks::ElementGone, Some(token.number), id, self.next_that_remain(node));
            return None;
        };
        let frame = self.from.frame(token.frame);
        let is_item = frame.is_some_and(|frame| frame.node == Some(node) && matches!(frame.kind, FrameKind::Item(_)));
        let is_handler = frame.is_some_and(|frame| matches!(frame.kind, FrameKind::Compensation(_)));
        if !is_item && repetition(old, node) != repetition(new, same) {
            self.ask(Asks::RepetitionChanged, Some(token.number), id, vec![id.clone()]);
            return None;
        }
        if nature(old, node) != nature(new, same) {
            self.ask(Asks::KindChanged, Some(token.number), id, vec![id.clone()]);
            return None;
        }
        if !is_item && !is_handler && Some(new[same].scope) != self.scope_of(token.frame) {
            self.ask(Asks::ScopeChanged, Some(token.number), id, self.next_that_remain(node));
            return None;
        }
        Some(Fate::Stays(At::Node(same)))
    }

    fn fate_on_flow(&mut self, token: &Token, flow: FlowId) -> Option<Fate> {
        let (old, new) = (self.old, self.new);
        let was = &old[flow];
        let between = || {
            let (source, target) = (new.node(&old[was.source].id)?, new.node(&old[was.target].id)?);
            new.flow_ids().find(|each| new[*each].source == source && new[*each].target == target)
        };
        let Some(same) = new.flow(&was.id).or_else(between) else {
            let target = &old[was.target].id;
            let options =
                if new.node(target).is_some() { vec![target.clone()] } else { self.next_that_remain(was.target) };
            self.ask(Asks::FlowGone, Some(token.number), &was.id, options);
            return None;
        };
        let target = new[same].target;
        if Some(new[target].scope) != self.scope_of(token.frame) {
            self.ask(Asks::ScopeChanged, Some(token.number), &was.id, Vec::new());
            return None;
        }
        Some(if is_join(new, target) { Fate::Stays(At::Flow(same)) } else { Fate::Enters(target) })
    }

    /// The scope of the new model that runs in a mapped frame.
    fn scope_of(&self, frame: u32) -> Option<ScopeId> {
        let mut at = self.to.frame(frame)?;
        while !at.kind.is_scope() {
            at = self.to.frame(at.parent)?;
        }
        match at.node {
            Some(node) => self.new[node].inside(),
            None => Some(self.to.process),
        }
    }

    fn of_scope(&self, scope: Option<ScopeId>) -> Vec<Box<str>> {
        scope
            .map(|scope| self.new[scope].nodes.iter().map(|node| self.new[*node].id.clone()).collect())
            .unwrap_or_default()
    }

    /// The nearest elements behind one that is gone which remain.
    fn next_that_remain(&self, node: NodeId) -> Vec<Box<str>> {
        let (mut seen, mut next, mut out) = (BTreeSet::new(), vec![node], Vec::new());
        while let Some(at) = next.pop() {
            for flow in &self.old[at].outgoing {
                let target = self.old[*flow].target;
                if !seen.insert(target) {
                    continue;
                }
                match self.same(target) {
                    Some(_) => out.push(self.old[target].id.clone()),
                    None => next.push(target),
                }
            }
        }
        out
    }

    fn births(&mut self, env: &Env<'_>) {
        for answer in self.answers {
            let Answer::Add { beside, at } = answer else { continue };
            let frame = self.to.token(*beside).map(|token| token.frame);
            let (Some(frame), Some(node)) = (frame, self.new.node(at)) else {
                self.ask(Asks::ElementGone, Some(*beside), at, Vec::new());
                continue;
            };
            self.to.last += 1;
            let number = self.to.last;
            let at = At::Node(node);
            let doing = Doing::Moving;
            self.to.tokens.push(Token { number, frame, at, doing, since: env.now, locals: Variables::default() });
            self.entering.push(number);
            self.moves.push(Moved { token: number, from: None, to: Some(self.new[node].id.clone()) });
        }
    }

    fn starved_joins(&mut self) {
        if !self.questions.is_empty() || self.old.digest == self.new.digest {
            return;
        }
        let before = starved(self.old, self.from);
        for (join, flow) in starved(self.new, &self.to) {
            if !before.contains(&(join.clone(), flow.clone())) {
                let source = self.new.flow(&flow).map(|flow| self.new[self.new[flow].source].id.clone());
                self.ask(Asks::JoinStarved, None, &flow, source.into_iter().chain([join]).collect());
            }
        }
    }

    /// What the linter finds from where the case would stand.
    fn troubled(&mut self) {
        // A case that a person ends by an answer has nothing ahead.
        if !self.questions.is_empty() || self.to == *self.from || self.to.tokens.is_empty() {
            return;
        }
        for trouble in sound::ahead(self.old, self.from, self.new, &self.to) {
            let sound::Trouble { asks, element, path, token } = trouble;
            let options = if asks == Asks::RequiredStepLost { vec![element.clone()] } else { Vec::new() };
            self.questions.push(Question { asks, token, element, options, path });
        }
    }

    /// A token that goes back would come again to where others stand.
    fn doubled(&mut self) {
        let mut found = Vec::new();
        for answer in self.answers {
            let Answer::Move { token, to } = answer else { continue };
            let (Some(target), Some(was)) = (self.new.node(to), self.from.token(*token)) else { continue };
            let behind = ahead(self.new, [target]);
            let is_back = was.node().and_then(|node| self.same(node)).is_some_and(|node| behind.contains(&node));
            let others = self.to.tokens.iter().filter(|other| other.frame == was.frame && other.number != *token);
            for other in others.filter(|_| is_back) {
                // Who waits before a join is met again only by what can come to that join on the same flow.
                let at = match other.at {
                    At::Node(node) => node,
                    At::Flow(flow) => self.new[flow].source,
                };
                if behind.contains(&at) && !self.entering.contains(&other.number) {
                    found.push((other.number, self.new[at].id.clone()));
                }
            }
        }
        for (token, element) in found {
            self.ask(Asks::Doubled, Some(token), &element, Vec::new());
        }
    }
}

fn is_join(model: &Model, node: NodeId) -> bool {
    let is_gateway = matches!(model[node].kind, NodeKind::Gateway(Gateway::Parallel | Gateway::Inclusive));
    is_gateway && model[node].incoming.len() > 1
}
