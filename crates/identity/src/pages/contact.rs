//! How one is reached: telephone, mail, address. Name and document are not changed here: a counter
//! does that against the original.

use askama::Template;
use serde::Deserialize;
use web::{Answer, Check, Cx, Fail, Form, Sampler, Shell, Typed};

use crate::{
    person::read_phone,
    persons::{self, Contact},
    routes,
};

#[derive(Template)]
#[template(path = "identity_contact.html")]
struct ContactPage {
    shell: Shell,
    form: Form,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    phone: String,
    email: String,
    address: String,
    version: Option<i64>,
}

impl Raw {
    fn judge(&self) -> Result<Contact, Fail> {
        let mut check = Check::new();
        let phone = read_phone(&mut check, &self.phone);
        let email = if self.email.trim().is_empty() { String::new() } else { check.email("email", &self.email) };
        let address = check.text("address", &self.address, 0..=200);
        check.done()?;
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        Ok(Contact { phone, email: some(email), address: some(address) })
    }
}

pub async fn page(cx: Cx) -> Answer {
    let person = super::own(&cx)?;
    let (profile, version) = cx
        .read(move |read| {
            let version = persons::by_id(read, &person)?.map(|person| person.version);
            Ok((persons::profile(read, &person)?, version))
        })
        .await?;
    let form = cx
        .form()
        .with("phone", profile.phone)
        .with("email", profile.email.unwrap_or_default())
        .with("address", profile.address.unwrap_or_default())
        .with("version", version.unwrap_or_default().to_string());
    show(&cx, &form)
}

fn show(cx: &Cx, form: &Form) -> Answer {
    let shell = super::shell(cx, "identity-contact");
    cx.form_page(form, &ContactPage { shell, form: form.clone() })
}

pub async fn change(cx: Cx, typed: Typed) -> Answer {
    match verb(&cx, &typed).await {
        Ok(()) => Ok(cx.see_other(routes::ME)),
        Err(fail) => show(&cx, &cx.form_again(&typed, fail)?),
    }
}

async fn verb(cx: &Cx, typed: &Typed) -> Result<(), Fail> {
    let (person, actor) = (super::own(cx)?, cx.actor.clone());
    let raw: Raw = typed.read()?;
    let contact = raw.judge()?;
    cx.write(move |tx| persons::change_contact(tx, &actor, &person, raw.version, &contact)).await
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("identity-contact");
    let form = Form::default().with("phone", "13800000101").with("version", "1");
    sampler.page("contact", &ContactPage { shell, form });
}
