//! Words and drawings of changes: steps by the names that people know them by, what moves where, who is
//! burdened, what is asked. The same for one case and for many.

use std::collections::{BTreeMap, HashMap};

use kernel::Text;
use process::{
    change::{Answer, Burden, BurdenKind, ClockChange, Moved, Question},
    draw::{Drawing, Mark, draw},
    model::Model,
};
use store::{Error, Read};
use web::{Choice, Html, Shell};

use crate::{
    case::Case,
    change::{Asked, is_step},
    flow::Place,
    matter::Matter,
    pages::course,
    task::Kind,
};

/// The steps of a model, by id: what is done there, by which body, and the model's own name for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps(BTreeMap<String, (Kind, Text, String)>);

impl Steps {
    pub(crate) fn of(read: &Read<'_>, matter: &Matter, case: &Case, models: &[&Model]) -> Result<Self, Error> {
        let mut steps = BTreeMap::new();
        for model in models {
            for node in model.node_ids().filter(|node| is_step(model, &model[*node].id)) {
                let (node, official) = (&model[node], &model[node].official);
                let place = Place::parse(official.body.as_deref().unwrap_or_default());
                let body = directory::bodies::by_id(read, &place.body(read, matter, case)?)?;
                let decides = official.form.as_deref() == Some(Kind::Decide.as_str());
                let kind = if decides { Kind::Decide } else { Kind::Review };
                let body = body.map(|body| body.name).unwrap_or_default();
                steps.insert(node.id.to_string(), (kind, body, node.name.to_string()));
            }
        }
        Ok(Self(steps))
    }

    /// What a step is called; junctions and ways have no names of their own.
    pub(crate) fn word(&self, shell: &Shell, id: &str) -> String {
        match self.0.get(id) {
            Some((_, _, name)) if !name.is_empty() => name.clone(),
            Some((kind, body, _)) => {
                let what = match kind {
                    Kind::Review => "casework-desk-task-review",
                    Kind::Decide => "casework-desk-task-decide",
                };
                shell.t2("casework-change-step", "what", shell.t(what), "body", body.get(shell.locale))
            }
            None => shell.t("casework-change-junction").into_owned(),
        }
    }

    /// The steps to choose from, in the model's order; `hint` says how one stands.
    pub(crate) fn choices(&self, shell: &Shell, model: &Model, hint: &dyn Fn(&str) -> String) -> Vec<Choice> {
        let nodes = model.node_ids().map(|node| &*model[node].id).filter(|id| is_step(model, id));
        nodes
            .map(|id| {
                let (word, hint) = (self.word(shell, id), hint(id));
                let label =
                    if hint.is_empty() { word } else { shell.t2("casework-change-step-at", "step", word, "at", hint) };
                Choice::new(id, label)
            })
            .collect()
    }
}

/// What a change asks, in a sentence. `body`: the name of the body that it names.
pub(crate) fn sentence(shell: &Shell, steps: &Steps, asked: &Asked, body: &str) -> String {
    let step = steps.word(shell, &asked.element);
    let to = asked.to.as_deref().map(|to| steps.word(shell, to)).unwrap_or_default();
    let key = ["casework-change-says-", asked.op.as_str()].concat();
    shell.tn(&key, &[("step", &step), ("to", &to), ("body", &body)])
}

pub(crate) fn moves(shell: &Shell, steps: &Steps, moves: &[Moved]) -> Vec<String> {
    let one = |moved: &Moved| match (&moved.from, &moved.to) {
        (Some(from), Some(to)) => {
            shell.t2("casework-change-moves", "from", steps.word(shell, from), "to", steps.word(shell, to))
        }
        (Some(from), None) => shell.t1("casework-change-ends", "from", steps.word(shell, from)),
        (None, to) => {
            shell.t1("casework-change-begins", "to", to.as_deref().map(|to| steps.word(shell, to)).unwrap_or_default())
        }
    };
    moves.iter().map(one).collect()
}

pub(crate) fn clocks(shell: &Shell, steps: &Steps, clocks: &[ClockChange]) -> Vec<String> {
    let moment = |at: Option<kernel::Timestamp>| match at {
        Some(at) => shell.moment(at),
        None => shell.t("casework-change-no-day").into_owned(),
    };
    let one = |clock: &ClockChange| {
        let (step, was, now) = (steps.word(shell, &clock.element), moment(clock.was), moment(clock.now));
        shell.tn("casework-change-clock", &[("step", &step), ("was", &was), ("now", &now)])
    };
    clocks.iter().map(one).collect()
}

