//! A program 可执行模型: a model with its expressions compiled and its inclusive joins measured, made once and then used
//! for every step of every case. An expression that can't be read doesn't stop the others; it becomes an incident where
//! a token needs it. Not here: whether a model may run at all (`executable`) or is sound (`lint`).

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use crate::expression::Compiled;
use crate::model::{
    Activity, Behavior, Definition, EventPosition, FlowId, Gateway, Mapping, Model, NodeId, NodeKind, Repeat,
    Subprocess, SubprocessForm, Task, Timer, TimerForm,
};
use crate::time::{self, Schedule};

/// Expressions used in place of the model's own, by id of the element and name of the attribute.
pub type Overrides = HashMap<(String, String), String>;

#[derive(Debug, Clone)]
pub struct Program {
    pub model: Arc<Model>,
    flows: Vec<Option<Compiled>>,
    nodes: Vec<Code>,
    correlations: Vec<Option<Compiled>>,
    joins: HashMap<NodeId, Vec<Feeder>>,
    /// Script tasks that the caller carries out, as it does service tasks.
    scripts_outside: HashSet<NodeId>,
    /// Activities that begin with several tokens, or give several (`startQuantity`, `completionQuantity`).
    quantities: HashMap<NodeId, (usize, usize)>,
}

/// The compiled expressions of a node.
#[derive(Debug, Clone, Default)]
pub struct Code {
    /// A definition each; one for most events, several for a multiple event.
    pub(crate) parts: Vec<Part>,
    pub(crate) inputs: Vec<(Box<str>, Compiled)>,
    pub(crate) outputs: Vec<(Box<str>, Compiled)>,
    pub(crate) script: Option<Compiled>,
    pub(crate) repeat: RepeatCode,
    /// Completion condition of an ad-hoc sub-process.
    pub(crate) completion: Option<Compiled>,
    pub(crate) called: Option<Compiled>,
}

#[derive(Debug, Clone, Default)]
pub struct Part {
    pub(crate) condition: Option<Compiled>,
    pub(crate) timer: Option<TimerCode>,
}

#[derive(Debug, Clone)]
pub struct TimerCode {
    pub(crate) form: TimerForm,
    pub(crate) literal: Option<Schedule>,
    pub(crate) expression: Compiled,
}

#[derive(Debug, Clone, Default)]
pub struct RepeatCode {
    pub(crate) condition: Option<Compiled>,
    pub(crate) cardinality: Option<Compiled>,
    pub(crate) collection: Option<Compiled>,
    pub(crate) output: Option<Compiled>,
    pub(crate) completion: Option<Compiled>,
    /// Of the events that items throw, where they have one.
    pub(crate) thrown: Vec<Compiled>,
}

/// From where a flow into an inclusive join can still be reached without passing the join.
#[derive(Debug, Clone)]
pub struct Feeder {
    pub(crate) flow: FlowId,
    from: HashSet<NodeId>,
}

impl Program {
    #[must_use]
    pub fn new(model: Arc<Model>) -> Self {
        Self::with(model, &Overrides::new(), |_| false)
    }

    /// A program in which some expressions are replaced and some script tasks are carried out outside.
    #[must_use]
    pub fn with(model: Arc<Model>, overrides: &Overrides, outside: impl Fn(&str) -> bool) -> Self {
        let compiler = Compiler { overrides };
        let flows = model.flows.iter().map(|flow| compiler.condition(&flow.id, flow.condition.as_ref())).collect();
        let nodes = model.nodes.iter().map(|node| compiler.code(node)).collect();
        let correlations =
            model.declared.iter().map(|declared| declared.correlation.as_ref().map(Compiled::new)).collect();
        let joins = inclusive_joins(&model).map(|node| (node, feeders(&model, node))).collect();
        let is_outside = |id: &NodeId| {
            let node = &model[*id];
            matches!(node.activity(), Some(Activity { task: Task::Script(_), .. })) && outside(&node.id)
        };
        let scripts_outside = model.node_ids().filter(is_outside).collect();
        let mut quantities = HashMap::new();
        find_quantities(&model, &model.document().root, &mut quantities);
        Self { model, flows, nodes, correlations, joins, scripts_outside, quantities }
    }

