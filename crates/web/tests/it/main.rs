//! The gate, the errors, the form and the API face, through the real router with a small room of
//! remarks that exists only here. The nouns of the state are tested in their rooms.

mod room;

mod api;
mod errors;
mod forms;
mod gate;
mod pages;
