//! What the state has of whoever is signed in, for guiding questions of bundles: licences in force, and
//! what the identity register says. What it doesn't have is asked.

use std::collections::BTreeMap;

use catalogue::{Stated, Whence, bundle::answers::age};
use kernel::{Problem, access::Actor, problem::Refusal};
use licences::Holder;
use store::{Error, Read};

/// By source, as a bundle names them: `person.age`, `acting.enterprise`, `licence:TYPE`,
/// `licence:TYPE.FIELD`.
pub fn stated(read: &Read<'_>, actor: &Actor, sources: &[&str]) -> Result<BTreeMap<String, Stated>, Error> {
    let mut out = BTreeMap::new();
    let Some(person) = actor.as_person() else { return Ok(out) };
    let today = read.now().date();
    let holder =
        actor.for_enterprise().map_or_else(|| Holder::Person(person.clone()), |firm| Holder::Enterprise(firm.clone()));
    for source in sources {
        let found = match source.strip_prefix("licence:") {
            Some(rest) => of_licence(read, &holder, rest, today)?,
            None => match *source {
                "person.age" => of_register(read, person)?,
                "acting.enterprise" => {
                    actor.for_enterprise().map(|_| Stated { value: "yes".into(), whence: Whence::SignIn, on: today })
                }
                _ => None,
            },
        };
        out.extend(found.map(|found| ((*source).to_owned(), found)));
    }
    Ok(out)
}

fn of_licence(read: &Read<'_>, holder: &Holder, wanted: &str, today: kernel::Date) -> Result<Option<Stated>, Error> {
    let (kind, field) = wanted.split_once('.').map_or((wanted, None), |(kind, field)| (kind, Some(field)));
    let Some(licence) = licences::answering(read, holder, kind, today)? else { return Ok(None) };
    let value = match field {
        None => Some("yes".to_owned()),
        Some(field) => licences::field(read, &licence, field)?,
    };
    Ok(value.map(|value| Stated { value, whence: Whence::Licence(licence.name.clone()), on: licence.issued_at.date() }))
}

/// The age by the day of birth that the identity document tells; nothing of who was erased.
fn of_register(read: &Read<'_>, person: &kernel::id::PersonId) -> Result<Option<Stated>, Error> {
    let profile = match identity::profile(read, person) {
        Ok(profile) => profile,
        Err(Error::Erased | Error::Problem(Problem { refusal: Refusal::NotFound, .. })) => return Ok(None),
        Err(other) => return Err(other),
    };
    let today = read.now().date();
    Ok(profile.birth_date.map(|born| Stated {
        value: age(born, today).to_string(),
        whence: Whence::Register,
        on: today,
    }))
}
