//! The mapping of a state to another model: what keeps its id keeps its place, what a person has answered is done, and
//! everything else is asked. Not here: going on afterwards (`step::resume`), and burdens.

use std::collections::BTreeSet;

use super::derive::ahead;
use super::starved::starved;
use super::{Answer, Asks, ClockChange, Derived, Moved, Question};
use crate::model::{
    Activity, Definition, EventPosition, FlowId, Gateway, Model, NodeId, NodeKind, Repeat, ScopeId, Subprocess,
    SubprocessForm, Task,
};
use crate::program::{Program, parts};
use crate::state::{
    At, Compensable, Doing, Frame, FrameKind, Owner, State, Token, Variables, Wait, WaitKind,
};
use crate::step::{Env, armed_since};

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
        to: State { model: new.model.digest, frames: Vec::new(), tokens: Vec::new(), waits: Vec::new(), ..state.clone() },
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
        let question = Question { asks, token, element: element.into(), options };
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
            let options = if new.node(target).is_some() { vec![target.clone()] } else { self.next_that_remain(was.target) };
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
        scope.map(|scope| self.new[scope].nodes.iter().map(|node| self.new[*node].id.clone()).collect()).unwrap_or_default()
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

    fn stays(&self, owner: Owner) -> bool {
        match owner {
            Owner::Token(token) => self.to.token(token).is_some() && !self.entering.contains(&token),
            Owner::Frame(frame) => self.to.frame(frame).is_some(),
        }
    }

    fn waits(&mut self, new: &Program, env: &Env<'_>) {
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
            (Owner::Token(token), Some((host, _))) => {
                self.to.token(token).and_then(Token::node) == Some(host)
            }
            _ => true,
        };
        is_same && host
    }

    /// What is new around tokens and frames that stay, counted from when they came.
    fn new_waits(&mut self, new: &Program, env: &Env<'_>) {
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
                let at = match other.at {
                    At::Node(node) => node,
                    At::Flow(flow) => self.new[flow].target,
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

/// Whether a completed activity can be compensated in this model.
fn can_undo(model: &Model, node: NodeId) -> bool {
    let compensates = |node: NodeId| {
        model[node].event().is_some_and(|event| matches!(event.definition, Definition::Compensation { .. }))
    };
    let at_border = model[node].boundaries.iter().any(|boundary| compensates(*boundary));
    let inside = model[node].inside().is_some_and(|scope| {
        let starts = model[scope].event_subprocesses.iter().filter_map(|node| model[*node].inside());
        starts.flat_map(|scope| model[scope].starts.iter()).any(|start| compensates(*start))
    });
    at_border || inside
}

/// What a token that stands at a node is in the middle of; of one nature, it can go on.
#[derive(Debug, PartialEq, Eq)]
enum Nature {
    Work,
    Receive,
    Call,
    Subprocess(std::mem::Discriminant<SubprocessForm>),
    Gateway(std::mem::Discriminant<Gateway>),
    Event(bool, std::mem::Discriminant<Definition>),
}

fn nature(model: &Model, node: NodeId) -> Nature {
    match &model[node].kind {
        NodeKind::Gateway(gateway) => Nature::Gateway(std::mem::discriminant(gateway)),
        NodeKind::Event(event) => {
            let waits = matches!(event.position, EventPosition::Catch | EventPosition::Boundary { .. });
            Nature::Event(waits, std::mem::discriminant(&event.definition))
        }
        NodeKind::Activity(Activity { task, .. }) => match task {
            Task::Receive { .. } => Nature::Receive,
            Task::Call { .. } => Nature::Call,
            Task::Subprocess(Subprocess { form, .. }) => Nature::Subprocess(std::mem::discriminant(form)),
            _ => Nature::Work,
        },
    }
}

/// 0: not repeated, 1: a loop, 2: several instances.
fn repetition(model: &Model, node: NodeId) -> u8 {
    match model[node].activity().and_then(|activity| activity.repeat.as_ref()) {
        None => 0,
        Some(Repeat::Loop(_)) => 1,
        Some(Repeat::Multi(_)) => 2,
    }
}
