//! Types of the numbers in binary files.

use super::ReadFailure;
use super::bytes::ByteCursor;

/// Type of a number in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberType {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
}

impl NumberType {
    /// By its name in PLY (both spellings) or in VTK XML.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "char" | "int8" | "Int8" => Self::I8,
            "uchar" | "uint8" | "UInt8" => Self::U8,
            "short" | "int16" | "Int16" => Self::I16,
            "ushort" | "uint16" | "UInt16" => Self::U16,
            "int" | "int32" | "Int32" => Self::I32,
            "uint" | "uint32" | "UInt32" => Self::U32,
            "Int64" => Self::I64,
            "UInt64" => Self::U64,
            "float" | "float32" | "Float32" => Self::F32,
            "double" | "float64" | "Float64" => Self::F64,
            _ => return None,
        })
    }

    /// Bytes of one number.
    pub(super) fn size(self) -> usize {
        match self {
            Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::F64 => 8,
        }
    }

    /// The next number; integers of 64 bits are exact up to 2⁵³, more than any file has points.
    pub(super) fn read(self, cursor: &mut ByteCursor) -> Result<f64, ReadFailure> {
        Ok(match self {
            Self::I8 => f64::from(i8::from_le_bytes(cursor.take()?)),
            Self::U8 => f64::from(u8::from_le_bytes(cursor.take()?)),
            Self::I16 => f64::from(i16::from_le_bytes(cursor.take()?)),
            Self::U16 => f64::from(u16::from_le_bytes(cursor.take()?)),
            Self::I32 => f64::from(i32::from_le_bytes(cursor.take()?)),
            Self::U32 => f64::from(u32::from_le_bytes(cursor.take()?)),
            Self::I64 => i64::from_le_bytes(cursor.take()?) as f64,
            Self::U64 => u64::from_le_bytes(cursor.take()?) as f64,
            Self::F32 => f64::from(f32::from_le_bytes(cursor.take()?)),
            Self::F64 => f64::from_le_bytes(cursor.take()?),
        })
    }
}

/// A number that counts or names something: whole, not negative, below 2⁵³.
pub(super) fn whole(number: f64) -> Option<usize> {
    let is_whole = number.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&number);
    is_whole.then_some(number as usize)
}
