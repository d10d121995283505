//! A model as SVG 流程图: from its diagram, or laid out anew where it has none; with counts of what stands where. It carries
//! title and description, and classes for style sheets; there are no inline styles, so that a strict content security
//! policy lets it through. Not here: the outline for people who can't see it (`outline`).

mod shapes;
mod signs;
mod text;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use crate::bpmn::MODEL;
use crate::layout::layout;
use crate::model::diagram::{Bounds, Diagram, Edge, Point};
use crate::model::{Element, Model};
use crate::xml::Tag;

/// What the drawing is told beside the model. Texts come from the caller, in the reader's language.
#[derive(Debug, Clone, Default)]
pub struct Drawing<'a> {
    /// The title of the picture.
    pub title: &'a str,
    /// What it shows, in a sentence.
    pub description: &'a str,
    /// A prefix for the ids inside the picture: two pictures on one page need different ones.
    pub id: &'a str,
    /// What stands where, by id of the element.
    pub marks: HashMap<&'a str, Mark<'a>>,
    /// What elements are called here, by id; others are called as the model says.
    pub names: HashMap<&'a str, &'a str>,
    /// Element whose plane is drawn: a collapsed sub-process. Empty: the first plane.
    pub plane: &'a str,
}

/// What stands at one element.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mark<'a> {
    /// A number in a badge; 0 draws none.
    pub count: u32,
    /// Words for it: `3 cases, 1 late`.
    pub label: &'a str,
    /// A class for the element: `is-current`, `is-done`, `is-late`, `is-added` ...
    pub class: &'a str,
}

/// The model as SVG.
#[must_use]
pub fn draw(model: &Model, drawing: &Drawing<'_>) -> String {
    let laid_out = model.diagram.shapes.is_empty().then(|| layout(model));
    let diagram = laid_out.as_ref().unwrap_or(&model.diagram);
    let plane = plane(diagram, drawing.plane);
    let bounds = extent(diagram, plane);
    let mut out = String::new();
    let (x, y) = (bounds.x - 20.0, bounds.y - 20.0);
    let (width, height) = (bounds.width + 40.0, bounds.height + 40.0);
    let id = if drawing.id.is_empty() { "process" } else { drawing.id };
    let id = text::escaped(id);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"bpmn\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"{x} {y} {width} {height}\"><title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        text::escaped(drawing.title),
        text::escaped(drawing.description),
    );
    let _ = write!(
        out,
        "<defs><marker id=\"{id}-arrow\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" \
         orient=\"auto-start-reverse\"><path class=\"bpmn-arrow\" d=\"M0 0 10 5 0 10z\"/></marker>\
         <marker id=\"{id}-open\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" \
         orient=\"auto-start-reverse\"><path class=\"bpmn-arrow-open\" fill=\"none\" stroke=\"currentColor\" d=\"M0 0 10 5 0 10\"/></marker></defs>"
    );
    let is_other =
        |id: &str| !matches!(model.element(id), Some(Element::Node(_) | Element::Participant(_) | Element::Lane(_)));
    let wanted: HashSet<&str> =
        diagram.shapes.iter().map(|shape| &*shape.element).filter(|element| is_other(element)).collect();
    let mut others = HashMap::new();
    if !wanted.is_empty() {
        find(&model.document().root, &wanted, &mut others);
    }
    let mut pen = Pen { out, id: &id, drawing, others };
    for shape in diagram.shapes.iter().filter(|shape| *shape.plane == *plane) {
        shapes::shape(&mut pen, model, shape);
    }
    for edge in diagram.edges.iter().filter(|edge| *edge.plane == *plane) {
        pen.edge(model, edge);
    }
    for shape in diagram.shapes.iter().filter(|shape| *shape.plane == *plane) {
        pen.badge(&shape.element, shape.bounds);
    }
    pen.out.push_str("</svg>");
    pen.out
}

/// The plane to draw: the one asked for, or the first.
fn plane<'a>(diagram: &'a Diagram, wanted: &'a str) -> &'a str {
    let has = diagram.shapes.iter().any(|shape| &*shape.plane == wanted);
    if has { wanted } else { diagram.shapes.first().map_or("", |shape| &*shape.plane) }
}

/// The rectangle around all that is on a plane.
fn extent(diagram: &Diagram, plane: &str) -> Bounds {
    let shapes = diagram.shapes.iter().filter(|shape| &*shape.plane == plane);
    let boxes = shapes.flat_map(|shape| [Some(shape.bounds), shape.label]).flatten();
    let edges = diagram.edges.iter().filter(|edge| &*edge.plane == plane);
    let points = edges.flat_map(|edge| edge.points.iter().copied());
    let corners = boxes
        .flat_map(|one| [Point { x: one.x, y: one.y }, Point { x: one.x + one.width, y: one.y + one.height }])
        .chain(points);
    let mut found: Option<(Point, Point)> = None;
    for point in corners {
        let (low, high) = found.unwrap_or((point, point));
        let low = Point { x: low.x.min(point.x), y: low.y.min(point.y) };
        found = Some((low, Point { x: high.x.max(point.x), y: high.y.max(point.y) }));
    }
    let (low, high) = found.unwrap_or_default();
    Bounds { x: low.x, y: low.y, width: high.x - low.x, height: high.y - low.y }
}

