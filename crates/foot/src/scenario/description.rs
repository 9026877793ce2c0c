//! Every key of a scenario file: type, unit, default, range, meaning, source.

use super::field::{Field, Kind};
use super::{approach, ensemble, load_history, load_phase, technique, tissue_set};
use crate::SoftTissue;

pub(super) const TITLE: Field =
    Field::new("title", Kind::Text, "", "Title for reports.").defaulting("untitled");

pub(super) const TEMPLATE: Field =
    Field::new("template", Kind::Choice(&["adult"]), "", "Parametric foot to use when no bones are given.")
        .defaulting("adult")
        .sourced("published metatarsal lengths and widths, see `meshes/`");
pub(super) const BONES: Field = Field::new(
    "bones",
    Kind::BoneFiles,
    "the template",
    "One closed surface file a ray, mm, all in one common frame: `{ M2 = \"M2.stl\" }`. Paths count from the folder of the scenario file.",
);
pub(super) const SIDE: Field = Field::new(
    "side",
    Kind::Choice(&["left", "right"]),
    "right for the template; must be given with `bones`",
    "Side of the body the foot belongs to.",
);
pub(super) const MODEL_RAYS: Field = Field::new(
    "rays",
    Kind::Rays,
    "all five, or those of `bones`",
    "Rays in the model; a single one leaves out its neighbours.",
);
pub(super) const DISTAL: Field =
    Field::new("distal", Kind::Direction, "", "Distal (anterior) direction in the frame of the files.")
        .required();
pub(super) const DORSAL: Field =
    Field::new("dorsal", Kind::Direction, "", "Dorsal (up) direction in the frame of the files.").required();
pub(super) const FRAME: Field = Field::new(
    "frame",
    Kind::Table(&[DISTAL, DORSAL]),
    "found from the bones",
    "Foot frame of the files: two directions, of any length, made orthogonal by tilting `distal`.",
);
pub(super) const BODY_WEIGHT_N: Field =
    Field::number("body_weight_n", 700.0, [100.0, 2500.0], "Body weight.", "70 kg adult: 687 N, rounded");
pub(super) const SCALE: Field =
    Field::number("scale", 1.0, [0.5, 1.5], "Length scale of the template.", "1 is the adult mean")
        .advising("women's metatarsals are 0.85 to 0.92 times as long as men's");
pub(super) const DECLINATION_OFFSET_DEG: Field = Field::number(
    "declination_offset_deg",
    0.0,
    [-15.0, 20.0],
    "Added to the declination of every ray, which turns about its head: positive for a steep (cavus) forefoot.",
    "0 is the foot as it was measured",
)
.advising("metatarsals decline by 5 to 30° in all; M5 of the template by 7°");
pub(super) const ACCEPT: Field = Field::new(
    "accept",
    Kind::Words(&super::accepted::NAMES),
    "nothing",
    "Doubts about the bones that are known and accepted: what would be refused is then a warning.",
);
pub(super) const ENSEMBLE: Field = Field::new(
    "ensemble",
    Kind::Integer { minimum: 1, maximum: ensemble::MEMBERS as i64 },
    "the default foot, which has the values of member 1 where an intact foot tells them",
    "Member of the ensemble of plausible feet whose soft tissue, tone and friction stand where a key is not given.",
)
.sourced("`osteotome calibrate`, docs/calibration.md");
pub(super) const FOOT: Field = Field::new(
    "foot",
    Kind::Table(&[
        TEMPLATE,
        BONES,
        SIDE,
        MODEL_RAYS,
        FRAME,
        BODY_WEIGHT_N,
        SCALE,
        DECLINATION_OFFSET_DEG,
        ENSEMBLE,
        ACCEPT,
    ]),
    "the adult template",
    "Whose bones, which of them, how they lie.",
);

pub(super) const CUT_RAYS: Field =
    Field::new("rays", Kind::Rays, "", "Rays that are cut, all alike.").required();
