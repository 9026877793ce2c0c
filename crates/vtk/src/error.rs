//! What can go wrong on the way to a file.

use std::path::PathBuf;

/// Why a file for ParaView was not written. Nothing is left behind when one of these is returned.
#[derive(Debug, thiserror::Error)]
pub enum VtkError {
    /// A field does not have one value for each point or cell.
    #[error("field `{field}` has {found} values for {expected} {place}s; give exactly one for each {place}")]
    FieldLength {
        /// Name of the field.
        field: String,
        /// "point" or "cell".
        place: &'static str,
        /// Number of points or cells.
        expected: usize,
        /// Number of values (scalars, vectors or tensors) in the field.
        found: usize,
    },
    /// A field holds NaN, an infinity, or a number beyond single precision.
    #[error("field `{field}` is {value} at {place} {index}; ParaView fields must be finite and below 3.4e38")]
    NonFiniteField {
        /// Name of the field.
        field: String,
        /// "point" or "cell".
        place: &'static str,
        /// Index of the point or cell.
        index: usize,
        /// The offending number.
        value: f64,
    },
    /// A point has a coordinate that is NaN or infinite.
    #[error("point {index} is at {position_mm:?} mm; coordinates must be finite")]
    NonFinitePoint {
        /// Index of the point.
        index: usize,
        /// Its coordinates, mm.
        position_mm: [f64; 3],
    },
    /// A cell refers to a point that does not exist.
    #[error("cell {cell} refers to point {point}, but there are {points} points (numbered from 0)")]
    PointOutOfRange {
        /// Index of the cell, in the order in which VTK numbers them.
        cell: usize,
        /// The point it refers to.
        point: u32,
        /// Number of points.
        points: usize,
    },
    /// A polyline has fewer than two points.
    #[error("line {line} has {points} points; a line needs at least two")]
    ShortLine {
        /// Index of the line.
        line: usize,
        /// Number of its points.
        points: usize,
    },
    /// Two fields of one place share a name: ParaView would keep only one of them.
    #[error("two {place} fields are called `{field}`; names must be unique")]
    DuplicateField {
        /// The name.
        field: String,
        /// "point" or "cell".
        place: &'static str,
    },
    /// A field, a part or a series has a name that ParaView would rewrite or a file system refuse.
    #[error(
        "`{name}` cannot name a field or a part: use letters, digits, `_`, `-` and `.`, starting with a letter"
    )]
    Name {
        /// The name.
        name: String,
    },
    /// A volume without points or cells: a body that does not exist should have no file.
    #[error("the grid has {points} points and {cells} cells; leave an empty body out of the results")]
    EmptyGrid {
        /// Number of points.
        points: usize,
        /// Number of cells.
        cells: usize,
    },
    /// Time does not advance, or is not a number.
    #[error("time {time} does not follow {previous}; steps must come in increasing, finite time")]
    TimeOrder {
        /// The step's time.
        time: f64,
        /// The time of the step before it.
        previous: f64,
    },
    /// A part was given twice in a step.
    #[error("part `{part}` was given twice at time {time}; part names must be unique within a step")]
    DuplicatePart {
        /// Name of the part.
        part: String,
        /// The step's time.
        time: f64,
    },
    /// The steps of a series do not hold the same parts in the same order, so ParaView would mix them up.
    #[error(
        "the step at time {time} holds the parts {found:?} where the first step holds {expected:?}; write every part at every step, an empty surface where nothing touches"
    )]
    PartsChanged {
        /// The step's time.
        time: f64,
        /// The parts of the first step.
        expected: Vec<String>,
        /// The parts of this step.
        found: Vec<String>,
    },
    /// The encoder refused.
    #[error("cannot encode `{path}` as VTK XML: {message}")]
    Encoding {
        /// The file that was to be written.
        path: PathBuf,
        /// What the encoder said.
        message: String,
    },
    /// The file system refused.
    #[error("cannot write `{path}`: {source}")]
    Io {
        /// The file that was to be written.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
}
