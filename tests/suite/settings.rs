//! What a site's settings may say, and what stays of them when a part of them is wrong.

use crate::case::Case;

#[test]
fn an_address_in_settings_leads_to_the_web_or_to_mail() {
    for address in ["https://help.example", "http://help.example/a?b#c", "mailto:help@example.org"] {
        for line in [format!("support: {address}"), format!("links: [{{label: Help, url: \"{address}\"}}]")] {
            assert_eq!(Case::default().set(&line).phrases(), [""; 0], "{line}");
        }
    }
    for address in [
        "",
        "https://",
        "mailto:",
        "help.example",
        "javascript:alert(1)",
        "https://a b",
        "https://a\\tb",
        "/help",
        "data:text/html,x",
    ] {
        let line = format!("links: [{{label: Help, url: \"{address}\"}}]");
        let told = Case::default().set(&line).phrases();
        assert!(told.len() == 1 && told[0].ends_with("is no address"), "{address:?}: {told:?}");
    }
}

#[test]
fn a_colour_is_six_digits_and_a_theme_a_name() {
    for colour in ["#0a5bd3", "#FFFFFF", "#abcDEF"] {
        assert_eq!(Case::default().set(&format!("accent: \"{colour}\"")).phrases(), [""; 0], "{colour}");
    }
    for colour in ["blue", "0a5bd3", "#0a5bd", "#0a5bd3f", "#0a5bg3", "#0a5b d", "##a5bd3", "#fff;}"] {
        assert_eq!(
            Case::default().set(&format!("accent: \"{colour}\"")).phrases(),
            [format!("`{colour}` is no colour")]
        );
    }
}

#[test]
fn weights_of_uptime_lie_between_nothing_and_all_and_rise_with_the_state() {
    let told = |weights: &str| Case::default().set(&format!("uptime: {{{weights}}}")).phrases();
    let none: Vec<String> = Vec::new();
    for sound in [
        "degraded_performance: 0, partial_outage: 0, major_outage: 0",
        "degraded_performance: 1, partial_outage: 1, major_outage: 1",
        "degraded_performance: 0.1, partial_outage: 0.5, major_outage: 0.9",
        "days: 1",
        "days: 365",
    ] {
        assert_eq!(told(sound), none, "{sound}");
    }
    let outside = "a weight of uptime lies outside 0 to 1";
    let falling = "a worse state weighs less than a better one";
    let days = "uptime is counted over 1 to 365 days";
    assert_eq!(told("major_outage: 1.000001"), [outside]);
    assert_eq!(told("degraded_performance: 0.5, partial_outage: 0.4"), [falling]);
    assert_eq!(told("partial_outage: 0.5, major_outage: 0.4"), [falling]);
    assert_eq!((told("days: 0"), told("days: 366")), (vec![days.to_owned()], vec![days.to_owned()]));
}

const ACCOUNTS: &str = "acme: {name: Acme, components: [checkout]}\n";

/// What the executives are promised for an open incident of the first severity: the audiences of its lines.
fn promised(policy: &str) -> Vec<String> {
    let folder = "incidents/2026-11-20-checkout";
    let case = Case::default()
        .file("accounts.yaml", ACCOUNTS)
        .file("policy.yaml", policy)
        .file(&format!("{folder}/incident.md"), "---\ntitle: Checkout fails\n---\n")
        .file(&format!("{folder}/incident.internal.md"), "---\nseverity: sev1\n---\n")
        .file(&format!("{folder}/01-seen.md"), "---\nstatus: investigating\nat: 2026-11-20T11:00:00Z\n---\nWords.\n");
    let (truth, readers) = case.read(&["executives"]);
    let reader = readers.iter().find(|reader| reader.edition.to_string() == "executives").unwrap();
    match truth.edition(reader, "2026-11-20T12:00:00Z".parse().unwrap()) {
        Ok(edition) => edition.incidents.owned()[0].notices.iter().map(|notice| notice.audience.clone()).collect(),
        Err(faults) => vec![format!("withheld: {}", faults[0].phrase)],
    }
}

#[test]
fn a_line_of_policy_that_is_wrong_withholds_those_who_read_it_and_no_other_line() {
    let policy = |line: &str| {
        format!(
            "severities:\n  sev1:\n    notify:\n      public: {{within: 10m}}\n      {line}\n    approvals:\n      public: [legal]\n  sev2:\n    notify:\n      support: {{within: 1h}}\n"
        )
    };
    assert_eq!(promised(&policy("support: {within: 5m}")), ["public", "support"]);
    assert_eq!(promised(&policy("support: {within: soon}")), ["withheld: `within` must be a span of time"]);
    // Its own line may be read by executives, that of another account's audience too; nobody's line is nobody's.
    assert_eq!(promised(&policy("Nobody: {within: soon}")), ["public"]);
    let case = Case::default().file("policy.yaml", &policy("support: {within: soon}"));
    assert_eq!(case.withheld().into_iter().collect::<Vec<_>>(), ["executives", "support"]);
    assert_eq!(case.phrases(), ["`within` must be a span of time"]);
    // What is given twice may not be trusted, and withholds those who read it.
    let twice =
        |entry: &str| Case::default().file("policy.yaml", &format!("{entry}: {{}}\n{entry}: {{}}\n")).withheld().len();
    assert_eq!((twice("severities"), twice("rules")), (4, 0));
}