    pub(crate) fn code(&self, node: NodeId) -> &Code {
        static NONE: std::sync::LazyLock<Code> = std::sync::LazyLock::new(Code::default);
        self.nodes.get(node.0 as usize).unwrap_or(&NONE)
    }

    pub(crate) fn condition(&self, flow: FlowId) -> Option<&Compiled> {
        self.flows.get(flow.0 as usize)?.as_ref()
    }

    pub(crate) fn correlation(&self, declared: crate::model::DeclaredId) -> Option<&Compiled> {
        self.correlations.get(declared.0 as usize)?.as_ref()
    }

    /// The flows into an inclusive join with several; none for any other node.
    pub(crate) fn feeders(&self, node: NodeId) -> Option<&[Feeder]> {
        self.joins.get(&node).map(Vec::as_slice)
    }

    /// How many tokens an activity takes to begin, and gives when it is done.
    pub(crate) fn quantities(&self, node: NodeId) -> (usize, usize) {
        if self.quantities.is_empty() {
            return (1, 1);
        }
        self.quantities.get(&node).copied().unwrap_or((1, 1))
    }

    pub(crate) fn is_script_outside(&self, node: NodeId) -> bool {
        self.scripts_outside.contains(&node)
    }
}

impl Feeder {
    pub(crate) fn is_reached_from(&self, node: NodeId) -> bool {
        self.from.contains(&node)
    }
}

/// The definitions of an event: one, or those of a multiple event.
#[must_use]
pub fn parts(definition: &Definition) -> &[Definition] {
    match definition {
        Definition::Multiple { definitions, .. } => definitions,
        one => std::slice::from_ref(one),
    }
}

struct Compiler<'a> {
    overrides: &'a Overrides,
}

impl Compiler<'_> {
    fn replaced(&self, id: &str, attribute: &str) -> Option<Compiled> {
        if self.overrides.is_empty() {
            return None;
        }
        self.overrides.get(&(id.to_owned(), attribute.to_owned())).map(|text| Compiled::of_feel(text))
    }

    fn pick(&self, id: &str, attribute: &str, own: Option<&crate::model::Expression>) -> Option<Compiled> {
        self.replaced(id, attribute).or_else(|| own.map(Compiled::new))
    }

    fn condition(&self, id: &str, own: Option<&crate::model::Expression>) -> Option<Compiled> {
        self.pick(id, "conditionExpression", own)
    }

    fn code(&self, node: &crate::model::Node) -> Code {
        let mut code = Code { inputs: mappings(&node.inputs), outputs: mappings(&node.outputs), ..Code::default() };
        match &node.kind {
            NodeKind::Event(event) => {
                code.parts =
                    parts(&event.definition).iter().map(|definition| self.part(&node.id, definition)).collect();
            }
            NodeKind::Activity(activity) => self.activity(&node.id, activity, &mut code),
            NodeKind::Gateway(_) => {}
        }
        if let Some(called) = node.handling.called.as_deref().filter(|called| called.starts_with('=')) {
            code.called = Some(Compiled::of_text(called));
        }
        code
    }

    fn part(&self, id: &str, definition: &Definition) -> Part {
        match definition {
            Definition::Conditional(own) => {
                Part { condition: self.pick(id, "condition", Some(own)), ..Part::default() }
            }
            Definition::Timer(timer) => Part { timer: Some(self.timer(id, timer)), ..Part::default() },
            _ => Part::default(),
        }
    }

    fn timer(&self, id: &str, timer: &Timer) -> TimerCode {
        let attribute = match timer.form {
            TimerForm::Date => "timeDate",
            TimerForm::Duration | TimerForm::Unset => "timeDuration",
            TimerForm::Cycle => "timeCycle",
        };
        let replaced = self.replaced(id, attribute);
        let literal = time::schedule(timer.form, &timer.expression.text).filter(|_| replaced.is_none());
        let expression = replaced.unwrap_or_else(|| Compiled::new(&timer.expression));
        TimerCode { form: timer.form, literal, expression }
    }

    fn activity(&self, id: &str, activity: &Activity, code: &mut Code) {
        match &activity.task {
            Task::Script(script) => code.script = Some(Compiled::of_script(&script.format, &script.text)),
            Task::Subprocess(Subprocess { form: SubprocessForm::AdHoc { completion, .. }, .. }) => {
                code.completion = self.pick(id, "completionCondition", completion.as_ref());
            }
            _ => {}
        }
        match &activity.repeat {
            Some(Repeat::Loop(each)) => {
                code.repeat.condition = self.pick(id, "loopCondition", each.condition.as_ref());
            }
            Some(Repeat::Multi(multi)) => {
                code.repeat.cardinality = self.pick(id, "loopCardinality", multi.cardinality.as_ref());
                code.repeat.collection = multi.collection.as_ref().map(Compiled::new);
                code.repeat.output = multi.output_element.as_ref().map(Compiled::new);
                code.repeat.completion = self.pick(id, "completionCondition", multi.completion.as_ref());
                if let Behavior::When(all) = &*multi.behavior {
                    code.repeat.thrown = all.iter().map(|(condition, _)| Compiled::new(condition)).collect();
                }
            }
            None => {}
        }
        // An activity that waits for a message is an event too: it has one part.
        if matches!(activity.task, Task::Receive { .. }) {
            code.parts.push(Part::default());
        }
    }
}

