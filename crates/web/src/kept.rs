//! What was typed when a session ended: sealed in this process under a key that only the browser's
//! cookie holds, for thirty minutes, and shown again on the form's page after sign-in. Files are
//! not kept here.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Nonce, Payload},
};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Seconds that it is kept.
pub(crate) const SECONDS: u32 = 30 * 60;
/// Bytes of all that is kept in this process.
const MOST: usize = 16 << 20;

/// A form that could not be taken.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The page that shows the form.
    pub page: String,
    /// Where it was sent.
    pub action: String,
    pub fields: Vec<(String, String)>,
}

/// All that is kept, unreadable without the cookies.
#[derive(Default)]
pub(crate) struct Keeper(Mutex<HashMap<[u8; 16], Sealed>>);

struct Sealed {
    until: Timestamp,
    bytes: Vec<u8>,
}

impl Keeper {
    /// Seals `kept` under a fresh key and gives the cookie's value; nothing when there is no room.
    pub fn keep(&self, kept: &Kept, key: [u8; 32], now: Timestamp) -> Option<String> {
        let plain = serde_json::to_vec(kept).ok()?;
        let (name, cipher) = open(&key);
        // The key is used once, so a fixed nonce is never repeated under it.
        let bytes = cipher.encrypt(&Nonce::<ChaCha20Poly1305>::default(), Payload { msg: &plain, aad: &name }).ok()?;
        let mut all = self.0.lock().ok()?;
        all.retain(|_, sealed| sealed.until > now);
        let size: usize = all.values().map(|sealed| sealed.bytes.len()).sum();
        if size + bytes.len() > MOST {
            return None;
        }
        all.insert(name, Sealed { until: now.plus_millis(i64::from(SECONDS) * 1000), bytes });
        Some(crate::hex(&key))
    }

    /// What is kept under this cookie.
    pub fn find(&self, cookie: &str, now: Timestamp) -> Option<Arc<Kept>> {
        let (name, cipher) = open(&crate::unhex(cookie)?);
        let bytes = {
            let all = self.0.lock().ok()?;
            all.get(&name).filter(|sealed| sealed.until > now)?.bytes.clone()
        };
        let plain = cipher.decrypt(&Nonce::<ChaCha20Poly1305>::default(), Payload { msg: &bytes, aad: &name }).ok()?;
        serde_json::from_slice(&plain).ok().map(Arc::new)
    }

    pub fn forget(&self, cookie: &str) {
        if let (Some(key), Ok(mut all)) = (crate::unhex(cookie), self.0.lock()) {
            all.remove(&open(&key).0);
        }
    }
}

/// The entry's name and cipher, both from the key.
fn open(key: &[u8; 32]) -> ([u8; 16], ChaCha20Poly1305) {
    let digest = Sha256::digest(key);
    let mut name = [0; 16];
    for (to, from) in name.iter_mut().zip(digest) {
        *to = from;
    }
    (name, ChaCha20Poly1305::new(key.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_found_with_its_cookie_for_thirty_minutes() {
        let keeper = Keeper::default();
        let kept = Kept { page: "/a".into(), action: "/a".into(), fields: vec![("x".into(), "y".into())] };
        let now = Timestamp(1_000_000);
        let cookie = keeper.keep(&kept, [7; 32], now).unwrap();
        assert_eq!(keeper.find(&cookie, now.plus_minutes(29)).unwrap().fields, kept.fields);
        assert!(keeper.find(&cookie, now.plus_minutes(31)).is_none());
        assert!(keeper.find(&"0".repeat(64), now).is_none());
        assert!(keeper.find("x", now).is_none());
        keeper.forget(&cookie);
        assert!(keeper.find(&cookie, now).is_none());
    }
}
