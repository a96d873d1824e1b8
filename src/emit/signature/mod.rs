//! A signature over the manifest, in the form of minisign (<https://jedisct1.github.io/minisign/>).
//!
//! The manifest has the digest of every other file, so a signature over it shows who wrote the folder. Form and
//! algorithms are those of minisign, Ed25519 over BLAKE2b-512, so its tools can also create and check such
//! signatures. The same key and manifest give the same bytes: no time is recorded.

mod base64;
mod keys;

use blake2::{Blake2b512, Digest as _};
use ed25519_compact::Signature as Ed25519;

pub use keys::{KeyError, PublicKey, SecretKey};

/// The file with the signature, next to the manifest.
pub const SIGNATURE: &str = "manifest.json.minisig";

/// The algorithm of a signature: Ed25519 over the BLAKE2b-512 of the file.
const HASHED: &[u8; 2] = b"ED";
/// The older algorithm, over the file itself.
const PLAIN: &[u8; 2] = b"Ed";

const REMARK: &str = "untrusted comment: ";
const NOTE: &str = "trusted comment: ";

/// The maximum size of a signature file in bytes. It has four lines; minisign's own comments have at most 1 kB and 8
/// kB.
pub const MAX_SIGNATURE: usize = 16 * 1024;

/// The signature of a manifest as the text of its file.
pub(super) fn sign(manifest: &[u8], key: &SecretKey) -> Vec<u8> {
    let signature = key.sign(&Blake2b512::digest(manifest));
    let note = format!("file:{}\thashed", super::MANIFEST);
    let global = key.sign(&[&signature[..], note.as_bytes()].concat());
    let first = base64::encode(&[&HASHED[..], &key.id(), &signature].concat());
    let second = base64::encode(&global);
    format!("{REMARK}signature from dictum build\n{first}\n{NOTE}{note}\n{second}\n").into_bytes()
}

/// The fault of the signature of a manifest, in words that follow the name of its file.
pub fn signature_fault(manifest: &[u8], text: &[u8], key: &PublicKey) -> Option<String> {
    check(manifest, text, key).err()
}

/// Whether a text has the form of a signature, whoever signed.
pub fn is_signature(text: &[u8]) -> bool {
    Parts::of(text).is_ok()
}

fn check(manifest: &[u8], text: &[u8], key: &PublicKey) -> Result<(), String> {
    let parts = Parts::of(text)?;
    if parts.id != key.id() {
        return Err(format!("was made with another key: {}, not {}", keys::shown(parts.id), keys::shown(key.id())));
    }
    if !key.fits(&Blake2b512::digest(manifest), &parts.signature) {
        return Err(format!("does not fit `{}`", super::MANIFEST));
    }
    if !key.fits(&[&parts.signature[..], parts.note.as_bytes()].concat(), &parts.global) {
        return Err("does not fit its own trusted comment".to_owned());
    }
    Ok(())
}

/// The parts of a signature's file.
struct Parts<'t> {
    id: [u8; 8],
    signature: [u8; Ed25519::BYTES],
    note: &'t str,
    global: [u8; Ed25519::BYTES],
}

impl<'t> Parts<'t> {
    fn of(text: &'t [u8]) -> Result<Self, String> {
        let form = || "does not have the form of a signature by minisign".to_owned();
        let text = std::str::from_utf8(text).map_err(|_| form())?;
        let mut lines =
            text.strip_suffix('\n').unwrap_or(text).split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        let mut line = || lines.next().ok_or_else(form);
        line()?.strip_prefix(REMARK).ok_or_else(form)?;
        let first = base64::decode(line()?).ok_or_else(form)?;
        let note = line()?.strip_prefix(NOTE).ok_or_else(form)?;
        let second = base64::decode(line()?).ok_or_else(form)?;
        if lines.next().is_some() {
            return Err(form());
        }
        let (algorithm, rest) = first.split_first_chunk::<2>().ok_or_else(form)?;
        let (id, signature) = rest.split_first_chunk::<8>().ok_or_else(form)?;
        if algorithm == PLAIN {
            return Err("is of minisign's older form; sign without its option `-l`".to_owned());
        }
        if algorithm != HASHED {
            return Err(form());
        }
        let signature = signature.try_into().map_err(|_| form())?;
        let global = second.as_slice().try_into().map_err(|_| form())?;
        Ok(Self { id: *id, signature, note, global })
    }
}