fn mappings(mappings: &[Mapping]) -> Vec<(Box<str>, Compiled)> {
    mappings.iter().map(|mapping| (mapping.target.clone(), Compiled::new(&mapping.source))).collect()
}

/// More tokens than this at once are taken for a slip of the pen.
const MOST_TOKENS: usize = 100;

fn find_quantities(model: &Model, tag: &crate::xml::Tag, found: &mut HashMap<NodeId, (usize, usize)>) {
    let quantity = |name: &str| tag.attribute(name).and_then(|text| text.trim().parse().ok()).unwrap_or(1);
    let both: (usize, usize) = (quantity("startQuantity"), quantity("completionQuantity"));
    if both != (1, 1)
        && let Some(node) = tag.attribute("id").and_then(|id| model.node(id))
    {
        found.insert(node, (both.0.clamp(1, MOST_TOKENS), both.1.clamp(1, MOST_TOKENS)));
    }
    for child in tag.tags() {
        find_quantities(model, child, found);
    }
}

fn inclusive_joins(model: &Model) -> impl Iterator<Item = NodeId> + '_ {
    model.node_ids().filter(|id| {
        let node = &model[*id];
        node.kind == NodeKind::Gateway(Gateway::Inclusive) && node.incoming.len() > 1
    })
}

fn feeders(model: &Model, join: NodeId) -> Vec<Feeder> {
    let before = |flow: &FlowId| Feeder { flow: *flow, from: upstream(model, *flow, join) };
    model[join].incoming.iter().map(before).collect()
}

/// The nodes from which a flow can be reached along sequence flows and links, not through `without`.
pub(crate) fn upstream(model: &Model, flow: FlowId, without: NodeId) -> HashSet<NodeId> {
    let mut found = HashSet::new();
    let mut next = VecDeque::from([model[flow].source]);
    while let Some(at) = next.pop_front() {
        if at == without || !found.insert(at) {
            continue;
        }
        next.extend(model[at].incoming.iter().map(|flow| model[*flow].source));
        next.extend(link_throws(model, at));
    }
    found
}

/// The link throws that lead to this link catch.
fn link_throws(model: &Model, catch: NodeId) -> Vec<NodeId> {
    let link = |id: NodeId, position: EventPosition| match model[id].event() {
        Some(event) if event.position == position => match &event.definition {
            Definition::Link { name } => Some(name),
            _ => None,
        },
        _ => None,
    };
    let Some(name) = link(catch, EventPosition::Catch) else { return Vec::new() };
    let siblings = &model[model[catch].scope].nodes;
    siblings.iter().copied().filter(|id| link(*id, EventPosition::Throw) == Some(name)).collect()
}
