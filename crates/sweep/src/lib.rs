//! Designs, parallel runs, caching, resume and tables.
//!
//! A sweep file ([`mod@file`]) becomes a [`plan`], whose cases [`run`] settles in parallel, sharing placed feet, condensed bones and
//! settled intact feet. Rows go to a [`journal`] that survives being killed, then to a [`table`].
//!
//! ```
//! use osteotome_sweep::{file::read_sweep, plan::Plan};
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! std::fs::write(folder.join("base.toml"), "[[osteotomy]]\nrays = [\"M2\"]\ntechnique = \"classic\"\n")?;
//! let text = r#"
//! base = "base.toml"
//! [[axis]]
//! path = "osteotomy.level_mm"
//! range = { from = 14, to = 20, count = 4 }
//! [[axis]]
//! path = "contact.friction"
//! values = [0.2, 0.4, 0.6]
//! "#;
//! let plan = Plan::new(read_sweep(text, folder).expect("no mistakes"))?;
//! // A grid, the last axis fastest.
//! assert_eq!(plan.len(), 12);
//! let last = plan.case(11).scenario?;
//! assert_eq!((last.osteotomies[0].level_mm, last.contact.friction), (20.0, 0.6));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod clinical_grades;
mod column;
pub mod design;
pub mod estimate;
pub mod file;
pub mod folder;
pub mod journal;
pub mod keep;
pub mod merge;
pub mod plan;
pub mod provenance;
pub mod report;
pub mod resume;
pub mod run;
pub mod sensitivity;
pub mod slurm;
pub mod statistics;
pub mod status;
pub mod table;
