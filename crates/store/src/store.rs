//! The store's handle: opened once, cloned freely. `write` is a verb's transaction, `read` a look.

use std::{
    cell::{Cell, RefCell},
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, OnceLock},
    time::Duration,
};

use tokio::sync::oneshot;

use crate::{
    Error, Files, Keys, Migration, Noun, Read, Sql, Subscriber, Tx,
    engine::{Conn, postgres::Session, sqlite},
    folder::Folder,
    jobs::JobHandler,
    recording::Step,
    tx::Env,
    writer::{Run, Slot, Task, Writer},
};

/// Which engine holds the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// SQLite in the data folder.
    Embedded,
    /// PostgreSQL at this URL.
    Postgres(String),
}

/// What the binary gives the store.
pub struct Config {
    /// The data folder DIR; made when absent.
    pub dir: PathBuf,
    pub engine: Engine,
    /// Where signed checkpoints are kept outside the database; `DIR/checkpoints` when absent.
    pub checkpoints: Option<PathBuf>,
    /// Name of this journal in its checkpoints.
    pub origin: String,
    pub clock: Arc<dyn kernel::Clock>,
    pub chance: Arc<dyn kernel::Chance>,
    /// Writing connections to PostgreSQL; reading ones to either.
    pub connections: usize,
    /// Bytes to which the embedded database may grow; absent: as far as the disk goes.
    pub most_bytes: Option<u64>,
}

/// What the rooms bring: gathered by the binary from their modules.
#[derive(Default)]
pub struct Rooms {
    pub migrations: Vec<(&'static str, &'static [Migration])>,
    pub statements: Vec<&'static Sql>,
    pub jobs: Vec<JobHandler>,
    pub subscribers: Vec<Subscriber>,
    pub nouns: Vec<Noun>,
    /// Which files the rooms name.
    pub named_files: Vec<crate::NamedFiles>,
}

/// The handle.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub env: Arc<Env>,
    pub engine: Engine,
    pub folder: Folder,
    pub origin: String,
    pub keys: Keys,
    pub rooms: Rooms,
    pub files: OnceLock<Files>,
    /// Open until `close`; SQLite only.
    writer: Mutex<Option<Writer>>,
    /// Threads that may wait for the engine at once: as many as it has connections for them.
    turns: tokio::sync::Semaphore,
    sessions: Pool<Session>,
    readers: Pool<rusqlite::Connection>,
    /// Wakes the loops of jobs and subscribers after a commit.
    pub woken: Arc<(Mutex<u64>, Condvar)>,
    pub background: Mutex<Vec<std::thread::JoinHandle<()>>>,
    pub closing: std::sync::atomic::AtomicBool,
}

/// Idle connections, and a bound on how many are out at once.
struct Pool<T> {
    idle: Mutex<(Vec<T>, usize)>,
    freed: Condvar,
    most: usize,
}

impl<T> Pool<T> {
    fn new(most: usize) -> Self {
        Self { idle: Mutex::new((Vec::new(), 0)), freed: Condvar::new(), most }
    }

    fn take(&self, make: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        let mut idle = self.idle.lock().map_err(|_| Error::Busy)?;
        loop {
            if let Some(one) = idle.0.pop() {
                return Ok(one);
            }
            if idle.1 < self.most {
                idle.1 += 1;
                break;
            }
            let (next, waited) = self.freed.wait_timeout(idle, Duration::from_secs(10)).map_err(|_| Error::Busy)?;
            if waited.timed_out() {
                return Err(Error::Busy);
            }
            idle = next;
        }
        drop(idle);
        make().inspect_err(|_| self.give(None))
    }

    /// Gives back; `None` when the connection is broken.
    fn give(&self, one: Option<T>) {
        if let Ok(mut idle) = self.idle.lock() {
            match one {
                Some(one) => idle.0.push(one),
                None => idle.1 = idle.1.saturating_sub(1),
            }
        }
        self.freed.notify_one();
    }

    fn clear(&self) {
        if let Ok(mut idle) = self.idle.lock() {
            idle.1 = idle.1.saturating_sub(idle.0.len());
            idle.0.clear();
        }
    }
}

