//! Nested dissection by METIS (Karypis & Kumar, SIAM J. Sci. Comput. 20 (1998) 359).

use crate::graph::NodalGraph;

/// The elimination order of a graph, or none if METIS refuses it.
pub(super) fn order(graph: &NodalGraph) -> Option<Vec<u32>> {
    let mut count = metis_sys::idx_t::try_from(graph.len()).ok()?;
    let mut starts = Vec::with_capacity(graph.len() + 1);
    let mut neighbours = Vec::with_capacity(graph.directed_edges());
    starts.push(0);
    for node in 0..graph.len() {
        neighbours.extend(graph.neighbours(node).iter().map(|&n| n as metis_sys::idx_t));
        starts.push(metis_sys::idx_t::try_from(neighbours.len()).ok()?);
    }
    let (mut old_of_new, mut new_of_old) = (vec![0; graph.len()], vec![0; graph.len()]);
    let null = std::ptr::null_mut();
    // SAFETY: METIS reads `count + 1` starts and as many neighbours as the last start says, and writes `count` entries
    // to each of the two permutations; null weights and options are allowed by its manual.
    #[allow(unsafe_code)]
    let status = unsafe {
        metis_sys::METIS_NodeND(
            &raw mut count,
            starts.as_mut_ptr(),
            neighbours.as_mut_ptr(),
            null,
            null,
            old_of_new.as_mut_ptr(),
            new_of_old.as_mut_ptr(),
        )
    };
    (status == metis_sys::rstatus_et_METIS_OK).then(|| old_of_new.into_iter().map(|n| n as u32).collect())
}
