//! The people of every test: 王芳 and 李强, and members of staff made from a post. Names and
//! numbers are made up; the numbers have right check characters.

use kernel::{
    Timestamp,
    access::{Actor, OnBehalf, Role, Scope, Who},
    id::{BodyId, EnterpriseId, PersonId, PostId, StaffId},
};

/// A natural person of the tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: &'static str,
    /// 公民身份号码.
    pub citizen_id: &'static str,
    pub phone: &'static str,
}

impl Person {
    /// Acting for herself or himself.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor { session: Some("session-of-a-test".into()), ..Actor::person(self.id.clone()) }
    }

    /// Acting for an enterprise.
    #[must_use]
    pub fn actor_for(&self, enterprise: &EnterpriseId) -> Actor {
        Actor { on_behalf: Some(OnBehalf::Enterprise(enterprise.clone())), ..self.actor() }
    }
}

/// 王芳, born on 7 March 1990.
#[must_use]
pub fn wang_fang() -> Person {
    Person {
        id: PersonId::new(Timestamp(1_790_000_000_000), [1; 10]),
        name: "\u{738b}\u{82b3}",
        citizen_id: "440305199003071228",
        phone: "13800138001",
    }
}

/// 李强, born on 12 October 1951.
#[must_use]
pub fn li_qiang() -> Person {
    Person {
        id: PersonId::new(Timestamp(1_790_000_000_000), [2; 10]),
        name: "\u{674e}\u{5f3a}",
        citizen_id: "440305195110121237",
        phone: "13800138002",
    }
}

/// A member of staff with one post of `role` at `body`, reaching the body alone. The number tells
/// several apart.
#[must_use]
pub fn staff(number: u8, role: Role, body: &BodyId) -> Actor {
    let at = Timestamp(1_790_000_000_000);
    let post = PostId::new(at, [number; 10]);
    let scope = Scope { post, role, body: body.clone(), division: None };
    let who = Who::Staff { staff: StaffId::new(at, [number; 10]), scopes: vec![scope] };
    Actor { who, on_behalf: None, session: Some("session-of-a-test".into()) }
}
