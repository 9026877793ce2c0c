"""Show the result of this folder in ParaView, at its last time.

In the GUI:     paraview --script=view.py, or Tools > Python Shell > Run Script
As a picture:   pvpython view.py --screenshot result.png [--colour von_mises_mpa] [--camera=-0.5,1,0.8] [--size 1600x1000]

Every part of the result is named in the pipeline browser. Points are stored where they are, so nothing is warped.
Bones have the colour of bone unless --colour names one of their fields; contact faces show @FACE_FIELD@,
soft tissue shows @LINE_FIELD@.
"""

import argparse
import os
import sys
import xml.etree.ElementTree as ElementTree

from paraview import simple

SERIES = "@SERIES@"
FACE_FIELD = "@FACE_FIELD@"
LINE_FIELD = "@LINE_FIELD@"
# the folder that this script was written to, for ParaView's GUI
WRITTEN_IN = @WRITTEN_IN@
# from the foot to the eye, foot frame: x distal, z up
CAMERA_DIRECTION = @CAMERA_DIRECTION@

BONE = [0.93, 0.87, 0.72]
# low enough to see the pressure on the cut faces through the heads
BONE_OPACITY = 0.3
TISSUE = [0.75, 0.45, 0.40]
GROUND = [0.62, 0.66, 0.70]
TUBE_RADIUS_MM = 0.6
DOT_RADIUS_MM = 0.2
MAPS = {FACE_FIELD: "Inferno (matplotlib)", LINE_FIELD: "Viridis (matplotlib)"}
MAGNITUDES, SIGNED = "Plasma (matplotlib)", "Cool to Warm (Extended)"
# ParaView 6 formats numbers as Python does, earlier versions as C does
NUMBER = "{:.3g}" if simple.GetParaViewVersion() >= (6, 0) else "%.3g"
UNITS = {"mpa": "MPa", "n": "N", "mm": "mm", "deg": "°"}


def folder():
    """The result folder: that of this script, or the current one, or where it was written.

    ParaView's GUI runs a script as a string, so there the script cannot know its own place.
    """
    own = [os.path.dirname(os.path.abspath(__file__))] if "__file__" in globals() else []
    places = own + [os.getcwd(), WRITTEN_IN]
    for place in places:
        if os.path.isfile(os.path.join(place, SERIES)):
            return place
    raise RuntimeError("no %s in %s; start ParaView in the result folder" % (SERIES, " or ".join(places)))


def options():
    parser = argparse.ArgumentParser(description="Show an osteotome result.")
    parser.add_argument("--screenshot", metavar="FILE.png", help="write a picture instead of staying open")
    parser.add_argument("--colour", metavar="FIELD", help="colour the bones by this field")
    parser.add_argument("--size", default="1600x1000", metavar="WxH", help="size of the picture in pixels")
    parser.add_argument("--camera", metavar="X,Y,Z", help="direction from the foot to the eye, instead of antero-lateral")
    return parser.parse_known_args(getattr(sys, "argv", [""])[1:])[0]


def parts_of(series):
    """Names of the parts and their kind of file, in the order of the first step."""
    entries = [entry.attrib for entry in ElementTree.parse(series).iter("DataSet")]
    return {entry["name"]: os.path.splitext(entry["file"])[1] for entry in entries}


def block(reader, name, only):
    """One part. ParaView drops signs from block names in a way that depends on its version, so both forms are tried."""
    if only:
        return reader
    plain = "".join(letter for letter in name if letter.isalnum() or letter == "_")
    selectors = list(dict.fromkeys(["/Root/" + name, "/Root/" + plain]))
    return simple.ExtractBlock(registrationName=name, Input=reader, Selectors=selectors)


def place_of(source, field):
    """Whether a field belongs to points or cells, or None if the part does not have it."""
    if field in source.PointData.keys():
        return "POINTS"
    return "CELLS" if field in source.CellData.keys() else None


def leaves(data):
    """The data sets within nested blocks."""
    if not data.IsA("vtkMultiBlockDataSet"):
        return [data]
    blocks = [data.GetBlock(index) for index in range(data.GetNumberOfBlocks())]
    return [leaf for inner in blocks if inner for leaf in leaves(inner)]


def dots_only(source):
    """Whether a surface has points to show and nothing else, such as the samples of a contact face."""
    surfaces = leaves(simple.servermanager.Fetch(source))
    return any(surface.GetNumberOfVerts() for surface in surfaces) and all(
        surface.GetNumberOfVerts() == surface.GetNumberOfCells() for surface in surfaces
    )


def paint(display, source, field, largest):
    """Colour by a field if the part has it, and remember its largest value for the common range."""
    place = place_of(source, field)
    if place is None:
        return False
    array = (source.PointData if place == "POINTS" else source.CellData)[field]
    components = array.GetNumberOfComponents()
    simple.ColorBy(display, (place, field, "Magnitude") if components > 1 else (place, field))
    low, high = array.GetRange(-1 if components > 1 else 0)
    if low <= high:
        known = largest.get(field, (low, high))
        largest[field] = (min(low, known[0]), max(high, known[1]))
    return True


