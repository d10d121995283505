//! What a case is about: the item as it stood when the applicant began, the body that offers it,
//! and the plan of the bodies for this division. A running case keeps the version it began with.

use std::sync::Arc;

use catalogue::{
    ItemId, Published,
    form::{self, Applicant, Form},
    item::Item,
    shape::Step,
    words::{CaseType, Shape, Stage, Type},
};
use directory::Body;
use kernel::{DivisionCode, Limit, id::BodyId, limit::Unit};
use store::{Error, Read};
use web::Texts;

use crate::{case::Case, clock, draft::Draft, refusal::Refusal, task::Task};

/// An item, loaded, with what a verb needs to know of it.
#[derive(Debug, Clone)]
pub struct Matter {
    pub id: String,
    pub version: i64,
    pub item: Arc<Item>,
    /// The body that offers it.
    pub body: Body,
    pub steps: Vec<Step>,
    /// The item's own form, or the plain one made from what the list says.
    pub form: Form,
}

/// The item as it stands, or as it stood at `version`, for someone in `division`.
///
/// # Errors
/// `NotFound` for an item or body that is not there; of the store.
pub fn load(
    read: &Read<'_>,
    item: &ItemId,
    version: Option<i64>,
    division: &DivisionCode,
    applicant: Applicant,
    texts: &Texts,
) -> Result<Matter, Error> {
    let mut matter = bare(read, item, version, division)?;
    matter.form = form::of(&matter.item, applicant, texts);
    Ok(matter)
}

/// As `load`, of an item that was looked up before, as it stands.
///
/// # Errors
/// As `load`.
pub fn of_item(
    read: &Read<'_>,
    found: Published,
    division: &DivisionCode,
    applicant: Applicant,
    texts: &Texts,
) -> Result<Matter, Error> {
    let mut matter = of_published(read, found, division)?;
    matter.form = form::of(&matter.item, applicant, texts);
    Ok(matter)
}

fn bare(read: &Read<'_>, item: &ItemId, version: Option<i64>, division: &DivisionCode) -> Result<Matter, Error> {
    of_published(read, catalogue::item(read, item, version)?.ok_or(Refusal::NotFound)?, division)
}

fn of_published(read: &Read<'_>, found: Published, division: &DivisionCode) -> Result<Matter, Error> {
    let body = directory::bodies::by_id(read, &found.body)?.ok_or(Refusal::NotFound)?;
    let steps = catalogue::steps_for(read, &found.item, &found.body, division)?;
    Ok(Matter {
        id: found.id.to_string(),
        version: found.version,
        item: found.item,
        body,
        steps,
        form: Form::default(),
    })
}

/// The matter of a case, at the version the applicant began with.
///
/// # Errors
/// As `load`.
pub fn of_case(read: &Read<'_>, case: &Case, texts: &Texts) -> Result<Matter, Error> {
    let mut matter = of_case_without_form(read, case)?;
    matter.form = form::of(&matter.item, applicant(case.enterprise.is_some()), texts);
    Ok(matter)
}

/// As `of_case`, where nobody asks for the form.
///
/// # Errors
/// As `load`.
pub fn of_case_without_form(read: &Read<'_>, case: &Case) -> Result<Matter, Error> {
    let item: ItemId = case.item.parse().map_err(|_| Refusal::NotFound)?;
    bare(read, &item, Some(case.item_version), &case.division)
}

/// The matter of a draft.
///
/// # Errors
/// As `load`.
pub fn of_draft(read: &Read<'_>, draft: &Draft, texts: &Texts) -> Result<Matter, Error> {
    let item: ItemId = draft.item.parse().map_err(|_| Refusal::NotFound)?;
    let whom = applicant(draft.enterprise.is_some());
    load(read, &item, Some(draft.item_version), &draft.division, whom, texts)
}

/// For whom the form is made.
#[must_use]
pub fn applicant(enterprise: bool) -> Applicant {
    if enterprise { Applicant::Enterprise } else { Applicant::Person }
}

impl Matter {
    /// The body that accepts: the first that receives, else the one that offers it.
    #[must_use]
    pub fn competent(&self) -> BodyId {
        let first = self.steps.iter().find(|step| step.stages.contains(&Stage::Receive));
        first.and_then(|step| step.body.clone()).unwrap_or_else(|| self.body.id.clone())
    }

    #[must_use]
    pub fn shape(&self) -> Shape {
        Shape::of(&self.item)
    }

    #[must_use]
    pub fn is_permit(&self) -> bool {
        self.item.kind == Type::Permit
    }

    /// Decided on the spot 即办件.
    #[must_use]
    pub fn is_instant(&self) -> bool {
        self.item.case_type == Some(CaseType::Instant)
    }

    /// The limit of the law: the item's own, else for permits alone that of the Administrative
    /// Licensing Law (art. 42: 20 working days, 45 where bodies of one government act jointly).
    #[must_use]
    pub fn statutory(&self) -> Option<Limit> {
        self.item.statutory.or_else(|| {
            self.is_permit().then(|| {
                let joint = self.shape() == Shape::SideBySide;
                Limit::new(if joint { clock::JOINT_DAYS } else { clock::PERMIT_DAYS }, Unit::WorkingDays)
            })
        })
    }

    /// The limit of one body's task: for the lower body of a chain that of art. 43, else what was
    /// promised or the law sets for the whole.
    #[must_use]
    pub fn task_limit(&self, task: &Task, tasks: &[Task]) -> Option<Limit> {
        let last_turn = tasks.iter().map(|task| task.turn).max().unwrap_or(task.turn);
        let lower = self.shape() == Shape::Chain && task.turn < last_turn;
        if lower && self.is_permit() && self.item.promised.is_none() {
            return Some(Limit::new(clock::LOWER_BODY_DAYS, Unit::WorkingDays));
        }
        self.item.promised.or_else(|| self.statutory())
    }
}
