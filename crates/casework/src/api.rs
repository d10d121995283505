//! The JSON faces of the room, by who calls.

pub mod applicant;
pub mod change;
pub mod console;
pub mod migration;
pub mod staff;
