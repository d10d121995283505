//! Conditions built without code: for each question the answers that count are ticked; those of one
//! question stand for each other, those of several must all hold. Such a condition is written as FEEL,
//! and FEEL that means the same, however it is written, is shown as ticks again.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Timestamp;
use rules::feel::{Env, Expression, Scope, Value};

use super::{
    Bundle, Kind, Question,
    answers::{self, Answer, Answers},
    combinations,
};

/// The ticks of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ticks {
    /// Values of a choice, `yes` or `no`.
    Values(BTreeSet<String>),
    /// A number of at least, and less than.
    Range { from: Option<i64>, below: Option<i64> },
}

/// By question. A question without ticks doesn't count.
pub type Pairs = BTreeMap<String, Ticks>;

/// The condition of the ticks; empty where nothing is ticked: always.
#[must_use]
pub fn feel(bundle: &Bundle, pairs: &Pairs) -> String {
    let mut parts = Vec::new();
    for question in &bundle.questions {
        let key = &question.key;
        match pairs.get(key) {
            Some(Ticks::Values(values)) if !values.is_empty() => {
                let literal = |value: &String| match (question.kind, value.as_str()) {
                    (Kind::YesNo, "yes") => "true".to_owned(),
                    (Kind::YesNo, _) => "false".to_owned(),
                    _ => ["\"", value, "\""].concat(),
                };
                let literals: Vec<String> = values.iter().map(literal).collect();
                parts.push(match literals.as_slice() {
                    [one] => [key, " = ", one].concat(),
                    several => [key, " in (", &several.join(", "), ")"].concat(),
                });
            }
            Some(Ticks::Range { from, below }) => {
                let side = |sign: &str, number: i64| [key, sign, &number.to_string()].concat();
                let sides: Vec<String> = from
                    .map(|from| side(" >= ", from))
                    .into_iter()
                    .chain(below.map(|below| side(" < ", below)))
                    .collect();
                if !sides.is_empty() {
                    // Without an answer a comparison says nothing; here it says no.
                    parts.push([key, " != null and ", &sides.join(" and ")].concat());
                }
            }
            _ => {}
        }
    }
    parts.join(" and ")
}

/// The ticks that mean what a condition says; `None` where ticks can't.
#[must_use]
pub fn of_feel(bundle: &Bundle, text: &str) -> Option<Pairs> {
    if text.trim().is_empty() {
        return Some(Pairs::new());
    }
    let read = Expression::parse(text).ok()?;
    let names: BTreeSet<String> = read.names().map(str::to_owned).collect();
    let questions: Vec<&Question> = bundle.questions.iter().filter(|question| names.contains(&question.key)).collect();
    if questions.len() < names.len() || questions.iter().any(|question| question.kind == Kind::Place) {
        return None;
    }
    let domains: Vec<Vec<Option<Answer>>> = questions
        .iter()
        .map(|question| {
            let answers = combinations::domain_with(bundle, question, text).into_iter().map(Some);
            answers.chain(std::iter::once(None)).collect()
        })
        .collect();
    let size = domains.iter().try_fold(1_usize, |size, domain| size.checked_mul(domain.len()))?;
    if size > combinations::MOST {
        return None;
    }
    let holds = |answers: &Answers| {
        let scope = Scope::new(answers::context(&bundle.questions, answers));
        matches!(read.evaluate(&scope, &Env::at(Timestamp(0))), Ok(Value::Boolean(true)))
    };
    // What each question may say in some combination under which the condition holds.
    let mut may: Vec<BTreeSet<Option<Answer>>> = vec![BTreeSet::new(); questions.len()];
    let mut all = Vec::with_capacity(size);
    for number in 0..size {
        let chosen = chosen(&domains, number);
        let answers: Answers = questions
            .iter()
            .zip(&chosen)
            .filter_map(|(question, answer)| Some((question.key.clone(), (*answer).clone()?)))
            .collect();
        let held = holds(&answers);
        if held {
            for (may, answer) in may.iter_mut().zip(&chosen) {
                may.insert((*answer).clone());
            }
        }
        all.push((chosen, held));
    }
    // Ticks say it only where it holds exactly when each question says one of these.
    let product = |chosen: &[&Option<Answer>]| may.iter().zip(chosen).all(|(may, answer)| may.contains(*answer));
    if may.iter().any(|may| may.contains(&None)) || all.iter().any(|(chosen, held)| product(chosen) != *held) {
        return None;
    }
    questions
        .iter()
        .zip(&domains)
        .zip(&may)
        .map(|((question, domain), may)| Some((question.key.clone(), ticks(question, domain, may)?)))
        .collect()
}

fn chosen(domains: &[Vec<Option<Answer>>], mut number: usize) -> Vec<&Option<Answer>> {
    let mut out = Vec::with_capacity(domains.len());
    for domain in domains {
        out.extend(domain.get(number % domain.len().max(1)));
        number /= domain.len().max(1);
    }
    out
}

fn ticks(question: &Question, domain: &[Option<Answer>], may: &BTreeSet<Option<Answer>>) -> Option<Ticks> {
    if question.kind != Kind::Number {
        return Some(Ticks::Values(may.iter().flatten().map(Answer::text).collect()));
    }
    let numbers: Vec<(i64, bool)> = domain
        .iter()
        .filter_map(|answer| match answer {
            Some(Answer::Number(number)) => Some((*number, may.contains(answer))),
            _ => None,
        })
        .collect();
    let first = numbers.iter().position(|(_, held)| *held)?;
    let last = numbers.iter().rposition(|(_, held)| *held)?;
    if numbers.iter().take(last + 1).skip(first).any(|(_, held)| !held) {
        return None;
    }
    let at = |place: usize| numbers.get(place).map(|(number, _)| *number);
    Some(Ticks::Range { from: if first == 0 { None } else { at(first) }, below: at(last + 1) })
}
