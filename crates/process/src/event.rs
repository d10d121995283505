//! Events 引擎事件 of a case: what was done, in order, and the only truth. `State::apply` follows from them without a
//! model, so that replaying them gives the state; tasks, timers and messages outside are projections of them. Not here:
//! BPMN's events, which are parts of a model (`model::Event`).

use serde::{Deserialize, Serialize};

use crate::model::{Digest, FlowId, NodeId, ScopeId};
use crate::state::{
    At, Compensable, Doing, Fact, Frame, FrameKind, Incident, Multi, Owner, SCHEMA, State, Status, Token, Variables,
    Wait, WaitKind,
};
use kernel::Timestamp;

/// One thing that happened in a case. Numbers of tokens and frames are never used twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Started {
        model: Digest,
        process: ScopeId,
        at: Timestamp,
        variables: Variables,
    },
    /// A token comes into being at a node: a start, a handler, a non-interrupting event, an item.
    Appeared {
        token: u32,
        frame: u32,
        node: NodeId,
        at: Timestamp,
    },
    /// A token went along a flow; `waits`: it stays on it before a join.
    Took {
        token: u32,
        flow: FlowId,
        to: NodeId,
        waits: bool,
        at: Timestamp,
    },
    /// One token more went along a flow, out of the node that `from` left.
    Split {
        from: u32,
        token: u32,
        frame: u32,
        flow: FlowId,
        to: NodeId,
        waits: bool,
        at: Timestamp,
    },
    /// A join fired: the first token stands at the gateway, the others are gone.
    Joined {
        node: NodeId,
        tokens: Vec<u32>,
        at: Timestamp,
    },
    /// A token went on without a flow: from link to link, from a gateway to its event, from a host to the boundary
    /// event that interrupted it.
    Jumped {
        token: u32,
        node: NodeId,
        at: Timestamp,
    },
    /// A task wants doing outside.
    Activated {
        token: u32,
        node: NodeId,
    },
    /// A token waits for what is armed.
    Waited {
        token: u32,
    },
    /// A process is called; the caller starts it, and reports when it has ended.
    Called {
        token: u32,
        node: NodeId,
        process: Box<str>,
        variables: Variables,
    },
    /// An activity completed normally, or an event happened, and the token leaves it.
    Completed {
        token: u32,
        node: NodeId,
        at: Timestamp,
    },
    /// A token ended: no flow leads on, or its item or handler is done.
    Ended {
        token: u32,
    },
    /// A token is gone for something interrupted or ended what it was in.
    Withdrawn {
        token: u32,
    },
    Opened {
        frame: u32,
        parent: u32,
        host: u32,
        node: Option<NodeId>,
        kind: FrameKind,
        variables: Variables,
    },
    Closed {
        frame: u32,
    },
    /// One more item or turn of a repeated activity begins, as the frame opened next.
    Begun {
        frame: u32,
    },
    /// An item of a multi-instance activity is done; its place from 1, and what it gave.
    Gathered {
        frame: u32,
        item: u32,
        result: Option<Fact>,
    },
    Assigned {
        owner: Owner,
        variables: Variables,
    },
    Armed {
        wait: Wait,
    },
    /// Nothing waits here any more; without a part, for none of the definitions of the event.
    Disarmed {
        owner: Owner,
        node: NodeId,
        part: Option<u8>,
    },
    /// An event was set off.
    Fired {
        owner: Owner,
        node: NodeId,
        at: Timestamp,
    },
    /// A condition was looked at again and changed.
    Looked {
        owner: Owner,
        node: NodeId,
        part: u8,
        holds: bool,
    },
    /// A completed activity can be compensated.
    Logged {
        frame: u32,
        entry: Compensable,
    },
    /// Handlers of these entries run in the frame that opens next; the entries leave the log.
    Compensated {
        frame: u32,
        entries: Vec<u32>,
    },
    /// The next handler of a compensation frame begins.
    HandlerBegun {
        frame: u32,
    },
    /// A message leaves the case; `node` sent it.
    Sent {
        token: u32,
        node: NodeId,
        name: Box<str>,
        key: Option<Box<str>>,
        variables: Variables,
    },
    /// A signal leaves the case: every case and start that waits for it hears it, this one has heard it.
    Signalled {
        node: NodeId,
        name: Box<str>,
    },
    Escalated {
        node: NodeId,
        code: Box<str>,
        caught: bool,
    },
    Erred {
        node: NodeId,
        code: Box<str>,
        caught: bool,
    },
    Failed {
        token: u32,
        incident: Box<Incident>,
    },
    Retried {
        token: u32,
    },
    /// A failed token stands again at its running activity.
    Resumed {
        token: u32,
    },
    /// The case goes on under another model.
    Migrated {
        state: Box<State>,
    },
    Finished {
        status: Status,
        at: Timestamp,
    },
}

