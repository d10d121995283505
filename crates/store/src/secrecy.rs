//! Personal fields, sealed under a key per person. The key is wrapped under the master key, which
//! lives outside the database; destroying a person's row of `store_key` erases all that was sealed
//! for them in this database. A backup made before holds the row still, until it is destroyed too.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use kernel::id::PersonId;
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
    used: Mutex<HashMap<String, Arc<PersonKey>>>,
}

/// Keys kept unwrapped at once.
const KEPT: usize = 4_096;

impl Vault {
    pub(crate) fn new(master: Arc<MasterKey>) -> Self {
        Self { master, used: Mutex::new(HashMap::new()) }
    }

    fn kept(&self, person: &PersonId) -> Option<Arc<PersonKey>> {
        self.used.lock().ok()?.get(person.as_str()).cloned()
    }

    fn keep(&self, person: &PersonId, key: &Arc<PersonKey>) {
        if let Ok(mut used) = self.used.lock() {
            if used.len() >= KEPT {
                used.clear();
            }
            used.insert(person.to_string(), key.clone());
        }
    }

    fn forget(&self, person: &PersonId) {
        if let Ok(mut used) = self.used.lock() {
            used.remove(person.as_str());
        }
    }
}

impl Read<'_> {
    fn key(&self, person: &PersonId) -> Result<Option<Arc<PersonKey>>, Error> {
        // The row is asked first where it matters: a key destroyed elsewhere must not live on here.
        if let Some(key) = self.env.vault.kept(person) {
            return Ok(Some(key));
        }
        let Some(wrapped) = self.first(&KEY, &[person.into()], |row| row.get::<Vec<u8>>(0))? else {
            return Ok(None);
        };
        let key = self.env.vault.master.unwrap(&wrapped, person.as_str()).map_err(|_| {
            Error::operator("store-master-key-wrong", "a person's key does not open under this master key")
        })?;
        let key = Arc::new(key);
        self.env.vault.keep(person, &key);
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
