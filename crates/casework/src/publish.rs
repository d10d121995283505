//! What editors do with models 流程编制: draw a draft, write it over, give it up, publish it, take it
//! back. Who draws does not publish: a second person answers for what all cases will go by. Not here:
//! running cases, which keep the model they began with.

use kernel::{Problem, access::Actor, division::DivisionCode, problem::Refusal as Status};
use serde_json::json;
use store::{Entry, Error, Tx, state_digest};

use crate::{
    compose,
    edition::{Edition, EditionId, EditionState, LONGEST, SCHEMA},
    fitness::Finding,
    permits, records,
    refusal::Refusal,
};

/// What an editor sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub text: String,
    /// What is new, and why.
    pub note: String,
}

/// Begins a draft for an item, everywhere or in a division.
///
/// # Errors
/// `Refusal`s of the permit; a text that is no BPMN.
pub fn begin(
    tx: &Tx<'_>,
    actor: &Actor,
    body: &directory::Body,
    item: &str,
    division: Option<DivisionCode>,
    drawn: &Drawn,
) -> Result<Edition, Error> {
    permits::draw(actor, body, division.as_ref())?;
    let (text, digest) = readable(&drawn.text)?;
    let mut edition = Edition {
        id: tx.id(),
        version: 0,
        item: item.to_owned(),
        division,
        number: records::last_edition(tx, item, division.as_ref())? + 1,
        state: EditionState::Draft,
        text,
        digest,
        note: drawn.note.trim().to_owned(),
        drawn_by: actor.as_staff().ok_or(Refusal::NotPermitted)?.clone(),
        drawn_at: tx.now(),
        published_by: None,
        published_at: None,
        ended_at: None,
    };
    save(tx, actor, body, &mut edition, "edition.drawn")?;
    Ok(edition)
}

/// Writes a draft over.
///
/// # Errors
/// As `begin`; `Stale` where it changed since it was seen or is no draft any more.
pub fn redraw(
    tx: &Tx<'_>,
    actor: &Actor,
    body: &directory::Body,
    id: &EditionId,
    seen: i64,
    drawn: &Drawn,
) -> Result<Edition, Error> {
    let mut edition = draft(tx, id, seen)?;
    permits::draw(actor, body, edition.division.as_ref())?;
    let (text, digest) = readable(&drawn.text)?;
    edition.text = text;
    edition.digest = digest;
    edition.note = drawn.note.trim().to_owned();
    edition.drawn_by = actor.as_staff().ok_or(Refusal::NotPermitted)?.clone();
    edition.drawn_at = tx.now();
    save(tx, actor, body, &mut edition, "edition.redrawn")?;
    Ok(edition)
}

/// Gives a draft up.
///
/// # Errors
/// As `redraw`.
pub fn discard(
    tx: &Tx<'_>,
    actor: &Actor,
    body: &directory::Body,
    id: &EditionId,
    seen: i64,
) -> Result<Edition, Error> {
    let mut edition = draft(tx, id, seen)?;
    permits::draw(actor, body, edition.division.as_ref())?;
    edition.state = EditionState::Discarded;
    edition.ended_at = Some(tx.now());
    save(tx, actor, body, &mut edition, "edition.discarded")?;
    Ok(edition)
}

/// Why a version is not published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    Done(Box<Edition>),
    /// What keeps it from being published; nothing was written.
    Unfit(Vec<Finding>),
}

/// Publishes a draft: cases that are accepted from now on begin with it. What was published for the
/// place before ends.
///
/// # Errors
/// As `redraw`; `casework-same-hand` where the one who drew it would publish it.
pub fn publish(
    tx: &Tx<'_>,
    actor: &Actor,
    body: &directory::Body,
    item: &catalogue::Item,
    id: &EditionId,
    seen: i64,
) -> Result<Published, Error> {
    let mut edition = draft(tx, id, seen)?;
    permits::publish(actor, body, &edition)?;
    let (_, whole, mut findings) = compose::findings(tx, &edition.text, item, edition.division.as_ref())?;
    findings.retain(|finding| !finding.warning);
    if !findings.is_empty() {
        return Ok(Published::Unfit(findings));
    }
    if whole != edition.text {
        // What it calls stands in it from now on.
        (edition.text, edition.digest) = readable(&whole)?;
    }
    let now = tx.now();
    if let Some(mut before) = records::hold_published(tx, &edition.item, edition.division.as_ref())? {
        before.state = EditionState::Ended;
        before.ended_at = Some(now);
        save(tx, actor, body, &mut before, "edition.followed")?;
    }
    if records::model(tx, &edition.digest)?.is_none() {
        records::put_model(tx, &edition.digest, &edition.text)?;
    }
    edition.state = EditionState::Published;
    edition.published_by = actor.as_staff().cloned();
    edition.published_at = Some(now);
    save(tx, actor, body, &mut edition, "edition.published")?;
    Ok(Published::Done(Box::new(edition)))
}

/// Takes a published version back: new cases begin with what holds without it.
///
/// # Errors
/// `Refusal`s of the permit; `Stale` where it is not published any more.
pub fn end(tx: &Tx<'_>, actor: &Actor, body: &directory::Body, id: &EditionId, seen: i64) -> Result<Edition, Error> {
    let mut edition = records::hold_edition(tx, id)?.ok_or(Refusal::NotFound)?;
    permits::publish(actor, body, &edition)?;
    if edition.version != seen || edition.state != EditionState::Published {
        return Err(Refusal::Stale.into());
    }
    edition.state = EditionState::Ended;
    edition.ended_at = Some(tx.now());
    save(tx, actor, body, &mut edition, "edition.ended")?;
    Ok(edition)
}

fn draft(tx: &Tx<'_>, id: &EditionId, seen: i64) -> Result<Edition, Error> {
    let edition = records::hold_edition(tx, id)?.ok_or(Refusal::NotFound)?;
    if edition.version == seen && edition.state == EditionState::Draft {
        Ok(edition)
    } else {
        Err(Refusal::Stale.into())
    }
}

/// The text as it is kept, with a diagram, and the digest of its model. A draft need not be sound, but it must
/// be BPMN.
fn readable(text: &str) -> Result<(String, String), Problem> {
    if text.chars().count() > LONGEST {
        return Err(Problem::invalid().field("text", "casework-model-too-long"));
    }
    let model = process::bpmn::read(text.as_bytes()).map_err(|_| not_bpmn())?;
    if !model.diagram.shapes.is_empty() {
        return Ok((text.to_owned(), model.digest.to_string()));
    }
    let drawn = process::bpmn::model_of(process::layout::with_diagram(&model)).map_err(|_| not_bpmn())?;
    Ok((process::bpmn::write(&drawn), drawn.digest.to_string()))
}

fn not_bpmn() -> Problem {
    Problem::new(Status::Invalid, "problem-invalid").field("text", "casework-model-not-bpmn")
}

fn save(
    tx: &Tx<'_>,
    actor: &Actor,
    body: &directory::Body,
    edition: &mut Edition,
    kind: &'static str,
) -> Result<(), Error> {
    let before = edition.version;
    edition.version += 1;
    records::put_edition(tx, edition)?;
    let title = permits::edits_as(actor, body);
    tx.record(Entry {
        room: "casework",
        kind,
        stream: edition.id.as_str(),
        version: before,
        subject: Some(&edition.item),
        actor,
        title: &title,
        payload: json!({
            "item": edition.item, "division": edition.division, "number": edition.number, "model": edition.digest,
            "note": edition.note,
        }),
        personal: None,
        state: Some((SCHEMA, state_digest(edition)?)),
    })?;
    Ok(())
}
