//! The staff's pages with made-up content.

pub(crate) fn samples(_sampler: &mut web::Sampler) {}