/// Times a closure is run again after a serialisation failure.
const TRIES: u32 = 12;

impl Store {
    /// Opens the folder and the database, runs what migrations are wanting, and starts the writer.
    ///
    /// # Errors
    /// `Error::Operator` with a code: another process holds the folder, a key is missing, the
    /// database is corrupt or newer than this program, PostgreSQL can't be reached.
    pub fn open(config: Config, rooms: Rooms) -> Result<Self, Error> {
        let folder = Folder::open(&config)?;
        let (engine, most_bytes) = (config.engine.clone(), config.most_bytes);
        let store = Self::assemble(config, rooms, folder)?;
        store.migrate()?;
        if engine == Engine::Embedded {
            let conn = sqlite::writer(&store.inner.folder.database(), most_bytes)?;
            let writer = Writer::start(conn, store.inner.env.clone(), store.inner.woken.clone())?;
            *store.inner.writer.lock().map_err(|_| Error::Busy)? = Some(writer);
        }
        let files = Files::open(&store.inner.folder.files(), store.inner.env.clock.clone())?;
        let _ = store.inner.files.set(files);
        Ok(store)
    }

    /// Opens what is there for looking only, beside a server that may be working in the folder.
    ///
    /// # Errors
    /// `store-absent`, `store-key-missing`; of the engine.
    pub fn beside(config: Config, rooms: Rooms) -> Result<Self, Error> {
        let folder = Folder::beside(&config)?;
        let store = Self::assemble(config, rooms, folder)?;
        store.inner.closing.store(true, std::sync::atomic::Ordering::SeqCst);
        Ok(store)
    }

    /// Whether another process works in the folder.
    ///
    /// # Errors
    /// Of the file system.
    pub fn is_locked_by_another(&self) -> Result<bool, Error> {
        self.inner.folder.is_locked()
    }

    fn assemble(config: Config, mut rooms: Rooms, folder: Folder) -> Result<Self, Error> {
        let keys = folder.keys(config.chance.as_ref())?;
        let env = Arc::new(Env {
            clock: config.clock,
            chance: config.chance,
            vault: crate::secrecy::Vault::new(keys.master.clone(), config.engine != Engine::Embedded),
            recorder: crate::recording::Recorder::default(),
        });
        let woken = Arc::new((Mutex::new(0_u64), Condvar::new()));
        let connections = config.connections.max(1);
        rooms.jobs.push(crate::orphans::handler());
        let inner = Inner {
            env: env.clone(),
            engine: config.engine.clone(),
            origin: config.origin,
            keys,
            rooms,
            files: OnceLock::new(),
            writer: Mutex::new(None),
            turns: tokio::sync::Semaphore::new(connections),
            sessions: Pool::new(connections),
            readers: Pool::new(connections),
            woken: woken.clone(),
            background: Mutex::new(Vec::new()),
            closing: std::sync::atomic::AtomicBool::new(false),
            folder,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The engine in use.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.inner.engine
    }

    /// The data folder.
    #[must_use]
    pub fn dir(&self) -> &std::path::Path {
        self.inner.folder.path()
    }

    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// The moment by the store's clock.
    #[must_use]
    pub fn now(&self) -> kernel::Timestamp {
        self.inner.env.clock.now()
    }

    /// Chance outside a transaction: tokens, salts of files.
    #[must_use]
    pub fn chance<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.inner.env.chance.fill(&mut bytes);
        bytes
    }

