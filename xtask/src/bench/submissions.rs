//! Durable submissions over HTTP: each a whole application of a citizen, answered when it is on the
//! disk; beside what the bare store commits of the same rows.

use std::{net::SocketAddr, path::Path};

use serde_json::json;

use super::{
    Bench, Figure,
    http::Client,
    load::{self, Round, median},
    pages, people,
    server::Server,
};

/// Clients at once, and the citizens in whose names they apply.
pub const CLIENTS: usize = 64;
const CITIZENS: u32 = 32;
/// A permit: one paper held by the state, one handed in.
const ITEM: &str = "DEMO-440117-002";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// An applicant and what they send.
pub struct Applicant {
    client: Client,
    body: String,
}

impl Applicant {
    pub fn into_parts(self) -> (Client, String) {
        (self.client, self.body)
    }

    /// Sends the application; the number that it was given.
    pub fn apply(&mut self) -> Result<String, String> {
        let answer = self.client.post("/api/v1/applications", "application/json", self.body.as_bytes())?.expect(201)?;
        let number = answer.json()?;
        Ok(number.get("number").and_then(|number| number.as_str()).ok_or("no number")?.to_owned())
    }
}

/// So many applicants, ready to send.
pub fn applicants(address: SocketAddr) -> Result<Vec<Applicant>, String> {
    let item = pages::item(&mut Client::new(address), ITEM)?;
    let mut all = Vec::new();
    for mut citizen in people::citizens(address, CITIZENS)? {
        let file = upload(&mut citizen)?;
        let body = json!({
            "item": item,
            "division": "440117103",
            "answers": {
                "form_kind": "single", "scope": "Snacks", "place_division": "440117103",
                "place_address": "12 Shifan Road", "online_only": "no",
            },
            "papers": [{ "material": "premises", "file": file, "name": "lease.pdf" }],
        })
        .to_string();
        for client in citizen.twice() {
            all.push(Applicant { client, body: body.clone() });
        }
    }
    all.truncate(CLIENTS);
    Ok(all)
}

fn upload(client: &mut Client) -> Result<String, String> {
    let mut body = b"--cut\r\ncontent-disposition: form-data; name=\"file\"; filename=\"lease.pdf\"\r\n\r\n".to_vec();
    body.extend_from_slice(PDF);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    let answer = client.post("/api/v1/files", "multipart/form-data; boundary=cut", &body)?.expect(201)?.json()?;
    Ok(answer.get("file").and_then(|file| file.as_str()).ok_or("no file")?.to_owned())
}

pub fn send(applicant: &mut Applicant, _: u64) -> Result<(), String> {
    applicant.apply().map(drop)
}

/// The embedded store.
pub fn embedded(bench: &Bench) -> Result<Vec<Figure>, String> {
    let server = Server::demo(&bench.binary, &bench.demo()?, &[])?;
    let beside = bench.copy("bare")?;
    let mut clients = applicants(server.address)?;
    let (mut rounds, mut bare): (Vec<Round>, Vec<Round>) = (Vec::new(), Vec::new());
    let mut counted = serde_json::Value::Null;
    for round in 0..=bench.rounds {
        let one = load::round(&mut clients, server.pid(), bench.lasting, send)?;
        counted = bare_round(bench, &beside)?;
        if round > 0 {
            rounds.push(one);
            bare.push(bare_figures(&counted));
        }
    }
    server.stop()?;
    let share = median(rounds.iter().zip(&bare).map(|(http, bare)| http.rate() / bare.rate().max(1e-9)));
    let number = |key: &str| counted.get(key).and_then(serde_json::Value::as_u64).unwrap_or(0);
    let (ran, written, began) = (number("ran"), number("written"), number("transactions"));
    Ok(vec![
        Figure::rate("durable submissions over HTTP, 64 clients, embedded store", "1,000/s", &rounds),
        Figure {
            note: format!("no latencies: {written} statements that write, in the store's own batches"),
            ..Figure::rate("bare group commit of the same rows, 64 threads", "", &bare)
        },
        Figure {
            what: "submissions against the bare store".into(),
            target: "at least 50 %".into(),
            measured: format!("{:.0} %", share * 100.0),
            server: String::new(),
            note: String::new(),
        },
        Figure {
            what: "statements a submission".into(),
            target: "ever fewer".into(),
            measured: format!("{ran}, of which {written} write"),
            server: String::new(),
            note: format!("in {began} transactions: who asks, what is known, the verb"),
        },
    ])
}

/// A round of the bare store, in a process of its own.
fn bare_round(bench: &Bench, data: &Path) -> Result<serde_json::Value, String> {
    let (clients, seconds) = (CLIENTS.to_string(), bench.lasting.as_secs().to_string());
    let folder = data.display().to_string();
    let said = bench.tongban(&["bench", "bare", "--clients", &clients, "--seconds", &seconds, "--data", &folder])?;
    serde_json::from_str(said.trim()).map_err(|error| format!("{error}: {said}"))
}

fn bare_figures(said: &serde_json::Value) -> Round {
    let number = |key: &str| said.get(key).and_then(serde_json::Value::as_f64).unwrap_or(0.0);
    Round {
        done: number("done") as u64,
        seconds: number("seconds"),
        server: number("cpu_micros") as u64,
        ..Round::default()
    }
}
