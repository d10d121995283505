//! Closing one's account: what goes, what law keeps, and the password once more.

use askama::Template;
use kernel::Problem;
use web::{Answer, Check, Cx, Fail, Form, Sampler, Shell, State, Typed};

use super::sign_in::{own_account, with_session};
use crate::{Identity, accounts, erase};

#[derive(Template)]
#[template(path = "identity_closing.html")]
struct ClosingPage {
    shell: Shell,
    form: Form,
}

pub async fn page(cx: Cx) -> Answer {
    show(&cx, &cx.form())
}

fn show(cx: &Cx, form: &Form) -> Answer {
    let shell = super::shell(cx, "identity-closing");
    cx.form_page(form, &ClosingPage { shell, form: form.clone() })
}

pub async fn close(cx: Cx, State(identity): State<Identity>, typed: Typed) -> Answer {
    match act(&cx, &identity, &typed).await {
        Ok(()) => Ok(with_session(&cx, cx.see_other("/"), "", Some(0))),
        Err(fail) => show(&cx, &cx.form_again(&typed, fail)?),
    }
}

async fn act(cx: &Cx, identity: &Identity, typed: &Typed) -> Result<(), Fail> {
    let (person, account) = (super::own(cx)?, own_account(cx)?);
    let mut check = Check::new();
    if typed.get("sure") != "on" {
        check.wrong("sure", "identity-closing-tick");
    }
    if typed.get("password").is_empty() {
        check.wrong("password", "problem-field-empty");
    }
    check.done()?;
    let asked = account.clone();
    let kept = cx.read(move |read| accounts::hash_of(read, &asked)).await?.ok_or_else(Problem::not_found)?;
    if !identity.same(typed.get("password"), &kept, &account, cx).await? {
        return Err(Problem::invalid().field("password", "identity-password-wrong").into());
    }
    let (actor, needs) = (cx.actor.clone(), identity.needs().clone());
    cx.write(move |tx| {
        if let Some(why) = (needs.keeps_open)(tx, &person)? {
            return Err(Problem::new(kernel::problem::Refusal::Conflict, why).into());
        }
        erase(tx, &actor, &person)
    })
    .await
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("identity-closing");
    sampler.page("closing", &ClosingPage { shell, form: Form::default() });
}
