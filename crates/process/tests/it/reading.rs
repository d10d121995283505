//! What is read from a document, what is kept, and what is refused with its place.

use process::bpmn::{read, read_within, write};
use process::model::{
    DataKind, Definition, EventPosition, FaultKind, Gateway, MessageEnd, NodeKind, Repeat, SubprocessForm, Task,
    TimerForm,
};
use process::xml::{Limits, RefusalKind};

use crate::drawn;

const HEAD: &str = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
     xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" \
     xmlns:tb=\"urn:tongban:bpmn:1\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:o=\"urn:other\">";

fn document(inside: &str) -> String {
    format!("{HEAD}{inside}</definitions>")
}

fn refused(text: &str) -> (u32, u32, RefusalKind) {
    let refusal = read(text.as_bytes()).unwrap_err();
    (refusal.place.line, refusal.place.column, refusal.kind)
}

#[test]
fn nodes_and_flows_lie_in_document_order_with_their_indexes() {
    let model = drawn::model("start s\nuser a\nexclusive x\nend e\nend f\ns -> a -> x -> e : n > 3\nx -> f");
    let ids: Vec<&str> = model.nodes.iter().map(|node| &*node.id).collect();
    assert_eq!(ids, ["s", "a", "x", "e", "f"]);
    let x = &model[model.node("x").unwrap()];
    assert_eq!(x.gateway(), Some(Gateway::Exclusive));
    assert_eq!((x.incoming.len(), x.outgoing.len()), (1, 2));
    let process = &model[model.process("p").unwrap()];
    assert_eq!(process.starts, [model.node("s").unwrap()]);
    assert!(process.implicit_starts.is_empty());
    assert_eq!(process.is_executable, Some(true));
    let conditional = &model[model.flow("x_e").unwrap()];
    assert_eq!(&*conditional.condition.as_ref().unwrap().text, "n > 3");
    assert!(model.faults.is_empty());
}

#[test]
fn insides_of_sub_processes_are_scopes_of_their_own() {
    let model = drawn::model(
        "start s\nsub u {\nstart t\nuser a\nend f\nt -> a -> f\nevent v {\nstart w message beside\nend g\nw -> g\n}\n}\n\
         boundary k on u timer P1D beside\nend e\ns -> u -> e\nk -> e",
    );
    let u = &model[model.node("u").unwrap()];
    let inside = &model[u.inside().unwrap()];
    assert_eq!(inside.owner, model.node("u"));
    assert_eq!(inside.event_subprocesses, [model.node("v").unwrap()]);
    assert_eq!(model.process_of(u.inside().unwrap()), model.process("p").unwrap());
    let v = model[model.node("v").unwrap()].activity().unwrap();
    assert!(matches!(&v.task, Task::Subprocess(inside) if inside.form == SubprocessForm::Event));
    let w = model[model.node("w").unwrap()].event().unwrap();
    assert_eq!(w.position, EventPosition::Start { interrupting: false });
    let k = &model[model.node("k").unwrap()];
    assert_eq!(k.attachment(), Some((model.node("u").unwrap(), false)));
    assert_eq!(u.boundaries, [model.node("k").unwrap()]);
    assert!(matches!(&k.event().unwrap().definition,
        Definition::Timer(timer) if timer.form == TimerForm::Duration && &*timer.expression.text == "P1D"));
}

#[test]
fn any_prefix_will_do() {
    let text = "<x:definitions xmlns:x=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><x:process id=\"p\">\
                <x:startEvent id=\"s\"/><y:userTask xmlns:y=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" id=\"a\"/>\
                <x:sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"a\"/></x:process></x:definitions>";
    let model = read(text.as_bytes()).unwrap();
    assert_eq!(model.nodes.len(), 2);
    let plain = document(
        "<process id=\"p\"><startEvent id=\"s\"/><userTask id=\"a\"/><sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"a\"/></process>",
    );
    assert_eq!(read(plain.as_bytes()).unwrap().digest, model.digest, "prefixes don't change the address");
}

