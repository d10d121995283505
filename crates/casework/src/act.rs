//! What every verb of the room does at its end: the row, the journal entry, the notice, the message
//! and the clocks, in one transaction.

use std::sync::Arc;

use kernel::{
    Timestamp,
    access::{Actor, Role},
    calendar::Calendar,
    id::BodyId,
};
use seals::{SealedRecord, sealed_record::Record};
use serde_json::{Value, json};
use store::{Entry, Error, Keys, Tx, state_digest};

use crate::{
    case::{Case, CaseId, SCHEMA},
    clock::{Clock, Name},
    flow::Programs,
    matter::Matter,
    notice::{self, Facts, Notice},
    permits, records,
    refusal::Refusal,
};

/// What verbs need beside the transaction: the calendar, the keys, and whether this is a sample.
#[derive(Clone)]
pub struct Office {
    pub calendar: Arc<Calendar>,
    pub keys: Keys,
    /// A demo: records are marked as samples 样本.
    pub sample: bool,
    /// Models of processes, compiled once.
    pub programs: Arc<Programs>,
}

/// Place of sealed answers, which binds them there.
pub(crate) const ANSWERS: &str = "casework_declaration.answers";
pub(crate) const APPLICANT: &str = "casework_case.applicant";
pub(crate) const OPINION: &str = "casework_task.opinion";
pub(crate) const DEFECTS: &str = "casework_correction.defects";
pub(crate) const HANDOVER_REASON: &str = "casework_handover.reason";
pub(crate) const CHANGE_REASON: &str = "casework_change.reason";
pub(crate) const RECORD: &str = "casework_notice.record";

/// A verb at work on one case.
pub(crate) struct Act<'a, 'b> {
    pub tx: &'a Tx<'b>,
    pub office: &'a Office,
    pub actor: &'a Actor,
}

impl Act<'_, '_> {
    /// Loads the case and holds it; a version that the person saw must still be the newest.
    pub(crate) fn hold(&self, id: &CaseId, seen: Option<i64>) -> Result<Case, Error> {
        let case = records::hold(self.tx, id)?.ok_or(Refusal::NotFound)?;
        if seen.is_some_and(|seen| seen != case.version) {
            return Err(Refusal::Stale.into());
        }
        Ok(case)
    }

    /// Saves the case as changed and writes its entry. `facts` must hold no personal data.
    pub(crate) fn save(&self, case: &mut Case, kind: &'static str, roles: &[Role], facts: Value) -> Result<(), Error> {
        let before = case.version;
        case.version += 1;
        if before == 0 {
            records::insert(self.tx, case)?;
        } else {
            records::update(self.tx, case)?;
        }
        let mut payload = json!({
            "case": case.id,
            "number": case.number,
            "item": case.item,
            "item_version": case.item_version,
            "item_name": case.item_name,
            "body": case.body,
            "division": case.division,
            "person": case.person,
            "enterprise": case.enterprise,
            "channel": case.channel,
            "state": case.state,
            "accepted": case.accepted_at.is_some(),
        });
        if let (Value::Object(all), Value::Object(more)) = (&mut payload, facts) {
            all.extend(more);
        }
        let title = permits::title(self.actor, roles, &case.body);
        self.tx.record(Entry {
            room: "casework",
            kind,
            stream: case.id.as_str(),
            version: before,
            subject: None,
            actor: self.actor,
            title: &title,
            payload,
            personal: None,
            state: Some((SCHEMA, state_digest(case)?)),
        })?;
        Ok(())
    }

    /// The applicant's name, for documents.
    pub(crate) fn applicant(&self, case: &Case) -> Result<String, Error> {
        match self.tx.open_text(&case.person, APPLICANT, &case.applicant) {
            Err(Error::Erased) => Ok(String::new()),
            other => other,
        }
    }

    /// Makes a notice in the name of `body`; its number is the case's with a running one.
    pub(crate) fn notice(
        &self,
        case: &Case,
        kind: notice::Kind,
        body: &BodyId,
        facts: &Facts,
    ) -> Result<String, Error> {
        let number = number_of(case, records::notices(self.tx, &case.id)?.len() + 1);
        let at = self.tx.now();
        let sealed = sealed(self.office, kind, body, &number, at, facts)?;
        self.keep(case, kind, body, number.clone(), at, sealed.text())?;
        Ok(number)
    }

    /// Keeps a sealed record, by its text, among the notices of the case.
    pub(crate) fn keep(
        &self,
        case: &Case,
        kind: notice::Kind,
        body: &BodyId,
        number: String,
        at: Timestamp,
        text: &str,
    ) -> Result<(), Error> {
        let record = self.tx.seal(&case.person, RECORD, text.as_bytes())?;
        let notice = Notice { number, kind, body: body.clone(), at, record };
        records::put_notice(self.tx, &case.id, &notice)
    }

    /// Tells the applicant that something happened; the message names the case by its number alone. It
    /// is made once and read in either language, so the English name of the item goes with it, from the
    /// matter where the verb has it, else from the catalogue.
    pub(crate) fn tell(
        &self,
        case: &Case,
        matter: Option<&Matter>,
        key: &'static str,
        more: &[(&str, String)],
    ) -> Result<(), Error> {
        let english = match (matter, case.item.parse()) {
            (Some(matter), _) => matter.item.name.en.clone(),
            (None, Ok(item)) => catalogue::card(self.tx, &item)?.and_then(|card| card.name.en),
            (None, Err(_)) => None,
        };
        let mut args = vec![("number", case.number.clone()), ("item", case.item_name.clone())];
        args.extend(english.map(|name| ("item.en", name)));
        args.extend(more.iter().cloned());
        notices::tell(self.tx, &case.person, key, &args, &crate::path::case(&case.id))
    }

    pub(crate) fn put(&self, case: &CaseId, clock: &Clock) -> Result<kernel::Date, Error> {
        let due = clock.due(&self.office.calendar, self.tx.now().date());
        records::put_clock(self.tx, case, clock, due)?;
        Ok(due)
    }

    /// Changes the clocks that run and writes the case's due dates anew.
    pub(crate) fn clocks(&self, case: &mut Case, change: &dyn Fn(&mut Clock)) -> Result<(), Error> {
        let today = self.tx.now().date();
        for mut clock in records::clocks(self.tx, &case.id)? {
            if clock.terms.ended.is_none() {
                change(&mut clock);
                self.put(&case.id, &clock)?;
            }
            let due = clock.terms.due(&self.office.calendar, today);
            match clock.name {
                Name::Statutory => case.statutory_due = Some(due.date),
                Name::Promised => case.promised_due = Some(due.date),
                _ => continue,
            }
            case.provisional |= due.provisional;
        }
        Ok(())
    }
}

/// The number of a notice: the case's with a running one, from 1.
pub(crate) fn number_of(case: &Case, running: usize) -> String {
    format!("{}-{running:02}", case.number)
}

/// A notice as the sealed record that stands for it.
///
/// # Errors
/// When the key fails.
pub(crate) fn sealed(
    office: &Office,
    kind: notice::Kind,
    body: &BodyId,
    number: &str,
    at: Timestamp,
    facts: &Facts,
) -> Result<SealedRecord, Error> {
    let record = Record {
        kind: "notice".into(),
        schema: 1,
        issuer: body.to_string(),
        number: number.to_owned(),
        issued_at: at,
        sample: office.sample,
        payload: json!({ "notice": kind, "facts": facts }),
    };
    SealedRecord::seal(record, &[&office.keys.signing]).map_err(|error| Error::Engine(error.to_string()))
}
