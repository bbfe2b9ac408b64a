//! Settings are read or told at a place, and no private file changes what is settled for everyone.

use super::{ACCOUNTS, AUDIENCES, SITE, are_told};
use candor::name::{EditionName, Suffix, is_name};
use candor::read::settings;
use candor::source::Source;

const FILES: [&str; 4] = ["site", "audiences", "accounts", "policy"];

/// The first byte says which file it is, from `A` on; the others are as they are elsewhere.
pub(super) fn holds(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let (Some(which), Ok(text)) = (FILES.get(usize::from(first.wrapping_sub(b'A'))), std::str::from_utf8(rest)) else {
        return;
    };
    let texts = [SITE, AUDIENCES, ACCOUNTS, ""];
    let files = FILES.iter().zip(texts).filter(|(_, known)| !known.is_empty()).filter(|(name, _)| *name != which);
    let mut sources: Vec<Source> =
        files.map(|(name, text)| Source::text(&format!("content/{name}.yaml"), text)).collect();
    sources.push(Source::text(&format!("content/{which}.yaml"), text));
    let (settled, faults) = settings(&sources);
    for (name, known) in FILES.iter().zip(texts) {
        let path = format!("content/{name}.yaml");
        let own: Vec<_> = faults.iter().filter(|fault| *fault.place.path == *path).cloned().collect();
        are_told(&own, if name == which { text } else { known });
    }
    for reader in settled.readers() {
        let named = match &reader.edition {
            EditionName::Public => true,
            EditionName::Audience(name) => is_name(name) && !["public", "internal"].contains(&name.as_str()),
            EditionName::Account { audience, account } => is_name(audience) && is_name(account),
        };
        assert!(named && reader.may_read(&Suffix::Public), "{reader:?}");
        if let EditionName::Account { .. } = reader.edition {
            assert!(!reader.may_read(&Suffix::Internal), "{reader:?}");
        }
        if reader.edition == EditionName::Public {
            assert_eq!(reader.grants, []);
        }
    }
    if *which != "site" {
        let public = settings(&sources[..1]);
        assert_eq!((&public.0.settings, public.1), (&settled.settings, Vec::new()));
        assert!(faults.iter().all(|fault| !fault.scope.is_public()), "{faults:?}");
    }
}
