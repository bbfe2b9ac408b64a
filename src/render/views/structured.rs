//! What search engines read: JSON-LD for public pages that have an address.

use super::Look;
use crate::edition::Incident;
use crate::render::pages::Route;
use serde_json::{Value, json};

/// The data block of a page, escaped for its element; none for pages that aren't about anything.
pub(crate) fn data(look: &Look, route: &Route, url: &str) -> Option<String> {
    let edition = look.edition;
    let site = json!({
        "@type": "WebSite",
        "name": edition.site.name,
        "url": format!("{}/", edition.url.as_deref().unwrap_or_default()),
    });
    let data = match route {
        Route::Index => json!({
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": edition.site.name,
            "url": url,
            "inLanguage": look.strings.language(),
            "description": look.banner_word(),
            "dateModified": edition.updated.map(|at| at.to_string()),
            "isPartOf": site,
        }),
        Route::Incident(index) => incident(look, &edition.incidents[*index], url, &site),
        _ => return None,
    };
    // A `<` could end the element: JSON has another way to write it.
    Some(data.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

/// An incident as a report that goes on: one entry for each update.
fn incident(look: &Look, incident: &Incident, url: &str, site: &Value) -> Value {
    let updates: Vec<Value> = incident
        .moments
        .iter()
        .rev()
        .map(|moment| {
            let text = moment.parts.iter().map(|part| part.words.text()).collect::<Vec<_>>().join("\n\n");
            json!({
                "@type": "BlogPosting",
                "headline": moment.status.map(|status| look.status(status)),
                "url": format!("{url}#{}", moment.slug),
                "datePublished": moment.posted().to_string(),
                "articleBody": text,
            })
        })
        .collect();
    json!({
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": incident.title,
        "url": url,
        "inLanguage": look.strings.language(),
        "coverageStartTime": incident.started.to_string(),
        "coverageEndTime": incident.ended.map(|at| at.to_string()),
        "datePublished": incident.created.to_string(),
        "dateModified": incident.updated.to_string(),
        "author": { "@type": "Organization", "name": look.edition.site.name },
        "isPartOf": site,
        "liveBlogUpdate": updates,
    })
}
