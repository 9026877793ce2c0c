//! A named array with one value for each point or each cell.

use crate::VtkError;
use std::collections::BTreeSet;

/// A named array with one value (scalar, vector or symmetric tensor) for each point or each cell.
///
/// The name carries the unit as a suffix (`von_mises_mpa`). Real numbers are written in single precision, which is
/// seven digits and half the size; points are written in double precision.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub(crate) name: String,
    pub(crate) components: usize,
    pub(crate) values: Values,
    /// Whether values may be missing.
    may_miss: bool,
}

/// The numbers of a field, all components of the first point or cell first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Values {
    Real(Vec<f64>),
    Integer(Vec<i32>),
}

impl Field {
    /// One real number for each point or cell.
    pub fn scalars(name: impl Into<String>, values: Vec<f64>) -> Self {
        Self { name: name.into(), components: 1, values: Values::Real(values), may_miss: false }
    }

    /// One real number for each point or cell that has one: missing ones are written as NaN, which ParaView paints in a colour of its own.
    pub fn scalars_where_present(name: impl Into<String>, values: Vec<Option<f64>>) -> Self {
        let values = values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect();
        Self { may_miss: true, ..Self::scalars(name, values) }
    }

    /// One vector for each point or cell, in the foot frame.
    pub fn vectors(name: impl Into<String>, values: Vec<[f64; 3]>) -> Self {
        Self {
            name: name.into(),
            components: 3,
            values: Values::Real(values.into_flattened()),
            may_miss: false,
        }
    }

    /// One symmetric tensor for each point or cell, in the order of VTK: `XX, YY, ZZ, XY, YZ, XZ`.
    ///
    /// ParaView labels the components of a six-component array with exactly these names. Shear components are those of
    /// the tensor (ε_xy), not engineering shears (γ_xy = 2 ε_xy).
    pub fn symmetric_tensors(name: impl Into<String>, values: Vec<[f64; 6]>) -> Self {
        Self {
            name: name.into(),
            components: 6,
            values: Values::Real(values.into_flattened()),
            may_miss: false,
        }
    }

    /// One whole number for each point or cell: a ray, a material, a contact state.
    pub fn labels(name: impl Into<String>, values: Vec<i32>) -> Self {
        Self { name: name.into(), components: 1, values: Values::Integer(values), may_miss: false }
    }

    /// The name, with its unit.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Number of scalars, vectors or tensors.
    fn count(&self) -> usize {
        let numbers = match &self.values {
            Values::Real(values) => values.len(),
            Values::Integer(values) => values.len(),
        };
        numbers / self.components
    }

    fn check(&self, place: &'static str, expected: usize) -> Result<(), VtkError> {
        check_name(&self.name)?;
        let found = self.count();
        if found != expected {
            return Err(VtkError::FieldLength { field: self.name.clone(), place, expected, found });
        }
        let Values::Real(values) = &self.values else { return Ok(()) };
        let is_written = |value: f64| fits_single_precision(value) || self.may_miss && value.is_nan();
        match values.iter().position(|value| !is_written(*value)) {
            None => Ok(()),
            Some(at) => Err(VtkError::NonFiniteField {
                field: self.name.clone(),
                place,
                index: at / self.components,
                value: values[at],
            }),
        }
    }
}

fn fits_single_precision(value: f64) -> bool {
    value.abs() <= f64::from(f32::MAX)
}

/// Checks every field of one place ("point" or "cell") for length, finiteness and a unique, portable name.
pub(crate) fn check_fields(fields: &[Field], place: &'static str, expected: usize) -> Result<(), VtkError> {
    let mut names = BTreeSet::new();
    for field in fields {
        field.check(place, expected)?;
        if !names.insert(field.name.as_str()) {
            return Err(VtkError::DuplicateField { field: field.name.clone(), place });
        }
    }
    Ok(())
}

/// Names that survive XML, file systems and ParaView's block selectors unchanged.
pub(crate) fn check_name(name: &str) -> Result<(), VtkError> {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.chars().all(allowed) {
        Ok(())
    } else {
        Err(VtkError::Name { name: name.to_owned() })
    }
}
