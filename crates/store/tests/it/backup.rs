//! Backup while running, restore, and the journal that goes on over the gap.

use bytes::Bytes;
use store::{FileRefused, FileRules, Rooms, verify::Against};

use crate::kit::{embedded, paper_id, put};

#[test]
fn a_backup_of_a_running_store_is_restored_and_verifies_and_names_the_gap() {
    let world = embedded();
    let store = world.open();
    for number in 0..50 {
        store.write(move |tx| put(tx, &paper_id(number), "x")).unwrap();
    }
    store.checkpoint().unwrap();
    let to = world.dir.path().join("backup");
    std::thread::scope(|scope| {
        let writer = store.clone();
        scope.spawn(move || {
            for number in 50..150 {
                writer.write(move |tx| put(tx, &paper_id(number), "during")).unwrap();
            }
        });
        store::backup(&world.config(), &to, false).unwrap();
    });
    store.close();
    drop(store);

    let (manifest, restored) = store::restore(&to, world.config(), Rooms::default()).unwrap();
    assert!(manifest.position >= 50);
    let report = restored.verify(&Against::default(), &mut |_| {}).unwrap();
    assert_eq!(report.crime, None);
    assert_eq!(report.entries, manifest.position + 1);
    let last = restored.read(|read| read.events_after(report.entries as i64 - 1, 1)).unwrap().remove(0);
    assert_eq!(last.kind, "store.restored");
    assert_eq!(last.payload.unwrap()["lost"], 150 - manifest.position);
    restored.close();
}

#[test]
fn a_backup_that_was_touched_is_not_restored_and_nothing_is_moved() {
    let world = embedded();
    let store = world.open();
    store.write(|tx| put(tx, &paper_id(1), "x")).unwrap();
    let to = world.dir.path().join("backup");
    store::backup(&world.config(), &to, true).unwrap();
    store.close();
    drop(store);
    let path = to.join("tongban.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let refused = store::restore(&to, world.config(), Rooms::default());
    assert!(matches!(refused, Err(store::Error::Operator { code: "restore-manifest", .. })));
    world.open().close();
}

#[tokio::test]
async fn files_are_taken_by_their_content_and_programs_are_refused() {
    let world = embedded();
    let store = world.open();
    let files = store.files().unwrap().clone();
    let put = async |name: &str, content: &[u8]| {
        files.put(name, Bytes::copy_from_slice(content), &FileRules { most: 1_000, ..FileRules::PAPERS }).await
    };
    let pdf = put("plan.pdf", b"%PDF-1.7 something").await.unwrap();
    assert_eq!((pdf.media.as_str(), pdf.size), ("application/pdf", 18));
    assert_eq!(put("same.pdf", b"%PDF-1.7 something").await.unwrap().digest, pdf.digest);
    assert_eq!(files.get(&pdf.digest).await.unwrap().as_ref(), b"%PDF-1.7 something");
    assert!(matches!(put("photo.jpg", b"%PDF-1.7 something").await, Err(FileRefused::Lies { .. })));
    assert_eq!(put("run.pdf", b"MZ\x90\x00").await, Err(FileRefused::Executable));
    assert_eq!(put("run.txt", b"#!/bin/sh\nrm").await, Err(FileRefused::Executable));
    assert_eq!(put("virus.exe", b"hello").await, Err(FileRefused::Executable));
    assert_eq!(put("empty.pdf", b"").await, Err(FileRefused::Empty));
    assert!(matches!(put("big.txt", &[b'a'; 1_001]).await, Err(FileRefused::TooLarge { .. })));
    assert!(matches!(put("zip.zip", b"PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").await, Err(FileRefused::Type { .. })));
    store.close();
}
