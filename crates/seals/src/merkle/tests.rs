use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// MTH of RFC 6962 section 2.1, word for word.
fn naive_root(leaves: &[LeafHash]) -> Digest {
    match leaves {
        [] => crate::digest(b""),
        [leaf] => leaf.0,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().div_ceil(2).next_power_of_two());
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

/// PATH of RFC 6962 section 2.1.1, word for word.
fn naive_path(index: usize, leaves: &[LeafHash]) -> Vec<Digest> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = leaves.len().div_ceil(2).next_power_of_two();
    let (left, right) = leaves.split_at(k);
    let (mut path, other) =
        if index < k { (naive_path(index, left), right) } else { (naive_path(index - k, right), left) };
    path.push(naive_root(other));
    path
}

/// SUBPROOF of RFC 6962 section 2.1.2, word for word.
fn naive_subproof(m: usize, leaves: &[LeafHash], whole: bool) -> Vec<Digest> {
    if m == leaves.len() {
        return if whole { Vec::new() } else { vec![naive_root(leaves)] };
    }
    let k = leaves.len().div_ceil(2).next_power_of_two();
    let (left, right) = leaves.split_at(k);
    let (mut path, other) =
        if m <= k { (naive_subproof(m, left, whole), right) } else { (naive_subproof(m - k, right, false), left) };
    path.push(naive_root(other));
    path
}

/// What a store keeps: the leaf hash of each entry, and the root of each full tile.
#[derive(Default)]
struct Kept {
    leaves: Vec<LeafHash>,
    roots: BTreeMap<(u8, u64), Digest>,
    frontier: Frontier,
    reads: usize,
}

impl Kept {
    fn with(count: usize) -> Self {
        let mut kept = Self::default();
        let leaves: Vec<_> = (0..count as u64).map(|entry| leaf_hash(&entry.to_be_bytes())).collect();
        kept.append(&leaves);
        kept
    }

    fn append(&mut self, leaves: &[LeafHash]) {
        self.leaves.extend_from_slice(leaves);
        for full in self.frontier.append_batch(leaves) {
            assert_eq!(self.roots.insert((full.level, full.index), full.root), None);
        }
    }

    fn read(&mut self, tile: Tile) -> Result<Vec<u8>, Unprovable> {
        self.reads += 1;
        let first = tile.index * u64::from(TILE_WIDTH);
        let numbers = first..first + u64::from(tile.width);
        let hash = |number: u64| match tile.level.checked_sub(1) {
            None => self.leaves[usize::try_from(number).unwrap()].0,
            Some(below) => self.roots[&(below, number)],
        };
        Ok(numbers.flat_map(|number| hash(number).0).collect())
    }

