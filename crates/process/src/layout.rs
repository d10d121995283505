//! A diagram for a model that has none 自动布局: layers from left to right, branches below each other, sub-processes around
//! their insides, pools below each other. Not here: the drawing itself (`draw`), and any care for crossings beyond that.

use std::collections::HashMap;

use crate::bpmn::{DIAGRAM, GEOMETRY, LAYOUT};
use crate::model::diagram::{Bounds, Diagram, Edge, Point, Shape};
use crate::model::{MessageEnd, Model, NodeId, NodeKind, ScopeId};
use crate::outline::reading_order;
use crate::xml::{Attribute, Child, Document, Name, Tag};

/// Sizes in the units of the standard's diagrams, as the common modellers draw them.
const TASK: (f64, f64) = (100.0, 80.0);
const EVENT: f64 = 36.0;
const GATEWAY: f64 = 50.0;
const GAP: (f64, f64) = (50.0, 40.0);
const POOL_BAND: f64 = 30.0;

/// Places all nodes and flows of a model anew.
#[must_use]
pub fn layout(model: &Model) -> Diagram {
    let mut laying = Laying { model, at: HashMap::new(), sizes: HashMap::new(), diagram: Diagram::default() };
    let mut y = 0.0;
    for &process in &model.processes {
        let (width, height) = laying.measure(process);
        let pool = model.participants.iter().find(|pool| pool.process == Some(process));
        let band = if pool.is_some() { POOL_BAND } else { 0.0 };
        if let Some(pool) = pool {
            let bounds = Bounds { x: 0.0, y, width: width + band + GAP.0, height };
            let element = pool.id.clone();
            laying.diagram.shapes.push(Shape { element, bounds, is_horizontal: Some(true), ..Shape::default() });
        }
        laying.place(process, band, y);
        y += height + GAP.1;
    }
    for pool in model.participants.iter().filter(|pool| pool.process.is_none()) {
        let bounds = Bounds { x: 0.0, y, width: 600.0, height: 60.0 };
        let element = pool.id.clone();
        laying.diagram.shapes.push(Shape { element, bounds, is_horizontal: Some(true), ..Shape::default() });
        y += 60.0 + GAP.1;
    }
    laying.flows();
    laying.diagram
}

/// The document with a diagram of its own where it has none, so that modellers can open it.
#[must_use]
pub fn with_diagram(model: &Model) -> Document {
    let mut document = model.document().clone();
    if !model.diagram.shapes.is_empty() {
        return document;
    }
    let tag = diagram_tag(model, &layout(model));
    document.root.children.push(Child::Tag(tag));
    document
}

struct Laying<'a> {
    model: &'a Model,
    at: HashMap<NodeId, Bounds>,
    sizes: HashMap<NodeId, (f64, f64)>,
    diagram: Diagram,
}

