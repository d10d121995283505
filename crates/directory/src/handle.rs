//! The room's handle: the calendar in memory and the blocks of official numbers of this process. A
//! cheap clone; other rooms carry it in their state.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, Mutex, RwLock},
};

use kernel::{Calendar, check_character, id::BodyId, notice::Notice};
use store::{Error, Read, Store};

use crate::{body::Body, records};

/// The handle.
#[derive(Clone, Default)]
pub struct Directory(Arc<Inner>);

#[derive(Default)]
struct Inner {
    calendar: RwLock<Arc<Calendar>>,
    blocks: Mutex<HashMap<Block, Vec<Range<i64>>>>,
}

#[derive(PartialEq, Eq, Hash, Clone)]
struct Block {
    body: BodyId,
    kind: String,
    year: i16,
}

/// Numbers taken from the store at once; those not used when the process ends are gaps.
const BLOCK: i64 = 100;

impl Directory {
    /// Without any notice yet: call `load` when the store is open.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With these notices, for tests and for command lines without a store.
    #[must_use]
    pub fn with_notices(notices: &[Notice]) -> Self {
        let directory = Self::new();
        directory.set(Calendar::new(notices));
        directory
    }

    /// Reads the notices again.
    ///
    /// # Errors
    /// Of the store.
    pub fn load(&self, store: &Store) -> Result<(), Error> {
        store.read(|read| self.load_in(read))
    }

    /// As `load`, within a transaction.
    ///
    /// # Errors
    /// Of the store.
    pub fn load_in(&self, read: &Read<'_>) -> Result<(), Error> {
        let notices = read.rows(&records::NOTICES, &[], |row| {
            let text: String = row.get(0)?;
            Ok(serde_json::from_str::<Notice>(&text)?)
        })?;
        self.set(Calendar::new(&notices));
        Ok(())
    }

    fn set(&self, calendar: Calendar) {
        if let Ok(mut held) = self.0.calendar.write() {
            *held = Arc::new(calendar);
        }
    }

    /// The working-day calendar as it stands.
    #[must_use]
    pub fn calendar(&self) -> Arc<Calendar> {
        self.0.calendar.read().map(|held| held.clone()).unwrap_or_default()
    }

    /// The next official number 编号 of a kind (one or two capital letters or digits) that `body`
    /// gives in a year: `440100001` `2026` `A` `00000001` and a check character (ISO 7064 MOD 37,36).
    /// Draw it before the verb: a verb may be run again, and a gap is harmless. Blocks the thread
    /// every hundredth time.
    ///
    /// # Errors
    /// Of the store; a fault when `kind` holds other characters.
    pub fn draw_number(&self, store: &Store, body: &Body, kind: &str, year: i16) -> Result<String, Error> {
        let block = Block { body: body.id.clone(), kind: kind.to_owned(), year };
        if let Some(serial) = self.held(&block) {
            return number(&body.code, &block, serial);
        }
        let claimed = block.clone();
        let next = store.write(move |tx| {
            let (year, first_next) = (i64::from(claimed.year), BLOCK + 1);
            tx.first(
                &records::TAKE_BLOCK,
                &[(&claimed.body).into(), (&claimed.kind).into(), year.into(), first_next.into(), BLOCK.into()],
                |row| row.get::<i64>(0),
            )?
            .ok_or_else(|| Error::Engine("a block of numbers was not given".into()))
        })?;
        self.keep(&block, next)?;
        self.draw_number(store, body, kind, year)
    }

    /// As `draw_number`, for asynchronous callers.
    ///
    /// # Errors
    /// As `draw_number`.
    pub async fn draw_number_async(&self, store: &Store, body: &Body, kind: &str, year: i16) -> Result<String, Error> {
        let block = Block { body: body.id.clone(), kind: kind.to_owned(), year };
        loop {
            if let Some(serial) = self.held(&block) {
                return number(&body.code, &block, serial);
            }
            let claimed = block.clone();
            let next = store
                .write_async(move |tx| {
                    let (year, first_next) = (i64::from(claimed.year), BLOCK + 1);
                    tx.first(
                        &records::TAKE_BLOCK,
                        &[(&claimed.body).into(), (&claimed.kind).into(), year.into(), first_next.into(), BLOCK.into()],
                        |row| row.get::<i64>(0),
                    )?
                    .ok_or_else(|| Error::Engine("a block of numbers was not given".into()))
                })
                .await?;
            self.keep(&block, next)?;
        }
    }

    fn held(&self, block: &Block) -> Option<i64> {
        let mut blocks = self.0.blocks.lock().ok()?;
        let ranges = blocks.get_mut(block)?;
        let serial = ranges.iter_mut().find_map(Iterator::next);
        ranges.retain(|range| !range.is_empty());
        serial
    }

    fn keep(&self, block: &Block, next: i64) -> Result<(), Error> {
        let mut blocks = self.0.blocks.lock().map_err(|_| Error::Busy)?;
        blocks.entry(block.clone()).or_default().push(next - BLOCK..next);
        Ok(())
    }
}

fn number(body: &str, block: &Block, serial: i64) -> Result<String, Error> {
    let plain = format!("{body}{:04}{}{serial:08}", block.year, block.kind);
    check_character::with_check(&plain).ok_or_else(|| Error::Engine(format!("{:?} is no kind of number", block.kind)))
}

/// Whether a text has the form of an official number and its check character holds. Spaces and
/// dashes are forgiven, small letters too.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let text: String = kernel::identifiers::normalise(text).chars().filter(|char| *char != '-').collect();
    (23..=25).contains(&text.len()) && check_character::holds(&text)
}
