//! Documents that were damaged at random never bring anything down: each is read or refused, and what is read can be
//! written, checked, told and drawn. `endure` is the body of a fuzz target too.

use process::draw::{Drawing, draw};
use process::lint::{Bounds, soundness_within};
use process::outline::outline;
use process::{bpmn, diff, executable, xml};
use proptest::prelude::*;

use crate::drawn;

/// Whatever the bytes are, this ends and doesn't panic.
fn endure(bytes: &[u8]) {
    let limits = xml::Limits { bytes: 200_000, parts: 20_000, ..xml::Limits::default() };
    let Ok(model) = bpmn::read_within(bytes, &limits) else { return };
    let written = bpmn::write(&model);
    let again = bpmn::read(written.as_bytes()).expect("what was written can be read");
    assert_eq!(model.document(), again.document());
    assert_eq!(model.digest, again.digest);
    let bounds = Bounds { states: 300, steps: 3_000, work: 300_000, nodes: 1_000 };
    let _ = soundness_within(&model, bounds, true);
    let _ = executable::executable(&model);
    let _ = outline(&model).plain();
    assert!(diff::diff(&model, &again).same_meaning);
    let svg = draw(&model, &Drawing::default());
    xml::read(svg.as_bytes(), &xml::Limits { depth: 10_000, ..xml::Limits::default() })
        .expect("a drawing is well-formed");
}

const SEED: &str = "process p\nstart s\nparallel x\nuser a\nboundary k on a error\nsub u {\nstart t\ninclusive y\ntask b\ntask c\ninclusive z\nend f error\n\
    t -> y -> b -> z -> f\ny -> c -> z\nevent v {\nstart w signal beside\nend g\nw -> g\n}\n}\nboundary h on u escalation\ncatch q link L\nthrow r link L\n\
    parallel j\nend e terminate\ns -> x -> a -> j -> e\nx -> u -> j\nk -> r\nq -> j\nh -> e\nprocess o\nstart i message\nsend n\nend m compensate\n\
    i -> n -> m\na ~> i\nn ~> a";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_changed_at_random_are_endured(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = drawn::document(SEED).into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        endure(&bytes);
    }

    #[test]
    fn pieces_moved_at_random_are_endured(moves in prop::collection::vec((any::<prop::sample::Index>(), 1..80_usize, any::<prop::sample::Index>(), any::<bool>()), 1..6)) {
        let mut bytes = drawn::document(SEED).into_bytes();
        for (from, length, to, is_copy) in moves {
            let from = from.index(bytes.len());
            let end = (from + length).min(bytes.len());
            let piece: Vec<u8> = if is_copy { bytes[from..end].to_vec() } else { bytes.drain(from..end).collect() };
            let to = to.index(bytes.len() + 1);
            bytes.splice(to..to, piece);
        }
        endure(&bytes);
    }

    #[test]
    fn ids_exchanged_at_random_are_endured(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..10)) {
        // Well-formed always: references lead to elements of all kinds, ids stand twice.
        let text = drawn::document(SEED);
        let ids = ["s", "x", "a", "k", "u", "t", "y", "z", "f", "v", "w", "q", "r", "e", "p", "o", "s_x", "pool_p", "error1"];
        let mut parts: Vec<String> = text.split('"').map(str::to_owned).collect();
        let places: Vec<usize> = (1..parts.len()).step_by(2).filter(|at| ids.contains(&&*parts[*at])).collect();
        for (place, id) in changes {
            parts[places[place.index(places.len())]] = ids[id.index(ids.len())].to_owned();
        }
        endure(parts.join("\"").as_bytes());
    }

    #[test]
    fn elements_exchanged_at_random_are_endured(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8)) {
        let text = drawn::document(SEED);
        let names = ["startEvent", "endEvent", "userTask", "subProcess", "transaction", "adHocSubProcess", "parallelGateway", "inclusiveGateway",
            "eventBasedGateway", "complexGateway", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent", "callActivity", "receiveTask"];
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let places: Vec<usize> = (0..lines.len()).filter(|at| names.iter().any(|name| lines[*at].starts_with(&format!("<{name} ")))
            && (lines[*at].ends_with("/>") || lines[*at].contains("</"))).collect();
        for (place, name) in changes {
            let line = &mut lines[places[place.index(places.len())]];
            let old = line[1..].split(' ').next().unwrap().to_owned();
            *line = line.replace(&format!("<{old} "), &format!("<{} ", names[name.index(names.len())]))
                .replace(&format!("</{old}>"), &format!("</{}>", names[name.index(names.len())]));
        }
        endure(lines.join("\n").as_bytes());
    }
}