/// The elements of some ids that aren't part of the graph, found in one walk.
fn find<'a>(tag: &'a Tag, wanted: &HashSet<&str>, found: &mut HashMap<&'a str, &'a Tag>) {
    if let Some(id) = tag.attribute("id")
        && wanted.contains(id)
        && &*tag.name.space == MODEL
    {
        found.insert(id, tag);
    }
    for inner in tag.tags() {
        find(inner, wanted, found);
    }
}

struct Pen<'a> {
    out: String,
    others: HashMap<&'a str, &'a Tag>,
    id: &'a str,
    drawing: &'a Drawing<'a>,
}

impl Pen<'_> {
    /// What an element is called: by whoever asked for the drawing, else by itself.
    fn name(&self, id: &str, own: &str) -> String {
        self.drawing.names.get(id).copied().unwrap_or(own).to_owned()
    }

    /// Opens a group for an element with its classes.
    fn open(&mut self, class: &str, element: &str) {
        let mark = self.drawing.marks.get(element).map_or("", |mark| mark.class);
        let space = if mark.is_empty() { "" } else { " " };
        let (mark, element) = (text::escaped(mark), text::escaped(element));
        let _ = write!(self.out, "<g class=\"{class}{space}{mark}\" data-element=\"{element}\">");
    }

    fn edge(&mut self, model: &Model, edge: &Edge) {
        let (class, to, name) = match model.element(&edge.element) {
            Some(Element::Flow(flow)) => {
                let flow = &model[flow];
                let class = if flow.is_default { "bpmn-flow bpmn-flow-default" } else { "bpmn-flow" };
                (class, "arrow", &*flow.name)
            }
            Some(Element::MessageFlow(at)) => {
                let name = model.message_flows.get(at.0 as usize).map_or("", |flow| &flow.name);
                ("bpmn-message-flow", "open", name)
            }
            _ => ("bpmn-association", "", ""),
        };
        if edge.points.len() < 2 {
            return;
        }
        self.open(class, &edge.element);
        let mut path = String::new();
        for (at, point) in edge.points.iter().enumerate() {
            let _ = write!(path, "{}{} {}", if at == 0 { "M" } else { "L" }, point.x, point.y);
        }
        let dashed = if class == "bpmn-flow" || class.ends_with("default") { "" } else { " stroke-dasharray=\"5 5\"" };
        let marker = if to.is_empty() { String::new() } else { format!(" marker-end=\"url(#{}-{to})\"", self.id) };
        let _ = write!(self.out, "<path fill=\"none\" stroke=\"currentColor\"{dashed}{marker} d=\"{path}\"/>");
        if class.ends_with("default")
            && let [first, second, ..] = edge.points.as_slice()
        {
            // A stroke across the flow near its beginning, as the standard draws a default.
            let (dx, dy) = (second.x - first.x, second.y - first.y);
            let length = dx.hypot(dy).max(1.0);
            let (x, y) = (first.x + dx / length * 10.0, first.y + dy / length * 10.0);
            let _ = write!(
                self.out,
                "<path stroke=\"currentColor\" d=\"M{} {}L{} {}\"/>",
                x - 4.0,
                y - 6.0,
                x + 4.0,
                y + 6.0
            );
        }
        if !name.is_empty() {
            let label = edge.label.unwrap_or_else(|| {
                let middle = edge.points.get(edge.points.len() / 2).copied().unwrap_or_default();
                Bounds { x: middle.x - 40.0, y: middle.y - 22.0, width: 80.0, height: 20.0 }
            });
            text::label(&mut self.out, name, label);
        }
        self.out.push_str("</g>");
    }

    /// The number of what stands at an element, at its upper right corner.
    fn badge(&mut self, element: &str, bounds: Bounds) {
        let Some(mark) = self.drawing.marks.get(element).filter(|mark| mark.count > 0) else { return };
        let (x, y) = (bounds.x + bounds.width, bounds.y);
        let class = text::escaped(mark.class);
        let _ = write!(
            self.out,
            "<g class=\"bpmn-badge {class}\"><title>{}</title><circle cx=\"{x}\" cy=\"{y}\" r=\"13\"/>\
             <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-size=\"12\">{}</text></g>",
            text::escaped(mark.label),
            y + 4.0,
            mark.count,
        );
    }
}
