//! Documents of a case for its applicant: the application form that was produced, the slip, the
//! notices, and the files that were handed in. Each is made from its record, the same every time.

use axum::response::IntoResponse;
use http::{HeaderValue, header};
use kernel::{Date, Problem, problem::Refusal as Status};
use store::{Error, Read};
use web::{Answer, Cx, Fail, Path, State};

use super::case::own;
use crate::{
    Document, DocumentMeta, Room, case::CaseId, correct, matter, paper::Source, printing, records, refusal::Refusal,
};

/// Sends what was rendered, to be shown in the browser.
pub(crate) fn pdf(bytes: Vec<u8>, name: &str) -> Answer {
    let shown = ["inline; filename=\"", name, ".pdf\""].concat();
    let shown = HeaderValue::from_str(&shown).unwrap_or(HeaderValue::from_static("inline"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, shown),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, bytes).into_response())
}

/// Renders on a thread that may block.
pub(crate) async fn render(
    room: &Room,
    document: Document,
    data: serde_json::Value,
    meta: DocumentMeta,
) -> Result<Vec<u8>, Fail> {
    let render = room.needs().render.clone();
    let done = tokio::task::spawn_blocking(move || render(document, &data, &meta)).await;
    done.map_err(|error| Fail::Fault(Box::new(error)))?.map_err(|error| Fail::fault(&error))
}

/// 申请表.
pub(crate) async fn application(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>) -> Answer {
    let (actor, texts, inner) = (cx.actor.clone(), cx.app.texts().clone(), room.clone());
    let origin = cx.app.site().origin.clone().unwrap_or_default();
    let (data, number, day, title) = cx
        .read(move |read| {
            let case = own(read, &actor, &id)?;
            let matter = matter::of_case(read, &case, &texts)?;
            let answers = correct::declared(read, &case)?;
            let answers = crate::answers::with_places(read, &matter.form, &answers, kernel::Locale::Zh)?;
            let papers = records::papers(read, id.as_str())?;
            let applicant = read.open_text(&case.person, crate::act::APPLICANT, &case.applicant)?;
            let sample = inner.needs().sample;
            let data = printing::application(&texts, &case, &matter, &answers, &papers, &applicant, sample, &origin);
            Ok((data, case.number, case.submitted_at.date(), matter.item.name.zh.clone()))
        })
        .await?;
    let meta = DocumentMeta { title, locale: cx.locale, created: day, record: None };
    let bytes = render(&room, Document::Application, data, meta).await?;
    pdf(bytes, &number)
}

/// A notice, opened: which document, its data, its record and its date.
pub(crate) struct Printed {
    pub document: Document,
    pub data: serde_json::Value,
    pub record: String,
    pub created: Date,
    pub title: String,
}

/// A notice of a case whose reader was proved before.
pub(crate) fn printed(
    read: &Read<'_>,
    room: &Room,
    texts: &web::Texts,
    origin: &str,
    keys: &store::Keys,
    case: &crate::case::Case,
    number: &str,
) -> Result<Printed, Error> {
    let notice = records::notices(read, &case.id)?.into_iter().find(|notice| notice.number == number);
    let notice = notice.ok_or(Refusal::NotFound)?;
    let body = directory::bodies::by_id(read, &notice.body)?.ok_or(Refusal::NotFound)?;
    let record = read.open_text(&case.person, crate::act::RECORD, &notice.record)?;
    let facts = printing::facts(&record)?;
    let sample = room.needs().sample;
    let (document, data) = printing::notice(texts, case, &notice, &body, &facts, sample, origin, keys);
    Ok(Printed {
        document,
        data,
        record,
        created: notice.at.date(),
        title: texts.get(kernel::Locale::Zh, notice.kind.label()).into_owned(),
    })
}

pub(crate) async fn notice(cx: Cx, State(room): State<Room>, Path((id, number)): Path<(CaseId, String)>) -> Answer {
    let (actor, texts, inner, named) = (cx.actor.clone(), cx.app.texts().clone(), room.clone(), number.clone());
    let origin = cx.app.site().origin.clone().unwrap_or_default();
    let keys = cx.app.store().keys().clone();
    let found = cx
        .read(move |read| {
            let case = own(read, &actor, &id)?;
            printed(read, &inner, &texts, &origin, &keys, &case, &named)
        })
        .await?;
    let Printed { document, data, record, created, title } = found;
    let meta = DocumentMeta { title, locale: cx.locale, created, record: Some(record) };
    let bytes = render(&room, document, data, meta).await?;
    pdf(bytes, &number)
}

/// A file as it was handed in; it is offered for saving, never shown by this site.
pub(crate) async fn paper(cx: Cx, Path((id, material)): Path<(CaseId, String)>) -> Answer {
    let actor = cx.actor.clone();
    let paper = cx
        .read(move |read| {
            own(read, &actor, &id)?;
            let found = records::papers(read, id.as_str())?.into_iter().find(|paper| paper.material == material);
            Ok(found.filter(|paper| paper.source == Source::Applicant).ok_or(Refusal::NotFound)?)
        })
        .await?;
    file(&cx, &paper).await
}

/// The content of a paper.
pub(crate) async fn file(cx: &Cx, paper: &crate::paper::Paper) -> Answer {
    let files = cx.app.store().files()?.clone();
    let content = files.get(&paper.reference).await.map_err(|_| Problem::new(Status::Gone, "casework-file-gone"))?;
    let media = paper.media.as_deref().unwrap_or("application/octet-stream");
    let ending = match media {
        "application/pdf" => "pdf",
        "application/ofd" => "ofd",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "text/plain" => "txt",
        _ => "bin",
    };
    let shown = ["attachment; filename=\"", &paper.material, ".", ending, "\""].concat();
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_str(media).unwrap_or(HeaderValue::from_static("application/octet-stream")),
        ),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&shown).unwrap_or(HeaderValue::from_static("attachment"))),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, content).into_response())
}
