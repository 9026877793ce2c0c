//! One pressure: what the files show integrates to the force that is reported, over either face, and peaks where the table says.

use osteotome_foot::frames::Scene;
use osteotome_foot::scenario::read;
use osteotome_foot::{Ray, RunResult, run};
use osteotome_geometry::Point3;
use std::path::Path;

fn settled(technique: &str) -> RunResult {
    let text = format!(
        "[foot]\nrays = [\"M1\", \"M2\", \"M3\"]\n[[osteotomy]]\nrays = [\"M2\", \"M3\"]\ntechnique = \"{technique}\"\n\
         [mesh]\nsize_mm = 3.0\ncut_size_mm = 2.0\norder = 1\n"
    );
    let scenario = read(&text, Path::new(".")).expect("the scenario has no mistakes").scenario;
    run(&scenario, &mut |_| {}).expect("the foot settles")
}

/// Integral of the pressure over a face as it is written, N, and its greatest value, MPa.
fn of_face(scene: &Scene, name: &str) -> [f64; 2] {
    let index = scene.faces.iter().position(|face| face.name == name).expect("the face is there");
    let (face, frame) = (&scene.faces[index], scene.frames.last().expect("a moment"));
    let positions = &frame.bodies[face.body].position_mm;
    let area = |facet: &[u32; 3]| {
        let [a, b, c] = facet.map(|node| Point3::from(positions[node as usize]));
        0.5 * (b - a).cross(&(c - a)).norm()
    };
    let pressures = &frame.faces[index].pressure_mpa;
    let force = face.facets.iter().zip(pressures).map(|(facet, pressure)| area(facet) * pressure).sum();
    [force, pressures.iter().copied().fold(0.0, f64::max)]
}

#[test]
fn files_table_and_integral_have_one_pressure() {
    for technique in ["classic", "oblique-convergent", "oblique-divergent", "reverse", "transverse"] {
        let RunResult { outcome, scene } = settled(technique);
        for ray in [Ray::M2, Ray::M3] {
            let head = &outcome.heads[&ray];
            let sides = ["proximal", "distal"].map(|side| of_face(&scene, &format!("{ray}-cut-{side}")));
            for [force_n, _] in sides {
                let off = (force_n - head.contact_force_n).abs();
                assert!(
                    off <= 0.01 * head.contact_force_n,
                    "{technique} {ray}: {force_n} N of {}",
                    head.contact_force_n
                );
            }
            let peak_mpa = sides[0][1].max(sides[1][1]);
            assert_eq!(peak_mpa, head.peak_pressure_mpa, "{technique} {ray}");
        }
    }
}
