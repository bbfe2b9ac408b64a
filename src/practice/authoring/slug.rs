//! The name of a folder, made from a title.

/// Letters and digits in small letters, with hyphens, at most six words. Letters that have no counterpart in ASCII are left out.
#[must_use]
pub fn slug(title: &str) -> String {
    const PASSED_OVER: [&str; 12] = ["a", "an", "the", "of", "for", "to", "is", "are", "some", "and", "in", "our"];
    let mut plain = String::with_capacity(title.len());
    for c in title.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => plain.push(c),
            'ä' | 'æ' => plain.push_str("ae"),
            'ö' | 'ø' | 'œ' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            'á' | 'à' | 'â' | 'ã' | 'å' => plain.push('a'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'í' | 'ì' | 'î' | 'ï' => plain.push('i'),
            'ó' | 'ò' | 'ô' | 'õ' => plain.push('o'),
            'ú' | 'ù' | 'û' => plain.push('u'),
            'ç' => plain.push('c'),
            'ñ' => plain.push('n'),
            '\'' | '’' => {}
            _ => plain.push(' '),
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    let telling: Vec<&str> = words.iter().copied().filter(|word| !PASSED_OVER.contains(word)).collect();
    let chosen = if telling.is_empty() { words } else { telling };
    let mut slug = chosen.into_iter().take(6).collect::<Vec<_>>().join("-");
    slug.truncate(60);
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_what_a_title_is_about() {
        assert_eq!(slug("Checkout fails for some EU orders"), "checkout-fails-eu-orders");
        assert_eq!(slug("Größere Störung: Überweisungen!"), "groessere-stoerung-ueberweisungen");
        assert_eq!(slug("The"), "the");
        assert_eq!(slug("停止"), "");
        assert!(crate::name::is_name(&slug(&"x".repeat(500))));
    }
}
