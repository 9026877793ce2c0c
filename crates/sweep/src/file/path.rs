//! Paths of scenario fields, and edits of a scenario through them.

use osteotome_foot::scenario::Technique;
use serde_json::Value as Json;
use toml::{Table, Value};

/// Keys of one table that say the same thing in two ways: setting one takes the other away.
const EXCLUSIVE: [[&str; 2]; 3] =
    [["phase", "forefoot_n"], ["kerf_mm", "passes_factor"], ["technique", "plane"]];

/// Where a field stands in a scenario: `contact.friction`, `osteotomy.level_mm` (of every cut) or `osteotomy[1].level_mm`
/// (of the second).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldPath {
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    key: String,
    /// Which table of an array; all of them if none is named.
    index: Option<usize>,
}

/// What an edit makes of the present value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit<'a> {
    /// This value, whatever was there.
    Set(&'a Value),
    /// The number that is there, plus this.
    Add(f64),
    /// The number that is there, times this.
    Multiply(f64),
}

impl FieldPath {
    /// Reads a path; says what is wrong with it if it is none.
    ///
    /// # Errors
    /// An empty step, or an index that is no whole number.
    pub fn parse(text: &str) -> Result<Self, String> {
        let steps = text.split('.').map(step).collect::<Option<Vec<_>>>();
        steps.map(|steps| Self { steps }).ok_or_else(|| {
            format!("\"{text}\" is no path of a field; write it like `contact.friction` or `osteotomy[0].level_mm`")
        })
    }

    /// The last key.
    #[must_use]
    pub fn key(&self) -> &str {
        self.steps.last().map_or("", |step| step.key.as_str())
    }

    /// The keys as one name: `contact_friction`; tables of an array are counted from 1.
    #[must_use]
    pub fn joined(&self) -> String {
        let names = self.steps.iter().map(|step| match step.index {
            Some(index) => format!("{}{}", step.key, index + 1),
            None => step.key.clone(),
        });
        names.collect::<Vec<_>>().join("_")
    }

    /// Changes the field in `tree`; `filled` is the same scenario with every default written out, where [`Edit::Add`] and
    /// [`Edit::Multiply`] find what the file leaves out.
    ///
    /// # Errors
    /// What is not there to be changed.
    pub fn apply(&self, tree: &mut Table, filled: &Json, edit: &Edit) -> Result<(), String> {
        descend(tree, filled, &self.steps, edit)
    }
}

impl std::fmt::Display for FieldPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let steps = self.steps.iter().map(|step| match step.index {
            Some(index) => format!("{}[{index}]", step.key),
            None => step.key.clone(),
        });
        f.write_str(&steps.collect::<Vec<_>>().join("."))
    }
}

fn step(text: &str) -> Option<Step> {
    let (key, index) = match text.split_once('[') {
        Some((key, rest)) => (key, Some(rest.strip_suffix(']')?.parse().ok()?)),
        None => (text, None),
    };
    (!key.is_empty()).then(|| Step { key: key.to_owned(), index })
}

fn descend(table: &mut Table, filled: &Json, steps: &[Step], edit: &Edit) -> Result<(), String> {
    let [step, rest @ ..] = steps else { return Ok(()) };
    if step.key == "plane" && !rest.is_empty() {
        plane_of_technique(table);
    }
    if rest.is_empty() {
        let value = edited(table.get(&step.key), &filled[&step.key], edit, &step.key)?;
        for partner in EXCLUSIVE.iter().filter(|pair| pair.contains(&step.key.as_str())).flatten() {
            table.remove(*partner);
        }
        table.insert(step.key.clone(), value);
        return Ok(());
    }
    let inner = table.entry(step.key.clone()).or_insert_with(|| Value::Table(Table::new()));
    match inner {
        Value::Table(inner) => descend(inner, &filled[&step.key], rest, edit),
        Value::Array(items) => descend_all(items, &filled[&step.key], step, rest, edit),
        _ => Err(format!("`{}` holds no other keys", step.key)),
    }
}

