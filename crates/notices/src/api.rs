//! The inbox by program.

use kernel::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use web::{Answer, Cx, Path, Query, api::After, api::Listed};

use crate::{
    message::{Message, MessageId},
    permits::MyInbox,
    records,
};

/// A message on the wire.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MessageBody {
    pub id: MessageId,
    /// In the language asked for.
    pub text: String,
    /// An address on this site, if it leads somewhere.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub link: String,
    /// Milliseconds since 1970 UTC.
    pub sent_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Timestamp>,
}

/// Where an opened message leads.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Opened {
    pub link: String,
}

pub(crate) async fn list(cx: Cx, Query(after): Query<After>) -> Answer {
    let permit = MyInbox::of(&cx.actor)?;
    let limit = after.limit();
    let messages = cx.read(move |read| records::of_person(read, permit.person(), after.key(), limit + 1)).await?;
    let body = |message: &Message| MessageBody {
        id: message.id.clone(),
        text: message.words(cx.app.texts(), cx.locale),
        link: message.link.clone(),
        sent_at: message.sent_at,
        read_at: message.read_at,
    };
    cx.json(&Listed::of(messages.iter().map(body).collect(), limit, |message| message.id.to_string()))
}

pub(crate) async fn open(cx: Cx, Path(id): Path<MessageId>) -> Answer {
    let permit = MyInbox::of(&cx.actor)?;
    let link = cx.write(move |tx| crate::open::open(tx, permit.person(), &id)).await?;
    cx.json(&Opened { link })
}
