//! The state 状态 of one running case: frames (running scopes), tokens, and what they wait for. It is small, it is
//! serialised under a schema number, and it means something only beside the model whose digest it names. It is never
//! changed by hand: `event::Event` is the truth, and `State::apply` (in `apply`) follows from it. Not here: the legal
//! state of a case, and variables beyond references and facts for gateways.

mod values;

use serde::{Deserialize, Serialize};

use crate::model::{Digest, FlowId, NodeId, ScopeId};
use kernel::Timestamp;

pub use self::values::{Fact, Variables};

/// The form of `State` on the disk. A change of that form gets the next number.
pub const SCHEMA: u16 = 1;

/// One running case 流程实例.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    #[serde(rename = "v")]
    pub schema: u16,
    #[serde(rename = "m", with = "hex")]
    pub model: Digest,
    #[serde(rename = "p")]
    pub process: ScopeId,
    #[serde(rename = "s")]
    pub status: Status,
    /// Milliseconds UTC at which the case began.
    #[serde(rename = "b")]
    pub began: Timestamp,
    /// The last number given; tokens, frames and log entries share one count.
    #[serde(rename = "n")]
    pub last: u32,
    /// By number; the first is the process.
    #[serde(rename = "f")]
    pub frames: Vec<Frame>,
    /// By number.
    #[serde(rename = "t")]
    pub tokens: Vec<Token>,
    /// In the order in which they were armed.
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<Wait>,
}

/// How a case stands as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing has happened yet.
    New,
    Running,
    Completed,
    /// Ended by an error that nobody caught; the code.
    Uncaught(Box<str>),
    /// Ended from outside.
    Cancelled,
}

/// A running scope 作用域实例: the process, the inside of a sub-process, one item of a repeated activity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    #[serde(rename = "n")]
    pub number: u32,
    /// 0 for the process.
    #[serde(rename = "p", default, skip_serializing_if = "is_zero")]
    pub parent: u32,
    /// The token that stands at the activity whose inside this is; 0 where no token does.
    #[serde(rename = "h", default, skip_serializing_if = "is_zero")]
    pub host: u32,
    /// The activity whose running this is; none for the process.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub node: Option<NodeId>,
    #[serde(rename = "k")]
    pub kind: FrameKind,
    #[serde(rename = "v", default, skip_serializing_if = "Variables::is_empty")]
    pub variables: Variables,
    /// What was completed here and can be compensated, in order.
    #[serde(rename = "l", default, skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<Compensable>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrameKind {
    Process,
    Subprocess,
    /// Set off by this start event.
    EventSubprocess(NodeId),
    /// An ad-hoc sub-process, and how many of its activities were begun.
    AdHoc(u32),
    /// A multi-instance activity; each item is a frame below.
    Multi(Multi),
    /// A standard loop and the turns begun.
    Loop(u32),
    /// One item or turn, counted from 1.
    Item(u32),
    /// Handlers that are still to run, the last first; the host waits for them.
    Compensation(Vec<Compensable>),
    /// A completed sub-process whose variables and log are back, so that its own handler can run.
    Restored,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Multi {
    #[serde(rename = "t")]
    pub total: u32,
    /// Begun and completed so far.
    #[serde(rename = "b")]
    pub begun: u32,
    #[serde(rename = "c")]
    pub completed: u32,
    #[serde(rename = "i", default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Fact>,
    /// Results by place of the item, where the model collects them.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<Fact>,
}

/// A token 令牌.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Token {
    #[serde(rename = "n")]
    pub number: u32,
    #[serde(rename = "f")]
    pub frame: u32,
    #[serde(rename = "a")]
    pub at: At,
    #[serde(rename = "d")]
    pub doing: Doing,
    /// Since when it is here, milliseconds UTC.
    #[serde(rename = "s")]
    pub since: Timestamp,
    /// What input mappings gave to the activity.
    #[serde(rename = "l", default, skip_serializing_if = "Variables::is_empty")]
    pub locals: Variables,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum At {
    /// Waits on its flow until the join behind it fires.
    #[serde(rename = "f")]
    Flow(FlowId),
    #[serde(rename = "n")]
    Node(NodeId),
}

