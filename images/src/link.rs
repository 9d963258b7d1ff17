//! `Link`, as far as lists use it (RFC 8288).

/// The targets of a `Link`, each with whether it is the next page.
pub(crate) fn links(value: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut rest = value;
    while let Some((target, after)) = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>')) {
        let (parameters, others) = after
            .split_at_checked(after.find('<').unwrap_or(after.len()))
            .unwrap_or((after, ""));
        let is_next = parameters.split([';', ',']).any(|parameter| {
            let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
            key.trim().eq_ignore_ascii_case("rel") && relations.any(|word| word.eq_ignore_ascii_case("next"))
        });
        found.push((target, is_next));
        rest = others;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_found_among_links() {
        assert_eq!(
            links("</v2/_catalog?last=a&n=2>; rel=\"next\""),
            [("/v2/_catalog?last=a&n=2", true)]
        );
        assert_eq!(
            links("<a,b>; rel=prev, <c;d>; title=\"x\"; REL=\"last Next\""),
            [("a,b", false), ("c;d", true)]
        );
        assert_eq!(links("</x>"), [("/x", false)]);
        for text in ["", "<", ">", "<x", "rel=next", "é<"] {
            assert_eq!(links(text), [], "{text}");
        }
    }
}
