//! The table as CSV (RFC 4180): shortest decimals that read back to the same number, missing numbers empty, and no text that a
//! spreadsheet would take for a formula.

use super::{Table, TableError, Values};

/// The whole file, header line first.
///
/// # Errors
/// The encoder failed.
pub fn csv_bytes(table: &Table) -> Result<Vec<u8>, TableError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.columns().iter().map(|c| c.name.as_str()))?;
    for row in 0..table.rows() {
        writer.write_record(table.columns().iter().map(|c| cell(&c.values, row)))?;
    }
    writer.into_inner().map_err(|e| TableError::Csv(e.into_error().into()))
}

fn cell(values: &Values, row: usize) -> String {
    match values {
        Values::Number(v) if v[row].is_nan() => String::new(),
        Values::Number(v) => v[row].to_string(),
        Values::Integer(v) => v[row].to_string(),
        Values::Text(v) => unformulated(&v[row]),
    }
}

/// Text that a spreadsheet shows and does not calculate: what begins like a formula and is no number gets an apostrophe in front
/// (OWASP, CSV injection).
fn unformulated(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Table, Values};
    use super::{csv_bytes, unformulated};

    #[test]
    fn text_of_others_is_no_formula() {
        for (text, cell) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("@SUM(1)", "'@SUM(1)"),
            ("-2+cmd", "'-2+cmd"),
            ("-45", "-45"),
            ("+1.5", "+1.5"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(unformulated(text), cell);
        }
    }

    #[test]
    fn numbers_read_back_and_text_is_quoted() {
        let table = Table::new(vec![
            Column { name: "case".into(), values: Values::Integer(vec![0, 1]) },
            Column { name: "friction".into(), values: Values::Number(vec![0.1 + 0.2, f64::NAN]) },
            Column { name: "reason".into(), values: Values::Text(vec![String::new(), "a, \"b\"".into()]) },
        ])
        .unwrap();
        let text = String::from_utf8(csv_bytes(&table).unwrap()).unwrap();
        assert_eq!(text, "case,friction,reason\n0,0.30000000000000004,\n1,,\"a, \"\"b\"\"\"\n");
    }
}
