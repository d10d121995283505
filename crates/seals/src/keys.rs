//! Keys that sign and keys that verify, of two suites: Ed25519 (RFC 8032) and SM2 with SM3
//! (GM/T 0003.2, GM/T 0004). A key has a name and an id made as in C2SP signed-note, and the text
//! forms of that specification. Where key files lie and whom to trust is decided elsewhere.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::Signer as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use sm2::dsa::signature::Verifier as _;
use zeroize::Zeroizing;

/// A suite of algorithms 密码套件.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Suite {
    /// Ed25519 (RFC 8032); a signature is the 64 bytes R, S.
    International,
    /// SM2 with SM3 商用密码 (GM/T 0003.2) and the default user id of GM/T 0009; a signature is the
    /// 64 bytes r, s. The nonce is derived as in RFC 6979, so that signing takes no chance.
    Sm,
}

/// The user id that GM/T 0009 section 10 gives to who has none.
const SM2_USER: &str = "1234567812345678";

impl Suite {
    /// What stands before the key in its encoding: the signature type of C2SP signed-note; SM2 has
    /// none, so it is the type 0xff with an unambiguous name.
    fn prefix(self) -> &'static [u8] {
        match self {
            Self::International => &[1],
            Self::Sm => b"\xffGM/T 0003.2 SM2 with SM3",
        }
    }

    fn split(bytes: &[u8]) -> Result<(Self, &[u8]), BadKey> {
        [Self::International, Self::Sm]
            .into_iter()
            .find_map(|suite| Some((suite, bytes.strip_prefix(suite.prefix())?)))
            .ok_or(BadKey::Algorithm)
    }
}

/// Which key: its name, and four bytes of the SHA-256 digest of name, suite and public key
/// (C2SP signed-note). Written `name+1a2b3c4d`. The bytes tell keys apart and prove nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId {
    name: Box<str>,
    hash: u32,
}

/// Why a text is not a key, or a key cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    #[error("a key's name is 1 to 200 bytes without spaces, plus signs and control characters")]
    Name,
    #[error("the text is not of the form `{0}`")]
    Form(&'static str),
    #[error("the key is of a kind of algorithm that is not known here")]
    Algorithm,
    #[error("the bytes are not a key of this algorithm")]
    Bytes,
    #[error("the key does not fit its own id: its text was altered")]
    OtherId,
}

/// A key that signs 签名私钥. Its secret is erased when it is dropped, and it is never printed.
pub struct SigningKey {
    secret: Secret,
    verifying: VerifyingKey,
}

enum Secret {
    Ed25519(ed25519_dalek::SigningKey),
    /// As bytes, because the scalar of `sm2` does not erase itself.
    Sm2(Zeroizing<[u8; 32]>),
}

/// A key that verifies 验签公钥.
#[derive(Debug, Clone)]
pub struct VerifyingKey {
    id: KeyId,
    public: Public,
}

#[derive(Debug, Clone)]
enum Public {
    Ed25519(ed25519_dalek::VerifyingKey),
    Sm2(Box<sm2::dsa::VerifyingKey>),
}

/// The signature is not that of this key on this message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature is not that of this key on this message")]
pub struct WrongSignature;

/// No signature came about. SM2 alone can meet numbers it has to refuse, once in 2^250 messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the key could not sign this message")]
pub struct CannotSign;

impl SigningKey {
    /// A new key from 32 bytes of chance, which are its secret.
    ///
    /// # Errors
    /// [`BadKey::Name`], or [`BadKey::Bytes`] when the chance is no secret of the suite: once in
    /// 2^32 for SM2, and then other chance is to be taken.
    pub fn generate(name: &str, suite: Suite, chance: [u8; 32]) -> Result<Self, BadKey> {
        let chance = Zeroizing::new(chance);
        let (secret, public) = match suite {
            Suite::International => {
                let key = ed25519_dalek::SigningKey::from_bytes(&chance);
                let public = Public::Ed25519(key.verifying_key());
                (Secret::Ed25519(key), public)
            }
            Suite::Sm => {
                let public = Public::Sm2(Box::new(sm2_key(&chance)?.verifying_key().clone()));
                (Secret::Sm2(chance), public)
            }
        };
        let id = KeyId::new(name, &public.encoded())?;
        Ok(Self { secret, verifying: VerifyingKey { id, public } })
    }

