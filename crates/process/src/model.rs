//! The model 流程模型: a BPMN document as an immutable graph. Nodes, flows and scopes lie in arenas and are named by
//! small numbers in document order, with the indexes at hand that an engine and a checker ask for. Texts of expressions
//! stay texts here; the engine compiles them. Not here: reading and writing of XML (`bpmn`), whether a model can be run
//! (`executable`) or is sound (`lint`).

pub mod activity;
pub mod diagram;
pub mod event;
pub mod fault;
pub mod ids;
pub mod official;

use std::collections::HashMap;
use std::ops::Index;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub use self::activity::{
    Activity, Behavior, Handling, Mapping, MultiInstance, Order, Repeat, Script, StandardLoop, Subprocess,
    SubprocessForm, Task,
};
pub use self::diagram::Diagram;
pub use self::event::{Definition, Event, EventPosition, Timer, TimerForm};
pub use self::fault::{Fault, FaultKind};
pub use self::ids::{DeclaredId, Digest, FlowId, LaneId, MessageFlowId, NodeId, ParticipantId, Place, ScopeId};
pub use self::official::Official;

/// A document with one or more processes and at most one collaboration, as a graph.
#[derive(Debug, Clone, Default)]
pub struct Model {
    pub id: Box<str>,
    pub name: Box<str>,
    pub target_namespace: Box<str>,
    /// Digest of the whole document, diagram included.
    pub digest: Digest,
    /// Nodes, a parent before its children.
    pub nodes: Vec<Node>,
    /// Sequence flows whose two ends exist; others are `faults`.
    pub flows: Vec<Flow>,
    /// Scopes, the enclosing before the enclosed.
    pub scopes: Vec<Scope>,
    /// The scopes that are processes, in document order.
    pub processes: Vec<ScopeId>,
    pub participants: Vec<Participant>,
    pub lanes: Vec<Lane>,
    pub message_flows: Vec<MessageFlow>,
    pub declared: Vec<Declared>,
    pub diagram: Diagram,
    /// What was wrong enough that a part has no place in the graph. Such a model can be drawn, but not run.
    pub faults: Vec<Fault>,
    /// Sequence flows that are only among the `faults`: with them the count of the document is `flows.len() + loose_flows`.
    pub loose_flows: u32,
    /// Message flows that are only among the `faults`.
    pub loose_message_flows: u32,
    pub(crate) by_id: HashMap<Box<str>, Element>,
    pub(crate) document: crate::xml::Document,
}

/// What an id of the document stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Element {
    Node(NodeId),
    Flow(FlowId),
    Process(ScopeId),
    Participant(ParticipantId),
    Lane(LaneId),
    MessageFlow(MessageFlowId),
    Declared(DeclaredId),
    /// Known to the document, of no account to the graph: data, annotations, groups.
    Other,
}

/// A flow node 流节点: event, activity or gateway.
#[derive(Debug, Clone)]
pub struct Node {
    pub id: Box<str>,
    pub name: Box<str>,
    pub place: Place,
    pub scope: ScopeId,
    pub kind: NodeKind,
    /// Sequence flows in document order of the flows.
    pub incoming: Vec<FlowId>,
    pub outgoing: Vec<FlowId>,
    /// The flow taken if no condition holds.
    pub default: Option<FlowId>,
    /// The innermost lane that names this node.
    pub lane: Option<LaneId>,
    /// Boundary events attached here, in document order.
    pub boundaries: Vec<NodeId>,
    /// Message flows docking here from left to right, by the x coordinate of the docking point.
    pub messages: Vec<MessageFlowId>,
    /// For a boundary event with compensation: the activity that its association leads to.
    pub compensated_by: Option<NodeId>,
    /// Who does it and how, in the words of Camunda and Zeebe.
    pub handling: Handling,
    /// What it means to the office that runs it, in our own namespace.
    pub official: Official,
    pub inputs: Vec<Mapping>,
    pub outputs: Vec<Mapping>,
    pub documentation: Box<str>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    Event(Event),
    Activity(Activity),
    Gateway(Gateway),
}

