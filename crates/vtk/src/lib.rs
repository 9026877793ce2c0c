//! Everything ParaView reads: `.vtu` volumes, `.vtp` surfaces and lines, the `.pvd` time series that ties them
//! together, and the `view.py` that shows them.
//!
//! There is no physics here. Callers hand over plain arrays, in the units that the array names carry
//! (`displacement_mm`, `pressure_mpa`); points are in mm, in the foot frame, at their *current* position, so that
//! nothing has to be warped to be seen. Every file appears whole or not at all.
//!
//! ```
//! use osteotome_vtk::{Cells, Field, Grid, write_vtu};
//! let grid = Grid {
//!     points_mm: vec![[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
//!     cells: Cells::Tet4(vec![[0, 1, 2, 3]]),
//!     point_fields: vec![Field::scalars("temperature_k", vec![1.0, 2.0, 3.0, 4.0])],
//!     cell_fields: vec![],
//! };
//! let directory = tempfile::tempdir()?;
//! write_vtu(&directory.path().join("one.vtu"), &grid)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod encode;
mod error;
mod field;
mod grid;
mod series;
mod surface;
mod view;
mod whole_file;

pub use encode::{write_vtp, write_vtu};
pub use error::VtkError;
pub use field::Field;
pub use grid::{Cells, Grid};
pub use series::{Part, Series};
pub use surface::{Surface, split_quadratic_triangles};
pub use view::{View, view_script};
