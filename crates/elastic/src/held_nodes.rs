//! Enough nodes to hold a body by.

use osteotome_geometry::Vector3;
use osteotome_mesh::TetMesh;

/// Three points count as in line when their triangle is flatter than this (height over base).
const IN_LINE: f64 = 1e-2;

/// The given nodes, then as many corner nodes far from each other as it takes to have three not in line.
pub(crate) fn with_three_not_in_line(mesh: &TetMesh, given: &[u32]) -> Vec<u32> {
    let mut nodes = given.to_vec();
    if holds(mesh, &nodes) {
        return nodes;
    }
    // Three corners of the first element would do, but far points keep the shifted matrix well conditioned.
    for _ in 0..4 {
        if let Some(far) = farthest(mesh, &nodes) {
            nodes.push(far);
        }
    }
    nodes
}

/// Whether holding these nodes leaves no rigid motion.
fn holds(mesh: &TetMesh, nodes: &[u32]) -> bool {
    let Some((&first, rest)) = nodes.split_first() else {
        return false;
    };
    let arm = |&node: &u32| mesh.nodes[node as usize] - mesh.nodes[first as usize];
    let longest = rest.iter().map(arm).fold(Vector3::zeros(), |a, b| if b.norm() > a.norm() { b } else { a });
    let base = longest.norm();
    base > 0.0 && rest.iter().any(|node| arm(node).cross(&longest).norm() > IN_LINE * base * base)
}

/// The corner node farthest from all of `nodes` (from the first node when there are none yet).
fn farthest(mesh: &TetMesh, nodes: &[u32]) -> Option<u32> {
    let origin = [mesh.corners.first()?[0]];
    let from = if nodes.is_empty() { &origin } else { nodes };
    let distance = |candidate: u32| {
        let position = mesh.nodes[candidate as usize];
        from.iter().map(|&n| (mesh.nodes[n as usize] - position).norm()).fold(f64::INFINITY, f64::min)
    };
    let mut best = (0.0, None);
    for &candidate in mesh.corners.iter().flatten() {
        let apart = distance(candidate);
        if apart > best.0 {
            best = (apart, Some(candidate));
        }
    }
    best.1
}
