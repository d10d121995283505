//! Writing what an import decided: bodies first, then the items in a few transactions, then the
//! report of the list.

use std::sync::Arc;

use directory::bodies;
use kernel::{access::Actor, id::BodyId};
use seals::Digest;
use serde::Serialize;
use serde_json::json;
use store::{Entry, Error, Store, Tx, Value, state_digest};

use super::{
    ImportError, Report,
    plan::{Answers, Change, Plan},
};
use crate::{
    ItemId, listing,
    look::SCHEMA,
    mapping::{Format, Mapping},
    reading::reading,
    records,
};

/// Items in one transaction.
const AT_ONCE: usize = 500;

pub(super) fn all(
    store: &Store,
    plan: Plan,
    mapping: &Arc<Mapping>,
    report: &mut Report,
    actor: &Actor,
) -> Result<(), ImportError> {
    let Plan { bodies: new, items } = plan;
    let new_bodies: Vec<BodyId> = if new.is_empty() {
        Vec::new()
    } else {
        let actor = actor.clone();
        store.write(move |tx| {
            new.iter().map(|body| Ok(bodies::ensure_as(tx, &actor, body)?.0.id)).collect::<Result<_, Error>>()
        })?
    };
    let items: Arc<Vec<(Change, BodyId)>> = Arc::new(
        items
            .into_iter()
            .filter_map(|change| {
                let body = match &change.body {
                    Answers::Known(id) => Some(id.clone()),
                    Answers::New(place) => new_bodies.get(*place).cloned(),
                };
                body.map(|body| (change, body))
            })
            .collect(),
    );
    for from in (0..items.len()).step_by(AT_ONCE) {
        let (items, actor) = (items.clone(), actor.clone());
        store.write(move |tx| {
            items.iter().skip(from).take(AT_ONCE).try_for_each(|(change, body)| one(tx, change, body, &actor))
        })?;
    }
    // Items written out for this product have no list that someone else keeps.
    if mapping.format != Format::Items || !report.ambiguous.is_empty() {
        let (kept, mapping, actor) = (report.clone(), mapping.clone(), actor.clone());
        store.write(move |tx| listing::keep(tx, &mapping, &kept, &actor))?;
    }
    Ok(())
}

fn one(tx: &Tx<'_>, change: &Change, body: &BodyId, actor: &Actor) -> Result<(), Error> {
    let item = &change.item;
    let (id, before): (ItemId, i64) = change.before.clone().unwrap_or_else(|| (tx.id(), 0));
    let version = before + 1;
    let sort = reading(&item.name.zh);
    let params: [Value<'_>; 18] = [
        (&id).into(),
        version.into(),
        (&item.code_system).into(),
        (&item.code).into(),
        (&item.name.zh).into(),
        item.name.en.as_ref().into(),
        sort.into(),
        item.kind.as_str().into(),
        body.into(),
        (&item.division).into(),
        item.level.as_str().into(),
        item.mode.as_str().into(),
        item.for_persons().into(),
        item.for_enterprises().into(),
        item.for_small.into(),
        (&change.digest).into(),
        tx.now().into(),
        (&change.doc).into(),
    ];
    if before == 0 {
        tx.execute(&records::INSERT, &params)?;
    } else {
        tx.execute(&records::KEEP_OLD, &[(&id).into()])?;
        if tx.execute(&records::UPDATE, &params)? != 1 {
            return Err(Error::Again("the item is gone".into()));
        }
        tx.execute(&records::DROP_THEMES, &[(&id).into()])?;
    }
    for word in &item.themes {
        tx.execute(&records::PUT_THEME, &[(&id).into(), word.into()])?;
    }
    tx.record(Entry {
        room: "catalogue",
        kind: if before == 0 { "item.published" } else { "item.revised" },
        stream: id.as_str(),
        version: before,
        subject: None,
        actor,
        title: "system",
        payload: json!({ "item": id, "version": version, "code_system": item.code_system, "code": item.code, "body": body }),
        personal: None,
        state: Some((SCHEMA, state(id.as_str(), version, body.as_str(), &change.doc)?)),
    })?;
    Ok(())
}

/// The canonical encoding of an item's row.
#[derive(Serialize)]
struct State<'a> {
    id: &'a str,
    version: i64,
    body: &'a str,
    doc: &'a str,
}

/// Digest of an item's row.
///
/// # Errors
/// Never in practice: texts can be written as JSON.
pub fn state(id: &str, version: i64, body: &str, doc: &str) -> Result<Digest, Error> {
    state_digest(&State { id, version, body, doc })
}
