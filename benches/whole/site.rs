//! Sites of any size, the same bytes for the same numbers: content in Candor's form.

use super::words::{Dice, body, sentence, title};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The instant that builds of these sites are made for.
pub(crate) const NOW: &str = "2026-11-20T12:00:00Z";
const COMPONENTS: usize = 20;
const PER_GROUP: usize = 5;
/// Seconds from the first incident to the last.
const FIVE_YEARS: i64 = 5 * 365 * 86_400;
const END: i64 = 1_795_154_400;
const STATES: [&str; 3] = ["degraded_performance", "partial_outage", "major_outage"];

/// Everything about one incident that its files say, in whatever form.
pub(crate) struct Incident {
    pub(crate) folder: String,
    pub(crate) title: String,
    pub(crate) started: i64,
    pub(crate) components: Vec<usize>,
    pub(crate) updates: Vec<Update>,
    /// The incident before, which the words may lead to.
    before: Option<String>,
}

pub(crate) struct Update {
    pub(crate) status: &'static str,
    pub(crate) at: i64,
    pub(crate) body: String,
    state: &'static str,
}

/// The incidents of a site, the earliest first. The two latest are open.
pub(crate) fn incidents(count: usize) -> Vec<Incident> {
    let mut before: Option<String> = None;
    let mut all = Vec::with_capacity(count);
    for index in 0..count {
        let mut dice = Dice::new(index as u64);
        let back = (count - 1 - index) as i64 * FIVE_YEARS / count.max(1) as i64;
        let started = END - back;
        let folder = format!("{}-{}-{index}", date(started), ["api", "payments", "login", "queue"][dice.below(4)]);
        let first = dice.below(COMPONENTS);
        let components = (0..1 + dice.below(3)).map(|step| (first + step * 7) % COMPONENTS).collect();
        let open = index + 2 >= count;
        let last = if open { "monitoring" } else { "resolved" };
        let state = STATES[dice.below(3)];
        let statuses = ["investigating", "identified", "monitoring", last];
        let updates = statuses.into_iter().enumerate().map(|(step, status)| Update {
            status,
            at: started + 300 + 900 * step as i64,
            body: body(&mut dice),
            state: if status == "resolved" { "operational" } else { state },
        });
        let updates = updates.collect();
        let title = title(&mut dice);
        all.push(Incident { folder: folder.clone(), title, started, components, updates, before: before.take() });
        before = Some(folder);
    }
    all
}

/// Writes a site's folder: `content/` with one folder for each incident. With private files, there are seven editions.
pub(crate) fn write(site: &Path, count: usize, private: bool) -> anyhow::Result<()> {
    let content = site.join("content");
    fs::create_dir_all(content.join("incidents"))?;
    fs::write(content.join("site.yaml"), settings())?;
    if private {
        fs::write(content.join("audiences.yaml"), AUDIENCES)?;
        fs::write(content.join("accounts.yaml"), ACCOUNTS)?;
        fs::write(content.join("policy.yaml"), POLICY)?;
    }
    for (index, incident) in incidents(count).iter().enumerate() {
        let folder = content.join("incidents").join(&incident.folder);
        fs::create_dir(&folder)?;
        for (name, text) in files(incident) {
            fs::write(folder.join(name), text)?;
        }
        if private {
            for (name, text) in private_files(incident, index) {
                fs::write(folder.join(name), text)?;
            }
        }
    }
    Ok(())
}

fn files(incident: &Incident) -> Vec<(String, String)> {
    let head = format!("---\ntitle: {}\nstarted: {}\n---\n", incident.title, time(incident.started));
    let mut files = vec![("incident.md".to_owned(), head)];
    for (step, update) in incident.updates.iter().enumerate() {
        let components: Vec<String> =
            incident.components.iter().map(|index| format!("{}: {}", id(*index), update.state)).collect();
        let mut text = format!("---\nstatus: {}\nat: {}\n", update.status, time(update.at));
        if step == 0 || update.status == "resolved" {
            writeln!(text, "components: {{{}}}", components.join(", ")).expect("a string takes all");
        }
        if step == 1 {
            writeln!(text, "next_update: {}", time(update.at + 900)).expect("a string takes all");
        }
        write!(text, "---\n{}", update.body).expect("a string takes all");
        if let Some(before) = incident.before.as_ref().filter(|_| step == 1) {
            writeln!(text, "\nIt looked [like this one](../{before}/incident.md) at first.")
                .expect("a string takes all");
        }
        let name = ["investigating", "identified", "monitoring", "last-word"][step];
        files.push((format!("0{}-{name}.md", step + 1), text));
    }
    files
}

