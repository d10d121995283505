//! What tests of changes and migrations stand on: models, proposals, and how a case is driven to its end.

use casework::{
    case::{CaseId, State},
    change::{Asked, Change, ChangeState, Ground, Op},
    changing::{self, Proposal},
    task::{Kind, Task, TaskState},
};
use kernel::access::{Actor, Role, Who};
use process::state::{State as FlowState, Status};
use store::Error;

use crate::kit::{PLACE, World};

pub fn tasks(world: &World, id: &CaseId) -> Vec<Task> {
    let id = id.clone();
    world.app.read(move |read| casework::records::tasks(read, &id)).unwrap()
}

pub fn flow(world: &World, id: &CaseId) -> FlowState {
    let id = id.clone();
    world.app.read(move |read| casework::records::flow(read, &id)).unwrap().unwrap().1
}

pub fn asked(op: Op, element: &str) -> Asked {
    Asked { op, element: element.into(), to: None, body: None, days: None, papers: Vec::new() }
}

pub fn adding(op: Op, element: &str, body: &str) -> Asked {
    Asked { body: Some(body.into()), ..asked(op, element) }
}

pub fn because(asked: Asked) -> Proposal {
    Proposal {
        asked,
        ground: Ground::ExpertOpinion,
        legal_basis: "《行政许可法》第五十五条".into(),
        reason: "需要专业意见".into(),
        answers: Vec::new(),
    }
}

pub fn propose(world: &World, id: &CaseId, by: &Actor, proposal: &Proposal) -> Result<Change, Error> {
    let (id, by, proposal) = (id.clone(), by.clone(), proposal.clone());
    world.act(move |tx, office| changing::propose(tx, office, &by, &id, None, &proposal))
}

pub fn approve(world: &World, code: &'static str, change: &Change, by: &Actor) -> Result<Change, Error> {
    let (matter, case, id, by) = (world.matter(code), change.case.clone(), change.id.clone(), by.clone());
    world.act(move |tx, office| changing::approve(tx, office, &by, &matter, &case, &id, None))
}

pub fn undo(world: &World, change: &Change, by: &Actor) -> Result<Change, Error> {
    let (case, id, by) = (change.case.clone(), change.id.clone(), by.clone());
    world.act(move |tx, office| changing::undo(tx, office, &by, &case, &id, None))
}

pub fn supervisor(world: &World, number: u8) -> Actor {
    let mut actor = world.staff(number, Role::Supervisor, "ch-gov");
    if let Who::Staff { scopes, .. } = &mut actor.who {
        scopes[0].division = Some(PLACE.parse().unwrap());
    }
    actor
}

pub fn officer(world: &World) -> Actor {
    world.staff(1, Role::Officer, "ch-market")
}

pub fn accepted(world: &World, code: &'static str) -> CaseId {
    let id = world.submit(code).case;
    world.accept(code, &id, &officer(world)).unwrap();
    id
}

/// What stands open in the tasks is what stands in the process, and no two tasks stand for one token.
pub fn agree(world: &World, id: &CaseId) {
    let mut standing: Vec<(u32, String)> = Vec::new();
    let (model, state) = {
        let id = id.clone();
        world.app.read(move |read| casework::records::flow(read, &id)).unwrap().unwrap()
    };
    let text = world.app.read(move |read| casework::records::model(read, &model)).unwrap().unwrap();
    let model = process::bpmn::read(text.as_bytes()).unwrap();
    for (token, node) in state.tasks() {
        standing.push((token.number, model[node].id.to_string()));
    }
    let open = tasks(world, id).into_iter().filter(|task| task.state == TaskState::Open);
    let mut open: Vec<(u32, String)> = open.map(|task| (task.token.unwrap(), task.element)).collect();
    standing.sort();
    open.sort();
    assert_eq!(standing, open);
}

/// A model of one review, then two side by side, then the decision.
pub fn first_then_two(first: &str, left: &str, right: &str) -> String {
    let task = |id: &str, body: &str, form: &str| {
        let mandatory = if form == "decide" { " tb:mandatory=\"true\"" } else { "" };
        format!("<userTask id=\"{id}\" tb:body=\"{body}\" tb:form=\"{form}\" tb:legalBasis=\"AL 34\"{mandatory}/>")
    };
    let flows = [
        ("start", first),
        (first, "fork"),
        ("fork", left),
        ("fork", right),
        (left, "join"),
        (right, "join"),
        ("join", "decide"),
        ("decide", "end"),
    ];
    let flows: String = flows
        .iter()
        .map(|(from, to)| format!("<sequenceFlow id=\"{from}_{to}\" sourceRef=\"{from}\" targetRef=\"{to}\"/>"))
        .collect();
    format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:tb=\"urn:tongban:bpmn:1\" \
         id=\"drawn\" targetNamespace=\"urn:test\"><process id=\"handling\" isExecutable=\"true\">\
         <startEvent id=\"start\"/>{}<parallelGateway id=\"fork\"/>{}{}<parallelGateway id=\"join\"/>{}\
         <endEvent id=\"end\"/>{flows}</process></definitions>",
        task(first, "own", "review"),
        task(left, "@ch-fire", "review"),
        task(right, "@ch-water", "review"),
        task("decide", "own", "decide"),
    )
}

