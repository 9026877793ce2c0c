"""The elastic solve of a CalculiX deck in dolfinx 0.5 (Debian's python3-dolfinx-real), for paired times.

    python3 dolfinx_elastic.py DECK.inp mumps|gamg

Tet10 decks with straight sides, one material (10 GPa, 0.3 unless --modulus says otherwise), one held
node set (FIX in the decks, NAME_base from `osteotome export`) and *CLOAD. Prints processor seconds of each part and the compliance f·u / 150 N.
"""
import argparse, os, resource

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np
import ufl
from dolfinx import fem
from dolfinx.mesh import create_mesh
from mpi4py import MPI
from petsc4py import PETSc
from scipy.spatial import cKDTree


def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def read_deck(path):
    nodes, elements, held, pushed, forces, section = [], [], [], [], [], ""
    for line in open(path):
        if line.startswith("*"):
            section = line.upper().strip()
            continue
        fields = [f for f in line.replace(",", " ").split()]
        if section.startswith("*NODE,") and "PRINT" not in section and "FILE" not in section:
            nodes.append([float(f) for f in fields[1:4]])
        elif section.startswith("*ELEMENT"):
            elements += [int(f) for f in fields]
        elif "NSET=FIX" in section or section.endswith("_BASE"):
            held += [int(f) - 1 for f in fields]
        elif section.endswith("_GROUND"):
            pushed += [int(f) - 1 for f in fields]
        elif section.startswith("*CLOAD"):
            on = pushed if fields[0].endswith("_ground") else [int(fields[0]) - 1]
            forces += [(node, int(fields[1]) - 1, float(fields[2])) for node in on]
    cells = np.array(elements, dtype=np.int64).reshape(-1, 11)[:, 1:] - 1
    return np.array(nodes), cells, np.array(held), forces


def rigid_motions(V):
    """The near null space that smoothed aggregation needs."""
    index_map, size = V.dofmap.index_map, V.dofmap.index_map_bs
    x = V.tabulate_dof_coordinates()
    vectors = np.zeros((6, x.shape[0], 3))
    for axis in range(3):
        vectors[axis, :, axis] = 1
        p, q = (axis + 1) % 3, (axis + 2) % 3
        vectors[3 + axis, :, q], vectors[3 + axis, :, p] = x[:, p], -x[:, q]
    basis = np.linalg.qr(vectors.reshape(6, -1).T)[0].T
    return PETSc.NullSpace().create(vectors=[PETSc.Vec().createWithArray(np.ascontiguousarray(v)) for v in basis])


arguments = argparse.ArgumentParser()
arguments.add_argument("deck")
arguments.add_argument("solver", choices=["mumps", "gamg"])
arguments.add_argument("--modulus", type=float, default=10_000.0)
given = arguments.parse_args()
nodes, cells, held, forces = read_deck(given.deck)
corners, numbers = np.unique(cells[:, :4], return_inverse=True)
domain = ufl.Mesh(ufl.VectorElement("Lagrange", ufl.Cell("tetrahedron", geometric_dimension=3), 1))
mesh = create_mesh(MPI.COMM_SELF, numbers.reshape(-1, 4), nodes[corners], domain)
V = fem.VectorFunctionSpace(mesh, ("Lagrange", 2))
u, v = ufl.TrialFunction(V), ufl.TestFunction(V)
mu = given.modulus / 2.6
lam = given.modulus * 0.3 / (1.3 * 0.4)
strain = lambda w: ufl.sym(ufl.grad(w))
stress = lambda w: lam * ufl.tr(strain(w)) * ufl.Identity(3) + 2 * mu * strain(w)
form = fem.form(ufl.inner(stress(u), strain(v)) * ufl.dx)
places = cKDTree(V.tabulate_dof_coordinates())
distance, of_node = places.query(nodes)
assert distance.max() < 1e-6, distance.max()
condition = fem.dirichletbc(np.zeros(3), of_node[held].astype(np.int32), V)
load = fem.Function(V)
for node, axis, force in forces:
    load.x.array[3 * of_node[node] + axis] += force

start = used()
A = fem.petsc.assemble_matrix(form, bcs=[condition])
A.assemble()
A.setOption(PETSc.Mat.Option.SPD, True)
b = load.vector.copy()
fem.petsc.set_bc(b, [condition])
assembled = used()
solver = PETSc.KSP().create(MPI.COMM_SELF)
options = PETSc.Options()
if given.solver == "mumps":
    solver.setType("preonly")
    solver.getPC().setType("cholesky")
    solver.getPC().setFactorSolverType("mumps")
else:
    A.setNearNullSpace(rigid_motions(V))
    A.setBlockSize(3)
    solver.setType("cg")
    solver.setTolerances(rtol=1e-8)
    solver.getPC().setType("gamg")
    for key, value in {"mg_levels_ksp_type": "chebyshev", "mg_levels_pc_type": "jacobi", "mg_levels_esteig_ksp_type": "cg",
                       "pc_gamg_threshold": 0.01, "pc_gamg_coarse_eq_limit": 1000}.items():
        options[key] = value
solver.setFromOptions()
solver.setOperators(A)
solver.setUp()
ready = used()
x = b.duplicate()
solver.solve(b, x)
done = used()
applied = load.vector
print(f"{given.solver}: {3 * len(nodes)} unknowns; assemble {assembled - start:.2f}, set up {ready - assembled:.2f}, "
      f"solve {done - ready:.2f} ({solver.getIterationNumber()} iterations), together {done - start:.2f} s; "
      f"f.u/150 = {applied.dot(x) / 150:.6f} mm; peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")
