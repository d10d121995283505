//! Who acts for an enterprise: its representative adds people by document and name, and ends what
//! was granted.

use askama::Template;
use kernel::{
    Date, Problem,
    id::{EnterpriseId, PersonId},
    other_document::DocumentKind,
};
use serde::Deserialize;
use store::{Error, Read};
use web::{Answer, Check, Choice, Cx, Fail, Form, Path, Sampler, Shell, Typed};

use crate::{MandateId, MayGrant, enterprise::MandateKind, enterprises, person::read_document, persons, routes};

#[derive(Template)]
#[template(path = "identity_mandates.html")]
struct MandatesPage {
    shell: Shell,
    form: Form,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
}

#[derive(Clone)]
struct Row {
    name: String,
    title: String,
    since: String,
    /// Empty for the representative, whom the register names.
    end: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    document_kind: String,
    document: String,
    name: String,
}

impl Raw {
    fn judge(&self, today: Date) -> Result<(DocumentKind, String, String), Problem> {
        let mut check = Check::new();
        let kind = check.choice("document_kind", &self.document_kind, DocumentKind::parse);
        let document = kind.and_then(|kind| read_document(&mut check, kind, &self.document, today));
        let name = check.name("name", &self.name, 1..=100);
        check.done()?;
        kind.zip(document).map(|(kind, document)| (kind, document, name)).ok_or_else(Problem::invalid)
    }
}

pub async fn page(cx: Cx, Path(id): Path<EnterpriseId>) -> Answer {
    let form = cx.form().with("document_kind", "citizen_id");
    show(&cx, id, form).await
}

async fn show(cx: &Cx, id: EnterpriseId, form: Form) -> Answer {
    let actor = cx.actor.clone();
    let (enterprise, found) = cx
        .read(move |read| {
            let may = MayGrant::prove(read, &actor, &id)?;
            let enterprise = enterprises::enterprise(read, may.enterprise())?.ok_or_else(Problem::not_found)?;
            let today = read.now().date();
            let held = enterprises::mandates_for(read, &id)?.into_iter().filter(|mandate| mandate.holds(today));
            let rows = held.map(|mandate| Ok((persons::list_name(read, &mandate.person)?, mandate)));
            Ok((enterprise, rows.collect::<Result<Vec<_>, Error>>()?))
        })
        .await?;
    let shell = super::shell(cx, "identity-mandates")
        .titled(enterprise.name)
        .crumb(cx.t("identity-enterprises"), routes::ENTERPRISES);
    let rows = found
        .into_iter()
        .map(|(name, mandate)| Row {
            name,
            title: shell.t(&["identity-mandate-", mandate.kind.as_str()].concat()).into_owned(),
            since: shell.date(mandate.valid_from),
            end: if mandate.kind == MandateKind::Agent { routes::mandate_ending(&mandate.id) } else { String::new() },
        })
        .collect();
    let kinds = super::document_kinds(&shell);
    cx.form_page(&form, &MandatesPage { shell, form: form.clone(), kinds, rows })
}

pub async fn grant(cx: Cx, Path(id): Path<EnterpriseId>, typed: Typed) -> Answer {
    match verb(&cx, id.clone(), &typed).await {
        Ok(()) => Ok(cx.see_other(&routes::enterprise(&id))),
        Err(fail) => show(&cx, id, cx.form_again(&typed, fail)?).await,
    }
}

async fn verb(cx: &Cx, id: EnterpriseId, typed: &Typed) -> Result<(), Fail> {
    let (kind, document, name) = typed.read::<Raw>()?.judge(cx.now.date())?;
    let actor = cx.actor.clone();
    cx.write(move |tx| {
        let may = MayGrant::prove(tx, &actor, &id)?;
        let person = named(tx, kind, &document, &name)?;
        enterprises::grant(tx, &actor, &may, &person).map(drop)
    })
    .await
}

/// The person with this document and exactly this name; nobody learns which of the two was wrong.
fn named(read: &Read<'_>, kind: DocumentKind, document: &str, name: &str) -> Result<PersonId, Error> {
    let nobody = || Error::from(Problem::invalid().field("document", "identity-mandate-nobody"));
    let person = persons::by_document(read, kind, document)?.ok_or_else(nobody)?;
    if persons::name(read, &person)? == name { Ok(person) } else { Err(nobody()) }
}

pub async fn end(cx: Cx, Path(id): Path<MandateId>) -> Answer {
    let actor = cx.actor.clone();
    cx.write(move |tx| enterprises::end(tx, &actor, &id)).await?;
    Ok(cx.see_other(routes::ENTERPRISES))
}

pub(crate) fn samples(sampler: &mut Sampler) {
    let shell = sampler.shell("identity-sample-enterprise");
    let row = |kind: &str, end: &str| Row {
        name: crate::masked_name(&shell.t("identity-sample-person")),
        title: shell.t(&["identity-mandate-", kind].concat()).into_owned(),
        since: shell.date(Date::constant(2026, 1, 5)),
        end: end.into(),
    };
    let rows = vec![row("representative", ""), row("agent", "/me/mandates/x/ending")];
    let kinds = super::document_kinds(&shell);
    sampler.page("mandates", &MandatesPage { shell: shell.clone(), form: Form::default(), kinds, rows });
}
