//! One bone, or one fragment of a bone, ready for the solver.

use super::interface::{Interface, interface_of};
use super::material::{cement_of, materials_of};
use super::patch::{Role, patches_of};
use super::stump::{Bearing, PlantarBed, Stump};
use crate::anatomy::RayAnatomy;
use crate::bodies::PlannedBody;
use crate::gauge::dorsal_gauge;
use crate::outcome::{FragmentOutcome, ModulusShare};
use crate::scenario::Bone;
use crate::{FootError, Ray};
use nalgebra::{DVector, RowDVector, UnitQuaternion};
use osteotome_contact::{Anchor, Body, BodyState, Pose};
use osteotome_elastic::{
    CondensedBody, DisplacementField, DistributingPatch, ElementMaterials, FlexibleBody, Reading, StrainField,
};
use osteotome_geometry::{Plane, Point3, SurfaceIndex, Vector3};
use osteotome_mesh::{Fragment, TetMesh};
use std::sync::Arc;

/// Which piece of a metatarsal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// The intact bone.
    Whole,
    /// A bone that hangs together by a hinge.
    Notched,
    /// What keeps the base.
    Proximal,
    /// What lies between two cuts; the first one from proximal is number 1.
    Segment(usize),
    /// What keeps the head.
    Distal,
    /// A block of cement.
    Spacer,
}

impl Piece {
    fn has_base(self) -> bool {
        matches!(self, Self::Whole | Self::Notched | Self::Proximal)
    }

    fn has_head(self) -> bool {
        matches!(self, Self::Whole | Self::Notched | Self::Distal)
    }

    /// Whether another fragment of the ray may touch it.
    fn is_loose(self) -> bool {
        matches!(self, Self::Proximal | Self::Segment(_) | Self::Distal)
    }

    /// Name of this piece of `ray`.
    pub(crate) fn name(self, ray: Ray) -> String {
        match self {
            Self::Whole | Self::Notched => ray.to_string(),
            Self::Proximal => format!("{ray}-proximal"),
            Self::Segment(number) => format!("{ray}-segment-{number}"),
            Self::Distal => format!("{ray}-distal"),
            Self::Spacer => format!("{ray}-spacer"),
        }
    }
}

/// A bone or fragment: mesh, materials, interface and patches, not yet condensed.
pub(crate) struct BodyPlan {
    name: String,
    fragment: Fragment,
    materials: ElementMaterials,
    interface: Interface,
    patches: Vec<(Role, DistributingPatch)>,
    /// The strain gauge of a whole bone.
    gauge: Option<Reading>,
    /// How the tissue under the head bears on it.
    bearing: Option<Bearing>,
    /// The end that a cut has left of it.
    stump: Option<Stump>,
}

/// A condensed bone or fragment. Copies share what is large.
#[derive(Clone)]
pub(crate) struct BodyModel {
    /// Name, for example `M2-distal`.
    pub(crate) name: String,
    /// Its mesh.
    pub(crate) mesh: Arc<TetMesh>,
    /// Material of each element, with its region.
    pub(crate) materials: Arc<ElementMaterials>,
    /// Figures of the mesh.
    pub(crate) figures: FragmentOutcome,
    /// Condensed elasticity.
    pub(crate) flexible: Arc<FlexibleBody>,
    /// The factorisation, which recovers the fields inside; the largest part by far.
    inside: Option<Arc<CondensedBody>>,
    /// Interface facets; those of the cut face come first.
    interface: Arc<Interface>,
    patches: Vec<(Role, Point3)>,
    /// Patches that are held elsewhere than where they were condensed, and how far from there, mm.
    moved: Vec<(usize, Vector3)>,
    /// What the strain gauge reads under unit loads, if there is one.
    gauge: Option<RowDVector<f64>>,
    /// How the tissue under the head bears on it.
    pub(crate) bearing: Option<Bearing>,
    /// The end that a cut has left of it, if the head is gone and it lies over the tissue under it.
    pub(crate) stump: Option<Stump>,
}

/// A bone or fragment that connectors hold at its patches.
pub(crate) trait Holdable {
    /// Its name.
    fn name(&self) -> &str;
    /// Number of facets that may touch another body.
    fn facet_count(&self) -> u32;
    /// Area with which it bears on what lies under its ray, mm².
    fn bearing_area_mm2(&self) -> f64;
    /// Index and reference point of the patch with this role.
    fn patch(&self, role: Role) -> Option<(usize, Point3)>;

