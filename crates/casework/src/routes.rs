//! Every address of the room: the applicant's, the staff's, the editors', and those of programs.

pub mod applicant;
pub mod change;
pub mod console;
pub mod migration;
pub mod staff;

use crate::Room;

pub(crate) fn routes(room: Room) -> Vec<web::Route> {
    let mut all = applicant::routes(room.clone());
    all.extend(staff::routes(room.clone()));
    all.extend(console::routes(room.clone()));
    all.extend(change::routes(room.clone()));
    all.extend(migration::routes(room));
    all
}
