//! What a member of staff reaches: the bodies they handle cases of, the windows they stand at, the
//! divisions they watch.

use std::collections::BTreeSet;

use kernel::{
    access::{Actor, Role, Scope},
    division::DivisionCode,
    id::BodyId,
};
use store::{Error, Read};

use crate::{
    case::{Case, CaseId, State},
    records,
};

/// What somebody reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Officer or head there.
    pub bodies: Vec<BodyId>,
    /// Clerk or helper there: the body of the window.
    pub windows: Vec<BodyId>,
    /// Divisions whose people come to these windows.
    pub divisions: Vec<DivisionCode>,
}

impl Reach {
    /// Of an actor; the divisions right below those of a window belong to it.
    pub(crate) fn of(read: &Read<'_>, actor: &Actor) -> Result<Self, Error> {
        let unique = |scopes: &[Scope], roles: &[Role]| -> Vec<BodyId> {
            let all: BTreeSet<&BodyId> =
                scopes.iter().filter(|scope| roles.contains(&scope.role)).map(|scope| &scope.body).collect();
            all.into_iter().cloned().collect()
        };
        let scopes = actor.scopes();
        let mut divisions = BTreeSet::new();
        for scope in scopes.iter().filter(|scope| matches!(scope.role, Role::Clerk | Role::Helper)) {
            let Some(division) = scope.division else { continue };
            divisions.insert(division);
            divisions.extend(directory::divisions::children(read, &division)?.into_iter().map(|child| child.code));
        }
        Ok(Self {
            bodies: unique(scopes, &[Role::Officer, Role::Head]),
            windows: unique(scopes, &[Role::Clerk, Role::Helper]),
            divisions: divisions.into_iter().collect(),
        })
    }

    /// Neither a desk nor a window.
    pub(crate) fn is_empty(&self) -> bool {
        self.bodies.is_empty() && self.windows.is_empty()
    }

    fn all_bodies(&self) -> BTreeSet<&BodyId> {
        self.bodies.iter().chain(&self.windows).collect()
    }

    /// Cases in a state within reach, oldest first, after an id.
    pub(crate) fn in_state(&self, read: &Read<'_>, state: State, after: &str, limit: u32) -> Result<Vec<Case>, Error> {
        let mut oldest = Oldest::new(limit);
        for body in self.all_bodies() {
            let found = records::in_state_of_body(read, body, state, oldest.wanted(after))?;
            oldest.take(found);
        }
        for division in &self.divisions {
            let found = records::in_state_at(read, division, state, oldest.wanted(after))?;
            oldest.take(found);
        }
        oldest.cases(read)
    }

    /// Granted and not handed out yet, oldest first, after an id.
    pub(crate) fn undelivered(&self, read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<Case>, Error> {
        let mut oldest = Oldest::new(limit);
        for body in self.all_bodies() {
            let found = records::undelivered_of_body(read, body, oldest.wanted(after))?;
            oldest.take(found);
        }
        for division in &self.divisions {
            let found = records::undelivered_at(read, division, oldest.wanted(after))?;
            oldest.take(found);
        }
        oldest.cases(read)
    }

    /// Open tasks of the bodies, the most urgent first, after a key.
    pub(crate) fn tasks(
        &self,
        read: &Read<'_>,
        after: (&str, &str),
        limit: u32,
    ) -> Result<Vec<records::OpenTask>, Error> {
        let mut found = Vec::new();
        for body in &self.bodies {
            found.extend(records::open_tasks(read, body, after, limit)?);
        }
        found.sort_by_key(|task| (task.key(), task.number));
        found.truncate(limit as usize);
        Ok(found)
    }
}

/// The oldest of several lists by id. Each list is asked only for what is older than the newest of those
/// found so far, so that what is read depends on the page and not on how much waits everywhere.
struct Oldest {
    ids: BTreeSet<CaseId>,
    limit: u32,
}

impl Oldest {
    fn new(limit: u32) -> Self {
        Self { ids: BTreeSet::new(), limit }
    }

    fn wanted<'a>(&'a self, after: &'a str) -> records::Between<'a> {
        let full = self.ids.len() >= self.limit as usize;
        let before = self.ids.last().filter(|_| full).map_or(records::END, CaseId::as_str);
        records::Between { after, before, limit: self.limit }
    }

    fn take(&mut self, found: Vec<CaseId>) {
        self.ids.extend(found);
        while self.ids.len() > self.limit as usize {
            self.ids.pop_last();
        }
    }

    fn cases(self, read: &Read<'_>) -> Result<Vec<Case>, Error> {
        let cases = self.ids.iter().map(|id| records::find(read, id));
        cases.filter_map(Result::transpose).collect()
    }
}
