//! The evidence: what clinicians state and what experiments measured, put to the model.
//!
//! Every [`Statement`] carries its claim, its source and the criterion that its numbers are compared with. [`Evidence::gather`]
//! settles each distinct forefoot once and judges them all; a claim that does not hold is a result like any other.
//!
//! ```
//! use osteotome_validate::{Bench, Feet, statements};
//!
//! // The plane of the reverse technique needs no foot to be settled.
//! let statements = statements();
//! let reverse = statements.iter().find(|statement| statement.number == 31).expect("T31");
//! assert!(reverse.test.cases().is_empty());
//! let feet = Feet::settle(&[], &Bench::template(), &|_, _| {});
//! assert_eq!(reverse.test.verdict(&feet).word(), "holds");
//! ```

mod analytic;
mod bench;
mod case;
mod evidence;
mod feet;
mod finding;
mod full;
mod measurements;
mod measures;
mod page;
mod parabola;
pub mod prediction;
mod probability;
mod requirements;
mod statement;
mod statements;
mod workshop;

pub use analytic::Checked;
pub use bench::Bench;
pub use case::Case;
pub use evidence::{Evidence, Judged};
pub use feet::{Feet, SettledFoot, Unsettled};
pub use finding::{Comparison, Finding, Quantity, Relation};
pub use full::{Agreement, Full, OtherFoot, RandomPair, Refined};
pub use measurements::Compared;
pub use page::markdown;
pub use probability::{Probability, probabilities};
pub use statement::{Source, Statement, Test, Verdict};
pub use statements::{Pair, Travel, clinical_pairs, statements};
