//! One item of a bundle: which, when it is needed, what comes before it, which of its materials depend on
//! the answers.

use askama::Template;
use kernel::Problem;
use store::{Error, Read};
use web::{Answer as Response, Check, Choice, Cx, Fail, Form, Path, Shell, Typed};

use super::{Desk, Fault, labelled, redrawn};
use crate::{
    bundle::{Member, decide::Choice as Chosen, is_key, order},
    bundles::BundleId,
    look,
    pages::Say,
    published::Narrow,
    routes,
    words::Necessity,
};

/// Items that are shown for words.
const SHOWN: usize = 20;

/// A conditional material: its name, its own condition, what decides it, and the way to change that.
pub(crate) struct Conditional {
    pub name: Say,
    pub own: Say,
    pub when: String,
    pub href: String,
}

#[derive(Template)]
#[template(path = "catalogue_console_member.html")]
pub(crate) struct MemberPage {
    pub shell: Shell,
    pub form: Form,
    pub is_new: bool,
    pub seen: i64,
    pub draws: bool,
    pub item: Say,
    pub item_href: String,
    pub q: String,
    /// Items found for the words that were typed.
    pub found: Vec<Choice>,
    pub others: Vec<Choice>,
    /// What comes before it by what it needs.
    pub derived: Vec<String>,
    pub own: Vec<Choice>,
    pub conditional: Vec<Conditional>,
    pub faults: Vec<Fault>,
    pub when: String,
    pub condition: String,
    pub action: String,
    pub back: String,
}

/// `GET /console/bundles/{id}/items/{key}`; `new` for one more, found by words.
pub async fn page(
    cx: Cx,
    Path((id, key)): Path<(BundleId, String)>,
    web::Query(asked): web::Query<crate::pages::things::Pairs>,
) -> Response {
    let q = asked.get("q").cloned().unwrap_or_default();
    let form = cx.form();
    show(&cx, id, key, q, form).await
}

async fn show(cx: &Cx, id: BundleId, key: String, q: String, form: Form) -> Response {
    let (asker, given) = (cx.clone(), form.clone());
    let page = cx
        .read(move |read| {
            let desk = Desk::of(read, &asker, &id)?;
            let member = desk.bundle().member(&key).cloned();
            if member.is_none() && key != "new" {
                return Err(Problem::not_found().into());
            }
            made(read, &desk, &id, &key, member.as_ref(), &q, given)
        })
        .await?;
    cx.form_page(&form, &page)
}

fn made(
    read: &Read<'_>,
    desk: &Desk,
    id: &BundleId,
    key: &str,
    member: Option<&Member>,
    q: &str,
    form: Form,
) -> Result<MemberPage, Error> {
    let shell = desk.shell.clone();
    let name = |key: &str| {
        let piece = desk.opened.pieces.get(key);
        piece.map_or_else(|| key.to_owned(), |piece| shell.text(&piece.item.name).to_owned())
    };
    let found = desk.opened.items.get(key);
    let others = desk.bundle().members.iter().filter(|other| other.key != key);
    let all = Chosen {
        members: desk.bundle().members.iter().map(|member| member.key.clone()).collect(),
        ..Chosen::default()
    };
    let mut derived: Vec<String> = order::feeds(desk.bundle(), &desk.opened.pieces, &all)
        .into_iter()
        .filter(|feed| feed.to == key)
        .map(|feed| name(&feed.by))
        .collect();
    derived.dedup();
    let materials = || desk.opened.pieces.get(key).into_iter().flat_map(|piece| &piece.item.materials);
    let conditional = materials().filter(|material| material.necessity == Some(Necessity::Conditional));
    let at = |material: &str| ["item:", key, ".", material].concat();
    Ok(MemberPage {
        is_new: member.is_none(),
        seen: desk.edition.version,
        draws: desk.draws,
        item: found.map(|found| Say::of(&found.item.name, shell.locale)).unwrap_or_default(),
        item_href: found.map(|found| routes::item(&found.id)).unwrap_or_default(),
        q: q.to_owned(),
        found: if q.trim().is_empty() { Vec::new() } else { search(read, &shell, q)? },
        others: others.map(|other| Choice::new(other.key.clone(), name(&other.key))).collect(),
        derived,
        own: materials()
            .filter(|material| material.answered_by.is_some())
            .map(|material| Choice::new(material.key.clone(), shell.text(&material.name)))
            .collect(),
        conditional: conditional
            .map(|material| Conditional {
                name: Say::of(&material.name, shell.locale),
                own: material.condition.as_ref().map(|text| Say::of(text, shell.locale)).unwrap_or_default(),
                when: member.and_then(|member| member.materials.get(&material.key).cloned()).unwrap_or_default(),
                href: web::path::fill(routes::BUNDLE_CONDITION, &[id, &at(&material.key)]),
            })
            .collect(),
        faults: desk.faults(&["item:", key].concat()),
        when: member.and_then(|member| member.when.clone()).unwrap_or_default(),
        condition: web::path::fill(routes::BUNDLE_CONDITION, &[id, &["item:", key].concat()]),
        action: web::path::fill(routes::BUNDLE_MEMBER, &[id, &key]),
        back: web::path::fill(routes::BUNDLE, &[id]),
        form: filled(form, member),
        shell: {
            let title = if member.is_some() { name(key) } else { shell.t("catalogue-console-item-new").into_owned() };
            shell.titled(title)
        },
    })
}