#[test]
fn the_words_of_camunda_are_read() {
    let text = document(
        "<process id=\"p\"><userTask id=\"a\" camunda:assignee=\"${clerk}\" camunda:candidateGroups=\"window,review\" \
         camunda:formKey=\"f1\" camunda:dueDate=\"${due}\"><extensionElements><camunda:inputOutput>\
         <camunda:inputParameter name=\"x\">${y}</camunda:inputParameter>\
         <camunda:outputParameter name=\"z\">fixed</camunda:outputParameter></camunda:inputOutput>\
         <camunda:properties><camunda:property name=\"k\" value=\"v\"/></camunda:properties></extensionElements>\
         <multiInstanceLoopCharacteristics isSequential=\"true\" camunda:collection=\"papers\" camunda:elementVariable=\"paper\">\
         <completionCondition>done</completionCondition></multiInstanceLoopCharacteristics></userTask>\
         <businessRuleTask id=\"b\" camunda:decisionRef=\"fee\" camunda:resultVariable=\"amount\" camunda:mapDecisionResult=\"singleEntry\"/>\
         <callActivity id=\"c\" calledElement=\"q\"><extensionElements><camunda:in source=\"x\" target=\"y\"/></extensionElements></callActivity>\
         <serviceTask id=\"d\" camunda:topic=\"stamp\"/></process>",
    );
    let model = read(text.as_bytes()).unwrap();
    let a = &model[model.node("a").unwrap()];
    assert_eq!(a.handling.assignee.as_deref(), Some("${clerk}"));
    assert_eq!(a.handling.candidate_groups.as_deref(), Some("window,review"));
    assert_eq!((a.handling.form.as_deref(), a.handling.due.as_deref()), (Some("f1"), Some("${due}")));
    assert_eq!(a.handling.headers, [("k".into(), "v".into())]);
    assert_eq!((&*a.inputs[0].target, &*a.inputs[0].source.text), ("x", "${y}"));
    assert_eq!((&*a.outputs[0].target, &*a.outputs[0].source.text), ("z", "fixed"));
    let Some(Repeat::Multi(multi)) = &a.activity().unwrap().repeat else { panic!("not repeated") };
    assert!(multi.is_sequential);
    assert_eq!(multi.element.as_deref(), Some("paper"));
    assert_eq!(&*multi.collection.as_ref().unwrap().text, "papers");
    let b = &model[model.node("b").unwrap()].handling;
    assert_eq!((b.decision.as_deref(), b.result.as_deref()), (Some("fee"), Some("amount")));
    assert_eq!(b.result_form.as_deref(), Some("singleEntry"));
    let c = &model[model.node("c").unwrap()];
    assert_eq!(&*c.inputs[0].source.text, "${x}");
    assert!(!c.handling.passes_all_in && !c.handling.passes_all_out);
    assert_eq!(model[model.node("d").unwrap()].handling.job.as_deref(), Some("stamp"));
}

