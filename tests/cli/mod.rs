//! Tests of `cli`: the binary as people and jobs run it.

mod archives;
mod assess;
mod audits;
mod doctor;
mod help;
mod logs;
mod packs;
mod personal;
mod refusals;
mod reports;
mod rescoring;
mod resuming;
mod scanning;
mod server;
mod serving;
mod telling;
mod web;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// How a command ended.
struct Ended {
    code: i32,
    out: String,
    err: String,
}

impl Ended {
    /// The only line on stderr.
    #[track_caller]
    fn line(&self) -> &str {
        let lines: Vec<&str> = self.err.lines().collect();
        assert_eq!(lines.len(), 1, "one line on stderr, not:\n{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        lines[0]
    }
}

/// The binary with these arguments, in `folder`, away from the surroundings of the person who runs the tests.
fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_duwang"));
    command.args(args).current_dir(folder).env_remove("COLUMNS").env_remove("RUST_LOG").env("RUST_BACKTRACE", "0");
    // A browser is for the tests that are about it.
    command.env("DUWANG_RENDER", "never").env_remove("DUWANG_BROWSER");
    command.stdin(Stdio::null());
    command
}

fn duwang(folder: &Path, args: &[&str]) -> Ended {
    ended(command(folder, args))
}

fn ended(mut command: Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code().expect("ended by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn write(path: &Path, text: &str) {
    let mut file = std::fs::File::create(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn json(path: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Chinese characters and punctuation.
fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3000..=0x303F | 0x4E00..=0x9FFF | 0xFF00..=0xFF60)
}
