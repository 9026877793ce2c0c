//! The table as Apache Parquet: one row group, Snappy, missing numbers null.

use super::{Column, Table, TableError, Values};
use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::column::reader::ColumnReader;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// Key of the metadata of the file that holds where the rows come from.
const PROVENANCE: &str = "osteotome.provenance";

/// The whole file; `provenance`, JSON that says where the rows come from, becomes part of its metadata.
///
/// # Errors
/// The encoder failed.
pub fn parquet_bytes(table: &Table, provenance: &str) -> Result<Vec<u8>, TableError> {
    let fields = table.columns().iter().map(|c| field(&c.name, &c.values)).collect::<Result<Vec<_>, _>>()?;
    let schema = Arc::new(Type::group_type_builder("cases").with_fields(fields).build()?);
    // A fixed writer name keeps the bytes the same whatever version of the encoder wrote them.
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("osteotome".to_owned())
        .set_key_value_metadata(Some(vec![KeyValue::new(PROVENANCE.to_owned(), provenance.to_owned())]))
        .build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for column in table.columns() {
        write_column(&mut group, &column.values)?;
    }
    group.close()?;
    writer.close()?;
    Ok(bytes)
}

/// Reads back what [`parquet_bytes`] wrote.
///
/// # Errors
/// The file cannot be read, or another program wrote it with other types.
pub fn read_parquet(bytes: Vec<u8>) -> Result<Table, TableError> {
    let reader = SerializedFileReader::new(bytes::Bytes::from(bytes))?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let mut columns: Vec<Column> = Vec::new();
    for (index, description) in schema.columns().iter().enumerate() {
        let mut values: Option<Values> = None;
        for group in 0..reader.num_row_groups() {
            let group = reader.get_row_group(group)?;
            let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
            let read = read_column(group.get_column_reader(index)?, rows)?;
            values = Some(match (values, read) {
                (Some(mut known), more) => {
                    known.append(more);
                    known
                }
                (None, first) => first,
            });
        }
        let values = values.unwrap_or(Values::Text(Vec::new()));
        columns.push(Column { name: description.name().to_owned(), values });
    }
    Table::new(columns)
}

fn read_column(reader: ColumnReader, rows: usize) -> Result<Values, ParquetError> {
    match reader {
        ColumnReader::DoubleColumnReader(mut reader) => {
            let (mut levels, mut present) = (Vec::new(), Vec::new());
            reader.read_records(rows, Some(&mut levels), None, &mut present)?;
            let mut present = present.into_iter();
            let number = |level: i16| if level == 0 { None } else { present.next() };
            Ok(Values::Number(levels.into_iter().map(number).map(|n| n.unwrap_or(f64::NAN)).collect()))
        }
        ColumnReader::Int64ColumnReader(mut reader) => {
            let mut values = Vec::new();
            reader.read_records(rows, None, None, &mut values)?;
            Ok(Values::Integer(values))
        }
        ColumnReader::ByteArrayColumnReader(mut reader) => {
            let mut values: Vec<ByteArray> = Vec::new();
            reader.read_records(rows, None, None, &mut values)?;
            let texts = values.iter().map(|value| value.as_utf8().map(str::to_owned));
            Ok(Values::Text(texts.collect::<Result<_, _>>()?))
        }
        _ => Err(ParquetError::General("a column of a type that osteotome does not write".into())),
    }
}

fn field(name: &str, values: &Values) -> Result<TypePtr, ParquetError> {
    let (physical, logical, repetition) = match values {
        Values::Number(_) => (PhysicalType::DOUBLE, None, Repetition::OPTIONAL),
        Values::Integer(_) => (PhysicalType::INT64, None, Repetition::REQUIRED),
        Values::Text(_) => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String), Repetition::REQUIRED),
    };
    let builder = Type::primitive_type_builder(name, physical);
    Ok(Arc::new(builder.with_logical_type(logical).with_repetition(repetition).build()?))
}

fn write_column<W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &Values,
) -> Result<(), ParquetError> {
    let mut column = group
        .next_column()?
        .ok_or_else(|| ParquetError::General("the schema has fewer columns than the table".into()))?;
    match values {
        Values::Number(v) => {
            let present: Vec<f64> = v.iter().copied().filter(|x| !x.is_nan()).collect();
            let levels: Vec<i16> = v.iter().map(|x| i16::from(!x.is_nan())).collect();
            column.typed::<DoubleType>().write_batch(&present, Some(&levels), None)?;
        }
        Values::Integer(v) => {
            column.typed::<Int64Type>().write_batch(v, None, None)?;
        }
        Values::Text(v) => {
            let texts: Vec<ByteArray> = v.iter().map(|s| ByteArray::from(s.as_str())).collect();
            column.typed::<ByteArrayType>().write_batch(&texts, None, None)?;
        }
    }
    column.close()
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Table, Values};
    use super::parquet_bytes;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    #[test]
    fn reads_back_with_names_values_and_nulls() {
        let table = Table::new(vec![
            Column { name: "case".into(), values: Values::Integer(vec![0, 1]) },
            Column { name: "M2_shortening_mm".into(), values: Values::Number(vec![2.5, f64::NAN]) },
            Column { name: "status".into(), values: Values::Text(vec!["settled".into(), "failed".into()]) },
        ])
        .unwrap();
        let bytes = parquet_bytes(&table, "[]").unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].get_long(0).unwrap(), 0);
        assert!((rows[0].get_double(1).unwrap() - 2.5).abs() < 1e-15);
        assert!(rows[1].get_double(1).is_err(), "null");
        assert_eq!(rows[1].get_string(2).unwrap(), "failed");
    }
}
