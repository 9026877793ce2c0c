//! Soft tissue and ground as connectors between the bodies of a forefoot.

use super::body::Holdable;
use super::ground::Ground;
use super::patch::Role;
use crate::anatomy::{Attachments, FootAnatomy, Hindfoot, RayAnatomy};
use crate::law::{
    Buffer, Bushing, BushingStiffness, DRESSING, DeadLoad, DeadMoment, FASCIA, GroundShear, HAND, Ligament,
    Line, MUSCLES, Muscle, Pad, PadLaw, PretensionedSlip, Propulsion, Side, Strip, TearingStrip,
};
use crate::scenario::Hand;
use crate::{FootError, Ray, SoftTissue};
use osteotome_contact::{Anchor, Connector, State};
use osteotome_geometry::{Matrix3, Point3, UnitVector3, Vector3};
use std::sync::Arc;

/// N·m/deg in N·mm/rad.
const NMM_PER_RAD: f64 = 1000.0 * 180.0 / std::f64::consts::PI;

/// What a visible line is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LineRole {
    /// Name of the connector.
    pub(crate) name: String,
    /// Its number.
    pub(crate) connector: usize,
    /// Push of the ground under its toe over its tension; 0 of a line that ends on no toe.
    pub(crate) toe_ratio: f64,
}

/// The connectors of a forefoot and which is which.
#[derive(Default)]
pub(crate) struct ConnectorMap {
    /// All of them.
    pub(crate) connectors: Vec<Arc<dyn Connector>>,
    /// Number of the pad of each ray, in the order of the rays.
    pub(crate) pads: Vec<usize>,
    /// Number of the pad under the stump of each ray; none of a ray that is not cut, or cut too far behind its head.
    pub(crate) stumps: Vec<Option<usize>>,
    /// Part of the tissue under the head that bears on the stump of each ray.
    pub(crate) stump_shares: Vec<f64>,
    /// Distance of its two ends at which it just touches the ground, mm.
    pub(crate) clearances_mm: Vec<f64>,
    /// Those that are lines to look at.
    pub(crate) lines: Vec<LineRole>,
    /// The shear of the pads, with their numbers and where the intact foot stands on them.
    soles: Vec<(usize, Arc<GroundShear>, Vector3)>,
}

/// A ray of the assembly as the connectors see it.
pub(crate) struct Held<'a> {
    /// Its anatomy.
    pub(crate) ray: &'a RayAnatomy,
    /// Number and model of the body with the base.
    pub(crate) proximal: (usize, &'a dyn Holdable),
    /// Number and model of the body with the head; the same one if the ray is whole.
    pub(crate) distal: (usize, &'a dyn Holdable),
    /// What the surgeon's hand does to the head.
    pub(crate) hand: Hand,
}

impl Held<'_> {
    fn is_cut(&self) -> bool {
        self.proximal.0 != self.distal.0
    }

    /// Part of the tissue under the head that bears on the proximal fragment.
    fn stump_share(&self) -> f64 {
        let is_held = self.is_cut() && self.proximal.1.patch(Role::Stump).is_some();
        let (stump, head) = (self.proximal.1.bearing_area_mm2(), self.distal.1.bearing_area_mm2());
        if is_held { stump / (stump + head) } else { 0.0 }
    }

    fn head(&self, role: Role) -> Result<(Anchor, Point3), FootError> {
        self.distal.1.anchor(self.distal.0, role)
    }
}

impl ConnectorMap {
    /// All connectors of the rays `held`, medial to lateral.
    ///
    /// # Errors
    /// If a fragment has no surface for one of them to hold.
    pub(crate) fn of(
        foot: &FootAnatomy,
        held: &[Held],
        tissue: &SoftTissue,
        ground: &Ground,
    ) -> Result<Self, FootError> {
        let hindfoot = Hindfoot::behind(foot, tissue).ok_or(FootError::NoRays)?;
        let mut map = Self::default();
        for ray in held {
            map.add_ground(ray, tissue, ground)?;
            map.add_tendons(ray, &hindfoot, tissue, ground.up)?;
            map.add_joints(ray, tissue)?;
        }
        for pair in held.windows(2) {
            if pair[1].ray.ray.index() == pair[0].ray.ray.index() + 1 {
                map.add_neighbours(&pair[0], &pair[1], tissue)?;
            }
        }
        Ok(map)
    }

    /// Sets the soles down where the heads are in `state`, or, before there is any, where they are in the reference configuration.
    pub(crate) fn set_soles_down(&self, state: Option<&State>) {
        for (connector, shear, reference) in &self.soles {
            let now = state.map(|state| &state.connectors[*connector].positions);
            shear.set_down_at(now.map_or(*reference, |ends| ends[0] - ends[1]));
        }
    }

