//! Inclusion and consistency proofs (RFC 6962 sections 2.1.1 and 2.1.2): made from tiles that a
//! store reads back, and verified without any store by whoever holds a checkpoint (RFC 9162
//! sections 2.1.3.2 and 2.1.4.2). Whether a checkpoint is to be believed is for `checkpoint`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Frontier, LeafHash, MAX_SIZE, TILE_LEVELS, TILE_WIDTH, Tile, TreeHead, empty_root, node_hash};
use crate::digest::Digest;

/// Proof that a leaf is at a position of a tree 存在性证明.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct InclusionProof {
    /// Position of the leaf, from 0.
    pub index: u64,
    /// Size of the tree.
    pub size: u64,
    /// Sibling hashes from the leaf towards the root.
    pub path: Vec<Digest>,
}

/// Proof that a tree is the beginning of a later one 一致性证明.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ConsistencyProof {
    /// Size of the earlier tree.
    pub from: u64,
    /// Size of the later tree.
    pub to: u64,
    pub path: Vec<Digest>,
}

/// What is wrong with a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFailed {
    #[error("the proof speaks of a position outside its tree, or of a later tree that is the smaller one")]
    OutOfRange,
    #[error("the proof speaks of a tree of another size")]
    OtherSize,
    #[error("the proof has too few or too many hashes")]
    WrongLength,
    #[error("the hashes of the proof do not lead to the root of the earlier tree")]
    OtherEarlierRoot,
    #[error("the hashes of the proof do not lead to the root of the tree")]
    OtherRoot,
}

/// Why no proof can be made. The reader of tiles has an error that this turns into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unprovable {
    #[error("position or size {asked} is outside a tree of {size} leaves")]
    OutOfRange { asked: u64, size: u64 },
    #[error("tile {index} of level {level} has {found} bytes where {wanted} were asked for", index = .tile.index, level = .tile.level)]
    BadTile { tile: Tile, found: usize, wanted: usize },
}

/// Makes proofs about the tree of the first `size` leaves. It reads each tile once and keeps it,
/// so that many proofs about one tree cost few reads.
pub struct Prover<'r, E> {
    size: u64,
    read: &'r mut dyn FnMut(Tile) -> Result<Vec<u8>, E>,
    tiles: BTreeMap<(u8, u64), Vec<Digest>>,
}

impl<'r, E: From<Unprovable>> Prover<'r, E> {
    /// `read` answers the first `tile.width` hashes of a tile, 32 bytes each, in order.
    #[must_use]
    pub fn new(size: u64, read: &'r mut dyn FnMut(Tile) -> Result<Vec<u8>, E>) -> Self {
        Self { size, read, tiles: BTreeMap::new() }
    }

    /// The right edge of this tree, and by it the root, from at most two tiles a level.
    ///
    /// # Errors
    /// A tile cannot be read or has the wrong length.
    pub fn frontier(&mut self) -> Result<Frontier, E> {
        self.in_range(self.size, MAX_SIZE)?;
        let peaks = self.full_subtrees(0, self.size)?;
        Ok(Frontier { size: self.size, peaks })
    }

    /// PATH(index, D\[size\]) of RFC 6962 section 2.1.1.
    ///
    /// # Errors
    /// `index` is not below the size, or a tile cannot be read or has the wrong length.
    pub fn inclusion(&mut self, index: u64) -> Result<InclusionProof, E> {
        self.in_range(self.size, MAX_SIZE)?;
        if index >= self.size {
            return Err(Unprovable::OutOfRange { asked: index, size: self.size }.into());
        }
        let (mut low, mut high, mut path) = (0, self.size, Vec::new());
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
            }
        }
        path.reverse();
        Ok(InclusionProof { index, size: self.size, path })
    }

    /// PROOF(from, D\[size\]) of RFC 6962 section 2.1.2; empty when `from` is 0 or the size.
    ///
    /// # Errors
    /// `from` is above the size, or a tile cannot be read or has the wrong length.
    pub fn consistency(&mut self, from: u64) -> Result<ConsistencyProof, E> {
        self.in_range(self.size, MAX_SIZE)?;
        self.in_range(from, self.size)?;
        let (mut low, mut high, mut path) = (0, self.size, Vec::new());
        if from > 0 {
            while from != high {
                let middle = low + split(high - low);
                if from <= middle {
                    path.push(self.range(middle, high)?);
                    high = middle;
                } else {
                    path.push(self.range(low, middle)?);
                    low = middle;
                }
            }
            if low > 0 {
                path.push(self.range(low, high)?);
            }
        }
        path.reverse();
        Ok(ConsistencyProof { from, to: self.size, path })
    }

    fn in_range(&self, asked: u64, size: u64) -> Result<(), Unprovable> {
        if asked > size { Err(Unprovable::OutOfRange { asked, size }) } else { Ok(()) }
    }

    /// The tree hash of the leaves `low..high`, where `low` is a multiple of the smallest power of
    /// two that is not below their number.
    fn range(&mut self, low: u64, high: u64) -> Result<Digest, E> {
        let roots = self.full_subtrees(low, high)?;
        let folded = roots.into_iter().rev().reduce(|right, left| node_hash(&left, &right));
        Ok(folded.unwrap_or_else(empty_root))
    }

    /// The roots of the full subtrees that make up `low..high`, the largest first.
    fn full_subtrees(&mut self, low: u64, high: u64) -> Result<Vec<Digest>, E> {
        let (mut low, mut roots) = (low, Vec::new());
        while low < high {
            let height = (high - low).ilog2();
            roots.push(self.node(height, low >> height)?);
            low += 1 << height;
        }
        Ok(roots)
    }

    /// The root of the full subtree number `index` of 2^`height` leaves.
    fn node(&mut self, height: u32, index: u64) -> Result<Digest, E> {
        let (level, inner) = (height / TILE_LEVELS, height % TILE_LEVELS);
        let first = index << inner;
        let tile_index = first / u64::from(TILE_WIDTH);
        let offset = first % u64::from(TILE_WIDTH);
        let hashes = self.tile(level, tile_index)?;
        let wanted = hashes.iter().skip(usize::try_from(offset).unwrap_or(usize::MAX)).take(1 << inner);
        Ok(subtree(wanted.copied().collect()))
    }

    fn tile(&mut self, level: u32, index: u64) -> Result<&[Digest], E> {
        let there = (self.size >> (level * TILE_LEVELS)).saturating_sub(index * u64::from(TILE_WIDTH));
        let width = u16::try_from(there).unwrap_or(u16::MAX).min(TILE_WIDTH);
        let tile = Tile { level: u8::try_from(level).unwrap_or(u8::MAX), index, width };
        match self.tiles.entry((tile.level, index)) {
            std::collections::btree_map::Entry::Occupied(known) => Ok(known.into_mut()),
            std::collections::btree_map::Entry::Vacant(place) => {
                let bytes = (self.read)(tile)?;
                let wanted = usize::from(width) * 32;
                if bytes.len() != wanted {
                    return Err(Unprovable::BadTile { tile, found: bytes.len(), wanted }.into());
                }
                let (hashes, _) = bytes.as_chunks::<32>();
                Ok(place.insert(hashes.iter().map(|hash| Digest(*hash)).collect()))
            }
        }
    }
}

