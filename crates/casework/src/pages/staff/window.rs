//! The window: what came in for its division and is to be taken over, what is to be handed out, and
//! a case by its number.

use askama::Template;
use serde::Deserialize;
use web::{Answer, Cx, Form, Query, Shell, State};

use super::{
    desk::{self, Row, View},
    reach::Reach,
};
use crate::{Room, case::State as CaseState, pages::words, path, permits, records, routes::staff as to};

/// Rows of each list on the first page of the window; the desk has the whole lists.
const AT_ONCE: u32 = 10;

/// A list with the way to the whole of it.
pub(crate) struct List {
    pub title: String,
    pub nothing: String,
    pub rows: Vec<Row>,
    /// Empty when all is here.
    pub more: String,
}

#[derive(Template)]
#[template(path = "casework/window.html")]
pub(crate) struct Window {
    pub shell: Shell,
    pub form: Form,
    pub lists: Vec<List>,
    pub find: &'static str,
    pub new_visit: &'static str,
    pub visits: &'static str,
}

async fn show(cx: &Cx, room: &Room, form: Form) -> Answer {
    let (actor, locale) = (cx.actor.clone(), cx.locale);
    let views = [View::Cases(CaseState::Submitted), View::Deliver];
    let found = cx
        .read(move |read| {
            let reach = Reach::of(read, &actor)?;
            let mut found = Vec::new();
            for view in views {
                let mut listed = desk::load(read, &reach, view, "", AT_ONCE + 1)?;
                words::items(read, locale, listed.iter_mut().map(|row| &mut row.case))?;
                let names = words::names(read, listed.iter().flat_map(|row| words::bodies_of(&row.case)))?;
                found.push((view, listed, names));
            }
            Ok(found)
        })
        .await?;
    let shell = cx.shell(cx.t("casework-window-title")).wide();
    let (calendar, today) = (room.needs().directory.calendar(), cx.now.date());
    let list = |(view, listed, names): (View, Vec<desk::Listed>, words::Names)| List {
        title: shell.t(&["casework-window-list-", view.as_str()].concat()).into_owned(),
        nothing: shell.t(&["casework-desk-none-", view.as_str()].concat()).into_owned(),
        more: if listed.len() > AT_ONCE as usize { view.href("") } else { String::new() },
        rows: listed
            .iter()
            .take(AT_ONCE as usize)
            .map(|listed| desk::row(&shell, &names, &calendar, today, view, listed))
            .collect(),
    };
    let lists = found.into_iter().map(list).collect();
    let page = Window {
        lists,
        find: to::FIND,
        new_visit: to::NEW_VISIT,
        visits: to::VISITS,
        form: form.clone(),
        shell: shell.clone(),
    };
    cx.form_page(&form, &page)
}

pub(crate) async fn page(cx: Cx, State(room): State<Room>) -> Answer {
    let form = cx.form();
    show(&cx, &room, form).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    number: String,
}

/// The case with this number, if it is one of this window's.
pub(crate) async fn find(cx: Cx, State(room): State<Room>, Query(asked): Query<Asked>) -> Answer {
    if asked.number.trim().is_empty() {
        let form = cx.form();
        return show(&cx, &room, form).await;
    }
    let number: String = kernel::identifiers::normalise(&asked.number).chars().filter(|c| *c != '-').collect();
    let actor = cx.actor.clone();
    let found = cx
        .read(move |read| {
            let Some(case) = records::by_number(read, &number)? else { return Ok(None) };
            let tasks = records::tasks(read, &case.id)?;
            Ok(permits::see(&actor, &case, &tasks).is_ok().then_some(case.id))
        })
        .await?;
    match found {
        Some(id) => Ok(cx.see_other(&path::desk_case(&id))),
        None => {
            let problem = kernel::Problem::invalid().field("number", "casework-window-not-found");
            let form = cx.form().with("number", asked.number);
            let form = cx.form_with_errors(form, &problem);
            show(&cx, &room, form).await
        }
    }
}
