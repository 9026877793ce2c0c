//! Designs, parallel runs, caching, resume and tables.
//!
//! A sweep file ([`mod@file`]) becomes a [`plan`], whose cases [`run`] settles in parallel, sharing placed feet, condensed bones and
//! settled intact feet. Rows go to a [`journal`] that survives being killed, then to a [`table`].

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
pub mod run;
pub mod sensitivity;
pub mod slurm;
pub mod status;
pub mod table;
