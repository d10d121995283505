//! What a hall's manager arranges: hours, times to book, closed days, kiosks, helpers' mandates. A
//! change holds from a day on; what was before stays to be seen.

use kernel::{Date, DivisionCode, Problem, access::Role, id::StaffId};
use serde_json::json;
use store::{Error, Tx};

use crate::{
    act::{self, By},
    appointment::Booked,
    book,
    hall::Hall,
    hours::{Capacity, Closed, Hours},
    mandate::{Mandate, MandateId},
    permits::MayManage,
    records, routes,
};

impl MayManage {
    pub(crate) fn by(&self) -> By {
        By::new(&self.actor, &self.title)
    }
}

/// What is arranged.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Hours(Hours),
    Capacity(Capacity),
    Close(Closed),
    /// Screens that were kiosks are none any more.
    ForgetKiosks,
}

/// The most entries of a kind that a hall keeps.
const MOST: usize = 200;

/// Arranges; the same once more changes nothing. Closing a day cancels what was booked for it, and
/// tells those who have an account.
///
/// # Errors
/// 422 for days that are past, or too many entries.
pub(crate) fn arrange(tx: &Tx<'_>, permit: &MayManage, hall: &Hall, change: &Change) -> Result<Hall, Error> {
    let mut hall = hall.clone();
    let today = tx.now().date();
    let settings = &mut hall.settings;
    let (kind, what) = match change {
        Change::Hours(new) => {
            dated(new.from, new.to, today)?;
            if settings.hours.last() == Some(new) {
                return Ok(hall);
            }
            settings.hours.push(new.clone());
            ("hall.hours-set", json!({ "from": new.from, "to": new.to, "working": new.working }))
        }
        Change::Capacity(new) => {
            dated(new.from, new.to, today)?;
            if settings.capacity.last() == Some(new) {
                return Ok(hall);
            }
            settings.capacity.push(new.clone());
            ("hall.capacity-set", json!({ "from": new.from, "to": new.to, "every": new.every, "places": new.places }))
        }
        Change::Close(new) => {
            dated(new.date, None, today)?;
            if settings.closed.iter().any(|closed| closed.date == new.date) {
                return Ok(hall);
            }
            settings.closed.push(new.clone());
            ("hall.day-closed", json!({ "date": new.date }))
        }
        Change::ForgetKiosks => {
            settings.kiosks += 1;
            ("hall.kiosks-forgotten", json!({}))
        }
    };
    if settings.hours.len().max(settings.capacity.len()).max(settings.closed.len()) > MOST {
        return Err(Problem::invalid().field("from", "problem-hall-too-many").into());
    }
    act::arrange(tx, &permit.by(), kind, &mut hall, what)?;
    if let Change::Close(closed) = change {
        clear(tx, permit, &hall, closed.date)?;
    }
    Ok(hall)
}

fn dated(from: Date, to: Option<Date>, today: Date) -> Result<(), Problem> {
    if from < today {
        return Err(Problem::invalid().field("from", "problem-hall-past"));
    }
    if to.is_some_and(|to| to < from) {
        Err(Problem::invalid().field("to", "problem-hall-to-before-from"))
    } else {
        Ok(())
    }
}

/// Cancels what was booked for a day.
fn clear(tx: &Tx<'_>, permit: &MayManage, hall: &Hall, day: Date) -> Result<(), Error> {
    for made in records::people::of_day(tx, &hall.id, day)? {
        if made.state != Booked::Open {
            continue;
        }
        let made = book::cancel_as(tx, &permit.by(), &made)?;
        if let Some(person) = &made.person {
            let args = [
                ("hall", hall.name.zh.clone()),
                ("hall.en", hall.name.en.clone().unwrap_or_else(|| hall.name.zh.clone())),
                ("date", day.to_string()),
            ];
            notices::tell(tx, person, "hall-told-closed", &args, &routes::appointment(&made.id))?;
        }
    }
    Ok(())
}

/// A mandate to be given.
#[derive(Debug, Clone)]
pub(crate) struct NewMandate {
    pub staff: StaffId,
    pub division: DivisionCode,
    pub items: Vec<String>,
    pub from: Date,
    pub to: Date,
}

/// A year and a day: no mandate is for ever.
const LONGEST_DAYS: i64 = 366;

/// Gives a helper a mandate at a point.
///
/// # Errors
/// 422 for someone who is no helper of the point's body, a division outside the point's, or days that
/// are past or too many.
pub(crate) fn entrust(tx: &Tx<'_>, permit: &MayManage, hall: &Hall, new: &NewMandate) -> Result<Mandate, Error> {
    let wrong = |field: &'static str, message| Error::from(Problem::invalid().field(field, message));
    let today = tx.now().date();
    dated(new.from, Some(new.to), today)?;
    let longest = kernel::Timestamp::start_of(new.from).plus_minutes(LONGEST_DAYS * 24 * 60).date();
    if new.to > longest {
        return Err(wrong("to", "problem-hall-mandate-long"));
    }
    let helps = identity::staff_of(tx, &hall.body)?.iter().any(|member| member.id == new.staff)
        && identity::staff_actor(tx, &new.staff)?.post_at(Role::Helper, &hall.body).is_some();
    if !helps {
        return Err(wrong("staff", "problem-field-choice"));
    }
    if !directory::divisions::lies_in(tx, &new.division, &hall.division)? {
        return Err(wrong("division", "problem-hall-outside"));
    }
    let mut mandate = Mandate {
        id: tx.id(),
        version: 0,
        hall: hall.id.clone(),
        staff: new.staff.clone(),
        division: new.division,
        items: new.items.clone(),
        from: new.from,
        to: new.to,
        revoked_at: None,
    };
    act::entrust(tx, &permit.by(), "mandate.given", &mut mandate)?;
    Ok(mandate)
}

/// Revokes a mandate; one that was revoked stays so.
///
/// # Errors
/// 404 for a mandate of another hall.
pub(crate) fn revoke(tx: &Tx<'_>, permit: &MayManage, hall: &Hall, id: &MandateId) -> Result<Mandate, Error> {
    let found = records::people::mandate_by_id(tx, id)?.filter(|mandate| mandate.hall == hall.id);
    let mut mandate = found.ok_or_else(Problem::not_found)?;
    if mandate.revoked_at.is_none() {
        mandate.revoked_at = Some(tx.now());
        act::entrust(tx, &permit.by(), "mandate.revoked", &mut mandate)?;
    }
    Ok(mandate)
}
