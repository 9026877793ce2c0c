//! Scenario text to [`Scenario`].

use super::description as keys;
use super::diagnostic::{Diagnostic, Severity, position};
use super::values::{Given, Span};
use super::walk::Walk;
use super::{
    Bone, Contact, Foot, Load, Mesh, Scenario, foot_section, healing_section, load_phase, osteotomy_section,
    resection_section,
};
use crate::{Ray, SoftTissue};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use toml::de::DeTable;

/// Element size at the cut where the file names none and `size_mm` is not below it, mm.
const CUT_SIZE_MM: f64 = 1.6;

/// A scenario and what is odd about its file, though readable.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What the file asks for, with every default filled in.
    pub scenario: Scenario,
    /// Oddities, in the order of the file.
    pub warnings: Vec<Diagnostic>,
    /// Where the file names each bone: bytes of its path.
    pub bone_spans: BTreeMap<Ray, Range<usize>>,
}

/// Reads the text of a scenario file; paths in it count from `folder`, and the files they name must exist.
///
/// # Errors
///
/// All mistakes of the file at once, in its order, warnings among them.
pub fn read(source: &str, folder: &Path) -> Result<Reading, Vec<Diagnostic>> {
    let (tree, syntax) = DeTable::parse_recoverable(source);
    let mut walk = Walk { mistakes: Vec::new(), complete: syntax.is_empty() };
    let given = walk.table("", &keys::SCENARIO, tree.get_ref(), 0..0);
    let scenario = Sections { folder, mistakes: &mut walk.mistakes }.scenario(&given);
    let mut mistakes = walk.mistakes;
    if !syntax.is_empty() {
        mistakes =
            with_syntax(source, mistakes, syntax.iter().map(|error| syntax_mistake(source, error)).collect());
    }
    mistakes.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
    match mistakes.iter().any(|mistake| mistake.severity == Severity::Error) {
        true => Err(mistakes),
        false => Ok(Reading { scenario, warnings: mistakes, bone_spans: bone_spans(&given) }),
    }
}

fn bone_spans(given: &Given) -> BTreeMap<Ray, Range<usize>> {
    let foot = given.table(&keys::FOOT);
    let files = foot.bone_files(&keys::BONES).unwrap_or_default();
    files.iter().map(|(ray, _, span)| (*ray, span.clone())).collect()
}

fn syntax_mistake(source: &str, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().unwrap_or(source.len()..source.len());
    let span = span.start.min(source.len())..span.end.min(source.len());
    let what = error.message().trim_end_matches(", expected nothing");
    Diagnostic::error(span, format!("not TOML: {what}"))
}

/// Adds mistakes of syntax and drops what they brought about: anything on the same line.
fn with_syntax(source: &str, mistakes: Vec<Diagnostic>, mut syntax: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let lines: Vec<usize> = syntax.iter().map(|mistake| position(source, mistake.span.start).0).collect();
    let independent = |mistake: &Diagnostic| !lines.contains(&position(source, mistake.span.start).0);
    syntax.extend(mistakes.into_iter().filter(independent));
    syntax
}

/// Turns given values into the sections of a scenario and checks them against each other.
pub(super) struct Sections<'a> {
    pub(super) folder: &'a Path,
    pub(super) mistakes: &'a mut Vec<Diagnostic>,
}

