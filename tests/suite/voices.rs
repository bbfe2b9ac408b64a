//! Whose words an edition shows where several have spoken of the same.

use crate::case::{Case, only};
use candor::edition::Edition;

const FOLDER: &str = "incidents/2026-11-20-checkout";

/// An incident whose head speaks in these voices, each `(suffix, title, words)`.
fn headed(heads: &[(&str, &str, &str)]) -> Case {
    let case = Case::default()
        .file(&format!("{FOLDER}/01-seen.md"), "---\nstatus: investigating\nat: 2026-11-20T11:00:00Z\n---\nWe look.\n");
    heads.iter().fold(case, |case, (suffix, title, words)| {
        case.file(&format!("{FOLDER}/incident{suffix}.md"), &format!("---\ntitle: {title}\n---\n{words}"))
    })
}

fn title(edition: &Edition) -> String {
    only(edition).title.clone()
}

#[test]
fn an_edition_has_its_own_title_or_the_narrowest_that_it_may_read() {
    let case = headed(&[
        ("", "For all", ""),
        (".internal", "Inside", ""),
        (".support", "For the desk", ""),
        (".strategic", "For accounts", ""),
        (".strategic.acme", "For Acme", ""),
    ]);
    let table = [
        ("public", "For all"),
        ("support", "For the desk"),
        ("engineering", "Inside"),
        ("business", "For accounts"),
        ("executives", "For Acme"),
        ("strategic/acme", "For Acme"),
        ("strategic/globex", "For accounts"),
    ];
    for (edition, expected) in table {
        assert_eq!(title(&case.edition(edition)), expected, "{edition}");
    }
    let own = case.file(&format!("{FOLDER}/incident.executives.md"), "---\ntitle: The bottom of it\n---\n");
    assert_eq!(title(&own.edition("executives")), "The bottom of it", "its own before what is narrower");
}

#[test]
fn words_of_the_whole_incident_stand_in_it_for_those_who_may_read_them() {
    let case = headed(&[
        ("", "For all", "Words for all.\n"),
        (".support", "For the desk", "Words for the desk.\n"),
        (".internal", "Inside", ""),
    ]);
    let shown = |edition: &str| -> Vec<(String, bool, String)> {
        let edition = case.edition(edition);
        let incident = only(&edition);
        incident
            .parts
            .iter()
            .map(|part| (part.suffix.clone(), part.own, part.words.markdown.trim().to_owned()))
            .collect()
    };
    let part = |suffix: &str, own, words: &str| (suffix.to_owned(), own, words.to_owned());
    assert_eq!(shown("public"), [part("public", true, "Words for all.")]);
    assert_eq!(shown("engineering"), [part("public", false, "Words for all.")], "a head without words is no part");
    let both = [part("public", false, "Words for all."), part("support", true, "Words for the desk.")];
    assert_eq!(shown("support"), both);
}

#[test]
fn words_to_one_account_carry_its_name_and_those_to_all_do_not() {
    let case = headed(&[("", "For all", "")])
        .file(&format!("{FOLDER}/01-seen.strategic.md"), "To every account.\n")
        .file(&format!("{FOLDER}/01-seen.strategic.acme.md"), "To Acme.\n")
        .file("pages/terms.strategic.acme.md", "---\ntitle: Terms\n---\nAgreed with Acme.\n")
        .file("pages/terms.strategic.md", "---\ntitle: Terms\n---\nFor all accounts.\n");
    for (edition, own) in [("executives", ""), ("strategic/acme", "strategic.acme")] {
        let edition = case.edition(edition);
        let incident = only(&edition);
        let pages = edition.pages.iter().flat_map(|page| &page.parts);
        let parts = incident.moments[0].parts.iter().chain(pages);
        let shown: Vec<_> = parts.map(|part| (part.suffix.as_str(), part.account.as_deref(), part.own)).collect();
        let acme = ("strategic.acme", Some("Acme Retail"), own == "strategic.acme");
        assert_eq!(
            shown,
            [("public", None, false), ("strategic", None, false), acme, ("strategic", None, false), acme]
        );
    }
}

