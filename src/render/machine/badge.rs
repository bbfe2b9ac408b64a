//! Badges: SVG for pages, and the endpoint of shields for those who draw their own.

use super::clean::{line, markup, short};
use super::spoken::Spoken;
use super::width::width;
use crate::edition::BannerKey;
use crate::state::State;
use serde::Serialize;

/// What a badge says: the banner for the whole, its own state for a component.
pub(super) fn svg(spoken: Spoken<'_>, component: Option<usize>) -> Vec<u8> {
    let (label, message, state) = said(spoken, component);
    draw(&short(&label, 60), &short(message, 60), colour(state)).into_bytes()
}

/// What a badge is about, what it says, and the state whose colour it has.
fn said(spoken: Spoken<'_>, component: Option<usize>) -> (String, &str, State) {
    let edition = spoken.edition;
    if let Some(index) = component {
        let component = &edition.components[index];
        return (component.name.clone(), spoken.state(component.state), component.state);
    }
    let state = match edition.banner.key {
        BannerKey::IncidentOpen => State::DegradedPerformance,
        _ => edition.banner.state,
    };
    (edition.title(), spoken.banner(), state)
}

/// White text on each of them has a contrast of at least 4.5 to 1.
fn colour(state: State) -> &'static str {
    match state {
        State::Operational => "#1a7f37",
        State::UnderMaintenance => "#0b61c4",
        State::DegradedPerformance => "#8a6100",
        State::PartialOutage => "#b5480f",
        State::MajorOutage => "#c62828",
    }
}

/// The text is fitted to the width we count with, so that no font, script or missing glyph can run over the edge.
fn draw(label: &str, message: &str, colour: &str) -> String {
    let (left, right) = (width(label).max(60), width(message).max(60));
    let (left_box, right_box) = (left + 120, right + 120);
    let whole = left_box + right_box;
    let name = markup(&format!("{label}: {message}"));
    let text = |said: &str, middle: u32, length: u32| {
        format!(
            "<text x=\"{}\" y=\"14\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            pixels(middle),
            pixels(length),
            markup(said)
        )
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" viewBox=\"0 0 {whole} 20\" role=\"img\" \
         aria-label=\"{name}\">\n<title>{name}</title>\n\
         <rect width=\"{whole}\" height=\"20\" rx=\"3\" fill=\"{colour}\"/>\n\
         <path d=\"M3 0h{inner}v20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z\" fill=\"#3d444d\"/>\n\
         <g fill=\"#fff\" text-anchor=\"middle\" font-family=\"Verdana,DejaVu Sans,Geneva,sans-serif\" font-size=\"11\">\n\
         {}\n{}\n</g>\n</svg>\n",
        text(label, left_box / 2, left),
        text(message, left_box + right_box / 2, right),
        whole = pixels(whole),
        inner = pixels(left_box - 30),
    )
}

/// Tenths of a pixel as SVG writes them.
fn pixels(tenths: u32) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

/// Source: the endpoint badge of shields, schema version 1.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shield {
    schema_version: u8,
    label: String,
    message: String,
    color: &'static str,
    cache_seconds: u32,
}

/// The endpoint of shields: what the badge says.
pub(super) fn shields(spoken: Spoken<'_>, component: Option<usize>) -> Vec<u8> {
    let (label, message, state) = said(spoken, component);
    let message = line(message);
    let color = match state {
        State::Operational => "brightgreen",
        State::UnderMaintenance => "blue",
        State::DegradedPerformance => "yellow",
        State::PartialOutage => "orange",
        State::MajorOutage => "red",
    };
    let shield = Shield { schema_version: 1, label: line(&label), message, color, cache_seconds: 300 };
    let mut bytes = serde_json::to_vec(&shield).expect("strings and numbers are always JSON");
    bytes.push(b'\n');
    bytes
}
