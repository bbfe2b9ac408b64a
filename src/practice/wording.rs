//! Rules over wording, in texts for people outside and in what customer service is to say.

use super::ground::status_of;
use super::texts::{Piece, Word};
use super::{Finding, Ground};
use crate::model::AudienceKind;
use crate::name::Suffix;
use crate::source::Span;
use crate::state::Status;

const JARGON: &[&str] = &[
    "5xx", "4xx", "http 500", "http 502", "http 503", "http 504", "kubernetes", "k8s", "pod", "pods", "node pool", "failover", "failed over",
    "rollback", "rolled back", "rolling back", "hotfix", "latency", "p95", "p99", "throughput", "upstream", "downstream", "backend",
    "back-end", "microservice", "replica", "replicas", "replication lag", "load balancer", "load balancers", "ingress", "egress",
    "cpu", "oom", "out of memory", "memory leak", "deadlock", "race condition", "null pointer", "stack trace", "exception", "config push",
    "feature flag", "cron", "kafka", "redis", "postgres", "mysql", "cassandra", "elasticsearch", "dns", "bgp", "root cause", "rca",
    "mitigated", "remediation", "remediated", "remediate", "impacted", "on-call", "cluster", "garbage collection", "thread pool",
    "connection pool", "rate limiter", "circuit breaker",
];
const BLAME: &[&str] = &[
    "human error", "operator error", "user error", "careless", "carelessness", "negligence", "negligent", "should have known",
    "should have been caught", "should have checked", "failed to follow", "mistake by", "an engineer", "one of our engineers",
    "junior engineer", "a developer", "fat finger", "incompetent",
];
const PLATITUDES: &[&str] = &[
    "any inconvenience", "the inconvenience", "inconvenience caused", "inconvenience this may have caused", "take this very seriously", "takes this seriously",
    "take very seriously", "take this seriously", "working hard", "working diligently", "working tirelessly", "working around the clock",
    "all hands on deck", "appreciate your patience", "your patience and understanding", "thank you for your patience", "thanks for your patience",
    "bear with us", "rest assured", "top priority", "highest priority", "utmost importance", "committed to providing",
    "as quickly as possible", "as soon as possible", "we understand how important", "valued customers", "out of an abundance of caution",
];
const SPECULATION: &[&str] = &[
    "we think", "we believe", "we suspect", "probably", "presumably", "may be caused by", "might be caused by", "may be due to", "might be due to",
    "could be due to", "possibly due to", "likely due to", "likely caused by", "seems to be caused by", "appears to be caused by",
    "appears to be due to", "appears to be related to", "may be related to", "might be related to", "caused by", "because of a", "due to a", "due to an",
    "as a result of a",
];
const PROMISES: &[&str] = &[
    "will be fixed by", "will be fixed within", "will be resolved by", "will be resolved within", "will be restored by", "will be restored within",
    "will be back by", "will be back within", "will be back up by", "will be back up within", "should be fixed by", "should be fixed within",
    "should be resolved by", "should be resolved within", "should be restored by", "should be back by", "should be back within",
    "expect to be back by", "expect to be back within", "expect a fix by", "expect a fix within", "expect a resolution by", "expect a resolution within",
    "expect service to be restored", "expect full recovery", "expect this to be resolved", "expect this to be fixed", "estimated time to resolution", "estimated time of resolution",
    "estimated resolution", "estimated time of repair", "estimated recovery time", "eta", "expected to be resolved", "expected to be fixed", "expected to be restored",
    "should be back to normal", "will be back to normal",
];
const VAGUE: &[&str] = &[
    "soon", "shortly", "momentarily", "in a few minutes", "in a few hours", "in the next few hours", "in the coming hours", "in due course", "later today",
    "this morning", "this afternoon", "this evening", "tonight", "earlier today", "midnight", "a short while ago", "in a while", "as we speak",
];
const OTHERS: &[&str] = &[
    "third party", "third-party", "our vendor", "our provider", "our hosting provider", "our cloud provider", "our upstream provider", "outside of our control", "outside our control",
    "beyond our control",
];
const EARLY: &[&str] = &[
    "has been resolved", "is resolved", "is now resolved", "have been resolved", "are resolved", "fully resolved", "has been fully restored", "has been fixed for good",
    "should be fixed", "should be resolved", "should now be resolved", "should now be fixed",
];
const SORRY: &[&str] = &["sorry", "apologise", "apologize", "apologies", "apology", "apologizes", "apologises", "regret"];
const SCOPE: &[&str] = &[
    "some customers", "some users", "a small number", "a subset", "a small subset", "certain customers", "certain users", "a number of customers", "a number of users",
    "a portion of", "a limited number", "a handful",
];

