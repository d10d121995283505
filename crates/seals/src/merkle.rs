//! The Merkle tree of RFC 6962 section 2 (the same as RFC 9162 section 2.1) that the journal
//! grows in batches: hashes, the growing right edge, and the tiles of C2SP tlog-tiles in which a
//! store keeps inner nodes. Proofs are in `merkle::proof`. Storage is elsewhere: a full tile's
//! root is handed out when it is complete, and tiles are read back through a function.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::digest::Digest;

mod proof;

pub use proof::{ConsistencyProof, InclusionProof, ProofFailed, Prover, Unprovable};

/// The hash of a journal entry as a leaf of the tree. It is not the digest of the entry: RFC 6962
/// puts the byte 0 before a leaf and the byte 1 before a node, so that neither passes for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct LeafHash(pub Digest);

/// SHA-256 of the byte 0 and the entry (RFC 6962 section 2.1).
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> LeafHash {
    LeafHash(Digest(Sha256::new().chain_update([0]).chain_update(entry).finalize().into()))
}

/// SHA-256 of the byte 1 and both children (RFC 6962 section 2.1).
#[must_use]
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut node = [1; 65];
    for (place, byte) in node.iter_mut().skip(1).zip(left.0.iter().chain(&right.0)) {
        *place = *byte;
    }
    crate::digest::digest(&node)
}

/// The root of the empty tree: SHA-256 of nothing (RFC 6962 section 2.1).
#[must_use]
pub fn empty_root() -> Digest {
    crate::digest::digest(b"")
}

/// What a tree is known by: how many leaves it has and its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TreeHead {
    pub size: u64,
    pub root: Digest,
}

/// Hashes in a full tile (C2SP tlog-tiles).
pub const TILE_WIDTH: u16 = 256;
/// Levels of the tree in a tile.
const TILE_LEVELS: u32 = 8;
/// The largest tree, so that no position overflows (C2SP tlog-tiles allows 2^63 - 1 as well).
const MAX_SIZE: u64 = i64::MAX as u64;

/// A tile (C2SP tlog-tiles): `width` neighbouring hashes, the first being number `index` x 256, of
/// the tree level 8 x `level`. Tiles of level 0 hold leaf hashes; hash *i* of level *l* + 1 is the
/// root of the full tile *i* of level *l*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    pub level: u8,
    pub index: u64,
    /// How many of its first hashes are meant, 1 to 256; fewer than 256 at the right edge of the
    /// tree asked about only, though the store may by then hold more.
    pub width: u16,
}

/// A tile that became full, with the root of its 256 hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FullTile {
    pub level: u8,
    pub index: u64,
    pub root: Digest,
}

/// The right edge of a tree: as many hashes as its size has binary ones, so at most 64. Enough to
/// append and to know the root; not enough to prove anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// Roots of the full subtrees, the largest (leftmost) first.
    peaks: Vec<Digest>,
}

/// Bytes that are not a frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the right edge of a tree: its size as 8 bytes and 32 bytes for each binary one of it")]
pub struct NotAFrontier;

impl Frontier {
    /// The empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many leaves the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends one leaf; answers the tiles that it made full, lowest level first. Every 256th leaf
    /// fills one, every 65,536th two, and most fill none.
    pub fn append(&mut self, leaf: LeafHash) -> Vec<FullTile> {
        let mut full = Vec::new();
        self.push(leaf, &mut full);
        full
    }

    /// Appends leaves in order; answers the tiles that they made full, in the order of becoming so.
    pub fn append_batch(&mut self, leaves: &[LeafHash]) -> Vec<FullTile> {
        let mut full = Vec::new();
        for leaf in leaves {
            self.push(*leaf, &mut full);
        }
        full
    }

    fn push(&mut self, leaf: LeafHash, full: &mut Vec<FullTile>) {
        let mut node = leaf.0;
        let position = self.size;
        for height in 1..=position.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            node = node_hash(&left, &node);
            if height % TILE_LEVELS == 0 {
                let level = u8::try_from(height / TILE_LEVELS - 1).unwrap_or(u8::MAX);
                full.push(FullTile { level, index: position >> height, root: node });
            }
        }
        self.peaks.push(node);
        self.size = position + 1;
    }

    /// The root of the tree (the Merkle Tree Hash of RFC 6962 section 2.1).
    #[must_use]
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return empty_root() };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }

    #[must_use]
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root() }
    }

    /// The size as 8 bytes big-endian, then the hashes, the largest subtree first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for peak in &self.peaks {
            bytes.extend_from_slice(&peak.0);
        }
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`NotAFrontier`] when the length does not fit the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAFrontier> {
        let (size, peaks) = bytes.split_first_chunk::<8>().ok_or(NotAFrontier)?;
        let size = u64::from_be_bytes(*size);
        if size > MAX_SIZE {
            return Err(NotAFrontier);
        }
        let (peaks, rest) = peaks.as_chunks::<32>();
        if !rest.is_empty() || peaks.len() != size.count_ones() as usize {
            return Err(NotAFrontier);
        }
        Ok(Self { size, peaks: peaks.iter().map(|peak| Digest(*peak)).collect() })
    }
}

#[cfg(test)]
mod tests;