def show(source, kind, name, view, colour, ranges):
    """One part in the style that suits what it holds."""
    if kind == ".vtu":
        display = simple.Show(source, view)
        display.DiffuseColor = display.AmbientColor = BONE
        if not (colour and paint(display, source, colour, ranges)):
            display.Opacity = BONE_OPACITY
    elif place_of(source, LINE_FIELD):
        tubes = simple.Tube(registrationName=name + " tubes", Input=source, Radius=TUBE_RADIUS_MM)
        tubes.UpdatePipeline()
        display = simple.Show(tubes, view)
        display.DiffuseColor = display.AmbientColor = TISSUE
        paint(display, source, LINE_FIELD, ranges)
    elif place_of(source, FACE_FIELD):
        display = simple.Show(source, view)
        paint(display, source, FACE_FIELD, ranges)
        display.Ambient, display.Diffuse = 1.0, 0.0  # colours that can be read off the legend
        if dots_only(source):
            display.SetRepresentationType("Point Gaussian")
            display.GaussianRadius = DOT_RADIUS_MM
    else:
        display = simple.Show(source, view)
        is_ground = name.startswith("ground")
        display.DiffuseColor = display.AmbientColor = GROUND if is_ground else BONE
        display.Opacity = 0.35 if is_ground else BONE_OPACITY


def legends(view, ranges):
    """One colour map and one legend for each field, common to all parts."""
    for row, (field, (low, high)) in enumerate(sorted(ranges.items())):
        table = simple.GetColorTransferFunction(field)
        table.ApplyPreset(SIGNED if low < 0.0 else MAPS.get(field, MAGNITUDES), True)
        end = max(high, -low) or 1.0
        table.RescaleTransferFunction(-end if low < 0.0 else 0.0, end)
        legend = simple.GetScalarBar(table, view)
        quantity, _, unit = field.rpartition("_")
        legend.Title = quantity.replace("_", " ") if quantity else field
        legend.ComponentTitle = "(%s)" % UNITS.get(unit, unit) if quantity else ""
        legend.HorizontalTitle = 1
        legend.AutomaticLabelFormat = 0
        legend.LabelFormat = legend.RangeLabelFormat = NUMBER
        legend.WindowLocation = "Any Location"
        legend.Position = [0.86, 0.06 + 0.31 * row]
        legend.ScalarBarLength = 0.2
        legend.TitleColor = legend.LabelColor = [0.1, 0.1, 0.1]
        legend.Visibility = 1


def aim(view, direction):
    """Look at the foot, with the dorsum up."""
    view.OrientationAxesLabelColor = [0.0, 0.0, 0.0]
    view.UseColorPaletteForBackground = 0
    view.Background = [1.0, 1.0, 1.0]
    simple.ResetCamera(view)
    camera = view.GetActiveCamera()
    focus, length = camera.GetFocalPoint(), sum(value * value for value in direction) ** 0.5
    distance = camera.GetDistance()
    view.CameraPosition = [at + distance * value / length for at, value in zip(focus, direction)]
    view.CameraFocalPoint = list(focus)
    view.CameraViewUp = [0.0, 0.0, 1.0]
    simple.ResetCamera(view)
    camera.Dolly(1.2)  # ParaView fits the sphere around everything, a foot is flatter than that


def main():
    chosen = options()
    series = os.path.join(folder(), SERIES)
    simple._DisableFirstRenderCameraReset()
    if chosen.screenshot:  # the GUI has a window of its own, and hangs when a script resizes it
        simple.GetActiveViewOrCreate("RenderView").ViewSize = [int(number) for number in chosen.size.split("x")]
    reader = simple.PVDReader(registrationName=SERIES, FileName=series)
    view = simple.GetActiveViewOrCreate("RenderView")
    scene = simple.GetAnimationScene()
    scene.UpdateAnimationUsingDataTimeSteps()
    scene.GoToLast()
    ranges, parts = {}, parts_of(series)
    for name, kind in parts.items():
        source = block(reader, name, len(parts) == 1)
        source.UpdatePipeline(view.ViewTime)
        show(source, kind, name, view, chosen.colour, ranges)
    if chosen.colour and chosen.colour not in ranges:
        raise RuntimeError("no bone has a field %s" % chosen.colour)
    if len(parts) > 1:
        simple.Hide(reader, view)
    legends(view, ranges)
    aim(view, [float(number) for number in chosen.camera.split(",")] if chosen.camera else CAMERA_DIRECTION)
    simple.Render(view)
    if chosen.screenshot:
        simple.SaveScreenshot(chosen.screenshot, view)


main()
