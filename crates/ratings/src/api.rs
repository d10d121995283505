//! Ratings by program: giving one with an invitation, and the rates of an item.

use http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;
use web::{Answer, Cx, Path, api::Json};

use crate::{
    rate,
    rates::{Rates, Share},
    rating::{NewRating, RatingId, RawRating},
    records,
};

/// The rating that was given.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Rated {
    pub id: RatingId,
}

/// Rates with what they are made of; absent where nothing was rated.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RatesBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good: Option<Share>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bad: Option<Share>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unrated: Option<Share>,
    pub rated: i64,
    pub closed: i64,
    /// Whether there are enough ratings to compare it with others.
    pub comparable: bool,
}

impl From<Rates> for RatesBody {
    fn from(rates: Rates) -> Self {
        Self {
            good: rates.good(),
            bad: rates.bad(),
            unrated: rates.unrated(),
            rated: rates.rated,
            closed: rates.closed,
            comparable: rates.comparable(),
        }
    }
}

pub(crate) async fn rate(cx: Cx, Path(token): Path<String>, Json(raw): Json<RawRating>) -> Answer {
    let (digest, new) = (rate::digest(&token)?, NewRating::try_from(raw)?);
    let id = cx.write(move |tx| rate::rate(tx, &digest, &new)).await?;
    cx.json_with(StatusCode::CREATED, &Rated { id })
}

pub(crate) async fn item_rates(cx: Cx, Path(item): Path<String>) -> Answer {
    let rates = cx.read(move |read| records::rates(read, &item, "")).await?;
    cx.json(&RatesBody::from(rates))
}
