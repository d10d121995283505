//! 转办 before an officer: to whom of the same body a step goes, and why.

use askama::Template;
use kernel::{Problem, id::StaffId};
use schemars::JsonSchema;
use serde::Deserialize;
use web::{Answer, Check, Choice, Cx, Form, Path, Query, Shell, State, Typed, check::LINES};

use super::{
    acts::{Sent, carry, done},
    case::{From, shell},
    turn_away::plain,
};
use crate::{Room, case::CaseId, hand_over, path, permits, records, refusal::Refusal, routes::staff as to};

/// A hand-over as it comes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHandover {
    /// Id of a member of the body's staff.
    #[schemars(length(min = 1))]
    pub officer: String,
    #[schemars(length(min = 1, max = 1000), regex(pattern = LINES))]
    pub reason: String,
}

/// A hand-over to make.
#[derive(Debug, Clone)]
pub struct NewHandover {
    pub officer: StaffId,
    pub reason: String,
}

impl TryFrom<RawHandover> for NewHandover {
    type Error = Problem;

    fn try_from(raw: RawHandover) -> Result<Self, Problem> {
        let mut check = Check::new();
        let officer = check.parsed("officer", &raw.officer, "problem-field-choice");
        let reason = check.lines("reason", &raw.reason, 1..=1000);
        check.done()?;
        Ok(Self { officer: officer.ok_or_else(Problem::invalid)?, reason })
    }
}

#[derive(Template)]
#[template(path = "casework/desk_handover.html")]
pub(crate) struct HandoverPage {
    pub shell: Shell,
    pub form: Form,
    pub action: String,
    pub back: String,
    pub number: String,
    pub seen: i64,
    pub from: String,
    pub officers: Vec<Choice>,
}

async fn show(cx: &Cx, id: &CaseId, number: u32, from: &str, form: Form) -> Answer {
    let case = plain(cx, id).await?;
    let (wanted, actor, locale, held) = (id.clone(), cx.actor.clone(), cx.locale, case.clone());
    let officers = cx
        .read(move |read| {
            let tasks = records::tasks(read, &wanted)?;
            let task = tasks.iter().find(|task| task.number == number).ok_or(Refusal::NotFound)?;
            permits::hand_over(&actor, &held, task, &tasks)?;
            let mut officers = Vec::new();
            for one in hand_over::colleagues(read, task)? {
                if task.assigned.as_ref() != Some(&one) {
                    officers.push((one.to_string(), identity::staff(read, &one)?.name.get(locale).to_owned()));
                }
            }
            Ok(officers)
        })
        .await?;
    let back = web::path::with_query(&path::desk_case(id), &[("from", from)]);
    let shell = shell(cx, cx.t("casework-desk-act-handover"), from).crumb(case.item_name.clone(), back.clone());
    let page = HandoverPage {
        action: to::of_task(to::HANDOVER, id, number),
        back,
        number: case.number,
        seen: case.version,
        from: from.to_owned(),
        officers: officers.into_iter().map(|(id, name)| Choice::new(id, name)).collect(),
        form: form.clone(),
        shell,
    };
    cx.form_page(&form, &page)
}

pub(crate) async fn page(cx: Cx, Path((id, number)): Path<(CaseId, u32)>, Query(asked): Query<From>) -> Answer {
    let form = cx.form();
    show(&cx, &id, number, &asked.from, form).await
}

pub(crate) async fn hand(
    cx: Cx,
    State(room): State<Room>,
    Path((id, number)): Path<(CaseId, u32)>,
    typed: Typed,
) -> Answer {
    let result = match typed.command::<RawHandover, NewHandover>() {
        Err(problem) => Err(problem.into()),
        Ok(NewHandover { officer, reason }) => {
            let sent = Sent::of(&id, "hand-over", &typed);
            carry(&cx, &room, sent, move |tx, desk, id| {
                hand_over::hand_over(tx, desk.office, desk.actor, id, desk.seen, number, &officer, &reason)
            })
            .await
        }
    };
    match result {
        Ok(()) => done(&cx, &typed, &id).await,
        Err(fail) => {
            let (officer, reason) = (cx.t("casework-handover-to"), cx.t("casework-desk-reason"));
            let form = cx.form_again(&typed, fail)?.labelled(&[("officer", &officer), ("reason", &reason)]);
            show(&cx, &id, number, typed.get("from"), form).await
        }
    }
}
