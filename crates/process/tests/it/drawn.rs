//! Small models for tests in a notation of a few words: a node a line, flows as arrows, sub-processes in braces.
//!
//! ```text
//! process p
//! start s
//! user a
//! sub u {
//!   start t
//!   task b
//!   t -> b
//! }
//! boundary k on a timer PT1H beside
//! s -> a -> u
//! a ~> q.r
//! ```
//! `x -> y : text` is a conditional flow; ids of flows are `x_y`. Without `process` there is one, `p`.

use std::fmt::Write as _;

use process::model::Model;

pub fn model(text: &str) -> Model {
    let document = document(text);
    process::bpmn::read(document.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{document}"))
}

pub fn document(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut out = String::from(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:tb=\"urn:tongban:bpmn:1\" id=\"d\" \
         targetNamespace=\"urn:test\">\n",
    );
    for kind in ["message", "signal", "error", "escalation"] {
        writeln!(out, "<{kind} id=\"{kind}1\" name=\"{kind}1\" {kind}Code=\"{kind}1\"/>").unwrap();
    }
    let mut messages = Vec::new();
    let mut open = false;
    let mut pools = Vec::new();
    if !lines.first().is_some_and(|line| line.starts_with("process ")) {
        out.push_str("<process id=\"p\" isExecutable=\"true\">\n");
        pools.push("p".to_owned());
        open = true;
    }
    for line in lines {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words[0] == "process" {
            if open {
                out.push_str("</process>\n");
            }
            open = true;
            pools.push(words[1].to_owned());
            writeln!(out, "<process id=\"{}\" isExecutable=\"true\">", words[1]).unwrap();
        } else if line.contains("~>") {
            let (from, to) = line.split_once("~>").unwrap();
            messages.push((from.trim().to_owned(), to.trim().to_owned()));
        } else if line.contains("->") {
            flows(&mut out, line);
        } else if line == "}" {
            out.push_str("</subProcess>\n");
        } else {
            node(&mut out, &words, line);
        }
    }
    out.push_str("</process>\n");
    if !messages.is_empty() {
        out.push_str("<collaboration id=\"c\">\n");
        for pool in pools {
            writeln!(out, "<participant id=\"pool_{pool}\" name=\"{pool}\" processRef=\"{pool}\"/>").unwrap();
        }
        for (from, to) in messages {
            writeln!(out, "<messageFlow id=\"{from}_{to}\" sourceRef=\"{from}\" targetRef=\"{to}\"/>").unwrap();
        }
        out.push_str("</collaboration>\n");
    }
    out.push_str("</definitions>\n");
    out
}

fn flows(out: &mut String, line: &str) {
    let (path, condition) = line.split_once(" : ").map_or((line, None), |(path, text)| (path, Some(text.trim())));

    let names: Vec<&str> = path.split("->").map(str::trim).collect();
    for pair in names.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let inside = condition.map(|text| text.replace('<', "&lt;"));
        let inside =
            inside.map(|text| format!("<conditionExpression>{text}</conditionExpression>")).unwrap_or_default();
        writeln!(
            out,
            "<sequenceFlow id=\"{from}_{to}\" sourceRef=\"{from}\" targetRef=\"{to}\">{inside}</sequenceFlow>"
        )
        .unwrap();
    }
}

fn node(out: &mut String, words: &[&str], line: &str) {
    let (kind, id) = (words[0], words[1]);
    let has = |word: &str| words.contains(&word);
    let more: String = words.iter().filter(|word| word.contains('=')).map(|word| format!(" {word}")).collect();
    let definition = definition(words);
    match kind {
        "task" | "user" | "service" | "send" | "receive" | "script" | "manual" | "rule" => {
            let tag = match kind {
                "task" => "task".to_owned(),
                "rule" => "businessRuleTask".to_owned(),
                other => format!("{other}Task"),
            };
            let compensates = if has("handler") { " isForCompensation=\"true\"" } else { "" };
            writeln!(out, "<{tag} id=\"{id}\"{compensates}{more}/>").unwrap();
        }
        "exclusive" | "parallel" | "inclusive" | "complex" | "eventBased" => {
            writeln!(out, "<{kind}Gateway id=\"{id}\"{more}/>").unwrap();
        }
        "start" => {
            let beside = if has("beside") { " isInterrupting=\"false\"" } else { "" };
            writeln!(out, "<startEvent id=\"{id}\"{beside}{more}>{definition}</startEvent>").unwrap();
        }
        "end" => writeln!(out, "<endEvent id=\"{id}\"{more}>{definition}</endEvent>").unwrap(),
        "catch" => {
            writeln!(out, "<intermediateCatchEvent id=\"{id}\"{more}>{definition}</intermediateCatchEvent>").unwrap();
        }
        "throw" => {
            writeln!(out, "<intermediateThrowEvent id=\"{id}\"{more}>{definition}</intermediateThrowEvent>").unwrap();
        }
        "boundary" => {
            let host = words[3];
            let beside = if has("beside") { " cancelActivity=\"false\"" } else { "" };
            writeln!(out, "<boundaryEvent id=\"{id}\" attachedToRef=\"{host}\"{beside}>{definition}</boundaryEvent>")
                .unwrap();
        }
        "sub" => writeln!(out, "<subProcess id=\"{id}\"{more}>").unwrap(),
        "event" => writeln!(out, "<subProcess id=\"{id}\" triggeredByEvent=\"true\"{more}>").unwrap(),
        "undoes" => {
            writeln!(out, "<association id=\"{id}_{0}\" sourceRef=\"{id}\" targetRef=\"{0}\"/>", words[2]).unwrap();
        }
        "call" => writeln!(out, "<callActivity id=\"{id}\" calledElement=\"{}\"/>", words[2]).unwrap(),
        _ => panic!("unknown word: {line}"),
    }
}

fn definition(words: &[&str]) -> String {
    let after = |word: &str| {
        let at = words.iter().position(|other| *other == word)?;
        Some(words.get(at + 1).copied().unwrap_or_default())
    };
    for kind in ["message", "signal", "error", "escalation"] {
        if words.contains(&kind) {
            return format!("<{kind}EventDefinition {kind}Ref=\"{kind}1\"/>");
        }
    }
    if let Some(text) = after("timer") {
        return format!("<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>");
    }
    if let Some(text) = after("cycle") {
        return format!("<timerEventDefinition><timeCycle>{text}</timeCycle></timerEventDefinition>");
    }
    if let Some(text) = after("when") {
        return format!("<conditionalEventDefinition><condition>{text}</condition></conditionalEventDefinition>");
    }
    if let Some(name) = after("link") {
        return format!("<linkEventDefinition name=\"{name}\"/>");
    }
    let plain = ["terminate", "cancel", "compensate"];
    plain.iter().find(|kind| words.contains(kind)).map(|kind| format!("<{kind}EventDefinition/>")).unwrap_or_default()
}
