//! What someone's answers come to, as people and programs are told: the items in order, how long it all
//! takes, what is asked and brought once, what an earlier item makes. Made from the items as they stand.

use std::collections::BTreeMap;

use directory::bodies;
use kernel::{Limit, Text, id::BodyId, limit::Unit};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Error, Read};

use super::Opened;
use crate::{
    ItemId,
    bundle::{
        decide::{Choice, Ready},
        merge::{self, Merged},
        order::{self, Fed},
    },
    form::ShowIf,
    item::{Fee, Item},
    needs::Needs,
    words::{CaseType, FieldType, Mode, Necessity, Type},
};

/// What answers come to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Outlook {
    pub items: Vec<Line>,
    /// Keys of items: those of one group stand side by side, a group follows what it needs.
    pub groups: Vec<Vec<String>>,
    /// The longest way in working days, by the limits that the items promise.
    pub longest: Way,
    /// The same by what past cases took; absent while too few are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual: Option<Way>,
    pub questions: Vec<AskedOnce>,
    /// How many the items would ask one by one.
    pub questions_apart: usize,
    pub materials: Vec<WantedOnce>,
    pub materials_apart: usize,
    pub made: Vec<Made>,
    pub visits: u32,
}

/// An item of the bundle.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Line {
    /// Within the bundle.
    pub key: String,
    pub id: ItemId,
    pub name: Text,
    pub body: BodyId,
    pub body_name: Text,
    pub mode: Mode,
    /// What the item promises, else what the law sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Working days that half of its past cases took at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual_days: Option<u32>,
    /// Items that come before it.
    pub after: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Text>,
    pub visits: u32,
    /// Absent: not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fees: Option<Vec<Fee>>,
    pub demo: bool,
}

/// The longest way through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Way {
    pub working_days: u32,
    /// The items on it, in order.
    pub items: Vec<String>,
    /// Items without a limit, which count as none.
    pub unknown: Vec<String>,
}

/// A question of the one form.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AskedOnce {
    pub key: String,
    pub label: Text,
    #[serde(rename = "type")]
    pub kind: FieldType,
    pub required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefill: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_if: Option<ShowIf>,
    /// `ITEM.FIELD` of each that takes the answer.
    pub takes: Vec<String>,
}

/// A material of the one list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WantedOnce {
    pub key: String,
    pub name: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub necessity: Option<Necessity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// Nobody brings it: the state made it.
    pub held_by_the_state: bool,
    /// `ITEM.MATERIAL` of each that takes it.
    pub takes: Vec<String>,
}

/// What one item makes and another needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Made {
    pub by: String,
    pub to: String,
    /// The material or field of the later item.
    pub what: Text,
    pub material: bool,
}

