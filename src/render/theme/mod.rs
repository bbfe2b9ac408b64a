//! A theme: layouts, assets and strings, the embedded default overridden file by file by the site's own.

mod check;
mod colour;
mod refused;
mod tidy;

use super::strings::{self, Entry, Strings};
use crate::diagnostic::{Diagnostic, Scope};
use crate::edition::Edition;
use crate::name::Suffix;
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, LazyLock};

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The layouts that make pages, and the variable that each is given besides `t`, `edition` and `page`.
pub const LAYOUTS: [(&str, &str); 10] = [
    ("index.html", "index"),
    ("incident.html", "incident"),
    ("component.html", "component"),
    ("year.html", "year"),
    ("month.html", "month"),
    ("page.html", "parts"),
    ("service-level.html", "levels"),
    ("metrics.html", "metrics"),
    ("metrics-month.html", "measured"),
    ("404.html", ""),
];

/// What pages have in common, by the field of `edition` that it becomes: made of `t` and `edition`, once for pages that lie
/// equally deep.
pub(super) const PIECES: [(&str, &str); 3] =
    [("head_html", "parts/head.html"), ("top_html", "parts/top.html"), ("bottom_html", "parts/bottom.html")];

/// How many bytes most pages have at most.
const PAGE: usize = 32 << 10;

/// Layouts compiled, assets at hand, words in every language.
#[derive(Debug)]
pub struct Theme {
    /// The folder's path, for faults.
    folder: String,
    layouts: tera::Tera,
    /// By address: `assets/site.0123456789ab.css`.
    assets: BTreeMap<String, Arc<[u8]>>,
    /// Addresses of style sheets, in the order in which they apply; of those, the one that only private editions link.
    stylesheets: Vec<String>,
    private: Option<String>,
    scripts: Vec<String>,
    /// By language.
    strings: BTreeMap<String, Spoken>,
}

impl Theme {
    /// The theme of sites that have none of their own.
    ///
    /// # Panics
    /// If it is at fault.
    #[must_use]
    pub fn embedded() -> Self {
        Self::load("default", &[]).expect("the embedded theme is without fault")
    }

    /// Lays a site's own theme files, by path below the theme's folder `themes/<name>`, over the embedded default: layouts
    /// and assets file by file, strings key by key.
    ///
    /// # Errors
    /// Every fault of the theme, with its place.
    ///
    /// # Panics
    /// If the embedded theme is at fault itself.
    pub fn load(name: &str, own: &[(String, Vec<u8>)]) -> Result<Self, Vec<Diagnostic>> {
        let folder = format!("themes/{name}");
        let mut files: Files = default_files().into_iter().map(|(path, bytes)| (path, Arc::from(bytes))).collect();
        let mut faults = check::files(&folder, own, &files);
        let others = own.iter().filter(|(path, _)| language_of(path).is_none());
        files.extend(others.map(|(path, bytes)| (path.clone(), Arc::from(bytes.as_slice()))));
        let at_hand = || (embedded(&files, "en").expect("the default theme speaks English"), named(&files));
        let ((layouts, found), (english, named)) = rayon::join(|| compiled(&folder, &files), at_hand);
        let (english, (assets, stylesheets, scripts)) = (Arc::new(english), named);
        let mut words: BTreeMap<String, Option<Entry>> =
            files.keys().filter_map(|path| Some((language_of(path)?.to_owned(), None))).collect();
        for (path, bytes) in own {
            let Some(language) = language_of(path) else { continue };
            match check::strings(&folder, path, bytes, &english) {
                Ok(entry) => drop(words.insert(language.to_owned(), Some(entry))),
                Err(found) => faults.extend(found),
            }
        }
        faults.extend(found);
        if !faults.is_empty() {
            return Err(faults.into_iter().map(|fault| fault.scope(Scope::Readers(Suffix::Public))).collect());
        }
        let strings =
            words.into_iter().map(|(language, own)| (language.clone(), spoken(&files, &english, language, own)));
        let strings = strings.collect();
        let private = stylesheets.iter().find(|address| address.starts_with("assets/private.")).cloned();
        Ok(Self { folder, layouts, assets, stylesheets, private, scripts, strings })
    }

    /// Addresses of the assets an edition uses.
    #[must_use]
    pub fn assets(&self, edition: &Edition) -> Vec<String> {
        let accent = edition.site.accent.as_deref().and_then(colour::sheet);
        let shared = self.assets.keys().filter(|address| self.uses(edition, address)).cloned();
        shared.chain(accent.map(|sheet| hashed("accent.css", sheet.as_bytes()))).collect()
    }

    /// The bytes of an asset.
    #[must_use]
    pub fn asset(&self, path: &str, edition: &Edition) -> Vec<u8> {
        match self.assets.get(path) {
            Some(bytes) => bytes.to_vec(),
            None => edition.site.accent.as_deref().and_then(colour::sheet).unwrap_or_default().into_bytes(),
        }
    }

    /// Addresses of the style sheets and scripts of an edition's pages, in order.
    #[must_use]
    pub fn linked(&self, edition: &Edition) -> (Vec<String>, Vec<String>) {
        let accent = edition.site.accent.as_deref().and_then(colour::sheet);
        let accent = accent.map(|sheet| hashed("accent.css", sheet.as_bytes()));
        let sheets = self.stylesheets.iter().filter(|address| self.uses(edition, address)).cloned();
        (sheets.chain(accent).collect(), self.scripts.clone())
    }

    /// `private.css` is for private editions alone.
    fn uses(&self, edition: &Edition, address: &str) -> bool {
        !edition.is_public() || self.private.as_deref() != Some(address)
    }

