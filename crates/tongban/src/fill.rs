//! Fills a store with the world of the demo: divisions, calendars, bodies, themes, items, people,
//! halls, licences. Every part can be run again and then changes nothing.

use std::{collections::BTreeMap, sync::Arc};

use identity::import::PeopleReport;
use kernel::{Date, access::Actor};
use licences::{Holder, Issuer, NewLicence, Types};
use serde::Deserialize;
use store::{Error, Store};
use web::Texts;

use crate::{
    data,
    outcome::{Failure, progress},
};

/// Who fills.
fn actor() -> Actor {
    Actor::system("demo")
}

/// What every installation needs, a demo or not: divisions and calendars.
pub fn base(store: &Store, directory: &directory::Directory) -> Result<(), Failure> {
    let failed = |error: directory::import::ImportError| Failure::new("import", error);
    directory::import::divisions(store, &data::DIVISIONS).map_err(failed)?;
    let years: Vec<&[u8]> = data::HOLIDAYS.iter().map(|text| text.as_bytes()).collect();
    directory::import::holidays(store, directory, &years).map_err(failed)?;
    Ok(directory.load(store)?)
}

/// The demo's bodies, themes, items, bundles and people.
pub fn demo(store: &Store, types: &Arc<Types>, texts: &Texts) -> Result<(), Failure> {
    demo_of(store, types, &data::LISTS)?;
    for toml in data::BUNDLES {
        let taken = catalogue::bundles::import::bundle(store, toml, texts, false, &actor())?;
        if taken.outcome == catalogue::bundles::import::Outcome::Rejected {
            return Err(Failure::new("import", format!("bundle {}: {}", taken.key, serde_json::to_string(&taken)?)));
        }
    }
    Ok(())
}

/// The same with some of the lists only.
pub fn demo_of(store: &Store, types: &Arc<Types>, lists: &[data::List]) -> Result<(), Failure> {
    directory::import::bodies(store, data::BODIES).map_err(|error| Failure::new("import", error))?;
    catalogue::themes::import(store, data::THEMES, &actor()).map_err(|error| Failure::new("import", error))?;
    for list in lists {
        let beside = |_: &str| Some(data::BODY_LINES.to_owned());
        let mapping = catalogue::Mapping::read_beside(list.mapping, &beside)
            .map_err(|error| Failure::new("import-mapping", error))?;
        let report = catalogue::import::items(store, list.bytes, &mapping, false, &actor())
            .map_err(|error| Failure::new("import", error))?;
        if report.created + report.changed > 0 {
            progress(&format!(
                "items of {}: {} read, {} new, {} changed, {} rejected, {} to be looked at by an editor",
                mapping.list,
                report.read,
                report.created,
                report.changed,
                report.rejected.len(),
                report.ambiguous.len()
            ));
        }
    }
    let people = identity::import::people(store, data::PEOPLE).map_err(|error| Failure::new("import", error))?;
    licences_of(store, types, &people)?;
    hall::import::halls(store, data::HALLS, &actor()).map_err(|error| Failure::new("import", error))?;
    Ok(())
}

#[derive(Deserialize)]
struct PeopleFile {
    #[serde(default)]
    person: Vec<WithLicences>,
    #[serde(default)]
    enterprise: Vec<WithLicences>,
}

#[derive(Deserialize)]
struct WithLicences {
    key: String,
    name: String,
    #[serde(default, alias = "uscc")]
    document: Option<String>,
    #[serde(default)]
    licence: Vec<LicenceLine>,
}

/// A licence that the state holds already.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct LicenceLine {
    r#type: String,
    /// Key of the issuing body.
    issuer: String,
    issued_on: Date,
    #[serde(default)]
    valid_until: Option<Date>,
    #[serde(default)]
    fields: BTreeMap<String, String>,
}

/// The licences that the demo's people hold, issued as samples by the bodies that would have.
fn licences_of(store: &Store, types: &Arc<Types>, people: &PeopleReport) -> Result<(), Failure> {
    let file: PeopleFile = toml::from_str(data::PEOPLE).map_err(|error| Failure::new("import", error))?;
    let persons =
        file.person.into_iter().filter_map(|one| Some((Holder::Person(people.persons.get(&one.key)?.clone()), one)));
    let firms = file.enterprise.into_iter();
    let firms = firms.filter_map(|one| Some((Holder::Enterprise(people.enterprises.get(&one.key)?.clone()), one)));
    for (holder, one) in persons.chain(firms) {
        let held = store.read(|read| licences::held_by(read, &holder))?;
        let wanting: Vec<LicenceLine> = one
            .licence
            .iter()
            .filter(|line| !held.iter().any(|licence| licence.kind == line.r#type))
            .cloned()
            .collect();
        if wanting.is_empty() {
            continue;
        }
        let (types, keys) = (types.clone(), store.keys().clone());
        store.write(move |tx| {
            for line in &wanting {
                let body = directory::bodies::by_key(tx, &line.issuer)?
                    .ok_or_else(|| Error::Engine(format!("people.toml: {} issues {}", line.issuer, line.r#type)))?;
                let actor = actor();
                let issuer = Issuer {
                    types: &types,
                    body: &body,
                    actor: &actor,
                    title: "system",
                    signing: &keys.signing,
                    sample: true,
                };
                let new = NewLicence {
                    kind: line.r#type.clone(),
                    holder: holder.clone(),
                    holder_name: one.name.clone(),
                    holder_number: one.document.clone(),
                    fields: line.fields.clone().into_iter().collect(),
                    valid_from: Some(line.issued_on),
                    valid_to: line.valid_until,
                    serial: None,
                    matter: None,
                    contact: None,
                };
                licences::issue(tx, &issuer, &new)?;
            }
            Ok::<_, Error>(())
        })?;
    }
    Ok(())
}
