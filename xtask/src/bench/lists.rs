//! A clerk's list: the window's own, in a store of ten thousand cases against one of a million. What
//! it costs must not depend on how many there are.

use std::path::PathBuf;

use super::{
    Bench, Figure, copy_folder,
    http::Client,
    load::{self, median},
    people,
    server::Server,
};

/// Clerks at once.
const CLERKS: usize = 16;
const FEW: u64 = 10_000;
const MANY: u64 = 1_000_000;
/// What waits to be received, oldest first.
const LIST: &str = "/desk?view=submitted";

pub fn clerks(bench: &Bench) -> Result<Vec<Figure>, String> {
    let few = Server::demo(&bench.binary, &seeded(bench, FEW)?, &[])?;
    let many = Server::demo(&bench.binary, &seeded(bench, MANY)?, &[])?;
    let mut at_few = signed_in(&few)?;
    let mut at_many = signed_in(&many)?;
    let list = |client: &mut Client, _: u64| {
        let page = client.get(LIST)?.expect(200)?;
        if page.body.len() > 1_000 { Ok(()) } else { Err("an empty list".into()) }
    };
    let (mut rounds_few, mut rounds_many) = (Vec::new(), Vec::new());
    for round in 0..=bench.rounds {
        let one = load::round(&mut at_few, few.pid(), bench.lasting, list)?;
        let other = load::round(&mut at_many, many.pid(), bench.lasting, list)?;
        if round > 0 {
            rounds_few.push(one);
            rounds_many.push(other);
        }
    }
    few.stop()?;
    many.stop()?;
    let figure = |what: &str, rounds: &[load::Round], target: &str| Figure {
        measured: format!("{:.1} ms", median(rounds.iter().map(|round| round.within(50)))),
        target: target.into(),
        ..Figure::rate(what, "", rounds)
    };
    let ratio = median(rounds_many.iter().zip(&rounds_few).map(|(many, few)| many.cost() / few.cost().max(1e-9)));
    let spread = rounds_few.iter().map(load::Round::cost);
    let (least, most) = spread.fold((f64::MAX, 0.0_f64), |(least, most), cost| (least.min(cost), most.max(cost)));
    Ok(vec![
        figure("a clerk's list at 10,000 cases, 16 users, median", &rounds_few, ""),
        figure("a clerk's list at 1,000,000 cases, 16 users, median", &rounds_many, "10 ms"),
        Figure {
            what: "CPU time of that list at 1,000,000 against 10,000 cases".into(),
            target: "within the noise".into(),
            measured: format!("{ratio:.2} times"),
            server: String::new(),
            note: format!("rounds at 10,000 cases {least:.0} to {most:.0} µs"),
        },
    ])
}

fn signed_in(server: &Server) -> Result<Vec<Client>, String> {
    (0..CLERKS).map(|_| people::browser(server.address, "clerk", "clerk123")).collect()
}

/// A store of so many cases, written in bulk once.
fn seeded(bench: &Bench, cases: u64) -> Result<PathBuf, String> {
    let kept = bench.stores.join(format!("seeded-{cases}"));
    if kept.join("seeded").exists() {
        return Ok(kept);
    }
    let _ = std::fs::remove_dir_all(&kept);
    copy_folder(&bench.world()?, &kept).map_err(|error| error.to_string())?;
    bench.tongban(&["bench", "seed", "--cases", &cases.to_string(), "--data", &kept.display().to_string()])?;
    std::fs::write(kept.join("seeded"), "").map_err(|error| error.to_string())?;
    Ok(kept)
}