    /// Anchor and reference point of the patch with this role, `body` being the number of this body in the assembly.
    ///
    /// # Errors
    /// If the piece has no such patch: too little bone is left where it should hold.
    fn anchor(&self, body: usize, role: Role) -> Result<(Anchor, Point3), FootError> {
        let (patch, reference) = self.patch(role).ok_or_else(|| FootError::Mesh {
            body: self.name().to_owned(),
            what: format!(
                "there is no surface for the patch {role:?}; cut elsewhere or use smaller elements"
            ),
        })?;
        Ok((Anchor::Patch { body, patch }, reference))
    }
}

impl Holdable for BodyPlan {
    fn name(&self) -> &str {
        &self.name
    }

    fn facet_count(&self) -> u32 {
        self.interface.tractions.facets.len() as u32
    }

    fn bearing_area_mm2(&self) -> f64 {
        self.bearing.map_or(0.0, |bearing| bearing.area_mm2)
    }

    fn patch(&self, role: Role) -> Option<(usize, Point3)> {
        self.patches.iter().position(|(r, _)| *r == role).map(|i| (i, self.patches[i].1.reference))
    }
}

impl Holdable for BodyModel {
    fn name(&self) -> &str {
        &self.name
    }

    fn facet_count(&self) -> u32 {
        self.interface.tractions.facets.len() as u32
    }

    fn bearing_area_mm2(&self) -> f64 {
        self.bearing.map_or(0.0, |bearing| bearing.area_mm2)
    }

    fn patch(&self, role: Role) -> Option<(usize, Point3)> {
        self.patches.iter().position(|(r, _)| *r == role).map(|i| (i, self.patches[i].1))
    }
}

impl BodyPlan {
    /// Plans the piece `piece` of `ray`; `sleeve` is the reference point of its sleeve if it is cut.
    ///
    /// # Errors
    /// If the material constants are not those of a solid.
    pub(crate) fn new(
        ray: &RayAnatomy,
        surface: &SurfaceIndex,
        bone: &Bone,
        fragment: Fragment,
        piece: Piece,
        sleeve: Option<Point3>,
    ) -> Result<Self, FootError> {
        let face: Option<&Plane> = fragment.faces.first().map(|(_, plane)| plane);
        let ends = (piece.has_base(), piece.has_head());
        let name = piece.name(ray.ray);
        let materials = match piece {
            Piece::Spacer => cement_of(&fragment.mesh),
            _ => materials_of(&fragment.mesh, ray, surface, bone),
        };
        let elastic = |source| FootError::Elastic { body: name.clone(), source };
        let materials = materials.map_err(elastic)?;
        let interface = interface_of(&fragment, piece.is_loose()).map_err(elastic)?;
        let gauge = if piece == Piece::Whole { dorsal_gauge(ray, &fragment.mesh, &materials) } else { None };
        Ok(Self {
            name,
            materials,
            gauge,
            interface,
            bearing: PlantarBed::new(ray).bearing(&fragment.mesh),
            stump: if piece == Piece::Proximal { Stump::of(ray, &fragment.mesh) } else { None },
            patches: patches_of(ray, &fragment.mesh, ends, face.zip(sleeve)),
            fragment,
        })
    }

    /// The plan with the patch of this role referred to `place`, if it has one.
    pub(crate) fn with_patch_at(mut self, role: Role, place: Point3) -> Self {
        self.patches
            .iter_mut()
            .filter(|(own, _)| *own == role)
            .for_each(|(_, patch)| patch.reference = place);
        self
    }

    /// Its mesh.
    pub(crate) fn fragment(&self) -> &Fragment {
        &self.fragment
    }

    /// Its patches and what they are for.
    pub(crate) fn patches(&self) -> &[(Role, DistributingPatch)] {
        &self.patches
    }

    /// The roles its patches play.
    pub(crate) fn roles(&self) -> Vec<Role> {
        self.patches.iter().map(|(role, _)| *role).collect()
    }

    /// Its parts, for those who do not condense it.
    pub(crate) fn into_planned(self) -> PlannedBody {
        let patches = self.patches.into_iter().map(|(role, patch)| (role.name(), patch)).collect();
        PlannedBody { name: self.name, fragment: self.fragment, materials: self.materials, patches }
    }

