//! Seals a session so that only this console can read it, and nobody change it: AES-256-GCM.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::aead::{Aad, NONCE_LEN, Nonce};

use super::Keys;

/// What is sealed is this and nothing else, lest a text that was sealed for another purpose be taken for it.
const PURPOSE: &[u8] = b"slipway session 1";

/// Seals with the current key. A nonce is 96 random bits: sessions are sealed when somebody signs in, which is far
/// from the 2^32 times that are safe with one key.
pub(super) fn seal(keys: &Keys, mut text: Vec<u8>) -> Option<String> {
    let mut nonce = [0; NONCE_LEN];
    getrandom::fill(&mut nonce).ok()?;
    let sealed =
        keys.current()
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(PURPOSE), &mut text);
    sealed.ok()?;
    let mut all = nonce.to_vec();
    all.extend(text);
    Some(BASE64_URL_SAFE_NO_PAD.encode(all))
}

/// Opens with the current key, else with the previous one.
pub(super) fn open(keys: &Keys, sealed: &str) -> Option<Vec<u8>> {
    let all = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, text) = all.split_at_checked(NONCE_LEN)?;
    keys.all().find_map(|key| {
        let mut text = text.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let opened = key.open_in_place(nonce, Aad::from(PURPOSE), &mut text).ok()?;
        Some(opened.to_vec())
    })
}
