//! QR codes as the path of an SVG.

use crate::fault::Fault;
use std::fmt::Write as _;

/// A QR code as SVG path data on a grid of one unit, with its quiet zone, and the grid's side.
///
/// # Errors
/// When the text is too long for one.
pub fn path(text: &str) -> Result<(String, u32), Fault> {
    let code = qrcode::QrCode::new(text.as_bytes()).map_err(|error| {
        tracing::error!(%error, "QR code");
        Fault::Ours
    })?;
    let side = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            let _always = write!(path, "M{} {}h1v1h-1z", at % side + 4, at / side + 4);
        }
    }
    Ok((path, u32::try_from(side + 8).unwrap_or(0)))
}