    /// Looks, in one snapshot. Blocks the calling thread.
    ///
    /// # Errors
    /// Of the engine, or of the closure.
    pub fn read<T, E: From<Error>>(&self, look: impl FnOnce(&Read<'_>) -> Result<T, E>) -> Result<T, E> {
        let (mut look, mut found) = (Some(look), None);
        let ended = self.look(&mut |read| {
            if let Some(look) = look.take() {
                found = Some(look(read));
            }
        });
        match (ended, found) {
            (_, Some(Err(error))) => Err(error),
            (Err(error), _) => Err(error.into()),
            (Ok(()), Some(Ok(found))) => Ok(found),
            (Ok(()), None) => Err(Error::Busy.into()),
        }
    }

    /// As `read`; one piece of code for all callers, however many kinds of answers they want.
    fn look(&self, look: &mut dyn FnMut(&Read<'_>)) -> Result<(), Error> {
        let env = &self.inner.env;
        env.recorder.note(|| Step::Began { acts: false });
        let ended = match &self.inner.engine {
            Engine::Embedded => {
                let path = self.inner.folder.database();
                let conn = self.inner.readers.take(|| sqlite::reader(&path))?;
                let ended = (|| {
                    sqlite::run(&conn, "BEGIN")?;
                    look(&Read::on(Conn::Sqlite(&conn), env));
                    sqlite::run(&conn, "COMMIT")
                })();
                let broken = !conn.is_autocommit() && conn.execute_batch("ROLLBACK").is_err();
                self.inner.readers.give((!broken).then_some(conn));
                ended
            }
            Engine::Postgres(url) => {
                let session = RefCell::new(self.inner.sessions.take(|| Session::open(url))?);
                let begun = session.borrow_mut().batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
                if begun.is_ok() {
                    look(&Read::on(Conn::Postgres(&session), env));
                }
                let mut session = session.into_inner();
                let ended = session.batch("COMMIT");
                let broken = ended.is_err() || session.is_closed();
                self.inner.sessions.give((!broken).then_some(session));
                begun
            }
        };
        env.recorder.note(|| Step::Ended);
        ended
    }

    /// Acts: one transaction, answered after it is durable. Blocks the calling thread. The closure
    /// may be run again, so it must take everything that varies from `Tx`.
    ///
    /// # Errors
    /// Of the closure (rolled back), or of the engine; then nothing was written.
    pub fn write<T, E>(&self, act: impl Fn(&Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (run, slot) = Slot::of(act);
        slot.outcome(self.commit(run))
    }

    /// As `write`, for asynchronous callers: no thread waits on the embedded store.
    ///
    /// # Errors
    /// As `write`.
    pub async fn write_async<T, E>(&self, act: impl Fn(&Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (run, slot) = Slot::of(act);
        slot.outcome(self.commit_async(run).await)
    }

    /// As `read`, for asynchronous callers: it runs on a blocking thread.
    ///
    /// # Errors
    /// As `read`.
    pub async fn read_async<T, E>(&self, look: impl FnOnce(&Read<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let store = self.clone();
        self.aside(move || store.read(look)).await?
    }

    /// Runs what looks at the store and so blocks, beside the reactor. No more threads than there are
    /// connections: more would only wait for one another.
    ///
    /// # Errors
    /// `Error::Busy` when the work panicked or the process ends.
    pub async fn aside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let slot = Arc::new(Mutex::new(None));
        let filled = slot.clone();
        self.beside_reactor(Box::new(move || {
            let done = work();
            if let Ok(mut slot) = filled.lock() {
                *slot = Some(done);
            }
        }))
        .await?;
        slot.lock().ok().and_then(|mut slot| slot.take()).ok_or(Error::Busy)
    }

    /// Runs what looks at a few rows by their keys. On the embedded store it runs here: such a look is
    /// shorter than the waking of another thread, and no writer holds it up. It goes aside where it may
    /// wait: on PostgreSQL, and while every connection is out. The work must not wait for a commit.
    ///
    /// # Errors
    /// As `aside`.
    pub async fn glance<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        if self.inner.engine == Engine::Embedded
            && let Ok(_turn) = self.inner.turns.try_acquire()
        {
            return Ok(work());
        }
        self.aside(work).await
    }

    async fn beside_reactor(&self, work: Box<dyn FnOnce() + Send>) -> Result<(), Error> {
        let _turn = self.inner.turns.acquire().await.map_err(|_| Error::Busy)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Busy)
    }

    fn send(&self, task: Task) -> Result<(), Error> {
        let writer = self.inner.writer.lock().map_err(|_| Error::Busy)?;
        writer.as_ref().ok_or(Error::Busy)?.send(task)
    }

    fn commit(&self, run: Run) -> Result<(), Error> {
        match &self.inner.engine {
            Engine::Embedded => {
                let (answer, waiting) = oneshot::channel();
                self.send(Task { run, answer })?;
                waiting.blocking_recv().map_err(|_| Error::Busy)?.0
            }
            Engine::Postgres(url) => self.commit_postgres(url, run),
        }
    }

    async fn commit_async(&self, run: Run) -> Result<(), Error> {
        if self.inner.engine != Engine::Embedded {
            let store = self.clone();
            return self.aside(move || store.commit(run)).await?;
        }
        let (answer, waiting) = oneshot::channel();
        self.send(Task { run, answer })?;
        waiting.await.map_err(|_| Error::Busy)?.0
    }

    fn commit_postgres(&self, url: &str, mut run: Run) -> Result<(), Error> {
        let session = RefCell::new(self.inner.sessions.take(|| Session::open(url))?);
        let mut result = Err(Error::Busy);
        let mut stirs = false;
        for attempt in 0..TRIES {
            if let Err(error) = session.borrow_mut().batch("BEGIN ISOLATION LEVEL REPEATABLE READ") {
                result = Err(error);
                break;
            }
            let read = Read::acting(Conn::Postgres(&session), &self.inner.env);
            let tx = Tx { read, numbering: None, stirs: Cell::new(false) };
            self.inner.env.recorder.note(|| Step::Began { acts: true });
            let done = run(&tx);
            self.inner.env.recorder.note(|| Step::Ended);
            let mut again = tx.read.again.get();
            stirs = done && tx.stirs.get();
            result = session.borrow_mut().batch(if done { "COMMIT" } else { "ROLLBACK" });
            if done {
                again = result.as_ref().is_err_and(Error::is_again);
            }
            if !again {
                break;
            }
            let pause = u64::from(self.chance::<1>().first().copied().unwrap_or(0)) % (4 << attempt.min(5));
            std::thread::sleep(Duration::from_millis(pause));
        }
        let session = session.into_inner();
        let broken = session.is_closed();
        self.inner.sessions.give((!broken).then_some(session));
        if result.is_ok() && stirs {
            self.wake();
        }
        result
    }

    pub(crate) fn wake(&self) {
        if let Ok(mut count) = self.inner.woken.0.lock() {
            *count += 1;
        }
        self.inner.woken.1.notify_all();
    }

    /// Prepares every registered statement on the engine in use.
    ///
    /// # Errors
    /// The first statement that the engine refuses, with its text.
    pub fn check_statements(&self) -> Result<usize, Error> {
        let own = crate::statements();
        let all: Vec<&Sql> = own.iter().chain(&self.inner.rooms.statements).copied().collect();
        for sql in &all {
            let result = match &self.inner.engine {
                Engine::Embedded => {
                    let conn = sqlite::writer(&self.inner.folder.database(), None)?;
                    conn.prepare(sql.for_sqlite()).map(drop).map_err(Error::from)
                }
                Engine::Postgres(url) => {
                    let mut session = self.inner.sessions.take(|| Session::open(url))?;
                    let result = session.check(sql);
                    self.inner.sessions.give((!session.is_closed()).then_some(session));
                    result
                }
            };
            result.map_err(|error| Error::Engine(format!("{error}\n  in: {}", sql.text())))?;
        }
        Ok(all.len())
    }

    /// Ends the loops and the writer after what waits; then signs a last checkpoint. Handles that
    /// are still held answer `Error::Busy` to writes.
    pub fn close(&self) {
        self.inner.closing.store(true, std::sync::atomic::Ordering::SeqCst);
        self.wake();
        let threads = self.inner.background.lock().map(|mut all| std::mem::take(&mut *all)).unwrap_or_default();
        for thread in threads {
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
        let writer = self.inner.writer.lock().ok().and_then(|mut writer| writer.take());
        if let Some(writer) = writer {
            writer.stop();
        }
        if let Err(error) = self.sequence_all().and_then(|_| self.checkpoint().map(drop)) {
            tracing::error!(%error, "no last checkpoint");
        }
        self.inner.readers.clear();
        self.inner.sessions.clear();
        self.inner.folder.unlock();
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.inner.closing.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// Content-addressed files of this store.
    ///
    /// # Errors
    /// `Error::Busy` before the store is open.
    pub fn files(&self) -> Result<&Files, Error> {
        self.inner.files.get().ok_or(Error::Busy)
    }
}
