//! Every identifier over any window: none panics, and the canonical form of what it reads is the same each time.
//!
//! An input's first byte says how the characters are grouped and marked; the others are the characters.
#![no_main]

use earmark::fuzzing::read_identifiers;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&way, text)) = data.split_first() else { return };
    assert_eq!(read_identifiers(way, text), read_identifiers(way, text));
});
