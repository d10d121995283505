//! Sealed records 签章记录: what a body issues (a licence, a notice, a receipt) as canonical JSON
//! with who issued it, when and under which number, signed by one or more keys. The one text of a
//! record is what a PDF carries as an attachment and what anybody verifies without the platform.
//! What a payload means belongs to the room that issues it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    canonical::{NotCanonical, canonical},
    digest::{Digest, digest},
    keys::{CannotSign, KeyId, SigningKey, Suite, VerifyingKey},
};

/// Names the form of the text, and stands before what is signed, so that the signature passes for
/// no other text of these keys.
const FORMAT: &str = "tongban sealed record 1";

/// What is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What it is, in the words of the room that issues it: `licence`, `notice`, `receipt`.
    pub kind: String,
    /// Version of the payload's schema.
    pub schema: u16,
    /// Code or id of the body that answers for it 签发机构.
    pub issuer: String,
    /// Its official number 编号.
    pub number: String,
    /// Milliseconds since 1970 UTC.
    pub issued_at: Timestamp,
    /// Whether it is a sample 样本 without legal force.
    pub sample: bool,
    /// JSON without fractions, see [`canonical`].
    pub payload: Value,
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    pub suite: Suite,
    pub key_id: KeyId,
    /// 64 bytes in base64.
    pub value: String,
}

/// A record and its signatures. Which of them hold is for [`SealedRecord::verify`] to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRecord {
    record: Record,
    signatures: Vec<Signature>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text<R, S> {
    format: String,
    record: R,
    signatures: S,
}

/// A record that a known key vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<'r> {
    pub record: &'r Record,
    /// Known keys that signed, at least one.
    pub signed_by: Vec<KeyId>,
    /// Keys that it names and that are not known; they neither help nor harm.
    pub unknown: Vec<KeyId>,
}

/// Why a record cannot be sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotSeal {
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    #[error(transparent)]
    CannotSign(#[from] CannotSign),
    #[error("a sealed record needs at least one key")]
    NoKey,
    #[error("the key {0} signed it already")]
    SignedTwice(KeyId),
}

/// Why a text is not a sealed record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotASealedRecord {
    #[error("it is not JSON of a sealed record: {0}")]
    Json(String),
    #[error("it is of the format `{0}`, not `{FORMAT}`")]
    Format(String),
    #[error("it is not in its canonical form (RFC 8785): it was edited or written anew")]
    NotCanonicalForm,
}

/// Why a sealed record is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("nobody signed it")]
    Unsigned,
    #[error("the signature of {0} is not on this record: it was altered after signing")]
    WrongSignature(KeyId),
    #[error("the key {0} signed it twice")]
    SignedTwice(KeyId),
    #[error("none of the known keys signed it; it names {}", names(.0))]
    NoKnownKey(Vec<KeyId>),
}

fn names(ids: &[KeyId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl SealedRecord {
    /// Signs a record with each key: two of different suites give it both seals.
    ///
    /// # Errors
    /// The payload has no canonical encoding, no key is given or one twice, or a key fails.
    pub fn seal(record: Record, keys: &[&SigningKey]) -> Result<Self, CannotSeal> {
        let encoded = canonical(&record)?;
        let message = message(&encoded);
        let mut signatures: Vec<Signature> = Vec::with_capacity(keys.len());
        for key in keys {
            if signatures.iter().any(|signature| signature.key_id == *key.id()) {
                return Err(CannotSeal::SignedTwice(key.id().clone()));
            }
            let value = STANDARD.encode(key.sign(&message)?);
            signatures.push(Signature { suite: key.verifying_key().suite(), key_id: key.id().clone(), value });
        }
        if signatures.is_empty() {
            return Err(CannotSeal::NoKey);
        }
        let text = text(&encoded, &signatures)?;
        Ok(Self { record, signatures, text })
    }

    /// Reads the text of a sealed record; line ends behind it do not matter. A record has one text:
    /// other spacing or order, or a key given twice, is refused. Nothing is believed yet.
    ///
    /// # Errors
    /// [`NotASealedRecord`] says what is wrong.
    pub fn parse(written: &str) -> Result<Self, NotASealedRecord> {
        let written = written.trim_end_matches(['\n', '\r']);
        let Text { format, record, signatures }: Text<Record, Vec<Signature>> =
            serde_json::from_str(written).map_err(|error| NotASealedRecord::Json(error.to_string()))?;
        if format != FORMAT {
            return Err(NotASealedRecord::Format(format));
        }
        let text = canonical(&record).and_then(|encoded| text(&encoded, &signatures));
        let text = text.map_err(|_| NotASealedRecord::NotCanonicalForm)?;
        if text != written {
            return Err(NotASealedRecord::NotCanonicalForm);
        }
        Ok(Self { record, signatures, text })
    }

    /// Whether the record is as it was sealed by at least one of `keys`, and by none of them
    /// wrongly. Whether it is in force today, only its issuer knows.
    ///
    /// # Errors
    /// [`Why`] it is not to be believed.
    pub fn verify(&self, keys: &[VerifyingKey]) -> Result<Verified<'_>, Why> {
        if self.signatures.is_empty() {
            return Err(Why::Unsigned);
        }
        let (mut signed_by, mut unknown) = (Vec::new(), Vec::new());
        for signature in &self.signatures {
            let id = &signature.key_id;
            if signed_by.contains(id) {
                return Err(Why::SignedTwice(id.clone()));
            }
            let Some(key) = keys.iter().find(|key| key.id() == id) else {
                unknown.push(id.clone());
                continue;
            };
            let wrong = || Why::WrongSignature(id.clone());
            let message = message(&canonical(&self.record).map_err(|_| wrong())?);
            let value = STANDARD.decode(&signature.value).map_err(|_| wrong())?;
            if key.suite() != signature.suite || key.verify(&message, &value).is_err() {
                return Err(wrong());
            }
            signed_by.push(id.clone());
        }
        if signed_by.is_empty() {
            Err(Why::NoKnownKey(unknown))
        } else {
            Ok(Verified { record: &self.record, signed_by, unknown })
        }
    }

    /// What is sealed, whether or not it is to be believed.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The one text of this record: canonical JSON on one line, without a line end.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The digest of the text.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest(self.text.as_bytes())
    }
}

