//! Pages of the room: for whoever was invited, and for supervisors.

pub(crate) mod console;
pub(crate) mod rate;

pub(crate) fn samples(sampler: &mut web::Sampler) {
    rate::samples(sampler);
    console::samples(sampler);
}
