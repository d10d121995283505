//! Named places on pages that higher rooms may fill: a lower room names the place and the subjects
//! on its page, whoever is above offers a fragment for each. The binary joins them on one page.

use std::{collections::HashMap, sync::Arc};

use kernel::{Locale, access::Actor};
use store::Read;

use crate::{html::Html, texts::Texts};

/// What is asked of an offer: one fragment a subject, in their order.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    pub subjects: &'a [&'a str],
    pub actor: &'a Actor,
    pub locale: Locale,
    pub texts: &'a Texts,
}

/// Gives a fragment for each subject, empty where there is nothing to show.
pub type Offer = dyn Fn(&Read<'_>, &Ask<'_>) -> Result<Vec<Html>, store::Error> + Send + Sync;

/// The offers by place.
#[derive(Clone, Default)]
pub struct Slots(HashMap<&'static str, Vec<Arc<Offer>>>);

impl Slots {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an offer at `name`; several stand one after the other.
    #[must_use]
    pub fn offer(mut self, name: &'static str, offer: Arc<Offer>) -> Self {
        self.0.entry(name).or_default().push(offer);
        self
    }

    /// The fragments at `name`, one a subject.
    ///
    /// # Errors
    /// Of an offer.
    pub(crate) fn fill(&self, read: &Read<'_>, name: &str, ask: &Ask<'_>) -> Result<Vec<Html>, store::Error> {
        let mut out = vec![Html::default(); ask.subjects.len()];
        for offer in self.0.get(name).into_iter().flatten() {
            for (place, fragment) in out.iter_mut().zip(offer(read, ask)?) {
                place.0.push_str(&fragment.0);
            }
        }
        Ok(out)
    }
}