/// A model of two ways, of which applicants who are no enterprises go the plain one, and a review behind both.
pub fn forked() -> String {
    let two = first_then_two("plain", "fire", "water");
    let flows = [
        ("start", "which"),
        ("plain", "both"),
        ("grand", "both"),
        ("both", "last"),
        ("last", "decide"),
        ("decide", "end"),
    ];
    let flows: String = flows
        .iter()
        .map(|(from, to)| format!("<sequenceFlow id=\"{from}_{to}\" sourceRef=\"{from}\" targetRef=\"{to}\"/>"))
        .collect();
    let task = |id: &str| format!("<userTask id=\"{id}\" tb:body=\"own\" tb:form=\"review\" tb:legalBasis=\"AL 34\"/>");
    let head = two.split("<startEvent").next().unwrap().to_owned();
    format!(
        "{head}<startEvent id=\"start\"/><exclusiveGateway id=\"which\" default=\"which_plain\"/>{}{}{}\
         <exclusiveGateway id=\"both\"/><sequenceFlow id=\"which_plain\" sourceRef=\"which\" targetRef=\"plain\"/>\
         <sequenceFlow id=\"which_grand\" sourceRef=\"which\" targetRef=\"grand\"><conditionExpression>enterprise\
         </conditionExpression></sequenceFlow><userTask id=\"decide\" tb:body=\"own\" tb:form=\"decide\" \
         tb:legalBasis=\"AL 38\" tb:mandatory=\"true\"/><endEvent id=\"end\"/>{flows}</process></definitions>",
        task("plain"),
        task("grand"),
        task("last"),
    )
    .replace("id=\"drawn\"", "id=\"drawn\" expressionLanguage=\"https://www.omg.org/spec/DMN/20191111/FEEL/\"")
}

/// Publishes a model for an item, everywhere.
pub fn publish(world: &World, code: &'static str, text: &str) -> casework::edition::Edition {
    let (matter, item) = (world.matter(code), world.item(code));
    let body = matter.body;
    let drawn = casework::publish::Drawn { text: text.to_owned(), note: "改".into() };
    let key = if body.key.starts_with("gz") { "gz-market" } else { "ch-market" };
    let (editor, head) = (world.staff(80, Role::Editor, key), world.staff(81, Role::Head, key));
    world
        .act(move |tx, _| {
            let edition = casework::publish::begin(tx, &editor, &body, &item, None, &drawn)?;
            match casework::publish::publish(tx, &head, &body, &matter.item, &edition.id, edition.version)? {
                casework::publish::Published::Done(edition) => Ok(*edition),
                casework::publish::Published::Unfit(findings) => panic!("{findings:?}"),
            }
        })
        .unwrap()
}

/// Everybody agrees until the case is decided; says who reviewed, in order.
pub fn finish(world: &World, code: &'static str, id: &CaseId) -> Vec<String> {
    let mut path = Vec::new();
    for number in 100..140 {
        agree(world, id);
        let all = tasks(world, id);
        let Some(task) = all.iter().find(|task| task.state == TaskState::Open) else { break };
        path.push(task.element.clone());
        if task.kind == Kind::Decide {
            world.decide(code, id, &testkit::staff(number, Role::Head, &task.body), task.number, true).unwrap();
        } else {
            world.review(code, id, &testkit::staff(number, Role::Officer, &task.body), task.number).unwrap();
        }
    }
    assert_eq!(world.case(id).state, State::Approved);
    assert_eq!(flow(world, id).status, Status::Completed);
    assert!(tasks(world, id).iter().all(|task| matches!(task.state, TaskState::Done | TaskState::Dropped)));
    path
}

pub fn messages(world: &World) -> usize {
    let person = world.wang.clone();
    let all = world.app.read(move |read| notices::newest(read, &person, 100)).unwrap();
    all.iter().filter(|message| message.key == "casework-message-changed").count()
}

/// Proposes, approves, and drives to the decision.
pub fn through(world: &World, code: &'static str, id: &CaseId, proposal: &Proposal) -> Vec<String> {
    let change = propose(world, id, &officer(world), proposal).unwrap();
    assert_eq!(change.state, ChangeState::Proposed);
    let change = approve(world, code, &change, &supervisor(world, 9)).unwrap();
    assert_eq!(change.state, ChangeState::Applied);
    agree(world, id);
    finish(world, code, id)
}
