//! Every numeric key at both ends of the range that the description gives is read, or refused with its reason.

#[path = "../examples/key_ends/mod.rs"]
mod key_ends;

use key_ends::key_ends;
use osteotome_foot::scenario::read;
use std::path::Path;

#[test]
fn both_ends_of_every_key_are_read_or_refused_with_the_reason() {
    let ends = key_ends();
    assert!(ends.len() > 120, "the schema has {} ends", ends.len());
    let mut refused = Vec::new();
    for end in &ends {
        if let Err(mistakes) = read(&end.text, Path::new(".")) {
            refused.push(format!("{} = {}: {}", end.path, end.value, mistakes[0].message));
        }
    }
    // Ends that contradict other values of this scenario, a 4 mm mesh or a bone of 72 mm, and no more.
    assert!(refused.len() < 12, "{}", refused.join("\n"));
}

/// A value beyond either end is no better: it names the key and both ends.
#[test]
fn what_is_beyond_an_end_is_refused_by_name() {
    for end in key_ends() {
        let key = end.path.rsplit('.').next().unwrap_or_default();
        let beyond = |line: &str| {
            let (name, value) = line.split_once(" = ")?;
            (name == key && value.parse::<f64>().is_ok_and(|value| value == end.value)).then(|| {
                let further = 2.0 * end.value.abs().max(1.0);
                format!("{key} = {}", if is_minimum(&end.path, end.value) { -further } else { further })
            })
        };
        let lines: Vec<String> =
            end.text.lines().map(|line| beyond(line).unwrap_or_else(|| line.to_owned())).collect();
        let text = lines.join("\n");
        assert_ne!(text.trim(), end.text.trim(), "{}", end.path);
        let mistakes = read(&text, Path::new(".")).expect_err(&end.path);
        assert!(mistakes.iter().any(|mistake| mistake.message.contains(key)), "{}: {mistakes:?}", end.path);
    }
}

fn is_minimum(path: &str, value: f64) -> bool {
    key_ends().iter().find(|end| end.path == path).is_some_and(|first| first.value == value)
}
