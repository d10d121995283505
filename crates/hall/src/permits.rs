//! Who may do what: clerks of the body that runs a hall sit at its counters; its head, and the
//! supervisor of its division, manage it; helpers act within their mandates; a matter that could
//! not be done is answered by its body and seen by the supervisor; a person has their own.

use kernel::{
    Date, Problem,
    access::{Actor, Role, Scope, Who},
    id::StaffId,
};
use store::{Error, Read};

use crate::{appointment::Appointment, hall::Hall, mandate::Mandate, records, refusal::Refusal, stuck::Stuck};

/// Proof that the actor sits at this hall's counters.
#[derive(Debug, Clone)]
pub struct MayServe {
    pub(crate) staff: StaffId,
    pub(crate) actor: Actor,
    pub(crate) title: String,
}

impl MayServe {
    /// # Errors
    /// 404 for staff of other halls: what happens at its counters is not theirs to know.
    pub fn of(actor: &Actor, hall: &Hall) -> Result<Self, Problem> {
        let (staff, post) = (actor.as_staff(), actor.post_at(Role::Clerk, &hall.body));
        let (Some(staff), Some(post)) = (staff, post) else { return Err(Problem::not_found()) };
        Ok(Self { staff: staff.clone(), actor: actor.clone(), title: post.post.to_string() })
    }
}

/// Proof that the actor manages this hall.
#[derive(Debug, Clone)]
pub struct MayManage {
    pub(crate) actor: Actor,
    pub(crate) title: String,
}

impl MayManage {
    /// # Errors
    /// 404 for all others; of the store.
    pub fn of(read: &Read<'_>, actor: &Actor, hall: &Hall) -> Result<Self, Error> {
        if let Who::System { name } = &actor.who {
            return Ok(Self { actor: actor.clone(), title: (*name).to_owned() });
        }
        let head = actor.post_at(Role::Head, &hall.body);
        let post = match head {
            Some(post) => Some(post),
            None => supervises(read, actor, hall)?,
        };
        let post = post.ok_or_else(Problem::not_found)?;
        Ok(Self { actor: actor.clone(), title: post.post.to_string() })
    }
}

fn supervises<'a>(read: &Read<'_>, actor: &'a Actor, hall: &Hall) -> Result<Option<&'a Scope>, Error> {
    for scope in actor.scopes().iter().filter(|scope| scope.role == Role::Supervisor) {
        let within = match &scope.division {
            Some(division) => directory::divisions::lies_in(read, &hall.division, division)?,
            None => scope.body == hall.body,
        };
        if within {
            return Ok(Some(scope));
        }
    }
    Ok(None)
}

/// Proof that the actor acts for people at this point, within a mandate.
#[derive(Debug, Clone)]
pub struct MayHelp {
    pub(crate) actor: Actor,
    pub(crate) title: String,
    pub(crate) mandates: Vec<Mandate>,
}

impl MayHelp {
    /// # Errors
    /// 404 for staff of other bodies, 403 without a mandate that holds today; of the store.
    pub fn of(read: &Read<'_>, actor: &Actor, point: &Hall, today: Date) -> Result<Self, Error> {
        let (staff, post) = (actor.as_staff(), actor.post_at(Role::Helper, &point.body));
        let (Some(staff), Some(post)) = (staff, post) else { return Err(Problem::not_found().into()) };
        let all = records::people::mandates_of(read, &point.id)?;
        let mandates: Vec<Mandate> =
            all.into_iter().filter(|mandate| mandate.staff == *staff && mandate.holds(today)).collect();
        if mandates.is_empty() {
            return Err(Refusal::NoMandate.into());
        }
        Ok(Self { actor: actor.clone(), title: post.post.to_string(), mandates })
    }

    /// The mandate that reaches an item.
    ///
    /// # Errors
    /// 403 where none does.
    pub(crate) fn within(&self, item: Option<&str>) -> Result<&Mandate, Problem> {
        self.mandates.iter().find(|mandate| mandate.reaches(item)).ok_or_else(|| Refusal::NoMandate.problem())
    }
}

/// Proof that the appointment is the actor's own.
#[derive(Debug, Clone)]
pub struct Own {
    pub(crate) actor: Actor,
}

impl Own {
    /// # Errors
    /// 404 for everyone else.
    pub fn of(actor: &Actor, appointment: &Appointment) -> Result<Self, Problem> {
        match (actor.as_person(), &appointment.person) {
            (Some(person), Some(owner)) if person == owner => Ok(Self { actor: actor.clone() }),
            _ => Err(Problem::not_found()),
        }
    }
}

/// Proof that the actor may see a matter, and whether they answer it.
#[derive(Debug, Clone)]
pub struct MaySee {
    pub(crate) actor: Actor,
    pub(crate) title: String,
    pub(crate) answers: bool,
}

/// Roles that answer for their body.
pub(crate) const ANSWERING: &[Role] = &[Role::Clerk, Role::Officer, Role::Head];

impl MaySee {
    /// # Errors
    /// 404 for all others; of the store.
    pub fn of(read: &Read<'_>, actor: &Actor, stuck: &Stuck) -> Result<Self, Error> {
        if let Some(post) = ANSWERING.iter().find_map(|role| actor.post_at(*role, &stuck.body)) {
            return Ok(Self { actor: actor.clone(), title: post.post.to_string(), answers: true });
        }
        for scope in actor.scopes().iter().filter(|scope| scope.role == Role::Supervisor) {
            let within = match &scope.division {
                Some(division) => directory::divisions::lies_in(read, &stuck.division, division)?,
                None => scope.body == stuck.body,
            };
            if within {
                return Ok(Self { actor: actor.clone(), title: scope.post.to_string(), answers: false });
            }
        }
        Err(Problem::not_found().into())
    }
}