pub(super) const TECHNIQUE: Field = Field::new(
    "technique",
    Kind::Choice(&technique::NAMES),
    "given by `plane`; one of the two must be there",
    "Named technique, which sets the angles of the plane.",
);
pub(super) const SAGITTAL_DEG: Field = Field::number(
    "sagittal_deg",
    0.0,
    [-75.0, 75.0],
    "Tilt in the sagittal plane; positive runs from dorsal-distal to plantar-proximal.",
    "0 is no tilt",
);
pub(super) const TRANSVERSE_DEG: Field = Field::number(
    "transverse_deg",
    0.0,
    [-75.0, 75.0],
    "Turn in the transverse plane; positive is divergent, from distal-medial to proximal-lateral.",
    "0 is no turn",
);
pub(super) const REFERENCE: Field = Field::new(
    "reference",
    Kind::Choice(&["ground", "shaft"]),
    "",
    "What the angles are measured against; ground and shaft differ by the declination of the ray, 8 to 30°.",
)
.required();
pub(super) const PLANE: Field = Field::new(
    "plane",
    Kind::Table(&[SAGITTAL_DEG, TRANSVERSE_DEG, REFERENCE]),
    "given by `technique`; one of the two must be there",
    "Cut plane by its angles.",
);
pub(super) const LEVEL_MM: Field = Field::number(
    "level_mm",
    16.0,
    [3.0, 60.0],
    "Distance along the shaft from the distal tip of the bone to the middle of the cut.",
    "the neck; reported range 12 to 25 mm",
);
pub(super) const DIAMETER_MM: Field = Field::number(
    "diameter_mm",
    2.0,
    [0.5, 8.0],
    "Burr diameter.",
    "Shannon 2.0 mm, the usual burr; makers also list 3.0, 3.1 and 4.1 mm",
);
pub(super) const TIP_DIAMETER_MM: Field = Field::new(
    "tip_diameter_mm",
    Kind::Number { minimum: 0.3, maximum: 8.0 },
    "a straight burr",
    "Diameter of a wedge burr at its tip; goes with `shank_diameter_mm`, instead of `diameter_mm`.",
);
pub(super) const SHANK_DIAMETER_MM: Field = Field::new(
    "shank_diameter_mm",
    Kind::Number { minimum: 0.3, maximum: 10.0 },
    "a straight burr",
    "Diameter of a wedge burr where its cutting part meets the shank.",
)
.advising("makers list wedge burrs of 3.1 and 4.1 mm");
pub(super) const KERF_MM: Field = Field::new(
    "kerf_mm",
    Kind::Number { minimum: 0.1, maximum: 10.0 },
    "diameter × `passes_factor`, or what `passes` come to",
    "Bone lost across the cut, along the normal of the plane; of a wedge burr at its tip.",
)
.advising("a burr takes away about its own diameter");
pub(super) const PASSES_FACTOR: Field = Field::number(
    "passes_factor",
    1.0,
    [0.3, 3.0],
    "Kerf over burr diameter; several passes widen the cut.",
    "loss equals diameter in percutaneous M1 cuts (Lopez, Haupt); 0.8 to 1.3 is a plausible spread",
);
pub(super) const PASSES: Field = Field::new(
    "passes",
    Kind::Integer { minimum: 1, maximum: 10 },
    "1",
    "Passes of the burr through the same cut; each after the first widens it by `loss_per_extra_pass_mm`.",
);
pub(super) const LOSS_PER_EXTRA_PASS_MM: Field = Field::number(
    "loss_per_extra_pass_mm",
    1.2,
    [0.0, 4.0],
    "Bone lost by each pass after the first, half of it on either side.",
    "passes 2 to 5 of an Akin cut take 1.33 to 1.13 mm, of an M1 wedge 1.59 to 0.60 mm (Peiffer 2024), of a calcaneus 2.4 to 1.4 mm with a 3.1 mm burr (Karaismailoglu 2023)",
);
pub(super) const END: Field = Field::new(
    "end",
    Kind::Choice(&["flat", "round"]),
    "round of a straight burr, flat of a wedge",
    "Shape of the burr's tip, which shapes the bottom of a cut that does not reach through.",
);
pub(super) const WORKING_LENGTH_MM: Field = Field::new(
    "working_length_mm",
    Kind::Number { minimum: 2.0, maximum: 40.0 },
    "longer than any bone is thick; 13 mm of a wedge",
    "Length of the cutting part, which goes in as deep as it is long; what it does not reach stays as a hinge.",
)
.sourced("straight burrs cut over 8, 12 or 20 mm, wedges over 13 mm (makers)");
pub(super) const BURR: Field = Field::new(
    "burr",
    Kind::Table(&[
        DIAMETER_MM,
        TIP_DIAMETER_MM,
        SHANK_DIAMETER_MM,
        KERF_MM,
        PASSES_FACTOR,
        PASSES,
        LOSS_PER_EXTRA_PASS_MM,
        END,
        WORKING_LENGTH_MM,
    ]),
    "a 2 mm Shannon burr, one pass",
    "The burr and the bone it takes away.",
);
pub(super) const FROM: Field = Field::new(
    "from",
    Kind::Choice(&approach::NAMES),
    "",
    "Side of the bone from which the burr comes, within the plane of the cut.",
)
.defaulting("dorsal")
.sourced("the portal lies on the dorsum, beside the neck");
pub(super) const DEPTH_MM: Field = Field::new(
    "depth_mm",
    Kind::Number { minimum: 0.5, maximum: 40.0 },
    "through the bone, or `working_length_mm` if that is less",
    "How far the tip goes beyond the near surface of the bone; what it does not reach stays as a hinge.",
);
pub(super) const PORTAL_MM: Field = Field::new(
    "portal_mm",
    Kind::Number { minimum: 0.0, maximum: 60.0 },
    "the burr moves without turning",
    "Distance of the portal, about which the burr turns, from the near surface of the bone.",
);
pub(super) const APPROACH: Field = Field::new(
    "approach",
    Kind::Table(&[FROM, DEPTH_MM, PORTAL_MM]),
    "from the dorsum through the bone",
    "How the burr comes to the bone: matters for a wedge burr, and for a cut that leaves a hinge.",
);
pub(super) const SEGMENT: Field = Field::new(
    "segment",
    Kind::Choice(&["removed", "kept"]),
    "",
    "What becomes of the bone between two cuts of one ray; it is kept if either of the cuts says so.",
)
.defaulting("removed");
pub(super) const PUSH_N: Field = Field::new(
    "push_n",
    Kind::Number { minimum: 0.0, maximum: 200.0 },
    "40 N in an oblique technique, else 0",
    "Push of the hand on the head, backwards along the shaft.",
)
.sourced("retrograde manual pressure telescopes an oblique cut (technique paper); 30 to 60 N (estimate)");
pub(super) const LIFT_N: Field = Field::new(
    "lift_n",
    Kind::Number { minimum: 0.0, maximum: 100.0 },
    "7.5 N in a reverse technique, else 0",
    "Lift of a finger under the head.",
)
.sourced("a finger under the head lifts it along a reverse cut; 5 to 10 N (estimate)");
pub(super) const HAND: Field = Field::new(
    "hand",
    Kind::Table(&[PUSH_N, LIFT_N]),
    "what the technique asks for",
    "What the surgeon's hand does to each cut head while the foot lies on the table.",
);
pub(super) const OSTEOTOMY: Field = Field::new(
    "osteotomy",
    Kind::Tables(&[CUT_RAYS, TECHNIQUE, PLANE, LEVEL_MM, BURR, APPROACH, SEGMENT, HAND]),
    "none: the intact foot",
    "One cut, made alike on several rays. Repeat `[[osteotomy]]` for cuts that differ, or for a second cut of the same ray.",
);

