//! Designs, parallel runs, caching, resume and tables.

pub mod design;
pub mod journal;
pub mod sensitivity;
pub mod table;