impl Laying<'_> {
    /// The column of each node: one more than the farthest of those before it, turns back aside.
    fn columns(&self, scope: ScopeId) -> HashMap<NodeId, usize> {
        let model = self.model;
        let order = reading_order(model, scope);
        let place: HashMap<NodeId, usize> = order.iter().enumerate().map(|(at, node)| (*node, at)).collect();
        let mut columns: HashMap<NodeId, usize> = HashMap::new();
        for (at, &node) in order.iter().enumerate() {
            let own = columns.get(&node).copied().unwrap_or(0);
            columns.insert(node, own);
            let found = &model[node];
            let from_boundaries = found.boundaries.iter().flat_map(|&boundary| model[boundary].outgoing.iter());
            for &flow in found.outgoing.iter().chain(from_boundaries) {
                let target = model[flow].target;
                if place.get(&target).is_some_and(|target| *target > at) {
                    let column = columns.entry(target).or_insert(0);
                    *column = (*column).max(own + 1);
                }
            }
        }
        columns
    }

    /// The size of a scope's inside, with a margin.
    fn measure(&mut self, scope: ScopeId) -> (f64, f64) {
        let columns = self.columns(scope);
        let mut sums: HashMap<usize, (f64, f64)> = HashMap::new();
        for (&node, &column) in &columns {
            let size = self.size(node);
            let sum = sums.entry(column).or_insert((0.0, 0.0));
            *sum = (sum.0.max(size.0), sum.1 + size.1.max(TASK.1) + GAP.1);
        }
        let width: f64 = sums.values().map(|(width, _)| width + GAP.0).sum();
        let height = sums.values().map(|(_, height)| *height).fold(TASK.1 + GAP.1, f64::max);
        (width + GAP.0, height + GAP.1)
    }

    fn size(&mut self, node: NodeId) -> (f64, f64) {
        if let Some(size) = self.sizes.get(&node) {
            return *size;
        }
        let size = match (&self.model[node].kind, self.model[node].inside()) {
            (NodeKind::Event(_), _) => (EVENT, EVENT),
            (NodeKind::Gateway(_), _) => (GATEWAY, GATEWAY),
            (NodeKind::Activity(_), Some(inside)) if !self.model[inside].nodes.is_empty() => self.measure(inside),
            (NodeKind::Activity(_), _) => TASK,
        };
        self.sizes.insert(node, size);
        size
    }

    fn place(&mut self, scope: ScopeId, left: f64, top: f64) {
        let columns = self.columns(scope);
        let order = reading_order(self.model, scope);
        let count = columns.values().max().map_or(0, |last| last + 1);
        let mut by_column: Vec<Vec<NodeId>> = vec![Vec::new(); count];
        for node in order {
            if let Some(nodes) = columns.get(&node).and_then(|&column| by_column.get_mut(column)) {
                nodes.push(node);
            }
        }
        let mut x = left + GAP.0;
        for nodes in by_column {
            let width = nodes.iter().map(|&node| self.size(node).0).fold(0.0, f64::max);
            let mut y = top + GAP.1;
            for node in nodes {
                let (own, height) = self.size(node);
                // Small nodes stand at the middle line of a task's height.
                let row = height.max(TASK.1);
                let bounds = Bounds { x: x + (width - own) / 2.0, y: y + (row - height) / 2.0, width: own, height };
                self.put(node, bounds);
                y += row + GAP.1;
            }
            x += width + GAP.0;
        }
    }

    fn put(&mut self, id: NodeId, bounds: Bounds) {
        let node = &self.model[id];
        let inside = node.inside().filter(|&inside| !self.model[inside].nodes.is_empty());
        let is_expanded = node.inside().map(|_| inside.is_some());
        self.at.insert(id, bounds);
        self.diagram.shapes.push(Shape { element: node.id.clone(), bounds, is_expanded, ..Shape::default() });
        if let Some(inside) = inside {
            self.place(inside, bounds.x, bounds.y);
        }
        for (index, &boundary) in node.boundaries.iter().enumerate() {
            let x = bounds.x + 10.0 + (EVENT + 6.0) * f64::from(u32::try_from(index).unwrap_or(0));
            let own = Bounds { x, y: bounds.y + bounds.height - EVENT / 2.0, width: EVENT, height: EVENT };
            self.at.insert(boundary, own);
            let element = self.model[boundary].id.clone();
            self.diagram.shapes.push(Shape { element, bounds: own, ..Shape::default() });
        }
    }

    fn flows(&mut self) {
        let model = self.model;
        for flow in &model.flows {
            let (Some(from), Some(to)) = (self.at.get(&flow.source), self.at.get(&flow.target)) else { continue };
            let is_boundary = model[flow.source].attachment().is_some();
            let points = way(*from, *to, is_boundary);
            self.diagram.edges.push(Edge { element: flow.id.clone(), points, ..Edge::default() });
        }
        let end = |end: MessageEnd| match end {
            MessageEnd::Node(node) => self.at.get(&node).copied(),
            MessageEnd::Participant(at) => {
                let pool = model.participants.get(at.0 as usize)?;
                self.diagram.shapes.iter().find(|shape| shape.element == pool.id).map(|shape| shape.bounds)
            }
        };
        let mut edges = Vec::new();
        for flow in &model.message_flows {
            let (Some(from), Some(to)) = (end(flow.source), end(flow.target)) else { continue };
            let (x, is_down) = (middle(from).x, from.y < to.y);
            let start = Point { x, y: if is_down { from.y + from.height } else { from.y } };
            let stop = Point { x: middle(to).x, y: if is_down { to.y } else { to.y + to.height } };
            let half = f64::midpoint(start.y, stop.y);
            let points = vec![start, Point { x, y: half }, Point { x: stop.x, y: half }, stop];
            edges.push(Edge { element: flow.id.clone(), points, ..Edge::default() });
        }
        self.diagram.edges.extend(edges);
    }
}

