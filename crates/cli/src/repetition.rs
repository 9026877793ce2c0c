//! Whether a repeated run gave the numbers of the first.

use crate::Verdict;
use crate::console::Console;
use crate::given::Record;
use serde_json::Value;

/// What differs between two runs of one scenario though every number is the same.
const INCIDENTAL: [&str; 3] = ["time_s", "provenance", "version"];

/// How many differences are named.
const MOST_NAMED: usize = 5;

/// Says whether `document` has the numbers of `record`; fails if not.
pub(crate) fn compare(record: &Record, document: &Value, console: &Console) -> Verdict {
    let differences = differences(&record.document, document);
    let place = record.path.display();
    if differences.is_empty() {
        console.note(&format!("repeated: every number is that of {place}, to the last bit"));
        return Verdict::Passed;
    }
    let named: Vec<&str> = differences.iter().take(MOST_NAMED).map(String::as_str).collect();
    let more = match differences.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    console.note(&format!("repeated: not the numbers of {place}:\n  {}{more}", named.join("\n  ")));
    Verdict::Failed
}

/// Where two outcomes differ, and in what; incidental parts and the places of bones left out.
fn differences(then: &Value, now: &Value) -> Vec<String> {
    let [then, mut now] = [then, now].map(essential);
    // What was not asked for then is no part of what is repeated.
    if let (None, Some(Value::Object(frame))) = (then.pointer("/frame/sensitivity"), now.get_mut("frame")) {
        frame.shift_remove("sensitivity");
    }
    let mut found = Vec::new();
    collect("", &then, &now, &mut found);
    found
}

fn essential(document: &Value) -> Value {
    let mut document = document.clone();
    if let Value::Object(entries) = &mut document {
        entries.retain(|key, _| !INCIDENTAL.contains(&key.as_str()));
    }
    if let Some(bones) = document.pointer_mut("/scenario/foot/bones") {
        *bones = Value::Null;
    }
    document
}

fn collect(path: &str, then: &Value, now: &Value, found: &mut Vec<String>) {
    let inside =
        |key: &dyn std::fmt::Display| if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => {
            let keys = then.keys().chain(now.keys().filter(|key| !then.contains_key(*key)));
            for key in keys {
                let value =
                    |entries: &serde_json::Map<String, Value>| entries.get(key).cloned().unwrap_or_default();
                collect(&inside(key), &value(then), &value(now), found);
            }
        }
        (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
            for (index, (then, now)) in then.iter().zip(now).enumerate() {
                collect(&inside(&index), then, now, found);
            }
        }
        _ => {
            // As they are written: zero and minus zero are different bits.
            let [then, now] = [then, now].map(Value::to_string);
            if then != now {
                found.push(format!("{path}: {now}, was {then}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::differences;
    use serde_json::json;

    #[test]
    fn the_last_bit_of_any_number_counts_and_times_do_not() {
        let then = json!({ "time_s": { "total": 1.0 }, "heads": { "M2": { "load_n": 58.2, "cut": true } }, "area": [1.0, 0.0] });
        let mut now = then.clone();
        now["time_s"]["total"] = json!(2.0);
        assert!(differences(&then, &now).is_empty());
        now["heads"]["M2"]["load_n"] = json!(58.2_f64.next_up());
        now["area"][1] = json!(-0.0);
        now["heads"]["M3"] = json!({});
        assert_eq!(
            differences(&then, &now),
            [
                "heads.M2.load_n: 58.20000000000001, was 58.2",
                "heads.M3: {}, was null",
                "area.1: -0.0, was 0.0"
            ]
        );
    }
}
