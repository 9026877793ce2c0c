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
    pad_reference_load_n = 103.9, 20.0 ..= 400.0, "load of MTH2 in late stance by vertical balance, 90 to 180 N";
    /// Stiffening exponent b of the pad: load ~ cosh(b strain) - 1.
    pad_stiffening = 7.692, 0.5 ..= 15.0, "J-shaped curves, 3 to 9; the tangent modulus at the reference is then about 2.7 times the secant one";
    /// Stiffness of the pad under the first head (and sesamoids) relative to that of a lesser head.
    pad_ratio_m1 = 1.308, 0.1 ..= 5.0, "two sesamoids under a head of 21 against 13 mm: 1.2 to 2.5";
    /// Stiffness of the pad under the second head relative to the reference.
    pad_ratio_m2 = 1.0, 0.1 ..= 5.0, "the reference";
    /// Stiffness of the pad under the third head relative to the reference.
    pad_ratio_m3 = 1.0, 0.1 ..= 5.0, "assumed equal to the second";
    /// Stiffness of the pad under the fourth head relative to the reference.
    pad_ratio_m4 = 1.0, 0.1 ..= 5.0, "assumed equal to the second";
    /// Stiffness of the pad under the fifth head relative to the reference.
    pad_ratio_m5 = 0.7534, 0.1 ..= 5.0, "contact areas of the heads: 0.6 to 1.1";
    /// Shear stiffness of one pad, N/mm.
    pad_shear_n_per_mm = 14.43, 0.0 ..= 50.0, "derived: G A/t of 0.24 MPa (0.70 MPa forefoot, PMC9579782, nearly incompressible), 300 mm² and 9 mm left under load";
    /// Friction coefficient of skin on the ground: limits the shear of a pad.
    ground_friction = 0.6, 0.0 ..= 1.5, "Zhang and Mak 1999";

    /// Tension of the whole plantar fascia at the length it has in the uncut foot, at the load of midstance, N.
    fascia_tension_n = 181.8, 0.0 ..= 1500.0, "0.35 of body weight where late stance has 0.96 ± 0.36 (Erdemir 2004) on 2.2 times the load under the heads";
    /// Stiffness of the whole plantar fascia, N/mm.
    fascia_stiffness_n_per_mm = 106.5, 0.0 ..= 500.0, "Kitaoka 1994: 203.7 ± 50.5 N/mm";
    /// Part of the fascia that goes to the first ray.
    fascia_share_m1 = 0.304, 0.0 ..= 1.0, "cross-sections of the five bundles, eight feet (PMID 24392127)";
    /// Part of the fascia that goes to the second ray.
    fascia_share_m2 = 0.241, 0.0 ..= 1.0, "PMID 24392127";
    /// Part of the fascia that goes to the third ray.
    fascia_share_m3 = 0.194, 0.0 ..= 1.0, "PMID 24392127";
    /// Part of the fascia that goes to the fourth ray.
    fascia_share_m4 = 0.148, 0.0 ..= 1.0, "PMID 24392127";
    /// Part of the fascia that goes to the fifth ray.
    fascia_share_m5 = 0.113, 0.0 ..= 1.0, "PMID 24392127";
    /// Tension of the flexors of one lesser ray at the length it has in the uncut foot, at the load of midstance, N.
    flexor_tension_n = 12.61, 0.0 ..= 300.0, "FDL 55 N over four toes at 45 % of stance (PMC8071640 Table 1) and FDL + FDB 0.22 of body weight in push-off (Jacob 2001): 8 to 30 N";
    /// Tension of the flexors of the first ray at the length it has in the uncut foot, at the load of midstance, N.
    flexor_tension_m1_n = 58.73, 0.0 ..= 800.0, "FHL + FHB 0.88 of body weight in push-off (Jacob 2001), 250 to 620 N there: 20 to 120 N";
    /// Tension of the peroneus longus, which holds the base of M1 down, at the load of midstance, N.
    peroneus_longus_tension_n = 42.16, 0.0 ..= 800.0, "0.58 of body weight in push-off (Jacob 2001), less in midstance as the other muscles";
    /// Lever of the peroneus longus about the base of M1, mm.
    peroneus_longus_lever_mm = 10.0, 0.0 ..= 30.0, "geometry: it ends on the plantar side of a base some 20 mm high; 8 to 12 mm";
    /// Tension of the long extensor of one ray at the length it has in the uncut foot, at the load of midstance, N.
    extensor_longus_tension_n = 3.0, 0.0 ..= 100.0, "quiet in midstance (Zelik 2015): 0 to 9 N";
    /// Tension of the short extensor of one of the rays M1 to M4 at the length it has in the uncut foot, at the load of midstance, N.
    extensor_brevis_tension_n = 3.0, 0.0 ..= 100.0, "quiet in midstance; a slip of 0.8 cm² (of 0.28 to 6.68 cm² of all short muscles, Kura 1997) can pull 20 N at most: 0 to 10 N";
    /// Tension of interossei and lumbricals of one of the rays M2 to M5 at the length it has in the uncut foot, at the load of midstance, N.
    interosseous_tension_n = 22.62, 0.0 ..= 200.0, "cross-sections and recruitment by load (Kelly 2014): 5 to 25 N";
    /// Power of the load under the heads with which the tension of muscles grows; the fascia goes in proportion.
    muscle_exponent = 2.296, 0.0 ..= 4.0, "tensions of push-off over those of midstance are 4 to 6.7 (flexors, interossei) where loads are 2.2: 1.7 to 2.4; intrinsic muscles are recruited beyond thresholds (Kelly 2014)";
    /// Length of the fibres of the flexors, mm: how fast they lose tension as they shorten.
    flexor_fibre_mm = 35.0, 5.0 ..= 1000.0, "between FDL, 44.6 mm (Ward 2009), and FDB, 13.6 to 28.0 mm as all short muscles of the foot (Kura 1997)";
    /// Length of the fibres of the long extensor, mm.
    extensor_longus_fibre_mm = 69.0, 5.0 ..= 1000.0, "Ward 2009";
    /// Length of the fibres of the short extensor, mm.
    extensor_brevis_fibre_mm = 28.0, 5.0 ..= 1000.0, "Kura 1997: the second, the longest of the short muscles of the foot";
    /// Length of the fibres of the interossei, mm.
    interosseous_fibre_mm = 14.0, 5.0 ..= 1000.0, "Kura 1997: first plantar interosseous 13.6 mm";
    /// Rotational stiffness of the capsule of the metatarsophalangeal joint against a toe that lies on the ground, N mm/deg.
    capsule_nmm_per_deg = 21.9, 0.0 ..= 200.0, "0.52 N/deg (Wang, six feet) at the pulp of a toe, 45 mm from the joint, is 23; 10 to 25";
    /// Distance from the metatarsophalangeal joint to the pulp of a lesser toe, where the ground pushes it, mm.
    toe_lever_mm = 44.86, 20.0 ..= 80.0, "geometry: phalanges of a straight second toe, about 25, 12 and 9 mm";
    /// Distance from the first metatarsophalangeal joint to the pulp of the hallux, mm.
    toe_lever_m1_mm = 52.82, 20.0 ..= 90.0, "geometry: the first proximal phalanx, 28.0 ± 2.4 mm (PMC5713710), and the distal one";
    /// Distance of fascia and flexors below the centre of the first head, in head radii.
    sesamoid_depth_ratio = 1.497, 0.5 ..= 3.0, "geometry: the sesamoids lie between head and tendon; 1.3 to 1.8";
    /// Depth of the plantar plate, where the transverse ligaments pull, below the head centre, in head radii.
    plate_depth_ratio = 1.0, 0.0 ..= 2.0, "geometry: the plate lies on the plantar surface of the head";
    /// Horizontal distance from the metatarsal base back to the calcaneal origin of fascia and flexors, mm.
    heel_distance_mm = 100.0, 40.0 ..= 250.0, "geometry: heel to M2 head 170 mm in an adult foot, less the bone";
    /// Height of the calcaneal origin of the fascia above the ground, mm.
    heel_height_mm = 15.0, 0.0 ..= 60.0, "geometry: thickness of the heel pad";
    /// Horizontal distance from the base of M2 back to the origin of the short extensor, mm.
    extensor_brevis_distance_mm = 40.0, 10.0 ..= 120.0, "geometry: anterior part of the calcaneus, lateral";
    /// How far lateral of M2 the short extensor comes from, mm.
    extensor_brevis_lateral_mm = 31.0, 0.0 ..= 80.0, "geometry: lateral surface of the anterior part of the calcaneus, 28 to 35 mm lateral of the line of M2";
    /// Height of the short extensor above the ground where it leaves the dorsum of the tarsus, mm.
    extensor_brevis_height_mm = 55.0, 10.0 ..= 100.0, "geometry: its tendons run along the dorsum; lines parallel to the shafts of M2 to M4 lie 67, 58 and 47 mm high there";
    /// Pull of the dressing on each cut head, through its toe towards the hallux, N.
    dressing_n = 3.0, 0.0 ..= 50.0, "a strip of gauze around a toe: 2 to 5 N (estimate)";

    /// Stiffness of tissue around a cut that resists approach and stretch alike, along the shaft, N/mm.
    sleeve_axial_n_per_mm = 0.0, 0.0 ..= 200.0, "periosteum is a membrane, slack when fragments approach: 0 to 1 N/mm";
    /// Stiffness of tissue around a cut that resists approach and stretch alike, across the shaft, N/mm.
    sleeve_shear_n_per_mm = 1.0, 0.0 ..= 200.0, "between that of a slack membrane, 0, and of a taut one, 10 N/mm";
    /// Stretch at which this tissue is twice as stiff as at first, mm.
    sleeve_stiffening_mm = 1000.0, 1.0 ..= 1000.0, "so great that it does not stiffen";
    /// Rotational stiffness of tissue around a cut, N m/rad.
    sleeve_rotation_nm_per_rad = 0.3, 0.0 ..= 50.0, "derived: k r²/2 of 5.5 N/mm spread over a radius of 5 to 12 mm is 0.07 to 0.4; 0.05 to 1";
    /// Stiffness of each of the three strips of periosteum, plantar, medial and lateral, that bridge a cut, N/mm, once taut.
    strip_stiffness_n_per_mm = 8.0, 0.0 ..= 200.0, "periosteum of 1 to 25 MPa, 0.1 to 0.3 mm thick, 10 mm wide, stripped over 6 to 10 mm: 4 to 15 N/mm a strip";
    /// Length of a strip, mm: so long is the bone that the burr strips.
    strip_length_mm = 8.0, 1.0 ..= 30.0, "6 to 10 mm of bone stripped beside a burr of 2 mm (estimate)";
    /// Tension at which a strip tears and stretches on, N.
    strip_strength_n = 20.0, 0.1 ..= 500.0, "estimate: a strip of 2 mm² at 10 MPa";

    /// Stiffness of the ligament between the plates of neighbouring lesser rays, in tension, N/mm.
    transverse_ligament_n_per_mm = 272.8, 0.0 ..= 1000.0, "derived: E A/l with 270 MPa; 50 to 300 N/mm; no test found";
    /// Stiffness between M1 and M2 relative to the other ligaments: that one reaches the sesamoids, not the head.
    transverse_ligament_m1_ratio = 0.1805, 0.0 ..= 1.0, "anatomy of the sesamoids, which glide under the first head: 0.05 to 1; cutting it moves nothing in an unloaded foot (Kura 1998)";
    /// Stretch over which a ligament takes up its full stiffness, mm.
    ligament_toe_mm = 0.2, 0.01 ..= 3.0, "assumed: short against the travel of a head";
    /// Stiffness of the tissue between neighbouring heads, in compression, N/mm.
    between_heads_n_per_mm = 11.22, 0.0 ..= 500.0, "derived: E A/t of 0.7 MPa (forefoot tissue, PMC9579782), sides of 15 x 12 mm and 2 mm between them is 63 N/mm; bursae are softer: 10 to 80";
    /// Approach of neighbouring heads before the tissue between them resists, mm.
    between_heads_slack_mm = 0.6408, 0.0 ..= 10.0, "assumed: bursae slide; 0 to 2 mm";

    /// Sagittal rotational stiffness of the base of M1, N m/deg.
    base_sagittal_m1_nm_per_deg = 0.9328, 0.1 ..= 100.0, "50 N on the head move the first ray by 7 to 14 mm: 0.4 to 1.0, up to 2.0 (Ouzounian and Shereff 1989)";
    /// Sagittal rotational stiffness of the base of M2, N m/deg.
    base_sagittal_m2_nm_per_deg = 25.32, 0.1 ..= 100.0, "derived from Ouzounian and Shereff 1989";
    /// Sagittal rotational stiffness of the base of M3, N m/deg.
    base_sagittal_m3_nm_per_deg = 5.639, 0.1 ..= 100.0, "derived from Ouzounian and Shereff 1989";
    /// Sagittal rotational stiffness of the base of M4, N m/deg.
    base_sagittal_m4_nm_per_deg = 0.7846, 0.1 ..= 100.0, "derived from Ouzounian and Shereff 1989";
    /// Sagittal rotational stiffness of the base of M5, N m/deg.
    base_sagittal_m5_nm_per_deg = 0.7416, 0.1 ..= 100.0, "derived from Ouzounian and Shereff 1989";
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
    base_translation_n_per_mm = 653.7, 50.0 ..= 20000.0, "stiff against everything else; one Lisfranc ligament has 190 N/mm (Kura 2001)";
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

    /// Part of the plantar fascia that goes to `ray`.
    #[must_use]
    pub fn fascia_share(&self, ray: Ray) -> f64 {
        [
            self.fascia_share_m1,
            self.fascia_share_m2,
            self.fascia_share_m3,
            self.fascia_share_m4,
            self.fascia_share_m5,
        ][ray.index()]
    }

    /// Tension of the flexors of `ray`, N.
    #[must_use]
    pub fn flexor_tension_n_of(&self, ray: Ray) -> f64 {
        if ray == Ray::M1 { self.flexor_tension_m1_n } else { self.flexor_tension_n }
    }

    /// Distance of fascia and flexors of `ray` below the centre of its head of `radius_mm`, mm.
    #[must_use]
    pub fn flexor_depth_mm(&self, ray: Ray, radius_mm: f64) -> f64 {
        if ray == Ray::M1 { self.sesamoid_depth_ratio * radius_mm } else { radius_mm }
    }

    /// That distance over the one from the joint to the pulp of the toe.
    #[must_use]
    pub fn toe_ratio(&self, ray: Ray, radius_mm: f64) -> f64 {
        let lever_mm = if ray == Ray::M1 { self.toe_lever_m1_mm } else { self.toe_lever_mm };
        self.flexor_depth_mm(ray, radius_mm) / lever_mm
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
