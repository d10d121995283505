//! What editors do with bundles: draw a draft, write it over, give it up, publish it, take it back. Who
//! draws does not publish: a second person answers for what people will be asked.

use std::sync::Arc;

use directory::{Body, bodies};
use kernel::{Problem, access::Actor, problem::Refusal};
use serde_json::json;
use store::{Entry, Error, Tx};
use web::Texts;

use super::{BundleId, Edition, EditionState, SCHEMA, digest, open};
use crate::{
    bundle::{
        Bundle,
        fitness::{Report, fitness},
    },
    permits,
    reading::reading,
    records::bundles as records,
};

/// Longest note on what is new, in characters.
pub const NOTE: usize = 200;

/// Begins a draft of a bundle.
///
/// # Errors
/// 403 to who may not edit bundles of its body; 422 where the body is not there or its types don't hold.
pub fn draw(tx: &Tx<'_>, actor: &Actor, bundle: Bundle, note: &str) -> Result<Edition, Error> {
    let body = led(tx, &bundle)?;
    permits::draw(actor, &body)?;
    let mut edition = fresh(tx, actor, bundle, &body, note)?;
    save(tx, actor, &body, &mut edition, "bundle.drawn")?;
    Ok(edition)
}

fn fresh(tx: &Tx<'_>, actor: &Actor, bundle: Bundle, body: &Body, note: &str) -> Result<Edition, Error> {
    holds(&bundle)?;
    Ok(Edition {
        id: tx.id(),
        version: 0,
        number: records::last(tx, &bundle.key)? + 1,
        key: bundle.key.clone(),
        state: EditionState::Draft,
        body: body.id.clone(),
        digest: String::new(),
        note: note.trim().to_owned(),
        drawn_by: actor.journal_name(),
        drawn_at: tx.now(),
        published_by: None,
        published_at: None,
        ended_at: None,
        bundle: Arc::new(bundle),
    })
}

/// Writes a draft over. The key stays.
///
/// # Errors
/// As `draw`; 409 where it changed since it was seen or is no draft any more.
pub fn redraw(tx: &Tx<'_>, actor: &Actor, id: &BundleId, seen: i64, bundle: Bundle) -> Result<Edition, Error> {
    let mut edition = draft(tx, actor, id, seen)?;
    let body = led(tx, &bundle)?;
    permits::draw(actor, &body)?;
    holds(&bundle)?;
    if bundle.key != edition.key {
        return Err(Problem::invalid().field("key", "catalogue-things-key-stays").into());
    }
    edition.body = body.id.clone();
    edition.bundle = Arc::new(bundle);
    edition.drawn_by = actor.journal_name();
    edition.drawn_at = tx.now();
    save(tx, actor, &body, &mut edition, "bundle.redrawn")?;
    Ok(edition)
}

/// Gives a draft up.
///
/// # Errors
/// As `redraw`.
pub fn discard(tx: &Tx<'_>, actor: &Actor, id: &BundleId, seen: i64) -> Result<Edition, Error> {
    let mut edition = draft(tx, actor, id, seen)?;
    let body = body_of(tx, &edition)?;
    edition.state = EditionState::Discarded;
    edition.ended_at = Some(tx.now());
    save(tx, actor, &body, &mut edition, "bundle.discarded")?;
    Ok(edition)
}

/// What came of a publication.
#[derive(Debug, Clone, PartialEq)]
pub enum Publication {
    Done(Box<Edition>),
    /// What keeps it from being published; nothing was written.
    Unfit(Report),
}

/// Publishes a draft: people are guided by it from now on. What was published of the key before ends.
///
/// # Errors
/// As `redraw`; `catalogue-same-hand` where the one who drew it would publish it.
pub fn publish(tx: &Tx<'_>, actor: &Actor, texts: &Texts, id: &BundleId, seen: i64) -> Result<Publication, Error> {
    let edition = records::hold(tx, id)?.ok_or_else(Problem::not_found)?;
    let body = body_of(tx, &edition)?;
    permits::publish(actor, &body, &edition.drawn_by)?;
    if edition.version != seen || edition.state != EditionState::Draft {
        return Err(Problem::stale().into());
    }
    put_forward(tx, actor, texts, &body, edition)
}

