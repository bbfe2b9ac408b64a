//! The site's accent colour, made readable: what is too pale for text on the page's ground is darkened until it isn't, and on
//! the dark ground lightened.

/// The grounds of the default theme, light and dark.
const LIGHT: [u8; 3] = [0xf6, 0xf5, 0xf1];
const DARK: [u8; 3] = [0x1b, 0x1e, 0x23];
/// WCAG 2.2, 1.4.3 for text.
const ENOUGH: f64 = 4.5;

/// A style sheet that sets the accent for both grounds; none for a colour that isn't `#rrggbb`.
pub(super) fn sheet(accent: &str) -> Option<String> {
    let colour = parse(accent)?;
    let light = hex(readable(colour, LIGHT, [0, 0, 0]));
    let dark = hex(readable(colour, DARK, [255, 255, 255]));
    Some(format!(
        ":root{{--accent:{light}}}@media(prefers-color-scheme:dark){{:root:not([data-theme=light]){{--accent:{dark}}}}}\
         :root[data-theme=dark]{{--accent:{dark}}}\n"
    ))
}

fn parse(written: &str) -> Option<[u8; 3]> {
    let digits = written.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The colour, moved towards another until it can be read on a ground.
fn readable(colour: [u8; 3], ground: [u8; 3], towards: [u8; 3]) -> [u8; 3] {
    (0..=20_u16)
        .map(|step| mixed(colour, towards, step))
        .find(|mixed| contrast(*mixed, ground) >= ENOUGH)
        .unwrap_or(towards)
}

/// `step` twentieths of the way from one colour to another.
fn mixed(from: [u8; 3], to: [u8; 3], step: u16) -> [u8; 3] {
    std::array::from_fn(|index| {
        let value = (u16::from(from[index]) * (20 - step) + u16::from(to[index]) * step) / 20;
        u8::try_from(value).unwrap_or(u8::MAX)
    })
}

/// The contrast ratio of WCAG.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[cfg(test)]
mod tests {
    use super::{DARK, LIGHT, contrast, parse, readable, sheet};

    #[test]
    fn every_accent_can_be_read_on_both_grounds() {
        for accent in ["#ffff00", "#0a0a0a", "#7a2bd6", "#ffffff", "#808080"] {
            let colour = parse(accent).expect("a colour");
            assert!(contrast(readable(colour, LIGHT, [0; 3]), LIGHT) >= 4.5, "{accent} on light");
            assert!(contrast(readable(colour, DARK, [255; 3]), DARK) >= 4.5, "{accent} on dark");
        }
    }

    #[test]
    fn what_is_no_colour_makes_no_sheet() {
        assert_eq!(sheet("red"), None);
        assert_eq!(sheet("#12345é"), None);
    }
}
