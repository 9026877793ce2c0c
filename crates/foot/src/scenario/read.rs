//! Scenario text to [`Scenario`].

use super::description as keys;
use super::diagnostic::{Diagnostic, Severity, position};
use super::ensemble::Member;
use super::tissue_set::TissueSet;
use super::values::{Given, Span};
use super::walk::Walk;
use super::{
    Bone, Contact, Foot, Load, LoadStage, Mesh, Scenario, foot_section, healing_section, load_history,
    load_phase, osteotomy_section, resection_section,
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
    let set = tissue_set(&given);
    let scenario = Sections { folder, mistakes: &mut walk.mistakes, set }.scenario(&given);
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

/// The set of soft tissue that the file names, or the member of the ensemble.
fn tissue_set(given: &Given) -> TissueSet {
    let member = given.table(&keys::FOOT).given_number(&keys::ENSEMBLE).and_then(Member::numbered);
    let named = TissueSet::from_name(given.table(&keys::SOFT_TISSUE).text(&keys::TISSUE_SET));
    member.map_or(named, TissueSet::Member)
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
    /// The soft tissue, and the loads that go with it.
    pub(super) set: TissueSet,
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
        let spans = [(&keys::FOOT, &keys::ENSEMBLE), (&keys::SOFT_TISSUE, &keys::TISSUE_SET)]
            .map(|(section, key)| given.table(section).key_span(key));
        let [member, set] = spans;
        self.exclude(member, set, ["ensemble", "set"], "a member of the ensemble, or a named set");
        let foot = foot_section::foot(self, &given.table(&keys::FOOT));
        let osteotomies = osteotomy_section::osteotomies(self, given, &foot.rays);
        let soft_tissue = soft_tissue(&given.table(&keys::SOFT_TISSUE), self.set);
        let load = self.load(&given.table(&keys::LOAD), &foot, &soft_tissue);
        Scenario {
            title: given.text(&keys::TITLE).to_owned(),
            resections: resection_section::resections(self, given, &foot.rays, &osteotomies),
            healing: healing_section::healing(self, given, &osteotomies, &load),
            osteotomies,
            history: history(given, self.set),
            load,
            mesh: self.mesh(&given.table(&keys::MESH)),
            bone: self.bone(&given.table(&keys::BONE)),
            contact: contact(&given.table(&keys::CONTACT), self.set),
            soft_tissue,
            foot,
        }
    }

    fn load(&mut self, given: &Given, foot: &Foot, tissue: &SoftTissue) -> Load {
        let set = self.set;
        let spans = [given.key_span(&keys::PHASE), given.key_span(&keys::FOREFOOT_N)];
        let [phase, forefoot] = spans;
        self.exclude(phase, forefoot, ["phase", "forefoot_n"], "one of the two");
        let phase = match given.given_number(&keys::FOREFOOT_N) {
            Some(forefoot_n) => load_phase::flat(forefoot_n, &foot.rays, set, tissue),
            None => load_phase::load(given.text(&keys::PHASE), foot, set, tissue)
                .unwrap_or(Load { forefoot_n: f64::NAN, ..Load::default() }),
        };
        let both = given.given_number(&keys::TENDON_FACTOR);
        let factor = |key| given.given_number(key).or(both);
        Load {
            forefoot_n: phase.forefoot_n,
            pitch_deg: given.given_number(&keys::PITCH_DEG).unwrap_or(phase.pitch_deg),
            shear_ratio: given.given_number(&keys::SHEAR_RATIO).unwrap_or(phase.shear_ratio),
            fascia_factor: factor(&keys::FASCIA_FACTOR).unwrap_or(phase.fascia_factor),
            muscle_factor: factor(&keys::MUSCLE_FACTOR).unwrap_or(phase.muscle_factor),
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

fn contact(given: &Given, set: TissueSet) -> Contact {
    let friction = given.given_number(&keys::FRICTION).or(set.value("contact.friction"));
    let friction = friction.unwrap_or(given.number(&keys::FRICTION));
    Contact { friction, elastic_slip_mm: given.number(&keys::ELASTIC_SLIP_MM) }
}

/// The stages that the file gives, or those of the history it names.
fn history(given: &Given, set: TissueSet) -> Vec<LoadStage> {
    let own = load_history::given(given.tables(&keys::STAGE));
    if !own.is_empty() {
        return own;
    }
    let load = given.table(&keys::LOAD);
    let name = load.given_text(&keys::HISTORY).unwrap_or(set.history());
    let tone = load.given_number(&keys::TONE).or(set.value("load.tone"));
    let steps = load.given_number(&keys::STEPS).map_or(load_history::STEPS, |steps| steps as usize);
    load_history::named(name, tone.unwrap_or(load.number(&keys::TONE)), steps)
}

fn soft_tissue(given: &Given, set: TissueSet) -> SoftTissue {
    let mut soft_tissue = set.tissue();
    for field in keys::keys_of(&keys::SOFT_TISSUE) {
        if let (Some(number), Some(parameter)) = (given.given_number(field), soft_tissue.get_mut(field.key)) {
            *parameter = number;
        }
    }
    soft_tissue
}
