//! The data of the room's documents, in the shapes that the renderer checks. Chinese stands first
//! and prevails; the English of this room's words stands beneath it.

use directory::Body;
use kernel::{Locale, Text};
use seals::SealedRecord;
use serde_json::{Value, json};
use store::{Error, Keys};
use web::Texts;

use crate::{
    Document, answers,
    case::Case,
    draft::Answers,
    matter::Matter,
    notice::{Facts, Kind, Notice},
    paper::{Paper, Source},
    path, receipt,
};

/// A text of this room in both languages.
fn both(texts: &Texts, key: &str) -> Text {
    Text::both(texts.get(Locale::Zh, key), texts.get(Locale::En, key))
}

fn with(texts: &Texts, key: &str, args: &[(&str, &dyn web::texts::Arg)]) -> Text {
    Text::both(texts.with(Locale::Zh, key, args), texts.with(Locale::En, key, args))
}

/// A key of this room, or words as they are.
fn key_or_words(texts: &Texts, words: &str) -> Text {
    if words.starts_with("casework-") { both(texts, words) } else { Text::zh(words) }
}

fn field(texts: &Texts, key: &str, value: &str) -> Value {
    json!({ "label": both(texts, key), "value": value })
}

fn source(texts: &Texts, source: Source) -> String {
    texts.get(Locale::Zh, &["casework-source-", source.as_str()].concat()).into_owned()
}

/// What a notice's record says.
///
/// # Errors
/// When the record can't be read.
pub fn facts(record: &str) -> Result<Facts, Error> {
    let sealed = SealedRecord::parse(record).map_err(|error| Error::Engine(error.to_string()))?;
    let facts = sealed.record().payload.get("facts").cloned().unwrap_or_default();
    Ok(serde_json::from_value(facts)?)
}

/// 申请表.
#[must_use]
#[expect(clippy::too_many_arguments, reason = "each is a part of the act that the caller must name")]
pub fn application(
    texts: &Texts,
    case: &Case,
    matter: &Matter,
    given: &Answers,
    papers: &[Paper],
    applicant: &str,
    sample: bool,
    origin: &str,
) -> Value {
    let mut sections = Vec::new();
    for section in &matter.form {
        let asked = section.fields.iter().filter(|field| answers::asked(field, given));
        let rows: Vec<Value> = asked
            .map(|field| {
                let value = given.get(&field.key).map(String::as_str).unwrap_or_default();
                let words = match value {
                    "yes" if field.choices.is_empty() => texts.get(Locale::Zh, "casework-yes").into_owned(),
                    "no" if field.choices.is_empty() => texts.get(Locale::Zh, "casework-no").into_owned(),
                    _ => answers::shown(field, value, Locale::Zh).join(&texts.get(Locale::Zh, "web-list-separator")),
                };
                json!({ "label": field.label, "value": words })
            })
            .collect();
        sections.push(json!({ "heading": section.title, "rows": rows }));
    }
    let materials: Vec<Value> = papers.iter().map(|paper| item(texts, matter, paper)).collect();
    json!({
        "heading": with(texts, "casework-printed-application", &[("item", &matter.item.name.zh)]),
        "number": case.number,
        "item": matter.item.name,
        "body": matter.body.name,
        "sections": sections,
        "materials": materials,
        "declaration": [both(texts, "casework-declaration-truth"), both(texts, "casework-declaration-check")],
        "signature": [
            field(texts, "casework-printed-signed-by", applicant),
            field(texts, "casework-printed-method", &texts.get(Locale::Zh, "casework-printed-online")),
            field(texts, "casework-printed-time", &case.submitted_at.minute_text()),
        ],
        "date": case.submitted_at.date().to_string(),
        "url": (!origin.is_empty()).then(|| [origin, path::TRACK].concat()),
        "sample": sample,
    })
}

fn item(texts: &Texts, matter: &Matter, paper: &Paper) -> Value {
    let material = matter.item.materials.iter().find(|material| material.key == paper.material);
    let form = match paper.source {
        Source::Licence => "casework-printed-licence",
        Source::Record => "casework-printed-record",
        Source::Applicant => "casework-printed-file",
        Source::Later => "casework-printed-later",
    };
    json!({
        "name": material.map_or_else(|| Text::zh(paper.material.clone()), |material| material.name.clone()),
        "form": texts.get(Locale::Zh, form),
        "source": source(texts, paper.source),
    })
}

