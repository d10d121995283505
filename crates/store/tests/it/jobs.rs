//! Jobs: run after the commit, retried with growing pauses, dead and visible in the end.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use store::{Error, JobHandler, JobState, NewJob};

use crate::kit::on_each_engine;

#[test]
fn a_job_is_tried_again_later_and_set_aside_after_its_last_try() {
    on_each_engine(|world| {
        let tries = Arc::new(AtomicU32::new(0));
        let counted = tries.clone();
        let store = world.open_with(|mut rooms| {
            rooms.jobs.push(JobHandler {
                kind: "test.fail",
                tries: 3,
                run: Arc::new(move |_, _| {
                    counted.fetch_add(1, Ordering::SeqCst);
                    Err("no".into())
                }),
            });
            rooms
        });
        let new = |tx: &store::Tx<'_>| {
            tx.job(&NewJob { kind: "test.fail", payload: serde_json::json!({}), due: None, once: Some("only") })
        };
        store.write(move |tx| new(tx)).unwrap();
        store.write(move |tx| new(tx)).unwrap();
        for seconds in [0, 1, 10, 100, 1_000] {
            world.clock.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
            store.settle().unwrap();
        }
        assert_eq!(tries.load(Ordering::SeqCst), 3);
        assert_eq!(store.job_count(JobState::Waiting).unwrap(), 0);
        let dead = store.jobs(JobState::Dead, 10).unwrap();
        assert_eq!(dead.len(), 1, "the second one under the same key was not written");
        assert_eq!(dead[0].error.as_deref(), Some("no"));
        assert!(store.revive(&dead[0].id.parse().unwrap()).unwrap());
        assert_eq!(store.job_count(JobState::Waiting).unwrap(), 1);
        store.close();
    });
}

#[test]
fn a_job_of_a_verb_that_failed_never_runs() {
    on_each_engine(|world| {
        let store = world.open();
        let result = store.write(|tx| {
            tx.job(&NewJob { kind: "test.none", payload: serde_json::json!({}), due: None, once: None })?;
            Err::<(), _>(Error::Problem(kernel::Problem::forbidden()))
        });
        assert!(result.is_err());
        assert_eq!(store.job_count(JobState::Waiting).unwrap(), 0);
        store.close();
    });
}
