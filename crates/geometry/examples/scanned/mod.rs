//! Scanned feet and numbers that look random, for the studies of them.

#![allow(dead_code, reason = "each study uses its part")]

use osteotome_geometry::{Side, TriangleSurface, Vector3, read_surface, repair};
use std::collections::BTreeMap;
use std::path::Path;

/// Numbers that look random: a linear congruential generator, Knuth's constants.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// Between 0 and 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        ((self.unit() * bound as f64) as usize).min(bound - 1)
    }

    /// A point in the cube from −1 to 1.
    pub(crate) fn vector(&mut self) -> Vector3 {
        Vector3::from_fn(|_, _| 2.0 * self.unit() - 1.0)
    }

    /// A direction, all alike.
    pub(crate) fn direction(&mut self) -> Vector3 {
        loop {
            let v = self.vector();
            if (0.1..1.0).contains(&v.norm()) {
                return v.normalize();
            }
        }
    }
}

/// Metatarsals by their rays.
pub(crate) type Bones = BTreeMap<u8, TriangleSurface>;

/// The side that the letter of a file says.
pub(crate) fn side_of(letter: char) -> Side {
    if letter == 'L' { Side::Left } else { Side::Right }
}

/// The metatarsals of one foot, from `SET/stl_mm/M1_R.stl` and so on; those that cannot be read are left out.
pub(crate) fn bones(folder: &Path, set: &str, letter: char) -> Bones {
    let file = |ray: u8| folder.join(set).join("stl_mm").join(format!("M{ray}_{letter}.stl"));
    let read = |ray: u8| Some((ray, repair(&read_surface(file(ray)).ok()?).0));
    (1..=5).filter_map(read).collect()
}
