//! The catalogue for programs: the same lists and items as the pages, as JSON.

pub mod bundles;

use kernel::{DivisionCode, Problem, id::BodyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use web::{
    Answer, Cx, Path, Query,
    api::{After, Listed, with_version},
};

use crate::{
    ItemId, look,
    published::{Card, Narrow, Reader, Theme},
    words::Mode,
};

/// What a list is narrowed by.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ItemsQuery {
    /// Key of a theme.
    pub theme: Option<String>,
    /// Id of a body.
    #[schemars(regex(pattern = r"^(body_[0-9A-HJKMNP-TV-Z]{26})?$"))]
    pub body: Option<String>,
    /// Code of a division: what it and everything above it offers.
    #[schemars(regex(pattern = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})?$"))]
    pub division: Option<String>,
    /// `person`, `enterprise` or `small`.
    #[schemars(extend("enum" = ["", "person", "enterprise", "small", null]))]
    pub audience: Option<String>,
    /// `case`, `answer`, `booking` or `link`.
    #[schemars(extend("enum" = ["", "case", "answer", "booking", "link", null]))]
    pub mode: Option<String>,
    /// The id of the last item of the page before, from `next`.
    #[schemars(regex(pattern = r"^(item_[0-9A-HJKMNP-TV-Z]{26})?$"))]
    pub after: Option<String>,
    /// 1 to 200; 50 unless said.
    pub limit: Option<u16>,
}

/// Which version of an item.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ItemQuery {
    /// The version wanted; the one that stands unless said.
    pub version: Option<i64>,
}

/// An item in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CardBody {
    #[serde(flatten)]
    pub card: Card,
    /// Address of its guide.
    pub page: String,
}

impl ItemsQuery {
    fn after(&self) -> After {
        After { after: self.after.clone(), limit: self.limit }
    }

    /// The narrowing, and the place for which the ancestors are still to be found.
    fn narrow(&self) -> Result<(Narrow, Option<DivisionCode>), Problem> {
        let wrong = |field: &'static str| Problem::invalid().field(field, "problem-field-choice");
        let reader = match self.audience.as_deref() {
            None | Some("") => None,
            Some("person") => Some(Reader::Person),
            Some("enterprise") => Some(Reader::Enterprise),
            Some("small") => Some(Reader::Small),
            Some(_) => return Err(wrong("audience")),
        };
        let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let body = text(&self.body).map(|text| text.parse::<BodyId>().map_err(|_| wrong("body"))).transpose()?;
        let mode = text(&self.mode).map(|text| Mode::parse(&text).ok_or(wrong("mode"))).transpose()?;
        let place = text(&self.division).map(|text| text.parse().map_err(|_| wrong("division"))).transpose()?;
        if let Some(after) = text(&self.after) {
            after.parse::<ItemId>().map_err(|_| wrong("after"))?;
        }
        Ok((Narrow { places: Vec::new(), body, theme: text(&self.theme), reader, mode }, place))
    }
}

fn listed(cards: Vec<Card>, limit: u32) -> Listed<CardBody> {
    let bodies = cards.into_iter().map(|card| CardBody { page: crate::routes::item(&card.id), card }).collect();
    Listed::of(bodies, limit, |body: &CardBody| body.card.id.to_string())
}

pub async fn items(cx: Cx, Query(query): Query<ItemsQuery>) -> Answer {
    let (mut narrow, place) = query.narrow()?;
    let after = query.after();
    let limit = after.limit();
    let cards = cx
        .read(move |read| {
            if let Some(place) = place {
                narrow.places = look::places_of(read, &place)?;
            }
            look::list(read, &narrow, after.key(), limit + 1)
        })
        .await?;
    cx.json(&listed(cards, limit))
}

pub async fn item(cx: Cx, Path(id): Path<ItemId>, Query(query): Query<ItemQuery>) -> Answer {
    let found = cx.read(move |read| look::item(read, &id, query.version)).await?.ok_or_else(Problem::not_found)?;
    Ok(with_version(cx.json(&found)?, found.version))
}

pub async fn themes(cx: Cx) -> Answer {
    let items: Vec<Theme> = cx.read(look::themes).await?;
    cx.json(&Listed { items, next: None })
}

pub async fn body_items(cx: Cx, Path(id): Path<BodyId>, Query(query): Query<ItemsQuery>) -> Answer {
    let (narrow, place) = query.narrow()?;
    let after = query.after();
    let limit = after.limit();
    let cards = cx
        .read(move |read| {
            directory::bodies::by_id(read, &id)?.ok_or_else(Problem::not_found)?;
            let places = place.map(|place| look::places_of(read, &place)).transpose()?.unwrap_or_default();
            let narrow = Narrow { body: Some(id.clone()), places, ..narrow };
            look::list(read, &narrow, after.key(), limit + 1)
        })
        .await?;
    cx.json(&listed(cards, limit))
}
