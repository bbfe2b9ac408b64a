//! What an author types when something has happened, on the real binary: whole dialogues, files to the letter.
#![expect(clippy::disallowed_methods, reason = "the binary works on real folders")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

pub(crate) const NOW: &str = "2026-11-24T10:00:00Z";

/// A site as `candor init` makes it.
pub(crate) fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    let made = run(site.path(), &["init", "--name", "Meridian Pay", "--url", "https://status.meridianpay.example"]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    site
}

pub(crate) fn at(site: &Path, now: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    command.current_dir(site).args(arguments).args(["--now", now]).stdin(Stdio::null());
    command.env_remove("SOURCE_DATE_EPOCH").env_remove("VISUAL").env_remove("EDITOR").output().unwrap()
}

pub(crate) fn run(site: &Path, arguments: &[&str]) -> Output {
    at(site, NOW, arguments)
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub(crate) fn read(site: &Path, path: &str) -> String {
    std::fs::read_to_string(site.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below a folder with its bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    all.map(|entry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        (path, std::fs::read(entry.path()).unwrap())
    })
    .collect()
}

/// Signs every template off, and says who leads.
pub(crate) fn signed() -> TempDir {
    let site = site();
    let names: Vec<String> = files(&site.path().join("content/templates")).into_keys().collect();
    let mut arguments = vec!["templates", "--as", "legal", "--sign"];
    arguments.extend(names.iter().map(String::as_str));
    let done = run(site.path(), &arguments);
    assert_eq!((done.status.code(), err(&done)), (Some(0), String::new()));
    site
}

const FAILS: [&str; 12] = [
    "new",
    "incident",
    "--title",
    "Payments fail for some customers",
    "--severity",
    "sev2",
    "--component",
    "app=partial_outage",
    "--started",
    "9:50",
    "--set",
    "symptom=Some customers see an error when they pay",
];

const ROLES: [&str; 4] = ["--role", "incident_commander=app lead", "--role", "communications_lead=duty manager"];
const FOLDER: &str = "content/incidents/2026-11-24-payments-fail-customers";

#[test]
fn a_new_incident_is_written_for_whom_policy_names() {
    let site = signed();
    let told = run(site.path(), &[&FAILS[..], &ROLES].concat());
    assert_eq!(
        out(&told),
        format!(
            "wrote {FOLDER}/incident.md\n\
             wrote {FOLDER}/incident.internal.md\n\
             wrote {FOLDER}/01-investigating.md  (template public-acknowledge, signed off)\n\
             wrote {FOLDER}/01-investigating.executives.md  (template executives-flash, signed off)\n\
             wrote {FOLDER}/01-investigating.support.md  (template support-holding, signed off)\n\
             blank {FOLDER}/01-investigating.executives.md:3 bottom_line\n\
             blank {FOLDER}/01-investigating.executives.md:9 impact\n\
             blank {FOLDER}/01-investigating.executives.md:9 exposure\n\
             next  fill the blanks, or take their sentences out\n\
             next  what is ready can go out before: git add {FOLDER}/{{incident.md,incident.internal.md,01-investigating.md,01-investigating.support.md}} && git commit\n"
        )
    );
    assert_eq!((err(&told), told.status.code()), (String::new(), Some(0)));
    let text = |file: &str| read(site.path(), &format!("{FOLDER}/{file}"));
    assert_eq!(
        text("01-investigating.md"),
        "---\nstatus: investigating\nat: 2026-11-24T10:00:00Z\ncomponents: {app: partial_outage}\nnext_update: 2026-11-24T11:00:00Z\n\
         template: public-acknowledge\n---\nWe are investigating a problem with App. Some customers see an error when they pay. It \
         started at about 09:50 UTC. We do not know the size\nof it yet. Next update by 11:00 UTC.\n"
    );
    assert_eq!(
        text("01-investigating.support.md"),
        "---\ntemplate: support-holding\nsay:\n  - Some customers see an error when they pay. We are looking into it. Our status page has \
         every update.\ndont_say:\n  - the cause\n  - a time for the repair\n  - credits\nescalate_to: customer service duty manager\n---\n\
         What customers see: Some customers see an error when they pay. Since: 09:50 UTC. If a customer reports something else, tell the \
         duty manager: it may be\nthe piece that is missing.\n"
    );
    assert_eq!(
        text("incident.internal.md"),
        "---\nseverity: sev2\ndeclared: 2026-11-24T10:00:00Z\nroles: {communications_lead: duty manager, incident_commander: app lead}\n---\n"
    );
    assert_eq!(
        text("incident.md"),
        "---\ntitle: Payments fail for some customers\nstarted: 2026-11-24T09:50:00Z\n---\n"
    );
    // What has no blank may go out: with the executives' file set aside, nothing is at fault.
    std::fs::remove_file(site.path().join(format!("{FOLDER}/01-investigating.executives.md"))).unwrap();
    let checked = run(site.path(), &["check"]);
    assert_eq!((checked.status.code(), err(&checked)), (Some(0), String::new()));

    let before = files(site.path());
    let again = run(site.path(), &FAILS);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("is there already, and nothing is written over"), "{}", err(&again));
    assert_eq!(files(site.path()), before);
}

