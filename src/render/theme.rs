//! A theme: layouts, assets and strings, the embedded default overridden file by file by the site's own.

use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Layouts compiled, assets at hand.
#[derive(Debug, Default)]
pub struct Theme {
    layouts: tera::Tera,
    assets: BTreeMap<String, Arc<[u8]>>,
}

impl Theme {
    /// Lays a site's own theme files, by path below the theme's folder, over the embedded default.
    ///
    /// # Errors
    /// Every fault of the theme, with its place.
    pub fn load(_own: &[(String, Vec<u8>)]) -> Result<Self, Vec<Diagnostic>> {
        Ok(Self::default())
    }

    /// Addresses of the assets an edition uses.
    #[must_use]
    pub fn assets(&self, _edition: &Edition) -> Vec<String> {
        self.assets.keys().cloned().collect()
    }

    /// The bytes of an asset.
    #[must_use]
    pub fn asset(&self, path: &str, _edition: &Edition) -> Vec<u8> {
        self.assets[path].to_vec()
    }

    pub(super) fn layout(&self, name: &str, edition: &Edition) -> Result<Vec<u8>, Diagnostic> {
        let context = tera::Context::from_serialize(edition).expect("an edition is a map of plain values");
        let page = self.layouts.render(name, &context);
        page.map(String::into_bytes)
            .map_err(|error| Diagnostic::error(&Arc::from(format!("themes/{name}")), 0..0, error.to_string()))
    }
}
