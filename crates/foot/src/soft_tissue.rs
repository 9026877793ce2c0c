//! Soft-tissue parameters: global, never tuned per technique or per bone.

use crate::Ray;

/// One parameter as the scenario file, the schema and the documentation see it.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Key in `[soft_tissue]`, unit included.
    pub key: &'static str,
    /// Default value.
    pub default: f64,
    /// Least accepted value.
    pub minimum: f64,
    /// Greatest accepted value.
    pub maximum: f64,
    /// What it is.
    pub meaning: &'static str,
    /// Where the default comes from.
    pub source: &'static str,
}

macro_rules! soft_tissue {
    ($($(#[doc = $meaning:literal])+ $key:ident = $default:literal, $minimum:literal ..= $maximum:literal, $source:literal;)+) => {
        /// Every soft-tissue parameter of the foot.
        #[derive(Clone, Debug, PartialEq)]
        pub struct SoftTissue { $($(#[doc = $meaning])+ pub $key: f64,)+ }

        impl Default for SoftTissue {
            fn default() -> Self { Self { $($key: $default,)+ } }
        }

        impl SoftTissue {
            /// The table of parameters, in the order of the struct.
            pub const PARAMETERS: &'static [Parameter] = &[$(Parameter {
                key: stringify!($key), default: $default, minimum: $minimum, maximum: $maximum,
                meaning: concat!($($meaning),+), source: $source,
            },)+];

            /// The parameter called `key`, to be read or set.
            pub fn get_mut(&mut self, key: &str) -> Option<&mut f64> {
                match key { $(stringify!($key) => Some(&mut self.$key),)+ _ => None }
            }
        }
    };
}

soft_tissue! {
    /// Unloaded thickness of the plantar pad under a metatarsal head, mm.
    pad_thickness_mm = 15.2, 5.0 ..= 30.0, "Cavanagh 1999 J Biomech 32(6): 15.2 mm under MTH2";
    /// Compression of the pad, as a part of its thickness, at the reference load.
    pad_reference_strain = 0.457, 0.2 ..= 0.8, "Cavanagh 1999: 45.7 % in late stance";
    /// Load under one head at which the pad has the reference compression, N.
    pad_reference_load_n = 95.0, 20.0 ..= 400.0, "PMC8275713 Table 2: MTH2 89 to 102 N in walking";
    /// Stiffening exponent b of the pad: load ~ cosh(b strain) - 1.
    pad_stiffening = 5.5, 0.5 ..= 15.0, "assumed: tangent modulus at the reference is then about 2.7 times the secant one";
    /// Stiffness of the pad under the first head (and sesamoids) relative to that of a lesser head.
    pad_ratio_m1 = 1.0, 0.1 ..= 5.0, "assumed: the pads of all heads alike; the intact heads then share the load as measured (PMC8275713 Table 2)";
    /// Stiffness of the pad under the second head relative to the reference.
    pad_ratio_m2 = 1.0, 0.1 ..= 5.0, "assumed: the pads of all heads alike; the intact heads then share the load as measured (PMC8275713 Table 2)";
    /// Stiffness of the pad under the third head relative to the reference.
    pad_ratio_m3 = 1.0, 0.1 ..= 5.0, "assumed: the pads of all heads alike; the intact heads then share the load as measured (PMC8275713 Table 2)";
    /// Stiffness of the pad under the fourth head relative to the reference.
    pad_ratio_m4 = 1.0, 0.1 ..= 5.0, "assumed: the pads of all heads alike; the intact heads then share the load as measured (PMC8275713 Table 2)";
    /// Stiffness of the pad under the fifth head relative to the reference.
    pad_ratio_m5 = 1.0, 0.1 ..= 5.0, "assumed: the pads of all heads alike; the intact heads then share the load as measured (PMC8275713 Table 2)";
    /// Shear stiffness of one pad, N/mm.
    pad_shear_n_per_mm = 3.0, 0.0 ..= 50.0, "rigid prototype; 8 N/mm would be G A/t of 0.24 MPa (0.70 MPa forefoot, PMC9579782, nearly incompressible), 300 mm² and 9 mm left under load; calibrated: chosen below that with the strain of M2 in push-off and the clinical grades (T25 to T27) in view";
    /// Friction coefficient of skin on the ground: limits the shear of a pad.
    ground_friction = 0.6, 0.0 ..= 1.5, "Zhang and Mak 1999";

    /// Pretension of one slip of the plantar fascia, N.
    fascia_pretension_n = 87.0, 0.0 ..= 300.0, "rigid prototype; fascia 96 % of body weight in late stance (Erdemir 2004) over five slips is the upper bound";
    /// Stiffness of one slip of the plantar fascia, N/mm.
    fascia_stiffness_n_per_mm = 15.0, 0.0 ..= 100.0, "rigid prototype; whole fascia 204 N/mm (Kitaoka 1994) over five slips is the upper bound";
    /// Tension of the flexors of one ray at the length it has in the uncut foot, N.
    flexor_tension_n = 30.0, 0.0 ..= 300.0, "at midstance about half of late stance (FDL 55 of 96 N, PMC8071640 Table 1), where the FDL of the second toe bears 9 % of body weight (Jacob 2001); calibrated: chosen in its range with the clinical grades (T25 to T27) in view";
    /// Tension of the long extensor of one ray at the length it has in the uncut foot, N.
    extensor_longus_tension_n = 9.0, 0.0 ..= 100.0, "rigid prototype; tens of newtons in late stance";
    /// Tension of the short extensor of one of the rays M1 to M4 at the length it has in the uncut foot, N.
    extensor_brevis_tension_n = 39.0, 0.0 ..= 100.0, "rigid prototype; tens of newtons in late stance";
    /// Tension of interossei and lumbricals of one of the rays M2 to M5 at the length it has in the uncut foot, N.
    interosseous_tension_n = 0.0, 0.0 ..= 200.0, "interossei and lumbricals 20 to 60 N a ray in late stance (estimate; nothing measured was found)";
    /// Length of the fibres of the flexors, mm: how fast they lose tension as they shorten.
    flexor_fibre_mm = 35.0, 5.0 ..= 1000.0, "between FDL, 44.6 mm (Ward 2009), and FDB, 13.6 to 28.0 mm as all short muscles of the foot (Kura 1997)";
    /// Length of the fibres of the long extensor, mm.
    extensor_longus_fibre_mm = 69.0, 5.0 ..= 1000.0, "Ward 2009";
    /// Length of the fibres of the short extensor, mm.
    extensor_brevis_fibre_mm = 28.0, 5.0 ..= 1000.0, "Kura 1997: the second, the longest of the short muscles of the foot";
    /// Length of the fibres of the interossei, mm.
    interosseous_fibre_mm = 14.0, 5.0 ..= 1000.0, "Kura 1997: first plantar interosseous 13.6 mm";
    /// Rotational stiffness of the capsule of the metatarsophalangeal joint against a toe that lies on the ground, N mm/deg.
    capsule_nmm_per_deg = 23.0, 0.0 ..= 200.0, "0.52 N/deg (Wang, six feet) at the pulp of a toe, 45 mm from the joint";
    /// Distance from the metatarsophalangeal joint to the pulp of its toe, where the ground pushes it, mm.
    toe_lever_mm = 45.0, 20.0 ..= 80.0, "geometry: phalanges of a straight second toe, about 25, 12 and 9 mm (the first proximal one, 28.0 ± 2.4 mm, is the longest: PMC5713710); checked with the load of the toes";
    /// Depth of the plantar plate, where the transverse ligaments pull, below the head centre, in head radii.
    plate_depth_ratio = 1.0, 0.0 ..= 2.0, "geometry: the plate lies on the plantar surface of the head";
    /// Horizontal distance from the metatarsal base back to the calcaneal origin of fascia and flexors, mm.
    heel_distance_mm = 100.0, 40.0 ..= 250.0, "geometry: heel to M2 head 170 mm in an adult foot, less the bone";
    /// Height of the calcaneal origin of the fascia above the ground, mm.
    heel_height_mm = 15.0, 0.0 ..= 60.0, "geometry: thickness of the heel pad";
    /// Horizontal distance from the base of M2 back to the origin of the short extensor, mm.
    extensor_brevis_distance_mm = 40.0, 10.0 ..= 120.0, "geometry: anterior part of the calcaneus, lateral";
    /// How far lateral of M2 the short extensor comes from, mm.
    extensor_brevis_lateral_mm = 34.0, 0.0 ..= 80.0, "geometry: lateral surface of the anterior part of the calcaneus, 28 to 35 mm lateral of the line of M2; calibrated: chosen in this range with the clinical grades (T25 to T27) in view";
    /// Height of the short extensor above the ground where it leaves the dorsum of the tarsus, mm.
    extensor_brevis_height_mm = 55.0, 10.0 ..= 100.0, "geometry: its tendons run along the dorsum; lines parallel to the shafts of M2 to M4 lie 67, 58 and 47 mm high there, and one from the calcaneus itself, 40 mm high, would pass through the shafts; calibrated: chosen in this range with the clinical grades (T25 to T27) in view";
    /// Push of the surgeon on a cut head, backwards along the shaft, taken away before weight, N.
    surgeon_push_n = 0.0, 0.0 ..= 200.0, "off by default";

    /// Stiffness of periosteum and soft tissue around a cut, along the shaft, N/mm.
    sleeve_axial_n_per_mm = 5.5, 0.0 ..= 200.0, "derived: E A/l of periosteum 0.9 MPa and 1.5 mm thick (PMC9579782), 30 mm around, over 6 to 8 mm, is 5 to 7 N/mm; calibrated: the lower end, with the clinical grades (T25 to T27) in view";
    /// Stiffness of periosteum and soft tissue around a cut, across the shaft, N/mm.
    sleeve_shear_n_per_mm = 2.0, 0.0 ..= 200.0, "derived: as along the shaft, with G near E/3, is 1.7 to 2.3 N/mm; calibrated: chosen near it with the clinical grades (T25 to T27) in view";
    /// Stretch at which the sleeve is twice as stiff as at first, mm.
    sleeve_stiffening_mm = 4.8, 1.0 ..= 1000.0, "assumed: somewhat less than its length of 6 to 8 mm, as soft tissue of collagen stiffens with stretch (J-shaped curve); calibrated: chosen with the clinical grades (T25 to T27) in view";
    /// Rotational stiffness of periosteum and soft tissue around a cut, N m/rad.
    sleeve_rotation_nm_per_rad = 2.3, 0.0 ..= 50.0, "rigid prototype, start value";

    /// Stiffness of the ligament between the plates of neighbouring lesser rays, in tension, N/mm.
    transverse_ligament_n_per_mm = 69.0, 0.0 ..= 1000.0, "derived bounds 50 to 500 N/mm; rigid prototype";
    /// Stiffness between M1 and M2 relative to the other ligaments: that one reaches the sesamoids, not the head.
    transverse_ligament_m1_ratio = 0.05, 0.0 ..= 1.0, "anatomy of the sesamoids, which glide under the first head; nothing measured was found; calibrated: chosen with the clinical grades (T25 to T27) in view";
    /// Stretch over which a ligament takes up its full stiffness, mm.
    ligament_toe_mm = 0.2, 0.01 ..= 3.0, "assumed: short against the travel of a head";
    /// Stiffness of the tissue between neighbouring heads, in compression, N/mm.
    between_heads_n_per_mm = 180.0, 0.0 ..= 500.0, "derived: E A/t of 0.7 MPa (forefoot tissue, PMC9579782), sides of 15 x 12 mm and 2 mm between them is 63 N/mm; two to three times that for a thin layer that can hardly bulge; calibrated: chosen in its range with the clinical grades (T25 to T27) in view";
    /// Approach of neighbouring heads before the tissue between them resists, mm.
    between_heads_slack_mm = 0.0, 0.0 ..= 10.0, "assumed: capsules, bursae and interossei fill the space";

    /// Sagittal rotational stiffness of the base of M1, N m/deg.
    base_sagittal_m1_nm_per_deg = 2.0, 0.1 ..= 100.0, "derived from Ouzounian and Shereff 1989: half the range taken up by 50 N on 70 mm";
    /// Sagittal rotational stiffness of the base of M2, N m/deg.
    base_sagittal_m2_nm_per_deg = 11.7, 0.1 ..= 100.0, "derived from Ouzounian and Shereff 1989";
    /// Sagittal rotational stiffness of the base of M3, N m/deg.
    base_sagittal_m3_nm_per_deg = 4.4, 0.1 ..= 100.0, "derived from Ouzounian and Shereff 1989";
    /// Sagittal rotational stiffness of the base of M4, N m/deg.
    base_sagittal_m4_nm_per_deg = 0.73, 0.1 ..= 100.0, "derived from Ouzounian and Shereff 1989";
    /// Sagittal rotational stiffness of the base of M5, N m/deg.
    base_sagittal_m5_nm_per_deg = 0.69, 0.1 ..= 100.0, "derived from Ouzounian and Shereff 1989";
    /// Rotational stiffness of the base of M1 in the plane of the ground, N m/deg.
    base_transverse_m1_nm_per_deg = 5.0, 0.1 ..= 100.0, "rigid prototype: 80 N/mm at the head on a 60 mm arm";
    /// Rotational stiffness of the base of M2 in the plane of the ground, N m/deg.
    base_transverse_m2_nm_per_deg = 11.7, 0.1 ..= 100.0, "taken equal to the sagittal one";
    /// Rotational stiffness of the base of M3 in the plane of the ground, N m/deg.
    base_transverse_m3_nm_per_deg = 4.4, 0.1 ..= 100.0, "taken equal to the sagittal one";
    /// Rotational stiffness of the base of M4 in the plane of the ground, N m/deg.
    base_transverse_m4_nm_per_deg = 4.4, 0.1 ..= 100.0, "taken equal to that of M3: the base is wedged between its neighbours, and its great mobility is sagittal";
    /// Rotational stiffness of the base of M5 in the plane of the ground, N m/deg.
    base_transverse_m5_nm_per_deg = 0.6, 0.1 ..= 100.0, "rigid prototype: 8 N/mm at the head on a 65 mm arm";
    /// Rotational stiffness of every base about the shaft, N m/deg.
    base_axial_nm_per_deg = 2.0, 0.1 ..= 100.0, "taken as a middle value; pronation ranges of Ouzounian and Shereff 1989 are 1 to 11 degrees";
    /// Translational stiffness of every base, N/mm.
    base_translation_n_per_mm = 1000.0, 50.0 ..= 20000.0, "stiff against everything else; one Lisfranc ligament has 190 N/mm (Kura 2001)";
}

impl SoftTissue {
    /// Height of the ground in the foot frame, mm: the foot stands on its pads, and zero is under pads of default thickness.
    #[must_use]
    pub fn ground_level_mm(&self) -> f64 {
        Self::default().pad_thickness_mm - self.pad_thickness_mm
    }

    /// Stiffness of the pad under the head of `ray` relative to the reference.
    #[must_use]
    pub fn pad_ratio(&self, ray: Ray) -> f64 {
        [self.pad_ratio_m1, self.pad_ratio_m2, self.pad_ratio_m3, self.pad_ratio_m4, self.pad_ratio_m5]
            [ray.index()]
    }

    /// Sagittal rotational stiffness of the base of `ray`, N·m/deg.
    #[must_use]
    pub fn base_sagittal_nm_per_deg(&self, ray: Ray) -> f64 {
        [
            self.base_sagittal_m1_nm_per_deg,
            self.base_sagittal_m2_nm_per_deg,
            self.base_sagittal_m3_nm_per_deg,
            self.base_sagittal_m4_nm_per_deg,
            self.base_sagittal_m5_nm_per_deg,
        ][ray.index()]
    }

    /// Rotational stiffness of the base of `ray` in the plane of the ground, N·m/deg.
    #[must_use]
    pub fn base_transverse_nm_per_deg(&self, ray: Ray) -> f64 {
        [
            self.base_transverse_m1_nm_per_deg,
            self.base_transverse_m2_nm_per_deg,
            self.base_transverse_m3_nm_per_deg,
            self.base_transverse_m4_nm_per_deg,
            self.base_transverse_m5_nm_per_deg,
        ][ray.index()]
    }

    /// Stiffness of the transverse ligament from `medial` to its lateral neighbour, N/mm.
    #[must_use]
    pub fn transverse_ligament_n_per_mm_from(&self, medial: Ray) -> f64 {
        let ratio = if medial == Ray::M1 { self.transverse_ligament_m1_ratio } else { 1.0 };
        ratio * self.transverse_ligament_n_per_mm
    }
}

#[cfg(test)]
mod tests {
    use super::SoftTissue;

    #[test]
    fn every_default_lies_in_its_own_range_and_can_be_set_by_name() {
        let mut tissue = SoftTissue::default();
        for p in SoftTissue::PARAMETERS {
            assert!(p.minimum <= p.default && p.default <= p.maximum, "{}", p.key);
            let value = tissue.get_mut(p.key).expect("every parameter can be set by its key");
            assert_eq!(*value, p.default);
        }
        assert!(tissue.get_mut("flexor_tension").is_none());
    }

    #[test]
    fn a_factor_of_one_is_not_called_calibrated() {
        for p in SoftTissue::PARAMETERS.iter().filter(|p| p.source.contains("calibrated")) {
            assert!(p.default != 1.0, "{}: nobody changed it: {}", p.key, p.source);
        }
    }
}
