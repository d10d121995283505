//! The form 申请表 of an item: sections and fields, and a plain one made from what the list says where
//! nobody has written one by hand. Answers to it and their checking belong to `casework`.

use std::sync::Arc;

use kernel::{Locale, Text};
use serde::{Deserialize, Serialize};
use web::Texts;

use crate::{item::Item, words::FieldType};

/// A section: one page of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub key: String,
    pub title: Text,
    pub fields: Vec<Field>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Within the item's form.
    pub key: String,
    pub label: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// Why it is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    #[serde(rename = "type")]
    pub kind: FieldType,
    #[serde(default)]
    pub required: bool,
    /// Characters of a text, value of a number, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// `person.name`, `enterprise.uscc`, `licence:TYPE.FIELD`...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_if: Option<ShowIf>,
}

/// One of several answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub value: String,
    pub label: Text,
}

/// The answer to another field that makes this one asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowIf {
    pub field: String,
    pub is: String,
}

/// The sections of an item's form: its own, shared with the item, or those made for it.
#[derive(Debug, Clone)]
pub enum Form {
    Own(Arc<Item>),
    Made(Arc<[Section]>),
}

impl Default for Form {
    fn default() -> Self {
        Self::Made(Arc::new([]))
    }
}

impl std::ops::Deref for Form {
    type Target = [Section];

    fn deref(&self) -> &[Section] {
        match self {
            Self::Own(item) => &item.form,
            Self::Made(sections) => sections,
        }
    }
}

impl<'a> IntoIterator for &'a Form {
    type Item = &'a Section;
    type IntoIter = std::slice::Iter<'a, Section>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// For whom a derived form is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicant {
    Person,
    Enterprise,
}

const PREFILLS: [&str; 9] = [
    "person.name",
    "person.citizen_id",
    "person.phone",
    "person.address",
    "person.birth_date",
    "enterprise.name",
    "enterprise.uscc",
    "enterprise.representative",
    "enterprise.address",
];

/// Whether the form knows where the value comes from.
#[must_use]
pub fn is_prefill(text: &str) -> bool {
    PREFILLS.contains(&text)
        || text
            .strip_prefix("licence:")
            .and_then(|rest| rest.split_once('.'))
            .is_some_and(|(kind, field)| !kind.is_empty() && !field.is_empty())
}

/// The item's own form, or a plain one: the applicant's data, prefilled, and the matter in words.
/// The materials are asked for beside it, as the item lists them; nothing else may be asked
/// (Administrative Licensing Law art. 31).
#[must_use]
pub fn of(item: &Arc<Item>, applicant: Applicant, texts: &Texts) -> Form {
    if !item.form.is_empty() {
        return Form::Own(item.clone());
    }
    let both = |key: &str| Text::both(texts.get(Locale::Zh, key), texts.get(Locale::En, key));
    let field = |key: &str, label: &str, kind, prefill: &str, required| Field {
        key: key.into(),
        label: both(label),
        hint: None,
        why: None,
        kind,
        required,
        max: matches!(kind, FieldType::Text | FieldType::Address).then_some(100),
        min: None,
        choices: Vec::new(),
        prefill: (!prefill.is_empty()).then(|| prefill.into()),
        show_if: None,
    };
    let mut who = Vec::new();
    if applicant == Applicant::Enterprise {
        who.push(field("firm_name", "catalogue-form-firm-name", FieldType::Text, "enterprise.name", true));
        who.push(field("firm_uscc", "catalogue-form-firm-uscc", FieldType::CreditCode, "enterprise.uscc", true));
        who.push(field("firm_rep", "catalogue-form-firm-rep", FieldType::Text, "enterprise.representative", true));
        who.push(field("firm_address", "catalogue-form-firm-address", FieldType::Address, "enterprise.address", true));
        who.push(field("contact_name", "catalogue-form-contact-name", FieldType::Text, "person.name", true));
    } else {
        who.push(field("name", "catalogue-form-name", FieldType::Text, "person.name", true));
        who.push(field("citizen_id", "catalogue-form-citizen-id", FieldType::CitizenId, "person.citizen_id", true));
        who.push(field("address", "catalogue-form-address", FieldType::Address, "person.address", false));
    }
    let mut phone = field("phone", "catalogue-form-phone", FieldType::Phone, "person.phone", true);
    phone.why = Some(both("catalogue-form-phone-why"));
    who.push(phone);
    let mut matter = field("matter", "catalogue-form-matter", FieldType::LongText, "", true);
    matter.hint = Some(both("catalogue-form-matter-hint"));
    matter.max = Some(1000);
    let mut note = field("note", "catalogue-form-note", FieldType::LongText, "", false);
    note.max = Some(500);
    Form::Made(Arc::new([
        Section { key: "applicant".into(), title: both("catalogue-form-applicant"), fields: who },
        Section { key: "matter".into(), title: both("catalogue-form-about"), fields: vec![matter, note] },
    ]))
}