    /// Condenses it.
    ///
    /// # Errors
    /// If its elasticity cannot be condensed.
    pub(crate) fn condense(self) -> Result<BodyModel, FootError> {
        let patches: Vec<DistributingPatch> = self.patches.iter().map(|(_, p)| p.clone()).collect();
        let mut figures = FragmentOutcome::of(&self.fragment);
        let mesh = self.fragment.mesh;
        let tractions = self.interface.tractions.clone();
        let gauges: Vec<Reading> = self.gauge.into_iter().collect();
        let condensed = CondensedBody::with_readings(&mesh, &self.materials, tractions, &patches, &gauges)
            .map_err(|source| FootError::Elastic { body: self.name.clone(), source })?;
        figures.moduli = moduli_of(&self.materials, &mesh);
        Ok(BodyModel {
            name: self.name,
            mesh: Arc::new(mesh),
            materials: Arc::new(self.materials),
            figures,
            flexible: condensed.flexible(),
            gauge: condensed.readings().row_iter().next().map(|row| row.into_owned()),
            inside: Some(Arc::new(condensed)),
            interface: Arc::new(self.interface),
            bearing: self.bearing,
            stump: self.stump,
            moved: Vec::new(),
            patches: self.patches.into_iter().map(|(role, p)| (role, p.reference)).collect(),
        })
    }
}

impl BodyModel {
    /// The body without what recovers its fields.
    pub(crate) fn without_inside(&self) -> Self {
        Self { inside: None, ..self.clone() }
    }

    /// The body with the patch of this role held at `place`, if it has one; nothing is condensed anew.
    pub(crate) fn with_patch_at(&self, role: Role, place: Point3) -> Self {
        let mut body = self.clone();
        if let Some((patch, from)) = self.patch(role) {
            body.flexible = Arc::new(self.flexible.with_patch_at(patch, place));
            body.patches[patch].1 = place;
            body.moved.push((patch, place - from));
        }
        body
    }

    /// The loads of a state as they act where patches were condensed.
    fn loads_as_condensed(&self, state: &BodyState) -> DVector<f64> {
        let mut loads = state.loads.clone();
        for (patch, shift) in &self.moved {
            let at = 3 * self.flexible.interface_nodes.len() + 6 * patch;
            let moment = shift.cross(&loads.fixed_rows::<3>(at).into_owned());
            let mut target = loads.fixed_rows_mut::<3>(at + 3);
            target += moment;
        }
        loads
    }

    /// The body as the solver takes it.
    pub(crate) fn body(&self) -> Body {
        Body {
            name: self.name.clone(),
            elasticity: Arc::clone(&self.flexible),
            facets: self.interface.facets(),
        }
    }

    /// Corner nodes of the facets of the cut face; they are the first facets of the body.
    pub(crate) fn cut_face(&self) -> &[[u32; 3]] {
        &self.interface.cut_face
    }

    /// Pose of the patch with this role in `state`: rigid motion after elastic displacement.
    pub(crate) fn pose(&self, role: Role, state: &BodyState) -> Option<Pose> {
        let (patch, reference) = self.patch(role)?;
        let flexible = &self.flexible;
        let at = 3 * flexible.interface_nodes.len() + 6 * patch;
        let part =
            |offset: usize| Vector3::from_iterator(state.displacements.rows(at + offset, 3).iter().copied());
        let turn = UnitQuaternion::from_scaled_axis(part(3));
        Some(Pose {
            position: state.motion.apply(&flexible.centre, &(reference + part(0))),
            rotation: state.motion.rotation * turn,
        })
    }

    /// Strain that the gauge on the dorsal middle of a whole bone reads, in millionths; compression is negative.
    pub(crate) fn dorsal_microstrain(&self, state: &BodyState) -> Option<f64> {
        self.gauge.as_ref().map(|gauge| 1e6 * (gauge * self.loads_as_condensed(state))[0])
    }

    /// Elastic displacement, strain and stress inside, in the frame of the body.
    ///
    /// # Errors
    /// If the state is not one of this body, or its inside was let go.
    pub(crate) fn fields(&self, state: &BodyState) -> Result<(DisplacementField, StrainField), FootError> {
        let describe = |source| FootError::Elastic { body: self.name.clone(), source };
        let inside = self.inside.as_ref().ok_or_else(|| FootError::Mesh {
            body: self.name.clone(),
            what: "the fields inside cannot be recovered: the factorisation was let go".into(),
        })?;
        let field = inside.recover(&self.loads_as_condensed(state)).map_err(describe)?;
        let strains = StrainField::new(&self.mesh, &self.materials, &field).map_err(describe)?;
        Ok((field, strains))
    }
}

/// Histogram of the assigned moduli; empty bins are left out.
fn moduli_of(materials: &ElementMaterials, mesh: &TetMesh) -> Vec<ModulusShare> {
    const BINS: usize = 10;
    let bins = materials.modulus_histogram(mesh, BINS).into_iter().filter(|bin| bin.volume_mm3 > 0.0);
    bins.map(|bin| ModulusShare { from_mpa: bin.from_mpa, to_mpa: bin.to_mpa, volume_mm3: bin.volume_mm3 })
        .collect()
}
