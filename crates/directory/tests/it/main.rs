//! The room's rules, on both stores.

mod bodies;
mod calendar;
mod divisions;
mod kit;
mod numbers;
mod pages;
