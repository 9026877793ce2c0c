//! The outcome of a run as comma-separated tables: the same names as in `outcome.json`, units in them.

use osteotome_foot::outcome::Outcome;
use serde_json::Value;

/// One line a head: `head`, then every number of it.
pub(crate) fn heads(outcome: &Outcome) -> Result<String, serde_json::Error> {
    let mut lines = Vec::new();
    for (ray, head) in &outcome.heads {
        let cells = flat("", &serde_json::to_value(head)?);
        if lines.is_empty() {
            lines.push(line("head", cells.iter().map(|(name, _)| name.as_str())));
        }
        lines.push(line(&ray.to_string(), cells.iter().map(|(_, value)| value.as_str())));
    }
    Ok(lines.concat())
}

/// One line a quantity of the heads together: its name, intact, cut.
pub(crate) fn forefoot(outcome: &Outcome) -> Result<String, serde_json::Error> {
    let intact = flat("", &serde_json::to_value(&outcome.forefoot.intact)?);
    let cut = flat("", &serde_json::to_value(&outcome.forefoot.cut)?);
    let rows = intact.iter().zip(&cut).map(|((name, before), (_, after))| line(name, [before, after]));
    Ok([line("quantity", ["intact", "cut"])].into_iter().chain(rows).collect())
}

fn line(first: &str, rest: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut line = first.to_owned();
    for cell in rest {
        line.push(',');
        line.push_str(cell.as_ref());
    }
    line.push('\n');
    line
}

/// The leaves of `value` with their paths; nothing for null. No name or number holds a comma.
fn flat(path: &str, value: &Value) -> Vec<(String, String)> {
    let inside = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(entries) => entries.iter().flat_map(|(key, v)| flat(&inside(key), v)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(i, v)| flat(&inside(&i.to_string()), v)).collect()
        }
        Value::Null => vec![(path.to_owned(), String::new())],
        leaf => vec![(path.to_owned(), leaf.to_string())],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn leaves_are_named_by_their_paths() {
        let value =
            json!({ "arch_mm": null, "load_n": 2.5, "parabola_mm": { "M1-M2": 1.0 }, "area_mm2": [1, 2] });
        let mut cells: Vec<String> =
            flat("", &value).into_iter().map(|(name, v)| format!("{name}={v}")).collect();
        // Whether JSON objects keep their order depends on what else is built.
        cells.sort_unstable();
        assert_eq!(
            cells,
            ["arch_mm=", "area_mm2.0=1", "area_mm2.1=2", "load_n=2.5", "parabola_mm.M1-M2=1.0"]
        );
    }
}
