//! Activities 活动 of a model: tasks, sub-processes, calls, how often they are repeated, and what vendors say of who does
//! them and how. Not here: what an office says of them (`official`).

use super::{DeclaredId, Definition, Expression, ScopeId};

#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    pub task: Task,
    pub repeat: Option<Repeat>,
    /// `isForCompensation`: runs only as a handler.
    pub is_for_compensation: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Task {
    /// A task of no kind.
    Abstract,
    User,
    Manual,
    Service,
    Send {
        message: Option<DeclaredId>,
    },
    Receive {
        message: Option<DeclaredId>,
        instantiate: bool,
    },
    Script(Script),
    BusinessRule,
    Subprocess(Subprocess),
    /// Starts the process or global task of this id; empty where the document names none. `handling.called` holds what
    /// a vendor's extension names instead.
    Call {
        called: Box<str>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Subprocess {
    pub scope: ScopeId,
    pub form: SubprocessForm,
}

#[derive(Debug, Clone, PartialEq)]
pub enum SubprocessForm {
    Embedded,
    /// Set off by its start event (`triggeredByEvent`).
    Event,
    Transaction,
    AdHoc {
        ordering: Order,
        completion: Option<Expression>,
        cancel_remaining: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    Parallel,
    Sequential,
}

/// The text of a script task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    pub format: Box<str>,
    pub text: Box<str>,
    /// Where the result goes (Camunda, Zeebe).
    pub result: Option<Box<str>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Repeat {
    Loop(StandardLoop),
    Multi(MultiInstance),
}

/// A standard loop 循环.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StandardLoop {
    /// Looks at the condition before the first turn too.
    pub test_before: bool,
    pub maximum: Option<u32>,
    pub condition: Option<Expression>,
}

/// A multi-instance activity 多实例.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MultiInstance {
    pub is_sequential: bool,
    pub cardinality: Option<Expression>,
    /// An expression or the name of a variable that holds the list.
    pub collection: Option<Expression>,
    /// The variable that holds an item inside.
    pub element: Option<Box<str>>,
    /// Zeebe's and the standard's collection of results, with the expression or variable that gives an item of it.
    pub output_collection: Option<Box<str>>,
    pub output_element: Option<Expression>,
    pub completion: Option<Expression>,
    pub behavior: Box<Behavior>,
}

/// What is thrown when an item of a multi-instance activity completes (`behavior`; BPMN 2.0.2, 10.3.8). The events at
/// the activity's border may catch it.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Behavior {
    /// Nothing, also where no event is named.
    #[default]
    All,
    /// By the first that completes (`oneBehaviorEventRef`).
    First(Definition),
    /// By each that completes (`noneBehaviorEventRef`).
    Each(Definition),
    /// Each whose condition holds after an item has completed (`complexBehaviorDefinition`).
    When(Vec<(Expression, Definition)>),
}

impl Behavior {
    /// All that may be thrown.
    #[must_use]
    pub fn thrown(&self) -> Vec<&Definition> {
        match self {
            Self::All => Vec::new(),
            Self::First(one) | Self::Each(one) => vec![one],
            Self::When(all) => all.iter().map(|(_, one)| one).collect(),
        }
    }
}

/// One line of an input or output mapping: the variable `target` gets the value of `source`, which is FEEL after `=`,
/// an expression of the document's language inside `${..}`, and a literal text otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    pub target: Box<str>,
    pub source: Expression,
}

/// Who does it and how, as Camunda's and Zeebe's extension attributes and elements (and those that share their shape) say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handling {
    pub assignee: Option<Box<str>>,
    /// Candidates as written: a list with commas, or an expression.
    pub candidate_users: Option<Box<str>>,
    pub candidate_groups: Option<Box<str>>,
    pub due: Option<Box<str>>,
    pub follow_up: Option<Box<str>>,
    pub priority: Option<Box<str>>,
    pub form: Option<Box<str>>,
    /// Job type (Zeebe) or topic of an external task (Camunda).
    pub job: Option<Box<str>>,
    pub retries: Option<Box<str>>,
    /// Decision of a business-rule task.
    pub decision: Option<Box<str>>,
    pub result: Option<Box<str>>,
    /// How Camunda unwraps a decision's result: singleEntry, singleResult, collectEntries, resultList.
    pub result_form: Option<Box<str>>,
    /// Process that a call activity starts.
    pub called: Option<Box<str>>,
    /// A call passes all variables in and out unless the extension says otherwise.
    pub passes_all_in: bool,
    pub passes_all_out: bool,
    /// Elements of an ad-hoc sub-process that are active at first (Zeebe): an expression.
    pub active_elements: Option<Box<str>>,
    /// Headers and properties by name.
    pub headers: Vec<(Box<str>, Box<str>)>,
}
