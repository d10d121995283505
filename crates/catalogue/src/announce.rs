//! What the room announces to the search: its items, themes and bodies, as documents. Who indexes
//! them and when is the binary's affair.

use directory::bodies as directory_bodies;
use kernel::Text;
use search::{Audience, Document, Kind};
use store::{Error, Read};

use crate::{
    ItemId, bundles, look,
    published::{Published, Theme},
    words::{self, Mode},
};

/// Documents of the items with ids after the given one, and the id to go on from; `None` at the end.
///
/// # Errors
/// Of the store.
pub fn documents(read: &Read<'_>, after: &str, limit: u32) -> Result<(Vec<Document>, Option<String>), Error> {
    let items = look::all(read, after, limit)?;
    let next = items.last().filter(|_| items.len() == limit as usize).map(|last| last.id.to_string());
    let themes = look::themes(read)?;
    let mut out = Vec::with_capacity(items.len());
    for found in &items {
        out.push(document(read, found, &themes)?);
    }
    Ok((out, next))
}

/// The document of one item, after it was published or revised.
///
/// # Errors
/// Of the store.
pub fn document_of(read: &Read<'_>, id: &ItemId) -> Result<Option<Document>, Error> {
    let Some(found) = look::item(read, id, None)? else { return Ok(None) };
    Ok(Some(document(read, &found, &look::themes(read)?)?))
}

/// Documents of all themes.
///
/// # Errors
/// Of the store.
pub fn theme_documents(read: &Read<'_>) -> Result<Vec<Document>, Error> {
    let themes = look::themes(read)?;
    Ok(themes
        .into_iter()
        .map(|theme| Document {
            summary: theme.plain.as_ref().map(|plain| plain.zh.clone()).unwrap_or_default(),
            labels_en: theme.plain.as_ref().and_then(|plain| plain.en.clone()).unwrap_or_default(),
            audience: vec![if theme.audience == words::Audience::Person {
                Audience::Person
            } else {
                Audience::Enterprise
            }],
            weight: 0.6,
            ..Document::new(Kind::Theme, ["theme:", &theme.key].concat(), theme.name)
        })
        .collect())
}

/// Documents of all published bundles. Their key begins with `thing:`.
///
/// # Errors
/// Of the store.
pub fn bundle_documents(read: &Read<'_>) -> Result<Vec<Document>, Error> {
    let document = |edition: bundles::Edition| {
        let bundle = &edition.bundle;
        let labels: Vec<String> = bundle.summary.en.iter().cloned().collect();
        let mut audience = Vec::new();
        let has = |wanted: words::Audience| bundle.audience.contains(&wanted);
        audience.extend(has(words::Audience::Person).then_some(Audience::Person));
        audience.extend(has(words::Audience::Enterprise).then_some(Audience::Enterprise));
        Document {
            aka: bundle.aka.clone(),
            summary: bundle.summary.zh.clone(),
            labels_en: labels.join(", "),
            division: Some(bundle.division),
            // Whoever tells of an event wants all of it, not one of its items.
            weight: 2.5,
            audience,
            tags: vec!["thing".into()],
            ..Document::new(Kind::Guide, ["thing:", &edition.key].concat(), bundle.name.clone())
        }
    };
    Ok(bundles::published(read)?.into_iter().map(document).collect())
}

/// Documents of the bodies with ids after the given one, and the id to go on from.
///
/// # Errors
/// Of the store.
pub fn body_documents(read: &Read<'_>, after: &str, limit: u32) -> Result<(Vec<Document>, Option<String>), Error> {
    let bodies = directory_bodies::all(read, after, limit)?;
    let next = bodies.last().filter(|_| bodies.len() == limit as usize).map(|last| last.id.to_string());
    let documents = bodies.into_iter().map(|body| Document {
        aka: vec![body.short.zh.clone(), body.line.clone()],
        text: body.address.clone().unwrap_or_default(),
        labels_en: body.short.en.clone().unwrap_or_default(),
        division: Some(body.division),
        weight: 0.3,
        ..Document::new(Kind::Body, body.id.as_str(), body.name)
    });
    Ok((documents.collect(), next))
}

fn document(read: &Read<'_>, found: &Published, themes: &[Theme]) -> Result<Document, Error> {
    let item = &found.item;
    let body = directory_bodies::by_id(read, &found.body)?;
    let zh = |text: &Option<Text>| text.as_ref().map(|text| text.zh.clone()).unwrap_or_default();
    let en = |text: &Option<Text>| text.as_ref().and_then(|text| text.en.clone());
    let mut text: Vec<String> = item.materials.iter().map(|material| material.name.zh.clone()).collect();
    text.push(zh(&item.conditions));
    text.extend(item.faq.iter().map(|one| one.q.zh.clone()));
    let mut labels: Vec<String> = Vec::new();
    labels.extend(en(&item.summary));
    let own: Vec<Theme> = look::themes_of(read, &found.id)?;
    let own: Vec<&Theme> = themes.iter().filter(|theme| own.iter().any(|known| known.key == theme.key)).collect();
    labels.extend(own.iter().filter_map(|theme| theme.name.en.clone()));
    let mut tags: Vec<String> = own.iter().map(|theme| ["theme:", &theme.key].concat()).collect();
    tags.push(["mode:", item.mode.as_str()].concat());
    tags.push(["type:", item.kind.as_str()].concat());
    if item.for_small {
        tags.push("small".into());
    }
    let mut audience = Vec::new();
    if !item.audience.is_empty() {
        audience.extend(item.for_persons().then_some(Audience::Person));
        audience.extend(item.for_enterprises().then_some(Audience::Enterprise));
    }
    Ok(Document {
        aka: item.aka.clone(),
        summary: zh(&item.summary),
        body_name: body.map_or_else(|| item.body.clone(), |body| body.name.zh),
        text: text.join("\n"),
        labels_en: labels.join(", "),
        division: Some(item.division),
        weight: match item.mode {
            Mode::Case if item.is_demo() => 1.0,
            Mode::Case => 0.7,
            Mode::Booking => 0.5,
            Mode::Answer | Mode::Link => 0.2,
        },
        audience,
        tags,
        ..Document::new(Kind::Item, found.id.as_str(), item.name.clone())
    })
}
