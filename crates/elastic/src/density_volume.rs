//! CT volumes in NIfTI-1 files.
//!
//! The format: <https://nifti.nimh.nih.gov/nifti-1>. One file (`.nii`), uncompressed or gzip, either byte order.

use std::io::Read;
use std::path::{Path, PathBuf};

use nalgebra::{Matrix3, Vector3};
use osteotome_geometry::{InputFileError, Point3, read_input_file};

/// The largest volume that is read, MiB: 512³ voxels of 64 bits, more than any CT of a foot.
const LARGEST_MIB: u64 = 1024;

/// Why a volume could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct VolumeError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub problem: VolumeProblem,
}

/// What can be wrong with a volume file.
#[derive(Debug, thiserror::Error)]
pub enum VolumeProblem {
    /// It is no file of bounded size that can be read.
    #[error(transparent)]
    File(#[from] InputFileError),
    /// The gzip stream is damaged, or holds more than is read.
    #[error("cannot be unpacked: {0}")]
    Unpacking(#[from] std::io::Error),
    /// It unpacks to more than is read.
    #[error("unpacks to more than {largest_mib} MiB; crop or resample the volume")]
    TooLarge {
        /// The limit, MiB.
        largest_mib: u64,
    },
    /// It is something else.
    #[error("is not a NIfTI-1 file of one part (.nii); convert it, for example with 3D Slicer")]
    NotNifti,
    /// It stops before its data do.
    #[error("is cut short: {needed} bytes needed, {found} found")]
    CutShort {
        /// Bytes the header asks for.
        needed: usize,
        /// Bytes in the file.
        found: usize,
    },
    /// Its numbers are of a kind that CT volumes do not have.
    #[error(
        "holds voxels of NIfTI type {0}; accepted are 2 (u8), 4 (i16), 8 (i32), 16 (f32), 64 (f64), 512 (u16)"
    )]
    VoxelType(i16),
    /// Its frame cannot be inverted, or it has no voxels.
    #[error("has no voxels or a degenerate frame")]
    Degenerate,
}

/// A scalar volume in its own frame: mm, x to the right, y anterior, z up (as NIfTI defines it).
#[derive(Clone, Debug)]
pub struct Volume {
    size: [usize; 3],
    values: Vec<f32>,
    to_voxel: Matrix3<f64>,
    origin: Vector3<f64>,
}

impl Volume {
    /// Reads a file.
    ///
    /// # Errors
    /// If it is not a readable NIfTI-1 volume.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, VolumeError> {
        let path = path.as_ref();
        let fail = |problem| VolumeError { path: path.to_path_buf(), problem };
        let bytes = read_input_file(path, LARGEST_MIB).map_err(|cause| fail(cause.into()))?;
        let bytes = unpacked(bytes).map_err(fail)?;
        Self::parse(&bytes).map_err(fail)
    }

    /// Reads the content of an uncompressed file.
    ///
    /// # Errors
    /// If it is not a NIfTI-1 volume.
    pub fn parse(bytes: &[u8]) -> Result<Self, VolumeProblem> {
        let header = Header::new(bytes)?;
        let size = [42, 44, 46].map(|at| usize::try_from(header.short(at)).unwrap_or(0));
        let (to_world, origin) = header.frame();
        let to_voxel =
            to_world.try_inverse().filter(|_| !size.contains(&0)).ok_or(VolumeProblem::Degenerate)?;
        let count = size.iter().try_fold(1_usize, |count, &along| count.checked_mul(along));
        let values = header.values(count.ok_or(VolumeProblem::Degenerate)?)?;
        Ok(Self { size, values, to_voxel, origin })
    }

    /// Trilinear value at a point of the volume's frame; none outside.
    #[must_use]
    pub fn at(&self, point: &Point3) -> Option<f64> {
        let place = self.to_voxel * (point.coords - self.origin);
        let mut first = [0; 3];
        let mut part = [0.0; 3];
        for axis in 0..3 {
            let last = (self.size[axis] - 1) as f64;
            if !(0.0..=last).contains(&place[axis]) {
                return None;
            }
            first[axis] = (place[axis] as usize).min(self.size[axis].saturating_sub(2));
            part[axis] = place[axis] - first[axis] as f64;
        }
        let weight = |axis: usize, step: usize| if step == 1 { part[axis] } else { 1.0 - part[axis] };
        let corners = (0..8).map(|k| [k & 1, k >> 1 & 1, k >> 2]);
        Some(
            corners
                .map(|step| (step, (0..3).map(|axis| weight(axis, step[axis])).product::<f64>()))
                .filter(|(_, weight)| *weight > 0.0)
                .map(|(step, weight)| weight * self.voxel([0, 1, 2].map(|axis| first[axis] + step[axis])))
                .sum(),
        )
    }

    fn voxel(&self, [i, j, k]: [usize; 3]) -> f64 {
        f64::from(self.values[i + self.size[0] * (j + self.size[1] * k)])
    }
}

