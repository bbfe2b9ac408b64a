//! Which modules of the program a file names: `crate::…` and `super::…` paths, inline and in nested `use` lists.

/// The text with comments and the insides of literals blanked out, line by line where it was.
pub(super) fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_or_comment(&chars, at);
        if end == at {
            code.push(chars[at]);
            at += 1;
        } else {
            code.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    code
}

/// Where the comment or literal that begins at `at` ends; `at` itself if none begins there.
fn literal_or_comment(chars: &[char], at: usize) -> usize {
    let next = chars.get(at + 1).copied().unwrap_or(' ');
    match chars[at] {
        '/' if next == '/' => find(chars, at, |c, _| c == '\n'),
        '/' if next == '*' => block_comment(chars, at),
        '"' => string(chars, at + 1),
        'r' if !within_word(chars, at) => raw_string(chars, at),
        // Not a lifetime: those have no closing quote.
        '\'' if next == '\\' => find(chars, at + 3, |c, _| c == '\'') + 1,
        '\'' if chars.get(at + 2) == Some(&'\'') => at + 3,
        _ => at,
    }
    .min(chars.len())
}

/// Whether the character before goes on into this one as one word; `br"` begins a literal all the same.
fn within_word(chars: &[char], at: usize) -> bool {
    let word = |index: usize| chars[index].is_alphanumeric() || chars[index] == '_';
    let bytes = at >= 1 && chars[at - 1] == 'b' && (at < 2 || !word(at - 2));
    at >= 1 && word(at - 1) && !bytes
}

fn find(chars: &[char], from: usize, is_end: impl Fn(char, usize) -> bool) -> usize {
    (from..chars.len()).find(|index| is_end(chars[*index], *index)).unwrap_or(chars.len())
}

fn block_comment(chars: &[char], at: usize) -> usize {
    let mut depth = 0_usize;
    let mut index = at;
    while index < chars.len() {
        match (chars[index], chars.get(index + 1)) {
            ('/', Some('*')) => depth += 1,
            ('*', Some('/')) if depth == 1 => return index + 2,
            ('*', Some('/')) => depth -= 1,
            _ => {
                index += 1;
                continue;
            }
        }
        index += 2;
    }
    index
}

fn string(chars: &[char], inside: usize) -> usize {
    let mut index = inside;
    while index < chars.len() && chars[index] != '"' {
        index += if chars[index] == '\\' { 2 } else { 1 };
    }
    index + 1
}

fn raw_string(chars: &[char], at: usize) -> usize {
    let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
    let quote = at + 1 + hashes;
    if chars.get(quote) != Some(&'"') {
        return at;
    }
    let closes = |index: usize| chars[index + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
    find(chars, quote + 1, |c, index| c == '"' && closes(index)) + 1 + hashes
}

/// Words and single marks, in order. `::` is one.
pub(super) fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let length = match word {
            0 if rest.starts_with("::") => 2,
            0 => first.len_utf8(),
            length => length,
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The modules directly below the crate's root that a file names, in order, each as often as it is named.
pub(super) fn modules_named<'a>(path: &str, tokens: &[&'a str]) -> Vec<&'a str> {
    let mut named = Vec::new();
    let mut depth = module_path(path).len();
    let mut braces: Vec<bool> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let follows_path = index > 0 && tokens[index - 1] == "::";
        match *token {
            "{" => {
                let inline_module = index >= 2 && tokens[index - 2] == "mod";
                depth += usize::from(inline_module);
                braces.push(inline_module);
            }
            "}" => depth -= usize::from(braces.pop().unwrap_or(false)),
            "crate" if tokens.get(index + 1) == Some(&"::") => named.extend(first_names(&tokens[index + 2..])),
            "super" if !follows_path => {
                let climbs = 1 + tokens[index + 1..].chunks(2).take_while(|pair| *pair == ["::", "super"]).count();
                if climbs >= depth && tokens.get(index + 2 * climbs - 1) == Some(&"::") {
                    named.extend(first_names(&tokens[index + 2 * climbs..]));
                }
            }
            _ => {}
        }
    }
    named
}

/// `read::yaml` is one name; `{read::{a, b}, render}` is two.
fn first_names<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    if tokens.first() != Some(&"{") {
        return tokens.first().copied().into_iter().collect();
    }
    let mut names = Vec::new();
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        match *token {
            "{" => depth += 1,
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            name if depth == 1 && matches!(tokens[index - 1], "{" | ",") && name != "self" => names.push(name),
            _ => {}
        }
    }
    names
}

/// `src/read/yaml.rs` is `["read", "yaml"]`; `src/lib.rs` is the root, `[]`.
pub(super) fn module_path(path: &str) -> Vec<&str> {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    let mut parts: Vec<&str> = inner.split('/').collect();
    if matches!(parts.last(), Some(&("mod" | "lib" | "main"))) {
        parts.pop();
    }
    parts
}