#[test]
fn the_words_of_zeebe_are_read() {
    let text = document(
        "<message id=\"m\" name=\"paid\"><extensionElements><zeebe:subscription correlationKey=\"=number\"/></extensionElements></message>\
         <process id=\"p\"><userTask id=\"a\"><extensionElements><zeebe:assignmentDefinition candidateGroups=\"window\"/>\
         <zeebe:formDefinition formId=\"f2\"/><zeebe:ioMapping><zeebe:input source=\"=x+1\" target=\"y\"/>\
         <zeebe:output source=\"=y\" target=\"z\"/></zeebe:ioMapping></extensionElements><multiInstanceLoopCharacteristics>\
         <extensionElements><zeebe:loopCharacteristics inputCollection=\"=items\" inputElement=\"item\" outputCollection=\"results\" \
         outputElement=\"=result\"/></extensionElements></multiInstanceLoopCharacteristics></userTask>\
         <serviceTask id=\"b\"><extensionElements><zeebe:taskDefinition type=\"stamp\" retries=\"3\"/>\
         <zeebe:taskHeaders><zeebe:header key=\"k\" value=\"v\"/></zeebe:taskHeaders></extensionElements></serviceTask>\
         <callActivity id=\"c\"><extensionElements><zeebe:calledElement processId=\"q\" propagateAllChildVariables=\"false\"/></extensionElements></callActivity>\
         <scriptTask id=\"d\"><extensionElements><zeebe:script expression=\"=1+1\" resultVariable=\"two\"/></extensionElements></scriptTask></process>",
    );
    let model = read(text.as_bytes()).unwrap();
    let a = &model[model.node("a").unwrap()];
    assert_eq!(a.handling.form.as_deref(), Some("f2"));
    assert_eq!(&*a.inputs[0].source.text, "=x+1");
    let Some(Repeat::Multi(multi)) = &a.activity().unwrap().repeat else { panic!("not repeated") };
    assert_eq!((multi.element.as_deref(), multi.output_collection.as_deref()), (Some("item"), Some("results")));
    let b = &model[model.node("b").unwrap()].handling;
    assert_eq!((b.job.as_deref(), b.retries.as_deref()), (Some("stamp"), Some("3")));
    let c = &model[model.node("c").unwrap()].handling;
    assert_eq!(c.called.as_deref(), Some("q"));
    assert!(c.passes_all_in && !c.passes_all_out);
    let d = model[model.node("d").unwrap()].activity().unwrap();
    assert!(
        matches!(&d.task, Task::Script(script) if &*script.text == "=1+1" && script.result.as_deref() == Some("two"))
    );
    assert_eq!(&*model.declared[0].correlation.as_ref().unwrap().text, "=number");
}

#[test]
fn our_own_words_are_read() {
    let text = document(
        "<process id=\"p\"><userTask id=\"a\" tb:body=\"planning\" tb:actor=\"officer\" tb:form=\"review\" tb:clock=\"handling\" \
         tb:days=\"5\" tb:papers=\"plan deed\" tb:documents=\"opinion\" tb:legalBasis=\"AL 34\" tb:mandatory=\"true\"/>\
         <userTask id=\"b\" tb:days=\"soon\"/></process>",
    );
    let model = read(text.as_bytes()).unwrap();
    let official = &model[model.node("a").unwrap()].official;
    assert_eq!((official.body.as_deref(), official.days), (Some("planning"), Some(5)));
    assert_eq!(official.papers, ["plan".into(), "deed".into()]);
    assert!(official.is_mandatory);
    assert!(matches!(&model.faults[0].kind, FaultKind::BadValue { attribute: "days", value } if &**value == "soon"));
}

#[test]
fn a_collection_of_the_standard_is_the_variable_of_its_data_object() {
    let text = document(
        "<process id=\"p\"><dataObject id=\"o\" isCollection=\"true\" name=\"papers\"/><dataObjectReference id=\"r\" dataObjectRef=\"o\"/>\
         <userTask id=\"a\"><ioSpecification><dataInput id=\"in\" isCollection=\"true\"/></ioSpecification>\
         <dataInputAssociation><sourceRef>r</sourceRef><targetRef>in</targetRef></dataInputAssociation>\
         <multiInstanceLoopCharacteristics><loopDataInputRef>in</loopDataInputRef><inputDataItem name=\"paper\"/></multiInstanceLoopCharacteristics>\
         </userTask></process>",
    );
    let model = read(text.as_bytes()).unwrap();
    let Some(Repeat::Multi(multi)) = &model[model.node("a").unwrap()].activity().unwrap().repeat else { panic!() };
    assert_eq!(&*multi.collection.as_ref().unwrap().text, "papers");
    assert_eq!(multi.element.as_deref(), Some("paper"));
    assert_eq!(model[model.process("p").unwrap()].data[0].kind, DataKind::Object);
}

