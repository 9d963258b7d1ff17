//! The ports of all containers together: containers of a Pod share its network, so that the second
//! to listen on a port fails (the document: "the deployment will fail").

use crate::{Args, Code, Draft, DraftPath, Finding, Severity};

pub(super) fn judge(draft: &Draft, findings: &mut Vec<Finding>) {
    let (mut ports, mut names) = (Vec::<(String, &str)>::new(), Vec::<(&str, &str)>::new());
    for container in draft.rows("containers") {
        let own = container.text("name");
        for port in container.rows("ports") {
            let at =
                |field: &str| DraftPath::from(format!("containers.{}.ports.{}.{field}", container.key(), port.key()));
            let mut error = |field: &str, code, args| {
                findings.push(Finding::house(at(field), Severity::Error, code, args));
            };
            let number = port.text("port").trim();
            let protocol = Some(port.text("protocol"))
                .filter(|text| !text.is_empty())
                .unwrap_or("TCP");
            let key = format!("{number}/{protocol}");
            match ports.iter().find(|(known, _)| *known == key) {
                Some((_, other)) if !number.is_empty() => {
                    let args = Args::with("port", &key).and("one", *other).and("other", own);
                    error("port", Code::PortTwice, args);
                }
                _ => ports.push((key, own)),
            }
            let name = port.text("name").trim();
            match names.iter().find(|(known, of)| *known == name && *of != own) {
                Some((_, other)) if !name.is_empty() => {
                    let args = Args::with("name", name).and("one", *other).and("other", own);
                    error("name", Code::PortNameTwice, args);
                }
                _ => names.push((name, own)),
            }
        }
    }
}
