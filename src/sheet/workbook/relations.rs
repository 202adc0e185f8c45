//! How the parts of an XLSX refer to each other.

use std::collections::HashMap;

use super::{
    super::SheetError,
    package::Package,
    xml::{Token, Xml, attribute},
};

/// Relations of one part that are followed: its sheets and a few more.
const MOST: usize = 2_000;

/// Where a relation leads.
pub(super) struct Target {
    /// What the part is: the last word of the relation's type.
    pub(super) kind: String,
    /// The part's name.
    pub(super) part: String,
}

/// Reads a part of relations, by their ids; none if it is not there.
pub(super) fn relations(
    package: &mut Package,
    name: &str,
    folder: &str,
) -> Result<HashMap<String, Target>, SheetError> {
    let mut targets = HashMap::new();
    if !package.has(name) {
        return Ok(targets);
    }
    let mut xml = Xml::new(package.part(name)?, name);
    loop {
        match xml.next()? {
            Token::Start(start) if start.local_name().as_ref() == b"Relationship" => {
                let inside = attribute(&start, "TargetMode").is_none_or(|mode| mode != "External");
                if let (Some(id), Some(kind), Some(target), true) = (
                    attribute(&start, "Id"),
                    attribute(&start, "Type"),
                    attribute(&start, "Target"),
                    inside && targets.len() < MOST,
                ) {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    let part = join(folder, &target);
                    targets.insert(id, Target { kind, part });
                }
            }
            Token::Eof => return Ok(targets),
            _ => {}
        }
    }
}

/// A part's name as seen from a folder.
pub(super) fn join(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_folder() {
        assert_eq!(
            join("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(join("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(join("xl/a", "../b/./c.xml"), "xl/b/c.xml");
        assert_eq!(join("", "../../x.xml"), "x.xml");
    }
}
