//! The faint rosette behind the face of a licence: interlaced waves around a centre, as on
//! security paper. It is decoration and proves nothing.

use std::f64::consts::TAU;
use std::fmt::Write as _;

const WAVES: u32 = 12;
const POINTS: u32 = 144;

/// A square picture of 1000 units, lines only.
pub(crate) fn rosette_svg() -> String {
    let mut picture = String::from(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000"><g fill="none" stroke="#f4e2dc" stroke-width="1.6">"##,
    );
    for (radius, depth, petals) in [(400.0, 90.0, 12.0), (270.0, 70.0, 10.0), (150.0, 55.0, 8.0)] {
        for wave in 0..WAVES {
            let phase = TAU * f64::from(wave) / f64::from(WAVES);
            ring(&mut picture, radius, depth, petals, phase);
        }
    }
    picture.push_str("</g></svg>");
    picture
}

/// One closed curve `radius + depth * sin(petals * angle + phase)`, smoothed through midpoints.
fn ring(picture: &mut String, radius: f64, depth: f64, petals: f64, phase: f64) {
    let at = |step: u32| {
        let angle = TAU * f64::from(step) / f64::from(POINTS);
        let reach = radius + depth * (petals * angle + phase).sin();
        (500.0 + reach * angle.cos(), 500.0 + reach * angle.sin())
    };
    let middle = |(ax, ay): (f64, f64), (bx, by): (f64, f64)| (f64::midpoint(ax, bx), f64::midpoint(ay, by));
    let (x, y) = middle(at(0), at(1));
    let _ = write!(picture, r#"<path d="M{x:.0} {y:.0}"#);
    for step in 1..=POINTS {
        let (cx, cy) = at(step);
        let (x, y) = middle(at(step), at(step + 1));
        let _ = write!(picture, "Q{cx:.0} {cy:.0} {x:.0} {y:.0}");
    }
    picture.push_str(r#"Z"/>"#);
}
