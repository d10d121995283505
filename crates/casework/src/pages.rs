//! Pages of the room, by who stands before the screen.

pub(crate) mod apply;
pub(crate) mod case;
pub(crate) mod changed;
pub(crate) mod check;
pub(crate) mod console;
pub(crate) mod correction;
pub(crate) mod course;
pub(crate) mod days;
pub(crate) mod draft;
pub(crate) mod mine;
pub(crate) mod papers;
pub(crate) mod printed;
pub(crate) mod reasons;
pub(crate) mod samples;
pub(crate) mod section;
pub(crate) mod staff;
pub(crate) mod submitted;
pub(crate) mod track;
pub(crate) mod withdrawal;
pub(crate) mod words;

/// Every page of the room with made-up content.
pub(crate) fn samples(sampler: &mut web::Sampler) {
    samples::samples(sampler);
    staff::samples::samples(sampler);
    staff::change_samples::samples(sampler);
    console::samples::samples(sampler);
}