impl Sections<'_> {
    pub(super) fn report(&mut self, mistake: Diagnostic) {
        self.mistakes.push(mistake);
    }

    /// An error at `span` if both keys are given: each says the same thing.
    pub(super) fn exclude(
        &mut self,
        first: Option<Span>,
        second: Option<Span>,
        names: [&str; 2],
        accepted: &str,
    ) {
        let (Some(first), Some(second)) = (first, second) else { return };
        let [one, other] = names;
        let message = format!("`{one}` and `{other}` exclude each other");
        self.report(
            Diagnostic::error(second, message).accepting(accepted).relating(first, format!("`{one}` here")),
        );
    }

    fn scenario(&mut self, given: &Given) -> Scenario {
        let foot = foot_section::foot(self, &given.table(&keys::FOOT));
        let osteotomies = osteotomy_section::osteotomies(self, given, &foot.rays);
        let load = self.load(&given.table(&keys::LOAD), &foot);
        Scenario {
            title: given.text(&keys::TITLE).to_owned(),
            resections: resection_section::resections(self, given, &foot.rays, &osteotomies),
            healing: healing_section::healing(self, given, &osteotomies, &load),
            osteotomies,
            load,
            mesh: self.mesh(&given.table(&keys::MESH)),
            bone: self.bone(&given.table(&keys::BONE)),
            contact: contact(&given.table(&keys::CONTACT)),
            soft_tissue: soft_tissue(&given.table(&keys::SOFT_TISSUE)),
            foot,
        }
    }

    fn load(&mut self, given: &Given, foot: &Foot) -> Load {
        let spans = [given.key_span(&keys::PHASE), given.key_span(&keys::FOREFOOT_N)];
        let [phase, forefoot] = spans;
        self.exclude(phase, forefoot, ["phase", "forefoot_n"], "one of the two");
        let by_phase = load_phase::load(given.text(&keys::PHASE), foot.body_weight_n, &foot.rays);
        let phase = by_phase.unwrap_or(Load { forefoot_n: f64::NAN, ..Load::default() });
        Load {
            forefoot_n: given.given_number(&keys::FOREFOOT_N).unwrap_or(phase.forefoot_n),
            pitch_deg: given.given_number(&keys::PITCH_DEG).unwrap_or(phase.pitch_deg),
            shear_ratio: given.given_number(&keys::SHEAR_RATIO).unwrap_or(phase.shear_ratio),
            tendon_factor: given.given_number(&keys::TENDON_FACTOR).unwrap_or(phase.tendon_factor),
        }
    }

    fn mesh(&mut self, given: &Given) -> Mesh {
        let size_mm = given.number(&keys::SIZE_MM);
        let cut_size_mm = given.given_number(&keys::CUT_SIZE_MM).unwrap_or(size_mm.min(CUT_SIZE_MM));
        if cut_size_mm > size_mm && !given.is_faulty(&keys::SIZE_MM) {
            let message = format!("`cut_size_mm` is {cut_size_mm} mm, coarser than `size_mm`, {size_mm} mm");
            self.report(
                Diagnostic::error(given.value_span(&keys::CUT_SIZE_MM), message)
                    .accepting(format!("up to {size_mm} mm"))
                    .hinting("elements are refined towards the cut, not coarsened"),
            );
        }
        Mesh { size_mm, cut_size_mm, quadratic: given.given_number(&keys::ORDER) != Some(1.0) }
    }

    fn bone(&mut self, given: &Given) -> Bone {
        let cortical_thickness_mm = given.given_number(&keys::CORTICAL_THICKNESS_MM);
        for field in [&keys::CANCELLOUS_MODULUS_MPA, &keys::END_CORTICAL_THICKNESS_MM] {
            if let (Some(span), None) = (given.key_span(field), given.entry(&keys::CORTICAL_THICKNESS_MM)) {
                let message = format!("`{}` has no effect on homogeneous bone", field.key);
                self.report(
                    Diagnostic::warning(span, message)
                        .hinting("give `cortical_thickness_mm` to have a cortex and cancellous bone inside"),
                );
            }
        }
        Bone {
            cortical_modulus_mpa: given.number(&keys::CORTICAL_MODULUS_MPA),
            cancellous_modulus_mpa: given.number(&keys::CANCELLOUS_MODULUS_MPA),
            poisson_ratio: given.number(&keys::POISSON_RATIO),
            cortical_thickness_mm,
            // Written out as a default it is that of the shaft; reading that again must give the same scenario.
            end_cortical_thickness_mm: cortical_thickness_mm
                .map(|shaft| given.given_number(&keys::END_CORTICAL_THICKNESS_MM).unwrap_or(shaft)),
        }
    }
}

fn contact(given: &Given) -> Contact {
    Contact { friction: given.number(&keys::FRICTION), elastic_slip_mm: given.number(&keys::ELASTIC_SLIP_MM) }
}

fn soft_tissue(given: &Given) -> SoftTissue {
    let mut soft_tissue = SoftTissue::default();
    for field in keys::keys_of(&keys::SOFT_TISSUE) {
        if let (Some(number), Some(parameter)) = (given.given_number(field), soft_tissue.get_mut(field.key)) {
            *parameter = number;
        }
    }
    soft_tissue
}
