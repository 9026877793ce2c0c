//! Which way bodies face: outward, but for the walls of cavities.

use crate::diagnosis::Body;
use crate::topology::{agreeing_turns, component_triangles, edges, extract};
use crate::{BoundingBox, SurfaceIndex, TriangleSurface};

/// A foot has 26 bones and two sesamoids; nothing is sought inside each other among more bodies than this.
const MOST_NESTED: usize = 100;
/// Vertices of a body that are tried for whether it lies inside another.
const TRIED: usize = 200;

/// A surface whose facets agree with their neighbours, and whose bodies face away from the bone.
pub(crate) struct Oriented {
    pub(crate) surface: TriangleSurface,
    /// How many facets were turned.
    pub(crate) turned: usize,
    /// The bodies, in the order of their first facets.
    pub(crate) bodies: Vec<OrientedBody>,
}

/// A body that faces away from the bone.
pub(crate) struct OrientedBody {
    pub(crate) body: Body,
    /// Whether it faced the other way.
    pub(crate) was_turned: bool,
    /// The smallest body around it, if it lies wholly inside others.
    pub(crate) inside: Option<usize>,
}

/// Turns facets so that neighbours agree, then bodies so that they face outward, and the walls of cavities inward. A body that
/// has only one side, like a Möbius strip, stays as it is.
pub(crate) fn orient(surface: &TriangleSurface) -> Oriented {
    let edges = edges(surface);
    let parts = component_triangles(surface, &edges);
    let mut turn = agreeing_turns(surface, &edges, &parts);
    let agreeing = turned(surface, &turn);
    let bodies: Vec<Body> = parts.iter().map(|part| Body::new(extract(&agreeing, part))).collect();
    let containers = containers(&bodies);
    let mut oriented = Vec::with_capacity(bodies.len());
    for (k, body) in bodies.into_iter().enumerate() {
        // A wall of a cavity lies inside one body, a loose piece in a cavity inside two.
        let faces_inward = containers[k].len() % 2 == 1;
        let was_turned = body.volume != 0.0 && (body.volume < 0.0) != faces_inward;
        if was_turned {
            parts[k].iter().for_each(|&t| turn[t as usize] = !turn[t as usize]);
        }
        let body = if was_turned { body.turned() } else { body };
        oriented.push(OrientedBody { body, was_turned, inside: containers[k].first().copied() });
    }
    let count = turn.iter().filter(|&&is_turned| is_turned).count();
    Oriented { surface: turned(surface, &turn), turned: count, bodies: oriented }
}

fn turned(surface: &TriangleSurface, turn: &[bool]) -> TriangleSurface {
    let mut result = surface.clone();
    for (triangle, _) in result.triangles.iter_mut().zip(turn).filter(|(_, is_turned)| **is_turned) {
        triangle.swap(1, 2);
    }
    result
}

/// For each body those around it, the smallest first.
fn containers(bodies: &[Body]) -> Vec<Vec<usize>> {
    let mut containers = vec![Vec::new(); bodies.len()];
    if bodies.len() < 2 || bodies.len() > MOST_NESTED {
        return containers;
    }
    let bounds: Vec<BoundingBox> =
        bodies.iter().map(|body| BoundingBox::around(&body.surface.vertices)).collect();
    for (outer, body) in bodies.iter().enumerate().filter(|(_, body)| body.is_closed) {
        let inner: Vec<usize> =
            (0..bodies.len()).filter(|&k| k != outer && encloses(&bounds[outer], &bounds[k])).collect();
        if inner.is_empty() {
            continue;
        }
        let index = SurfaceIndex::new(&body.facing_outward());
        for k in inner.into_iter().filter(|&k| is_inside(&bodies[k], &index)) {
            containers[k].push(outer);
        }
    }
    for around in &mut containers {
        around.sort_by(|&a, &b| bodies[a].volume.abs().total_cmp(&bodies[b].volume.abs()));
    }
    containers
}

fn encloses(outer: &BoundingBox, inner: &BoundingBox) -> bool {
    (0..3).all(|k| outer.min[k] < inner.min[k] && inner.max[k] < outer.max[k])
}

fn is_inside(body: &Body, outer: &SurfaceIndex) -> bool {
    let vertices = &body.surface.vertices;
    let mut tried = vertices.iter().step_by(vertices.len().div_ceil(TRIED).max(1));
    tried.all(|vertex| outer.signed_distance_mm(vertex) < 0.0)
}
