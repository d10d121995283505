//! Signing in, out, and who one is, for programs. The token is a session like any other: it ends
//! after half an hour without use.

use axum::response::IntoResponse;
use http::{HeaderMap, header};
use kernel::{
    Text,
    access::{OnBehalf, Role, Who},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{Answer, Cx, Fail, State, StatusCode, api::Json};

use crate::{
    Identity,
    pages::sign_in::{begin, own_session},
    persons,
    session::SessionKind,
    sessions, staffs,
};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// A login name, or the number of a person's document.
    #[schemars(length(min = 1))]
    pub login: String,
    #[schemars(length(min = 1))]
    pub password: String,
}

#[derive(Serialize, JsonSchema)]
pub struct SignedInBody {
    /// For `Authorization: Bearer`. Shown once.
    pub token: String,
    /// When the session ends in any case; sooner when it is not used for half an hour.
    pub expires: String,
}

/// Who one is.
#[derive(Serialize, JsonSchema)]
pub struct MeBody {
    /// `person` or `staff`.
    pub kind: &'static str,
    pub id: String,
    pub name: String,
    /// The enterprise acted for.
    pub acting_for: Option<String>,
    /// What the posts held allow, for staff.
    pub posts: Vec<PostBody>,
}

#[derive(Serialize, JsonSchema)]
pub struct PostBody {
    pub role: Role,
    pub title: Text,
    pub body: String,
    pub reach: Option<String>,
}

pub async fn sign_in(
    cx: Cx,
    State(identity): State<Identity>,
    headers: HeaderMap,
    Json(body): Json<SignInBody>,
) -> Answer {
    let known = identity.know(cx.app.store(), &body.login, &body.password, cx.peer).await?;
    let (token, session) = begin(&cx, known, SessionKind::Program, &headers, None).await?;
    let answer = SignedInBody { token, expires: session.until.rfc3339() };
    cx.json_with(StatusCode::CREATED, &answer)
}

pub async fn sign_out(cx: Cx) -> Answer {
    let (id, account) = own_session(&cx)?;
    let actor = cx.actor.clone();
    cx.write(move |tx| sessions::end(tx, &actor, &account, &id)).await?;
    Ok((StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response())
}

pub async fn me(cx: Cx) -> Answer {
    let actor = cx.actor.clone();
    let acting_for = match &actor.on_behalf {
        Some(OnBehalf::Enterprise(enterprise)) => Some(enterprise.to_string()),
        _ => None,
    };
    let body = cx
        .read(move |read| match &actor.who {
            Who::Person { person } => {
                let name = persons::name(read, person)?;
                Ok(Some(MeBody { kind: "person", id: person.to_string(), name, acting_for, posts: Vec::new() }))
            }
            Who::Staff { staff, scopes } => {
                let card = staffs::card(read, staff)?;
                let mut posts = Vec::new();
                for scope in scopes {
                    posts.extend(directory::posts::by_id(read, &scope.post)?.map(|post| PostBody {
                        role: post.role,
                        title: post.title,
                        body: post.body.to_string(),
                        reach: post.reach.map(|reach| reach.to_string()),
                    }));
                }
                Ok(Some(MeBody { kind: "staff", id: staff.to_string(), name: card.name.zh, acting_for, posts }))
            }
            Who::Nobody | Who::System { .. } => Ok(None),
        })
        .await?;
    cx.json(&body.ok_or_else(|| Fail::fault("neither a person nor staff"))?)
}
