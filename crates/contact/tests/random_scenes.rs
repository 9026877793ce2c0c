//! Whatever the cut, the loads, the friction and the springs: a fragment settles, or the solver proves that nothing holds it.
mod common;

use common::elastic_block::boxes::Random;
use common::random_scene::{Ending, Exposure, fragments, numbered, run};

/// `cargo run --release -p osteotome-contact --example random_scenes -- 500` throws more of them.
#[test]
fn every_random_scene_settles_or_is_shown_to_be_free() {
    let mut random = Random(0x51ed_270b_7f4a_7c15);
    let (mut books, mut free) = (Vec::new(), 0);
    for _ in 0..5 {
        let bodies = fragments(&mut random);
        for _ in 0..8 {
            let exposure = Exposure::new(&mut random);
            match run(&bodies, &exposure, &mut |_| ()) {
                Ending::Settled { books: error, .. } => books.push(error),
                Ending::Free => free += 1,
                ending @ Ending::Wrong(_) => panic!("{exposure:?}: {ending:?}"),
            }
        }
    }
    books.sort_by(f64::total_cmp);
    let (settled, balanced) = (books.len(), books.iter().filter(|error| **error < 0.01).count());
    let worst = books[settled - 1];
    common::note(&format!(
        "{settled} settled, {balanced} with books within 1 %, worst {worst:.3}, {free} free"
    ));
    assert!(settled > 15 && free > 3, "both kinds occur: {settled} settled, {free} free");
    // Where an edge creeps over a rim, its share falls while it sinks in, and what it stored is lost.
    assert!(balanced * 10 >= settled * 9 && worst < 0.05, "{balanced} of {settled}, worst {worst}");
}

/// Scenes of the example that earlier solvers got wrong, each for a reason of its own: edges found in one direction and weighed in
/// another (621, 773, 952, 2022, 3664), corners seen from outside as if they were inside (304, 516, 654), faces that come and go at a rim
/// without end (1956), rays that graze (3316), depths at which points are let in (3208), springs across a motion that was said to be free
/// (564, 1032, 1169, 1418), a ramp that ends by rounding (1968).
#[test]
fn scenes_that_once_failed_do_not() {
    for scene in [304, 516, 564, 621, 654, 773, 952, 1032, 1169, 1418, 1956, 1968, 2022, 3208, 3316, 3664] {
        let (bodies, exposure) = numbered(scene);
        let ending = run(&bodies, &exposure, &mut |_| ());
        assert!(!matches!(ending, Ending::Wrong(_)), "{scene}: {ending:?}");
    }
}
