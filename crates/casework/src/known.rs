//! Never twice: what the state already knows of the applicant is filled in with its source, and
//! the papers it made itself are not asked for (State Council order 716, art. 7; order 792). The
//! applicant sees where each value came from and may say otherwise.

use std::collections::BTreeMap;

use catalogue::{form::Section, material::Material};
use identity::{Enterprise, Profile};
use kernel::{
    Date, Problem, Text,
    id::{EnterpriseId, PersonId},
    problem::Refusal as Status,
};
use licences::{Holder, Licence, Types};
use store::{Error, Read};

use crate::{
    draft::Answers,
    matter::Matter,
    paper::{Level, Paper, Source},
};

/// Where a value or a paper came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// What is known of the signed-in person 统一身份认证.
    Person { on: Date },
    /// What is registered of the enterprise 法人信息.
    Enterprise { on: Date },
    /// A licence of the holder.
    Licence { name: Text, issuer: Text, issued: Date, identifier: String },
}

/// A value that the state filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    pub value: String,
    pub origin: Origin,
}

/// All that is known for one application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// By field key.
    pub fields: BTreeMap<String, Value>,
    /// Papers that nobody has to hand in, by material key.
    pub papers: BTreeMap<String, (Paper, Origin)>,
    /// The applicant's name.
    pub applicant: String,
}

impl Known {
    /// The papers alone.
    #[must_use]
    pub fn held(&self) -> Vec<Paper> {
        self.papers.values().map(|(paper, _)| paper.clone()).collect()
    }

    /// What was typed, and what is known where nothing was.
    #[must_use]
    pub fn under(&self, typed: &Answers) -> Answers {
        let mut all: Answers = self.fields.iter().map(|(key, known)| (key.clone(), known.value.clone())).collect();
        all.extend(typed.iter().map(|(key, value)| (key.clone(), value.clone())));
        all
    }

    /// Where the value of a field came from, while it stands as it was filled in.
    #[must_use]
    pub fn origin<'a>(&'a self, field: &str, value: &str) -> Option<&'a Origin> {
        self.fields.get(field).filter(|known| known.value == value).map(|known| &known.origin)
    }
}

/// Sources, looked at once.
struct Sources<'a> {
    read: &'a Read<'a>,
    types: &'a Types,
    holder: Holder,
    profile: Option<Profile>,
    enterprise: Option<Enterprise>,
    representative: Option<String>,
    today: Date,
}

/// What is known of this applicant for this matter.
///
/// # Errors
/// Of the store.
pub fn known(
    read: &Read<'_>,
    types: &Types,
    matter: &Matter,
    person: &PersonId,
    enterprise: Option<&EnterpriseId>,
) -> Result<Known, Error> {
    let enterprise = enterprise.map(|id| identity::enterprise(read, id)).transpose()?.flatten();
    let representative = enterprise.as_ref().and_then(|enterprise| enterprise.representative.as_ref());
    let sources = Sources {
        read,
        types,
        holder: enterprise
            .as_ref()
            .map_or_else(|| Holder::Person(person.clone()), |enterprise| Holder::Enterprise(enterprise.id.clone())),
        profile: known_to_none(identity::profile(read, person))?,
        representative: representative.map(|id| known_to_none(identity::person_name(read, id))).transpose()?.flatten(),
        enterprise,
        today: read.now().date(),
    };
    let mut known = Known {
        applicant: match (&sources.enterprise, &sources.profile) {
            (Some(enterprise), _) => enterprise.name.clone(),
            (None, Some(profile)) => profile.name.clone(),
            (None, None) => String::new(),
        },
        ..Known::default()
    };
    known.fields = sources.fields(&matter.form)?;
    for material in &matter.item.materials {
        if let Some(held) = sources.paper(material)? {
            known.papers.insert(material.key.clone(), held);
        }
    }
    Ok(known)
}

/// A person who is not there or was erased is not known.
fn known_to_none<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Erased | Error::Problem(Problem { refusal: Status::NotFound, .. })) => Ok(None),
        Err(other) => Err(other),
    }
}

