//! A Slurm array script that runs the shards of a sweep.

use std::path::Path;

/// The script for `shards` tasks of the sweep file `sweep`, each writing to its own folder in `target`; `program` is the
/// `osteotome` to call. Paths should be absolute, for tasks start where the script was submitted.
#[must_use]
pub fn slurm_script(program: &Path, sweep: &Path, target: &Path, shards: u16) -> String {
    let name = sweep.file_stem().map_or_else(|| "sweep".into(), |stem| stem.to_string_lossy());
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let (program, sweep, quoted) = (quoted(program), quoted(sweep), quoted(target));
    let log = target.join("shard_%a.log");
    format!(
        "#!/bin/bash\n\
         #SBATCH --job-name=osteotome-{name}\n\
         #SBATCH --array=1-{shards}\n\
         #SBATCH --cpus-per-task=1\n\
         #SBATCH --output=\"{}\"\n\
         # Submit with: sbatch THIS_FILE   (more cores a shard: sbatch --cpus-per-task=4 THIS_FILE)\n\
         # A task that was killed goes on where it stopped when it is submitted again.\n\
         # When all are done: {program} merge {quoted}/shard-{{1..{shards}}} -o {quoted}\n\
         set -eu\n\
         exec {program} sweep {sweep} \\\n  \
           --shard \"$SLURM_ARRAY_TASK_ID/{shards}\" --threads \"${{SLURM_CPUS_PER_TASK:-1}}\" \\\n  \
           -o {quoted}/shard-\"$SLURM_ARRAY_TASK_ID\"\n",
        log.display()
    )
}

/// A path in single quotes, as the shell takes it.
fn quoted(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_with_blanks_and_quotes_stay_whole() {
        let script = slurm_script(Path::new("/opt/o"), Path::new("/a b/it's.toml"), Path::new("/out"), 7);
        assert!(
            script.contains("--array=1-7\n") && script.contains(r"sweep '/a b/it'\''s.toml'"),
            "{script}"
        );
        assert!(script.contains("--job-name=osteotome-it-s\n"));
        assert!(script.starts_with("#!/bin/bash\n"));
    }
}
