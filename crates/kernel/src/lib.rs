//! Words of the whole state that every room uses and that need no I/O: ids, identity numbers,
//! division codes, working days and statutory limits, texts in two languages, problems, and who
//! acts. Nothing here speaks SQL, HTTP or HTML, reads a clock or takes chance.

pub mod access;
pub mod calendar;
pub mod check_character;
pub mod citizen;
pub mod contact;
pub mod division;
pub mod id;
pub mod identifiers;
pub mod ledger;
pub mod licence_number;
pub mod limit;
pub mod locale;
pub mod notice;
pub mod other_document;
pub mod problem;
pub mod time;
pub mod uscc;

pub use calendar::{Calendar, Due};
pub use citizen::CitizenId;
pub use division::DivisionCode;
pub use id::Id;
pub use licence_number::LicenceNumber;
pub use limit::Limit;
pub use locale::{Locale, Text};
pub use problem::Problem;
pub use time::{Chance, Clock, Date, Timestamp};
pub use uscc::CreditCode;
