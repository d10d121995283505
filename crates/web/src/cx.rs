//! The context of one request, as a handler sees it: who asks, in which language, and the way to
//! the store, the texts and the answer.

use std::{net::IpAddr, sync::Arc};

use axum::{
    body::Body,
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header, request::Parts};
use kernel::{Locale, Problem, Timestamp, access::Actor, problem::Refusal};
use serde::Serialize;
use store::{Read, Tx};

use crate::{
    app::{ActorInfo, App},
    fail::{Answer, Fail},
    form::{FieldError, Form},
    html::Html,
    kept::Kept,
    prefs::Prefs,
    shell::Shell,
    slots::Ask,
    texts::Arg,
    typed::Typed,
};

/// The context of a request. The first argument of every handler.
#[derive(Clone)]
pub struct Cx {
    pub app: App,
    pub actor: Actor,
    pub info: Arc<ActorInfo>,
    pub locale: Locale,
    pub prefs: Prefs,
    /// When the request came, by the store's clock.
    pub now: Timestamp,
    /// The correlation id, in the log and on error pages.
    pub request_id: Arc<str>,
    pub peer: Option<IpAddr>,
    pub path: Arc<str>,
    /// Without the question mark; may be empty.
    pub query: Arc<str>,
    pub(crate) kept: Option<Arc<Kept>>,
}

impl<S: Send + Sync> FromRequestParts<S> for Cx {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fail> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| Fail::fault("a handler outside the gate"))
    }
}

impl Cx {
    /// The text of `key` in the reader's language.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.app.texts().get(self.locale, key).into_owned()
    }

    /// The text of `key` with its variables; a number chooses the plural form.
    #[must_use]
    pub fn tn(&self, key: &str, args: &[(&str, &dyn Arg)]) -> String {
        self.app.texts().with(self.locale, key, args)
    }

    /// A look at the store, off the reactor.
    ///
    /// # Errors
    /// A refusal raised by `look`, or a fault.
    pub async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Read<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, Fail> {
        Ok(self.app.store().read_async(look).await?)
    }

    /// A look at a few rows by their keys, where the store finds it cheapest. Lists and pages `read`.
    ///
    /// # Errors
    /// As `read`.
    pub async fn glance<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Read<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, Fail> {
        let store = self.app.store().clone();
        Ok(self.app.store().glance(move || store.read(look)).await??)
    }

    /// A verb: one transaction, durable when this answers. `act` may be run again.
    ///
    /// # Errors
    /// A refusal raised by `act`, or a fault; then nothing was written.
    pub async fn write<T: Send + 'static>(
        &self,
        act: impl Fn(&Tx<'_>) -> Result<T, store::Error> + Send + 'static,
    ) -> Result<T, Fail> {
        Ok(self.app.store().write_async(act).await?)
    }

    /// The frame of a page with this title.
    #[must_use]
    pub fn shell(&self, title: impl Into<String>) -> Shell {
        Shell::of(self, title.into())
    }

    /// The page, with 200.
    ///
    /// # Errors
    /// A fault when the template can't be rendered.
    pub fn page(&self, page: &impl askama::Template) -> Answer {
        self.page_with(StatusCode::OK, page)
    }

    /// The page with a status.
    ///
    /// # Errors
    /// A fault when the template can't be rendered.
    pub fn page_with(&self, status: StatusCode, page: &impl askama::Template) -> Answer {
        Ok(html(status, page.render()?))
    }

    /// The page of a form: 422 or 409 when something is wrong in it, 200 otherwise.
    ///
    /// # Errors
    /// A fault when the template can't be rendered.
    pub fn form_page(&self, form: &Form, page: &impl askama::Template) -> Answer {
        let mut response = self.page_with(StatusCode::from_u16(form.status).unwrap_or(StatusCode::OK), page)?;
        if let Some(seconds) = form.retry_after_seconds {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        Ok(response)
    }

    /// 303: look at `url` after a post. Addresses of other sites become `/`.
    #[must_use]
    pub fn see_other(&self, url: &str) -> Response {
        see_other(crate::path::stay_here(url))
    }

    /// JSON with 200.
    ///
    /// # Errors
    /// A fault when the value can't be written as JSON.
    pub fn json(&self, value: &impl Serialize) -> Answer {
        self.json_with(StatusCode::OK, value)
    }

    /// JSON with a status.
    ///
    /// # Errors
    /// A fault when the value can't be written as JSON.
    pub fn json_with(&self, status: StatusCode, value: &impl Serialize) -> Answer {
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        Ok((status, kind, serde_json::to_vec(value)?).into_response())
    }

    /// A fresh form, with what was typed before a session ended if it was typed on this page.
    #[must_use]
    pub fn form(&self) -> Form {
        let form = Form { once: self.token(), ..Form::default() };
        match self.kept.as_ref().filter(|kept| *kept.page == *self.path) {
            // A form in which nothing could be typed isn't said to have been brought back.
            Some(kept) => Form {
                restored: kept.fields.iter().any(|(name, value)| name != "once" && !value.is_empty()),
                ..form.typed(&Typed::new(kept.fields.clone()))
            },
            None => form,
        }
    }

    /// The form to be shown again after a refusal: with what was typed and the messages in place.
    ///
    /// # Errors
    /// Gives `fail` back when it is nothing that the form can show: only 422 and 409 are.
    pub fn form_again(&self, typed: &Typed, fail: Fail) -> Result<Form, Fail> {
        match fail {
            Fail::Problem(problem)
                if matches!(problem.refusal, Refusal::Invalid | Refusal::Conflict | Refusal::Unavailable) =>
            {
                let form = Form { once: self.token(), ..Form::default() }.typed(typed);
                Ok(self.form_with_errors(form, &problem))
            }
            other => Err(other),
        }
    }

    /// `form` with the messages of `problem`.
    #[must_use]
    pub fn form_with_errors(&self, mut form: Form, problem: &Problem) -> Form {
        let texts = self.app.texts();
        form.status = problem.refusal.status();
        form.retry_after_seconds = problem.retry_after_seconds;
        form.errors = problem
            .fields
            .iter()
            .map(|field| FieldError {
                field: field.field.to_string(),
                label: String::new(),
                message: texts.message(self.locale, field.message, &field.args),
            })
            .collect();
        if form.errors.is_empty() {
            form.error = Some(texts.message(self.locale, problem.message, &problem.args));
        }
        form
    }

    /// What the other rooms show at a place of this page, one fragment a subject, in their order.
    ///
    /// # Errors
    /// Of the room that offers it.
    pub fn slot(&self, read: &Read<'_>, name: &str, subjects: &[&str]) -> Result<Vec<Html>, store::Error> {
        let ask = Ask { subjects, actor: &self.actor, locale: self.locale, texts: self.app.texts() };
        self.app.0.slots.fill(read, name, &ask)
    }

    /// Thirty-two letters of chance.
    #[must_use]
    pub fn token(&self) -> String {
        crate::hex(&self.app.store().chance::<16>())
    }

    /// How the throttles know the sender: the account, else the peer.
    #[must_use]
    pub fn sender(&self) -> String {
        match self.peer {
            _ if self.actor != Actor::nobody() => self.actor.journal_name(),
            Some(peer) => peer.to_string(),
            None => String::new(),
        }
    }
}

pub(crate) fn html(status: StatusCode, text: String) -> Response {
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
    (status, kind, text).into_response()
}

pub(crate) fn see_other(url: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let location = HeaderValue::from_str(url).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, location);
    response
}
