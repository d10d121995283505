//! A model played through by hand 预演, without data and without a case: which step is done, with what
//! outcome, which timer fires. What was chosen stands in the address, so that each stand of the play
//! can be shown to another and gone back from.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use kernel::division::Level;
use process::{
    model::{Definition, NodeId},
    program::Program,
    state::{State as Play, Status, Variables, WaitKind},
    step::{Env, Input, advance},
};
use serde::Deserialize;
use serde_json::json;
use web::{Answer, Cx, Path, Query, Shell, State};

use super::Opened;
use crate::{
    Room,
    draft::Answers,
    edition::EditionId,
    flow::{ANSWERS, SPECIAL_BEGAN, SPECIAL_ENDED, facts_of},
    pages::course::{self, Course, Standing, level_word},
    routes::console as to,
    task::Outcome,
};

/// How assumed answers are called in the address.
const FACT: &str = "answers.";
/// Longer plays are not followed.
const MOST: usize = 200;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Steps so far: `element:outcome`, `message:NAME`, `time`, with commas.
    play: String,
    /// `yes` where the applicant is an enterprise.
    enterprise: String,
    /// The level whose body is competent, where there are alternatives.
    level: String,
    /// Assumed answers: `answers.area`.
    #[serde(flatten)]
    more: BTreeMap<String, String>,
}

impl Asked {
    /// Assumed answers, by the keys of their fields.
    fn answers(&self) -> Answers {
        let named = |(key, value): (&String, &String)| Some((key.strip_prefix(FACT)?.to_owned(), value.clone()));
        self.more.iter().filter_map(named).collect()
    }
}

/// What can be done next.
pub(crate) struct Way {
    pub label: String,
    pub href: String,
}

#[derive(Template)]
#[template(path = "casework/console_rehearse.html")]
pub(crate) struct RehearsePage {
    pub shell: Shell,
    pub here: String,
    pub play: String,
    pub enterprise: bool,
    pub level: String,
    pub levels: Vec<(String, String)>,
    /// Answers that the model asks for: name in the form, label, assumed value.
    pub facts: Vec<(String, String, String)>,
    pub course: Course,
    /// A step with its outcomes.
    pub open: Vec<(String, Vec<Way>)>,
    pub others: Vec<Way>,
    pub log: Vec<String>,
    pub back: String,
    pub over: bool,
    /// Where it stuck, if it did.
    pub stuck: String,
}

/// The play as it stands.
struct Played {
    state: Play,
    now: kernel::Timestamp,
    log: Vec<String>,
    taken: Vec<String>,
    stuck: String,
}

fn play(
    program: &Program,
    env: &Env<'_>,
    facts: serde_json::Value,
    asked: &Asked,
    say: &dyn Fn(&str, &str) -> String,
) -> Played {
    let mut played =
        Played { state: Play::new(), now: env.now, log: Vec::new(), taken: Vec::new(), stuck: String::new() };
    let facts = Variables::of_json(&json!({
        "case": "rehearsal", "item": "rehearsal", "division": "000000", "enterprise": asked.enterprise == "yes",
        "jurisdiction": asked.level, ANSWERS: facts,
    }));
    let Some(process) = program.model.processes.first().copied() else { return played };
    let begin = Input::Start { process, event: None, variables: facts };
    if let Err(refused) = advance(program, &mut played.state, begin, env) {
        played.stuck = refused.to_string();
        return played;
    }
    for step in asked.play.split(',').filter(|step| !step.is_empty()).take(MOST) {
        let (what, outcome) = step.split_once(':').unwrap_or((step, ""));
        let input = match what {
            "time" => {
                let Some((due, ..)) = played.state.timers().first().copied() else { break };
                played.now = due.max(played.now);
                Input::Time
            }
            "message" => {
                Input::Message { name: outcome.into(), key: None, node: None, variables: Variables::default() }
            }
            element => {
                let node = program.model.node(element);
                let token = played.state.tasks().find(|(_, at)| Some(*at) == node).map(|(token, _)| token.number);
                let Some(token) = token else { break };
                let said = json!({ "outcome": outcome, element: outcome });
                Input::Complete { token, variables: Variables::of_json(&said) }
            }
        };
        let env = env.clone().at(played.now);
        if let Err(refused) = advance(program, &mut played.state, input, &env) {
            played.stuck = refused.to_string();
            break;
        }
        played.log.push(say(what, outcome));
        played.taken.push(step.to_owned());
    }
    if let Some((_, incident)) = played.state.incidents().next() {
        played.stuck = incident.message.to_string();
    }
    played
}

/// Messages that the play waits for.
fn messages(program: &Program, state: &Play) -> Vec<&'static str> {
    let name = |node: NodeId| match program.model.nodes.get(node.0 as usize)?.event()?.definition {
        Definition::Message(Some(message)) => program.model.declared.get(message.0 as usize).map(|one| &*one.name),
        _ => None,
    };
    let mut found: Vec<&'static str> = Vec::new();
    for wait in state.waits.iter().filter(|wait| matches!(wait.kind, WaitKind::Message(_))) {
        let known = [SPECIAL_BEGAN, SPECIAL_ENDED].into_iter().find(|known| name(wait.node) == Some(known));
        found.extend(known.filter(|known| !found.contains(known)));
    }
    found
}

