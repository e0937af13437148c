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

#[cfg(test)]
mod tests {
    use super::path;
    use std::collections::BTreeSet;

    /// What a phone's camera makes of the drawing: the squares of the path, and nothing else.
    fn scanned(path: &str, side: u32) -> String {
        let squares: BTreeSet<(usize, usize)> = path
            .split('M')
            .skip(1)
            .map(|square| {
                let place = square.strip_suffix("h1v1h-1z").expect("a square of one unit");
                let (x, y) = place.split_once(' ').expect("two numbers");
                (x.parse().expect("a number"), y.parse().expect("a number"))
            })
            .collect();
        let quiet = 4;
        let inner = usize::try_from(side).expect("small") - 2 * quiet;
        assert!(squares.iter().all(|(x, y)| (quiet..quiet + inner).contains(x.min(y))));
        let grid =
            rqrr::SimpleGrid::from_func(inner, |x, y| squares.contains(&(x + quiet, y + quiet)));
        rqrr::Grid::new(grid).decode().expect("it can be read").1
    }

    #[test]
    fn a_code_is_read_back_as_the_address_it_was_made_of() {
        for address in [
            "https://kipp.banyumaskab.go.id/verifikasi/7K4M-92PX-QD3T",
            "http://127.0.0.1:3000/en/verifikasi/0000-0000-0000",
        ] {
            let (path, side) = path(address).expect("a short text");
            assert_eq!(scanned(&path, side), address);
        }
    }
}
