//! Who may edit bundles: editors of the body that leads, or whose post reaches its division. Publishing
//! takes a second person.

use directory::Body;
use kernel::{
    Problem,
    access::{Actor, Role, Who},
    id::BodyId,
    problem::Refusal,
};

/// Proof: an editor of the bundle's body or of its place.
#[derive(Debug)]
pub struct MayDraw(());
/// Proof: a second person who answers for the bundle.
#[derive(Debug)]
pub struct MayPublish(());

fn edits(actor: &Actor, body: &Body) -> bool {
    actor.scopes().iter().any(|scope| {
        scope.role == Role::Editor
            && (scope.body == body.id || scope.division.is_some_and(|mine| mine.contains(&body.division)))
    })
}

/// Drawing a bundle that a body leads.
///
/// # Errors
/// 403.
pub fn draw(actor: &Actor, body: &Body) -> Result<MayDraw, Problem> {
    if edits(actor, body) { Ok(MayDraw(())) } else { Err(Problem::forbidden()) }
}

/// Publishing one, or taking it back: a head of the body that leads, or a second editor; never who drew
/// it.
///
/// # Errors
/// 403; `catalogue-same-hand` to who drew it.
pub fn publish(actor: &Actor, body: &Body, drawn_by: &str) -> Result<MayPublish, Problem> {
    if actor.post_at(Role::Head, &body.id).is_none() && !edits(actor, body) {
        return Err(Problem::forbidden());
    }
    if actor.journal_name() == drawn_by {
        return Err(Problem::new(Refusal::Forbidden, "catalogue-same-hand"));
    }
    Ok(MayPublish(()))
}

/// The title of an act: the post that allows it.
#[must_use]
pub fn title(actor: &Actor, body: &BodyId) -> String {
    let fits = |role: Role| matches!(role, Role::Editor | Role::Head);
    match &actor.who {
        Who::Staff { scopes, .. } => scopes
            .iter()
            .find(|scope| fits(scope.role) && scope.body == *body)
            .or_else(|| scopes.iter().find(|scope| fits(scope.role)))
            .map_or_else(|| "staff".into(), |scope| scope.post.to_string()),
        _ => "system".into(),
    }
}
