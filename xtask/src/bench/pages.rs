//! Pages: a guide for readers who are signed out and in, its weight with everything it needs, and
//! the search.

use std::{collections::BTreeSet, net::SocketAddr, path::Path, time::Duration};

use super::{
    Bench, Figure,
    http::Client,
    load::{self, Round},
    people,
    server::Server,
};

/// Readers at once.
const READERS: usize = 16;
/// A guide that many read: a small business, with form, materials and bodies.
const ITEM: &str = "DEMO-440117-002";

/// The id of an item by its code.
pub fn item(client: &mut Client, code: &str) -> Result<String, String> {
    let mut after = String::new();
    loop {
        let page = client.get(&format!("/api/v1/items?limit=200&after={after}"))?.expect(200)?.json()?;
        for item in page.get("items").and_then(|items| items.as_array()).into_iter().flatten() {
            let text = |key: &str| item.get(key).and_then(|value| value.as_str()).unwrap_or_default();
            if text("code") == code {
                return Ok(text("id").to_owned());
            }
        }
        match page.get("next").and_then(|next| next.as_str()) {
            Some(next) => next.clone_into(&mut after),
            None => return Err(format!("no item {code}")),
        }
    }
}

/// The guide, signed out against signed in.
pub fn guide(bench: &Bench) -> Result<Vec<Figure>, String> {
    let server = Server::demo(&bench.binary, &bench.demo()?, &[])?;
    let address = server.address;
    let path = format!("/items/{}", item(&mut Client::new(address), ITEM)?);
    let mut out: Vec<Client> = (0..READERS).map(|_| people::plain_browser(address)).collect();
    let mut signed_in = Vec::new();
    for _ in 0..READERS {
        signed_in.push(people::browser(address, "wangfang", "wangfang123")?);
    }
    let get = |client: &mut Client, _: u64| client.get(&path)?.expect(200).map(drop);
    let (mut readers_out, mut readers_in) = (Vec::new(), Vec::new());
    for round in 0..=bench.rounds {
        let one = load::round(&mut out, server.pid(), bench.lasting, get)?;
        let other = load::round(&mut signed_in, server.pid(), bench.lasting, get)?;
        // The first warms both.
        if round > 0 {
            readers_out.push(one);
            readers_in.push(other);
        }
    }
    let weight = weight(&mut people::plain_browser(address), &path)?;
    server.stop()?;
    Ok(vec![
        Figure::rate("guide, signed out", "5,000/s", &readers_out),
        Figure::rate("guide, signed in", "1,000/s", &readers_in),
        weight,
    ])
}

/// What a first visit to a page brings over the wire, with what it names: styles, icons, scripts.
fn weight(client: &mut Client, path: &str) -> Result<Figure, String> {
    let page = client.get(path)?.expect(200)?;
    let packed = page.body.len();
    let plain = Client::new(client.address()).get(path)?.expect(200)?.text();
    let mut total = packed;
    let mut parts = BTreeSet::new();
    for piece in plain.split(['"', '\'']) {
        if piece.starts_with("http") && !piece.contains("127.0.0.1") && plain.contains(&format!("src=\"{piece}")) {
            return Err(format!("{path} takes {piece} from elsewhere"));
        }
        if piece.starts_with("/assets/") && parts.insert(piece.to_owned()) {
            total += client.get(piece)?.expect(200)?.body.len();
        }
    }
    let kilobytes = |bytes: usize| format!("{:.1} KB", bytes as f64 / 1_000.0);
    Ok(Figure {
        what: "weight of the guide, packed, with all it names".into(),
        target: "60 KB".into(),
        measured: kilobytes(total),
        server: String::new(),
        note: format!("page {} and {} assets", kilobytes(packed), parts.len()),
    })
}

/// The search, with the repository's list of plain-speech queries: signed in, so that nothing is
/// answered from the kept pages.
pub fn search(bench: &Bench) -> Result<Vec<Figure>, String> {
    let server = Server::demo(&bench.binary, &bench.demo()?, &[])?;
    let queries = queries(&bench.root)?;
    let rounds = searches(bench, &server, server.address, &queries)?;
    server.stop()?;
    let slow = load::median(rounds.iter().map(|round| round.within(99)));
    Ok(vec![Figure {
        what: "search, 99th percentile, 4 at once".into(),
        target: "20 ms".into(),
        measured: format!("{slow:.1} ms"),
        server: Figure::cost(&rounds),
        note: format!("median {:.1} ms, {} queries", load::median(rounds.iter().map(|r| r.within(50))), queries.len()),
    }])
}

fn searches(bench: &Bench, server: &Server, address: SocketAddr, queries: &[String]) -> Result<Vec<Round>, String> {
    let mut clients = Vec::new();
    for place in 0..4_usize {
        clients.push((place * queries.len() / 4, people::browser(address, "wangfang", "wangfang123")?));
    }
    let ask = |(place, client): &mut (usize, Client), count: u64| {
        let turn = (*place + usize::try_from(count).unwrap_or(0)) % queries.len().max(1);
        let query = queries.get(turn).map(String::as_str).unwrap_or_default();
        client.get(&format!("/search?q={query}"))?.expect(200).map(drop)
    };
    let mut rounds = Vec::new();
    for round in 0..=bench.rounds {
        let one = load::round(&mut clients, server.pid(), bench.lasting.min(Duration::from_secs(4)), ask)?;
        if round > 0 {
            rounds.push(one);
        }
    }
    Ok(rounds)
}

fn queries(root: &Path) -> Result<Vec<String>, String> {
    let path = root.join("data/demo/queries.jsonl");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let line = |line: &str| -> Option<String> {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(encoded(value.get("q").or_else(|| value.get("query"))?.as_str()?))
    };
    Ok(text.lines().filter_map(line).collect())
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
