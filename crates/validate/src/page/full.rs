//! The longer part of the evidence as Markdown.

use super::{line, number};
use crate::{Agreement, Full, OtherFoot, RandomPair, Refined};

/// Other feet, finer mesh, random feet.
pub(super) fn full(page: &mut String, full: &Full) {
    other_feet(page, &full.other_feet);
    refinement(page, &full.refinement);
    agreement(page, &full.agreement);
    random(page, &full.random, full.random_feet);
}

fn agreement(page: &mut String, found: &Agreement) {
    line(page, "\n## Coarse and default mesh\n");
    let Agreement { feet, pairs, alike, greatest_mm, differing } = found;
    line(
        page,
        &format!(
            "Random feet are settled with linear elements of 3 mm, 2 mm at the cut. On {feet} of them, settled at the default mesh as well, \
             {alike} of {pairs} pairs hold on both meshes or on neither; the mean travel of a technique differs by {} mm at most.",
            number(*greatest_mm)
        ),
    );
    if !differing.is_empty() {
        line(page, &format!("\nDifferent, with the margin at the default mesh: {}.", differing.join("; ")));
    }
}

fn other_feet(page: &mut String, feet: &[OtherFoot]) {
    line(page, "\n## Other feet\n");
    line(page, "Scanned bones, the same parameters; strict pairs of the clinical table that hold.\n");
    line(
        page,
        "| foot | M3 | mean of M2 to M4 | those that do not (mean) | intact shares M1 to M5, % |\n|---|---|---|---|---|",
    );
    feet.iter().for_each(|foot| line(page, &foot_row(foot)));
}

fn foot_row(foot: &OtherFoot) -> String {
    let shares = foot.intact_shares_percent.map_or(String::new(), |shares| shares.map(number).join(" / "));
    match &foot.pairs {
        Err(why) => format!("| {} | | | {why} | {shares} |", foot.name),
        Ok(pairs) => {
            let held = [0, 1].map(|k| pairs.iter().filter(|pair| pair.holds()[k]).count());
            let missed = pairs.iter().filter(|pair| !pair.holds()[1]);
            let missed: Vec<String> = missed
                .map(|p| {
                    format!(
                        "{}: {} {} against {} {}",
                        p.travel.name(),
                        p.more,
                        number(p.mean_mm[0]),
                        p.less,
                        number(p.mean_mm[1])
                    )
                })
                .collect();
            let of = pairs.len();
            format!(
                "| {} | {} of {of} | {} of {of} | {} | {shares} |",
                foot.name,
                held[0],
                held[1],
                missed.join("; ")
            )
        }
    }
}

fn refinement(page: &mut String, rows: &[Refined]) {
    line(page, "\n## A finer mesh\n");
    line(
        page,
        "Mean shortening, elevation and lateralization of M2 to M4, mm; fine: 1.4 mm, 0.85 mm at the cut.\n",
    );
    line(page, "| technique | default | fine |\n|---|---|---|");
    let cell = |travel: &Result<[f64; 3], String>| match travel {
        Ok(travel) => travel.map(number).join(" / "),
        Err(why) => why.clone(),
    };
    for row in rows {
        line(page, &format!("| {} | {} | {} |", row.technique, cell(&row.default_mm), cell(&row.fine_mm)));
    }
}

fn random(page: &mut String, pairs: &[RandomPair], feet: usize) {
    line(page, "\n## Random feet\n");
    line(
        page,
        &format!(
            "{feet} feet: friction 0.1 to 0.8, forefoot load 150 to 300 N, twelve soft-tissue parameters 0.7 to 1.4 times their default \
             (Latin hypercube), coarse mesh. Share of feet on which a pair holds for the mean of M2 to M4, with Wilson's 95 % interval.\n"
        ),
    );
    line(
        page,
        "| travel | more | less | holds on | of | share, % | interval, % |\n|---|---|---|---|---|---|---|",
    );
    for pair in pairs {
        let [share, low, high] = pair.share_percent().map(number);
        let names = format!("{} | {} | {}", pair.travel.name(), pair.more, pair.less);
        line(page, &format!("| {names} | {} | {} | {share} | {low} to {high} |", pair.holds, pair.of));
    }
}
