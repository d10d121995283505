//! Answers to guiding questions: read as typed, carried in addresses, handed to FEEL. They name a
//! situation, never a person.

use std::{collections::BTreeMap, sync::Arc};

use kernel::{Date, DivisionCode};
use rules::{
    Decimal,
    feel::{Context, Value},
};

use super::{Kind, Question};

/// The largest number that a question takes, where it sets no limit of its own.
pub const LARGEST: i64 = 1_000_000_000;

/// A place that no condition names; to conditions it is the code of the country.
pub const ELSEWHERE: &str = "elsewhere";

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    Yes(bool),
    Choice(String),
    Number(i64),
    Place(DivisionCode),
}

/// By key of the question. What isn't asked isn't there.
pub type Answers = BTreeMap<String, Answer>;

impl Answer {
    /// What was typed, if the question takes it.
    #[must_use]
    pub fn read(question: &Question, typed: &str) -> Option<Self> {
        let typed = typed.trim();
        match question.kind {
            Kind::YesNo => match typed {
                "yes" => Some(Self::Yes(true)),
                "no" => Some(Self::Yes(false)),
                _ => None,
            },
            Kind::Choice => {
                question.choices.iter().any(|choice| choice.value == typed).then(|| Self::Choice(typed.to_owned()))
            }
            Kind::Number => {
                let number: i64 = web::check::half_width(typed).parse().ok()?;
                (least(question)..=most(question)).contains(&number).then_some(Self::Number(number))
            }
            Kind::Place if typed == ELSEWHERE => Some(Self::Place(DivisionCode::COUNTRY)),
            Kind::Place => typed.parse().ok().map(Self::Place),
        }
    }

    /// As it is typed and stands in addresses.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Self::Choice(value) => value.clone(),
            Self::Number(number) => number.to_string(),
            Self::Place(code) if *code == DivisionCode::COUNTRY => ELSEWHERE.to_owned(),
            Self::Place(code) => code.to_string(),
        }
    }

    pub(crate) fn value(&self) -> Value {
        match self {
            Self::Yes(yes) => Value::Boolean(*yes),
            Self::Choice(value) => Value::String(Arc::from(value.as_str())),
            Self::Number(number) => {
                Decimal::new(*number < 0, u128::from(number.unsigned_abs()), 0).map_or(Value::Null, Value::Number)
            }
            Self::Place(code) => Value::String(Arc::from(code.to_string().as_str())),
        }
    }

    /// What a source of the state says, as an answer.
    #[must_use]
    pub fn of_source(question: &Question, said: &str) -> Option<Self> {
        let known = question.known.as_ref()?;
        let meant = if known.values.is_empty() { said } else { known.values.get(said)? };
        Self::read(question, meant)
    }
}

/// The least number that a question takes.
#[must_use]
pub fn least(question: &Question) -> i64 {
    question.min.unwrap_or(0)
}

/// The largest.
#[must_use]
pub fn most(question: &Question) -> i64 {
    question.max.unwrap_or(LARGEST)
}

/// Whole years from a day of birth (GB/T 15835 leaves counting to the law: a year is full on the day
/// of birth; Civil Code art. 200 and 202).
#[must_use]
pub fn age(born: Date, today: Date) -> i64 {
    let before = (today.month(), today.day()) < (born.month(), born.day());
    i64::from(today.year()) - i64::from(born.year()) - i64::from(before)
}

/// The names that conditions read: every question, null where it has no answer.
pub(crate) fn context(questions: &[Question], answers: &Answers) -> Context {
    let mut context = Context::new();
    for question in questions {
        let value = answers.get(&question.key).map_or(Value::Null, Answer::value);
        context.put(question.key.as_str(), value);
    }
    context
}
