//! A room of remarks, as the README of `web` shows one.

use std::sync::LazyLock;

use kernel::{
    Locale, Problem,
    access::{Actor, Class, Role},
    id::{Id, Kind},
    problem::Refusal,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Entry, Migration, Read, Sql, Tx};
use web::{
    Answer, Cx, Fail, Form, NavEntry, Path, Query, Routes, Sampler, Shell, StatusCode, Throttle, Typed,
    api::{self, After, IdempotencyKey, Json, Listed},
};

#[derive(Debug)]
pub enum RemarkKind {}
impl Kind for RemarkKind {
    const PREFIX: &'static str = "remark";
}
pub type RemarkId = Id<RemarkKind>;

static MIGRATIONS: &[Migration] =
    &[Migration { number: 1, sql: "CREATE TABLE remarks_remark (id @id PRIMARY KEY, text @text NOT NULL) @strict;" }];
static INSERT: Sql = Sql::new("INSERT INTO remarks_remark (id, text) VALUES ($1, $2)");
static LIST: Sql = Sql::new("SELECT id, text FROM remarks_remark WHERE id > $1 ORDER BY id LIMIT $2");
static ONE: Sql = Sql::new("SELECT id, text FROM remarks_remark WHERE id = $1");
static ALL: LazyLock<Vec<&'static Sql>> = LazyLock::new(|| vec![&INSERT, &LIST, &ONE]);

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RemarkBody {
    pub id: RemarkId,
    pub text: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRemark {
    text: String,
}

struct Remark {
    text: String,
}

impl TryFrom<RawRemark> for Remark {
    type Error = Problem;

    fn try_from(raw: RawRemark) -> Result<Self, Problem> {
        let mut check = web::Check::new();
        let text = check.lines("text", &raw.text, 1..=20);
        check.done()?;
        Ok(Self { text })
    }
}

#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}{% import "kit.html" as kit %}{% block content %}{{ kit::summary(form) }}
<form method="post" action="/remarks/new">{{ kit::once(form) }}{{ kit::textarea(form, "text", shell.t("remarks-text")) }}
{{ kit::button(shell.t("remarks-leave")) }}</form>{% endblock %}"#
)]
struct FormPage {
    shell: Shell,
    form: Form,
}

#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}{% block content %}<ul>{% for remark in remarks %}<li>{{ remark.text }}</li>{% endfor %}</ul>{% endblock %}"#
)]
struct ListPage {
    shell: Shell,
    remarks: Vec<RemarkBody>,
}

const FEW: Throttle = Throttle { name: "remarks", times: 3, within_seconds: 60 };

pub fn module() -> web::Module {
    web::Module {
        name: "remarks",
        migrations: MIGRATIONS,
        statements: Box::leak(ALL.clone().into_boxed_slice()),
        routes: Routes::new(())
            .get("/", Class::Public, "home", list)
            .get("/remarks", Class::Public, "remarks", list)
            .cached()
            .get("/remarks/new", Class::Person, "remark-form", form)
            .post("/remarks/new", Class::Person, "remark-leave", leave)
            .body_limit(4096)
            .get("/remarks/{id}", Class::SignedIn, "remark", one)
            .post("/remarks/few", Class::Public, "remarks-few", few)
            .throttled(FEW)
            .get("/desk/remarks", Class::Staff(&[Role::Officer]), "desk-remarks", list)
            .get("/broken", Class::Public, "broken", broken)
            .get("/panics", Class::Public, "panics", panics)
            .get("/api/v1/remarks", Class::Public, "api-remarks", api_list)
            .query::<After>()
            .api::<(), Listed<RemarkBody>>()
            .post("/api/v1/remarks", Class::Person, "api-remark-leave", api_leave)
            .api::<RawRemark, RemarkBody>()
            .idempotent()
            .answers(201)
            .refuses(&[Refusal::Conflict])
            .get("/api/v1/remarks/{id}", Class::SignedIn, "api-remark", api_one)
            .api::<(), RemarkBody>()
            .done(),
        texts: &[
            (Locale::En, "remarks-text = Remark\nremarks-leave = Leave the remark\nremarks = Remarks\n"),
            (Locale::Zh, "remarks-text = Yijian\nremarks-leave = Tijiao\nremarks = Yijian liebiao\n"),
        ],
        nav: vec![NavEntry { label: "remarks", href: "/remarks", class: Class::Public, place: 1 }],
        shown: &["remark.left"],
        samples,
        ..web::Module::default()
    }
}

fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("remarks");
    sampler.page("form", &FormPage { shell, form: Form::default() });
}

fn body(row: &store::Row<'_>) -> Result<RemarkBody, store::Error> {
    Ok(RemarkBody { id: row.get(0)?, text: row.get(1)? })
}

fn remarks(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<RemarkBody>, store::Error> {
    read.rows(&LIST, &[after.into(), limit.into()], body)
}

fn remark(read: &Read<'_>, id: &RemarkId) -> Result<RemarkBody, store::Error> {
    read.first(&ONE, &[id.into()], body)?.ok_or_else(|| Problem::not_found().into())
}

fn leave_remark(tx: &Tx<'_>, actor: &Actor, text: &str) -> Result<RemarkBody, store::Error> {
    if text == "again" {
        return Err(Problem::stale().into());
    }
    let id: RemarkId = tx.id();
    tx.execute(&INSERT, &[(&id).into(), text.into()])?;
    tx.record(Entry {
        room: "remarks",
        kind: "remark.left",
        stream: id.as_str(),
        version: 0,
        subject: None,
        actor,
        title: "own",
        payload: serde_json::json!({}),
        personal: None,
        state: None,
    })?;
    Ok(RemarkBody { id, text: text.to_owned() })
}

async fn list(cx: Cx) -> Answer {
    let remarks = cx.read(|read| remarks(read, "", 50)).await?;
    cx.page(&ListPage { shell: cx.shell(cx.t("remarks")), remarks })
}

async fn one(cx: Cx, Path(id): Path<RemarkId>) -> Answer {
    let remark = cx.read(move |read| remark(read, &id)).await?;
    cx.page(&ListPage { shell: cx.shell(cx.t("remarks")), remarks: vec![remark] })
}

async fn form(cx: Cx) -> Answer {
    form_page(&cx, cx.form())
}

async fn leave(cx: Cx, typed: Typed) -> Answer {
    match verb(&cx, &typed).await {
        Ok(remark) => Ok(cx.see_other(&web::path::fill("/remarks/{id}", &[&remark.id]))),
        Err(fail) => form_page(&cx, cx.form_again(&typed, fail)?),
    }
}

async fn verb(cx: &Cx, typed: &Typed) -> Result<RemarkBody, Fail> {
    let (remark, actor) = (typed.command::<RawRemark, Remark>()?, cx.actor.clone());
    cx.write(move |tx| leave_remark(tx, &actor, &remark.text)).await
}

fn form_page(cx: &Cx, form: Form) -> Answer {
    let shell = cx.shell(cx.t("remarks-leave")).crumb(cx.t("remarks"), "/remarks");
    cx.form_page(&form, &FormPage { shell, form: form.clone() })
}

async fn few(cx: Cx) -> Answer {
    Ok(cx.see_other("/remarks"))
}

async fn broken(_: Cx) -> Answer {
    Err(Fail::fault("the secret reason"))
}

async fn panics(_: Cx) -> Answer {
    panic!("the secret panic")
}

async fn api_list(cx: Cx, Query(page): Query<After>) -> Answer {
    let (after, limit) = (page.key().to_owned(), page.limit());
    let found = cx.read(move |read| remarks(read, &after, limit + 1)).await?;
    cx.json(&Listed::of(found, limit, |remark| remark.id.to_string()))
}

async fn api_leave(cx: Cx, IdempotencyKey(_): IdempotencyKey, Json(raw): Json<RawRemark>) -> Answer {
    let (remark, actor) = (Remark::try_from(raw)?, cx.actor.clone());
    let left = cx.write(move |tx| leave_remark(tx, &actor, &remark.text)).await?;
    Ok(api::with_version(cx.json_with(StatusCode::CREATED, &left)?, 1))
}

async fn api_one(cx: Cx, Path(id): Path<RemarkId>) -> Answer {
    cx.json(&cx.read(move |read| remark(read, &id)).await?)
}
