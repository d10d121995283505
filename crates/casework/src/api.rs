//! The JSON faces of the room, by who calls.

pub mod applicant;
pub mod console;
pub mod staff;
