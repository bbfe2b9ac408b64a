//! How an edition is to be served: one table, written as hosts and servers have it.

mod caddy;
mod moved;
mod netlify;
mod nginx;

pub(super) use caddy::caddy;
pub(super) use moved::redirects;
pub(super) use netlify::netlify;
pub(super) use nginx::nginx;

use crate::edition::Edition;
use sha2::{Digest, Sha256};

/// What a file is, by the end of its name; the longer end wins.
pub(super) const TYPES: [(&str, &str); 24] = [
    (".atom.xml", "application/atom+xml; charset=utf-8"),
    (".rss.xml", "application/rss+xml; charset=utf-8"),
    (".feed.json", "application/feed+json; charset=utf-8"),
    ("/atom.xml", "application/atom+xml; charset=utf-8"),
    ("/rss.xml", "application/rss+xml; charset=utf-8"),
    ("/feed.json", "application/feed+json; charset=utf-8"),
    (".html", "text/html; charset=utf-8"),
    (".json", "application/json; charset=utf-8"),
    (".ics", "text/calendar; charset=utf-8"),
    (".svg", "image/svg+xml; charset=utf-8"),
    (".txt", "text/plain; charset=utf-8"),
    (".md", "text/markdown; charset=utf-8"),
    (".xml", "application/xml; charset=utf-8"),
    (".css", "text/css; charset=utf-8"),
    (".js", "text/javascript; charset=utf-8"),
    (".png", "image/png"),
    (".jpg", "image/jpeg"),
    (".jpeg", "image/jpeg"),
    (".gif", "image/gif"),
    (".webp", "image/webp"),
    (".avif", "image/avif"),
    (".ico", "image/x-icon"),
    (".pdf", "application/pdf"),
    (".webmanifest", "application/manifest+json"),
];

/// Nothing but our own files, no frame around us, nowhere for a form to go.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// No page uses any of a device.
const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
     encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
     payment=(), picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), \
     xr-spatial-tracking=()";

/// Which files a header goes with. No two scopes of one header meet, so that no server has to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Everything,
    /// Files whose names depend on their bytes: they never change.
    Named,
    /// All others.
    Unnamed,
    /// What other sites fetch: the API and the badges.
    Shared,
}

impl Scope {
    /// Folders and files of the scope, from the root: what ends in a slash is a folder.
    pub(super) fn paths(self) -> &'static [&'static str] {
        match self {
            Self::Named => &["/assets/", "/files/"],
            Self::Shared => &["/api/v2/", "/badge.svg", "/shields.json", "/components/"],
            Self::Everything | Self::Unnamed => &[],
        }
    }

    pub(super) fn holds(self, path: &str) -> bool {
        let within = |scope: Self| {
            scope
                .paths()
                .iter()
                .any(|place| if place.ends_with('/') { path.starts_with(place) } else { path == *place })
        };
        match self {
            Self::Everything => true,
            Self::Named | Self::Shared => within(self),
            Self::Unnamed => !within(Self::Named),
        }
    }
}

/// A header, and which files it goes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    pub scope: Scope,
    pub name: &'static str,
    pub value: &'static str,
}

/// Every header of an edition but its content types.
pub(super) fn rules(edition: &Edition) -> Vec<Rule> {
    let everything = |name, value| Rule { scope: Scope::Everything, name, value };
    let mut rules = vec![
        everything("Content-Security-Policy", CONTENT_SECURITY_POLICY),
        everything("X-Content-Type-Options", "nosniff"),
        everything("Referrer-Policy", "no-referrer"),
        everything("Permissions-Policy", PERMISSIONS_POLICY),
        everything("Cross-Origin-Opener-Policy", "same-origin"),
    ];
    if edition.is_public() {
        rules.extend([
            // A badge stands on other people's pages, and nothing here is anybody's secret.
            everything("Cross-Origin-Resource-Policy", "cross-origin"),
            Rule { scope: Scope::Shared, name: "Access-Control-Allow-Origin", value: "*" },
            Rule { scope: Scope::Named, name: "Cache-Control", value: "public, max-age=31536000, immutable" },
            Rule { scope: Scope::Unnamed, name: "Cache-Control", value: "public, max-age=60" },
        ]);
    } else {
        rules.extend([
            everything("Cross-Origin-Resource-Policy", "same-origin"),
            everything("Cache-Control", "no-store"),
            everything("X-Robots-Tag", "noindex, nofollow, noarchive"),
        ]);
    }
    rules
}

/// What a browser shows above the fields for name and password. Letters of any script would need an encoding that servers don't agree on.
pub(super) fn realm(edition: &Edition) -> String {
    let name: String = edition.name.chars().filter(|c| c.is_ascii_alphanumeric() || "-/".contains(*c)).collect();
    format!("Status ({name})")
}

/// The name under which the file of names and passwords is looked for, beside the snippet.
pub(super) fn users(edition: &Edition) -> String {
    edition.edition.folder().rsplit('/').next().unwrap_or_default().to_owned()
}

/// A short name for this edition within a server's settings, where names of several meet.
pub(super) fn handle(edition: &Edition) -> String {
    let digest = Sha256::digest(edition.edition.folder().as_bytes());
    format!("candor_{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2])
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn each_file_is_in_one_scope_of_caching() {
        for path in ["/", "/index.html", "/assets/site.css", "/files/a.png", "/filesystem.html", "/api/v2/status.json"]
        {
            assert_ne!(Scope::Named.holds(path), Scope::Unnamed.holds(path), "{path}");
        }
        assert!(Scope::Shared.holds("/api/v2/incidents/unresolved.json") && Scope::Shared.holds("/badge.svg"));
        assert!(!Scope::Shared.holds("/index.html") && !Scope::Shared.holds("/badge.svg.html"));
    }
}
