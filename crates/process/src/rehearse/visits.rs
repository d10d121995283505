//! Visits 到访 and the queue: one stay of one token at one element, numbered by creation; jobs are run first in, first
//! out, and each leaves its mark in the trace.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use crate::model::{Element, FlowId, MessageFlowId, Model, NodeId, ScopeId};

/// A place in `Rehearsal::visits`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VisitId(usize);

/// More jobs than this in one step are taken for spinning.
pub const MOST_JOBS: usize = 20_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Process(ScopeId),
    Node(NodeId),
    Flow(FlowId),
    MessageFlow(MessageFlowId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Created,
    Running,
    /// Has exited, and stays to be compensated.
    Held,
    Dead,
}

#[derive(Debug, Clone)]
pub struct Visit {
    pub at: At,
    pub parent: Option<VisitId>,
    pub phase: Phase,
    /// The sequence flow by which a token came to a node.
    pub by: Option<FlowId>,
    /// For a boundary event: its host. For a start event or event sub-process: none.
    pub host: Option<VisitId>,
    /// For an event sub-process: the start event that was set off. For a process: the same.
    pub start: Option<NodeId>,
    /// Leaves without taking its flows.
    pub is_interrupted: bool,
    /// Ended by a terminate event: nothing of it is compensated.
    pub is_terminated: bool,
    /// Its finish is queued.
    pub is_finishing: bool,
    /// How many of its message flows an activity has handled.
    pub messages_done: usize,
    /// Handlers to run when it is compensated, in the order in which activities completed.
    pub handlers: Vec<Handler>,
    /// For a compensating visit: what follows when all handlers have run.
    pub undoing: Option<Undoing>,
    /// For a token at an inclusive join: the visits that held it back.
    pub held_back_by: Vec<VisitId>,
}

/// What undoes an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handler {
    pub activity: NodeId,
    pub how: Undo,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    /// This handler runs.
    Activity(NodeId),
    /// This event sub-process runs, from its start event.
    EventSubprocess(NodeId, NodeId),
    /// A sub-process held on, and its own handlers run inside it.
    Inside(VisitId),
}

/// Handlers still to run, the next last, each with the visit in which it runs.
#[derive(Debug, Clone, Default)]
pub struct Undoing {
    pub left: Vec<(VisitId, Handler)>,
    /// The handler that runs now.
    pub running: Option<VisitId>,
}

#[derive(Debug, Clone, Copy)]
pub enum Job {
    Start(VisitId, How),
    Finish(VisitId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Enter,
    Signal,
    /// Set going by hand: an activity doesn't wait for messages any more.
    Hand,
}

/// An event, activity or message that can be set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Armed {
    pub node: NodeId,
    /// The waiting visit, the host, the enclosing visit or the gateway; none for the start of a process.
    pub owner: Option<VisitId>,
}

pub struct Rehearsal<'a> {
    pub model: &'a Model,
    visits: Vec<Visit>,
    /// Those that aren't dead, by number.
    alive: BTreeSet<VisitId>,
    pub queue: VecDeque<Job>,
    pub armed: Vec<Armed>,
    pub choices: HashMap<NodeId, Vec<FlowId>>,
    pub stops: HashSet<NodeId>,
    pub trace: Vec<String>,
}

impl<'a> Rehearsal<'a> {
    pub fn new(model: &'a Model) -> Self {
        let mut armed = Vec::new();
        for process in &model.processes {
            let scope = &model[*process];
            let starts = if scope.starts.is_empty() { &scope.implicit_starts } else { &scope.starts };
            armed.extend(starts.iter().map(|node| Armed { node: *node, owner: None }));
        }
        Self {
            model,
            visits: Vec::new(),
            alive: BTreeSet::new(),
            queue: VecDeque::new(),
            armed,
            choices: HashMap::new(),
            stops: HashSet::new(),
            trace: Vec::new(),
        }
    }

    /// Runs until nothing can move without help.
    ///
    /// # Errors
    /// The model spins; the element at which it was stopped.
    pub fn run(&mut self) -> Result<(), String> {
        let mut left = MOST_JOBS;
        while let Some(job) = self.queue.pop_front() {
            let (Job::Start(id, _) | Job::Finish(id)) = job;
            if left == 0 {
                self.queue.clear();
                return Err(self.name(id).to_owned());
            }
            left -= 1;
            if self.is_dead(id) {
                continue;
            }
            match job {
                Job::Start(id, how) => self.start(id, how),
                Job::Finish(id) => self.finish(id),
            }
        }
        Ok(())
    }