    fn push(&mut self, connector: impl Connector + 'static) {
        self.connectors.push(Arc::new(connector));
    }

    fn push_line(&mut self, line: impl Connector + 'static, toe_ratio: f64) {
        self.lines.push(LineRole {
            name: line.name().to_owned(),
            connector: self.connectors.len(),
            toe_ratio,
        });
        self.push(line);
    }

    fn add_ground(&mut self, held: &Held, tissue: &SoftTissue, ground: &Ground) -> Result<(), FootError> {
        let (ray, up) = (held.ray.ray, ground.up);
        let stump_share = held.stump_share();
        let (centre_anchor, centre) = held.head(Role::Ground)?;
        self.pads.push(self.connectors.len());
        self.clearances_mm.push(up.dot(&(centre - ground.below(&centre))));
        self.add_pad(&format!("{ray}"), (centre_anchor, centre), 1.0 - stump_share, (ray, tissue, ground));
        self.stump_shares.push(stump_share);
        self.stumps.push((stump_share > 0.0).then_some(self.connectors.len()));
        if stump_share > 0.0 {
            let stump = held.proximal.1.anchor(held.proximal.0, Role::Stump)?;
            self.add_pad(&format!("{ray}-stump"), stump, stump_share, (ray, tissue, ground));
        }
        let limit_n = tissue.ground_friction * ground.nominal_load_n;
        if tissue.pad_shear_n_per_mm > 0.0 && limit_n > 0.0 {
            let (sole_anchor, sole) = held.head(Role::Sole)?;
            let below = ground.below(&sole);
            let (anchors, offset) = ([sole_anchor, Anchor::Platform(below)], sole - below);
            let name = format!("{ray}-ground-shear");
            let stiffness = tissue.pad_shear_n_per_mm;
            let shear = Arc::new(GroundShear::new(name, anchors, offset, up, stiffness, limit_n));
            self.soles.push((self.connectors.len(), Arc::clone(&shear), offset));
            self.connectors.push(shear);
        }
        Ok(())
    }

    /// The part `share` of the pad of a ray between a piece of it and the ground, with its propulsion.
    fn add_pad(
        &mut self,
        name: &str,
        (anchor, at): (Anchor, Point3),
        share: f64,
        (ray, tissue, ground): (Ray, &SoftTissue, &Ground),
    ) {
        let up = ground.up;
        let law = PadLaw::through(
            tissue.pad_thickness_mm,
            tissue.pad_reference_strain,
            tissue.pad_reference_load_n * tissue.pad_ratio(ray) * share,
            tissue.pad_stiffening,
        );
        let anchors = [anchor, Anchor::Platform(ground.below(&at))];
        let clearance_mm = up.dot(&(at - ground.below(&at)));
        self.push(Pad::new(format!("{name}-pad"), anchors.clone(), clearance_mm, up, law));
        if ground.shear_ratio != 0.0 {
            let push = ground.forward.into_inner() * ground.shear_ratio;
            self.push(Propulsion::new(format!("{name}-propulsion"), anchors, clearance_mm, up, push, law));
        }
    }

