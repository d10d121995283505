//! Pages of those who handle cases: the desk, the window, the board. Names are masked on every
//! list; a page with the data of a person records the look before it answers.

pub(crate) mod acts;
pub(crate) mod board;
pub(crate) mod board_changes;
pub(crate) mod case;
pub(crate) mod change;
pub(crate) mod change_samples;
pub(crate) mod change_words;
pub(crate) mod changes;
pub(crate) mod clock;
pub(crate) mod correction;
pub(crate) mod decision;
pub(crate) mod desk;
pub(crate) mod handover;
pub(crate) mod migrations;
pub(crate) mod papers;
pub(crate) mod reach;
pub(crate) mod samples;
pub(crate) mod signs;
pub(crate) mod turn_away;
pub(crate) mod visits;
pub(crate) mod window;

use kernel::{Calendar, Date, id::StaffId};
use store::{Error, Read};
use web::Shell;

use super::words::{self, Names};
use crate::{
    act::APPLICANT,
    case::{Case, WaitsFor},
};

/// The applicant as lists show them: an enterprise by its name, a person masked.
pub(crate) fn masked_applicant(read: &Read<'_>, case: &Case) -> Result<String, Error> {
    match read.open_text(&case.person, APPLICANT, &case.applicant) {
        Ok(name) if case.enterprise.is_some() => Ok(name),
        Ok(name) => Ok(identity::masked_name(&name)),
        Err(Error::Erased) => Ok(String::new()),
        Err(other) => Err(other),
    }
}

/// For whom it waits, as staff read it.
pub(crate) fn waits_for(shell: &Shell, names: &Names, waits: &WaitsFor) -> String {
    match waits {
        WaitsFor::Applicant => shell.t("casework-waits-applicant").into_owned(),
        WaitsFor::Nobody => shell.t("casework-desk-waits-nobody").into_owned(),
        other => words::waits_for(shell, names, other),
    }
}

/// Calendar days from one day to another.
pub(crate) fn days_between(from: Date, to: Date) -> u32 {
    from.until(to).map_or(0, |span| u32::try_from(span.get_days()).unwrap_or(0))
}

/// Shape and word of a last day.
pub(crate) fn due_light(shell: &Shell, calendar: &Calendar, today: Date, due: Option<Date>) -> (&'static str, String) {
    let word = |key: &str| shell.t(key).into_owned();
    match due {
        None => ("running", word("casework-desk-no-limit")),
        Some(due) if today > due => {
            ("late", shell.t1("casework-desk-late-by", "days", shell.span(days_between(due, today), "calendar-days")))
        }
        Some(due) if today == due => ("soon", word("casework-desk-last-day")),
        Some(due) => {
            let left = calendar.working_days_between(today, due);
            let kind = if left <= crate::clock::AMBER { "soon" } else { "running" };
            (kind, shell.t1("casework-desk-left", "days", shell.span(left, "working-days")))
        }
    }
}

/// Name of a member of staff with the body; empty when not known.
pub(crate) fn staff_name(read: &Read<'_>, id: &StaffId, locale: kernel::Locale) -> Result<String, Error> {
    match identity::staff(read, id) {
        Ok(card) => Ok([card.body_name.get(locale), card.name.get(locale)].join(" ")),
        Err(Error::Problem(_)) => Ok(String::new()),
        Err(other) => Err(other),
    }
}
