//! Designs, parallel runs, caching, resume and tables.

pub mod design;
pub mod sensitivity;
