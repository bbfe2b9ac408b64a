//! A site as `candor init` makes it: without fault, whole or not at all, and every step of its hook and CI files really run.
#![expect(clippy::disallowed_methods, reason = "the binary works on real folders")]

use crate::authoring::{NOW, err, files, out, run, site};
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

/// The folder of the binary first on the path, and a git that knows who commits.
fn command(program: &str, site: &Path) -> Command {
    let binary = Path::new(env!("CARGO_BIN_EXE_candor")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(program);
    command.current_dir(site).env("PATH", path).env("SOURCE_DATE_EPOCH", "1795514400");
    for name in ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"] {
        command.env(name, "A. Author");
    }
    for name in ["GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"] {
        command.env(name, "author@example.com");
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command
}

fn git(site: &Path, arguments: &[&str]) -> Output {
    command("git", site).args(arguments).output().unwrap()
}

fn repository(site: &Path) {
    for arguments in [&["init", "-q", "-b", "main"][..], &["add", "-A"], &["commit", "-q", "-m", "Begin"]] {
        let done = git(site, arguments);
        assert!(done.status.success(), "{}", err(&done));
    }
}

#[test]
fn it_checks_without_a_word_and_builds_every_edition() {
    let site = site();
    let checked = run(site.path(), &["check"]);
    let said = (checked.status.code(), err(&checked), out(&checked));
    assert_eq!(said, (Some(0), String::new(), "no fault in 2 incidents and maintenance, for 6 editions\n".to_owned()));
    let built = run(site.path(), &["build"]);
    assert_eq!(built.status.code(), Some(0), "{}", err(&built));
    let page = std::fs::read_to_string(site.path().join("public/index.html")).unwrap();
    assert!(
        page.contains("Meridian Pay") && page.contains("A larger database for the app"),
        "the page has the name and the window"
    );
    for edition in ["executives", "support", "engineering", "business", "strategic/larkspur"] {
        assert!(site.path().join("private").join(edition).join("index.html").exists(), "{edition}");
    }
    // Every policy line has its words, and nobody is said to have signed them.
    let told = out(&run(site.path(), &["templates"]));
    assert!(told.contains(" 0 missing") && told.contains("\n0 covered"), "{told}");
}

#[test]
fn it_is_written_whole_or_not_at_all() {
    let site = site();
    let before = files(site.path());
    let again = run(site.path(), &["init"]);
    assert_eq!(
        (err(&again).as_str(), again.status.code()),
        ("error: `.` holds a site already: name another folder\n", Some(2))
    );
    assert_eq!(files(site.path()), before);

    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join("CODEOWNERS"), "* @us\n").unwrap();
    let refused = run(other.path(), &["init"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        err(&refused).starts_with("error: `CODEOWNERS` is there already, and nothing is written over"),
        "{}",
        err(&refused)
    );
    assert_eq!(files(other.path()).into_keys().collect::<Vec<_>>(), ["CODEOWNERS"]);

    for (flag, value) in [("--name", "a: b"), ("--url", "status.example.com")] {
        let refused = run(other.path(), &["init", "site", flag, value]);
        assert_eq!(refused.status.code(), Some(2), "{flag} {value}");
        assert!(!other.path().join("site").exists());
    }
}

#[test]
fn the_hook_judges_what_is_staged_and_not_what_lies_in_the_folder() {
    let site = site();
    repository(site.path());
    assert!(git(site.path(), &["config", "core.hooksPath", ".githooks"]).status.success());
    let file = site.path().join("content/pages/about.md");
    let good = std::fs::read_to_string(&file).unwrap();

    std::fs::write(&file, "---\ntitel: About\n---\nWords.\n").unwrap();
    assert!(git(site.path(), &["add", "-A"]).status.success());
    // The folder is well again, and the index isn't.
    std::fs::write(&file, &good).unwrap();
    let refused = git(site.path(), &["commit", "-q", "-m", "Break"]);
    assert!(!refused.status.success());
    assert!(err(&refused).contains("nothing is committed: mend it and stage it again"), "{}", err(&refused));
    assert_eq!(out(&git(site.path(), &["rev-list", "--count", "HEAD"])), "1\n");

    // And the other way round.
    std::fs::write(&file, good.replace("not machines", "and nobody else")).unwrap();
    assert!(git(site.path(), &["add", "-A"]).status.success());
    std::fs::write(&file, "---\ntitel: About\n---\nWords.\n").unwrap();
    let done = git(site.path(), &["commit", "-q", "-m", "Say it better"]);
    assert!(done.status.success(), "{}", err(&done));
    assert_eq!(out(&git(site.path(), &["rev-list", "--count", "HEAD"])), "2\n");
}

/// The commands of a CI file, job by job, in order.
fn steps(path: &Path) -> Vec<(String, Vec<String>)> {
    let file: Value = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let texts = |value: &Value| -> Vec<String> {
        value.as_sequence().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    };
    if let Some(jobs) = file["jobs"].as_mapping() {
        let steps = |job: &Value| -> Vec<String> {
            let steps = job["steps"].as_sequence().unwrap();
            let checkout =
                steps.iter().find(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("checkout"))).unwrap();
            assert_eq!(checkout["with"]["fetch-depth"].as_u64(), Some(0), "every job has the whole history");
            steps.iter().filter_map(|step| step["run"].as_str().map(str::to_owned)).collect()
        };
        return jobs.iter().map(|(name, job)| (name.as_str().unwrap().to_owned(), steps(job))).collect();
    }
    assert_eq!(file["variables"]["GIT_DEPTH"].as_str(), Some("0"), "every job has the whole history");
    let before = texts(&file["default"]["before_script"]);
    let jobs = file.as_mapping().unwrap().iter().filter(|(_, job)| job.get("script").is_some());
    jobs.map(|(name, job)| (name.as_str().unwrap().to_owned(), [before.clone(), texts(&job["script"])].concat()))
        .collect()
}