    #[must_use]
    pub fn id(&self) -> &KeyId {
        &self.verifying.id
    }

    #[must_use]
    pub fn verifying_key(&self) -> &VerifyingKey {
        &self.verifying
    }

    /// Signs a message: the same key and message give the same 64 bytes.
    ///
    /// # Errors
    /// [`CannotSign`], see there.
    pub fn sign(&self, message: &[u8]) -> Result<[u8; 64], CannotSign> {
        match &self.secret {
            Secret::Ed25519(key) => Ok(key.sign(message).to_bytes()),
            Secret::Sm2(secret) => {
                let key = sm2_key(secret).map_err(|_| CannotSign)?;
                let signature: sm2::dsa::Signature = key.try_sign(message).map_err(|_| CannotSign)?;
                Ok(signature.to_bytes().into())
            }
        }
    }

    /// `PRIVATE+KEY+name+1a2b3c4d+base64`, the text form that Go's note package introduced. Secret.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let secret: &[u8; 32] = match &self.secret {
            Secret::Ed25519(key) => key.as_bytes(),
            Secret::Sm2(secret) => secret,
        };
        let bytes = Zeroizing::new([self.verifying.suite().prefix(), secret].concat());
        let encoded = Zeroizing::new(STANDARD.encode(&*bytes));
        Zeroizing::new(format!("PRIVATE+KEY+{}+{}", self.id(), *encoded))
    }

    /// Reads what [`SigningKey::to_text`] wrote; space around it does not matter.
    ///
    /// # Errors
    /// [`BadKey`] says what is wrong, without repeating the text.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        const FORM: BadKey = BadKey::Form("PRIVATE+KEY+name+1a2b3c4d+base64");
        let rest = text.trim().strip_prefix("PRIVATE+KEY+").ok_or(FORM)?;
        let (id, encoded) = split_id(rest).ok_or(FORM)?;
        let bytes = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| FORM)?);
        let (suite, secret) = Suite::split(&bytes)?;
        let key = Self::generate(&id.name, suite, secret.try_into().map_err(|_| BadKey::Bytes)?)?;
        if *key.id() == id { Ok(key) } else { Err(BadKey::OtherId) }
    }
}

fn sm2_key(secret: &[u8; 32]) -> Result<sm2::dsa::SigningKey, BadKey> {
    sm2::dsa::SigningKey::from_slice(SM2_USER, secret).map_err(|_| BadKey::Bytes)
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.id())
    }
}

impl Public {
    fn suite(&self) -> Suite {
        match self {
            Self::Ed25519(_) => Suite::International,
            Self::Sm2(_) => Suite::Sm,
        }
    }

    /// The prefix of the suite and the key: 32 bytes, or the 65 of an uncompressed point (SEC 1
    /// section 2.3.3, GM/T 0003.1 section 4.2.9).
    fn encoded(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => [self.suite().prefix(), key.as_bytes()].concat(),
            Self::Sm2(key) => {
                use sm2::elliptic_curve::sec1::ToSec1Point as _;
                [self.suite().prefix(), key.to_sec1_point(false).as_bytes()].concat()
            }
        }
    }

    fn decode(bytes: &[u8]) -> Result<Self, BadKey> {
        match Suite::split(bytes)? {
            (Suite::International, key) => {
                let key = ed25519_dalek::VerifyingKey::try_from(key).map_err(|_| BadKey::Bytes)?;
                if key.is_weak() { Err(BadKey::Bytes) } else { Ok(Self::Ed25519(key)) }
            }
            (Suite::Sm, key) if key.len() == 65 => {
                let key = sm2::dsa::VerifyingKey::from_sec1_bytes(SM2_USER, key).map_err(|_| BadKey::Bytes)?;
                Ok(Self::Sm2(Box::new(key)))
            }
            (Suite::Sm, _) => Err(BadKey::Bytes),
        }
    }
}

