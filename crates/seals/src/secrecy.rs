//! Secrecy of personal fields: one key per person, wrapped under the master key, so that
//! destroying a person's wrapped key makes all that was sealed with it unreadable 密钥销毁即删除.
//! Sealing is XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha, on RFC 8439). Beside it blind indexes
//! to find a sealed value by, and salted commitments that stand in the journal for content. Where
//! keys and salts are kept is the store's affair.

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::digest::{Digest, digest_parts};

/// The first byte of all that is sealed here: XChaCha20-Poly1305. Another algorithm takes another.
const XCHACHA: u8 = 1;
/// Bytes that sealing adds to a field: the first byte, the nonce and the tag.
pub const OVERHEAD: usize = 1 + 24 + 16;

/// The platform's master key 主密钥. It opens person keys and makes blind indexes, each by a key
/// of its own derived with HMAC-SHA256 (as HKDF-Expand of RFC 5869 does for one block).
pub struct MasterKey {
    wrapping: Zeroizing<[u8; 32]>,
    indexing: Zeroizing<[u8; 32]>,
    id: [u8; 4],
}

/// The key of one person 个人密钥.
pub struct PersonKey(Zeroizing<[u8; 32]>);

/// Why something sealed cannot be opened, or not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the sealed bytes are too short or of an unknown kind")]
    Form,
    #[error("the key was wrapped under another master key")]
    OtherMaster,
    #[error("the key, the place or the sealed bytes are not those of the sealing")]
    Altered,
    #[error("there is too much to seal")]
    TooLong,
}

impl MasterKey {
    /// From 32 bytes of chance, which must be kept outside the database.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        let secret = Zeroizing::new(secret);
        let derive = |label: &[u8]| mac(&secret, &[label]);
        let id = derive(b"tongban master id v1");
        let wrapping = Zeroizing::new(derive(b"tongban wrapping v1"));
        let indexing = Zeroizing::new(derive(b"tongban blind index v1"));
        let [a, b, c, d, ..] = id;
        Self { wrapping, indexing, id: [a, b, c, d] }
    }

    /// Four bytes that tell master keys apart; they stand before each wrapped key, so that a
    /// master key can be replaced step by step.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// A person's key under this master key. `person` is the person's id: a wrapped key opens only
    /// for whom it was made. The nonce is 24 bytes of chance, never used again.
    ///
    /// # Errors
    /// None that a key of 32 bytes can meet; the cipher's refusal is passed on.
    pub fn wrap(&self, key: &PersonKey, person: &str, nonce: [u8; 24]) -> Result<Vec<u8>, Unreadable> {
        let sealed = seal(&self.wrapping, b"tongban person key v1", person.as_bytes(), &*key.0, nonce)?;
        Ok([self.id.as_slice(), &sealed].concat())
    }

    /// Opens what [`MasterKey::wrap`] made.
    ///
    /// # Errors
    /// [`Unreadable`] when it is of another master key, another person, or altered.
    pub fn unwrap(&self, wrapped: &[u8], person: &str) -> Result<PersonKey, Unreadable> {
        let (id, sealed) = wrapped.split_first_chunk::<4>().ok_or(Unreadable::Form)?;
        if *id != self.id {
            return Err(Unreadable::OtherMaster);
        }
        let opened = open(&self.wrapping, b"tongban person key v1", person.as_bytes(), sealed)?;
        let opened = Zeroizing::new(opened);
        let bytes = opened.as_slice().try_into().map_err(|_| Unreadable::Form)?;
        Ok(PersonKey(Zeroizing::new(bytes)))
    }
}

impl PersonKey {
    /// From 32 bytes of chance.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        Self(Zeroizing::new(secret))
    }
}

/// Seals a field. `place` names where it belongs (table, column, row), so that a sealed field
/// moved elsewhere does not open. The nonce is 24 bytes of chance, never used again with this key.
///
/// # Errors
/// [`Unreadable::TooLong`] beyond 256 GiB.
pub fn seal_field(key: &PersonKey, place: &[u8], plain: &[u8], nonce: [u8; 24]) -> Result<Vec<u8>, Unreadable> {
    seal(&key.0, b"tongban field v1", place, plain, nonce)
}

/// Opens what [`seal_field`] made.
///
/// # Errors
/// [`Unreadable`] when key, place or bytes are not those of the sealing.
pub fn open_field(key: &PersonKey, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
    open(&key.0, b"tongban field v1", place, sealed)
}

/// A blind index 盲索引: equal values in one context give equal bytes, and without the master key
/// nobody can try values out. HMAC-SHA256 (RFC 2104) of context and value. Bring `value` to one
/// form before.
#[must_use]
pub fn blind_index(master: &MasterKey, context: &str, value: &[u8]) -> Digest {
    let length = (context.len() as u64).to_be_bytes();
    Digest(mac(&master.indexing, &[&length, context.as_bytes(), value]))
}

