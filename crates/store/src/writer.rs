//! The one writer of the embedded store. It takes up to 256 waiting closures, gives each a
//! savepoint, commits them together with one fsync, and answers them after the commit. A closure
//! that fails or panics rolls back alone; a commit that fails fails every caller.

use std::{
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, mpsc},
};

use rusqlite::Connection;
use seals::merkle::{Frontier, LeafHash};
use tokio::sync::oneshot;

use crate::{
    Error, Read, Tx,
    engine::{Conn, sqlite},
    recording::Step,
    sequence,
    tx::{Env, Numbering},
};

const BATCH: usize = 256;
/// Closures that may wait; more are told that the store is busy.
const QUEUE: usize = 8_192;

/// A closure as the engines run it: it says whether it succeeded.
pub(crate) type Run = Box<dyn FnMut(&Tx<'_>) -> bool + Send>;

/// A closure on its way to the writer, and how its caller is told what became of the batch. The closure
/// goes back with the answer: what it holds is let go by its caller, not by the one writer.
pub(crate) struct Task {
    pub run: Run,
    pub answer: oneshot::Sender<Told>,
}

pub(crate) type Told = (Result<(), Error>, Run);

/// Where a closure leaves its answer until the batch is committed.
pub(crate) struct Slot<T, E>(Arc<Mutex<Option<Result<T, E>>>>);

impl<T: Send + 'static, E: From<Error> + Send + 'static> Slot<T, E> {
    pub(crate) fn of(act: impl Fn(&Tx<'_>) -> Result<T, E> + Send + 'static) -> (Run, Self) {
        let slot = Arc::new(Mutex::new(None));
        let filled = slot.clone();
        let run = Box::new(move |tx: &Tx<'_>| {
            let result = act(tx);
            let ok = result.is_ok();
            if let Ok(mut slot) = filled.lock() {
                *slot = Some(result);
            }
            ok
        });
        (run, Self(slot))
    }

    pub(crate) fn outcome(self, committed: Result<(), Error>) -> Result<T, E> {
        let result = self.0.lock().ok().and_then(|mut slot| slot.take());
        match (committed, result) {
            // A refusal stands whatever became of the batch: it wrote nothing.
            (_, Some(Err(error))) => Err(error),
            (Err(error), _) => Err(error.into()),
            (Ok(()), Some(ok)) => ok,
            (Ok(()), None) => Err(Error::Engine("the closure did not answer".into()).into()),
        }
    }
}

/// The handle of the writer's thread.
pub(crate) struct Writer {
    queue: mpsc::SyncSender<Task>,
    thread: std::thread::JoinHandle<()>,
}

impl Writer {
    pub(crate) fn start(conn: Connection, env: Arc<Env>, woken: Arc<(Mutex<u64>, Condvar)>) -> Result<Self, Error> {
        let (queue, tasks) = mpsc::sync_channel(QUEUE);
        let (next, frontier) = sequence::last(&Read::on(Conn::Sqlite(&conn), &env))?;
        let run = move || Loop { conn, env, woken, next, frontier }.run(&tasks);
        let thread = std::thread::Builder::new().name("store-writer".into()).spawn(run)?;
        Ok(Self { queue, thread })
    }

    pub(crate) fn send(&self, task: Task) -> Result<(), Error> {
        self.queue.try_send(task).map_err(|_| Error::Busy)
    }

    /// Ends after what waits.
    pub(crate) fn stop(self) {
        drop(self.queue);
        let _ = self.thread.join();
    }
}

struct Loop {
    conn: Connection,
    env: Arc<Env>,
    woken: Arc<(Mutex<u64>, Condvar)>,
    next: i64,
    frontier: Frontier,
}

impl Loop {
    fn run(mut self, tasks: &mpsc::Receiver<Task>) {
        let mut batch = Vec::with_capacity(BATCH);
        while let Ok(first) = tasks.recv() {
            batch.push(first);
            while batch.len() < BATCH {
                match tasks.try_recv() {
                    Ok(task) => batch.push(task),
                    Err(_) => break,
                }
            }
            let mut answers = Vec::with_capacity(batch.len());
            let committed = self.commit(&mut batch, &mut answers);
            let wrote = matches!(committed, Ok(true));
            if let Err(error) = &committed {
                tracing::error!(%error, "a batch was not committed");
                let _ = self.conn.execute_batch("ROLLBACK");
                self.recover();
            }
            for (answer, run) in answers {
                let result = match &committed {
                    Ok(_) => Ok(()),
                    Err(Error::Operator { code, detail }) => Err(Error::operator(code, detail.clone())),
                    Err(error) => Err(Error::Engine(error.to_string())),
                };
                let _ = answer.send((result, run));
            }
            if wrote {
                if let Ok(mut count) = self.woken.0.lock() {
                    *count += 1;
                }
                self.woken.1.notify_all();
            }
        }
        let _ = self.conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// Runs the batch and commits it; says whether the loops have something to do.
    fn commit(
        &mut self,
        batch: &mut Vec<Task>,
        answers: &mut Vec<(oneshot::Sender<Told>, Run)>,
    ) -> Result<bool, Error> {
        let numbering = Numbering { next: Cell::new(self.next), leaves: RefCell::new(Vec::new()) };
        let mut begun = sqlite::run(&self.conn, "BEGIN IMMEDIATE");
        let mut stirs = false;
        for Task { mut run, answer } in batch.drain(..) {
            if begun.is_ok() {
                match self.one(&mut run, &numbering) {
                    Ok(done) => stirs |= done,
                    Err(error) => begun = Err(error),
                }
            }
            answers.push((answer, run));
        }
        begun?;
        let leaves: Vec<LeafHash> = numbering.leaves.take().into_iter().map(|leaf| leaf.0).collect();
        let mut frontier = None;
        if !leaves.is_empty() {
            let mut grown = self.frontier.clone();
            let read = Read::acting(Conn::Sqlite(&self.conn), &self.env);
            sequence::grow(&Tx { read, numbering: None, stirs: Cell::new(false) }, &mut grown, &leaves)?;
            frontier = Some(grown);
        }
        sqlite::run(&self.conn, "COMMIT")?;
        self.next = numbering.next.get();
        if let Some(grown) = frontier {
            self.frontier = grown;
        }
        // A loop that looked and found nothing to do must wake nobody, itself least.
        Ok(stirs)
    }

    /// One closure in its savepoint; says whether the loops have something to do after it.
    fn one(&self, run: &mut Run, numbering: &Numbering) -> Result<bool, Error> {
        let (next, leaves) = (numbering.next.get(), numbering.leaves.borrow().len());
        sqlite::run(&self.conn, "SAVEPOINT verb")?;
        let read = Read::acting(Conn::Sqlite(&self.conn), &self.env);
        let tx = Tx { read, numbering: Some(numbering), stirs: Cell::new(false) };
        self.env.recorder.note(|| Step::Began { acts: true });
        let ok = catch_unwind(AssertUnwindSafe(|| run(&tx))).unwrap_or_else(|_| {
            tracing::error!("a verb panicked and was rolled back");
            false
        });
        self.env.recorder.note(|| Step::Ended);
        if tx.read.full.get() {
            // The engine rolls the whole batch back when it can't grow: nobody's part of it is kept, and
            // everyone is told so.
            return Err(Error::disk_full("the database can't grow"));
        }
        if !ok {
            sqlite::run(&self.conn, "ROLLBACK TO verb")?;
            numbering.next.set(next);
            numbering.leaves.borrow_mut().truncate(leaves);
        }
        sqlite::run(&self.conn, "RELEASE verb")?;
        Ok(ok && tx.stirs.get())
    }

    /// After a failed commit the numbers in memory are read again from what is on the disk.
    fn recover(&mut self) {
        let read = Read::on(Conn::Sqlite(&self.conn), &self.env);
        match sequence::last(&read) {
            Ok((next, frontier)) => {
                self.next = next;
                self.frontier = frontier;
            }
            Err(error) => tracing::error!(%error, "the journal's end can't be read"),
        }
    }
}
