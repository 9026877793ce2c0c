//! The foot on the bench and how finely it is meshed.

/// Lines of the coarse mesh.
const COARSE: &str = "size_mm = 3.0\ncut_size_mm = 2.0\norder = 1";

/// Which foot all cases use, and its mesh.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bench {
    /// Lines of `[foot]`; empty for the adult template.
    pub foot: String,
    /// Lines of `[mesh]`; empty for the default mesh.
    pub mesh: String,
}

impl Bench {
    /// The template foot at the default mesh.
    #[must_use]
    pub fn template() -> Self {
        Self::default()
    }

    /// Order and sizes of its elements, in words.
    #[must_use]
    pub fn mesh_in_words(&self) -> &'static str {
        match self.mesh.as_str() {
            COARSE => "order 1, 3 mm, 2 mm at the cut",
            _ => "order 2, 2.5 mm, 1.6 mm at the cut",
        }
    }

    /// The same foot with linear elements of 3 mm, 2 mm at the cut: numbers of no worth, fast enough for tests.
    #[must_use]
    pub fn coarse(self) -> Self {
        Self { mesh: COARSE.to_owned(), ..self }
    }
}
