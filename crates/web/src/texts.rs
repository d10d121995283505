//! The texts of the program in both languages: every room's .ftl joined into one bundle a
//! language. Texts that administrators edit belong to `notices`; texts of data carry their own
//! languages.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex},
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use kernel::Locale;
use unic_langid::LanguageIdentifier;

mod words;

pub use words::mask_name;
pub use words::mask_number;

/// All texts; a cheap clone.
#[derive(Clone)]
pub struct Texts(Arc<Inner>);

struct Inner {
    zh: Language,
    en: Language,
    missing: Mutex<BTreeSet<String>>,
}

struct Language {
    bundle: FluentBundle<FluentResource>,
    /// Messages without variables, formatted once.
    plain: HashMap<String, String>,
    keys: BTreeSet<String>,
}

/// A .ftl that can't be joined.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    #[error("room {room}, {locale}: {detail}")]
    Syntax { room: &'static str, locale: &'static str, detail: String },
    #[error("room {room}, {locale}: the text `{key}` exists already")]
    Twice { room: &'static str, locale: &'static str, key: String },
}

/// One source of texts: the room, the language, the .ftl.
pub type Source = (&'static str, Locale, &'static str);

/// A value put into a message. Numbers choose plural forms.
pub trait Arg {
    fn arg(&self) -> FluentValue<'_>;
}

impl Arg for str {
    fn arg(&self) -> FluentValue<'_> {
        FluentValue::from(self)
    }
}
impl Arg for String {
    fn arg(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_str())
    }
}
impl Arg for Cow<'_, str> {
    fn arg(&self) -> FluentValue<'_> {
        FluentValue::from(&**self)
    }
}
impl<T: Arg + ?Sized> Arg for &T {
    fn arg(&self) -> FluentValue<'_> {
        (**self).arg()
    }
}
macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Arg for $number {
            fn arg(&self) -> FluentValue<'_> {
                FluentValue::from(self)
            }
        }
    )*};
}
numbers!(i8, i16, i32, i64, u8, u16, u32, u64, usize, f64);

impl Texts {
    /// Joins the texts of all rooms.
    ///
    /// # Errors
    /// Names the room whose text is malformed or has a key of another room.
    pub fn join(sources: &[Source]) -> Result<Self, TextsError> {
        let inner = Inner {
            zh: Language::join(Locale::Zh, sources)?,
            en: Language::join(Locale::En, sources)?,
            missing: Mutex::default(),
        };
        Ok(Self(Arc::new(inner)))
    }

    fn language(&self, locale: Locale) -> &Language {
        match locale {
            Locale::Zh => &self.0.zh,
            Locale::En => &self.0.en,
        }
    }

    /// The text of `key`. A missing key is shown in brackets, logged and remembered.
    #[must_use]
    pub fn get(&self, locale: Locale, key: &str) -> Cow<'_, str> {
        match self.language(locale).plain.get(key) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(self.with(locale, key, &[])),
        }
    }

    /// The text of `key` with its variables.
    #[must_use]
    pub fn with(&self, locale: Locale, key: &str, args: &[(&str, &dyn Arg)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, value.arg());
        }
        self.format(locale, key, &values)
    }

    /// The text of a message of the kernel, whose variables are words; whole numbers among them
    /// choose plural forms.
    #[must_use]
    pub fn message(&self, locale: Locale, key: &str, args: &[kernel::problem::Arg]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match value.parse::<i64>() {
                Ok(number) if number.to_string() == *value => values.set(*name, number),
                _ => values.set(*name, value.as_str()),
            }
        }
        self.format(locale, key, &values)
    }

    fn format(&self, locale: Locale, key: &str, values: &FluentArgs<'_>) -> String {
        let bundle = &self.language(locale).bundle;
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            return self.note_missing(locale, key);
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(values), &mut errors).into_owned();
        if !errors.is_empty() {
            self.note_missing(locale, key);
        }
        text
    }

    fn note_missing(&self, locale: Locale, key: &str) -> String {
        let name = format!("{}:{key}", locale.tag());
        if let Ok(mut missing) = self.0.missing.lock()
            && missing.len() < 1000
            && missing.insert(name)
        {
            tracing::warn!(locale = locale.tag(), key, "a text or one of its variables is missing");
        }
        format!("[[{key}]]")
    }

    /// Whether `key` exists.
    #[must_use]
    pub fn has(&self, locale: Locale, key: &str) -> bool {
        self.language(locale).keys.contains(key)
    }

    /// All keys of a language, in order.
    pub fn keys(&self, locale: Locale) -> impl Iterator<Item = &str> {
        self.language(locale).keys.iter().map(String::as_str)
    }

    /// `zh-CN:some-key` of every text that was asked for and is missing or lacked a variable.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        self.0.missing.lock().map(|missing| missing.iter().cloned().collect()).unwrap_or_default()
    }
}