fn unpacked(bytes: Vec<u8>) -> Result<Vec<u8>, VolumeProblem> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut content = Vec::new();
    let decoder = flate2::read::MultiGzDecoder::new(&bytes[..]);
    decoder.take((LARGEST_MIB << 20) + 1).read_to_end(&mut content)?;
    if content.len() as u64 > LARGEST_MIB << 20 {
        return Err(VolumeProblem::TooLarge { largest_mib: LARGEST_MIB });
    }
    Ok(content)
}

/// The 348 bytes at the start, in the byte order of the file.
struct Header<'a> {
    bytes: &'a [u8],
    swapped: bool,
}

impl<'a> Header<'a> {
    const LENGTH: usize = 348;

    fn new(bytes: &'a [u8]) -> Result<Self, VolumeProblem> {
        if bytes.len() < Self::LENGTH || &bytes[344..347] != b"n+1" {
            return Err(VolumeProblem::NotNifti);
        }
        let swapped = bytes[..4] != 348_i32.to_le_bytes();
        Ok(Self { bytes, swapped })
    }

    /// Bytes of a number, least significant first.
    fn number<const N: usize>(&self, at: usize) -> [u8; N] {
        let mut number = [0; N];
        number.copy_from_slice(&self.bytes[at..at + N]);
        if self.swapped {
            number.reverse();
        }
        number
    }

    fn short(&self, at: usize) -> i16 {
        i16::from_le_bytes(self.number(at))
    }

    fn float(&self, at: usize) -> f64 {
        f64::from(f32::from_le_bytes(self.number(at)))
    }

    /// Columns are the steps of one voxel; then the centre of the first voxel. sform, else qform, else voxel sizes.
    fn frame(&self) -> (Matrix3<f64>, Vector3<f64>) {
        let sizes = Vector3::new(self.float(80), self.float(84), self.float(88));
        if self.short(254) > 0 {
            let matrix = Matrix3::from_fn(|row, column| self.float(280 + 16 * row + 4 * column));
            return (matrix, Vector3::from_fn(|row, _| self.float(292 + 16 * row)));
        }
        if self.short(252) <= 0 {
            return (Matrix3::from_diagonal(&sizes), Vector3::zeros());
        }
        let [b, c, d] = [256, 260, 264].map(|at| self.float(at));
        let a = (1.0 - b * b - c * c - d * d).max(0.0).sqrt();
        let rotation = nalgebra::UnitQuaternion::from_quaternion(nalgebra::Quaternion::new(a, b, c, d));
        let handed = if self.float(76) < 0.0 { -1.0 } else { 1.0 };
        let steps = Matrix3::from_diagonal(&Vector3::new(sizes.x, sizes.y, sizes.z * handed));
        (rotation.to_rotation_matrix().matrix() * steps, Vector3::from_fn(|i, _| self.float(268 + 4 * i)))
    }