#[test]
fn the_next_update_takes_number_time_states_and_facts_from_what_is_known() {
    let site = signed();
    run(site.path(), &[&FAILS[..], &ROLES].concat());
    let given = [
        "update",
        "--status",
        "identified",
        "--set",
        "cause=a full disk",
        "--set",
        "action=We are making room",
        "--set",
    ];
    let given =
        [&given[..], &["symptom=Some customers see an error.", "--set", "not_affected=The website and the API"]]
            .concat();
    let told = at(site.path(), "2026-11-24T10:40:10Z", &given);
    assert_eq!((told.status.code(), err(&told)), (Some(0), String::new()));
    assert_eq!(
        read(site.path(), &format!("{FOLDER}/02-identified.md")),
        "---\nstatus: identified\nat: 2026-11-24T10:40:00Z\nnext_update: 2026-11-24T11:40:00Z\ntemplate: public-identified\n---\n\
         We have found the cause: a full disk. We are making room. Until that has worked, nothing changes. Some customers see an error. \
         The website and the API work as\nusual. Next update by 11:40 UTC.\n"
    );
    // The same status once more: another template, and a name that counts nothing.
    let again = [
        "update",
        "payments",
        "--status",
        "identified",
        "--set",
        "action=We go on.",
        "--set",
        "help=Trying again helps.",
    ];
    let again = at(site.path(), "2026-11-24T11:10:00Z", &again);
    assert_eq!((again.status.code(), err(&again)), (Some(0), String::new()));
    let text = read(site.path(), &format!("{FOLDER}/03-identified-1110.md"));
    assert!(
        text.ends_with(
            "Nothing has changed since 10:40 UTC. We go on. Trying again helps. Next update by 12:10 UTC.\n"
        ),
        "{text}"
    );

    let end = [
        "update",
        "--status",
        "resolved",
        "--set",
        "mitigated=12:00",
        "--set",
        "works_again=Payments work",
        "--audience",
        "public",
    ];
    let end = [&end[..], &["--set", "data=No data was lost", "--set", "review=No review is planned"]].concat();
    let early = at(site.path(), "2026-11-24T12:30:00Z", &["postmortem", "payments"]);
    assert!(
        err(&early)
            .contains("`2026-11-24-payments-fail-customers` is still open: `candor update --status resolved` first"),
        "{}",
        err(&early)
    );
    assert_eq!(at(site.path(), "2026-11-24T12:20:00Z", &end).status.code(), Some(0));
    let text = read(site.path(), &format!("{FOLDER}/04-resolved.md"));
    assert!(
        text.ends_with(
            "The problem lasted from 09:50 UTC to 12:00 UTC (2 hours 10 minutes). No data was lost. No review is planned.\n"
        ),
        "{text}"
    );
    let review = at(site.path(), "2026-11-24T12:30:00Z", &["postmortem", "payments"]);
    assert_eq!(
        out(&review).lines().filter(|line| line.starts_with("wrote")).collect::<Vec<_>>(),
        [
            format!("wrote {FOLDER}/postmortem.md  (template public-postmortem, signed off)"),
            format!("wrote {FOLDER}/postmortem.executives.md  (template executives-postmortem, signed off)"),
            format!("wrote {FOLDER}/postmortem.support.md  (template support-questions, signed off)"),
        ],
        "{}",
        err(&review)
    );
}

