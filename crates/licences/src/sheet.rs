//! What is printed of a licence: the data of the document that `documents` sets, as JSON of its type
//! for licences, with the record that travels inside. This room knows no typesetter.

use kernel::{Date, Locale, Text};
use serde_json::{Value, json};
use web::Texts;

use crate::{
    licence::{Face, Licence},
    state::Standing,
};

/// A licence to be set.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The document's data.
    pub data: Value,
    /// Title of the file.
    pub title: String,
    pub locale: Locale,
    /// The legal date of the document.
    pub created: Date,
    /// Text of the sealed record, to be attached.
    pub record: String,
}

impl Sheet {
    pub(crate) fn of(
        licence: &Licence,
        face: &Face,
        record: String,
        texts: &Texts,
        locale: Locale,
        today: Date,
        address: &str,
    ) -> Self {
        let both = |key: &str| Text::both(texts.get(Locale::Zh, key), texts.get(Locale::En, key));
        let row = |label: Text, value: &str| json!({ "label": label, "value": value });
        let mut holder = vec![row(both("licences-holder"), &face.holder_name)];
        if let Some(number) = &face.holder_number {
            holder.push(row(both("licences-holder-number"), number));
        }
        let fields: Vec<Value> = face.fields.iter().map(|field| row(field.label.clone(), &field.value)).collect();
        let standing = licence.standing(today);
        let void = match standing {
            Standing::Valid | Standing::NotYet => Value::Null,
            Standing::Expired => json!({
                "state": both(standing.label()),
                "since": licence.valid_to.and_then(|to| to.tomorrow().ok()).unwrap_or(licence.since),
            }),
            _ => json!({ "state": both(standing.label()), "since": licence.since }),
        };
        let data = json!({
            "kind": face.name,
            "identifier": licence.identifier,
            "holder": holder,
            "fields": fields,
            "valid_from": face.valid_from,
            "valid_until": face.valid_to,
            "issuer": face.issuer_name,
            "issued_on": licence.issued_at.date(),
            "void": void,
            "verify_url": address,
            "sample": licence.sample,
        });
        let title = face.name.get(locale).to_owned();
        Self { data, title, locale, created: licence.issued_at.date(), record }
    }
}
