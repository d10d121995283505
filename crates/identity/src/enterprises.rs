//! Enterprises and mandates: looking them up, taking enterprises over, granting and ending.

use kernel::{
    Date, Problem,
    access::{Actor, OnBehalf},
    id::{EnterpriseId, PersonId},
};
use seals::Digest;
use store::{Entry, Error, Read, Tx, state_digest};

use crate::{
    enterprise::{Enterprise, Mandate, MandateId, MandateKind, NewEnterprise},
    permits::MayGrant,
    records,
};

/// Numbers of the canonical encodings.
pub(crate) const SCHEMA: u16 = 1;
pub(crate) const MANDATE_SCHEMA: u16 = 1;

/// The enterprise with this id.
///
/// # Errors
/// Of the store.
pub fn enterprise(read: &Read<'_>, id: &EnterpriseId) -> Result<Option<Enterprise>, Error> {
    read.first(&records::ENTERPRISE, &[id.into()], records::enterprise)
}

/// The enterprise with this credit code.
///
/// # Errors
/// Of the store.
pub fn enterprise_by_uscc(read: &Read<'_>, uscc: &str) -> Result<Option<Enterprise>, Error> {
    read.first(&records::ENTERPRISE_BY_USCC, &[uscc.into()], records::enterprise)
}

/// The enterprises a person may act for today, with the title.
///
/// # Errors
/// Of the store.
pub fn enterprises_of(read: &Read<'_>, person: &PersonId) -> Result<Vec<(Enterprise, MandateKind)>, Error> {
    let today = read.now().date();
    let mut out: Vec<(Enterprise, MandateKind)> = Vec::new();
    for mandate in mandates_of(read, person)?.into_iter().filter(|mandate| mandate.holds(today)) {
        if out.iter().any(|(known, _)| known.id == mandate.enterprise) {
            continue;
        }
        out.extend(enterprise(read, &mandate.enterprise)?.map(|enterprise| (enterprise, mandate.kind)));
    }
    Ok(out)
}

/// Whether a person may act for an enterprise today, and by what title.
///
/// # Errors
/// Of the store.
pub fn may_act_for(
    read: &Read<'_>,
    person: &PersonId,
    enterprise: &EnterpriseId,
) -> Result<Option<MandateKind>, Error> {
    let today = read.now().date();
    let held = mandates_of(read, person)?;
    let fits = |mandate: &&Mandate| mandate.holds(today) && mandate.enterprise == *enterprise;
    Ok(held.iter().find(fits).map(|mandate| mandate.kind))
}

/// Every mandate of a person, past ones too.
///
/// # Errors
/// Of the store.
pub fn mandates_of(read: &Read<'_>, person: &PersonId) -> Result<Vec<Mandate>, Error> {
    read.rows(&records::MANDATES_OF, &[person.into()], records::mandate)
}

/// Every mandate for an enterprise, past ones too.
///
/// # Errors
/// Of the store.
pub fn mandates_for(read: &Read<'_>, enterprise: &EnterpriseId) -> Result<Vec<Mandate>, Error> {
    read.rows(&records::MANDATES_FOR, &[enterprise.into()], records::mandate)
}

/// Takes an enterprise over by its credit code, with the mandate of its representative.
///
/// # Errors
/// Of the store.
pub fn ensure(tx: &Tx<'_>, actor: &Actor, new: &NewEnterprise) -> Result<Enterprise, Error> {
    let before = enterprise_by_uscc(tx, &new.uscc)?;
    let (id, version) = before.as_ref().map_or_else(|| (tx.id(), 0), |known| (known.id.clone(), known.version));
    let mut kept = Enterprise {
        id,
        name: new.name.clone(),
        uscc: new.uscc.clone(),
        representative: new.representative.clone(),
        address: new.address.clone(),
        phone: new.phone.clone(),
        division: new.division,
        fictional: new.fictional,
        version,
    };
    if before.as_ref() != Some(&kept) {
        kept.version += 1;
        let sql = if version == 0 { &records::INSERT_ENTERPRISE } else { &records::UPDATE_ENTERPRISE };
        let cells = [
            (&kept.id).into(),
            (&kept.name).into(),
            (&kept.uscc).into(),
            kept.representative.as_ref().into(),
            kept.address.as_ref().into(),
            kept.phone.as_ref().into(),
            kept.division.as_ref().into(),
            kept.fictional.into(),
            kept.version.into(),
        ];
        tx.execute(sql, &cells)?;
        tx.record(Entry {
            room: "identity",
            kind: if version == 0 { "enterprise.registered" } else { "enterprise.changed" },
            stream: kept.id.as_str(),
            version,
            subject: None,
            actor,
            title: "system",
            payload: serde_json::json!({ "enterprise": kept.id, "division": kept.division }),
            personal: None,
            state: Some((SCHEMA, state_digest(&kept)?)),
        })?;
    }
    if let Some(person) = &kept.representative
        && may_act_for(tx, person, &kept.id)? != Some(MandateKind::Representative)
    {
        make(tx, actor, "system", &kept.id, person, MandateKind::Representative, None)?;
    }
    Ok(kept)
}