#[test]
fn a_maintenance_is_written_with_its_window() {
    let site = signed();
    let given = [
        "new",
        "maintenance",
        "--title",
        "A faster App",
        "--from",
        "2026-12-01 22:00",
        "--until",
        "90m",
        "--component",
        "app",
    ];
    let said = ["--set", "what=We move the app", "--set", "cannot=sign in", "--set", "can=read everything"];
    let told = run(site.path(), &[&given[..], &said].concat());
    assert_eq!((told.status.code(), err(&told)), (Some(0), String::new()));
    let folder = "content/maintenance/2026-12-01-faster-app";
    assert_eq!(
        read(site.path(), &format!("{folder}/maintenance.md")),
        "---\ntitle: A faster App\nfrom: 2026-12-01T22:00:00Z\nuntil: 2026-12-01T23:30:00Z\ncomponents:\n  - app\n---\n"
    );
    assert_eq!(
        read(site.path(), &format!("{folder}/01-scheduled.md")),
        "---\nstatus: scheduled\nat: 2026-11-24T10:00:00Z\ntemplate: public-maintenance-scheduled\n---\nWe move the app. During the window \
         you cannot sign in. You can read everything. You need not do anything beforehand.\n"
    );
    let checked = run(site.path(), &["check"]);
    assert_eq!((checked.status.code(), err(&checked)), (Some(0), String::new()));
}

#[test]
fn what_cannot_be_written_is_refused_whole() {
    let site = signed();
    let before = files(site.path());
    let with = |flag: &'static str, value: &'static str| {
        let mut arguments = FAILS.to_vec();
        match arguments.iter().position(|argument| *argument == flag) {
            Some(at) => arguments[at + 1] = value,
            None => arguments.extend([flag, value]),
        }
        arguments
    };
    let cases: Vec<(Vec<&str>, &str)> = vec![
        (
            vec!["new", "incident"],
            "error: there is no `--title` and no `--severity`: give it, or answer the question on a terminal\n",
        ),
        (with("--severity", "sev22"), "error: policy knows no severity `sev22`: did you mean `sev2`?\n"),
        (with("--component", "ap=partial_outage"), "error: there is no component `ap`: did you mean `api`?\n"),
        (
            with("--component", "app=partial"),
            "error: `partial` is no state: write one of operational, under_maintenance, degraded_performance, partial_outage, major_outage\n",
        ),
        (with("--component", "app"), "error: `app` gives no state: write it as in `app=partial_outage`\n"),
        (
            with("--started", "soon"),
            "error: `soon` is not a time: write `14:47`, `2026-08-17 14:47`, `2026-08-17T14:47:00Z`, or a span as in `25m`\n",
        ),
        (
            with("--started", "2026-11-25 10:00"),
            "error: `2026-11-25 10:00` is ahead of now: an update is written when something has happened\n",
        ),
        (with("--set", "symtom=x"), "error: no blank is called `symtom`: did you mean `symptom`?\n"),
        (
            with("--set", "symptom"),
            "error: `--set symptom` names nothing: write it as in `--set symptom=\"Some payments fail.\"`\n",
        ),
        (with("--audience", "execs"), "error: no audience is called `execs`: declare it in `content/audiences.yaml`\n"),
        (
            with("--next-update", "9m5"),
            "error: `9m5` is not a time: write `14:47`, `2026-08-17 14:47`, `2026-08-17T14:47:00Z`, or a span as in `25m`\n",
        ),
        (
            with("--occasion", "party"),
            "error: no template is kept for the occasion `party`: there are again, analysis, backfilled, correction, decision, handover, limited, long, reopened, security\n",
        ),
        (
            with("--slug", "Not A Slug"),
            "error: `Not A Slug` is no name of a folder: write small letters, digits and hyphens, as in `--slug checkout-eu`\n",
        ),
        (vec!["update", "--status", "identified"], "error: no incident is open: name one, as in `2026-08-17-api`\n"),
        (
            vec!["update", "ap-slow", "--status", "identified"],
            "error: there is no incident `ap-slow`: did you mean `app-slow`?\n",
        ),
        (
            vec!["update", "app", "--status", "identified"],
            "error: `app` may be any of `2026-11-22-app-slow`, `2026-12-01-app-database`: name one of them\n",
        ),
        (
            vec!["update", "app-slow", "--status", "resolved", "--set", "mitigated=soon"],
            "error: `soon` is not a time: write `14:47`, `2026-08-17 14:47`, `2026-08-17T14:47:00Z`, or a span as in `25m`\n",
        ),
        (
            vec!["update", "app-slow", "--status", "resolvd"],
            "error: `resolvd` is no status here: did you mean `resolved`?\n",
        ),
        (
            vec!["update", "app-slow", "--status", "resolved", "--corrects", "02-identifed"],
            "error: there is no update `02-identifed` to correct: did you mean `02-identified`?\n",
        ),
        (
            vec!["feedback", "public-resolvd", "--incident", "app-slow", "--note", "x"],
            "error: there is no template `public-resolvd`: did you mean `public-resolved`?\n",
        ),
    ];
    for (arguments, phrase) in cases {
        let told = run(site.path(), &arguments);
        assert_eq!((err(&told).as_str(), told.status.code()), (phrase, Some(2)), "{arguments:?}");
    }
    // Words that a rule forbids outside are a fault of the text, and nothing is written either.
    let mut leaking = with("--set", "symptom=Larkspur Retail sees errors.");
    leaking.push("--show-private");
    let told = run(site.path(), &leaking);
    assert_eq!(told.status.code(), Some(1));
    assert!(
        err(&told).contains("leak-account") && err(&told).ends_with("nothing is written: say it in other words\n"),
        "{}",
        err(&told)
    );
    assert_eq!(files(site.path()), before);
}

