//! Who was told what and when, and when the next word is due.

use crate::edition::{Account, AccountTold, Incident, IncidentKind, Kind, Notice, Word};
use crate::render::views::level::{self, PeriodView};
use crate::render::views::moment::reader_name;
use crate::render::views::{Due, Instant, Look};
use serde::Serialize;

/// What policy promises one audience, and what it got.
#[derive(Debug, Serialize)]
pub(crate) struct NoticeView {
    pub audience: String,
    pub own: bool,
    pub last: Option<WordView>,
    /// When its next word is due by policy, or was.
    pub next: Option<Due>,
    /// `5 min late`, of the first word.
    pub late: Option<String>,
    /// `Before Everyone, as it should be`; `Not before Everyone`
    pub ahead: Option<Ahead>,
}

/// Whether an audience heard before another one, as policy wants.
#[derive(Debug, Serialize)]
pub(crate) struct Ahead {
    pub kept: bool,
    pub text: String,
}

/// Something that was said to somebody.
#[derive(Debug, Serialize)]
pub(crate) struct WordView {
    pub at: Instant,
    /// The first sentence; empty where there were facts alone.
    pub text: String,
    /// Whom it was written for, if it was for more than those it is told of.
    pub to: Option<String>,
}

/// A strategic customer that an incident affects, and the last thing it was told.
#[derive(Debug, Serialize)]
pub(crate) struct AccountToldView {
    pub name: String,
    /// `Webhooks, Dashboard`: its components that are affected.
    pub affected: String,
    pub last: Option<WordView>,
    /// When the next word for it is due by policy.
    pub next: Option<Due>,
    /// Its running period, if it was promised something.
    pub running: Option<PeriodView>,
    pub contact: Option<String>,
    pub workaround: Option<String>,
}

/// Every line of policy held against an open incident.
pub(crate) fn notices(look: &Look, incident: &Incident) -> Vec<NoticeView> {
    incident.notices.iter().map(|one| notice(look, one)).collect()
}

fn notice(look: &Look, notice: &Notice) -> NoticeView {
    let strings = look.strings;
    let next =
        if notice.first.is_some() { ("told.next", "told.overdue") } else { ("told.first", "told.first_overdue") };
    NoticeView {
        audience: name(look, &notice.audience),
        own: is_own(look, &notice.audience),
        last: notice.last.as_ref().map(|word| said(look, word, &notice.audience)),
        next: notice.next.map(|at| look.due_as(at, next.0, next.1)),
        late: notice.late.map(|late| strings.fill("told.late", &[("span", &strings.duration(late.0))])),
        ahead: notice.before.as_ref().and_then(|before| {
            let kept = before.kept?;
            let key = if kept { "told.before" } else { "told.not_before" };
            Some(Ahead { kept, text: strings.fill(key, &[("audience", &name(look, &before.audience))]) })
        }),
    }
}

/// The accounts that an incident affects, in the order of the settings.
pub(super) fn accounts(look: &Look, incident: &Incident) -> Vec<AccountToldView> {
    if look.edition.kind == Kind::Account {
        return Vec::new();
    }
    let of = |account: &Account| match incident.kind {
        IncidentKind::Incident => {
            let told = incident.accounts.iter().find(|told| told.key == account.key)?;
            Some(affected(look, incident, account, told))
        }
        IncidentKind::Maintenance => planned(look, incident, account),
    };
    look.edition.accounts.iter().filter_map(of).collect()
}

fn affected(look: &Look, incident: &Incident, account: &Account, told: &AccountTold) -> AccountToldView {
    let voice = incident.voices.iter().find(|voice| voice.suffix == account.suffix);
    AccountToldView {
        name: account.name.clone(),
        affected: look.component_names(&told.affected),
        last: told.last.as_ref().map(|word| said(look, word, &account.suffix)),
        next: told.next.map(|at| look.due_as(at, "told.next", "told.overdue")),
        running: level::running(look, account),
        contact: account.contact.clone(),
        workaround: voice.and_then(|voice| voice.workaround.as_deref()).map(|stands| stands.value.clone()),
    }
}

/// Planned work that touches an account's components, and when it was told of it for itself.
fn planned(look: &Look, incident: &Incident, account: &Account) -> Option<AccountToldView> {
    let voice = incident.voices.iter().find(|voice| voice.suffix == account.suffix);
    let own = |index: &&usize| account.components.contains(index);
    let touched: Vec<usize> = incident.components.iter().filter(own).copied().collect();
    let last = voice.and_then(|voice| voice.last.as_deref());
    (voice.is_some() || !touched.is_empty()).then(|| AccountToldView {
        name: account.name.clone(),
        affected: look.component_names(&touched),
        last: last.map(|last| WordView { at: look.clock.instant(last.at), text: String::new(), to: None }),
        next: None,
        running: None,
        contact: account.contact.clone(),
        workaround: voice.and_then(|voice| voice.workaround.as_deref()).map(|stands| stands.value.clone()),
    })
}

fn said(look: &Look, word: &Word, to: &str) -> WordView {
    WordView {
        at: look.clock.instant(word.at),
        text: word.lead.clone(),
        to: (word.suffix != to).then(|| name(look, &word.suffix)),
    }
}

/// Whom a suffix speaks to.
pub(crate) fn name(look: &Look, suffix: &str) -> String {
    let account = look.edition.accounts.iter().find(|account| account.suffix == suffix);
    reader_name(look, suffix, account.map(|account| account.name.as_str()), is_own(look, suffix))
}

fn is_own(look: &Look, suffix: &str) -> bool {
    suffix == look.edition.name
}
