//! The diagram interchange of a document, read into shapes and edges. Not here: the drawing.

use super::{DIAGRAM, GEOMETRY, LAYOUT};
use crate::model::diagram::{Bounds, Edge, Point, Shape};
use crate::model::{FaultKind, Model};
use crate::xml::Tag;

pub(super) fn read(root: &Tag, model: &mut Model) {
    let planes = root
        .tags()
        .filter(|tag| tag.name.is(DIAGRAM, "BPMNDiagram"))
        .flat_map(Tag::tags)
        .filter(|tag| tag.name.is(DIAGRAM, "BPMNPlane"));
    let mut numbers = Numbers { model, bad: None };
    for plane in planes {
        let of = reference(plane);
        for tag in plane.tags() {
            if tag.name.is(DIAGRAM, "BPMNShape") {
                let flag = |name: &str| tag.attribute(name).map(|value| matches!(value.trim(), "true" | "1"));
                let shape = Shape {
                    element: reference(tag),
                    plane: of.clone(),
                    bounds: numbers.bounds(tag).unwrap_or_default(),
                    label: numbers.label(tag),
                    is_expanded: flag("isExpanded"),
                    is_horizontal: flag("isHorizontal"),
                };
                numbers.model.diagram.shapes.push(shape);
            } else if tag.name.is(DIAGRAM, "BPMNEdge") {
                let points = tag.tags().filter(|inner| inner.name.is(LAYOUT, "waypoint"));
                let points = points.map(|inner| Point { x: numbers.of(inner, "x"), y: numbers.of(inner, "y") });
                let points = points.collect();
                let edge = Edge { element: reference(tag), plane: of.clone(), points, label: numbers.label(tag) };
                numbers.model.diagram.edges.push(edge);
            }
            if let Some((attribute, value)) = numbers.bad.take() {
                let element = tag.attribute("id").unwrap_or(&tag.name.local).into();
                let kind = FaultKind::BadValue { attribute, value };
                numbers.model.faults.push(crate::model::Fault { element, place: tag.place, kind });
            }
        }
    }
}

fn reference(tag: &Tag) -> Box<str> {
    let value = tag.attribute("bpmnElement").unwrap_or_default().trim();
    value.rsplit(':').next().unwrap_or_default().into()
}

struct Numbers<'a> {
    model: &'a mut Model,
    bad: Option<(&'static str, Box<str>)>,
}

impl Numbers<'_> {
    fn of(&mut self, tag: &Tag, attribute: &'static str) -> f64 {
        let value = tag.attribute(attribute).unwrap_or("0").trim();
        match value.parse::<f64>().ok().filter(|number| number.is_finite() && number.abs() < 1e9) {
            Some(number) => number,
            None => {
                self.bad = Some((attribute, value.into()));
                0.0
            }
        }
    }

    fn bounds(&mut self, tag: &Tag) -> Option<Bounds> {
        let found = tag.tag(GEOMETRY, "Bounds")?;
        Some(Bounds {
            x: self.of(found, "x"),
            y: self.of(found, "y"),
            width: self.of(found, "width").max(0.0),
            height: self.of(found, "height").max(0.0),
        })
    }

    fn label(&mut self, tag: &Tag) -> Option<Bounds> {
        tag.tag(DIAGRAM, "BPMNLabel").and_then(|label| self.bounds(label))
    }
}
