//! The list of rules: what is demanded of authors, each with its name, its usual level, one sentence and its source.

use super::{Finding, Ground, agreement, leaks, names, settings, sign, timing, whole, wording};
use crate::model::Level::{self, Error, Off, Warning};

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// As it is written in `policy.yaml`.
    pub name: &'static str,
    pub level: Level,
    /// What it demands.
    pub sentence: &'static str,
    /// Who says so.
    pub source: &'static str,
    pub find: fn(&Ground<'_>) -> Vec<Finding>,
}

const fn rule(
    name: &'static str,
    level: Level,
    find: fn(&Ground<'_>) -> Vec<Finding>,
    [sentence, source]: [&'static str; 2],
) -> Rule {
    Rule { name, level, sentence, source, find }
}

/// Every rule. Errors are those that are hardly ever wrong; the table in `tests/corpus/README.md` says how we know.
pub const RULES: &[Rule] = &[
    // Settings that speak of each other.
    rule("unknown-rule", Error, settings::unknown_rules, ["policy names rules that there are", "a misspelt line changes nothing, silently"]),
    rule("reads-audiences", Error, settings::reads_name_audiences, ["what an audience reads is somebody's suffix", "a misspelt suffix reads nothing"]),
    rule("policy-audiences", Error, settings::policy_names_audiences, ["policy speaks of audiences that there are", "a misspelt audience is never owed a word"]),
    rule("severity-unknown", Error, settings::severity_unknown, ["an incident's severity is one of policy's", "without its line nobody is owed a word"]),
    // Names.
    rule("names-that-tell", Error, names::names_that_tell, ["no folder or file tells wider readers the name of an account", "product, rule 11"]),
    // Completeness and timing.
    rule("ahead-of-now", Error, whole::ahead_of_now, ["nothing is dated ahead of now unless that is meant", "product, rule 8"]),
    rule("next-update-past", Error, timing::next_update_past, ["the next update comes after this one", "PagerDuty stakeholder communications, frequency"]),
    rule("resolved-before-start", Error, timing::resolved_before_start, ["nothing is over before it began", "contradictory timelines of cState samples"]),
    rule("next-update-missing", Warning, timing::next_update_missing, ["every word on an open incident says when the next comes", "PagerDuty stakeholder communications, frequency; openstatus"]),
    rule("next-update-overdue", Warning, timing::next_update_overdue, ["a promised update is given", "binwiederhier/ntfy#1148: an outage of 22 months that was over"]),
    rule("next-update-late", Warning, timing::next_update_late, ["no promise goes beyond policy's cadence", "PagerDuty stakeholder communications, frequency"]),
    rule("audience-late", Warning, timing::audience_late, ["whom policy names has been told in time", "PagerDuty incident response: 5 minutes; cloud.gov: 15"]),
    rule("support-after-public", Warning, timing::before_kept, ["who answers customers hears before them", "PagerDuty stakeholder communications: support is one of the first"]),
    rule("stage-skipped", Warning, timing::stage_skipped, ["a repair is watched before it is called one", "openstatus: monitoring lasts 15 to 30 minutes"]),
    rule("resolved-without-length", Warning, timing::resolved_without_length, ["the last word says from when to when", "PagerDuty incident response, external communication: resolution"]),
    rule("window-overruns", Warning, timing::window_overruns, ["a window that passed is completed or extended", "openstatus, scheduled maintenance"]),
    rule("time-without-zone", Warning, wording::time_without_zone, ["a clock time names its zone", "NuGet/NuGetGallery#9428; login.gov handbook"]),
    rule("vague-time", Warning, wording::vague_time, ["a time is a time, not `soon`", "PagerDuty stakeholder communications; NuGet/NuGetGallery#9428"]),
    rule("component-missing", Warning, timing::component_missing, ["an open public incident says what it touches", "benbalter/issue-status#228, kener#607"]),
    rule("facts-missing", Warning, timing::facts_missing, ["each audience gets the line that it needs first", "audiences, section 1: bottom line, say, lines, needs"]),
    // Leaks.
    rule("leak-secret", Error, leaks::secret, ["no key, token or password stands in any text", "upptime/upptime#225, #597"]),
    rule("leak-private-address", Error, leaks::private_address, ["no address of a private network is told outside", "PagerDuty incident response"]),
    rule("leak-address", Warning, leaks::address, ["no address of a machine is told outside", "PagerDuty incident response"]),
    rule("leak-host", Error, leaks::host, ["no name of an internal host is told outside", "PagerDuty incident response: `application-server-123`"]),
    rule("leak-machine", Warning, leaks::machine, ["no name of a machine is told outside", "PagerDuty incident response: `application-server-123`"]),
    rule("leak-account", Error, leaks::account, ["no account is named to other customers", "PagerDuty postmortems: sanitized"]),
    rule("account-spread", Warning, leaks::account_spread, ["accounts are named only to those who may read their files", "PagerDuty postmortems: sanitized"]),
    rule("leak-link", Error, leaks::link, ["what stands in the links of insiders is told to nobody outside", "azmonitor.com: public and private status pages"]),
    rule("leak-ticket", Warning, leaks::ticket, ["no key of our tracker is told outside", "azmonitor.com: public and private status pages"]),
    rule("leak-channel", Warning, leaks::channel, ["no chat channel or handle is told outside", "azmonitor.com: public and private status pages"]),
    rule("leak-severity", Error, leaks::severity, ["our words for severity are told to nobody outside", "PagerDuty business response"]),
    rule("leak-contract", Warning, leaks::contract, ["nothing on contracts, credits or liability is public", "business response: legal and finance speak of these"]),
    rule("leak-person", Warning, leaks::person, ["no person's mail address is told outside", "PagerDuty postmortems: abstract the responder"]),
    // Wording.
    rule("forbidden-words", Error, wording::forbidden, ["words that policy forbids are not used outside", "the site's own policy"]),
    rule("jargon", Warning, wording::jargon, ["customers read their words, not ours", "GOV.UK developer documentation #4612; paas team manual"]),
    rule("blame", Warning, wording::blame, ["nobody is blamed", "PagerDuty postmortems: blameless culture"]),
    rule("platitudes", Warning, wording::platitudes, ["no phrase that everybody writes and nobody believes", "PagerDuty incident response, security; PostHog"]),
    rule("speculation", Warning, wording::speculation, ["no cause is told while it is looked for", "openstatus; PagerDuty: never guess"]),
    rule("promised-repair", Warning, wording::promised_repair, ["no time is promised for the repair", "login.gov handbook; PagerDuty customer liaison; contra GOV.UK"]),
    rule("resolved-too-early", Warning, wording::resolved_too_early, ["what is being watched is not called repaired for good", "openstatus; novaaiops.com"]),
    rule("other-to-blame", Warning, wording::other_to_blame, ["no vendor is the excuse", "openstatus: not as absolution; PostHog"]),
    rule("shouting", Warning, wording::shouting, ["no exclamation marks and no capitals", "PostHog: tone"]),
    rule("apologies", Warning, wording::apologies, ["one apology is enough", "PostHog: tone"]),
    rule("vague-scope", Off, wording::vague_scope, ["how many is a number", "openstatus; PostHog: status-speak"]),
    rule("long-sentences", Warning, wording::long_sentences, ["no sentence has more than 40 words", "GOV.UK says 25; measured, 40 is hard to read"]),
    rule("too-long", Warning, wording::too_long, ["an update keeps to the length of its audience", "PagerDuty: short and to the point; lengths are ours"]),
    // Consistency.
    rule("public-milder", Warning, agreement::public_milder, ["the public page is no greener than what we know", "azure-pipelines-agent#4177; vets-api#19663"]),
    rule("numbers-disagree", Warning, agreement::numbers_disagree, ["one moment has one share of failures", "GitLab epic 208: text copied by hand"]),
    rule("public-word-missing", Warning, agreement::public_word_missing, ["customer service doesn't say what the page doesn't", "PagerDuty: accounts and support contradict no public statement"]),
    // Governance.
    rule("unfilled-blank", Error, sign::unfilled_blank, ["every blank is filled", "prismatic.io: renderTemplate warnings"]),
    rule("unapproved", Error, sign::unapproved, ["words are approved by whom policy names", "PagerDuty business response; incident response"]),
    rule("overridden", Warning, sign::overridden, ["an approval passed over is looked at afterwards", "cloud.gov: five minutes"]),
    rule("template-unknown", Error, sign::template_unknown, ["a named template is there", "a misspelt template signs nothing off"]),
    rule("template-expired", Warning, sign::template_expired, ["a template in use is approved, and reviewed in time", "business response: pre-approved language"]),
    rule("template-drift", Warning, sign::template_drift, ["words from a template keep to it", "business response: placeholders"]),
    rule("roles-missing", Warning, sign::roles_missing, ["a grave incident names who leads and who writes", "PagerDuty business response; openstatus"]),
];

#[cfg(test)]
mod tests {
    use super::RULES;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_has_its_own_name_and_says_why() {
        let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
        assert_eq!(names.len(), RULES.len());
        for rule in RULES {
            assert!(crate::name::is_name(rule.name), "{}", rule.name);
            assert!(!rule.sentence.is_empty() && !rule.source.is_empty(), "{}", rule.name);
        }
    }
}