pub(super) const RESECTED_RAYS: Field =
    Field::new("rays", Kind::Rays, "", "Rays that are resected, all alike.").required();
pub(super) const PART: Field = Field::new(
    "part",
    Kind::Choice(&["head", "whole"]),
    "",
    "What is taken away: all in front of a plane, or the bone.",
)
.required();
pub(super) const RESECTION_LEVEL_MM: Field = Field::new(
    "level_mm",
    Kind::Number { minimum: 3.0, maximum: 60.0 },
    "16 mm",
    "Distance along the shaft from the distal tip of the bone to the plane; of a head only.",
);
pub(super) const RESECTION_PLANE: Field = Field::new(
    "plane",
    Kind::Table(&[SAGITTAL_DEG, TRANSVERSE_DEG, REFERENCE]),
    "across the shaft",
    "Plane of the resection by its angles; of a head only.",
);
pub(super) const SPACER_FRACTION: Field = Field::new(
    "spacer_fraction",
    Kind::Number { minimum: 0.05, maximum: 1.0 },
    "no spacer",
    "Part of the void that a block of cement fills, next to the plane.",
)
.advising("0.5 fills half of the void; leave it out for no spacer");
pub(super) const RESECTION: Field = Field::new(
    "resection",
    Kind::Tables(&[RESECTED_RAYS, PART, RESECTION_LEVEL_MM, RESECTION_PLANE, SPACER_FRACTION]),
    "none",
    "Bone taken away for good, alike on several rays.",
);

