//! Tension as a function of length: tendons, fascia slips, ligaments, buffers.

use osteotome_contact::LoadFactors;

/// Energy of a line, its tension (first derivative) and stiffness (second derivative) at one length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tension {
    /// Stored energy, N·mm.
    pub energy_nmm: f64,
    /// Tension, N; negative if the line pushes.
    pub tension_n: f64,
    /// Derivative of the tension by length, N/mm.
    pub stiffness_n_per_mm: f64,
}

/// A potential of the length of a line.
pub trait LengthLaw: Send + Sync {
    /// Energy, tension and stiffness at `length_mm`.
    fn evaluate(&self, length_mm: f64, factors: &LoadFactors) -> Tension;
}

/// Half-line spring with a quadratic toe: force 0 below 0, `k s² / (2 w)` up to `w`, then `k (s − w/2)`.
///
/// Returns the integral, the value and the derivative at stretch `s`; the toe makes it once continuously
/// differentiable, which Newton's method needs.
fn toe(s: f64, stiffness: f64, width: f64) -> (f64, f64, f64) {
    if s <= 0.0 {
        (0.0, 0.0, 0.0)
    } else if s < width {
        (stiffness * s.powi(3) / (6.0 * width), stiffness * s * s / (2.0 * width), stiffness * s / width)
    } else {
        let energy = stiffness * (s * s / 2.0 - width * s / 2.0 + width * width / 6.0);
        (energy, stiffness * (s - width / 2.0), stiffness)
    }
}

/// A tendon under active muscle, which pulls less as its fibres shorten.
///
/// `T = λ T0 exp(−(Δ/f)²/γ)` with `Δ = ℓ0 − ℓ` the shortening since the reference configuration, `f` the length of the fibres and
/// `γ = 0.45` (Thelen 2003). A muscle that is drawn out keeps its tension: what the active part loses the passive one takes up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Muscle {
    /// Tension at the reference length and load factor one, N.
    pub tension_n: f64,
    /// Length of the line at which it pulls with that, mm.
    pub reference_length_mm: f64,
    /// Optimal length of the fibres, mm.
    pub fibre_mm: f64,
    /// Load channel.
    pub channel: usize,
}

impl Muscle {
    /// Width of the active force-length curve, Thelen 2003 J Biomech Eng 125:70.
    const GAMMA: f64 = 0.45;
}

impl LengthLaw for Muscle {
    fn evaluate(&self, length_mm: f64, factors: &LoadFactors) -> Tension {
        let tension = self.tension_n * factors.0[self.channel];
        let shortening = self.reference_length_mm - length_mm;
        if shortening <= 0.0 {
            return Tension {
                energy_nmm: -tension * shortening,
                tension_n: tension,
                stiffness_n_per_mm: 0.0,
            };
        }
        let width = self.fibre_mm * Self::GAMMA.sqrt();
        let x = shortening / width;
        let tension_n = tension * (-x * x).exp();
        Tension {
            energy_nmm: -tension * width * 0.5 * std::f64::consts::PI.sqrt() * libm::erf(x),
            tension_n,
            stiffness_n_per_mm: tension_n * 2.0 * x / width,
        }
    }
}

/// A fascia slip: pretension (times a load factor) plus linear stiffness, never pushing.
///
/// `T = toe(k (ℓ − ℓ0) + λ T0)`: the pretension is a stretch `λ T0 / k` held at the reference length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PretensionedSlip {
    /// Length at which the tension is the pretension, mm.
    pub reference_length_mm: f64,
    /// Tension at the reference length and load factor one, N.
    pub pretension_n: f64,
    /// Stiffness, N/mm.
    pub stiffness_n_per_mm: f64,
    /// Stretch over which the stiffness builds up, mm.
    pub toe_mm: f64,
    /// Load channel of the pretension.
    pub channel: usize,
}

impl LengthLaw for PretensionedSlip {
    fn evaluate(&self, length_mm: f64, factors: &LoadFactors) -> Tension {
        if self.stiffness_n_per_mm <= 0.0 {
            let tension_n = self.pretension_n * factors.0[self.channel];
            return Tension { energy_nmm: tension_n * length_mm, tension_n, stiffness_n_per_mm: 0.0 };
        }
        let pretension = self.pretension_n * factors.0[self.channel];
        // With a tension T0 at ℓ0 the line is slack below ℓ0 − T0/k, up to half a toe.
        let at_rest = if pretension > 0.0 {
            pretension / self.stiffness_n_per_mm
                + 0.5 * self.toe_mm * (2.0 * pretension / (self.stiffness_n_per_mm * self.toe_mm)).min(1.0)
        } else {
            0.0
        };
        let stretch = length_mm - self.reference_length_mm + at_rest;
        let (energy_nmm, tension_n, stiffness_n_per_mm) = toe(stretch, self.stiffness_n_per_mm, self.toe_mm);
        Tension { energy_nmm, tension_n, stiffness_n_per_mm }
    }
}

