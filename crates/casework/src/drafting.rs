//! A draft is begun, kept as typed, given papers, dropped. Nobody is bound by it, so none of it
//! stands in the journal; what it holds is sealed for the person.

use kernel::{Problem, Timestamp, access::Actor, division::DivisionCode, problem::FieldProblem};
use store::{Error, FileRef, FileRefused, Read, Tx};

use crate::{
    case::CaseId,
    draft::{Answers, Draft, DraftId},
    matter::Matter,
    paper::{Level, Paper, Source},
    permits, records,
    refusal::Refusal,
};

/// Bytes of files that a person may hand in in a day.
pub const QUOTA: i64 = 200 * 1024 * 1024;

/// Place of a file's name as the person had it, which binds the sealed name there.
pub(crate) const FILE_NAME: &str = "casework_paper.name";

/// Begins a draft, or finds the one that lives: one a person, enterprise, item and division.
///
/// # Errors
/// `NoCaseHere`, `WrongAudience`; `NotPermitted` to anyone but a person.
pub fn begin(tx: &Tx<'_>, actor: &Actor, matter: &Matter, division: &DivisionCode) -> Result<Draft, Error> {
    let person = actor.as_person().ok_or(Refusal::NotPermitted)?;
    suits(actor, matter)?;
    let enterprise = actor.for_enterprise().cloned();
    if let Some(living) = records::living_draft(tx, person, enterprise.as_ref(), &matter.id, division)? {
        return Ok(living);
    }
    let now = tx.now();
    let draft = Draft {
        id: tx.id(),
        person: person.clone(),
        enterprise,
        item: matter.id.clone(),
        item_version: matter.version,
        division: *division,
        answers: Answers::new(),
        version: 1,
        begun_at: now,
        changed_at: now,
        submitted: None,
    };
    records::insert_draft(tx, &draft)?;
    Ok(draft)
}

/// Whether a case can be opened here by this applicant.
///
/// # Errors
/// `NoCaseHere` or `WrongAudience`.
pub fn suits(actor: &Actor, matter: &Matter) -> Result<(), Refusal> {
    if !matter.item.opens_cases() {
        return Err(Refusal::NoCaseHere);
    }
    let fits = if actor.for_enterprise().is_some() { matter.item.for_enterprises() } else { matter.item.for_persons() };
    if fits { Ok(()) } else { Err(Refusal::WrongAudience) }
}

/// The draft, if it is the actor's own and still one.
///
/// # Errors
/// `NotFound` to everyone else.
pub fn own(read: &Read<'_>, actor: &Actor, id: &DraftId) -> Result<Draft, Error> {
    let draft = records::draft(read, id)?.ok_or(Refusal::NotFound)?;
    permits::owner(actor, &draft)?;
    Ok(draft)
}

fn hold(tx: &Tx<'_>, actor: &Actor, id: &DraftId) -> Result<Draft, Error> {
    let draft = records::hold_draft(tx, id)?.ok_or(Refusal::NotFound)?;
    permits::owner(actor, &draft)?;
    if draft.submitted.is_some() { Err(Refusal::Stale.into()) } else { Ok(draft) }
}

fn keep(tx: &Tx<'_>, mut draft: Draft) -> Result<Draft, Error> {
    draft.version += 1;
    draft.changed_at = tx.now();
    records::update_draft(tx, &draft)?;
    Ok(draft)
}

/// Keeps fields exactly as typed, right or wrong.
///
/// # Errors
/// `NotFound` to others; `Stale` when it was submitted.
pub fn save(tx: &Tx<'_>, actor: &Actor, id: &DraftId, typed: &Answers) -> Result<Draft, Error> {
    let mut draft = hold(tx, actor, id)?;
    draft.answers.extend(typed.iter().map(|(key, value)| (key.clone(), value.clone())));
    keep(tx, draft)
}

/// Notes a paper that was put on the disk before. What stood in its place is replaced.
///
/// # Errors
/// As `save`; 422 at the material when the day's quota is used up.
pub fn put_paper(
    tx: &Tx<'_>,
    actor: &Actor,
    id: &DraftId,
    material: &str,
    file: &FileRef,
    name: &str,
) -> Result<Draft, Error> {
    let draft = hold(tx, actor, id)?;
    let paper = name_file(tx, actor, material, file, name)?;
    records::drop_paper(tx, id.as_str(), material)?;
    records::put_paper(tx, id.as_str(), &paper)?;
    keep(tx, draft)
}

