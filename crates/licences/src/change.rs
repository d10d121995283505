//! The acts on a licence that was issued: suspend and resume, withdraw (AL 8), annul (AL 69),
//! cancel (AL 70), strip. They differ in who may, in which state and on which ground; what they do
//! is the same: the state, its line in the history, the journal, a message to the holder.

use kernel::{Problem, problem::Refusal};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Entry, Error, Tx, Value};
use web::Check;

use crate::{
    act::{Act, Ground},
    licence::{Licence, LicenceId, SCHEMA},
    permits::MayChange,
    records, routes,
};

/// What an officer types.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChange {
    #[serde(default)]
    #[schemars(!default, extend("enum" = ["suspend", "resume", "withdraw", "annul", "cancel", "strip"]))]
    pub act: String,
    #[serde(default)]
    #[schemars(!default, with = "Ground")]
    pub ground: String,
    /// Facts and articles; the holder reads it.
    #[serde(default)]
    #[schemars(!default, length(min = 5, max = 1000), regex(pattern = web::check::LINES))]
    pub reason: String,
    /// The version of the licence that was looked at.
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub once: Option<String>,
}

/// The act to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    pub act: Act,
    pub ground: Ground,
    pub reason: String,
    /// The version that was looked at; `None` when the caller read it in the same transaction.
    pub version: Option<i64>,
}

impl TryFrom<RawChange> for NewChange {
    type Error = Problem;

    fn try_from(raw: RawChange) -> Result<Self, Problem> {
        let mut check = Check::new();
        let act = check.choice("act", &raw.act, |text| Act::parse(text).filter(|act| *act != Act::Supersede));
        let ground = check.choice("ground", &raw.ground, Ground::parse);
        let reason = check.lines("reason", &raw.reason, 5..=1_000);
        if let (Some(act), Some(ground)) = (act, ground)
            && !act.grounds().contains(&ground)
        {
            check.wrong("ground", "problem-licences-ground");
        }
        let version = raw.version.trim().parse().ok();
        if version.is_none() && !raw.version.trim().is_empty() {
            check.wrong("version", "problem-field-number");
        }
        check.done()?;
        let (Some(act), Some(ground)) = (act, ground) else { return Err(Problem::invalid()) };
        Ok(Self { act, ground, reason, version })
    }
}

/// Carries the act out.
///
/// # Errors
/// 404 when there is no such licence, 403 when the actor may not, 409 when it changed since it was
/// looked at or the law does not allow the act in its state; of the store.
pub fn change(tx: &Tx<'_>, actor: &kernel::access::Actor, id: &LicenceId, new: &NewChange) -> Result<Licence, Error> {
    let before = records::by_id(tx, id)?.ok_or_else(Problem::not_found)?;
    let permit = MayChange::of(actor, &before, new.act)?;
    if new.version.is_some_and(|version| version != before.version) {
        return Err(Problem::stale().into());
    }
    apply(tx, &permit, before, new, None)
}

/// The same for a licence in hand, with what replaces it when it is superseded.
pub(crate) fn apply(
    tx: &Tx<'_>,
    permit: &MayChange<'_>,
    before: Licence,
    new: &NewChange,
    replaced_by: Option<&LicenceId>,
) -> Result<Licence, Error> {
    let now = tx.now();
    let version = before.version;
    let mut after = before
        .changed(new.act, new.ground, now.date())
        .ok_or_else(|| Problem::new(Refusal::Conflict, "problem-licences-state"))?;
    after.replaced_by = replaced_by.cloned();
    let written = tx.execute(
        &records::UPDATE,
        &[
            (&after.id).into(),
            after.version.into(),
            after.state.as_str().into(),
            after.since.into(),
            replaced_by.into(),
            version.into(),
        ],
    )?;
    if written != 1 {
        return Err(Problem::stale().into());
    }
    let owner = after.holder.key_owner();
    let reason = match &owner {
        Some(owner) if !new.reason.is_empty() => Some(tx.seal(owner, records::REASON, new.reason.as_bytes())?),
        _ => None,
    };
    tx.execute(
        &records::INSERT_CHANGE,
        &[
            (&after.id).into(),
            after.version.into(),
            new.act.as_str().into(),
            new.ground.as_str().into(),
            reason.map_or(Value::Null, Into::into),
            after.state.as_str().into(),
            (&after.issuer).into(),
            now.into(),
        ],
    )?;
    tx.record(Entry {
        room: "licences",
        kind: new.act.kind(),
        stream: after.id.as_str(),
        version,
        subject: Some(after.holder.as_str()),
        actor: permit.actor(),
        title: permit.title(),
        payload: serde_json::json!({
            "licence": after.id, "type": after.kind, "identifier": after.identifier, "holder": after.holder.as_str(),
            "issuer": after.issuer, "ground": new.ground, "state": after.state, "replaced_by": after.replaced_by,
        }),
        personal: owner.as_ref().map(|owner| (owner, serde_json::json!({ "reason": new.reason }))),
        state: Some((SCHEMA, after.digest()?)),
    })?;
    tell(tx, &after, new.act)?;
    Ok(after)
}

fn tell(tx: &Tx<'_>, licence: &Licence, act: Act) -> Result<(), Error> {
    let Some(contact) = &licence.contact else { return Ok(()) };
    let mut args = vec![("name", licence.name.zh.clone())];
    args.extend(licence.name.en.clone().map(|english| ("name.en", english)));
    notices::tell(tx, contact, act.told(), &args, &routes::mine(&licence.id))
}
