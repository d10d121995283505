//! 不受理 and 不予受理: no licence is needed for it, or another body is competent and is named; at
//! once, in writing, with reasons and remedies (AL 32(1), 32(2), 38).

use kernel::access::{Actor, Role};
use serde_json::json;
use store::{Error, Tx};

use crate::{
    act::{Act, Office},
    case::{Case, CaseId, State},
    clock::Name,
    matter::Matter,
    notice::{self, Facts, Line},
    permits,
    refusal::Refusal,
};

/// Why it is turned away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// AL 32(1).
    NotRequired,
    /// AL 32(2), with the name of the body that is competent.
    NotOurs { right_body: String },
    /// The conditions are plainly not met 不符合受理条件.
    NotEligible,
}

/// Turns a case away.
///
/// # Errors
/// `Refusal`s of the permit and of the state; a reason or body that is wanting.
#[expect(clippy::too_many_arguments, reason = "each is a part of the act that the caller must name")]
pub fn turn_away(
    tx: &Tx<'_>,
    office: &Office,
    actor: &Actor,
    matter: &Matter,
    id: &CaseId,
    seen: Option<i64>,
    ground: &Ground,
    reason: &str,
) -> Result<Case, Error> {
    let act = Act { tx, office, actor };
    let mut case = act.hold(id, seen)?;
    permits::accept(actor, &case)?;
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonWanting("reason").into());
    }
    let (state, kind, event, right_body) = match ground {
        Ground::NotRequired => (State::NotRequired, notice::Kind::NotRequired, "case.not_required", None),
        Ground::NotEligible => (State::Refused, notice::Kind::Refusal, "case.refused", None),
        Ground::NotOurs { right_body } if right_body.trim().is_empty() => {
            return Err(Refusal::ReasonWanting("right_body").into());
        }
        Ground::NotOurs { right_body } => {
            (State::Refused, notice::Kind::Refusal, "case.refused", Some(right_body.trim().to_owned()))
        }
    };
    let now = tx.now();
    case.turned_away(state, now)?;
    act.clocks(&mut case, &|clock| {
        if clock.name == Name::Receipt {
            clock.end(now.date());
        }
    })?;
    let facts = Facts {
        case_number: case.number.clone(),
        item: case.item_name.clone(),
        addressee: act.applicant(&case)?,
        body: matter.body.name.zh.clone(),
        title: "own".into(),
        date: now.date().to_string(),
        lines: vec![Line { what: reason.trim().to_owned(), place: None }],
        bases: vec!["casework-basis-al-32".into()],
        remedies: Some("casework-remedies".into()),
        right_body,
        ..Facts::default()
    };
    let body = case.body.clone();
    act.notice(&case, kind, &body, &facts)?;
    act.save(&mut case, event, &[Role::Officer, Role::Head], json!({}))?;
    act.tell(&case, Some(matter), "casework-message-turned-away", &[])?;
    Ok(case)
}
