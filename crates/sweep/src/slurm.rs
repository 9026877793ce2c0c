//! A Slurm array script that runs the shards of a sweep.

use std::path::Path;

/// The script for `shards` tasks of the sweep file `sweep`, each writing to its own folder in `target`; `program` is the
/// `osteotome` to call. Paths should be absolute, for tasks start where the script was submitted.
#[must_use]
pub fn slurm_script(program: &Path, sweep: &Path, target: &Path, shards: u16) -> String {
    let name = sweep.file_stem().map_or_else(|| "sweep".into(), |stem| stem.to_string_lossy());
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let (program, sweep, target) = (quoted(program), quoted(sweep), quoted(target));
    // The log is opened by the shell: Slurm's own line for it knows no quotes, and takes every % for a pattern.
    format!(
        "#!/bin/bash\n\
         #SBATCH --job-name=osteotome-{name}\n\
         #SBATCH --array=1-{shards}\n\
         #SBATCH --cpus-per-task=1\n\
         #SBATCH --output=/dev/null\n\
         # Submit with: sbatch THIS_FILE   (more cores a shard: sbatch --cpus-per-task=4 THIS_FILE)\n\
         # A task that was killed goes on where it stopped when it is submitted again.\n\
         # When all are done: {program} merge {target}/shard-{{1..{shards}}} -o {target}\n\
         set -eu\n\
         exec >>{target}/shard_\"$SLURM_ARRAY_TASK_ID\".log 2>&1\n\
         exec {program} sweep {sweep} \\\n  \
           --shard \"$SLURM_ARRAY_TASK_ID/{shards}\" --threads \"${{SLURM_CPUS_PER_TASK:-1}}\" \\\n  \
           -o {target}/shard-\"$SLURM_ARRAY_TASK_ID\"\n"
    )
}

/// A path as bash takes it, on one line whatever is in it.
fn quoted(path: &Path) -> String {
    let is_plain = |text: &&str| !text.chars().any(char::is_control);
    match path.to_str().filter(is_plain) {
        Some(text) => format!("'{}'", text.replace('\'', r"'\''")),
        None => {
            let bytes = path.as_os_str().as_encoded_bytes();
            let escaped = |byte: &u8| match byte {
                b'\'' | b'\\' => format!("\\{}", char::from(*byte)),
                b' '..=b'~' => char::from(*byte).to_string(),
                _ => format!("\\x{byte:02x}"),
            };
            // Each escape takes two digits at most, so the next byte cannot run into it.
            format!("$'{}'", bytes.iter().map(escaped).collect::<String>())
        }
    }
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

    /// What bash makes of a quoted path, where there is a bash.
    #[cfg(unix)]
    fn read_back(path: &Path) -> Option<Vec<u8>> {
        let script = format!("printf %s {}", quoted(path));
        Some(std::process::Command::new("bash").arg("-c").arg(script).output().ok()?.stdout)
    }

    #[cfg(unix)]
    #[test]
    fn a_line_break_in_the_name_of_a_folder_wrote_a_command_into_the_script() {
        use std::os::unix::ffi::OsStrExt;
        let names: [&[u8]; 6] = [
            b"/out\nrm -rf x",
            b"/a\"b/%j_$(id)`id`;&|<>*?!",
            b"/it's\ta\\n",
            "/\u{3bc}m".as_bytes(),
            b"/\xff\xfe1",
            b"/'\n'\x1b[2J",
        ];
        for name in names {
            let path = Path::new(std::ffi::OsStr::from_bytes(name));
            let script = slurm_script(path, path, path, 3);
            assert_eq!(script.lines().count(), 13, "{script}");
            assert!(script.lines().filter(|line| line.starts_with('#')).count() == 8, "{script}");
            if let Some(read) = read_back(path) {
                assert_eq!(read, name);
            }
        }
    }
}
