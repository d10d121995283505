//! The one-time notice 一次性告知单: everything about an item for one person's answers, told once
//! (Administrative Licensing Law art. 30). The same data is the page, its print and the PDF.

use kernel::{Locale, Text};
use serde::Serialize;
use web::{Shell, path};

use crate::{ItemId, item::Item, material::Material, words::Necessity};

/// A line with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    pub label: Text,
    pub value: String,
}

/// A material and who brings it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    pub name: Text,
    pub form: String,
    pub by_applicant: bool,
    pub source: String,
    pub note: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Where {
    pub name: String,
    pub address: String,
    pub hours: Option<String>,
    pub phone: Option<String>,
}

/// The notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    pub item: Text,
    pub body: Text,
    pub facts: Vec<Line>,
    /// What the person answered.
    pub answers: Vec<Line>,
    pub conditions: Vec<Text>,
    pub materials: Vec<Need>,
    pub steps: Vec<Text>,
    pub places: Vec<Where>,
    pub basis: Vec<crate::item::Basis>,
    pub contacts: Vec<Line>,
    pub url: Option<String>,
    pub as_of: String,
    pub sample: bool,
}

/// The text of a key in both languages.
pub(crate) fn both(shell: &Shell, key: &str) -> Text {
    let texts = shell.texts();
    Text::both(texts.get(Locale::Zh, key), texts.get(Locale::En, key))
}

/// The address of the notice for these answers.
#[must_use]
pub fn address(id: &ItemId, chosen: &[String]) -> String {
    let pairs: Vec<(&str, &str)> = chosen.iter().map(|key| ("c", key.as_str())).collect();
    path::with_query(&path::fill(crate::routes::NOTICE, &[id]), &pairs)
}

/// A limit in words.
pub(crate) fn limit(shell: &Shell, limit: kernel::Limit) -> String {
    if limit.n == 0 {
        return shell.t("catalogue-at-once").into_owned();
    }
    shell.span(limit.n, &limit.unit.as_str().replace('_', "-"))
}

impl Sheet {
    /// The notice of an item for the conditional materials that the person chose.
    #[must_use]
    pub fn of(shell: &Shell, id: &ItemId, item: &Item, body: &Text, chosen: &[String], today: kernel::Date) -> Self {
        let line = |key: &str, value: String| Line { label: both(shell, key), value };
        let mut facts = vec![line("catalogue-code", item.code.clone())];
        facts.push(line("catalogue-type", shell.t(&["catalogue-type-", item.kind.as_str()].concat()).into_owned()));
        if let Some(law) = item.statutory {
            facts.push(line("catalogue-statutory", limit(shell, law)));
        }
        if let Some(promise) = item.promised {
            facts.push(line("catalogue-promised", limit(shell, promise)));
        }
        if let Some(fees) = &item.fees {
            let each: Vec<String> = fees.iter().map(|fee| [&fee.name, " ", &fee.amount].concat()).collect();
            let words = if each.is_empty() { shell.t("catalogue-free").into_owned() } else { each.join("; ") };
            facts.push(line("catalogue-fees", words));
        }
        if let Some(result) = &item.result {
            facts.push(line("catalogue-result", shell.text(&result.name).to_owned()));
        }
        let asked =
            |material: &&Material| material.necessity != Some(Necessity::Conditional) || chosen.contains(&material.key);
        let conditional = item.materials.iter().filter(|material| material.necessity == Some(Necessity::Conditional));
        let answers = conditional.filter_map(|material| {
            let condition = material.condition.clone()?;
            let key = if chosen.contains(&material.key) { "catalogue-yes" } else { "catalogue-no" };
            Some(Line { label: condition, value: shell.t(key).into_owned() })
        });
        let phone = |text: &Option<Text>| text.as_ref().map(|text| shell.text(text).to_owned());
        let contacts = [("catalogue-advice", phone(&item.advice)), ("catalogue-complaint", phone(&item.complaint))];
        Self {
            item: item.name.clone(),
            body: body.clone(),
            facts,
            answers: answers.collect(),
            conditions: item.conditions.clone().into_iter().collect(),
            materials: item.materials.iter().filter(asked).map(|material| need(shell, material)).collect(),
            steps: item.flow.clone(),
            places: item
                .places
                .iter()
                .map(|place| Where {
                    name: place.name.clone().unwrap_or_else(|| shell.text(body).to_owned()),
                    address: place.address.clone(),
                    hours: place.hours.clone(),
                    phone: place.phone.clone(),
                })
                .collect(),
            basis: item.bases.clone(),
            contacts: contacts.into_iter().filter_map(|(key, value)| Some(line(key, value?))).collect(),
            url: shell.site.origin.as_ref().map(|origin| [origin.as_str(), &address(id, chosen)].concat()),
            as_of: today.to_string(),
            sample: shell.site.demo,
        }
    }
}

fn need(shell: &Shell, material: &Material) -> Need {
    let mut form = material
        .kind
        .map(|kind| shell.t(&["catalogue-kind-", kind.as_str()].concat()).into_owned())
        .unwrap_or_default();
    if let Some(copies) = material.copies {
        form = [form, shell.t1("catalogue-copies", "copies", copies)].join(" ").trim().to_owned();
    }
    let source = match (&material.issuer, material.source) {
        (Some(issuer), _) => issuer.clone(),
        (None, Some(source)) => shell.t(&["catalogue-from-", &source.as_str().replace('_', "-")].concat()).into_owned(),
        (None, None) => String::new(),
    };
    let late = (material.necessity == Some(Necessity::LateOk)).then(|| both(shell, "catalogue-necessity-late-ok"));
    let note = material.spec.clone().or_else(|| material.standard.clone()).or(late);
    Need { name: material.name.clone(), form, by_applicant: !material.held_by_the_state(), source, note }
}