/// What is signed: the format, a line feed, the canonical encoding of the record.
fn message(encoded: &[u8]) -> Vec<u8> {
    [FORMAT.as_bytes(), b"\n", encoded].concat()
}

/// The canonical encoding of the whole, around that of the record: its keys stand in their order.
fn text(encoded: &[u8], signatures: &[Signature]) -> Result<String, NotCanonical> {
    let (format, signatures) = (canonical(&FORMAT)?, canonical(&signatures)?);
    let parts: [&[u8]; 7] =
        [b"{\"format\":", &format, b",\"record\":", encoded, b",\"signatures\":", &signatures, b"}"];
    String::from_utf8(parts.concat()).map_err(|error| NotCanonical::Other(error.to_string()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn key(name: &str, suite: Suite) -> SigningKey {
        SigningKey::generate(name, suite, [7; 32]).unwrap()
    }

    fn record() -> Record {
        Record {
            kind: "licence".to_owned(),
            schema: 1,
            issuer: "11440300MB2C92012A".to_owned(),
            number: "SZ-2026-0001".to_owned(),
            issued_at: Timestamp(1_795_190_399_000),
            sample: true,
            payload: json!({ "holder": "王芳", "scope": ["小餐饮", "快餐"], "valid_until": "2031-11-20", "area": 86 }),
        }
    }

    #[test]
    fn the_text_of_a_sealed_record_is_stable() {
        let sealed = SealedRecord::seal(record(), &[&key("issuer.example", Suite::International)]).unwrap();
        let start = concat!(
            r#"{"format":"tongban sealed record 1","record":{"issued_at":1795190399000,"issuer":"11440300MB2C92012A","#,
            r#""kind":"licence","number":"SZ-2026-0001","payload":{"area":86,"holder":"王芳","scope":["小餐饮","快餐"],"#,
            r#""valid_until":"2031-11-20"},"sample":true,"schema":1},"signatures":[{"key_id":"issuer.example+"#,
        );
        assert!(sealed.text().starts_with(start), "{}", sealed.text());
        assert!(sealed.text().contains(r#"","suite":"international","value":""#));
        assert_eq!(SealedRecord::parse(sealed.text()), Ok(sealed.clone()));
        assert_eq!(SealedRecord::parse(&format!("{}\r\n", sealed.text())), Ok(sealed));
    }

    #[test]
    fn a_record_with_both_seals_is_verified_by_either_key() {
        let (first, second) = (key("a", Suite::International), key("b", Suite::Sm));
        let sealed = SealedRecord::seal(record(), &[&first, &second]).unwrap();
        let verified = sealed.verify(&[second.verifying_key().clone()]).unwrap();
        assert_eq!(verified.record, &record());
        assert_eq!((verified.signed_by, verified.unknown), (vec![second.id().clone()], vec![first.id().clone()]));
        let both = [first.verifying_key().clone(), second.verifying_key().clone()];
        assert_eq!(sealed.verify(&both).unwrap().signed_by, [first.id().clone(), second.id().clone()]);
    }

    #[test]
    fn a_record_that_no_known_key_signed_is_not_believed() {
        let (known, stranger) = (key("known", Suite::International), key("stranger", Suite::International));
        let sealed = SealedRecord::seal(record(), &[&stranger]).unwrap();
        let why = sealed.verify(&[known.verifying_key().clone()]).unwrap_err();
        assert_eq!(why, Why::NoKnownKey(vec![stranger.id().clone()]));
        assert!(why.to_string().contains("stranger+"));
        let unsigned = text(&canonical(&record()).unwrap(), &[]).unwrap();
        assert_eq!(SealedRecord::parse(&unsigned).unwrap().verify(&[]), Err(Why::Unsigned));
    }

    #[test]
    fn each_altered_field_breaks_the_seal() {
        let key = key("issuer", Suite::International);
        let keys = [key.verifying_key().clone()];
        let sealed = SealedRecord::seal(record(), &[&key]).unwrap();
        for (from, to) in [
            ("王芳", "李强"),
            ("\"sample\":true", "\"sample\":false"),
            ("\"schema\":1", "\"schema\":2"),
            ("SZ-2026-0001", "SZ-2026-0002"),
            ("1795190399000", "1795190399001"),
            ("11440300MB2C92012A", "11440300MB2C92013A"),
            ("\"licence\"", "\"notice\""),
            ("86", "860"),
        ] {
            let altered = sealed.text().replace(from, to);
            assert_ne!(altered, sealed.text());
            let why = SealedRecord::parse(&altered).unwrap().verify(&keys).unwrap_err();
            assert_eq!(why, Why::WrongSignature(key.id().clone()), "{from}");
        }
        let other_suite = sealed.text().replace("\"suite\":\"international\"", "\"suite\":\"sm\"");
        assert!(SealedRecord::parse(&other_suite).unwrap().verify(&keys).is_err());
    }

    #[test]
    fn a_text_in_another_form_is_refused_with_its_reason() {
        let key = key("issuer", Suite::International);
        let sealed = SealedRecord::seal(record(), &[&key]).unwrap();
        let parse = |text: &str| SealedRecord::parse(text).unwrap_err();
        let pretty = serde_json::from_str::<Value>(sealed.text()).unwrap();
        assert_eq!(parse(&serde_json::to_string_pretty(&pretty).unwrap()), NotASealedRecord::NotCanonicalForm);
        let twice = sealed.text().replace("\"area\":86", "\"area\":99,\"area\":86");
        assert_eq!(parse(&twice), NotASealedRecord::NotCanonicalForm);
        assert_eq!(parse(&sealed.text().replace("86", "86.0")), NotASealedRecord::NotCanonicalForm);
        assert_eq!(
            parse(&sealed.text().replace("record 1", "record 2")),
            NotASealedRecord::Format("tongban sealed record 2".to_owned())
        );
        assert!(matches!(parse(&sealed.text().replace("\"area\"", "area")), NotASealedRecord::Json(_)));
        let more = sealed.text().replace("\"schema\":1", "\"schema\":1,\"validity\":2");
        assert!(matches!(parse(&more), NotASealedRecord::Json(why) if why.contains("validity")));
        assert!(matches!(parse(&"[".repeat(100_000)), NotASealedRecord::Json(_)));
    }

    #[test]
    fn nobody_signs_twice_and_somebody_must() {
        let key = key("issuer", Suite::International);
        assert_eq!(SealedRecord::seal(record(), &[]), Err(CannotSeal::NoKey));
        assert_eq!(SealedRecord::seal(record(), &[&key, &key]), Err(CannotSeal::SignedTwice(key.id().clone())));
        let sealed = SealedRecord::seal(record(), &[&key]).unwrap();
        let again = text(&canonical(&record()).unwrap(), &[sealed.signatures(), sealed.signatures()].concat()).unwrap();
        let again = SealedRecord::parse(&again).unwrap();
        assert_eq!(again.verify(&[key.verifying_key().clone()]), Err(Why::SignedTwice(key.id().clone())));
    }

    #[test]
    fn a_payload_without_canonical_form_is_not_sealed() {
        let broken = Record { payload: json!({ "area": 86.5 }), ..record() };
        let refused = SealedRecord::seal(broken, &[&key("issuer", Suite::International)]);
        assert_eq!(refused, Err(CannotSeal::NotCanonical(NotCanonical::Fraction)));
    }

    proptest! {
        #[test]
        fn no_text_with_one_character_altered_is_believed(
            place in any::<prop::sample::Index>(), other in prop::sample::select(vec!['0', '1', 'a', '"', ',', '市', ' ']),
        ) {
            let key = key("issuer", Suite::International);
            let sealed = SealedRecord::seal(record(), &[&key]).unwrap();
            let mut letters: Vec<char> = sealed.text().chars().collect();
            let letter = letters.get_mut(place.index(sealed.text().chars().count())).unwrap();
            prop_assume!(*letter != other);
            *letter = other;
            let altered: String = letters.into_iter().collect();
            if let Ok(parsed) = SealedRecord::parse(&altered) {
                prop_assert!(parsed.verify(&[key.verifying_key().clone()]).is_err(), "{altered}");
            }
        }
    }
}
