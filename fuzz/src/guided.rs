//! A target for LLVM's fuzzer; `DICTUM_TARGET` names it.

#![no_main]

#[path = "../../tests/suite/fuzz/targets/mod.rs"]
mod targets;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

static CHECK: OnceLock<targets::Check> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let check = CHECK.get_or_init(|| {
        let name = std::env::var("DICTUM_TARGET").unwrap_or_else(|_| "parse".to_owned());
        targets::target(&name).unwrap_or_else(|| panic!("there is no target `{name}`")).check
    });
    assert_eq!(check(bytes), Ok(()));
});
