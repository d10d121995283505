//! Writes every sample into a folder, to be looked at, and says how many documents a second one
//! core sets: `cargo run --release -p documents --example sheets -- FOLDER`.

use std::path::PathBuf;
use std::time::Instant;

use documents::{Meta, Template, data, render};
use kernel::{Date, Locale};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "sheets".into()));
    std::fs::create_dir_all(&folder)?;
    let mut sheets: Vec<(String, Template, Value)> =
        Template::ALL.into_iter().map(|template| (template.name().to_owned(), template, data::sample(template))).collect();
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
            eprintln!("{name} {}: {} pages, {} bytes, missing {:?}", locale.tag(), pdf.pages, pdf.bytes.len(), pdf.missing_glyphs);
        }
    }
    std::fs::write(folder.join("seal.svg"), documents::seal_svg("示范市榕树区市场监督管理局", false, false, Locale::Zh))?;
    for (name, template, value) in &sheets {
        let (began, rounds) = (Instant::now(), 40u32);
        for round in 0..rounds {
            let mut value = value.clone();
            if let Some(fields) = value.as_object_mut() && fields.contains_key("number") {
                fields.insert("number".into(), json!(format!("440106-2026-{round:08}-7")));
            }
            render(*template, &value, &meta(Locale::Zh))?;
        }
        eprintln!("{name}: {:.0} a second", f64::from(rounds) / began.elapsed().as_secs_f64());
    }
    Ok(())
}

fn meta(locale: Locale) -> Meta {
    Meta {
        title: "样例 Sample".into(),
        locale,
        created: Date::constant(2026, 11, 20),
        record: Some(r#"{"record":"样例"}"#.into()),
    }
}
