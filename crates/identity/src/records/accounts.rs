//! SQL of accounts: names for signing in, passwords, failed attempts, sessions.

use store::{Error, Row, Sql};

use super::known;
use crate::session::{Account, Session, SessionKind};

macro_rules! session_columns {
    ($rest:literal) => {
        concat!("SELECT id, account, kind, acting_for, agent, started, used, until FROM identity_session ", $rest)
    };
}

pub(crate) static LOGIN: Sql = Sql::new("SELECT account FROM identity_login WHERE blind = $1");
pub(crate) static INSERT_LOGIN: Sql = Sql::new("INSERT INTO identity_login (blind, account) VALUES ($1, $2)");
/// For a second name, which another account may have already.
pub(crate) static KEEP_LOGIN: Sql =
    Sql::new("INSERT INTO identity_login (blind, account) VALUES ($1, $2) ON CONFLICT (blind) DO NOTHING");
pub(crate) static DROP_LOGINS: Sql = Sql::new("DELETE FROM identity_login WHERE account = $1");

pub(crate) static CREDENTIAL: Sql = Sql::new("SELECT hash FROM identity_credential WHERE account = $1");
pub(crate) static KEEP_CREDENTIAL: Sql = Sql::new(
    "INSERT INTO identity_credential (account, hash, changed) VALUES ($1, $2, $3) \
     ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, changed = excluded.changed",
);
pub(crate) static DROP_CREDENTIAL: Sql = Sql::new("DELETE FROM identity_credential WHERE account = $1");

pub(crate) static ATTEMPT: Sql = Sql::new("SELECT failures, last FROM identity_attempt WHERE blind = $1");
pub(crate) static KEEP_ATTEMPT: Sql = Sql::new(
    "INSERT INTO identity_attempt (blind, failures, last) VALUES ($1, $2, $3) \
     ON CONFLICT (blind) DO UPDATE SET failures = excluded.failures, last = excluded.last",
);
pub(crate) static DROP_ATTEMPT: Sql = Sql::new("DELETE FROM identity_attempt WHERE blind = $1");
pub(crate) static DROP_OLD_ATTEMPTS: Sql = Sql::new("DELETE FROM identity_attempt WHERE last < $1");

pub(crate) static SESSION: Sql = Sql::new(session_columns!("WHERE id = $1"));
pub(crate) static SESSION_BY_DIGEST: Sql = Sql::new(session_columns!("WHERE digest = $1"));
pub(crate) static SESSIONS_OF: Sql = Sql::new(session_columns!("WHERE account = $1 ORDER BY started DESC"));
pub(crate) static INSERT_SESSION: Sql = Sql::new(
    "INSERT INTO identity_session (id, digest, account, kind, acting_for, agent, started, used, until) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);
pub(crate) static USE_SESSION: Sql = Sql::new("UPDATE identity_session SET used = $2 WHERE id = $1 AND used < $2");
pub(crate) static ACT_FOR: Sql = Sql::new("UPDATE identity_session SET acting_for = $2 WHERE id = $1");
pub(crate) static DROP_SESSION: Sql = Sql::new("DELETE FROM identity_session WHERE id = $1");
/// All of an account but one.
pub(crate) static DROP_SESSIONS_OF: Sql = Sql::new("DELETE FROM identity_session WHERE account = $1 AND id <> $2");
pub(crate) static DROP_OLD_SESSIONS: Sql =
    Sql::new("DELETE FROM identity_session WHERE account = $1 AND (until <= $2 OR used <= $3)");

pub(crate) fn session(row: &Row<'_>) -> Result<Session, Error> {
    Ok(Session {
        id: row.get(0)?,
        account: known(1, &row.get::<String>(1)?, Account::parse)?,
        kind: known(2, &row.get::<String>(2)?, SessionKind::parse)?,
        acting_for: row.get(3)?,
        agent: row.get(4)?,
        started: row.get(5)?,
        used: row.get(6)?,
        until: row.get(7)?,
    })
}
