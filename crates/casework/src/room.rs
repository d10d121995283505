//! What the handlers of the room take, and what the room needs from the binary.

use std::sync::Arc;

use kernel::{Date, Locale, access::Actor, id::BodyId};
use store::{Error, Store, Tx};

use crate::{Office, case::Case, draft::Answers, flow::Programs, matter::Matter};

/// A kind of document that is rendered elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// 申请表.
    Application,
    /// 收件凭证.
    Slip,
    /// 文书.
    Notice,
}

/// What a document says about itself beside its content.
#[derive(Debug, Clone)]
pub struct DocumentMeta {
    pub title: String,
    pub locale: Locale,
    /// Its legal date.
    pub created: Date,
    /// The sealed record that travels within it.
    pub record: Option<String>,
}

/// A case that was granted, before its licence is made.
pub struct Granted<'a> {
    pub office: &'a Office,
    pub actor: &'a Actor,
    pub case: &'a Case,
    pub matter: &'a Matter,
    /// The deciding body, in whose name the licence is issued.
    pub body: &'a BodyId,
    /// What the applicant declared last.
    pub answers: &'a Answers,
}

/// Renders a document; runs on a thread that may block.
pub type Render = dyn Fn(Document, &serde_json::Value, &DocumentMeta) -> Result<Vec<u8>, String> + Send + Sync;
/// Draws the QR code of an address as SVG.
pub type QrSvg = dyn Fn(&str) -> Option<String> + Send + Sync;
/// Makes the licence of a granted case in the verb's transaction; its identifier, or `None` where
/// the result is no licence.
pub type GrantLicence = dyn Fn(&Tx<'_>, &Granted<'_>) -> Result<Option<String>, Error> + Send + Sync;

/// What the room needs from the binary.
#[derive(Clone)]
pub struct Needs {
    pub directory: directory::Directory,
    /// Licence types and the rules by which they answer materials.
    pub types: Arc<licences::Types>,
    /// A demo: records are marked as samples 样本.
    pub sample: bool,
    pub render: Arc<Render>,
    pub qr_svg: Arc<QrSvg>,
    pub grant: Arc<GrantLicence>,
}

impl Needs {
    /// Without documents and licences: for tests.
    #[must_use]
    pub fn bare(directory: directory::Directory) -> Self {
        Self {
            directory,
            types: Arc::new(licences::Types::default()),
            sample: true,
            render: Arc::new(|_, data, _| serde_json::to_vec(data).map_err(|error| error.to_string())),
            qr_svg: Arc::new(|_| None),
            grant: Arc::new(|_, _| Ok(None)),
        }
    }
}

/// What handlers take.
#[derive(Clone)]
pub struct Room(Arc<(Needs, Arc<Programs>)>);

impl Room {
    pub(crate) fn new(needs: Needs) -> Self {
        Self(Arc::new((needs, Arc::default())))
    }

    pub(crate) fn needs(&self) -> &Needs {
        &self.0.0
    }

    /// Models of processes, compiled once.
    pub(crate) fn programs(&self) -> &Arc<Programs> {
        &self.0.1
    }

    /// Makes the licence of a case that was granted, from what was declared last.
    pub(crate) fn granting<'a>(
        &'a self,
        office: &'a Office,
        actor: &'a Actor,
        matter: &'a Matter,
    ) -> impl Fn(&Tx<'_>, &Case, &BodyId) -> Result<Option<String>, Error> + 'a {
        move |tx, case, body| {
            let answers = crate::correct::declared(tx, case)?;
            (self.needs().grant)(tx, &Granted { office, actor, case, matter, body, answers: &answers })
        }
    }

    /// What verbs need beside the transaction.
    #[must_use]
    pub fn office(&self, store: &Store) -> Office {
        let (needs, programs) = &*self.0;
        Office {
            calendar: needs.directory.calendar(),
            keys: store.keys().clone(),
            sample: needs.sample,
            programs: programs.clone(),
        }
    }
}