/// A gateway 网关.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gateway {
    Exclusive,
    Parallel,
    Inclusive,
    /// `instantiate`: starts an instance; `parallel`: all of its events must happen.
    EventBased {
        instantiate: bool,
        parallel: bool,
    },
    /// Kept and drawn; the engine refuses it.
    Complex,
}

/// A sequence flow 顺序流.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    pub id: Box<str>,
    pub name: Box<str>,
    pub place: Place,
    pub scope: ScopeId,
    pub source: NodeId,
    pub target: NodeId,
    pub condition: Option<Expression>,
    /// The default flow of its source.
    pub is_default: bool,
}

/// Text of an expression as it stands in the document, with the language it declares (empty: the document's default).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expression {
    pub text: Box<str>,
    pub language: Box<str>,
}

/// A process or the inside of a sub-process.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Id of the process or of the sub-process node.
    pub id: Box<str>,
    pub name: Box<str>,
    pub place: Place,
    /// The sub-process whose inside this is; none for a process.
    pub owner: Option<NodeId>,
    pub parent: Option<ScopeId>,
    /// `isExecutable` of a process, where it says so.
    pub is_executable: Option<bool>,
    /// Direct children in document order, boundary events and event sub-processes included.
    pub nodes: Vec<NodeId>,
    pub flows: Vec<FlowId>,
    /// Start events that are direct children.
    pub starts: Vec<NodeId>,
    /// Nodes where a token may appear without a start event: no incoming flow, and neither start nor boundary event,
    /// link catch, event sub-process or compensation handler.
    pub implicit_starts: Vec<NodeId>,
    pub event_subprocesses: Vec<NodeId>,
    /// Link catch events by name of the link, in document order.
    pub link_catches: Vec<(Box<str>, NodeId)>,
    pub data: Vec<Data>,
    pub documentation: Box<str>,
    pub official: Official,
}

/// A data object, property, data input or output, or data store of a scope.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Data {
    pub id: Box<str>,
    pub name: Box<str>,
    pub kind: DataKind,
    pub is_collection: bool,
    /// For a reference: the id of what it refers to.
    pub refers_to: Box<str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DataKind {
    #[default]
    Object,
    Reference,
    Property,
    Input,
    Output,
    Store,
}

/// A pool of a collaboration.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Participant {
    pub id: Box<str>,
    pub name: Box<str>,
    /// None: a black box.
    pub process: Option<ScopeId>,
    pub is_multiple: bool,
    pub messages: Vec<MessageFlowId>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lane {
    pub id: Box<str>,
    pub name: Box<str>,
    pub parent: Option<LaneId>,
    pub official: Official,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MessageFlow {
    pub id: Box<str>,
    pub name: Box<str>,
    pub place: Place,
    pub source: MessageEnd,
    pub target: MessageEnd,
    pub message: Option<DeclaredId>,
    /// The x coordinates where the flow docks, from the diagram.
    pub source_x: Option<f64>,
    pub target_x: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MessageEnd {
    Node(NodeId),
    Participant(ParticipantId),
}

/// A message, signal, error or escalation at the root of the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Declared {
    pub id: Box<str>,
    pub name: Box<str>,
    pub kind: DeclaredKind,
    /// Code of an error or escalation.
    pub code: Box<str>,
    /// Correlation key of a message, where a vendor's extension gives one.
    pub correlation: Option<Expression>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeclaredKind {
    Message,
    Signal,
    Error,
    Escalation,
}

impl Model {
    /// What an id stands for.
    #[must_use]
    pub fn element(&self, id: &str) -> Option<Element> {
        self.by_id.get(id).copied()
    }

    /// The node of an id.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<NodeId> {
        match self.element(id) {
            Some(Element::Node(node)) => Some(node),
            _ => None,
        }
    }

    /// The sequence flow of an id.
    #[must_use]
    pub fn flow(&self, id: &str) -> Option<FlowId> {
        match self.element(id) {
            Some(Element::Flow(flow)) => Some(flow),
            _ => None,
        }
    }

    /// The process of an id.
    #[must_use]
    pub fn process(&self, id: &str) -> Option<ScopeId> {
        match self.element(id) {
            Some(Element::Process(scope)) => Some(scope),
            _ => None,
        }
    }

    pub fn node_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(NodeId)
    }

    pub fn flow_ids(&self) -> impl Iterator<Item = FlowId> + use<> {
        (0..u32::try_from(self.flows.len()).unwrap_or(u32::MAX)).map(FlowId)
    }

    pub fn scope_ids(&self) -> impl Iterator<Item = ScopeId> + use<> {
        (0..u32::try_from(self.scopes.len()).unwrap_or(u32::MAX)).map(ScopeId)
    }

    /// The process in which a scope lies, itself if it is one.
    #[must_use]
    pub fn process_of(&self, scope: ScopeId) -> ScopeId {
        let mut at = scope;
        while let Some(parent) = self[at].parent {
            at = parent;
        }
        at
    }

    /// The pool whose process this is.
    #[must_use]
    pub fn participant_of(&self, process: ScopeId) -> Option<ParticipantId> {
        let at = self.participants.iter().position(|participant| participant.process == Some(process))?;
        u32::try_from(at).ok().map(ParticipantId)
    }

    /// The document that was read; what the graph doesn't know is kept there.
    #[must_use]
    pub fn document(&self) -> &crate::xml::Document {
        &self.document
    }
}

