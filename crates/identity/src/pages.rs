//! The room's pages, by what one does there.

pub(crate) mod closing;
pub(crate) mod contact;
pub(crate) mod enterprises;
pub(crate) mod looks;
pub(crate) mod mandates;
pub(crate) mod me;
pub(crate) mod password;
pub(crate) mod register;
pub(crate) mod sessions;
pub(crate) mod sign_in;
mod who;

use kernel::{Problem, id::PersonId, other_document::DocumentKind};
use web::{Choice, Cx, Fail, Sampler, Shell};

use crate::routes;

/// The signed-in person of a route of persons.
fn own(cx: &Cx) -> Result<PersonId, Fail> {
    Ok(cx.actor.as_person().cloned().ok_or_else(Problem::forbidden)?)
}

/// A page below one's own.
fn shell(cx: &Cx, title: &str) -> Shell {
    cx.shell(cx.t(title)).crumb(cx.t("identity-me"), routes::ME)
}

/// The kinds of documents to choose from.
fn document_kinds(shell: &Shell) -> Vec<Choice> {
    DocumentKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind_word(shell, *kind))).collect()
}

fn kind_word(shell: &Shell, kind: DocumentKind) -> String {
    shell.t(&["identity-document-kind-", kind.as_str()].concat()).into_owned()
}

pub(crate) fn samples(sampler: &mut Sampler) {
    sign_in::samples(sampler);
    register::samples(sampler);
    me::samples(sampler);
    contact::samples(sampler);
    password::samples(sampler);
    sessions::samples(sampler);
    looks::samples(sampler);
    enterprises::samples(sampler);
    mandates::samples(sampler);
    closing::samples(sampler);
}
