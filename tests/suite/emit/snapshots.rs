#![allow(dead_code, clippy::unwrap_used, reason = "x")]
use super::Build;
use super::samples;
use dictum::emit::Target;
#[test]
fn show() {
    for (name, b) in [("small", Build::new(samples::SMALL)), ("full", samples::full()), ("v1", samples::full().v1())] {
        for f in b.emit(&Target::ALL) {
            let p = format!("/tmp/show/{name}/{}", f.path);
            std::fs::create_dir_all(std::path::Path::new(&p).parent().unwrap()).unwrap();
            std::fs::write(p, f.bytes).unwrap();
        }
    }
}
