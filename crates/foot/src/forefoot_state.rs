//! What the heads do together, read off an equilibrium.

use crate::Ray;
use crate::anatomy::FootAnatomy;
use crate::model::ForefootModel;
use crate::outcome::ForefootState;
use osteotome_contact::{Anchor, Pose, State};
use osteotome_geometry::Vector3;
use std::collections::BTreeMap;

/// The heads of `foot` at the poses `heads` with the loads `loads_n` and the heights `heights_mm` above the ground.
pub(crate) fn forefoot_state(
    foot: &FootAnatomy,
    model: &ForefootModel,
    state: &State,
    heads: &[Pose],
    loads_n: &[f64],
    heights_mm: &[f64],
) -> ForefootState {
    let load_n: f64 = loads_n.iter().sum();
    let central = |i: &usize| matches!(foot.rays[*i].ray, Ray::M2 | Ray::M3 | Ray::M4);
    let central_n: f64 = (0..loads_n.len()).filter(central).map(|i| loads_n[i]).sum();
    let balance = balance(model, state);
    ForefootState {
        load_n,
        central_share_percent: if load_n > 0.0 { 100.0 * central_n / load_n } else { 0.0 },
        load_deviation_n: deviation(loads_n),
        arch_mm: arch_mm(foot, heads, heights_mm),
        parabola_mm: of_neighbours(foot, |i, j| tip_mm(foot, heads, i) - tip_mm(foot, heads, j)),
        head_distance_mm: of_neighbours(foot, |i, j| (heads[j].position - heads[i].position).norm()),
        fascia_n: fascia_n(foot, model, state),
        toe_n: toe_n(foot, model, state),
        ligament_n: of_lines(foot, model, state, "ligament", 1.0),
        between_heads_n: of_lines(foot, model, state, "tissue", -1.0),
        first_ray_lateral_n: first_ray_lateral_n(foot, model, state),
        balance_force_n: balance[0].norm(),
        balance_moment_nmm: balance[1].norm(),
    }
}

fn deviation(values: &[f64]) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / count).sqrt()
}

/// Height of the central heads above the line from the first to the fifth.
fn arch_mm(foot: &FootAnatomy, heads: &[Pose], heights_mm: &[f64]) -> Option<f64> {
    let lateral = foot.lateral();
    let place = |ray: Ray| {
        let i = foot.rays.iter().position(|r| r.ray == ray)?;
        Some((lateral.dot(&heads[i].position.coords), heights_mm[i]))
    };
    let ((from, low), (to, high)) = (place(Ray::M1)?, place(Ray::M5)?);
    let above = |(at, height): (f64, f64)| height - low - (high - low) * (at - from) / (to - from);
    [Ray::M2, Ray::M3, Ray::M4].into_iter().filter_map(place).map(above).reduce(f64::max)
}

/// How far the tip of ray `i` reaches distally, mm: its tip in the reference, moved as its head.
fn tip_mm(foot: &FootAnatomy, heads: &[Pose], i: usize) -> f64 {
    let ray = &foot.rays[i];
    let tip = ray.surface.vertices.iter().map(|v| v.x).fold(f64::NEG_INFINITY, f64::max);
    tip + heads[i].position.x - ray.head_centre.x
}

/// A value of each pair of neighbours of the model.
fn of_neighbours(foot: &FootAnatomy, value: impl Fn(usize, usize) -> f64) -> BTreeMap<String, f64> {
    let rays = &foot.rays;
    let pairs = (1..rays.len()).filter(|j| rays[*j].ray.index() == rays[j - 1].ray.index() + 1);
    pairs.map(|j| (format!("{}-{}", rays[j - 1].ray, rays[j].ray), value(j - 1, j))).collect()
}

/// Tension times `sign` of the line called `what` between neighbours.
fn of_lines(
    foot: &FootAnatomy,
    model: &ForefootModel,
    state: &State,
    what: &str,
    sign: f64,
) -> BTreeMap<String, f64> {
    let of_pair = |i: usize, j: usize| {
        let name = format!("{}-{}-{what}", foot.rays[i].ray, foot.rays[j].ray);
        let line = model.map.lines.iter().find(|line| line.name == name);
        // A pull of zero has no sign.
        line.map_or(0.0, |line| sign * state.connectors[line.connector].magnitude_n + 0.0)
    };
    of_neighbours(foot, of_pair)
}

