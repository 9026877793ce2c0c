//! What is done with every surface file.

use osteotome_geometry::{ExpectedMetatarsal, diagnose_metatarsal, parse_file_surface, repair};

/// Facets up to which a surface is also judged, so that most executions stay short.
const MOST_JUDGED: usize = 300;

/// Reads a surface; what is accepted has finite vertices and indices of vertices that exist, and can be judged and repaired.
pub fn read_and_judge(content: &[u8]) {
    let Ok(read) = parse_file_surface(content) else { return };
    let surface = read.surface;
    assert!(surface.vertices.iter().all(|vertex| vertex.coords.iter().all(|x| x.is_finite())));
    let count = surface.vertices.len() as u32;
    assert!(surface.triangles.iter().flatten().all(|&vertex| vertex < count));
    if surface.triangles.len() <= MOST_JUDGED {
        let expected = ExpectedMetatarsal { ray: Some(2), ..ExpectedMetatarsal::default() };
        let _ = diagnose_metatarsal(&surface, &expected);
        let _ = diagnose_metatarsal(&repair(&surface).0, &expected);
    }
}
