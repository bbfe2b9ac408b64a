//! Text with a name: what `world` brings in and everything else reads.

use crate::name::{FileName, NameFault};
use std::sync::Arc;

/// A file of the site, opened. `path` is relative to the site's folder and written with `/`.
#[derive(Debug, Clone)]
pub struct Source {
    pub path: Arc<str>,
    pub content: Content,
}

/// What a file holds: text when it is read by Candor, bytes when it is only passed on.
#[derive(Debug, Clone)]
pub enum Content {
    Text(Arc<str>),
    Bytes(Arc<[u8]>),
}

impl Source {
    #[must_use]
    pub fn text(path: &str, text: &str) -> Self {
        Self { path: Arc::from(path), content: Content::Text(Arc::from(text)) }
    }

    /// The part of the path after the last `/`.
    #[must_use]
    pub fn file_name(&self) -> &str {
        file_name(&self.path)
    }
}

/// The part of a path after the last `/`.
#[must_use]
pub fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// A file that was seen and not opened, with what its name says of its readers.
#[derive(Debug, Clone)]
pub struct Listed {
    pub path: Arc<str>,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    File,
    Symlink,
    /// A socket, a pipe, a device.
    Other,
}

impl Listed {
    /// The name taken apart, or why it can't be.
    ///
    /// # Errors
    /// As [`FileName::parse`].
    pub fn name(&self) -> Result<FileName, NameFault> {
        FileName::parse(file_name(&self.path))
    }
}

/// A range of bytes in a source's text.
pub type Span = std::ops::Range<usize>;
