//! What benches measure does what it should, and hostile text is answered soon.

#[path = "../../benches/generate/mod.rs"]
#[expect(dead_code, reason = "benches use the rest")]
mod generate;
#[path = "../../benches/hand.rs"]
mod hand;

mod hostile;
mod yardstick;