#[test]
fn a_logo_is_passed_on_to_every_edition_and_a_site_without_one_has_none() {
    let plain = || headed(&[("", "For all", "")]).file("logo.png", "bytes");
    let site = |logo: &str| plain().set(&format!("logo: {logo}"));
    let (with, without) = (site("logo.png"), plain());
    for edition in ["public", "support", "strategic/acme"] {
        let logo = with.edition(edition).site.logo.expect("a logo");
        assert!(with.build()[edition].contains_key(&logo), "{edition}: {logo}");
        assert_eq!(without.edition(edition).site.logo, None);
        assert!(!without.build()[edition].keys().any(|path| path == &logo));
    }
    for gone in ["nothing.png", "site.yaml", "https://example.org/logo.png"] {
        let case = site(gone);
        assert_eq!(case.withheld().len(), 7, "{gone}");
        assert!(
            case.told().contains(&format!("error: there is no image `{gone}`\n --> content/site.yaml:2:1\n")),
            "{}",
            case.told()
        );
    }
    let private = site("logo.support.png").file("logo.support.png", "bytes");
    assert!(private.withheld().contains("public") && !private.withheld().contains("support"));
}

#[test]
fn words_for_a_suffix_without_an_edition_reach_those_who_read_it() {
    let audiences = "support: {label: Service, kind: support, reads: [internal, legal, \"partners.*\", vendors.acme]}\n\
                     engineering: {label: Engineering, kind: engineering, reads: [internal]}\n";
    let file = |suffix: &str| format!("{FOLDER}/01-seen.{suffix}.md");
    let site = headed(&[("", "For all", "")]).file("audiences.yaml", audiences);
    let read = ["legal", "partners.acme", "partners.globex", "vendors.acme"];
    let case = read.iter().fold(site.clone(), |case, suffix| case.file(&file(suffix), "Words.\n"));
    assert!(case.withheld().is_empty() && !case.told().contains("called"), "{}", case.told());
    let shown = |edition: &str| {
        let edition = case.edition(edition);
        let incident = only(&edition);
        let parts: Vec<String> = incident.moments[0].parts.iter().map(|part| part.suffix.clone()).collect();
        parts.join(" ")
    };
    assert_eq!(shown("support"), "public legal partners.acme partners.globex vendors.acme");
    assert_eq!(shown("engineering"), "public");
    for (suffix, phrase) in [
        ("partners", "no audience is called `partners`"),
        ("partners.initech", "no account is called `initech`"),
        ("vendors.globex", "no audience is called `vendors`"),
    ] {
        let told = site.clone().file(&file(suffix), "Words.\n").told();
        assert!(told.contains(phrase), "{suffix}: {told}");
    }
}

#[test]
fn an_audience_is_called_the_same_on_pages_and_in_files_for_machines() {
    let audiences = "\
executives:       {label: Executives, kind: executive, url: https://executives.example, reads: [customer-service]}
customer-service: {label: The desk, kind: support, reads: []}
";
    let case = headed(&[("", "Checkout fails", "")])
        .file("audiences.yaml", audiences)
        .without("accounts.yaml")
        .file(&format!("{FOLDER}/01-seen.customer-service.md"), "Words for the desk.\n");
    let built = case.build();
    let files = &built["executives"];
    for path in [&*format!("{FOLDER}.html"), "feed.json", "atom.xml", "rss.xml"] {
        let text = String::from_utf8_lossy(&files[path]);
        assert!(text.contains("Words for the desk."), "{path}");
        assert!(text.contains("Customer service") && !text.contains("Customer-service"), "{path}: {text}");
        assert!(!text.contains("The desk"), "{path} tells a label that the edition may not read");
    }
}
