//! Control, rigid parts, springs, contact and load curves of an FEBio file.

use std::fmt::Write as _;

use super::auxiliary::Auxiliary;
use super::names::word;
use super::{CONTACT_MPA_PER_MM, ExportModel, ExportSpring, STATES};
use osteotome_geometry::{Point3, Vector3};

/// Edge of the element that stands for a rigid part, mm: it has no stiffness, but a rigid material needs an element.
const RIGID_EDGE_MM: f64 = 1.0;

/// One static step, or, for springs, one unit of time for each state but the first.
pub(super) fn write_control(text: &mut String, model: &ExportModel) {
    text.push_str("<Control><analysis>STATIC</analysis>");
    if model.springs.is_empty() {
        text.push_str("<time_steps>1</time_steps><step_size>1</step_size></Control>\n");
        return;
    }
    let _ = writeln!(text, "<time_steps>{}</time_steps><step_size>0.02</step_size>", 50 * (STATES - 1));
    text.push_str("<time_stepper type=\"default\"><max_retries>20</max_retries><opt_iter>15</opt_iter>");
    text.push_str("<dtmin>1e-6</dtmin><dtmax>0.05</dtmax></time_stepper>\n");
    text.push_str("<solver type=\"solid\"><max_refs>40</max_refs><symmetric_stiffness>0</symmetric_stiffness></solver></Control>\n");
}

/// Names of the rigid parts, the ground last.
pub(super) fn rigid_names(model: &ExportModel) -> Vec<String> {
    let ground = model.ground.as_ref().map(|_| "ground".to_owned());
    model.rigid.iter().map(|rigid| word(&rigid.name)).chain(ground).collect()
}

fn rigid_references(model: &ExportModel) -> Vec<Point3> {
    let ground = model.ground.as_ref().map(|_| Point3::origin());
    model.rigid.iter().map(|rigid| rigid.reference).chain(ground).collect()
}

/// The corners of the element of each rigid part.
pub(super) fn rigid_corners(model: &ExportModel) -> Vec<[Point3; 4]> {
    let corner = |at: Point3, k: usize| if k == 0 { at } else { at + Vector3::ith(k - 1, RIGID_EDGE_MM) };
    rigid_references(model).into_iter().map(|at| [0, 1, 2, 3].map(|k| corner(at, k))).collect()
}

/// The materials of rigid parts, numbered on from `id`.
pub(super) fn write_rigid_materials(text: &mut String, model: &ExportModel, id: usize) {
    for (i, (name, at)) in rigid_names(model).iter().zip(rigid_references(model)).enumerate() {
        let number = id + i + 1;
        let _ = writeln!(text, "<material id=\"{number}\" name=\"{name}_rigid\" type=\"rigid body\">");
        let _ = writeln!(
            text,
            "<density>1e-9</density><center_of_mass>{:e},{:e},{:e}</center_of_mass></material>",
            at.x, at.y, at.z
        );
    }
}

pub(super) fn write_rigid_elements(text: &mut String, model: &ExportModel, auxiliary: &Auxiliary) {
    let first = auxiliary.first + auxiliary.positions.len();
    for (i, name) in rigid_names(model).iter().enumerate() {
        let (element, n) = (auxiliary.first_element + i, first + 4 * i);
        let _ = writeln!(text, "<Elements type=\"tet4\" name=\"{name}_rigid\">");
        let _ =
            writeln!(text, "<elem id=\"{element}\">{},{},{},{}</elem>\n</Elements>", n, n + 1, n + 2, n + 3);
    }
}

pub(super) fn write_surface_pairs(text: &mut String, model: &ExportModel) {
    for name in model.pairs.iter().map(|pair| word(&pair.name)) {
        let _ = writeln!(
            text,
            "<SurfacePair name=\"{name}\"><primary>{name}_primary</primary><secondary>{name}_secondary</secondary></SurfacePair>"
        );
    }
}

/// The states that a spring needs a line of its own for: one if they are alike, or else each in which it pulls.
fn states_of(spring: &ExportSpring) -> Vec<Option<usize>> {
    let is_steady = spring.law.iter().all(|(_, t)| t.iter().all(|tension| *tension == t[0]));
    let pulls = |state: &usize| spring.law.iter().any(|(_, t)| t[*state] != 0.0);
    if is_steady { vec![None] } else { (0..STATES).filter(pulls).map(Some).collect() }
}

/// Every line of every spring, by name.
fn lines(model: &ExportModel) -> Vec<(String, usize, Option<usize>)> {
    let of_spring = |(i, spring): (usize, &ExportSpring)| {
        let name = |state: &Option<usize>| match state {
            None => word(&spring.name),
            Some(state) => format!("{}_state{state}", word(&spring.name)),
        };
        states_of(spring).into_iter().map(|state| (name(&state), i, state)).collect::<Vec<_>>()
    };
    model.springs.iter().enumerate().flat_map(of_spring).collect()
}

