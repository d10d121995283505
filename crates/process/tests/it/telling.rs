//! What is told of a model: outline, comparison, drawing, layout.

use process::diff::{What, diff};
use process::draw::{Drawing, Mark, draw};
use process::layout::{layout, with_diagram};
use process::outline::outline;
use process::{bpmn, inspect, xml};

use crate::drawn;

const PERMIT: &str = "start s\nuser a name=\"Receive\"\nexclusive x\nuser b\nuser c\nboundary k on b timer P5D beside\nuser hurry\nexclusive j\nend e\n\
    s -> a -> x -> b -> j -> e : n > 3\nx -> c -> j\nk -> hurry";

#[test]
fn the_outline_reads_in_order_with_numbers() {
    let told = outline(&drawn::model(PERMIT));
    let entries = &told.processes[0].entries;
    let order: Vec<&str> = entries.iter().map(|entry| &*entry.element).collect();
    assert_eq!(order[..3], ["s", "a", "x"]);
    assert_eq!(order.last(), Some(&"e"));
    let at = |id: &str| entries.iter().find(|entry| &*entry.element == id).unwrap();
    assert_eq!(at("a").kind, "user-task");
    assert_eq!(at("s").next[0].number, at("a").number);
    assert_eq!(at("b").beside[0].kind, "timer-boundary-beside");
    assert_eq!(&*at("b").beside[0].detail, "P5D");
    assert_eq!(at("b").beside[0].number, format!("{}a", at("b").number));
    assert_eq!(&*at("x").next[0].condition, "n > 3");
    let lines = told.plain();
    assert_eq!(lines.len(), 1 + entries.len() + 1);
    assert!(lines.iter().any(|line| line.contains("exclusive-gateway") && line.contains("if n > 3")));
}

#[test]
fn turns_back_and_insides_are_told() {
    let told = outline(&drawn::model(
        "start s\nexclusive x\nsub u {\nstart t\nuser a\nend f\nt -> a -> f\n}\nexclusive y\nend e\ns -> x -> u -> y -> e\ny -> x\nuser alone",
    ));
    let entries = &told.processes[0].entries;
    let at = |id: &str| entries.iter().find(|entry| &*entry.element == id).unwrap();
    assert!(at("y").next.iter().any(|next| next.number == at("x").number));
    assert_eq!(at("u").inside.len(), 3);
    assert_eq!(at("u").inside[1].number, format!("{}.2", at("u").number));
    assert!(entries.iter().any(|entry| &*entry.element == "alone"), "nothing is left out");
}

#[test]
fn models_are_compared_by_their_elements() {
    let before = drawn::document("start s\nuser a\nuser b\nend e\ns -> a -> b -> e : n > 3");
    let after =
        drawn::document("start s\nuser a tb:days=\"3\"\nservice b\nuser c\nend e\ns -> a -> b -> c : n > 4\nc -> e");
    let found = inspect::diff(before.as_bytes(), after.as_bytes()).unwrap();
    assert!(!found.same_meaning && !found.redrawn);
    let of = |id: &str| found.changes.iter().find(|change| &*change.element == id);
    assert_eq!(of("c").unwrap().what, What::Added);
    assert_eq!(of("b_e").unwrap().what, What::Removed);
    let a = &of("a").unwrap().aspects[0];
    assert_eq!((&*a.name, a.before.as_deref(), a.after.as_deref()), ("days", None, Some("3")));
    let b = &of("b").unwrap().aspects[0];
    assert_eq!((&*b.name, b.after.as_deref()), ("kind", Some("serviceTask")));
    let flow = &of("a_b").unwrap().aspects[0];
    assert_eq!((&*flow.name, flow.before.as_deref()), ("conditionExpression", Some("n > 3")));
    assert!(of("s").is_none());
    assert!(found.plain().contains(&"+ userTask  [c]".to_owned()), "{:?}", found.plain());
}

#[test]
fn a_model_equals_itself_however_it_is_drawn() {
    let model = drawn::model(PERMIT);
    let found = diff(&model, &model);
    assert!(found.same_meaning && !found.redrawn && found.changes.is_empty());
    let redrawn = bpmn::model_of(with_diagram(&model)).unwrap();
    let found = diff(&model, &redrawn);
    assert!(found.same_meaning && found.redrawn, "{found:?}");
}

