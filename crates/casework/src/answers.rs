//! Answers to an item's form, checked against its fields. What nobody asked is dropped; what is
//! hidden by another answer is neither asked nor kept.

use catalogue::{
    form::{Field, Section},
    words::FieldType,
};
use kernel::{Date, DivisionCode, citizen::CitizenId, contact::Mobile, problem::FieldProblem, uscc::CreditCode};

use crate::draft::Answers;

/// Characters of a text field that sets no limit of its own.
const MOST: i64 = 2_000;

/// Whether a field is asked, given the other answers.
#[must_use]
pub fn asked(field: &Field, answers: &Answers) -> bool {
    field.show_if.as_ref().is_none_or(|condition| {
        answers.get(&condition.field).is_some_and(|value| value.lines().any(|line| line == wanted(&condition.is)))
    })
}

/// The answer a condition names: forms may say `true` and `false` where answers are yes and no.
pub(crate) fn wanted(is: &str) -> &str {
    match is {
        "true" => "yes",
        "false" => "no",
        other => other,
    }
}

/// The answers that count, and what is wrong with them.
#[must_use]
pub fn check(form: &[Section], answers: &Answers, today: Date) -> (Answers, Vec<FieldProblem>) {
    let mut kept = Answers::new();
    let mut wrong = Vec::new();
    for field in form.iter().flat_map(|section| &section.fields).filter(|field| asked(field, answers)) {
        let value = answers.get(&field.key).map(|value| value.trim()).unwrap_or_default();
        if value.is_empty() {
            if field.required {
                wrong.push(problem(field, "casework-field-wanting"));
            }
            continue;
        }
        if let Some(found) = fault(field, value, today) {
            wrong.push(found);
        }
        // A date is kept in one form, however it was written.
        let date = if field.kind == FieldType::Date { web::Check::new().date("date", value) } else { None };
        kept.insert(field.key.clone(), date.map_or_else(|| value.to_owned(), |date| date.to_string()));
    }
    (kept, wrong)
}

fn problem(field: &Field, message: &'static str) -> FieldProblem {
    FieldProblem { field: field.key.clone().into(), message, args: vec![("label", field.label.zh.clone())] }
}

/// What is wrong with one answer.
#[must_use]
pub fn fault(field: &Field, value: &str, today: Date) -> Option<FieldProblem> {
    let say = |message| Some(problem(field, message));
    let with = |message, name, number: i64| {
        let mut found = problem(field, message);
        found.args.push((name, number.to_string()));
        Some(found)
    };
    if value.chars().any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t') {
        return say("casework-field-control");
    }
    let length = i64::try_from(value.chars().count()).unwrap_or(i64::MAX);
    match field.kind {
        FieldType::Number | FieldType::Money => {
            let plain = value.replace([',', '，', ' '], "");
            let Ok(number) = plain.parse::<f64>() else { return say("casework-field-number") };
            if !number.is_finite() {
                return say("casework-field-number");
            }
            match (field.min, field.max) {
                (Some(min), _) if number < min as f64 => with("casework-field-less", "least", min),
                (_, Some(max)) if number > max as f64 => with("casework-field-more", "most", max),
                _ => None,
            }
        }
        FieldType::Date => match web::Check::new().date("date", value) {
            Some(date) if date.year() < 1900 || date.year() > today.year() + 50 => say("casework-field-date-far"),
            Some(_) => None,
            None => say("casework-field-date"),
        },
        FieldType::YesNo => {
            if ["yes", "no"].contains(&value) {
                None
            } else {
                say("casework-field-choice")
            }
        }
        FieldType::Choice | FieldType::Choices => {
            let known = |line: &str| field.choices.iter().any(|choice| choice.value == line);
            if value.lines().all(known) { None } else { say("casework-field-choice") }
        }
        FieldType::Phone => {
            let digits = value.chars().filter(char::is_ascii_digit).count();
            let plain = value.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c));
            if Mobile::read(value).is_ok() || (plain && (7..=15).contains(&digits)) {
                None
            } else {
                say("casework-field-phone")
            }
        }
        FieldType::Email => {
            let parts = value.split_once('@');
            let right =
                parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.ends_with('.'));
            if right && length <= 254 && !value.contains(' ') { None } else { say("casework-field-email") }
        }
        FieldType::CitizenId => match CitizenId::read(value, today) {
            Ok(_) => None,
            Err(reason) => say(reason.message()),
        },
        FieldType::CreditCode => match CreditCode::read(value) {
            Ok(_) => None,
            Err(reason) => say(reason.message()),
        },
        FieldType::Division => {
            if value.parse::<DivisionCode>().is_ok() {
                None
            } else {
                say("casework-field-division")
            }
        }
        FieldType::Text | FieldType::LongText | FieldType::Address | FieldType::FileRef => {
            let most = field.max.unwrap_or(MOST);
            if length > most { with("casework-field-long", "most", most) } else { None }
        }
    }
}

/// The answers with the names of divisions in the place of their codes, for reading back.
///
/// # Errors
/// Of the store.
pub fn with_places(
    read: &store::Read<'_>,
    form: &[Section],
    answers: &Answers,
    locale: kernel::Locale,
) -> Result<Answers, store::Error> {
    let mut out = answers.clone();
    for field in form.iter().flat_map(|section| &section.fields).filter(|field| field.kind == FieldType::Division) {
        if let Some(value) = out.get_mut(&field.key)
            && let Ok(code) = value.parse::<DivisionCode>()
            && let Some(named) = place(read, &code, locale)?
        {
            *value = named;
        }
    }
    Ok(out)
}

/// The name of a division with the levels above it: from the largest in Chinese, from the smallest in
/// English. `None` for a code that the directory doesn't know.
///
/// # Errors
/// Of the store.
pub fn place(
    read: &store::Read<'_>,
    code: &DivisionCode,
    locale: kernel::Locale,
) -> Result<Option<String>, store::Error> {
    let path = directory::divisions::path(read, code)?;
    let names = path.iter().map(|division| division.name.get(locale));
    let words = match locale {
        kernel::Locale::Zh => names.collect::<String>(),
        kernel::Locale::En => names.rev().collect::<Vec<_>>().join(", "),
    };
    Ok((!words.is_empty()).then_some(words))
}

/// A short form of an answer for pages: the label of a choice instead of its value.
#[must_use]
pub fn shown<'a>(field: &'a Field, value: &'a str, locale: kernel::Locale) -> Vec<&'a str> {
    value
        .lines()
        .map(|line| {
            field.choices.iter().find(|choice| choice.value == line).map_or(line, |choice| choice.label.get(locale))
        })
        .collect()
}