fn filled(form: Form, member: Option<&Member>) -> Form {
    let Some(member) = member.filter(|_| !form.failed() && !form.restored) else { return form };
    let lists = [("after", &member.after), ("apart", &member.apart), ("own", &member.own)];
    let pairs = lists.into_iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
    pairs.fold(form, |form, (name, value)| form.with(name, value.clone()))
}

/// Items whose name or code has the words.
fn search(read: &Read<'_>, shell: &Shell, q: &str) -> Result<Vec<Choice>, Error> {
    let wanted = q.trim().to_lowercase();
    let (mut out, mut after) = (Vec::new(), String::new());
    loop {
        let page = look::list(read, &Narrow::default(), &after, 500)?;
        let Some(last) = page.last() else { break };
        after = last.id.to_string();
        for card in &page {
            let has = |text: &str| text.to_lowercase().contains(&wanted);
            if has(&card.name.zh) || card.name.en.as_deref().is_some_and(has) || has(&card.code) {
                out.push(Choice::new(card.id.as_str(), shell.text(&card.name)).hint(card.code.clone()));
            }
        }
        if page.len() < 500 || out.len() >= SHOWN {
            break;
        }
    }
    out.truncate(SHOWN);
    Ok(out)
}

/// `POST /console/bundles/{id}/items/{key}`: added, kept, or dropped.
pub async fn save(cx: Cx, Path((id, key)): Path<(BundleId, String)>, typed: Typed) -> Response {
    let result = saved(&cx, &id, &key, &typed).await;
    match result {
        Ok(()) => Ok(cx.see_other(&web::path::fill(routes::BUNDLE, &[&id]))),
        Err(fail) => {
            let labels = [("key", "catalogue-console-key"), ("found", "catalogue-console-found")];
            let form = labelled(&cx, cx.form_again(&typed, fail)?, &labels);
            show(&cx, id, key, typed.get("q").to_owned(), form).await
        }
    }
}

async fn saved(cx: &Cx, id: &BundleId, key: &str, typed: &Typed) -> Result<(), Fail> {
    let mut check = Check::new();
    let new = key == "new";
    let wanted = if new {
        let own = check.choice("key", typed.get("key").trim(), |key| is_key(key).then(|| key.to_owned()));
        let item = check.choice("found", typed.get("found"), |item| item.parse::<crate::ItemId>().ok());
        check.done()?;
        own.zip(item)
    } else {
        None
    };
    let (key, sent) = (key.to_owned(), typed.clone());
    redrawn(cx, id, typed, move |read, bundle, _| {
        if let Some((own, item)) = &wanted {
            if bundle.member(own).is_some() {
                return Err(Problem::invalid().field("key", "problem-field-choice").into());
            }
            let found = look::item(read, item, None)?.ok_or_else(Problem::not_found)?;
            bundle.members.push(Member {
                key: own.clone(),
                code_system: found.item.code_system.clone(),
                code: found.item.code.clone(),
                when: None,
                after: Vec::new(),
                apart: Vec::new(),
                own: Vec::new(),
                gives: Vec::new(),
                fills: std::collections::BTreeMap::new(),
                materials: std::collections::BTreeMap::new(),
            });
            return Ok(());
        }
        if sent.get("act") == "drop" {
            bundle.members.retain(|member| member.key != key);
            return Ok(());
        }
        let member = bundle.members.iter_mut().find(|member| member.key == key).ok_or_else(Problem::not_found)?;
        let all = |name: &str| sent.all(name).map(str::to_owned).collect::<Vec<String>>();
        member.after = all("after");
        member.apart = all("apart");
        // Fields that are the applicant's own stand in the text of the bundle.
        let ticked = all("own");
        let shown: Vec<String> = all("shown");
        member.own.retain(|own| !shown.contains(own));
        member.own.extend(ticked);
        Ok(())
    })
    .await
}