#[test]
fn a_drawing_is_accessible_and_without_styles() {
    let model = drawn::model(PERMIT);
    let mark = Mark { count: 3, label: "3 cases, 1 late <b>", class: "is-late" };
    let marks = [("b", mark)].into();
    let drawing = Drawing {
        title: "许可 & permit",
        description: "nine steps",
        id: "m1",
        marks,
        names: [("nameless", "x")].into(),
        plane: "",
    };
    let svg = draw(&model, &drawing);
    let document = xml::read(svg.as_bytes(), &xml::Limits::default()).expect("well-formed");
    let root = &document.root;
    assert_eq!(root.attribute("role"), Some("img"));
    assert_eq!(root.attribute("aria-labelledby"), Some("m1-title m1-desc"));
    assert_eq!(root.tags().next().unwrap().text(), "许可 & permit");
    assert!(!svg.contains(" style=") && !svg.contains("<style") && !svg.contains("<script"));
    assert!(svg.contains("bpmn-user-task is-late") && svg.contains(">3</text>"));
    for node in &model.nodes {
        assert!(svg.contains(&format!("data-element=\"{}\"", node.id)), "{} is drawn", node.id);
    }
    for flow in &model.flows {
        assert!(svg.contains(&format!("data-element=\"{}\"", flow.id)), "{} is drawn", flow.id);
    }
}

#[test]
fn names_cannot_break_out_of_a_drawing() {
    let text = drawn::document("start s\nuser a\ns -> a").replace(
        "<userTask id=\"a\"/>",
        "<userTask id=\"a\" name=\"&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x\"/>",
    );
    let svg = draw(&bpmn::read(text.as_bytes()).unwrap(), &Drawing::default());
    assert!(!svg.contains("<script") && !svg.contains("\" onload"));
    assert!(xml::read(svg.as_bytes(), &xml::Limits::default()).is_ok());
}

#[test]
fn a_laid_out_model_overlaps_nowhere() {
    let model = drawn::model(
        "start s\nparallel x\nuser a\nuser b\nsub u {\nstart t\nuser c\nend f\nt -> c -> f\n}\nparallel j\nend e\n\
         s -> x -> a -> j -> e\nx -> b -> j\nx -> u -> j",
    );
    let diagram = layout(&model);
    assert_eq!((diagram.shapes.len(), diagram.edges.len()), (model.nodes.len(), model.flows.len()));
    let inside = model[model.node("u").unwrap()].inside().unwrap();
    let outer: Vec<_> =
        diagram.shapes.iter().filter(|shape| model[model.node(&shape.element).unwrap()].scope != inside).collect();
    for (at, one) in outer.iter().enumerate() {
        for other in &outer[at + 1..] {
            let (a, b) = (one.bounds, other.bounds);
            let apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
            assert!(apart, "{} and {}", one.element, other.element);
        }
    }
    let u = diagram.shape("u").unwrap().bounds;
    let c = diagram.shape("c").unwrap().bounds;
    assert!(c.x > u.x && c.y > u.y && c.x + c.width < u.x + u.width && c.y + c.height < u.y + u.height);
}

#[test]
fn a_handler_around_its_own_event_is_none() {
    let text = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"d\"><process id=\"p\">\
        <startEvent id=\"s\"/><transaction id=\"t\"><startEvent id=\"ts\"/><task id=\"a\"/><boundaryEvent id=\"c\" attachedToRef=\"a\">\
        <compensateEventDefinition/></boundaryEvent><association id=\"x\" sourceRef=\"c\" targetRef=\"t\"/>\
        <sequenceFlow id=\"ts_a\" sourceRef=\"ts\" targetRef=\"a\"/></transaction>\
        <sequenceFlow id=\"s_t\" sourceRef=\"s\" targetRef=\"t\"/></process></definitions>";
    let model = process::bpmn::read(text.as_bytes()).unwrap();
    assert_eq!(model[model.node("c").unwrap()].compensated_by, None);
    assert_eq!(outline(&model).plain().len(), 6);
}
