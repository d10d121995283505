//! The shapes of nodes, pools and lanes, with the signs that tell their kinds. Not here: flows and badges.

use std::fmt::Write as _;

use super::{Pen, signs, text};
use crate::model::diagram::{Bounds, Shape};
use crate::model::{Activity, Element, Event, EventPosition, Gateway, Model, Node, NodeKind, SubprocessForm, Task};

pub(super) fn shape(pen: &mut Pen<'_>, model: &Model, shape: &Shape) {
    let bounds = shape.bounds;
    match model.element(&shape.element) {
        Some(Element::Node(id)) => node(pen, &model[id], shape),
        Some(Element::Participant(at)) => {
            let name = model.participants.get(at.0 as usize).map_or("", |pool| &pool.name);
            band(pen, "bpmn-pool", &shape.element, name, bounds, shape.is_horizontal != Some(false));
        }
        Some(Element::Lane(at)) => {
            let name = model.lanes.get(at.0 as usize).map_or("", |lane| &lane.name);
            band(pen, "bpmn-lane", &shape.element, name, bounds, shape.is_horizontal != Some(false));
        }
        _ => {
            // Data, annotations, groups: shown by their place and name alone.
            pen.open("bpmn-artifact", &shape.element);
            rectangle(&mut pen.out, bounds, 0.0, " stroke-dasharray=\"4 3\"");
            let name = pen.others.get(&*shape.element).copied().map(named).unwrap_or_default();
            text::label(&mut pen.out, &name, Bounds { y: bounds.y + 2.0, ..bounds });
            pen.out.push_str("</g>");
        }
    }
}

/// The name or the text of an element that isn't a part of the graph.
fn named(tag: &crate::xml::Tag) -> String {
    let text = || tag.tags().find(|inner| &*inner.name.local == "text").map(crate::xml::Tag::text);
    tag.attribute("name").map(str::to_owned).or_else(text).unwrap_or_default()
}

fn band(pen: &mut Pen<'_>, class: &str, element: &str, name: &str, bounds: Bounds, is_horizontal: bool) {
    pen.open(class, element);
    rectangle(&mut pen.out, bounds, 0.0, "");
    let name = text::escaped(name);
    let (x, y) = (bounds.x + 18.0, bounds.y + bounds.height / 2.0);
    let _ = if is_horizontal {
        write!(
            pen.out,
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" font-size=\"12\" transform=\"rotate(-90 {x} {y})\">{name}</text>"
        )
    } else {
        let (x, y) = (bounds.x + bounds.width / 2.0, bounds.y + 18.0);
        write!(pen.out, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" font-size=\"12\">{name}</text>")
    };
    pen.out.push_str("</g>");
}

fn rectangle(out: &mut String, bounds: Bounds, round: f64, more: &str) {
    let Bounds { x, y, width, height } = bounds;
    let _ = write!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\" fill=\"none\" stroke=\"currentColor\"{more}/>"
    );
}

fn node(pen: &mut Pen<'_>, node: &Node, shape: &Shape) {
    let bounds = shape.bounds;
    let class = format!("bpmn-node bpmn-{}", crate::outline::kind(&node.kind));
    pen.open(&class, &node.id);
    let name = pen.name(&node.id, &node.name);
    let _ = write!(pen.out, "<title>{}</title>", text::escaped(if name.is_empty() { &node.id } else { &name }));
    match &node.kind {
        NodeKind::Activity(activity) => self::activity(&mut pen.out, &name, activity, shape),
        NodeKind::Event(event) => {
            self::event(&mut pen.out, event, bounds);
            below(&mut pen.out, &name, shape);
        }
        NodeKind::Gateway(gateway) => {
            self::gateway(&mut pen.out, *gateway, bounds);
            below(&mut pen.out, &name, shape);
        }
    }
    pen.out.push_str("</g>");
}

/// The name below the shape, or where the diagram puts it.
fn below(out: &mut String, name: &str, shape: &Shape) {
    if name.is_empty() {
        return;
    }
    let bounds = shape.bounds;
    let under =
        Bounds { x: bounds.x - 30.0, y: bounds.y + bounds.height + 2.0, width: bounds.width + 60.0, height: 28.0 };
    text::label(out, name, shape.label.unwrap_or(under));
}

fn activity(out: &mut String, name: &str, activity: &Activity, shape: &Shape) {
    let bounds = shape.bounds;
    let form = match &activity.task {
        Task::Subprocess(inside) => Some(&inside.form),
        _ => None,
    };
    let dashes = if form == Some(&SubprocessForm::Event) { " stroke-dasharray=\"3 3\"" } else { "" };
    rectangle(out, bounds, 10.0, dashes);
    if form == Some(&SubprocessForm::Transaction) {
        let inner =
            Bounds { x: bounds.x + 3.0, y: bounds.y + 3.0, width: bounds.width - 6.0, height: bounds.height - 6.0 };
        rectangle(out, inner, 8.0, "");
    }
    if matches!(activity.task, Task::Call { .. }) {
        rectangle(out, bounds, 10.0, " stroke-width=\"3\"");
    }
    if shape.is_expanded == Some(true) {
        text::label(out, name, Bounds { y: bounds.y + 4.0, height: 20.0, ..bounds });
    } else {
        // The sign has the upper left corner.
        text::centred(out, name, Bounds { y: bounds.y + 16.0, height: (bounds.height - 16.0).max(16.0), ..bounds });
    }
    signs::sign(out, signs::of_task(&activity.task), bounds.x + 12.0, bounds.y + 12.0);
    let below = signs::of_activity(activity, shape.is_expanded == Some(true));
    let mut x =
        bounds.x + bounds.width / 2.0 - 9.0 * f64::from(u32::try_from(below.len()).unwrap_or(1).saturating_sub(1));
    for sign in below {
        signs::sign(out, sign, x, bounds.y + bounds.height - 11.0);
        x += 18.0;
    }
}

fn event(out: &mut String, event: &Event, bounds: Bounds) {
    let (x, y) = (bounds.x + bounds.width / 2.0, bounds.y + bounds.height / 2.0);
    let radius = bounds.width.min(bounds.height) / 2.0;
    let (is_double, is_thick, is_dashed) = match event.position {
        EventPosition::Start { interrupting } => (false, false, !interrupting),
        EventPosition::Boundary { interrupting, .. } => (true, false, !interrupting),
        EventPosition::Catch | EventPosition::Throw => (true, false, false),
        EventPosition::End => (false, true, false),
    };
    let dashes = if is_dashed { " stroke-dasharray=\"3 2\"" } else { "" };
    let width = if is_thick { 4 } else { 1 };
    let mut circle = |radius: f64| {
        let _ = write!(
            out,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"{width}\"{dashes}/>"
        );
    };
    circle(radius);
    if is_double {
        circle((radius - 3.0).max(0.0));
    }
    signs::sign(out, signs::of_event(&event.definition), x, y);
}

fn gateway(out: &mut String, gateway: Gateway, bounds: Bounds) {
    let (x, y) = (bounds.x + bounds.width / 2.0, bounds.y + bounds.height / 2.0);
    let _ = write!(
        out,
        "<path fill=\"none\" stroke=\"currentColor\" d=\"M{} {y}L{x} {}L{} {y}L{x} {}z\"/>",
        bounds.x,
        bounds.y,
        bounds.x + bounds.width,
        bounds.y + bounds.height,
    );
    signs::sign(out, signs::of_gateway(gateway), x, y);
}
