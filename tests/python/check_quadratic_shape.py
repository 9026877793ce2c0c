"""For each ten-node tetrahedron of a .vtu: where VTK's shape functions put the middles of the edges, and the volume.

    python3 check_quadratic_shape.py FILE.vtu

"edge_error" is the largest distance of a node 4 to 9 from the place where the cell, evaluated at the middle of the edge
that VTK documents for that node, is expected on the map (x, y, z + 0.3 x^2) of the test. "jacobian_volume" integrates
the determinant of the Jacobian of VTK's shape functions.
"""

import json
import sys

import numpy
from vtkmodules.vtkCommonCore import reference
from vtkmodules.vtkIOXML import vtkXMLUnstructuredGridReader

CORNERS = numpy.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
EDGES = [(0, 1), (1, 2), (2, 0), (0, 3), (1, 3), (2, 3)]
# Four points, exact to degree 2 on the tetrahedron, enough for the determinant of the test's map (Keast 1986, rule 1)
NEAR, FAR = 0.1381966011250105, 0.5854101966249685
QUADRATURE = numpy.full((4, 3), NEAR)
QUADRATURE[1:] += (FAR - NEAR) * numpy.eye(3)


def evaluate(cell, parametric):
    position, weights, sub_cell = [0.0] * 3, [0.0] * 10, reference(0)
    cell.EvaluateLocation(sub_cell, list(parametric), position, weights)
    return numpy.array(position)


def jacobian_determinant(cell, parametric, nodes):
    derivatives = [0.0] * 30
    cell.InterpolateDerivs(list(parametric), derivatives)
    return numpy.linalg.det(numpy.array(derivatives).reshape(3, 10) @ nodes)


def straight(point):
    """The place before the test's map (x, y, z + 0.3 x^2)."""
    return point - [0.0, 0.0, 0.3 * point[0] ** 2]


def check(cell):
    points = cell.GetPoints()
    nodes = numpy.array([points.GetPoint(node) for node in range(10)])
    errors = []
    for edge, (a, b) in enumerate(EDGES):
        found = evaluate(cell, (CORNERS[a] + CORNERS[b]) / 2)
        expected = (straight(nodes[a]) + straight(nodes[b])) / 2
        expected[2] += 0.3 * expected[0] ** 2
        errors.append(numpy.linalg.norm(found - expected))
    volume = sum(jacobian_determinant(cell, point, nodes) for point in QUADRATURE) / 24
    return {"edge_error": float(max(errors)), "jacobian_volume": float(volume)}


def main(path):
    reader = vtkXMLUnstructuredGridReader()
    reader.SetFileName(path)
    reader.Update()
    grid = reader.GetOutput()
    json.dump([check(grid.GetCell(index)) for index in range(grid.GetNumberOfCells())], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
