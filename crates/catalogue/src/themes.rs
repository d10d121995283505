//! Themes 主题: taking them over from a file. Items name themes by key or by the words that their
//! lists use, so that a theme may be renamed or come later than the items.

use std::sync::Arc;

use kernel::{Text, access::Actor};
use seals::Digest;
use serde::{Deserialize, Serialize};
use store::{Entry, Error, Read, Store, Tx, state_digest};

use crate::{import::ImportError, published::Theme, records, words::Audience};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    theme: Vec<NewTheme>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewTheme {
    key: String,
    name: Text,
    audience: Audience,
    /// The words under which lists know it.
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    order: i64,
    #[serde(default)]
    plain: Option<Text>,
}

pub(crate) const SCHEMA: u16 = 1;

/// The canonical encoding of a theme.
#[derive(Serialize)]
struct State<'a> {
    version: i64,
    theme: &'a Theme,
    place: i64,
    words: &'a [String],
}

/// Takes themes over from a file in TOML; says how many were new or differ. Can be run again.
///
/// # Errors
/// A file that can't be read; of the store.
pub fn import(store: &Store, toml: &str, actor: &Actor) -> Result<usize, ImportError> {
    let file: File = toml::from_str(toml).map_err(|error| ImportError::File(error.to_string()))?;
    for theme in &file.theme {
        let word = !theme.key.is_empty() && theme.key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !word || theme.name.zh.trim().is_empty() {
            return Err(ImportError::File(format!("theme {:?}: its key or name can't be used", theme.key)));
        }
    }
    let (themes, actor) = (Arc::new(file.theme), actor.clone());
    let changed = store.write(move |tx| {
        let known = words(tx)?;
        let mut changed = 0;
        for new in themes.iter() {
            changed += usize::from(ensure(tx, new, &known, &actor)?);
        }
        Ok::<_, Error>(changed)
    })?;
    Ok(changed)
}

type Words = Vec<(String, String)>;

fn words(read: &Read<'_>) -> Result<Words, Error> {
    read.rows(&records::THEME_WORDS, &[], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn words_of(known: &Words, key: &str) -> Vec<String> {
    known.iter().filter(|(theme, _)| theme == key).map(|(_, word)| word.clone()).collect()
}

fn ensure(tx: &Tx<'_>, new: &NewTheme, known: &Words, actor: &Actor) -> Result<bool, Error> {
    let before = tx.first(&records::THEME, &[(&new.key).into()], records::theme)?;
    let mut words = new.names.clone();
    words.push(new.key.clone());
    words.sort_unstable();
    words.dedup();
    let version = before.as_ref().map_or(0, |before| before.version);
    let mut theme = Theme {
        id: ["theme_", &new.key].concat(),
        version,
        key: new.key.clone(),
        name: new.name.clone(),
        plain: new.plain.clone(),
        audience: new.audience,
        place: new.order,
    };
    if before.as_ref() == Some(&theme) && words_of(known, &new.key) == words {
        return Ok(false);
    }
    theme.version += 1;
    let plain = theme.plain.as_ref();
    tx.execute(
        &records::INSERT_THEME,
        &[
            (&theme.id).into(),
            theme.version.into(),
            (&theme.key).into(),
            (&theme.name.zh).into(),
            theme.name.en.as_ref().into(),
            plain.map(|plain| &plain.zh).into(),
            plain.and_then(|plain| plain.en.as_ref()).into(),
            theme.audience.as_str().into(),
            theme.place.into(),
        ],
    )?;
    tx.execute(&records::DROP_WORDS, &[(&theme.key).into()])?;
    for word in &words {
        tx.execute(&records::PUT_WORD, &[(&theme.key).into(), word.into()])?;
    }
    tx.record(Entry {
        room: "catalogue",
        kind: "theme.published",
        stream: &theme.id,
        version,
        subject: None,
        actor,
        title: "system",
        payload: serde_json::json!({ "theme": theme.key }),
        personal: None,
        state: Some((SCHEMA, digest(&theme, &words)?)),
    })?;
    Ok(true)
}

fn digest(theme: &Theme, words: &[String]) -> Result<Digest, Error> {
    state_digest(&State { version: theme.version, theme, place: theme.place, words })
}

/// Rows with their digests, for `verify --state`.
pub(crate) fn page(read: &Read<'_>, after: &str, limit: u32) -> Result<Vec<(String, Digest)>, Error> {
    let known = words(read)?;
    let themes = read.rows(&records::THEMES_AFTER, &[after.into(), limit.into()], records::theme)?;
    themes.into_iter().map(|theme| Ok((theme.id.clone(), digest(&theme, &words_of(&known, &theme.key))?))).collect()
}
