//! What nothing names goes from the disk, and nothing else ever does.

use std::{
    fs::{self, File},
    path::PathBuf,
    sync::atomic::Ordering,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use store::{Error, FileRef, FileRules, Orphans, Read, Sql, Store};

use crate::kit::{World, on_each_engine, paper_id, put};

static NAMED: Sql = Sql::new("SELECT words FROM test_paper WHERE words >= $1 AND words <= $2");

/// In these tests the words of a paper are the digest of its file.
fn named(read: &Read<'_>, from: &str, to: &str) -> Result<Vec<String>, Error> {
    read.rows(&NAMED, &[from.into(), to.into()], |row| row.get(0))
}

fn open(world: &World) -> Store {
    world.open_with(|mut rooms| {
        rooms.named_files.push(named);
        rooms
    })
}

fn on_disk(store: &Store, content: &'static str) -> FileRef {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let put = store.files().unwrap().put("paper.txt", Bytes::from_static(content.as_bytes()), &FileRules::PAPERS);
    runtime.block_on(put).unwrap()
}

/// Puts content on the disk and names it in the store's own table.
fn uploaded(store: &Store, content: &'static str) -> FileRef {
    let file = on_disk(store, content);
    let row = file.clone();
    store.write(move |tx| tx.name_file(&row, Some("person"))).unwrap();
    file
}

/// A row of the room names the file.
fn name(store: &Store, number: usize, file: &FileRef) {
    let digest = file.digest.clone();
    store.write(move |tx| put(tx, &paper_id(number), &digest)).unwrap();
}

fn place(world: &World, digest: &str) -> PathBuf {
    world.dir.path().join("data/files").join(&digest[..2]).join(digest)
}

fn forward(world: &World, hours: i64) {
    world.clock.0.fetch_add(hours * 3_600_000, Ordering::SeqCst);
}

fn known(store: &Store, file: &FileRef) -> bool {
    store.read(|read| read.file(&file.digest)).unwrap().is_some()
}

#[test]
fn a_file_goes_two_days_after_nothing_names_it_and_a_named_or_a_young_one_never() {
    on_each_engine(|world| {
        let store = open(world);
        let (kept, lone) = (uploaded(&store, "kept"), uploaded(&store, "lone"));
        let bare = on_disk(&store, "the row never came");
        name(&store, 1, &kept);
        forward(world, 23);
        assert_eq!(store.clear_orphans().unwrap(), Orphans::default());
        forward(world, 2);
        let young = uploaded(&store, "young");
        let found = store.clear_orphans().unwrap();
        assert_eq!(found, Orphans { condemned: 1, removed: 1, ..Orphans::default() });
        assert_eq!(store.orphans_waiting().unwrap(), (1, 4));
        assert!(!place(world, &bare.digest).exists() && place(world, &lone.digest).exists());
        // Who wants to name it now has to hand it in again.
        assert!(!known(&store, &lone) && known(&store, &kept) && known(&store, &young));
        forward(world, 12);
        assert_eq!(store.clear_orphans().unwrap(), Orphans::default());
        name(&store, 2, &young);
        forward(world, 13);
        let found = store.clear_orphans().unwrap();
        assert_eq!(found, Orphans { dropped: 1, removed: 1, ..Orphans::default() });
        assert!(!place(world, &lone.digest).exists());
        assert!(place(world, &kept.digest).exists() && place(world, &young.digest).exists());
        assert_eq!(store.orphans_waiting().unwrap(), (0, 0));
        forward(world, 24 * 400);
        assert_eq!(store.clear_orphans().unwrap(), Orphans::default());
        assert!(known(&store, &kept) && known(&store, &young));
        store.close();
    });
}

#[test]
fn a_condemned_file_that_is_named_or_handed_in_again_is_spared() {
    on_each_engine(|world| {
        let store = open(world);
        let (named, again) = (uploaded(&store, "named late"), uploaded(&store, "handed in again"));
        forward(world, 25);
        assert_eq!(store.clear_orphans().unwrap().condemned, 2);
        name(&store, 1, &named);
        forward(world, 20);
        assert_eq!(uploaded(&store, "handed in again"), again);
        assert!(known(&store, &again));
        forward(world, 5);
        assert_eq!(store.clear_orphans().unwrap(), Orphans { spared: 1, ..Orphans::default() });
        assert!(place(world, &named.digest).exists() && place(world, &again.digest).exists());
        assert!(known(&store, &named));
        store.close();
    });
}

#[test]
fn what_a_crash_left_is_put_back_where_a_row_names_it_and_else_removed() {
    on_each_engine(|world| {
        let store = open(world);
        let (mine, gone) = (uploaded(&store, "mine"), on_disk(&store, "gone"));
        name(&store, 1, &mine);
        // The power failed while both were on their way out, and while a third was half written.
        for file in [&mine, &gone] {
            let path = place(world, &file.digest);
            fs::rename(&path, path.with_extension("going")).unwrap();
        }
        let piece = place(world, &format!("{}#1", gone.digest));
        fs::write(&piece, "half").unwrap();
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
        File::options().write(true).open(&piece).unwrap().set_modified(old).unwrap();
        forward(world, 25);
        assert_eq!(store.clear_orphans().unwrap(), Orphans { removed: 2, ..Orphans::default() });
        assert!(place(world, &mine.digest).exists() && !piece.exists());
        let left = fs::read_dir(place(world, &gone.digest).parent().unwrap()).unwrap().count();
        assert_eq!(left, usize::from(gone.digest[..2] == mine.digest[..2]));
        store.close();
    });
}

/// Waits for what the background does; a minute at most.
fn until(what: &str, done: impl Fn() -> bool) {
    let came = (0..3_000).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        done()
    });
    assert!(came, "{what} did not come");
}

#[test]
fn the_daily_job_looks_through_everything_in_slices_and_orders_the_next_day() {
    on_each_engine(|world| {
        let store = open(world);
        let lone: Vec<FileRef> = ["a", "b", "c", "d", "e"].map(|content| uploaded(&store, content)).into();
        forward(world, 25);
        store.start().unwrap();
        until("the job", || store.orphans_waiting().unwrap().0 == 5);
        // Tomorrow's waits when the last slice is through.
        until("the next day's order", || {
            let waiting = store.jobs(store::JobState::Waiting, 5).unwrap();
            waiting.iter().any(|job| job.due > store.now())
        });
        forward(world, 25);
        until("the end of the files", || lone.iter().all(|file| !place(world, &file.digest).exists()));
        store.close();
    });
}
