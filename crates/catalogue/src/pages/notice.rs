//! The one-time notice 一次性告知单 as a page to print, and as PDF.

use askama::Template;
use axum::response::IntoResponse;
use directory::bodies;
use http::{HeaderValue, header};
use kernel::{Problem, Text, problem::Refusal};
use qrcode::{EcLevel, QrCode, render::svg::Color};
use serde::Deserialize;
use web::{Answer, Cx, Fail, Html, Path, Query, Shell, State};

use super::Say;
use crate::{
    ItemId, look,
    needs::Needs,
    routes,
    sheet::{self, Need, Sheet},
};

/// The person's answers: which conditions are theirs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Keys of conditional materials.
    c: Vec<String>,
}

#[derive(Template)]
#[template(path = "catalogue_notice.html")]
pub(crate) struct NoticePage {
    pub shell: Shell,
    pub name: Say,
    pub body: Say,
    pub facts: Vec<(String, String)>,
    pub answers: Vec<(Say, String)>,
    pub conditions: Vec<Say>,
    /// What the applicant brings, then what the state has.
    pub bring: Vec<(Say, Need, Option<Say>)>,
    pub held: Vec<(Say, Need, Option<Say>)>,
    pub steps: Vec<Say>,
    pub places: Vec<sheet::Where>,
    pub data_lang: Option<&'static str>,
    pub basis: Vec<crate::item::Basis>,
    pub contacts: Vec<(String, String)>,
    pub qr: Html,
    pub as_of: String,
    /// Address of the PDF; empty where none is made.
    pub pdf: String,
    pub guide: String,
}

/// `GET /items/{id}/notice?c=KEY`.
pub async fn notice(
    cx: Cx,
    State(needs): State<Needs>,
    Path(id): Path<ItemId>,
    Query(answers): Query<Answers>,
) -> Answer {
    let (sheet, chosen) = sheet_of(&cx, &id, answers).await?;
    let pairs: Vec<(&str, &str)> = chosen.iter().map(|key| ("c", key.as_str())).collect();
    let pdf = match needs.notice_pdf {
        Some(_) => web::path::with_query(&web::path::fill(routes::NOTICE_PDF, &[&id]), &pairs),
        None => String::new(),
    };
    let shell = cx
        .shell(cx.t("catalogue-notice"))
        .crumb(cx.t("web-home"), "/")
        .crumb(sheet.item.get(cx.locale), routes::item(&id));
    cx.page(&page(shell, sheet, pdf, routes::item(&id)))
}

/// `GET /items/{id}/notice.pdf?c=KEY`.
pub async fn pdf(cx: Cx, State(needs): State<Needs>, Path(id): Path<ItemId>, Query(answers): Query<Answers>) -> Answer {
    let make = needs.notice_pdf.ok_or_else(Problem::not_found)?;
    let (sheet, _) = sheet_of(&cx, &id, answers).await?;
    // On a thread that may take its time, as looks at the store are.
    let bytes = cx.read(move |_| make(&sheet).map_err(store::Error::Engine)).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"notice.pdf\"")),
    ];
    Ok((headers, bytes).into_response())
}

async fn sheet_of(cx: &Cx, id: &ItemId, answers: Answers) -> Result<(Sheet, Vec<String>), Fail> {
    let wanted = id.clone();
    let (found, body) = cx
        .read(move |read| {
            let found = look::item(read, &wanted, None)?.ok_or_else(Problem::not_found)?;
            let body =
                bodies::by_id(read, &found.body)?.map_or_else(|| Text::zh(found.item.body.clone()), |body| body.name);
            Ok((found, body))
        })
        .await?;
    let mut chosen = answers.c;
    chosen.sort_unstable();
    chosen.dedup();
    if chosen.iter().any(|key| !found.item.materials.iter().any(|material| material.key == *key)) {
        return Err(Problem::new(Refusal::NotFound, "problem-not-found").into());
    }
    let shell = cx.shell("");
    Ok((Sheet::of(&shell, id, &found.item, &body, &chosen, cx.now.date()), chosen))
}

/// The page from the sheet.
pub(crate) fn page(shell: Shell, sheet: Sheet, pdf: String, guide: String) -> NoticePage {
    let locale = shell.locale;
    let needs = |by_applicant: bool| -> Vec<(Say, Need, Option<Say>)> {
        let wanted = sheet.materials.iter().filter(|need| need.by_applicant == by_applicant);
        wanted
            .map(|need| {
                (Say::of(&need.name, locale), need.clone(), need.note.as_ref().map(|note| Say::of(note, locale)))
            })
            .collect()
    };
    let line = |line: &sheet::Line| (line.label.get(locale).to_owned(), line.value.clone());
    NoticePage {
        name: Say::of(&sheet.item, locale),
        body: Say::of(&sheet.body, locale),
        facts: sheet.facts.iter().map(line).collect(),
        answers: sheet.answers.iter().map(|line| (Say::of(&line.label, locale), line.value.clone())).collect(),
        conditions: sheet.conditions.iter().flat_map(|text| Say::paragraphs(text, locale)).collect(),
        bring: needs(true),
        held: needs(false),
        steps: sheet.steps.iter().map(|step| Say::of(step, locale)).collect(),
        places: sheet.places,
        data_lang: super::list_lang(locale),
        basis: sheet.basis,
        contacts: sheet.contacts.iter().map(line).collect(),
        qr: sheet.url.as_deref().map(qr).unwrap_or_default(),
        as_of: sheet.as_of,
        pdf,
        guide,
        shell,
    }
}

/// A QR code (ISO/IEC 18004), nothing where the text is too long for one.
fn qr(text: &str) -> Html {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return Html::default() };
    let picture = code.render().module_dimensions(1, 1).dark_color(Color("#000")).light_color(Color("#fff")).build();
    Html(picture.find("<svg").map_or(picture.clone(), |start| picture.split_at(start).1.to_owned()))
}
