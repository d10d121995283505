//! The hall on both engines: who is called when, that nobody has the same twice, that promises hold.

#[cfg(test)]
mod booking;
#[cfg(test)]
mod counter;
#[cfg(test)]
mod kiosk;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod manage;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod stuck;
