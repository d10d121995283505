//! The diagram interchange of a document: where its elements are drawn. Not here: how a drawing is made (`draw`).

/// Shapes and edges by the id of the element they show, in document order.
#[derive(Debug, Clone, Default)]
pub struct Diagram {
    pub shapes: Vec<Shape>,
    pub edges: Vec<Edge>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape {
    pub element: Box<str>,
    /// Element of the plane on which the shape lies.
    pub plane: Box<str>,
    pub bounds: Bounds,
    pub label: Option<Bounds>,
    pub is_expanded: Option<bool>,
    pub is_horizontal: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edge {
    pub element: Box<str>,
    pub plane: Box<str>,
    pub points: Vec<Point>,
    pub label: Option<Bounds>,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bounds {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Diagram {
    /// The edge that shows an element.
    #[must_use]
    pub fn edge(&self, element: &str) -> Option<&Edge> {
        self.edges.iter().find(|edge| &*edge.element == element)
    }

    /// The shape that shows an element.
    #[must_use]
    pub fn shape(&self, element: &str) -> Option<&Shape> {
        self.shapes.iter().find(|shape| &*shape.element == element)
    }
}
