//! `osteotome calibrate`: the plausible feet.

use crate::Verdict;
use crate::arguments::CalibrateOptions;
use crate::commands::sweep::cores;
use crate::console::Console;
use crate::failure::Failure;
use crate::study_progress::watched;
use osteotome_calibrate::{Calibration, Point, choose, markdown};
use osteotome_files::write_whole_file;

/// Runs the waves, chooses the ensemble, writes it and the page, and prints the page.
pub(crate) fn calibrate(options: &CalibrateOptions, console: &Console) -> Result<Verdict, Failure> {
    let folder = &options.output;
    std::fs::create_dir_all(folder).map_err(|error| Failure::system("make", folder, &error))?;
    let how = Calibration {
        points: options.points as usize,
        waves: options.waves as usize,
        seed: options.seed,
        threads: options.threads.map_or_else(cores, usize::from),
    };
    let points = watched(console, |hearing| {
        osteotome_calibrate::calibrate(&how, folder, hearing).map_err(Failure::other)
    })?;
    let ensemble = choose(&points, options.members as usize).ok_or_else(|| none_is_plausible(&points))?;
    let page = markdown(&points, &ensemble);
    for (name, text) in [("ensemble.toml", ensemble.to_toml()), ("calibration.md", page.clone())] {
        let path = folder.join(name);
        write_whole_file(&path, text.as_bytes()).map_err(|error| Failure::system("write", &path, &error))?;
        console.note(&format!("written: {}", path.display()));
    }
    console.result(page.trim_end());
    Ok(Verdict::Passed)
}

fn none_is_plausible(points: &[Point]) -> Failure {
    let best = points.iter().map(|point| point.judged.worst()).fold(f64::INFINITY, f64::min);
    Failure::other(format_args!(
        "none of {} feet is plausible; the least implausible one is {best:.2} standard deviations from some target; more --points or --waves may \
         find one, or the priors and the targets contradict each other",
        points.len()
    ))
}