impl Sources<'_> {
    fn fields(&self, form: &[Section]) -> Result<BTreeMap<String, Value>, Error> {
        let mut out = BTreeMap::new();
        for field in form.iter().flat_map(|section| &section.fields) {
            let Some(wanted) = &field.prefill else { continue };
            if let Some(value) = self.value(wanted)?.filter(|value| !value.value.is_empty()) {
                out.insert(field.key.clone(), value);
            }
        }
        Ok(out)
    }

    fn value(&self, wanted: &str) -> Result<Option<Value>, Error> {
        if let Some((kind, field)) = wanted.strip_prefix("licence:").and_then(|rest| rest.split_once('.')) {
            return self.face(kind, field);
        }
        let (profile, enterprise) = (self.profile.as_ref(), self.enterprise.as_ref());
        let (value, origin) = match wanted.split_once('.') {
            Some(("person", field)) => (
                profile.and_then(|profile| match field {
                    "name" => Some(profile.name.clone()),
                    "citizen_id" => profile.citizen_id.clone(),
                    "phone" => Some(profile.phone.clone()),
                    "address" => profile.address.clone(),
                    "birth_date" => profile.birth_date.map(|date| date.to_string()),
                    _ => None,
                }),
                Origin::Person { on: self.today },
            ),
            Some(("enterprise", field)) => (
                enterprise.and_then(|enterprise| match field {
                    "name" => Some(enterprise.name.clone()),
                    "uscc" => Some(enterprise.uscc.clone()),
                    "representative" => self.representative.clone(),
                    "address" => enterprise.address.clone(),
                    _ => None,
                }),
                Origin::Enterprise { on: self.today },
            ),
            _ => (None, Origin::Person { on: self.today }),
        };
        Ok(value.map(|value| Value { value, origin }))
    }

    fn face(&self, kind: &str, field: &str) -> Result<Option<Value>, Error> {
        let Some(licence) = licences::answering(self.read, &self.holder, kind, self.today)? else { return Ok(None) };
        let face = licences::fields(self.read, &licence)?;
        let found = face.into_iter().find(|shown| shown.key == field);
        Ok(found.map(|shown| Value { value: shown.value, origin: from_licence(&licence) }))
    }

    /// A paper that the state holds: a valid licence, or what identity knows where a document of
    /// identity is asked.
    fn paper(&self, material: &Material) -> Result<Option<(Paper, Origin)>, Error> {
        let by_name = || self.types.answers(&material.name.zh).map(|kind| kind.key.clone());
        let kind = material.answered_by.clone().or_else(by_name);
        let Some(kind) = kind else { return Ok(None) };
        let paper = |source, reference, level| Paper {
            material: material.key.clone(),
            version: 1,
            source,
            reference,
            name: None,
            media: None,
            size: None,
            level,
            at: self.read.now(),
        };
        if let Some(licence) = self.licence(&kind)? {
            let origin = from_licence(&licence);
            return Ok(Some((paper(Source::Licence, licence.id.to_string(), Level::A), origin)));
        }
        if IDENTITY_CARDS.contains(&kind.as_str())
            && self.profile.as_ref().is_some_and(|profile| profile.citizen_id.is_some())
        {
            return Ok(Some((paper(Source::Record, "identity".into(), Level::A), Origin::Person { on: self.today })));
        }
        if ENTERPRISE_LICENCES.contains(&kind.as_str()) && self.enterprise.is_some() {
            let origin = Origin::Enterprise { on: self.today };
            return Ok(Some((paper(Source::Record, "enterprise".into(), Level::A), origin)));
        }
        Ok(None)
    }

    /// A valid licence of the holder; of the person who acts, where persons alone hold such.
    fn licence(&self, kind: &str) -> Result<Option<Licence>, Error> {
        if let Some(found) = licences::answering(self.read, &self.holder, kind, self.today)? {
            return Ok(Some(found));
        }
        match (&self.holder, &self.profile) {
            (Holder::Enterprise(_), Some(profile)) if IDENTITY_CARDS.contains(&kind) => {
                licences::answering(self.read, &Holder::Person(profile.person.clone()), kind, self.today)
            }
            _ => Ok(None),
        }
    }
}

/// Keys of licence types for which the signed-in person's own record answers as well.
const IDENTITY_CARDS: [&str; 1] = ["idcard"];
/// Keys of licence types for which the register of enterprises answers as well.
const ENTERPRISE_LICENCES: [&str; 1] = ["business_licence"];

fn from_licence(licence: &Licence) -> Origin {
    Origin::Licence {
        name: licence.name.clone(),
        issuer: licence.issuer_name.clone(),
        issued: licence.valid_from,
        identifier: licence.identifier.clone(),
    }
}
