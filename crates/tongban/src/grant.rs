//! What a granted case makes: the licence of its item's result, its face filled from what was
//! declared and what is known. Casework decides, licences issue; here they meet.

use casework::Granted;
use catalogue::words::ResultKind;
use kernel::access::{Actor, Role};
use licences::{Holder, Issuer, NewLicence, Types};
use store::{Error, Tx};

/// Issues the licence of a granted case; `None` where its result is none.
pub fn licence(types: &Types, tx: &Tx<'_>, granted: &Granted<'_>) -> Result<Option<String>, Error> {
    let Some(result) = &granted.matter.item.result else { return Ok(None) };
    let (ResultKind::Licence, Some(kind)) = (result.kind, &result.licence_type) else { return Ok(None) };
    let Some(kind) = types.get(kind) else { return Ok(None) };
    let case = granted.case;
    let body = directory::bodies::by_id(tx, granted.body)?.ok_or_else(|| missing("body"))?;
    let profile = identity::profile(tx, &case.person)?;
    let enterprise = match &case.enterprise {
        Some(id) => identity::enterprise(tx, id)?,
        None => None,
    };
    let today = tx.now().date().to_string();
    let known = |key: &str| -> Option<String> {
        let firm = enterprise.as_ref();
        let answer = |key: &str| granted.answers.get(key).filter(|value| !value.is_empty()).cloned();
        Some(match key {
            // A business of one person bears its own name, or its owner's, and stands where it trades.
            "firm_name" if firm.is_none() => answer("shop_name").unwrap_or_else(|| profile.name.clone()),
            "address" if firm.is_none() && kind.key == "business_licence" => answer("place_address")?,
            "name" | "owner" | "holder" | "person_name" if firm.is_none() => profile.name.clone(),
            "holder" | "organiser" | "firm_name" | "name" => firm?.name.clone(),
            "citizen_id" | "person_id" => profile.document.clone(),
            "firm_uscc" | "uscc" => firm?.uscc.clone(),
            "representative" => profile.name.clone(),
            "address" => firm.map_or_else(|| profile.address.clone(), |firm| firm.address.clone())?,
            "issued_on" | "founded_on" | "registered_on" | "from" | "since" => today.clone(),
            "number" | "certificate_number" | "card_number" => case.number.clone(),
            "issuer" | "registry" => body.name.zh.clone(),
            _ => return None,
        })
    };
    let mut fields = Vec::new();
    for field in &kind.fields {
        let declared = granted.answers.get(&field.key).filter(|value| !value.is_empty()).cloned();
        if let Some(value) = declared.or_else(|| known(&field.key)) {
            fields.push((field.key.clone(), value));
        }
    }
    let (holder, holder_name, holder_number) = match (&case.enterprise, &enterprise) {
        (Some(id), Some(firm)) => (Holder::Enterprise(id.clone()), firm.name.clone(), firm.uscc.clone()),
        _ => (Holder::Person(case.person.clone()), profile.name.clone(), profile.document.clone()),
    };
    let title = title(granted.actor, granted.body);
    let issuer = Issuer {
        types,
        body: &body,
        actor: granted.actor,
        title: &title,
        signing: &granted.office.keys.signing,
        sample: granted.office.sample,
    };
    let new = NewLicence {
        kind: kind.key.clone(),
        holder,
        holder_name,
        holder_number: Some(holder_number),
        fields,
        valid_from: None,
        valid_to: None,
        serial: None,
        matter: Some(case.id.to_string()),
        contact: Some(case.person.clone()),
    };
    // What was renewed stands in the place of what it renews (AL 50).
    let renewed = casework::flow::renewed_licence(tx, &granted.matter.item, case)?;
    let licence = match renewed.filter(|before| before.issuer == body.id) {
        Some(before) => licences::supersede(tx, &issuer, &before.id, &new, licences::Ground::Renewed)?,
        None => licences::issue(tx, &issuer, &new)?,
    };
    Ok(Some(licence.identifier))
}

fn title(actor: &Actor, body: &kernel::id::BodyId) -> String {
    let post = actor.post_at(Role::Head, body).or_else(|| actor.post_at(Role::Officer, body));
    post.map_or_else(|| "own".into(), |scope| scope.post.to_string())
}

fn missing(what: &str) -> Error {
    Error::Engine(format!("a granted case without its {what}"))
}
