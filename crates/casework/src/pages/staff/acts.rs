//! How an act of staff is carried out from a form: once however often it is sent, on the version
//! that was seen, and then back to the case or on to the next. Here too are the acts that are one
//! button.

use kernel::{Problem, access::Actor};
use store::{Answered, Error, Tx};
use web::{Answer, Cx, Fail, Path, State, Texts, Typed};

use super::{desk::View, reach::Reach};
use crate::{
    Office, Room, accept as accepting,
    case::{Case, CaseId},
    clock_acts, deliver as handing,
    matter::{self, Matter},
    path, records,
    refusal::Refusal,
};

/// What an act has at hand beside the transaction.
pub(crate) struct Desk<'a> {
    pub room: &'a Room,
    pub office: &'a Office,
    pub actor: &'a Actor,
    pub texts: &'a Texts,
    /// The version that was seen.
    pub seen: Option<i64>,
}

impl Desk<'_> {
    /// The matter of the case, at its version.
    pub(crate) fn matter(&self, tx: &Tx<'_>, id: &CaseId) -> Result<Matter, Error> {
        let case = records::find(tx, id)?.ok_or(Refusal::NotFound)?;
        matter::of_case(tx, &case, self.texts)
    }

    /// Holds the case and refuses when it is not as it was seen: for verbs that don't ask.
    pub(crate) fn fresh(&self, tx: &Tx<'_>, id: &CaseId) -> Result<(), Error> {
        let case = records::hold(tx, id)?.ok_or(Refusal::NotFound)?;
        if self.seen.is_some_and(|seen| seen != case.version) { Err(Refusal::Stale.into()) } else { Ok(()) }
    }
}

/// Which act of whom, and what was seen.
pub(crate) struct Sent {
    pub id: CaseId,
    pub name: &'static str,
    /// The form's token, or a program's key.
    pub once: Option<String>,
    pub seen: Option<i64>,
}

impl Sent {
    pub(crate) fn of(id: &CaseId, name: &'static str, typed: &Typed) -> Self {
        let once = typed.once().map(str::to_owned);
        Self { id: id.clone(), name, once, seen: typed.get("seen").parse().ok() }
    }
}

/// Carries an act out. The same token is the same act: the second time nothing is done.
pub(crate) async fn carry(
    cx: &Cx,
    room: &Room,
    sent: Sent,
    act: impl Fn(&Tx<'_>, &Desk<'_>, &CaseId) -> Result<Case, Error> + Send + 'static,
) -> Result<(), Fail> {
    let (actor, room, texts) = (cx.actor.clone(), room.clone(), cx.app.texts().clone());
    let office = room.office(cx.app.store());
    cx.write(move |tx| {
        // Whoever may not even see the case is told so, whatever else is wrong.
        super::case::visible(tx, &actor, &sent.id)?;
        let desk = Desk { room: &room, office: &office, actor: &actor, texts: &texts, seen: sent.seen };
        let request = seals::digest::digest([sent.name, ":", sent.id.as_str()].concat().as_bytes());
        let who = actor.journal_name();
        if let Some(once) = &sent.once {
            match tx.answered(&who, once, &request)? {
                Answered::Before(_) => return Ok(()),
                Answered::OtherRequest => return Err(Problem::stale().into()),
                Answered::New => {}
            }
        }
        act(tx, &desk, &sent.id)?;
        if let Some(once) = &sent.once {
            tx.answer(&who, once, &request, "")?;
        }
        Ok(())
    })
    .await
}

/// 303 back to the case, or to the next of the list it was opened from.
pub(crate) async fn done(cx: &Cx, typed: &Typed, id: &CaseId) -> Answer {
    let view = View::parse(typed.get("from"));
    let here = match view {
        Some(view) => web::path::with_query(&path::desk_case(id), &[("from", view.as_str())]),
        None => path::desk_case(id),
    };
    if typed.get("then") != "next" {
        return Ok(cx.see_other(&here));
    }
    let view = view.unwrap_or(View::Tasks);
    let (actor, handled) = (cx.actor.clone(), id.clone());
    let next = cx.read(move |read| super::desk::next(read, &Reach::of(read, &actor)?, view, &handled)).await?;
    Ok(match next {
        Some(next) => cx.see_other(&web::path::with_query(&path::desk_case(&next), &[("from", view.as_str())])),
        None => cx.see_other(&view.href("")),
    })
}

/// After an act of one button: on, or the case again with what is in the way.
async fn answer(cx: &Cx, room: &Room, id: &CaseId, typed: &Typed, done_so: Result<(), Fail>) -> Answer {
    match done_so {
        Ok(()) => done(cx, typed, id).await,
        Err(fail) => {
            let form = cx.form_again(typed, fail)?;
            super::case::show(cx, room, id, typed.get("from"), form).await
        }
    }
}

/// 接件.
pub(crate) async fn receive(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let sent = Sent::of(&id, "receive", &typed);
    let result = carry(&cx, &room, sent, |tx, desk, id| accepting::receive(tx, desk.office, desk.actor, id, desk.seen));
    let result = result.await;
    answer(&cx, &room, &id, &typed, result).await
}

/// 受理.
pub(crate) async fn accept(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let sent = Sent::of(&id, "accept", &typed);
    let result = carry(&cx, &room, sent, |tx, desk, id| {
        let matter = desk.matter(tx, id)?;
        accepting::accept(tx, desk.office, desk.actor, &matter, id, desk.seen)
    });
    let result = result.await;
    answer(&cx, &room, &id, &typed, result).await
}

/// The end of a special procedure.
pub(crate) async fn resume(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let sent = Sent::of(&id, "resume", &typed);
    let result = carry(&cx, &room, sent, |tx, desk, id| {
        desk.fresh(tx, id)?;
        clock_acts::resume(tx, desk.office, desk.actor, id)
    });
    let result = result.await;
    answer(&cx, &room, &id, &typed, result).await
}

/// 送达 at the window.
pub(crate) async fn deliver(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let sent = Sent::of(&id, "deliver", &typed);
    let result = carry(&cx, &room, sent, |tx, desk, id| {
        desk.fresh(tx, id)?;
        handing::deliver(tx, desk.office, desk.actor, id)
    });
    let result = result.await;
    answer(&cx, &room, &id, &typed, result).await
}
