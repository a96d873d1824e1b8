//! The meaning and behaviour of Dictum, topic by topic, tested through its library.

#![expect(clippy::expect_used, reason = "a test that cannot go on says what it relied on")]

mod access;
mod assertions;
mod cases;
mod catalog;
mod check;
mod classify;
mod cli;
mod decision;
mod desk;
mod editor;
mod emit;
mod format;
mod fuzz;
mod gate;
mod governed;
mod import;
mod lint;
mod mutations;
mod numbers;
mod output;
mod people;
mod properties;
mod render;
mod report;
mod roles;
mod roundtrip;
mod speed;
mod study;
mod tables;
mod tokens;
mod vocabulary;
