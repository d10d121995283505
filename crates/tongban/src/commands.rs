//! What each command does. A command answers with an outcome or a failure with a code.

mod bench;
mod calendar;
mod dmn;
mod doctor;
mod id;
mod import;
mod keep;
mod materials;
mod process;
mod verify;

use std::io::BufRead;

use crate::{
    cli::Command,
    outcome::{Failure, Outcome},
    serve,
};

/// Runs a command.
pub fn run(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Serve(command) => serve::serve(&command),
        Command::Demo(command) => serve::demo(&command),
        Command::Migrate(place) => keep::migrate(&place),
        Command::Import(command) => import::run(command),
        Command::Export(command) => keep::export(command),
        Command::Verify(command) => verify::run(command),
        Command::Doctor(place) => doctor::run(&place),
        Command::Backup(command) => keep::backup(&command),
        Command::Restore(command) => keep::restore(&command),
        Command::Process(command) => process::run(command),
        Command::Dmn(command) => dmn::run(command),
        Command::Calendar(command) => calendar::run(command),
        Command::Id(command) => id::run(command),
        Command::Bench(command) => bench::run(command),
    }
}

/// Each argument, or each line of standard input when there is none.
fn each_input(given: &[String], mut take: impl FnMut(&str) -> Result<(), Failure>) -> Result<(), Failure> {
    if !given.is_empty() {
        return given.iter().try_for_each(|text| take(text));
    }
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if !line.trim().is_empty() {
            take(line.trim())?;
        }
    }
    Ok(())
}