/// What the other editions read: about as many words again as everyone reads.
fn private_files(incident: &Incident, index: usize) -> Vec<(String, String)> {
    let mut dice = Dice::new(index as u64 | 1 << 40);
    let at = |step: usize| incident.updates[step].at;
    let head = format!(
        "---\nseverity: sev{}\ndetected: {}\ndeclared: {}\nroles: {{incident_commander: on-call lead}}\n\
         customers: {{count: {}, percent: {}}}\n---\n",
        1 + dice.below(3),
        time(incident.started + 60),
        time(incident.started + 120),
        100 + dice.below(5000),
        1 + dice.below(60),
    );
    let support = format!(
        "---\nsay:\n  - {}\n  - {}\ndont_say:\n  - {}\nworkaround: {}\n---\n{}",
        sentence(&mut dice),
        sentence(&mut dice),
        sentence(&mut dice),
        sentence(&mut dice),
        body(&mut dice)
    );
    let executives = format!(
        "---\nbottom_line: {}\nconfidence: medium\nrisks:\n  - {}\nnext_update: {}\n---\n{}",
        sentence(&mut dice),
        sentence(&mut dice),
        time(at(1) + 1200),
        body(&mut dice)
    );
    let engineering = format!(
        "---\ncondition: {}\nactions:\n  - {}\n  - {}\n---\n{}",
        sentence(&mut dice),
        sentence(&mut dice),
        sentence(&mut dice),
        body(&mut dice)
    );
    let business = format!(
        "---\nlines:\n  - {{function: sales, go: hold, what: demos, owner: head of sales, release_on: resolved}}\n---\n{}",
        body(&mut dice)
    );
    let mut files = vec![
        ("incident.internal.md".to_owned(), head),
        ("01-investigating.support.md".to_owned(), support),
        ("02-identified.executives.md".to_owned(), executives),
        ("02-identified.engineering.md".to_owned(), engineering),
        ("03-monitoring.business.md".to_owned(), business),
    ];
    if index.is_multiple_of(3) {
        let account = ["acme", "globex"][dice.below(2)];
        let text = format!("---\ncontact: your account lead\naffects: [{}]\n---\n{}", id(0), body(&mut dice));
        files.push((format!("03-monitoring.strategic.{account}.md"), text));
    }
    files
}

fn settings() -> String {
    let mut text = String::from(
        "name: Example\nurl: https://status.example.com\nlanguage: en\ntimezone: UTC\nuptime: {days: 90}\ngroups:\n",
    );
    for group in 0..COMPONENTS / PER_GROUP {
        writeln!(text, "  - name: Group {group}\n    components:").expect("a string takes all");
        for index in group * PER_GROUP..(group + 1) * PER_GROUP {
            writeln!(text, "      - {{id: {}, name: Component {index}}}", id(index)).expect("a string takes all");
        }
    }
    text
}

pub(crate) fn id(component: usize) -> String {
    format!("component-{component:02}")
}

fn date(at: i64) -> String {
    time(at)[..10].to_owned()
}

pub(crate) fn time(at: i64) -> String {
    jiff::Timestamp::from_second(at).expect("the years of a bench are in the calendar").to_string()
}

const AUDIENCES: &str = "\
executives:  {label: Executives, kind: executive, reads: [internal, support, business, engineering, strategic, \"strategic.*\"]}
support:     {label: Customer service, kind: support, reads: [internal, strategic, \"strategic.*\"]}
engineering: {label: Other technical teams, kind: engineering, reads: [internal]}
business:    {label: Lines of business, kind: business, reads: [internal, strategic]}
strategic:   {label: Strategic customers, kind: account}
";

const ACCOUNTS: &str = "\
acme:
  name: Acme
  components: [component-00, component-07]
  sla: {target: 99.95, period: month, credits: [{below: 99.95, percent: 10}], fee: 40000 EUR}
  contact: your account lead
globex:
  name: Globex
  components: [component-01, component-08]
  sla: {target: 99.9, period: quarter, credits: [{below: 99.9, percent: 5}], fee: 25000 EUR}
  contact: your account lead
";

const POLICY: &str = "\
severities:
  sev1:
    notify:
      support: {within: 5m, every: 30m, before: public}
      public: {within: 10m, every: 30m}
      executives: {within: 15m, every: 30m}
  sev2:
    notify:
      public: {within: 15m, every: 1h}
";
