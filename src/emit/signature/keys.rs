//! Keys in the form of minisign.

use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest as _};
use ed25519_compact::{KeyPair, Seed, Signature};
use thiserror::Error;

use super::base64;

/// The algorithm of keys.
const ED25519: &[u8; 2] = b"Ed";
/// The derivation of a key from a password: none, and scrypt.
const OPEN: &[u8; 2] = &[0, 0];
/// The algorithm of the checksum: BLAKE2b-256.
const CHECKSUM: &[u8; 2] = b"B2";

/// The length of the salt and of two numbers of eight bytes, which belong to the password.
const OF_PASSWORD: usize = 32 + 8 + 8;

/// Why a file is not a key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyError {
    /// It has another form.
    #[error("the file does not have the form of a {0} key of minisign")]
    Form(&'static str),
    /// It is a secret key that a password protects.
    #[error("the key is protected by a password, which dictum does not ask for")]
    Protected,
    /// Its checksum, or its public half, does not match.
    #[error("the key is damaged: its parts do not fit one another")]
    Damaged,
}

/// A key that checks signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    id: [u8; 8],
    key: ed25519_compact::PublicKey,
}

impl PublicKey {
    /// Reads a key: an optional comment line, and the key.
    pub fn read(text: &[u8]) -> Result<Self, KeyError> {
        let form = || KeyError::Form("public");
        let bytes = only_line(text).ok_or_else(form)?;
        let (algorithm, rest) = bytes.split_first_chunk::<2>().ok_or_else(form)?;
        let (id, key) = rest.split_first_chunk::<8>().ok_or_else(form)?;
        if algorithm != ED25519 {
            return Err(form());
        }
        let key: [u8; 32] = key.try_into().map_err(|_| form())?;
        Ok(Self { id: *id, key: ed25519_compact::PublicKey::new(key) })
    }

    /// The number that identifies the key for people.
    pub fn number(&self) -> String {
        shown(self.id)
    }

    pub(super) const fn id(&self) -> [u8; 8] {
        self.id
    }

    pub(super) fn fits(&self, message: &[u8], signature: &[u8; Signature::BYTES]) -> bool {
        self.key.verify(message, &Signature::new(*signature)).is_ok()
    }
}

/// A key that makes signatures.
pub struct SecretKey {
    id: [u8; 8],
    pair: KeyPair,
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SecretKey({})", shown(self.id))
    }
}

impl SecretKey {
    /// Reads a key without a password, as `minisign -G -W` writes it.
    pub fn read(text: &[u8]) -> Result<Self, KeyError> {
        let form = || KeyError::Form("secret");
        let bytes = only_line(text).ok_or_else(form)?;
        let (algorithm, rest) = bytes.split_first_chunk::<2>().ok_or_else(form)?;
        let (derivation, rest) = rest.split_first_chunk::<2>().ok_or_else(form)?;
        let (checksum, rest) = rest.split_first_chunk::<2>().ok_or_else(form)?;
        let (_, rest) = rest.split_first_chunk::<OF_PASSWORD>().ok_or_else(form)?;
        let (id, rest) = rest.split_first_chunk::<8>().ok_or_else(form)?;
        let (seed, rest) = rest.split_first_chunk::<32>().ok_or_else(form)?;
        let (public, sum) = rest.split_first_chunk::<32>().ok_or_else(form)?;
        if algorithm != ED25519 || checksum != CHECKSUM || sum.len() != 32 {
            return Err(form());
        }
        if derivation != OPEN {
            return Err(if derivation == b"Sc" { KeyError::Protected } else { form() });
        }
        let mut hash = Blake2b::<U32>::new();
        for part in [&algorithm[..], id, seed, public] {
            hash.update(part);
        }
        // A signature with a public half that is not the key's own would reveal the key.
        let pair = KeyPair::try_from_seed(Seed::new(*seed)).map_err(|_| KeyError::Damaged)?;
        if hash.finalize()[..] != *sum || pair.pk[..] != public[..] {
            return Err(KeyError::Damaged);
        }
        Ok(Self { id: *id, pair })
    }

    pub(super) const fn id(&self) -> [u8; 8] {
        self.id
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; Signature::BYTES] {
        // Without added noise, so that the same input gives the same bytes.
        *self.pair.sk.sign(message, None)
    }
}

/// A key's number as minisign shows it: sixteen digits, the last byte first.
pub(super) fn shown(id: [u8; 8]) -> String {
    format!("{:016X}", u64::from_le_bytes(id))
}

/// The decoded content of the only line that is not a comment.
fn only_line(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next()?;
    let line = if first.starts_with("untrusted comment:") { lines.next()? } else { first };
    if lines.next().is_some() {
        return None;
    }
    base64::decode(line)
}
