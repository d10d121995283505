//! What the applicant declared, as staff see it: personal values stay covered until somebody says why.

use catalogue::{form::Field, words::FieldType};
use web::Shell;

use super::Open;
use crate::{answers, draft::Answers, pages::check};

/// An answer on the page.
pub(crate) struct Said {
    pub term: String,
    pub value: String,
    pub masked: bool,
}

pub(crate) struct Part {
    pub title: String,
    pub rows: Vec<Said>,
}

/// Whether a field says who somebody is or how to reach them.
fn is_personal(field: &Field) -> bool {
    matches!(field.kind, FieldType::CitizenId | FieldType::Phone | FieldType::Email | FieldType::Address)
        || field.prefill.as_deref().is_some_and(|from| from.starts_with("person."))
}

/// The value with its middle covered.
fn covered(field: &Field, value: &str) -> String {
    match (field.kind, field.prefill.as_deref()) {
        (FieldType::CitizenId, _) | (_, Some("person.citizen_id")) => identity::masked_id(value),
        (_, Some("person.name")) => identity::masked_name(value),
        (FieldType::Address, _) | (_, Some("person.address")) => value.chars().take(6).chain("****".chars()).collect(),
        _ => {
            let count = value.chars().count();
            let ends = if count >= 8 { 3 } else { 1 };
            value
                .chars()
                .take(ends)
                .chain("****".chars())
                .chain(value.chars().skip(count.saturating_sub(ends)))
                .collect()
        }
    }
}

/// The declared answers with the personal ones covered.
pub(crate) fn covered_answers(form: &[catalogue::form::Section], declared: &Answers) -> Answers {
    let fields = form.iter().flat_map(|section| &section.fields).collect::<Vec<_>>();
    let one = |(key, value): (&String, &String)| {
        let field = fields.iter().find(|field| field.key == *key);
        let value =
            field.filter(|field| is_personal(field)).map_or_else(|| value.clone(), |field| covered(field, value));
        (key.clone(), value)
    };
    declared.iter().map(one).collect()
}

/// What was declared, by section; personal values covered unless they may be seen.
pub(crate) fn parts(shell: &Shell, open: &Open) -> Vec<Part> {
    let said = |field: &Field| {
        let value = open.declared.get(&field.key).map(String::as_str).unwrap_or_default();
        let masked = !open.unmasked && is_personal(field) && !value.trim().is_empty();
        Said {
            term: shell.text(&field.label).to_owned(),
            value: if masked {
                covered(field, value)
            } else {
                check::read_back(shell, field, open.named.get(&field.key).map_or(value, String::as_str))
            },
            masked,
        }
    };
    let part = |section: &catalogue::form::Section| Part {
        title: shell.text(&section.title).to_owned(),
        rows: section.fields.iter().filter(|field| answers::asked(field, &open.declared)).map(said).collect(),
    };
    open.form.iter().map(part).filter(|part| !part.rows.is_empty()).collect()
}
