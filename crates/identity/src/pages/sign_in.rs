//! Signing in and out. Signing in always begins a new session under a new secret, whatever the
//! browser sent; where it leads is an address of this site.

use askama::Template;
use axum::response::Response;
use http::{HeaderMap, header};
use kernel::{Problem, access::Who};
use serde::Deserialize;
use web::{
    Answer, Check, Cx, Fail, Form, Query, Sampler, Shell, State, Typed,
    cookie::{self, SetCookie},
};

use crate::{
    DemoSignIn, Identity,
    identity::Known,
    session::{Account, Session, SessionId, SessionKind, agent_family, digest},
    sessions,
};

#[derive(Template)]
#[template(path = "identity_sign_in.html")]
struct SignInPage {
    shell: Shell,
    form: Form,
    /// Of a demo only: login, password, name and role in words.
    demo: Vec<DemoRow>,
    /// What was typed before waits on the page to which this leads.
    waiting: bool,
}

struct DemoRow {
    name: String,
    role: String,
    login: String,
    password: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    next: Option<String>,
}

pub async fn page(cx: Cx, State(identity): State<Identity>, Query(wanted): Query<Wanted>) -> Answer {
    let next = wanted.next.as_deref().map_or("", web::path::stay_here).to_owned();
    let form = cx.form().with("next", next);
    show(&cx, &identity, form)
}

fn show(cx: &Cx, identity: &Identity, form: Form) -> Answer {
    let shell = cx.shell(cx.t("identity-sign-in"));
    let demo = rows(&shell, &identity.needs().demo_sign_ins);
    let waiting = !matches!(form.value("next"), "" | "/");
    cx.form_page(&form, &SignInPage { shell, form: form.clone(), demo, waiting })
}

fn rows(shell: &Shell, sign_ins: &[DemoSignIn]) -> Vec<DemoRow> {
    let row = |sign_in: &DemoSignIn| DemoRow {
        name: sign_in.name.clone(),
        role: shell.t(&["identity-role-", &sign_in.role].concat()).into_owned(),
        login: sign_in.login.clone(),
        password: sign_in.password.clone(),
    };
    sign_ins.iter().map(row).collect()
}

pub async fn sign_in(cx: Cx, State(identity): State<Identity>, headers: HeaderMap, typed: Typed) -> Answer {
    match attempt(&cx, &identity, &headers, &typed).await {
        Ok((secret, session)) => {
            let next = typed.get("next");
            let home = if matches!(session.account, Account::Staff(_)) { web::DESK } else { web::MY };
            let next = if next.is_empty() || next == "/" { home } else { web::path::stay_here(next) };
            Ok(with_session(&cx, cx.see_other(next), &secret, None))
        }
        Err(fail) => show(&cx, &identity, cx.form_again(&typed, fail)?),
    }
}

async fn attempt(cx: &Cx, identity: &Identity, headers: &HeaderMap, typed: &Typed) -> Result<(String, Session), Fail> {
    let mut check = Check::new();
    for field in ["login", "password"] {
        if typed.get(field).is_empty() {
            check.wrong(field, "problem-field-empty");
        }
    }
    check.done()?;
    let known = identity.know(cx.app.store(), typed.get("login"), typed.get("password"), cx.peer).await?;
    let old = cookie::get(headers, cookie::SESSION).map(digest);
    begin(cx, known, SessionKind::Browser, headers, old).await
}

/// Begins the session of someone whose password was right, and gives its secret.
///
/// # Errors
/// 422 when the password was changed meanwhile; a fault of the store.
pub(crate) async fn begin(
    cx: &Cx,
    known: Known,
    kind: SessionKind,
    headers: &HeaderMap,
    replaces: Option<[u8; 32]>,
) -> Result<(String, Session), Fail> {
    let secret = [cx.token(), cx.token()].concat();
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let new = sessions::NewSession {
        account: known.account,
        hash: known.hash,
        login: known.login,
        secret: digest(&secret),
        kind,
        agent: agent_family(agent),
        replaces,
    };
    let session = cx.write(move |tx| sessions::begin(tx, &new)).await?;
    Ok((secret, session))
}

/// The answer with the session's cookie; `Some(0)` takes it away.
pub(crate) fn with_session(cx: &Cx, mut response: Response, secret: &str, max_age_seconds: Option<u32>) -> Response {
    let secure = cx.app.site().secure();
    let set = SetCookie { name: cookie::SESSION, value: secret, max_age_seconds, strict: false, secure };
    response.headers_mut().append(header::SET_COOKIE, set.header());
    response
}

pub async fn sign_out(cx: Cx) -> Answer {
    if let Ok((id, account)) = own_session(&cx) {
        let actor = cx.actor.clone();
        cx.write(move |tx| sessions::end(tx, &actor, &account, &id)).await?;
    }
    Ok(with_session(&cx, cx.see_other("/"), "", Some(0)))
}

/// The session and account of this request.
///
/// # Errors
/// 401 when there is none.
pub(crate) fn own_session(cx: &Cx) -> Result<(SessionId, Account), Fail> {
    let account = own_account(cx)?;
    let id = cx.actor.session.as_deref().and_then(|id| id.parse().ok());
    let id = id.ok_or_else(|| Problem::new(kernel::problem::Refusal::SignIn, "problem-sign-in"))?;
    Ok((id, account))
}

/// # Errors
/// 401 when nobody is signed in.
pub(crate) fn own_account(cx: &Cx) -> Result<Account, Fail> {
    match &cx.actor.who {
        Who::Person { person } => Ok(Account::Person(person.clone())),
        Who::Staff { staff, .. } => Ok(Account::Staff(staff.clone())),
        Who::Nobody | Who::System { .. } => {
            Err(Problem::new(kernel::problem::Refusal::SignIn, "problem-sign-in").into())
        }
    }
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("identity-sign-in");
    let name = shell.t("identity-sample-person").into_owned();
    let demo = [
        "citizen",
        "agent",
        "clerk",
        "helper",
        "officer",
        "head",
        "supervisor",
        "auditor",
        "editor",
        "leader",
        "operator",
    ]
    .map(|role| DemoSignIn {
        name: name.clone(),
        login: "wangfang".into(),
        password: "wangfang123".into(),
        role: role.into(),
        staff: false,
    });
    let page = |form: Form, demo: &[DemoSignIn], waiting| SignInPage {
        shell: shell.clone(),
        form,
        demo: rows(&shell, demo),
        waiting,
    };
    sampler.page("sign-in", &page(Form::default(), &demo, false));
    let mut form = Form::default().with("login", "wangfang");
    form.error = Some(shell.t("identity-sign-in-wrong").into_owned());
    sampler.page("sign-in-wrong", &page(form, &[], true));
}