/// What a terminal shows while somebody types these lines; what is typed isn't echoed.
fn dialogue(site: &Path, arguments: &str, typed: &[&str]) -> (String, Option<i32>) {
    let binary = env!("CARGO_BIN_EXE_candor");
    let mut script = Command::new("script");
    script.args(["-q", "-e", "-E", "never", "-c", &format!("{binary} {arguments}"), "/dev/null"]);
    script.current_dir(site).env_remove("SOURCE_DATE_EPOCH").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = script.spawn().expect("`script` is part of every Debian");
    let mut stdin = child.stdin.take().unwrap();
    // Ctrl-D at the end answers whatever is asked besides.
    stdin.write_all(([typed, &["\u{4}"]].concat().join("\n")).as_bytes()).unwrap();
    let told = child.wait_with_output().unwrap();
    drop(stdin);
    (out(&told).replace('\r', ""), told.status.code())
}

/// From the first word to the review, to the letter: what is shown, and what then stands in the files.
#[test]
fn what_is_missing_is_asked_for_on_a_terminal_from_the_first_word_to_the_review() {
    let site = signed();
    let whole = [
        "No request is answered",
        "The app and the website",
        "We know why no request is answered, and are mending it",
        "",
        "The cause is known",
    ];
    let identified: Vec<&str> =
        ["identified", "a change of last night.", "We are taking it back"].into_iter().chain(whole).collect();
    let steps: [(&str, &str, &[&str]); 6] = [
        (
            "new incident",
            "2026-11-24T10:00:00Z",
            &[
                "Payments fail",
                "sev3",
                "api=major_outage",
                "15m",
                "No request is answered",
                "about half of all requests",
                "The app and the website",
            ],
        ),
        ("update", "2026-11-24T10:30:00Z", &["identifid"]),
        ("update", "2026-11-24T10:30:00Z", &identified),
        (
            "update",
            "2026-11-24T11:30:00Z",
            &[
                "resolved",
                "Requests are answered again",
                "eleven",
                "11:10",
                "No data was lost",
                "No review is planned",
                "Requests are answered again",
            ],
        ),
        ("postmortem", "2026-11-25T11:00:00Z", &[]),
        (
            "postmortem payments",
            "2026-11-25T11:00:00Z",
            &[
                "No request was answered for over an hour. Now they are",
                "",
                "We try such a change on one machine first",
            ],
        ),
    ];
    let mut told = String::new();
    let mut before = files(site.path());
    for (command, now, typed) in steps {
        let (shown, code) = dialogue(site.path(), &format!("{command} --now {now}"), typed);
        told += &format!("$ candor {command}    at {now}, then exit code {}\n{shown}", code.unwrap());
        let after = files(site.path());
        for (path, bytes) in after.iter().filter(|(path, _)| !before.contains_key(*path)) {
            told += &format!("\n----- {path}\n{}", String::from_utf8_lossy(bytes));
        }
        told.push('\n');
        before = after;
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialogues.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&golden, &told).unwrap();
    }
    assert_eq!(told, std::fs::read_to_string(&golden).unwrap());
    let checked = at(site.path(), "2026-11-25T11:00:00Z", &["check"]);
    assert!(err(&checked).contains("this blank is not filled"), "two blanks were left open: {}", err(&checked));
}

#[test]
fn the_editor_gets_the_files_that_have_blanks() {
    let site = signed();
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    command.current_dir(site.path()).args(FAILS).args(["--edit", "--now", NOW]).stdin(Stdio::null());
    let told = command.env("VISUAL", "sed -i s/{{.*}}/filled/").env_remove("SOURCE_DATE_EPOCH").output().unwrap();
    assert_eq!(told.status.code(), Some(0), "{}", err(&told));
    let text = read(site.path(), &format!("{FOLDER}/01-investigating.executives.md"));
    assert!(text.contains("bottom_line: \"filled\""), "{text}");
}
