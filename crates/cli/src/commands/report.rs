//! `osteotome report`: a sweep as one HTML page.

use crate::Verdict;
use crate::arguments::ReportOptions;
use crate::console::Console;
use crate::failure::Failure;
use osteotome_sweep::folder::{FolderError, Record, TABLES, read_table, write_file};
use osteotome_sweep::report;
use serde_json::json;

const PAGE: &str = "report.html";

/// Draws the report into the folder of the sweep.
pub(crate) fn report(options: &ReportOptions, console: &Console) -> Result<Verdict, Failure> {
    let unusable = |error: FolderError| match error {
        FolderError::NoRecord { .. } => {
            Failure::input(error.to_string()).hinting("name a folder that osteotome sweep or merge wrote")
        }
        FolderError::Altered { .. } => Failure::input(error.to_string()),
        FolderError::Io { .. } => Failure::input(error.to_string())
            .hinting(format!("{} is there when a sweep has come to its end", TABLES[0])),
        other => other.into(),
    };
    let record = Record::read(&options.folder).map_err(unusable)?;
    let table = read_table(&options.folder, &record).map_err(unusable)?;
    let report = report::report(&record, &table);
    write_file(&options.folder, PAGE, report.html.as_bytes())?;
    let page = options.folder.join(PAGE);
    match options.json {
        true => {
            let document = json!({ "sensitivities": report.sensitivities, "pairs": report.pairs });
            console.result(&format!("{document:#}"));
            console.note(&format!("written: {}", page.display()));
        }
        false => console.result(&page.display().to_string()),
    }
    Ok(Verdict::Passed)
}
