//! What makes the state's word provable: digests, the Merkle tree of the journal, signed
//! checkpoints, keys and signatures, sealed records 签章记录, secrecy of personal fields, and
//! one-time tokens. Everything here is pure: keys, moments and chance are parameters, and files
//! are read and written elsewhere.

pub mod canonical;
pub mod checkpoint;
pub mod digest;
pub mod keys;
pub mod merkle;
mod note;
pub mod sealed_record;
pub mod secrecy;
pub mod token;

pub use canonical::{NotCanonical, canonical};
pub use checkpoint::Checkpoint;
pub use digest::{Digest, digest, digest_of, digest_parts};
pub use keys::{KeyId, SigningKey, Suite, VerifyingKey};
pub use merkle::{Frontier, LeafHash, TreeHead, leaf_hash};
pub use sealed_record::SealedRecord;
pub use secrecy::{MasterKey, PersonKey};
