//! Leaves and discs over the champion: one canvas at half resolution, five seconds, then nothing.

use leptos::prelude::request_animation_frame;
use std::{f64::consts::TAU, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

const PIECES: usize = 180;
const SECONDS: f64 = 5.0;
const COLOURS: [&str; 6] = ["#F4C152", "#F8EFDD", "#E2A06B", "#6FC7D6", "#FFE1A0", "#B9772E"];

struct Piece {
    x: f64,
    y: f64,
    drift: f64,
    fall: f64,
    turn: f64,
    spin: f64,
    size: f64,
    sway: f64,
    colour: &'static str,
    round: bool,
}

struct Shower {
    canvas: HtmlCanvasElement,
    pen: CanvasRenderingContext2d,
    wide: f64,
    high: f64,
    begins: f64,
    pieces: Vec<Piece>,
}

/// Lets it rain on `canvas` in `wait` milliseconds, but never again after a reload. A canvas that
/// the wish for calm has hidden stays empty.
pub fn shower(canvas: HtmlCanvasElement, wait: f64) {
    let (wide, high) = (canvas.offset_width() / 2, canvas.offset_height() / 2);
    let (Ok(width), Ok(height)) = (u32::try_from(wide), u32::try_from(high)) else { return };
    if width == 0 || wait < 0.0 {
        return;
    }
    canvas.set_width(width);
    canvas.set_height(height);
    let Some(pen) = canvas.get_context("2d").ok().flatten().and_then(|pen| pen.dyn_into().ok())
    else {
        return;
    };
    let (wide, high) = (f64::from(wide), f64::from(high));
    let random = js_sys::Math::random;
    let pieces = (0..PIECES)
        .map(|at| Piece {
            x: wide * (0.5 + (random() - 0.5) * 1.15),
            y: -high * (0.1 + random() * 0.55),
            drift: (random() - 0.5) * 50.0,
            fall: high * (0.2 + random() * 0.17),
            turn: random() * TAU,
            spin: (random() - 0.5) * 5.0,
            size: (3.0 + random() * 5.5) * high / 540.0,
            sway: 1.0 + random() * 3.0,
            colour: COLOURS[at % COLOURS.len()],
            round: at % 3 == 0,
        })
        .collect();
    let begins = js_sys::Date::now() + wait;
    frame(Rc::new(Shower { canvas, pen, wide, high, begins, pieces }));
}

fn frame(shower: Rc<Shower>) {
    request_animation_frame(move || {
        let seconds = (js_sys::Date::now() - shower.begins) / 1e3;
        shower.pen.clear_rect(0.0, 0.0, shower.wide, shower.high);
        if seconds < SECONDS && shower.canvas.is_connected() {
            if seconds > 0.0 {
                shower.draw(seconds);
            }
            frame(shower);
        }
    });
}

impl Shower {
    fn draw(&self, t: f64) {
        let pen = &self.pen;
        pen.set_global_alpha(((SECONDS - t) / 0.8).clamp(0.0, 1.0));
        for piece in &self.pieces {
            let x = piece.x + piece.drift * t + (t * piece.sway + piece.turn).sin() * 14.0;
            let y = piece.y + piece.fall * t + 12.0 * t * t;
            // A failed stroke of the brush is a missing leaf, nothing more.
            let _drawn = pen
                .set_transform(1.0, 0.0, 0.0, 1.0, x, y)
                .and_then(|()| pen.rotate(piece.turn + piece.spin * t))
                .and_then(|()| {
                    pen.scale(1.0, (t * piece.sway * 2.0 + piece.turn).cos() * 0.85 + 0.05)
                });
            pen.set_fill_style_str(piece.colour);
            pen.begin_path();
            let s = piece.size;
            if piece.round {
                let _drawn = pen.arc(0.0, 0.0, s * 0.7, 0.0, TAU);
            } else {
                pen.move_to(0.0, -s * 1.5);
                pen.quadratic_curve_to(s * 1.2, 0.0, 0.0, s * 1.5);
                pen.quadratic_curve_to(-s * 1.2, 0.0, 0.0, -s * 1.5);
            }
            pen.fill();
        }
        let _reset = pen.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    }
}
