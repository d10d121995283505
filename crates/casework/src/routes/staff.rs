//! Addresses of the desk, the window and the board.

use crate::Room;

pub fn routes(room: Room) -> Vec<web::Route> {
    web::Routes::new(room).done()
}
