//! A run's scene as files for ParaView.

use osteotome_foot::Side;
use osteotome_foot::frames::{BodyFrame, FaceFrame, Frame, LineFrame, Scene, VisibleBody, VisibleFace};
use osteotome_mesh::{ElementOrder, TetMesh};
use osteotome_vtk::{Cells, Field, Grid, Part, Series, Surface, View, VtkError, view_script};
use std::path::{Path, PathBuf};

/// Name of the time series: `osteotomy.pvd`.
const SERIES: &str = "osteotomy";

/// Writes the time series of `scene` into `folder`: bodies, cut faces and soft-tissue lines at every recorded moment.
pub(crate) fn write_series(folder: &Path, scene: &Scene) -> Result<PathBuf, VtkError> {
    let mut series = Series::new(folder, SERIES)?;
    for frame in &scene.frames {
        series.add_step(frame.time_s, &parts(scene, frame))?;
    }
    series.finish()
}

fn parts<'a>(scene: &'a Scene, frame: &Frame) -> Vec<(&'a str, Part)> {
    let body = |(body, state): (&'a VisibleBody, _)| (body.name.as_str(), Part::Body(body_grid(body, state)));
    let face = |(face, state): (&'a VisibleFace, _)| {
        (face.name.as_str(), Part::Surface(face_surface(face, state, frame)))
    };
    let bodies = scene.bodies.iter().zip(&frame.bodies).map(body);
    let faces = scene.faces.iter().zip(&frame.faces).map(face);
    let lines = (!scene.lines.is_empty()).then(|| ("soft-tissue", Part::Surface(line_surface(&frame.lines))));
    bodies.chain(faces).chain(lines).collect()
}

/// The script that shows the series that will lie in `folder`: seen from lateral, above and in front.
pub(crate) fn view(folder: &Path, side: Side) -> Result<String, VtkError> {
    // y points to the left side of the body: lateral on a left foot.
    let lateral = if side == Side::Left { 1.0 } else { -1.0 };
    view_script(&View {
        series: SERIES,
        face_field: "pressure_mpa",
        line_field: "tension_n",
        folder,
        camera_direction: [0.4, lateral, 0.5],
    })
}

/// The elements of a mesh.
pub(crate) fn cells(mesh: &TetMesh) -> Cells {
    match mesh.order {
        ElementOrder::Linear => Cells::Tet4(mesh.corners.clone()),
        ElementOrder::Quadratic => Cells::Tet10(
            mesh.corners
                .iter()
                .zip(&mesh.midsides)
                .map(|([a, b, c, d], [ab, bc, ca, ad, bd, cd])| {
                    [*a, *b, *c, *d, *ab, *bc, *ca, *ad, *bd, *cd]
                })
                .collect(),
        ),
    }
}

fn body_grid(body: &VisibleBody, state: &BodyFrame) -> Grid {
    let material = body.material.iter().map(|material| i32::from(*material)).collect();
    Grid {
        points_mm: state.position_mm.clone(),
        cells: cells(&body.mesh),
        point_fields: vec![
            Field::vectors("displacement_mm", state.displacement_mm.clone()),
            Field::symmetric_tensors("strain", state.strain.clone()),
            Field::symmetric_tensors("stress_mpa", state.stress_mpa.clone()),
            Field::vectors("principal_strain", state.principal_strain.clone()),
            Field::scalars("von_mises_mpa", state.von_mises_mpa.clone()),
        ],
        cell_fields: vec![Field::labels("material", material)],
    }
}

/// The corner facets of a cut face where its body is now.
fn face_surface(face: &VisibleFace, state: &FaceFrame, frame: &Frame) -> Surface {
    let positions = frame.bodies.get(face.body).map_or(&[][..], |body| &body.position_mm);
    let (nodes, triangles) = compact(&face.facets);
    Surface {
        points_mm: nodes.iter().filter_map(|node| positions.get(*node as usize)).copied().collect(),
        triangles,
        cell_fields: vec![
            // What faces nothing has no gap.
            Field::scalars_where_present(
                "gap_mm",
                state.gap_mm.iter().map(|gap| gap.is_finite().then_some(*gap)).collect(),
            ),
            Field::scalars("pressure_mpa", state.pressure_mpa.clone()),
            Field::scalars("slip_mm", state.slip_mm.clone()),
            Field::scalars("callus_strain", state.callus_strain.clone()),
            Field::labels("status", state.status.iter().map(|status| i32::from(*status)).collect()),
            Field::labels("apposed", state.apposed.iter().map(|apposed| i32::from(*apposed)).collect()),
        ],
        ..Surface::default()
    }
}

/// The nodes that triangles use, in order, and the triangles in numbers of these.
pub(crate) fn compact(triangles: &[[u32; 3]]) -> (Vec<u32>, Vec<[u32; 3]>) {
    let mut nodes: Vec<u32> = triangles.iter().flatten().copied().collect();
    nodes.sort_unstable();
    nodes.dedup();
    let local = |node: &u32| nodes.binary_search(node).expect("every node was sorted in") as u32;
    let triangles = triangles.iter().map(|triangle| triangle.each_ref().map(local)).collect();
    (nodes, triangles)
}

fn line_surface(lines: &[LineFrame]) -> Surface {
    let ends = |index: usize| 2 * index as u32;
    Surface {
        points_mm: lines.iter().flat_map(|line| line.ends_mm).collect(),
        lines: (0..lines.len()).map(|index| vec![ends(index), ends(index) + 1]).collect(),
        cell_fields: vec![Field::scalars("tension_n", lines.iter().map(|line| line.tension_n).collect())],
        ..Surface::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{view, write_series};
    use osteotome_foot::frames::{
        BodyFrame, FaceFrame, Frame, LineFrame, Scene, VisibleBody, VisibleFace, VisibleLine,
    };
    use osteotome_mesh::{ElementOrder, TetMesh};
    use std::fs;

    /// One tetrahedron that rises by a millimetre, one of its faces, one tendon.
    fn scene() -> Scene {
        let corners = [[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let mesh = TetMesh {
            nodes: corners.map(Into::into).to_vec(),
            order: ElementOrder::Linear,
            corners: vec![[0, 1, 2, 3]],
            midsides: Vec::new(),
            facets: Vec::new(),
        };
        let frame = |time_s: f64| Frame {
            time_s,
            bodies: vec![BodyFrame {
                position_mm: corners.map(|[x, y, z]| [x, y, z + time_s]).to_vec(),
                displacement_mm: vec![[0.0, 0.0, time_s]; 4],
                strain: vec![[0.0; 6]; 4],
                stress_mpa: vec![[0.0; 6]; 4],
                principal_strain: vec![[0.0; 3]; 4],
                von_mises_mpa: vec![0.0; 4],
            }],
            faces: vec![FaceFrame {
                gap_mm: vec![f64::INFINITY],
                pressure_mpa: vec![0.0],
                slip_mm: vec![0.0],
                callus_strain: vec![0.0],
                status: vec![0],
                apposed: vec![0],
            }],
            lines: vec![LineFrame { ends_mm: [[0.0; 3], [1.0; 3]], tension_n: 5.0 }],
        };
        Scene {
            bodies: vec![VisibleBody { name: "M2-distal".into(), mesh, material: vec![0] }],
            faces: vec![VisibleFace { name: "M2-cut-distal".into(), body: 0, facets: vec![[1, 2, 3]] }],
            lines: vec![VisibleLine { name: "M2-fascia".into() }],
            frames: vec![frame(0.0), frame(1.0)],
        }
    }

    #[test]
    fn every_body_face_and_line_is_in_the_series_at_every_moment() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = write_series(folder.path(), &scene()).expect("written");
        let text = fs::read_to_string(path).expect("text");
        for part in ["M2-distal", "M2-cut-distal", "soft-tissue"] {
            let entries: Vec<&str> = text.lines().filter(|line| line.contains(part)).collect();
            assert_eq!(entries.len(), 2, "{part} in\n{text}");
        }
        let referenced = text.lines().filter_map(|line| line.split("file=\"").nth(1)?.split('"').next());
        assert!(referenced.clone().count() == 6);
        assert!(referenced.into_iter().all(|file| folder.path().join(file).is_file()));
    }

    #[test]
    fn the_script_knows_the_series_and_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let script = view(folder.path(), osteotome_foot::Side::Left).expect("a script");
        assert!(script.contains("osteotomy.pvd") && script.contains("pressure_mpa"));
    }
}
