//! The desk for what can't get done 办不成事窗口: a matter is opened at the counter or by the person,
//! with a clock of its own; its body answers, or passes it on while the clock runs; the supervisor
//! sees it all the while.

use kernel::{
    Calendar, Problem,
    access::Actor,
    id::{BodyId, PersonId},
};
use store::{Error, Read, Tx};

use crate::{
    act::{self, By},
    appointment::code_of,
    hall::Hall,
    permits::MaySee,
    records::{
        self,
        stuck::{ANSWER, CONTACT, WORDS},
    },
    refusal::Refusal,
    routes,
    stuck::{Answer, Stuck, StuckId},
    ticket::TicketId,
};

/// What is to be answered.
#[derive(Debug, Clone)]
pub(crate) struct NewStuck {
    /// The official number, drawn before.
    pub number: String,
    pub body: BodyId,
    pub item: Option<String>,
    pub ticket: Option<TicketId>,
    /// Who has an account.
    pub person: Option<PersonId>,
    pub words: String,
    pub contact: Option<String>,
}

/// The context of the keyed digest of secrets.
const SECRETS: &str = "hall.stuck";

/// The secret with which a matter is followed: made with the store's key, kept nowhere.
pub(crate) fn secret(read: &Read<'_>, number: &str) -> String {
    code_of(&read.blind(SECRETS, number).0)
}

/// Opens a matter.
///
/// # Errors
/// Of the store.
pub(crate) fn open(tx: &Tx<'_>, by: &By, hall: &Hall, new: &NewStuck, calendar: &Calendar) -> Result<Stuck, Error> {
    // Where nobody gave a name the words have a key of their own, which can be destroyed as any other.
    let holder = new.person.clone().unwrap_or_else(|| tx.id());
    let now = tx.now();
    let days = u32::from(hall.settings.rules.stuck_days);
    let contact = new.contact.as_ref().map(|text| tx.seal(&holder, CONTACT, text.as_bytes())).transpose()?;
    let made = Stuck {
        id: tx.id(),
        version: 1,
        number: new.number.clone(),
        hall: hall.id.clone(),
        division: hall.division,
        body: new.body.clone(),
        item: new.item.clone(),
        ticket: new.ticket.clone(),
        known: new.person.is_some(),
        words: tx.seal(&holder, WORDS, new.words.as_bytes())?,
        contact,
        holder,
        opened_at: now,
        due: calendar.due(now.date(), days).date,
        passed: 0,
        outcome: None,
        answer: None,
        answered_at: None,
    };
    act::stick(tx, by, &made)?;
    Ok(made)
}

/// A matter by its number and secret; which of the two was wrong is not said.
///
/// # Errors
/// Of the store.
pub(crate) fn follow(read: &Read<'_>, number: &str, secret: &str) -> Result<Option<Stuck>, Error> {
    let number: String = kernel::identifiers::normalise(number).chars().filter(|c| *c != '-').collect();
    let found = records::stuck::by_number(read, &number)?;
    let typed = crate::appointment::read_code(secret);
    Ok(found.filter(|made| typed == Some(self::secret(read, &made.number))))
}

/// Answers a matter.
///
/// # Errors
/// 403 for those who only watch; 409 when it was answered.
pub(crate) fn answer(tx: &Tx<'_>, permit: &MaySee, id: &StuckId, outcome: Answer, words: &str) -> Result<Stuck, Error> {
    let mut made = mine(tx, permit, id)?;
    made.outcome = Some(outcome);
    made.answer = Some(tx.seal(&made.holder, ANSWER, words.as_bytes())?);
    made.answered_at = Some(tx.now());
    act::settle(tx, &By::new(&permit.actor, &permit.title), "stuck.answered", &mut made)?;
    if made.known {
        let args = [("number", made.number.clone())];
        notices::tell(tx, &made.holder, "hall-told-answered", &args, routes::MY_STUCK)?;
    }
    Ok(made)
}

/// Passes a matter to another body; its clock runs on.
///
/// # Errors
/// 403 for those who only watch; 409 when it was answered; 422 for a body that is none, or the same.
pub(crate) fn pass(tx: &Tx<'_>, permit: &MaySee, id: &StuckId, body: &BodyId) -> Result<Stuck, Error> {
    let mut made = mine(tx, permit, id)?;
    if *body == made.body || directory::bodies::by_id(tx, body)?.is_none() {
        return Err(Problem::invalid().field("body", "problem-field-choice").into());
    }
    made.body = body.clone();
    made.passed += 1;
    act::settle(tx, &By::new(&permit.actor, &permit.title), "stuck.passed", &mut made)?;
    Ok(made)
}

fn mine(tx: &Tx<'_>, permit: &MaySee, id: &StuckId) -> Result<Stuck, Error> {
    if !permit.answers {
        return Err(Problem::forbidden().into());
    }
    let made = records::stuck::by_id(tx, id)?.ok_or_else(Problem::not_found)?;
    if made.is_open() { Ok(made) } else { Err(Refusal::Answered.into()) }
}

/// What stands in a matter, opened.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub words: Option<String>,
    pub contact: Option<String>,
    pub answer: Option<String>,
}

/// # Errors
/// Of the store; what was erased is `None`.
pub(crate) fn words(read: &Read<'_>, made: &Stuck) -> Result<Words, Error> {
    let open = |place: &'static str, sealed: Option<&[u8]>| match sealed
        .map(|bytes| read.open_text(&made.holder, place, bytes))
    {
        None | Some(Err(Error::Erased)) => Ok(None),
        Some(Ok(text)) => Ok(Some(text)),
        Some(Err(error)) => Err(error),
    };
    Ok(Words {
        words: open(WORDS, Some(&made.words))?,
        contact: open(CONTACT, made.contact.as_deref())?,
        answer: open(ANSWER, made.answer.as_deref())?,
    })
}

/// What an actor sees of matters: the body's own, and those of the divisions that they supervise.
///
/// # Errors
/// Of the store.
pub(crate) fn seen(read: &Read<'_>, actor: &Actor, state: &'static str, limit: u32) -> Result<Vec<Stuck>, Error> {
    use kernel::access::Role;
    let mut all = Vec::new();
    for scope in actor.scopes() {
        if crate::permits::ANSWERING.contains(&scope.role) {
            all.extend(records::stuck::of_body(read, &scope.body, state, limit)?);
        } else if scope.role == Role::Supervisor {
            match &scope.division {
                Some(division) => all.extend(records::stuck::within(read, division, state, limit)?),
                None => all.extend(records::stuck::of_body(read, &scope.body, state, limit)?),
            }
        }
    }
    all.sort_by(|one, other| (one.due, &one.id).cmp(&(other.due, &other.id)));
    all.dedup_by(|one, other| one.id == other.id);
    Ok(all)
}
