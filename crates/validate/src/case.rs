//! One forefoot to settle: what is cut and what differs from the defaults.

use crate::Bench;
use osteotome_foot::Ray;
use osteotome_foot::scenario::{Scenario, read};
use std::fmt::Write;
use std::path::Path;

/// The three rays that are cut as a rule.
pub(crate) const M2_TO_M4: [Ray; 3] = [Ray::M2, Ray::M3, Ray::M4];

/// A forefoot, described by the keys of a scenario file that are not at their default.
///
/// Everything else (foot, mesh) comes from the [`Bench`], so that the same cases run on any foot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    declination_offset_deg: Option<f64>,
    rays: Vec<Ray>,
    /// `technique = …` or `plane = …`.
    direction: String,
    level_mm: Option<f64>,
    burr_mm: Option<f64>,
    approach: Option<String>,
    /// The first line of `[load]`, lines of `[contact]` and `[soft_tissue]`.
    load: Option<String>,
    tendon_factor: Option<f64>,
    /// Push and lift of the hand, N, instead of what the technique asks for.
    hand: Option<[f64; 2]>,
    healing_week: Option<f64>,
    contact: Vec<String>,
    soft_tissue: Vec<String>,
}

impl Case {
    /// The intact foot.
    #[must_use]
    pub fn intact() -> Self {
        Self::default()
    }

    /// `rays` cut by a named technique.
    #[must_use]
    pub fn cut(technique: &str, rays: &[Ray]) -> Self {
        Self { rays: rays.to_vec(), direction: format!("technique = \"{technique}\""), ..Self::default() }
    }

    /// `rays` cut in a plane of one's own; `reference` is "ground" or "shaft".
    #[must_use]
    pub fn plane(sagittal_deg: f64, transverse_deg: f64, reference: &str, rays: &[Ray]) -> Self {
        let direction = format!(
            "plane = {{ sagittal_deg = {sagittal_deg:?}, transverse_deg = {transverse_deg:?}, reference = \"{reference}\" }}"
        );
        Self { rays: rays.to_vec(), direction, ..Self::default() }
    }

    /// The same with a burr of another diameter.
    #[must_use]
    pub fn burr_mm(mut self, diameter_mm: f64) -> Self {
        self.burr_mm = Some(diameter_mm);
        self
    }

    /// The same with the burr coming from another side ("dorsal", "plantar", "medial", "lateral"); it stops `depth_mm` beyond the near
    /// surface, or goes through.
    #[must_use]
    pub fn approach(mut self, from: &str, depth_mm: Option<f64>) -> Self {
        let depth = depth_mm.map_or(String::new(), |depth| format!(", depth_mm = {depth:?}"));
        self.approach = Some(format!("approach = {{ from = \"{from}\"{depth} }}"));
        self
    }

    /// The same, cut at another distance from the tip.
    #[must_use]
    pub fn level_mm(mut self, level_mm: f64) -> Self {
        self.level_mm = Some(level_mm);
        self
    }

    /// The same with every ray steeper.
    #[must_use]
    pub fn declination_offset_deg(mut self, offset_deg: f64) -> Self {
        self.declination_offset_deg = Some(offset_deg);
        self
    }

    /// The same in another phase of stance.
    #[must_use]
    pub fn phase(mut self, phase: &str) -> Self {
        self.load = Some(format!("phase = \"{phase}\""));
        self
    }

    /// The same under another load of the forefoot.
    #[must_use]
    pub fn forefoot_n(mut self, forefoot_n: f64) -> Self {
        self.load = Some(format!("forefoot_n = {forefoot_n:?}"));
        self
    }

    /// The same with all tendons and the pretension of the fascia multiplied.
    #[must_use]
    pub fn tendon_factor(mut self, factor: f64) -> Self {
        self.tendon_factor = Some(factor);
        self
    }

    /// The same with another push and lift of the surgeon's hand on each head, N.
    #[must_use]
    pub fn hand(mut self, push_n: f64, lift_n: f64) -> Self {
        self.hand = Some([push_n, lift_n]);
        self
    }

    /// The same with a step on callus of this age.
    #[must_use]
    pub fn healing_week(mut self, week: f64) -> Self {
        self.healing_week = Some(week);
        self
    }

    /// The same with another friction coefficient between cut faces.
    #[must_use]
    pub fn friction(mut self, friction: f64) -> Self {
        self.contact = vec![format!("friction = {friction:?}")];
        self
    }

    /// The same with another value of a key of `[soft_tissue]`.
    #[must_use]
    pub fn soft_tissue(mut self, key: &str, value: f64) -> Self {
        self.soft_tissue.push(format!("{key} = {value:?}"));
        self
    }

    /// The scenario file of this case on a bench: its name in every table, and what anyone can run.
    #[must_use]
    pub fn text(&self, bench: &Bench) -> String {
        let mut text = String::new();
        let steeper =
            self.declination_offset_deg.map(|offset| format!("declination_offset_deg = {offset:?}"));
        let foot: Vec<String> = lines(&bench.foot).into_iter().chain(steeper).collect();
        section(&mut text, "[foot]", &foot);
        if !self.rays.is_empty() {
            section(&mut text, "[[osteotomy]]", &self.osteotomy());
        }
        let factor = self.tendon_factor.map(|factor| format!("tendon_factor = {factor:?}"));
        let load: Vec<String> = self.load.iter().cloned().chain(factor).collect();
        section(&mut text, "[load]", &load);
        let week = self.healing_week.map(|week| format!("week = {week:?}"));
        section(&mut text, "[healing]", &week.into_iter().collect::<Vec<_>>());
        section(&mut text, "[mesh]", &lines(&bench.mesh));
        section(&mut text, "[contact]", &self.contact);
        section(&mut text, "[soft_tissue]", &self.soft_tissue);
        text
    }

    fn osteotomy(&self) -> Vec<String> {
        let names: Vec<String> = self.rays.iter().map(|ray| format!("\"{ray}\"")).collect();
        let mut lines = vec![format!("rays = [{}]", names.join(", ")), self.direction.clone()];
        lines.extend(self.level_mm.map(|level| format!("level_mm = {level:?}")));
        lines.extend(self.burr_mm.map(|burr| format!("burr = {{ diameter_mm = {burr:?} }}")));
        lines.extend(self.approach.clone());
        lines.extend(
            self.hand.map(|[push, lift]| format!("hand = {{ push_n = {push:?}, lift_n = {lift:?} }}")),
        );
        lines
    }

    /// What is done to the bones, whichever they are: cases with the same surgery share cut bones.
    pub(crate) fn surgery(&self) -> Vec<String> {
        if self.rays.is_empty() { Vec::new() } else { self.osteotomy().split_off(1) }
    }

    /// The scenario on a bench.
    ///
    /// # Errors
    /// The mistakes of the file as one text, for example if a bone file is missing.
    pub fn scenario(&self, bench: &Bench) -> Result<Scenario, String> {
        let mistakes = |list: Vec<osteotome_foot::scenario::Diagnostic>| {
            list.iter().map(|mistake| mistake.message.clone()).collect::<Vec<_>>().join("; ")
        };
        read(&self.text(bench), Path::new(".")).map(|reading| reading.scenario).map_err(mistakes)
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn section(text: &mut String, header: &str, lines: &[String]) {
    if !lines.is_empty() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{header}\n{}", lines.join("\n"));
    }
}
