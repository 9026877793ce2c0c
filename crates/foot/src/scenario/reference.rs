//! The description as a reference page.

use super::description::{SCENARIO, keys_of};
use super::field::{Fallback, Field, Kind};
use super::walk::accepted;

const HEAD: &str = "\
# The scenario file

A scenario is a TOML file. Every key has a default, so a short file is a complete one; this page lists them all. It is
written by `osteotome schema scenario --markdown`, from the description that the reader itself uses.

`osteotome check FILE` reports every mistake of a file at once. `osteotome schema scenario` prints a JSON Schema, which editors
use for completion. The number at the end of a key's range carries its unit, and so does the key.
";

/// The reference page of the scenario file, as Markdown.
#[must_use]
pub fn reference_markdown() -> String {
    let mut page = HEAD.to_owned();
    let (sections, plain): (Vec<&Field>, Vec<&Field>) =
        SCENARIO.iter().partition(|field| !keys_of(field).is_empty());
    page.push_str(&table("Outside the tables", "", &plain));
    for section in sections {
        page.push_str(&section_table(section, ""));
    }
    page
}

/// The table of a section, followed by those of the tables in it.
fn section_table(section: &Field, outer: &str) -> String {
    let name = format!("{outer}{}", section.key);
    let title = match (section.kind, outer) {
        (Kind::Tables(_), _) => format!("`[[{name}]]`"),
        (_, "") => format!("`[{name}]`"),
        _ => format!("`{}` in `{}`", section.key, outer.trim_end_matches('.')),
    };
    let fields: Vec<&Field> = keys_of(section).iter().collect();
    let preface = format!("{} Default: {}.", section.meaning, default(section));
    let mut text = table(&title, &preface, &fields);
    for inner in fields.into_iter().filter(|field| !keys_of(field).is_empty()) {
        text.push_str(&section_table(inner, &format!("{name}.")));
    }
    text
}

fn table(title: &str, preface: &str, fields: &[&Field]) -> String {
    let rows: String = fields.iter().map(|field| row(field)).collect();
    let preface = if preface.is_empty() { String::new() } else { format!("{preface}\n\n") };
    format!(
        "\n## {title}\n\n{preface}| key | meaning | default | accepted | source of the default |\n|---|---|---|---|---|\n{rows}"
    )
}

fn row(field: &Field) -> String {
    let cells = [field.meaning.trim(), &default(field), &accepted(field), field.source]
        .map(|cell| cell.replace('|', "\\|"));
    format!("| `{}` | {} |\n", field.key, cells.join(" | "))
}

fn default(field: &Field) -> String {
    match field.fallback {
        Fallback::Required => "must be given".to_owned(),
        Fallback::Number(number) => field.quantity(number),
        Fallback::Word(word) => format!("\"{word}\""),
        Fallback::Derived(words) => words.to_owned(),
    }
}