#[test]
fn lanes_hold_their_nodes_and_the_innermost_counts() {
    let text = document(
        "<process id=\"p\"><laneSet><lane id=\"l\" name=\"Office\"><flowNodeRef>a</flowNodeRef><childLaneSet><lane id=\"m\" name=\"Window\">\
         <flowNodeRef>a</flowNodeRef></lane></childLaneSet></lane></laneSet><userTask id=\"a\"/></process>",
    );
    let model = read(text.as_bytes()).unwrap();
    let lane = model[model.node("a").unwrap()].lane.unwrap();
    assert_eq!(&*model.lanes[lane.0 as usize].name, "Window");
}

#[test]
fn message_flows_dock_from_left_to_right() {
    let text = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" \
         xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\"><process id=\"p\"><task id=\"a\"/></process>\
         <collaboration id=\"c\"><participant id=\"own\" processRef=\"p\"/><participant id=\"box\"/>\
         <messageFlow id=\"m1\" sourceRef=\"a\" targetRef=\"box\"/><messageFlow id=\"m2\" sourceRef=\"box\" targetRef=\"a\"/></collaboration>\
         <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement=\"c\"><bpmndi:BPMNEdge bpmnElement=\"m1\"><di:waypoint x=\"90\" y=\"0\"/>\
         <di:waypoint x=\"10\" y=\"0\"/></bpmndi:BPMNEdge><bpmndi:BPMNEdge bpmnElement=\"m2\"><di:waypoint x=\"10\" y=\"0\"/>\
         <di:waypoint x=\"50\" y=\"0\"/></bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>";
    let model = read(text.as_bytes()).unwrap();
    let a = model.node("a").unwrap();
    let names: Vec<&str> = model[a].messages.iter().map(|flow| &*model.message_flows[flow.0 as usize].id).collect();
    assert_eq!(names, ["m2", "m1"]);
    assert_eq!(model.message_flows[0].source, MessageEnd::Node(a));
    assert_eq!(model.message_flows[1].target_x, Some(50.0));
}

#[test]
fn what_is_not_understood_is_kept() {
    let text = format!(
        "<?xml version=\"1.0\"?>\n<!-- by hand -->\n{HEAD}\n <process id=\"p\" o:colour=\"a &amp; b&#10;c\">\n  <o:thing a='1'>x<o:y/><![CDATA[<z>]]></o:thing>\n\
         <documentation>受理 &lt;1&gt;</documentation><extensionElements><o:k xmlns:o=\"urn:nested\" v=\"&quot;\"/></extensionElements>\
         <task id=\"a\"/><?tool note?></process>\n</definitions>\n<!-- end -->"
    );
    let model = read(text.as_bytes()).unwrap();
    let written = write(&model);
    let again = read(written.as_bytes()).unwrap();
    assert_eq!(model.document(), again.document());
    assert_eq!(model.digest, again.digest);
    assert_eq!(write(&again), written);
    for kept in
        ["by hand", "a &amp; b&#10;c", "&lt;z&gt;", "urn:nested", "<?tool note?>", "受理 &lt;1&gt;", "<!-- end -->"]
    {
        assert!(written.contains(kept), "{kept} in {written}");
    }
}

#[test]
fn the_address_follows_the_meaning_not_the_looks() {
    let one = drawn::document("start s\nuser a\ns -> a");
    let spaced = one.replace('\n', "\n   ");
    let commented = one.replace("<process", "<!-- x --><process");
    let changed = one.replace("\"a\"", "\"b\"");
    let digest = |text: &str| read(text.as_bytes()).unwrap().digest;
    assert_eq!(digest(&one), digest(&spaced));
    assert_eq!(digest(&one), digest(&commented));
    assert_ne!(digest(&one), digest(&changed));
    assert_eq!(digest(&one).to_string().len(), 64);
}

