//! The list of rules: what is demanded of authors, each with its name, its usual level, one sentence and its source.

use super::{
    Finding, Ground, agreement, edited, leaks, literals, names, needs, people, sequence, settings, sign, timing,
    unexplained, whole, windows, wording,
};
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

/// The list: name, usual level, function; then what it demands, and who says so.
macro_rules! rules {
    ($($name:literal $level:ident $room:ident::$find:ident $sentence:literal, $source:literal;)*) => {
        &[$(Rule { name: $name, level: $level, sentence: $sentence, source: $source, find: $room::$find }),*]
    };
}

/// Every rule. Errors are those that are hardly ever wrong; the table in `tests/corpus/README.md` says how we know.
pub const RULES: &[Rule] = rules! {
    // Settings that speak of each other.
    "unknown-rule" Error settings::unknown_rules
        "policy names rules that there are", "a misspelt line changes nothing, silently";
    "reads-audiences" Error settings::reads_name_audiences
        "what an audience reads is somebody's suffix", "a misspelt suffix reads nothing";
    "policy-audiences" Error settings::policy_names_audiences
        "policy speaks of audiences that there are", "a misspelt audience is never owed a word";
    "severity-unknown" Error settings::severity_unknown
        "an incident's severity is one of policy's", "without its line nobody is owed a word";
    // Names.
    "names-that-tell" Error names::names_that_tell
        "no folder or file tells wider readers the name of an account", "product, rule 11";
    // Completeness and timing.
    "ahead-of-now" Error whole::ahead_of_now
        "nothing is dated ahead of now unless that is meant", "product, rule 8";
    "next-update-past" Error timing::next_update_past
        "the next update comes after this one", "PagerDuty stakeholder communications, frequency";
    "resolved-before-start" Error timing::resolved_before_start
        "nothing is over before it began", "contradictory timelines of cState samples";
    "next-update-missing" Warning timing::next_update_missing
        "every word on an open incident says when the next comes", "PagerDuty stakeholder communications, frequency; openstatus";
    "next-update-overdue" Warning timing::next_update_overdue
        "a promised update is given", "binwiederhier/ntfy#1148: an outage of 22 months that was over";
    "next-update-late" Warning timing::next_update_late
        "no promise goes beyond policy's cadence", "PagerDuty stakeholder communications, frequency";
    "audience-late" Warning timing::audience_late
        "whom policy names has been told in time", "PagerDuty incident response: 5 minutes; cloud.gov: 15";
    "support-after-public" Warning timing::before_kept
        "who answers customers hears before them", "PagerDuty stakeholder communications: support is one of the first";
    "stage-skipped" Warning timing::stage_skipped
        "a repair is watched before it is called one", "openstatus: monitoring lasts 15 to 30 minutes";
    "resolved-too-soon" Warning sequence::resolved_too_soon
        "a repair is watched for a while before it is called one", "login.gov handbook: 15 to 30 minutes; openstatus";
    "published-edited" Warning edited::published_edited
        "what was published is corrected, and not edited", "GOV.UK developer documentation; SOC 2 CC2.3";
    "repeated" Warning sequence::repeated
        "an update says something that the last one didn't", "PagerDuty stakeholder communications, frequency";
    "resolved-without-length" Warning timing::resolved_without_length
        "the last word says from when to when", "PagerDuty incident response, external communication: resolution";
    "window-overruns" Warning windows::window_overruns
        "a window that passed is completed or extended", "openstatus, scheduled maintenance";
    "notice-short" Warning windows::notice_short
        "a window is announced as long before as policy says", "login.gov handbook: 14 days; openstatus: 2 days to 2 weeks";
    "time-without-zone" Warning wording::time_without_zone
        "a clock time names its zone", "NuGet/NuGetGallery#9428; login.gov handbook";
    "vague-time" Warning wording::vague_time
        "a time is a time, not `soon`", "PagerDuty stakeholder communications; NuGet/NuGetGallery#9428";
    "component-missing" Warning timing::component_missing
        "an open public incident says what it touches", "benbalter/issue-status#228, kener#607";
    "facts-missing" Warning timing::facts_missing
        "each audience gets the line that it needs first", "audiences, section 1: bottom line, say, lines, needs";
    "asks-unsaid" Warning needs::asks_unsaid
        "executives are asked for something, or told that nothing is asked", "PagerDuty: ask early and often";
    "impact-unsized" Warning needs::impact_unsized
        "executives get a number, or the word `unknown`", "va.gov-team#45536; coderslingo.com, executive summaries";
    "bottom-line-long" Warning needs::bottom_line_long
        "a bottom line has at most 30 words", "AR 25-50: the main point first; the length is ours";
    "code-for-executives" Warning needs::code_for_executives
        "no log and no code for executives and lines of business", "devopsaitoolkit.com: updates leadership will read";
    "hold-unowned" Warning needs::hold_unowned
        "a hold says who keeps it and what ends it", "PagerDuty business response, emergency operations";
    "hold-outlasts" Warning needs::hold_outlasts
        "no hold is forgotten when the incident is over", "PagerDuty business response, resolving";
    // Leaks.
    "leak-secret" Error leaks::secret
        "no key, token or password stands in any text", "upptime/upptime#225, #597";
    "leak-private-address" Error leaks::private_address
        "no address of a private network is told outside", "PagerDuty incident response";
    "leak-address" Warning leaks::address
        "no address of a machine is told outside", "PagerDuty incident response";
    "leak-host" Error leaks::host
        "no name of an internal host is told outside", "PagerDuty incident response: `application-server-123`";
    "leak-machine" Warning leaks::machine
        "no name of a machine is told outside", "PagerDuty incident response: `application-server-123`";
    "leak-account" Error leaks::account
        "no account is named to other customers", "PagerDuty postmortems: sanitized";
    "account-spread" Warning leaks::account_spread
        "accounts are named only to those who may read their files", "PagerDuty postmortems: sanitized";
    "leak-link" Error leaks::link
        "what stands in the links of insiders is told to nobody outside", "azmonitor.com: public and private status pages";
    "leak-ticket" Warning leaks::ticket
        "no key of our tracker is told outside", "azmonitor.com: public and private status pages";
    "leak-channel" Warning leaks::channel
        "no chat channel or handle is told outside", "azmonitor.com: public and private status pages";
    "leak-severity" Error leaks::severity
        "our words for severity are told to nobody outside", "PagerDuty business response";
    "leak-contract" Warning leaks::contract
        "nothing on contracts, credits or liability is public", "business response: legal and finance speak of these";
    "leak-person" Warning leaks::person
        "no person's mail address is told outside", "PagerDuty postmortems: abstract the responder";
    "leak-staff" Warning people::staff
        "nobody who holds a role is named outside", "PagerDuty postmortems: abstract the responder";
    "privileged" Warning people::privileged
        "what counsel advised stands in no file", "lexblog.com 2020-06-17: privilege is lost by sharing";
    // Wording.
    "forbidden-words" Error wording::forbidden
        "words that policy forbids are not used outside", "the site's own policy";
    "jargon" Warning wording::jargon
        "customers read their words, not ours", "GOV.UK developer documentation #4612; paas team manual";
    "acronym" Warning unexplained::acronym
        "letters are spelled out once", "GOV.UK developer documentation #4612: `data.gov.uk`, not `DGU`";
    "blame" Warning wording::blame
        "nobody is blamed", "PagerDuty postmortems: blameless culture";
    "platitudes" Warning wording::platitudes
        "no phrase that everybody writes and nobody believes", "PagerDuty incident response, security; PostHog";
    "speculation" Warning wording::speculation
        "no cause is told while it is looked for", "openstatus; PagerDuty: never guess";
    "data-claim-early" Warning wording::data_claim_early
        "nothing is said of data while the cause is looked for", "PagerDuty incident response, security; Netflix Dispatch";
    "data-unsaid" Warning wording::data_unsaid
        "where data was in question, the last word says what became of it", "PagerDuty incident response: a clear indication of any data loss";
    "promised-repair" Warning wording::promised_repair
        "no time is promised for the repair", "login.gov handbook; PagerDuty customer liaison; contra GOV.UK";
    "resolved-too-early" Warning wording::resolved_too_early
        "what is being watched is not called repaired for good", "openstatus; novaaiops.com";
    "other-to-blame" Warning wording::other_to_blame
        "no vendor is the excuse", "openstatus: not as absolution; PostHog";
    "vendor-named" Warning unexplained::vendor_named
        "no company behind us is named unless it has said so itself", "login.gov handbook; PagerDuty incident response, security; contra openstatus";
    "shouting" Warning wording::shouting
        "no exclamation marks, capitals or emoji", "PostHog: tone";
    "apologies" Warning wording::apologies
        "one apology is enough", "PostHog: tone";
    "vague-scope" Off wording::vague_scope
        "how many is a number", "openstatus; PostHog: status-speak";
    "long-sentences" Warning wording::long_sentences
        "no sentence has more than 40 words", "GOV.UK says 25; measured, 40 is hard to read";
    "too-long" Warning wording::too_long
        "an update keeps to the length of its audience", "PagerDuty: short and to the point; lengths are ours";
    // Consistency.
    "public-milder" Warning agreement::public_milder
        "the public page is no greener than what we know", "azure-pipelines-agent#4177; vets-api#19663";
    "called-outage" Warning agreement::called_outage
        "what is called an outage is shown as one", "PagerDuty postmortems: outage means all of it";
    "numbers-disagree" Warning agreement::numbers_disagree
        "one moment has one share of failures", "GitLab epic 208: text copied by hand";
    "next-update-differs" Warning literals::next_update_differs
        "words promise the time that `next_update` promises", "GitLab epic 208: text copied by hand";
    "window-differs" Warning literals::window_differs
        "words announce the window that `from` and `until` give", "login.gov handbook: double check the times";
    "public-word-missing" Warning agreement::public_word_missing
        "customer service doesn't say what the page doesn't", "PagerDuty: accounts and support contradict no public statement";
    // Governance.
    "unfilled-blank" Error sign::unfilled_blank
        "every blank is filled", "prismatic.io: renderTemplate warnings";
    "unapproved" Error sign::unapproved
        "words are approved by whom policy names", "PagerDuty business response; incident response";
    "self-approved" Warning sign::self_approved
        "nobody approves what they wrote", "PagerDuty incident response, customer liaison: another looks at it";
    "overridden" Warning sign::overridden
        "an approval passed over is looked at afterwards", "cloud.gov: five minutes";
    "template-unknown" Error sign::template_unknown
        "a named template is there", "a misspelt template signs nothing off";
    "template-expired" Warning sign::template_expired
        "a template in use is approved, and reviewed in time", "business response: pre-approved language";
    "template-drift" Warning sign::template_drift
        "words from a template keep to it", "business response: placeholders";
    "roles-missing" Warning sign::roles_missing
        "a grave incident names who leads and who writes", "PagerDuty business response; openstatus";
};

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
