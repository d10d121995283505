//! Checkpoints of the journal (C2SP tlog-checkpoint): which log, how many entries, which root and
//! when, signed as a note. A checkpoint kept outside the database is what the journal is later
//! measured by. Where they are kept is decided elsewhere.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use kernel::Timestamp;

use crate::{
    digest::Digest,
    keys::{CannotSign, KeyId, SigningKey, VerifyingKey},
    merkle::TreeHead,
    note,
};

pub use crate::note::BadNote;

/// A signed statement about the journal 检查点.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: the first line, a name that no other log has.
    pub origin: String,
    pub head: TreeHead,
    /// When it was signed; the extension line `timestamp` in milliseconds since 1970 UTC.
    pub at: Timestamp,
}

/// A checkpoint whose signatures hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub checkpoint: Checkpoint,
    /// Who of the known keys signed, at least one.
    pub signed_by: Vec<KeyId>,
}

/// Why a text is not a checkpoint of this log that a known key vouches for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCheckpoint {
    #[error("not a signed note: {0}")]
    Note(#[from] BadNote),
    #[error("it is a checkpoint of `{found}`, not of `{wanted}`")]
    OtherOrigin { found: String, wanted: String },
    #[error("line 2 is not a size: a decimal number without leading zeros")]
    Size,
    #[error("line 3 is not a root: 32 bytes in base64")]
    Root,
    #[error("there is not exactly one line `timestamp` with milliseconds since 1970")]
    Timestamp,
}

/// Why a checkpoint cannot be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsignable {
    #[error("the origin is not one line of text without control characters")]
    Origin,
    #[error("a checkpoint needs at least one key")]
    NoKey,
    #[error(transparent)]
    CannotSign(#[from] CannotSign),
}

impl Checkpoint {
    /// The signed text, with one signature line a key.
    ///
    /// # Errors
    /// [`Unsignable`] for an origin that is no single line, no key, or a key that fails.
    pub fn sign(&self, keys: &[&SigningKey]) -> Result<String, Unsignable> {
        if self.origin.is_empty() || self.origin.contains(char::is_control) {
            return Err(Unsignable::Origin);
        }
        if keys.is_empty() {
            return Err(Unsignable::NoKey);
        }
        Ok(note::sign(&self.body(), keys)?)
    }

    fn body(&self) -> String {
        let root = STANDARD.encode(self.head.root.0);
        format!("{}\n{}\n{root}\ntimestamp {}\n", self.origin, self.head.size, self.at.0)
    }

    /// Reads a signed text and verifies it: at least one of `keys` signed it, none of them wrongly,
    /// and it is of the log `origin`. Extension lines of others are passed over.
    ///
    /// # Errors
    /// [`BadCheckpoint`] says what is wrong, signatures first: an unsigned text is not looked into.
    pub fn open(text: &str, origin: &str, keys: &[VerifyingKey]) -> Result<Opened, BadCheckpoint> {
        let (body, signed_by) = note::open(text, keys)?;
        let mut lines = body.lines();
        let found = lines.next().unwrap_or_default();
        if found != origin {
            return Err(BadCheckpoint::OtherOrigin { found: found.to_owned(), wanted: origin.to_owned() });
        }
        let size = lines.next().and_then(decimal).ok_or(BadCheckpoint::Size)?;
        let root = lines.next().and_then(|line| STANDARD.decode(line).ok()).ok_or(BadCheckpoint::Root)?;
        let root = Digest::try_from(root.as_slice()).map_err(|_| BadCheckpoint::Root)?;
        let mut stamps = lines.filter_map(|line| line.strip_prefix("timestamp "));
        let (Some(stamp), None) = (stamps.next(), stamps.next()) else { return Err(BadCheckpoint::Timestamp) };
        let at = decimal(stamp).ok_or(BadCheckpoint::Timestamp)?;
        let at = Timestamp(i64::try_from(at).map_err(|_| BadCheckpoint::Timestamp)?);
        let checkpoint = Self { origin: origin.to_owned(), head: TreeHead { size, root }, at };
        Ok(Opened { checkpoint, signed_by })
    }
}

