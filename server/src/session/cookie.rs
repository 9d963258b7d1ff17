//! A text in as many cookies as it needs: browsers keep some 4 kB in each.

use http::{HeaderMap, header};

/// Cookies are called `slipway-0`, `slipway-1` and so on. The first says how many there are.
const NAME: &str = "slipway-";
/// Before the name where cookies go over TLS only: browsers take such from the very host alone, so that no
/// neighbour's page can put another person's in their place.
const HOST: &str = "__Host-";
/// At most so many.
const MOST: usize = 4;
/// Letters in each; with name and attributes below 4,096 bytes.
const LETTERS: usize = 3_700;

/// The text that the cookies of a request hold together.
pub(super) fn read(headers: &HeaderMap, secure: bool) -> Option<String> {
    let mut parts = [const { None }; MOST];
    let pairs = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    for (name, value) in pairs
        .flat_map(|pairs| pairs.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
    {
        let name = if secure {
            name.strip_prefix(HOST).unwrap_or_default()
        } else {
            name
        };
        let number = name.strip_prefix(NAME).and_then(|number| number.parse::<usize>().ok());
        if let Some(part) = number.and_then(|number| parts.get_mut(number)) {
            *part = Some(value);
        }
    }
    let [first, rest @ ..] = parts;
    let (count, first) = first?.split_once('.')?;
    let more = count
        .parse::<usize>()
        .ok()?
        .checked_sub(1)
        .filter(|more| *more < MOST)?;
    let mut text = first.to_owned();
    for part in rest.iter().take(more) {
        text.push_str((*part)?);
    }
    Some(text)
}

/// Cookies that hold the text for so many seconds; `None` when they would be too many.
pub(super) fn write(text: &str, life: i64, secure: bool) -> Option<Vec<String>> {
    // It is base64: every letter is a byte.
    let chunks: Vec<&str> = text
        .as_bytes()
        .chunks(LETTERS)
        .filter_map(|part| std::str::from_utf8(part).ok())
        .collect();
    let count = chunks.len();
    if count == 0 || count > MOST {
        return None;
    }
    let mut cookies: Vec<_> = chunks
        .iter()
        .enumerate()
        .map(|(at, chunk)| {
            let count = if at == 0 { format!("{count}.") } else { String::new() };
            cookie(at, &format!("{count}{chunk}"), life, secure)
        })
        .collect();
    // What a longer session left.
    cookies.extend((count..MOST).map(|at| cookie(at, "", 0, secure)));
    Some(cookies)
}

/// Cookies that take those away which are there.
pub(super) fn none(secure: bool) -> Vec<String> {
    (0..MOST).map(|at| cookie(at, "", 0, secure)).collect()
}

/// No script reads it, no other site's page has it sent, and it is for this host alone.
fn cookie(at: usize, value: &str, life: i64, secure: bool) -> String {
    let (host, secure) = if secure { (HOST, "; Secure") } else { ("", "") };
    format!("{host}{NAME}{at}={value}; Path=/; Max-Age={life}; HttpOnly; SameSite=Strict{secure}")
}
