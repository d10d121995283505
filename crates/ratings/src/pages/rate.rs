//! The page of an invitation: first how satisfied, with nothing preselected, then why. It works
//! without an account and knows nobody; what it names is the matter and the body.

use askama::Template;
use http::StatusCode;
use kernel::{Problem, Text};
use seals::Digest;
use serde::Deserialize;
use store::Read;
use web::{Answer, Choice, Cx, Fail, Form, Path, Query, Sampler, Shell, State, Typed};

use crate::{
    Needs,
    permits::Invited,
    rate,
    rate::Opened,
    rating::{Invitation, Level, NewRating, RawRating, reasons},
    records, routes,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    level: Option<String>,
    /// The form was sent: a browser sends nothing at all for radios of which none is chosen.
    sent: Option<String>,
}

#[derive(Template)]
#[template(path = "rate_level.html")]
struct LevelPage {
    shell: Shell,
    form: Form,
    here: String,
    item: String,
    body: String,
    levels: Vec<Choice>,
    until: String,
}

#[derive(Template)]
#[template(path = "rate_reasons.html")]
struct ReasonsPage {
    shell: Shell,
    form: Form,
    here: String,
    item: String,
    body: String,
    level: String,
    number: i64,
    reasons: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "rate_done.html")]
struct DonePage {
    shell: Shell,
    item: String,
    body: String,
    /// The level that was given; empty when the invitation expired without.
    level: String,
}

/// The state of an invitation with the names of its item and body.
struct Seen {
    opened: Opened,
    item: Text,
    body: Text,
}

fn see(read: &Read<'_>, needs: &Needs, digest: &Digest) -> Result<Seen, store::Error> {
    let opened = rate::open(read, digest)?;
    let (Opened::Open(invitation) | Opened::Rated(invitation, _) | Opened::Expired(invitation)) = &opened;
    let body = directory::bodies::by_id(read, &invitation.body)?.map(|body| body.name).unwrap_or_default();
    let item = needs.named(read, &invitation.item, &invitation.item_name)?;
    Ok(Seen { opened, item, body })
}

