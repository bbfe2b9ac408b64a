//! Which editions may not go out.

use crate::diagnostic::Diagnostic;
use crate::name::Reader;
use crate::read::{Place, Role};

/// Whether an error of the rules keeps an edition from being published. One in a document does if the edition reads that document,
/// whoever may be told of it; one in the settings always does: who has to sign off may stand in the line that is wrong. One
/// in a template or a record of approvals does by what it leaves unapproved.
#[must_use]
pub fn withholds(fault: &Diagnostic, reader: &Reader) -> bool {
    let Place { role, name } = Place::of(&fault.place.path);
    match role {
        Role::Site | Role::Audiences | Role::Accounts | Role::Policy => true,
        Role::Head { .. } | Role::Update { .. } | Role::Page | Role::Attachment => {
            name.is_ok_and(|name| reader.may_read(&name.suffix))
        }
        Role::Authors | Role::Misplaced => false,
    }
}
