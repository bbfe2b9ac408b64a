//! Whose words an edition shows where several have spoken of the same.

use crate::case::Case;
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
    let [incident] = edition.incidents.owned() else { panic!("there is one incident") };
    incident.title.clone()
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
        let [incident] = edition.incidents.owned() else { panic!("there is one incident") };
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