impl Language {
    fn join(locale: Locale, sources: &[Source]) -> Result<Self, TextsError> {
        let tag: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        bundle.set_use_isolating(false);
        let mut keys = BTreeSet::new();
        for (room, _, ftl) in sources.iter().filter(|(_, of, _)| *of == locale) {
            let resource = FluentResource::try_new((*ftl).to_owned()).map_err(|(_, errors)| {
                let detail =
                    errors.first().map_or_else(String::new, |error| at_line(ftl, error.pos.start, &error.to_string()));
                TextsError::Syntax { room, locale: locale.tag(), detail }
            })?;
            keys.extend(names(ftl));
            bundle.add_resource(resource).map_err(|errors| TextsError::Twice {
                room,
                locale: locale.tag(),
                key: errors.first().map_or_else(String::new, ToString::to_string),
            })?;
        }
        let plain = keys.iter().filter_map(|key| Some((key.clone(), plain(&bundle, key)?))).collect();
        Ok(Self { bundle, plain, keys })
    }
}

/// The message if it has no variables.
fn plain(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

/// The keys of the messages of a .ftl: what stands at the beginning of a line before ` =`.
fn names(ftl: &str) -> impl Iterator<Item = String> + '_ {
    ftl.lines().filter_map(|line| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let named = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        named.then(|| key.to_owned())
    })
}

fn at_line(ftl: &str, position: usize, what: &str) -> String {
    let before = ftl.get(..position).unwrap_or_default();
    format!("line {}: {what}", before.lines().count().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_rooms_are_joined_and_a_missing_one_is_seen() {
        let texts = Texts::join(&[
            ("a", Locale::En, "a-hello = Hello\na-days = { $n -> \n    [one] one day\n   *[other] { $n } days\n }\n"),
            ("b", Locale::En, "b-name = Dear { $name }\n"),
            ("a", Locale::Zh, "a-hello = Ni hao\n"),
        ])
        .unwrap();
        assert_eq!(texts.get(Locale::En, "a-hello"), "Hello");
        assert_eq!(texts.with(Locale::En, "a-days", &[("n", &1)]), "one day");
        assert_eq!(texts.with(Locale::En, "a-days", &[("n", &20_u32)]), "20 days");
        assert_eq!(texts.message(Locale::En, "a-days", &[("n", "1".into())]), "one day");
        assert_eq!(texts.message(Locale::En, "b-name", &[("name", "007".into())]), "Dear 007");
        assert!(texts.missing().is_empty());
        assert_eq!(texts.get(Locale::Zh, "a-bye"), "[[a-bye]]");
        assert_eq!(texts.missing(), ["zh-CN:a-bye"]);
        assert!(matches!(
            Texts::join(&[("a", Locale::En, "x = 1\n"), ("b", Locale::En, "x = 2\n")]),
            Err(TextsError::Twice { room: "b", .. })
        ));
        assert!(matches!(Texts::join(&[("a", Locale::En, "x = { \n")]), Err(TextsError::Syntax { .. })));
    }
}
