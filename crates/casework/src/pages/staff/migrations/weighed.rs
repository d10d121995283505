//! What a dry run found, in words: how many cases came to what, and of the first of each what would happen to
//! them. Not here: the dry run itself (`migrating::weigh`).

use std::collections::BTreeMap;

use store::{Error, Read};
use web::{Cx, Fail, Shell};

use crate::{
    Office, Room,
    edition::Edition,
    matter::{self, Matter},
    migrating::{self, Judged},
    migration::Verdict,
    pages::staff::change_words::{self as said, Steps},
};

/// So many cases a dry run looks at at once, and at most before its page answers; a job looks at all.
const BATCH: u32 = 200;
const MOST: usize = 1_000;
/// So many cases of a verdict are told one by one.
pub(super) const TOLD: usize = 50;

/// A case of a dry run, with what its words need.
pub(crate) struct Told {
    pub judged: Judged,
    pub matter: Matter,
    pub steps: Steps,
}

/// What would become of the running cases of a version's item and place.
#[derive(Default)]
pub(crate) struct DryRun {
    pub total: usize,
    /// There are more cases than were looked at.
    pub more: bool,
    pub counts: BTreeMap<Verdict, i64>,
    pub first: BTreeMap<Verdict, Vec<Told>>,
}

/// Looks at every running case, a batch at a time.
pub(crate) async fn dry_run(cx: &Cx, room: &Room, edition: &Edition, rule: Option<String>) -> Result<DryRun, Fail> {
    let mut run = DryRun::default();
    let mut after = String::new();
    loop {
        let (office, edition, rule, now) = (room.office(cx.app.store()), edition.clone(), rule.clone(), cx.now);
        let room_left: BTreeMap<Verdict, usize> =
            run.first.iter().map(|(verdict, told)| (*verdict, TOLD.saturating_sub(told.len()))).collect();
        let (told, counts, next) = cx
            .read(move |read| {
                let (all, next) = migrating::dry_run(read, &office, now, &edition, rule.as_deref(), &after, BATCH)?;
                let (told, counts) = tell(read, &office, &edition, all, room_left)?;
                Ok((told, counts, next))
            })
            .await?;
        for (verdict, count) in counts {
            run.total += usize::try_from(count).unwrap_or_default();
            *run.counts.entry(verdict).or_default() += count;
        }
        for one in told {
            run.first.entry(one.judged.verdict).or_default().push(one);
        }
        match next {
            Some(next) if run.total < MOST => after = next,
            next => {
                run.more = next.is_some();
                return Ok(run);
            }
        }
    }
}

type Telling = (Vec<Told>, BTreeMap<Verdict, i64>);

/// Counts all, and loads what the first of each verdict need to be told.
pub(super) fn tell(
    read: &Read<'_>,
    office: &Office,
    edition: &Edition,
    all: Vec<Judged>,
    mut room_left: BTreeMap<Verdict, usize>,
) -> Result<Telling, Error> {
    let mut counts = BTreeMap::new();
    let mut told = Vec::new();
    for judged in all {
        *counts.entry(judged.verdict).or_default() += 1;
        let left = room_left.entry(judged.verdict).or_insert(TOLD);
        if *left == 0 {
            continue;
        }
        *left -= 1;
        let matter = matter::of_case_without_form(read, &judged.case)?;
        let mut models = vec![crate::change::program(read, &office.programs, &edition.digest)?];
        models.extend(crate::change::Standing::of(read, office, &judged.case.id)?.map(|standing| standing.program));
        let models: Vec<_> = models.iter().map(|program| &*program.model).collect();
        let steps = Steps::of(read, &matter, &judged.case, &models)?;
        told.push(Told { judged, matter, steps });
    }
    Ok((told, counts))
}

/// A case on the page.
pub(crate) struct CaseRow {
    pub number: String,
    pub lines: Vec<String>,
}

/// The cases of one verdict.
pub(crate) struct Group {
    pub kind: &'static str,
    pub name: String,
    pub hint: String,
    pub count: String,
    pub rows: Vec<CaseRow>,
}

impl Told {
    /// The case with what would happen to it.
    pub(super) fn row(&self, shell: &Shell) -> CaseRow {
        let Self { judged, matter, steps } = self;
        let mut lines = Vec::new();
        if let Some(line) = &judged.line {
            lines.extend(said::moves(shell, steps, &line.moves));
            lines.extend(said::clocks(shell, steps, &line.clocks));
            lines.extend(said::burdens(shell, steps, matter, &line.burdens));
            let questions: Vec<_> = line.questions.iter().map(|question| (question.clone(), Vec::new())).collect();
            lines.extend(said::askings(shell, steps, &questions).into_iter().map(|asking| asking.label));
        }
        CaseRow { number: judged.case.number.clone(), lines }
    }
}

pub(super) fn word(shell: &Shell, part: &str, verdict: Verdict) -> String {
    shell.t(&["casework-migration-", part, "-", verdict.as_str()].concat()).into_owned()
}

pub(super) fn light(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Moves => "done",
        Verdict::Stays | Verdict::Own => "waiting",
        Verdict::Asks => "soon",
        Verdict::Over => "off",
        Verdict::Failed => "late",
    }
}

pub(crate) fn groups(shell: &Shell, run: &DryRun) -> Vec<Group> {
    let group = |verdict: &Verdict| {
        let count = *run.counts.get(verdict)?;
        let rows =
            run.first.get(verdict).map(|told| told.iter().map(|told| told.row(shell)).collect()).unwrap_or_default();
        Some(Group {
            kind: light(*verdict),
            name: word(shell, "verdict", *verdict),
            hint: word(shell, "hint", *verdict),
            count: shell.number(count),
            rows,
        })
    };
    Verdict::ALL.iter().filter_map(group).collect()
}