#[test]
fn what_is_not_well_formed_is_refused_with_line_and_column() {
    let (line, column, kind) = refused("<definitions>\n  <process>\n</definitions>");
    assert_eq!((line, column), (3, 1), "{kind}");
    let (line, _, kind) = refused("<a>\n<b x='1' x='2'/></a>");
    assert!(line == 2 && matches!(kind, RefusalKind::NotWellFormed { .. }));
    assert!(matches!(refused("<a>&nbsp;</a>").2, RefusalKind::UnknownEntity { .. }));
    assert!(matches!(refused("<a/><b/>").2, RefusalKind::NotWellFormed { .. }));
    assert!(matches!(refused("<a>").2, RefusalKind::NotWellFormed { .. }));
    assert!(matches!(refused("text").2, RefusalKind::NotWellFormed { .. }));
    assert!(matches!(refused("").2, RefusalKind::Empty));
    assert!(matches!(refused("<q:a/>").2, RefusalKind::UnknownPrefix { .. }));
    assert!(matches!(refused("<1a/>").2, RefusalKind::NotWellFormed { .. }));
    assert!(matches!(refused("<a b='<'/>").2, RefusalKind::NotWellFormed { .. }));
    assert!(matches!(refused("<a>\u{1}</a>").2, RefusalKind::NotWellFormed { .. }));
    let broken = read(b"<a>\n\n  \xff</a>").unwrap_err();
    assert_eq!((broken.place.line, broken.place.column, broken.kind), (3, 3, RefusalKind::Encoding));
}

#[test]
fn document_types_and_entities_are_refused() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\"><!ENTITY y \"&x;&x;&x;\">]>\n<a>&y;</a>";
    assert!(matches!(refused(bomb), (2, 1, RefusalKind::DocumentType)));
    let outside = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>";
    assert!(matches!(refused(outside).2, RefusalKind::DocumentType));
}

#[test]
fn what_is_too_large_is_refused() {
    let limits = Limits { bytes: 2_000, parts: 40, depth: 8, attributes: 4 };
    let refused = |text: &str| read_within(text.as_bytes(), &limits).unwrap_err().kind;
    let what = |kind| match kind {
        RefusalKind::TooLarge { what, .. } => what,
        other => panic!("{other}"),
    };
    assert_eq!(what(refused(&" ".repeat(3_000))), "bytes");
    assert_eq!(what(refused(&format!("<a>{}</a>", "<b/>".repeat(60)))), "elements, attributes and texts");
    assert_eq!(what(refused(&"<a>".repeat(20))), "elements inside each other");
    assert_eq!(what(refused("<a b='1' c='2' d='3' e='4' f='5'/>")), "attributes of one element");
    assert_eq!(what(refused(&format!("<a>{}</a>", "&amp;".repeat(60)))), "elements, attributes and texts");
}

#[test]
fn another_root_is_refused() {
    assert!(matches!(refused("<definitions/>").2, RefusalKind::NotBpmn { .. }));
    let dmn = "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"/>";
    assert!(matches!(refused(dmn).2, RefusalKind::NotBpmn { .. }));
}

#[test]
fn events_know_where_they_stand_and_what_they_wait_for() {
    let model = drawn::model(
        "start s\ncatch c link L\nthrow t link L\nend e error\nend f terminate\nuser a\nboundary k on a compensate\nuser u handler\n\
         s -> a -> t\nc -> e",
    );
    let definition = |id: &str| model[model.node(id).unwrap()].event().unwrap().definition.clone();
    assert_eq!(definition("c"), Definition::Link { name: "L".into() });
    assert!(matches!(definition("e"), Definition::Error { error: Some(_), .. }));
    assert_eq!(definition("f"), Definition::Terminate);
    assert!(matches!(definition("k"), Definition::Compensation { activity: None, wait: true }));
    let scope = &model[model.process("p").unwrap()];
    assert_eq!(scope.link_catches, [("L".into(), model.node("c").unwrap())]);
    assert_eq!(scope.implicit_starts, [model.node("f").unwrap()], "handlers, boundaries and links don't begin");
    assert!(
        matches!(&model[model.node("u").unwrap()].kind, NodeKind::Activity(activity) if activity.is_for_compensation)
    );
}
