//! From recorded states to what there is to see.

use crate::FootError;
use crate::face_pressure::FacePressure;
use crate::frames::{BodyFrame, FaceFrame, Frame, LineFrame, Scene, VisibleBody, VisibleFace, VisibleLine};
use crate::model::{BodyModel, ForefootModel};
use osteotome_contact::{APPOSITION_GAP_MM, BodyState, ContactPoint, ContactStatus, State};
use osteotome_geometry::Matrix3;

/// Bodies, faces and lines of `model` at the recorded `moments`.
///
/// # Errors
/// If a field cannot be recovered.
pub(crate) fn scene(model: &ForefootModel, moments: &[State]) -> Result<Scene, FootError> {
    Ok(Scene {
        bodies: model.bodies().map(|body| visible_body(body)).collect(),
        faces: visible_faces(model),
        lines: model.map.lines.iter().map(|line| VisibleLine { name: line.name.clone() }).collect(),
        frames: moments.iter().map(|state| frame(model, state)).collect::<Result<_, _>>()?,
    })
}

fn visible_body(body: &BodyModel) -> VisibleBody {
    VisibleBody {
        name: body.name.clone(),
        mesh: body.mesh.as_ref().clone(),
        material: body.materials.regions.clone(),
    }
}

fn visible_faces(model: &ForefootModel) -> Vec<VisibleFace> {
    let bodies: Vec<_> = model.bodies().collect();
    let face = |pair: &osteotome_contact::ContactPair, side: usize| VisibleFace {
        name: format!("{}-{}", pair.name, ["proximal", "distal"][side]),
        body: pair.bodies[side],
        facets: bodies[pair.bodies[side]].cut_face().to_vec(),
    };
    model.pairs.iter().flat_map(|pair| [face(pair, 0), face(pair, 1)]).collect()
}

fn frame(model: &ForefootModel, state: &State) -> Result<Frame, FootError> {
    let bodies = model.bodies().zip(&state.bodies).map(|(body, at)| body_frame(body, at));
    let counts: Vec<usize> = visible_faces(model).into_iter().map(|face| face.facets.len()).collect();
    let faces = state.pairs.iter().enumerate().flat_map(|(pair, points)| {
        let facets = [counts[2 * pair], counts[2 * pair + 1]];
        let pressure = FacePressure::of(points, facets);
        [0, 1].map(|side| FaceFrame {
            callus_strain: callus_strain(state, pair, side, facets[side]),
            pressure_mpa: pressure.facets_mpa[side].clone(),
            ..face_frame(&points.sides[side], facets[side])
        })
    });
    let line = |connector: usize| {
        let at = &state.connectors[connector];
        LineFrame { ends_mm: [at.positions[0].into(), at.positions[1].into()], tension_n: at.magnitude_n }
    };
    Ok(Frame {
        time_s: state.time,
        bodies: bodies.collect::<Result<_, _>>()?,
        faces: faces.collect(),
        lines: model.map.lines.iter().map(|role| line(role.connector)).collect(),
    })
}

fn body_frame(body: &BodyModel, state: &BodyState) -> Result<BodyFrame, FootError> {
    let (field, strains) = body.fields(state)?;
    let centre = body.flexible.centre;
    let mut frame = BodyFrame::default();
    for (node, reference) in body.mesh.nodes.iter().enumerate() {
        let place = state.motion.apply(&centre, &(reference + field.displacements_mm[node]));
        frame.position_mm.push(place.into());
        frame.displacement_mm.push((place - reference).into());
        // Every node belongs to an element, so it has a sample.
        let Some(sample) = strains.stiffest(node) else { continue };
        frame.strain.push(six(&sample.strain));
        frame.stress_mpa.push(six(&sample.stress_mpa));
        frame.principal_strain.push(sample.principal_strains().values);
        frame.von_mises_mpa.push(sample.von_mises_mpa());
    }
    Ok(frame)
}

/// xx, yy, zz, xy, yz, zx of a symmetric tensor.
fn six(t: &Matrix3) -> [f64; 6] {
    [t[(0, 0)], t[(1, 1)], t[(2, 2)], t[(0, 1)], t[(1, 2)], t[(0, 2)]]
}

/// Mean interfragmentary strain of the callus on each of the first `facets` facets of a side.
fn callus_strain(state: &State, pair: usize, side: usize, facets: usize) -> Vec<f64> {
    let (mut strain, mut area) = (vec![0.0; facets], vec![0.0; facets]);
    let layers = state.callus.iter().filter(|layer| layer.pair == pair);
    for point in layers.flat_map(|layer| &layer.points).filter(|point| point.side == side) {
        let f = point.facet as usize;
        if f < facets {
            strain[f] += point.area_mm2 * point.interfragmentary_strain();
            area[f] += point.area_mm2;
        }
    }
    strain.iter().zip(&area).map(|(sum, area)| if *area > 0.0 { sum / area } else { 0.0 }).collect()
}

/// Area means over the quadrature points of each of the first `facets` facets; without pressures, which take both sides to tell.
fn face_frame(points: &[ContactPoint], facets: usize) -> FaceFrame {
    let mut frame = FaceFrame {
        gap_mm: vec![0.0; facets],
        pressure_mpa: Vec::new(),
        slip_mm: vec![0.0; facets],
        status: vec![0; facets],
        apposed: vec![0; facets],
        callus_strain: Vec::new(),
    };
    let mut area = vec![0.0; facets];
    let mut apposed = vec![0.0; facets];
    for point in points.iter().filter(|p| (p.facet as usize) < facets) {
        let (f, a) = (point.facet as usize, point.area_mm2);
        area[f] += a;
        if !point.on_edge {
            frame.gap_mm[f] += a * point.gap_mm.unwrap_or(f64::INFINITY);
        }
        frame.slip_mm[f] += a * point.slip_mm;
        apposed[f] += if point.gap_mm.is_some_and(|gap| gap < APPOSITION_GAP_MM) { a } else { 0.0 };
        frame.status[f] = frame.status[f].max(match point.status {
            ContactStatus::Open => 0,
            ContactStatus::Stick => 1,
            ContactStatus::Slip => 2,
        });
    }
    for f in 0..facets {
        frame.gap_mm[f] /= area[f];
        frame.slip_mm[f] /= area[f];
        frame.apposed[f] = u8::from(apposed[f] > 0.5 * area[f]);
    }
    frame
}
