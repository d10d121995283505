//! Opening an account: who one is, how one is reached, and a password.

use askama::Template;
use http::HeaderMap;
use web::{Answer, Choice, Cx, Fail, Form, Sampler, Shell, State, Typed, cookie, form::FieldError};

use super::sign_in::{begin, with_session};
use crate::{
    Identity,
    identity::Known,
    person::RawRegistration,
    register as verb,
    session::{Account, Session, SessionKind, digest},
};

#[derive(Template)]
#[template(path = "identity_register.html")]
struct RegisterPage {
    shell: Shell,
    form: Form,
    kinds: Vec<Choice>,
}

pub async fn page(cx: Cx) -> Answer {
    let form = cx.form().with("document_kind", "citizen_id");
    show(&cx, form)
}

fn show(cx: &Cx, form: Form) -> Answer {
    let shell = cx.shell(cx.t("identity-register"));
    let kinds = super::document_kinds(&shell);
    cx.form_page(&form, &RegisterPage { shell, form: form.clone(), kinds })
}

pub async fn register(cx: Cx, State(identity): State<Identity>, headers: HeaderMap, typed: Typed) -> Answer {
    match open(&cx, &identity, &headers, &typed).await {
        Ok((secret, _)) => Ok(with_session(&cx, cx.see_other(crate::routes::ME), &secret, None)),
        Err(fail) => show(&cx, cx.form_again(&typed, fail)?),
    }
}

/// Registers and signs in.
async fn open(cx: &Cx, identity: &Identity, headers: &HeaderMap, typed: &Typed) -> Result<(String, Session), Fail> {
    let (person, password) = typed.read::<RawRegistration>()?.judge(cx.now.date())?;
    let hash = identity.hash(cx.app.store(), &password).await?;
    let login = person.login.clone();
    let kept = hash.clone();
    let (account, login) = cx
        .write(move |tx| {
            let id = verb::register(tx, &person, &kept)?;
            Ok((Account::Person(id), crate::accounts::blind(tx, &login)))
        })
        .await?;
    let old = cookie::get(headers, cookie::SESSION).map(digest);
    begin(cx, Known { account, hash, login }, SessionKind::Browser, headers, old).await
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("identity-register");
    let kinds = super::document_kinds(&shell);
    let form = Form::default().with("document_kind", "citizen_id");
    sampler.page("register", &RegisterPage { shell: shell.clone(), form: form.clone(), kinds: kinds.clone() });
    let keys = [
        ("document", "identity-document-check"),
        ("login", "identity-login-taken"),
        ("password", "identity-password-common"),
        ("again", "identity-password-differs"),
    ];
    let errors = keys.map(|(field, key)| FieldError {
        field: field.into(),
        label: String::new(),
        message: shell.t(key).into_owned(),
    });
    let mut form = form;
    form.errors = errors.to_vec();
    sampler.page("register-wrong", &RegisterPage { shell, form, kinds });
}
