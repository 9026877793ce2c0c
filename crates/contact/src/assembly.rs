//! What is to be brought to equilibrium.

use crate::Connector;
use nalgebra::UnitQuaternion;
use osteotome_elastic::FlexibleBody;
use osteotome_geometry::{Point3, UnitVector3, Vector3};
use std::sync::Arc;

/// A boundary facet of a body, in interface node numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InterfaceFacet {
    /// Corner nodes (indices into the interface nodes), counter-clockwise seen from outside.
    pub corners: [u32; 3],
}

/// A free elastic body with the facets that may come into contact.
#[derive(Clone, Debug)]
pub struct Body {
    /// Name for reports.
    pub name: String,
    /// Condensed elasticity, shared between cases.
    pub elasticity: Arc<FlexibleBody>,
    /// Facets that may touch another body.
    pub facets: Vec<InterfaceFacet>,
}

/// A finite rigid motion about the body's centre of volume `c`: `x = c + translation + R (X − c)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RigidMotion {
    /// Translation of the centre, mm.
    pub translation_mm: Vector3,
    /// Rotation.
    pub rotation: UnitQuaternion<f64>,
}

impl RigidMotion {
    /// No motion.
    #[must_use]
    pub fn identity() -> Self {
        Self { translation_mm: Vector3::zeros(), rotation: UnitQuaternion::identity() }
    }

    /// Where the material point `point` of a body with centre `centre` goes.
    #[must_use]
    pub fn apply(&self, centre: &Point3, point: &Point3) -> Point3 {
        centre + self.translation_mm + self.rotation * (point - centre)
    }
}

/// Two sets of facets that may touch, with Coulomb friction.
#[derive(Clone, Debug)]
pub struct ContactPair {
    /// Name for reports.
    pub name: String,
    /// Bodies of side 0 and side 1.
    pub bodies: [usize; 2],
    /// Facets (indices into `Body::facets`) of either side.
    pub facets: [Vec<u32>; 2],
    /// Coulomb friction coefficient.
    pub friction: f64,
    /// Elastic slip at which the friction limit is reached, mm.
    pub elastic_slip_mm: f64,
}

/// A rigid plate that translates along one direction under a given total force (the ground).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Platform {
    /// The direction it may move in, and in which it is pushed.
    pub direction: UnitVector3,
    /// Force along `direction` at load factor one, N.
    pub force_n: f64,
    /// Load channel that multiplies the force.
    pub channel: usize,
}

/// Bodies, what connects them, and what they may touch.
#[derive(Clone, Default)]
pub struct Assembly {
    /// Free bodies.
    pub bodies: Vec<Body>,
    /// Contact pairs.
    pub pairs: Vec<ContactPair>,
    /// Springs, pads, bushings, dead loads.
    pub connectors: Vec<Arc<dyn Connector>>,
    /// The movable ground, if there is one.
    pub platform: Option<Platform>,
}
