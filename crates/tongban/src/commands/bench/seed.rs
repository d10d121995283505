//! Many cases at once, written in bulk through `casework::records` without the verbs that would have
//! made them, so that lists can be measured at a size that no demo lives to. Most have ended, as in
//! any office; one in ten waits somewhere.

use std::sync::Arc;

use casework::{
    case::{Case, Channel, State, WaitsFor},
    clock::{Clock, Name},
    matter::Matter,
    records,
    task::{Kind, Task, TaskState},
};
use kernel::{DivisionCode, Limit, id::PersonId, limit::Unit};
use store::{Error, Tx};

use crate::{
    cli::Place,
    demo,
    outcome::{Failure, Outcome, progress},
};

/// Cases in one transaction.
const AT_ONCE: u64 = 2_000;
/// Cases of one person.
const EACH: u64 = 3;
const NAMES: [&str; 4] = ["Zhang San", "Li Si", "Wang Wu", "Zhao Liu"];

pub fn run(place: &Place, cases: u64) -> Result<Outcome, Failure> {
    let (opened, clock) = super::open(place)?;
    let store = opened.store.clone();
    let matters = Arc::new(demo::cast(&store, &opened.made, &clock)?.matters);
    let home: DivisionCode = "440117".parse().map_err(|_| Failure::new("bench", "the county"))?;
    let towns = store.read(|read| directory::divisions::children(read, &home))?;
    let towns: Arc<Vec<DivisionCode>> = Arc::new(towns.into_iter().map(|town| town.code).collect());
    let mut from = 0;
    while from < cases {
        let to = (from + AT_ONCE).min(cases);
        let (matters, towns) = (matters.clone(), towns.clone());
        store.write(move |tx| {
            let mut person: PersonId = tx.id();
            for number in from..to {
                if number % EACH == 0 {
                    person = tx.id();
                }
                one(tx, number, cases, &person, &matters, &towns)?;
            }
            Ok::<_, Error>(())
        })?;
        from = to;
        if from.is_multiple_of(100_000) {
            progress(&format!("{from} of {cases} cases"));
        }
    }
    store.close();
    Ok(Outcome::Holds)
}

/// Places are spread by a stride that shares no factor with their number.
fn chosen<T>(all: &[T], number: u64, stride: u64) -> Result<&T, Error> {
    let place = usize::try_from(number.wrapping_mul(stride) % (all.len() as u64).max(1)).unwrap_or(0);
    all.get(place).ok_or_else(|| Error::Engine("nothing to seed from".into()))
}

fn one(
    tx: &Tx<'_>,
    number: u64,
    of: u64,
    person: &PersonId,
    matters: &[Matter],
    towns: &[DivisionCode],
) -> Result<(), Error> {
    let (matter, town) = (chosen(matters, number / 40, 7_919)?, chosen(towns, number / 40, 104_729)?);
    let now = tx.now();
    // Two years of cases, the oldest first; those that wait are of the last days.
    let state = match number % 40 {
        0 => State::Submitted,
        1 => State::Received,
        2 => State::Accepted,
        3 => State::Correction,
        4..=6 => State::Withdrawn,
        7..=9 => State::Denied,
        _ => State::Approved,
    };
    let back = if state.ended() { (of - number) * 1_000_000 / of.max(1) } else { number % 2_000 };
    let at = now.plus_minutes(-i64::try_from(back).unwrap_or(0));
    let due = now.plus_minutes(i64::try_from(number % 20).unwrap_or(0) * 24 * 60).date();
    let waits = !state.ended();
    let accepted = (state == State::Accepted || state.ended()).then_some(at);
    let mut case = Case {
        id: kernel::Id::new(at, tx.chance()),
        version: 1,
        number: format!("B{number:023}"),
        secret: vec![0; 32],
        item: matter.id.clone(),
        item_version: matter.version,
        item_name: matter.item.name.zh.clone(),
        item_type: matter.item.kind.as_str().into(),
        body: matter.competent(),
        division: *town,
        person: person.clone(),
        enterprise: None,
        applicant: Vec::new(),
        channel: Channel::Online,
        state,
        shape: matter.shape().as_str().into(),
        waits_for: if waits { WaitsFor::Window } else { WaitsFor::Nobody },
        corrections: 0,
        submitted_at: at,
        received_at: Some(at),
        accepted_at: accepted,
        deemed: false,
        decided_at: state.ended().then_some(at),
        delivered_at: (state == State::Approved).then_some(at),
        ended_at: state.ended().then_some(at),
        licence: None,
        receipt_due: waits.then_some(due),
        statutory_due: accepted.map(|_| due),
        promised_due: accepted.map(|_| due),
        provisional: false,
    };
    let mut tasks = Vec::new();
    if accepted.is_some() {
        let mut task = Task::new(1, 1, Kind::Decide, matter.competent());
        task.state = if waits { TaskState::Open } else { TaskState::Done };
        task.due = waits.then_some(due);
        task.opened_at = Some(at);
        tasks.push(task);
    }
    let clock = Clock::from_arrival(Name::Receipt, at, Limit::new(5, Unit::WorkingDays));
    let clocks = if waits { vec![(clock, due)] } else { Vec::new() };
    records::seed(tx, &mut case, chosen(&NAMES, number, 1)?, &tasks, &clocks)
}
