//! cascades
