//! Subscribers read the journal by position and keep their cursor in the same transaction as what
//! they write, so that each event is taken exactly once. They never hold the publisher up, accept
//! erased payloads, and can be rebuilt from position 0.

use std::{sync::Arc, time::Duration};

use crate::{Error, Event, Row, Sql, Store, Tx, journal};

type Handle = dyn Fn(&Tx<'_>, &Event) -> Result<(), Error> + Send + Sync;

/// A room's interest in what others announce.
#[derive(Clone)]
pub struct Subscriber {
    /// Room and purpose: `ratings.invite`.
    pub name: &'static str,
    /// Kinds of entries it takes; others are passed over.
    pub kinds: &'static [&'static str],
    pub handle: Arc<Handle>,
}

static CURSOR: Sql = Sql::new("SELECT position FROM store_cursor WHERE subscriber = $1 FOR UPDATE");
static LOOK: Sql = Sql::new("SELECT position FROM store_cursor WHERE subscriber = $1");
static KINDS: Sql = Sql::new("SELECT position, kind FROM store_entry WHERE position > $1 ORDER BY position LIMIT $2");
static KEEP: Sql = Sql::new(
    "INSERT INTO store_cursor (subscriber, position) VALUES ($1, $2) \
     ON CONFLICT (subscriber) DO UPDATE SET position = excluded.position",
);
static DEAD: Sql = Sql::new(
    "INSERT INTO store_dead_event (subscriber, position, at, error) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (subscriber, position) DO NOTHING",
);
static DEAD_COUNT: Sql = Sql::new("SELECT COUNT(*) FROM store_dead_event");

pub(crate) static ALL: &[&Sql] = &[&CURSOR, &LOOK, &KINDS, &KEEP, &DEAD, &DEAD_COUNT];

/// Events read in one transaction.
const AT_ONCE: u32 = 200;
/// Tries of one event before it is set aside.
const TRIES: u32 = 5;

impl Store {
    fn advance(&self, subscriber: &Subscriber, at_once: u32) -> Result<usize, Error> {
        // A look costs no commit; most of the time nothing is new, or nothing of these kinds.
        let name = subscriber.name;
        let (seen, new) = self.read(|read| {
            let from = read.first(&LOOK, &[name.into()], |row| row.get::<i64>(0))?.unwrap_or(0);
            let takes =
                |row: &Row<'_>| Ok((row.get::<i64>(0)?, subscriber.kinds.contains(&row.get::<String>(1)?.as_str())));
            Ok::<_, Error>((from, read.rows(&KINDS, &[from.into(), at_once.into()], takes)?))
        })?;
        let Some(&(newest, _)) = new.last() else { return Ok(0) };
        let passes_over = (!new.iter().any(|(_, takes)| *takes)).then_some((newest, new.len()));
        let subscriber = subscriber.clone();
        self.write(move |tx| {
            let name = subscriber.name;
            let from = tx.first(&CURSOR, &[name.into()], |row| row.get::<i64>(0))?.unwrap_or(0);
            // The order has no gaps: what was between is all that ever will be.
            if let Some((newest, count)) = passes_over.filter(|_| from == seen) {
                tx.execute(&KEEP, &[name.into(), newest.into()])?;
                return Ok(count);
            }
            let events = tx.events_after(from, at_once)?;
            let Some(last) = events.last() else { return Ok(0) };
            for event in events.iter().filter(|event| subscriber.kinds.contains(&event.kind.as_str())) {
                (subscriber.handle)(tx, event)?;
            }
            tx.execute(&KEEP, &[name.into(), last.position.into()])?;
            Ok(events.len())
        })
    }

    /// Lets every subscriber take what is new; says how many events were read in all.
    ///
    /// # Errors
    /// Of the engine. An event that a subscriber can't take is set aside after its tries.
    pub fn run_subscribers(&self) -> Result<usize, Error> {
        let mut read = 0;
        for subscriber in &self.inner.rooms.subscribers {
            loop {
                match self.advance(subscriber, AT_ONCE) {
                    Ok(0) => break,
                    Ok(count) => read += count,
                    Err(error) => {
                        tracing::warn!(subscriber = subscriber.name, %error, "a subscriber failed on a batch");
                        read += self.one_by_one(subscriber)?;
                    }
                }
            }
        }
        Ok(read)
    }

