//! Which compression the browser takes.

use http::{HeaderMap, header};

/// How a body is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Brotli,
    Gzip,
    Plain,
}

/// The smallest that is accepted. Whatever weights a browser gives, both unpack in no time.
pub(super) fn best(asked: &HeaderMap) -> Coding {
    if accepts(asked, "br") {
        Coding::Brotli
    } else if takes_gzip(asked) {
        Coding::Gzip
    } else {
        Coding::Plain
    }
}

pub(super) fn takes_gzip(asked: &HeaderMap) -> bool {
    accepts(asked, "gzip")
}

fn accepts(asked: &HeaderMap, coding: &str) -> bool {
    let lists = asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let weight = weight
            .trim()
            .strip_prefix("q=")
            .and_then(|weight| weight.trim().parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(coding) && weight.unwrap_or(1.0) > 0.0
    })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn of(list: &'static str) -> Coding {
        best(&HeaderMap::from_iter([(
            header::ACCEPT_ENCODING,
            HeaderValue::from_static(list),
        )]))
    }

    #[test]
    fn the_smallest_that_is_accepted_is_chosen() {
        assert_eq!(of("gzip, deflate, br, zstd"), Coding::Brotli);
        assert_eq!(of("gzip;q=1.0, BR;q=0.1"), Coding::Brotli);
        assert_eq!(of("gzip, br;q=0"), Coding::Gzip);
        assert_eq!(of("brotli, x-gzip"), Coding::Plain);
        assert_eq!(best(&HeaderMap::new()), Coding::Plain);
    }
}
