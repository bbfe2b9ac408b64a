//! Every rule of communication: a text in which it fires, at its place, and one in which it stays silent.

use crate::case::Case;
use candor::diagnostic::Severity;
use candor::practice::RULES;
use std::collections::BTreeSet;

const HEAD: &str = "---\ntitle: Payments fail\nstarted: 2026-11-20T11:00:00Z\n---\n";
const INSIDE: &str = "---\nseverity: sev1\ndeclared: 2026-11-20T11:05:00Z\nroles: {incident_commander: lead, communications_lead: lead}\nlinks: {tracker: PAY-2291, channel: \"#inc-9\", bridge: https://meet.pay.example/9}\n---\n";
const POLICY: &str = "severities:\n  sev1:\n    notify:\n      public: {within: 1h, every: 2h}\n      support: {within: 1h, before: public}\n    approvals: {}\n";

/// One public update of an open incident.
fn update(status: &str, body: &str) -> Case {
    let text = format!(
        "---\nstatus: {status}\nat: 2026-11-20T11:30:00Z\ncomponents: {{checkout: partial_outage}}\nnext_update: 2026-11-20T12:30:00Z\n---\n{body}\n"
    );
    incident().file("incidents/2026-11-20-payments/02-update.md", &text)
}

fn incident() -> Case {
    Case::default()
        .file("policy.yaml", POLICY)
        .file("incidents/2026-11-20-payments/incident.md", HEAD)
        .file("incidents/2026-11-20-payments/incident.internal.md", INSIDE)
}

/// The places in which a rule fires: the words there, or the path's end if there are none.
fn fires(case: &Case, rule: &str) -> Vec<String> {
    let (truth, _) = case.read(&[]);
    let found = case.found(&truth).into_iter().filter(|fault| fault.rule == Some(rule));
    let words = |fault: candor::diagnostic::Diagnostic| {
        let own = case.files().get(&fault.place.path["content/".len()..]).cloned().unwrap_or_default();
        String::from_utf8(own).unwrap()[fault.place.start..fault.place.end].to_owned()
    };
    found.map(words).collect()
}

