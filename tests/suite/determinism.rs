//! Promise 3: the same input at the same `--now` gives the same bytes, whatever the machine is like on which it is built.
//!
//! The long run makes every variation: `CANDOR_VARIATIONS=64 cargo test --test suite determinism`; with `CANDOR_PROGRAM=<path>` every
//! other one is made by that program, as one that is built for release.
#![expect(
    clippy::disallowed_methods,
    reason = "these tests lay out folders, start the program and look at what it wrote"
)]

use crate::generated::times;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const NOW: &str = "2026-11-20T10:20:00Z";

/// One way in which machines differ, and its cases.
const ZONES: [&str; 4] = ["UTC", "Asia/Kathmandu", "America/St_Johns", "nonsense"];
const LOCALES: [&str; 4] = ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG"];
const THREADS: [&str; 4] = ["1", "2", "7", "16"];
const MASKS: [&str; 4] = ["022", "000", "077", "027"];

/// The demonstration's files, copied in an order of their own, so that the folder lists them in another; with other times.
fn copied(to: &Path, variation: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(root.join("content"))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    let count = files.len();
    files.rotate_left(variation * 17 % count);
    if variation % 2 == 1 {
        files.reverse();
    }
    for file in files {
        let target = to.join(file.strip_prefix(root).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(&file, &target).unwrap();
        let written = std::fs::File::options().write(true).open(&target).unwrap();
        let then = std::time::UNIX_EPOCH + std::time::Duration::from_secs(86_400 * (variation as u64 + 1));
        written.set_modified(then).unwrap();
    }
}

/// Names, rights, times and digests of all that was written.
fn written(folder: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut files = 0;
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        let metadata = entry.metadata().unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap();
        // The two folders that take the editions are anybody's; what lies in them is ours.
        if path.is_empty() || path == "private" || path == "private/strategic" {
            continue;
        }
        let mut line = format!("{path} {:o}", metadata.permissions().mode());
        if metadata.is_file() {
            files += 1;
            let hash = Sha256::digest(std::fs::read(entry.path()).unwrap());
            line += &hash.iter().fold(String::from(" "), |text, byte| text + &format!("{byte:02x}"));
        }
        // What stands beside the editions carries the time at which it was written.
        let beside = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if metadata.is_dir() || !["", "private", "private/strategic"].contains(&beside) {
            line += &format!(" {}", metadata.mtime());
        }
        all.insert(line);
    }
    assert!(files > 500, "only {files} files were written");
    all
}

/// Builds the demonstration in one variation, and says what was written.
fn built(variation: usize) -> BTreeSet<String> {
    let root = tempfile::tempdir().unwrap();
    std::fs::set_permissions(root.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
    let site = root.path().join(["site", "eine Seite", "s"][variation % 3]);
    copied(&site, variation);
    let other = std::env::var_os("CANDOR_PROGRAM").filter(|_| variation % 2 == 1);
    let program = other.map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_candor")), PathBuf::from);
    let copy = root.path().join("candor");
    std::fs::copy(program, &copy).unwrap();
    let within = variation.is_multiple_of(2);
    let script = format!("umask {}; exec \"$0\" \"$@\"", MASKS[variation / 16 % 4]);
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(&copy).args(["build", "--quiet", "--now", NOW, "--site"]);
    command.arg(if within { Path::new(".") } else { &site }).current_dir(if within { &site } else { Path::new("/") });
    command.args(["--out".as_ref(), root.path().join("out").as_os_str()]);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap());
    command
        .env("TZ", ZONES[variation % 4])
        .env("LC_ALL", LOCALES[variation / 4 % 4])
        .env("LANG", LOCALES[variation % 4]);
    command.env("RAYON_NUM_THREADS", THREADS[(variation + variation / 8) % 4]);
    command.env("SOURCE_DATE_EPOCH", (variation * 1_000_000).to_string()).env("HOME", "/nowhere").env("CI", "1");
    if nix::unistd::geteuid().is_root() && variation % 4 == 3 {
        command.uid(65534).gid(65534);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{variation}: {}", String::from_utf8_lossy(&output.stderr));
    written(&root.path().join("out"))
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_machine() {
    let count = times("CANDOR_VARIATIONS", 6);
    let first = built(0);
    for variation in 1..count {
        // In the suite a few that differ in everything; in the long run each.
        let variation = if count < 64 { variation * 21 } else { variation };
        let other = built(variation);
        let differing: Vec<&String> = first.symmetric_difference(&other).take(6).collect();
        assert!(differing.is_empty(), "variation {variation}: {differing:#?}");
    }
}
