//! Rules over what may leave: machines, secrets, accounts, links, and words that are ours alone.

use super::texts::{Phrases, Piece};
use super::{Finding, Ground};
use crate::model::{Account, AudienceKind, Fact};
use crate::name::Suffix;
use crate::source::Span;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};

/// Pieces of a text between spaces and quotes, as they were written, with their places.
fn tokens<'p>(piece: &'p Piece<'_>) -> impl Iterator<Item = (&'p str, Span)> {
    piece.shown().flat_map(|(_, shown)| {
        let text = &piece.text[shown.clone()];
        let parted = |c: char| c.is_whitespace() || "\"'`()[]{}<>,;|“”‘’*".contains(c);
        let mut start = None;
        let mut found = Vec::new();
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match (parted(c), start) {
                (false, None) => start = Some(at),
                (true, Some(from)) => {
                    let token = text[from..at].trim_end_matches(['.', ':', '?', '!']);
                    found.push((token, shown.start + from..shown.start + from + token.len()));
                    start = None;
                }
                _ => {}
            }
        }
        found.into_iter().filter(|(token, _)| !token.is_empty())
    })
}

/// Findings in texts for people outside: one for each token that is told.
fn outside(ground: &Ground<'_>, phrase: &str, hint: &str, tells: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in ground.outside() {
        let told = tokens(piece).filter(|(token, _)| tells(token));
        found.extend(told.map(|(_, span)| Ground::at(piece, span, phrase, hint)));
    }
    found
}

pub(super) fn secret(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for piece in &ground.pieces {
        let hint = "take it out, and have it revoked: whoever read the repository has it";
        let at = |span| Finding { readers: None, ..Ground::at(piece, span, "this is a secret", hint) };
        found.extend(tokens(piece).filter(|(token, _)| is_secret(token)).map(|(_, span)| at(span)));
        for (start, _) in piece.text.match_indices("-----BEGIN ") {
            let line = piece.text[start..].lines().next().unwrap_or_default();
            if line.contains("PRIVATE KEY-----") {
                found.push(at(start..start + line.len()));
            }
        }
    }
    found
}

fn is_secret(token: &str) -> bool {
    let long = |rest: &str, least: usize| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).count() >= least
    };
    let starts = |mark: &str, least| token.find(mark).is_some_and(|at| long(&token[at + mark.len()..], least));
    let known = [
        ("AKIA", 16),
        ("ghp_", 30),
        ("gho_", 30),
        ("github_pat_", 30),
        ("glpat-", 18),
        ("xoxb-", 20),
        ("xoxp-", 20),
        ("sk_live_", 16),
        ("AIza", 30),
    ];
    let address = token.split_once("://").map(|(_, rest)| rest);
    let credentials =
        address.and_then(|rest| rest.split('/').next()?.split_once('@')).is_some_and(|(user, _)| user.contains(':'));
    let jwt = token.starts_with("eyJ") && token.matches('.').count() == 2 && token.len() > 60;
    let signed =
        ["X-Amz-Signature=", "access_token=", "api_key=", "apikey=", "password=", "passwd=", "secret=", "sig="];
    known.iter().any(|(mark, least)| starts(mark, *least))
        || credentials
        || jwt
        || token.contains("hooks.slack.com/services/")
        || signed.iter().any(|mark| starts(mark, 8))
}

/// An address, with a port or a length of network behind it or not.
fn address_of(token: &str) -> Option<IpAddr> {
    let bare = token.split('/').next().unwrap_or_default();
    let dotted = bare.split(':').next().unwrap_or_default();
    if let Ok(v4) = dotted.parse::<Ipv4Addr>() {
        return Some(IpAddr::V4(v4));
    }
    bare.parse().ok().filter(|_| bare.matches(':').count() > 2 || bare.contains("::") && bare.len() > 3)
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        IpAddr::V6(v6) => (v6.segments()[0] & 0xfe00) == 0xfc00 || (v6.segments()[0] & 0xffc0) == 0xfe80,
    }
}

fn is_hardware(token: &str) -> bool {
    let pairs: Vec<&str> = token.split([':', '-']).collect();
    pairs.len() == 6 && pairs.iter().all(|pair| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit()))
}

