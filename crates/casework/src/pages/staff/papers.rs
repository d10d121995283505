//! Files and notices of a case for whoever handles it. Each is a look at the applicant's data and
//! recorded before it is sent.

use web::{Answer, Cx, Path, State};

use super::case::{looked, visible};
use crate::{
    Room,
    case::CaseId,
    pages::printed::{self, Printed},
    paper::Source,
    records,
    refusal::Refusal,
};

/// A file as it was handed in.
pub(crate) async fn file(cx: Cx, Path((id, material)): Path<(CaseId, String)>) -> Answer {
    let actor = cx.actor.clone();
    let (case, paper) = cx
        .read(move |read| {
            let case = visible(read, &actor, &id)?;
            let found = records::papers(read, id.as_str())?.into_iter().find(|paper| paper.material == material);
            let paper = found.filter(|paper| paper.source == Source::Applicant).ok_or(Refusal::NotFound)?;
            Ok((case, paper))
        })
        .await?;
    looked(&cx, &case, "casework-look-file").await?;
    printed::file(&cx, &paper).await
}

/// A notice, rendered from its record.
pub(crate) async fn notice(cx: Cx, State(room): State<Room>, Path((id, number)): Path<(CaseId, String)>) -> Answer {
    let (actor, texts, inner, named) = (cx.actor.clone(), cx.app.texts().clone(), room.clone(), number.clone());
    let origin = cx.app.site().origin.clone().unwrap_or_default();
    let keys = cx.app.store().keys().clone();
    let (case, found) = cx
        .read(move |read| {
            let case = visible(read, &actor, &id)?;
            let found = printed::printed(read, &inner, &texts, &origin, &keys, &case, &named)?;
            Ok((case, found))
        })
        .await?;
    looked(&cx, &case, "casework-look-notice").await?;
    let Printed { document, data, record, created, title } = found;
    let meta = crate::DocumentMeta { title, locale: cx.locale, created, record: Some(record) };
    let bytes = printed::render(&room, document, data, meta).await?;
    printed::pdf(bytes, &number)
}
