//! Licences by program: the holder's own, the public answer to a code, the acts of the issuing body.

use http::StatusCode;
use kernel::{Date, Problem, Text, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use web::{
    Answer, Cx, Path, Query,
    api::{After, Json, Listed, with_version},
};

use crate::{
    change::{NewChange, RawChange},
    issue::read_code,
    licence::{FaceField, Holder, Licence, LicenceId},
    pages::verify::look_up,
    permits::MaySee,
    records,
    state::Standing,
};

/// A licence without its face.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LicenceBody {
    pub id: LicenceId,
    /// Key of its type.
    #[serde(rename = "type")]
    pub kind: String,
    pub name: Text,
    /// GB/T 36904.
    pub identifier: String,
    pub issuer: Text,
    pub issued_at: Timestamp,
    #[schemars(with = "String")]
    pub valid_from: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// On the day of asking.
    pub standing: Standing,
    pub sample: bool,
    pub version: i64,
}

impl LicenceBody {
    fn of(licence: &Licence, today: Date) -> Self {
        Self {
            id: licence.id.clone(),
            kind: licence.kind.clone(),
            name: licence.name.clone(),
            identifier: licence.identifier.clone(),
            issuer: licence.issuer_name.clone(),
            issued_at: licence.issued_at,
            valid_from: licence.valid_from,
            valid_to: licence.valid_to,
            standing: licence.standing(today),
            sample: licence.sample,
            version: licence.version,
        }
    }
}

/// A licence as its holder has it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WholeLicence {
    #[serde(flatten)]
    pub licence: LicenceBody,
    pub holder_name: String,
    pub fields: Vec<FaceField>,
    /// Code of the public verification page.
    pub code: String,
    /// Text of the sealed record, verified offline with `tongban verify licence`.
    pub record: String,
}

/// What anybody is told about a code.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VerifiedBody {
    pub name: Text,
    pub identifier: String,
    pub issuer: Text,
    /// Of a person only the first character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    pub standing: Standing,
    #[schemars(with = "String")]
    pub valid_from: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    pub sample: bool,
    /// When this was asked.
    pub as_of: Timestamp,
}

pub(crate) async fn list(cx: Cx, Query(after): Query<After>) -> Answer {
    let holder = Holder::of(&cx.actor).ok_or_else(Problem::forbidden)?;
    let limit = after.limit();
    let licences = cx.read(move |read| records::of_holder(read, &holder, after.key(), limit + 1)).await?;
    let today = cx.now.date();
    let bodies = licences.iter().map(|licence| LicenceBody::of(licence, today)).collect();
    cx.json(&Listed::of(bodies, limit, |licence: &LicenceBody| licence.id.to_string()))
}

pub(crate) async fn one(cx: Cx, Path(id): Path<LicenceId>) -> Answer {
    let (actor, today) = (cx.actor.clone(), cx.now.date());
    let whole = cx
        .read(move |read| {
            let licence = records::by_id(read, &id)?.ok_or_else(Problem::not_found)?;
            MaySee::of(&actor, &licence)?;
            let face = records::face(read, &licence)?;
            let record = records::record_text(read, &licence)?;
            let code = licence.code.clone();
            let licence = LicenceBody::of(&licence, today);
            Ok(WholeLicence { licence, holder_name: face.holder_name, fields: face.fields, code, record })
        })
        .await?;
    let version = whole.licence.version;
    Ok(with_version(cx.json(&whole)?, version))
}

pub(crate) async fn change(cx: Cx, Path(id): Path<LicenceId>, Json(raw): Json<RawChange>) -> Answer {
    let (new, actor) = (NewChange::try_from(raw)?, cx.actor.clone());
    let licence = cx.write(move |tx| crate::change::change(tx, &actor, &id, &new)).await?;
    let answer = cx.json_with(StatusCode::CREATED, &LicenceBody::of(&licence, cx.now.date()))?;
    Ok(with_version(answer, licence.version))
}

pub(crate) async fn verify(cx: Cx, Path(code): Path<String>) -> Answer {
    let code = read_code(&code).ok_or_else(Problem::not_found)?;
    let found = cx.read(move |read| look_up(read, &code)).await?;
    let (licence, holder) = found.ok_or_else(Problem::not_found)?;
    let (standing, as_of) = (licence.standing(cx.now.date()), cx.now);
    cx.json(&VerifiedBody {
        name: licence.name,
        identifier: licence.identifier,
        issuer: licence.issuer_name,
        holder,
        standing,
        valid_from: licence.valid_from,
        valid_to: licence.valid_to,
        sample: licence.sample,
        as_of,
    })
}
