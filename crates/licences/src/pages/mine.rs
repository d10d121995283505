//! The holder's own licences: the list, one with its whole face, its PDF and its record.

use askama::Template;
use axum::response::IntoResponse;
use http::{HeaderMap, HeaderValue, header};
use kernel::{Date, Problem};
use web::{Answer, Cx, Fail, Html, Path, Query, Response, Sampler, Shell, State, api::After, api::Listed};

use super::{Facts, Line, history, sample_changes, sample_licence, sample_picture, seal};
use crate::{
    Room,
    licence::{Change, Face, Holder, Licence, LicenceId},
    permits::MaySee,
    records, routes,
    sheet::Sheet,
    state,
};

const A_PAGE: u32 = 30;

struct Card {
    href: String,
    facts: Facts,
}

#[derive(Template)]
#[template(path = "licences.html")]
struct List {
    shell: Shell,
    cards: Vec<Card>,
    first: String,
    next: String,
}

pub(crate) async fn list(cx: Cx, Query(after): Query<After>) -> Answer {
    let holder = Holder::of(&cx.actor).ok_or_else(Problem::forbidden)?;
    let key = after.key().to_owned();
    let licences = cx.read(move |read| records::of_holder(read, &holder, after.key(), A_PAGE + 1)).await?;
    let listed = Listed::of(licences, A_PAGE, |licence| licence.id.to_string());
    let shell = cx.shell(cx.t("licences-mine")).crumb(cx.t("licences-my"), web::MY);
    let next = listed.next.map_or_else(String::new, |after| web::path::with_query(routes::MINE, &[("after", &after)]));
    let first = if key.is_empty() { String::new() } else { routes::MINE.to_owned() };
    let cards = cards(&shell, &listed.items, cx.now.date());
    cx.page(&List { shell, cards, first, next })
}

fn cards(shell: &Shell, licences: &[Licence], today: Date) -> Vec<Card> {
    let card = |licence: &Licence| Card { href: routes::mine(&licence.id), facts: Facts::of(shell, licence, today) };
    licences.iter().map(card).collect()
}

struct Value {
    label: String,
    value: String,
}

#[derive(Template)]
#[template(path = "licence.html")]
struct One {
    shell: Shell,
    facts: Facts,
    /// `None`: the data were erased.
    values: Option<Vec<Value>>,
    seal: Html,
    qr: Html,
    code: String,
    public: String,
    pdf: String,
    record: String,
    lines: Vec<Line>,
    replaced_by: String,
}

/// What is read for the page.
struct Seen {
    licence: Licence,
    face: Option<Face>,
    changes: Vec<Change>,
}

async fn see(cx: &Cx, id: LicenceId) -> Result<Seen, Fail> {
    let actor = cx.actor.clone();
    cx.read(move |read| {
        let licence = records::by_id(read, &id)?.ok_or_else(Problem::not_found)?;
        MaySee::of(&actor, &licence)?;
        let face = match records::face(read, &licence) {
            Ok(face) => Some(face),
            Err(store::Error::Erased) => None,
            Err(error) => return Err(error),
        };
        let changes = records::changes(read, &licence)?;
        Ok(Seen { licence, face, changes })
    })
    .await
}

pub(crate) async fn one(cx: Cx, State(room): State<Room>, Path(id): Path<LicenceId>, headers: HeaderMap) -> Answer {
    let seen = see(&cx, id).await?;
    let shell = cx.shell(seen.licence.name.get(cx.locale)).crumb(cx.t("licences-my"), web::MY);
    let shell = shell.crumb(cx.t("licences-mine"), routes::MINE);
    let address = address(&site(&cx, &headers), &seen.licence);
    let today = cx.now.date();
    cx.page(&page(shell, &room, &seen, today, &address))
}

fn page(shell: Shell, room: &Room, seen: &Seen, today: Date, address: &str) -> One {
    let Seen { licence, face, changes } = seen;
    let values = face.as_ref().map(|face| {
        let holder =
            [("licences-holder", Some(&face.holder_name)), ("licences-holder-number", face.holder_number.as_ref())];
        let holder = holder
            .into_iter()
            .filter_map(|(key, value)| Some(Value { label: shell.t(key).into_owned(), value: value?.clone() }));
        let fields = face
            .fields
            .iter()
            .map(|field| Value { label: shell.text(&field.label).to_owned(), value: worded(&shell, &field.value) });
        holder.chain(fields).collect()
    });
    One {
        facts: Facts::of(&shell, licence, today),
        values,
        seal: seal(room, &shell, licence, licence.standing(today)),
        qr: Html((room.needs.qr_svg)(address).unwrap_or_default()),
        code: grouped(&licence.code),
        public: routes::verified(&licence.code),
        pdf: routes::pdf(&licence.id),
        record: routes::record(&licence.id),
        lines: history(&shell, changes),
        replaced_by: licence.replaced_by.as_ref().map_or_else(String::new, routes::mine),
        shell,
    }
}