/// Tension of the slip of the fascia of each ray.
fn fascia_n(foot: &FootAnatomy, model: &ForefootModel, state: &State) -> BTreeMap<String, f64> {
    let of_ray = |ray: Ray| {
        let name = format!("{ray}-fascia");
        let line = model.map.lines.iter().find(|line| line.name == name);
        (ray.to_string(), line.map_or(0.0, |line| state.connectors[line.connector].magnitude_n))
    };
    foot.rays.iter().map(|ray| of_ray(ray.ray)).collect()
}

/// Push of the ground under the toe of each ray, N.
fn toe_n(foot: &FootAnatomy, model: &ForefootModel, state: &State) -> BTreeMap<String, f64> {
    let of_ray = |ray: Ray| {
        let prefix = format!("{ray}-");
        let lines = model.map.lines.iter().filter(|line| line.name.starts_with(&prefix));
        let push = lines.map(|line| line.toe_ratio * state.connectors[line.connector].magnitude_n).sum();
        (ray.to_string(), push)
    };
    foot.rays.iter().map(|ray| of_ray(ray.ray)).collect()
}

fn first_ray_lateral_n(foot: &FootAnatomy, model: &ForefootModel, state: &State) -> Option<f64> {
    foot.ray(Ray::M1)?;
    foot.ray(Ray::M2)?;
    let of_first = model.map.lines.iter().filter(|line| line.name.starts_with("M1-M2-"));
    let force = |connector: usize| state.connectors[connector].wrenches[0].force_n;
    Some(of_first.map(|line| foot.lateral().dot(&force(line.connector))).sum())
}

/// Force and moment about the origin that everything outside exerts on the whole foot. What joins two bodies, or the faces of
/// a cut, acts on both and drops out.
fn balance(model: &ForefootModel, state: &State) -> [Vector3; 2] {
    let mut sum = [Vector3::zeros(); 2];
    for (connector, at) in model.map.connectors.iter().zip(&state.connectors) {
        let ends = connector.anchors().iter().zip(&at.wrenches).zip(&at.positions);
        for ((_, wrench), position) in ends.filter(|((anchor, _), _)| matches!(anchor, Anchor::Patch { .. }))
        {
            sum[0] += wrench.force_n;
            sum[1] += wrench.moment_nmm + position.coords.cross(&wrench.force_n);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Side;
    use crate::anatomy::tests::bar;
    use nalgebra::UnitQuaternion;
    use osteotome_geometry::Point3;

    fn foot() -> (FootAnatomy, Vec<Pose>) {
        let rays: Vec<_> = Ray::ALL.iter().map(|ray| bar(*ray, Side::Left, 20.0)).collect();
        let pose = |i: usize| Pose {
            position: Point3::new(-2.0 * i as f64, 10.0 * i as f64, 22.0),
            rotation: UnitQuaternion::identity(),
        };
        (
            FootAnatomy {
                side: Side::Left,
                rays,
                doubts: Vec::new(),
                frame: crate::FrameCertainty::default(),
            },
            (0..5).map(pose).collect(),
        )
    }

    #[test]
    fn the_arch_is_the_height_over_the_line_of_the_outer_heads() {
        let (foot, heads) = foot();
        let arch = arch_mm(&foot, &heads, &[8.0, 8.0, 9.0, 12.0, 10.0]).expect("all five heads");
        // M4: the line is at 9.5 mm there.
        assert!((arch - 2.5).abs() < 1e-12, "{arch}");
        let without_fifth = FootAnatomy {
            side: Side::Left,
            rays: foot.rays[..4].to_vec(),
            doubts: Vec::new(),
            frame: crate::FrameCertainty::default(),
        };
        assert_eq!(arch_mm(&without_fifth, &heads[..4], &[8.0; 4]), None);
    }

    #[test]
    fn neighbours_are_named_and_their_tips_compared() {
        let (mut foot, mut heads) = foot();
        let steps = of_neighbours(&foot, |i, j| tip_mm(&foot, &heads, i) - tip_mm(&foot, &heads, j));
        assert_eq!(steps.keys().collect::<Vec<_>>(), ["M1-M2", "M2-M3", "M3-M4", "M4-M5"]);
        assert!(steps.values().all(|step| (step - 2.0).abs() < 1e-12));
        foot.rays.remove(2);
        heads.remove(2);
        let steps = of_neighbours(&foot, |_, _| 0.0);
        assert_eq!(steps.keys().collect::<Vec<_>>(), ["M1-M2", "M4-M5"]);
    }

    #[test]
    fn equal_loads_do_not_deviate() {
        assert_eq!(deviation(&[50.0; 5]), 0.0);
        assert!((deviation(&[40.0, 60.0]) - 10.0).abs() < 1e-12);
    }
}
