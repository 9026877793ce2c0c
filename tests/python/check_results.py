"""Re-read results with the official VTK library and report what it sees, as JSON on stdout.

    python3 check_results.py DIR_OR_FILE...

Every .vtu and .vtp (and every .pvd, with the files it refers to) is read by VTK's own readers. For each file: number
of nodes and cells, total and smallest cell volume, total area of triangles, total length of lines, and the range of
every array. Exit code 1 if a reader complains, a volume is not positive, an array holds NaN, or a .pvd refers to a
missing file; the reasons are in "problems".
"""

import json
import math
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkFiltersVerdict import vtkCellSizeFilter
from vtkmodules.vtkIOXML import vtkXMLPolyDataReader, vtkXMLUnstructuredGridReader

READERS = {".vtu": vtkXMLUnstructuredGridReader, ".vtp": vtkXMLPolyDataReader}


def read(path, problems):
    """The data set in a file, with every complaint of the reader in `problems`."""
    reader = READERS[path.suffix]()
    reader.AddObserver("ErrorEvent", lambda *_: problems.append(f"{path.name}: the reader reports an error"))
    reader.AddObserver("WarningEvent", lambda *_: problems.append(f"{path.name}: the reader warns"))
    reader.SetFileName(str(path))
    reader.Update()
    return reader.GetOutput()


def arrays(attributes, place, path, problems):
    """Name, components and range of every array of one place."""
    found = {}
    for index in range(attributes.GetNumberOfArrays()):
        array = attributes.GetArray(index)
        values = vtk_to_numpy(array)
        entry = {"components": array.GetNumberOfComponents(), "values": int(values.size)}
        if values.size:
            # A cell that faces nothing has no gap.
            if array.GetName() == "gap_mm":
                values = values[~numpy.isnan(values)]
            if values.size and not math.isfinite(float(abs(values).max())):
                problems.append(f"{path.name}: {place} array {array.GetName()} holds NaN or infinity")
        if values.size:
            columns = values.reshape(-1, array.GetNumberOfComponents())
            entry["min"] = columns.min(axis=0).tolist()
            entry["max"] = columns.max(axis=0).tolist()
            entry["mean"] = columns.mean(axis=0, dtype=float).tolist()
        found[array.GetName()] = entry
    return found


def sizes(data):
    """Volume, area and length of every cell, as VTK integrates them."""
    measure = vtkCellSizeFilter()
    measure.SetInputData(data)
    measure.Update()
    cells = measure.GetOutput().GetCellData()
    return {name: vtk_to_numpy(cells.GetArray(name)) for name in ("Volume", "Area", "Length")}


def corner_volumes(data):
    """Signed volumes of the tetrahedra between the first four nodes, independent of VTK's own measure."""
    cells = data.GetCells()
    starts = vtk_to_numpy(cells.GetOffsetsArray())[:-1]
    nodes = vtk_to_numpy(cells.GetConnectivityArray())[starts[:, None] + numpy.arange(4)]
    corners = vtk_to_numpy(data.GetPoints().GetData())[nodes]
    return numpy.linalg.det(corners[:, 1:] - corners[:, :1]) / 6


def check_file(path, problems):
    data = read(path, problems)
    report = {
        "nodes": data.GetNumberOfPoints(),
        "cells": data.GetNumberOfCells(),
        "cell_types": {},
        "point_arrays": arrays(data.GetPointData(), "point", path, problems),
        "cell_arrays": arrays(data.GetCellData(), "cell", path, problems),
    }
    for index in range(data.GetNumberOfCells()):
        kind = str(data.GetCellType(index))
        report["cell_types"][kind] = report["cell_types"].get(kind, 0) + 1
    if data.GetNumberOfPoints():
        report["bounds"] = list(data.GetBounds())
    if data.GetNumberOfCells():
        measured = sizes(data)
        report["area"] = float(measured["Area"].sum())
        report["length"] = float(measured["Length"].sum())
        if path.suffix == ".vtu":
            report["volume"] = float(measured["Volume"].sum())
            report["min_cell_volume"] = float(measured["Volume"].min())
            report["min_corner_volume"] = float(corner_volumes(data).min())
            for key in ("min_cell_volume", "min_corner_volume"):
                if not report[key] > 0.0:
                    problems.append(f"{path.name}: {key} is {report[key]}")
    elif path.suffix == ".vtu":
        problems.append(f"{path.name}: no cells")
    return report


def check_series(path, problems):
    """Times and parts of a .pvd file."""
    entries = [entry.attrib for entry in ElementTree.parse(path).iter("DataSet")]
    for entry in entries:
        if not (path.parent / entry["file"]).is_file():
            problems.append(f"{path.name}: {entry['file']} is missing")
    return {
        "times": sorted({float(entry["timestep"]) for entry in entries}),
        "parts": list(dict.fromkeys(entry.get("name", entry["part"]) for entry in entries)),
        "files": [entry["file"] for entry in entries],
    }


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    problems, report = [], {"files": {}, "series": {}}
    for argument in map(Path, arguments):
        paths = sorted(argument.rglob("*")) if argument.is_dir() else [argument]
        for path in paths:
            name = str(path.relative_to(argument)) if argument.is_dir() else path.name
            if path.suffix in READERS:
                report["files"][name] = check_file(path, problems)
            elif path.suffix == ".pvd":
                report["series"][name] = check_series(path, problems)
    if not report["files"]:
        problems.append("no .vtu or .vtp file found")
    report["problems"] = problems
    json.dump(report, sys.stdout, indent=1)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
