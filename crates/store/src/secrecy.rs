//! Personal fields, sealed under a key per person. The key is wrapped under the master key, which
//! lives outside the database; destroying a person's row of `store_key` erases all that was sealed
//! for them in this database. A backup made before holds the row still, until it is destroyed too.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex},
};

use kernel::{Timestamp, id::PersonId};
use seals::{Digest, MasterKey, PersonKey};

use crate::{Error, Read, Sql, Tx};

static KEY: Sql = Sql::new("SELECT wrapped FROM store_key WHERE person = $1");
static NEW_KEY: Sql = Sql::new("INSERT INTO store_key (person, wrapped) VALUES ($1, $2)");
static DROP_KEY: Sql = Sql::new("DELETE FROM store_key WHERE person = $1");
static ERASE_ENTRIES: Sql =
    Sql::new("UPDATE store_entry SET salt = NULL, payload = NULL, personal = NULL WHERE person = $1");

pub(crate) static ALL: &[&Sql] = &[&KEY, &NEW_KEY, &DROP_KEY, &ERASE_ENTRIES];

/// The master key and the keys of persons lately used, in memory only.
pub(crate) struct Vault {
    master: Arc<MasterKey>,
    /// How long a key may be used without asking for its row again; forever where nobody but this
    /// process can have destroyed it.
    trusts_millis: Option<i64>,
    used: Mutex<Used>,
}

/// Two generations: when the younger is full it becomes the older, and what nobody used since goes.
#[derive(Default)]
struct Used {
    young: HashMap<PersonId, (Timestamp, Arc<PersonKey>)>,
    old: HashMap<PersonId, (Timestamp, Arc<PersonKey>)>,
    /// Whose keys this process destroyed: they are never kept again, whatever an older snapshot shows.
    erased: HashSet<PersonId>,
}

/// Keys kept unwrapped in each generation.
const KEPT: usize = 4_096;
/// With several processes on one database: a key destroyed by another is gone here after so long.
const TRUSTED_MILLIS: i64 = 2_000;

impl Vault {
    pub(crate) fn new(master: Arc<MasterKey>, shared: bool) -> Self {
        Self { master, trusts_millis: shared.then_some(TRUSTED_MILLIS), used: Mutex::default() }
    }

    fn kept(&self, person: &PersonId, now: Timestamp) -> Option<Arc<PersonKey>> {
        let mut used = self.used.lock().ok()?;
        let Used { young, old, .. } = &mut *used;
        let holds = |since: &Timestamp| self.trusts_millis.is_none_or(|most| (0..most).contains(&(now.0 - since.0)));
        if let Some((since, key)) = young.get(person) {
            return holds(since).then(|| key.clone());
        }
        let (since, key) = old.remove(person).filter(|(since, _)| holds(since))?;
        used.insert(person, since, key.clone());
        Some(key)
    }

    fn keep(&self, person: &PersonId, now: Timestamp, key: &Arc<PersonKey>) {
        if let Ok(mut used) = self.used.lock()
            && !used.erased.contains(person)
        {
            used.insert(person, now, key.clone());
        }
    }

    /// Before the transaction ends that destroys the key: one that looks at this moment sees the row
    /// still. If it is rolled back the row is asked each time, no more.
    fn forget(&self, person: &PersonId) {
        if let Ok(mut used) = self.used.lock() {
            used.young.remove(person);
            used.old.remove(person);
            used.erased.insert(person.clone());
        }
    }
}

impl Used {
    fn insert(&mut self, person: &PersonId, since: Timestamp, key: Arc<PersonKey>) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(person.clone(), (since, key));
    }
}

impl Read<'_> {
    fn key(&self, person: &PersonId) -> Result<Option<Arc<PersonKey>>, Error> {
        let now = self.now();
        if let Some(key) = self.env.vault.kept(person, now) {
            return Ok(Some(key));
        }
        let Some(wrapped) = self.first(&KEY, &[person.into()], |row| row.get::<Vec<u8>>(0))? else {
            return Ok(None);
        };
        let key = self.env.vault.master.unwrap(&wrapped, person.as_str()).map_err(|_| {
            Error::operator("store-master-key-wrong", "a person's key does not open under this master key")
        })?;
        let key = Arc::new(key);
        // A key that this very transaction made may never be committed.
        if !self.acts {
            self.env.vault.keep(person, now, &key);
        }
        Ok(Some(key))
    }

    /// Opens what `seal` sealed for the same person and place.
    ///
    /// # Errors
    /// `Error::Erased` when the key was destroyed; `Error::Engine` when the bytes were altered.
    pub fn open(&self, person: &PersonId, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let key = self.key(person)?.ok_or(Error::Erased)?;
        seals::secrecy::open_field(&key, place.as_bytes(), sealed)
            .map_err(|_| Error::operator("store-sealed-field", format!("{place} does not open")))
    }

    /// Opens text. See `open`.
    ///
    /// # Errors
    /// As `open`.
    pub fn open_text(&self, person: &PersonId, place: &str, sealed: &[u8]) -> Result<String, Error> {
        String::from_utf8(self.open(person, place, sealed)?)
            .map_err(|_| Error::operator("store-sealed-field", format!("{place} is not text")))
    }

    /// A keyed digest by which an exact value can be found without being readable: equal values in
    /// one context have equal digests.
    #[must_use]
    pub fn blind(&self, context: &str, value: &str) -> Digest {
        seals::secrecy::blind_index(&self.env.vault.master, context, value.as_bytes())
    }
}

fn unreadable(error: seals::secrecy::Unreadable) -> Error {
    Error::Engine(error.to_string())
}

impl Tx<'_> {
    /// Seals a field for a person; `place` is the table and column, and binds it there.
    ///
    /// # Errors
    /// Of the engine.
    pub fn seal(&self, person: &PersonId, place: &str, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let key = match self.key(person)? {
            Some(key) => key,
            None => {
                let key = PersonKey::new(self.chance());
                let wrapped = self.env.vault.master.wrap(&key, person.as_str(), self.chance()).map_err(unreadable)?;
                self.execute(&NEW_KEY, &[person.into(), wrapped.into()])?;
                // Not kept yet: the transaction may roll back. The next reader unwraps it.
                Arc::new(key)
            }
        };
        seals::secrecy::seal_field(&key, place.as_bytes(), plain, self.chance()).map_err(unreadable)
    }

    /// Erases all that was sealed for a person (Personal Information Protection Law 个人信息保护法,
    /// article 47): the key, and the personal content beside the journal.
    ///
    /// # Errors
    /// Of the engine.
    pub fn erase(&self, person: &PersonId) -> Result<(), Error> {
        self.execute(&DROP_KEY, &[person.into()])?;
        self.execute(&ERASE_ENTRIES, &[person.into()])?;
        self.env.vault.forget(person);
        Ok(())
    }
}
