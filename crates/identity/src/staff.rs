//! Members of staff: their name, their body, the posts they hold. What a post allows is known to
//! `directory`.

use kernel::{
    Text, Timestamp,
    id::{BodyId, PostId, StaffId},
};
use serde::{Deserialize, Serialize};

/// A member of staff 工作人员. Who acts for the state does so by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    pub id: StaffId,
    pub key: String,
    pub name: Text,
    pub body: BodyId,
    /// Posts held 任职.
    pub posts: Vec<PostId>,
    pub closed: Option<Timestamp>,
    pub version: i64,
}

/// A member of staff to be taken over, known by a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStaff {
    pub key: String,
    pub name: Text,
    pub body: BodyId,
    pub posts: Vec<PostId>,
}

/// What pages say of a member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffCard {
    pub staff: StaffId,
    pub name: Text,
    pub body: BodyId,
    pub body_name: Text,
    /// Titles of the posts held.
    pub posts: Vec<Text>,
}
