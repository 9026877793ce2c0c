//! The `osteotome` binary: everything is in `osteotome_cli`.

fn main() -> std::process::ExitCode {
    osteotome_cli::main()
}
