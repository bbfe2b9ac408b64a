//! Tries to break the promise that `CANDOR_PROMISE` names.
#![no_main]

mod promises;

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static PROMISE: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let wanted = std::env::var("CANDOR_PROMISE").unwrap_or_default();
    let found = promises::PROMISES.into_iter().find(|(name, _)| *name == wanted);
    let names = promises::PROMISES.map(|(name, _)| name).join(", ");
    found.unwrap_or_else(|| panic!("`CANDOR_PROMISE` names one of {names}, not `{wanted}`")).1
});

fuzz_target!(|data: &[u8]| PROMISE(data));