pub(super) const PHASE: Field =
    Field::new("phase", Kind::Choice(&load_phase::NAMES), "", "Phase of stance, which sets the load under the heads.")
        .defaulting("midstance")
        .sourced("0.14, 0.36, 0.55, 0.80 of body weight under all five heads (Cavanagh 1987; vertical balance with the heel off); a model with fewer rays carries their share");
pub(super) const FOREFOOT_N: Field = Field::new(
    "forefoot_n",
    Kind::Number { minimum: 1.0, maximum: 3000.0 },
    "set by `phase`",
    "Total vertical load under all heads of the model, instead of `phase`.",
);
pub(super) const PITCH_DEG: Field = Field::new(
    "pitch_deg",
    Kind::Number { minimum: -20.0, maximum: 60.0 },
    "set by `phase`; 0 with `forefoot_n`",
    "How far the foot is turned about its heads, heel up.",
)
.sourced(
    "20° where the heads carry most in walking (shank 27.8° over a dorsiflexed ankle, PMC8071640 Table 1)",
);
pub(super) const SHEAR_RATIO: Field = Field::new(
    "shear_ratio",
    Kind::Number { minimum: -0.5, maximum: 0.5 },
    "set by `phase`; 0 with `forefoot_n`",
    "Push of the ground forwards (the foot pushes backwards) over its push upwards, the same under every head.",
)
.sourced("0.18 in late stance (Budhabhatti 2007)");
pub(super) const TENDON_FACTOR: Field = Field::new(
    "tendon_factor",
    Kind::Number { minimum: 0.0, maximum: 5.0 },
    "tensions follow the load",
    "Multiplies the tension of the fascia and of every muscle, which are those of midstance at a body weight of 700 N; both factors at once.",
);
pub(super) const FASCIA_FACTOR: Field = Field::new(
    "fascia_factor",
    Kind::Number { minimum: 0.0, maximum: 50.0 },
    "`tendon_factor`, or the load under all five heads over 252 N",
    "Multiplies the tension of the fascia.",
);
pub(super) const MUSCLE_FACTOR: Field = Field::new(
    "muscle_factor",
    Kind::Number { minimum: 0.0, maximum: 500.0 },
    "`tendon_factor`, or the load under all five heads over 252 N to the power of `muscle_exponent`",
    "Multiplies the tension of every muscle.",
);
pub(super) const HISTORY: Field =
    Field::new("history", Kind::Choice(&load_history::NAMES), "", "The order in which the loads come, unless `[[stage]]` gives it.")
        .defaulting("stance")
        .sourced("anaesthetised on the table, dressed, then walking at once; \"tendons-first\" is a foot whose muscles pull in full before it carries anything");
pub(super) const STEPS: Field = Field::new(
    "steps",
    Kind::Integer { minimum: 0, maximum: 1000 },
    "0",
    "Steps that the foot walks at most in the history \"stance\"; it stops when no head moves any more.",
)
.sourced(
    "for time: a step costs as much as the first weight; `walk.creep_mm` of the outcome says what is left",
);
pub(super) const TONE: Field = Field::number(
    "tone",
    0.1,
    [0.001, 1.0],
    "Tension of fascia and tendons of a foot on the table, over that under the full load.",
    "anaesthesia leaves the passive part: 0.02 to 0.2",
);
pub(super) const LOAD: Field = Field::new(
    "load",
    Kind::Table(&[
        PHASE,
        FOREFOOT_N,
        PITCH_DEG,
        SHEAR_RATIO,
        TENDON_FACTOR,
        FASCIA_FACTOR,
        MUSCLE_FACTOR,
        HISTORY,
        TONE,
        STEPS,
    ]),
    "midstance",
    "What the forefoot carries, and how the foot stands.",
);

pub(super) const STAGE_NAME: Field =
    Field::new("name", Kind::Text, "", "Name for reports.").defaulting("stage");