/// What a token does where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Doing {
    /// On its way, or on a flow before a join.
    #[serde(rename = "m")]
    Moving,
    /// At a task that someone or something outside completes.
    #[serde(rename = "a")]
    Active,
    /// For what `State::waits` says.
    #[serde(rename = "w")]
    Waiting,
    /// At an activity whose frame runs.
    #[serde(rename = "i")]
    Inside,
    /// For a called process.
    #[serde(rename = "c")]
    Calling,
    /// For compensation handlers.
    #[serde(rename = "k")]
    Compensating,
    #[serde(rename = "x")]
    Failed(Box<Incident>),
}

/// Something went wrong where a token stands 异常; the token stays until someone retries, mends or cancels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    #[serde(rename = "k")]
    pub kind: IncidentKind,
    /// What to retry.
    #[serde(rename = "p")]
    pub phase: Phase,
    /// For the operator, in English; texts for readers are made from `kind`.
    #[serde(rename = "m")]
    pub message: Box<str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// An expression can't be read, failed, or gave what can't be used there.
    Expression,
    /// No flow could be taken.
    NoFlow,
    /// The decision or the called process isn't there, or failed.
    Called,
    /// The budget of one step was used up: the model spins.
    Spinning,
    /// More items, or deeper nesting, than the limits allow.
    Limit,
    /// The outside said that the task can't be done.
    Task,
    /// The model asks for what the engine doesn't run.
    Unsupported,
}

/// Where a failed token goes on when it is retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Enter,
    /// The work of an activity; what is around it is armed, and its clocks run on.
    Begin,
    Leave,
}

/// A subscription 订阅: what happens outside and sets something off here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wait {
    #[serde(rename = "o")]
    pub owner: Owner,
    /// The event, or the receive task, that will be set off.
    #[serde(rename = "n")]
    pub node: NodeId,
    /// Which definition of an event with several.
    #[serde(rename = "p", default, skip_serializing_if = "is_zero_part")]
    pub part: u8,
    #[serde(rename = "k")]
    pub kind: WaitKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Owner {
    #[serde(rename = "t")]
    Token(u32),
    /// For the event sub-processes of a scope.
    #[serde(rename = "f")]
    Frame(u32),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum WaitKind {
    #[serde(rename = "t")]
    Timer(Alarm),
    /// The correlation key as text; none takes any message of the name.
    #[serde(rename = "m")]
    Message(Option<Box<str>>),
    #[serde(rename = "s")]
    Signal,
    /// Whether the condition held when it was last looked at; it fires when it begins to hold.
    #[serde(rename = "c")]
    Condition(bool),
}

/// When a timer is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Milliseconds UTC.
    #[serde(rename = "d")]
    pub due: Timestamp,
    /// Milliseconds UTC from which it was counted.
    #[serde(rename = "f")]
    pub from: Timestamp,
    /// For a cycle: the period, and how often it still fires after this (none: for ever).
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub every: Option<(Box<str>, Option<u32>)>,
}

/// A completed activity that has a handler 可补偿活动.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compensable {
    #[serde(rename = "n")]
    pub number: u32,
    #[serde(rename = "a")]
    pub node: NodeId,
    /// Of a sub-process: its variables when it completed.
    #[serde(rename = "v", default, skip_serializing_if = "Variables::is_empty")]
    pub variables: Variables,
    /// Of a sub-process: what can be compensated inside.
    #[serde(rename = "l", default, skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<Compensable>,
}

impl State {
    /// A case in which nothing has happened.
    #[must_use]
    pub fn new() -> Self {
        Self {
            schema: SCHEMA,
            model: Digest::default(),
            process: ScopeId(0),
            status: Status::New,
            began: Timestamp(0),
            last: 0,
            frames: Vec::new(),
            tokens: Vec::new(),
            waits: Vec::new(),
        }
    }

