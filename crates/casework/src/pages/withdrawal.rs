//! Taking an application back: what it means, and one button.

use askama::Template;
use web::{Answer, Cx, Fail, Form, Path, Shell, State, Typed};

use super::{case::own, words};
use crate::{Room, case::CaseId, deliver, matter, path, refusal::Refusal};

#[derive(Template)]
#[template(path = "casework/withdrawal.html")]
pub(crate) struct Withdrawal {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub back: String,
    pub number: String,
    pub item: String,
    pub ended: bool,
}

async fn show(cx: &Cx, id: CaseId, form: Form) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let case = cx
        .read(move |read| {
            let mut case = own(read, &actor, &id)?;
            words::items(read, locale, [&mut case])?;
            Ok(case)
        })
        .await?;
    let shell = cx
        .shell(cx.t("casework-withdrawal-title"))
        .crumb(cx.t("casework-my"), web::MY)
        .crumb(case.item_name.clone(), path::case(&case.id));
    let form = form.with("version", case.version.to_string());
    cx.form_page(
        &form,
        &Withdrawal {
            action: path::case_withdrawal(&case.id),
            back: path::case(&case.id),
            number: case.number,
            item: case.item_name,
            ended: case.state.ended(),
            form: form.clone(),
            shell,
        },
    )
}

pub(crate) async fn page(cx: Cx, Path(id): Path<CaseId>) -> Answer {
    let form = cx.form();
    show(&cx, id, form).await
}

async fn verb(cx: &Cx, room: &Room, id: &CaseId, seen: Option<i64>) -> Result<(), Fail> {
    let (office, actor, id) = (room.office(cx.app.store()), cx.actor.clone(), id.clone());
    cx.write(move |tx| {
        let case = own(tx, &actor, &id)?;
        if case.state == crate::case::State::Withdrawn {
            // Sent twice.
            return Ok(());
        }
        let matter = matter::of_case_without_form(tx, &case).map_err(|_| Refusal::NotFound)?;
        deliver::withdraw(tx, &office, &actor, &matter, &id, seen).map(drop)
    })
    .await
}

pub(crate) async fn withdraw(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    match verb(&cx, &room, &id, typed.get("version").parse().ok()).await {
        Ok(()) => Ok(cx.see_other(&path::case(&id))),
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?;
            show(&cx, id, form).await
        }
    }
}
