//! The statements of one submission as a script for pgbench: every transaction that the request
//! opens, in its order, with the same parameters; ids and numbers are other ones each time.

use std::{fmt::Write, path::Path};

use serde_json::json;
use store::{Step, Value};

use super::application;
use crate::{
    cli::Place,
    outcome::{Failure, Outcome, say},
};

pub fn run(place: &Place, to: &Path) -> Result<Outcome, Failure> {
    let (opened, _clock) = super::open(place)?;
    let twice = application::twice(opened)?;
    let fresh = application::fresh_texts(&twice);
    let (mut script, mut ran, mut began) = ("\\set n random(1, 999999999)\n".to_owned(), 0, 0);
    for step in &twice.one {
        match step {
            Step::Began { acts } => {
                began += 1;
                let rule = if *acts { "" } else { " READ ONLY" };
                writeln!(script, "BEGIN ISOLATION LEVEL REPEATABLE READ{rule};")
            }
            Step::Ran(statement) => {
                ran += 1;
                let mut text = statement.text.to_owned();
                for (place, param) in statement.params.iter().enumerate().rev() {
                    text = text.replace(&format!("${}", place + 1), &literal(param, &fresh));
                }
                writeln!(script, "{text};")
            }
            Step::Ended => writeln!(script, "COMMIT;"),
        }
        .map_err(|error| Failure::new("bench", error))?;
    }
    std::fs::write(to, script)?;
    twice.store.close();
    say(&json!({ "ran": ran, "transactions": began }).to_string())?;
    Ok(Outcome::Holds)
}

fn literal(value: &Value<'_>, fresh: &std::collections::BTreeMap<String, String>) -> String {
    match value {
        Value::Null => "NULL".into(),
        Value::Int(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("'\\x{hex}'::bytea")
        }
        Value::Text(text) => match fresh.get(text.as_ref()) {
            Some(before) => format!("('{before}' || lpad(:n::text, {}, '0'))", text.len() - before.len()),
            None => quoted(text),
        },
    }
}

/// A colon before a letter would be a variable to pgbench, within quotes too.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('\'', "''").replace(':', "\\x3A");
    format!("E'{text}'")
}
