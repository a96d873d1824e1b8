//! What Dictum does, topic by topic.

mod render;
