//! Keys that sign and keys that verify, of two suites: Ed25519 (RFC 8032) and SM2 with SM3
//! (GM/T 0003.2, GM/T 0004). A key has a name and an id made as in C2SP signed-note, and the text
//! forms of that specification. Where key files lie and whom to trust is decided elsewhere.

use std::{fmt, str::FromStr};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::Signer as _;
use serde::{Deserialize, Serialize};
use sm2::dsa::signature::Verifier as _;
use zeroize::Zeroizing;

mod id;

pub use id::KeyId;

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
        let (id, encoded) = split_id(rest, FORM)?;
        let bytes = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| FORM)?);
        let (suite, secret) = Suite::split(&bytes)?;
        let key = Self::generate(id.name(), suite, secret.try_into().map_err(|_| BadKey::Bytes)?)?;
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
        let (id, encoded) = split_id(text.trim(), FORM)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| FORM)?;
        let public = Public::decode(&bytes)?;
        if KeyId::new(id.name(), &bytes)? == id { Ok(Self { id, public }) } else { Err(BadKey::OtherId) }
    }
}

/// The id and the base64 behind it, which may hold plus signs itself.
fn split_id(text: &str, form: BadKey) -> Result<(KeyId, &str), BadKey> {
    let (name, rest) = text.split_once('+').ok_or(form)?;
    let (hash, encoded) = rest.split_once('+').ok_or(form)?;
    let id = text.get(..name.len() + 1 + hash.len()).ok_or(form)?.parse();
    Ok((id.map_err(|why| if why == BadKey::Name { why } else { form })?, encoded))
}

#[cfg(test)]
mod tests;
