//! What a check reports.

use serde::Serialize;

use crate::Point3;

/// Kinds of defects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Defect {
    /// The size cannot be in millimetres.
    NotMillimetres,
    /// Vertices that differ by less than 1e-5 mm.
    NearVertices,
    /// Edges with one facet: a hole.
    OpenEdges,
    /// Edges with more than two facets.
    CrowdedEdges,
    /// Vertices in which parts of the surface touch in a point.
    TouchingVertices,
    /// Facets that pass through others.
    SelfIntersections,
    /// A body whose facets face inward.
    InsideOut,
    /// Neighbouring facets that face opposite ways.
    MixedOrientation,
    /// More than one body.
    SeveralBodies,
    /// Bodies too small to be bone.
    Specks,
    /// A closed cavity inside a body.
    InnerCavity,
    /// Tunnels through a body.
    Handles,
    /// Facets with a very small angle.
    Slivers,
    /// Facets without area.
    ZeroAreaFacets,
    /// Steps of the voxels of a scan.
    VoxelStaircase,
    /// Longer or shorter than metatarsals are.
    UnusualSize,
    /// Two or more bones in one closed surface.
    FusedBones,
    /// Not of the shape of a metatarsal.
    NotMetatarsal,
    /// A bone of the other side of the body.
    WrongSide,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; does no harm.
    Note,
    /// The bone can be used, but look at it.
    Warning,
    /// Not usable as it is.
    Fatal,
}

/// One thing found about a surface.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// What.
    pub defect: Defect,
    /// How bad.
    pub severity: Severity,
    /// A place where it is, in the coordinates of the file.
    pub place: Option<[f64; 3]>,
    /// How much of it.
    pub magnitude: f64,
    /// Unit of the magnitude.
    pub unit: &'static str,
    /// In words.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Whether [`repair`](crate::repair) removes it without changing the bone.
    pub repairable: bool,
}

impl Finding {
    pub(super) fn new(defect: Defect, severity: Severity, magnitude: f64, unit: &'static str) -> Self {
        let (message, remedy) = (String::new(), String::new());
        Self { defect, severity, place: None, magnitude, unit, message, remedy, repairable: false }
    }

    pub(super) fn at(mut self, place: &Point3) -> Self {
        self.place = Some(place.coords.into());
        self
    }

    pub(super) fn saying(mut self, message: String, remedy: &str) -> Self {
        self.message = message;
        self.remedy = remedy.into();
        self
    }

    pub(super) fn repairable(mut self) -> Self {
        self.repairable = true;
        self
    }
}
