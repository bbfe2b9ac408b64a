//! Files in memory: what `render` makes and `world` puts somewhere.

/// One file of an edition. `path` is relative to the edition's folder and written with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub bytes: Vec<u8>,
}
