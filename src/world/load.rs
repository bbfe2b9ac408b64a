//! The site's files: listed without being opened, then opened without following a link.

use super::folder::{Folder, contents, size};
use crate::diagnostic::{Diagnostic, Scope};
use crate::name::{FileName, Suffix, is_name};
use crate::source::{Content, Kind, Listed, Source, file_name};
use anyhow::Context as _;
use rayon::prelude::*;
use rustix::io::Errno;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::FileType;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most bytes of a file that Candor reads.
const TEXT: u64 = 1 << 20;
/// The most bytes of a file that Candor passes on.
const ATTACHMENT: u64 = 10 << 20;

/// Everything below `content/` that is not a folder, sorted by path. Names that begin with a dot are passed over, links
/// are listed and not followed. A name that is not UTF-8 is written with `\xNN`, which no content name holds.
///
/// # Errors
/// A folder can't be read, or there is no folder `content`.
pub fn list(site: &Path) -> anyhow::Result<Vec<Listed>> {
    let content = site.join("content");
    match std::fs::symlink_metadata(&content) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => anyhow::bail!("`{}` is not a folder: put the folder itself there, no link to it", content.display()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            anyhow::bail!(no_site(site));
        }
        Err(error) => return Err(error).with_context(|| format!("`{}` can't be read", content.display())),
    }
    let refused = || format!("`{}` can't be read", content.display());
    let mut listed = Vec::new();
    for entry in std::fs::read_dir(&content).with_context(refused)? {
        let entry = entry.with_context(refused)?;
        let name = entry.file_name();
        // Templates are authors' files, read by no edition: that folder is not even opened.
        if is_hidden(&name) || name == "templates" {
            continue;
        }
        match entry.file_type().with_context(refused)? {
            is if is.is_dir() => listed.extend(walk(site, &entry.path())?),
            is => listed.push(Listed { path: below_base(site, &entry.path()).into(), kind: kind(is) }),
        }
    }
    listed.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(listed)
}

/// Why a folder without `content` is no site, and where the one that is meant may be.
fn no_site(site: &Path) -> String {
    let shown = site.display();
    let Ok(whole) = std::fs::canonicalize(site) else {
        return format!("there is no folder `{shown}`: give the site's folder with `--site`");
    };
    if !whole.is_dir() {
        return format!("`{shown}` is not a folder: give the site's folder with `--site`");
    }
    match whole.ancestors().skip(1).find(|above| above.join("content/site.yaml").is_file()) {
        Some(above) => {
            format!("`{shown}` is inside the site `{}`: run this there, or give it with `--site`", above.display())
        }
        None => format!("`{shown}` has no folder `content`, so it is no site: give the site's folder with `--site`"),
    }
}

/// The message templates of a site, sorted by path: authors' files, which nothing else lists.
///
/// # Errors
/// The folder is there and can't be read.
pub fn templates(site: &Path) -> anyhow::Result<Vec<Listed>> {
    let root = site.join("content/templates");
    if !root.try_exists().with_context(|| format!("`{}` can't be read", root.display()))? {
        return Ok(Vec::new());
    }
    let is_folder = std::fs::symlink_metadata(&root).is_ok_and(|metadata| metadata.is_dir());
    anyhow::ensure!(is_folder, "`{}` is not a folder: put the folder itself there, no link to it", root.display());
    let mut listed = walk(site, &root)?;
    listed.retain(|one| Path::new(&*one.path).extension().is_some_and(|extension| extension == "md"));
    listed.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(listed)
}

/// Opens the listed files, in parallel and in their order. What can't be a source becomes an error at its path.
///
/// # Errors
/// The site's folder can't be opened.
pub fn open(site: &Path, wanted: &[Listed]) -> anyhow::Result<(Vec<Source>, Vec<Diagnostic>)> {
    let folder = Folder::open(site).with_context(|| format!("`{}` can't be read", site.display()))?;
    let opened: Vec<Result<Source, Diagnostic>> =
        wanted.par_iter().with_min_len(32).map(|listed| bring(&folder, listed)).collect();
    let mut sources = Vec::with_capacity(wanted.len());
    let mut faults = Vec::new();
    for one in opened {
        match one {
            Ok(source) => sources.push(source),
            Err(fault) => faults.push(fault),
        }
    }
    Ok((sources, faults))
}

/// Files with their paths, written with `/`.
pub type Files = Vec<(String, Vec<u8>)>;

/// The files of the theme `themes/<name>`, each with its path below it, sorted; none if the site has no such folder.
///
/// # Errors
/// A file can't be read, is a link, or is larger than an attachment may be.
pub fn theme(site: &Path, name: &str) -> anyhow::Result<Option<Files>> {
    let root = site.join("themes").join(name);
    if !is_name(name) || !root.try_exists().with_context(|| format!("`{}` can't be read", root.display()))? {
        return Ok(None);
    }
    for folder in [site.join("themes"), root.clone()] {
        let is_folder = std::fs::symlink_metadata(&folder).is_ok_and(|metadata| metadata.is_dir());
        anyhow::ensure!(is_folder, "`{}` is not a folder; links are not followed", folder.display());
    }
    let folder = Folder::open(&root).with_context(|| format!("`{}` can't be read", root.display()))?;
    let mut files = Vec::new();
    for Listed { path, kind } in walk(&root, &root)? {
        anyhow::ensure!(
            kind == Kind::File,
            "`{}` is no file, and a theme is read without following links: put the file itself in its place",
            root.join(&*path).display()
        );
        let refused = || format!("`{}` can't be read as a file of the theme", root.join(&*path).display());
        let (file, stat) = folder.file(&path).with_context(refused)?;
        anyhow::ensure!(size(&stat) <= ATTACHMENT, "`{}` is larger than 10 MiB", root.join(&*path).display());
        let bytes = contents(file, size(&stat)).with_context(refused)?;
        files.push((path.to_string(), bytes));
    }
    files.sort_unstable();
    Ok(Some(files))
}

