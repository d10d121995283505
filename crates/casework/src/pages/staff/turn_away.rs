//! 不受理 and 不予受理: on one of three grounds, with the reason in words, at once (AL 32).

use askama::Template;
use kernel::Problem;
use schemars::JsonSchema;
use serde::Deserialize;
use web::{
    Answer, Check, Choice, Cx, Form, Path, Query, Shell, State, Typed,
    check::{ANY_TEXT, LINES, TEXT},
};

use super::{
    acts::{Sent, carry, done},
    case::{From, shell, visible},
};
use crate::{
    Room,
    case::{Case, CaseId},
    pages::words,
    path, permits,
    refusal::Refusal,
    routes::staff as to,
    turn_away::{self, Ground},
};

/// As it comes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend(
    "if" = { "properties": { "ground": { "const": "not_ours" } } },
    "then" = { "required": ["right_body"], "properties": { "right_body": { "type": "string", "pattern": TEXT } } },
))]
pub struct RawGround {
    /// `not_required`, `not_ours`, `not_eligible`.
    #[schemars(extend("enum" = GROUNDS))]
    pub ground: String,
    /// The body that is competent, for `not_ours`.
    #[serde(default)]
    #[schemars(length(max = 200), regex(pattern = ANY_TEXT))]
    pub right_body: Option<String>,
    #[schemars(length(min = 1, max = 1000), regex(pattern = LINES))]
    pub reason: String,
}

/// A ground and its reason.
#[derive(Debug, Clone)]
pub struct TurnAway {
    pub ground: Ground,
    pub reason: String,
}

const GROUNDS: [&str; 3] = ["not_required", "not_ours", "not_eligible"];

impl TryFrom<RawGround> for TurnAway {
    type Error = Problem;

    fn try_from(raw: RawGround) -> Result<Self, Problem> {
        let mut check = Check::new();
        let ours = raw.ground == "not_ours";
        let right_body =
            check.text("right_body", raw.right_body.as_deref().unwrap_or_default(), usize::from(ours)..=200);
        let reason = check.lines("reason", &raw.reason, 1..=1000);
        let ground = check.choice("ground", &raw.ground, |ground| match ground {
            "not_required" => Some(Ground::NotRequired),
            "not_eligible" => Some(Ground::NotEligible),
            "not_ours" => Some(Ground::NotOurs { right_body: right_body.clone() }),
            _ => None,
        });
        check.done()?;
        let ground = ground.ok_or_else(Problem::invalid)?;
        Ok(Self { ground, reason })
    }
}

#[derive(Template)]
#[template(path = "casework/desk_refusal.html")]
pub(crate) struct RefusalPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub back: String,
    pub number: String,
    pub seen: i64,
    pub from: String,
    pub grounds: Vec<Choice>,
}

/// The three grounds with their articles.
pub(crate) fn grounds(shell: &Shell) -> Vec<Choice> {
    let text =
        |name: &str, end: &str| shell.t(&["casework-desk-ground-", &name.replace('_', "-"), end].concat()).into_owned();
    GROUNDS.iter().map(|name| Choice::new(*name, text(name, "")).hint(text(name, "-hint"))).collect()
}

/// A case of which only the number is shown: for acts that need no look at its data.
pub(crate) async fn plain(cx: &Cx, id: &CaseId) -> Result<Case, web::Fail> {
    let (actor, wanted, locale) = (cx.actor.clone(), id.clone(), cx.locale);
    cx.read(move |read| {
        let mut case = visible(read, &actor, &wanted)?;
        words::items(read, locale, [&mut case])?;
        Ok(case)
    })
    .await
}

async fn show(cx: &Cx, id: &CaseId, from: &str, form: Form) -> Answer {
    let case = plain(cx, id).await?;
    permits::accept(&cx.actor, &case).map_err(Refusal::problem)?;
    let back = web::path::with_query(&path::desk_case(id), &[("from", from)]);
    let shell = shell(cx, cx.t("casework-desk-act-refusal"), from).crumb(case.item_name.clone(), back.clone());
    let page = RefusalPage {
        action: to::of_case(to::REFUSAL, id),
        back,
        number: case.number,
        seen: case.version,
        from: from.to_owned(),
        grounds: grounds(&shell),
        form: form.clone(),
        shell,
    };
    cx.form_page(&form, &page)
}

pub(crate) async fn page(cx: Cx, Path(id): Path<CaseId>, Query(asked): Query<From>) -> Answer {
    let form = cx.form();
    show(&cx, &id, &asked.from, form).await
}

pub(crate) async fn refuse(cx: Cx, State(room): State<Room>, Path(id): Path<CaseId>, typed: Typed) -> Answer {
    let result = match typed.command::<RawGround, TurnAway>() {
        Err(problem) => Err(problem.into()),
        Ok(wanted) => {
            let sent = Sent::of(&id, "refuse", &typed);
            carry(&cx, &room, sent, move |tx, desk, id| {
                let matter = desk.matter(tx, id)?;
                let TurnAway { ground, reason } = &wanted;
                turn_away::turn_away(tx, desk.office, desk.actor, &matter, id, desk.seen, ground, reason)
            })
            .await
        }
    };
    match result {
        Ok(()) => done(&cx, &typed, &id).await,
        Err(fail) => {
            let form = cx.form_again(&typed, fail)?.labelled(&[
                ("ground", &cx.t("casework-desk-ground")),
                ("right_body", &cx.t("casework-desk-right-body")),
                ("reason", &cx.t("casework-desk-reason")),
            ]);
            show(&cx, &id, typed.get("from"), form).await
        }
    }
}
