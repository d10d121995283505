//! Changes of running cases as data: given a model, a case that has come so far, a change; then where its tokens stand,
//! what is asked, which clocks change, who is burdened, and how it finishes. The scenarios are in `tests/changes`.

use std::path::Path;
use std::sync::Arc;

use kernel::{Calendar, Timestamp};
use process::change::{self, Answer, Derived, Operation, Question};
use process::event::Event;
use process::model::Model;
use process::program::Program;
use process::state::{At, State, Status, Token, Variables};
use process::step::{Env, Input, advance};
use serde::Deserialize;

#[derive(Deserialize)]
struct Scenarios {
    scenarios: Vec<Scenario>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    says: String,
    model: String,
    /// Tasks completed before the change, in order.
    reach: Vec<String>,
    /// Time that passes before the change.
    wait: Option<String>,
    change: Option<Vec<Operation>>,
    to: Option<String>,
    #[serde(default)]
    answers: Vec<Said>,
    rule: Option<String>,
    then: Then,
}

/// An answer by element.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Move(String, String),
    Drop(String),
    Add(String, String),
    Forget(String),
}

type Due = (String, Option<String>, Option<String>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Then {
    refused: Option<String>,
    /// Kind, element, and the options where they matter.
    questions: Option<Vec<Vec<serde_json::Value>>>,
    at: Option<Vec<String>>,
    moves: Option<Vec<(Option<String>, Option<String>)>>,
    /// Element, due before and after, from the start of the case.
    clocks: Option<Vec<Due>>,
    burdens: Option<Vec<Vec<String>>>,
    verdict: Option<String>,
    #[serde(default)]
    identical: bool,
    #[serde(default)]
    completed: bool,
    message: Option<String>,
    signal: Option<String>,
    /// What stands after the message or signal.
    after: Option<Vec<String>>,
    /// What stands after time is looked at.
    time: Option<Vec<String>>,
    /// Tasks completed one after another until the case is.
    finish: Option<Vec<String>>,
}

#[test]
fn changes_do_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes");
    let text = std::fs::read(folder.join("scenarios.json")).unwrap();
    let all: Scenarios = serde_json::from_slice(&text).unwrap();
    assert!(all.scenarios.len() >= 40, "{} scenarios", all.scenarios.len());
    let mut wrong = Vec::new();
    for scenario in &all.scenarios {
        let read = |name: &str| {
            let text = std::fs::read(folder.join(format!("{name}.bpmn"))).unwrap();
            process::bpmn::read(&text).unwrap()
        };
        let found = std::panic::catch_unwind(|| scenario.play(&read));
        match found {
            Ok(found) if found.is_empty() => {}
            Ok(found) => wrong.push(format!("{}: {}", scenario.says, found.join("; "))),
            Err(_) => wrong.push(format!("{}: panicked", scenario.says)),
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), all.scenarios.len(), wrong.join("\n"));
}

const BEGAN: Timestamp = Timestamp(1_767_574_800_000);

struct Going {
    program: Program,
    state: State,
    events: Vec<Event>,
    now: Timestamp,
}

impl Going {
    fn env(&self) -> Env<'static> {
        Env::new(self.now, Arc::new(Calendar::default()))
    }

    fn step(&mut self, input: Input) {
        let env = self.env();
        self.events.extend(advance(&self.program, &mut self.state, input, &env).unwrap());
    }

    fn complete(&mut self, id: &str) -> Result<(), String> {
        let model = &self.program.model;
        let token = self.state.tasks().find(|(_, node)| *model[*node].id == *id).map(|(token, _)| token.number);
        let token = token.ok_or_else(|| format!("no task at {id}, but {:?}", self.standing()))?;
        self.step(Input::Complete { token, variables: Variables::default() });
        Ok(())
    }

    fn standing(&self) -> Vec<String> {
        let hosts = |token: &&Token| token.doing != process::state::Doing::Inside;
        let mut out: Vec<_> =
            self.state.tokens.iter().filter(hosts).map(|token| place(&self.program.model, token)).collect();
        out.sort();
        out
    }
}

fn place(model: &Model, token: &Token) -> String {
    match token.at {
        At::Node(node) => model[node].id.to_string(),
        At::Flow(flow) => model[flow].id.to_string(),
    }
}

fn since_began(at: Timestamp) -> String {
    process::time::duration_text(at.0 - BEGAN.0)
}