pub(crate) async fn page(
    cx: Cx,
    State(room): State<Room>,
    Path(id): Path<EditionId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let asker = cx.clone();
    let wanted = id.clone();
    let (opened, keys, model) = cx
        .read(move |read| {
            let opened = Opened::of(read, &wanted)?;
            let model = process::bpmn::read(opened.edition.text.as_bytes())
                .map_err(|error| store::Error::Engine(error.to_string()))?;
            Ok((opened, course::keys(read, &model)?, model))
        })
        .await?;
    let name = opened.subject.item.item.name.get(asker.locale).to_owned();
    let shell = super::shell(&cx, cx.t("casework-models-rehearse"), &opened.edition.item, &name)
        .crumb(cx.t("casework-models-one"), to::of(to::EDITION, &id));
    let env = Env::new(cx.now, room.needs().directory.calendar());
    let program = Program::new(Arc::new(model));
    let rules = room.programs().rules(&opened.edition.digest, &program);
    let (now, calendar) = (cx.now, room.needs().directory.calendar());
    let decide = |name: &str, variables: &Variables| rules.decide(name, variables, now, &calendar);
    let facts = facts_of(&opened.subject.item.item, rules.facts(), &asked.answers());
    let assumed = rules.facts().iter().map(|key| assumed(&shell, &opened.subject.item.item, key, &asked)).collect();
    let page = rehearsed(shell, &id, &program, &keys, &env.deciding(&decide), (facts, assumed), &asked);
    cx.page(&page)
}

/// A field for an assumed answer.
fn assumed(shell: &Shell, item: &catalogue::Item, key: &str, asked: &Asked) -> (String, String, String) {
    let name = [FACT, key].concat();
    let field = item.form.iter().flat_map(|section| &section.fields).find(|field| field.key == key);
    let label = field.map_or(key, |field| shell.text(&field.label));
    let value = asked.more.get(&name).cloned().unwrap_or_default();
    (name, shell.t1("casework-models-fact-is", "name", label), value)
}

fn rehearsed(
    shell: Shell,
    id: &EditionId,
    program: &Program,
    keys: &course::Keys,
    env: &Env<'_>,
    (facts, assumed): (serde_json::Value, Vec<(String, String, String)>),
    asked: &Asked,
) -> RehearsePage {
    let model = &program.model;
    let called = course::called(&shell, model, keys);
    let label = |element: &str| {
        let own = model.node(element).map(|node| model[node].name.to_string()).filter(|name| !name.is_empty());
        called.get(element).cloned().or(own).unwrap_or_else(|| element.to_owned())
    };
    let outcome_word = |outcome: &str| shell.t(&["casework-outcome-", outcome].concat()).into_owned();
    let message_word = |name: &str| {
        shell.t(if name == SPECIAL_BEGAN { "casework-step-begins" } else { "casework-step-ends" }).into_owned()
    };
    let say = |what: &str, outcome: &str| match what {
        "time" => shell.t("casework-models-time-passed").into_owned(),
        "message" => message_word(outcome),
        element if outcome.is_empty() => label(element),
        element => shell.t2("casework-models-did", "step", label(element), "outcome", outcome_word(outcome)),
    };
    let played = play(program, env, facts, asked, &say);
    let address = |steps: &[String]| {
        let play = steps.join(",");
        let mut pairs =
            vec![("play", play.as_str()), ("enterprise", asked.enterprise.as_str()), ("level", asked.level.as_str())];
        let known = assumed.iter().map(|(name, _, value)| (name.as_str(), value.as_str()));
        pairs.extend(known.filter(|(_, value)| !value.is_empty()));
        web::path::with_query(&to::of(to::REHEARSAL, id), &pairs)
    };
    let way = |label: String, step: String| {
        let mut steps = played.taken.clone();
        steps.push(step);
        Way { label, href: address(&steps) }
    };
    let mut standing: BTreeMap<String, Standing> = BTreeMap::new();
    for node in played.state.tokens.iter().map(|token| match token.at {
        process::state::At::Node(node) => node,
        process::state::At::Flow(flow) => model[flow].target,
    }) {
        let one = standing.entry(model[node].id.to_string()).or_default();
        one.count += 1;
        one.class = "is-current";
        one.label = shell.t1("casework-models-tokens", "count", one.count);
    }
    let mut open = Vec::new();
    for (_, node) in played.state.tasks() {
        let node = &model[node];
        let outcomes: &[Outcome] = match node.official.form.as_deref() {
            Some("decide") => &[Outcome::Approve, Outcome::Deny],
            Some("review") => &[Outcome::Agree, Outcome::Disagree],
            _ => &[],
        };
        let mut ways: Vec<Way> = outcomes
            .iter()
            .map(|outcome| way(outcome_word(outcome.as_str()), [&*node.id, ":", outcome.as_str()].concat()))
            .collect();
        if ways.is_empty() {
            ways.push(way(shell.t("casework-task-done").into_owned(), node.id.to_string()));
        }
        open.push((label(&node.id), ways));
    }
    let mut others = Vec::new();
    if !played.state.timers().is_empty() {
        others.push(way(shell.t("casework-models-pass-time").into_owned(), "time".into()));
    }
    for name in messages(program, &played.state) {
        others.push(way(message_word(name), ["message:", name].concat()));
    }
    let back = match played.taken.split_last() {
        Some((_, before)) => address(before),
        None => String::new(),
    };
    let levels = [Level::Province, Level::City, Level::County, Level::Township];
    RehearsePage {
        here: to::of(to::REHEARSAL, id),
        play: played.taken.join(","),
        enterprise: asked.enterprise == "yes",
        level: asked.level.clone(),
        levels: levels.iter().map(|level| (level.as_str().to_owned(), level_word(&shell, *level))).collect(),
        facts: assumed.clone(),
        course: course::course(&shell, model, &called, &standing, "course", &shell.t("casework-course-title")),
        open,
        others,
        log: played.log,
        back,
        over: played.state.status == Status::Completed,
        stuck: played.stuck,
        shell,
    }
}
