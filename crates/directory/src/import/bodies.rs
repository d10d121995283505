//! Bodies, one JSON object a line, as `docs/formats/items.md` says.

use std::sync::Arc;

use kernel::access::Actor;
use store::Store;

use super::ImportError;
use crate::{bodies as verbs, bodies::Ensured, body::NewBody};

/// What became of the lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct BodyReport {
    pub read: usize,
    pub created: usize,
    pub changed: usize,
    pub unchanged: usize,
}

/// Takes bodies over, all or none; a superior may stand after those below it.
///
/// # Errors
/// The first line that can't be read or taken; of the store.
pub fn bodies(store: &Store, jsonl: &[u8]) -> Result<BodyReport, ImportError> {
    const FILE: &str = "bodies.jsonl";
    let text = super::divisions::utf8(FILE, jsonl.to_vec())?;
    let mut bodies: Vec<NewBody> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |why: String| ImportError::Line { file: FILE, line: place + 1, why };
        let body: NewBody = serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
        if let Some(why) = body.wrong() {
            return Err(wrong(why));
        }
        let Some(key) = body.key.clone() else { return Err(wrong("no key".into())) };
        if let Some(before) = places.insert(key.clone(), place) {
            return Err(wrong(format!("{key} stands on line {} already", before + 1)));
        }
        bodies.push(body);
    }
    for (place, body) in bodies.iter().enumerate() {
        if let Some(superior) = body.superior.as_ref().filter(|superior| !places.contains_key(*superior)) {
            let why = format!("superior {superior} is not in the file");
            return Err(ImportError::Line { file: FILE, line: place + 1, why });
        }
    }
    let shared: Arc<Vec<NewBody>> = Arc::new(superiors_first(bodies));
    let report = store.write(move |tx| {
        let actor = Actor::system("import");
        let mut report = BodyReport { read: shared.len(), ..BodyReport::default() };
        for body in shared.iter() {
            match verbs::ensure_as(tx, &actor, body)?.1 {
                Ensured::Created => report.created += 1,
                Ensured::Changed => report.changed += 1,
                Ensured::Unchanged => report.unchanged += 1,
            }
        }
        Ok::<_, store::Error>(report)
    })?;
    Ok(report)
}

/// In an order in which every superior is known before those below it; a circle stays at the end
/// and is refused when its superior is asked for.
fn superiors_first(mut waiting: Vec<NewBody>) -> Vec<NewBody> {
    let mut ordered: Vec<NewBody> = Vec::with_capacity(waiting.len());
    let mut known = std::collections::BTreeSet::new();
    loop {
        let (ready, later): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|body| body.superior.as_ref().is_none_or(|superior| known.contains(superior)));
        if ready.is_empty() {
            ordered.extend(later);
            return ordered;
        }
        known.extend(ready.iter().filter_map(|body| body.key.clone()));
        ordered.extend(ready);
        waiting = later;
    }
}
