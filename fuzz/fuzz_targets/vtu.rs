//! Ready meshes: vtu.
#![no_main]

libfuzzer_sys::fuzz_target!(|content: &[u8]| {
    if let Ok(mesh) = osteotome_mesh::parse_tetrahedra(content) {
        assert!(mesh.volume_mm3() > 0.0);
    }
});
