//! The confirmation: the number, the receipt secret, what happens next and by when.

use askama::Template;
use web::{Answer, Cx, Path, Shell, State};

use super::words;
use crate::{
    Room,
    case::{Case, CaseId},
    path, permits, receipt, records,
    refusal::Refusal,
};

/// For so long the page says the secret; then it stands on the slip alone.
const SAID_FOR_MILLIS: i64 = 30 * 60_000;

#[derive(Template)]
#[template(path = "casework/submitted.html")]
pub(crate) struct Confirmed {
    pub shell: Shell,
    pub item: String,
    pub number: String,
    /// Empty when its time is over.
    pub secret: String,
    pub next: String,
    pub case: String,
    pub slip: String,
    pub application: String,
    pub track: &'static str,
}

impl Confirmed {
    pub(crate) fn of(shell: Shell, case: &Case, secret: String, next: String, slip: String) -> Self {
        Self {
            item: case.item_name.clone(),
            number: case.number.clone(),
            secret,
            next,
            case: path::case(&case.id),
            slip,
            application: path::case_application(&case.id),
            track: path::TRACK,
            shell,
        }
    }
}

pub(crate) async fn page(cx: Cx, State(_): State<Room>, Path(id): Path<CaseId>) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let (case, names, slip) = cx
        .read(move |read| {
            let mut case = records::find(read, &id)?.ok_or(Refusal::NotFound)?;
            permits::applicant(&actor, &case)?;
            words::items(read, locale, [&mut case])?;
            let names = words::names(read, words::bodies_of(&case))?;
            let slip = records::notices(read, &id)?.into_iter().next();
            Ok((case, names, slip.map(|slip| slip.number)))
        })
        .await?;
    let fresh = cx.now.0 - case.submitted_at.0 <= SAID_FOR_MILLIS;
    let secret = if fresh { receipt::secret(cx.app.store().keys(), &case.number) } else { String::new() };
    let shell = cx.shell(cx.t("casework-submitted-title")).crumb(cx.t("casework-my"), web::MY);
    let next = words::next(&shell, &case, &names, case.item_type == "01");
    let slip = slip.map(|number| path::case_notice(&case.id, &number)).unwrap_or_default();
    cx.page(&Confirmed::of(shell, &case, secret, next, slip))
}
