//! Points and directions as arrays of three numbers in written reports.

use serde::{Serialize, Serializer};

use crate::{Point3, UnitVector3};

pub(crate) fn point<S: Serializer>(point: &Point3, serializer: S) -> Result<S::Ok, S::Error> {
    [point.x, point.y, point.z].serialize(serializer)
}

pub(crate) fn direction<S: Serializer>(direction: &UnitVector3, serializer: S) -> Result<S::Ok, S::Error> {
    [direction.x, direction.y, direction.z].serialize(serializer)
}
