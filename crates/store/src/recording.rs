//! Recording: which statements ran, in their order and with their parameters. It is how a bench
//! knows what 'the same rows' are, and how a test counts what a verb costs. Off, it costs a branch a
//! statement. It is no audit: that is the journal.

use std::{
    borrow::Cow,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{Error, Sql, Store, Tx, Value, journal};

/// What ran.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A transaction began; whether it may write.
    Began {
        acts: bool,
    },
    Ran(Statement),
    Ended,
}

/// A statement with its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub text: &'static str,
    pub params: Vec<Value<'static>>,
    /// Run for what it changes, not for rows.
    pub acts: bool,
}

#[derive(Default)]
pub(crate) struct Recorder {
    on: AtomicBool,
    steps: Mutex<Vec<Step>>,
}

impl Recorder {
    pub(crate) fn note(&self, step: impl FnOnce() -> Step) {
        if self.on.load(Ordering::Relaxed)
            && let Ok(mut steps) = self.steps.lock()
        {
            steps.push(step());
        }
    }

    pub(crate) fn ran(&self, sql: &Sql, params: &[Value<'_>], acts: bool) {
        self.note(|| Step::Ran(Statement { text: sql.text(), params: params.iter().map(owned).collect(), acts }));
    }
}

fn owned(value: &Value<'_>) -> Value<'static> {
    match value {
        Value::Null => Value::Null,
        Value::Int(number) => Value::Int(*number),
        Value::Bool(truth) => Value::Bool(*truth),
        Value::Text(text) => Value::Text(Cow::Owned(text.clone().into_owned())),
        Value::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.clone().into_owned())),
    }
}

impl Store {
    /// Notes every statement of this handle's store from now on, whoever runs it.
    pub fn record_statements(&self) {
        self.inner.env.recorder.on.store(true, Ordering::Relaxed);
    }

    /// What was noted since; stops noting.
    #[must_use]
    pub fn recorded_statements(&self) -> Vec<Step> {
        self.inner.env.recorder.on.store(false, Ordering::Relaxed);
        self.inner.env.recorder.steps.lock().map(|mut steps| std::mem::take(&mut *steps)).unwrap_or_default()
    }
}

impl Tx<'_> {
    /// Runs a noted statement again, with other parameters. An entry of the journal takes the next
    /// position and grows the tree, as it does when a verb writes it.
    ///
    /// # Errors
    /// Of the engine.
    pub fn replay(&self, sql: &Sql, params: &mut [Value<'static>]) -> Result<(), Error> {
        if sql.text() == journal::INSERT.text() {
            let position = self.numbering.map(|numbering| numbering.next.get());
            if let Some(place) = params.get_mut(journal::POSITION) {
                *place = position.into();
            }
            if let (Some(numbering), Some(Value::Bytes(hash))) = (self.numbering, params.get(journal::HASH)) {
                let hash = <[u8; 32]>::try_from(hash.as_ref()).unwrap_or_default();
                numbering.next.set(numbering.next.get() + 1);
                numbering.leaves.borrow_mut().push(journal::Leaf(seals::merkle::LeafHash(seals::Digest(hash))));
            }
        }
        self.execute(sql, params).map(drop)
    }
}