/// Lets a person act for the enterprise from today on. What is granted already stays.
///
/// # Errors
/// Of the store.
pub fn grant(tx: &Tx<'_>, actor: &Actor, may: &MayGrant, person: &PersonId) -> Result<MandateId, Error> {
    let today = tx.now().date();
    let held = mandates_of(tx, person)?;
    let before = held.into_iter().find(|mandate| mandate.enterprise == *may.enterprise() && mandate.holds(today));
    match before {
        Some(mandate) => Ok(mandate.id),
        None => make(tx, actor, "representative", may.enterprise(), person, MandateKind::Agent, None),
    }
}

/// For imports: a mandate of this kind, made where there is none that holds.
pub(crate) fn ensure_mandate(
    tx: &Tx<'_>,
    enterprise: &EnterpriseId,
    person: &PersonId,
    kind: MandateKind,
    from: Option<Date>,
) -> Result<(), Error> {
    if may_act_for(tx, person, enterprise)?.is_none() {
        make(tx, &Actor::system("import"), "system", enterprise, person, kind, from)?;
    }
    Ok(())
}

fn make(
    tx: &Tx<'_>,
    actor: &Actor,
    title: &str,
    enterprise: &EnterpriseId,
    person: &PersonId,
    kind: MandateKind,
    from: Option<Date>,
) -> Result<MandateId, Error> {
    let mandate = Mandate {
        id: tx.id(),
        enterprise: enterprise.clone(),
        person: person.clone(),
        kind,
        valid_from: from.unwrap_or_else(|| tx.now().date()),
        valid_to: None,
        ended: None,
        version: 1,
    };
    let cells = [
        (&mandate.id).into(),
        enterprise.into(),
        person.into(),
        kind.as_str().into(),
        mandate.valid_from.into(),
        mandate.valid_to.into(),
        mandate.ended.into(),
        mandate.version.into(),
    ];
    tx.execute(&records::INSERT_MANDATE, &cells)?;
    note(tx, actor, title, "mandate.granted", &mandate)?;
    Ok(mandate.id)
}

/// Ends a mandate now: by the representative, or by the person who holds it.
///
/// # Errors
/// 404 for others and for what has ended; of the store.
pub fn end(tx: &Tx<'_>, actor: &Actor, id: &MandateId) -> Result<(), Error> {
    let found = tx.first(&records::MANDATE, &[id.into()], records::mandate)?;
    let mut mandate = found.filter(|mandate| mandate.ended.is_none()).ok_or_else(Problem::not_found)?;
    let own = actor.as_person() == Some(&mandate.person);
    if mandate.kind == MandateKind::Representative || !(own || MayGrant::prove(tx, actor, &mandate.enterprise).is_ok())
    {
        return Err(Problem::not_found().into());
    }
    mandate.ended = Some(tx.now());
    mandate.version += 1;
    let cells = [id.into(), mandate.valid_to.into(), mandate.ended.into(), mandate.version.into()];
    tx.execute(&records::UPDATE_MANDATE, &cells)?;
    note(tx, actor, if own { "own" } else { "representative" }, "mandate.ended", &mandate)
}

fn note(tx: &Tx<'_>, actor: &Actor, title: &str, kind: &'static str, mandate: &Mandate) -> Result<(), Error> {
    tx.record(Entry {
        room: "identity",
        kind,
        stream: mandate.id.as_str(),
        version: mandate.version - 1,
        subject: Some(mandate.person.as_str()),
        actor,
        title,
        payload: serde_json::json!({ "enterprise": mandate.enterprise, "person": mandate.person, "kind": mandate.kind }),
        personal: None,
        state: Some((MANDATE_SCHEMA, state_digest(mandate)?)),
    })?;
    Ok(())
}

/// What an actor acts for, if it is an enterprise.
#[must_use]
pub(crate) fn behalf(enterprise: EnterpriseId) -> OnBehalf {
    OnBehalf::Enterprise(enterprise)
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    let all = read.rows(&records::ENTERPRISES, &[after.into(), limit.into()], records::enterprise)?;
    all.iter().map(|one| Ok((one.id.to_string(), state_digest(one)?))).collect()
}

pub(crate) fn mandate_page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    let all = read.rows(&records::MANDATES, &[after.into(), limit.into()], records::mandate)?;
    all.iter().map(|one| Ok((one.id.to_string(), state_digest(one)?))).collect()
}
