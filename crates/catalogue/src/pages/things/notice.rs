//! The one-time notice 一次性告知单 of a whole bundle for someone's answers, to print (Administrative
//! Licensing Law art. 30): every item with its body, basis, limit and place, and the one list of papers.

use std::collections::BTreeMap;

use askama::Template;
use store::{Error, Read};
use web::{Answer as Response, Cx, Path, Query, Shell, State};

use super::{Eyes, Pairs, Situation, result::whose};
use crate::{
    bundle::decide::Next,
    bundles::outlook::{Line, outlook},
    item::{Basis, Place},
    needs::Needs,
    pages::Say,
    sheet::limit,
};

/// An item of the notice.
pub(crate) struct Part {
    pub number: usize,
    pub name: Say,
    pub body: Say,
    pub limit: String,
    pub after: String,
    pub bases: Vec<Basis>,
    pub places: Vec<Place>,
    pub fees: Vec<String>,
}

#[derive(Template)]
#[template(path = "catalogue_thing_notice.html")]
pub(crate) struct NoticePage {
    pub shell: Shell,
    pub name: Say,
    pub answers: Vec<(Say, String)>,
    pub parts: Vec<Part>,
    /// Name, condition, for whom.
    pub bring: Vec<(Say, Say, String)>,
    pub held: Vec<(Say, Say, String)>,
    pub made: Vec<(Say, String)>,
    pub longest: String,
    pub data_lang: Option<&'static str>,
    pub as_of: String,
    pub back: String,
}

/// `GET /things/{key}/notice`.
pub async fn notice(
    cx: Cx,
    State(needs): State<Needs>,
    Path(key): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Response {
    let eyes = Eyes { cx: cx.clone(), needs };
    let page = cx
        .read(move |read| {
            let situation = eyes.published(read, &key, &pairs)?;
            if let Next::Ask(_) = situation.next() {
                return Ok(Err(situation.with_answers(&situation.ways.questions, &[])));
            }
            page(read, &eyes, &situation).map(Ok)
        })
        .await?;
    match page {
        Ok(page) => cx.page(&page),
        Err(to) => Ok(cx.see_other(&to)),
    }
}

fn page(read: &Read<'_>, eyes: &Eyes, situation: &Situation) -> Result<NoticePage, Error> {
    let choice = situation.ready.choice(&situation.answers);
    let (seen, _) = outlook(read, &eyes.needs, &situation.opened, &situation.ready, &choice)?;
    let shell = super::shell(&eyes.cx, eyes.cx.t("catalogue-notice"), situation);
    let locale = shell.locale;
    let bundle = &situation.ready.bundle;
    let names: BTreeMap<&str, &Line> = seen.items.iter().map(|line| (line.key.as_str(), line)).collect();
    let mut answers = Vec::new();
    for question in &bundle.questions {
        if let Some(answer) = situation.answers.get(&question.key) {
            answers.push((Say::of(&question.label, locale), situation.said(read, &shell, question, answer)?));
        }
    }
    let papers = |held: bool| -> Vec<(Say, Say, String)> {
        let wanted = seen.materials.iter().filter(|wanted| wanted.held_by_the_state == held);
        wanted
            .map(|wanted| {
                let condition = wanted.condition.as_ref().map(|text| Say::of(text, locale)).unwrap_or_default();
                (Say::of(&wanted.name, locale), condition, whose(&shell, &names, &wanted.takes))
            })
            .collect()
    };
    let parts = seen.items.iter().zip(1..).filter_map(|(line, number)| {
        let item = &situation.opened.items.get(&line.key)?.item;
        let after: Vec<String> = line.after.iter().map(|key| [key, "."].concat()).collect();
        Some(Part {
            number,
            name: Say::of(&line.name, locale),
            body: Say::of(&line.body_name, locale),
            limit: line.limit.map(|days| limit(&shell, days)).unwrap_or_default(),
            after: whose(&shell, &names, &after),
            bases: item.bases.clone(),
            places: item.places.clone(),
            fees: line.fees.iter().flatten().map(|fee| [&fee.name, " ", &fee.amount].concat()).collect(),
        })
    });
    let mut made: Vec<(Say, String)> = Vec::new();
    for one in seen.made.iter().filter(|one| one.material) {
        let by = names.get(one.by.as_str()).map(|line| shell.text(&line.name).to_owned()).unwrap_or_default();
        let what = Say::of(&one.what, locale);
        if !made.iter().any(|(known, from)| *known == what && *from == by) {
            made.push((what, by));
        }
    }
    Ok(NoticePage {
        name: Say::of(&bundle.name, locale),
        answers,
        parts: parts.collect(),
        bring: papers(false),
        held: papers(true),
        made,
        longest: shell.span(seen.longest.working_days, "working-days"),
        data_lang: crate::pages::list_lang(locale),
        as_of: shell.date(eyes.cx.now.date()),
        back: situation.with_answers(&situation.ways.result, &[]),
        shell,
    })
}
