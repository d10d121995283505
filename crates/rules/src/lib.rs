//! Rules 规则: FEEL and DMN, pure and bounded: conditions of forms, gateways and decisions, each result with the
//! reason it has. Not here: processes, storage, texts of the product.

pub mod decimal;
pub mod dmn;
pub mod feel;

pub use decimal::Decimal;