    /// The words of a language; those of its base language, else English, where a theme doesn't speak it.
    ///
    /// # Panics
    /// If the embedded theme doesn't speak English.
    #[must_use]
    pub fn strings(&self, language: &str) -> &Strings {
        let base = language.split('-').next().unwrap_or_default();
        [language, base, "en"]
            .into_iter()
            .find_map(|language| self.strings.get(language).map(|spoken| &**spoken))
            .expect("the default theme speaks English")
    }

    /// The languages that the theme speaks.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.strings.keys().map(String::as_str)
    }

    pub(super) fn layout(&self, name: &str, context: &tera::Context) -> Result<Vec<u8>, Diagnostic> {
        let mut html = Vec::with_capacity(PAGE);
        let written = self.layouts.render_to(name, context, &mut html);
        written.map(|()| tidy::tidy(&html)).map_err(|error| refused::fault(&self.folder, &error))
    }
}

/// The layouts, and what is at fault with them.
fn compiled(folder: &str, files: &Files) -> (tera::Tera, Vec<Diagnostic>) {
    let layouts = files.iter().filter_map(|(path, bytes)| {
        Some((path.strip_prefix("layouts/")?.to_owned(), std::str::from_utf8(bytes).ok()?))
    });
    let layouts: Vec<(String, &str)> = layouts.collect();
    let mut tera = tera::Tera::new();
    // As Tera's own, which writes byte by byte.
    tera.set_escape_fn(strings::escape);
    let faults = match tera.add_raw_templates(layouts.iter().map(|(name, text)| (name.as_str(), *text))) {
        Ok(()) => check::variables(folder, &tera, &layouts),
        Err(error) => refused::faults(folder, &error, &layouts),
    };
    (tera, faults)
}

/// The words of a language, put together when they are first asked for: a site speaks one of them.
type Spoken = LazyLock<Strings, Box<dyn FnOnce() -> Strings + Send>>;

/// A theme's own words over the embedded ones of the same language, if there are any, and both over English.
fn spoken(files: &Files, english: &Arc<Entry>, language: String, own: Option<Entry>) -> Spoken {
    let path = path_of(&language);
    let files: Files =
        files.get_key_value(&path).map(|(path, bytes)| (path.clone(), bytes.clone())).into_iter().collect();
    let english = english.clone();
    LazyLock::new(Box::new(move || {
        if language == "en" && own.is_none() {
            return Strings::new(&language, &english);
        }
        let laid = [embedded(&files, &language), own].into_iter().flatten();
        Strings::new(&language, &Arc::new(laid.fold((*english).clone(), Entry::under)))
    }))
}

/// The embedded words of a language.
fn embedded(files: &Files, language: &str) -> Option<Entry> {
    let path = path_of(language);
    let text = std::str::from_utf8(files.get(&path)?).expect("the embedded strings are UTF-8");
    Some(strings::parse(&Arc::from(path), text).expect("the embedded strings are in order"))
}

type Files = BTreeMap<String, Arc<[u8]>>;

fn path_of(language: &str) -> String {
    format!("strings/{language}.yaml")
}

/// Every file of the embedded theme, by path below its folder.
fn default_files() -> Vec<(String, &'static [u8])> {
    fn gather(dir: &'static Dir<'static>, files: &mut Vec<(String, &'static [u8])>) {
        for file in dir.files() {
            let path = file.path().to_str().expect("the embedded theme has plain names");
            files.push((path.replace('\\', "/"), file.contents()));
        }
        for inner in dir.dirs() {
            gather(inner, files);
        }
    }
    let mut files = Vec::new();
    gather(&DEFAULT, &mut files);
    files
}

fn language_of(path: &str) -> Option<&str> {
    path.strip_prefix("strings/")?.strip_suffix(".yaml")
}

type Named = (BTreeMap<String, Arc<[u8]>>, Vec<String>, Vec<String>);

/// Assets under names that carry a hash of their bytes, style sheets and scripts apart. `url(file)` in a style sheet is
/// rewritten to the name that the file got.
fn named(files: &BTreeMap<String, Arc<[u8]>>) -> Named {
    let assets = || files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("assets/")?, bytes)));
    let is_sheet = |name: &str| name.rsplit_once('.').is_some_and(|(_, extension)| extension == "css");
    let mut named: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    let mut renamed = Vec::new();
    let mut scripts = Vec::new();
    for (name, bytes) in assets().filter(|(name, _)| !is_sheet(name)) {
        let address = hashed(name, bytes);
        if name.rsplit_once('.').is_some_and(|(_, extension)| extension == "js") {
            scripts.push(address.clone());
        }
        renamed.push((format!("url({name})"), format!("url({})", address.trim_start_matches("assets/"))));
        named.insert(address, bytes.clone());
    }
    let mut sheets: Vec<(&str, &Arc<[u8]>)> = assets().filter(|(name, _)| is_sheet(name)).collect();
    sheets.sort_by_key(|(name, _)| (*name != "site.css", *name));
    let mut stylesheets = Vec::new();
    for (name, bytes) in sheets {
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        for (from, to) in &renamed {
            text = text.replace(from, to);
        }
        let address = hashed(name, text.as_bytes());
        stylesheets.push(address.clone());
        named.insert(address, Arc::from(text.into_bytes()));
    }
    (named, stylesheets, scripts)
}

/// `site.css` to `assets/site.0123456789ab.css`: a name that changes with the bytes, and only with them.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let mut hash = String::new();
    for byte in &Sha256::digest(bytes)[..6] {
        write!(hash, "{byte:02x}").expect("writing to a string can't fail");
    }
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{hash}.{extension}"),
        None => format!("assets/{name}.{hash}"),
    }
}
