//! Grids with known volumes, for the tests of what ParaView reads.

/// A box of n³ cubes, six tetrahedra each (Kuhn), all positively oriented; an affine map would keep that.
pub(crate) fn kuhn_box(n: u32, side_mm: f64) -> (Vec<[f64; 3]>, Vec<[u32; 4]>) {
    let line = n + 1;
    let spacing_mm = side_mm / f64::from(n);
    let node = |[i, j, k]: [u32; 3]| i + line * (j + line * k);
    let triples =
        |end: u32| (0..end).flat_map(move |k| (0..end).flat_map(move |j| (0..end).map(move |i| [i, j, k])));
    let points = triples(line).map(|index| index.map(|at| f64::from(at) * spacing_mm)).collect();
    // even permutations keep the orientation of the path along the axes, odd ones need a swap
    let paths = [
        ([0, 1, 2], true),
        ([1, 2, 0], true),
        ([2, 0, 1], true),
        ([0, 2, 1], false),
        ([2, 1, 0], false),
        ([1, 0, 2], false),
    ];
    let tetrahedron = |corner: [u32; 3], (axes, even): ([usize; 3], bool)| {
        let mut at = corner;
        let mut nodes = [node(at); 4];
        for (step, axis) in axes.into_iter().enumerate() {
            at[axis] += 1;
            nodes[step + 1] = node(at);
        }
        if !even {
            nodes.swap(1, 2);
        }
        nodes
    };
    let cells = triples(n).flat_map(|corner| paths.map(|path| tetrahedron(corner, path))).collect();
    (points, cells)
}
