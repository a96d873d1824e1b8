//! Cases beside the pages of the rules.