pub(super) fn private_address(ground: &Ground<'_>) -> Vec<Finding> {
    outside(
        ground,
        "this is the address of a machine in a private network",
        "say what customers notice instead",
        |token| address_of(token).is_some_and(is_private) || is_hardware(token),
    )
}

pub(super) fn address(ground: &Ground<'_>) -> Vec<Finding> {
    outside(ground, "this is the address of a machine", "leave it out, unless customers must allow it", |token| {
        address_of(token).is_some_and(|address| !is_private(address))
    })
}

pub(super) fn host(ground: &Ground<'_>) -> Vec<Finding> {
    const ENDINGS: [&str; 9] =
        [".internal", ".local", ".corp", ".lan", ".intranet", ".svc", ".localdomain", ".cluster.local", ".consul"];
    let own = &ground.site.policy.words.hosts;
    outside(
        ground,
        "this is the name of a host that only we can reach",
        "name the component as customers know it",
        |token| {
            let name =
                token.split_once("://").map_or(token, |(_, rest)| rest).split(['/', ':']).next().unwrap_or_default();
            let name = name.to_ascii_lowercase();
            let ends = |ending: &str| name.len() > ending.len() && name.ends_with(ending);
            let is_host = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
            is_host
                && (ENDINGS.iter().any(|ending| ends(ending))
                    || own.iter().any(|own| ends(&format!(".{}", own.trim_start_matches('.')))))
        },
    )
}

/// `app-server-123`, `i-0abc12345678`, `checkout-7d9f8b6c4-x2x9z`: a name with a number, as machines have.
pub(super) fn machine(ground: &Ground<'_>) -> Vec<Finding> {
    const KINDS: [&str; 24] = [
        "server", "srv", "host", "node", "db", "database", "web", "app", "worker", "queue", "redis", "postgres",
        "mysql", "kafka", "broker", "lb", "proxy", "cache", "shard", "pod", "vm", "prod", "prd", "staging",
    ];
    outside(ground, "this looks like the name of a machine", "name the component as customers know it", |token| {
        let parts: Vec<&str> = token.split(['-', '.', '_']).collect();
        let plain = token.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_'));
        let Some(last) = parts.last().filter(|_| plain && parts.len() > 1) else { return false };
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let numbered = digits(last) || KINDS.iter().any(|kind| last.strip_prefix(kind).is_some_and(digits));
        let instance = parts.len() == 2
            && parts[0] == "i"
            && parts[1].len() >= 8
            && parts[1].bytes().all(|b| b.is_ascii_hexdigit());
        let pod = parts.len() > 2
            && last.len() == 5
            && mixed(last)
            && (8..=10).contains(&parts[parts.len() - 2].len())
            && mixed(parts[parts.len() - 2]);
        instance
            || pod
            || numbered && parts.iter().any(|part| KINDS.contains(&part.trim_end_matches(|c: char| c.is_ascii_digit())))
    })
}

fn mixed(part: &str) -> bool {
    part.bytes().any(|b| b.is_ascii_digit()) && part.bytes().any(|b| b.is_ascii_lowercase())
}

/// Names and aliases of accounts, each with the account that it stands for, by the sign that they begin with.
struct Names<'a>(BTreeMap<char, Vec<(usize, &'a str)>>);

impl<'a> Names<'a> {
    fn of(accounts: &'a [Account]) -> Self {
        let mut names: BTreeMap<char, Vec<(usize, &str)>> = BTreeMap::new();
        for (index, account) in accounts.iter().enumerate() {
            for name in account.aliases.iter().chain([&account.name]) {
                if let Some(first) = name.chars().next() {
                    names.entry(first).or_default().push((index, name));
                }
            }
        }
        Self(names)
    }

