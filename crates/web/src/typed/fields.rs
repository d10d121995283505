//! Typed fields as a raw serde type: text, options, lists, flags and whole numbers. It is not a
//! general form of serde: nested types are not forms of ours.

use kernel::Problem;
use serde::{
    de::{self, DeserializeOwned, Deserializer, IntoDeserializer, Visitor, value::MapDeserializer},
    forward_to_deserialize_any,
};

/// Reads `R` from the fields. Fields that `R` does not know are passed over, because forms carry
/// tokens and buttons; those it knows and that were not sent are empty.
pub(super) fn read<R: DeserializeOwned>(fields: &[(String, String)]) -> Result<R, Problem> {
    serde_path_to_error::deserialize(Fields(fields)).map_err(|error| {
        let path = error.path().to_string();
        let name = path.split(['[', '.']).next().unwrap_or_default();
        let empty = fields.iter().all(|(field, value)| field != name || value.is_empty());
        match missing_field(&error.inner().to_string()) {
            Some(field) => Problem::invalid().field(field, "problem-field-empty"),
            None if name.is_empty() || name == "?" => Problem::invalid(),
            None => Problem::invalid()
                .field(name.to_owned(), if empty { "problem-field-empty" } else { "problem-field-type" }),
        }
    })
}

/// The whole form as a struct or a map.
struct Fields<'a>(&'a [(String, String)]);

impl<'de> Fields<'de> {
    fn values(&self, name: &str) -> Values<'de> {
        Values(self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect())
    }
}

impl<'de> Deserializer<'de> for Fields<'de> {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let mut names: Vec<&str> = self.0.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let each: Vec<_> = names.into_iter().map(|name| (name, self.values(name))).collect();
        visitor.visit_map(MapDeserializer::new(each.into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_map(MapDeserializer::new(known.iter().map(|name| (*name, self.values(name)))))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The name in serde's "missing field `x`".
pub(crate) fn missing_field(text: &str) -> Option<String> {
    let rest = text.strip_prefix("missing field `")?;
    Some(rest.split_once('`')?.0.to_owned())
}

/// All values of one field.
struct Values<'a>(Vec<&'a str>);

impl<'a> Values<'a> {
    fn first(&self) -> &'a str {
        self.0.first().copied().unwrap_or_default()
    }
}

impl<'de> IntoDeserializer<'de> for Values<'de> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ty),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            let text = crate::check::half_width(self.first().trim());
            let number: $number = text.parse().map_err(|_| de::Error::custom("not a number"))?;
            visitor.$visit(number)
        }
    )*};
}

impl<'de> Deserializer<'de> for Values<'de> {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_borrowed_str(self.first())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.first().is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.first() {
            "on" | "true" | "yes" | "1" => visitor.visit_bool(true),
            "" | "false" | "no" | "0" => visitor.visit_bool(false),
            _ => Err(de::Error::custom("not a flag")),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let each = self.0.into_iter().filter(|value| !value.is_empty()).map(|value| Values(vec![value]));
        visitor.visit_seq(de::value::SeqDeserializer::new(each))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_enum(self.first().into_deserializer())
    }

    numbers!(
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64
    );

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Raw {
        text: String,
        more: Option<String>,
        tags: Vec<String>,
        agreed: bool,
        copies: Option<u8>,
    }

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn fields_become_a_raw_type_and_a_wrong_one_is_named() {
        let sent =
            fields(&[("text", "x"), ("tags", "a"), ("tags", "b"), ("agreed", "on"), ("copies", "3"), ("more", "")]);
        let raw: Raw = read(&sent).unwrap();
        let want =
            Raw { text: "x".into(), more: None, tags: vec!["a".into(), "b".into()], agreed: true, copies: Some(3) };
        assert_eq!(raw, want);
        let problem = read::<Raw>(&fields(&[("text", "x"), ("copies", "300")])).unwrap_err();
        assert_eq!((problem.fields[0].field.as_ref(), problem.fields[0].message), ("copies", "problem-field-type"));
        let raw: Raw = read(&fields(&[("unknown", "x")])).unwrap();
        assert_eq!(raw, Raw { text: String::new(), more: None, tags: Vec::new(), agreed: false, copies: None });
    }
}
