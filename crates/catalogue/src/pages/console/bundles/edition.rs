//! One edition of a bundle: what it says, what is wrong in it and where, and what may be done with it.

use askama::Template;
use kernel::{Problem, problem::Refusal};
use web::{Answer as Response, Check, Choice, Cx, Fail, Form, Path, Shell, Typed};

use super::{Desk, Fault, Line, labelled, line, once, redrawn, state_tag, text_of};
use crate::{
    bundle::{Bundle, Held, Same},
    bundles::{BundleId, EditionState, act},
    pages::{Say, things::Ways},
    permits,
    records::bundles as records,
    routes,
    words::Audience,
};

/// A question or an item in its list.
pub(crate) struct Row {
    pub name: Say,
    pub href: String,
    /// The condition, as FEEL.
    pub when: String,
    pub words: String,
    pub faults: usize,
}

/// A declaration that fields or papers mean the same.
pub(crate) struct SameRow {
    pub place: usize,
    pub label: Say,
    pub names: Vec<String>,
}

/// A licence that some answers say to be held.
pub(crate) struct HeldRow {
    pub place: usize,
    pub licence: String,
    pub when: String,
    pub href: String,
}

/// Addresses of an edition.
pub(crate) struct Links {
    pub about: String,
    pub question: String,
    pub member: String,
    pub same: String,
    pub held: String,
    pub text: String,
    pub publish: String,
    pub discard: String,
    pub end: String,
    pub preview: String,
}

#[derive(Template)]
#[template(path = "catalogue_console_bundle.html")]
pub(crate) struct EditionPage {
    pub shell: Shell,
    pub form: Form,
    pub kind: &'static str,
    pub state: String,
    pub note: String,
    pub seen: i64,
    pub counts: String,
    pub faults: Vec<Fault>,
    pub hints: Vec<Fault>,
    pub questions: Vec<Row>,
    pub items: Vec<Row>,
    pub same: Vec<SameRow>,
    pub held: Vec<HeldRow>,
    pub draws: bool,
    pub publishes: bool,
    pub own_hand: bool,
    pub ends: bool,
    pub fits: bool,
    pub audiences: Vec<Choice>,
    /// Fields and materials that may be declared the same.
    pub fields: Vec<Choice>,
    pub papers: Vec<Choice>,
    /// Licences that items of the bundle make.
    pub licences: Vec<Choice>,
    pub editions: Vec<Line>,
    pub href: Links,
}

/// `GET /console/bundles/{id}`.
pub async fn page(cx: Cx, Path(id): Path<BundleId>) -> Response {
    let form = cx.form();
    show(&cx, id, form).await
}

async fn show(cx: &Cx, id: BundleId, form: Form) -> Response {
    let (asker, given) = (cx.clone(), form.clone());
    let page = cx
        .read(move |read| {
            let desk = Desk::of(read, &asker, &id)?;
            let body = directory::bodies::by_id(read, &desk.edition.body)?.ok_or_else(Problem::not_found)?;
            let publisher = permits::publish(&asker.actor, &body, &desk.edition.drawn_by);
            let others = records::of_key(read, &desk.edition.key)?;
            Ok(made(desk, &publisher, others.as_slice(), given))
        })
        .await?;
    cx.form_page(&form, &page)
}

fn made(
    desk: Desk,
    publisher: &Result<permits::MayPublish, Problem>,
    others: &[crate::bundles::Edition],
    form: Form,
) -> EditionPage {
    let (shell, edition) = (desk.shell.clone(), &desk.edition);
    let bundle = desk.bundle();
    let (kind, state) = state_tag(&shell, edition.state);
    let is_draft = edition.state == EditionState::Draft;
    let own = matches!(publisher, Err(Problem { message: "catalogue-same-hand", .. }));
    let split = |warning: bool| {
        let these = desk.report.findings.iter().filter(move |finding| finding.warning == warning);
        these.map(|finding| desk.fault(finding)).collect()
    };
    EditionPage {
        kind,
        state,
        note: edition.note.clone(),
        seen: edition.version,
        counts: shell.tn(
            "catalogue-console-counts",
            &[
                ("questions", &desk.report.questions),
                ("items", &desk.report.items),
                ("combinations", &desk.report.combinations),
            ],
        ),
        faults: split(false),
        hints: split(true),
        questions: questions(&desk),
        items: items(&desk),
        same: same(&desk),
        held: held(&desk),
        draws: desk.draws,
        publishes: is_draft && desk.report.fits() && publisher.is_ok(),
        own_hand: is_draft && own,
        ends: edition.state == EditionState::Published && publisher.is_ok(),
        fits: desk.report.fits(),
        audiences: vec![
            Choice::new("person", shell.t("catalogue-audience-person")),
            Choice::new("enterprise", shell.t("catalogue-audience-enterprise")),
        ],
        fields: fields(&desk),
        papers: papers(&desk),
        licences: licences(&desk),
        editions: others.iter().filter(|other| other.id != edition.id).map(|other| line(&shell, other)).collect(),
        href: links(&edition.id),
        form: filled(form, bundle),
        shell,
    }
}

