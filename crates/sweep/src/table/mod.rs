//! The result of a study: one row a case, a unit in every column name.

mod comma_separated;
mod parquet_file;

use thiserror::Error;

pub use comma_separated::csv_bytes;
pub use parquet_file::{parquet_bytes, read_parquet};

/// The values of one column; every column of a table has as many as there are cases.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers; a missing one is not a number.
    Number(Vec<f64>),
    /// Whole numbers.
    Integer(Vec<i64>),
    /// Text.
    Text(Vec<String>),
}

impl Values {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Number(v) => v.len(),
            Self::Integer(v) => v.len(),
            Self::Text(v) => v.len(),
        }
    }

    /// Adds more values of the same kind; values of another kind are none.
    pub fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::Number(known), Self::Number(more)) => known.extend(more),
            (Self::Integer(known), Self::Integer(more)) => known.extend(more),
            (Self::Text(known), Self::Text(more)) => known.extend(more),
            _ => {}
        }
    }

    /// The values of these rows, in this order.
    #[must_use]
    pub fn rows(&self, rows: &[usize]) -> Self {
        match self {
            Self::Number(v) => Self::Number(rows.iter().map(|&row| v[row]).collect()),
            Self::Integer(v) => Self::Integer(rows.iter().map(|&row| v[row]).collect()),
            Self::Text(v) => Self::Text(rows.iter().map(|&row| v[row].clone()).collect()),
        }
    }

    /// As many values of the same kind that say nothing.
    #[must_use]
    pub fn blank(&self, rows: usize) -> Self {
        match self {
            Self::Number(_) => Self::Number(vec![f64::NAN; rows]),
            Self::Integer(_) => Self::Integer(vec![0; rows]),
            Self::Text(_) => Self::Text(vec![String::new(); rows]),
        }
    }

    /// No rows at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A named column. The unit is part of the name (`M2_shortening_mm`).
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name, unique in the table.
    pub name: String,
    /// Values.
    pub values: Values,
}

/// Columns of equal length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
}

/// Why a table cannot be made or written.
#[derive(Debug, Error)]
pub enum TableError {
    /// A column with more or fewer rows than the first.
    #[error("column `{name}` has {rows} rows, the table has {expected}")]
    Ragged {
        /// The column.
        name: String,
        /// Its rows.
        rows: usize,
        /// Rows of the first column.
        expected: usize,
    },
    /// Two columns of one name.
    #[error("column `{0}` is there twice")]
    Repeated(String),
    /// The CSV encoder failed.
    #[error("cannot encode the table as CSV: {0}")]
    Csv(#[from] csv::Error),
    /// The Parquet encoder failed.
    #[error("cannot encode the table as Parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
}

impl Table {
    /// Checks and keeps the columns.
    ///
    /// # Errors
    /// Ragged or repeated columns.
    pub fn new(columns: Vec<Column>) -> Result<Self, TableError> {
        let expected = columns.first().map_or(0, |c| c.values.len());
        for (index, column) in columns.iter().enumerate() {
            let rows = column.values.len();
            if rows != expected {
                return Err(TableError::Ragged { name: column.name.clone(), rows, expected });
            }
            if columns[..index].iter().any(|other| other.name == column.name) {
                return Err(TableError::Repeated(column.name.clone()));
            }
        }
        Ok(Self { columns })
    }

    /// The columns, in order.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |c| c.values.len())
    }

    /// The column called `name`, if there is one.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The numbers of the column called `name`, if it is one of numbers.
    #[must_use]
    pub fn numbers(&self, name: &str) -> Option<&[f64]> {
        self.columns.iter().find(|c| c.name == name).and_then(|c| match &c.values {
            Values::Number(v) => Some(v.as_slice()),
            _ => None,
        })
    }
}
