//! Ratings on both engines: invited once, rated once, counted rightly, and nobody learns who.

#[cfg(test)]
mod kit;
#[cfg(test)]
mod once;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod rates;
