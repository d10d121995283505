//! The room's handle: whose a session is, and the comparing of passwords, which is dear: two at
//! once, on blocking threads, with a bounded queue before them.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use kernel::{
    Locale, Problem, Text, Timestamp,
    access::{Actor, Scope, Who},
    id::StaffId,
    problem::Refusal,
};
use seals::Digest;
use store::{Error, Read, Store};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use web::{ActorInfo, Fail};

use crate::{
    Needs, accounts, enterprises, password, persons,
    session::{Account, NOTED_MILLIS, Session, SessionKind},
    sessions,
    staff::Staff,
    staffs,
};

/// The handle; a cheap clone.
#[derive(Clone)]
pub struct Identity(Arc<Inner>);

struct Inner {
    needs: Needs,
    /// Passwords compared or made at once.
    at_once: Arc<Semaphore>,
    /// Failures by address in this process, with the time of the first.
    peers: Mutex<HashMap<IpAddr, (u32, Timestamp)>>,
    held: Mutex<HashMap<StaffId, Held>>,
}

/// What posts allow, kept for a moment.
struct Held {
    version: i64,
    until: Timestamp,
    scopes: Vec<Scope>,
    info: ActorInfo,
}

const HELD_MILLIS: i64 = 10_000;

/// Passwords worked on at once: each takes 19 MiB and all of a core.
const AT_ONCE: usize = 2;
/// How long a sign-in waits for its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(8);
/// Failures of one address within ten minutes before it must wait: many people may share one.
const PEER_FAILURES: u32 = 50;
const PEER_MINUTES: i64 = 10;

/// Who signed in, with the password kept when it was compared.
pub(crate) struct Known {
    pub account: Account,
    pub hash: String,
    pub login: Digest,
}

impl Identity {
    #[must_use]
    pub fn new(needs: Needs) -> Self {
        let at_once = Arc::new(Semaphore::new(AT_ONCE));
        Self(Arc::new(Inner { needs, at_once, peers: Mutex::default(), held: Mutex::default() }))
    }

    #[must_use]
    pub fn needs(&self) -> &Needs {
        &self.0.needs
    }

    /// Compares a login and a password.
    ///
    /// # Errors
    /// 422 that says nothing of which was wrong; 429 after too many failures; 503 when too many wait.
    pub(crate) async fn know(
        &self,
        store: &Store,
        login: &str,
        typed: &str,
        peer: Option<IpAddr>,
    ) -> Result<Known, Fail> {
        self.peer_may_try(peer, store.now())?;
        if login.chars().count() > 200 || typed.chars().count() > 1000 {
            return Err(wrong().into());
        }
        let turn = self.turn().await?;
        let login = login.to_owned();
        // Asked within the turn, so that no guess overtakes the failure before it.
        let (login, found) = store
            .read_async(move |read| {
                let login = accounts::blind(read, &login);
                accounts::may_try(read, &login)?;
                let found = accounts::credential(read, &login)?;
                Ok::<_, Error>((login, found))
            })
            .await?;
        let typed = typed.to_owned();
        let compared = tokio::task::spawn_blocking(move || {
            let same = match &found {
                Some((_, hash)) => password::matches(&typed, hash),
                None => password::matches(&typed, password::nobodys()),
            };
            (turn, found.filter(|_| same))
        });
        let (turn, found) = compared.await.map_err(|error| Fail::Fault(Box::new(error)))?;
        match found {
            Some((account, hash)) => Ok(Known { account, hash, login }),
            None => {
                self.peer_failed(peer, store.now());
                store.write_async(move |tx| accounts::failed(tx, &login)).await?;
                drop(turn);
                Err(wrong().into())
            }
        }
    }

    /// Whether the password of an account is this one: asked again before what can't be undone. It
    /// counts as a sign-in that failed when it is not.
    ///
    /// # Errors
    /// 429 after too many failures; 503 when too many wait.
    pub(crate) async fn same(&self, typed: &str, kept: &str, account: &Account, cx: &web::Cx) -> Result<bool, Fail> {
        let store = cx.app.store();
        self.peer_may_try(cx.peer, cx.now)?;
        let turn = self.turn().await?;
        let account = account.as_str().to_owned();
        let name = store
            .read_async(move |read| {
                let name = accounts::blind(read, &account);
                accounts::may_try(read, &name).map(|()| name)
            })
            .await?;
        let (typed, kept) = (typed.to_owned(), kept.to_owned());
        let compared = tokio::task::spawn_blocking(move || (turn, password::matches(&typed, &kept)));
        let (turn, same) = compared.await.map_err(|error| Fail::Fault(Box::new(error)))?;
        if !same {
            self.peer_failed(cx.peer, cx.now);
            store.write_async(move |tx| accounts::failed(tx, &name)).await?;
        }
        drop(turn);
        Ok(same)
    }

