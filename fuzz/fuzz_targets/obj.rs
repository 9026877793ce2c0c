//! OBJ: reading, then repair and diagnosis of what was read.
#![no_main]

#[path = "surface.rs"]
mod surface;

libfuzzer_sys::fuzz_target!(|content: &[u8]| surface::read_and_judge(content));
