//! The walking test: every route of every room, asked by nobody and by everyone of the demo, with
//! what each was answered in a list that people review. A route, a visitor or an answer that
//! differs fails, whether it is in the list and not in the house or the other way round.
#![cfg(test)]

use std::{collections::BTreeSet, path::Path};

use serde_json::json;
use testkit::Client;

use super::{World, in_the_house};

/// What would end the visitor's session, or change what the next visitor finds.
const PASSED_OVER: [(&str, &str); 3] =
    [("POST", "/sign-out"), ("DELETE", "/api/v1/sessions/current"), ("POST", "/drafts/{id}/discard")];

/// Asks as somebody who saw another version, so that whoever may act is told 409 and nothing is done.
async fn ask(client: &Client, method: &str, address: &str) -> u16 {
    let answer = match method {
        "POST" if address.starts_with("/api/") => {
            client.post_json_with(address, &json!({}), &[("if-match", "\"v99\"")]).await
        }
        "POST" => client.post_form(address, &[("seen", "99"), ("version", "99")]).await,
        _ => client.ask(method, address).await,
    };
    answer.status
}

async fn walk(world: &World) -> String {
    let mut lines = Vec::new();
    let routes: Vec<(String, &'static str)> =
        world.app.routes().map(|route| (route.method.to_string(), route.path)).collect();
    for (method, path) in routes {
        if PASSED_OVER.contains(&(method.as_str(), path)) {
            lines.push(format!("{method} {path}: passed over"));
            continue;
        }
        let address = world.address(path);
        let mut answers = Vec::new();
        for (name, client) in &world.visitors {
            answers.push(format!("{name} {}", ask(client, &method, &address).await));
        }
        lines.push(format!("{method} {path}: {}", answers.join(", ")));
    }
    lines.sort();
    lines.join("\n") + "\n"
}

#[test]
fn every_route_answers_everyone_as_reviewed() {
    in_the_house(async |world| {
        let walked = walk(&world).await;
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/walked.txt");
        if std::env::var("TONGBAN_REVIEW").is_ok() {
            std::fs::write(&file, &walked).unwrap();
        }
        let reviewed = std::fs::read_to_string(&file).unwrap();
        let (now, then): (BTreeSet<&str>, BTreeSet<&str>) = (walked.lines().collect(), reviewed.lines().collect());
        let only = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
            one.difference(other).map(|line| (*line).to_owned()).collect::<Vec<_>>().join("\n")
        };
        assert!(
            now == then,
            "in the house, not in the list:\n{}\nin the list, not in the house:\n{}",
            only(&now, &then),
            only(&then, &now)
        );
        assert!(!walked.contains(" 500"), "nobody is answered with a fault");
        world.app.settle();
    });
}
