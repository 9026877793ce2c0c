//! What there is to see: meshes once, then one frame a recorded moment, in plain arrays.

use osteotome_mesh::TetMesh;

/// A body that does not change its topology over the frames.
#[derive(Clone, Debug)]
pub struct VisibleBody {
    /// Name, for example `M2-distal`.
    pub name: String,
    /// Mesh in the reference configuration, foot frame, mm.
    pub mesh: TetMesh,
    /// Material of each element: 0 cortical or homogeneous bone, 1 cancellous.
    pub material: Vec<u16>,
}

/// The two faces of a cut.
#[derive(Clone, Debug)]
pub struct VisibleFace {
    /// Name, for example `M2-cut-proximal`.
    pub name: String,
    /// Index of the body it belongs to.
    pub body: usize,
    /// Corner nodes of each facet, in the numbering of the body's mesh.
    pub facets: Vec<[u32; 3]>,
}

/// A line of soft tissue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleLine {
    /// Name, for example `M2-fascia`.
    pub name: String,
}

/// Fields of one body at one moment, one entry a node.
#[derive(Clone, Debug, Default)]
pub struct BodyFrame {
    /// Current position, mm.
    pub position_mm: Vec<[f64; 3]>,
    /// Total displacement, mm.
    pub displacement_mm: Vec<[f64; 3]>,
    /// Strain xx, yy, zz, xy, yz, zx in the frame that turns with the body (tensor components).
    pub strain: Vec<[f64; 6]>,
    /// Stress, same order, MPa.
    pub stress_mpa: Vec<[f64; 6]>,
    /// Principal strains, greatest first.
    pub principal_strain: Vec<[f64; 3]>,
    /// Von Mises stress, MPa.
    pub von_mises_mpa: Vec<f64>,
}

/// Fields of one cut face at one moment, one entry a facet: means over the solver's own quadrature points.
#[derive(Clone, Debug, Default)]
pub struct FaceFrame {
    /// Gap, mm; infinite where it faces nothing.
    pub gap_mm: Vec<f64>,
    /// Pressure of the other face, MPa: what the points of the facet carry and what presses on them from opposite.
    pub pressure_mpa: Vec<f64>,
    /// Slip path, mm.
    pub slip_mm: Vec<f64>,
    /// 0 open, 1 sticking, 2 slipping: the greatest of its points.
    pub status: Vec<u8>,
    /// 1 where the gap is below 0.5 mm at most of its area, else 0.
    pub apposed: Vec<u8>,
    /// Interfragmentary strain of the callus on it, motion over thickness; zero where there is none.
    pub callus_strain: Vec<f64>,
}

/// A line of soft tissue at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineFrame {
    /// Its two ends, mm.
    pub ends_mm: [[f64; 3]; 2],
    /// Tension, N; negative if it pushes.
    pub tension_n: f64,
}

/// One recorded moment of the settling.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Pseudo-time, s.
    pub time_s: f64,
    /// One entry a visible body.
    pub bodies: Vec<BodyFrame>,
    /// One entry a visible face.
    pub faces: Vec<FaceFrame>,
    /// One entry a visible line.
    pub lines: Vec<LineFrame>,
}

/// Everything there is to see of a run.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Bodies of the cut foot.
    pub bodies: Vec<VisibleBody>,
    /// Cut faces, proximal then distal of each cut.
    pub faces: Vec<VisibleFace>,
    /// Lines of soft tissue.
    pub lines: Vec<VisibleLine>,
    /// Recorded moments, in time order.
    pub frames: Vec<Frame>,
}

impl Scene {
    /// The scene mirrored in y: what was solved as a left foot, shown as the right foot it is.
    #[must_use]
    pub(crate) fn mirrored(mut self) -> Self {
        for body in &mut self.bodies {
            body.mesh.mirror();
        }
        for face in &mut self.faces {
            face.facets.iter_mut().for_each(|corners| corners.swap(1, 2));
        }
        for frame in &mut self.frames {
            frame.bodies.iter_mut().for_each(BodyFrame::mirror);
            for end in frame.lines.iter_mut().flat_map(|line| &mut line.ends_mm) {
                end[1] = -end[1];
            }
        }
        self
    }
}

impl BodyFrame {
    fn mirror(&mut self) {
        for vector in self.position_mm.iter_mut().chain(&mut self.displacement_mm) {
            vector[1] = -vector[1];
        }
        for tensor in self.strain.iter_mut().chain(&mut self.stress_mpa) {
            tensor[3] = -tensor[3];
            tensor[4] = -tensor[4];
        }
    }
}