pub(super) const STAGE_TENDONS: Field = Field::number(
    "tendons",
    1.0,
    [0.001, 2.0],
    "Tension of fascia and tendons at its end, over that under the full load.",
    "1 is the full load",
);
pub(super) const STAGE_WEIGHT: Field = Field::number(
    "weight",
    1.0,
    [load_history::RESTING_WEIGHT, 2.0],
    "Load under the heads at its end, over the full load; the least is a foot that lies.",
    "1 is the full load",
);
pub(super) const STAGE_HAND: Field = Field::number(
    "hand",
    0.0,
    [0.0, 2.0],
    "Part of the force of the surgeon's hand at its end.",
    "0 is a hand that is away",
);
pub(super) const STAGE_DRESSING: Field = Field::number(
    "dressing",
    0.0,
    [0.0, 2.0],
    "Part of the pull of the dressing at its end.",
    "0 is no dressing",
);
pub(super) const STAGE_CYCLES: Field = Field::new(
    "cycles",
    Kind::Integer { minimum: 0, maximum: 1000 },
    "0",
    "Steps that the foot then walks at most, weight and tendons going down to a tenth and back; it stops when no head moves any more.",
);
pub(super) const STAGE: Field = Field::new(
    "stage",
    Kind::Tables(&[STAGE_NAME, STAGE_TENDONS, STAGE_WEIGHT, STAGE_HAND, STAGE_DRESSING, STAGE_CYCLES]),
    "the stages of `history` in [load]",
    "A stage of loading. Repeat `[[stage]]` for a history of your own; loads change in proportion from one to the next.",
);

pub(super) const SIZE_MM: Field = Field::number(
    "size_mm",
    2.5,
    [0.2, 5.0],
    "Element size away from the cut.",
    "four quadratic elements across a shaft: 2.0 mm with 1.2 mm at the cut move a head by less than 0.1 mm",
);
pub(super) const CUT_SIZE_MM: Field = Field::new(
    "cut_size_mm",
    Kind::Number { minimum: 0.1, maximum: 5.0 },
    "1.6, or `size_mm` if that is less",
    "Element size at the cut; not above `size_mm`.",
)
.sourced("five elements across the neck of a lesser metatarsal");
pub(super) const ORDER: Field = Field::new(
    "order",
    Kind::Integer { minimum: 1, maximum: 2 },
    "2",
    "Polynomial order of the elements: 1 for Tet4, 2 for Tet10.",
)
.sourced(
    "linear tetrahedra lock in bending; quadratic ones match hexahedra in foot contact (Tadepalli 2011)",
);
pub(super) const MESH: Field = Field::new(
    "mesh",
    Kind::Table(&[SIZE_MM, CUT_SIZE_MM, ORDER]),
    "2.5 mm, 1.6 mm at the cut, Tet10",
    "Element sizes and order.",
);

pub(super) const CORTICAL_MODULUS_MPA: Field = Field::number(
    "cortical_modulus_mpa",
    17_000.0,
    [1.0, 1e6],
    "Young's modulus of cortical bone; of all bone unless `cortical_thickness_mm` is given.",
    "foot bones 17 000 MPa (PMC9579782 Table 1)",
);
pub(super) const CANCELLOUS_MODULUS_MPA: Field = Field::number(
    "cancellous_modulus_mpa",
    700.0,
    [1.0, 1e6],
    "Young's modulus of cancellous bone; without effect unless `cortical_thickness_mm` is given.",
    "García-Aznar & Bayod 2009",
);
pub(super) const POISSON_RATIO: Field =
    Field::number("poisson_ratio", 0.3, [0.0, 0.49], "Poisson's ratio of all bone.", "PMC9579782 Table 1")
        .advising(
            "bone is near 0.3; a material with 0.5 cannot change its volume, and these elements would lock",
        );
pub(super) const CORTICAL_THICKNESS_MM: Field = Field::new(
    "cortical_thickness_mm",
    Kind::Number { minimum: 0.1, maximum: 10.0 },
    "homogeneous bone",
    "Thickness of the cortex of the shaft; deeper bone is cancellous.",
)
.sourced("2 to 3 mm at mid-shaft of a lesser metatarsal");
pub(super) const END_CORTICAL_THICKNESS_MM: Field = Field::new(
    "end_cortical_thickness_mm",
    Kind::Number { minimum: 0.1, maximum: 10.0 },
    "`cortical_thickness_mm`",
    "Thickness of the cortex at base and head; linear over a third of the length each, up to that of the shaft.",
)
.sourced("1 to 1.5 mm at the neck of a lesser metatarsal");
pub(super) const BONE: Field = Field::new(
    "bone",
    Kind::Table(&[
        CORTICAL_MODULUS_MPA,
        CANCELLOUS_MODULUS_MPA,
        POISSON_RATIO,
        CORTICAL_THICKNESS_MM,
        END_CORTICAL_THICKNESS_MM,
    ]),
    "homogeneous bone",
    "Bone elasticity, linear and isotropic.",
);

