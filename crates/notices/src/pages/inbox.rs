//! The inbox: what came, newest first, each opened by a post.

use askama::Template;
use kernel::{Id, Timestamp};
use web::{Answer, Cx, Path, Query, Sampler, Shell, Typed, api::After, api::Listed};

use crate::{
    message::{Message, MessageId},
    permits::MyInbox,
    records, routes,
};

const A_PAGE: u32 = 30;

struct Row {
    opens: String,
    words: String,
    when: String,
    at: String,
    unread: bool,
    leads: bool,
}

#[derive(Template)]
#[template(path = "messages.html")]
struct Inbox {
    shell: Shell,
    rows: Vec<Row>,
    unread: i64,
    /// The newest on the page.
    newest: String,
    first: String,
    next: String,
}

impl Inbox {
    fn of(shell: Shell, messages: &[Message], unread: i64, first: String, next: String) -> Self {
        let rows = messages
            .iter()
            .map(|message| Row {
                opens: routes::message(&message.id),
                words: message.words(shell.texts(), shell.locale),
                when: shell.moment(message.sent_at),
                at: message.sent_at.rfc3339(),
                unread: message.read_at.is_none(),
                leads: !message.link.is_empty(),
            })
            .collect();
        let newest = messages.first().map_or_else(String::new, |message| message.id.to_string());
        Self { shell, rows, unread, newest, first, next }
    }
}

pub(crate) async fn list(cx: Cx, Query(after): Query<After>) -> Answer {
    let permit = MyInbox::of(&cx.actor)?;
    let key = after.key().to_owned();
    let (messages, unread) = cx
        .read(move |read| {
            let messages = records::of_person(read, permit.person(), after.key(), A_PAGE + 1)?;
            Ok((messages, crate::unread(read, permit.person())?))
        })
        .await?;
    let listed = Listed::of(messages, A_PAGE, |message| message.id.to_string());
    let next =
        listed.next.map_or_else(String::new, |after| web::path::with_query(routes::MESSAGES, &[("after", &after)]));
    let first = if key.is_empty() { String::new() } else { routes::MESSAGES.to_owned() };
    let shell = cx.shell(cx.t("notices-inbox")).crumb(cx.t("notices-my"), web::MY);
    cx.page(&Inbox::of(shell, &listed.items, unread, first, next))
}

pub(crate) async fn open(cx: Cx, Path(id): Path<MessageId>) -> Answer {
    let permit = MyInbox::of(&cx.actor)?;
    let link = cx.write(move |tx| crate::open::open(tx, permit.person(), &id)).await?;
    Ok(cx.see_other(if link.is_empty() { routes::MESSAGES } else { &link }))
}

/// All that was on the page is read.
pub(crate) async fn seen(cx: Cx, typed: Typed) -> Answer {
    let permit = MyInbox::of(&cx.actor)?;
    if let Ok(newest) = typed.get("newest").parse::<MessageId>() {
        cx.write(move |tx| crate::open::open_all(tx, permit.person(), &newest)).await?;
    }
    Ok(cx.see_other(routes::MESSAGES))
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let message = |hour: i64, read: bool| Message {
        id: Id::new(Timestamp(1_795_190_399_000 + hour * 3_600_000), [7; 10]),
        key: "notices-sample".into(),
        args: Some(vec![("days".into(), hour.to_string())]),
        link: "/".into(),
        sent_at: Timestamp(1_795_190_399_000 + hour * 3_600_000),
        read_at: read.then_some(Timestamp(1_795_190_399_000)),
    };
    let shell = sampler.shell("notices-inbox");
    let messages = [message(20, false), message(1, false), message(0, true)];
    sampler.page("messages", &Inbox::of(shell, &messages, 2, String::new(), "/me/messages?after=x".into()));
    let shell = sampler.shell("notices-inbox");
    sampler.page("messages-empty", &Inbox::of(shell, &[], 0, String::new(), String::new()));
}
