//! A scenario in the form of a scenario file, with every default written out.

use super::{
    Approach, BoneSource, Foot, Healing, LoadStage, Osteotomy, PlaneAngles, ResectedPart, Resection,
    Scenario, Technique,
};
use crate::{Ray, Side, SoftTissue};
use osteotome_geometry::BurrEnd;
use serde_json::{Map, Value, json};

impl Scenario {
    /// The scenario with the keys of a scenario file and every default filled in.
    ///
    /// Turned into TOML and read again it gives the same scenario; it is what results are stored with.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut bone = json!({
            "cortical_modulus_mpa": self.bone.cortical_modulus_mpa,
            "poisson_ratio": self.bone.poisson_ratio,
        });
        if let Some(thickness_mm) = self.bone.cortical_thickness_mm {
            bone["cancellous_modulus_mpa"] = json!(self.bone.cancellous_modulus_mpa);
            bone["cortical_thickness_mm"] = json!(thickness_mm);
            bone["end_cortical_thickness_mm"] =
                json!(self.bone.end_cortical_thickness_mm.unwrap_or(thickness_mm));
        }
        let mut written = json!({
            "title": self.title,
            "foot": foot(&self.foot),
            "osteotomy": self.osteotomies.iter().map(osteotomy).collect::<Vec<_>>(),
            "resection": self.resections.iter().map(resection).collect::<Vec<_>>(),
            "load": {
                "forefoot_n": self.load.forefoot_n,
                "pitch_deg": self.load.pitch_deg,
                "shear_ratio": self.load.shear_ratio,
                "fascia_factor": self.load.fascia_factor,
                "muscle_factor": self.load.muscle_factor,
            },
            "stage": self.history.iter().map(stage).collect::<Vec<_>>(),
            "mesh": {
                "size_mm": self.mesh.size_mm,
                "cut_size_mm": self.mesh.cut_size_mm,
                "order": if self.mesh.quadratic { 2 } else { 1 },
            },
            "bone": bone,
            "contact": { "friction": self.contact.friction, "elastic_slip_mm": self.contact.elastic_slip_mm },
            "soft_tissue": soft_tissue(&self.soft_tissue),
        });
        if let Some(callus) = &self.healing {
            written["healing"] = healing(callus);
        }
        written
    }
}

fn stage(stage: &LoadStage) -> Value {
    json!({
        "name": stage.name,
        "tendons": stage.tendons,
        "weight": stage.weight,
        "hand": stage.hand,
        "dressing": stage.dressing,
        "cycles": stage.cycles,
    })
}

fn healing(callus: &Healing) -> Value {
    json!({
        "modulus_mpa": callus.modulus_mpa,
        "least_thickness_mm": callus.least_thickness_mm,
        "greatest_gap_mm": callus.greatest_gap_mm,
        "forefoot_n": callus.forefoot_n,
    })
}

fn foot(foot: &Foot) -> Value {
    let mut value = match &foot.source {
        BoneSource::Template { scale } => json!({ "template": "adult", "scale": scale }),
        BoneSource::Files(paths) => {
            let bones: Map<String, Value> =
                paths.iter().map(|(ray, path)| (ray.to_string(), json!(path.to_string_lossy()))).collect();
            json!({ "bones": bones })
        }
    };
    value["side"] = json!(match foot.side {
        Side::Left => "left",
        Side::Right => "right",
    });
    value["rays"] = rays(&foot.rays);
    if let Some((distal, dorsal)) = foot.distal_dorsal {
        value["frame"] = json!({ "distal": distal, "dorsal": dorsal });
    }
    value["body_weight_n"] = json!(foot.body_weight_n);
    value["declination_offset_deg"] = json!(foot.declination_offset_deg);
    if !foot.accept.is_empty() {
        value["accept"] = foot.accept.iter().map(|doubt| doubt.name()).collect();
    }
    value
}

fn osteotomy(osteotomy: &Osteotomy) -> Value {
    let mut value = json!({ "rays": rays(&osteotomy.rays) });
    match osteotomy.technique {
        Technique::Custom => value["plane"] = plane(&osteotomy.plane),
        named => value["technique"] = json!(named.name()),
    }
    value["level_mm"] = json!(osteotomy.level_mm);
    value["burr"] = burr(osteotomy);
    value["approach"] = approach(&osteotomy.approach);
    value["hand"] = json!({ "push_n": osteotomy.hand.push_n, "lift_n": osteotomy.hand.lift_n });
    value["segment"] = json!(if osteotomy.keeps_segment { "kept" } else { "removed" });
    value
}

fn plane(plane: &PlaneAngles) -> Value {
    json!({
        "sagittal_deg": plane.sagittal_deg,
        "transverse_deg": plane.transverse_deg,
        "reference": plane.reference.name(),
    })
}

fn burr(osteotomy: &Osteotomy) -> Value {
    let mut value = json!({
        "kerf_mm": osteotomy.kerf_mm,
        "end": match osteotomy.burr_end {
            BurrEnd::Flat => "flat",
            BurrEnd::Round => "round",
        },
    });
    match osteotomy.shank_diameter_mm {
        None => value["diameter_mm"] = json!(osteotomy.burr_diameter_mm),
        Some(shank_mm) => {
            value["tip_diameter_mm"] = json!(osteotomy.burr_diameter_mm);
            value["shank_diameter_mm"] = json!(shank_mm);
        }
    }
    if let Some(length_mm) = osteotomy.working_length_mm {
        value["working_length_mm"] = json!(length_mm);
    }
    value
}

fn approach(approach: &Approach) -> Value {
    let mut value = json!({ "from": approach.from.name() });
    if let Some(depth_mm) = approach.depth_mm {
        value["depth_mm"] = json!(depth_mm);
    }
    if let Some(portal_mm) = approach.portal_mm {
        value["portal_mm"] = json!(portal_mm);
    }
    value
}

fn resection(resection: &Resection) -> Value {
    let mut value = json!({ "rays": rays(&resection.rays) });
    match &resection.part {
        ResectedPart::Whole => value["part"] = json!("whole"),
        ResectedPart::Head { level_mm, plane: angles } => {
            value["part"] = json!("head");
            value["level_mm"] = json!(level_mm);
            value["plane"] = plane(angles);
        }
    }
    if let Some(fraction) = resection.spacer_fraction {
        value["spacer_fraction"] = json!(fraction);
    }
    value
}

fn rays(rays: &[Ray]) -> Value {
    rays.iter().map(ToString::to_string).collect()
}

fn soft_tissue(soft_tissue: &SoftTissue) -> Value {
    let mut values = soft_tissue.clone();
    let entries: Map<String, Value> = SoftTissue::PARAMETERS
        .iter()
        .filter_map(|parameter| Some((parameter.key.to_owned(), json!(*values.get_mut(parameter.key)?))))
        .collect();
    Value::Object(entries)
}
