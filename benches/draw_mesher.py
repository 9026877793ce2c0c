"""Makes docs/mesher.png from the template bones, which are the project's own. Needs numpy, meshio and pyvista.

    cargo build --release -p osteotome-mesh --example picture
    P=target/release/examples/picture
    $P meshes/M1_left.stl 20 0 45 2.4 1.2 typical.msh
    $P meshes/M2_left.stl 16 -40 0 1.2 1.2 worst.msh
    osteotome mesh hinge.toml          # M2 alone, burr = { working_length_mm = 8 }
    python benches/draw_mesher.py typical.msh worst.msh results/hinge-mesh/M2.vtu docs/mesher.png
"""
import sys

import numpy as np
import pyvista

from dihedral import least_dihedral_deg


def grid_of(path):
    """Tetrahedra of a file as linear ones, with the least dihedral angle of each."""
    mesh = pyvista.read(path)
    blocks = [mesh] if not isinstance(mesh, pyvista.MultiBlock) else list(mesh)
    cells = np.vstack([cell for block in blocks for kind, cell in block.cells_dict.items() if cell.shape[1] in (4, 10)
                       for cell in [cell[:, :4]]])
    grid = pyvista.UnstructuredGrid({pyvista.CellType.TETRA: cells}, blocks[0].points)
    grid["least angle, degrees"] = least_dihedral_deg(np.asarray(grid.points), cells)
    return grid


def show(plotter, grid, focus, view_up, distance, side):
    bar = {"title": "least angle of an element, degrees", "n_labels": 4, "height": 0.06, "position_y": 0.03}
    middle = np.asarray(grid.center)
    section = grid.clip(normal=side, origin=focus if focus is not None else middle, crinkle=True)
    plotter.add_mesh(section, scalars="least angle, degrees", clim=(15, 60), cmap="viridis", show_edges=True,
                     line_width=0.4, scalar_bar_args=bar)
    at = focus if focus is not None else np.asarray(section.center)
    plotter.camera_position = [at + np.asarray(side) * distance, at, view_up]


def main():
    typical, worst, notched = (grid_of(path) for path in sys.argv[1:4])
    plotter = pyvista.Plotter(off_screen=True, shape=(1, 3), window_size=(2100, 800), border=False)
    for column, (grid, title, zoom) in enumerate((
            (typical, "typical: M1, oblique, 2.4 mm, 1.2 mm at the cut", 92), (worst, "worst of 100: M2, reverse, 1.2 mm", 22),
            (notched, "a burr 8 mm long leaves a hinge: M2", 82))):
        plotter.subplot(0, column)
        plotter.add_text(title, font_size=13, color="black")
        focus = None
        if grid is worst:
            least = int(np.argmin(grid["least angle, degrees"]))
            focus = np.asarray(grid.extract_cells([least]).center)
        extent = np.ptp(np.asarray(grid.points), axis=0)
        thin, long = int(np.argmin(extent)), int(np.argmax(extent))
        side, up = np.eye(3)[thin], np.eye(3)[3 - thin - long]
        show(plotter, grid, focus, up, zoom * 2.2, side)
    plotter.screenshot(sys.argv[4])


if __name__ == "__main__":
    main()
