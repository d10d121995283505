//! `tongban id check`: identity numbers by their standards.

use kernel::{
    Clock as _, DivisionCode, LicenceNumber, Timestamp,
    citizen::CitizenId,
    identifiers::Verdict,
    uscc::{CreditCode, read_organisation_code},
};

use super::each_input;
use crate::{
    cli::{self, IdKind},
    machine::MachineClock,
    outcome::{Failure, Outcome, say},
};

pub fn run(command: cli::Id) -> Result<Outcome, Failure> {
    let cli::Id::Check { kind, codes } = command;
    let known = known_divisions();
    let today = Timestamp(MachineClock.now().0).date();
    let mut outcome = Outcome::Holds;
    each_input(&codes, |code| {
        let verdict: Verdict = match kind {
            IdKind::Citizen => Verdict::from(CitizenId::read_where(code, today, &|division| known(division))),
            IdKind::Uscc => Verdict::from(CreditCode::read(code)),
            IdKind::Org => Verdict::from(read_organisation_code(code)),
            IdKind::Licence => Verdict::from(LicenceNumber::read(code)),
            IdKind::Division => return division(code, &known, &mut outcome),
        };
        if verdict.as_str() == "invalid" {
            outcome = Outcome::FallsShort;
        }
        let reason = verdict.reason().map(|reason| reason.as_str()).unwrap_or_default();
        say(&format!("{code}\t{}\t{reason}", verdict.as_str()))
    })?;
    Ok(outcome)
}

fn division(code: &str, known: &dyn Fn(&DivisionCode) -> bool, outcome: &mut Outcome) -> Result<(), Failure> {
    let (word, reason) = match code.trim().parse::<DivisionCode>() {
        Ok(division) if known(&division) => ("valid", ""),
        Ok(_) => ("warn", "not-in-the-list"),
        Err(_) => {
            *outcome = Outcome::FallsShort;
            ("invalid", "not-2-4-6-9-or-12-digits")
        }
    };
    say(&format!("{code}\t{word}\t{reason}"))
}

/// Whether a division is or was one, by the lists that the program carries.
fn known_divisions() -> impl Fn(&DivisionCode) -> bool {
    let known = crate::data::division_codes();
    move |division| known.contains(division)
}
