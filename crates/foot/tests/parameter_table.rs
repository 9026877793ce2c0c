//! The table of soft-tissue parameters in the documentation is the one in the code.

use osteotome_foot::SoftTissue;

/// One line of the table as it must stand in docs/theory/foot.md.
fn line(p: &osteotome_foot::Parameter) -> String {
    format!(
        "| `{}` | {} | {} – {} | {} | {} |",
        p.key,
        p.default,
        p.minimum,
        p.maximum,
        p.meaning.trim(),
        p.source
    )
}

#[test]
fn every_parameter_is_documented_with_default_range_and_source() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/theory/foot.md");
    let text = std::fs::read_to_string(path).expect("docs/theory/foot.md is part of the repository");
    let wanted: Vec<String> = SoftTissue::PARAMETERS.iter().map(line).collect();
    let missing: Vec<&String> = wanted.iter().filter(|line| !text.contains(line.as_str())).collect();
    assert!(
        missing.is_empty(),
        "docs/theory/foot.md lacks these lines:\n{}",
        missing.iter().map(|l| l.as_str()).collect::<Vec<_>>().join("\n")
    );
}
