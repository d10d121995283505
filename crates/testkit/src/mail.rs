//! What the app would have sent: a test gives `Mail` to the room that sends, and reads it after
//! `settle`.

use std::sync::{Arc, Mutex};

/// A letter that would have gone out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// Catches letters; a cheap clone.
#[derive(Debug, Clone, Default)]
pub struct Mail(Arc<Mutex<Vec<Letter>>>);

impl Mail {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub fn push(&self, letter: Letter) {
        self.0.lock().unwrap().push(letter);
    }

    /// All letters so far.
    #[must_use]
    pub fn all(&self) -> Vec<Letter> {
        self.0.lock().unwrap().clone()
    }

    /// The letters to one address.
    #[must_use]
    pub fn to(&self, address: &str) -> Vec<Letter> {
        self.all().into_iter().filter(|letter| letter.to == address).collect()
    }
}
