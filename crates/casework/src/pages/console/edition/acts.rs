//! What is done with a version: begun, written over, given up, published, taken back.

use kernel::{Problem, division::DivisionCode};
use store::{Answered, Error, Tx};
use web::{Answer, Check, Cx, Fail, Path, State, Typed};

use super::show;
use crate::pages::console::{Opened, Subject};
use crate::{
    Room, edition::EditionId, permits, publish as publishing, records, refusal::Refusal, routes::console as to,
};

/// Does an act once, however often the same form is sent; what the first time came to, as text.
pub(super) fn once<T: ToString>(
    tx: &Tx<'_>,
    cx: &Cx,
    typed: &Typed,
    what: &str,
    act: impl FnOnce() -> Result<T, Error>,
) -> Result<String, Error> {
    let request = seals::digest::digest(what.as_bytes());
    let who = cx.actor.journal_name();
    if let Some(once) = typed.once() {
        match tx.answered(&who, once, &request)? {
            Answered::Before(answer) => return Ok(answer),
            Answered::OtherRequest => return Err(Problem::stale().into()),
            Answered::New => {}
        }
    }
    let done = act()?.to_string();
    if let Some(once) = typed.once() {
        tx.answer(&who, once, &request, &done)?;
    }
    Ok(done)
}

/// A new draft: for a place, on what holds now.
pub(crate) async fn begin(cx: Cx, State(room): State<Room>, Path(item): Path<String>, typed: Typed) -> Answer {
    let result = begun(&cx, &room, &item, &typed).await;
    match result {
        Ok(id) => Ok(cx.see_other(&web::path::fill(to::EDITION, &[&id]))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?.labelled(&[
                ("place", &cx.t("casework-models-place")),
                ("base", &cx.t("casework-models-base")),
                ("note", &cx.t("casework-models-note")),
            ]);
            crate::pages::console::item::show(&cx, &room, item, form).await
        }
    }
}

/// A place as it is typed: `all`, or a division.
pub(crate) fn place_of(check: &mut Check, typed: &str) -> Option<Option<DivisionCode>> {
    check.choice("place", typed, |value| match value {
        "all" => Some(None),
        code => code.parse().ok().map(Some),
    })
}

async fn begun(cx: &Cx, room: &Room, item: &str, typed: &Typed) -> Result<String, Fail> {
    let mut check = Check::new();
    let place = place_of(&mut check, typed.get("place"));
    let note = check.text("note", typed.get("note"), 1..=200);
    let base = typed.get("base").to_owned();
    if base.is_empty() {
        check.wrong("base", "problem-field-choice");
    }
    check.done()?;
    let (asker, programs, item, sent) = (cx.clone(), room.programs().clone(), item.to_owned(), typed.clone());
    cx.write(move |tx| {
        let subject = Subject::of(tx, &item)?;
        permits::draw(&asker.actor, &subject.body, place.flatten().as_ref())?;
        once(tx, &asker, &sent, &["model-begin:", &item].concat(), || {
            let text = match base.parse::<EditionId>() {
                Ok(id) => {
                    records::edition_by_id(tx, &id)?.filter(|base| base.item == item).ok_or(Refusal::NotFound)?.text
                }
                Err(_) => subject.begun(&programs, asker.app.texts())?,
            };
            let drawn = publishing::Drawn { text, note: note.clone() };
            Ok(publishing::begin(tx, &asker.actor, &subject.body, &item, place.flatten(), &drawn)?.id)
        })
    })
    .await
}

/// Carries out an act on a version, once; then back to it.
pub(super) async fn act(
    cx: &Cx,
    id: &EditionId,
    typed: &Typed,
    name: &'static str,
    verb: impl Fn(&Tx<'_>, &Opened, i64) -> Result<(), Error> + Send + 'static,
) -> Result<(), Fail> {
    let (asker, id, sent) = (cx.clone(), id.clone(), typed.clone());
    let seen = typed.get("seen").parse().unwrap_or(0);
    cx.write(move |tx| {
        let opened = Opened::of(tx, &id)?;
        let what = [name, ":", id.as_str()].concat();
        once(tx, &asker, &sent, &what, || verb(tx, &opened, seen).map(|()| "")).map(drop)
    })
    .await
}

/// Back to the version, or its page again with what is in the way.
pub(super) async fn answer(cx: &Cx, id: EditionId, typed: &Typed, result: Result<(), Fail>) -> Answer {
    match result {
        Ok(()) => Ok(cx.see_other(&to::of(to::EDITION, &id))),
        Err(fail) => {
            let label = |name: &'static str, key: &str| (name, cx.t(key));
            let labels = [
                label("text", "casework-models-text"),
                label("note", "casework-models-note"),
                label("decisions", "casework-models-decisions"),
                label("facts", "casework-models-facts"),
                label("act", "casework-models-step-act"),
                label("step", "casework-models-step-which"),
                label("name", "casework-models-step-name"),
                label("level", "casework-models-step-level"),
                label("line", "casework-models-step-line"),
                label("days", "casework-models-step-days"),
                label("basis", "casework-models-step-basis"),
            ];
            let labels: Vec<(&str, &str)> = labels.iter().map(|(name, label)| (*name, label.as_str())).collect();
            let form = cx.form_again(typed, fail)?.labelled(&labels);
            show(cx, id, form).await
        }
    }
}

pub(crate) async fn redraw(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let mut check = Check::new();
    let note = check.text("note", typed.get("note"), 1..=200);
    let drawn = publishing::Drawn { text: typed.get("text").to_owned(), note };
    let result = match check.done() {
        Err(problem) => Err(problem.into()),
        Ok(()) => {
            let actor = cx.actor.clone();
            act(&cx, &id, &typed, "model-redraw", move |tx, opened, seen| {
                publishing::redraw(tx, &actor, &opened.subject.body, &opened.edition.id, seen, &drawn).map(drop)
            })
            .await
        }
    };
    answer(&cx, id, &typed, result).await
}

pub(crate) async fn discard(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let actor = cx.actor.clone();
    let result = act(&cx, &id, &typed, "model-discard", move |tx, opened, seen| {
        publishing::discard(tx, &actor, &opened.subject.body, &opened.edition.id, seen).map(drop)
    })
    .await;
    match result {
        Ok(()) => Ok(cx.see_other(to::MODELS)),
        Err(fail) => answer(&cx, id, &typed, Err(fail)).await,
    }
}

pub(crate) async fn publish(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let actor = cx.actor.clone();
    let result = act(&cx, &id, &typed, "model-publish", move |tx, opened, seen| {
        let Subject { item, body } = &opened.subject;
        match publishing::publish(tx, &actor, body, &item.item, &opened.edition.id, seen)? {
            publishing::Published::Done(_) => Ok(()),
            publishing::Published::Unfit(_) => Err(Refusal::Unfit.into()),
        }
    })
    .await;
    answer(&cx, id, &typed, result).await
}

pub(crate) async fn end(cx: Cx, Path(id): Path<EditionId>, typed: Typed) -> Answer {
    let actor = cx.actor.clone();
    let result = act(&cx, &id, &typed, "model-end", move |tx, opened, seen| {
        publishing::end(tx, &actor, &opened.subject.body, &opened.edition.id, seen).map(drop)
    })
    .await;
    answer(&cx, id, &typed, result).await
}
