//! A visit without a case 一次未办成: someone came and no case was opened; who was told what and
//! why is recorded, without naming the visitor, and a slip with its number was handed over.

use kernel::{
    Id, Timestamp,
    division::DivisionCode,
    id::{BodyId, StaffId},
};
use serde::{Deserialize, Serialize};

/// The kind of a visit's id.
#[derive(Debug)]
pub enum VisitKind {}
impl kernel::id::Kind for VisitKind {
    const PREFIX: &'static str = "visit";
}

/// A visit. Field order is the canonical encoding of its journal digest, schema 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub id: Id<VisitKind>,
    pub version: i64,
    pub number: String,
    /// The window.
    pub body: BodyId,
    pub division: DivisionCode,
    pub item: Option<String>,
    /// `papers`, `not_here`, `not_entitled`, `system`, `other`.
    pub reason: String,
    /// What the visitor was told.
    pub told: String,
    pub staff: StaffId,
    pub at: Timestamp,
}

/// Reasons that a clerk chooses from.
pub const REASONS: [&str; 5] = ["papers", "not_here", "not_entitled", "system", "other"];