/// Rules over the words of one public update: the status, words in which it fires, the words it points to, words in which not.
const WORDS: &[(&str, &str, &str, &str, &str)] = &[
    ("time-without-zone", "identified", "It began at 09:14.", "09:14", "It lasted from 09:14 to 09:40 UTC."),
    ("vague-time", "identified", "We write again soon.", "soon", "We write again by 10:00 UTC."),
    (
        "leak-secret",
        "identified",
        "Use AKIAABCDEFGHIJKLMNOP for now.",
        "AKIAABCDEFGHIJKLMNOP",
        "Use your own key, AKIA and so on.",
    ),
    (
        "leak-private-address",
        "identified",
        "Calls to 10.2.3.4:8080 fail.",
        "10.2.3.4:8080",
        "Version 10.2.3 of the app fails.",
    ),
    ("leak-address", "identified", "Allow 203.0.113.7 again.", "203.0.113.7", "Allow version 2.0.1.7.1 again."),
    (
        "leak-host",
        "identified",
        "The host db.prod.internal is slow.",
        "db.prod.internal",
        "The page status.pay.example is slow.",
    ),
    (
        "leak-machine",
        "identified",
        "We restarted app-server-123 twice.",
        "app-server-123",
        "We restarted it at 2026-11-20 twice.",
    ),
    ("leak-account", "identified", "Acme Retail can pay.", "Acme Retail", "Acmeist poets can pay."),
    (
        "leak-link",
        "identified",
        "See https://meet.pay.example/other for more.",
        "https://meet.pay.example/other",
        "See https://pay.example/other for more.",
    ),
    ("leak-ticket", "identified", "We follow it in OPS-4711 now.", "OPS-4711", "We use SHA-256 and UTF-8 now."),
    (
        "leak-ticket",
        "identified",
        "See [more](https://bugs.pay.example/OPS-4711), OPS-4711.",
        "OPS-4711",
        "See [OPS-4711](https://bugs.pay.example/OPS-4711).",
    ),
    (
        "leak-channel",
        "identified",
        "Ask in #payments-help today.",
        "#payments-help",
        "Ask about order #4711, as in [here](#update).",
    ),
    ("leak-severity", "identified", "This is a SEV-1 now.", "SEV-1", "This is severe now."),
    ("leak-contract", "identified", "It counts against the SLA.", "SLA", "It counts for all."),
    (
        "leak-person",
        "identified",
        "Write to jane.roe@pay.example today.",
        "jane.roe@pay.example",
        "Write to help@pay.example today.",
    ),
    ("jargon", "identified", "We did a failover.", "failover", "We moved it."),
    (
        "acronym",
        "identified",
        "The RTGS waits.",
        "RTGS",
        "Gross settlement (RTGS) waits. The API and RTGS work from 9:00 CET.",
    ),
    (
        "vendor-named",
        "identified",
        "We wait for Google Cloud today.",
        "Google Cloud",
        "A stripe is missing. We use the google cloud.",
    ),
    (
        "vendor-named",
        "identified",
        "Fastly is slow, see [here](https://fasterly.example).",
        "Fastly",
        "Fastly is slow, see [here](https://status.fastly.com/x).",
    ),
    ("blame", "identified", "It was human error.", "human error", "A check was missing."),
    ("platitudes", "identified", "Sorry for\nany inconvenience.", "any inconvenience", "You can pay by bank transfer."),
    ("speculation", "investigating", "It is probably the bank.", "probably", "We look for the cause."),
    ("promised-repair", "identified", "It will be fixed by 10:00 UTC.", "will be fixed by", "It is being fixed."),
    (
        "promised-repair",
        "identified",
        "We do not know why. The ETA is noon.",
        "ETA",
        "There is still no ETA. We don't have an ETA. They are unable to provide an ETA.",
    ),
    (
        "resolved-too-early",
        "monitoring",
        "The problem has been resolved.",
        "has been resolved",
        "Payments go through since 11:20 UTC.",
    ),
    ("other-to-blame", "identified", "A third party failed.", "third party", "Card payments fail."),
    (
        "other-to-blame",
        "identified",
        "We work on it. Our provider is down.",
        "Our provider",
        "We are working with our provider.",
    ),
    ("shouting", "identified", "We are back!", "!", "We are back."),
    ("shouting", "identified", "PAYMENTS FAIL today.", "PAYMENTS FAIL", "The HTTP API fails."),
    ("shouting", "identified", "Payments work 🎉 now.", "🎉", "Payments work → now."),
    (
        "data-claim-early",
        "investigating",
        "No customer data is affected.",
        "No customer data",
        "No payment is affected.",
    ),
    ("privileged", "identified", "Our lawyers advise caution.", "Our lawyers advise", "Lawyers advise caution."),
    ("apologies", "identified", "We are sorry. We apologise.", "apologise", "We are sorry."),
    (
        "unfilled-blank",
        "identified",
        "From {{ started | time }} on.",
        "{{ started | time }}",
        "- [x] done, see [this](https://pay.example).",
    ),
    ("unfilled-blank", "identified", "[IMPACT]\n\nWe look into it.", "[IMPACT]", "[FINAL]\nIt is over."),
];