/// The outlook of a choice with its one form.
///
/// # Errors
/// Of the store.
pub fn outlook(
    read: &Read<'_>,
    needs: &Needs,
    opened: &Opened,
    ready: &Ready,
    choice: &Choice,
) -> Result<(Outlook, Merged), Error> {
    let merged = merge::merge(&ready.bundle, &opened.pieces, choice);
    let before = order::before(&ready.bundle, &opened.pieces, choice);
    let groups = order::lanes(&before, &choice.members).unwrap_or_else(|circle| vec![circle]);
    let mut items = Vec::new();
    for key in groups.iter().flatten() {
        let Some(found) = opened.items.get(key) else { continue };
        let item = &found.item;
        let body = bodies::by_id(read, &found.body)?;
        items.push(Line {
            key: key.clone(),
            id: found.id.clone(),
            name: item.name.clone(),
            body: found.body.clone(),
            body_name: body.map_or_else(|| Text::zh(item.body.clone()), |body| body.name),
            mode: item.mode,
            limit: limit(item),
            usual_days: (needs.usual_days)(read, &found.id)?.map(|usual| usual.days),
            after: before.get(key).into_iter().flatten().cloned().collect(),
            result: item.result.as_ref().map(|result| result.name.clone()),
            visits: u32::from(item.visits.unwrap_or(0)),
            fees: item.fees.clone(),
            demo: item.is_demo(),
        });
    }
    let days: BTreeMap<&str, Option<u32>> =
        items.iter().map(|line| (line.key.as_str(), line.limit.map(order::working_days))).collect();
    let way = |days: &BTreeMap<&str, Option<u32>>, unknown: Vec<String>| {
        let (working_days, items) = order::longest(&before, &groups, &|key| days.get(key).copied().flatten());
        Way { working_days, items, unknown }
    };
    let unknown = items.iter().filter(|line| line.mode == Mode::Case && line.limit.is_none());
    let longest = way(&days, unknown.map(|line| line.key.clone()).collect());
    let some_usual = items.iter().any(|line| line.usual_days.is_some());
    let usually = items.iter().map(|line| {
        let days = line.usual_days.or_else(|| days.get(line.key.as_str()).copied().flatten());
        (line.key.as_str(), days)
    });
    let usual = some_usual.then(|| way(&usually.collect(), Vec::new()));
    let outlook = Outlook {
        longest,
        usual,
        questions: merged.fields.iter().map(asked).collect(),
        questions_apart: merged.fields_apart() + fed(&merged, false) + merged.filled.len(),
        materials: merged.materials.iter().map(wanted).collect(),
        materials_apart: merged.materials_apart() + fed(&merged, true),
        made: made(opened, &merged),
        visits: items.iter().map(|line| line.visits).sum(),
        items,
        groups,
    };
    Ok((outlook, merged))
}

fn fed(merged: &Merged, materials: bool) -> usize {
    merged.feeds.iter().filter(|feed| matches!(feed.what, Fed::Material(_)) == materials).count()
}

/// What the item promises, else what the law sets for it, else for permits what the law sets for all
/// (Administrative Licensing Law art. 42); at once 即办 where it says so; none of what is no case.
#[must_use]
pub fn limit(item: &Item) -> Option<Limit> {
    let at_once = item.mode != Mode::Case || item.case_type == Some(CaseType::Instant);
    item.promised
        .or_else(|| at_once.then(|| Limit::new(0, Unit::WorkingDays)))
        .or(item.statutory)
        .or_else(|| (item.kind == Type::Permit).then(|| Limit::new(20, Unit::WorkingDays)))
}

fn asked(asked: &merge::Asked) -> AskedOnce {
    let field = &asked.field;
    AskedOnce {
        key: field.key.clone(),
        label: field.label.clone(),
        kind: field.kind,
        required: field.required,
        prefill: field.prefill.clone(),
        show_if: field.show_if.clone(),
        takes: asked.takes.iter().map(|take| [&take.member, ".", &take.field].concat()).collect(),
    }
}

fn wanted(wanted: &merge::Wanted) -> WantedOnce {
    let material = &wanted.material;
    WantedOnce {
        key: wanted.key.clone(),
        name: material.name.clone(),
        necessity: material.necessity,
        condition: if wanted.decided { None } else { material.condition.clone() },
        answered_by: material.answered_by.clone(),
        held_by_the_state: material.held_by_the_state(),
        takes: wanted.takes.iter().map(|(member, key)| [member, ".", key].concat()).collect(),
    }
}

fn made(opened: &Opened, merged: &Merged) -> Vec<Made> {
    let mut out: Vec<Made> = Vec::new();
    for feed in &merged.feeds {
        let Some(piece) = opened.pieces.get(&feed.to) else { continue };
        let (what, material) = match &feed.what {
            Fed::Material(key) => {
                let found = piece.item.materials.iter().find(|material| material.key == *key);
                (found.map(|material| material.name.clone()), true)
            }
            Fed::Field(key) => {
                let mut fields = piece.form.iter().flat_map(|section| &section.fields);
                (fields.find(|field| field.key == *key).map(|field| field.label.clone()), false)
            }
        };
        out.extend(what.map(|what| Made { by: feed.by.clone(), to: feed.to.clone(), what, material }));
    }
    out
}