fn links(id: &BundleId) -> Links {
    let fill = |pattern| web::path::fill(pattern, &[id]);
    let new = |pattern| web::path::fill(pattern, &[id, &"new"]);
    Links {
        about: fill(routes::BUNDLE_ABOUT),
        question: new(routes::BUNDLE_QUESTION),
        member: new(routes::BUNDLE_MEMBER),
        same: fill(routes::BUNDLE_SAME),
        held: fill(routes::BUNDLE_HELD),
        text: fill(routes::BUNDLE_TEXT),
        publish: fill(routes::BUNDLE_PUBLICATION),
        discard: fill(routes::BUNDLE_DISCARD),
        end: fill(routes::BUNDLE_END),
        preview: Ways::of_draft(id).questions,
    }
}

/// What stands in the draft, where nothing was typed.
fn filled(form: Form, bundle: &Bundle) -> Form {
    if form.failed() || form.restored {
        return form;
    }
    let english = |text: &kernel::Text| text.en.clone().unwrap_or_default();
    let mut form = form
        .with("name_zh", bundle.name.zh.clone())
        .with("name_en", english(&bundle.name))
        .with("summary_zh", bundle.summary.zh.clone())
        .with("summary_en", english(&bundle.summary))
        .with("aka", bundle.aka.join("\n"))
        .with("text", toml::to_string_pretty(bundle).unwrap_or_default());
    for audience in &bundle.audience {
        form = form.with("audience", audience.as_str());
    }
    form
}

fn questions(desk: &Desk) -> Vec<Row> {
    let shell = &desk.shell;
    let row = |question: &crate::bundle::Question| Row {
        name: Say::of(&question.label, shell.locale),
        href: web::path::fill(routes::BUNDLE_QUESTION, &[&desk.edition.id, &question.key]),
        when: question.when.clone().unwrap_or_default(),
        words: shell.t(&["catalogue-console-kind-", question.kind.as_str()].concat()).into_owned(),
        faults: desk.faults(&["question:", &question.key].concat()).len(),
    };
    desk.bundle().questions.iter().map(row).collect()
}

fn items(desk: &Desk) -> Vec<Row> {
    let shell = &desk.shell;
    let row = |member: &crate::bundle::Member| {
        let piece = desk.opened.pieces.get(&member.key);
        Row {
            name: piece.map_or_else(|| Say::own(member.code.clone()), |piece| Say::of(&piece.item.name, shell.locale)),
            href: web::path::fill(routes::BUNDLE_MEMBER, &[&desk.edition.id, &member.key]),
            when: member.when.clone().unwrap_or_default(),
            words: member.code.clone(),
            faults: desk.faults(&["item:", &member.key].concat()).len(),
        }
    };
    desk.bundle().members.iter().map(row).collect()
}

fn same(desk: &Desk) -> Vec<SameRow> {
    let row = |(place, same): (usize, &Same)| SameRow {
        place,
        label: same.label.as_ref().map(|label| Say::of(label, desk.shell.locale)).unwrap_or_default(),
        names: same.fields.iter().chain(&same.materials).map(|name| word(desk, name)).collect(),
    };
    desk.bundle().same.iter().enumerate().map(row).collect()
}

fn held(desk: &Desk) -> Vec<HeldRow> {
    let row = |(place, held): (usize, &Held)| HeldRow {
        place,
        licence: held.licence.clone(),
        when: held.when.clone(),
        href: web::path::fill(routes::BUNDLE_CONDITION, &[&desk.edition.id, &["held:", &place.to_string()].concat()]),
    };
    desk.bundle().held.iter().enumerate().map(row).collect()
}