    #[must_use]
    pub fn token(&self, number: u32) -> Option<&Token> {
        let at = self.tokens.binary_search_by_key(&number, |token| token.number).ok()?;
        self.tokens.get(at)
    }

    #[must_use]
    pub fn frame(&self, number: u32) -> Option<&Frame> {
        let at = self.frames.binary_search_by_key(&number, |frame| frame.number).ok()?;
        self.frames.get(at)
    }

    pub(crate) fn token_mut(&mut self, number: u32) -> Option<&mut Token> {
        let at = self.tokens.binary_search_by_key(&number, |token| token.number).ok()?;
        self.tokens.get_mut(at)
    }

    pub(crate) fn frame_mut(&mut self, number: u32) -> Option<&mut Frame> {
        let at = self.frames.binary_search_by_key(&number, |frame| frame.number).ok()?;
        self.frames.get_mut(at)
    }

    /// Timers by instant, for the rows that wake the case: derived from the state, so that they can be rebuilt.
    #[must_use]
    pub fn timers(&self) -> Vec<(Timestamp, Owner, NodeId)> {
        let mut out: Vec<_> = self
            .waits
            .iter()
            .filter_map(|wait| match &wait.kind {
                WaitKind::Timer(alarm) => Some((alarm.due, wait.owner, wait.node)),
                _ => None,
            })
            .collect();
        out.sort_by_key(|(due, _, _)| *due);
        out
    }

    /// Tokens at tasks that someone or something outside completes.
    pub fn tasks(&self) -> impl Iterator<Item = (&Token, NodeId)> {
        self.tokens.iter().filter(|token| token.doing == Doing::Active).filter_map(|token| Some((token, token.node()?)))
    }

    pub fn incidents(&self) -> impl Iterator<Item = (&Token, &Incident)> {
        self.tokens.iter().filter_map(|token| match &token.doing {
            Doing::Failed(incident) => Some((token, &**incident)),
            _ => None,
        })
    }

    /// The variables of the process itself.
    #[must_use]
    pub fn variables(&self) -> &Variables {
        static NONE: std::sync::LazyLock<Variables> = std::sync::LazyLock::new(Variables::default);
        self.frames.first().map_or(&NONE, |frame| &frame.variables)
    }

    /// Frames at or below this one, itself included.
    pub(crate) fn below(&self, frame: u32) -> Vec<u32> {
        let mut out = vec![frame];
        // A frame has a higher number than the one above it, so one pass finds all.
        for each in &self.frames {
            if each.parent != 0 && out.contains(&each.parent) && !out.contains(&each.number) {
                out.push(each.number);
            }
        }
        out
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

impl FrameKind {
    /// Whether this is a running of a scope of the model, and not of an item or of handlers.
    #[must_use]
    pub fn is_scope(&self) -> bool {
        !matches!(self, Self::Multi(_) | Self::Loop(_) | Self::Item(_) | Self::Compensation(_))
    }

    #[must_use]
    pub fn repeats(&self) -> bool {
        matches!(self, Self::Multi(_) | Self::Loop(_))
    }
}

impl Token {
    #[must_use]
    pub fn node(&self) -> Option<NodeId> {
        match self.at {
            At::Node(node) => Some(node),
            At::Flow(_) => None,
        }
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

fn is_zero_part(part: &u8) -> bool {
    *part == 0
}

/// The digest as text: a third of the bytes of a list of numbers.
mod hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::model::Digest;

    pub fn serialize<S: Serializer>(digest: &Digest, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(digest)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Digest, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        let mut out = [0; 32];
        if text.len() != 64 {
            return Err(D::Error::custom("a digest has 64 digits"));
        }
        for (at, byte) in out.iter_mut().enumerate() {
            let pair = text.get(at * 2..at * 2 + 2).unwrap_or_default();
            *byte = u8::from_str_radix(pair, 16).map_err(D::Error::custom)?;
        }
        Ok(Digest(out))
    }
}