#[test]
fn rules_over_words_point_to_the_words_and_to_no_others() {
    let mut wrong = Vec::new();
    for (rule, status, words, place, silent) in WORDS {
        let found = fires(&update(status, words), rule);
        if found != [*place] {
            wrong.push(format!("{rule}: {found:?} in {words}"));
        }
        let found = fires(&update(status, silent), rule);
        if !found.is_empty() {
            wrong.push(format!("{rule}: {found:?} in {silent}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const SUPPORT: &str = "incidents/2026-11-20-payments/02-update.support.md";
const EXECUTIVES: &str = "incidents/2026-11-20-payments/02-update.executives.md";
const MEND: &str = "incidents/2026-11-20-payments/03-end.md";

/// A case in which a rule fires, and one in which it stays silent.
#[expect(clippy::too_many_lines, reason = "a table: for each rule a text that breaks it and one that does not")]
fn pair(rule: &str) -> (Case, Case) {
    let plain = || update("identified", "Payments fail.");
    let long = |count: usize| update("identified", &format!("{}.", vec!["word"; count].join(" ")));
    let end = |status: &str, body: &str| format!("---\nstatus: {status}\nat: 2026-11-20T11:50:00Z\n---\n{body}\n");
    let policy = |more: &str| plain().file("policy.yaml", &format!("{POLICY}{more}"));
    let replace = |from: &str, to: &str| plain().file("policy.yaml", &POLICY.replace(from, to));
    let first = |next: &str| {
        let text = format!("---\nstatus: identified\nat: 2026-11-20T11:30:00Z\n{next}---\nPayments fail.\n");
        incident().file("incidents/2026-11-20-payments/02-update.md", &text)
    };
    let component = "components: {checkout: partial_outage}\n";
    let template = |approved: &str, name: &str| {
        let text = format!(
            "---\naudience: public\nstage: identified\nseverity: [sev1]\n{approved}---\nPayments {{{{ what }}}}.\n"
        );
        let update = format!(
            "---\nstatus: identified\nat: 2026-11-20T11:30:00Z\n{component}template: {name}\n---\nPayments fail.\n"
        );
        plain().file("templates/one.md", &text).file("incidents/2026-11-20-payments/02-update.md", &update)
    };
    let approved = "approved: [{role: legal, on: 2026-01-01}]\nreview_by: 2027-01-01\n";
    let asked = || replace("approvals: {}", "approvals: {public: [legal]}");
    let record = "incidents/2026-11-20-payments/02-update.approvals.yaml";
    let signed = |digest: &str, list: &str| asked().file(record, &format!("{list} digest: \"{digest}\"}}\n"));
    let digest = {
        let (truth, _) = asked().read(&[]);
        let (_, _, part) =
            candor::practice::part_of(&truth.site, "content/incidents/2026-11-20-payments/02-update.md").unwrap();
        candor::practice::digest(part)
    };
    let by_legal = "approvals:\n  - {file: 02-update.md, role: legal, at: \"2026-11-20T11:31:00Z\",";
    let passed = "overrides:\n  - {file: 02-update.md, reason: nobody awake, at: \"2026-11-20T11:31:00Z\",";
    let executives = |front: &str| plain().file(EXECUTIVES, &format!("---\n{front}\n---\n"));
    let business = |line: &str| {
        plain().file("incidents/2026-11-20-payments/02-update.business.md", &format!("---\nlines: [{line}]\n---\n"))
    };
    let at_old = INSIDE.replace("incident_commander: lead, ", "");
    match rule {
        "unknown-rule" => (policy("rules: {jargn: off}\n"), policy("rules: {jargon: off}\n")),
        "reads-audiences" => {
            (plain().file("audiences.yaml", "support: {label: S, kind: support, reads: [suport]}\n"), plain())
        }
        "policy-audiences" => (replace("support:", "suport:"), plain()),
        "severity-unknown" => (
            plain().file("incidents/2026-11-20-payments/incident.internal.md", &INSIDE.replace("sev1", "sev7")),
            plain(),
        ),
        "names-that-tell" => (
            plain().file("incidents/2026-11-20-payments/03-globex.md", &end("monitoring", "Fine.")),
            plain().file(MEND, &end("monitoring", "Fine.")),
        ),
        "ahead-of-now" => (plain().now("2026-11-20T11:00:00Z"), plain()),
        "next-update-past" => {
            (first("next_update: 2026-11-20T11:30:00Z\n"), first("next_update: 2026-11-20T11:31:00Z\n"))
        }
        "resolved-before-start" => (
            plain().file(MEND, &end("resolved", "From 9:00 UTC.").replace("T11:50", "T10:50")),
            plain().file(MEND, &end("resolved", "From 9:00 UTC.")),
        ),
        "next-update-missing" => (first(""), first("next_update: none\n")),
        "next-update-overdue" => (plain().now("2026-11-20T12:31:00Z"), plain()),
        "next-update-late" => (first("next_update: 3h\n"), first("next_update: 2h\n")),
        "audience-late" => (plain().now("2026-11-20T12:06:00Z"), plain()),
        "support-after-public" => (
            plain(),
            plain().file(
                "incidents/2026-11-20-payments/01-first.support.md",
                &end("investigating", "Hold.").replace("T11:50", "T11:20"),
            ),
        ),
        "stage-skipped" => (
            update("investigating", "Payments fail.").file(MEND, &end("resolved", "From 11:00 to 11:40 UTC.")),
            plain().file(MEND, &end("resolved", "From 11:00 to 11:40 UTC.")),
        ),
        "resolved-without-length" => (
            plain().file(MEND, &end("resolved", "All works.")),
            plain().file(MEND, &end("resolved", "It lasted forty minutes.").replace("forty", "40")),
        ),
        "data-unsaid" => {
            let ended = |words: &str| {
                update("identified", "We closed it for a security incident.").file(MEND, &end("resolved", words))
            };
            (ended("It lasted 40 minutes."), ended("It lasted 40 minutes. No data was read."))
        }
        "notice-short" => {
            let announced = |at: &str| {
                policy("maintenance: {public: 2d, executives: 3d}\n")
                    .file("maintenance/2026-11-22-ledger/maintenance.md", "---\ntitle: Ledger\nfrom: 2026-11-22T10:00:00Z\nuntil: 2026-11-22T12:00:00Z\ncomponents: [payouts]\n---\n")
                    .file("maintenance/2026-11-22-ledger/01-scheduled.md", &format!("---\nstatus: scheduled\nat: {at}\n---\nNo payouts.\n"))
            };
            (announced("2026-11-20T10:00:01Z"), announced("2026-11-19T10:00:00Z"))
        }
        "window-overruns" => {
            let window = |until: &str| {
                plain()
                    .file("maintenance/2026-11-20-ledger/maintenance.md", &format!("---\ntitle: Ledger\nfrom: 2026-11-20T10:00:00Z\nuntil: {until}\ncomponents: [payouts]\n---\n"))
                    .file("maintenance/2026-11-20-ledger/01-begun.md", "---\nstatus: in_progress\nat: 2026-11-20T10:00:00Z\n---\nBegun.\n")
            };
            (window("2026-11-20T11:00:00Z"), window("2026-11-20T13:00:00Z"))
        }
        "component-missing" => (first(""), plain()),
        "facts-missing" => {
            (plain().file(SUPPORT, "Words.\n"), plain().file(SUPPORT, "---\nsay: [Payments fail.]\n---\n"))
        }
        "account-spread" => (
            plain().file("incidents/2026-11-20-payments/02-update.engineering.md", "Globex sees it too.\n"),
            plain().file("incidents/2026-11-20-payments/02-update.executives.md", "Globex sees it too.\n"),
        ),
        "forbidden-words" => (
            update("identified", "We Hope so.")
                .file("policy.yaml", &format!("{POLICY}words: {{forbid_public: [we hope]}}\n")),
            update("identified", "We. Hope so.")
                .file("policy.yaml", &format!("{POLICY}words: {{forbid_public: [we hope]}}\n")),
        ),
        "vague-scope" => {
            let on = format!("{POLICY}rules: {{vague-scope: warning}}\n");
            (
                update("identified", "Some customers can't pay.").file("policy.yaml", &on),
                update("identified", "Some customers, 4%, can't pay.").file("policy.yaml", &on),
            )
        }
        "long-sentences" => (long(41), long(40)),
        "too-long" => (long(151), long(150)),
        "public-milder" => (
            plain().file(
                "incidents/2026-11-20-payments/03-more.internal.md",
                "---\nstatus: identified\nat: 2026-11-20T11:40:00Z\ncomponents: {checkout: major_outage}\n---\n",
            ),
            plain().file(
                "incidents/2026-11-20-payments/03-more.internal.md",
                "---\nstatus: identified\nat: 2026-11-20T11:40:00Z\ncomponents: {checkout: partial_outage}\n---\n",
            ),
        ),
        "numbers-disagree" => (
            update("identified", "About 18% of payments fail.").file(SUPPORT, "---\nsay: [About 20% fail.]\n---\n"),
            update("identified", "About 18% of payments fail.").file(SUPPORT, "---\nsay: [About 18% fail.]\n---\n"),
        ),
        "public-word-missing" => (
            plain().file(SUPPORT, "---\nsay: [Hold.]\nworkaround: Pay by transfer.\n---\n"),
            first("workaround: Pay by transfer.\n")
                .file(SUPPORT, "---\nsay: [Hold.]\nworkaround: Pay by transfer.\n---\n"),
        ),
        "unapproved" => (signed(&digest.replace("sha256:", "sha256:0"), by_legal), signed(&digest, by_legal)),
        "overridden" => (signed(&digest, passed), signed(&digest, by_legal)),
        "template-unknown" => (template(approved, "on"), template(approved, "one")),
        "template-expired" => (template("", "one"), template(approved, "one")),
        "template-drift" => (
            template(approved, "one").file(
                "templates/one.md",
                &format!("---\naudience: public\nstage: identified\n{approved}---\nOther {{{{ what }}}}.\n"),
            ),
            template(approved, "one"),
        ),
        "roles-missing" => (asked().file("incidents/2026-11-20-payments/incident.internal.md", &at_old), asked()),
        "resolved-too-soon" => {
            let watched = |since: &str| {
                plain()
                    .file(MEND, &end("monitoring", "Payments go through.").replace("11:50", since))
                    .file("incidents/2026-11-20-payments/04-end.md", &end("resolved", "From 11:00 to 11:40 UTC."))
            };
            (watched("11:36"), watched("11:35"))
        }
        "repeated" => {
            let words = "Payments with some cards fail, and we look into why at 11:30 UTC.";
            let again = |words: &str| update("investigating", words).file(MEND, &end("investigating", words));
            let other = end("investigating", "Payments with some cards fail, and cards of two banks work again.");
            (again(words), again(words).file(MEND, &other))
        }
        "next-update-differs" => (
            update("identified", "Payments fail. Next update by 12:45 UTC."),
            update("identified", "Payments fail. Next update by 12:30 UTC, and at 13:00 UTC again."),
        ),
        "window-differs" => {
            let window = |words: &str| {
                plain()
                    .file("maintenance/2026-11-22-ledger/maintenance.md", "---\ntitle: Ledger\nfrom: 2026-11-22T00:05:00Z\nuntil: 2026-11-22T04:00:00+01:00\ncomponents: [payouts]\n---\n")
                    .file("maintenance/2026-11-22-ledger/01-scheduled.md", &format!("---\nstatus: scheduled\nat: 2026-11-20T10:00:00Z\n---\nOn Sunday {words}.\n"))
            };
            (window("from 00:05 to 04:00 UTC"), window("from 00:05 UTC until 03:00 UTC (01:05 to 04:00 CET)"))
        }
        "asks-unsaid" => (executives("bottom_line: 18% fail."), executives("bottom_line: 18% fail.\nasks: none")),
        "impact-unsized" => (
            executives("bottom_line: Payments fail at 11:30 UTC.\nasks: none"),
            executives("bottom_line: Payments fail; how many is unknown.\nasks: none"),
        ),
        "bottom-line-long" => {
            let line = |count: usize| executives(&format!("bottom_line: {}", vec!["word"; count].join(" ")));
            (line(31), line(30))
        }
        "code-for-executives" => {
            let log = "```\nsegfault\n```\n";
            let engineering = "incidents/2026-11-20-payments/02-update.engineering.md";
            (plain().file(EXECUTIVES, log), plain().file(engineering, log))
        }
        "hold-unowned" => (
            business("{function: sales, go: hold, owner: duty}"),
            business("{function: sales, go: hold, owner: duty, release_on: resolved}"),
        ),
        "hold-outlasts" => {
            let over = |until: &str| {
                let line = format!("{{function: sales, go: hold, owner: duty, release_on: {until}}}");
                business(&line).file(MEND, &end("resolved", "From 11:00 to 11:40 UTC."))
            };
            (over("review"), over("resolved"))
        }
        "leak-staff" => {
            let inside = INSIDE.replace("communications_lead: lead", "communications_lead: Jane Roe");
            let named = |words: &str| {
                update("identified", words).file("incidents/2026-11-20-payments/incident.internal.md", &inside)
            };
            (named("Jane Roe leads."), named("Our jane roe blossoms. Jane leads."))
        }
        "called-outage" => {
            let mild = |words: &str| {
                let text = format!(
                    "---\nstatus: identified\nat: 2026-11-20T11:30:00Z\ncomponents: {{checkout: degraded_performance}}\n---\n{words}\n"
                );
                incident().file("incidents/2026-11-20-payments/02-update.md", &text)
            };
            (mild("The outage goes on."), update("identified", "The outage goes on."))
        }
        other => panic!("nothing tries the rule `{other}`"),
    }
}

#[test]
fn every_rule_fires_where_it_should_and_stays_silent_where_it_should_not() {
    let by_words: BTreeSet<&str> = WORDS.iter().map(|(rule, ..)| *rule).collect();
    let mut wrong = Vec::new();
    // Who wrote what, and what was there before, is known to git alone: a repository tries these, in `commands_rules`.
    let of_git = ["self-approved", "published-edited"];
    for rule in RULES.iter().filter(|rule| !by_words.contains(rule.name) && !of_git.contains(&rule.name)) {
        let (fired, silent) = pair(rule.name);
        let places = fires(&fired, rule.name);
        if places.is_empty() {
            wrong.push(format!("{} does not fire: {}", rule.name, fired.told()));
        }
        // A name of a file or a folder has no place in its text.
        if rule.name != "names-that-tell" && places.iter().any(String::is_empty) {
            wrong.push(format!("{} has no place: {}", rule.name, fired.told()));
        }
        let found = fires(&silent, rule.name);
        if !found.is_empty() {
            wrong.push(format!("{} fires at {found:?}", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_filled_template_needs_no_approval_and_an_exception_silences_one_rule_in_one_file() {
    let policy = POLICY.replace("approvals: {}", "approvals: {public: [legal]}");
    let template = "---\naudience: public\nstage: identified\nseverity: [sev1]\napproved: [{role: legal, on: 2026-01-01}]\nreview_by: 2027-01-01\n---\nPayments {{ what }}.\n";
    let filled = update("identified", "Payments fail.").file("policy.yaml", &policy).file("templates/one.md", template);
    assert_eq!(fires(&filled, "unapproved"), Vec::<String>::new());
    let drifted =
        update("identified", "All payments fail.").file("policy.yaml", &policy).file("templates/one.md", template);
    assert_eq!(fires(&drifted, "unapproved"), ["All payments fail"]);

    let soon = update("identified", "We write again soon, shortly after.");
    assert_eq!(fires(&soon, "vague-time"), ["soon", "shortly"]);
    let record = |rule: &str| format!("allow:\n  - {{file: 02-update.md, rule: {rule}, reason: asked for by legal}}\n");
    let except = |rule| soon.clone().file("incidents/2026-11-20-payments/02-update.approvals.yaml", &record(rule));
    assert_eq!(fires(&except("vague-time"), "vague-time"), Vec::<String>::new());
    assert_eq!(fires(&except("jargon"), "vague-time").len(), 2);
    assert_eq!(fires(&except("jargn"), "unknown-rule"), ["jargn"]);
}

#[test]
fn policy_sets_levels_and_rules_withhold_no_edition() {
    let told = |level: &str| {
        let case = update("identified", "This is a SEV-1 now.")
            .file("policy.yaml", &format!("{POLICY}rules: {{leak-severity: {level}}}\n"));
        assert!(case.withheld().is_empty());
        let (truth, _) = case.read(&[]);
        case.found(&truth).into_iter().find(|fault| fault.rule == Some("leak-severity")).map(|fault| fault.severity)
    };
    assert_eq!([told("error"), told("warning"), told("off")], [Some(Severity::Error), Some(Severity::Warning), None]);
}

#[test]
fn an_account_is_named_in_its_own_file_and_in_no_other_accounts() {
    let told = |suffix: &str| {
        let path = format!("incidents/2026-11-20-payments/02-update.{suffix}.md");
        fires(
            &update("identified", "Payments fail.").file(&path, "Globex sees it, and so does Acme GmbH.\n"),
            "leak-account",
        )
    };
    assert_eq!(told("strategic.acme"), ["Globex"]);
    assert_eq!(told("strategic.globex"), ["Acme GmbH"]);
    assert_eq!(told("strategic"), ["Acme GmbH", "Globex"]);
    assert_eq!(told("internal"), Vec::<String>::new());
}

#[test]
fn a_window_brought_forward_is_announced_anew_and_each_audience_is_owed_its_own_notice() {
    let head =
        "---\ntitle: Ledger\nfrom: 2026-12-20T10:00:00Z\nuntil: 2026-12-20T12:00:00Z\ncomponents: [payouts]\n---\n";
    let said = |at: &str, more: &str| format!("---\nstatus: scheduled\nat: {at}\n{more}---\nNo payouts.\n");
    let told = |case: &Case| {
        let (truth, _) = case.read(&[]);
        let found = case.found(&truth).into_iter().filter(|fault| fault.rule == Some("notice-short"));
        found.map(|fault| (fault.place.path.rsplit('/').next().unwrap().to_owned(), fault.phrase)).collect::<Vec<_>>()
    };
    let announced = Case::default()
        .file("policy.yaml", "maintenance: {public: 2d, strategic: 30d, business: 40d}\n")
        .file("maintenance/2026-12-20-ledger/maintenance.md", head)
        .file("maintenance/2026-12-20-ledger/01-scheduled.business.md", &said("2026-11-10T09:00:00Z", ""))
        .file("maintenance/2026-12-20-ledger/02-all.md", &said("2026-11-20T09:00:00Z", ""));
    assert_eq!(told(&announced), Vec::new(), "30 and 40 days, to the hour and more");
    let moved = announced.file(
        "maintenance/2026-12-20-ledger/03-moved.md",
        &said("2026-11-20T11:00:00Z", "from: 2026-11-21T10:00:00Z\nuntil: 2026-11-21T12:00:00Z\n"),
    );
    let phrase = |audience: &str, promised: &str| {
        let phrase = format!("`{audience}` hears of this 23h before it begins, and policy promises {promised}");
        ("03-moved.md".to_owned(), phrase)
    };
    assert_eq!(told(&moved), [phrase("business", "40d"), phrase("public", "2d"), phrase("strategic", "30d")]);
    let begun = moved.now("2026-11-21T10:00:00Z");
    assert_eq!(told(&begun), Vec::new(), "what has begun can't be announced sooner");
    let misspelt = begun.file("policy.yaml", "maintenance: {publik: 2d}\n");
    assert_eq!(fires(&misspelt, "policy-audiences"), ["publik"]);
}

#[test]
fn a_company_of_the_own_list_is_found_and_one_of_the_own_page_is_not() {
    let words = format!("{POLICY}words: {{vendors: [Northwind], allow: [okta]}}\n");
    let case = update("identified", "Northwind, Okta and Stripe are slow.").file("policy.yaml", &words);
    assert_eq!(fires(&case, "vendor-named"), ["Northwind", "Stripe"]);
    let site = String::from_utf8(case.files()["site.yaml"].clone()).unwrap();
    let own = case.file("site.yaml", &site.replacen("name: ", "name: Northwind for ", 1));
    assert_eq!(fires(&own, "vendor-named"), ["Stripe"]);
}