/// The largest power of two below `count`, which is at least 2 (the k of RFC 6962 section 2.1).
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// The root over a power of two of neighbouring hashes.
fn subtree(mut hashes: Vec<Digest>) -> Digest {
    while hashes.len() > 1 {
        hashes = hashes.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    hashes.pop().unwrap_or_else(empty_root)
}

impl InclusionProof {
    /// Whether `leaf` stands at `index` of the tree with this head, which the caller has from a
    /// checkpoint.
    ///
    /// # Errors
    /// What is wrong with the proof (RFC 9162 section 2.1.3.2).
    pub fn verify(&self, leaf: LeafHash, head: &TreeHead) -> Result<(), ProofFailed> {
        if self.size != head.size {
            return Err(ProofFailed::OtherSize);
        }
        if self.index >= self.size {
            return Err(ProofFailed::OutOfRange);
        }
        let (mut place, mut last, mut node) = (self.index, self.size - 1, leaf.0);
        for sibling in &self.path {
            if last == 0 {
                return Err(ProofFailed::WrongLength);
            }
            if place & 1 == 1 || place == last {
                node = node_hash(sibling, &node);
                while place & 1 == 0 && place != 0 {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                node = node_hash(&node, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        if last != 0 {
            return Err(ProofFailed::WrongLength);
        }
        if node == head.root { Ok(()) } else { Err(ProofFailed::OtherRoot) }
    }
}

impl ConsistencyProof {
    /// Whether the tree with the head `earlier` is the beginning of the tree with the head `later`.
    /// The empty tree begins every tree.
    ///
    /// # Errors
    /// What is wrong with the proof (RFC 9162 section 2.1.4.2).
    pub fn verify(&self, earlier: &TreeHead, later: &TreeHead) -> Result<(), ProofFailed> {
        if self.from != earlier.size || self.to != later.size {
            return Err(ProofFailed::OtherSize);
        }
        let (earlier, later) = (&earlier.root, &later.root);
        if self.from > self.to {
            return Err(ProofFailed::OutOfRange);
        }
        if self.from == self.to || self.from == 0 {
            return self.verify_trivial(earlier, later);
        }
        let mut path = self.path.iter();
        let seed = if self.from.is_power_of_two() { Some(earlier) } else { path.next() };
        let seed = seed.ok_or(ProofFailed::WrongLength)?;
        let trailing = (self.from - 1).trailing_ones();
        let (mut place, mut last) = ((self.from - 1) >> trailing, (self.to - 1) >> trailing);
        let (mut earlier_node, mut later_node) = (*seed, *seed);
        for sibling in path {
            if last == 0 {
                return Err(ProofFailed::WrongLength);
            }
            if place & 1 == 1 || place == last {
                earlier_node = node_hash(sibling, &earlier_node);
                later_node = node_hash(sibling, &later_node);
                while place & 1 == 0 && place != 0 {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                later_node = node_hash(&later_node, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        if last != 0 {
            return Err(ProofFailed::WrongLength);
        }
        if earlier_node != *earlier {
            return Err(ProofFailed::OtherEarlierRoot);
        }
        if later_node == *later { Ok(()) } else { Err(ProofFailed::OtherRoot) }
    }

    fn verify_trivial(&self, earlier: &Digest, later: &Digest) -> Result<(), ProofFailed> {
        if !self.path.is_empty() {
            return Err(ProofFailed::WrongLength);
        }
        if self.from == 0 && *earlier != empty_root() {
            return Err(ProofFailed::OtherEarlierRoot);
        }
        if self.from == self.to && earlier != later { Err(ProofFailed::OtherRoot) } else { Ok(()) }
    }
}
