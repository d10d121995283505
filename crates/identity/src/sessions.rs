//! Sessions begin, are used, act for an enterprise and end. Beginning and ending are in the
//! journal; using is not.

use kernel::{
    Problem,
    access::Actor,
    id::{EnterpriseId, PersonId},
    problem::Refusal,
};
use seals::Digest;
use store::{Entry, Error, Read, Tx};

use crate::{
    accounts, enterprises,
    records::accounts as records,
    session::{Account, IDLE_MINUTES, LONGEST_MINUTES, Session, SessionId, SessionKind, digest},
};

/// A session to begin; the password was compared before.
#[derive(Clone)]
pub(crate) struct NewSession {
    pub account: Account,
    /// The password kept when it was compared: another one since then undoes the sign-in.
    pub hash: String,
    pub login: Digest,
    pub secret: [u8; 32],
    pub kind: SessionKind,
    pub agent: &'static str,
    /// The secret of the session that this browser had: it ends.
    pub replaces: Option<[u8; 32]>,
}

/// Begins a session under a new secret.
///
/// # Errors
/// 422 when the password was changed meanwhile or the account closed; of the store.
pub(crate) fn begin(tx: &Tx<'_>, new: &NewSession) -> Result<Session, Error> {
    if accounts::hash_of(tx, &new.account)?.as_ref() != Some(&new.hash) {
        return Err(Problem::new(Refusal::Invalid, "identity-sign-in-wrong").into());
    }
    accounts::succeeded(tx, &new.login)?;
    if let Some(old) = new.replaces
        && let Some(old) = by_digest(tx, &old)?
    {
        drop_one(tx, &actor_of(&old), &old)?;
    }
    let now = tx.now();
    let idle = now.plus_minutes(-IDLE_MINUTES);
    tx.execute(&records::DROP_OLD_SESSIONS, &[new.account.as_str().into(), now.into(), idle.into()])?;
    let session = Session {
        id: tx.id(),
        account: new.account.clone(),
        kind: new.kind,
        acting_for: None,
        agent: new.agent.to_owned(),
        started: now,
        used: now,
        until: now.plus_minutes(LONGEST_MINUTES),
    };
    let cells = [
        (&session.id).into(),
        (&new.secret).into(),
        session.account.as_str().into(),
        session.kind.as_str().into(),
        session.acting_for.as_ref().into(),
        (&session.agent).into(),
        now.into(),
        now.into(),
        session.until.into(),
    ];
    tx.execute(&records::INSERT_SESSION, &cells)?;
    note(tx, &actor_of(&session), "session.began", &session, 0)?;
    Ok(session)
}

pub(crate) fn by_secret(read: &Read<'_>, secret: &str) -> Result<Option<Session>, Error> {
    by_digest(read, &digest(secret))
}

fn by_digest(read: &Read<'_>, digest: &[u8; 32]) -> Result<Option<Session>, Error> {
    let found = read.first(&records::SESSION_BY_DIGEST, &[digest.into()], crate::records::accounts::session)?;
    Ok(found.filter(|session| session.holds(read.now())))
}

/// The sessions of an account that have not ended, newest first.
///
/// # Errors
/// Of the store.
pub(crate) fn of(read: &Read<'_>, account: &Account) -> Result<Vec<Session>, Error> {
    let found = read.rows(&records::SESSIONS_OF, &[account.as_str().into()], crate::records::accounts::session)?;
    let now = read.now();
    Ok(found.into_iter().filter(|session| session.holds(now)).collect())
}

/// Notes that the session with this id is in use: what `web` asks for where `ActorInfo::unnoted` says so.
///
/// # Errors
/// Of the store.
pub fn note_use(tx: &Tx<'_>, session: &str) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(&records::USE_SESSION, &[session.into(), now.into()]).map(drop)
}

/// Ends one of the account's own sessions.
///
/// # Errors
/// 404 for those of others; of the store.
pub(crate) fn end(tx: &Tx<'_>, actor: &Actor, account: &Account, id: &SessionId) -> Result<(), Error> {
    let found = tx.first(&records::SESSION, &[id.into()], crate::records::accounts::session)?;
    let session = found.filter(|session| session.account == *account).ok_or_else(Problem::not_found)?;
    drop_one(tx, actor, &session)
}

/// Ends all sessions of the account but one: after a change of the password.
pub(crate) fn end_others(tx: &Tx<'_>, actor: &Actor, account: &Account, but: Option<&str>) -> Result<(), Error> {
    for session in of(tx, account)?.iter().filter(|session| Some(session.id.as_str()) != but) {
        drop_one(tx, actor, session)?;
    }
    tx.execute(&records::DROP_SESSIONS_OF, &[account.as_str().into(), but.unwrap_or_default().into()]).map(drop)
}

/// From now on the session acts for an enterprise, or for oneself again.
///
/// # Errors
/// 403 without a mandate; 404; of the store.
pub(crate) fn act_for(
    tx: &Tx<'_>,
    actor: &Actor,
    person: &PersonId,
    id: &SessionId,
    whom: Option<&EnterpriseId>,
) -> Result<(), Error> {
    let account = Account::Person(person.clone());
    let found = tx.first(&records::SESSION, &[id.into()], crate::records::accounts::session)?;
    let session = found.filter(|session| session.account == account).ok_or_else(Problem::not_found)?;
    if let Some(enterprise) = whom
        && enterprises::may_act_for(tx, person, enterprise)?.is_none()
    {
        return Err(Problem::forbidden().into());
    }
    tx.execute(&records::ACT_FOR, &[id.into(), whom.into()])?;
    let version = i64::try_from(tx.stream(id.as_str())?.len()).unwrap_or_default();
    tx.record(Entry {
        room: "identity",
        kind: "session.acts_for",
        stream: session.id.as_str(),
        version,
        subject: Some(person.as_str()),
        actor,
        title: "own",
        payload: serde_json::json!({ "enterprise": whom }),
        personal: None,
        state: None,
    })?;
    Ok(())
}

fn drop_one(tx: &Tx<'_>, actor: &Actor, session: &Session) -> Result<(), Error> {
    tx.execute(&records::DROP_SESSION, &[(&session.id).into()])?;
    let version = i64::try_from(tx.stream(session.id.as_str())?.len()).unwrap_or_default();
    note(tx, actor, "session.ended", session, version)
}

fn note(tx: &Tx<'_>, actor: &Actor, kind: &'static str, session: &Session, version: i64) -> Result<(), Error> {
    tx.record(Entry {
        room: "identity",
        kind,
        stream: session.id.as_str(),
        version,
        subject: Some(session.account.as_str()),
        actor,
        title: "own",
        payload: serde_json::json!({ "kind": session.kind.as_str() }),
        personal: None,
        state: None,
    })?;
    Ok(())
}

/// The account itself, as the actor of its sessions.
fn actor_of(session: &Session) -> Actor {
    let mut actor = match &session.account {
        Account::Person(person) => Actor::person(person.clone()),
        Account::Staff(staff) => Actor {
            who: kernel::access::Who::Staff { staff: staff.clone(), scopes: Vec::new() },
            on_behalf: None,
            session: None,
        },
    };
    actor.session = Some(session.id.to_string());
    actor
}
