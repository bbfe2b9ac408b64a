//! Where an address in somebody's words leads, and that it leads nobody to what is not theirs.

use crate::case::Case;
use std::collections::BTreeSet;

const FOLDER: &str = "incidents/2026-11-20-checkout";

/// Everything that can be addressed, in every voice.
fn site() -> Case {
    let update = "---\nstatus: investigating\nat: 2026-11-20T09:00:00Z\n---\nWords.\n";
    let postmortem = "---\nat: 2026-11-20T11:00:00Z\n---\nWhat we learned.\n";
    let titled = "---\ntitle: Something\n---\nWords.\n";
    let mut case = Case::default()
        .file(&format!("{FOLDER}/incident.md"), "---\ntitle: Checkout fails\n---\n")
        .file(&format!("{FOLDER}/incident.support.md"), "---\nseverity: sev2\n---\n")
        .file(&format!("{FOLDER}/01-seen.md"), update)
        .file(&format!("{FOLDER}/01-seen.support.md"), "Words.\n")
        .file(&format!("{FOLDER}/02-desk.support.md"), update)
        .file(&format!("{FOLDER}/03-yours.strategic.acme.md"), update)
        .file(&format!("{FOLDER}/09-over.md"), "---\nstatus: resolved\nat: 2026-11-20T10:00:00Z\n---\nOver.\n")
        .file(&format!("{FOLDER}/postmortem.support.md"), postmortem)
        .file(&format!("{FOLDER}/chart.png"), "bytes")
        .file(&format!("{FOLDER}/chart.support.png"), "bytes")
        .file(&format!("{FOLDER}/chart.strategic.acme.png"), "bytes")
        .file("incidents/2026-11-19-open/incident.md", "---\ntitle: Learned from\n---\n")
        .file("incidents/2026-11-19-open/01-seen.md", update)
        .file("incidents/2026-11-19-open/02-over.md", "---\nstatus: resolved\nat: 2026-11-20T10:00:00Z\n---\nOver.\n")
        .file("incidents/2026-11-19-open/postmortem.md", postmortem)
        .file("pages/about.md", titled)
        .file("pages/about.support.md", titled)
        .file("pages/desk.support.md", titled)
        .file("pages/chart.png", "bytes")
        .file("pages/chart.support.png", "bytes");
    for (folder, suffix) in [("2026-11-18-hidden", ".support"), ("2026-11-18-halfway", "")] {
        case = case
            .file(&format!("incidents/{folder}/incident{suffix}.md"), "---\ntitle: Hidden\n---\n")
            .file(&format!("incidents/{folder}/01-seen.support.md"), update);
    }
    for (folder, suffix) in [("2026-11-10-db", ""), ("2026-11-10-rack", ".support")] {
        case = case
            .file(
                &format!("maintenance/{folder}/maintenance{suffix}.md"),
                "---\ntitle: Work\nfrom: 2026-11-10T01:00:00Z\nuntil: 2026-11-10T02:00:00Z\ncomponents: [api]\n---\n",
            )
            .file(
                &format!("maintenance/{folder}/01-planned{suffix}.md"),
                "---\nstatus: scheduled\nat: 2026-11-01T09:00:00Z\n---\nPlanned.\n",
            );
    }
    case
}

/// The same with these words in one more update.
fn saying(suffix: &str, words: &str) -> Case {
    let update = format!("---\nstatus: identified\nat: 2026-11-20T09:30:00Z\n---\n{words}\n");
    site().file(&format!("{FOLDER}/05-links{suffix}.md"), &update)
}

/// The editions that are withheld because these public words lead their readers to nothing.
fn led_nowhere(link: &str) -> BTreeSet<String> {
    saying("", &format!("See [this]({link}).")).withheld()
}