/// Everything below the folder `root` that is not a folder, in no order, with its path from `base` on.
fn walk(base: &Path, root: &Path) -> anyhow::Result<Vec<Listed>> {
    // The folder below is not named: its name may tell what only some may know.
    below(root, &below_base(base, root))
        .map_err(|error| std::io::Error::from(error.kind()))
        .with_context(|| format!("a folder in `{}` can't be read", root.display()))
}

/// As [`walk`], below a folder whose path is written already.
fn below(folder: &Path, path: &str) -> std::io::Result<Vec<Listed>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        // Taken away while we looked: as if it had gone before.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    let mut folders: Vec<(PathBuf, String)> = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        if is_hidden(&name) {
            continue;
        }
        let slash = if path.is_empty() { "" } else { "/" };
        let path = [path, slash, &written(Path::new(&name))].concat();
        match entry.file_type() {
            Ok(is) if is.is_dir() => folders.push((entry.path(), path)),
            Ok(is) => found.push(Listed { path: Arc::from(path), kind: kind(is) }),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    let inner: Vec<Vec<Listed>> =
        folders.par_iter().map(|(folder, path)| below(folder, path)).collect::<std::io::Result<_>>()?;
    found.extend(inner.into_iter().flatten());
    Ok(found)
}

fn below_base(base: &Path, path: &Path) -> String {
    written(path.strip_prefix(base).expect("what lies below a folder begins with its path"))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_bytes().starts_with(b".")
}

pub(super) fn kind(found: FileType) -> Kind {
    if found.is_file() {
        Kind::File
    } else if found.is_symlink() {
        Kind::Symlink
    } else {
        Kind::Other
    }
}

pub(super) fn written(path: &Path) -> String {
    let bytes: &OsStr = path.as_os_str();
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.as_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            write!(text, "\\x{byte:02X}").expect("writing to a string does not fail");
        }
    }
    text
}

fn bring(folder: &Folder, listed: &Listed) -> Result<Source, Diagnostic> {
    let fault = |phrase: &str| Err(Diagnostic::error(&listed.path, 0..0, phrase).scope(scope(&listed.path)));
    match listed.kind {
        Kind::File => {}
        Kind::Symlink => return fault("this is a symbolic link, which is never followed"),
        Kind::Other => return fault("this is not a file"),
    }
    let (file, stat) = match folder.file(&listed.path) {
        Ok(opened) => opened,
        Err(Errno::NOENT | Errno::NOTDIR) => return fault("the file vanished while the site was being read"),
        Err(Errno::LOOP | Errno::XDEV) => return fault("this is a symbolic link, which is never followed"),
        Err(Errno::ISDIR | Errno::NXIO) => return fault("this is not a file"),
        Err(errno) => return Err(refused(listed, &errno.into())),
    };
    let is_text = [".md", ".yaml"].iter().any(|end| listed.path.ends_with(end));
    if size(&stat) > if is_text { TEXT } else { ATTACHMENT } {
        return fault(if is_text { "the file is larger than 1 MiB" } else { "the file is larger than 10 MiB" });
    }
    let bytes = match contents(file, size(&stat)) {
        Ok(bytes) => bytes,
        Err(error) => return Err(refused(listed, &error)),
    };
    if !is_text {
        return Ok(Source { path: listed.path.clone(), content: Content::Bytes(Arc::from(bytes)) });
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source { path: listed.path.clone(), content: Content::Text(Arc::from(text)) }),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..offset].split(|byte| *byte == b'\n').count();
            let phrase = format!("the text is not UTF-8 at byte {offset}, in line {line}");
            let fault = Diagnostic::error(&listed.path, 0..0, phrase).hint("save the file as UTF-8");
            Err(fault.scope(scope(&listed.path)))
        }
    }
}

/// A file that the machine refuses is at fault like one that can't be understood: those who read it keep what they have, and
/// its path is told to those who may know it.
fn refused(listed: &Listed, error: &std::io::Error) -> Diagnostic {
    let hint = match error.kind() {
        ErrorKind::PermissionDenied => "let the user who builds read it",
        _ => "look at the disk that it lies on",
    };
    let fault = Diagnostic::error(&listed.path, 0..0, format!("this file can't be read: {}", error.kind()));
    fault.hint(hint).scope(scope(&listed.path))
}

/// Whose a file is before anybody has read it: the settings have readers of their own, the rest goes by its name.
pub fn scope(path: &str) -> Scope {
    match path {
        "content/audiences.yaml" | "content/accounts.yaml" => return Scope::Private,
        "content/policy.yaml" => return Scope::Inside,
        _ if path.starts_with("content/templates/") => return Scope::Nobody,
        _ => {}
    }
    match FileName::parse(file_name(path)) {
        Ok(FileName { suffix: Suffix::Audience(word), extension, .. })
            if word == "approvals" && extension == "yaml" =>
        {
            Scope::Nobody
        }
        Ok(name) => Scope::Readers(name.suffix),
        Err(_) => Scope::Nobody,
    }
}