    /// A visit comes into being, and will start in its turn.
    pub fn create(&mut self, at: At, parent: Option<VisitId>, how: How, with: impl FnOnce(&mut Visit)) -> VisitId {
        let id = VisitId(self.visits.len());
        let mut visit = Visit {
            at,
            parent,
            phase: Phase::Created,
            by: None,
            host: None,
            start: None,
            is_interrupted: false,
            is_terminated: false,
            is_finishing: false,
            messages_done: 0,
            handlers: Vec::new(),
            undoing: None,
            held_back_by: Vec::new(),
        };
        with(&mut visit);
        self.visits.push(visit);
        self.alive.insert(id);
        self.write("create", id);
        self.queue.push_back(Job::Start(id, how));
        id
    }

    pub fn visit(&self, id: VisitId) -> Option<&Visit> {
        self.visits.get(id.0)
    }

    pub fn change(&mut self, id: VisitId, with: impl FnOnce(&mut Visit)) {
        if let Some(visit) = self.visits.get_mut(id.0) {
            with(visit);
        }
    }

    pub fn phase(&self, id: VisitId) -> Phase {
        self.visit(id).map_or(Phase::Dead, |visit| visit.phase)
    }

    pub fn is_dead(&self, id: VisitId) -> bool {
        self.phase(id) == Phase::Dead
    }

    /// Created or running.
    pub fn is_living(&self, id: VisitId) -> bool {
        matches!(self.phase(id), Phase::Created | Phase::Running)
    }

    pub fn parent(&self, id: VisitId) -> Option<VisitId> {
        self.visit(id)?.parent
    }

    pub fn node(&self, id: VisitId) -> Option<NodeId> {
        match self.visit(id)?.at {
            At::Node(node) => Some(node),
            _ => None,
        }
    }

    /// The scope of the model that runs in a visit of a process or sub-process.
    pub fn scope(&self, id: VisitId) -> Option<ScopeId> {
        match self.visit(id)?.at {
            At::Process(scope) => Some(scope),
            At::Node(node) => self.model[node].inside(),
            _ => None,
        }
    }

    /// Visits that aren't dead, in order of creation.
    pub fn ids(&self) -> impl Iterator<Item = VisitId> {
        self.alive.iter().copied()
    }

    /// Visits inside, in order of creation.
    pub fn children(&self, id: VisitId) -> Vec<VisitId> {
        self.ids().filter(|child| self.parent(*child) == Some(id) && !self.is_dead(*child)).collect()
    }

    pub fn open(&self) -> Vec<u32> {
        self.ids().filter(|id| !self.is_dead(*id)).map(number).collect()
    }

    /// The oldest running visit of an element.
    pub fn oldest_at(&self, element: Element) -> Option<VisitId> {
        let wanted = match element {
            Element::Node(node) => At::Node(node),
            Element::Flow(flow) => At::Flow(flow),
            Element::Process(scope) => At::Process(scope),
            Element::MessageFlow(flow) => At::MessageFlow(flow),
            Element::Participant(participant) => {
                At::Process(self.model.participants.get(participant.0 as usize)?.process?)
            }
            _ => return None,
        };
        self.ids()
            .find(|id| self.phase(*id) == Phase::Running && self.visit(*id).is_some_and(|visit| visit.at == wanted))
    }

    pub fn finish_later(&mut self, id: VisitId) {
        self.change(id, |visit| visit.is_finishing = true);
        self.queue.push_back(Job::Finish(id));
    }

    /// A visit is gone, and all that is inside it before it.
    pub fn destroy(&mut self, id: VisitId) {
        if self.is_dead(id) {
            return;
        }
        for child in self.children(id) {
            self.destroy(child);
        }
        self.change(id, |visit| visit.phase = Phase::Dead);
        self.alive.remove(&id);
        self.armed.retain(|armed| armed.owner != Some(id));
        self.write("destroy", id);
        self.look_again(id);
    }

    pub fn write(&mut self, action: &str, id: VisitId) {
        let parent = self.parent(id).map_or(0, number);
        let entry = format!("{action}:{}:{}:{parent}", self.name(id), number(id));
        self.trace.push(entry);
    }

    /// The id of the element; a process in a pool goes by the pool.
    fn name(&self, id: VisitId) -> &str {
        let model = self.model;
        match self.visit(id).map(|visit| visit.at) {
            Some(At::Node(node)) => &model[node].id,
            Some(At::Flow(flow)) => &model[flow].id,
            Some(At::MessageFlow(flow)) => model.message_flows.get(flow.0 as usize).map_or("", |flow| &flow.id),
            Some(At::Process(scope)) => {
                let pool = model.participant_of(scope).and_then(|pool| model.participants.get(pool.0 as usize));
                pool.map_or(&model[scope].id, |pool| &pool.id)
            }
            None => "",
        }
    }
}

fn number(id: VisitId) -> u32 {
    u32::try_from(id.0 + 1).unwrap_or(u32::MAX)
}
