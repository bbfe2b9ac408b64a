//! The same words for Hugo, with a theme of no more than a status page needs: an index, a page for each incident and for each
//! month, a feed. No bars, no pages of components, no API: Hugo has less to do.

use super::site::{incidents, time};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) fn is_there() -> bool {
    Command::new("hugo").arg("version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Writes a site's folder for `hugo -s`.
pub(crate) fn write(site: &Path, count: usize) -> anyhow::Result<()> {
    for folder in ["content/incidents", "layouts/_default", "layouts/months"] {
        fs::create_dir_all(site.join(folder))?;
    }
    for (path, text) in [
        ("hugo.toml", SETTINGS),
        ("layouts/index.html", INDEX),
        ("layouts/index.atom.xml", FEED),
        ("layouts/_default/single.html", INCIDENT),
        ("layouts/_default/taxonomy.html", MONTH),
    ] {
        fs::write(site.join(path), text)?;
    }
    for incident in incidents(count) {
        let components: Vec<String> = incident.components.iter().map(|index| format!("\"{index}\"")).collect();
        let mut text = format!(
            "---\ntitle: \"{}\"\ndate: {}\nmonths: [\"{}\"]\ncomponents_hit: [{}]\n---\n",
            incident.title,
            time(incident.started),
            &time(incident.started)[..7],
            components.join(", ")
        );
        for update in incident.updates.iter().rev() {
            writeln!(text, "## {}\n\n{}\n\n{}", update.status, time(update.at), update.body)?;
        }
        fs::write(site.join("content/incidents").join(format!("{}.md", incident.folder)), text)?;
    }
    Ok(())
}

const SETTINGS: &str = r#"baseURL = "https://status.example.com/"
title = "Example"
disableKinds = ["RSS", "section"]
[taxonomies]
month = "months"
[outputFormats.atom]
mediaType = "application/atom+xml"
baseName = "atom"
[mediaTypes."application/atom+xml"]
suffixes = ["xml"]
[outputs]
home = ["HTML", "atom"]
taxonomy = []
term = ["HTML"]
"#;

const INDEX: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Site.Title }}</title></head><body>
<h1>{{ .Site.Title }}</h1>
<ul>{{ range seq 0 19 }}<li>Component {{ . }}: operational</li>{{ end }}</ul>
{{ range first 20 .Site.RegularPages.ByDate.Reverse }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<time>{{ .Date }}</time></article>{{ end }}
<ul>{{ range $month, $pages := .Site.Taxonomies.months }}<li><a href="/months/{{ $month }}/">{{ $month }}</a> {{ len $pages }}</li>{{ end }}</ul>
</body></html>
"#;

const INCIDENT: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<h1>{{ .Title }}</h1><time>{{ .Date }}</time>
<ul>{{ range .Params.components_hit }}<li>Component {{ . }}</li>{{ end }}</ul>
{{ .Content }}
</body></html>
"#;

const MONTH: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body>
<h1>{{ .Title }}</h1>
<ul>{{ range .Pages.ByDate.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> <time>{{ .Date }}</time></li>{{ end }}</ul>
</body></html>
"#;

const FEED: &str = r#"{{ `<?xml version="1.0" encoding="utf-8"?>` | safeHTML }}
<feed xmlns="http://www.w3.org/2005/Atom"><title>{{ .Site.Title }}</title><id>{{ .Permalink }}</id>
{{ range first 20 .Site.RegularPages.ByDate.Reverse }}<entry><title>{{ .Title }}</title><id>{{ .Permalink }}</id><updated>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</updated><content type="html">{{ .Content | transform.XMLEscape | safeHTML }}</content></entry>
{{ end }}</feed>
"#;