    /// After a failure: event by event, so that one bad event does not hold up the others.
    fn one_by_one(&self, subscriber: &Subscriber) -> Result<usize, Error> {
        let mut read = 0;
        for _ in 0..AT_ONCE {
            let mut failed = None;
            for attempt in 0..TRIES {
                match self.advance(subscriber, 1) {
                    Ok(0) => return Ok(read),
                    Ok(_) => {
                        failed = None;
                        break;
                    }
                    // That there is no space is no fault of the event: it waits.
                    Err(error) if error.is_disk_full() => return Err(error),
                    Err(error) => failed = Some(error.to_string()),
                }
                std::thread::sleep(Duration::from_millis(5 << attempt));
            }
            if let Some(error) = failed {
                let name = subscriber.name;
                tracing::error!(subscriber = name, %error, "an event was set aside");
                self.write(move |tx| {
                    let from = tx.first(&CURSOR, &[name.into()], |row| row.get::<i64>(0))?.unwrap_or(0);
                    if let Some(event) = tx.events_after(from, 1)?.first() {
                        let now = tx.now();
                        tx.execute(&DEAD, &[name.into(), event.position.into(), now.into(), error.as_str().into()])?;
                        tx.execute(&KEEP, &[name.into(), event.position.into()])?;
                    }
                    Ok::<_, Error>(())
                })?;
            }
            read += 1;
        }
        Ok(read)
    }

    /// How many events were set aside.
    ///
    /// # Errors
    /// Of the engine.
    pub fn dead_events(&self) -> Result<i64, Error> {
        self.read(|read| Ok(read.first(&DEAD_COUNT, &[], |row| row.get(0))?.unwrap_or(0)))
    }

    /// The newest position in the journal.
    ///
    /// # Errors
    /// Of the engine.
    pub fn position(&self) -> Result<i64, Error> {
        self.read(|read| Ok(crate::sequence::last(read)?.0 - 1))
    }

    /// Runs numbering, subscribers and due jobs until nothing is left to do now.
    ///
    /// # Errors
    /// Of the engine.
    pub fn settle(&self) -> Result<(), Error> {
        loop {
            self.sequence_all()?;
            if self.run_subscribers()? + self.run_due_jobs()? == 0 {
                return Ok(());
            }
        }
    }

    /// Starts the loops: numbering and subscribers, jobs, checkpoints. They end with `close`.
    ///
    /// # Errors
    /// When a thread can't be started.
    pub fn start(&self) -> Result<(), Error> {
        debug_assert_eq!(journal::EVENT_COLUMNS, 13);
        self.write(|tx| crate::orphans::order(tx, tx.now()))?;
        self.background("store-subscribers", Duration::from_millis(500), |store| {
            store.sequence_all()?;
            store.run_subscribers()
        })?;
        self.background("store-jobs", Duration::from_millis(500), Self::run_due_jobs)?;
        self.background("store-checkpoints", Duration::from_secs(5), |store| store.checkpoint().map(|_| 0))
    }

    fn background(
        &self,
        name: &'static str,
        every: Duration,
        work: fn(&Self) -> Result<usize, Error>,
    ) -> Result<(), Error> {
        let store = self.clone();
        let thread = std::thread::Builder::new().name(name.into()).spawn(move || {
            let mut seen = 0;
            while !store.is_closing() {
                let more = work(&store).unwrap_or_else(|error| {
                    tracing::error!(%error, "{name} failed and will try again");
                    0
                });
                if more > 0 {
                    continue;
                }
                let (count, changed) = &*store.inner.woken;
                let Ok(count) = count.lock() else { return };
                // Checkpoints keep their own pace; the others wake after a commit.
                let waited = changed.wait_timeout_while(count, every, |count| {
                    !store.is_closing() && (*count == seen || name == "store-checkpoints")
                });
                let Ok((count, _)) = waited else { return };
                seen = *count;
            }
        })?;
        if let Ok(mut background) = self.inner.background.lock() {
            background.push(thread);
        }
        Ok(())
    }
}
