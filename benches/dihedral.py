"""Dihedral angles of tetrahedra, for the scripts beside it. Needs numpy."""

import numpy as np


def least_dihedral_deg(points, tets):
    """Least of the six dihedral angles of each tetrahedron, degrees."""
    corners = points[tets]
    normals = []
    for i, j, k in ((1, 2, 3), (0, 3, 2), (0, 1, 3), (0, 2, 1)):
        n = np.cross(corners[:, j] - corners[:, i], corners[:, k] - corners[:, i])
        normals.append(n / np.linalg.norm(n, axis=1, keepdims=True))
    cosines = [-(normals[a] * normals[b]).sum(1) for a in range(4) for b in range(a + 1, 4)]
    return np.degrees(np.arccos(np.clip(np.max(cosines, axis=0), -1, 1)))
