//! Bundles from files in TOML: checked as for publication and published, or with a dry run only checked.
//! Run again it changes nothing.

use std::sync::Arc;

use kernel::access::Actor;
use serde::Serialize;
use store::{Error, Read, Store, Tx};
use web::Texts;

use super::{act, applicant, open};
use crate::{
    bundle::{
        Bundle,
        fitness::{Report, fitness},
    },
    records::bundles as records,
};

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The first edition.
    New,
    Changed,
    Unchanged,
    /// It can't be read, its body isn't there, or it isn't fit.
    Rejected,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Taken {
    pub key: String,
    pub outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(flatten)]
    pub report: Report,
}

/// Takes a bundle over, or with `dry_run` says what would become of it.
///
/// # Errors
/// Of the store.
pub fn bundle(store: &Store, toml: &str, texts: &Texts, dry_run: bool, actor: &Actor) -> Result<Taken, Error> {
    let read = match Bundle::read(toml) {
        Ok(read) => Arc::new(read),
        Err(reason) => return Ok(rejected("", reason)),
    };
    let wanted = read.clone();
    let taken = store.read(|look| judged(look, &wanted, texts))?;
    if dry_run || !matches!(taken.outcome, Outcome::New | Outcome::Changed) {
        return Ok(taken);
    }
    let (actor, texts, told) = (actor.clone(), texts.clone(), taken.clone());
    store.write(move |tx: &Tx<'_>| match act::take(tx, &actor, &texts, (*read).clone())? {
        act::Publication::Done(_) => Ok(told.clone()),
        act::Publication::Unfit(report) => Ok(Taken { outcome: Outcome::Rejected, report, ..told.clone() }),
    })
}

fn rejected(key: &str, reason: String) -> Taken {
    Taken { key: key.to_owned(), outcome: Outcome::Rejected, reason: Some(reason), report: Report::default() }
}

fn judged(read: &Read<'_>, bundle: &Arc<Bundle>, texts: &Texts) -> Result<Taken, Error> {
    if super::lead(read, bundle)?.is_none() {
        return Ok(rejected(&bundle.key, ["no body has the key ", &bundle.body].concat()));
    }
    let opened = open(read, bundle, applicant(bundle), texts)?;
    let report = fitness(bundle, &opened.pieces);
    let outcome = match records::standing(read, &bundle.key)? {
        _ if !report.fits() => Outcome::Rejected,
        None => Outcome::New,
        Some(standing) if standing.bundle == *bundle => Outcome::Unchanged,
        Some(_) => Outcome::Changed,
    };
    Ok(Taken { key: bundle.key.clone(), outcome, reason: None, report })
}
