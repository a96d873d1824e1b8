//! What Dictum does, topic by topic.

#![expect(clippy::expect_used, reason = "a test that cannot go on says what it relied on")]

mod format;