#[test]
fn every_part_of_a_policy_is_judged_where_it_stands() {
    let told = |policy: &str| {
        let case = Case::default().file("policy.yaml", policy);
        let place = |line: &str| line.split_once("policy.yaml:").map(|(_, place)| place.to_owned());
        let places: Vec<String> = case.told().lines().filter_map(place).collect();
        (case.phrases(), places)
    };
    let one = |phrase: &str, place: &str| (vec![phrase.to_owned()], vec![place.to_owned()]);
    assert_eq!(told("rules: {}\nrules: {}\n"), one("`rules` is given twice", "2:1"));
    assert_eq!(told("severity: {}\n"), one("`severity` is no entry of a policy", "1:1"));
    assert_eq!(
        told("severities:\n  sev1:\n    notfy:\n      public: {within: 10m}\n"),
        one("this is no part of a severity", "3:5")
    );
    assert_eq!(
        told("severities:\n  sev1:\n    notify:\n      public: {within: 10m}\n      public: {within: 20m}\n"),
        one("`public` is given twice", "5:7")
    );
    assert_eq!(
        told("severities:\n  sev1:\n    notify:\n      public: {within: 10m}\n      lost\n"),
        one("this line belongs to no entry", "5:7")
    );
    assert_eq!(
        told("severities:\n  sev1:\n    approvals:\n      public: legal\n"),
        one("`public` must be a list", "4:15")
    );
    assert_eq!(
        told("severities:\n  sev1:\n    notify: {public: {within: soon}}\n"),
        one("`within` must be a span of time", "3:31")
    );
}

/// More names than are told of one file.
const MANY: usize = 120;

#[test]
fn of_names_that_nobody_has_twenty_are_told_in_each_place() {
    let names = |line: &dyn Fn(usize) -> String| (0..MANY).map(line).collect::<String>();
    let listed = names(&|at| format!("x{at}, "));
    let folder = "incidents/2026-11-20-api";
    let update = |facts: &str| format!("---\nstatus: identified\nat: 2026-11-20T10:00:00Z\n{facts}\n---\nWords.\n");
    let states = names(&|at| format!("x{at}: major_outage, "));
    let blanks = names(&|at| format!("{{{{ x{at} }}}} "));
    let template = format!(
        "---\naudience: public\nstage: identified\nvariables: {{a: {{type: text}}}}\n---\n{{{{ a }}}} {blanks}\n"
    );
    let unused = names(&|at| format!("x{at}: {{type: text}}, "));
    let unused = format!("---\naudience: public\nstage: identified\nvariables: {{{unused}}}\n---\nWords.\n");
    let site = || Case::default().file(&format!("{folder}/incident.md"), "---\ntitle: API\n---\n");
    let table = [
        ("01-a.md", site().file(&format!("{folder}/01-a.md"), &update(&format!("components: {{{states}}}")))),
        ("affects", site().file(&format!("{folder}/01-a.strategic.acme.md"), &update(&format!("affects: [{listed}]")))),
        (
            "maintenance.md",
            Case::default().file(
                "maintenance/2026-11-20-work/maintenance.md",
                &format!("---\ntitle: Work\nfrom: 2026-11-20T10:00:00Z\nuntil: 2026-11-20T11:00:00Z\ncomponents: [{listed}]\n---\n"),
            ),
        ),
        ("accounts.yaml", Case::default().file("accounts.yaml", &format!("acme: {{name: Acme, components: [{listed}]}}\n"))),
        (
            "audiences.yaml",
            Case::default()
                .without("accounts.yaml")
                .file("audiences.yaml", &format!("support: {{label: Support, kind: support, reads: [{listed}]}}\n")),
        ),
        ("rules", Case::default().file("policy.yaml", &format!("rules: {{{}}}\n", names(&|at| format!("x{at}: error, "))))),
        (
            "notify",
            Case::default().file(
                "policy.yaml",
                &format!("severities:\n  sev1:\n    notify:\n{}", names(&|at| format!("      x{at}: {{within: 5m}}\n"))),
            ),
        ),
        ("blanks", Case::default().file("templates/public-a.md", &template)),
        ("variables", Case::default().file("templates/public-a.md", &unused)),
    ];
    for (place, case) in table {
        let told = case.told();
        let told: Vec<&str> = told.lines().filter(|line| line.starts_with("error")).collect();
        let of_names = told.iter().filter(|line| line.contains("`x")).count();
        assert!(of_names == 20 && told.len() <= 22, "{place}: {of_names} of {}: {told:#?}", told.len());
    }
}
