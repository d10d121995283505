//! The enterprises one may act for, and switching between them and oneself.

use askama::Template;
use kernel::id::EnterpriseId;
use serde::Deserialize;
use web::{Answer, Cx, Fail, Sampler, Shell, Typed};

use super::sign_in::own_session;
use crate::{
    enterprise::{Enterprise, MandateKind},
    enterprises, routes, sessions,
};

#[derive(Template)]
#[template(path = "identity_enterprises.html")]
struct EnterprisesPage {
    shell: Shell,
    rows: Vec<Row>,
    /// Whether one acts for oneself now.
    own: bool,
    next: String,
}

struct Row {
    id: String,
    name: String,
    uscc: String,
    title: String,
    current: bool,
    /// For representatives: who else acts for it.
    href: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Raw {
    /// Empty: for oneself.
    enterprise: String,
    next: String,
}

pub async fn list(cx: Cx) -> Answer {
    let person = super::own(&cx)?;
    let found = cx.read(move |read| enterprises::enterprises_of(read, &person)).await?;
    let shell = super::shell(&cx, "identity-enterprises");
    let current = cx.actor.for_enterprise();
    let rows = found.iter().map(|(enterprise, kind)| row(&shell, enterprise, *kind, current)).collect();
    let own = current.is_none();
    cx.page(&EnterprisesPage { shell, rows, own, next: routes::ENTERPRISES.to_owned() })
}

fn row(shell: &Shell, enterprise: &Enterprise, kind: MandateKind, current: Option<&EnterpriseId>) -> Row {
    let href = if kind == MandateKind::Representative { routes::enterprise(&enterprise.id) } else { String::new() };
    Row {
        id: enterprise.id.to_string(),
        name: enterprise.name.clone(),
        uscc: enterprise.uscc.clone(),
        title: shell.t(&["identity-mandate-", kind.as_str()].concat()).into_owned(),
        current: current == Some(&enterprise.id),
        href,
    }
}

/// From now on for an enterprise, or for oneself again.
pub async fn act_for(cx: Cx, typed: Typed) -> Answer {
    let next = switch(&cx, &typed).await?;
    Ok(cx.see_other(&next))
}

async fn switch(cx: &Cx, typed: &Typed) -> Result<String, Fail> {
    let raw: Raw = typed.read()?;
    let person = super::own(cx)?;
    let (id, _) = own_session(cx)?;
    let whom: Option<EnterpriseId> = match raw.enterprise.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| kernel::Problem::not_found())?),
    };
    let actor = cx.actor.clone();
    cx.write(move |tx| sessions::act_for(tx, &actor, &person, &id, whom.as_ref())).await?;
    Ok(if raw.next.is_empty() { routes::ENTERPRISES.to_owned() } else { raw.next })
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("identity-enterprises");
    let name = shell.t("identity-sample-enterprise").into_owned();
    let row = |kind: &str, current| Row {
        id: "ent_x".into(),
        name: name.clone(),
        uscc: "91440117DEM100015E".into(),
        title: shell.t(&["identity-mandate-", kind].concat()).into_owned(),
        current,
        href: if kind == "agent" { String::new() } else { "/me/enterprises/x".into() },
    };
    let rows = vec![row("representative", true), row("agent", false)];
    let page = |rows, own| EnterprisesPage { shell: shell.clone(), rows, own, next: "/".into() };
    sampler.page("enterprises", &page(rows, false));
    sampler.page("enterprises-none", &page(Vec::new(), true));
}