fn put_forward(
    tx: &Tx<'_>,
    actor: &Actor,
    texts: &Texts,
    body: &Body,
    mut edition: Edition,
) -> Result<Publication, Error> {
    let opened = open(tx, &edition.bundle, super::applicant(&edition.bundle), texts)?;
    let report = fitness(&edition.bundle, &opened.pieces);
    if !report.fits() {
        return Ok(Publication::Unfit(report));
    }
    let now = tx.now();
    if let Some(mut before) = records::hold_standing(tx, &edition.key)? {
        let its = body_of(tx, &before)?;
        before.state = EditionState::Ended;
        before.ended_at = Some(now);
        save(tx, actor, &its, &mut before, "bundle.followed")?;
    }
    edition.state = EditionState::Published;
    edition.published_by = Some(actor.journal_name());
    edition.published_at = Some(now);
    save(tx, actor, body, &mut edition, "bundle.published")?;
    Ok(Publication::Done(Box::new(edition)))
}

/// Takes a published bundle back: nobody is guided by it any more.
///
/// # Errors
/// 403, 404; 409 where it isn't published any more.
pub fn end(tx: &Tx<'_>, actor: &Actor, id: &BundleId, seen: i64) -> Result<Edition, Error> {
    let mut edition = records::hold(tx, id)?.ok_or_else(Problem::not_found)?;
    let body = body_of(tx, &edition)?;
    permits::publish(actor, &body, &edition.drawn_by)?;
    if edition.version != seen || edition.state != EditionState::Published {
        return Err(Problem::stale().into());
    }
    edition.state = EditionState::Ended;
    edition.ended_at = Some(tx.now());
    save(tx, actor, &body, &mut edition, "bundle.ended")?;
    Ok(edition)
}

/// An edition of a file, published at once: who imports answers for it. Nothing where it stands so
/// already; a report where it isn't fit.
///
/// # Errors
/// Of the store; 422 as `draw`.
pub(super) fn take(tx: &Tx<'_>, actor: &Actor, texts: &Texts, bundle: Bundle) -> Result<Publication, Error> {
    let body = led(tx, &bundle)?;
    let edition = fresh(tx, actor, bundle, &body, "")?;
    put_forward(tx, actor, texts, &body, edition)
}

fn draft(tx: &Tx<'_>, actor: &Actor, id: &BundleId, seen: i64) -> Result<Edition, Error> {
    let edition = records::hold(tx, id)?.ok_or_else(Problem::not_found)?;
    permits::draw(actor, &body_of(tx, &edition)?)?;
    if edition.version == seen && edition.state == EditionState::Draft {
        Ok(edition)
    } else {
        Err(Problem::stale().into())
    }
}

fn led(tx: &Tx<'_>, bundle: &Bundle) -> Result<Body, Error> {
    let unknown = || Problem::invalid().field("body", "catalogue-things-body-unknown");
    Ok(bodies::by_key(tx, &bundle.body)?.ok_or_else(unknown)?)
}

fn body_of(tx: &Tx<'_>, edition: &Edition) -> Result<Body, Error> {
    Ok(bodies::by_id(tx, &edition.body)?.ok_or_else(Problem::not_found)?)
}

fn holds(bundle: &Bundle) -> Result<(), Problem> {
    bundle.judge().map_err(|why| {
        let mut problem = Problem::new(Refusal::Invalid, "problem-invalid").field("text", "catalogue-things-wrong");
        if let Some(field) = problem.fields.first_mut() {
            field.args.push(("why", why));
        }
        problem
    })
}

fn save(tx: &Tx<'_>, actor: &Actor, body: &Body, edition: &mut Edition, kind: &'static str) -> Result<(), Error> {
    let before = edition.version;
    edition.version += 1;
    let doc = serde_json::to_string(&*edition.bundle)?;
    edition.digest = seals::digest::digest(doc.as_bytes()).to_string();
    let sort = reading(&edition.bundle.name.zh);
    records::put(tx, edition, &doc, &sort)?;
    let title = permits::title(actor, &body.id);
    tx.record(Entry {
        room: "catalogue",
        kind,
        stream: edition.id.as_str(),
        version: before,
        subject: Some(&edition.key),
        actor,
        title: &title,
        payload: json!({
            "key": edition.key, "number": edition.number, "bundle": edition.digest, "note": edition.note,
        }),
        personal: None,
        state: Some((SCHEMA, digest(edition, &doc)?)),
    })?;
    Ok(())
}