    /// Fascia, tendons and the short muscles. They end on the toe and the plate, which turn freely about the head: whatever they
    /// pull reaches the head through the joint, and so through its centre. Their moment about it is balanced by the ground under the
    /// toe, whose push reaches the head the same way.
    fn add_tendons(
        &mut self,
        held: &Held,
        hindfoot: &Hindfoot,
        tissue: &SoftTissue,
        up: UnitVector3,
    ) -> Result<(), FootError> {
        let ray = held.ray.ray;
        let at = Attachments::of(held.ray, tissue);
        let (joint, centre) = held.head(Role::Core)?;
        let to_joint = |from: Anchor| [from, joint.clone()];
        let lift = |ratio: f64| up.into_inner() * ratio;
        let under = tissue.toe_ratio(ray, held.ray.head_radius_mm);
        let over = -under * held.ray.head_radius_mm / tissue.flexor_depth_mm(ray, held.ray.head_radius_mm);
        let slip = PretensionedSlip {
            reference_length_mm: (centre - hindfoot.heel).norm(),
            pretension_n: tissue.fascia_tension_n * tissue.fascia_share(ray),
            stiffness_n_per_mm: tissue.fascia_stiffness_n_per_mm * tissue.fascia_share(ray),
            toe_mm: tissue.ligament_toe_mm,
            channel: FASCIA,
        };
        let fascia = Line::new(format!("{ray}-fascia"), to_joint(Anchor::World(hindfoot.heel)), slip);
        self.push_line(fascia.to_toe(lift(under), centre), under);
        let (base, base_point) = held.proximal.1.anchor(held.proximal.0, Role::Base)?;
        let lesser = if ray == Ray::M1 { 0.0 } else { tissue.interosseous_tension_n };
        // The short extensor has slips to the four medial toes.
        let brevis = if ray == Ray::M5 { 0.0 } else { tissue.extensor_brevis_tension_n };
        let (longus, origin) = (tissue.extensor_longus_tension_n, at.extensor_longus_origin);
        let world = |origin: Point3| (Anchor::World(origin), origin);
        for (name, (from, origin), tension_n, fibre_mm, ratio) in [
            ("flexor", world(hindfoot.heel), tissue.flexor_tension_n_of(ray), tissue.flexor_fibre_mm, under),
            ("extensor-longus", world(origin), longus, tissue.extensor_longus_fibre_mm, over),
            (
                "extensor-brevis",
                world(hindfoot.extensor_brevis),
                brevis,
                tissue.extensor_brevis_fibre_mm,
                over,
            ),
            // They pass the joint close to its axis.
            ("interossei", (base, base_point), lesser, tissue.interosseous_fibre_mm, 0.0),
        ] {
            if tension_n > 0.0 {
                let reference_length_mm = (centre - origin).norm();
                let law = Muscle { tension_n, reference_length_mm, fibre_mm, channel: MUSCLES };
                let line = Line::new(format!("{ray}-{name}"), to_joint(from), law);
                self.push_line(line.to_toe(lift(ratio), centre), ratio);
            }
        }
        Ok(())
    }

    fn add_joints(&mut self, held: &Held, tissue: &SoftTissue) -> Result<(), FootError> {
        let ray = held.ray.ray;
        let (base_anchor, base) = held.proximal.1.anchor(held.proximal.0, Role::Base)?;
        let anchors = [Anchor::World(base), base_anchor];
        let stiffness = base_stiffness(held.ray, tissue);
        self.push(Bushing::new(format!("{ray}-base"), anchors, [base; 2], stiffness));
        if tissue.capsule_nmm_per_deg > 0.0 {
            let (head, centre) = held.head(Role::Core)?;
            let anchors = [Anchor::World(centre), head];
            let stiffness = capsule_stiffness(held.ray.axes(), tissue);
            self.push(Bushing::new(format!("{ray}-capsule"), anchors, [centre; 2], stiffness));
        }
        if ray == Ray::M1 && tissue.peroneus_longus_tension_n > 0.0 {
            let (anchor, _) = held.proximal.1.anchor(held.proximal.0, Role::Base)?;
            self.push(peroneus_longus(held.ray, anchor, tissue));
        }
        if held.is_cut() {
            self.add_at_the_cut(held, tissue)?;
        }
        Ok(())
    }

    /// What bridges a cut, and what a surgeon does to its head.
    fn add_at_the_cut(&mut self, held: &Held, tissue: &SoftTissue) -> Result<(), FootError> {
        let ray = held.ray.ray;
        let (proximal, near) = held.proximal.1.anchor(held.proximal.0, Role::Sleeve)?;
        let (distal, far) = held.head(Role::Sleeve)?;
        let stiffness = sleeve_stiffness(held.ray.axes(), tissue);
        let anchors = [proximal, distal];
        let sleeve = Bushing::new(format!("{ray}-sleeve"), anchors.clone(), [near, far], stiffness);
        self.push(sleeve.stiffening_over(tissue.sleeve_stiffening_mm));
        if tissue.strip_stiffness_n_per_mm > 0.0 {
            for (name, points) in strips(held.ray, &near, tissue.strip_length_mm) {
                let law = TearingStrip {
                    reference_length_mm: tissue.strip_length_mm,
                    stiffness_n_per_mm: tissue.strip_stiffness_n_per_mm,
                    strength_n: tissue.strip_strength_n,
                    toe_mm: tissue.ligament_toe_mm,
                };
                self.push(Strip::new(format!("{ray}-{name}"), anchors.clone(), [near, far], points, law));
            }
        }
        let (anchor, centre) = held.head(Role::Core)?;
        let mut pull = |what: &str, force_n: Vector3, channel: usize| {
            if force_n != Vector3::zeros() {
                let load = DeadLoad::new(format!("{ray}-{what}"), anchor.clone(), centre, force_n, channel);
                self.push(load);
            }
        };
        let up = RayAnatomy::up().into_inner();
        pull("hand", up * held.hand.lift_n - held.ray.axis.into_inner() * held.hand.push_n, HAND);
        pull("dressing", held.ray.lateral().into_inner() * -tissue.dressing_n, DRESSING);
        Ok(())
    }

