//! Results on other file systems, full disks and through links; what is killed at random moments.
//!
//! A trial that needs what this machine does not have, or does not let this user do, is reported as ignored.

#[allow(dead_code, reason = "each test program uses its part of the support")]
#[path = "../cli_support/mod.rs"]
mod cli_support;
mod kills;
mod mounts;
mod results;
mod volume;

use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mountable = volume::can_mount();
    let mut trials = vec![trial("random_kills_lose_nothing", true, kills::random_kills_lose_nothing)];
    trials.extend(mounts::TRIALS.iter().map(|(name, run)| trial(name, mountable, run)));
    trials.push(trial(
        "results_behind_a_link_to_another_file_system_are_replaced",
        mounts::shared_memory_is_apart(),
        mounts::results_behind_a_link_to_another_file_system_are_replaced,
    ));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial(name: &str, is_possible: bool, run: impl FnOnce() + Send + 'static) -> Trial {
    let checked = move || {
        run();
        Ok(())
    };
    Trial::test(name, checked).with_ignored_flag(!is_possible)
}