fn middle(bounds: Bounds) -> Point {
    Point { x: bounds.x + bounds.width / 2.0, y: bounds.y + bounds.height / 2.0 }
}

/// A way of right angles: out on the right, in on the left; back turns pass below.
fn way(from: Bounds, to: Bounds, is_boundary: bool) -> Vec<Point> {
    let (start, stop) = (middle(from), middle(to));
    let enter = Point { x: to.x, y: stop.y };
    if is_boundary {
        let below = Point { x: start.x, y: from.y + from.height };
        let low = stop.y.max(below.y + 10.0);
        return vec![
            below,
            Point { x: start.x, y: low },
            Point { x: to.x - 15.0, y: low },
            Point { x: to.x - 15.0, y: stop.y },
            enter,
        ];
    }
    let leave = Point { x: from.x + from.width, y: start.y };
    if to.x >= leave.x {
        if (leave.y - enter.y).abs() < 1.0 {
            return vec![leave, enter];
        }
        let half = to.x - GAP.0 / 2.0;
        return vec![leave, Point { x: half, y: leave.y }, Point { x: half, y: enter.y }, enter];
    }
    let low = (from.y + from.height).max(to.y + to.height) + 15.0;
    let (out, back) = (Point { x: start.x, y: from.y + from.height }, Point { x: stop.x, y: to.y + to.height });
    vec![out, Point { x: start.x, y: low }, Point { x: stop.x, y: low }, back]
}

fn diagram_tag(model: &Model, diagram: &Diagram) -> Tag {
    let plane_of = model.document().root.tags().find(|tag| &*tag.name.local == "collaboration");
    let plane_of = plane_of.and_then(|tag| tag.attribute("id")).map(Box::from);
    let first = model.processes.first().map(|&process| model[process].id.clone());
    let mut plane = tag(DIAGRAM, "bpmndi", "BPMNPlane");
    plane.attributes.push(attribute("bpmnElement", &plane_of.or(first).unwrap_or_default()));
    for shape in &diagram.shapes {
        let mut own = tag(DIAGRAM, "bpmndi", "BPMNShape");
        own.attributes.push(attribute("id", &format!("{}_shape", shape.element)));
        own.attributes.push(attribute("bpmnElement", &shape.element));
        let flags = [("isExpanded", shape.is_expanded), ("isHorizontal", shape.is_horizontal)];
        for (name, flag) in flags {
            own.attributes.extend(flag.map(|flag| attribute(name, &flag.to_string())));
        }
        let mut bounds = tag(GEOMETRY, "dc", "Bounds");
        let Bounds { x, y, width, height } = shape.bounds;
        for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            bounds.attributes.push(attribute(name, &value.to_string()));
        }
        own.children.push(Child::Tag(bounds));
        plane.children.push(Child::Tag(own));
    }
    for edge in &diagram.edges {
        let mut own = tag(DIAGRAM, "bpmndi", "BPMNEdge");
        own.attributes.push(attribute("id", &format!("{}_edge", edge.element)));
        own.attributes.push(attribute("bpmnElement", &edge.element));
        for point in &edge.points {
            let mut waypoint = tag(LAYOUT, "di", "waypoint");
            waypoint.attributes.push(attribute("x", &point.x.to_string()));
            waypoint.attributes.push(attribute("y", &point.y.to_string()));
            own.children.push(Child::Tag(waypoint));
        }
        plane.children.push(Child::Tag(own));
    }
    let mut whole = tag(DIAGRAM, "bpmndi", "BPMNDiagram");
    whole.children.push(Child::Tag(plane));
    whole
}

fn tag(space: &str, prefix: &str, local: &str) -> Tag {
    Tag { name: Name { space: space.into(), local: local.into(), prefix: prefix.into() }, ..Tag::default() }
}

fn attribute(local: &str, value: &str) -> Attribute {
    let name = Name { space: "".into(), local: local.into(), prefix: Box::default() };
    Attribute { name, value: value.into() }
}
