#!/usr/bin/env python3
"""Meshes one bone surface with osteotome, gmsh (HXT, Delaunay), TetGen and fTetWild in one run, one thread each.

    cargo bench --no-run && pip install gmsh tetgen pytetwild numpy
    python benches/compare_meshers.py SURFACE.stl [SIZE_MM ...]

osteotome also cuts the bone; the others only mesh the whole. Times are CPU seconds from file to elements in memory,
the best of three runs for each, but of one for fTetWild, which takes a minute.
"""
import contextlib
import json
import math
import resource
import subprocess
import sys
import tempfile
import time


RUNS = 5  # as in mesher.rs


def bench_executable():
    command = ["cargo", "bench", "--bench", "mesher", "--no-run", "--message-format=json"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    artifacts = [json.loads(line) for line in lines if line.startswith("{")]
    return next(a["executable"] for a in artifacts if a.get("executable") and a["target"]["name"] == "mesher")


def osteotome(path, size_mm):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [EXECUTABLE, path, str(size_mm)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return int(output), seconds / RUNS, float("nan")


def dihedral_deg(points, tets):
    from dihedral import least_dihedral_deg

    return least_dihedral_deg(points, tets).min()


def gmsh_mesh(path, size_mm, algorithm):
    import gmsh
    import numpy as np

    start = time.process_time()
    gmsh.initialize()
    for option, value in (("General.Terminal", 0), ("General.NumThreads", 1), ("Mesh.Algorithm3D", algorithm),
                          ("Mesh.MeshSizeMin", size_mm), ("Mesh.MeshSizeMax", size_mm)):
        gmsh.option.setNumber(option, value)
    gmsh.merge(path)
    gmsh.model.mesh.classifySurfaces(math.radians(40), True, True, math.pi)
    gmsh.model.mesh.createGeometry()
    loop = gmsh.model.geo.addSurfaceLoop([tag for _, tag in gmsh.model.getEntities(2)])
    gmsh.model.geo.addVolume([loop])
    gmsh.model.geo.synchronize()
    gmsh.model.mesh.generate(3)
    seconds = time.process_time() - start
    tags, positions, _ = gmsh.model.mesh.getNodes()
    index = np.zeros(int(tags.max()) + 1, dtype=int)
    index[tags.astype(int)] = range(len(tags))
    tets = index[gmsh.model.mesh.getElements(3)[2][0].astype(int).reshape(-1, 4)]
    worst = dihedral_deg(positions.reshape(-1, 3), tets)
    gmsh.finalize()
    return len(tets), seconds, worst


def tetgen_mesh(path, size_mm):
    import pyvista
    import tetgen

    start = time.process_time()
    mesher = tetgen.TetGen(pyvista.read(path).clean())
    mesher.tetrahedralize(order=1, quality=True, minratio=1.2, mindihedral=10, maxvolume=size_mm**3 / (6 * math.sqrt(2)))
    seconds = time.process_time() - start
    tets = mesher.grid.cells.reshape(-1, 5)[:, 1:]
    return len(tets), seconds, dihedral_deg(mesher.grid.points, tets)


def ftetwild_mesh(path, size_mm):
    import numpy as np
    import pytetwild
    import pyvista

    start = time.process_time()
    surface = pyvista.read(path).clean()
    faces = surface.faces.reshape(-1, 4)[:, 1:].astype(np.int32)
    # It leaves a copy of the surface where it runs.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        points, tets = pytetwild.tetrahedralize(
            np.asarray(surface.points, dtype=float), faces, edge_length_abs=size_mm, num_threads=1, vtk_ordering=True)
    return len(tets), time.process_time() - start, dihedral_deg(points, tets)


def main():
    global EXECUTABLE
    EXECUTABLE = bench_executable()
    path = sys.argv[1]
    meshers = {
        "osteotome": osteotome,
        "gmsh HXT": lambda p, s: gmsh_mesh(p, s, 10),
        "gmsh Delaunay": lambda p, s: gmsh_mesh(p, s, 1),
        "TetGen": tetgen_mesh,
        "fTetWild": ftetwild_mesh,
    }
    for size_mm in [float(word) for word in sys.argv[2:]] or [1.2, 0.8]:
        own = None
        for name, mesher in meshers.items():
            try:
                runs = [mesher(path, size_mm) for _ in range(1 if name == "fTetWild" else 3)]
            except ImportError as missing:
                print(f"{name:14} skipped: {missing}")
                continue
            tetrahedra, seconds, worst_deg = min(runs, key=lambda run: run[1])
            rate = tetrahedra / seconds
            own = own or rate
            print(f"{size_mm} mm {name:14} {tetrahedra:8} tets {seconds:7.3f} s {rate:9.0f} tets/s "
                  f"(1/{own / rate:.1f}) smallest dihedral {worst_deg:.1f}°")


if __name__ == "__main__":
    main()
