//! Writes every sample into a folder, to be looked at, and with a number of rounds says how many
//! documents a second one core sets: `cargo run --release -p documents --example sheets -- FOLDER 40`.

use std::path::PathBuf;
use std::time::Instant;

use documents::{Meta, Template, data, render};
use kernel::{Date, Locale};
use serde_json::{Value, json};

#[expect(clippy::disallowed_methods, reason = "a rate is measured")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "sheets".into()));
    std::fs::create_dir_all(&folder)?;
    let mut sheets: Vec<(String, Template, Value)> = Template::ALL
        .into_iter()
        .map(|template| (template.name().to_owned(), template, data::sample(template)))
        .collect();
    sheets.push(("denial".into(), Template::Notice, serde_json::to_value(data::Notice::sample_denial())?));
    let mut void = data::sample(Template::Licence);
    if let Some(fields) = void.as_object_mut() {
        fields.insert("sample".into(), json!(true));
        fields.insert("void".into(), json!({ "state": { "zh": "已注销", "en": "Cancelled" }, "since": "2027-03-01" }));
    }
    sheets.push(("licence-void".into(), Template::Licence, void));
    for (name, template, value) in &sheets {
        for locale in Locale::ALL {
            let pdf = render(*template, value, &meta(locale))?;
            std::fs::write(folder.join(format!("{name}-{}.pdf", locale.tag())), &pdf.bytes)?;
            eprintln!(
                "{name} {}: {} pages, {} bytes, missing {:?}",
                locale.tag(),
                pdf.pages,
                pdf.bytes.len(),
                pdf.missing_glyphs
            );
        }
    }
    std::fs::write(
        folder.join("seal.svg"),
        documents::seal_svg("示范市榕树区市场监督管理局", false, false, Locale::Zh),
    )?;
    let rounds: u32 = std::env::args().nth(2).and_then(|text| text.parse().ok()).unwrap_or(0);
    for (name, template, value) in sheets.iter().filter(|_| rounds > 0) {
        let began = Instant::now();
        for round in 0..rounds {
            // Every text differs from round to round, so nothing but the template itself is warm.
            let mut value = value.clone();
            vary(&mut value, round);
            render(*template, &value, &meta(Locale::Zh))?;
        }
        eprintln!("{name}: {:.0} a second", f64::from(rounds) / began.elapsed().as_secs_f64());
    }
    Ok(())
}

fn vary(value: &mut Value, round: u32) {
    match value {
        Value::String(text) if !text.starts_with("20") => text.push_str(&round.to_string()),
        Value::Array(items) => items.iter_mut().for_each(|item| vary(item, round)),
        Value::Object(fields) => fields.values_mut().for_each(|item| vary(item, round)),
        _ => {}
    }
}

fn meta(locale: Locale) -> Meta {
    Meta {
        title: "样例 Sample".into(),
        locale,
        created: Date::constant(2026, 11, 20),
        record: Some(r#"{"record":"样例"}"#.into()),
    }
}
