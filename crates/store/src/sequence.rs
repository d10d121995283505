//! The order of the journal: a gap-free position for every entry and the tree over them (RFC 6962).
//! The embedded store numbers inside the writer's batch. On PostgreSQL one holder of a lease
//! numbers what has been committed, so that a late commit is numbered late and never skipped.

use seals::merkle::{Frontier, FullTile, LeafHash};

use crate::{Error, Read, Sql, Store, Tx};

static TREE: Sql = Sql::new("SELECT size, frontier FROM store_tree WHERE name = 'journal'");
static KEEP_TREE: Sql = Sql::new(
    "INSERT INTO store_tree (name, size, frontier) VALUES ('journal', $1, $2) \
     ON CONFLICT (name) DO UPDATE SET size = excluded.size, frontier = excluded.frontier",
);
static KEEP_SUBTREE: Sql = Sql::new("INSERT INTO store_subtree (level, place, hash) VALUES ($1, $2, $3)");
static NUMBER: Sql = Sql::new(
    "WITH waiting AS (SELECT stream, version, ROW_NUMBER() OVER (ORDER BY at, stream, version) AS turn \
     FROM store_entry WHERE position IS NULL ORDER BY at, stream, version LIMIT $2) \
     UPDATE store_entry SET position = $1 + waiting.turn FROM waiting \
     WHERE store_entry.stream = waiting.stream AND store_entry.version = waiting.version AND store_entry.position IS NULL \
     RETURNING position, hash",
);
static LEASE: Sql = Sql::new(
    "INSERT INTO store_lease (name, holder, until) VALUES ($1, $2, $3) \
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until \
     WHERE store_lease.holder = excluded.holder OR store_lease.until < $4",
);

pub(crate) static NEWEST_VERSION: Sql =
    Sql::new("SELECT MAX(version) FROM store_entry WHERE stream = $1 HAVING COUNT(*) > 0");

pub(crate) static ALL: &[&Sql] = &[&NEWEST_VERSION, &TREE, &KEEP_TREE, &KEEP_SUBTREE, &NUMBER, &LEASE];

/// The tree as the database keeps it.
pub(crate) fn frontier(read: &Read<'_>) -> Result<Frontier, Error> {
    let Some(bytes) = read.first(&TREE, &[], |row| row.get::<Vec<u8>>(1))? else {
        return Ok(Frontier::new());
    };
    Frontier::from_bytes(&bytes).map_err(|error| Error::operator("store-corrupt", error.to_string()))
}

/// The next position, counted from 1, and the tree.
pub(crate) fn last(read: &Read<'_>) -> Result<(i64, Frontier), Error> {
    let frontier = frontier(read)?;
    let next = i64::try_from(frontier.size()).unwrap_or(i64::MAX - 1) + 1;
    Ok((next, frontier))
}

/// Appends leaves and keeps the tree's edge and what became full.
pub(crate) fn grow(tx: &Tx<'_>, frontier: &mut Frontier, leaves: &[LeafHash]) -> Result<(), Error> {
    for FullTile { level, index, root } in frontier.append_batch(leaves) {
        let place = i64::try_from(index).unwrap_or(i64::MAX);
        tx.execute(&KEEP_SUBTREE, &[i64::from(level).into(), place.into(), root.0.as_slice().into()])?;
    }
    let size = i64::try_from(frontier.size()).unwrap_or(i64::MAX);
    tx.execute(&KEEP_TREE, &[size.into(), frontier.to_bytes().into()])?;
    Ok(())
}

/// Entries numbered in one transaction.
const AT_ONCE: u32 = 1_000;
/// Milliseconds that a lease lasts without renewal.
pub(crate) const LEASE_MILLIS: i64 = 10_000;

/// Takes or renews a lease; one holder at a time among all nodes.
pub(crate) fn lease(tx: &Tx<'_>, name: &str, holder: &str) -> Result<bool, Error> {
    let now = tx.now();
    Ok(tx.execute(&LEASE, &[name.into(), holder.into(), now.plus_millis(LEASE_MILLIS).into(), now.into()])? == 1)
}

impl Store {
    /// Numbers what waits, if this process holds the lease; says how many entries.
    pub(crate) fn sequence(&self) -> Result<usize, Error> {
        if *self.engine() == crate::Engine::Embedded {
            return Ok(0);
        }
        let holder = self.inner.folder.node().to_owned();
        self.write(move |tx| {
            if !lease(tx, "sequencer", &holder)? {
                return Ok(0);
            }
            let (next, mut frontier) = last(tx)?;
            // One statement numbers them all: the round trips are the cost.
            let mut numbered = tx.rows(&NUMBER, &[(next - 1).into(), AT_ONCE.into()], |row| {
                Ok((row.get::<i64>(0)?, row.get::<[u8; 32]>(1)?))
            })?;
            if numbered.is_empty() {
                return Ok(0);
            }
            numbered.sort_unstable();
            let leaves: Vec<LeafHash> = numbered.into_iter().map(|(_, hash)| LeafHash(seals::Digest(hash))).collect();
            grow(tx, &mut frontier, &leaves)?;
            Ok(leaves.len())
        })
    }

    /// Numbers everything that waits.
    pub(crate) fn sequence_all(&self) -> Result<(), Error> {
        while self.sequence()? > 0 {}
        Ok(())
    }
}