/// `ITEM.FIELD` or `ITEM.MATERIAL` in words.
fn word(desk: &Desk, name: &str) -> String {
    let (member, key) = name.split_once('.').unwrap_or((name, ""));
    let Some(piece) = desk.opened.pieces.get(member) else { return name.to_owned() };
    let mut fields = piece.form.iter().flat_map(|section| &section.fields);
    let label = fields.find(|field| field.key == key).map(|field| &field.label);
    let paper = || piece.item.materials.iter().find(|material| material.key == key).map(|material| &material.name);
    let what = label.or_else(paper).map_or(key, |text| desk.shell.text(text));
    [what, " (", desk.shell.text(&piece.item.name), ")"].concat()
}

fn fields(desk: &Desk) -> Vec<Choice> {
    let mut out = Vec::new();
    for member in &desk.bundle().members {
        for field in
            desk.opened.pieces.get(&member.key).into_iter().flat_map(|piece| &piece.form).flat_map(|one| &one.fields)
        {
            let name = [&member.key, ".", &field.key].concat();
            out.push(Choice::new(name.clone(), word(desk, &name)));
        }
    }
    out
}

fn papers(desk: &Desk) -> Vec<Choice> {
    let mut out = Vec::new();
    for member in &desk.bundle().members {
        for material in desk.opened.pieces.get(&member.key).into_iter().flat_map(|piece| &piece.item.materials) {
            let name = [&member.key, ".", &material.key].concat();
            out.push(Choice::new(name.clone(), word(desk, &name)));
        }
    }
    out
}

fn licences(desk: &Desk) -> Vec<Choice> {
    let made = desk.opened.pieces.values().filter_map(|piece| {
        let result = piece.item.result.as_ref()?;
        Some(Choice::new(result.licence_type.clone()?, desk.shell.text(&result.name)))
    });
    let mut out: Vec<Choice> = made.collect();
    out.sort_by(|one, other| one.value.cmp(&other.value));
    out.dedup_by(|one, other| one.value == other.value);
    out
}

async fn answer(cx: &Cx, id: BundleId, typed: &Typed, result: Result<(), Fail>) -> Response {
    match result {
        Ok(()) => Ok(cx.see_other(&web::path::fill(routes::BUNDLE, &[&id]))),
        Err(fail) => {
            let form = labelled(
                cx,
                cx.form_again(typed, fail)?,
                &[
                    ("name_zh", "catalogue-console-name-zh"),
                    ("summary_zh", "catalogue-console-summary-zh"),
                    ("audience", "catalogue-console-audience"),
                    ("first", "catalogue-console-first"),
                    ("second", "catalogue-console-second"),
                    ("licence", "catalogue-console-licence"),
                    ("text", "catalogue-console-text"),
                ],
            );
            show(cx, id, form).await
        }
    }
}

/// `POST /console/bundles/{id}/about`: name, summary, plain names, for whom.
pub async fn about(cx: Cx, Path(id): Path<BundleId>, typed: Typed) -> Response {
    let mut check = Check::new();
    let name = text_of(&mut check, &typed, "name_zh", "name_en", 60);
    let summary = text_of(&mut check, &typed, "summary_zh", "summary_en", 200);
    let aka = check.lines("aka", typed.get("aka"), 0..=1_000);
    let audience: Vec<Audience> = typed.all("audience").filter_map(Audience::parse).collect();
    if audience.is_empty() {
        check.wrong("audience", "problem-field-choose");
    }
    let result = match check.done() {
        Err(problem) => Err(problem.into()),
        Ok(()) => {
            redrawn(&cx, &id, &typed, move |_, bundle, _| {
                bundle.name = name.clone();
                bundle.summary = summary.clone();
                bundle.aka = aka.lines().map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
                bundle.audience.clone_from(&audience);
                Ok(())
            })
            .await
        }
    };
    answer(&cx, id, &typed, result).await
}

/// `POST /console/bundles/{id}/same`: two fields or papers are one from now on, or no longer.
pub async fn same_as(cx: Cx, Path(id): Path<BundleId>, typed: Typed) -> Response {
    let sent = typed.clone();
    let result = redrawn(&cx, &id, &typed, move |_, bundle, _| {
        if let Ok(place) = sent.get("drop").parse::<usize>() {
            if place < bundle.same.len() {
                bundle.same.remove(place);
            }
            return Ok(());
        }
        let (first, second) = (sent.get("first").to_owned(), sent.get("second").to_owned());
        if first.is_empty() || second.is_empty() || first == second {
            return Err(Problem::invalid().field("second", "problem-field-choose").into());
        }
        let papers = sent.get("what") == "materials";
        let (zh, en) = (sent.get("label_zh").trim(), sent.get("label_en").trim());
        let label = (!zh.is_empty()).then(|| kernel::Text { zh: zh.into(), en: (!en.is_empty()).then(|| en.into()) });
        join(bundle, first, second, label, papers);
        Ok(())
    })
    .await;
    answer(&cx, id, &typed, result).await
}