fn descend_all(
    items: &mut [Value],
    filled: &Json,
    step: &Step,
    rest: &[Step],
    edit: &Edit,
) -> Result<(), String> {
    let count = items.len();
    if let Some(index) = step.index.filter(|index| *index >= count) {
        return Err(format!(
            "there is no {}[{index}]: the base scenario has {count}, counted from 0",
            step.key
        ));
    }
    for (index, item) in items.iter_mut().enumerate() {
        if let (Value::Table(inner), true) = (item, step.index.is_none_or(|wanted| wanted == index)) {
            descend(inner, &filled[index], rest, edit)?;
        }
    }
    Ok(())
}

/// A named technique gives way to the plane it cuts, so that one angle of it can be changed.
fn plane_of_technique(table: &mut Table) {
    let plane = table.get("technique").and_then(Value::as_str).and_then(Technique::from_name);
    if let Some(plane) = plane.and_then(Technique::plane) {
        table.remove("technique");
        let mut angles = Table::new();
        angles.insert("sagittal_deg".into(), plane.sagittal_deg.into());
        angles.insert("transverse_deg".into(), plane.transverse_deg.into());
        angles.insert("reference".into(), plane.reference.name().into());
        table.insert("plane".into(), Value::Table(angles));
    }
}

fn edited(present: Option<&Value>, filled: &Json, edit: &Edit, key: &str) -> Result<Value, String> {
    let number = || {
        let given =
            present.and_then(|value| value.as_float().or_else(|| value.as_integer().map(|i| i as f64)));
        given.or_else(|| filled.as_f64()).ok_or_else(|| {
            format!(
                "the base scenario has no number `{key}` to add to or multiply; give it one, or set the field"
            )
        })
    };
    Ok(match edit {
        Edit::Set(value) => (*value).clone(),
        Edit::Add(by) => (number()? + by).into(),
        Edit::Multiply(by) => (number()? * by).into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn edited(source: &str, path: &str, edit: &Edit) -> Result<String, String> {
        let mut tree: Table = source.parse().expect("TOML");
        let filled = json!({ "contact": { "friction": 0.4 } });
        FieldPath::parse(path)?.apply(&mut tree, &filled, edit)?;
        Ok(tree.to_string())
    }

    #[test]
    fn fields_are_set_in_every_table_or_in_one() {
        let cuts = "[[osteotomy]]\nlevel_mm = 1\n[[osteotomy]]\n";
        let two = Value::Integer(2);
        let all = edited(cuts, "osteotomy.level_mm", &Edit::Set(&two)).expect("a path");
        assert_eq!(all.matches("level_mm = 2").count(), 2);
        let one = edited(cuts, "osteotomy[1].level_mm", &Edit::Set(&two)).expect("a path");
        assert_eq!((one.matches("level_mm = 1").count(), one.matches("level_mm = 2").count()), (1, 1));
        assert!(edited(cuts, "osteotomy[2].level_mm", &Edit::Set(&two)).unwrap_err().contains("has 2"));
    }

    #[test]
    fn the_other_way_to_say_it_goes() {
        let load =
            edited("[load]\nphase = \"midstance\"\n", "load.forefoot_n", &Edit::Set(&Value::Integer(200)));
        assert_eq!(load.expect("a path"), "[load]\nforefoot_n = 200\n");
    }

    #[test]
    fn a_technique_gives_way_to_its_plane() {
        let cut = "[[osteotomy]]\ntechnique = \"classic\"\n";
        let more = edited(cut, "osteotomy.plane.sagittal_deg", &Edit::Add(5.0)).expect("a path");
        assert!(more.contains("sagittal_deg = 50.0") && more.contains("transverse_deg = 10.0"), "{more}");
        assert!(!more.contains("technique"));
    }

    #[test]
    fn defaults_are_added_to_and_multiplied() {
        assert_eq!(
            edited("", "contact.friction", &Edit::Multiply(2.0)).expect("a path"),
            "[contact]\nfriction = 0.8\n"
        );
        assert!(edited("", "contact.frictoin", &Edit::Add(2.0)).unwrap_err().contains("no number"));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["", ".", "a..b", "a[x].b", "a[1.b"] {
            assert!(FieldPath::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            FieldPath::parse("osteotomy[0].level_mm").expect("a path").joined(),
            "osteotomy1_level_mm"
        );
    }
}
