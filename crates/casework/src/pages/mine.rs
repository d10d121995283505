//! My matters: drafts, open cases with how they stand and for whom they wait, and past ones.

use askama::Template;
use kernel::Timestamp;
use web::{Answer, Cx, Html, Query, Shell, State, api::After};

use super::words;
use crate::{Room, case::Case, draft::Draft, path, records};

const A_PAGE: u32 = 30;
const DRAFTS: u32 = 50;
/// Where other rooms add to the page: what came in, what is held.
const SLOT: &str = "casework.mine";

pub(crate) struct DraftRow {
    pub item: String,
    pub href: String,
    pub kept: String,
}

pub(crate) struct Row {
    pub item: String,
    pub number: String,
    pub href: String,
    pub kind: &'static str,
    pub word: String,
    pub waits: String,
    pub by: String,
    /// What the applicant has to do, if anything.
    pub call: String,
    pub call_href: String,
}

#[derive(Template)]
#[template(path = "casework/mine.html")]
pub(crate) struct Mine {
    pub shell: Shell,
    pub whom: String,
    pub drafts: Vec<DraftRow>,
    pub open: Vec<Row>,
    pub past: Vec<Row>,
    pub slot: Html,
    pub next: String,
    pub first: String,
}

impl Mine {
    pub(crate) fn draft_row(shell: &Shell, draft: &Draft, item: String) -> DraftRow {
        DraftRow { item, href: path::draft(&draft.id), kept: shell.moment(draft.changed_at) }
    }

    pub(crate) fn row(
        shell: &Shell,
        case: &Case,
        item: Option<&kernel::Text>,
        names: &words::Names,
        calendar: &kernel::Calendar,
        today: kernel::Date,
    ) -> Row {
        let (kind, word) = words::light(shell, case, calendar, today);
        let correcting = case.state == crate::case::State::Correction;
        let day = case.next_due().or_else(|| case.ended_at.map(Timestamp::date));
        let key = if case.state.ended() { "casework-ended-on" } else { "casework-by-day" };
        Row {
            item: item.map_or_else(|| case.item_name.clone(), |name| shell.text(name).to_owned()),
            number: case.number.clone(),
            href: path::case(&case.id),
            kind,
            word,
            waits: words::waits_for(shell, names, &case.waits_for),
            by: day.map(|day| shell.t1(key, "day", shell.date(day))).unwrap_or_default(),
            call: if correcting { shell.t("casework-correct-now").into_owned() } else { String::new() },
            call_href: path::case_correction(&case.id),
        }
    }
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>, Query(after): Query<After>) -> Answer {
    let (actor, asker) = (cx.actor.clone(), cx.clone());
    let key = after.key().to_owned();
    let from = if key.is_empty() { records::END.to_owned() } else { key.clone() };
    let (drafts, cases, items, names, slot, whom) = cx
        .read(move |read| {
            let Some(person) = actor.as_person() else { return Ok(Default::default()) };
            let enterprise = actor.for_enterprise();
            let mut drafts = Vec::new();
            for draft in records::my_drafts(read, person, Timestamp(i64::MAX), DRAFTS)? {
                if draft.enterprise.as_ref() == enterprise
                    && let Ok(id) = draft.item.parse()
                    && let Some(found) = catalogue::item(read, &id, Some(draft.item_version))?
                {
                    drafts.push((draft, found.item.name.clone()));
                }
            }
            let cases = match enterprise {
                Some(enterprise) => records::ours(read, enterprise, &from, A_PAGE + 1)?,
                None => records::mine(read, person, &from, A_PAGE + 1)?,
            };
            let mut items = std::collections::HashMap::new();
            for case in &cases {
                if !items.contains_key(&case.item)
                    && let Ok(id) = case.item.parse()
                    && let Some(card) = catalogue::card(read, &id)?
                {
                    items.insert(case.item.clone(), card.name);
                }
            }
            let names = words::names(read, cases.iter().flat_map(words::bodies_of))?;
            let mut slot = asker.slot(read, SLOT, &[person.as_str()])?;
            let whom = enterprise.map(|id| identity::enterprise(read, id)).transpose()?.flatten();
            Ok((
                drafts,
                cases,
                items,
                names,
                slot.pop().unwrap_or_default(),
                whom.map(|it| it.name).unwrap_or_default(),
            ))
        })
        .await?;
    let shell = cx.shell(cx.t("casework-my"));
    let calendar = room.needs().directory.calendar();
    let listed = web::api::Listed::of(cases, A_PAGE, |case| case.id.to_string());
    let today = cx.now.date();
    let (past, open): (Vec<&Case>, Vec<&Case>) = listed.items.iter().partition(|case| case.state.ended());
    let row = |case: &&Case| Mine::row(&shell, case, items.get(&case.item), &names, &calendar, today);
    let drafts = if key.is_empty() { drafts } else { Vec::new() };
    let drafts = drafts.iter().map(|(draft, name)| Mine::draft_row(&shell, draft, shell.text(name).to_owned()));
    cx.page(&Mine {
        whom,
        drafts: drafts.collect(),
        open: open.iter().map(row).collect(),
        past: past.iter().map(row).collect(),
        slot,
        next: listed.next.map(|next| web::path::with_query(web::MY, &[("after", &next)])).unwrap_or_default(),
        first: if key.is_empty() { String::new() } else { web::MY.to_owned() },
        shell,
    })
}
