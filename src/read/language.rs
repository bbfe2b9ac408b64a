//! Codes of languages: other generators translate by suffix; here a suffix says who may read.

/// The two-letter codes of ISO 639-1.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee \
     el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu \
     ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na \
     nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so \
     sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Whether a suffix is the code of a language, with or without a region: `fr`, `pt-br`.
#[must_use]
pub(super) fn is_code(suffix: &str) -> bool {
    let (language, region) = suffix.split_once('-').unwrap_or((suffix, ""));
    let is_region = region.is_empty() || (region.len() == 2 && region.bytes().all(|b| b.is_ascii_lowercase()));
    language.len() == 2 && is_region && CODES.split(' ').any(|code| code == language)
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn a_code_is_a_language_with_or_without_a_region() {
        for code in ["fr", "de", "zu", "pt-br", "zh-tw"] {
            assert!(is_code(code), "{code}");
        }
        for other in ["xx", "f", "fra", "support", "xx-br", "fr-b", "fr-bra", "fr-b1", "fr-br-x", "strategic-fr"] {
            assert!(!is_code(other), "{other}");
        }
    }
}
