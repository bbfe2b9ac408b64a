//! What exactly was approved: a digest over the decoded facts in key order and the body, so that another layout of the
//! same words keeps an approval, and another word voids it.

use crate::model::{Ask, Confidence, Decision, Fact, Facts, Go, Line, NextUpdate, Part, Particulars};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// `sha256:` and 64 digits. What a moment's other files say is not in it.
///
/// # Panics
/// Never: text and keys are valid JSON.
#[must_use]
pub fn digest(part: &Part) -> String {
    let Part { path: _, suffix, status, at, components, particulars: _, embargo: _, next_update, facts, words } = part;
    let Particulars { corrects, backfilled, from, until, template: _ } = part.particulars();
    let mut keys: BTreeMap<&str, Value> = BTreeMap::from([("suffix", json!(suffix.to_string()))]);
    let mut give = |key: &'static str, value: Option<Value>| keys.extend(value.map(|value| (key, value)));
    give("status", status.map(|status| json!(status.word())));
    give("at", at.map(|at| json!(at)));
    give("backfilled", backfilled.map(|at| json!(at)));
    give("from", from.map(|at| json!(at)));
    give("until", until.map(|at| json!(at)));
    give("corrects", corrects.as_ref().map(|stem| json!(stem)));
    give("components", components.as_ref().map(|states| list(states, |(id, state)| json!([id, state.word()]))));
    let next_update = says(next_update.as_ref(), |next| match next {
        NextUpdate::At(at) => json!(at),
        NextUpdate::After(period) => json!(period.0),
    });
    give("next_update", next_update);
    facts_of(facts, &mut keys);
    let body = words.markdown.replace("\r\n", "\n");
    let text = serde_json::to_string(&(keys, body.trim_end())).expect("text and keys are valid JSON");
    Sha256::digest(text.as_bytes()).iter().fold("sha256:".to_owned(), |mut digest, byte| {
        write!(digest, "{byte:02x}").expect("writing to a string can't fail");
        digest
    })
}

fn facts_of(facts: &Facts, keys: &mut BTreeMap<&str, Value>) {
    let Facts {
        workaround,
        bottom_line,
        confidence,
        asks,
        decisions,
        risks,
        unknowns,
        say,
        dont_say,
        macro_name,
        escalate_to,
        lines,
        condition,
        actions,
        needs,
        watch_for,
        links,
        affects,
        contact,
    } = facts;
    let mut give = |key: &'static str, value: Option<Value>| keys.extend(value.map(|value| (key, value)));
    let texts = |texts: &Vec<String>| json!(texts);
    let text = |text: &String| json!(text);
    give("workaround", says(workaround.as_ref(), text));
    give("bottom_line", says(bottom_line.as_ref(), text));
    give(
        "confidence",
        says(confidence.as_ref(), |confidence| {
            json!(match confidence {
                Confidence::Low => "low",
                Confidence::Medium => "medium",
                Confidence::High => "high",
            })
        }),
    );
    give("asks", says(asks.as_ref(), |asks| list(asks, |Ask { what, of, by }| json!([what, of, by]))));
    give(
        "decisions",
        says(decisions.as_ref(), |all| list(all, |Decision { what, owner, by }| json!([what, owner, by]))),
    );
    give("risks", says(risks.as_ref(), texts));
    give("unknowns", says(unknowns.as_ref(), texts));
    give("say", says(say.as_ref(), texts));
    give("dont_say", says(dont_say.as_ref(), texts));
    give("macro", says(macro_name.as_ref(), text));
    give("escalate_to", says(escalate_to.as_ref(), text));
    give("lines", says(lines.as_ref(), |lines| list(lines, line)));
    give("condition", says(condition.as_ref(), text));
    give("actions", says(actions.as_ref(), texts));
    give("needs", says(needs.as_ref(), texts));
    give("watch_for", says(watch_for.as_ref(), texts));
    give("links", says(links.as_ref(), |links| list(links, |(name, to)| json!([name, to]))));
    give("affects", says(affects.as_ref(), texts));
    give("contact", says(contact.as_ref(), text));
}

fn line(line: &Line) -> Value {
    let Line { function, go, what, owner, release_on } = line;
    let go = match go {
        Go::Go => "go",
        Go::Hold => "hold",
        Go::Watch => "watch",
    };
    json!([function, go, what, owner, release_on])
}

fn list<T>(items: impl IntoIterator<Item = T>, turn: impl FnMut(T) -> Value) -> Value {
    Value::Array(items.into_iter().map(turn).collect())
}

fn says<T>(fact: Option<&Fact<T>>, turn: impl FnOnce(&T) -> Value) -> Option<Value> {
    fact.map(|fact| match fact {
        Fact::None => Value::Null,
        Fact::Says(value) => turn(value),
    })
}
