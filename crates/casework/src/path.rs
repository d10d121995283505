//! Addresses of the room's pages, filled, never formatted.

use crate::{case::CaseId, draft::DraftId};

pub const APPLY: &str = "/apply/{item}";
pub const DRAFT: &str = "/drafts/{id}";
pub const DRAFT_DISCARD: &str = "/drafts/{id}/discard";
pub const DRAFT_SECTION: &str = "/drafts/{id}/form/{section}";
pub const DRAFT_PAPERS: &str = "/drafts/{id}/papers";
pub const DRAFT_PAPER: &str = "/drafts/{id}/papers/{material}";
pub const DRAFT_CHECK: &str = "/drafts/{id}/check";
pub const CASE: &str = "/cases/{id}";
pub const CASE_CORRECTION: &str = "/cases/{id}/correction";
pub const CASE_WITHDRAWAL: &str = "/cases/{id}/withdrawal";
pub const CASE_DAYS: &str = "/cases/{id}/days";
pub const CASE_APPLICATION: &str = "/cases/{id}/application";
pub const CASE_NOTICE: &str = "/cases/{id}/notices/{number}";
pub const CASE_SUBMITTED: &str = "/cases/{id}/submitted";
pub const CASE_COPY: &str = "/cases/{id}/copy";
pub const CASE_PAPER: &str = "/cases/{id}/papers/{material}";
pub const TRACK: &str = "/track";
pub const DESK_CASE: &str = "/desk/cases/{id}";

#[must_use]
pub fn apply(item: &str) -> String {
    web::path::fill(APPLY, &[&item])
}
#[must_use]
pub fn draft(id: &DraftId) -> String {
    web::path::fill(DRAFT, &[id])
}
#[must_use]
pub fn draft_section(id: &DraftId, section: &str) -> String {
    web::path::fill(DRAFT_SECTION, &[id, &section])
}
#[must_use]
pub fn draft_papers(id: &DraftId) -> String {
    web::path::fill(DRAFT_PAPERS, &[id])
}
#[must_use]
pub fn draft_check(id: &DraftId) -> String {
    web::path::fill(DRAFT_CHECK, &[id])
}
#[must_use]
pub fn case(id: &CaseId) -> String {
    web::path::fill(CASE, &[id])
}
#[must_use]
pub fn case_correction(id: &CaseId) -> String {
    web::path::fill(CASE_CORRECTION, &[id])
}
#[must_use]
pub fn case_withdrawal(id: &CaseId) -> String {
    web::path::fill(CASE_WITHDRAWAL, &[id])
}
#[must_use]
pub fn case_days(id: &CaseId) -> String {
    web::path::fill(CASE_DAYS, &[id])
}
#[must_use]
pub fn case_application(id: &CaseId) -> String {
    web::path::fill(CASE_APPLICATION, &[id])
}
#[must_use]
pub fn case_notice(id: &CaseId, number: &str) -> String {
    web::path::fill(CASE_NOTICE, &[id, &number])
}
#[must_use]
pub fn desk_case(id: &CaseId) -> String {
    web::path::fill(DESK_CASE, &[id])
}
#[must_use]
pub fn draft_paper(id: &DraftId, material: &str) -> String {
    web::path::fill(DRAFT_PAPER, &[id, &material])
}
#[must_use]
pub fn case_submitted(id: &CaseId) -> String {
    web::path::fill(CASE_SUBMITTED, &[id])
}
#[must_use]
pub fn case_copy(id: &CaseId) -> String {
    web::path::fill(CASE_COPY, &[id])
}
#[must_use]
pub fn draft_discard(id: &DraftId) -> String {
    web::path::fill(DRAFT_DISCARD, &[id])
}
#[must_use]
pub fn case_paper(id: &CaseId, material: &str) -> String {
    web::path::fill(CASE_PAPER, &[id, &material])
}
/// The guide of an item; the page is `catalogue`'s.
#[must_use]
pub fn item(id: &str) -> String {
    web::path::fill("/items/{id}", &[&id])
}
