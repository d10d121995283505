//! Where one is signed in; each can be ended.

use askama::Template;
use web::{Answer, Cx, Path, Sampler, Shell};

use super::sign_in::{own_account, own_session};
use crate::{
    routes,
    session::{Session, SessionId, SessionKind},
    sessions,
};

#[derive(Template)]
#[template(path = "identity_sessions.html")]
struct SessionsPage {
    shell: Shell,
    rows: Vec<Row>,
}

struct Row {
    agent: String,
    started: String,
    used: String,
    current: bool,
    end: String,
}

pub async fn list(cx: Cx) -> Answer {
    let account = own_account(&cx)?;
    let found = cx.read(move |read| sessions::of(read, &account)).await?;
    let shell = super::shell(&cx, "identity-sessions");
    let rows = found.iter().map(|session| row(&shell, session, cx.actor.session.as_deref())).collect();
    cx.page(&SessionsPage { shell, rows })
}

fn row(shell: &Shell, session: &Session, current: Option<&str>) -> Row {
    let agent = match (session.kind, session.agent.as_str()) {
        (SessionKind::Program, _) => shell.t("identity-session-program").into_owned(),
        (SessionKind::Browser, "-") => shell.t("identity-session-browser").into_owned(),
        (SessionKind::Browser, agent) => agent.to_owned(),
    };
    Row {
        agent,
        started: shell.moment(session.started),
        used: shell.moment(session.used),
        current: current == Some(session.id.as_str()),
        end: routes::session_ending(&session.id),
    }
}

pub async fn end(cx: Cx, Path(id): Path<SessionId>) -> Answer {
    let (account, actor) = (own_account(&cx)?, cx.actor.clone());
    let current = own_session(&cx).is_ok_and(|(own, _)| own == id);
    cx.write(move |tx| sessions::end(tx, &actor, &account, &id)).await?;
    Ok(cx.see_other(if current { "/" } else { routes::SESSIONS }))
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("identity-sessions");
    let at = shell.moment(kernel::Timestamp(1_795_000_000_000));
    let row = |agent: String, current| Row {
        agent,
        started: at.clone(),
        used: at.clone(),
        current,
        end: "/me/sessions/x/ending".into(),
    };
    let rows = vec![row("Firefox".into(), true), row(shell.t("identity-session-program").into_owned(), false)];
    sampler.page("sessions", &SessionsPage { shell, rows });
}
