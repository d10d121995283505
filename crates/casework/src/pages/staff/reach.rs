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

#[cfg(test)]
mod tests {
    use kernel::Timestamp;

    use super::*;

    /// Lists of ids as a store would answer: those between two, oldest first, so many at most.
    fn asked(list: &BTreeSet<CaseId>, ids: records::Between<'_>) -> Vec<CaseId> {
        let within = |id: &&CaseId| id.as_str() > ids.after && id.as_str() < ids.before;
        list.iter().filter(within).take(ids.limit as usize).cloned().collect()
    }

    #[test]
    fn the_oldest_of_many_lists_are_found_and_little_else_is_read() {
        let id = |at: i64| CaseId::new(Timestamp(1_790_000_000_000 + at), [7; 10]);
        // Twenty lists that overlap; each third case is on two of them.
        let lists: Vec<BTreeSet<CaseId>> = (0..20)
            .map(|list| (0..600).filter(|at| at % 20 == list || at % 60 == list + 3).map(id).collect())
            .collect();
        let all: BTreeSet<CaseId> = lists.iter().flatten().cloned().collect();
        for (after, limit) in [(String::new(), 31), (id(100).to_string(), 31), (id(590).to_string(), 31)] {
            let (mut oldest, mut read) = (Oldest::new(limit), 0);
            for list in &lists {
                let found = asked(list, oldest.wanted(&after));
                read += found.len();
                oldest.take(found);
            }
            let right: BTreeSet<CaseId> =
                all.iter().filter(|id| id.as_str() > after.as_str()).take(31).cloned().collect();
            assert_eq!(oldest.ids, right);
            assert!(read < 160, "{read} were read");
        }
    }
}