/// Joins two names to the declaration that has one of them, or to a new one.
fn join(bundle: &mut Bundle, first: String, second: String, label: Option<kernel::Text>, papers: bool) {
    let has =
        |same: &Same, name: &String| if papers { same.materials.contains(name) } else { same.fields.contains(name) };
    let known = bundle.same.iter_mut().find(|same| has(same, &first) || has(same, &second));
    let same = match known {
        Some(same) => same,
        None => {
            bundle.same.push(Same { label: None, fields: Vec::new(), materials: Vec::new() });
            let Some(same) = bundle.same.last_mut() else { return };
            same
        }
    };
    same.label = label.or(same.label.take());
    let names = if papers { &mut same.materials } else { &mut same.fields };
    for name in [first, second] {
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

/// `POST /console/bundles/{id}/held`: answers may say that a licence is held, or no longer.
pub async fn held_already(cx: Cx, Path(id): Path<BundleId>, typed: Typed) -> Response {
    let sent = typed.clone();
    let result = redrawn(&cx, &id, &typed, move |_, bundle, _| {
        if let Ok(place) = sent.get("drop").parse::<usize>() {
            if place < bundle.held.len() {
                bundle.held.remove(place);
            }
            return Ok(());
        }
        if sent.get("licence").is_empty() {
            return Err(Problem::invalid().field("licence", "problem-field-choose").into());
        }
        bundle.held.push(Held { licence: sent.get("licence").to_owned(), when: "false".into() });
        Ok(())
    })
    .await;
    answer(&cx, id, &typed, result).await
}

/// `POST /console/bundles/{id}/text`: the whole as TOML, for those who can.
pub async fn text(cx: Cx, Path(id): Path<BundleId>, typed: Typed) -> Response {
    let read = Bundle::read(typed.get("text")).map_err(|why| {
        let mut problem = Problem::new(Refusal::Invalid, "problem-invalid").field("text", "catalogue-things-wrong");
        if let Some(field) = problem.fields.first_mut() {
            field.args.push(("why", why));
        }
        problem
    });
    let result = match read {
        Err(problem) => Err(problem.into()),
        Ok(new) => {
            redrawn(&cx, &id, &typed, move |_, bundle, _| {
                bundle.clone_from(&new);
                Ok(())
            })
            .await
        }
    };
    answer(&cx, id, &typed, result).await
}

/// `POST /console/bundles/{id}/publication`.
pub async fn publish(cx: Cx, Path(id): Path<BundleId>, typed: Typed) -> Response {
    let (asker, wanted, sent) = (cx.clone(), id.clone(), typed.clone());
    let seen = typed.get("seen").parse().unwrap_or(0);
    let result = cx
        .write(move |tx| {
            let what = ["bundle-publish:", wanted.as_str()].concat();
            once(tx, &asker, &sent, &what, || match act::publish(tx, &asker.actor, asker.app.texts(), &wanted, seen)? {
                act::Publication::Done(_) => Ok(""),
                act::Publication::Unfit(_) => Err(Problem::new(Refusal::Conflict, "catalogue-console-unfit").into()),
            })
            .map(drop)
        })
        .await;
    answer(&cx, id, &typed, result).await
}

/// `POST /console/bundles/{id}/discarding`.
pub async fn discard(cx: Cx, Path(id): Path<BundleId>, typed: Typed) -> Response {
    let (asker, wanted) = (cx.clone(), id.clone());
    let seen = typed.get("seen").parse().unwrap_or(0);
    match cx.write(move |tx| act::discard(tx, &asker.actor, &wanted, seen).map(drop)).await {
        Ok(()) => Ok(cx.see_other(routes::BUNDLES)),
        Err(fail) => answer(&cx, id, &typed, Err(fail)).await,
    }
}

/// `POST /console/bundles/{id}/ending`.
pub async fn end(cx: Cx, Path(id): Path<BundleId>, typed: Typed) -> Response {
    let (asker, wanted) = (cx.clone(), id.clone());
    let seen = typed.get("seen").parse().unwrap_or(0);
    let result = cx.write(move |tx| act::end(tx, &asker.actor, &wanted, seen).map(drop)).await;
    answer(&cx, id, &typed, result).await
}
