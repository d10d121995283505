//! What the answers come to: the items in order, how long, what to bring once, what is asked once, what
//! the state has, and the answers to be changed.

use std::collections::BTreeMap;

use askama::Template;
use store::{Error, Read};
use web::{Answer as Response, Cx, Shell};

use super::{
    Eyes, Situation,
    ask::{self, Known, Step},
};
use crate::{
    bundle::decide::Next,
    bundles::outlook::{Line, Outlook, Way, outlook},
    needs::Stated,
    pages::{Say, mode_word},
    routes,
    sheet::limit,
    words::{Mode, Necessity},
};

/// An item in the order.
pub(crate) struct Card {
    pub name: Say,
    pub href: String,
    pub body: Say,
    pub facts: String,
    /// What it needs of earlier ones.
    pub after: String,
    /// Where it may be begun now; empty where something comes before it or no case is opened here.
    pub apply: String,
}

/// A paper of the one list.
pub(crate) struct Paper {
    pub name: Say,
    pub condition: Say,
    pub late: bool,
    /// For which items.
    pub who: String,
    /// Where the state has it; empty: to be brought.
    pub held: String,
}

/// A question of the one form.
pub(crate) struct FieldLine {
    pub label: Say,
    pub who: String,
    pub filled: bool,
}

#[derive(Template)]
#[template(path = "catalogue_thing_result.html")]
pub(crate) struct ResultPage {
    pub shell: Shell,
    pub name: Say,
    pub lead: String,
    pub facts: Vec<(String, String, String)>,
    pub groups: Vec<Vec<Card>>,
    pub bring: Vec<Paper>,
    pub held: Vec<Paper>,
    pub made: Vec<(Say, String)>,
    pub fields: Vec<FieldLine>,
    pub fields_words: String,
    pub papers_words: String,
    pub known: Vec<Known>,
    pub answers: Vec<(Say, String, String)>,
    pub fees: Vec<(Say, String)>,
    pub unknown: String,
    pub notice: String,
    pub stuck: bool,
    pub signed_in: bool,
}

/// The result, or the way to the question that is still open.
pub(crate) enum Found {
    Shown(Box<ResultPage>),
    Open(String),
}

pub(crate) fn answer(cx: &Cx, found: Found) -> Response {
    match found {
        Found::Shown(page) => cx.page(&*page),
        Found::Open(to) => ask::answer(cx, Step::Go(to)),
    }
}

pub(crate) fn of(read: &Read<'_>, eyes: &Eyes, situation: Situation) -> Result<Found, Error> {
    if let Next::Ask(_) = situation.next() {
        return Ok(Found::Open(situation.with_answers(&situation.ways.questions, &[])));
    }
    let choice = situation.ready.choice(&situation.answers);
    let (seen, _) = outlook(read, &eyes.needs, &situation.opened, &situation.ready, &choice)?;
    let title = eyes.cx.t("catalogue-things-result");
    let shell = super::shell(&eyes.cx, title, &situation);
    let stated = held(read, eyes, &seen)?;
    Ok(Found::Shown(Box::new(page(read, shell, &situation, &seen, &stated)?)))
}

/// What the state holds of the one who looks, by licence type.
fn held(read: &Read<'_>, eyes: &Eyes, seen: &Outlook) -> Result<BTreeMap<String, Stated>, Error> {
    if eyes.cx.actor.as_person().is_none() {
        return Ok(BTreeMap::new());
    }
    let kinds = seen.materials.iter().filter_map(|wanted| wanted.answered_by.as_ref());
    let mut sources: Vec<String> = kinds.map(|kind| ["licence:", kind].concat()).collect();
    sources.sort_unstable();
    sources.dedup();
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    (eyes.needs.states)(read, &eyes.cx.actor, &sources)
}