/// `PT10H` and `P1D` as one writing.
fn plain(text: &str) -> String {
    let period = process::time::period(text).unwrap();
    since_began(period.after(BEGAN, &Calendar::default()).unwrap())
}

impl Scenario {
    fn play(&self, read: &dyn Fn(&str) -> Model) -> Vec<String> {
        let mut case = self.reached(read(&self.model));
        let old = case.program.clone();
        let derived = match (&self.change, &self.to) {
            (Some(operations), _) => change::derive(&old.model, &read_fragments(operations)),
            (None, Some(to)) => Ok(Derived { model: read(to), forwards: Vec::new(), births: Vec::new() }),
            (None, None) => panic!("no change"),
        };
        let derived = match (derived, &self.then.refused) {
            (Ok(derived), None) => derived,
            (Err(why), Some(wanted)) if why.to_string().contains(wanted) => return Vec::new(),
            (got, wanted) => return vec![format!("refused should be {wanted:?}: {got:?}")],
        };
        assert!(process::executable::executable(&derived.model).is_ok(), "the derived model can't be run");
        let mut answers = derived.answers(&old.model, &case.state);
        answers.extend(self.said(&case));
        let new = Program::new(Arc::new(derived.model));
        let mut wrong = Vec::new();
        if self.answers.is_empty() && self.change.is_none() {
            self.hold_dry_run(&old, &new, &case, &mut wrong);
        } else if let Ok(mapped) = change::map(&old, &new, &case.state, &answers, &case.env()) {
            let burdens = change::weigh(&old.model, &case.state, &new.model, &mapped);
            self.hold_burdens(&burdens, &mut wrong);
        }
        let mapped = change::map(&old, &new, &case.state, &answers, &case.env());
        match (&mapped, &self.then.questions) {
            (Ok(mapped), None) => self.hold_mapped(mapped, &mut wrong),
            (Err(asked), Some(wanted)) => {
                hold_questions(asked, wanted, &mut wrong);
                return wrong;
            }
            (Err(asked), None) => return vec![format!("asked: {asked:?}")],
            (Ok(_), Some(_)) => return vec!["nothing was asked".to_owned()],
        }
        let before = case.state.clone();
        let events = change::migrate(&old, &new, &case.state, &answers, &case.env()).unwrap();
        for event in &events {
            case.state.apply(event);
        }
        case.events.extend(events);
        case.program = new;
        if self.then.identical && case.state != before {
            wrong.push("the state should be the same".to_owned());
        }
        self.hold_afterwards(&mut case, &mut wrong);
        if State::replay(&case.events) != case.state {
            wrong.push("replaying the events doesn't give the state".to_owned());
        }
        wrong
    }

    fn reached(&self, model: Model) -> Going {
        let process = model.processes[0];
        let program = Program::new(Arc::new(model));
        let mut case = Going { program, state: State::new(), events: Vec::new(), now: BEGAN };
        case.step(Input::Start { process, event: None, variables: Variables::default() });
        for id in &self.reach {
            case.complete(id).unwrap();
        }
        if let Some(wait) = &self.wait {
            case.now = process::time::period(wait).unwrap().after(BEGAN, &Calendar::default()).unwrap();
        }
        case
    }

    fn said(&self, case: &Going) -> Vec<Answer> {
        let token = |id: &String| {
            let stands = |token: &&Token| place(&case.program.model, token) == *id;
            case.state.tokens.iter().find(stands).unwrap_or_else(|| panic!("nobody at {id}")).number
        };
        let answer = |said: &Said| match said {
            Said::Move(from, to) => Answer::Move { token: token(from), to: to.clone() },
            Said::Drop(at) => Answer::Drop { token: token(at) },
            Said::Add(beside, at) => Answer::Add { beside: token(beside), at: at.clone() },
            Said::Forget(element) => Answer::Forget { element: element.clone() },
        };
        self.answers.iter().map(answer).collect()
    }

    fn hold_dry_run(&self, old: &Program, new: &Program, case: &Going, wrong: &mut Vec<String>) {
        let line = change::dry_run(old, new, "1", &case.state, self.rule.as_deref(), &case.env());
        let verdict = serde_json::to_value(line.verdict).unwrap();
        if self.then.verdict.as_ref().is_some_and(|wanted| *wanted != verdict) {
            wrong.push(format!("the verdict should be {:?}, not {verdict}", self.then.verdict));
        }
        self.hold_burdens(&line.burdens, wrong);
    }

