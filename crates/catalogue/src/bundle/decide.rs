//! Conditions of a bundle, compiled once, and what given answers come to: which question is next, which
//! items and conditional materials are chosen. What a condition can't say from these answers is left
//! open, never guessed.

use std::{collections::BTreeMap, sync::Arc};

use kernel::Timestamp;
use rules::feel::{Env, Expression, Scope, Value};

use super::{
    Bundle, Question,
    answers::{self, Answer, Answers},
};

/// A bundle with its conditions read.
#[derive(Debug, Clone)]
pub struct Ready {
    pub bundle: Arc<Bundle>,
    questions: Vec<Test>,
    members: Vec<Test>,
    /// By member and material.
    materials: Vec<(usize, String, Test)>,
    /// Likewise by field.
    fills: Vec<(usize, String, Test)>,
    held: Vec<Test>,
}

/// A condition; none always holds.
#[derive(Debug, Clone)]
enum Test {
    Always,
    Feel(Expression),
    /// It can't be read: it never says anything.
    Unreadable,
}

impl Test {
    fn of(text: Option<&str>) -> Self {
        match text.map(str::trim) {
            None | Some("") => Self::Always,
            Some(text) => Expression::parse(text).map_or(Self::Unreadable, Self::Feel),
        }
    }

    /// The value as a form takes it; `None` where it gives none.
    fn gives(&self, scope: &Scope, env: &Env) -> Option<String> {
        let Self::Feel(expression) = self else { return None };
        match expression.evaluate(scope, env).ok()? {
            Value::Boolean(yes) => Some(if yes { "yes" } else { "no" }.to_owned()),
            Value::String(text) => Some(text.to_string()),
            Value::Number(number) => number.to_i64().map(|number| number.to_string()),
            _ => None,
        }
    }

    /// `None` where it says neither yes nor no.
    fn holds(&self, scope: &Scope, env: &Env) -> Option<bool> {
        match self {
            Self::Always => Some(true),
            Self::Unreadable => None,
            Self::Feel(expression) => match expression.evaluate(scope, env).ok()? {
                Value::Boolean(holds) => Some(holds),
                _ => None,
            },
        }
    }
}

/// What answers decide.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Decision {
    /// By member, in the order of the bundle; `None`: open.
    pub members: Vec<Option<bool>>,
    /// By conditional material that the questions decide on, in the order of `Ready::decided`.
    pub materials: Vec<Option<bool>>,
    /// By `held` of the bundle.
    pub held: Vec<Option<bool>>,
}