fn page(
    read: &Read<'_>,
    shell: Shell,
    situation: &Situation,
    seen: &Outlook,
    stated: &BTreeMap<String, Stated>,
) -> Result<ResultPage, Error> {
    let locale = shell.locale;
    let bundle = &situation.ready.bundle;
    let names: BTreeMap<&str, &Line> = seen.items.iter().map(|line| (line.key.as_str(), line)).collect();
    let who = |takes: &[String]| whose(&shell, &names, takes);
    let paper = |wanted: &crate::bundles::outlook::WantedOnce| {
        let source = wanted.answered_by.as_ref().and_then(|kind| stated.get(&["licence:", kind].concat()));
        Paper {
            name: Say::of(&wanted.name, locale),
            condition: wanted.condition.as_ref().map(|text| Say::of(text, locale)).unwrap_or_default(),
            late: wanted.necessity == Some(Necessity::LateOk),
            who: who(&wanted.takes),
            held: match source {
                Some(source) => super::source_word(&shell, source),
                None if wanted.held_by_the_state => shell.t("catalogue-things-held-word").into_owned(),
                None => String::new(),
            },
        }
    };
    let (bring, has): (Vec<Paper>, Vec<Paper>) = seen.materials.iter().map(paper).partition(|one| one.held.is_empty());
    let mut answers = Vec::new();
    for question in &bundle.questions {
        let Some(answer) = situation.typed.get(&question.key) else { continue };
        let change = situation.with_answers(&situation.ways.questions, &[("change", &question.key)]);
        answers.push((Say::of(&question.label, locale), situation.said(read, &shell, question, answer)?, change));
    }
    let filled = seen.questions.iter().filter(|asked| asked.prefill.is_some()).count();
    let fees = seen.items.iter().flat_map(|line| {
        line.fees.iter().flatten().map(|fee| (Say::of(&line.name, locale), [&fee.name, " ", &fee.amount].concat()))
    });
    let unknown: Vec<&str> =
        seen.longest.unknown.iter().filter_map(|key| Some(shell.text(&names.get(key.as_str())?.name))).collect();
    Ok(ResultPage {
        name: Say::of(&bundle.name, locale),
        lead: shell.tn("catalogue-things-lead", &[("items", &seen.items.len()), ("steps", &seen.groups.len())]),
        facts: facts(&shell, &names, seen),
        groups: seen
            .groups
            .iter()
            .map(|group| {
                group.iter().filter_map(|key| Some(card(&shell, &names, seen, names.get(key.as_str())?))).collect()
            })
            .collect(),
        papers_words: shell.t2("catalogue-things-papers-words", "bring", bring.len(), "apart", seen.materials_apart),
        bring,
        held: has,
        made: made(&shell, &names, seen),
        fields: seen
            .questions
            .iter()
            .map(|asked| FieldLine {
                label: Say::of(&asked.label, locale),
                who: who(&asked.takes),
                filled: asked.prefill.is_some(),
            })
            .collect(),
        fields_words: shell.tn(
            "catalogue-things-fields-words",
            &[("asked", &seen.questions.len()), ("apart", &seen.questions_apart), ("filled", &filled)],
        ),
        known: ask::known(read, &shell, situation)?,
        answers,
        fees: fees.collect(),
        unknown: if unknown.is_empty() {
            String::new()
        } else {
            shell.t1("catalogue-things-unknown", "items", listed(&shell, &unknown).as_str())
        },
        notice: if situation.ways.notice.is_empty() {
            String::new()
        } else {
            situation.with_answers(&situation.ways.notice, &[])
        },
        stuck: matches!(situation.next(), Next::Stuck(_)),
        signed_in: shell.user.is_some(),
        shell,
    })
}

pub(crate) fn listed(shell: &Shell, words: &[&str]) -> String {
    words.join(if shell.locale == kernel::Locale::Zh { "\u{3001}" } else { ", " })
}

/// The names of the items that take something, `ITEM.KEY` each.
pub(crate) fn whose(shell: &Shell, names: &BTreeMap<&str, &Line>, takes: &[String]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for take in takes {
        let key = take.split('.').next().unwrap_or_default();
        if let Some(line) = names.get(key) {
            let name = shell.text(&line.name);
            if !words.contains(&name) {
                words.push(name);
            }
        }
    }
    listed(shell, &words)
}

fn facts(shell: &Shell, names: &BTreeMap<&str, &Line>, seen: &Outlook) -> Vec<(String, String, String)> {
    let fact = |key: &str, value: String, note: String| (shell.t(key).into_owned(), value, note);
    let path = |way: &Way| {
        let words: Vec<&str> =
            way.items.iter().filter_map(|key| Some(shell.text(&names.get(key.as_str())?.name))).collect();
        words.join(" → ")
    };
    let days = |way: &Way| shell.span(way.working_days, "working-days");
    let mut out = vec![fact("catalogue-things-longest", days(&seen.longest), path(&seen.longest))];
    if let Some(usual) = &seen.usual {
        out.push(fact("catalogue-things-usual", days(usual), String::new()));
    }
    out.push(fact("catalogue-things-visits", shell.number(i64::from(seen.visits)), String::new()));
    out
}

fn card(shell: &Shell, names: &BTreeMap<&str, &Line>, seen: &Outlook, line: &Line) -> Card {
    let mut facts = vec![mode_word(shell, line.mode)];
    if line.mode == Mode::Case {
        facts.extend(line.limit.map(|days| limit(shell, days)));
    }
    let after: Vec<&str> =
        line.after.iter().filter_map(|key| Some(shell.text(&names.get(key.as_str())?.name))).collect();
    let uses: Vec<&str> = seen
        .made
        .iter()
        .filter(|made| made.to == line.key && made.material)
        .map(|made| shell.text(&made.what))
        .collect();
    Card {
        name: Say::of(&line.name, shell.locale),
        href: routes::item(&line.id),
        body: Say::of(&line.body_name, shell.locale),
        facts: facts.join(" · "),
        after: match (after.is_empty(), uses.is_empty()) {
            (true, _) => String::new(),
            (false, true) => shell.t1("catalogue-things-after", "items", listed(shell, &after).as_str()),
            (false, false) => shell.t2(
                "catalogue-things-after-with",
                "items",
                listed(shell, &after).as_str(),
                "papers",
                listed(shell, &uses).as_str(),
            ),
        },
        apply: if line.after.is_empty() && line.mode == Mode::Case {
            web::path::fill(routes::APPLY, &[&line.id])
        } else {
            String::new()
        },
    }
}

/// What earlier items make: each thing once, with who makes it.
fn made(shell: &Shell, names: &BTreeMap<&str, &Line>, seen: &Outlook) -> Vec<(Say, String)> {
    let mut out: Vec<(Say, String)> = Vec::new();
    for made in &seen.made {
        let what = Say::of(&made.what, shell.locale);
        let by = names.get(made.by.as_str()).map(|line| shell.text(&line.name)).unwrap_or_default();
        let words = shell.t1("catalogue-things-made-by", "item", by);
        if !out.iter().any(|(known, by)| *known == what && *by == words) {
            out.push((what, words));
        }
    }
    out
}
