//! Figures for operators, in the text form of Prometheus, on an address of their own: nothing of them
//! is about a person, and yet they are nobody's business but the operator's. Counters of requests are
//! kept by `web` as they happen; what the store holds is asked when somebody looks.

use std::net::SocketAddr;

use axum::{Router, extract::State, http::StatusCode, routing::get};
use metrics::gauge;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use store::{JobState, Store};

use crate::outcome::{Failure, progress};

/// Upper bounds of the buckets of times, in seconds.
const SECONDS: &[f64] = &[0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];

/// Begins to count. Called once, before the first request.
pub fn start() -> Result<PrometheusHandle, Failure> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), SECONDS)
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(|error| Failure::new("metrics", error))
}

/// Answers `/metrics` at `listen` until the runtime ends.
pub async fn answer(listen: SocketAddr, handle: PrometheusHandle, store: Store) -> Result<(), Failure> {
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .map_err(|error| Failure::new("serve-port", format!("{listen}: {error}")))?;
    progress(&format!("figures on http://{}/metrics", listener.local_addr()?));
    let upkeep = handle.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(std::time::Duration::from_secs(5)).await;
            upkeep.run_upkeep();
        }
    });
    let router = Router::new().route("/metrics", get(figures)).with_state((handle, store));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

async fn figures(State((handle, store)): State<(PrometheusHandle, Store)>) -> Result<String, StatusCode> {
    let looked = tokio::task::spawn_blocking(move || look(&store)).await;
    looked.ok().and_then(Result::ok).map(|()| handle.render()).ok_or(StatusCode::SERVICE_UNAVAILABLE)
}

/// What the store holds now.
#[expect(clippy::cast_precision_loss, reason = "gauges are floating-point; counts stay far below 2^53")]
fn look(store: &Store) -> Result<(), store::Error> {
    gauge!("store_entries").set(store.position()? as f64);
    gauge!("store_jobs_waiting").set(store.job_count(JobState::Waiting)? as f64);
    gauge!("store_jobs_dead").set(store.job_count(JobState::Dead)? as f64);
    gauge!("store_events_set_aside").set(store.dead_events()? as f64);
    gauge!("store_files_orphaned").set(store.orphans_waiting()?.0 as f64);
    gauge!("casework_processes_at_incident").set(store.read(casework::records::flows_at_incidents)? as f64);
    let halls = store.read(|read| hall::load(read, read.now().date()))?;
    gauge!("hall_counters_open").set(halls.counters_open as f64);
    gauge!("hall_tickets_waiting").set(halls.tickets_waiting as f64);
    gauge!("hall_stuck_overdue").set(halls.stuck_overdue as f64);
    if let Some(bytes) = resident() {
        gauge!("process_resident_memory_bytes").set(bytes as f64);
    }
    Ok(())
}

/// Bytes of memory that this process holds, where the system says so.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}
