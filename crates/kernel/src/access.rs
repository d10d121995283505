//! Who acts, for whom, by what title and within which scope, as plain values. `identity` makes
//! them, `web` carries them, and each room's `permits` turns them with a loaded noun into a proof.

use serde::{Deserialize, Serialize};

use crate::id::{BodyId, EnterpriseId, PersonId, PostId, StaffId};

/// What a post allows 角色. A role is always scoped to a body or a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Window clerk 窗口人员: receives, hands out.
    Clerk,
    /// Village helper 帮办代办员: acts for people within a narrow mandate.
    Helper,
    /// Officer of a body 经办人: accepts, reviews, proposes.
    Officer,
    /// Head of a body 负责人: decides, extends.
    Head,
    /// Supervisor 监督人员: sees what is late and why.
    Supervisor,
    /// Audit and discipline 审计监察: sees every look.
    Auditor,
    /// Editor of the catalogue 事项管理员.
    Editor,
    /// Leader 领导: sees figures, never persons.
    Leader,
    /// Operator of the system 运维: sees the machine, never the cases.
    Operator,
}

impl Role {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Helper => "helper",
            Self::Officer => "officer",
            Self::Head => "head",
            Self::Supervisor => "supervisor",
            Self::Auditor => "auditor",
            Self::Editor => "editor",
            Self::Leader => "leader",
            Self::Operator => "operator",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Clerk,
            Self::Helper,
            Self::Officer,
            Self::Head,
            Self::Supervisor,
            Self::Auditor,
            Self::Editor,
            Self::Leader,
            Self::Operator,
        ]
        .into_iter()
        .find(|role| role.as_str() == text)
    }
}

/// One post held, with what it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub post: PostId,
    pub role: Role,
    /// The body of the post.
    pub body: BodyId,
    /// The division that the role reaches, with everything below it; `None`: the body alone.
    pub division: Option<crate::division::DivisionCode>,
}

/// Who stands before the screen or calls the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    Nobody,
    Person {
        person: PersonId,
    },
    Staff {
        staff: StaffId,
        scopes: Vec<Scope>,
    },
    /// A rule of the system itself, such as deemed acceptance; named.
    System {
        name: &'static str,
    },
}

/// Whose affairs are touched when they are not one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnBehalf {
    Enterprise(EnterpriseId),
    Person(PersonId),
    Body(BodyId),
}

/// The actor of an act 行为人: who, on whose behalf, by what title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub who: Who,
    pub on_behalf: Option<OnBehalf>,
    /// The session or token used, for the journal; never a secret.
    pub session: Option<String>,
}

impl Actor {
    #[must_use]
    pub fn nobody() -> Self {
        Self { who: Who::Nobody, on_behalf: None, session: None }
    }

    #[must_use]
    pub fn system(name: &'static str) -> Self {
        Self { who: Who::System { name }, on_behalf: None, session: None }
    }

    #[must_use]
    pub fn person(person: PersonId) -> Self {
        Self { who: Who::Person { person }, on_behalf: None, session: None }
    }

    /// The signed-in natural person, if it is one.
    #[must_use]
    pub fn as_person(&self) -> Option<&PersonId> {
        match &self.who {
            Who::Person { person } => Some(person),
            _ => None,
        }
    }

    /// The enterprise acted for, if any.
    #[must_use]
    pub fn for_enterprise(&self) -> Option<&EnterpriseId> {
        match &self.on_behalf {
            Some(OnBehalf::Enterprise(enterprise)) => Some(enterprise),
            _ => None,
        }
    }

    #[must_use]
    pub fn as_staff(&self) -> Option<&StaffId> {
        match &self.who {
            Who::Staff { staff, .. } => Some(staff),
            _ => None,
        }
    }

    /// The posts of a member of staff; none for others.
    #[must_use]
    pub fn scopes(&self) -> &[Scope] {
        match &self.who {
            Who::Staff { scopes, .. } => scopes,
            _ => &[],
        }
    }

    /// The first post with `role` at exactly `body`.
    #[must_use]
    pub fn post_at(&self, role: Role, body: &BodyId) -> Option<&Scope> {
        self.scopes().iter().find(|scope| scope.role == role && &scope.body == body)
    }

    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.scopes().iter().any(|scope| scope.role == role)
    }

    /// How the journal names the actor: `person_..`, `staff_..`, `system:deemed-acceptance`, `nobody`.
    #[must_use]
    pub fn journal_name(&self) -> String {
        match &self.who {
            Who::Nobody => "nobody".into(),
            Who::Person { person } => person.to_string(),
            Who::Staff { staff, .. } => staff.to_string(),
            Who::System { name } => ["system:", name].concat(),
        }
    }

    /// How the journal names whom the act is for.
    #[must_use]
    pub fn journal_behalf(&self) -> Option<String> {
        self.on_behalf.as_ref().map(|whom| match whom {
            OnBehalf::Enterprise(id) => id.to_string(),
            OnBehalf::Person(id) => id.to_string(),
            OnBehalf::Body(id) => id.to_string(),
        })
    }
}

/// The class of actor that a route names; the verb's permit decides the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Anyone, signed in or not. Each such route is declared by name in a reviewed list.
    Public,
    /// A signed-in person, for themselves or for another.
    Person,
    /// Staff with at least one of the roles, in any scope.
    Staff(&'static [Role]),
    /// Any member of staff.
    AnyStaff,
    /// Anyone who is signed in.
    SignedIn,
}

impl Class {
    #[must_use]
    pub fn admits(self, actor: &Actor) -> bool {
        match self {
            Self::Public => true,
            Self::Person => actor.as_person().is_some(),
            Self::Staff(roles) => roles.iter().any(|role| actor.has_role(*role)),
            Self::AnyStaff => actor.as_staff().is_some(),
            Self::SignedIn => !matches!(actor.who, Who::Nobody),
        }
    }
}
