//! Files that are something else, by the signs at their beginning, and what to do about each.

use super::ReadFailure;
use super::text::is_utf16;

/// Beginnings of other formats.
const SIGNS: [(&[u8], &str, &str); 12] = [
    (b"PK\x03\x04", "is a ZIP archive (or 3MF)", "unpack it, or export as STL"),
    (b"\x1f\x8b", "is compressed with gzip", "unpack it"),
    (b"# vtk DataFile", "is a legacy VTK file", "save it as .vtp (ParaView: Save Data) or .stl"),
    (b"OFF", "is an OFF file", "export as STL, PLY or OBJ"),
    (b"COFF", "is an OFF file", "export as STL, PLY or OBJ"),
    (b"glTF", "is a glTF file", "export as STL, PLY or OBJ"),
    (b"ISO-10303-21", "is a STEP file: curved faces, no triangles", "tessellate it and export as STL"),
    (b"#VRML", "is a VRML file", "export as STL, PLY or OBJ"),
    (b"#Inventor", "is an Inventor file", "export as STL, PLY or OBJ"),
    (b"<?xml", "is XML, but not of VTK", "export as STL, PLY, OBJ or VTP"),
    (b"$MeshFormat", "is a gmsh mesh", "export the surface as STL"),
    (b"\x93NUMPY", "is a NumPy array", "export as STL, PLY or OBJ"),
];

/// The failure that names a format which is known, but not read.
pub(super) fn recognised(content: &[u8]) -> Option<ReadFailure> {
    if is_utf16(content) {
        let what = "is text in UTF-16".to_owned();
        return Some(ReadFailure::Unsupported {
            what,
            remedy: "save it as UTF-8 or ASCII, or export as binary STL",
        });
    }
    let (_, what, remedy) = SIGNS.iter().find(|(sign, _, _)| content.starts_with(sign))?;
    Some(ReadFailure::Unsupported { what: (*what).to_owned(), remedy })
}