    fn hold_burdens(&self, burdens: &[change::Burden], wrong: &mut Vec<String>) {
        let Some(wanted) = &self.then.burdens else { return };
        let got: Vec<Vec<String>> = burdens
            .iter()
            .map(|burden| {
                let kind = serde_json::to_value(burden.kind).unwrap().as_str().unwrap().to_owned();
                vec![kind, burden.element.to_string(), burden.detail.clone()]
            })
            .collect();
        let fits = |(got, wanted): (&Vec<String>, &Vec<String>)| got.starts_with(wanted);
        if got.len() != wanted.len() || !got.iter().zip(wanted).all(fits) {
            wrong.push(format!("burdens should be {wanted:?}, not {got:?}"));
        }
    }

    fn hold_mapped(&self, mapped: &change::Mapped, wrong: &mut Vec<String>) {
        let text = |id: &Option<Box<str>>| id.as_ref().map(ToString::to_string);
        let moves: Vec<_> = mapped.moves.iter().map(|each| (text(&each.from), text(&each.to))).collect();
        if self.then.moves.as_ref().is_some_and(|wanted| *wanted != moves) {
            wrong.push(format!("moves should be {:?}, not {moves:?}", self.then.moves));
        }
        if let Some(wanted) = &self.then.clocks {
            let clocks: Vec<_> = mapped
                .clocks
                .iter()
                .map(|clock| (clock.element.to_string(), clock.was.map(since_began), clock.now.map(since_began)))
                .collect();
            let wanted: Vec<_> = wanted
                .iter()
                .map(|(id, was, now)| (id.clone(), was.as_deref().map(plain), now.as_deref().map(plain)))
                .collect();
            if clocks != wanted {
                wrong.push(format!("clocks should be {wanted:?}, not {clocks:?}"));
            }
        }
    }

    fn hold_afterwards(&self, case: &mut Going, wrong: &mut Vec<String>) {
        let mut hold = |what: &str, wanted: &Option<Vec<String>>, case: &Going| {
            if wanted.as_ref().is_some_and(|wanted| *wanted != case.standing()) {
                wrong.push(format!("{what} should be {wanted:?}, not {:?}", case.standing()));
            }
        };
        hold("at", &self.then.at, case);
        if let Some(name) = &self.then.message {
            let (name, variables) = (name.as_str().into(), Variables::default());
            case.step(Input::Message { name, key: None, node: None, variables });
        }
        if let Some(name) = &self.then.signal {
            case.step(Input::Signal { name: name.as_str().into(), variables: Variables::default() });
        }
        hold("after", &self.then.after, case);
        if self.then.time.is_some() {
            case.step(Input::Time);
        }
        hold("time", &self.then.time, case);
        for id in self.then.finish.iter().flatten() {
            if let Err(why) = case.complete(id) {
                wrong.push(why);
                return;
            }
        }
        if (self.then.completed || self.then.finish.is_some()) && case.state.status != Status::Completed {
            wrong.push(format!("the case should be completed, but stands at {:?}", case.standing()));
        }
        if case.state.incidents().count() > 0 {
            wrong.push(format!("incidents: {:?}", case.state));
        }
    }
}

/// Fragments stand in files of their own: `@name`.
fn read_fragments(operations: &[Operation]) -> Vec<Operation> {
    let read = |operation: &Operation| match operation {
        Operation::InsertFragment { flow, fragment } => {
            let file = fragment.strip_prefix('@').map(|name| format!("tests/changes/{name}.bpmn"));
            let path = file.map(|file| Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
            let text = path.map_or_else(|| fragment.clone(), |path| std::fs::read_to_string(path).unwrap());
            Operation::InsertFragment { flow: flow.clone(), fragment: text }
        }
        other => other.clone(),
    };
    operations.iter().map(read).collect()
}

fn hold_questions(asked: &[Question], wanted: &[Vec<serde_json::Value>], wrong: &mut Vec<String>) {
    let line = |question: &Question| {
        let mut out = vec![serde_json::to_value(question.asks).unwrap(), (&*question.element).into()];
        out.push(question.options.iter().map(|option| serde_json::Value::from(&**option)).collect());
        out
    };
    let got: Vec<_> = asked.iter().map(line).collect();
    let fits = |(got, wanted): (&Vec<_>, &Vec<_>)| got.starts_with(wanted);
    if got.len() != wanted.len() || !got.iter().zip(wanted).all(fits) {
        wrong.push(format!("questions should be {wanted:?}, not {got:?}"));
    }
}
