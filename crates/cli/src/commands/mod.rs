//! One module a command.

pub(crate) mod calibrate;
pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod inspect;
pub(crate) mod merge;
pub(crate) mod mesh;
pub(crate) mod predict;
pub(crate) mod report;
pub(crate) mod run;
pub(crate) mod schema;
pub(crate) mod sweep;
pub(crate) mod validate;
