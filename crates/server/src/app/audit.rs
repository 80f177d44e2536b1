//! The trail of events: proving it, anchoring it, and proving it against an anchor.

use chrono::{DateTime, SubsecRound as _, Utc};
use ed25519_dalek::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use talents_core::audit::{Anchor, AnchorComparison, ChainFault, Head};
use talents_store::{Store, StoreError, event};

/// The first word of an anchor's last line.
const SIGNATURE: &str = "ed25519\t";

/// What reading the whole trail gave.
#[derive(Debug, Default)]
pub struct Trail {
    /// How many objects have a chain.
    pub chains: usize,
    /// How many events there are.
    pub events: usize,
    /// What is wrong.
    pub faults: Vec<ChainFault>,
}

/// Why a file is not trusted as an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnchorProblem {
    /// It is something else.
    Malformed,
    /// The key did not sign it, or it was altered since.
    Forged,
}

/// Reads every chain, as they are at one moment, and says what is wrong, in themselves and against an anchor.
pub async fn verify(store: &Store, anchor: Option<Anchor>) -> Result<Trail, StoreError> {
    let mut trail = Trail::default();
    let mut comparison = anchor.map(AnchorComparison::new);
    event::visit_chains(store, |chain| {
        trail.chains += 1;
        trail.events += chain.links.len();
        trail.faults.extend(chain.faults());
        trail.faults.extend(comparison.as_mut().and_then(|comparison| comparison.chain(chain)));
    })
    .await?;
    trail.faults.extend(comparison.map(AnchorComparison::finish).unwrap_or_default());
    Ok(trail)
}

/// Where every chain is now; what is wrong with the trail instead, where anything is: a signature would bless it.
pub async fn anchor(store: &Store, at: DateTime<Utc>) -> Result<Result<Anchor, Vec<ChainFault>>, StoreError> {
    let (mut heads, mut faults) = (Vec::new(), Vec::new());
    event::visit_chains(store, |chain| {
        faults.extend(chain.faults());
        heads.extend(Head::of(chain));
    })
    .await?;
    Ok(if faults.is_empty() { Ok(Anchor { at: at.trunc_subsecs(0), heads }) } else { Err(faults) })
}

/// The text of an anchor with its signature, which covers all the lines before its own.
pub fn seal(anchor: &Anchor, key: &SigningKey) -> String {
    let text = anchor.text();
    let signature = hex::encode(key.sign(text.as_bytes()).to_bytes());
    format!("{text}{SIGNATURE}{signature}\n")
}

/// The anchor that a key has sealed.
pub fn unseal(text: &str, key: &VerifyingKey) -> Result<Anchor, AnchorProblem> {
    let (signed, signature) = text.trim_end().rsplit_once(SIGNATURE).ok_or(AnchorProblem::Malformed)?;
    let signature = hex::decode(signature).map_err(|_| AnchorProblem::Malformed)?;
    let signature = Signature::from_slice(&signature).map_err(|_| AnchorProblem::Malformed)?;
    key.verify_strict(signed.as_bytes(), &signature).map_err(|_| AnchorProblem::Forged)?;
    Anchor::parse(signed).ok_or(AnchorProblem::Malformed)
}

/// The private key of a file in PEM (PKCS #8).
pub fn signing_key(pem: &str) -> Option<SigningKey> {
    SigningKey::from_pkcs8_pem(pem).ok()
}

/// The public key of a file in PEM that holds it, or the private one.
pub fn verifying_key(pem: &str) -> Option<VerifyingKey> {
    VerifyingKey::from_public_key_pem(pem).ok().or_else(|| Some(signing_key(pem)?.verifying_key()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_key_signed_is_an_anchor() {
        let (key, other) = (SigningKey::from_bytes(&[7; 32]), SigningKey::from_bytes(&[8; 32]));
        let anchor = Anchor { at: DateTime::UNIX_EPOCH, heads: Vec::new() };
        let sealed = seal(&anchor, &key);
        assert_eq!(unseal(&sealed, &key.verifying_key()), Ok(anchor));
        assert_eq!(unseal(&sealed, &other.verifying_key()), Err(AnchorProblem::Forged));
        assert_eq!(unseal(&sealed.replace("1970", "1971"), &key.verifying_key()), Err(AnchorProblem::Forged));
        assert_eq!(unseal("something", &key.verifying_key()), Err(AnchorProblem::Malformed));
    }
}
