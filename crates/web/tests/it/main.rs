//! The gate, the errors, the form and the API face, through the real router with a small room of
//! remarks that exists only here. The nouns of the state are tested in their rooms.

#[cfg(test)]
mod room;

#[cfg(test)]
mod api;
#[cfg(test)]
mod contrast;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod gate;
#[cfg(test)]
mod modellers;
#[cfg(test)]
mod pages;
