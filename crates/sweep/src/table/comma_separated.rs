//! The table as CSV (RFC 4180): shortest decimals that read back to the same number, missing numbers empty.

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
        Values::Text(v) => v[row].clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Table, Values};
    use super::csv_bytes;

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