impl Node {
    /// The boundary event's host and whether it interrupts it.
    #[must_use]
    pub fn attachment(&self) -> Option<(NodeId, bool)> {
        match &self.kind {
            NodeKind::Event(Event { position: EventPosition::Boundary { host, interrupting }, .. }) => {
                Some((*host, *interrupting))
            }
            _ => None,
        }
    }

    #[must_use]
    pub fn event(&self) -> Option<&Event> {
        match &self.kind {
            NodeKind::Event(event) => Some(event),
            _ => None,
        }
    }

    #[must_use]
    pub fn activity(&self) -> Option<&Activity> {
        match &self.kind {
            NodeKind::Activity(activity) => Some(activity),
            _ => None,
        }
    }

    #[must_use]
    pub fn gateway(&self) -> Option<Gateway> {
        match self.kind {
            NodeKind::Gateway(gateway) => Some(gateway),
            _ => None,
        }
    }

    /// The inside, if this is a sub-process of any form.
    #[must_use]
    pub fn inside(&self) -> Option<ScopeId> {
        match self.activity()?.task {
            Task::Subprocess(Subprocess { scope, .. }) => Some(scope),
            _ => None,
        }
    }
}

/// What an id of another model finds: nothing. A wrong id is a bug of the caller, never a fall of the server.
static NOWHERE: LazyLock<(Node, Flow, Scope)> = LazyLock::new(|| {
    let node = Node {
        id: Box::default(),
        name: Box::default(),
        place: Place::default(),
        scope: ScopeId(u32::MAX),
        kind: NodeKind::Gateway(Gateway::Complex),
        incoming: Vec::new(),
        outgoing: Vec::new(),
        default: None,
        lane: None,
        boundaries: Vec::new(),
        messages: Vec::new(),
        compensated_by: None,
        handling: Handling::default(),
        official: Official::default(),
        inputs: Vec::new(),
        outputs: Vec::new(),
        documentation: Box::default(),
    };
    let flow = Flow {
        id: Box::default(),
        name: Box::default(),
        place: Place::default(),
        scope: ScopeId(u32::MAX),
        source: NodeId(u32::MAX),
        target: NodeId(u32::MAX),
        condition: None,
        is_default: false,
    };
    (node, flow, Scope::default())
});

impl Index<NodeId> for Model {
    type Output = Node;
    fn index(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0 as usize).unwrap_or(&NOWHERE.0)
    }
}

impl Index<FlowId> for Model {
    type Output = Flow;
    fn index(&self, id: FlowId) -> &Flow {
        self.flows.get(id.0 as usize).unwrap_or(&NOWHERE.1)
    }
}

impl Index<ScopeId> for Model {
    type Output = Scope;
    fn index(&self, id: ScopeId) -> &Scope {
        self.scopes.get(id.0 as usize).unwrap_or(&NOWHERE.2)
    }
}