/// A value of the face as it is read: a day in the reader's form.
fn worded(shell: &Shell, value: &str) -> String {
    value.parse::<Date>().map_or_else(|_| value.to_owned(), |day| shell.date(day))
}

/// Where this site stands, for what leaves it: as configured, else as the reader calls it.
fn site(cx: &Cx, headers: &HeaderMap) -> String {
    if let Some(origin) = &cx.app.site().origin {
        return origin.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let plain = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    if plain { ["http://", host].concat() } else { String::new() }
}

/// The address behind the QR code, as a telephone anywhere can open it.
fn address(site: &str, licence: &Licence) -> String {
    [site, &routes::verified(&licence.code)].concat()
}

/// `7Q2M9-XKD41-TA0G5-ZW8BN`: to be read aloud and typed.
pub(crate) fn grouped(code: &str) -> String {
    let chars: Vec<char> = code.chars().collect();
    chars.chunks(5).map(|five| five.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

pub(crate) async fn pdf(cx: Cx, State(room): State<Room>, Path(id): Path<LicenceId>, headers: HeaderMap) -> Answer {
    let (actor, texts, locale, today) = (cx.actor.clone(), cx.app.texts().clone(), cx.locale, cx.now.date());
    let site = site(&cx, &headers);
    let (sheet, name) = cx
        .read(move |read| {
            let licence = records::by_id(read, &id)?.ok_or_else(Problem::not_found)?;
            MaySee::of(&actor, &licence)?;
            let (face, record) = (records::face(read, &licence)?, records::record_text(read, &licence)?);
            let address = address(&site, &licence);
            let name = [&licence.kind, "-", licence.code.get(..5).unwrap_or_default(), ".pdf"].concat();
            Ok((Sheet::of(&licence, &face, record, &texts, locale, today, &address), name))
        })
        .await?;
    let render = room.needs.render_licence;
    let set = tokio::task::spawn_blocking(move || render(&sheet)).await;
    let bytes = set.map_err(|error| Fail::Fault(Box::new(error)))?.map_err(|why| Fail::fault(&why))?;
    download(bytes, "application/pdf", &name)
}

pub(crate) async fn record(cx: Cx, Path(id): Path<LicenceId>) -> Answer {
    let actor = cx.actor.clone();
    let (text, name) = cx
        .read(move |read| {
            let licence = records::by_id(read, &id)?.ok_or_else(Problem::not_found)?;
            MaySee::of(&actor, &licence)?;
            let name = [&licence.kind, "-", licence.code.get(..5).unwrap_or_default(), ".json"].concat();
            Ok((records::record_text(read, &licence)?, name))
        })
        .await?;
    download(text.into_bytes(), "application/json", &name)
}

fn download(bytes: Vec<u8>, kind: &'static str, name: &str) -> Answer {
    let mut response: Response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = HeaderValue::from_str(&["attachment; filename=\"", name, "\""].concat());
    headers.insert(header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment")));
    Ok(response)
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let today = Date::constant(2026, 11, 22);
    let licences = [
        sample_licence(state::State::Valid, Some(Date::constant(2031, 11, 19))),
        sample_licence(state::State::Valid, Some(Date::constant(2026, 11, 21))),
        sample_licence(state::State::Annulled, None),
    ];
    let shell = sampler.shell("licences-mine");
    let cards = cards(&shell, &licences, today);
    sampler.page("my-licences", &List { shell, cards, first: String::new(), next: "/me/licences?after=x".into() });
    let shell = sampler.shell("licences-mine");
    sampler.page("my-licences-none", &List { shell, cards: Vec::new(), first: String::new(), next: String::new() });
    for (name, licence) in ["my-licence", "my-licence-expired", "my-licence-annulled"].into_iter().zip(&licences) {
        let shell = sampler.shell("licences-mine").titled(licence.name.get(sampler.locale));
        let face = Face {
            kind: licence.kind.clone(),
            name: licence.name.clone(),
            holder_kind: "person".into(),
            holder_name: shell.t("web-sample-person").into_owned(),
            holder_number: Some("440305199003071228".into()),
            fields: Vec::new(),
            issuer_name: licence.issuer_name.clone(),
            valid_from: licence.valid_from,
            valid_to: licence.valid_to,
            code: licence.code.clone(),
        };
        let page = One {
            facts: Facts::of(&shell, licence, today),
            values: Some(vec![Value { label: shell.t("licences-holder").into_owned(), value: face.holder_name }]),
            seal: sample_picture(),
            qr: sample_picture(),
            code: grouped(&licence.code),
            public: routes::verified(&licence.code),
            pdf: routes::pdf(&licence.id),
            record: routes::record(&licence.id),
            lines: history(&shell, &sample_changes()),
            replaced_by: String::new(),
            shell,
        };
        sampler.page(name, &page);
    }
}