pub(super) const FRICTION: Field = Field::number(
    "friction",
    0.4,
    [0.0, 2.0],
    "Coulomb friction coefficient between cut faces.",
    "0.3 to 0.5 for wet saw-cut bone; 0.46 in fracture models (Eberle 2009); sweep 0.1 to 0.8",
)
.advising("bone on bone lies between 0.1 and 0.8");
pub(super) const ELASTIC_SLIP_MM: Field = Field::number(
    "elastic_slip_mm",
    0.05,
    [0.001, 1.0],
    "Elastic slip before the faces slide.",
    "50 to 400 µm of slip before the peak of friction of cancellous bone on porous metal",
);
pub(super) const CONTACT: Field = Field::new(
    "contact",
    Kind::Table(&[FRICTION, ELASTIC_SLIP_MM]),
    "friction 0.4",
    "Contact between cut faces.",
);

pub(super) const WEEK: Field = Field::new(
    "week",
    Kind::Number { minimum: 0.0, maximum: 52.0 },
    "given by `modulus_mpa`; one of the two must be there",
    "Age of the callus in weeks after the cut, which sets its modulus.",
)
.sourced("0.2, 2, 10, 1000, 6000 MPa at 0, 3, 6, 12, 24 weeks (moduli of granulation tissue to mature bone: Lacroix & Prendergast 2002; weeks: a construction)");
pub(super) const MODULUS_MPA: Field = Field::new(
    "modulus_mpa",
    Kind::Number { minimum: 0.01, maximum: 20_000.0 },
    "given by `week`; one of the two must be there",
    "Young's modulus of the callus.",
);
pub(super) const LEAST_THICKNESS_MM: Field = Field::number(
    "least_thickness_mm",
    0.1,
    [0.01, 2.0],
    "Thickness of the callus where the faces touch or nearly so.",
    "no gap closes completely",
);
pub(super) const GREATEST_GAP_MM: Field = Field::number(
    "greatest_gap_mm",
    4.0,
    [0.1, 20.0],
    "Gap beyond which nothing grows.",
    "gaps above 2 mm heal slowly (Claes); twice that",
);
pub(super) const STEP_FOREFOOT_N: Field = Field::new(
    "forefoot_n",
    Kind::Number { minimum: 1.0, maximum: 3000.0 },
    "that of [load]",
    "Load under all heads of the model that strains the callus, which has grown in quiet standing: under four tenths of weight and tendons.",
);
pub(super) const HEALING: Field = Field::new(
    "healing",
    Kind::Table(&[WEEK, MODULUS_MPA, LEAST_THICKNESS_MM, GREATEST_GAP_MM, STEP_FOREFOOT_N]),
    "no callus",
    "Callus that grows between the faces of every cut where they settled, and a step on it.",
);

const PARAMETERS: usize = SoftTissue::PARAMETERS.len();

pub(super) const TISSUE_SET: Field =
    Field::new("set", Kind::Choice(&tissue_set::NAMES), "", "Which set of values stands where a key is not given.")
        .defaulting("default")
        .sourced("\"hand-tuned\" is the set of version 0.1, chosen with clinical grades in view, with its loads: tendons first, tensions that do not follow the load; for comparison");

/// The soft-tissue table as keys.
const SOFT_TISSUE_FIELDS: [Field; PARAMETERS + 1] = {
    let mut fields = [TISSUE_SET; PARAMETERS + 1];
    let mut index = 0;
    while index < PARAMETERS {
        fields[index] = Field::parameter(&SoftTissue::PARAMETERS[index]);
        index += 1;
    }
    fields
};

pub(super) const SOFT_TISSUE: Field = Field::new(
    "soft_tissue",
    Kind::Table(&SOFT_TISSUE_FIELDS),
    "an adult foot",
    "Tendons, ligaments, pads and joints; the same for every technique.",
);

/// The whole file.
pub(super) const SCENARIO: [Field; 11] =
    [TITLE, FOOT, OSTEOTOMY, RESECTION, LOAD, STAGE, HEALING, MESH, BONE, CONTACT, SOFT_TISSUE];

/// The keys of a table or of the tables of an array.
pub(super) fn keys_of(field: &Field) -> &'static [Field] {
    match field.kind {
        Kind::Table(fields) | Kind::Tables(fields) => fields,
        _ => &[],
    }
}