/// A ligament: tension only, slack at its reference length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ligament {
    /// Slack length, mm.
    pub reference_length_mm: f64,
    /// Stiffness, N/mm.
    pub stiffness_n_per_mm: f64,
    /// Stretch over which the stiffness builds up, mm.
    pub toe_mm: f64,
}

impl LengthLaw for Ligament {
    fn evaluate(&self, length_mm: f64, _factors: &LoadFactors) -> Tension {
        let stretch = length_mm - self.reference_length_mm;
        let (energy_nmm, tension_n, stiffness_n_per_mm) = toe(stretch, self.stiffness_n_per_mm, self.toe_mm);
        Tension { energy_nmm, tension_n, stiffness_n_per_mm }
    }
}

/// Tissue between two heads: compression only, after a slack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Buffer {
    /// Distance at rest, mm.
    pub reference_length_mm: f64,
    /// Approach before it resists, mm.
    pub slack_mm: f64,
    /// Stiffness, N/mm.
    pub stiffness_n_per_mm: f64,
    /// Approach over which the stiffness builds up, mm.
    pub toe_mm: f64,
}

impl LengthLaw for Buffer {
    fn evaluate(&self, length_mm: f64, _factors: &LoadFactors) -> Tension {
        let approach = self.reference_length_mm - self.slack_mm - length_mm;
        let (energy_nmm, push, stiffness_n_per_mm) = toe(approach, self.stiffness_n_per_mm, self.toe_mm);
        Tension { energy_nmm, tension_n: -push, stiffness_n_per_mm }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON: fn() -> LoadFactors = || LoadFactors(vec![1.0, 1.0, 0.0]);

    fn slip(pretension_n: f64) -> PretensionedSlip {
        PretensionedSlip {
            reference_length_mm: 150.0,
            pretension_n,
            stiffness_n_per_mm: 15.0,
            toe_mm: 0.2,
            channel: 0,
        }
    }

    #[test]
    fn slip_has_its_pretension_at_the_reference_length_and_goes_slack() {
        assert!((slip(87.0).evaluate(150.0, &ON()).tension_n - 87.0).abs() < 1e-12);
        assert!((slip(87.0).evaluate(151.0, &ON()).tension_n - 102.0).abs() < 1e-12);
        assert_eq!(slip(87.0).evaluate(140.0, &ON()).tension_n, 0.0);
        assert!((slip(0.0).evaluate(150.0, &ON()).tension_n).abs() < 1e-12);
    }

    #[test]
    fn a_muscle_loses_tension_as_its_fibres_shorten() {
        let muscle = Muscle { tension_n: 40.0, reference_length_mm: 150.0, fibre_mm: 28.0, channel: 0 };
        let tension = |length: f64| muscle.evaluate(length, &ON()).tension_n;
        assert_eq!((tension(150.0), tension(155.0)), (40.0, 40.0));
        // exp(−(4/28)²/0.45) and exp(−0.5²/0.45).
        assert!((tension(146.0) - 40.0 * 0.955_66).abs() < 1e-3);
        assert!((tension(136.0) - 40.0 * 0.573_75).abs() < 1e-3);
    }

    #[test]
    fn derivatives_agree_with_central_differences() {
        let laws: [&dyn LengthLaw; 4] = [
            &slip(87.0),
            &Muscle { tension_n: 18.0, reference_length_mm: 150.0, fibre_mm: 28.0, channel: 0 },
            &Ligament { reference_length_mm: 150.0, stiffness_n_per_mm: 69.0, toe_mm: 0.5 },
            &Buffer { reference_length_mm: 152.0, slack_mm: 1.5, stiffness_n_per_mm: 10.0, toe_mm: 0.5 },
        ];
        let step = 1e-5;
        for law in laws {
            for length in [140.0, 149.9, 150.2, 150.4, 153.0] {
                let [below, at, above] = [-step, 0.0, step].map(|d| law.evaluate(length + d, &ON()));
                let tension = (above.energy_nmm - below.energy_nmm) / (2.0 * step);
                let stiffness = (above.tension_n - below.tension_n) / (2.0 * step);
                assert!((tension - at.tension_n).abs() < 1e-6 * (1.0 + tension.abs()));
                assert!((stiffness - at.stiffness_n_per_mm).abs() < 1e-6 * (1.0 + stiffness.abs()));
            }
        }
    }
}
