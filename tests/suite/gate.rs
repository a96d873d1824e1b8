//! What a pull request is held against: fingerprints and baselines.

mod baseline;
mod schema;
mod subjects;
