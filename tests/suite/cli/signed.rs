//! Signatures over the manifest: `build --sign`, `verify --key`.

use dictum::emit::{MANIFEST, OutputFile, PublicKey, SIGNATURE, signature_fault, verify};

use super::{CLEAN, Desk};

/// A pair of keys in minisign's form, made for these tests. The secret key has the bytes 0 to 31.
const SECRET: &str = "untrusted comment: minisign unencrypted secret key
RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQIDBAUGBwgAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHwOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4UuhoZ0oj6XehkwAxqgcDfOhmwCrPXeYwQwAwVY5NB98=
";
const PUBLIC: &str = "untrusted comment: minisign public key 0807060504030201
RWQBAgMEBQYHCAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4
";
const OTHER: &str = "RWQJCQkJCQkJCXm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk\n";

fn signed() -> Desk {
    let desk = Desk::with(&[("p/a.dictum", CLEAN), ("secret.key", SECRET), ("key.pub", PUBLIC), ("other.pub", OTHER)]);
    desk.run(&["build", "p", "--out", "dist", "--sign", "secret.key"]).ends(0);
    desk
}

#[test]
fn a_signature_holds_for_its_key_only() {
    let desk = signed();
    desk.run(&["verify", "dist", "--key", "key.pub"]).ends(0).gives(&["signed by key 0807060504030201"]);
    desk.run(&["verify", "dist"]).ends(0).gives(&["by whom was not checked"]);
    let run = desk.run(&["verify", "dist", "--key", "other.pub"]).ends(1);
    run.gives(&["was made with another key: 0807060504030201, not 0909090909090909"]);
    let json = desk.run(&["verify", "dist", "--key", "key.pub", "-o", "json"]).ends(0).json();
    assert_eq!(json["signedBy"], "0807060504030201");
    assert!(desk.run(&["verify", "dist", "-o", "json"]).ends(0).json()["signedBy"].is_null());
}

#[test]
fn another_implementation_takes_the_signature() {
    let desk = signed();
    let key = minisign_verify::PublicKey::decode(PUBLIC).expect("a public key");
    let signature = minisign_verify::Signature::decode(&desk.read(&format!("dist/{SIGNATURE}"))).expect("a signature");
    let manifest = std::fs::read(desk.path("dist/manifest.json")).expect("the manifest");
    assert!(key.verify(&manifest, &signature, false).is_ok());
    assert!(key.verify(b"another", &signature, false).is_err());
}

#[test]
fn the_same_key_gives_the_same_bytes_and_may_build_again() {
    let desk = signed();
    let first = desk.files("dist");
    desk.run(&["build", "p", "--out", "dist", "--sign", "secret.key"]).ends(0);
    assert_eq!(desk.files("dist"), first);
    // A build without a key removes an old signature.
    desk.run(&["build", "p", "--out", "dist"]).ends(0);
    assert!(!desk.path("dist").join(SIGNATURE).exists());
    let run = desk.run(&["verify", "dist", "--key", "key.pub"]).ends(1);
    run.gives(&["there is no `manifest.json.minisig`, and a signature was asked for"]);
}

#[test]
fn a_signature_of_another_manifest_is_found() {
    let desk = signed();
    let old = desk.read(&format!("dist/{SIGNATURE}"));
    desk.put("p/a.dictum", CLEAN.replace("sandbox", "trial"));
    desk.run(&["build", "p", "--out", "dist"]).ends(0);
    desk.put(&format!("dist/{SIGNATURE}"), old);
    desk.run(&["verify", "dist"]).ends(0);
    let run = desk.run(&["verify", "dist", "--key", "key.pub"]).ends(1);
    run.gives(&["`manifest.json.minisig` does not fit `manifest.json`"]);
    desk.put(&format!("dist/{SIGNATURE}"), "anything");
    desk.run(&["verify", "dist"]).ends(1).gives(&["does not have the form of a signature"]);
    desk.run(&["verify", "dist", "--key", "key.pub"]).ends(1).gives(&["does not have the form of a signature"]);
}

