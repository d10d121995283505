//! QR codes (ISO/IEC 18004) as SVG, for pages and for documents.

use qrcode::render::svg::Color;
use qrcode::{EcLevel, QrCode};

use crate::Error;

/// A QR code of `text` with its quiet zone, error correction level M. The picture carries no
/// words: whoever places it gives it a text alternative.
///
/// # Errors
/// `Error::Qr` when the text is too long for any QR code (about 2,300 bytes).
pub fn qr_svg(text: &str) -> Result<String, Error> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| Error::Qr)?;
    let picture =
        code.render().module_dimensions(1, 1).dark_color(Color("#1c1a17")).light_color(Color("#ffffff")).build();
    // The declaration is of no use inside a page, and is not needed outside one.
    Ok(match picture.find("<svg") {
        Some(start) => picture.split_at(start).1.to_owned(),
        None => picture,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_picture_and_a_novel_does_not() {
        let picture = qr_svg("https://example.gov.cn/v/1").unwrap();
        assert!(picture.starts_with("<svg") && picture.ends_with("</svg>"));
        assert!(matches!(qr_svg(&"长".repeat(3000)), Err(Error::Qr)));
    }
}