/// A notice: the slip has a sheet of its own.
#[must_use]
#[expect(clippy::too_many_arguments, reason = "each is a part of the act that the caller must name")]
pub fn notice(
    texts: &Texts,
    case: &Case,
    notice: &Notice,
    body: &Body,
    facts: &Facts,
    sample: bool,
    origin: &str,
    keys: &Keys,
) -> (Document, Value) {
    let seal = json!({ "name": body.name.zh, "bottom": texts.get(Locale::Zh, "casework-printed-seal") });
    if notice.kind == Kind::Slip {
        return (Document::Slip, slip(texts, case, notice, body, facts, sample, origin, keys, &seal));
    }
    let stem = notice.kind.as_str().replace('_', "-");
    let paragraph = with(
        texts,
        &["casework-printed-", &stem].concat(),
        &[
            ("item", &facts.item),
            ("day", &case.submitted_at.date().to_string()),
            ("title", &facts.title),
            ("right", &facts.right_body.clone().unwrap_or_default()),
        ],
    );
    let mut paragraphs = vec![paragraph];
    if facts.title == "deemed" {
        paragraphs.push(both(texts, "casework-printed-deemed"));
    }
    if facts.title == "renewed" {
        paragraphs.push(both(texts, "casework-printed-renewed"));
    }
    if facts.title == "lapsed" {
        let basis = facts.bases.first().cloned().unwrap_or_default();
        paragraphs.push(with(texts, "casework-printed-lapsed", &[("basis", &basis)]));
    }
    match &facts.unanswered {
        Some(key) if key.starts_with("casework-") => paragraphs.push(both(texts, key)),
        Some(basis) => paragraphs.push(with(texts, "casework-printed-lapses", &[("basis", basis)])),
        None => {}
    }
    if let Some(right) = &facts.right_body {
        paragraphs.push(with(texts, "casework-printed-right-body", &[("body", right)]));
    }
    let mut rows = vec![
        field(texts, "casework-printed-case", &facts.case_number),
        field(texts, "casework-printed-item", &facts.item),
    ];
    rows.extend(facts.days.iter().map(|(key, day)| field(texts, key, day)));
    let lines = |place: bool| facts.lines.iter().filter(move |line| line.place.is_some() == place);
    let defects: Vec<Value> = if notice.kind == Kind::Correction {
        let defect = |line: &crate::notice::Line| {
            json!({
                "place": key_or_words(texts, line.place.as_deref().unwrap_or_default()),
                "problem": Text::zh(line.what.clone()),
                "remedy": both(texts, "casework-printed-remedy"),
            })
        };
        lines(true).map(defect).collect()
    } else {
        Vec::new()
    };
    let reasons: Vec<Text> = if notice.kind == Kind::Correction {
        Vec::new()
    } else {
        facts.lines.iter().map(|line| Text::zh(line.what.clone())).collect()
    };
    let basis: Vec<Value> =
        facts.bases.iter().map(|basis| json!({ "document": key_or_words(texts, basis).zh })).collect();
    let remedies: Vec<Text> = facts.remedies.iter().map(|key| key_or_words(texts, key)).collect();
    let mut contacts = Vec::new();
    if let Some(phone) = &body.phone {
        contacts.push(field(texts, "casework-printed-phone", phone));
    }
    if let Some(address) = &body.address {
        contacts.push(field(texts, "casework-printed-address", address));
    }
    let data = json!({
        "heading": both(texts, notice.kind.label()),
        "number": notice.number,
        "addressee": facts.addressee,
        "paragraphs": paragraphs,
        "facts": rows,
        "defects": defects,
        "reasons": reasons,
        "basis": basis,
        "remedies": remedies,
        "contacts": contacts,
        "issuer": body.name,
        "date": facts.date,
        "seal": seal,
        "delivery_receipt": matches!(notice.kind, Kind::Denial | Kind::Refusal | Kind::NotRequired | Kind::Approval | Kind::Termination),
        "sample": sample,
    });
    (Document::Notice, data)
}

#[expect(clippy::too_many_arguments, reason = "each is a part of the act that the caller must name")]
fn slip(
    texts: &Texts,
    case: &Case,
    notice: &Notice,
    body: &Body,
    facts: &Facts,
    sample: bool,
    origin: &str,
    keys: &Keys,
    seal: &Value,
) -> Value {
    let material = |line: &crate::notice::Line| {
        let place = line.place.as_deref().unwrap_or_default();
        let form = match place {
            "casework-source-licence" => "casework-printed-licence",
            "casework-source-record" => "casework-printed-record",
            "casework-source-later" => "casework-printed-later",
            _ => "casework-printed-file",
        };
        json!({
            "name": Text::zh(line.what.clone()),
            "form": texts.get(Locale::Zh, form),
            "source": key_or_words(texts, place).zh,
        })
    };
    let materials: Vec<Value> = facts.lines.iter().map(material).collect();
    let day = facts.days.first().map(|(_, day)| day.clone()).unwrap_or_default();
    json!({
        "heading": both(texts, Kind::Slip.label()),
        "number": case.number,
        "facts": [
            field(texts, "casework-printed-applicant", &facts.addressee),
            field(texts, "casework-printed-item", &facts.item),
            field(texts, "casework-printed-received-at", &notice.at.minute_text()),
            field(texts, "casework-printed-body", &body.name.zh),
        ],
        "materials": materials,
        "next": [with(texts, "casework-printed-next", &[("day", &day)]), both(texts, "casework-printed-next-law")],
        "query": [
            field(texts, "casework-track-number", &case.number),
            field(texts, "casework-track-secret", &receipt::secret(keys, &case.number)),
        ],
        "query_url": (!origin.is_empty()).then(|| [origin, path::TRACK].concat()),
        "issuer": body.name,
        "date": facts.date,
        "seal": seal,
        "sample": sample,
    })
}
