//! The process engine on the store: lives of one model, a step a transaction, beside the same rows
//! written without it; and a store full of armed timers, of which many are due at once while others
//! work. The model is the one that the engine's own bench runs in memory, with a timer at its first task.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use casework::{Office, case::CaseId, flow::Alone};
use kernel::Timestamp;
use serde_json::{Value as Json, json};
use store::{Error, Sql, Step, Store, Value};

use super::bare::{cpu_micros, now};
use crate::{
    cli::Place,
    machine::DemoClock,
    outcome::{Failure, Outcome, progress, say},
};

const MODEL: &str = include_str!("engine.bpmn");
/// Steps of one life: it begins, and four tasks are done.
const STEPS: u64 = 5;
/// A Thursday of the year 2026, at noon.
const BEGUN: Timestamp = Timestamp(1_773_892_800_000);
const DAY_MINUTES: i64 = 24 * 60;

fn alone(opened: &super::Opened) -> Result<Alone, Failure> {
    let store = &opened.store;
    let office = Office {
        calendar: opened.made.directory.calendar(),
        keys: store.keys().clone(),
        sample: true,
        programs: Arc::default(),
    };
    Ok(Alone::new(office, store.write(|tx| Ok::<_, Error>(tx.id()))?, MODEL)?)
}

fn facts() -> Json {
    json!({ "area": 120, "kind": "shop" })
}

/// A life from its beginning to its end; called with each step's time.
fn live(store: &Store, alone: &Alone, told: &mut dyn FnMut(Duration)) -> Result<(), Error> {
    let begun = now();
    let one = alone.clone();
    let case = store.write(move |tx| {
        let case: CaseId = tx.id();
        one.begin(tx, &case, &facts()).map(|()| case)
    })?;
    told(begun.elapsed());
    for _ in 1..STEPS {
        let begun = now();
        let (one, case) = (alone.clone(), case.clone());
        if !store.write(move |tx| one.complete(tx, &case))? {
            return Err(Error::Engine("a life ended early".into()));
        }
        told(begun.elapsed());
    }
    Ok(())
}

/// Something done again and again, which tells the time of each of its steps.
type One<'a> = dyn Fn(&mut dyn FnMut(Duration)) -> Result<(), Error> + Sync + 'a;

/// As many threads as clients, each repeating `one` until the time is over; how many steps, and their times.
fn repeated(clients: u32, until: &(dyn Fn() -> bool + Sync), one: &One<'_>) -> Result<Vec<u64>, Error> {
    let client = || {
        let mut times = Vec::new();
        while !until() {
            one(&mut |time| times.push(u64::try_from(time.as_micros()).unwrap_or(u64::MAX)))?;
        }
        Ok::<_, Error>(times)
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients).map(|_| scope.spawn(client)).collect();
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().unwrap_or(Err(Error::Busy))?);
        }
        Ok(all)
    })
}

/// The statements that each step of a life writes, with the places of the ids that must be new.
type Rows = Vec<Vec<(Sql, Vec<Value<'static>>, Vec<usize>)>>;

fn rows(store: &Store, alone: &Alone) -> Result<Rows, Error> {
    live(store, alone, &mut |_| ())?;
    store.record_statements();
    let lived = live(store, alone, &mut |_| ());
    let steps = store.recorded_statements();
    lived?;
    let mut rows = Rows::new();
    for step in steps {
        match step {
            Step::Began { .. } => rows.push(Vec::new()),
            Step::Ran(ran) if ran.acts => {
                let is_id = |param: &Value<'_>| matches!(param, Value::Text(text) if text.starts_with("case_") || text.starts_with("job_"));
                let fresh = ran.params.iter().enumerate().filter(|(_, param)| is_id(param)).map(|(at, _)| at).collect();
                if let Some(last) = rows.last_mut() {
                    last.push((Sql::new(ran.text), ran.params, fresh));
                }
            }
            Step::Ran(_) | Step::Ended => {}
        }
    }
    rows.retain(|statements| !statements.is_empty());
    Ok(rows)
}

fn replay(store: &Store, rows: &Arc<Rows>, turn: u64, told: &mut dyn FnMut(Duration)) -> Result<(), Error> {
    for step in 0..rows.len() {
        let begun = now();
        let rows = rows.clone();
        store.write(move |tx| {
            for (sql, params, fresh) in rows.get(step).into_iter().flatten() {
                let mut params = params.clone();
                for at in fresh {
                    if let Some(Value::Text(text)) = params.get(*at) {
                        let kind = text.split_once('_').map_or("", |(kind, _)| kind);
                        let id = format!("{kind}_0{turn:025}");
                        if let Some(param) = params.get_mut(*at) {
                            *param = id.into();
                        }
                    }
                }
                tx.replay(sql, &mut params)?;
            }
            Ok::<_, Error>(())
        })?;
        told(begun.elapsed());
    }
    Ok(())
}

/// One round of each: lives, then their rows.
pub fn lives(place: &Place, clients: u32, seconds: u64) -> Result<Outcome, Failure> {
    let (opened, _clock) = super::open(place)?;
    let (store, alone) = (opened.store.clone(), alone(&opened)?);
    let rows = Arc::new(rows(&store, &alone)?);
    let from = u64::try_from(store.now().0).unwrap_or(0).wrapping_mul(1_000);
    let next = AtomicU64::new(from);
    let lived = round(clients, seconds, &|told| live(&store, &alone, told))?;
    let bare = round(clients, seconds, &|told| replay(&store, &rows, next.fetch_add(1, Ordering::Relaxed), told))?;
    let statements: usize = rows.iter().map(Vec::len).sum();
    let line = json!({ "clients": clients, "engine": lived, "bare": bare, "steps": rows.len(), "written": statements });
    store.close();
    say(&line.to_string())?;
    Ok(Outcome::Holds)
}

fn round(clients: u32, seconds: u64, one: &One<'_>) -> Result<Json, Error> {
    let (begun, cpu, lasting) = (now(), cpu_micros(), Duration::from_secs(seconds));
    let times = repeated(clients, &|| begun.elapsed() >= lasting, one)?;
    Ok(json!({
        "done": times.len(),
        "seconds": begun.elapsed().as_secs_f64(),
        "cpu_micros": cpu_micros() - cpu,
        "median_micros": share(&times, 50),
        "p99_micros": share(&times, 99),
    }))
}

/// The time that so many in a hundred took at most.
fn share(times: &[u64], hundredths: usize) -> u64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get((times.len() * hundredths / 100).min(times.len().saturating_sub(1))).copied().unwrap_or(0)
}

