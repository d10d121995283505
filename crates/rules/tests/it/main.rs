//! Rules from outside: FEEL by a table of cases, models of decisions, limits, properties, figures.

mod feel;
mod figures;
mod limits;
mod properties;