    fn prove<T>(
        &mut self,
        size: usize,
        ask: impl Fn(&mut Prover<'_, Unprovable>) -> Result<T, Unprovable>,
    ) -> Result<T, Unprovable> {
        ask(&mut Prover::new(size as u64, &mut |tile| self.read(tile)))
    }

    fn head(&self, size: usize) -> TreeHead {
        TreeHead { size: size as u64, root: naive_root(&self.leaves[..size]) }
    }
}

#[test]
fn the_roots_are_those_of_the_certificate_transparency_test_vectors() {
    let entries = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut frontier = Frontier::new();
    assert_eq!(frontier.root().to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (entry, root) in entries.iter().zip(roots) {
        frontier.append(leaf_hash(&hex::decode(entry).unwrap()));
        assert_eq!(frontier.root().to_string(), root);
    }
}

#[test]
fn tiles_of_three_levels_prove_and_are_read_once() {
    let mut kept = Kept::with(70_000);
    assert_eq!(kept.roots.len(), 273 + 1);
    assert_eq!(kept.roots[&(0, 272)], naive_root(&kept.leaves[272 * 256..273 * 256]));
    assert_eq!(kept.roots[&(1, 0)], naive_root(&kept.leaves[..65_536]));
    let head = kept.head(70_000);
    assert_eq!(kept.frontier.head(), head);
    for index in [0, 255, 256, 40_000, 65_535, 65_536, 69_887, 69_888, 69_999] {
        let proof = kept.prove(70_000, |prover| prover.inclusion(index)).unwrap();
        assert_eq!(proof.path, naive_path(usize::try_from(index).unwrap(), &kept.leaves));
        assert_eq!(proof.verify(kept.leaves[usize::try_from(index).unwrap()], &head), Ok(()));
    }
    kept.reads = 0;
    kept.prove(70_000, |prover| {
        prover.inclusion(3)?;
        prover.inclusion(4)?;
        prover.consistency(66_000)?;
        prover.frontier()
    })
    .unwrap();
    assert!(kept.reads <= 6, "{} tiles were read", kept.reads);
}

#[test]
fn what_is_outside_the_tree_has_no_proof() {
    let mut kept = Kept::with(5);
    assert_eq!(kept.prove(5, |prover| prover.inclusion(5)), Err(Unprovable::OutOfRange { asked: 5, size: 5 }));
    assert_eq!(kept.prove(5, |prover| prover.consistency(6)), Err(Unprovable::OutOfRange { asked: 6, size: 5 }));
    assert!(kept.prove(0, |prover| prover.inclusion(0)).is_err());
    let mut nothing = |_| Ok::<_, Unprovable>(Vec::new());
    assert!(Prover::new(u64::MAX, &mut nothing).frontier().is_err());
}

#[test]
fn a_tile_of_the_wrong_length_is_named() {
    let tile = Tile { level: 0, index: 0, width: 5 };
    let mut short = |_| Ok(vec![0; 159]);
    let refused = Prover::<Unprovable>::new(5, &mut short).inclusion(0);
    assert_eq!(refused, Err(Unprovable::BadTile { tile, found: 159, wanted: 160 }));
    assert_eq!(refused.unwrap_err().to_string(), "tile 0 of level 0 has 159 bytes where 160 were asked for");
}

#[test]
fn bytes_that_do_not_fit_their_size_are_no_frontier() {
    let bytes = Kept::with(5).frontier.to_bytes();
    assert_eq!(bytes.len(), 8 + 2 * 32);
    for wrong in
        [&bytes[..7], &bytes[..bytes.len() - 1], &bytes[..bytes.len() - 32], &[bytes.clone(), vec![0; 32]].concat()]
    {
        assert_eq!(Frontier::from_bytes(wrong), Err(NotAFrontier));
    }
    assert_eq!(Frontier::from_bytes(&[[255; 8].as_slice(), &[0; 64 * 32]].concat()), Err(NotAFrontier));
    assert_eq!(Frontier::from_bytes(&[0; 8]), Ok(Frontier::new()));
}

#[test]
fn a_leaf_does_not_pass_for_a_node() {
    let (left, right) = (leaf_hash(b"a"), leaf_hash(b"b"));
    let both = [left.0.0, right.0.0].concat();
    assert_ne!(leaf_hash(&both).0, node_hash(&left.0, &right.0));
}

proptest! {
    #[test]
    fn the_root_is_that_of_rfc_6962_however_it_grew(batches in prop::collection::vec(0_usize..60, 0..10)) {
        let mut kept = Kept::default();
        for batch in batches {
            let from = kept.leaves.len() as u64;
            let leaves: Vec<_> = (from..from + batch as u64).map(|entry| leaf_hash(&entry.to_be_bytes())).collect();
            kept.append(&leaves);
            kept.frontier = Frontier::from_bytes(&kept.frontier.to_bytes()).unwrap();
            prop_assert_eq!(kept.frontier.head(), kept.head(kept.leaves.len()));
        }
        prop_assert_eq!(&kept.roots, &Kept::with(kept.leaves.len()).roots);
    }

    #[test]
    fn an_inclusion_proof_is_that_of_rfc_6962_and_holds_for_nothing_else(
        (size, index) in (1_usize..600).prop_flat_map(|size| (Just(size), 0..size)),
        later in 0_usize..300,
        pick in any::<prop::sample::Index>(),
    ) {
        let mut kept = Kept::with(size + later);
        let (leaf, head) = (kept.leaves[index], kept.head(size));
        let proof = kept.prove(size, |prover| prover.inclusion(index as u64)).unwrap();
        prop_assert_eq!(&proof.path, &naive_path(index, &kept.leaves[..size]));
        prop_assert_eq!(proof.verify(leaf, &head), Ok(()));

        prop_assert_eq!(proof.verify(leaf_hash(b"other"), &head), Err(ProofFailed::OtherRoot));
        let forged = TreeHead { root: leaf_hash(b"other").0, ..head };
        prop_assert_eq!(proof.verify(leaf, &forged), Err(ProofFailed::OtherRoot));
        prop_assert_eq!(proof.verify(leaf, &TreeHead { size: head.size + 1, ..head }), Err(ProofFailed::OtherSize));
        let other = pick.index(size + 1) as u64;
        prop_assert_eq!(InclusionProof { index: other, ..proof.clone() }.verify(leaf, &head).is_ok(), other == index as u64);
        let mut longer = proof.clone();
        longer.path.push(leaf.0);
        prop_assert_eq!(longer.verify(leaf, &head), Err(ProofFailed::WrongLength));
        if !proof.path.is_empty() {
            let place = pick.index(proof.path.len());
            let mut shorter = proof.clone();
            shorter.path.remove(place);
            prop_assert!(shorter.verify(leaf, &head).is_err());
            let mut altered = proof.clone();
            altered.path[place].0[7] ^= 1;
            prop_assert_eq!(altered.verify(leaf, &head), Err(ProofFailed::OtherRoot));
        }
    }

    #[test]
    fn a_consistency_proof_is_that_of_rfc_6962_and_holds_for_nothing_else(
        (to, from) in (0_usize..600).prop_flat_map(|to| (Just(to), 0..=to)),
        pick in any::<prop::sample::Index>(),
    ) {
        let mut kept = Kept::with(to);
        let (earlier, later) = (kept.head(from), kept.head(to));
        let proof = kept.prove(to, |prover| prover.consistency(from as u64)).unwrap();
        if from > 0 {
            prop_assert_eq!(&proof.path, &naive_subproof(from, &kept.leaves, true));
        }
        prop_assert_eq!(proof.verify(&earlier, &later), Ok(()));
        prop_assert_eq!(kept.prove(from, |prover| prover.frontier()).unwrap().head(), earlier);

        let other = leaf_hash(b"other").0;
        let forged = TreeHead { root: other, ..earlier };
        prop_assert!(proof.verify(&forged, &later).is_err());
        if from > 0 {
            let forged = TreeHead { root: other, ..later };
            prop_assert!(proof.verify(&earlier, &forged).is_err());
        }
        prop_assert_eq!(
            proof.verify(&earlier, &TreeHead { size: later.size + 1, ..later }),
            Err(ProofFailed::OtherSize)
        );
        let mut longer = proof.clone();
        longer.path.push(other);
        prop_assert_eq!(longer.verify(&earlier, &later), Err(ProofFailed::WrongLength));
        if !proof.path.is_empty() {
            let place = pick.index(proof.path.len());
            let mut shorter = proof.clone();
            shorter.path.remove(place);
            prop_assert!(shorter.verify(&earlier, &later).is_err());
            let mut altered = proof.clone();
            altered.path[place].0[7] ^= 1;
            prop_assert!(altered.verify(&earlier, &later).is_err());
        }
    }

    #[test]
    fn a_history_with_one_entry_altered_is_not_consistent(
        (to, from, altered) in (2_usize..300).prop_flat_map(|to| (Just(to), 1..to)).prop_flat_map(|(to, from)| (Just(to), Just(from), 0..from)),
    ) {
        let honest = Kept::with(to);
        let mut leaves = honest.leaves.clone();
        leaves[altered] = leaf_hash(b"altered");
        let mut forged = Kept::default();
        forged.append(&leaves);
        let proof = forged.prove(to, |prover| prover.consistency(from as u64)).unwrap();
        prop_assert!(proof.verify(&honest.head(from), &forged.head(to)).is_err());
    }
}
