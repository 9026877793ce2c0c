//! Which ray a bone file is of, by what the user says or by its name.

use osteotome_foot::Ray;
use std::path::{Path, PathBuf};

/// A bone file as named on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedBone {
    /// The file.
    pub(crate) path: PathBuf,
    /// Its ray, if it is known.
    pub(crate) ray: Option<Ray>,
    /// Whether the user said so, rather than the name of the file.
    pub(crate) is_given: bool,
}

/// Endings of surface files.
const ENDINGS: [&str; 4] = ["stl", "ply", "obj", "vtp"];

impl NamedBone {
    /// Reads `M2=FILE`, `FILE`, or a folder: its surface files whose names tell a ray, in the order of their names.
    pub(crate) fn parse_all(text: &str) -> Vec<Self> {
        let Ok(entries) = std::fs::read_dir(text) else { return vec![Self::parse(text)] };
        let is_surface = |path: &PathBuf| {
            let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
            ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) && ray_in_name(path).is_some()
        };
        let mut paths: Vec<PathBuf> =
            entries.flatten().map(|entry| entry.path()).filter(is_surface).collect();
        paths.sort();
        match paths.is_empty() {
            // Whoever reads it says that it is a folder.
            true => vec![Self::parse(text)],
            false => paths
                .iter()
                .map(|path| Self { path: path.clone(), ray: ray_in_name(path), is_given: false })
                .collect(),
        }
    }

    /// Reads `M2=FILE` or `FILE`.
    pub(crate) fn parse(text: &str) -> Self {
        let given = Ray::ALL
            .into_iter()
            .find_map(|ray| text.strip_prefix(&format!("{ray}=")).map(|path| (ray, PathBuf::from(path))));
        match given {
            Some((ray, path)) => Self { path, ray: Some(ray), is_given: true },
            None => Self { path: PathBuf::from(text), ray: ray_in_name(Path::new(text)), is_given: false },
        }
    }
}

/// The ray in names such as `M2.stl`, `left_mt4.ply`, `metatarsal_5.obj`.
fn ray_in_name(path: &Path) -> Option<Ray> {
    let stem = path.file_stem()?.to_str()?.to_lowercase();
    let found = ["metatarsal", "mt", "m"].iter().find_map(|word| number_after(&stem, word))?;
    Ray::ALL.get(found.checked_sub(1)?).copied()
}

/// The one-digit number after `word`, where `word` begins a word.
fn number_after(stem: &str, word: &str) -> Option<usize> {
    stem.match_indices(word).find_map(|(start, _)| {
        let begins = !stem[..start].ends_with(char::is_alphabetic);
        let rest = stem[start + word.len()..].trim_start_matches(['_', '-', ' ', '.']);
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if begins && digits.len() == 1 { digits.parse().ok() } else { None }
    })
}

#[cfg(test)]
mod tests {
    use super::NamedBone;
    use osteotome_foot::Ray;

    #[test]
    fn rays_are_found_in_names_and_taken_from_the_user_first() {
        let ray = |text| NamedBone::parse(text).ray;
        assert_eq!(ray("bones/M2.stl"), Some(Ray::M2));
        assert_eq!(ray("left_mt4.ply"), Some(Ray::M4));
        assert_eq!(ray("Metatarsal_5_R.obj"), Some(Ray::M5));
        assert_eq!(ray("metatarsal1v.vtp"), Some(Ray::M1));
        assert_eq!(ray("specimen12.stl"), None);
        assert_eq!(ray("M9.stl"), None);
        assert_eq!(ray("M3=M2.stl"), Some(Ray::M3));
        assert!(NamedBone::parse("M3=M2.stl").is_given);
    }
}