/// A job's commands in a shell that ends at the first that fails, as both services have it.
fn job_in(folder: &Path, steps: &[String]) -> Output {
    let mut shell = command("bash", folder);
    shell.args(["-e", "-c", &steps.join("\n")]).env("GITHUB_OUTPUT", folder.join("github-output"));
    shell.output().unwrap()
}

/// The same in a clone of its own, as the runner gives it to each job.
fn job_in_a_clone(site: &Path, steps: &[String]) -> (Output, tempfile::TempDir) {
    let clone = tempfile::tempdir().unwrap();
    let cloned = git(site, &["clone", "-q", ".", clone.path().to_str().unwrap()]);
    assert!(cloned.status.success(), "{}", err(&cloned));
    (job_in(clone.path(), steps), clone)
}

#[test]
fn ci_keeps_back_the_editions_that_may_not_go_out_and_no_others() {
    let files = [(".github/workflows/status.yml", "public"), (".gitlab-ci.yml", "pages")];
    // What is wrong, and whether the public page may still go out.
    let cases = [
        ("incidents/2026-11-22-app-slow/01-investigating.support.md", "---\nsay: [\n---\n", true),
        ("incidents/2026-11-22-app-slow/01-investigating.support.md", "---\nsay: [Ask {{ name }}.]\n---\n", true),
        ("pages/about.md", "---\ntitle: About\n---\nWe lost key AKIAIOSFODNN7EXAMPLE.\n", false),
    ];
    for (path, text, goes_out) in cases {
        let site = site();
        assert!(site.path().join("content").join(path).exists(), "the case changes `{path}`");
        std::fs::write(site.path().join("content").join(path), text).unwrap();
        repository(site.path());
        for (file, public) in files {
            let all: BTreeMap<String, Vec<String>> = steps(&site.path().join(file)).into_iter().collect();
            let done = |job: &str| job_in_a_clone(site.path(), &all[job]);
            assert_eq!(done("check").0.status.code(), Some(1), "{file} with {path}: the check tells it");
            let (told, clone) = done(public);
            assert_eq!(told.status.success(), goes_out, "{file} with {path}: {}", err(&told));
            assert_eq!(clone.path().join("public/index.html").exists(), goes_out, "{file} with {path}");
            let (told, clone) = done("private");
            let has = |edition: &str| clone.path().join("built/private").join(edition).join("index.html").exists();
            assert!(!told.status.success() && !has("support"), "{file} with {path}: {}", err(&told));
            assert_eq!(has("engineering"), goes_out, "{file} with {path}: who doesn't read it gets theirs");
        }
    }
}

#[test]
fn every_step_of_both_ci_files_runs() {
    for (file, jobs) in [
        (".github/workflows/status.yml", ["check", "public", "public-at-next-moment", "private"]),
        (".gitlab-ci.yml", ["check", "pages", "private", "pages-at-next-moment"]),
    ] {
        let site = site();
        repository(site.path());
        let all = steps(&site.path().join(file));
        assert_eq!(all.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), jobs);
        for (job, steps) in all {
            let (done, clone) = job_in_a_clone(site.path(), &steps);
            assert!(done.status.success(), "{file}, {job}: {}", err(&done));
            let has = |path: &str| clone.path().join(path).exists();
            match job.as_str() {
                "check" => assert!(!has("public") && !has("private")),
                "private" => assert!(has("built/private/executives/index.html") && !has("public")),
                _ => assert!(has("public/index.html") && !has("private")),
            }
            assert!(!has("github-output"), "no moment comes within a quarter of an hour of {NOW}");
        }
        // A fault stops the check.
        std::fs::write(site.path().join("content/pages/about.md"), "---\ntitel: x\n---\n").unwrap();
        let check = steps(&site.path().join(file)).remove(0).1;
        assert_eq!(job_in(site.path(), &check).status.code(), Some(1));
    }
}

