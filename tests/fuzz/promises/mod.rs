//! What must hold for any bytes. The suite tries the corpus, `tests/fuzz/run` looks for more.

mod addresses;
mod connections;
mod documents;
pub(crate) mod html;
mod names;
mod requests;
mod settings;
mod theme;
pub(crate) mod words;
mod yaml;

use candor::diagnostic::Diagnostic;
use candor::read::Settled;
use candor::source::Source;
use std::sync::LazyLock;

/// Panics with bytes that break a promise.
type Holds = fn(&[u8]);

/// Each promise with the name of its corpus.
pub(crate) const PROMISES: [(&str, Holds); 9] = [
    ("addresses", addresses::holds),
    ("connections", connections::holds),
    ("documents", documents::holds),
    ("names", names::holds),
    ("requests", requests::holds),
    ("settings", settings::holds),
    ("theme", theme::holds),
    ("words", words::holds),
    ("yaml", yaml::holds),
];

const SITE: &str = "\
name: Meridian Pay
url: https://status.meridianpay.example
timezone: Europe/Berlin
groups:
  - name: Payments
    components:
      - {id: checkout, name: Checkout}
      - {id: api, name: API}
";

pub(crate) const AUDIENCES: &str = "\
executives:  {label: Executives, kind: executive, reads: [internal, support, business, engineering, strategic, \"strategic.*\"]}
support:     {label: Customer service, kind: support, reads: [internal, strategic, \"strategic.*\"]}
engineering: {label: Other technical teams, kind: engineering, reads: [internal]}
business:    {label: Lines of business, kind: business, reads: [internal, strategic]}
strategic:   {label: Strategic customers, kind: account}
";

const ACCOUNTS: &str = "\
acme: {name: Acme Retail, aliases: [ACME, Acme GmbH], components: [checkout, api]}
globex: {name: Globex, components: [api]}
";

/// A site of all audiences and two accounts, with two components.
static SETTLED: LazyLock<Settled> = LazyLock::new(|| {
    let files = [("site", SITE), ("audiences", AUDIENCES), ("accounts", ACCOUNTS)];
    let (settled, faults) =
        candor::read::settings(&files.map(|(name, text)| Source::text(&format!("content/{name}.yaml"), text)));
    assert_eq!(faults, []);
    settled
});

/// Every fault stands in its text, and is said in one lowercase phrase.
fn are_told(faults: &[Diagnostic], text: &str) {
    for fault in faults {
        assert!(text.get(fault.place.start..fault.place.end).is_some(), "{fault:?}");
        for said in fault.hints.iter().chain([&fault.phrase]) {
            assert!(!said.is_empty() && !said.contains('\n') && !said.ends_with('.'), "{fault:?}");
        }
    }
}