/// The next step of someone who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next<'a> {
    Ask(&'a Question),
    /// The condition of this question says neither yes nor no.
    Stuck(&'a Question),
    Done,
}

impl Ready {
    #[must_use]
    pub fn of(bundle: Arc<Bundle>) -> Self {
        let materials = bundle.members.iter().enumerate().flat_map(|(place, member)| {
            member.materials.iter().map(move |(key, when)| (place, key.clone(), Test::of(Some(when))))
        });
        let fills = bundle.members.iter().enumerate().flat_map(|(place, member)| {
            member.fills.iter().map(move |(key, value)| (place, key.clone(), Test::of(Some(value))))
        });
        Self {
            fills: fills.collect(),
            questions: bundle.questions.iter().map(|question| Test::of(question.when.as_deref())).collect(),
            members: bundle.members.iter().map(|member| Test::of(member.when.as_deref())).collect(),
            materials: materials.collect(),
            held: bundle.held.iter().map(|held| Test::of(Some(&held.when))).collect(),
            bundle,
        }
    }

    /// Whether a question is asked after these answers; `None`: its condition is open.
    #[must_use]
    pub fn asked(&self, place: usize, answers: &Answers) -> Option<bool> {
        let scope = self.scope(answers);
        self.questions.get(place).and_then(|test| test.holds(&scope, &env()))
    }

    /// The first question that is asked and not answered.
    #[must_use]
    pub fn next(&self, answers: &Answers) -> Next<'_> {
        let mut so_far = Answers::new();
        for (place, question) in self.bundle.questions.iter().enumerate() {
            match self.asked(place, &so_far) {
                Some(false) => {}
                None => return Next::Stuck(question),
                Some(true) => match answers.get(&question.key) {
                    None => return Next::Ask(question),
                    Some(answer) => {
                        so_far.insert(question.key.clone(), answer.clone());
                    }
                },
            }
        }
        Next::Done
    }

    /// The answers that count: those to questions which the answers before them ask.
    #[must_use]
    pub fn counting(&self, answers: &Answers) -> Answers {
        let mut kept = Answers::new();
        for (place, question) in self.bundle.questions.iter().enumerate() {
            if self.asked(place, &kept) == Some(true)
                && let Some(answer) = answers.get(&question.key)
            {
                kept.insert(question.key.clone(), answer.clone());
            }
        }
        kept
    }

    /// What the answers decide.
    #[must_use]
    pub fn decide(&self, answers: &Answers) -> Decision {
        let (scope, env) = (self.scope(answers), env());
        let each = |tests: &[Test]| tests.iter().map(|test| test.holds(&scope, &env)).collect();
        let members: Vec<Option<bool>> = each(&self.members);
        // Of an item that isn't chosen no material is needed, whatever the condition says.
        let material = |(place, _, test): &(usize, String, Test)| match members.get(*place) {
            Some(Some(false)) => Some(false),
            _ => test.holds(&scope, &env),
        };
        Decision { materials: self.materials.iter().map(material).collect(), held: each(&self.held), members }
    }

    /// The conditional materials that the questions decide on: place of the member and key.
    pub fn decided(&self) -> impl Iterator<Item = (usize, &str)> {
        self.materials.iter().map(|(member, key, _)| (*member, key.as_str()))
    }

    fn scope(&self, answers: &Answers) -> Scope {
        Scope::new(answers::context(&self.bundle.questions, answers))
    }

    /// The choice that the answers make.
    #[must_use]
    pub fn choice(&self, answers: &Answers) -> Choice {
        let decision = self.decide(answers);
        let keys = self.bundle.members.iter().map(|member| member.key.as_str());
        let chosen = keys.zip(&decision.members).filter(|(_, yes)| **yes == Some(true));
        let mut materials: BTreeMap<(String, String), bool> = BTreeMap::new();
        for ((place, key), holds) in self.decided().zip(&decision.materials) {
            if let (Some(member), Some(holds)) = (self.bundle.members.get(place), holds) {
                materials.insert((member.key.clone(), key.to_owned()), *holds);
            }
        }
        let (scope, env) = (self.scope(answers), env());
        let mut fills = BTreeMap::new();
        for (place, key, test) in &self.fills {
            if let (Some(member), Some(value)) = (self.bundle.members.get(*place), test.gives(&scope, &env)) {
                fills.insert((member.key.clone(), key.clone()), value);
            }
        }
        let held = self.bundle.held.iter().zip(&decision.held).filter(|(_, yes)| **yes == Some(true));
        Choice {
            members: chosen.map(|(key, _)| key.to_owned()).collect(),
            materials,
            fills,
            held: held.map(|(held, _)| held.licence.clone()).collect(),
        }
    }
}

/// What is chosen, by keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// In the order of the bundle.
    pub members: Vec<String>,
    /// Conditional materials that the answers decide: needed or not.
    pub materials: BTreeMap<(String, String), bool>,
    /// Fields that the guiding answers fill, by item and key.
    pub fills: BTreeMap<(String, String), String>,
    /// Licences that the applicant says they hold.
    pub held: Vec<String>,
}

/// Conditions of bundles know no time: what depends on it is a matter of the items.
fn env() -> Env {
    Env::at(Timestamp(0))
}

/// Answers as they stand in an address; what isn't an answer to a question is passed over.
pub fn of_pairs<'a>(bundle: &Bundle, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Answers {
    let mut answers = Answers::new();
    for (key, typed) in pairs {
        if let Some(question) = bundle.question(key)
            && let Some(answer) = Answer::read(question, typed)
        {
            answers.insert(question.key.clone(), answer);
        }
    }
    answers
}
