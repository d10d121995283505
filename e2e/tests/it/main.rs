//! The journeys, one file each, as one binary. `harness` tries the tools themselves on a few pages
//! of its own; everything else runs before the demo.

mod changes;
mod elder;
mod every_page;
mod hall;
mod harness;
mod main_job;
mod models;
mod things;
mod upload;
