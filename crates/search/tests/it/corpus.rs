//! Documents made of the lists that the repository ships, as the catalogue would announce them.

use std::{fs, io::Read, path::PathBuf};

use flate2::read::GzDecoder;
use kernel::Text;
use search::{Audience, Document, Index, Kind, Vocabulary};
use serde_json::Value;

pub fn data() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn unpacked(name: &str) -> Option<String> {
    let mut text = String::new();
    GzDecoder::new(fs::File::open(data().join("items").join(name)).ok()?).read_to_string(&mut text).ok()?;
    Some(text)
}

fn text(value: &Value) -> Text {
    match value {
        Value::Object(both) => Text {
            zh: both.get("zh").and_then(Value::as_str).unwrap_or("").to_owned(),
            en: both.get("en").and_then(Value::as_str).map(str::to_owned),
        },
        other => Text::zh(other.as_str().filter(|text| *text != "无").unwrap_or("")),
    }
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|one| text(one).zh).collect()
}

/// A province's list.
fn foreign(name: &str) -> Vec<Document> {
    let mut out = Vec::new();
    for line in unpacked(name).unwrap_or_default().lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let mut document = Document::new(Kind::Item, row["TASK_CODE"].as_str().unwrap(), text(&row["TASK_NAME"]));
        document.aka = [&row["matter_short"], &row["matter_daily"]]
            .iter()
            .flat_map(|said| text(said).zh.split([',', '，', '、', ';', '；']).map(str::to_owned).collect::<Vec<_>>())
            .map(|said| said.trim().trim_matches(['"', '“', '”', '‘', '’']).to_owned())
            .filter(|said| !said.is_empty())
            .collect();
        document.body_name = text(&row["DEPT_NAME"]).zh;
        document.text = [text(&row["accept_standard"]).zh, list(&row["material_intro"]).join("\n")].join("\n");
        document.division = row["AREACODE"].as_str().and_then(|code| code.parse().ok());
        document.tags = list(&row["theme_category"]).iter().map(|theme| format!("theme:{theme}")).collect();
        if !list(&row["service_object_name"]).iter().any(|whom| whom == "自然人") {
            document.audience = vec![Audience::Enterprise];
        }
        out.push(document);
    }
    out
}

/// A county's list of names.
fn names(name: &str) -> Vec<Document> {
    let text = unpacked(name).unwrap_or_default();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize::<std::collections::HashMap<String, String>>();
    rows.map(|row| {
        let row = row.unwrap();
        let mut document = Document::new(Kind::Item, row["item_code"].as_str(), Text::zh(row["item_name"].as_str()));
        document.body_name.clone_from(&row["department"]);
        document.division = row["area_code"].parse().ok();
        document
    })
    .collect()
}

/// The items written for the demo, if they are there.
fn authored() -> Vec<Document> {
    let lines = fs::read_to_string(data().join("demo/items.jsonl")).unwrap_or_default();
    lines
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let row: Value = serde_json::from_str(line).unwrap();
            let mut document = Document::new(Kind::Item, row["code"].as_str().unwrap(), text(&row["name"]));
            document.aka = list(&row["aka"]);
            document.summary = text(&row["summary"]).zh;
            document.labels_en = text(&row["summary"]).en.unwrap_or_default();
            document.body_name = text(&row["body"]).zh;
            document.division = row["division"].as_str().and_then(|code| code.parse().ok());
            let materials = row["materials"].as_array().into_iter().flatten();
            document.text = materials.map(|material| text(&material["name"]).zh).collect::<Vec<_>>().join("\n");
            document.text.push_str(&text(&row["conditions"]).zh);
            document.weight = if row["mode"] == "case" { 1.0 } else { 0.2 };
            document.tags = list(&row["themes"]).iter().map(|theme| format!("theme:{theme}")).collect();
            document
        })
        .collect()
}

/// Bodies: those of the demo, and those that only the lists name.
fn bodies(items: &[Document]) -> Vec<Document> {
    let lines = fs::read_to_string(data().join("demo/bodies.jsonl")).unwrap_or_default();
    let mut out: Vec<Document> = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let row: Value = serde_json::from_str(line).unwrap();
        let mut document = Document::new(Kind::Body, row["key"].as_str().unwrap(), text(&row["name"]));
        document.aka = vec![text(&row["short"]).zh, text(&row["line"]).zh];
        document.weight = 0.3;
        document.labels_en = text(&row["short"]).en.unwrap_or_default();
        document.division = row["division"].as_str().and_then(|code| code.parse().ok());
        out.push(document);
    }
    for item in items.iter().filter(|item| item.key.len() > 20) {
        if !out.iter().any(|known| known.title.zh == item.body_name) {
            let mut document = Document::new(Kind::Body, item.body_name.trim(), Text::zh(item.body_name.trim()));
            document.division = item.division;
            out.push(document);
        }
    }
    out
}

fn themes() -> Vec<Document> {
    let file = fs::read_to_string(data().join("demo/themes.toml")).unwrap_or_default();
    let file: toml::Table = toml::from_str(&file).unwrap();
    let rows = file.get("theme").and_then(toml::Value::as_array).into_iter().flatten();
    rows.map(|row| {
        let zh = |value: &toml::Value| value.get("zh").and_then(toml::Value::as_str).unwrap_or("").to_owned();
        let mut document = Document::new(Kind::Theme, row["key"].as_str().unwrap(), Text::zh(zh(&row["name"])));
        document.title.en = row["name"].get("en").and_then(toml::Value::as_str).map(str::to_owned);
        document.summary = row.get("plain").map(zh).unwrap_or_default();
        document.weight = 0.6;
        let names = row.get("names").and_then(toml::Value::as_array).into_iter().flatten();
        document.aka = names.filter_map(toml::Value::as_str).map(str::to_owned).collect();
        document
    })
    .collect()
}

pub fn vocabulary() -> Vocabulary {
    let own = fs::read_to_string(data().join("demo/synonyms.toml")).unwrap_or_default();
    Vocabulary::new(&own).unwrap()
}

/// Every list that is there, indexed in memory.
pub fn everything() -> Index {
    let index = Index::open(None, vocabulary()).unwrap();
    index.put(&documents()).unwrap();
    index.commit(1).unwrap();
    index
}

pub fn documents() -> Vec<Document> {
    let mut documents = authored();
    documents.extend(foreign("guangdong-items.jsonl.gz"));
    documents.extend(foreign("guangzhou-items.jsonl.gz"));
    // Items bear the English names of their themes, by key or by the name of the list.
    let mut themes = themes();
    for document in &mut documents {
        let bears = |theme: &&Document| {
            document
                .tags
                .iter()
                .filter_map(|tag| tag.strip_prefix("theme:"))
                .any(|tag| theme.key == tag || theme.aka.iter().any(|name| name == tag))
        };
        let names = themes.iter().filter(bears).filter_map(|theme| theme.title.en.clone());
        document.labels_en = names.chain([document.labels_en.clone()]).collect::<Vec<_>>().join(", ");
    }
    documents.extend(bodies(&documents));
    documents.extend(names("qianfeng-items.csv.gz"));
    // The catalogue announces themes without the lists' names for them.
    themes.iter_mut().for_each(|theme| theme.aka.clear());
    documents.extend(themes);
    documents
}
