//! From checked data to bytes: clean, set, export, and clear the typesetter's memory, whatever
//! became of the document. The file conforms to PDF/A-2b (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::clean::{clean, clean_all};
use crate::data::{self, Extras};
use crate::fonts::FAMILY;
use crate::world::Sheet;
use crate::{Error, MAX_CHARACTERS, MAX_RECORD, Meta, Pdf, Template, qr_svg, record, seal_svg};

/// How many documents the typesetter remembers its intermediate results for. Templates stay warm,
/// what only one document held is gone after as many others.
const KEPT: usize = 4;

/// Sets `data` (the JSON form of the template's type in `data`) as a PDF. The same template
/// version, data and meta give the same bytes. Takes some tens of milliseconds of one core.
///
/// # Errors
/// See `Error`; nothing that `data` says as text can make a template fail.
pub fn render(template: Template, data: &Value, meta: &Meta) -> Result<Pdf, Error> {
    let (mut data, extras) = data::check(template, data)?;
    let mut missing_glyphs = Vec::new();
    let length = clean_all(&mut data, &mut missing_glyphs);
    if length > MAX_CHARACTERS {
        return Err(Error::TooLong(length));
    }
    let files = files(template, data, meta, &extras)?;
    let Some(sheet) = Sheet::new(template, files) else {
        return Err(Error::Template(format!("{} is not known", template.name())));
    };
    // The typesetter is large and not ours: a crash there ends one document, not the server.
    let outcome = catch_unwind(AssertUnwindSafe(|| set(template, &sheet)));
    typst::comemo::evict(KEPT);
    let (bytes, pages) = outcome.map_err(|_| Error::Crashed)??;
    Ok(Pdf { bytes, pages, missing_glyphs })
}

/// The files that only this document's world has.
fn files(template: Template, data: Value, meta: &Meta, extras: &Extras) -> Result<Vec<(&'static str, String)>, Error> {
    let keyword = match &meta.record {
        Some(sealed) if sealed.len() > MAX_RECORD => return Err(Error::RecordTooLong(sealed.len())),
        Some(sealed) => Some(record::keyword(sealed)),
        None => None,
    };
    let seal_alt = extras.seal.as_ref().map(|seal| {
        let description = seal_svg::description(extras.struck, extras.sample, meta.locale);
        clean(&format!("{}\n{description}", seal_svg::title(seal, meta.locale)), &mut Vec::new())
    });
    let about = json!({
        "title": clean(&meta.title, &mut Vec::new()),
        "locale": meta.locale.tag(),
        "date": [meta.created.year(), meta.created.month(), meta.created.day()],
        "keyword": keyword,
        "family": FAMILY,
        "seal": seal_alt,
        "address": extras.address.as_ref().map(|address| clean(address, &mut Vec::new())),
        "struck": extras.struck,
        "sample": extras.sample,
        "version": template.version(),
    });
    let mut files = vec![("data.json", json!({ "meta": about, "data": data }).to_string())];
    if let Some(seal) = &extras.seal {
        files.push(("seal.svg", seal_svg::draw(seal, extras.struck, extras.sample, meta.locale)));
    }
    if let Some(address) = &extras.address {
        files.push(("qr.svg", qr_svg(address)?));
    }
    Ok(files)
}

fn set(template: Template, sheet: &Sheet) -> Result<(Vec<u8>, usize), Error> {
    let document = typst::compile::<PagedDocument>(sheet).output.map_err(|found| Error::Template(messages(&found)))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2b, PdfStandard::Ua_1])
        .map_err(|hinted| Error::Export(hinted.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(sheet.ident()),
        creator: Smart::Custom(Some(format!("Tongban {}/{}", template.name(), template.version()))),
        standards,
        tagged: true,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|found| Error::Export(messages(&found)))?;
    Ok((bytes, document.pages().len()))
}

fn messages(found: &[SourceDiagnostic]) -> String {
    found.iter().map(|one| one.message.as_str()).collect::<Vec<_>>().join("; ")
}