    /// Makes the text under which a password is kept.
    ///
    /// # Errors
    /// 503 when too many wait.
    pub(crate) async fn hash(&self, store: &Store, typed: &str) -> Result<String, Fail> {
        let turn = self.turn().await?;
        let (typed, salt) = (typed.to_owned(), store.chance::<16>());
        let made = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            password::hash(&typed, salt)
        });
        made.await.map_err(|error| Fail::Fault(Box::new(error)))
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, Fail> {
        let waiting = tokio::time::timeout(PATIENCE, self.0.at_once.clone().acquire_owned()).await;
        match waiting {
            Ok(Ok(turn)) => Ok(turn),
            _ => {
                let mut problem = Problem::new(Refusal::Unavailable, "problem-busy");
                problem.retry_after_seconds = Some(5);
                Err(problem.into())
            }
        }
    }

    fn peer_may_try(&self, peer: Option<IpAddr>, now: Timestamp) -> Result<(), Problem> {
        let (Some(peer), Ok(mut peers)) = (peer, self.0.peers.lock()) else { return Ok(()) };
        peers.retain(|_, (_, first)| now < first.plus_minutes(PEER_MINUTES));
        match peers.get(&peer) {
            Some((failures, first)) if *failures >= PEER_FAILURES => {
                Err(accounts::too_often((first.plus_minutes(PEER_MINUTES).0 - now.0) / 1000 + 1))
            }
            _ => Ok(()),
        }
    }

    fn peer_failed(&self, peer: Option<IpAddr>, now: Timestamp) {
        if let (Some(peer), Ok(mut peers)) = (peer, self.0.peers.lock()) {
            peers.entry(peer).or_insert((0, now)).0 += 1;
        }
    }

    /// Whose session a secret opens, if it has not ended, and whether its use is to be noted.
    ///
    /// # Errors
    /// Of the store.
    pub(crate) fn actor_by(
        &self,
        store: &Store,
        secret: &str,
        now: Timestamp,
    ) -> Result<Option<(Actor, ActorInfo)>, Error> {
        let found = store.read(|read| {
            let Some(session) = sessions::by_secret(read, secret)? else { return Ok(None) };
            Ok::<_, Error>(self.actor(read, &session)?.map(|known| (known, session)))
        })?;
        Ok(found.map(|((actor, mut info), session)| {
            info.unnoted = (now.0 - session.used.0 > NOTED_MILLIS).then(|| session.id.to_string());
            (actor, info)
        }))
    }

    /// The actor of a session, with scopes expanded; nothing for a closed account.
    fn actor(&self, read: &Read<'_>, session: &Session) -> Result<Option<(Actor, ActorInfo)>, Error> {
        let id = Some(session.id.to_string());
        match &session.account {
            Account::Person(person) => {
                let name = match persons::name(read, person) {
                    Ok(name) => name,
                    Err(Error::Erased | Error::Problem(_)) => return Ok(None),
                    Err(other) => return Err(other),
                };
                let mut actor = Actor::person(person.clone());
                actor.session = id;
                let mut info = ActorInfo { display_name: Text::zh(name), ..ActorInfo::default() };
                if let Some(enterprise) = &session.acting_for
                    && enterprises::may_act_for(read, person, enterprise)?.is_some()
                {
                    info.acting_for = enterprises::enterprise(read, enterprise)?.map(|enterprise| enterprise.name);
                    actor.on_behalf = Some(enterprises::behalf(enterprise.clone()));
                }
                // Only pages say it.
                if session.kind == SessionKind::Browser {
                    info.unread = (self.0.needs.unread)(read, person)?;
                }
                Ok(Some((actor, info)))
            }
            Account::Staff(staff) => {
                let Some(staff) = staffs::by_id(read, staff)?.filter(|staff| staff.closed.is_none()) else {
                    return Ok(None);
                };
                let (scopes, info) = self.held(read, &staff)?;
                let who = Who::Staff { staff: staff.id, scopes };
                Ok(Some((Actor { who, on_behalf: None, session: id }, info)))
            }
        }
    }

    /// Scopes and words of a member of staff, kept for a moment: some hold a dozen posts. Another
    /// appointment is another version and holds at once; an altered post within the moment.
    fn held(&self, read: &Read<'_>, staff: &Staff) -> Result<(Vec<Scope>, ActorInfo), Error> {
        let now = read.now();
        if let Ok(held) = self.0.held.lock()
            && let Some(held) = held.get(&staff.id)
            && held.version == staff.version
            && now < held.until
        {
            return Ok((held.scopes.clone(), held.info.clone()));
        }
        let (scopes, card) = (staffs::scopes(read, staff)?, staffs::card(read, &staff.id)?);
        let post = |locale: Locale| {
            let mut posts: Vec<&str> = card.posts.iter().map(|post| post.get(locale)).collect();
            posts.dedup();
            let post = [card.body_name.get(locale), " ", &posts.join(" / ")].concat();
            post.trim().to_owned()
        };
        let info = ActorInfo {
            display_name: staff.name.clone(),
            post: Some(Text { zh: post(Locale::Zh), en: Some(post(Locale::En)) }),
            ..ActorInfo::default()
        };
        if let Ok(mut held) = self.0.held.lock() {
            held.retain(|_, held| now < held.until);
            let until = now.plus_millis(HELD_MILLIS);
            held.insert(
                staff.id.clone(),
                Held { version: staff.version, until, scopes: scopes.clone(), info: info.clone() },
            );
        }
        Ok((scopes, info))
    }
}

fn wrong() -> Problem {
    Problem::new(Refusal::Invalid, "identity-sign-in-wrong")
}