/// A salted commitment 加盐承诺: stands in the journal for personal content. Whoever has salt and
/// content can show that they are what was meant; when the salt is destroyed, nobody can try
/// contents out.
#[must_use]
pub fn commitment(salt: &[u8; 32], content: &[u8]) -> Digest {
    digest_parts(&[b"tongban commitment v1", salt, content])
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key of a whole block: HMAC fills a shorter one up with zeros (RFC 2104 section 2).
    let mut block = Zeroizing::new([0; 64]);
    for (place, byte) in block.iter_mut().zip(key) {
        *place = *byte;
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// What is authenticated beside the sealed bytes: the use, its length in one byte, the place.
fn associated(label: &[u8], place: &[u8]) -> Vec<u8> {
    [&[u8::try_from(label.len()).unwrap_or(u8::MAX)], label, place].concat()
}

fn seal(key: &[u8; 32], label: &[u8], place: &[u8], plain: &[u8], nonce: [u8; 24]) -> Result<Vec<u8>, Unreadable> {
    let aad = associated(label, place);
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
        .map_err(|_| Unreadable::TooLong)?;
    Ok([&[XCHACHA], nonce.as_slice(), &sealed].concat())
}

fn open(key: &[u8; 32], label: &[u8], place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let Some(([XCHACHA], rest)) = sealed.split_first_chunk::<1>() else { return Err(Unreadable::Form) };
    let (nonce, rest) = rest.split_first_chunk::<24>().ok_or(Unreadable::Form)?;
    let aad = associated(label, place);
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: rest, aad: &aad })
        .map_err(|_| Unreadable::Altered)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn master() -> MasterKey {
        MasterKey::new([1; 32])
    }

    #[test]
    fn a_wrapped_key_opens_for_its_person_under_its_master_alone() {
        let key = PersonKey::new([9; 32]);
        let wrapped = master().wrap(&key, "person_1", [3; 24]).unwrap();
        assert_eq!(*master().unwrap(&wrapped, "person_1").unwrap().0, [9; 32]);
        assert_eq!(master().unwrap(&wrapped, "person_2").err(), Some(Unreadable::Altered));
        assert_eq!(MasterKey::new([2; 32]).unwrap(&wrapped, "person_1").err(), Some(Unreadable::OtherMaster));
        assert_eq!(master().unwrap(b"abc", "person_1").err(), Some(Unreadable::Form));
        assert!(!wrapped.windows(8).any(|window| window == [9; 8]));
    }

    #[test]
    fn a_wrapped_key_is_no_field_and_a_field_no_wrapped_key() {
        let same = PersonKey(master().wrapping);
        let wrapped = master().wrap(&PersonKey::new([9; 32]), "x", [3; 24]).unwrap();
        assert_eq!(open_field(&same, b"x", wrapped.get(4..).unwrap()), Err(Unreadable::Altered));
    }

    #[test]
    fn an_unknown_kind_of_sealing_is_told_apart_from_altered_bytes() {
        let key = PersonKey::new([9; 32]);
        let mut sealed = seal_field(&key, b"place", b"plain", [3; 24]).unwrap();
        *sealed.first_mut().unwrap() = 2;
        assert_eq!(open_field(&key, b"place", &sealed), Err(Unreadable::Form));
        assert_eq!(open_field(&key, b"place", &[]), Err(Unreadable::Form));
        assert_eq!(open_field(&key, b"place", &[1; 20]), Err(Unreadable::Form));
        assert_eq!(open_field(&key, b"place", &[1; 30]), Err(Unreadable::Altered));
    }

    #[test]
    fn a_blind_index_depends_on_master_context_and_value() {
        let index = blind_index(&master(), "citizen", b"110101199003070011");
        assert_eq!(index, blind_index(&master(), "citizen", b"110101199003070011"));
        assert_ne!(index, blind_index(&master(), "citizen", b"110101199003070012"));
        assert_ne!(index, blind_index(&master(), "citize", b"n110101199003070011"));
        assert_ne!(index, blind_index(&MasterKey::new([2; 32]), "citizen", b"110101199003070011"));
    }

    #[test]
    fn a_commitment_depends_on_salt_and_content() {
        assert_eq!(commitment(&[1; 32], b"x"), commitment(&[1; 32], b"x"));
        assert_ne!(commitment(&[1; 32], b"x"), commitment(&[2; 32], b"x"));
        assert_ne!(commitment(&[1; 32], b"x"), commitment(&[1; 32], b"y"));
    }

    proptest! {
        #[test]
        fn the_mac_is_the_hmac_of_any_other_implementation(key in any::<[u8; 32]>(), left: Vec<u8>, right: Vec<u8>) {
            let mut expected = Hmac::<Sha256>::new_from_slice(&key).unwrap();
            expected.update(&[left.clone(), right.clone()].concat());
            prop_assert_eq!(&mac(&key, &[&left, &right])[..], &expected.finalize().into_bytes()[..]);
        }

        #[test]
        fn a_field_opens_with_its_key_at_its_place_unaltered_alone(
            secret in any::<[u8; 32]>(),
            nonce in prop::array::uniform24(any::<u8>()),
            place: Vec<u8>,
            plain: Vec<u8>,
            pick in any::<prop::sample::Index>(),
        ) {
            let key = PersonKey::new(secret);
            let sealed = seal_field(&key, &place, &plain, nonce).unwrap();
            prop_assert_eq!(sealed.len(), plain.len() + OVERHEAD);
            prop_assert_eq!(open_field(&key, &place, &sealed), Ok(plain));

            let mut altered = sealed.clone();
            *altered.get_mut(pick.index(sealed.len())).unwrap() ^= 1;
            prop_assert!(open_field(&key, &place, &altered).is_err());
            prop_assert!(open_field(&key, &place, sealed.get(..pick.index(sealed.len())).unwrap()).is_err());
            let elsewhere = [place.as_slice(), b"."].concat();
            prop_assert_eq!(open_field(&key, &elsewhere, &sealed), Err(Unreadable::Altered));
            let mut other = secret;
            *other.last_mut().unwrap() ^= 1;
            prop_assert_eq!(open_field(&PersonKey::new(other), &place, &sealed), Err(Unreadable::Altered));
        }
    }
}