pub(crate) async fn form(
    cx: Cx,
    State(needs): State<Needs>,
    Path(token): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Answer {
    let digest = rate::digest(&token)?;
    let seen = cx.read(move |read| see(read, &needs, &digest)).await?;
    let asked = chosen.level.is_some() || chosen.sent.is_some();
    let level = chosen.level.as_deref().and_then(|text| text.parse().ok()).and_then(Level::of);
    let form = if asked && level.is_none() {
        cx.form_with_errors(cx.form(), &Problem::invalid().field("level", "problem-field-choose"))
    } else {
        cx.form()
    };
    answer(&cx, &token, seen, level, form)
}

pub(crate) async fn give(cx: Cx, State(needs): State<Needs>, Path(token): Path<String>, typed: Typed) -> Answer {
    let digest = rate::digest(&token)?;
    match verb(&cx, digest, &typed).await {
        Ok(()) => Ok(cx.see_other(&routes::rate(&token))),
        Err(fail) => {
            // A second time and a late one are told by the page of the invitation itself.
            let over = matches!(&fail, Fail::Problem(problem) if [409, 410].contains(&problem.refusal.status()));
            let status = fail.status();
            let form = if over { Form::default() } else { cx.form_again(&typed, fail)? };
            let seen = cx.read(move |read| see(read, &needs, &digest)).await?;
            let level = typed.get("level").parse().ok().and_then(Level::of);
            let mut response = answer(&cx, &token, seen, level, form)?;
            if over {
                *response.status_mut() = status;
            }
            Ok(response)
        }
    }
}

async fn verb(cx: &Cx, digest: Digest, typed: &Typed) -> Result<(), Fail> {
    let new = typed.command::<RawRating, NewRating>()?;
    cx.write(move |tx| rate::rate(tx, &digest, &new).map(drop)).await
}

/// The way from inbox and case to the invitation: its secret stands in no list.
pub(crate) async fn mine(cx: Cx, Path(handling): Path<String>) -> Answer {
    let actor = cx.actor.clone();
    let token = cx
        .read(move |read| {
            let invitation = records::by_handling(read, &handling)?.ok_or_else(Problem::not_found)?;
            let permit = Invited::of(&actor, &invitation)?;
            read.open_text(permit.person(), records::TOKEN, &invitation.token)
        })
        .await?;
    Ok(cx.see_other(&routes::rate(&token)))
}

fn answer(cx: &Cx, token: &str, seen: Seen, level: Option<Level>, form: Form) -> Answer {
    let body = seen.body.get(cx.locale).to_owned();
    let item = seen.item.get(cx.locale).to_owned();
    match seen.opened {
        Opened::Open(invitation) => match level {
            None => {
                let shell = cx.shell(cx.t("ratings-rate"));
                cx.form_page(&form, &level_page(shell, form.clone(), &invitation, item, body, &routes::rate(token)))
            }
            Some(level) => {
                let shell = cx.shell(cx.t("ratings-why"));
                cx.form_page(&form, &reasons_page(shell, form.clone(), item, body, &routes::rate(token), level))
            }
        },
        Opened::Rated(_, level) => {
            let level = Level::of(level).map_or_else(String::new, |level| cx.t(level.label()));
            let shell = cx.shell(cx.t("ratings-thanks"));
            cx.page(&DonePage { shell, item, body, level })
        }
        Opened::Expired(_) => {
            let shell = cx.shell(cx.t("ratings-expired"));
            cx.page_with(StatusCode::GONE, &DonePage { shell, item, body, level: String::new() })
        }
    }
}

fn level_page(shell: Shell, form: Form, invitation: &Invitation, item: String, body: String, here: &str) -> LevelPage {
    LevelPage {
        form,
        here: here.to_owned(),
        item,
        body,
        levels: Level::ALL
            .into_iter()
            .map(|level| Choice::new(level.number().to_string(), shell.t(level.label())))
            .collect(),
        until: shell.date(invitation.expires_at.date()),
        shell,
    }
}

fn reasons_page(shell: Shell, form: Form, item: String, body: String, here: &str, level: Level) -> ReasonsPage {
    ReasonsPage {
        form,
        here: here.to_owned(),
        item,
        body,
        level: shell.t(level.label()).into_owned(),
        number: level.number(),
        reasons: reasons(level).map(|reason| Choice::new(&*reason.key, shell.text(&reason.label))).collect(),
        shell,
    }
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let at = kernel::Timestamp(1_795_190_399_000);
    let invitation = Invitation {
        id: kernel::Id::new(at, [1; 10]),
        handling: "case_01J".into(),
        number: "440117001-2026".into(),
        digest: seals::digest(b"sample"),
        token: Vec::new(),
        person: kernel::Id::new(at, [1; 10]),
        item: "item_01J".into(),
        item_name: "\u{516c}\u{53f8}\u{8bbe}\u{7acb}\u{767b}\u{8bb0}".into(),
        body: kernel::Id::new(at, [1; 10]),
        channel: "online".into(),
        ended: "case.delivered".into(),
        made_at: at,
        expires_at: at.plus_minutes(90 * 24 * 60),
    };
    let item = invitation.item_name.clone();
    let body = sampler.shell("ratings-rate").t("web-sample-body-a").into_owned();
    let shell = sampler.shell("ratings-rate");
    sampler.page("rate", &level_page(shell, Form::default(), &invitation, item.clone(), body.clone(), "/rate/x"));
    for (name, level) in [("rate-good", Level::Satisfied), ("rate-bad", Level::VeryUnsatisfied)] {
        let shell = sampler.shell("ratings-why");
        sampler.page(name, &reasons_page(shell, Form::default(), item.clone(), body.clone(), "/rate/x", level));
    }
    for (name, title, level) in
        [("rated", "ratings-thanks", "ratings-level-4"), ("rate-expired", "ratings-expired", "")]
    {
        let shell = sampler.shell(title);
        let level = if level.is_empty() { String::new() } else { shell.t(level).into_owned() };
        sampler.page(name, &DonePage { shell, item: item.clone(), body: body.clone(), level });
    }
}
