//! An appointment 预约: a time at a hall, for a person with an account or for whoever holds its code.
//! A place in the hall's capacity is its own while it is open.

use kernel::{Date, Timestamp, id::PersonId};
use seals::Digest;
use serde::Serialize;
use store::Read;

use crate::{
    hall::HallId,
    mandate::MandateId,
    ticket::{Ground, TicketId, words},
};

/// Kind of an appointment's id.
#[derive(Debug)]
pub enum AppointmentKind {}
impl kernel::id::Kind for AppointmentKind {
    const PREFIX: &'static str = "appt";
}

/// Names an appointment.
pub type AppointmentId = kernel::Id<AppointmentKind>;

pub(crate) const SCHEMA: u16 = 1;

words! {
    /// What an appointment is. Who didn't come is seen by the day that passed.
    Booked {
        Open = "open", "hall-booked-open";
        Arrived = "arrived", "hall-booked-arrived";
        Cancelled = "cancelled", "hall-booked-cancelled";
        Missed = "missed", "hall-booked-missed";
    }
}

words! {
    /// How consent was given to a helper 代办同意.
    Consent {
        Present = "present", "hall-consent-present";
        Signed = "signed", "hall-consent-signed";
        Phone = "phone", "hall-consent-phone";
    }
}

words! {
    /// Who made it.
    By {
        Person = "person", "hall-made-person";
        Counter = "counter", "hall-made-counter";
        Helper = "helper", "hall-made-helper";
    }
}

/// An appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Appointment {
    pub id: AppointmentId,
    pub version: i64,
    pub hall: HallId,
    pub day: Date,
    /// Of the day, in China.
    pub minute: u16,
    pub queue: String,
    pub item: Option<String>,
    /// Whose account made it.
    pub person: Option<PersonId>,
    pub first: Option<Ground>,
    pub state: Booked,
    pub origin: By,
    /// The helper's mandate, and how the person consented.
    pub mandate: Option<MandateId>,
    pub consent: Option<Consent>,
    /// Keyed digest of the code.
    #[serde(skip)]
    pub digest: Vec<u8>,
    pub made_at: Timestamp,
    pub ticket: Option<TicketId>,
    /// Which of the places at its time.
    pub place: u16,
}

impl Appointment {
    #[must_use]
    pub fn at(&self) -> Timestamp {
        Timestamp::start_of(self.day).plus_minutes(i64::from(self.minute))
    }

    /// Its code: made with the store's key from the id, so that it is kept nowhere.
    #[must_use]
    pub(crate) fn code(read: &Read<'_>, id: &AppointmentId) -> String {
        code_of(&read.blind("hall.code-of", id.as_str()).0)
    }

    /// By what a code is found.
    #[must_use]
    pub(crate) fn digest_of(read: &Read<'_>, code: &str) -> Digest {
        read.blind("hall.code", code)
    }

    /// What is unique while it holds a place.
    #[must_use]
    pub(crate) fn held(&self) -> Option<String> {
        let holds = matches!(self.state, Booked::Open | Booked::Arrived);
        holds.then(|| place(&self.hall, self.day, self.minute, self.place))
    }

    /// What is unique while it is open: the person and the item, or the queue where no item is named.
    #[must_use]
    pub(crate) fn open(&self) -> Option<String> {
        let person = self.person.as_ref().filter(|_| self.state == Booked::Open)?;
        Some([person.as_str(), "/", self.item.as_deref().unwrap_or(&self.queue)].concat())
    }
}

fn place(hall: &HallId, day: Date, minute: u16, place: u16) -> String {
    format!("{hall}/{day}/{minute}/{place}")
}

/// Letters of a code: none that are taken for another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Eight letters: forty bits, of use for one day at one hall.
#[must_use]
pub(crate) fn code_of(bytes: &[u8]) -> String {
    bytes.iter().take(8).filter_map(|byte| LETTERS.get(usize::from(byte % 32)).copied().map(char::from)).collect()
}

/// As it is read out and typed: `7Q2M-9XKD`.
#[must_use]
pub(crate) fn grouped(code: &str) -> String {
    let (one, two) = code.split_at_checked(4).unwrap_or((code, ""));
    if two.is_empty() { code.to_owned() } else { [one, "-", two].concat() }
}

/// What somebody typed as a code: spaces, dashes and small letters are forgiven, O and I read as digits.
#[must_use]
pub(crate) fn read_code(typed: &str) -> Option<String> {
    let upper = web::check::half_width(typed).to_ascii_uppercase();
    let code: String = upper
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        })
        .collect();
    (code.len() == 8 && code.bytes().all(|byte| LETTERS.contains(&byte))).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = code_of(&[0, 1, 31, 32, 255, 10, 20, 5, 9]);
        assert_eq!(code, "01Z0ZAM5");
        assert_eq!(grouped(&code), "01Z0-ZAM5");
        for typed in ["01Z0-ZAM5", " o1z0 zam5 ", "OiZ0ZAM5", "\u{ff10}1Z0ZAM5"] {
            assert_eq!(read_code(typed).as_deref(), Some("01Z0ZAM5"), "{typed}");
        }
        for typed in ["", "01Z0ZAM", "01Z0ZAMU", "01Z0ZAM55", "\u{738b}\u{82b3}"] {
            assert_eq!(read_code(typed), None, "{typed}");
        }
    }
}
