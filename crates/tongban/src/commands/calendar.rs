//! `tongban calendar`: working days by the notices that the program carries.

use kernel::{
    Date,
    calendar::{Calendar, Kind},
    notice::Notice,
};

use super::each_input;
use crate::{
    cli, data,
    outcome::{Failure, Outcome, say},
};

/// The calendar of the notices that the program carries.
pub fn carried() -> Result<Calendar, Failure> {
    let notices: Result<Vec<Notice>, _> = data::HOLIDAYS.iter().map(|text| Notice::parse(text)).collect();
    Ok(Calendar::new(&notices.map_err(|error| Failure::new("calendar", error))?))
}

pub fn run(command: cli::Calendar) -> Result<Outcome, Failure> {
    let calendar = carried()?;
    match command {
        cli::Calendar::Due { from, working_days, json } => {
            let due = calendar.due(from, working_days);
            if json {
                say(&serde_json::to_string(&due)?)?;
            } else {
                let mark = if due.provisional { "\tprovisional" } else { "" };
                say(&format!("{}{mark}", due.date))?;
            }
            Ok(Outcome::Holds)
        }
        cli::Calendar::Day { dates } => {
            let mut outcome = Outcome::Holds;
            each_input(&dates, |text| {
                let Ok(date) = text.parse::<Date>() else {
                    outcome = Outcome::FallsShort;
                    return say(&format!("{text}\tunknown\tnot a date"));
                };
                let day = calendar.day(date);
                let kind = match day.kind {
                    Kind::Working => "working",
                    Kind::Weekend => "weekend",
                    Kind::Holiday => "holiday",
                    Kind::Unknown => "unknown",
                };
                say(&format!("{date}\t{kind}\t{}", day.name.unwrap_or_default()))
            })?;
            Ok(outcome)
        }
    }
}
