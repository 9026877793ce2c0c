//! A time series of several parts: the `.pvd` file and the files it refers to.

use crate::field::check_name;
use crate::whole_file::write_whole_file;
use crate::{Grid, Surface, VtkError, write_vtp, write_vtu};
use rayon::prelude::*;
use std::collections::BTreeSet;
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
    /// Name and file of every part.
    files: Vec<(String, String)>,
}

/// One part of a step.
#[derive(Clone, Debug)]
pub enum Part {
    /// A body, written as `.vtu`.
    Body(Grid),
    /// A face, lines or dots, written as `.vtp`.
    Surface(Surface),
}

impl Part {
    fn extension(&self) -> &'static str {
        match self {
            Self::Body(_) => "vtu",
            Self::Surface(_) => "vtp",
        }
    }

    fn write(&self, path: &Path) -> Result<(), VtkError> {
        match self {
            Self::Body(grid) => write_vtu(path, grid),
            Self::Surface(surface) => write_vtp(path, surface),
        }
    }
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

    /// Writes the step at `time` (the pseudo-time of the settling, or a cycle number; ParaView shows it as it is), its
    /// parts side by side on all threads.
    ///
    /// # Errors
    /// A time that is not finite or not later than the step before, a part given twice, and those of [`write_vtu`] and
    /// [`write_vtp`] (of the first part that has any).
    pub fn add_step(&mut self, time: f64, parts: &[(&str, Part)]) -> Result<(), VtkError> {
        let previous = self.steps.last().map_or(f64::NEG_INFINITY, |step| step.time);
        if !time.is_finite() || time <= previous {
            return Err(VtkError::TimeOrder { time, previous });
        }
        let files = self.files(time, parts)?;
        let write =
            |((_, part), (_, file)): (&(&str, Part), &(String, String))| part.write(&self.folder.join(file));
        let written: Vec<_> = parts.par_iter().zip(&files).map(write).collect();
        written.into_iter().collect::<Result<(), _>>()?;
        self.steps.push(Step { time, files });
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

    /// Name and file, relative to the folder of the series, of every part of the step that comes next.
    fn files(&self, time: f64, parts: &[(&str, Part)]) -> Result<Vec<(String, String)>, VtkError> {
        let mut names = BTreeSet::new();
        let file = |&(name, ref part): &(&str, Part)| {
            check_name(name)?;
            if !names.insert(name.to_owned()) {
                return Err(VtkError::DuplicatePart { part: name.to_owned(), time });
            }
            let file = format!("{}/{name}_{:04}.{}", self.name, self.steps.len(), part.extension());
            Ok((name.to_owned(), file))
        };
        parts.iter().map(file).collect()
    }

    fn check_parts(&self) -> Result<(), VtkError> {
        let names = |step: &Step| step.files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
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
            for (index, (name, file)) in step.files.iter().enumerate() {
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
