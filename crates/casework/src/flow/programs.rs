//! Programs of models, compiled once and kept, by digest. Models never change, so nothing is ever
//! thrown out but by age; a household of items has some tens of them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use process::{bpmn, program::Program};
use store::Error;

use super::rules::Rules;

/// At most so many are kept; beyond it the cache begins anew.
const MOST: usize = 2_000;

/// Digest and text of a model.
type Made = (String, Arc<str>);

#[derive(Debug, Default)]
pub struct Programs {
    by_digest: Mutex<HashMap<String, Arc<Program>>>,
    /// The rules that models carry, by digest.
    rules: Mutex<HashMap<String, Arc<Rules>>>,
    /// What was generated, by item and version.
    generated: Mutex<HashMap<(String, i64), Made>>,
}

impl Programs {
    /// The program of a model, from its text where it is not known yet.
    ///
    /// # Errors
    /// `Error::Payload` for a text that is no model, which publication refuses; of `text`.
    pub(crate) fn get(&self, digest: &str, text: &dyn Fn() -> Result<String, Error>) -> Result<Arc<Program>, Error> {
        if let Some(known) = lock(&self.by_digest).get(digest) {
            return Ok(known.clone());
        }
        let program = compiled(&text()?)?;
        keep(&self.by_digest, digest.to_owned(), program.clone());
        Ok(program)
    }

    /// The rules that a model carries.
    pub(crate) fn rules(&self, digest: &str, program: &Program) -> Arc<Rules> {
        if let Some(known) = lock(&self.rules).get(digest) {
            return known.clone();
        }
        let rules = Arc::new(Rules::of(&program.model));
        keep(&self.rules, digest.to_owned(), rules.clone());
        rules
    }

    /// Digest and text of the model that is generated for an item.
    ///
    /// # Errors
    /// As `get`.
    pub(crate) fn generated(&self, item: &str, version: i64, make: &dyn Fn() -> String) -> Result<Made, Error> {
        let key = (item.to_owned(), version);
        if let Some(known) = lock(&self.generated).get(&key) {
            return Ok(known.clone());
        }
        let text = make();
        let program = compiled(&text)?;
        let digest = program.model.digest.to_string();
        keep(&self.by_digest, digest.clone(), program);
        let made = (digest, Arc::from(text));
        keep(&self.generated, key, made.clone());
        Ok(made)
    }
}

fn compiled(text: &str) -> Result<Arc<Program>, Error> {
    let model = bpmn::read(text.as_bytes()).map_err(|refusal| Error::Engine(format!("model: {refusal}")))?;
    Ok(Arc::new(Program::new(Arc::new(model))))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn keep<K: Eq + std::hash::Hash, V>(map: &Mutex<HashMap<K, V>>, key: K, value: V) {
    let mut map = lock(map);
    if map.len() >= MOST {
        map.clear();
    }
    map.insert(key, value);
}