/// A repository of something else, in which a site is made in a folder.
fn repository_with(site: &str, others: &[(&str, &str)]) -> (tempfile::TempDir, Output) {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("README"), "Something else.\n").unwrap();
    for (path, text) in others {
        std::fs::write(root.path().join(path), text).unwrap();
    }
    repository(root.path());
    let made = run(root.path(), &["init", site]);
    (root, made)
}

#[test]
fn in_a_folder_of_a_repository_hook_and_ci_files_stand_where_they_are_looked_for() {
    let (root, made) = repository_with("docs/status", &[]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let said = "next  cd docs/status      (the hook, files for CI and CODEOWNERS stand at the repository's root, where they are looked for)\n";
    assert!(out(&made).contains(said), "{}", out(&made));
    let has = |path: &str| root.path().join(path).exists();
    for path in [".githooks/pre-commit", ".github/workflows/status.yml", ".gitlab-ci.yml", "CODEOWNERS"] {
        assert!(has(path) && !has(&format!("docs/status/{path}")), "{path}");
    }
    assert!(has("docs/status/content/site.yaml") && has("docs/status/.gitignore"));
    let owners = std::fs::read_to_string(root.path().join("CODEOWNERS")).unwrap();
    assert!(owners.contains("# /docs/status/content/policy.yaml ") && !owners.contains(" /content/"), "{owners}");

    // The hook stops what is at fault, and lets pass what isn't.
    assert!(git(root.path(), &["config", "core.hooksPath", ".githooks"]).status.success());
    assert!(git(root.path(), &["add", "-A"]).status.success());
    let begun = git(root.path(), &["commit", "-q", "-m", "Begin a status page"]);
    assert!(begun.status.success(), "{}", err(&begun));
    let file = root.path().join("docs/status/content/pages/about.md");
    let good = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, "---\ntitel: About\n---\nWords.\n").unwrap();
    assert!(git(root.path(), &["add", "-A"]).status.success());
    assert!(!git(root.path(), &["commit", "-q", "-m", "Break"]).status.success());
    // A code host is told where the file lies in the repository.
    let told = run(root.path(), &["check", "--site", "docs/status", "--format", "github"]);
    assert!(out(&told).starts_with("::error file=docs/status/content/pages/about.md,line=2,"), "{}", out(&told));
    std::fs::write(&file, good).unwrap();
    assert!(git(root.path(), &["add", "-A"]).status.success());

    for (file, path) in [(".github/workflows/status.yml", "path"), (".gitlab-ci.yml", "paths")] {
        let whole = std::fs::read_to_string(root.path().join(file)).unwrap();
        let public = if path == "path" { "path: docs/status/public\n" } else { "paths: [docs/status/public]\n" };
        assert_eq!(whole.matches(public).count(), 2, "{file}: both publish what was built: {whole}");
        assert_eq!(whole.matches("pages: {publish: docs/status/public}").count(), if path == "path" { 0 } else { 2 });
        for (job, steps) in steps(&root.path().join(file)) {
            let (done, clone) = job_in_a_clone(root.path(), &steps);
            assert!(done.status.success(), "{file}, {job}: {}", err(&done));
            let has = |path: &str| clone.path().join(path).exists();
            match job.as_str() {
                "check" => assert!(!has("docs/status/public") && !has("public")),
                "private" => assert!(has("built/private/executives/index.html")),
                _ => assert!(has("docs/status/public/index.html") && !has("docs/status/private")),
            }
        }
    }
}

#[test]
fn what_the_repository_has_at_its_root_already_is_left_and_said() {
    let (root, made) = repository_with("status", &[("CODEOWNERS", "* @us\n")]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let said = "next  put what `status/CODEOWNERS` says into `CODEOWNERS` of the repository, which was there: git and code hosts look only there\n";
    assert!(out(&made).ends_with(said), "{}", out(&made));
    assert_eq!(std::fs::read_to_string(root.path().join("CODEOWNERS")).unwrap(), "* @us\n");
    let owners = std::fs::read_to_string(root.path().join("status/CODEOWNERS")).unwrap();
    assert!(owners.contains("/status/content/templates/"), "{owners}");
    assert!(root.path().join(".gitlab-ci.yml").exists());

    let (root, refused) = repository_with("my status", &[]);
    let told = "error: `my status` is to stand in a hook and in files for CI: name folders with letters, digits, `-`, `_` and `.`\n";
    assert_eq!((err(&refused).as_str(), refused.status.code()), (told, Some(2)));
    assert!(!root.path().join("my status").exists() && !root.path().join("CODEOWNERS").exists());
}