/// Who is burdened, and with what; `papers` are the item's.
pub(crate) fn burdens(shell: &Shell, steps: &Steps, matter: &Matter, burdens: &[Burden]) -> Vec<String> {
    let one = |burden: &Burden| {
        let step = steps.word(shell, &burden.element);
        match burden.kind {
            BurdenKind::Paper => {
                let known = matter.item.materials.iter().find(|material| material.key == burden.detail);
                let name = known.map_or(burden.detail.as_str(), |material| shell.text(&material.name));
                shell.t2("casework-change-burden-paper", "paper", name, "step", step)
            }
            BurdenKind::Body => shell.t1("casework-change-burden-body", "step", step),
            BurdenKind::Days => {
                let (was, now) = before_and_after(&burden.detail);
                shell.tn("casework-change-burden-days", &[("was", &was), ("now", &now), ("step", &step)])
            }
            BurdenKind::LaterDate => {
                let (was, now) = before_and_after(&burden.detail);
                let day = |text: &str| text.get(..10).and_then(|day| day.parse::<kernel::Date>().ok());
                let shown = |text: &str| day(text).map_or_else(|| text.to_owned(), |day| shell.date(day));
                shell.tn("casework-change-burden-later", &[("was", &shown(was)), ("now", &shown(now)), ("step", &step)])
            }
        }
    };
    burdens.iter().map(one).collect()
}

/// The two sides of what the engine says grew: days, or moments with the offset of China.
fn before_and_after(detail: &str) -> (&str, &str) {
    detail.split_once(" -> ").unwrap_or(("", detail))
}

/// A question with its answers, as the form asks it.
pub(crate) struct Asking {
    pub name: String,
    pub label: String,
    pub choices: Vec<Choice>,
}

/// `choices`: the answers of each question, as they are sent.
pub(crate) fn askings(shell: &Shell, steps: &Steps, questions: &[(Question, Vec<String>)]) -> Vec<Asking> {
    let answer = |text: &String| {
        let label = match crate::changing::answer(text) {
            Some(Answer::Move { to, .. }) => shell.t1("casework-change-answer-move", "step", steps.word(shell, &to)),
            Some(Answer::Add { at, .. }) => shell.t1("casework-change-answer-add", "step", steps.word(shell, &at)),
            Some(Answer::Drop { .. }) => shell.t("casework-change-answer-drop").into_owned(),
            _ => shell.t("casework-change-answer-forget").into_owned(),
        };
        Choice::new(text.as_str(), label)
    };
    let one = |(at, (question, choices)): (usize, &(Question, Vec<String>))| {
        let asks = serde_json::to_value(question.asks).ok();
        let asks = asks.as_ref().and_then(|asks| asks.as_str()).unwrap_or_default();
        let mut label =
            shell.t1(&["casework-change-asks-", asks].concat(), "step", steps.word(shell, &question.element));
        if !question.path.is_empty() {
            let path: Vec<String> = question.path.iter().map(|id| steps.word(shell, id)).collect();
            label = [label, shell.t1("casework-change-asks-path", "path", path.join(" → "))].join(" ");
        }
        Asking { name: ["answer_", &at.to_string()].concat(), label, choices: choices.iter().map(answer).collect() }
    };
    questions.iter().enumerate().map(one).collect()
}

/// How elements stand in a drawing, by id: classes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks(HashMap<String, String>);

impl Marks {
    /// Adds a class to elements; one may have several.
    pub(crate) fn mark(&mut self, ids: impl IntoIterator<Item = impl Into<String>>, class: &str) {
        for id in ids {
            let all = self.0.entry(id.into()).or_default();
            if !all.is_empty() {
                all.push(' ');
            }
            all.push_str(class);
        }
    }
}

/// The model with its steps named and marked.
pub(crate) fn picture(shell: &Shell, steps: &Steps, model: &Model, id: &str, title: &str, marks: &Marks) -> Html {
    let mut words = course::called(shell, model, &course::Keys::new());
    words.extend(steps.0.keys().map(|step| (step.clone(), steps.word(shell, step))));
    let drawing = Drawing {
        title,
        description: &shell.t("casework-change-picture"),
        id,
        marks: marks.0.iter().map(|(id, class)| (id.as_str(), Mark { class, ..Mark::default() })).collect(),
        names: words.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect(),
        plane: "",
    };
    Html(draw(model, &drawing))
}
