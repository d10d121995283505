//! Pages of the room: all of them stand before the person whose inbox it is.

pub(crate) mod inbox;
pub(crate) mod mail;

pub(crate) fn samples(sampler: &mut web::Sampler) {
    inbox::samples(sampler);
    mail::samples(sampler);
}
