//! The canonical encoding of a value: JSON as RFC 8785 (JSON Canonicalization Scheme) orders it,
//! without its hard part. Numbers are whole and within plus or minus 2^53 - 1, so every
//! implementation of RFC 8785 gives the same bytes; a fraction or a larger number is refused and
//! is written as text by whoever needs it. Maps and struct fields are sorted by UTF-16 code units,
//! nothing is indented, strings are escaped as RFC 8785 section 3.2.2.2 says.

use std::fmt::Display;

use serde::{Serialize, ser};

mod writer;

/// The canonical encoding of `value`, in UTF-8.
///
/// # Errors
/// The value holds something that has no canonical encoding.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, NotCanonical> {
    writer::write(value)
}

/// Why a value has no canonical encoding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    #[error("a fraction has no canonical encoding; write it as text")]
    Fraction,
    #[error("a number beyond 2^53 - 1 has no canonical encoding; write it as text")]
    LargeNumber,
    #[error("a key of a map is neither text nor a whole number")]
    Key,
    #[error("the key `{0}` occurs twice")]
    DuplicateKey(String),
    #[error("{0}")]
    Other(String),
}

impl ser::Error for NotCanonical {
    fn custom<T: Display>(message: T) -> Self {
        Self::Other(message.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn text(value: &impl Serialize) -> String {
        String::from_utf8(canonical(value).unwrap()).unwrap()
    }

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Shape {
        Empty,
        Single(u8),
        Pair(u8, &'static str),
        Named { width: u8, height: Option<u8> },
    }

    #[derive(Serialize)]
    struct Outer {
        zeta: Shape,
        alpha: Vec<Shape>,
        inner: BTreeMap<i32, ()>,
        letter: char,
    }

    #[test]
    fn fields_and_keys_are_sorted_at_every_depth() {
        let value = Outer {
            zeta: Shape::Named { width: 2, height: None },
            alpha: vec![Shape::Empty, Shape::Single(1), Shape::Pair(1, "x")],
            inner: BTreeMap::from([(2, ()), (-1, ()), (10, ())]),
            letter: '市',
        };
        assert_eq!(
            text(&value),
            r#"{"alpha":["empty",{"single":1},{"pair":[1,"x"]}],"inner":{"-1":null,"10":null,"2":null},"letter":"市","zeta":{"named":{"height":null,"width":2}}}"#
        );
    }

    #[test]
    fn keys_are_sorted_as_in_the_example_of_rfc_8785() {
        // RFC 8785 section 3.2.3: by UTF-16 code units, so U+1F600 comes before U+FB33.
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis",
        });
        let text = text(&value);
        let places =
            ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"].map(|word| text.find(word).unwrap());
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn strings_are_escaped_as_in_rfc_8785() {
        assert_eq!(
            text(&"\u{20ac}$\u{f}\nA'B\"\\\\\"/\u{7f}\u{8}\u{c}"),
            "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7f}\\b\\f\""
        );
    }

    #[test]
    fn what_has_no_certain_form_is_refused() {
        assert_eq!(canonical(&1.5), Err(NotCanonical::Fraction));
        assert_eq!(canonical(&f64::NAN), Err(NotCanonical::Fraction));
        assert_eq!(canonical(&json!({ "a": [1.0] })), Err(NotCanonical::Fraction));
        assert_eq!(text(&9_007_199_254_740_991_i64), "9007199254740991");
        assert_eq!(text(&-9_007_199_254_740_991_i64), "-9007199254740991");
        assert_eq!(canonical(&9_007_199_254_740_992_u64), Err(NotCanonical::LargeNumber));
        assert_eq!(canonical(&i64::MIN), Err(NotCanonical::LargeNumber));
        assert_eq!(canonical(&u128::MAX), Err(NotCanonical::LargeNumber));
        assert_eq!(canonical(&BTreeMap::from([(true, 1)])), Err(NotCanonical::Key));
    }

    #[test]
    fn a_key_that_occurs_twice_is_refused() {
        #[derive(Serialize)]
        struct Twice {
            number: u8,
            #[serde(flatten)]
            rest: BTreeMap<String, u8>,
        }
        let rest = BTreeMap::from([("number".to_owned(), 2)]);
        assert_eq!(canonical(&Twice { number: 1, rest }), Err(NotCanonical::DuplicateKey("number".to_owned())));
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_encoding_reads_back_and_is_its_own_encoding(value in values()) {
            let encoded = canonical(&value).unwrap();
            let read: Value = serde_json::from_slice(&encoded).unwrap();
            prop_assert_eq!(&read, &value);
            prop_assert_eq!(canonical(&read).unwrap(), encoded);
        }
    }
}