pub(super) fn write_discrete_sets(text: &mut String, model: &ExportModel, auxiliary: &Auxiliary) {
    for (name, spring, _) in lines(model) {
        let [a, b] = auxiliary.springs[spring];
        let _ = writeln!(text, "<DiscreteSet name=\"{name}\"><delem>{a},{b}</delem></DiscreteSet>");
    }
}

/// The ground moves along its normal and does not turn; rigid parts are free.
pub(super) fn write_rigid(text: &mut String, model: &ExportModel) {
    if model.ground.is_none() {
        return;
    }
    text.push_str("<Rigid>\n<rigid_bc name=\"fix_ground\" type=\"rigid_fixed\"><rb>ground_rigid</rb>");
    text.push_str("<Rx_dof>1</Rx_dof><Ry_dof>1</Ry_dof><Rz_dof>0</Rz_dof>");
    text.push_str("<Ru_dof>1</Ru_dof><Rv_dof>1</Rv_dof><Rw_dof>1</Rw_dof></rigid_bc>\n");
    text.push_str("<rigid_load name=\"push_ground\" type=\"rigid_force\"><rb>ground_rigid</rb><dof>Rz</dof>");
    let _ = writeln!(
        text,
        "<value lc=\"{}\">1</value><load_type>0</load_type></rigid_load>\n</Rigid>",
        GROUND_CURVE
    );
}

pub(super) fn write_contact(text: &mut String, model: &ExportModel) {
    if model.pairs.is_empty() {
        return;
    }
    text.push_str("<Contact>\n");
    for pair in &model.pairs {
        let name = word(&pair.name);
        let _ = writeln!(text, "<contact name=\"{name}\" type=\"sliding-elastic\" surface_pair=\"{name}\">");
        let _ = writeln!(
            text,
            "<two_pass>1</two_pass><penalty>{CONTACT_MPA_PER_MM}</penalty><auto_penalty>0</auto_penalty>"
        );
        let _ = writeln!(
            text,
            "<fric_coeff>{}</fric_coeff><search_radius>5</search_radius></contact>",
            pair.friction
        );
    }
    text.push_str("</Contact>\n");
}

pub(super) fn write_discrete(text: &mut String, model: &ExportModel) {
    let lines = lines(model);
    if lines.is_empty() {
        return;
    }
    text.push_str("<Discrete>\n");
    for (i, (name, spring, state)) in lines.iter().enumerate() {
        let _ =
            writeln!(text, "<discrete_material id=\"{}\" name=\"{name}\" type=\"nonlinear spring\">", i + 1);
        match state {
            None => text.push_str("<scale>1</scale>"),
            Some(state) => {
                let _ = write!(text, "<scale lc=\"{}\">1</scale>", FIRST_STATE_CURVE + state);
            }
        }
        text.push_str("<measure>elongation</measure><force type=\"point\"><interpolate>linear</interpolate><extend>extrapolate</extend><points>\n");
        for (out_mm, tensions_n) in &model.springs[*spring].law {
            let _ = write!(text, "<pt>{out_mm:e},{:e}</pt>", tensions_n[state.unwrap_or(0)]);
        }
        text.push_str("\n</points></force></discrete_material>\n");
    }
    for (i, (name, ..)) in lines.iter().enumerate() {
        let _ = writeln!(text, "<discrete dmat=\"{}\" discrete_set=\"{name}\"/>", i + 1);
    }
    text.push_str("</Discrete>\n");
}

/// Load curve of the forces on node sets.
const RAMP_CURVE: usize = 1;
/// Load curve of the push of the ground, N.
const GROUND_CURVE: usize = 2;
/// Load curve of the share of the first state; those of the others follow.
const FIRST_STATE_CURVE: usize = 3;

pub(super) fn write_load_curves(text: &mut String, model: &ExportModel) {
    text.push_str("<LoadData>\n");
    let mut write = |id: usize, name: &str, points: Vec<(f64, f64)>| {
        let _ = write!(
            text,
            "<load_controller id=\"{id}\" name=\"{name}\" type=\"loadcurve\"><interpolate>LINEAR</interpolate><points>"
        );
        for (t, value) in points {
            let _ = write!(text, "<pt>{t:e},{value:e}</pt>");
        }
        text.push_str("</points></load_controller>\n");
    };
    write(RAMP_CURVE, "ramp", vec![(0.0, 0.0), (1.0, 1.0)]);
    if let Some(ground) = &model.ground {
        write(GROUND_CURVE, "ground", (0..STATES).map(|i| (i as f64, ground.force_n[i])).collect());
    }
    if !model.springs.is_empty() {
        for state in 0..STATES {
            let share = |i: usize| (i as f64, f64::from(u8::from(i == state)));
            write(FIRST_STATE_CURVE + state, &format!("state{state}"), (0..STATES).map(share).collect());
        }
    }
    text.push_str("</LoadData>\n");
}
