//! Addresses of the applicant's side, and of those who follow a case with its slip.

use kernel::{
    access::Class::{Person, Public},
    problem::Refusal::{Conflict, NotFound},
};
use web::{
    Route, Routes, Throttle,
    api::{After, Listed},
};

use crate::{
    Room,
    api::applicant as api,
    pages::{apply, case, check, correction, days, draft, mine, papers, printed, section, submitted, track, withdrawal},
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
        .get(path::APPLY, Public, "apply", apply::page)
        .post(path::APPLY, Person, "apply-begin", apply::begin)
        .throttled(SAVES)
        .unjournalled(DRAFT)
        .get(path::DRAFT, Person, "draft", draft::page)
        .post(path::DRAFT_DISCARD, Person, "draft-discard", draft::discard)
        .unjournalled(DRAFT)
        .get(path::DRAFT_SECTION, Person, "draft-section", section::page)
        .post(path::DRAFT_SECTION, Person, "draft-section-save", section::save)
        .throttled(SAVES)
        .unjournalled(DRAFT)
        .get(path::DRAFT_PAPERS, Person, "draft-papers", papers::page)
        .get(path::DRAFT_PAPER, Person, "draft-paper", papers::one)
        .post(path::DRAFT_PAPER, Person, "draft-paper-put", papers::put)
        .body_limit(UPLOAD)
        .throttled(UPLOADS)
        .unjournalled(DRAFT)
        .get(path::DRAFT_CHECK, Person, "draft-check", check::page)
        .post(path::DRAFT_CHECK, Person, "draft-submit", check::submit)
        .throttled(SUBMISSIONS)
        .get(path::CASE_SUBMITTED, Person, "case-submitted", submitted::page)
        .get(web::MY, Person, "my", mine::page)
        .get(path::CASE, Person, "case", case::page)
        .get(path::CASE_DAYS, Person, "case-days", days::page)
        .get(path::CASE_CORRECTION, Person, "case-correction", correction::page)
        .post(path::CASE_CORRECTION, Person, "case-correct", correction::answer)
        .body_limit(UPLOAD)
        .throttled(UPLOADS)
        .get(path::CASE_WITHDRAWAL, Person, "case-withdrawal", withdrawal::page)
        .post(path::CASE_WITHDRAWAL, Person, "case-withdraw", withdrawal::withdraw)
        .get(path::CASE_APPLICATION, Person, "case-application", printed::application)
        .throttled(PRINTS)
        .get(path::CASE_NOTICE, Person, "case-notice", printed::notice)
        .throttled(PRINTS)
        .get(path::CASE_PAPER, Person, "case-paper", printed::paper)
        .throttled(PRINTS)
        .post(path::CASE_COPY, Person, "case-copy", draft::copy)
        .throttled(SAVES)
        .unjournalled(DRAFT)
        .get(path::TRACK, Public, "track", track::page)
        .post(path::TRACK, Public, "track-follow", track::follow)
        .throttled(FOLLOWS)
        .unjournalled("a look at a case that holds no personal data")
        .done()
}

fn programs(room: Room) -> Vec<Route> {
    Routes::new(room)
        .post("/api/v1/files", Person, "api-file-put", api::file)
        .api::<(), api::FileBody>()
        .answers(201)
        .body_limit(UPLOAD)
        .throttled(UPLOADS)
        .unjournalled(DRAFT)
        .post("/api/v1/applications", Person, "api-apply", api::apply)
        .api::<api::RawApplication, api::Applied>()
        .answers(201)
        .refuses(&[Conflict])
        .throttled(API_SUBMISSIONS)
        .get("/api/v1/cases", Person, "api-cases", api::list)
        .query::<After>()
        .api::<(), Listed<api::CaseBody>>()
        .get("/api/v1/cases/{id}", Person, "api-case", api::one)
        .api::<(), api::CaseBody>()
        .refuses(&[NotFound])
        .get("/api/v1/cases/{id}/clocks", Person, "api-case-clocks", api::clocks)
        .api::<(), api::Clocks>()
        .refuses(&[NotFound])
        .post("/api/v1/cases/{id}/correction", Person, "api-correct", api::correct)
        .api::<api::RawCorrection, api::CaseBody>()
        .refuses(&[NotFound, Conflict])
        .post("/api/v1/cases/{id}/withdrawal", Person, "api-withdraw", api::withdraw)
        .api::<api::Nothing, api::CaseBody>()
        .refuses(&[NotFound, Conflict])
        .post("/api/v1/track", Public, "api-track", api::track)
        .api::<api::RawTrack, api::TrackBody>()
        .throttled(FOLLOWS)
        .unjournalled("a look at a case that holds no personal data")
        .done()
}
