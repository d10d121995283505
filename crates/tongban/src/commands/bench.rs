//! `tongban bench`, hidden: what `cargo xtask bench` needs from inside the program. It works only in
//! stores that a demo made, and marks them as those of a bench: what is in them means nothing.

mod application;
mod bare;
mod engine;
mod script;
mod seed;

use std::sync::Arc;

use crate::{
    cli::{Bench, Place},
    config,
    machine::DemoClock,
    outcome::{Failure, Outcome},
    rooms::Kind,
    serve::{DEMO_MARK, Opened},
};

/// The file that marks a store as a bench's.
const BENCH_MARK: &str = "this-is-a-bench";

pub fn run(command: Bench) -> Result<Outcome, Failure> {
    match command {
        Bench::Seed { place, cases } => seed::run(&place, cases),
        Bench::Bare { place, clients, seconds } => bare::run(&place, clients, seconds),
        Bench::Engine { place, clients, seconds } => engine::lives(&place, clients, seconds),
        Bench::Timers { place, armed, due, clients } => engine::timers(&place, armed, due, clients),
        Bench::Statements { place, to } => script::run(&place, &to),
    }
}

/// Opens the store of a demo and marks it.
fn open(place: &Place) -> Result<(Opened, Arc<DemoClock>), Failure> {
    if !place.data.join(DEMO_MARK).exists() {
        return Err(Failure::new("demo-real-store", format!("{} was not made by a demo", place.data.display())));
    }
    std::fs::write(place.data.join(BENCH_MARK), "What is in this folder means nothing.\n")?;
    let clock = Arc::new(DemoClock::default());
    let kind = Kind { demo: true, home: "440117".parse().ok(), ..Kind::default() };
    let opened = Opened::open(&place.data, &config::read(place.config.as_deref())?, Some(clock.clone()), &kind)?;
    Ok((opened, clock))
}