impl VerifyingKey {
    #[must_use]
    pub fn id(&self) -> &KeyId {
        &self.id
    }

    #[must_use]
    pub fn suite(&self) -> Suite {
        self.public.suite()
    }

    /// Whether `signature` is that of this key on `message`. Ed25519 is verified strictly: keys and
    /// points of small order and non-canonical numbers are refused (RFC 8032 section 5.1.7).
    ///
    /// # Errors
    /// [`WrongSignature`] for anything else, a wrong length too.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), WrongSignature> {
        let signature: &[u8; 64] = signature.try_into().map_err(|_| WrongSignature)?;
        match &self.public {
            Public::Ed25519(key) => key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)),
            Public::Sm2(key) => sm2::dsa::Signature::from_slice(signature).and_then(|it| key.verify(message, &it)),
        }
        .map_err(|_| WrongSignature)
    }
}

/// `name+1a2b3c4d+base64` (C2SP signed-note, verifier keys).
impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}", self.id, STANDARD.encode(self.public.encoded()))
    }
}

impl FromStr for VerifyingKey {
    type Err = BadKey;

    /// Space around the text does not matter.
    fn from_str(text: &str) -> Result<Self, BadKey> {
        const FORM: BadKey = BadKey::Form("name+1a2b3c4d+base64");
        let (id, encoded) = split_id(text.trim()).ok_or(FORM)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| FORM)?;
        let public = Public::decode(&bytes)?;
        if KeyId::new(&id.name, &bytes)? == id { Ok(Self { id, public }) } else { Err(BadKey::OtherId) }
    }
}

fn split_id(text: &str) -> Option<(KeyId, &str)> {
    let (name, rest) = text.split_once('+')?;
    let (hash, encoded) = rest.split_once('+')?;
    Some((KeyId { name: name.into(), hash: key_hash(hash)? }, encoded))
}

/// Eight lower-case hexadecimal digits.
fn key_hash(text: &str) -> Option<u32> {
    let digits = text.len() == 8 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    digits.then(|| u32::from_str_radix(text, 16).ok()).flatten()
}

impl KeyId {
    fn new(name: &str, encoded: &[u8]) -> Result<Self, BadKey> {
        check_name(name)?;
        let digest = Sha256::new().chain_update(name).chain_update(b"\n").chain_update(encoded).finalize();
        let hash = digest.first_chunk::<4>().map_or(0, |first| u32::from_be_bytes(*first));
        Ok(Self { name: name.into(), hash })
    }

    /// Of a signature line, where the hash stands apart.
    pub(crate) fn from_parts(name: &str, hash: u32) -> Result<Self, BadKey> {
        check_name(name)?;
        Ok(Self { name: name.into(), hash })
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn hash(&self) -> u32 {
        self.hash
    }
}

fn check_name(name: &str) -> Result<(), BadKey> {
    let bad = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '+';
    if name.is_empty() || name.len() > 200 || name.contains(bad) { Err(BadKey::Name) } else { Ok(()) }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{:08x}", self.name, self.hash)
    }
}

impl FromStr for KeyId {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        const FORM: BadKey = BadKey::Form("name+1a2b3c4d");
        let (name, hash) = text.split_once('+').ok_or(FORM)?;
        Self::from_parts(name, key_hash(hash).ok_or(FORM)?)
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for KeyId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for KeyId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "KeyId".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[^+\\s]+\\+[0-9a-f]{8}$" })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    const SUITES: [Suite; 2] = [Suite::International, Suite::Sm];

    fn bytes<const N: usize>(text: &str) -> [u8; N] {
        hex::decode(text).unwrap().try_into().unwrap()
    }

    #[test]
    fn the_international_suite_signs_as_test_1_of_rfc_8032() {
        let secret = bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        let key = SigningKey::generate("test", Suite::International, secret).unwrap();
        let signature = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
        assert_eq!(hex::encode(key.sign(b"").unwrap()), signature);
        assert_eq!(key.verifying_key().verify(b"", &bytes::<64>(signature)), Ok(()));
    }

