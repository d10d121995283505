//! catalogue: begun.