    /// Voxels, scaled as the header says.
    fn values(&self, count: usize) -> Result<Vec<f32>, VolumeProblem> {
        let (slope, intercept) = match self.float(112) {
            0.0 => (1.0, 0.0),
            slope => (slope, self.float(116)),
        };
        let start = self.float(108) as usize;
        let kind = self.short(70);
        let width = match kind {
            2 => 1,
            4 | 512 => 2,
            8 | 16 => 4,
            64 => 8,
            _ => return Err(VolumeProblem::VoxelType(kind)),
        };
        let (needed, found) = (start.saturating_add(count.saturating_mul(width)), self.bytes.len());
        if found < needed {
            return Err(VolumeProblem::CutShort { needed, found });
        }
        let raw = |at: usize| match kind {
            2 => f64::from(self.bytes[at]),
            4 => f64::from(self.short(at)),
            512 => f64::from(u16::from_le_bytes(self.number(at))),
            8 => f64::from(i32::from_le_bytes(self.number(at))),
            16 => self.float(at),
            _ => f64::from_le_bytes(self.number(at)),
        };
        Ok((0..count).map(|i| (raw(start + width * i) * slope + intercept) as f32).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A volume of 3 × 4 × 2 voxels whose value is `100 + 2 i + 3 j + 5 k`, as i16 with slope 0.5.
    fn file(swapped: bool) -> Vec<u8> {
        let mut bytes = vec![0_u8; 352];
        let mut put = |at: usize, number: &[u8]| {
            let mut number = number.to_vec();
            if swapped {
                number.reverse();
            }
            bytes[at..at + number.len()].copy_from_slice(&number);
        };
        put(0, &348_i32.to_le_bytes());
        for (axis, size) in [3_i16, 3, 4, 2].into_iter().enumerate() {
            put(40 + 2 * axis, &size.to_le_bytes());
        }
        put(70, &4_i16.to_le_bytes());
        for (at, value) in [(108, 352.0_f32), (112, 0.5), (116, 10.0)] {
            put(at, &value.to_le_bytes());
        }
        put(254, &1_i16.to_le_bytes());
        // x = 20 − 2 j, y = −5 + 1.5 i, z = 3 k.
        for (at, value) in [(284, -2.0_f32), (292, 20.0), (296, 1.5), (308, -5.0), (320, 3.0)] {
            put(at, &value.to_le_bytes());
        }
        bytes[344..348].copy_from_slice(b"n+1\0");
        for (i, j, k) in (0..24).map(|n| (n % 3, n / 3 % 4, n / 12)) {
            let value = (2 * (90 + 2 * i + 3 * j + 5 * k)) as i16;
            bytes.extend(if swapped { value.to_be_bytes() } else { value.to_le_bytes() });
        }
        bytes
    }

    #[test]
    fn linear_volume_is_read_exactly_in_its_frame() {
        for swapped in [false, true] {
            let volume = Volume::parse(&file(swapped)).unwrap();
            let at =
                |i: f64, j: f64, k: f64| volume.at(&Point3::new(20.0 - 2.0 * j, -5.0 + 1.5 * i, 3.0 * k));
            for (i, j, k) in [(0.0, 0.0, 0.0), (2.0, 3.0, 1.0), (0.3, 1.6, 0.25)] {
                let value = at(i, j, k).unwrap();
                assert!((value - (100.0 + 2.0 * i + 3.0 * j + 5.0 * k)).abs() < 1e-5, "{value}");
            }
            assert_eq!(at(-0.1, 0.0, 0.0), None);
            assert_eq!(at(0.0, 3.1, 0.0), None);
        }
    }

    #[test]
    fn broken_files_are_refused() {
        let mut short = file(false);
        short.truncate(390);
        assert!(matches!(Volume::parse(&short), Err(VolumeProblem::CutShort { needed: 400, found: 390 })));
        assert!(matches!(Volume::parse(&short[..100]), Err(VolumeProblem::NotNifti)));
        let mut complex = file(false);
        complex[70] = 32;
        assert!(matches!(Volume::parse(&complex), Err(VolumeProblem::VoxelType(32))));
        let mut flat = file(false);
        flat[320..324].fill(0);
        assert!(matches!(Volume::parse(&flat), Err(VolumeProblem::Degenerate)));
    }
}
