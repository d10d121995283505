//! Addresses of the applicant's side, and of those who follow a case with its slip.

use kernel::{
    access::Class,
    problem::Refusal::{Conflict, NotFound},
};
use web::{
    Route, Routes, Throttle,
    api::{After, Listed},
};

use crate::{
    Room,
    api::applicant as api,
    pages::{
        apply, case, check, correction, days, draft, mine, papers, printed, section, submitted, track, withdrawal,
    },
    path,
};

/// A draft is nobody's affair until it is submitted; the submission is in the journal.
const DRAFT: &str = "a draft binds nobody and is kept as typed; what is submitted is in the journal";
/// Bytes of an upload: the file and its form.
const UPLOAD: usize = 21 * 1024 * 1024;
const UPLOADS: Throttle = Throttle { name: "casework-upload", times: 120, within_seconds: 600 };
const SAVES: Throttle = Throttle { name: "casework-save", times: 300, within_seconds: 600 };
const SUBMISSIONS: Throttle = Throttle { name: "casework-submit", times: 60, within_seconds: 600 };
/// A program applies for many; the store's own pace is the bound.
const API_SUBMISSIONS: Throttle = Throttle { name: "casework-api-submit", times: 100_000, within_seconds: 60 };
/// Guessing a receipt secret: 45 bits at this pace take longer than any case.
const FOLLOWS: Throttle = Throttle { name: "casework-track", times: 10, within_seconds: 600 };
const PRINTS: Throttle = Throttle { name: "casework-print", times: 60, within_seconds: 600 };

pub fn routes(room: Room) -> Vec<Route> {
    let mut all = pages(room.clone());
    all.extend(programs(room));
    all
}

fn pages(room: Room) -> Vec<Route> {
    Routes::new(room)
        .get(path::APPLY, Class::Public, "apply", apply::page)
        .post(path::APPLY, Class::Person, "apply-begin", apply::begin)
        .throttled(SAVES)
        .unjournalled(DRAFT)
        .get(path::DRAFT, Class::Person, "draft", draft::page)
        .post(path::DRAFT_DISCARD, Class::Person, "draft-discard", draft::discard)
        .unjournalled(DRAFT)
        .get(path::DRAFT_SECTION, Class::Person, "draft-section", section::page)
        .post(path::DRAFT_SECTION, Class::Person, "draft-section-save", section::save)
        .throttled(SAVES)
        .unjournalled(DRAFT)
        .get(path::DRAFT_PAPERS, Class::Person, "draft-papers", papers::page)
        .get(path::DRAFT_PAPER, Class::Person, "draft-paper", papers::one)
        .post(path::DRAFT_PAPER, Class::Person, "draft-paper-put", papers::put)
        .body_limit(UPLOAD)
        .throttled(UPLOADS)
        .unjournalled(DRAFT)
        .get(path::DRAFT_CHECK, Class::Person, "draft-check", check::page)
        .post(path::DRAFT_CHECK, Class::Person, "draft-submit", check::submit)
        .throttled(SUBMISSIONS)
        .get(path::CASE_SUBMITTED, Class::Person, "case-submitted", submitted::page)
        .get(web::MY, Class::Person, "my", mine::page)
        .get(path::CASE, Class::Person, "case", case::page)
        .get(path::CASE_DAYS, Class::Person, "case-days", days::page)
        .get(path::CASE_CORRECTION, Class::Person, "case-correction", correction::page)
        .post(path::CASE_CORRECTION, Class::Person, "case-correct", correction::answer)
        .body_limit(UPLOAD)
        .throttled(UPLOADS)
        .get(path::CASE_WITHDRAWAL, Class::Person, "case-withdrawal", withdrawal::page)
        .post(path::CASE_WITHDRAWAL, Class::Person, "case-withdraw", withdrawal::withdraw)
        .get(path::CASE_APPLICATION, Class::Person, "case-application", printed::application)
        .throttled(PRINTS)
        .get(path::CASE_NOTICE, Class::Person, "case-notice", printed::notice)
        .throttled(PRINTS)
        .get(path::CASE_PAPER, Class::Person, "case-paper", printed::paper)
        .throttled(PRINTS)
        .post(path::CASE_COPY, Class::Person, "case-copy", draft::copy)
        .throttled(SAVES)
        .unjournalled(DRAFT)
        .get(path::TRACK, Class::Public, "track", track::page)
        .post(path::TRACK, Class::Public, "track-follow", track::follow)
        .throttled(FOLLOWS)
        .unjournalled("a look at a case that holds no personal data")
        .done()
}

fn programs(room: Room) -> Vec<Route> {
    Routes::new(room)
        .post("/api/v1/files", Class::Person, "api-file-put", api::file)
        .api::<(), api::FileBody>()
        .takes_file()
        .answers(201)
        .body_limit(UPLOAD)
        .throttled(UPLOADS)
        .unjournalled(DRAFT)
        .post("/api/v1/applications", Class::Person, "api-apply", api::apply)
        .api::<api::RawApplication, api::Applied>()
        .idempotent()
        .answers(201)
        .refuses(&[Conflict])
        .throttled(API_SUBMISSIONS)
        .get("/api/v1/cases", Class::Person, "api-cases", api::list)
        .query::<After>()
        .api::<(), Listed<api::CaseBody>>()
        .get("/api/v1/cases/{id}", Class::Person, "api-case", api::one)
        .api::<(), api::CaseBody>()
        .refuses(&[NotFound])
        .get("/api/v1/cases/{id}/clocks", Class::Person, "api-case-clocks", api::clocks)
        .api::<(), api::Clocks>()
        .refuses(&[NotFound])
        .post("/api/v1/cases/{id}/correction", Class::Person, "api-correct", api::correct)
        .api::<api::RawCorrection, api::CaseBody>()
        .refuses(&[NotFound, Conflict])
        .post("/api/v1/cases/{id}/withdrawal", Class::Person, "api-withdraw", api::withdraw)
        .api::<api::Nothing, api::CaseBody>()
        .refuses(&[NotFound, Conflict])
        .post("/api/v1/track", Class::Public, "api-track", api::track)
        .api::<api::RawTrack, api::TrackBody>()
        .throttled(FOLLOWS)
        .unjournalled("a look at a case that holds no personal data")
        .done()
}