#[test]
fn an_address_leads_only_those_who_may_read_what_it_leads_to() {
    let everybody: BTreeSet<String> = site().build().into_keys().collect();
    assert_eq!(everybody.len(), 7);
    let only = |readers: &[&str]| -> BTreeSet<String> {
        everybody.iter().filter(|edition| !readers.contains(&edition.as_str())).cloned().collect()
    };
    let (all, support, acme) =
        (BTreeSet::new(), only(&["support", "executives"]), only(&["strategic/acme", "support", "executives"]));
    let nobody = everybody.clone();
    let table = [
        ("#seen", &all),
        ("#desk", &support),
        ("#yours", &acme),
        ("#nothing", &nobody),
        ("#postmortem", &support),
        ("01-seen.md", &all),
        ("./01-seen.md", &all),
        ("01-seen.support.md", &support),
        ("02-desk.support.md", &support),
        ("03-yours.strategic.acme.md", &acme),
        ("postmortem.support.md", &support),
        ("postmortem.md", &nobody),
        ("incident.md", &all),
        ("incident.md#seen", &all),
        ("incident.md#desk", &support),
        ("incident.support.md", &support),
        ("incident.support.md#seen", &support),
        ("chart.png", &all),
        ("chart.support.png", &support),
        ("chart.strategic.acme.png", &acme),
        ("chart.png#here", &nobody),
        ("chart.support.png#here", &nobody),
        ("/incidents/2026-11-19-open/incident.md", &all),
        ("../2026-11-19-open/incident.md#postmortem", &all),
        ("../2026-11-19-open/postmortem.md", &all),
        ("../2026-11-18-hidden/incident.support.md", &support),
        ("../2026-11-18-hidden/01-seen.support.md", &support),
        ("../2026-11-18-halfway/incident.md", &support),
        ("../2026-11-18-halfway/incident.md#seen", &support),
        ("/pages/about.md", &all),
        ("/pages/about.md#here", &nobody),
        ("/pages/about.support.md", &support),
        ("/pages/desk.support.md", &support),
        ("/pages/nothing.md", &nobody),
        ("/pages/chart.png", &all),
        ("/pages/chart.support.png", &support),
        ("/maintenance/2026-11-10-db/maintenance.md", &all),
        ("/maintenance/2026-11-10-db/maintenance.md#planned", &all),
        ("/maintenance/2026-11-10-rack/maintenance.support.md", &support),
        ("/pages/../incidents/2026-11-19-open/incident.md", &all),
        ("/elsewhere/2026-11-20-checkout/incident.md", &nobody),
        ("../../site.yaml", &nobody),
    ];
    for (link, withheld) in table {
        assert_eq!(led_nowhere(link), *withheld, "{link}");
    }
}

#[test]
fn an_attachment_is_passed_on_to_those_who_are_led_to_it_and_nobody_else() {
    let passed = |suffix: &str, link: &str| -> Vec<String> {
        let built = saying(suffix, &format!("![A chart]({link})")).build();
        assert_eq!(built.len(), 7, "{link}");
        built
            .into_iter()
            .filter(|(_, files)| files.values().any(|bytes| bytes == b"bytes"))
            .map(|(name, _)| name)
            .collect()
    };
    assert_eq!(passed(".support", "chart.support.png"), ["executives", "support"]);
    assert_eq!(passed(".support", "chart.png"), ["executives", "support"]);
    assert_eq!(passed(".strategic.acme", "chart.strategic.acme.png"), ["executives", "strategic/acme", "support"]);
    assert_eq!(passed("", "chart.png").len(), 7);
}

#[test]
fn an_address_becomes_that_of_the_page_which_shows_what_it_leads_to() {
    let later = "---\nstatus: investigating\nat: 2026-11-20T15:00:00Z\nembargo: true\n---\nLater.\n";
    let href = |link: &str| {
        let case = saying("", &format!("See [this one]({link})."))
            .file(&format!("{FOLDER}/08-later.md"), later)
            .file(&format!("{FOLDER}/postmortem.md"), "---\nat: 2026-11-20T15:00:00Z\nembargo: true\n---\nLater.\n")
            .without(&format!("{FOLDER}/postmortem.support.md"))
            .file("incidents/2026-11-20-later/incident.md", "---\ntitle: Later\n---\n")
            .file("incidents/2026-11-20-later/01-seen.md", later);
        let page = case.build()["public"][&format!("{FOLDER}.html")].clone();
        let page = String::from_utf8(page).unwrap();
        let end = page.find(">this one</a>").expect("the words stand on the page");
        let start = page[..end].rfind("href=\"").unwrap() + 6;
        page[start..].split('"').next().unwrap().to_owned()
    };
    let table = [
        ("https://example.org/", "https://example.org/"),
        ("#seen", "../incidents/2026-11-20-checkout.html#seen"),
        ("01-seen.md", "../incidents/2026-11-20-checkout.html#seen"),
        ("incident.md", "../incidents/2026-11-20-checkout.html"),
        ("../2026-11-19-open/incident.md", "../incidents/2026-11-19-open.html"),
        ("../2026-11-19-open/02-over.md", "../incidents/2026-11-19-open.html#over"),
        ("../2026-11-19-open/postmortem.md", "../incidents/2026-11-19-open.html#postmortem"),
        ("/maintenance/2026-11-10-db/maintenance.md", "../maintenance/2026-11-10-db.html"),
        ("/pages/about.md", "../pages/about.html"),
        // What has not come yet has no page.
        ("08-later.md", "../index.html"),
        ("../2026-11-20-later/incident.md", "../index.html"),
        ("../2026-11-20-later/01-seen.md", "../index.html"),
        ("../2026-11-19-open/incident.md#postmortem", "../incidents/2026-11-19-open.html#postmortem"),
        ("postmortem.md", "../index.html"),
    ];
    for (link, expected) in table {
        assert_eq!(href(link), expected, "{link}");
    }
}
