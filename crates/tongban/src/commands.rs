//! What each command does. A command answers with an outcome or a failure with a code.

mod calendar;
mod id;

use std::io::BufRead;

use crate::{
    cli::Command,
    outcome::{Failure, Outcome},
};

/// Runs a command.
pub fn run(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Calendar(command) => calendar::run(command),
        Command::Id(command) => id::run(command),
        _ => Err(Failure::usage("begun")),
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