    /// Where one stands, in the letters in which it is written: account by account, the longest of those that begin together.
    fn within(&self, piece: &Piece<'_>) -> Vec<(usize, Span)> {
        let mut found: Vec<(usize, Span)> = Vec::new();
        for (_, shown) in piece.shown().filter(|(key, _)| *key != Some("links")) {
            let text = &piece.text[shown.clone()];
            let mut is_within_word = false;
            for (at, first) in text.char_indices() {
                let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
                if !is_within_word {
                    let begun = self.0.get(&first).into_iter().flatten();
                    let here = begun.filter(|(_, name)| text[at..].strip_prefix(name).is_some_and(ends));
                    found.extend(here.map(|(index, name)| (*index, shown.start + at..shown.start + at + name.len())));
                }
                is_within_word = first.is_alphanumeric();
            }
        }
        found.sort_by_key(|(index, span)| (*index, span.start, Reverse(span.end)));
        found.dedup_by(|(later_index, later), (index, first)| later_index == index && later.start < first.end);
        found
    }
}

pub(super) fn account(ground: &Ground<'_>) -> Vec<Finding> {
    let accounts = &ground.site.accounts;
    let names = Names::of(accounts);
    let mut found = Vec::new();
    for piece in ground.outside() {
        for (index, span) in names.within(piece) {
            if matches!(&piece.suffix, Suffix::Account { account: own, .. } if *own == accounts[index].key) {
                continue;
            }
            let phrase = "this names an account to other customers";
            let hint = "take the name out, or write it in the account's own file";
            found.push(Finding { readers: None, ..Ground::at(piece, span, phrase, hint) });
        }
    }
    found
}

/// Insiders whose edition may not read the account's files, and words that customer service is to say to anybody.
pub(super) fn account_spread(ground: &Ground<'_>) -> Vec<Finding> {
    let Some(of_accounts) = ground.site.audiences.iter().find(|audience| audience.kind == AudienceKind::Account) else {
        return Vec::new();
    };
    let accounts = &ground.site.accounts;
    let names = Names::of(accounts);
    let insiders = || ground.site.audiences.iter().filter(|audience| audience.kind != AudienceKind::Account);
    let mut found = Vec::new();
    for piece in ground.pieces.iter().filter(|piece| !ground.is_outside(&piece.suffix)) {
        for (index, span) in names.within(piece) {
            let own = Suffix::Account { audience: of_accounts.name.clone(), account: accounts[index].key.clone() };
            let mut readers = insiders().map(|audience| &audience.reader);
            let spreads = readers.any(|reader| reader.may_read(&piece.suffix) && !reader.may_read(&own));
            let said = piece.lines.iter().any(|(key, line)| key == "say" && line.contains(&span.start));
            if spreads || said {
                let phrase = "this names an account to readers who may not read its files";
                let hint = "say `an account`, or write it in a file that fewer read";
                found.push(Finding { readers: None, ..Ground::at(piece, span, phrase, hint) });
            }
        }
    }
    found
}

/// Whatever stands in `links` of insiders: addresses, channels, keys of trackers.
pub(super) fn link(ground: &Ground<'_>) -> Vec<Finding> {
    let mut links: Vec<&str> = Vec::new();
    for incident in &ground.site.incidents {
        let heads = incident.heads.iter().filter(|head| !ground.is_outside(&head.suffix));
        links.extend(heads.flat_map(|head| head.links.values()).map(String::as_str));
        for part in
            incident.moments.iter().flat_map(|moment| &moment.parts).filter(|part| !ground.is_outside(&part.suffix))
        {
            if let Some(Fact::Says(own)) = &part.facts.links {
                links.extend(own.values().map(String::as_str));
            }
        }
    }
    let known = [&ground.site.settings.url, &ground.site.settings.support];
    let hosts: BTreeSet<&str> = links
        .iter()
        .filter_map(|link| host_of(link))
        .filter(|host| known.iter().all(|known| known.as_deref().and_then(host_of) != Some(host)))
        .filter(|host| ground.site.settings.links.iter().all(|link| host_of(&link.url) != Some(host)))
        .collect();
    let others: BTreeSet<&str> = links.iter().copied().filter(|link| host_of(link).is_none()).collect();
    outside(
        ground,
        "this is a link, a channel or a key of insiders",
        "take it out: nobody outside can use it",
        |token| host_of(token).map_or_else(|| others.contains(token), |host| hosts.contains(host)),
    )
}

fn host_of(written: &str) -> Option<&str> {
    let (_, rest) = written.split_once("://")?;
    rest.split(['/', ':', '?', '#']).next()
}