impl State {
    /// The state that all these events give.
    #[must_use]
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut state = Self::new();
        for event in events {
            state.apply(event);
        }
        state
    }

    /// Follows an event. One that doesn't fit the state changes nothing.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::Started { model, process, at, variables } => {
                *self = Self { model: *model, process: *process, began: *at, status: Status::Running, ..Self::new() };
                self.schema = SCHEMA;
                self.open(1, 0, 0, None, FrameKind::Process, variables.clone());
            }
            Event::Migrated { state } => *self = (**state).clone(),
            Event::Finished { status, .. } => {
                self.status = status.clone();
                self.frames.truncate(1);
                self.tokens.clear();
                self.waits.clear();
            }
            Event::Appeared { .. }
            | Event::Took { .. }
            | Event::Split { .. }
            | Event::Joined { .. }
            | Event::Jumped { .. }
            | Event::Completed { .. }
            | Event::Ended { .. }
            | Event::Withdrawn { .. } => self.move_tokens(event),
            Event::Activated { token, .. } => self.does(*token, Doing::Active),
            Event::Waited { token } => self.does(*token, Doing::Waiting),
            Event::Called { token, .. } => self.does(*token, Doing::Calling),
            Event::Failed { token, incident } => self.does(*token, Doing::Failed(incident.clone())),
            Event::Resumed { token } => self.does(*token, Doing::Inside),
            Event::Retried { token } => self.does(*token, Doing::Moving),
            Event::Assigned { owner, variables } => self.assign(*owner, variables),
            Event::Armed { wait } => self.waits.push(wait.clone()),
            Event::Disarmed { owner, node, part } => self.waits.retain(|wait| {
                wait.owner != *owner || wait.node != *node || part.is_some_and(|part| part != wait.part)
            }),
            Event::Looked { owner, node, part, holds } => {
                let mine = |wait: &&mut Wait| wait.owner == *owner && wait.node == *node && wait.part == *part;
                if let Some(wait) = self.waits.iter_mut().find(mine) {
                    wait.kind = WaitKind::Condition(*holds);
                }
            }
            Event::Fired { .. }
            | Event::Sent { .. }
            | Event::Signalled { .. }
            | Event::Escalated { .. }
            | Event::Erred { .. } => {}
            _ => self.change_frames(event),
        }
    }

    fn move_tokens(&mut self, event: &Event) {
        match event {
            Event::Appeared { token, frame, node, at } => self.appear(*token, *frame, At::Node(*node), *at),
            Event::Split { token, frame, flow, to, waits, at, .. } => {
                self.appear(*token, *frame, place(*flow, *to, *waits), *at);
            }
            Event::Took { token, flow, to, waits, at } => self.place(*token, place(*flow, *to, *waits), *at),
            Event::Jumped { token, node, at } => self.place(*token, At::Node(*node), *at),
            Event::Joined { node, tokens, at } => {
                if let Some((first, others)) = tokens.split_first() {
                    self.tokens.retain(|token| !others.contains(&token.number));
                    self.place(*first, At::Node(*node), *at);
                }
            }
            Event::Completed { token, node, at } => self.place(*token, At::Node(*node), *at),
            Event::Ended { token } | Event::Withdrawn { token } => {
                self.disarm(Owner::Token(*token));
                if let Ok(at) = self.tokens.binary_search_by_key(token, |each| each.number) {
                    self.tokens.remove(at);
                }
            }
            _ => {}
        }
    }

    fn change_frames(&mut self, event: &Event) {
        match event {
            Event::Opened { frame, parent, host, node, kind, variables } => {
                self.open(*frame, *parent, *host, *node, kind.clone(), variables.clone());
                let compensates = matches!(kind, FrameKind::Compensation(_));
                self.does(*host, if compensates { Doing::Compensating } else { Doing::Inside });
            }
            Event::Closed { frame } => {
                self.disarm(Owner::Frame(*frame));
                self.frames.retain(|each| each.number != *frame);
            }
            Event::Begun { frame } => match self.frame_mut(*frame).map(|frame| &mut frame.kind) {
                Some(FrameKind::Multi(multi)) => multi.begun += 1,
                Some(FrameKind::Loop(count) | FrameKind::AdHoc(count)) => *count += 1,
                _ => {}
            },
            Event::Gathered { frame, item, result } => {
                if let Some(FrameKind::Multi(multi)) = self.frame_mut(*frame).map(|frame| &mut frame.kind) {
                    multi.gather(*item, result.as_ref());
                }
            }
            Event::Logged { frame, entry } => {
                self.last = self.last.max(entry.number);
                if let Some(frame) = self.frame_mut(*frame) {
                    frame.log.push(entry.clone());
                }
            }
            Event::Compensated { frame, entries } => {
                if let Some(frame) = self.frame_mut(*frame) {
                    frame.log.retain(|entry| !entries.contains(&entry.number));
                }
            }
            Event::HandlerBegun { frame } => {
                if let Some(FrameKind::Compensation(pending)) = self.frame_mut(*frame).map(|frame| &mut frame.kind) {
                    pending.pop();
                }
            }
            _ => {}
        }
    }

    fn appear(&mut self, number: u32, frame: u32, at: At, since: Timestamp) {
        self.last = self.last.max(number);
        let token = Token { number, frame, at, doing: Doing::Moving, since, locals: Variables::default() };
        let place = self.tokens.partition_point(|each| each.number < number);
        self.tokens.insert(place, token);
    }

    /// A token that moves leaves behind what it waited for and what was given to it there.
    fn place(&mut self, number: u32, at: At, since: Timestamp) {
        self.disarm(Owner::Token(number));
        if let Some(token) = self.token_mut(number) {
            token.at = at;
            token.doing = Doing::Moving;
            token.since = since;
            token.locals = Variables::default();
        }
    }

    fn does(&mut self, number: u32, doing: Doing) {
        if let Some(token) = self.token_mut(number) {
            token.doing = doing;
        }
    }

    fn disarm(&mut self, owner: Owner) {
        if !self.waits.is_empty() {
            self.waits.retain(|wait| wait.owner != owner);
        }
    }

    fn open(
        &mut self,
        number: u32,
        parent: u32,
        host: u32,
        node: Option<NodeId>,
        kind: FrameKind,
        variables: Variables,
    ) {
        self.last = self.last.max(number);
        let at = self.frames.partition_point(|each| each.number < number);
        self.frames.insert(at, Frame { number, parent, host, node, kind, variables, log: Vec::new() });
    }

    fn assign(&mut self, owner: Owner, variables: &Variables) {
        let into = match owner {
            Owner::Token(number) => self.token_mut(number).map(|token| &mut token.locals),
            Owner::Frame(number) => self.frame_mut(number).map(|frame| &mut frame.variables),
        };
        if let Some(into) = into {
            for (name, value) in variables.0.iter() {
                into.0.put(name.clone(), value.clone());
            }
        }
    }
}

impl Multi {
    fn gather(&mut self, item: u32, result: Option<&Fact>) {
        self.completed += 1;
        let Some(result) = result else { return };
        let at = (item as usize).saturating_sub(1);
        while self.results.len() <= at && self.results.len() < self.total as usize {
            self.results.push(Fact::default());
        }
        if let Some(place) = self.results.get_mut(at) {
            *place = result.clone();
        }
    }
}

fn place(flow: FlowId, to: NodeId, waits: bool) -> At {
    if waits { At::Flow(flow) } else { At::Node(to) }
}