/// Lives beside `armed` timers of which `due` are due at once: their steps' times before, and while
/// the due ones are set off.
pub fn timers(place: &Place, armed: u64, due: u64, clients: u32) -> Result<Outcome, Failure> {
    let (opened, clock) = super::open(place)?;
    let (store, alone) = (opened.store.clone(), alone(&opened)?);
    arm(&store, &alone, &clock, BEGUN.plus_minutes(30 * DAY_MINUTES), armed.saturating_sub(due))?;
    arm(&store, &alone, &clock, BEGUN, due)?;
    clock.tell(Some(BEGUN.plus_minutes(8 * DAY_MINUTES)));
    let calm = now();
    let lasting = Duration::from_secs(5);
    let before = repeated(clients, &|| calm.elapsed() >= lasting, &|told| live(&store, &alone, told))?;
    let (fired, begun) = (AtomicBool::new(false), now());
    let (during, woken) = std::thread::scope(|scope| {
        let firing = scope.spawn(|| {
            let woken = wake(&store, &alone);
            fired.store(true, Ordering::SeqCst);
            woken.map(|woken| (woken, begun.elapsed()))
        });
        let during = repeated(clients, &|| fired.load(Ordering::SeqCst), &|told| live(&store, &alone, told));
        Ok::<_, Error>((during?, firing.join().unwrap_or(Err(Error::Busy))?))
    })?;
    let line = json!({
        "armed": armed,
        "woken": woken.0,
        "seconds": woken.1.as_secs_f64(),
        "clients": clients,
        "before": { "done": before.len(), "median_micros": share(&before, 50), "p99_micros": share(&before, 99) },
        "during": { "done": during.len(), "median_micros": share(&during, 50), "p99_micros": share(&during, 99) },
    });
    store.close();
    say(&line.to_string())?;
    Ok(Outcome::Holds)
}

/// Begins so many processes from `at` on, a thousand a second and a transaction, so that their ids follow
/// one another as they do in life.
fn arm(store: &Store, alone: &Alone, clock: &DemoClock, at: Timestamp, how_many: u64) -> Result<(), Error> {
    let (mut left, mut at) = (how_many, at);
    while left > 0 {
        let now = left.min(1_000);
        clock.tell(Some(at));
        at = at.plus_millis(1_000);
        let one = alone.clone();
        store.write(move |tx| {
            for _ in 0..now {
                let case: CaseId = tx.id();
                one.begin(tx, &case, &facts())?;
            }
            Ok::<_, Error>(())
        })?;
        left -= now;
        if left.is_multiple_of(100_000) {
            progress(&format!("{left} left to arm"));
        }
    }
    Ok(())
}

/// As the product's job does it: a hundred are looked up, each is set off in a transaction of its own.
fn wake(store: &Store, alone: &Alone) -> Result<u64, Error> {
    let mut woken = 0;
    loop {
        let at = store.now();
        let due = store.read(|read| Alone::due(read, at, 100))?;
        if due.is_empty() {
            return Ok(woken);
        }
        for case in due {
            let one = alone.clone();
            store.write(move |tx| one.wake(tx, &case))?;
            woken += 1;
        }
    }
}
