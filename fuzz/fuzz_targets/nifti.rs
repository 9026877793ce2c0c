//! CT volumes: reading, and the value at a few places.
#![no_main]

use osteotome_elastic::Volume;
use osteotome_geometry::Point3;

libfuzzer_sys::fuzz_target!(|content: &[u8]| {
    if let Ok(volume) = Volume::parse(content) {
        for place in [0.0, 1.0, -3.5, 1e9, f64::NAN] {
            let _ = volume.at(&Point3::new(place, 1.0, place));
        }
    }
});