/// A paper from a file that was put on the disk before, counted to the person's quota.
///
/// # Errors
/// 422 at the material when the day's quota is used up.
pub(crate) fn name_file(
    tx: &Tx<'_>,
    actor: &Actor,
    material: &str,
    file: &FileRef,
    name: &str,
) -> Result<Paper, Error> {
    let person = actor.as_person().ok_or(Refusal::NotPermitted)?;
    let size = i64::try_from(file.size).unwrap_or(i64::MAX);
    let since = Timestamp::start_of(tx.now().date());
    if tx.file_bytes(person.as_str(), since)?.saturating_add(size) > QUOTA {
        let field = paper_field(material);
        return Err(Problem::invalid().field(field, "casework-file-quota").into());
    }
    tx.name_file(file, Some(person.as_str()))?;
    paper(tx, actor, material, file, name)
}

/// A paper made of a file that is named already.
///
/// # Errors
/// 403 to others than persons; of the store.
pub(crate) fn paper(tx: &Tx<'_>, actor: &Actor, material: &str, file: &FileRef, name: &str) -> Result<Paper, Error> {
    let person = actor.as_person().ok_or(Refusal::NotPermitted)?;
    Ok(Paper {
        material: material.to_owned(),
        version: 1,
        source: Source::Applicant,
        reference: file.digest.clone(),
        name: Some(tx.seal(person, FILE_NAME, shortened(name).as_bytes())?),
        media: Some(file.media.clone()),
        size: Some(i64::try_from(file.size).unwrap_or(i64::MAX)),
        level: Level::C,
        at: tx.now(),
    })
}

/// Takes a paper back.
///
/// # Errors
/// As `save`.
pub fn drop_paper(tx: &Tx<'_>, actor: &Actor, id: &DraftId, material: &str) -> Result<Draft, Error> {
    let draft = hold(tx, actor, id)?;
    records::drop_paper(tx, id.as_str(), material)?;
    keep(tx, draft)
}

/// Throws the draft away with its papers. Files named by nothing else are cleared later.
///
/// # Errors
/// As `save`.
pub fn discard(tx: &Tx<'_>, actor: &Actor, id: &DraftId) -> Result<(), Error> {
    hold(tx, actor, id)?;
    records::drop_papers(tx, id.as_str())?;
    records::delete_draft(tx, id).map(drop)
}

/// A new draft with what was declared in a past case. Papers are asked for anew: they may be out of
/// date; what the state holds is taken from where it is.
///
/// # Errors
/// `NotFound` to others; as `begin`.
pub fn copy(tx: &Tx<'_>, actor: &Actor, matter: &Matter, case: &CaseId) -> Result<Draft, Error> {
    let case = records::find(tx, case)?.ok_or(Refusal::NotFound)?;
    permits::applicant(actor, &case)?;
    let mut draft = begin(tx, actor, matter, &case.division)?;
    let declared = crate::correct::declared(tx, &case)?;
    for (key, value) in declared {
        draft.answers.entry(key).or_insert(value);
    }
    keep(tx, draft)
}

/// Why a file is not taken, at its field.
#[must_use]
pub fn refused(field: String, refused: &FileRefused) -> Problem {
    let (message, args) = match refused {
        FileRefused::Empty => ("casework-file-empty", Vec::new()),
        FileRefused::TooLarge { most, .. } => ("casework-file-large", vec![("most", (most / 1024 / 1024).to_string())]),
        FileRefused::Type { .. } => ("casework-file-type", Vec::new()),
        FileRefused::Lies { media, .. } => ("casework-file-lies", vec![("media", media.clone())]),
        FileRefused::Executable => ("casework-file-program", Vec::new()),
        FileRefused::NoSpace(_) | FileRefused::Fault(_) => ("casework-file-fault", Vec::new()),
    };
    Problem { fields: vec![FieldProblem { field: field.into(), message, args }], ..Problem::invalid() }
}

/// The field of a material in forms and in problems.
#[must_use]
pub fn paper_field(material: &str) -> String {
    ["material.", material].concat()
}

/// A file's name as it is shown: its last part, at most 120 characters, nothing unwritable.
fn shortened(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.chars().filter(|c| !web::check::is_unwritable(*c)).take(120).collect()
}
