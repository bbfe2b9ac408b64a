//! What the files hold: every key, always, in the order in which it is written. The comments are the published schema's words.

use schemars::{JsonSchema, Schema};
use serde::Serialize;

/// Twelve characters, the same for ever for the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct Id(#[schemars(regex(pattern = "^[0-9a-z]{12}$"))] pub(super) String);

/// An instant in UTC with three digits of fraction.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct Time(
    #[schemars(regex(pattern = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$"), extend("format" = "date-time"))]
    pub(super) String,
);

/// An absolute address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub(super) struct Address(
    #[schemars(regex(pattern = "^https?://"), extend("format" = "uri"))]
    pub(super) String,
);

/// `status.json`: how everything is, in one line.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct StatusFile {
    pub page: Page,
    pub status: Status,
}

/// `summary.json`: how everything is, what goes on and what is planned.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct SummaryFile {
    pub page: Page,
    /// Groups and components, in the page's order.
    pub components: Vec<Component>,
    /// Incidents that are not over.
    pub incidents: Vec<Incident>,
    /// Maintenance ahead or under way.
    pub scheduled_maintenances: Vec<Maintenance>,
    pub status: Status,
}

/// `components.json`: groups and components, in the page's order.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct ComponentsFile {
    pub page: Page,
    pub components: Vec<Component>,
}

/// `incidents.json` and `incidents/unresolved.json`: at most 50, the latest first.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct IncidentsFile {
    pub page: Page,
    #[schemars(length(max = 50))]
    pub incidents: Vec<Incident>,
}

/// `scheduled-maintenances.json` and its `upcoming.json` and `active.json`: at most 50, the latest first.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct MaintenancesFile {
    pub page: Page,
    #[schemars(length(max = 50))]
    pub scheduled_maintenances: Vec<Maintenance>,
}

/// The status page itself.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Page {
    pub id: Id,
    pub name: String,
    /// Where the page stands.
    pub url: Address,
    /// An IANA name.
    pub time_zone: String,
    /// When anything on it was last changed by somebody's words.
    pub updated_at: Time,
}

/// The roll-up of component states. Open incidents don't count in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::render::machine) struct Status {
    pub indicator: Indicator,
    /// The indicator in words.
    pub description: &'static str,
}

/// How bad it is altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::render::machine) enum Indicator {
    None,
    Minor,
    Major,
    Critical,
    Maintenance,
}

/// A component, or a group of components.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Component {
    pub id: Id,
    pub name: String,
    /// How it is now; a group is as bad as its worst component.
    pub status: ComponentStatus,
    /// Its first day, or the epoch if nobody said which that was.
    pub created_at: Time,
    /// When its state last changed, or when somebody last spoke of it.
    pub updated_at: Time,
    /// Its place: of a group on the page, of a component within its group.
    #[schemars(range(min = 1, max = 255), transform = without_format)]
    pub position: u8,
    pub description: Option<String>,
    /// Whether its uptime is shown.
    pub showcase: bool,
    /// The day from which it is counted.
    #[schemars(extend("format" = "date"))]
    pub start_date: Option<String>,
    /// The group it stands in; none for a group.
    pub group_id: Option<Id>,
    pub page_id: Id,
    /// Whether this is a group.
    pub group: bool,
    /// Always false: a component is shown however it is.
    pub only_show_if_degraded: bool,
    /// The ids of a group's components. Only groups have the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Id>")]
    pub components: Option<Vec<Id>>,
}

/// `uint8` is no format that JSON Schema knows: strict validators refuse a schema that has it.
fn without_format(schema: &mut Schema) {
    schema.remove("format");
}

/// How a component is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ComponentStatus {
    Operational,
    DegradedPerformance,
    PartialOutage,
    MajorOutage,
    UnderMaintenance,
}

/// What went wrong, or goes wrong.
#[expect(clippy::struct_field_names, reason = "the names are the API's")]
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Incident {
    pub id: Id,
    pub name: String,
    pub status: IncidentStatus,
    /// When it was first spoken of.
    pub created_at: Time,
    /// When it was last spoken of.
    pub updated_at: Time,
    /// When it was last said to be mended and watched.
    pub monitoring_at: Option<Time>,
    /// When it was over.
    pub resolved_at: Option<Time>,
    /// From the worst state that a component was in.
    pub impact: Impact,
    /// Its page.
    pub shortlink: Address,
    /// When it began.
    pub started_at: Time,
    pub page_id: Id,
    /// The latest first; never empty.
    #[schemars(length(min = 1))]
    pub incident_updates: Vec<Update<IncidentStatus>>,
    /// The components it touched, as they are now.
    pub components: Vec<Component>,
}

/// What is planned, or was.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Maintenance {
    pub id: Id,
    pub name: String,
    pub status: MaintenanceStatus,
    /// When it was first spoken of.
    pub created_at: Time,
    /// When it was last spoken of.
    pub updated_at: Time,
    /// Always null: maintenance is verified, not monitored.
    pub monitoring_at: Option<Time>,
    /// When it was over.
    pub resolved_at: Option<Time>,
    pub impact: MaintenanceImpact,
    /// Its page.
    pub shortlink: Address,
    /// When it began, or will.
    pub started_at: Time,
    pub page_id: Id,
    /// The latest first; never empty.
    #[schemars(length(min = 1))]
    pub incident_updates: Vec<Update<MaintenanceStatus>>,
    /// The components it touches, as they are now.
    pub components: Vec<Component>,
    /// The beginning of the window.
    pub scheduled_for: Time,
    /// The end of the window.
    pub scheduled_until: Time,
}

/// One update.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Update<S> {
    pub id: Id,
    /// How far things had come.
    pub status: S,
    /// Text in which `&`, `<` and `>` are written as HTML has them, so that it is right as text and safe as HTML.
    pub body: String,
    pub incident_id: Id,
    /// When it was posted.
    pub created_at: Time,
    /// When it was last corrected, or posted.
    pub updated_at: Time,
    /// When it happened.
    pub display_at: Time,
    /// The components whose state changed with it; null if none did.
    #[schemars(length(min = 1))]
    pub affected_components: Option<Vec<Affected>>,
    /// Always true.
    pub deliver_notifications: bool,
    /// Always null.
    pub custom_tweet: Option<String>,
    /// Always null.
    pub tweet_id: Option<String>,
}

/// A component that went from one state to another.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Affected {
    /// The component's id.
    pub code: Id,
    /// `Group - Component`.
    pub name: String,
    pub old_status: ComponentStatus,
    pub new_status: ComponentStatus,
}

/// How far an incident has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum IncidentStatus {
    Investigating,
    Identified,
    Monitoring,
    Resolved,
    Postmortem,
}

/// How far a maintenance has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum MaintenanceStatus {
    Scheduled,
    InProgress,
    Verifying,
    Completed,
}

/// How bad an incident ever was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Impact {
    None,
    Minor,
    Major,
    Critical,
}

/// The impact of maintenance has one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum MaintenanceImpact {
    Maintenance,
}
