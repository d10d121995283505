//! `tongban export materials`: which papers the published items ask for although the state made them,
//! and for how many a licence answers. Rows are in the order of the items' ids; types by how often
//! they are asked.

use std::{cmp::Reverse, collections::BTreeMap};

use licences::mentions::{self, Mentions};
use serde_json::json;

use crate::{
    cli::Place,
    config, data,
    outcome::{Failure, Outcome, say},
    rooms,
};

/// So many of the most asked types are held to the bar.
const MOST_ASKED: usize = 30;
/// At least so many of a hundred of their mentions are answered.
const BAR: u32 = 80;
/// Items read at once.
const PAGE: u32 = 200;

pub fn run(place: &Place) -> Result<Outcome, Failure> {
    let types = data::licence_types()?;
    let store = store::Store::beside(config::of(place)?, rooms::for_store()?)?;
    let held = store.read(mentions::held)?;
    let mut by_type: BTreeMap<String, Mentions> = BTreeMap::new();
    let mut sum = Mentions::default();
    let mut after = String::new();
    loop {
        let items = store.read(|read| catalogue::all(read, &after, PAGE))?;
        let Some(last) = items.last() else { break };
        after = last.id.to_string();
        for published in &items {
            let item = &published.item;
            let materials = item.materials.iter().map(|one| (&*one.name.zh, one.answered_by.as_deref()));
            let counted = mentions::count(&types, &held, materials);
            if counted.item.asked == 0 {
                continue;
            }
            for (key, mentions) in &counted.by_type {
                by_type.entry(key.clone()).or_default().add(mentions);
            }
            sum.add(&counted.item);
            let (code, name, of) = (&item.code, &item.name.zh, &counted.item);
            say(&if place.json {
                json!({ "item": code, "name": name, "asked": of.asked, "answered": of.answered, "left": of.left })
                    .to_string()
            } else {
                let left = if of.left.is_empty() { String::new() } else { format!("\t{}", of.left.join("; ")) };
                format!("{code}\t{name}\t{}/{}{left}", of.answered, of.asked)
            })?;
        }
    }
    let mut ranked: Vec<(String, Mentions)> = by_type.into_iter().collect();
    ranked.sort_by_key(|(_, mentions)| Reverse(mentions.asked));
    let mut most = Mentions::default();
    for (place_of, (key, of)) in ranked.iter().enumerate() {
        if place_of < MOST_ASKED {
            most.add(of);
        }
        let held = held.get(key).copied().unwrap_or(0);
        say(&if place.json {
            json!({ "type": key, "asked": of.asked, "answered": of.answered, "held": held }).to_string()
        } else {
            format!("{key}\t{}/{}\t{held} held", of.answered, of.asked)
        })?;
    }
    let line = |of: &Mentions| json!({ "asked": of.asked, "answered": of.answered, "left": of.asked - of.answered, "percent": of.percent() });
    say(&if place.json {
        json!({ "all": line(&sum), "most_asked": line(&most) }).to_string()
    } else {
        let show = |of: &Mentions| {
            format!(
                "asked {}, answered {}, left {} ({} % answered)",
                of.asked,
                of.answered,
                of.asked - of.answered,
                of.percent()
            )
        };
        format!("all types: {}\nthe {MOST_ASKED} most asked: {}", show(&sum), show(&most))
    })?;
    Ok(if most.percent() >= BAR { Outcome::Holds } else { Outcome::FallsShort })
}