pub(super) fn ticket(ground: &Ground<'_>) -> Vec<Finding> {
    const STANDARDS: [&str; 21] = [
        "UTF", "ISO", "SHA", "AES", "RSA", "TLS", "SSL", "HTTP", "IPV", "CVE", "CWE", "RFC", "COVID", "PSD", "MD",
        "PCI", "UTC", "GMT", "MT", "H", "EN",
    ];
    let is_key = |token: &str| {
        let Some((key, number)) = token.split_once('-') else { return false };
        key.len() >= 2
            && key.len() <= 10
            && key.bytes().all(|b| b.is_ascii_uppercase())
            && !STANDARDS.contains(&key)
            && (2..=7).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
    };
    let found =
        outside(ground, "this looks like a key of a tracker", "take it out: nobody outside can look it up", is_key);
    // One that is a link can be looked up; `leak-link` knows the addresses that are for insiders.
    ground.only(found, |piece, span| !piece.text[span.end..].starts_with("]("))
}

/// What begins with `#` or `@`; the target of a link is none.
pub(super) fn channel(ground: &Ground<'_>) -> Vec<Finding> {
    let is_handle = |token: &str| {
        let name = token.strip_prefix(['#', '@']).unwrap_or_default();
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.len() > 2
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.'))
    };
    let mut found = Vec::new();
    for piece in ground.outside() {
        let told = tokens(piece).filter(|(token, span)| is_handle(token) && !piece.text[..span.start].ends_with("]("));
        let hint = "say where customers can reach us instead";
        found.extend(told.map(|(_, span)| Ground::at(piece, span, "this is a channel or a handle", hint)));
    }
    found
}

/// `sev1`, `SEV-2`, `severity 1`, `priority 2 incident`, and `P1` in capitals.
pub(super) fn severity(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let digit = |word: &str| word.len() == 1 && word.bytes().all(|b| b.is_ascii_digit());
    for piece in ground.outside() {
        for (index, word) in piece.words.iter().enumerate() {
            let rest = word.small.strip_prefix("sev").map(|rest| rest.trim_start_matches('-'));
            let next = piece.words.get(index + 1).filter(|next| !next.begins);
            let two = matches!(word.small.as_str(), "severity" | "sev") && next.is_some_and(|next| digit(&next.small));
            let priority = matches!(&piece.text[word.span.clone()], "P0" | "P1" | "P2");
            if rest.is_some_and(digit) || two || priority {
                let end = next.filter(|_| two).map_or(word.span.end, |next| next.span.end);
                let hint = "say what customers notice: the number is ours";
                found.push(Ground::at(piece, word.span.start..end, "this is our word for how grave it is", hint));
            }
        }
    }
    found
}

pub(super) fn contract(ground: &Ground<'_>) -> Vec<Finding> {
    const WORDS: [&str; 16] = [
        "sla",
        "slas",
        "service level agreement",
        "service credit",
        "service credits",
        "liability",
        "liable",
        "penalty",
        "penalties",
        "breach of contract",
        "lost revenue",
        "revenue loss",
        "compensation",
        "indemnity",
        "lawsuit",
        "slo",
    ];
    let public = ground.pieces.iter().filter(|piece| piece.suffix == Suffix::Public && piece.incident.is_some());
    let words = Phrases::of(WORDS.iter().copied());
    let mut found = Vec::new();
    for piece in public {
        let hint = "leave it to those who speak of contracts; the account's own file may say what was agreed";
        found.extend(
            piece.find_any(&words).into_iter().map(|span| Ground::at(piece, span, "this speaks of contracts", hint)),
        );
    }
    found
}

pub(super) fn person(ground: &Ground<'_>) -> Vec<Finding> {
    outside(ground, "this is the mail address of a person", "give the address of the desk", |token| {
        let token = token.strip_prefix("mailto:").unwrap_or(token);
        let Some((user, host)) = token.split_once('@') else { return false };
        let names: Vec<&str> = user.split('.').collect();
        host.contains('.')
            && names.len() == 2
            && names.iter().all(|name| name.len() > 1 && name.chars().all(char::is_alphabetic))
    })
}