/// Texts that are said to people outside.
fn said<'g, 'a>(ground: &'g Ground<'a>) -> impl Iterator<Item = &'g Piece<'a>> {
    ground.pieces.iter().filter(|piece| piece.incident.is_some() && !is_review(piece))
        .filter(|piece| ground.is_outside(&piece.suffix) || ground.kind(&piece.suffix) == Some(AudienceKind::Support))
}

fn is_review(piece: &Piece<'_>) -> bool {
    piece.moment.is_some_and(|moment| &*moment.stem == "postmortem")
}

/// Of an insiders' file only what is to be said to customers counts.
fn is_said(ground: &Ground<'_>, piece: &Piece<'_>, span: &Span) -> bool {
    let line = || piece.lines.iter().find(|(_, line)| line.start <= span.start && span.end <= line.end);
    ground.is_outside(&piece.suffix) || line().is_some_and(|(key, _)| key == "say")
}

/// Where phrases of a list, and the site's own, are said outside.
fn phrases(ground: &Ground<'_>, list: &[&str], own: &[String], [phrase, hint]: [&str; 2]) -> Vec<Finding> {
    let allowed = &ground.site.policy.words.allow;
    let mut found = Vec::new();
    for piece in said(ground) {
        for span in piece.find_any(list.iter().copied().chain(own.iter().map(String::as_str))) {
            let words = piece.text[span.clone()].to_lowercase();
            if is_said(ground, piece, &span) && !allowed.iter().any(|allowed| allowed.to_lowercase() == words) {
                found.push(Ground::at(piece, span, phrase, hint));
            }
        }
    }
    found
}

fn in_status(found: Vec<Finding>, ground: &Ground<'_>, wanted: Status) -> Vec<Finding> {
    let holds = |finding: &Finding| ground.piece(&finding.path).and_then(|piece| status_of(piece.moment?)) == Some(wanted);
    found.into_iter().filter(holds).collect()
}

pub(super) fn forbidden(ground: &Ground<'_>) -> Vec<Finding> {
    phrases(ground, &[], &ground.site.policy.words.forbid_public, ["policy forbids these words outside", "say what is the case instead"])
}

pub(super) fn jargon(ground: &Ground<'_>) -> Vec<Finding> {
    phrases(ground, JARGON, &ground.site.policy.words.jargon, ["customers may not know this word", "say what they notice"])
}

/// Blame has no place in anything that is written.
pub(super) fn blame(ground: &Ground<'_>) -> Vec<Finding> {
    let own = ground.site.policy.words.blame.iter().map(String::as_str);
    let list: Vec<&str> = BLAME.iter().copied().chain(own).collect();
    let mut found = Vec::new();
    for piece in &ground.pieces {
        let hint = "say what made it possible: nobody does such a thing on purpose";
        let spans = piece.find_any(list.iter().copied());
        found.extend(spans.into_iter().map(|span| Ground::at(piece, span, "this blames somebody", hint)));
    }
    found
}

pub(super) fn platitudes(ground: &Ground<'_>) -> Vec<Finding> {
    let told = ["everybody writes this, and it says nothing", "say what you do, or leave it out"];
    phrases(ground, PLATITUDES, &ground.site.policy.words.platitudes, told)
}

pub(super) fn speculation(ground: &Ground<'_>) -> Vec<Finding> {
    let told = ["this tells a cause while it is looked for", "say what is known; the cause comes with `identified`"];
    in_status(phrases(ground, SPECULATION, &ground.site.policy.words.speculation, told), ground, Status::Investigating)
}

pub(super) fn promised_repair(ground: &Ground<'_>) -> Vec<Finding> {
    let told = ["this promises a time for the repair", "promise the next update instead"];
    phrases(ground, PROMISES, &ground.site.policy.words.promises, told)
}

pub(super) fn resolved_too_early(ground: &Ground<'_>) -> Vec<Finding> {
    let told = ["this calls repaired what is still being watched", "say what works now, and that you watch it"];
    in_status(phrases(ground, EARLY, &[], told), ground, Status::Monitoring)
}

pub(super) fn other_to_blame(ground: &Ground<'_>) -> Vec<Finding> {
    phrases(ground, OTHERS, &[], ["this makes somebody else the excuse", "say what customers notice, and what you do"])
}

pub(super) fn vague_time(ground: &Ground<'_>) -> Vec<Finding> {
    phrases(ground, VAGUE, &[], ["nobody can tell when this is", "give a time with its zone"])
}

pub(super) fn vague_scope(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = phrases(ground, SCOPE, &[], ["nobody can tell whether they are among them", "give a number, or say who"]);
    found.retain(|finding| ground.piece(&finding.path).is_some_and(|piece| !piece.prose().any(|word| word.small.ends_with('%'))));
    found
}

