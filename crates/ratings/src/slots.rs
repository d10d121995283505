//! What the room shows on others' pages: the rates of an item and of a body, and on a case the way
//! to its rating. The binary puts the offers into their places.

use std::sync::Arc;

use askama::Template;
use kernel::Locale;
use store::{Error, Read};
use web::{
    Html, Texts,
    slots::{Ask, Offer},
};

use crate::{
    permits::Invited,
    rates::{Rates, Share, percent},
    records, routes,
};

#[derive(Template)]
#[template(path = "rates.html")]
pub(crate) struct RatesFragment {
    lines: Vec<(String, String)>,
    note: String,
}

impl RatesFragment {
    pub(crate) fn of(rates: Rates, texts: &Texts, locale: Locale) -> Self {
        let line = |key: &str, share: Option<Share>| {
            let share = share?;
            let words = texts.with(
                locale,
                "ratings-share",
                &[
                    ("percent", &percent(share.millionths)),
                    ("numerator", &texts.number(locale, share.numerator)),
                    ("denominator", &texts.number(locale, share.denominator)),
                    ("low", &percent(share.low)),
                    ("high", &percent(share.high)),
                ],
            );
            Some((texts.get(locale, key).into_owned(), words))
        };
        let lines =
            [("ratings-good", rates.good()), ("ratings-bad", rates.bad()), ("ratings-unrated", rates.unrated())];
        let note = match rates.rated {
            0 => "ratings-none",
            _ if rates.comparable() => "ratings-how",
            _ => "ratings-few",
        };
        Self {
            lines: lines.into_iter().filter_map(|(key, share)| line(key, share)).collect(),
            note: texts.get(locale, note).into_owned(),
        }
    }
}

#[derive(Template)]
#[template(path = "rating_way.html")]
struct Way {
    words: String,
    href: String,
}

fn html(template: &impl Template) -> Result<Html, Error> {
    template.render().map(Html).map_err(|error| Error::Engine(error.to_string()))
}

fn rates(read: &Read<'_>, ask: &Ask<'_>) -> Result<Vec<Html>, Error> {
    let fragment = |subject: &&str| {
        let rates = records::rates(read, subject, "")?;
        html(&RatesFragment::of(rates, ask.texts, ask.locale))
    };
    ask.subjects.iter().map(fragment).collect()
}

/// Only the person invited sees anything.
fn way(read: &Read<'_>, ask: &Ask<'_>) -> Result<Vec<Html>, Error> {
    let fragment = |handling: &&str| {
        let Some(invitation) = records::by_handling(read, handling)? else { return Ok(Html::default()) };
        if Invited::of(ask.actor, &invitation).is_err() {
            return Ok(Html::default());
        }
        let rated = records::rated(read, &invitation)?.is_some();
        if !rated && invitation.expires_at <= read.now() {
            return Ok(Html::default());
        }
        let words = ask.texts.get(ask.locale, if rated { "ratings-way-rated" } else { "ratings-way" }).into_owned();
        html(&Way { words, href: if rated { String::new() } else { routes::mine(handling) } })
    };
    ask.subjects.iter().map(fragment).collect()
}

/// Every offer with its place: `item.rates` (subjects are ids of items), `body.rates` (of bodies),
/// `casework.case-rating` (of cases).
#[must_use]
pub fn offers() -> Vec<(&'static str, Arc<Offer>)> {
    vec![("item.rates", Arc::new(rates)), ("body.rates", Arc::new(rates)), ("casework.case-rating", Arc::new(way))]
}
