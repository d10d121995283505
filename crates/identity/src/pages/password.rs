//! A new password.

use askama::Template;
use kernel::Problem;
use serde::Deserialize;
use web::{Answer, Check, Cx, Fail, Form, Sampler, Shell, State, Typed};

use super::sign_in::own_account;
use crate::{Identity, accounts, change_password as verb, password as rules, routes};

#[derive(Template)]
#[template(path = "identity_password.html")]
struct PasswordPage {
    shell: Shell,
    form: Form,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    old: String,
    password: String,
    again: String,
}

pub async fn page(cx: Cx) -> Answer {
    show(&cx, &cx.form())
}

fn show(cx: &Cx, form: &Form) -> Answer {
    let shell = super::shell(cx, "identity-password-new");
    cx.form_page(form, &PasswordPage { shell, form: form.clone() })
}

pub async fn change(cx: Cx, State(identity): State<Identity>, typed: Typed) -> Answer {
    match act(&cx, &identity, &typed).await {
        Ok(()) => Ok(cx.see_other(routes::ME)),
        Err(fail) => show(&cx, &cx.form_again(&typed, fail)?),
    }
}

async fn act(cx: &Cx, identity: &Identity, typed: &Typed) -> Result<(), Fail> {
    let raw: Raw = typed.read()?;
    let account = own_account(cx)?;
    let mut check = Check::new();
    if raw.old.is_empty() {
        check.wrong("old", "problem-field-empty");
    }
    if raw.password != raw.again {
        check.wrong("again", "identity-password-differs");
    }
    rules::judge(&mut check, "password", &raw.password, &[&cx.info.display_name.zh]);
    check.done()?;
    let asked = account.clone();
    let kept = cx.read(move |read| accounts::hash_of(read, &asked)).await?.ok_or_else(Problem::not_found)?;
    if !identity.same(&raw.old, &kept, &account, cx).await? {
        return Err(Problem::invalid().field("old", "identity-password-wrong").into());
    }
    let hash = identity.hash(cx.app.store(), &raw.password).await?;
    let actor = cx.actor.clone();
    cx.write(move |tx| verb::change_password(tx, &actor, &account, &kept, &hash)).await
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("identity-password-new");
    sampler.page("password", &PasswordPage { shell, form: Form::default() });
}
