//! A time series of several parts: the `.pvd` file and the files it refers to.

use crate::field::check_name;
use crate::whole_file::write_whole_file;
use crate::{Grid, Surface, VtkError, write_vtp, write_vtu};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A time series of several parts: `NAME.pvd` in a folder, with the data in `NAME/PART_STEP.vtu` and `.vtp` beside it.
///
/// The data files are written as they come; the `.pvd` comes last, in [`Series::finish`], so it never refers to a file
/// that is not there. Every step holds the same parts in the same order: ParaView tells them apart by position.
#[derive(Debug)]
pub struct Series {
    folder: PathBuf,
    name: String,
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    time: f64,
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    name: String,
    file: String,
}

impl Series {
    /// A series that will be `folder/name.pvd`.
    ///
    /// # Errors
    /// A name that is not portable.
    pub fn new(folder: &Path, name: &str) -> Result<Self, VtkError> {
        check_name(name)?;
        Ok(Self { folder: folder.to_owned(), name: name.to_owned(), steps: Vec::new() })
    }

    /// Starts the step at `time` (the pseudo-time of the settling, or a cycle number; ParaView shows it as it is).
    ///
    /// # Errors
    /// A time that is not finite or not later than the step before.
    pub fn begin_step(&mut self, time: f64) -> Result<(), VtkError> {
        let previous = self.steps.last().map_or(f64::NEG_INFINITY, |step| step.time);
        if !time.is_finite() || time <= previous {
            return Err(VtkError::TimeOrder { time, previous });
        }
        self.steps.push(Step { time, parts: Vec::new() });
        Ok(())
    }

    /// Writes a body of the current step.
    ///
    /// # Errors
    /// Those of [`write_vtu`], no step begun, or a part given twice.
    pub fn add_grid(&mut self, part: &str, grid: &Grid) -> Result<(), VtkError> {
        let file = self.file_of(part, "vtu")?;
        write_vtu(&self.folder.join(&file), grid)?;
        self.record(part, file);
        Ok(())
    }

    /// Writes a surface or a set of lines of the current step.
    ///
    /// # Errors
    /// Those of [`write_vtp`], no step begun, or a part given twice.
    pub fn add_surface(&mut self, part: &str, surface: &Surface) -> Result<(), VtkError> {
        let file = self.file_of(part, "vtp")?;
        write_vtp(&self.folder.join(&file), surface)?;
        self.record(part, file);
        Ok(())
    }

    /// Writes the `.pvd` file and returns its path.
    ///
    /// # Errors
    /// Steps that do not hold the same parts, and the file system's refusals.
    pub fn finish(self) -> Result<PathBuf, VtkError> {
        self.check_parts()?;
        let path = self.folder.join(format!("{}.pvd", self.name));
        write_whole_file(&path, self.to_xml().as_bytes())?;
        Ok(path)
    }

    fn file_of(&self, part: &str, extension: &str) -> Result<String, VtkError> {
        check_name(part)?;
        let Some(step) = self.steps.last() else { return Err(VtkError::NoStep { part: part.to_owned() }) };
        if step.parts.iter().any(|known| known.name == part) {
            return Err(VtkError::DuplicatePart { part: part.to_owned(), time: step.time });
        }
        Ok(format!("{}/{part}_{:04}.{extension}", self.name, self.steps.len() - 1))
    }

    fn record(&mut self, part: &str, file: String) {
        if let Some(step) = self.steps.last_mut() {
            step.parts.push(Part { name: part.to_owned(), file });
        }
    }

    fn check_parts(&self) -> Result<(), VtkError> {
        let names = |step: &Step| step.parts.iter().map(|part| part.name.clone()).collect::<Vec<_>>();
        let Some(first) = self.steps.first().map(names) else { return Ok(()) };
        match self.steps.iter().find(|step| names(step) != first) {
            None => Ok(()),
            Some(step) => {
                Err(VtkError::PartsChanged { time: step.time, expected: first, found: names(step) })
            }
        }
    }

    fn to_xml(&self) -> String {
        let mut text = String::from(
            "<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"1.0\">\n<Collection>\n",
        );
        for step in &self.steps {
            for (index, Part { name, file }) in step.parts.iter().enumerate() {
                let time = step.time;
                // writing to a String cannot fail
                let _ = writeln!(
                    text,
                    "<DataSet timestep=\"{time}\" group=\"\" part=\"{index}\" name=\"{name}\" file=\"{file}\"/>"
                );
            }
        }
        text + "</Collection>\n</VTKFile>\n"
    }
}
