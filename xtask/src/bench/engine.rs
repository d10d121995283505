//! The process engine on the store, from inside the program: what a durable step reaches of the same rows
//! written without the engine, and what ten thousand timers that are due at once do to the work of others.

use serde_json::Value;

use super::{
    Bench, Figure,
    load::{Round, median},
};

fn number(said: &Value, path: &str) -> f64 {
    said.pointer(path).and_then(Value::as_f64).unwrap_or(0.0)
}

fn round(said: &Value, of: &str) -> Round {
    let number = |key: &str| number(said, &format!("/{of}/{key}"));
    Round {
        done: number("done") as u64,
        seconds: number("seconds"),
        server: number("cpu_micros") as u64,
        ..Round::default()
    }
}

/// Steps of many clients, and of one.
pub fn steps(bench: &Bench) -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    for (clients, target) in [(64, "at least 60 %"), (1, "at least 80 %")] {
        let folder = bench.copy("engine")?.display().to_string();
        let (mut lived, mut bare, mut written) = (Vec::new(), Vec::new(), 0.0);
        for turn in 0..=bench.rounds {
            let (clients, seconds) = (clients.to_string(), bench.lasting.as_secs().to_string());
            let arguments = ["bench", "engine", "--clients", &clients, "--seconds", &seconds, "--data", &folder];
            let said = bench.tongban(&arguments)?;
            let said: Value = serde_json::from_str(said.trim()).map_err(|error| format!("{error}: {said}"))?;
            written = number(&said, "/written") / number(&said, "/steps").max(1.0);
            if turn > 0 {
                lived.push(round(&said, "engine"));
                bare.push(round(&said, "bare"));
            }
        }
        let share = median(lived.iter().zip(&bare).map(|(lived, bare)| lived.rate() / bare.rate().max(1e-9)));
        let note = format!("{written:.1} statements a step");
        figures.extend([
            Figure {
                note,
                ..Figure::rate(&format!("steps of processes on the store, clients: {clients}"), "", &lived)
            },
            Figure {
                note: String::new(),
                ..Figure::rate(&format!("the same rows without the engine, clients: {clients}"), "", &bare)
            },
            Figure {
                what: format!("steps against the bare store, clients: {clients}"),
                target: target.into(),
                measured: format!("{:.0} %", share * 100.0),
                server: String::new(),
                note: String::new(),
            },
        ]);
    }
    Ok(figures)
}

/// A million armed timers, ten thousand of them due.
pub fn timers(bench: &Bench) -> Result<Vec<Figure>, String> {
    let folder = bench.copy("timers")?.display().to_string();
    let said = bench.tongban(&["bench", "timers", "--clients", "8", "--data", &folder])?;
    let said: Value = serde_json::from_str(said.trim()).map_err(|error| format!("{error}: {said}"))?;
    let (before, during) = (number(&said, "/before/p99_micros"), number(&said, "/during/p99_micros"));
    Ok(vec![Figure {
        what: "steps of others while 10,000 of 1,000,000 timers are due, 99th percentile".into(),
        target: "at most doubled".into(),
        measured: format!("{:.1} ms, {:.2} times", during / 1000.0, during / before.max(1.0)),
        server: String::new(),
        note: format!(
            "{:.1} ms before; {} set off in {:.1} s beside 8 clients",
            before / 1000.0,
            number(&said, "/woken"),
            number(&said, "/seconds")
        ),
    }])
}
