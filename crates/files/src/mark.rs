//! The mark of a result folder: which files are results, and what made them.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// File that marks a folder as one of results.
pub(crate) const MARK: &str = ".osteotome";

/// What made results. Those of one kind and source take the place of each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What was done: `run`, `mesh`, `export feb`.
    pub kind: String,
    /// The file it was done to, as an absolute path.
    pub source_name: String,
    /// Hash of the contents of that file.
    pub source_hash: String,
}

impl Origin {
    /// Whether both are of one file, by its place or by its contents: projects move, and files are edited.
    pub(crate) fn same_source(&self, other: &Self) -> bool {
        self.source_name == other.source_name || self.source_hash == other.source_hash
    }

    fn header(&self) -> String {
        [&self.kind, &self.source_hash, &self.source_name].map(|text| one_line(text)).join("\t")
    }

    fn parse(header: &str) -> Option<Self> {
        let mut fields = header.splitn(3, '\t').map(str::to_owned);
        Some(Self { kind: fields.next()?, source_hash: fields.next()?, source_name: fields.next()? })
    }
}

/// Names of files may hold line breaks, lines of a mark may not.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The results of one origin in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What made them; nothing in marks of versions that did not say.
    pub(crate) origin: Option<Origin>,
    /// The files, relative to the folder.
    pub(crate) files: BTreeSet<PathBuf>,
}

impl Part {
    /// Whether these results stay when those of `origin` are written: they are of another kind, and of the same source.
    fn stays_beside(&self, origin: &Origin) -> bool {
        self.origin.as_ref().is_some_and(|there| there.kind != origin.kind && there.same_source(origin))
    }
}

/// All results of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) parts: Vec<Part>,
}

impl Mark {
    /// Reads the text of a mark. Files outside the folder were not listed by osteotome and are left out.
    pub(crate) fn parse(text: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for line in text.lines() {
            if let Some(header) = line.strip_prefix("#\t") {
                parts.push(Part { origin: Origin::parse(header), files: BTreeSet::new() });
                continue;
            }
            if parts.is_empty() {
                parts.push(Part { origin: None, files: BTreeSet::new() });
            }
            let inside = |file: &Path| file.components().all(|c| matches!(c, Component::Normal(_)));
            if let Some(part) = parts.last_mut().filter(|_| !line.is_empty() && inside(Path::new(line))) {
                part.files.insert(line.into());
            }
        }
        Self { parts }
    }

    /// The text that [`Self::parse`] reads.
    pub(crate) fn text(&self) -> String {
        let mut lines = Vec::new();
        for part in &self.parts {
            lines.extend(part.origin.as_ref().map(|origin| format!("#\t{}", origin.header())));
            lines.extend(part.files.iter().map(|file| file.to_string_lossy().into_owned()));
        }
        lines.join("\n") + "\n"
    }

    /// Every file of every part.
    pub(crate) fn files(&self) -> BTreeSet<&PathBuf> {
        self.parts.iter().flat_map(|part| &part.files).collect()
    }

    /// Files that results of `origin` may take the place of: those of its kind, those of no known kind, and those that go anyway.
    pub(crate) fn own_files(&self, origin: &Origin) -> BTreeSet<&PathBuf> {
        let staying = self.parts.iter().filter(|part| part.stays_beside(origin));
        let staying: BTreeSet<&PathBuf> = staying.flat_map(|part| &part.files).collect();
        self.files().difference(&staying).copied().collect()
    }

    /// The mark once `files` are the results of `origin`: results of another kind stay if they are of the same source.
    pub(crate) fn with(&self, origin: &Origin, files: BTreeSet<PathBuf>) -> Self {
        let stays = |part: &&Part| part.stays_beside(origin);
        let mut parts: Vec<Part> = self.parts.iter().filter(stays).cloned().collect();
        parts.iter_mut().for_each(|part| part.files.retain(|file| !files.contains(file)));
        parts.push(Part { origin: Some(origin.clone()), files });
        Self { parts }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Origin};
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    fn origin(kind: &str, name: &str) -> Origin {
        Origin { kind: kind.into(), source_name: name.into(), source_hash: format!("hash of {name}") }
    }

    #[test]
    fn a_mark_without_origins_is_read_and_paths_out_of_the_folder_are_left_out() {
        let mark = Mark::parse("outcome.json\n../precious\n/etc/passwd\nosteotomy/M2.vtu\n");
        assert_eq!(mark.parts.len(), 1);
        assert!(mark.parts[0].origin.is_none());
        let files: Vec<&str> = mark.files().into_iter().filter_map(|file| file.to_str()).collect();
        assert_eq!(files, ["osteotomy/M2.vtu", "outcome.json"]);
    }

    #[test]
    fn another_kind_of_the_same_source_stays_and_everything_else_goes() {
        let feb = Mark::default().with(&origin("export feb", "a"), BTreeSet::from(["a.feb".into()]));
        let both = feb.with(&origin("export inp", "a"), BTreeSet::from(["a.inp".into()]));
        assert_eq!(both.files().len(), 2);
        let again = both.with(&origin("export feb", "a"), BTreeSet::from(["b.feb".into()]));
        assert_eq!(
            again.files().into_iter().collect::<Vec<_>>(),
            [&PathBuf::from("a.inp"), &PathBuf::from("b.feb")]
        );
        let other = both.with(&origin("export inp", "b"), BTreeSet::from(["c.inp".into()]));
        assert_eq!(other.files().len(), 1);
    }

    proptest! {
        #[test]
        fn a_mark_is_read_as_it_was_written(
            names in prop::collection::btree_set("[a-zA-Z0-9 #._-]{1,8}(/[a-z0-9]{1,5})?", 0..6),
            source in "\\PC{0,20}",
        ) {
            let names = names.into_iter().filter(|name| !name.starts_with('.') && !name.contains("/.")).map(PathBuf::from);
            let mark = Mark::default().with(&origin("run", &source), names.collect());
            prop_assert_eq!(Mark::parse(&mark.text()), mark);
        }
    }
}
