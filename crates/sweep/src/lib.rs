//! Designs, parallel runs, caching, resume and tables.
