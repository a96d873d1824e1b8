//! What a pull request is compared with: fingerprints and baselines.

mod baseline;
mod schema;
mod subjects;
