//! Pages with made-up content, for the test that renders and looks at all.

pub(crate) fn samples(_sampler: &mut web::Sampler) {}