    #[test]
    fn the_sm_suite_has_the_key_and_signature_of_the_example_in_gbt_32918_5() {
        let secret = bytes("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
        let key = SigningKey::generate("test", Suite::Sm, secret).unwrap();
        let public = "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13";
        assert!(hex::encode(key.verifying_key().public.encoded()).ends_with(public));
        let r = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3";
        let s = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";
        let signature = bytes::<64>(&format!("{r}{s}"));
        assert_eq!(key.verifying_key().verify(b"message digest", &signature), Ok(()));
        assert_eq!(key.verifying_key().verify(b"message digest.", &signature), Err(WrongSignature));
    }

    #[test]
    fn the_texts_of_keys_are_those_of_the_go_note_package() {
        let text = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
        let key = SigningKey::parse(&format!("{text}\n")).unwrap();
        assert_eq!(*key.to_text(), text);
        let verifying = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        assert_eq!(key.verifying_key().to_string(), verifying);
        assert_eq!(verifying.parse::<VerifyingKey>().unwrap().id(), key.id());
        assert_eq!(format!("{key:?}"), "SigningKey(PeterNeumann+c74f20a3)");
    }

    #[test]
    fn a_text_that_is_no_key_is_refused_with_its_reason() {
        let wrong = |text: &str| text.parse::<VerifyingKey>().unwrap_err();
        let form = BadKey::Form("name+1a2b3c4d+base64");
        assert_eq!(wrong(""), form);
        assert_eq!(wrong("Peter+C74F20A3+ARpc"), form);
        assert_eq!(wrong("PeterNeumann+c74f20a3+ARpc2Q*"), form);
        assert_eq!(wrong("PeterNeumann+c74f20a3+ARpc"), BadKey::Bytes);
        assert_eq!(wrong("PeterNeumann+c74f20a3+AhpcAAAA"), BadKey::Algorithm);
        let key = "c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        assert_eq!(wrong(&format!("PeterOther+{key}")), BadKey::OtherId);
        assert_eq!(wrong(&format!("Peter Neumann+{key}")), BadKey::Name);
        let weak = STANDARD.encode([[1].as_slice(), &[0; 32]].concat());
        assert_eq!(wrong(&format!("PeterNeumann+c74f20a3+{weak}")), BadKey::Bytes);
        let secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFy";
        assert_eq!(SigningKey::parse(secret).unwrap_err(), BadKey::OtherId);
        assert_eq!(SigningKey::generate("", Suite::International, [1; 32]).unwrap_err(), BadKey::Name);
        assert_eq!(SigningKey::generate("sm", Suite::Sm, [255; 32]).unwrap_err(), BadKey::Bytes);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn a_signature_holds_for_its_key_and_message_alone(
            secret in prop::array::uniform32(1_u8..255),
            message in prop::collection::vec(any::<u8>(), 1..100),
            place in any::<prop::sample::Index>(),
        ) {
            for suite in SUITES {
                let key = SigningKey::generate("市民政局", suite, secret).unwrap();
                let verifying: VerifyingKey = key.verifying_key().to_string().parse().unwrap();
                prop_assert_eq!(verifying.suite(), suite);
                let parsed = SigningKey::parse(&key.to_text()).unwrap();
                let signature = key.sign(&message).unwrap();
                prop_assert_eq!(parsed.sign(&message).unwrap(), signature);
                prop_assert_eq!(verifying.verify(&message, &signature), Ok(()));

                let mut altered = message.clone();
                *altered.get_mut(place.index(message.len())).unwrap() ^= 1;
                prop_assert_eq!(verifying.verify(&altered, &signature), Err(WrongSignature));
                let mut altered = signature;
                *altered.get_mut(place.index(64)).unwrap() ^= 1;
                prop_assert_eq!(verifying.verify(&message, &altered), Err(WrongSignature));
                prop_assert_eq!(verifying.verify(&message, signature.get(..63).unwrap()), Err(WrongSignature));
                let other = SigningKey::generate("市民政局", suite, [7; 32]).unwrap();
                prop_assert_ne!(other.id(), key.id());
                prop_assert_eq!(other.verifying_key().verify(&message, &signature), Err(WrongSignature));
            }
        }
    }
}
