//! Routes as values: each says its address, the class of actor it admits, what it takes and gives,
//! and its limits. The router, the API description and the tests that walk every route are made
//! from this one table.

use std::sync::Arc;

use axum::{extract::Request, handler::Handler, response::Response};
use futures_util::future::BoxFuture;
use http::Method;
use kernel::{access::Class, problem::Refusal};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::{body::FORM_LIMIT, module::HouseError, throttle::Throttle};

/// Whether signed-out answers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    No,
    /// The page is the same for everyone who is not signed in, but for language and looks.
    Public,
}

/// Makes the schema of a type within the description.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// What an API route takes and gives.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// A file of a form is taken instead of JSON.
    pub takes_file: bool,
    /// The header Idempotency-Key is heeded.
    pub idempotent: bool,
    pub input: Option<SchemaOf>,
    pub output: Option<SchemaOf>,
    /// The parameters of the query, as an object.
    pub query: Option<SchemaOf>,
    /// Status of the answer when all went well.
    pub status: u16,
    /// Refusals beyond those of its class.
    pub refusals: &'static [Refusal],
}

impl Default for Api {
    fn default() -> Self {
        let (takes_file, idempotent) = (false, false);
        Self { takes_file, idempotent, input: None, output: None, query: None, status: 200, refusals: &[] }
    }
}

pub(crate) type Call = Arc<dyn Fn(Request) -> BoxFuture<'static, Response> + Send + Sync>;

/// One address and method.
#[derive(Clone)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub class: Class,
    /// In figures and logs, and the operation's id in the API description.
    pub name: &'static str,
    pub api: Api,
    pub cache: Cache,
    pub throttle: Option<Throttle>,
    /// Bytes of the body at most.
    pub body_limit: usize,
    /// Whether the act leaves an entry in the journal; a mutating route that does not says why.
    pub unjournalled: Option<&'static str>,
    pub(crate) call: Call,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {:?} {}", self.method, self.path, self.class, self.name)
    }
}

impl Route {
    /// Whether it may change something.
    #[must_use]
    pub fn mutates(&self) -> bool {
        !matches!(self.method, Method::GET | Method::HEAD | Method::OPTIONS)
    }

    /// Whether programs use it; its refusals are then problem+json.
    #[must_use]
    pub fn is_api(&self) -> bool {
        crate::api::is_api(self.path)
    }

    /// Contradictions within the route.
    pub(crate) fn judge(&self) -> Result<(), HouseError> {
        let why = if self.cache == Cache::Public && (self.mutates() || self.class != Class::Public) {
            "only a public GET can be cached"
        } else if !self.path.starts_with('/') || (self.path.len() > 1 && self.path.ends_with('/')) {
            "its path begins with / and does not end with it"
        } else {
            return Ok(());
        };
        Err(HouseError::Route { name: self.name, why })
    }
}

/// The table of a room, built in `routes.rs`. The details after a route are of that route.
pub struct Routes<S> {
    state: S,
    routes: Vec<Route>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// `state` is what the room's handlers take with `State`.
    #[must_use]
    pub fn new(state: S) -> Self {
        Self { state, routes: Vec::new() }
    }

    #[must_use]
    pub fn get<T: 'static>(
        self,
        path: &'static str,
        class: Class,
        name: &'static str,
        run: impl Handler<T, S>,
    ) -> Self {
        self.route(Method::GET, path, class, name, run)
    }

    #[must_use]
    pub fn post<T: 'static>(
        self,
        path: &'static str,
        class: Class,
        name: &'static str,
        run: impl Handler<T, S>,
    ) -> Self {
        self.route(Method::POST, path, class, name, run)
    }

    #[must_use]
    pub fn put<T: 'static>(
        self,
        path: &'static str,
        class: Class,
        name: &'static str,
        run: impl Handler<T, S>,
    ) -> Self {
        self.route(Method::PUT, path, class, name, run)
    }

    #[must_use]
    pub fn delete<T: 'static>(
        self,
        path: &'static str,
        class: Class,
        name: &'static str,
        run: impl Handler<T, S>,
    ) -> Self {
        self.route(Method::DELETE, path, class, name, run)
    }

    #[must_use]
    pub fn route<T: 'static>(
        mut self,
        method: Method,
        path: &'static str,
        class: Class,
        name: &'static str,
        run: impl Handler<T, S>,
    ) -> Self {
        let state = self.state.clone();
        let call: Call = Arc::new(move |request| {
            let (run, state) = (run.clone(), state.clone());
            Box::pin(async move { run.call(request, state).await })
        });
        let api = Api::default();
        let (cache, throttle, body_limit, unjournalled) = (Cache::No, None, FORM_LIMIT, None);
        self.routes.push(Route { method, path, class, name, api, cache, throttle, body_limit, unjournalled, call });
        self
    }

    fn last(mut self, change: impl FnOnce(&mut Route)) -> Self {
        if let Some(route) = self.routes.last_mut() {
            change(route);
        }
        self
    }

    /// The page is kept for readers who are not signed in.
    #[must_use]
    pub fn cached(self) -> Self {
        self.last(|route| route.cache = Cache::Public)
    }

    #[must_use]
    pub fn throttled(self, throttle: Throttle) -> Self {
        self.last(|route| route.throttle = Some(throttle))
    }

    /// Bytes of the body at most; 256 KiB unless said.
    #[must_use]
    pub fn body_limit(self, bytes: usize) -> Self {
        self.last(|route| route.body_limit = bytes)
    }

    /// The act leaves no journal entry, for this reason.
    #[must_use]
    pub fn unjournalled(self, reason: &'static str) -> Self {
        self.last(|route| route.unjournalled = Some(reason))
    }

    /// What an API route takes as JSON and gives; `()` for nothing.
    #[must_use]
    pub fn api<In: JsonSchema + 'static, Out: JsonSchema + 'static>(self) -> Self {
        self.last(|route| {
            route.api.input = schema_of::<In>();
            route.api.output = schema_of::<Out>();
        })
    }

    /// A file in the field `file` of a form, instead of JSON.
    #[must_use]
    pub fn takes_file(self) -> Self {
        self.last(|route| route.api.takes_file = true)
    }

    /// The same Idempotency-Key is the same act.
    #[must_use]
    pub fn idempotent(self) -> Self {
        self.last(|route| route.api.idempotent = true)
    }

    /// The type of an API route's query.
    #[must_use]
    pub fn query<Q: JsonSchema + 'static>(self) -> Self {
        self.last(|route| route.api.query = schema_of::<Q>())
    }

    /// Status of the answer when all went well; 200 unless said.
    #[must_use]
    pub fn answers(self, status: u16) -> Self {
        self.last(|route| route.api.status = status)
    }

    /// Refusals beyond those that every route of its class can give.
    #[must_use]
    pub fn refuses(self, refusals: &'static [Refusal]) -> Self {
        self.last(|route| route.api.refusals = refusals)
    }

    #[must_use]
    pub fn done(self) -> Vec<Route> {
        self.routes
    }
}

fn schema_of<T: JsonSchema + 'static>() -> Option<SchemaOf> {
    let nothing = std::any::TypeId::of::<T>() == std::any::TypeId::of::<()>();
    (!nothing).then_some(SchemaGenerator::subschema_for::<T> as SchemaOf)
}
