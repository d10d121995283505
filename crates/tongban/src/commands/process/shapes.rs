//! `tongban process shapes`: which models the published items come to, in how many distinct shapes, and whether
//! each is sound.

use std::collections::BTreeMap;

use ::process::inspect;
use casework::flow::Form;
use serde_json::json;

use crate::{
    cli::Place,
    config,
    outcome::{Failure, Outcome, say},
    rooms,
};

/// One model of several items.
struct Shared {
    form: Form,
    example: String,
    items: u32,
    sound: bool,
}

pub(super) fn run(place: &Place) -> Result<Outcome, Failure> {
    let store = store::Store::beside(config::of(place)?, rooms::for_store()?)?;
    let mut models: BTreeMap<String, Shared> = BTreeMap::new();
    let (mut after, mut items) = (String::new(), 0_u32);
    loop {
        let page = store.read(|read| catalogue::all(read, &after, 200))?;
        let Some(last) = page.last() else { break };
        after = last.id.to_string();
        for published in page.iter().filter(|published| published.item.opens_cases()) {
            items += 1;
            let text = casework::flow::generated(&published.item);
            if let Some(known) = models.get_mut(&text) {
                known.items += 1;
                continue;
            }
            let report = inspect::lint(text.as_bytes()).map_err(|refusal| Failure::new("process-model", refusal))?;
            let shared = Shared {
                form: Form::of(&published.item),
                example: published.item.name.zh.clone(),
                items: 1,
                sound: report.executable && report.sound == Some(true),
            };
            models.insert(text, shared);
        }
    }
    let mut ranked: Vec<&Shared> = models.values().collect();
    ranked.sort_by_key(|shared| std::cmp::Reverse(shared.items));
    for Shared { form, example, items, sound } in &ranked {
        let words = form.words();
        say(&if place.json {
            json!({ "shape": words, "items": items, "sound": sound, "example": example }).to_string()
        } else {
            format!("{}\t{items}\t{}\t{example}", words.join(" + "), if *sound { "sound" } else { "NOT SOUND" })
        })?;
    }
    let shapes = distinct(&ranked);
    say(&if place.json {
        let shapes: Vec<_> = shapes
            .iter()
            .map(|(form, (models, items))| json!({ "shape": form.words(), "models": models, "items": items }))
            .collect();
        json!({ "items": items, "models": ranked.len(), "shapes": shapes }).to_string()
    } else {
        for (form, (models, items)) in &shapes {
            say(&format!("{}: {items} items, {models} models", form.words().join(" + ")))?;
        }
        let (models, shapes) = (ranked.len(), shapes.len());
        format!("{items} items open cases; they come to {models} distinct models in {shapes} distinct shapes")
    })?;
    Ok(if ranked.iter().all(|shared| shared.sound) { Outcome::Holds } else { Outcome::FallsShort })
}

/// Models and items of each shape.
fn distinct(models: &[&Shared]) -> BTreeMap<Form, (u32, u32)> {
    let mut shapes: BTreeMap<Form, (u32, u32)> = BTreeMap::new();
    for shared in models {
        let (models, items) = shapes.entry(shared.form).or_default();
        *models += 1;
        *items += shared.items;
    }
    shapes
}