pub(super) fn apologies(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = phrases(ground, SORRY, &[], ["this apologises again", "once is enough"]);
    let mut last = None;
    found.retain(|finding| last.replace(finding.path.clone()).is_some_and(|path| path == finding.path));
    found
}

pub(super) fn shouting(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in said(ground).filter(|piece| ground.is_outside(&piece.suffix)) {
        for (at, _) in piece.body().match_indices('!').filter(|(at, _)| !piece.body()[at + 1..].starts_with('[')) {
            let at = piece.body.start + at;
            if piece.words.iter().any(|word| word.span.end == at) {
                found.push(Ground::at(piece, at..at + 1, "this shouts", "end the sentence with a full stop"));
            }
        }
    }
    found
}

/// Whether a word is a time of day: `09:14`, `9:14`, `9:14pm`.
pub(super) fn is_clock(word: &str) -> bool {
    let bare = word.trim_end_matches("am").trim_end_matches("pm").trim_end_matches('z');
    let Some((hours, rest)) = bare.split_once(':') else { return false };
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "00"));
    let number = |part: &str, limit: u8| part.parse::<u8>().is_ok_and(|number| number < limit);
    (1..=2).contains(&hours.len()) && minutes.len() == 2 && number(hours, 25) && number(minutes, 60) && number(seconds, 60)
}

fn is_zone(word: &str) -> bool {
    const ZONES: [&str; 42] = [
        "utc", "gmt", "z", "cet", "cest", "bst", "ist", "est", "edt", "et", "pst", "pdt", "pt", "cst", "cdt", "ct", "mst", "mdt", "mt", "jst", "kst",
        "sgt", "hkt", "aest", "aedt", "acst", "awst", "nzst", "nzdt", "nzt", "eet", "eest", "wet", "west", "msk", "sast", "wat", "eat", "brt", "art", "aet", "wib",
    ];
    ZONES.contains(&word) || word.starts_with("utc") || word.starts_with("gmt") || word.contains('/') && word.contains("europe")
}

/// One zone serves the times before it in its sentence: `from 09:02 to 09:40 UTC`.
pub(super) fn time_without_zone(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in said(ground).filter(|piece| ground.is_outside(&piece.suffix)) {
        for sentence in sentences(piece.words.iter()) {
            let zoned = sentence.iter().rposition(|word| is_zone(&word.small) || word.small.ends_with('z') && is_clock(&word.small));
            let named = sentence.iter().any(|word| matches!(word.small.as_str(), "time" | "local"));
            for (at, word) in sentence.iter().enumerate() {
                let open = is_clock(&word.small) && !named && zoned.is_none_or(|zone| zone < at);
                if open && !sentence[..at].iter().rev().take(3).any(|word| is_zone(&word.small)) {
                    found.push(Ground::at(piece, word.span.clone(), "this time has no zone", "add it, as in `14:05 UTC`"));
                }
            }
        }
    }
    found
}

fn sentences<'w>(words: impl Iterator<Item = &'w Word>) -> Vec<Vec<&'w Word>> {
    let mut sentences: Vec<Vec<&Word>> = Vec::new();
    for word in words {
        match sentences.last_mut() {
            Some(sentence) if !word.begins && sentence.last().is_some_and(|last| last.key == word.key) => sentence.push(word),
            _ => sentences.push(vec![word]),
        }
    }
    sentences
}

pub(super) fn long_sentences(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in said(ground).filter(|piece| ground.is_outside(&piece.suffix)) {
        for sentence in sentences(piece.prose()).into_iter().filter(|sentence| sentence.len() > 40) {
            let span = sentence[0].span.start..sentence[sentence.len() - 1].span.end;
            let phrase = format!("this sentence has {} words", sentence.len());
            found.push(Ground::at(piece, span, phrase, "part it in two"));
        }
    }
    found
}

pub(super) fn too_long(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let updates = ground.pieces.iter().filter(|piece| piece.moment.is_some() && !is_review(piece));
    for piece in updates {
        let limit = match ground.kind(&piece.suffix) {
            _ if piece.suffix == Suffix::Public => 150,
            Some(AudienceKind::Account) => 180,
            Some(AudienceKind::Executive) => 120,
            Some(AudienceKind::Support) => 150,
            Some(AudienceKind::Business) => 100,
            _ => continue,
        };
        let count = piece.prose().count();
        if let Some(first) = piece.prose().next().filter(|_| count > limit) {
            let phrase = format!("{count} words, and `{}` reads {limit} at most", piece.suffix);
            found.push(Ground::at(piece, first.span.clone(), phrase, "leave out what they need not know"));
        }
    }
    found
}
