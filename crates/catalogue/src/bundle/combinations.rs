//! All combinations of guiding answers that somebody may give, each with what it decides. A number has
//! one answer on each side of every number that conditions name, and that number itself; a place each
//! division that they name, and one elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Bundle, Kind, Question,
    answers::{self, Answer, Answers},
    decide::{Decision, Ready},
};

/// More combinations than a person could read are no guide.
pub const MOST: usize = 20_000;

/// One way through the questions.
pub struct Combination {
    pub answers: Answers,
    pub decision: Decision,
}

/// Why there is no complete list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incomplete {
    /// More than `MOST`.
    TooMany,
    /// The condition of a question is open after these answers.
    Open { question: String, answers: Answers },
}

/// Every combination, in the order of the questions and of their choices.
///
/// # Errors
/// Why the list can't be made.
pub fn all(ready: &Ready) -> Result<Vec<Combination>, Incomplete> {
    let domains: Vec<Vec<Answer>> =
        ready.bundle.questions.iter().map(|question| domain(&ready.bundle, question)).collect();
    let mut found = Vec::new();
    walk(ready, &domains, 0, &mut Answers::new(), &mut found)?;
    Ok(found)
}

fn walk(
    ready: &Ready,
    domains: &[Vec<Answer>],
    place: usize,
    answers: &mut Answers,
    found: &mut Vec<Combination>,
) -> Result<(), Incomplete> {
    let (Some(question), Some(domain)) = (ready.bundle.questions.get(place), domains.get(place)) else {
        if found.len() == MOST {
            return Err(Incomplete::TooMany);
        }
        found.push(Combination { answers: answers.clone(), decision: ready.decide(answers) });
        return Ok(());
    };
    match ready.asked(place, answers) {
        None => Err(Incomplete::Open { question: question.key.clone(), answers: answers.clone() }),
        Some(false) => walk(ready, domains, place + 1, answers, found),
        Some(true) => {
            for answer in domain {
                answers.insert(question.key.clone(), answer.clone());
                walk(ready, domains, place + 1, answers, found)?;
            }
            answers.remove(&question.key);
            Ok(())
        }
    }
}

/// The answers that can make a difference.
#[must_use]
pub fn domain(bundle: &Bundle, question: &Question) -> Vec<Answer> {
    domain_with(bundle, question, "")
}

/// The same where one more condition is looked at.
#[must_use]
pub fn domain_with(bundle: &Bundle, question: &Question, more: &str) -> Vec<Answer> {
    let conditions = || conditions(bundle).chain([more]).filter(|text| mentions(text, &question.key));
    match question.kind {
        Kind::YesNo => vec![Answer::Yes(true), Answer::Yes(false)],
        Kind::Choice => question.choices.iter().map(|choice| Answer::Choice(choice.value.clone())).collect(),
        Kind::Number => {
            let range = answers::least(question)..=answers::most(question);
            let mut numbers = BTreeSet::from([*range.start(), *range.end()]);
            for text in conditions() {
                numbers.extend(literals(text).into_iter().flat_map(|number| [number - 1, number, number + 1]));
            }
            numbers.into_iter().filter(|number| range.contains(number)).map(Answer::Number).collect()
        }
        Kind::Place => {
            let mut places: BTreeSet<Answer> = BTreeSet::new();
            for text in conditions() {
                let codes = strings(text).into_iter().filter_map(|code| code.parse().ok());
                places.extend(codes.map(Answer::Place));
            }
            places.insert(Answer::Place(kernel::DivisionCode::COUNTRY));
            places.into_iter().collect()
        }
    }
}

/// Every condition of the bundle.
pub fn conditions(bundle: &Bundle) -> impl Iterator<Item = &str> {
    let questions = bundle.questions.iter().filter_map(|question| question.when.as_deref());
    let members = bundle.members.iter().filter_map(|member| member.when.as_deref());
    let materials = bundle
        .members
        .iter()
        .flat_map(|member| member.materials.values().chain(member.fills.values()).map(String::as_str));
    questions.chain(members).chain(materials).chain(bundle.held.iter().map(|held| held.when.as_str()))
}

/// Whether a condition reads a name.
#[must_use]
pub fn mentions(text: &str, name: &str) -> bool {
    rules::feel::Expression::parse(text).is_ok_and(|read| read.names().any(|known| known == name))
}

/// Whole numbers that stand in a condition outside its strings.
fn literals(text: &str) -> Vec<i64> {
    let mut numbers = Vec::new();
    for (number, outside) in text.split('"').enumerate() {
        if number % 2 == 1 {
            continue;
        }
        let mut word = String::new();
        for c in outside.chars().chain([' ']) {
            if c.is_ascii_alphanumeric() || c == '_' {
                word.push(c);
            } else {
                numbers.extend(std::mem::take(&mut word).parse::<i64>());
            }
        }
    }
    numbers
}

fn strings(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

/// Whether a condition computes with numbers: then its borders don't stand in it.
#[must_use]
pub fn computes(text: &str) -> bool {
    text.split('"').step_by(2).any(|outside| outside.contains(['+', '*', '/', '-']))
}

/// The questions that are asked only after an answer to `key`, by what their conditions read.
#[must_use]
pub fn dependents(bundle: &Bundle, key: &str) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for question in &bundle.questions {
        let reads = |name: &str| question.when.as_deref().is_some_and(|text| mentions(text, name));
        if reads(key) || found.iter().any(|name| reads(name)) {
            found.insert(question.key.clone());
        }
    }
    found
}

/// Answers as pairs, for findings.
#[must_use]
pub fn pairs(answers: &Answers) -> BTreeMap<String, String> {
    answers.iter().map(|(key, answer)| (key.clone(), answer.text())).collect()
}