/// A decimal number in its only form: digits alone, no leading zero.
fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{keys::Suite, merkle::leaf_hash};

    const ORIGIN: &str = "tongban.example/journal";

    fn key(name: &str, suite: Suite) -> SigningKey {
        SigningKey::generate(name, suite, [7; 32]).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        let head = TreeHead { size: 42, root: leaf_hash(b"entry").0 };
        Checkpoint { origin: ORIGIN.to_owned(), head, at: Timestamp(1_795_190_399_000) }
    }

    /// A note of any text, signed well.
    fn signed(body: &str) -> Result<Opened, BadCheckpoint> {
        let key = key(ORIGIN, Suite::International);
        Checkpoint::open(&note::sign(body, &[&key]).unwrap(), ORIGIN, &[key.verifying_key().clone()])
    }

    #[test]
    fn a_checkpoint_reads_back_with_whoever_of_the_known_keys_signed() {
        let (first, second) = (key(ORIGIN, Suite::International), key("witness", Suite::Sm));
        let text = checkpoint().sign(&[&first, &second]).unwrap();
        assert!(text.starts_with("tongban.example/journal\n42\n2cLWa1Is"), "{text}");
        assert!(text.contains("=\ntimestamp 1795190399000\n\n\u{2014} tongban.example/journal "), "{text}");
        for (keys, signed_by) in [
            (vec![first.verifying_key().clone()], vec![first.id().clone()]),
            (vec![second.verifying_key().clone()], vec![second.id().clone()]),
            (
                vec![second.verifying_key().clone(), first.verifying_key().clone()],
                vec![first.id().clone(), second.id().clone()],
            ),
        ] {
            assert_eq!(Checkpoint::open(&text, ORIGIN, &keys), Ok(Opened { checkpoint: checkpoint(), signed_by }));
        }
    }

    #[test]
    fn a_key_that_is_not_known_does_not_vouch() {
        let text = checkpoint().sign(&[&key("stranger", Suite::International)]).unwrap();
        let known = key(ORIGIN, Suite::International).verifying_key().clone();
        let refused = Checkpoint::open(&text, ORIGIN, &[known]).unwrap_err();
        assert!(refused.to_string().contains("it names stranger+"), "{refused}");
    }

    #[test]
    fn a_checkpoint_of_another_log_is_refused() {
        let key = key(ORIGIN, Suite::International);
        let text = checkpoint().sign(&[&key]).unwrap();
        let refused = Checkpoint::open(&text, "other.example", &[key.verifying_key().clone()]);
        assert_eq!(
            refused,
            Err(BadCheckpoint::OtherOrigin { found: ORIGIN.to_owned(), wanted: "other.example".to_owned() })
        );
    }

    #[test]
    fn each_line_that_is_wrong_is_named() {
        let root = STANDARD.encode([1; 32]);
        let short = STANDARD.encode([1; 31]);
        for size in ["", "042", "+42", "-1", "4 2", "99999999999999999999"] {
            assert_eq!(signed(&format!("{ORIGIN}\n{size}\n{root}\ntimestamp 1\n")), Err(BadCheckpoint::Size));
        }
        for root in ["", short.as_str(), "not base64"] {
            assert_eq!(signed(&format!("{ORIGIN}\n1\n{root}\ntimestamp 1\n")), Err(BadCheckpoint::Root));
        }
        for rest in ["", "timestamp x\n", "timestamp 01\n", "timestamp 1\ntimestamp 2\n", "time 1\n"] {
            assert_eq!(signed(&format!("{ORIGIN}\n1\n{root}\n{rest}")), Err(BadCheckpoint::Timestamp));
        }
        assert!(signed(&format!("{ORIGIN}\n1\n{root}\nother line\ntimestamp 1\n")).is_ok());
    }

    #[test]
    fn a_note_out_of_shape_is_refused_with_its_reason() {
        let key = key(ORIGIN, Suite::International);
        let text = checkpoint().sign(&[&key]).unwrap();
        let open = |text: &str| match Checkpoint::open(text, ORIGIN, &[key.verifying_key().clone()]) {
            Err(BadCheckpoint::Note(why)) => why,
            other => unreachable!("{other:?}"),
        };
        let (body, line) = text.split_once("\n\n").unwrap();
        assert_eq!(open(&text.replace('\n', "\r\n")), BadNote::ControlCharacter);
        assert_eq!(open(text.trim_end()), BadNote::Unfinished);
        assert_eq!(open(&format!("{body}\n")), BadNote::NoSignatures);
        assert_eq!(open(&format!("{body}\n\n")), BadNote::NoSignatures);
        assert_eq!(open(&format!("{text}- x y\n")), BadNote::SignatureLine(2));
        assert_eq!(open(&format!("{text}{line}")), BadNote::SignedTwice(key.id().clone()));
        assert_eq!(open(&text.replace("\n42\n", "\n41\n")), BadNote::WrongSignature(key.id().clone()));
        let strangers = "\u{2014} stranger AAAAAAAA\n".repeat(100);
        assert_eq!(open(&format!("{text}{strangers}")), BadNote::TooManySignatures);
    }

    #[test]
    fn what_cannot_be_read_back_is_not_signed() {
        let key = key(ORIGIN, Suite::International);
        for origin in ["", "two\nlines"] {
            let checkpoint = Checkpoint { origin: origin.to_owned(), ..checkpoint() };
            assert_eq!(checkpoint.sign(&[&key]), Err(Unsignable::Origin));
        }
        assert_eq!(checkpoint().sign(&[]), Err(Unsignable::NoKey));
    }

    proptest! {
        #[test]
        fn no_text_with_one_character_altered_opens(
            place in any::<prop::sample::Index>(), other in prop::sample::select(vec!['0', '1', 'a', 'B', '+', ' ', '\n']),
        ) {
            let key = key(ORIGIN, Suite::International);
            let text = checkpoint().sign(&[&key]).unwrap();
            let mut letters: Vec<char> = text.chars().collect();
            let letter = letters.get_mut(place.index(text.chars().count())).unwrap();
            prop_assume!(*letter != other);
            *letter = other;
            let altered: String = letters.into_iter().collect();
            prop_assert!(Checkpoint::open(&altered, ORIGIN, &[key.verifying_key().clone()]).is_err(), "{altered}");
        }

        #[test]
        fn no_text_makes_opening_stumble(text in any::<String>()) {
            let key = key(ORIGIN, Suite::International);
            prop_assert!(Checkpoint::open(&text, ORIGIN, &[key.verifying_key().clone()]).is_err());
            let _ = signed(&format!("{ORIGIN}\n{text}\n"));
        }
    }
}
