//! The one binary: hands the command line to `kipp::cli`.

fn main() -> std::process::ExitCode {
    kipp::cli::main()
}