    fn add_neighbours(
        &mut self,
        medial: &Held,
        lateral: &Held,
        tissue: &SoftTissue,
    ) -> Result<(), FootError> {
        let pair = format!("{}-{}", medial.ray.ray, lateral.ray.ray);
        let (from, medial_plate) = medial.head(Role::Plate)?;
        let (to, lateral_plate) = lateral.head(Role::Plate)?;
        let ligament = Ligament {
            reference_length_mm: (lateral_plate - medial_plate).norm(),
            stiffness_n_per_mm: tissue.transverse_ligament_n_per_mm_from(medial.ray.ray),
            toe_mm: tissue.ligament_toe_mm,
        };
        self.push_line(Line::new(format!("{pair}-ligament"), [from, to], ligament), 0.0);
        let (from, medial_centre) = medial.head(Role::Core)?;
        let (to, lateral_centre) = lateral.head(Role::Core)?;
        let sideways = UnitVector3::new_normalize(
            medial.ray.lateral().into_inner() + lateral.ray.lateral().into_inner(),
        );
        let buffer = Buffer {
            reference_length_mm: sideways.dot(&(lateral_centre - medial_centre)),
            slack_mm: tissue.between_heads_slack_mm,
            stiffness_n_per_mm: tissue.between_heads_n_per_mm,
            toe_mm: tissue.ligament_toe_mm,
        };
        self.push_line(Side::new(format!("{pair}-tissue"), [from, to], sideways, buffer), 0.0);
        Ok(())
    }
}

/// The muscle holds the base of M1 down and so turns its head to the ground.
fn peroneus_longus(ray: &RayAnatomy, base: Anchor, tissue: &SoftTissue) -> DeadMoment {
    // Turning about the left direction of the foot lowers what points distally.
    let left = RayAnatomy::up().cross(&ray.ground_distal());
    let moment_nmm = left * (tissue.peroneus_longus_tension_n * tissue.peroneus_longus_lever_mm);
    DeadMoment::new(format!("{}-peroneus-longus", ray.ray), base, moment_nmm, MUSCLES)
}

/// Ends of the strips that bridge the cut of `ray` at `centre`, on the plantar, medial and lateral side of the shaft. The burr and the
/// rasp strip the dorsal side.
fn strips(ray: &RayAnatomy, centre: &Point3, length_mm: f64) -> [(&'static str, [Point3; 2]); 3] {
    let along = ray.axis.into_inner() * (0.5 * length_mm);
    let (lateral, plantar) = (ray.lateral().into_inner(), -ray.dorsal().into_inner());
    [("strip-plantar", plantar), ("strip-medial", -lateral), ("strip-lateral", lateral)].map(
        |(name, side)| {
            let on_skin = centre + side * ray.half_width_mm(centre, &side);
            (name, [on_skin - along, on_skin + along])
        },
    )
}

fn base_stiffness(ray: &RayAnatomy, tissue: &SoftTissue) -> BushingStiffness {
    // Axes are shaft, lateral, dorsal: turning about the shaft, up and down, and sideways.
    let rotation_nm_per_deg = Vector3::new(
        tissue.base_axial_nm_per_deg,
        tissue.base_sagittal_nm_per_deg(ray.ray),
        tissue.base_transverse_nm_per_deg(ray.ray),
    );
    BushingStiffness {
        axes: ray.axes(),
        translation_n_per_mm: Vector3::repeat(tissue.base_translation_n_per_mm),
        rotation_nmm_per_rad: rotation_nm_per_deg * NMM_PER_RAD,
    }
}

fn capsule_stiffness(axes: Matrix3, tissue: &SoftTissue) -> BushingStiffness {
    BushingStiffness {
        axes,
        translation_n_per_mm: Vector3::zeros(),
        rotation_nmm_per_rad: Vector3::repeat(tissue.capsule_nmm_per_deg.to_degrees()),
    }
}

fn sleeve_stiffness(axes: Matrix3, tissue: &SoftTissue) -> BushingStiffness {
    let (axial, shear) = (tissue.sleeve_axial_n_per_mm, tissue.sleeve_shear_n_per_mm);
    BushingStiffness {
        axes,
        translation_n_per_mm: Vector3::new(axial, shear, shear),
        rotation_nmm_per_rad: Vector3::repeat(1000.0 * tissue.sleeve_rotation_nm_per_rad),
    }
}
