//! Whether and where one wants mail that says that there is news.

use askama::Template;
use store::Error;
use web::{Answer, Cx, Fail, Form, Sampler, Shell, State, Typed};

use crate::{
    Room,
    mailbox::{RawMailbox, Wish},
    permits::MyInbox,
    records, routes,
};

#[derive(Template)]
#[template(path = "messages_mail.html")]
struct MailPage {
    shell: Shell,
    form: Form,
    /// Whether this site sends mail at all.
    sends: bool,
}

fn page(cx: &Cx, room: &Room, form: Form) -> Answer {
    let shell = cx.shell(cx.t("notices-mail")).crumb(cx.t("notices-my"), web::MY);
    let shell = shell.crumb(cx.t("notices-inbox"), routes::MESSAGES);
    cx.form_page(&form, &MailPage { shell, form: form.clone(), sends: room.sends })
}

pub(crate) async fn form(cx: Cx, State(room): State<Room>) -> Answer {
    let permit = MyInbox::of(&cx.actor)?;
    let kept = cx
        .read(move |read| {
            let Some(mailbox) = records::mailbox_of(read, permit.person())? else { return Ok(None) };
            match read.open_text(permit.person(), records::ADDRESS, &mailbox.sealed) {
                Ok(address) => Ok(Some((address, mailbox.wanted))),
                Err(Error::Erased) => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await?;
    let mut form = cx.form();
    if let Some((address, wanted)) = kept {
        form = form.with("address", address);
        if wanted {
            form = form.with("wanted", "on");
        }
    }
    page(&cx, &room, form)
}

pub(crate) async fn set(cx: Cx, State(room): State<Room>, typed: Typed) -> Answer {
    match verb(&cx, &typed).await {
        Ok(()) => Ok(cx.see_other(routes::MESSAGES)),
        Err(fail) => page(&cx, &room, cx.form_again(&typed, fail)?),
    }
}

async fn verb(cx: &Cx, typed: &Typed) -> Result<(), Fail> {
    let permit = MyInbox::of(&cx.actor)?;
    let (wish, actor) = (typed.command::<RawMailbox, Wish>()?, cx.actor.clone());
    cx.write(move |tx| crate::wish::wish(tx, &actor, &permit, &wish)).await
}

pub(crate) fn samples(sampler: &mut Sampler) {
    for (name, sends) in [("messages-mail", true), ("messages-mail-off", false)] {
        let shell = sampler.shell("notices-mail");
        sampler.page(name, &MailPage { shell, form: Form::default().with("address", "wangfang@example.com"), sends });
    }
}
