//! Benches measure correct results, and hostile text is answered quickly.

#[path = "../../benches/generate/mod.rs"]
#[expect(dead_code, reason = "benches use the rest")]
mod generate;
#[path = "../../benches/hand.rs"]
mod hand;

mod hostile;
mod yardstick;