#[test]
fn keys_that_cannot_be_used_are_told_apart() {
    let desk = signed();
    let protected = SECRET.replace("RWQAAEIy", "RWRTY0Iy");
    let damaged = SECRET.replace("HwOhB7", "HwOhB8");
    for (text, told) in [
        (protected.as_str(), "protected by a password, which dictum does not ask for"),
        (damaged.as_str(), "the key is damaged"),
        (PUBLIC, "not have the form of a secret key"),
        ("", "not have the form of a secret key"),
    ] {
        desk.put("bad.key", text);
        desk.run(&["build", "p", "--out", "none", "--sign", "bad.key"]).ends(2).says(&[told, "minisign"]);
        assert!(!desk.path("none").exists());
    }
    desk.run(&["verify", "dist", "--key", "secret.key"]).ends(2).says(&["not have the form of a public key"]);
    desk.run(&["verify", "dist", "--key", "absent.pub"]).ends(2).says(&["absent.pub"]);
}

#[test]
fn every_flipped_bit_of_a_signed_folder_is_found() {
    let desk = Desk::with(&[("secret.key", SECRET), ("key.pub", PUBLIC)]);
    desk.run(&["init", "--template", "contoso", "shop"]).ends(0);
    desk.run(&["build", "shop", "--out", "dist", "--sign", "secret.key"]).ends(0);
    desk.run(&["verify", "dist", "--key", "key.pub"]).ends(0);
    let key = PublicKey::read(PUBLIC.as_bytes()).expect("a public key");
    let files = desk.files("dist");
    let mut files: Vec<OutputFile> = files.into_iter().map(|(path, bytes)| OutputFile { path, bytes }).collect();
    let is_sound = |files: &[OutputFile]| {
        let bytes = |path: &str| files.iter().find(|file| file.path == path).map_or(&[][..], |file| &file.bytes);
        verify(files).is_ok() && signature_fault(bytes(MANIFEST), bytes(SIGNATURE), &key).is_none()
    };
    assert!(is_sound(&files));
    // Pseudorandom numbers that are the same in every run: 300 bits anywhere, then some of each file that these miss.
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("a small number")
    };
    let total: usize = files.iter().map(|file| file.bytes.len()).sum();
    let mut flips: Vec<(usize, usize, u32)> = Vec::new();
    for _ in 0..300 {
        let (mut file, mut at) = (0, next() % total);
        while at >= files[file].bytes.len() {
            at -= files[file].bytes.len();
            file += 1;
        }
        flips.push((file, at, next() as u32 % 8));
    }
    for (index, file) in files.iter().enumerate() {
        let step = if file.path == SIGNATURE { 1 } else { file.bytes.len() };
        flips.extend((0..file.bytes.len()).step_by(step).map(|at| (index, at, next() as u32 % 8)));
    }
    let (mut tried, mut undetected) = (0, Vec::new());
    for (round, (file, at, bit)) in flips.into_iter().enumerate() {
        let path = files[file].path.clone();
        // The first line of a signature is a remark that is not signed.
        if path == SIGNATURE && at <= "untrusted comment: signature from dictum build".len() {
            continue;
        }
        files[file].bytes[at] ^= 1 << bit;
        let mut found = !is_sound(&files);
        if round % 20 == 0 {
            // The command gives the same result.
            desk.put(&format!("dist/{path}"), &files[file].bytes);
            found &= desk.run(&["verify", "dist", "--key", "key.pub"]).status == 1;
        }
        files[file].bytes[at] ^= 1 << bit;
        desk.put(&format!("dist/{path}"), &files[file].bytes);
        tried += 1;
        if !found {
            undetected.push(format!("{path}: bit {bit} of byte {at}"));
        }
    }
    println!(
        "P10: bits flipped in {} files of a signed folder: {tried}, undetected: {}",
        files.len(),
        undetected.len()
    );
    assert!(tried >= 300);
    assert_eq!(undetected, Vec::<String>::new());
    desk.run(&["verify", "dist", "--key", "key.pub"]).ends(0);
}

#[test]
fn a_manifest_of_a_folder_to_replace_is_read_within_bounds() {
    let desk = Desk::with(&[("p/a.dictum", CLEAN)]);
    std::fs::create_dir(desk.path("dist")).expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/dev/zero", desk.path("dist/manifest.json")).expect("a link");
    #[cfg(not(unix))]
    desk.put("dist/manifest.json", "{}");
    desk.run(&["build", "p", "--out", "dist"]).ends(2).says(&["holds `manifest.json`, which dictum did not write"]);
}
