//! The public page of a code 证照核验: whether a licence is what it says and stands today. It shows
//! no more of a person than the holder consented to; until there is consent, the first character.

use askama::Template;
use http::StatusCode;
use kernel::{Date, Problem};
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Cx, Form, Html, Path, Query, Sampler, Shell, State};

use super::{Facts, mine::grouped, sample_licence, sample_picture, seal};
use crate::{
    Room,
    issue::read_code,
    licence::{Holder, Licence},
    records, routes, state,
};

/// A licence by its code, with its holder as anybody may read it: of a person masked.
pub(crate) fn look_up(read: &Read<'_>, code: &str) -> Result<Option<(Licence, Option<String>)>, Error> {
    let Some(licence) = records::by_code(read, code)? else { return Ok(None) };
    let holder = masked_holder(read, &licence)?;
    Ok(Some((licence, holder)))
}

/// The holder's name for those who may not read it whole; `None` when it was erased.
pub(crate) fn masked_holder(read: &Read<'_>, licence: &Licence) -> Result<Option<String>, Error> {
    match records::face(read, licence) {
        Ok(face) => Ok(Some(match licence.holder {
            Holder::Person(_) => web::texts::mask_name(&face.holder_name),
            // Names of organisations are public (Regulation on Registration of Market Entities, art. 8).
            Holder::Enterprise(_) => face.holder_name,
        })),
        Err(Error::Erased) => Ok(None),
        Err(error) => Err(error),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    code: Option<String>,
}

#[derive(Template)]
#[template(path = "verify.html")]
struct FormPage {
    shell: Shell,
    form: Form,
}

pub(crate) async fn form(cx: Cx, Query(asked): Query<Asked>) -> Answer {
    let typed = asked.code.unwrap_or_default();
    match read_code(&typed) {
        Some(code) => Ok(cx.see_other(&routes::verified(&code))),
        None if typed.is_empty() => form_page(&cx, Form::default()),
        None => form_page(&cx, wrong(&cx, &typed)),
    }
}

fn wrong(cx: &Cx, typed: &str) -> Form {
    let typed: String = typed.chars().take(60).collect();
    let problem = Problem::invalid().field("code", "problem-licences-code");
    cx.form_with_errors(Form::default().with("code", typed), &problem)
}

fn form_page(cx: &Cx, form: Form) -> Answer {
    let shell = cx.shell(cx.t("licences-verify"));
    cx.form_page(&form, &FormPage { shell, form: form.clone() })
}

#[derive(Template)]
#[template(path = "verified.html")]
struct Verified {
    shell: Shell,
    code: String,
    found: Option<Found>,
}

struct Found {
    facts: Facts,
    holds: bool,
    holder: Option<String>,
    /// What it means that it stands so.
    means: String,
    seal: Html,
    as_of: String,
}

pub(crate) async fn verified(cx: Cx, State(room): State<Room>, Path(typed): Path<String>) -> Answer {
    let Some(code) = read_code(&typed) else { return form_page(&cx, wrong(&cx, &typed)) };
    if code != typed {
        return Ok(cx.see_other(&routes::verified(&code)));
    }
    let (asked, today) = (code.clone(), cx.now.date());
    let found = cx.read(move |read| look_up(read, &asked)).await?;
    let shell = cx.shell(cx.t("licences-verified")).crumb(cx.t("licences-verify"), routes::VERIFY);
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let as_of = shell.moment(cx.now);
    let found = found.map(|(licence, holder)| {
        let seal = seal(&room, &shell, &licence, licence.standing(today));
        result(&shell, &licence, holder, seal, today, as_of)
    });
    cx.page_with(status, &Verified { shell, code: grouped(&code), found })
}

fn result(shell: &Shell, licence: &Licence, holder: Option<String>, seal: Html, today: Date, as_of: String) -> Found {
    let standing = licence.standing(today);
    let since = match standing {
        state::Standing::Expired => licence.valid_to.and_then(|to| to.tomorrow().ok()).unwrap_or(licence.since),
        state::Standing::NotYet => licence.valid_from,
        _ => licence.since,
    };
    Found {
        facts: Facts::of(shell, licence, today),
        holds: standing.holds(),
        holder,
        means: shell.t2("licences-means", "standing", standing.as_str(), "date", shell.date(since)),
        seal,
        as_of,
    }
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let today = Date::constant(2026, 11, 22);
    let shell = sampler.shell("licences-verify");
    sampler.page("verify", &FormPage { shell, form: Form::default() });
    let cases = [
        ("verified", state::State::Valid, None),
        ("verified-annulled", state::State::Annulled, None),
        ("verified-expired", state::State::Valid, Some(Date::constant(2026, 11, 21))),
    ];
    for (name, state, to) in cases {
        let shell = sampler.shell("licences-verified");
        let (licence, as_of) = (sample_licence(state, to), shell.date(today));
        let holder = Some(web::texts::mask_name(&shell.t("web-sample-person")));
        let found = Some(result(&shell, &licence, holder, sample_picture(), today, as_of));
        sampler.page(name, &Verified { shell, code: grouped(&licence.code), found });
    }
    let shell = sampler.shell("licences-verified");
    sampler.page("verified-unknown", &Verified { shell, code: "7Q2M9-XKD41-TA0G5-ZW8BN".into(), found: None });
}
